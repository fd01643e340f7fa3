/* What is to be said of the zone in hand, if it is taken. */
#ifndef OVF_INPUT_ZONES_NOTES_H
#define OVF_INPUT_ZONES_NOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Zeroed before its first use. */
typedef struct {
    struct ovf_zone_note {
        char *text;
        ovf_remedy remedy;
    } * items;
    size_t count, capacity;
    bool failed; /* memory was out */
} ovf_zone_notes;

void ovf_zone_note_add(ovf_zone_notes *notes, ovf_remedy remedy, const char *format, ...)
    OVF_PRINTF(3, 4);
/* Forgets those from `count` on. */
void ovf_zone_notes_cut(ovf_zone_notes *notes, size_t count);
void ovf_zone_notes_clear(ovf_zone_notes *notes);

/* An area in words: "0.25 m²", "1234.6 km²". */
void ovf_zone_area_words(double m2, char words[40]);

#endif
