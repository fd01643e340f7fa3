/* What concerns the whole input and not one feature: ids must differ, and each file must have a
 * route. Kept in input order, by one thread. */
#ifndef OVF_INPUT_FLIGHTS_LEDGER_H
#define OVF_INPUT_FLIGHTS_LEDGER_H

#include "input/flights/route_stream.h"

typedef struct ovf_ledger ovf_ledger;

/* The stream, which must outlive it, tells how many features there are before a part, for the
 * numbers in messages. */
ovf_status ovf_ledger_new(const ovf_route_stream *stream, ovf_ledger **ledger, ovf_error *error);
void ovf_ledger_free(ovf_ledger *ledger);

/* A feature of the file has (or has not) the geometry of a route. */
void ovf_ledger_matching(ovf_ledger *ledger, size_t file);
/* Enters a route. Where its id is already another's, *doubled is true, nothing is entered, and the
 * error's message says of whom, naming neither the file nor the feature in hand. The label is that
 * of the layer in hand, `number` counts in it, from 1. */
ovf_status ovf_ledger_enter(ovf_ledger *ledger, const char *label, uint64_t number,
                            uint64_t ordinal, const char *id, const uint64_t hash[2], bool *doubled,
                            ovf_error *error);

/* How many features with the geometry of a route each file had so far: file_count of them. */
const uint64_t *ovf_ledger_counts(const ovf_ledger *ledger);
/* OVF_ERROR_INPUT when the file had none. */
ovf_status ovf_ledger_check(const ovf_ledger *ledger, size_t file, ovf_error *error);
/* OVF_ERROR_INPUT: "FILE: has no flight: …". */
ovf_status ovf_fail_no_flight(const char *file, ovf_error *error);
/* What is wrong with a feature, which is called by its title or number (#7), or with the file. */
ovf_status ovf_fail_feature(ovf_error *error, ovf_remedy remedy, const char *file,
                            const char *title, const char *reason);
/* Where `count` flights and files were refused and none is left: the error of the first of them, by
 * itself where it is the only one. */
ovf_status ovf_fail_all_refused(const ovf_error *first, uint64_t count, ovf_error *error);

/* ---- to go on with a ledger ---- */

/* Routes entered since the last call, for a file: OVF_LEDGER_ENTRY bytes each, the same on every
 * machine. The bytes belong to the ledger. */
#define OVF_LEDGER_ENTRY 16 /* 12 bytes of the hash, 4 of the ordinal */
void ovf_ledger_read_entry(const unsigned char *entry, uint64_t hash[2], uint64_t *ordinal);
void ovf_ledger_take(ovf_ledger *ledger, const unsigned char **entries, size_t *count);
/* Layers that have been entered: an array of [label, first ordinal], as JSON text; to free. NULL
 * when memory is out. */
char *ovf_ledger_layers(const ovf_ledger *ledger);
/* Puts back what an earlier run has kept. */
ovf_status ovf_ledger_restore_layers(ovf_ledger *ledger, const char *layers, ovf_error *error);
void ovf_ledger_restore_counts(ovf_ledger *ledger, const uint64_t *counts);
ovf_status ovf_ledger_restore(ovf_ledger *ledger, const unsigned char *entries, size_t count,
                              ovf_error *error);

#endif
