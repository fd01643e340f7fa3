/* Tests: tests/unit/test_text.c tests/cli/hostile.py */
#include "base/harmless.h"

size_t ovf_harmful_length(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;
    if (c[0] == '\0') return 0;
    if (c[0] < 0x20 || c[0] == 0x7F) return 1;
    if (c[0] == 0xC2) return c[1] >= 0x80 && c[1] <= 0x9F ? 2 : 0; /* U+0080 … U+009F */
    if (c[0] == 0xD8) return c[1] == 0x9C ? 2 : 0;                 /* U+061C */
    if (c[0] != 0xE2) return 0;
    if (c[1] == 0x80 && c[2] >= 0x8E && c[2] <= 0x8F) return 3;  /* U+200E, U+200F */
    if (c[1] == 0x80 && c[2] >= 0xA8 && c[2] <= 0xAE) return 3;  /* U+2028 … U+202E */
    return c[1] == 0x81 && c[2] >= 0xA6 && c[2] <= 0xA9 ? 3 : 0; /* U+2066 … U+2069 */
}
