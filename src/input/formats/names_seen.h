/* How often each name has come up in a file: 24 bytes a name. */
#ifndef OVF_INPUT_FORMATS_NAMES_SEEN_H
#define OVF_INPUT_FORMATS_NAMES_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Zeroed before its first use. */
typedef struct {
    struct ovf_name_seen {
        uint64_t hash[2];
        size_t times; /* 0: a free place */
    } * items;
    size_t count, capacity;
} ovf_names_seen;

/* *times is 0 for the first of a name, 2 for the second, and so on. False when memory is out. */
bool ovf_names_seen_count(ovf_names_seen *seen, const ovf_text *name, size_t *times);
void ovf_names_seen_clear(ovf_names_seen *seen);

#endif
