#include "input/airspace/text_lines.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "input/formats/values.h"

ovf_span ovf_span_trimmed(const char *at, const char *end)
{
    while (at < end && isspace((unsigned char)*at)) at++;
    while (end > at && isspace((unsigned char)end[-1])) end--;
    return (ovf_span){at, end};
}

bool ovf_span_begins(ovf_span span, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(span.end - span.at) >= length && strncasecmp(span.at, word, length) == 0;
}

ovf_span ovf_next_line(const char **at, const char *end)
{
    const char *begin = *at, *stop = begin;
    while (stop < end && *stop != '\n' && *stop != '\r') stop++;
    *at = stop;
    if (*at < end && **at == '\r') ++*at;
    if (*at < end && **at == '\n' && (*at == stop || *stop == '\r')) ++*at;
    return ovf_span_trimmed(begin, stop);
}

void ovf_level_text(ovf_span value, char text[OVF_LEVEL_TEXT])
{
    double number;
    const char *behind = ovf_decimal_read(value.at, value.end, &number);
    ovf_span rest = behind == NULL ? value : ovf_span_trimmed(behind, value.end);
    size_t letters = 0;
    while (rest.at + letters < rest.end && isalpha((unsigned char)rest.at[letters])) letters++;
    static const char *const units[] = {"F",      "FT",    "FEET",   "M", "METER",
                                        "METERS", "METRE", "METRES", "FL"};
    bool has_unit = behind == NULL;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        has_unit |= letters == strlen(units[i]) && strncasecmp(rest.at, units[i], letters) == 0;
    /* "9500ftMSL": the unit and the reference in one word. */
    has_unit |= letters > 2 && strncasecmp(rest.at, "FT", 2) == 0;
    if (!has_unit)
        snprintf(text, OVF_LEVEL_TEXT, "%.*s ft %.*s", (int)(behind - value.at), value.at,
                 (int)(rest.end - rest.at), rest.at);
    else snprintf(text, OVF_LEVEL_TEXT, "%.*s", (int)(value.end - value.at), value.at);
    if (strncasecmp(text, "UNL", 3) == 0) strcpy(text, "UNL"); /* "UNL FT" */
    ovf_span whole = ovf_span_trimmed(text, text + strlen(text));
    text[whole.end - text] = '\0';
}
