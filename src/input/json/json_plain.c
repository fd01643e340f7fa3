#include "input/json/json_plain.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* Whether there is anything in the text that needs a closer look than digits and plain words. In
 * steps that compilers do at once. */
static bool has_special(const char *text, size_t length)
{
    enum { STEP = 32 };
    size_t i = 0;
    unsigned char found = 0;
    for (; length - i >= STEP && found == 0; i += STEP) {
        for (size_t k = 0; k < STEP; k++) {
            unsigned char c = (unsigned char)text[i + k];
            found |= (unsigned char)((c >= 0x80) | (c == '\\') | (c == '\v') | (c == '\f'));
        }
    }
    for (; i < length && found == 0; i++) {
        unsigned char c = (unsigned char)text[i];
        found = c >= 0x80 || c == '\\' || c == '\v' || c == '\f';
    }
    return found != 0;
}

#define NONE ULONG_MAX

/* The four digits behind \u; NONE where they are none. */
static unsigned long code_at(const char *text, const char *end)
{
    char digits[5] = "";
    if (end - text > 4) memcpy(digits, text, 4);
    return strspn(digits, "0123456789abcdefABCDEF") == 4 ? strtoul(digits, NULL, 16) : NONE;
}

bool ovf_json_is_plain(const char *text, size_t length)
{
    if (!has_special(text, length)) return true;
    const char *end = text + length;
    size_t step;
    for (const char *at = text; at < end; at += step) {
        step = ovf_utf8_length(at);
        if (step == 0 || *at == '\v' || *at == '\f') return false;
        if (*at != '\\') continue;
        step = 2;
        if (end - at < 3 || at[1] != 'u') continue;
        unsigned long code = code_at(at + 2, end);
        if (code == NONE || (code >= 0xDC00 && code < 0xE000)) return false;
        if (code < 0xD800 || code >= 0xDC00) continue;
        step = 12;
        if (end - at < 12 || at[6] != '\\' || at[7] != 'u') return false;
        code = code_at(at + 8, end);
        if (code < 0xDC00 || code >= 0xE000) return false;
    }
    return true;
}
