/* How like two words are, to guess what was meant. */
#ifndef OVF_BASE_LIKENESS_H
#define OVF_BASE_LIKENESS_H

#include <stddef.h>

/* Letters to insert, delete, change or swap with their neighbour to make the one of the other
 * (optimal string alignment: G. Navarro, "A guided tour to approximate string matching", ACM
 * Computing Surveys 33, 2001). Capitals of ASCII do not matter. SIZE_MAX for words of more than 64
 * bytes. */
size_t ovf_edit_distance(const char *a, const char *b);

/* The one of `words` (ends with NULL) that `word` was probably meant to be, or the beginning of;
 * NULL if none is like it. */
const char *ovf_nearest_word(const char *word, const char *const *words);

#endif
