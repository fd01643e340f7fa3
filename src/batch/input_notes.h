/* The notes of reading, for summary.json, while the caller hears them too. */
#ifndef OVF_BATCH_INPUT_NOTES_H
#define OVF_BATCH_INPUT_NOTES_H

#include "overflight/input.h"
#include "overflight/output.h"

/* Zeroed before its first use, with the caller's function. */
typedef struct {
    ovf_note_function tell; /* NULL: nobody */
    void *context;
    ovf_input_note *items;
    size_t count, capacity;
    bool failed; /* memory was out */
} ovf_input_notes;

/* An ovf_note_function; the context is an ovf_input_notes. */
void ovf_input_notes_add(void *notes, const char *file, const char *feature, const char *note,
                         ovf_remedy remedy);
void ovf_input_notes_clear(ovf_input_notes *notes);

#endif
