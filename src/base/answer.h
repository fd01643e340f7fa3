/* Texts that mean yes or no. */
#ifndef OVF_BASE_ANSWER_H
#define OVF_BASE_ANSWER_H

#include <stdbool.h>

/* Reads true, yes, y, t, on, 1 and false, no, n, f, off, 0, in any case and with blanks around.
 * False where the text is anything else; *yes is unchanged then. */
bool ovf_answer_parse(const char *text, bool *yes);

#endif
