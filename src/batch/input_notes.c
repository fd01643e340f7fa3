#include "batch/input_notes.h"

#include <stdlib.h>

#include "base/array.h"

static void free_note(const ovf_input_note *note)
{
    ovf_text_free(note->file);
    ovf_text_free(note->feature);
    ovf_text_free(note->note);
}

void ovf_input_notes_add(void *context, const char *file, const char *feature, const char *note,
                         ovf_remedy remedy)
{
    ovf_input_notes *notes = context;
    if (notes->tell != NULL) notes->tell(notes->context, file, feature, note, remedy);
    ovf_input_note kept = {ovf_text_copy(file), feature == NULL ? NULL : ovf_text_copy(feature),
                           ovf_text_copy(note)};
    if (kept.file == NULL || kept.note == NULL || (feature != NULL && kept.feature == NULL) ||
        !ovf_array_reserve(&notes->items, &notes->capacity, notes->count + 1,
                           sizeof *notes->items)) {
        free_note(&kept);
        notes->failed = true;
        return;
    }
    notes->items[notes->count++] = kept;
}

void ovf_input_notes_clear(ovf_input_notes *notes)
{
    for (size_t i = 0; i < notes->count; i++) free_note(&notes->items[i]);
    free(notes->items);
    *notes = (ovf_input_notes){0};
}
