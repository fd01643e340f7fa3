/* Batches: any number of routes on all cores, resumable, in shards, merged again.
 *
 * The routes are read, analysed and written block by block, so that memory does not grow with the input (but for twelve to twenty bytes a route, by which
 * doubled ids are noticed). What is written is the same, byte for byte, for any number of jobs, after any number of interruptions, and
 * when shards are merged.
 *
 * An interrupted run leaves .NAME.partial beside the directory it was to write, with a journal of what is complete; the same run with `resume` goes on from
 * there. A run that fails because of its input leaves nothing. */
#ifndef OVERFLIGHT_BATCH_H
#define OVERFLIGHT_BATCH_H

#include "overflight/input.h"
#include "overflight/output.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How far a batch is. */
typedef struct {
    uint64_t routes;   /* analysed, those of an earlier run among them */
    uint64_t resumed;  /* of them, by an earlier run */
    double fraction;   /* of the input that has been read, 0 … 1; NAN: unknown */
    double seconds;    /* since this run began */
} ovf_batch_progress;

/* A feature that was left out before the batch began: of a zone file. */
typedef struct {
    const char *file, *feature, *reason;
} ovf_rejection;

typedef struct {
    const ovf_zones *zones;
    const ovf_input_options *routes; /* how routes are read, NULL: as usual; its `reject` is not used */
    const ovf_analysis_options *analysis; /* NULL: the usual ones */
    ovf_output_options output;       /* its route_files are what is read; `resume` goes on where an interrupted run was, if there is one */
    bool to_stdout;                  /* write to standard output, not into a directory: one layer in one format that is text */
    bool skip_invalid;               /* leave bad features out and list them in rejected.csv; otherwise the first one is an error */
    const ovf_rejection *rejected;   /* those of zones, that come first in rejected.csv */
    size_t rejected_count;
    size_t jobs;                     /* threads; 0: one for each core */
    uint64_t shard, shards;          /* only part `shard`, 1 … shards, written into directory/part-K-of-N; 0, 0: everything */
    /* Called now and then, never by two threads at once; NULL: not wanted. When it returns true the batch stops: what is done so far is
     * kept for `resume`, and the status is OVF_ERROR_STOPPED. */
    bool (*watch)(void *context, const ovf_batch_progress *progress);
    /* Called for what is left out, for those who write to standard output; NULL: not wanted. */
    ovf_reject_function reject;
    void *context; /* for both */
} ovf_batch_options;

/* What came out. Zeroed before its first use. */
typedef struct {
    ovf_totals totals;
    ovf_digest digest;
    bool complete_before; /* a resumed shard had nothing left to do */
} ovf_batch_report;

/* Errors: those of reading, analysing and writing; OVF_ERROR_USAGE (options that do not go together; an interrupted run of other options, inputs or
 * program is there); OVF_ERROR_STOPPED. What the options point to must hold until it returns. */
ovf_status ovf_batch_run(const ovf_batch_options *options, ovf_batch_report *report, ovf_error *error);

/* Puts the parts of a sharded batch together: the same directory that one run would have written. All parts of one batch must be there, in any order,
 * with the same zones, options, inputs and program; `zones` and `output` are as in the batch, `output.directory` the new one. Errors: OVF_ERROR_INPUT
 * (a part is missing, doubled, incomplete, or of another batch: names it; ids that are in two parts). */
ovf_status ovf_batch_merge(const char *const *parts, size_t count, const ovf_batch_options *options, ovf_batch_report *report, ovf_error *error);

void ovf_batch_report_clear(ovf_batch_report *report);

#ifdef __cplusplus
}
#endif
#endif
