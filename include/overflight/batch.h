/* Batches: any number of routes on all cores, in shards, and resumable.
 *
 * Routes are read, analysed and written block by block. Memory does not grow with the input, apart
 * from a hash of each id (16-byte entries in tables that are half full or more), which finds
 * doubled ids. The output is the same to the byte for any number of jobs, after any number of
 * interruptions, and when shards are merged.
 *
 * A run that is interrupted, or that fills the disk, leaves .NAME.partial beside its directory,
 * with a journal of what is complete. The same run with `resume` goes on from there. A run that
 * fails because of its input leaves nothing. */
#ifndef OVERFLIGHT_BATCH_H
#define OVERFLIGHT_BATCH_H

#include "overflight/input.h"
#include "overflight/judge.h"
#include "overflight/output.h"
#include "overflight/sensing.h"
#include "overflight/vertical.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How far a batch has come. */
typedef struct {
    uint64_t routes;  /* analysed, including those of earlier runs */
    uint64_t resumed; /* analysed by earlier runs */
    int64_t total; /* features in all of the input; -1: the formats do not know it cheaply, or this
                      is a shard */
    double fraction; /* of the input (of the part) that is done, 0 … 1; NAN: unknown */
} ovf_batch_progress;

/* Zeroed it is a whole batch in the usual way; the files and the directory in `output` are still to
 * be set. */
typedef struct {
    ovf_input_options
        zones; /* how output.zone_files are read; `reject` is ignored, here and below */
    ovf_input_options
        routes; /* how output.route_files are read; "-" among them is standard input */
    const ovf_analysis_options *analysis; /* NULL: the usual ones */
    const ovf_judge_options *judge;       /* NULL: the routes are not judged; its reference and
                                             vertical are ignored.
                                             output.judged and rule_files follow from it */
    const ovf_vertical_options
        *vertical; /* what is known of the vertical; NULL: only the geoid, if PROJ has one. The
                      judge's vertical and output.vertical follow from it */
    const ovf_sensing_options
        *sensing; /* NULL: the routes are not observed. output.sensing and jobs follow from it */
    ovf_output_options output; /* with `resume`, an interrupted run goes on */
    bool line_buffered; /* with output.to_stdout: write each row as soon as its route has been read
                         */
    bool skip_invalid;  /* leave bad features out and list them in rejected.csv; otherwise the first
                           one is an error */
    const char *const *unread; /* names of files of routes that were left out because they cannot
                                  be read, each followed by why: for rejected.csv */
    size_t unread_count;       /* of both */
    size_t jobs;               /* threads; 0: one for each core */
    uint64_t shard, shards; /* only part `shard`, 1 … shards, into DIRECTORY/part-SHARD-of-SHARDS;
                               0, 0: everything, into DIRECTORY */

    /* Called now and then, never by two threads at once; may be NULL. If it returns true, the batch
     * stops after the current block. */
    bool (*watch)(void *context, const ovf_batch_progress *progress);
    /* Called for each feature that goes to rejected.csv; may be NULL. */
    ovf_reject_function reject;
    void *context; /* of both */
} ovf_batch_options;

/* The outcome of a batch. Zero it before its first use; clear it after success and failure. */
typedef struct {
    ovf_zones zones;
    ovf_totals totals;
    ovf_digest digest;
    const char *directory; /* where it is, without passwords; NULL: standard output */
    bool in_database;      /* that is a database, and its tables are the results */
    bool judged;           /* by rules */
    const char *judged_by; /* which: "treaty-1992, attributes of the zones"; NULL: not judged */
    bool has_statistics;   /* there is a statistics.csv, or such a table */
    bool was_complete;     /* a resumed shard was there already, and nothing was done */
} ovf_batch_report;

/* Runs a batch. Errors: those of reading, analysing and writing; OVF_ERROR_USAGE (options that
 * exclude each other; inputs, options or program differ from those of the interrupted run),
 * OVF_ERROR_STOPPED (by `watch`). The sentence says what is kept and how to go on.
 *
 * For example:
 *     const char *const zone_files[] = {"zones.geojson"}, *const route_files[] = {"tracks.fgb"};
 *     const ovf_batch_options options = {.output = {.directory = "result",
 *                                                   .zone_files = zone_files,
 *                                                   .zone_file_count = 1,
 *                                                   .route_files = route_files,
 *                                                   .route_file_count = 1}};
 *     ovf_batch_report report = {0};
 *     ovf_batch_run(&options, &report, &error);
 *     ovf_batch_report_clear(&report); */
ovf_status ovf_batch_run(const ovf_batch_options *options, ovf_batch_report *report,
                         ovf_error *error);

/* Merges the parts of a sharded batch into what one run would have written. All parts must be
 * there, in any order, made by the same program from the same inputs with the same options. The
 * inputs must still be in their places, since the zones are read again. Errors: OVF_ERROR_INPUT (a
 * part that is missing, doubled, incomplete or of another batch; a file that has changed; an id in
 * two parts; names it), OVF_ERROR_USAGE, OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_batch_merge(const char *const *parts, size_t count, const char *directory,
                           bool replace, ovf_batch_report *report, ovf_error *error);

void ovf_batch_report_clear(ovf_batch_report *report);

#ifdef __cplusplus
}
#endif
#endif
