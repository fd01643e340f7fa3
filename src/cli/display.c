#include "cli/display.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/harmless.h"

typedef struct {
    uint32_t first, last;
} code_range;

/* Unicode 15, the blocks that matter for names of places and flights; sorted. */
static const code_range no_width[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},
    {0x064B, 0x065F}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x200B, 0x200D}, {0x20D0, 0x20FF}, {0x3099, 0x309A},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
};
static const code_range double_width[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},   {0xA960, 0xA97C},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

static bool in_ranges(uint32_t code, const code_range *ranges, size_t count)
{
    for (size_t i = 0; i < count && code >= ranges[i].first; i++)
        if (code <= ranges[i].last) return true;
    return false;
}
#define IN(code, ranges) in_ranges(code, ranges, sizeof ranges / sizeof *ranges)

/* Bytes of the character at `text` and its code; 0 bytes where it is no UTF-8 (RFC 3629: no
 * overlong forms, no surrogates). */
static size_t decode(const char *text, uint32_t *code)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t length = 0;
    if (bytes[0] < 0x80) length = 1;
    else if (bytes[0] >= 0xC2 && bytes[0] < 0xF5)
        length = bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;
    if (length < 2) {
        *code = bytes[0];
        return length;
    }
    *code = bytes[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) return 0; /* also at the end of the text */
        *code = *code << 6 | (bytes[i] & 0x3Fu);
    }
    if ((length == 3 && *code < 0x800) || (length == 4 && *code < 0x10000) || *code > 0x10FFFF ||
        (*code >= 0xD800 && *code <= 0xDFFF))
        return 0;
    return length;
}

static const char replacement[] = "\xEF\xBF\xBD";

/* Bytes that may be shown as they are. */
static size_t clean_length(const char *text)
{
    size_t length = 0, bytes;
    uint32_t code;
    while (text[length] != '\0' && (bytes = decode(text + length, &code)) > 0 &&
           ovf_harmful_length(text + length) == 0)
        length += bytes;
    return length;
}

/* What is shown instead of what comes then, which is passed over. */
static const char *take_other(const char **text)
{
    uint32_t code;
    size_t bytes = decode(*text, &code);
    *text += bytes == 0 ? 1 : bytes;
    return bytes == 0 ? replacement : " ";
}

char *cli_display_clean(const char *text)
{
    size_t length = strlen(text);
    if (length > (SIZE_MAX - 1) / 3) return NULL;
    char *clean = malloc(length * 3 + 1), *end = clean;
    if (clean == NULL) return NULL;
    for (*end = '\0'; *text != '\0';) {
        size_t good = clean_length(text);
        memcpy(end, text, good);
        end += good;
        text += good;
        if (*text != '\0') end = stpcpy(end, take_other(&text));
    }
    *end = '\0';
    return clean;
}

void cli_display_print(FILE *stream, const char *text)
{
    while (*text != '\0') {
        size_t good = clean_length(text);
        fwrite(text, 1, good, stream);
        text += good;
        if (*text != '\0') fputs(take_other(&text), stream);
    }
}

size_t cli_display_fit(const char *text, size_t width, size_t *taken)
{
    size_t offset = 0;
    *taken = 0;
    while (text[offset] != '\0') {
        uint32_t code;
        size_t bytes = decode(text + offset, &code);
        size_t cells = bytes == 0 ? 1 : IN(code, no_width) ? 0 : IN(code, double_width) ? 2 : 1;
        if (*taken + cells > width) break;
        *taken += cells;
        offset += bytes == 0 ? 1 : bytes;
    }
    return offset;
}

size_t cli_display_width(const char *text)
{
    size_t width;
    cli_display_fit(text, SIZE_MAX, &width);
    return width;
}
