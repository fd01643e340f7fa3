/* Texts that are told apart by a number: each has the number of its first coming. */
#ifndef OVF_INPUT_FORMATS_FIXES_WORDS_H
#define OVF_INPUT_FORMATS_FIXES_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

typedef struct {
    size_t begin; /* in the texts */
    uint32_t length, hash;
} ovf_word;

/* Zeroed before its first use. */
typedef struct {
    ovf_text texts; /* each with its NUL */
    ovf_word *words;
    uint32_t *places; /* a hash table of numbers + 1; 0: a free place */
    size_t count, capacity, place_count;
} ovf_words;

/* *number is that of the word, which is added where it is new. False when memory is out, or when
 * there are 2^32 - 1 of them. */
bool ovf_words_number(ovf_words *words, const char *text, size_t length, uint32_t *number);
const char *ovf_words_text(const ovf_words *words, uint32_t number);
void ovf_words_clear(ovf_words *words);

#endif
