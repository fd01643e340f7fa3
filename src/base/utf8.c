#include "base/utf8.h"

size_t ovf_utf8_length(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;
    if (c[0] < 0x80) return 1;
    /* The second byte's range depends on the first; NUL is in no range, so nothing is read beyond
     * the end. */
    unsigned char low = 0x80, high = 0xBF;
    size_t length;
    if (c[0] >= 0xC2 && c[0] <= 0xDF) {
        length = 2;
    } else if (c[0] >= 0xE0 && c[0] <= 0xEF) {
        length = 3;
        if (c[0] == 0xE0) low = 0xA0;
        if (c[0] == 0xED) high = 0x9F;
    } else if (c[0] >= 0xF0 && c[0] <= 0xF4) {
        length = 4;
        if (c[0] == 0xF0) low = 0x90;
        if (c[0] == 0xF4) high = 0x8F;
    } else {
        return 0;
    }
    if (c[1] < low || c[1] > high) return 0;
    for (size_t i = 2; i < length; i++)
        if (c[i] < 0x80 || c[i] > 0xBF) return 0;
    return length;
}

bool ovf_is_utf8(const char *text)
{
    while (*text != '\0') {
        const size_t length = (signed char)*text >= 0 ? 1 : ovf_utf8_length(text);
        if (length == 0) return false;
        text += length;
    }
    return true;
}
