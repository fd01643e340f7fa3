/* The ids seen so far, each as a hash of 96 bits and the number of its bearer: 16 bytes an id, in
 * tables that are between 7/16 and 7/8 full. Two different ids among n are taken for one with a
 * probability of n²/2^97: 1e-11 for a billion. */
#ifndef OVF_INPUT_FLIGHTS_IDS_H
#define OVF_INPUT_FLIGHTS_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "overflight/error.h"

#define OVF_IDS_NONE SIZE_MAX
/* So many that the one which grows, and needs twice the room meanwhile, is a small part of all. */
#define OVF_IDS_TABLES 64

typedef struct {
    uint32_t hash[3];
    uint32_t bearer; /* the number + 1; 0: free */
} ovf_id_entry;

/* Zeroed before its first use. */
typedef struct {
    struct ovf_id_table {
        ovf_id_entry *entries;
        size_t capacity; /* a power of two */
        size_t count;
    } tables[OVF_IDS_TABLES];
} ovf_ids;

/* The hash of an id, of which the first 96 bits are used. The same on every machine. */
void ovf_ids_hash(const char *id, size_t length, uint64_t hash[2]);

/* Adds an id. *earlier is the number of the feature that has it already (nothing is added then) or
 * OVF_IDS_NONE. Numbers up to 2^32 - 2. Errors: OVF_ERROR_INPUT (number too high),
 * OVF_ERROR_MEMORY. */
ovf_status ovf_ids_add(ovf_ids *ids, const uint64_t hash[2], uint64_t number, size_t *earlier,
                       ovf_error *error);
bool ovf_ids_have(const ovf_ids *ids, const uint64_t hash[2]);
void ovf_ids_clear(ovf_ids *ids);

#endif
