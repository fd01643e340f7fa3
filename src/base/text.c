#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/harmless.h"

bool ovf_text_add(ovf_text *text, const char *bytes, size_t length)
{
    if (length >= SIZE_MAX - text->length) return false;
    if (!ovf_array_reserve(&text->text, &text->capacity, text->length + length + 1, 1))
        return false;
    if (length != 0) memcpy(text->text + text->length, bytes, length);
    text->length += length;
    text->text[text->length] = '\0';
    return true;
}

bool ovf_text_add_string(ovf_text *text, const char *string)
{
    return ovf_text_add(text, string, strlen(string));
}

void ovf_text_reset(ovf_text *text)
{
    text->length = 0;
    if (text->text != NULL) text->text[0] = '\0';
}

void ovf_text_clear(ovf_text *text)
{
    free(text->text);
    *text = (ovf_text){0};
}

void ovf_text_shorten(const char *text, char *shortened, size_t size)
{
    static const char dots[] = "…";
    size_t length = strlen(text), kept = length;
    if (size == 0) return;
    if (length >= size) {
        kept = size > sizeof dots ? size - sizeof dots : 0;
        /* Not through the middle of a character: bytes of the form 10xxxxxx continue one. */
        while (kept > 0 && ((unsigned char)text[kept] & 0xC0) == 0x80) kept--;
    }
    char *end = shortened;
    for (size_t i = 0; i < kept;) {
        size_t harmful = ovf_harmful_length(text + i);
        *end++ = harmful > 0 ? ' ' : text[i];
        i += harmful > 0 ? harmful : 1;
    }
    if (kept < length && size > sizeof dots) memcpy(end, dots, sizeof dots);
    else *end = '\0';
}

void ovf_text_number(double value, char text[32])
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, 32, "%.*g", digits, value);
        if (strtod(text, NULL) == value) return;
    }
}
