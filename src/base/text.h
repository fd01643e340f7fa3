/* Texts that grow, and texts made fit for a message. */
#ifndef OVF_BASE_TEXT_H
#define OVF_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* A growing text, zeroed before its first use. `text` is NULL or ends with NUL after `length`
 * bytes. */
typedef struct {
    char *text;
    size_t length, capacity;
} ovf_text;

/* Both keep what is there and are false when memory is out. */
bool ovf_text_add(ovf_text *text, const char *bytes, size_t length);
bool ovf_text_add_string(ovf_text *text, const char *string);

/* Empties it but keeps its memory. */
void ovf_text_reset(ovf_text *text);
void ovf_text_clear(ovf_text *text);

/* Copies at most size - 1 bytes of a UTF-8 text for use in a one-line message: characters that
 * steer what shows them (harmless.h) become blanks, and a text that is too long is cut between
 * characters and ends with "…". */
void ovf_text_shorten(const char *text, char *shortened, size_t size);

/* The shortest of %.15g, %.16g and %.17g that reads back as the same number. */
void ovf_text_number(double value, char text[32]);

#endif
