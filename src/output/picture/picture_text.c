#include "output/picture/picture_text.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/grouped.h"
#include "base/harmless.h"
#include "base/utf8.h"

static const char dots[] = "…";

void ovf_picture_clean(const char *text, char *clean, size_t size)
{
    size_t used = 0, fits = 0; /* up to where dots fit behind it */
    while (*text != '\0') {
        size_t length = ovf_utf8_length(text), step = length > 0 ? length : 1;
        const char *put = length > 0 ? text : OVF_UTF8_REPLACEMENT;
        if (ovf_harmful_length(text) > 0) put = " ", length = 1;
        if (length == 0) length = sizeof OVF_UTF8_REPLACEMENT - 1;
        if (used + length >= size) {
            if (fits + sizeof dots <= size) memcpy(clean + fits, dots, sizeof dots);
            else clean[0] = '\0';
            return;
        }
        memcpy(clean + used, put, length);
        used += length;
        if (used + sizeof dots <= size) fits = used;
        text += step;
    }
    clean[used] = '\0';
}

/* Where the last character of the first `length` bytes begins. */
static size_t before(const char *text, size_t length)
{
    do length--;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80);
    return length;
}

void ovf_picture_fit(char text[OVF_PICTURE_TEXT], double width, ovf_text_width measure,
                     const void *context)
{
    if (measure(context, text) <= width) return;
    size_t length = strlen(text);
    while (length > 0) {
        length = before(text, length);
        if (length + sizeof dots > OVF_PICTURE_TEXT) continue;
        memcpy(text + length, dots, sizeof dots);
        if (length > 0 && measure(context, text) <= width) return;
    }
    text[0] = '\0';
}

const char *ovf_picture_line(const char *text, double width, ovf_text_width measure,
                             const void *context, char line[OVF_PICTURE_TEXT])
{
    size_t taken = 0;    /* that fit */
    size_t at_blank = 0; /* of these up to a blank */
    while (text[taken] != '\0') {
        size_t length = ovf_utf8_length(text + taken);
        if (length == 0) length = 1;
        if (taken + length >= OVF_PICTURE_TEXT) break;
        memcpy(line, text, taken + length);
        line[taken + length] = '\0';
        if (taken > 0 && text[taken] != ' ' && measure(context, line) > width) break;
        if (text[taken] == ' ') at_blank = taken;
        taken += length;
    }
    if (text[taken] != '\0' && at_blank > 0) taken = at_blank;
    line[taken] = '\0';
    text += taken;
    while (*text == ' ') text++;
    return *text != '\0' ? text : NULL;
}

void ovf_length_text(double metres, char text[OVF_LENGTH_TEXT])
{
    char grouped[OVF_GROUPED_TEXT];
    if (metres > 0 && metres < 0.95) snprintf(text, OVF_LENGTH_TEXT, "%.1g m", metres);
    else if (metres < 999.5) snprintf(text, OVF_LENGTH_TEXT, "%.0f m", metres);
    else if (metres < 99950) snprintf(text, OVF_LENGTH_TEXT, "%.1f km", metres / 1000);
    else {
        ovf_grouped((uint64_t)llround(fmin(metres, 1e15) / 1000), grouped);
        snprintf(text, OVF_LENGTH_TEXT, "%s km", grouped);
    }
}
