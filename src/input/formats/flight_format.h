/* The formats of flights that overflight reads itself. A new one is a file with an
 * ovf_flight_format, and a line in flight_format.c. */
#ifndef OVF_INPUT_FORMATS_FLIGHT_FORMAT_H
#define OVF_INPUT_FORMATS_FLIGHT_FORMAT_H

#include "input/formats/raw_flight.h"
#include "overflight/error.h"

/* How much of a file is enough to recognise its format. */
#define OVF_FLIGHT_HEAD ((size_t)4096)

/* What the reader of a format is told when it opens. */
typedef struct {
    const char *stem;        /* of the file's name: "flight" of "logs/flight.igc" */
    const char *part;        /* of the format's `parts` the one that is wanted; NULL: all */
    ovf_flight_queue *queue; /* where its flights go */
    const struct ovf_points *const *points; /* waypoints that plans may name, when the reader ends;
                                               NULL in it: none */
    const char *columns;     /* of a table what its columns are; NULL: as they are called */
    const char *flight_id;   /* of a table the columns that name a flight; NULL: as usual */
    const char *name;        /* of the file as it was given, with the layer */
    const char *where, *crs; /* of what GDAL reads: a condition, and the CRS where it names none;
                                NULL: none */
} ovf_flight_input;

typedef struct {
    const char *name;  /* as people name it in an option: "gpx" */
    const char *title; /* as sentences name it: "GPX" */
    /* Whether a file that begins with these bytes, or consists of them, is one. They may be cut off
     * anywhere. */
    bool (*is)(const char *bytes, size_t length);
    const char *const *parts; /* what may be asked for alone, by FILE|layername=PART; NULL ends it.
                                 NULL: nothing may */
    /* NULL when memory is out. */
    void *(*open)(const ovf_flight_input *input);
    /* Takes the next bytes of the file; flights that are complete go to the queue. With `last`
     * nothing follows, and it is called again, without bytes, until it adds no flight. Errors:
     * OVF_ERROR_INPUT, OVF_ERROR_MEMORY; the sentence names no file. */
    ovf_status (*take)(void *reader, const char *bytes, size_t length, bool last, ovf_error *error);
    /* Instead of `take`, of a format that GDAL reads: goes on in the file; *last where nothing
     * follows, and then it is called again until it adds no flight. NULL: it takes bytes. */
    ovf_status (*pull)(void *reader, bool *last, ovf_error *error);
    void (*close)(void *reader); /* takes NULL */
    bool splits;                 /* a table of fixes: a flight ends at a gap */
    /* Says in a sentence how a file that begins with these bytes is read, of a reader that has
     * taken none yet, and refuses what it cannot read. NULL: there is nothing to say. Errors:
     * OVF_ERROR_INPUT, OVF_ERROR_USAGE, OVF_ERROR_MEMORY; the sentence names no file. */
    ovf_status (*describe)(void *reader, const char *bytes, size_t length, ovf_text *sentence,
                           ovf_error *error);
} ovf_flight_format;

/* What a user says of a file. Zeroed: nothing. */
typedef struct {
    const ovf_flight_format *format;               /* that it is in; NULL: as its content says */
    const char *columns, *flight_id, *where, *crs; /* as above */
    bool goes_on; /* where a file cannot be read on a flight that says why is its last */
} ovf_flight_wishes;

extern const ovf_flight_format ovf_flight_format_gpx, ovf_flight_format_kml, ovf_flight_format_igc,
    ovf_flight_format_fpl, ovf_flight_format_pln, ovf_flight_format_lnmpln, ovf_flight_format_fms,
    ovf_flight_format_qgc, ovf_flight_format_wpl, ovf_flight_format_cup, ovf_flight_format_icao,
    ovf_flight_format_mfjson, ovf_flight_format_csv, ovf_flight_format_so6, ovf_flight_format_cpr,
    ovf_flight_format_sbs, ovf_flight_format_plt, ovf_flight_format_readsb,
    ovf_flight_format_opensky, ovf_flight_format_fr24, ovf_flight_format_aircraft,
    ovf_flight_format_json, ovf_flight_format_nmea, ovf_flight_format_tcx, ovf_flight_format_fit,
    ovf_flight_format_parquet, ovf_flight_format_points;

/* The format of that name; NULL: none. */
const ovf_flight_format *ovf_flight_format_named(const char *name);
/* "gpx, kml and igc" for a sentence. */
void ovf_flight_format_names(char *names, size_t size);
/* The format of a file that begins with these bytes; NULL: none of these. */
const ovf_flight_format *ovf_flight_format_of(const char *bytes, size_t length);

#endif
