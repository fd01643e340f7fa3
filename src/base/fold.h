/* Names compared as people type them. */
#ifndef OVF_BASE_FOLD_H
#define OVF_BASE_FOLD_H

#include <stdbool.h>
#include <stddef.h>

/* Room for the folded form of any name that is worth comparing. */
#define OVF_FOLD_SIZE 128

/* Writes the letters and digits of a UTF-8 text, without accents and in lower case: "Søndre
 * Strømfjord" becomes "sondrestromfjord". Letters are those of Latin-1 and Latin Extended-A, with Ș
 * and Ț; others stay as they are. Where `spelled`, ä, ö, ø, ü and å become ae, oe, oe, ue and aa.
 * Returns the length; 0, and an empty text, where nothing is left or too much. */
size_t ovf_fold(const char *text, size_t length, bool spelled, char folded[OVF_FOLD_SIZE]);

#endif
