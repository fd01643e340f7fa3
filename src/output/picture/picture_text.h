/* Texts of strangers made fit to be drawn, shortened to a width, and broken into lines. How wide a
 * text is is asked of the one who draws it. */
#ifndef OVF_OUTPUT_PICTURE_PICTURE_TEXT_H
#define OVF_OUTPUT_PICTURE_PICTURE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#define OVF_PICTURE_TEXT 256
#define OVF_LENGTH_TEXT 48

typedef double (*ovf_text_width)(const void *context, const char *text);

/* Copies as much as fits: control characters become blanks, bytes that are not UTF-8 U+FFFD, and
 * what is too long ends with "…". */
void ovf_picture_clean(const char *text, char *clean, size_t size);
/* Cuts a clean text, so that it ends with "…" and is no wider. Empty where not even that fits. */
void ovf_picture_fit(char text[OVF_PICTURE_TEXT], double width, ovf_text_width measure,
                     const void *context);
/* Takes the next line off a clean text: copies it, and returns where the following one begins;
 * NULL: that was the last. Broken at blanks, or anywhere in a word that is wider than a line. */
const char *ovf_picture_line(const char *text, double width, ovf_text_width measure,
                             const void *context, char line[OVF_PICTURE_TEXT]);

/* A length as people say it: "38 m", "1.4 km", "3,534 km"; what is above zero is never 0. */
void ovf_length_text(double metres, char text[OVF_LENGTH_TEXT]);

#endif
