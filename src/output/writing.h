/* The output from inside: what the batch engine needs of it besides the public functions. All of it
 * by one thread at a time. */
#ifndef OVF_OUTPUT_WRITING_H
#define OVF_OUTPUT_WRITING_H

#include <jansson.h>

#include "output/rows/renderer.h"
#include "output/staging/stream.h"

/* Where the rows go. */
typedef enum {
    OVF_INTO_DIRECTORY, /* the complete files */
    OVF_INTO_PART,      /* rows only, to be merged; the directory's statement is OVF_PART_FILE */
    OVF_INTO_STREAM,    /* the one sink onto standard output */
    OVF_INTO_DATABASE   /* tables, made of the rows when all of them are there; until then as a
                           directory that is to be a GeoPackage */
} ovf_destination;

struct ovf_output {
    ovf_output_options options;
    ovf_destination destination;
    ovf_staging staging;
    char *waiting; /* of OVF_INTO_DATABASE: the folder in which the staging directory is */
    ovf_sinks sinks;
    ovf_stream files[OVF_SINKS_MAX];
    uint64_t rows[OVF_SINKS_MAX];
    uint64_t
        revisits; /* cells of the raster of revisits that a flight saw; 0: there is no raster */
    ovf_stream rejected, ids;
    ovf_totals totals; /* with the rendered rows that are not yet in the files */
    ovf_digest digest;
    ovf_renderer renderer; /* for what is not rendered elsewhere, into */
    ovf_rendered rendered;
    ovf_error failure; /* the first */
};

/* OVF_INTO_DIRECTORY becomes OVF_INTO_DATABASE where it is one that is named. */
ovf_status ovf_output_open_as(const ovf_output_options *options, ovf_destination destination,
                              const ovf_zones *zones, ovf_output **output, ovf_error *error);

/* The first failure, which is given to every caller from then on. */
ovf_status ovf_output_report(const ovf_output *output, ovf_error *error);

/* Adds what was rendered elsewhere, and empties it. */
ovf_status ovf_output_add(ovf_output *output, ovf_rendered *rendered, ovf_error *error);
/* Adds entries of the ledger of ids, which a resumed or merged analysis needs to notice doubled
 * ones. */
ovf_status ovf_output_add_ids(ovf_output *output, const unsigned char *entries, size_t bytes,
                              ovf_error *error);

/* Writes what is held back of standard output. */
ovf_status ovf_output_flush(ovf_output *output, ovf_error *error);
/* Waits until all that was added is on the disk, and gives what must be known to go on from there:
 * an object. */
ovf_status ovf_output_keep(ovf_output *output, json_t **state, ovf_error *error);
/* Goes on from there: cuts off what was added later. Only right after opening, when
 * output->staging.resumed. */
ovf_status ovf_output_restore(ovf_output *output, const json_t *state, ovf_error *error);
/* Told of a row of the list of what was left out, before it is added. */
typedef struct {
    void (*tell)(void *context, const char *row, size_t length);
    void *context;
} ovf_listener;

/* Adds all of a part, which lies in `folder` and has that state. The listener may list more; NULL:
 * there is none. */
ovf_status ovf_output_add_part(ovf_output *output, const char *folder, const json_t *state,
                               const ovf_listener *listener, ovf_error *error);
/* In place of close, for OVF_INTO_PART: writes the statement, puts the part in its place. */
ovf_status ovf_output_close_part(ovf_output *output, const json_t *statement, ovf_error *error);
/* Whether it has a statistics.csv, or such a table. */
static inline bool ovf_output_has_statistics(const ovf_output *output)
{
    const ovf_output_options *options = &output->options;
    bool formatted = (output->sinks.formats & (OVF_FORMAT_CSV | OVF_FORMAT_USUAL)) != 0 ||
                     output->destination == OVF_INTO_DATABASE;
    return (options->layers == 0 || (options->layers & OVF_LAYER_STATISTICS) != 0) && formatted;
}
/* Hands over totals and digest of what was written, when the output is closed. */
void ovf_output_give(ovf_output *output, ovf_totals *totals, ovf_digest *digest);
/* In place of free: what is in the staging directory stays there, for another run to go on with. */
void ovf_output_leave(ovf_output *output);

/* The names of the files of a sink: that which users see, and that which rows are added to; NULL
 * when memory is out. To free. */
char *ovf_output_file(const ovf_sink *sink);
char *ovf_output_rows_file(ovf_destination destination, const ovf_sink *sink);
/* What a state says of a file that rows are added to. */
bool ovf_output_find_file(const json_t *state, const char *name, uint64_t *bytes, uint64_t *rows);

#endif
