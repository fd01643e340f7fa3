/* Growing an array with checked sizes. */
#ifndef OVF_BASE_ARRAY_H
#define OVF_BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

/* Makes room for at least `wanted` items of `size` bytes in the array that *items points to. The
 * items stay. False when the size overflows or memory is out: nothing has changed then. */
bool ovf_array_reserve(void *items, size_t *capacity, size_t wanted, size_t size);

/* count * size, zeroed; NULL on overflow or when memory is out. A count of 0 gives a pointer to
 * free. */
void *ovf_array_new(size_t count, size_t size);

/* A copy of a text to free; NULL when memory is out. */
char *ovf_text_copy(const char *text);
/* FOLDER/NAME, likewise. */
char *ovf_text_path(const char *folder, const char *name);
/* Frees a text that a struct shows as constant but owns. Takes NULL. */
void ovf_text_free(const char *text);

#endif
