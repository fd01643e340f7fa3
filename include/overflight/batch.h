/* Batches: any number of routes on all cores, resumable, in shards that are merged again.
 *
 * The routes are read, analysed and written block by block, so that memory does not grow with the
 * input, but for twelve to twenty bytes a route, by which doubled ids are noticed. What is written
 * is the same, byte for byte, for any number of jobs, after any number of interruptions, and when
 * shards are merged.
 *
 * A run that is interrupted, or for which the disk is too small, leaves .NAME.partial beside the
 * directory it was to write, with a journal of what is complete; the same run with `resume` goes on
 * from there. A run that fails because of its input leaves nothing. */
#ifndef OVERFLIGHT_BATCH_H
#define OVERFLIGHT_BATCH_H

#include "overflight/input.h"
#include "overflight/judge.h"
#include "overflight/output.h"
#include "overflight/sensing.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How far a batch is. */
typedef struct {
    uint64_t routes;  /* analysed, those of earlier runs among them */
    uint64_t resumed; /* of them, by earlier runs */
    int64_t total; /* features in all of the input, where the formats know it cheaply; -1: unknown,
                      or only a part is wanted */
    double fraction; /* of the input (of the part) that is done, 0 … 1; NAN: unknown */
} ovf_batch_progress;

/* Zeroed, it is a whole batch in the usual way, but for the files and the directory in `output`. */
typedef struct {
    ovf_input_options
        zones; /* how output.zone_files are read; `reject` is not used, here and in the next */
    ovf_input_options
        routes; /* how output.route_files are read; "-" among them is standard input */
    const ovf_analysis_options *analysis; /* NULL: the usual ones */
    const ovf_judge_options *judge;       /* NULL: the routes are not judged; its plan is not used.
                                             output.judged and rule_files follow from it */
    const ovf_sensing_options
        *sensing; /* NULL: the routes are not observed. output.sensing and jobs follow from it */
    ovf_output_options
        output;         /* with `resume` it goes on where an interrupted run was, if there is one */
    bool line_buffered; /* with output.to_stdout: each row as soon as its route has been read, and
                           not when there are many */
    bool skip_invalid;  /* leave bad features out and list them in rejected.csv; otherwise the first
                           one is an error */
    size_t jobs;        /* threads; 0: one for each core */
    uint64_t shard, shards; /* only part `shard`, 1 … shards, into DIRECTORY/part-SHARD-of-SHARDS;
                               0, 0: everything, into DIRECTORY */

    /* Called now and then, never by two threads at once; NULL: not wanted. When it returns true the
     * batch stops after the block in hand. */
    bool (*watch)(void *context, const ovf_batch_progress *progress);
    /* Called for each feature that is left out, as it comes to rejected.csv; NULL: not wanted. */
    ovf_reject_function reject;
    void *context; /* of both */
} ovf_batch_options;

/* What came out. Zeroed before its first use, to clear after success and failure alike. */
typedef struct {
    ovf_zones zones;
    ovf_totals totals;
    ovf_digest digest;
    const char *directory; /* where it is, without passwords; NULL: standard output */
    bool in_database;      /* that is a database, and its tables are the results */
    bool judged;           /* by rules */
    bool has_statistics;   /* there is a statistics.csv, or such a table */
    bool was_complete;     /* a resumed shard was there already, and nothing was done */
} ovf_batch_report;

/* Errors: those of reading, analysing and writing; OVF_ERROR_USAGE (options that do not go
 * together; inputs, options or program are not those of the interrupted run), OVF_ERROR_STOPPED (by
 * `watch`). The sentence says what is kept and how to go on. */
ovf_status ovf_batch_run(const ovf_batch_options *options, ovf_batch_report *report,
                         ovf_error *error);

/* Puts the parts of a sharded batch together into what one run would have written. All parts must
 * be there, in any order, made by the same program from the same inputs with the same options. The
 * files they were made from must still be where they were, under the same names: the zones are read
 * again. Errors: OVF_ERROR_INPUT (a part is missing, doubled, incomplete or of another batch, and
 * named; a file has changed since; an id is in two parts), OVF_ERROR_USAGE, OVF_ERROR_IO,
 * OVF_ERROR_MEMORY. */
ovf_status ovf_batch_merge(const char *const *parts, size_t count, const char *directory,
                           bool replace, ovf_batch_report *report, ovf_error *error);

void ovf_batch_report_clear(ovf_batch_report *report);

#ifdef __cplusplus
}
#endif
#endif
