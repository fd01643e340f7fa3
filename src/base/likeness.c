#include "base/likeness.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

size_t ovf_edit_distance(const char *a, const char *b)
{
    enum { LONGEST = 64 };
    size_t rows[3][LONGEST + 1], length_a = strlen(a), length_b = strlen(b);
    if (length_a > LONGEST || length_b > LONGEST) return SIZE_MAX;
    for (size_t j = 0; j <= length_b; j++) rows[0][j] = j;
    for (size_t i = 1; i <= length_a; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= length_b; j++) {
            int here_a = tolower((unsigned char)a[i - 1]),
                here_b = tolower((unsigned char)b[j - 1]);
            row[j] = least(least(above[j] + 1, row[j - 1] + 1), above[j - 1] + (here_a != here_b));
            if (i > 1 && j > 1 && here_a == tolower((unsigned char)b[j - 2]) &&
                here_b == tolower((unsigned char)a[i - 2]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return rows[length_a % 3][length_b];
}

const char *ovf_nearest_word(const char *word, const char *const *words)
{
    const char *nearest = NULL;
    size_t length = strlen(word), best = length / 3 + 1;
    for (; *words != NULL; words++) {
        if (length > 1 && strncmp(word, *words, length) == 0) return *words;
        size_t distance = ovf_edit_distance(word, *words);
        if (distance < best || (distance == best && nearest == NULL)) {
            best = distance;
            nearest = *words;
        }
    }
    return nearest;
}
