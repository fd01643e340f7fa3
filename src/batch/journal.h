/* The journal of a batch: what is complete and on the disk, so that an interrupted run can be gone
 * on with. It lies in the staging directory, is replaced in one step, and is written only after
 * everything it speaks of has been synchronised. */
#ifndef OVF_BATCH_JOURNAL_H
#define OVF_BATCH_JOURNAL_H

#include <jansson.h>

#include "input/flights/ledger.h"
#include "output/writing.h"

/* What the run itself has counted, beside output and ledger. */
typedef struct {
    size_t checked;          /* files that are known to have a flight, or are listed as without */
    uint64_t refused;        /* flights and files that are no good */
    ovf_error first_refused; /* why the first of them is none */
} ovf_journal_counts;

typedef struct {
    ovf_output *output;
    ovf_ledger *ledger;
    const ovf_route_stream *stream;
    ovf_journal_counts *counts;
    json_t *identity;   /* of the batch and the part, for other runs to compare */
    double began, next; /* seconds of the monotonic clock: when the run began, and when the journal
                           is to be written again */
    bool kept;          /* there is a journal to go on from */
} ovf_journal;

/* The output must be open. Identity and counts stay the caller's. */
void ovf_journal_begin(ovf_journal *journal, ovf_output *output, ovf_ledger *ledger,
                       const ovf_route_stream *stream, ovf_journal_counts *counts,
                       json_t *identity);

/* Writes the journal when it is time: a short run has none, a long one every few seconds. `place`
 * is where the next block begins. */
ovf_status ovf_journal_tick(ovf_journal *journal, const ovf_route_place *place, ovf_error *error);
/* Writes it now. */
ovf_status ovf_journal_write(ovf_journal *journal, const ovf_route_place *place, ovf_error *error);

/* When the output has resumed: checks that the journal is of the same batch, and puts output,
 * ledger and counts back to where they were; *place is where to go on. Errors: OVF_ERROR_USAGE (it
 * is of another batch, or cannot be read), OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_journal_restore(ovf_journal *journal, ovf_route_place *place, ovf_error *error);

#endif
