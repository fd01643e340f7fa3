/* A part of a sharded batch: a directory with rows, to be merged, and a statement of what it is. */
#ifndef OVF_BATCH_PART_H
#define OVF_BATCH_PART_H

#include <jansson.h>

#include "batch/input_notes.h"
#include "input/flights/ledger.h"
#include "output/writing.h"
#include "overflight/batch.h"

/* Completes the part: writes the statement, and puts it in its place. */
ovf_status ovf_part_close(const ovf_batch_options *options, const json_t *identity,
                          const ovf_input_notes *notes, ovf_output *output, ovf_ledger *ledger,
                          ovf_error *error);

/* Whether the part is there and complete; OVF_ERROR_USAGE if it is of another batch. */
ovf_status ovf_part_is_complete(const char *folder, const json_t *identity, bool *complete,
                                ovf_error *error);

/* A part that is read again, to merge it. Zeroed before its first use. */
typedef struct {
    const char *folder; /* the caller's */
    json_t *statement;
    const json_t *identity, *state; /* the statement's */
    uint64_t shard, shards;
} ovf_part;

/* Errors: OVF_ERROR_INPUT (there is no complete part; names it and says what there is instead),
 * OVF_ERROR_MEMORY. */
ovf_status ovf_part_open(ovf_part *part, const char *folder, ovf_error *error);
/* How many features with the geometry of a route the part had of the file with this index. */
uint64_t ovf_part_matching(const ovf_part *part, size_t file);
/* What was noted when its input was opened, which is the same for all parts: takes the place of
 * what `notes` has. Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_part_notes(const ovf_part *part, ovf_input_notes *notes, ovf_error *error);
void ovf_part_clear(ovf_part *part);

#endif
