#include "base/fold.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"

#define FIRST 0xC0
#define LAST 0x17F

/* The letters from U+00C0 to U+017F without their accents (the first character of their canonical
 * decomposition, Unicode 15, and by sight where there is none: ø, đ, ł, …): ? is no letter, * is
 * written with two. */
static const char plain[] = "aaaaaa*ceeeeiiiidnooooo?ouuuuy**aaaaaa*ceeeeiiii"
                            "dnooooo?ouuuuy*yaaaaaaccccccccddddeeeeeeeeeegggg"
                            "gggghhhhiiiiiiiiii**jjkkkllllllllllnnnnnnnnnoooo"
                            "oo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
_Static_assert(sizeof plain == LAST - FIRST + 2, "one for each letter");

typedef struct {
    uint32_t letter;
    char text[3];
} pair;

static const pair two_letters[] = {{0xC6, "ae"},  {0xDE, "th"},  {0xDF, "ss"},
                                   {0xE6, "ae"},  {0xFE, "th"},  {0x132, "ij"},
                                   {0x133, "ij"}, {0x152, "oe"}, {0x153, "oe"}};
static const pair spellings[] = {{0xC4, "ae"}, {0xC5, "aa"}, {0xD6, "oe"}, {0xD8, "oe"},
                                 {0xDC, "ue"}, {0xE4, "ae"}, {0xE5, "aa"}, {0xF6, "oe"},
                                 {0xF8, "oe"}, {0xFC, "ue"}};

static const char *find(const pair *pairs, size_t count, uint32_t letter)
{
    for (size_t i = 0; i < count; i++)
        if (pairs[i].letter == letter) return pairs[i].text;
    return NULL;
}

/* What a letter of two bytes is written as, in `one` where it is a single letter; NULL: as it is.
 */
static const char *fold_letter(uint32_t letter, bool spelled, char one[2])
{
    const char *text = spelled ? find(spellings, sizeof spellings / sizeof *spellings, letter)
                               : NULL;
    if (text == NULL) text = find(two_letters, sizeof two_letters / sizeof *two_letters, letter);
    if (text != NULL) return text;
    one[1] = '\0';
    if (letter >= FIRST && letter <= LAST) one[0] = plain[letter - FIRST];
    else if (letter == 0x218 || letter == 0x219) one[0] = 's';
    else if (letter == 0x21A || letter == 0x21B) one[0] = 't';
    else if (letter < FIRST || (letter >= 0x300 && letter <= 0x36F))
        one[0] = '?'; /* signs, and accents that follow their letter */
    else return NULL;
    if (one[0] == '?') one[0] = '\0';
    return one;
}

size_t ovf_fold(const char *text, size_t length, bool spelled, char folded[OVF_FOLD_SIZE])
{
    size_t count = 0;
    for (size_t i = 0, step; i < length; i += step) {
        unsigned char c = (unsigned char)text[i];
        char one[2] = {(char)c, '\0'};
        const char *written = one;
        step = 1;
        if (c >= 'A' && c <= 'Z') {
            one[0] = (char)(c - 'A' + 'a');
        } else if (c < 0x80 && !ovf_is_letter((char)c) && !ovf_is_digit((char)c)) {
            one[0] = '\0';
        } else if (c >= 0xC2 && c <= 0xDF && i + 1 < length) {
            step = 2;
            written = fold_letter((uint32_t)(c & 0x1F) << 6 | ((unsigned char)text[i + 1] & 0x3F),
                                  spelled, one);
            if (written == NULL) written = text + i;
        } else if (c == 0xE2 && i + 2 < length && (unsigned char)text[i + 1] == 0x80) {
            step = 3; /* dashes and quotation marks, U+2000 … U+203F */
            one[0] = '\0';
        }
        size_t size = written == text + i ? step : strlen(written);
        if (count + size >= OVF_FOLD_SIZE) {
            folded[0] = '\0';
            return 0;
        }
        memcpy(folded + count, written, size);
        count += size;
    }
    folded[count] = '\0';
    return count;
}
