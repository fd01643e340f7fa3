/* What formats of airspace that are lines of text share. */
#ifndef OVF_INPUT_AIRSPACE_TEXT_LINES_H
#define OVF_INPUT_AIRSPACE_TEXT_LINES_H

#include <stdbool.h>
#include <stddef.h>

/* A part of a text. */
typedef struct {
    const char *at, *end;
} ovf_span;

/* Without blanks around it. */
ovf_span ovf_span_trimmed(const char *at, const char *end);
/* Whether it begins with the word, whatever the capitals. */
bool ovf_span_begins(ovf_span span, const char *word);
/* The next line, without blanks around it; *at moves behind its end: \n, \r\n or \r. */
ovf_span ovf_next_line(const char **at, const char *end);

/* A floor or ceiling as a zone's attribute has it. Numbers without a unit are feet here: "100 Agl"
 * is "100 ft Agl", and "UNL FT" is "UNL". */
#define OVF_LEVEL_TEXT 160
void ovf_level_text(ovf_span value, char text[OVF_LEVEL_TEXT]);

#endif
