#include "input/zones/notes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/text.h"

void ovf_zone_note_add(ovf_zone_notes *notes, ovf_remedy remedy, const char *format, ...)
{
    char text[800];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    char *copy = ovf_text_copy(text);
    if (copy == NULL || !ovf_array_reserve(&notes->items, &notes->capacity, notes->count + 1,
                                           sizeof *notes->items)) {
        free(copy);
        notes->failed = true;
        return;
    }
    notes->items[notes->count++] = (struct ovf_zone_note){copy, remedy};
}

void ovf_zone_notes_cut(ovf_zone_notes *notes, size_t count)
{
    while (notes->count > count) free(notes->items[--notes->count].text);
}

void ovf_zone_notes_clear(ovf_zone_notes *notes)
{
    ovf_zone_notes_cut(notes, 0);
    free(notes->items);
    *notes = (ovf_zone_notes){0};
}

void ovf_zone_area_words(double m2, char words[40])
{
    if (m2 >= 1e6) snprintf(words, 40, "%.1f km²", m2 / 1e6);
    else if (m2 >= 10) snprintf(words, 40, "%.0f m²", m2);
    else if (m2 >= 1e-4) snprintf(words, 40, "%.2g m²", m2);
    else snprintf(words, 40, "less than 1 cm²");
}
