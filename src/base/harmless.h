/* Characters of strangers' texts that steer what shows them: a terminal, a title, a reader of XML.
 * Every border to such a place asks here. */
#ifndef OVF_BASE_HARMLESS_H
#define OVF_BASE_HARMLESS_H

#include <stddef.h>

/* Bytes of the character that a NUL-terminated UTF-8 text begins with, where it is one of those: a
 * control of ASCII or Latin-1, a separator of lines, or a mark that turns the direction of writing,
 * by which a name could show itself backwards. 0: it is none, or the text is at its end. */
size_t ovf_harmful_length(const char *text);

#endif
