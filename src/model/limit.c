/* Floors and ceilings: one height, or the higher or the lower of two. */
#include "overflight/volume.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "model/height.h"

#define FOOT_M 0.3048
#define LONGEST 160

ovf_limit ovf_limit_of_height(ovf_height height)
{
    return (ovf_limit){.heights = {height}, .count = isfinite(height.metres) ? 1 : 0};
}

/* ---- reading ---- */

/* What a word of a pair of heights says. */
typedef enum { NO_WORD, HIGHER, LOWER, BETWEEN, FILLER } meaning;

static const struct {
    const char *word;
    meaning meaning;
} words[] = {
    {"higher", HIGHER}, {"highest", HIGHER}, {"greater", HIGHER},   {"greatest", HIGHER},
    {"max", HIGHER},    {"maximum", HIGHER}, {"lower", LOWER},      {"lowest", LOWER},
    {"lesser", LOWER},  {"least", LOWER},    {"min", LOWER},        {"minimum", LOWER},
    {"or", BETWEEN},    {"and", BETWEEN},    {"whichever", FILLER}, {"is", FILLER},
    {"the", FILLER},    {"of", FILLER},      {"whatever", FILLER},
};

typedef struct {
    char heights[2][LONGEST];
    size_t count; /* of the heights begun */
    bool closed;  /* the second has ended */
    bool higher, lower;
} pair;

static meaning meaning_of(const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].word) == length && strncasecmp(words[i].word, word, length) == 0)
            return words[i].meaning;
    return NO_WORD;
}

/* Adds a word or a sign to the height in hand; false where there is no room. */
static bool add(pair *in, const char *text, size_t length)
{
    if (in->count == 0) in->count = 1;
    char *height = in->heights[in->count - 1];
    size_t used = strlen(height);
    if (used + length + 2 > LONGEST) return false;
    if (used > 0) height[used++] = ' ';
    memcpy(height + used, text, length);
    height[used + length] = '\0';
    return true;
}

static bool next_height(pair *in)
{
    if (in->count != 1 || in->heights[0][0] == '\0') return false;
    in->count = 2;
    return true;
}

/* Signs stand between heights, but for brackets, which say nothing. */
static bool take_sign(pair *in, char sign)
{
    if (sign == '(' || sign == ')') return true;
    if (sign != '/' && sign != ',' && sign != ';' && sign != '|') return false;
    /* "1000 ft AGL or 3000 ft MSL, whichever is higher" */
    return in->count == 2 || next_height(in);
}

/* Takes the text apart; false where it is no pair. */
static bool take_apart(const char *text, pair *in)
{
    while (*text != '\0') {
        size_t length = strcspn(text, " \t(),;/|");
        if (length == 0) {
            if (*text != ' ' && *text != '\t' && !take_sign(in, *text)) return false;
            text++;
            continue;
        }
        switch (meaning_of(text, length)) {
        case HIGHER: in->higher = true; break;
        case LOWER: in->lower = true; break;
        case BETWEEN:
            if (!next_height(in)) return false;
            break;
        case FILLER: break;
        case NO_WORD:
            if (!add(in, text, length)) return false;
            break;
        }
        text += length;
    }
    return in->count == 2 && in->higher != in->lower && in->heights[1][0] != '\0';
}

/* The ground is lower than all, what is without end higher than all. */
static ovf_limit limit_of_pair(ovf_height a, ovf_height b, bool lower)
{
    bool same = a.reference == b.reference;
    if (isinf(a.metres) || isinf(b.metres) || same) {
        bool first = isinf(a.metres) ? (a.metres < 0) == lower : (a.metres < b.metres) == lower;
        if (!isinf(a.metres) && isinf(b.metres)) first = (b.metres < 0) != lower;
        return ovf_limit_of_height(first ? a : b);
    }
    return (ovf_limit){.heights = {a, b}, .count = 2, .lower = lower};
}

bool ovf_limit_parse_in(const char *text, double unit_m, ovf_limit *limit)
{
    ovf_height one, other;
    pair in = {0};
    if (ovf_height_parse_in(text, unit_m, &one)) {
        *limit = ovf_limit_of_height(one);
        return true;
    }
    if (!take_apart(text, &in) || !ovf_height_parse_in(in.heights[0], unit_m, &one) ||
        !ovf_height_parse_in(in.heights[1], unit_m, &other))
        return false;
    *limit = limit_of_pair(one, other, in.lower);
    return true;
}

bool ovf_limit_parse(const char *text, ovf_limit *limit)
{
    return ovf_limit_parse_in(text, 1, limit);
}

/* ---- writing ---- */

static void format_height(const ovf_height *height, char *text, size_t size)
{
    double feet = height->metres / FOOT_M, whole = round(feet);
    bool is_whole = fabs(feet - whole) < 1e-6;
    if (height->reference == OVF_HEIGHT_STD && is_whole && fmod(whole, 100) == 0 && whole >= 0)
        snprintf(text, size, "FL%.0f", whole / 100);
    else if (is_whole)
        snprintf(text, size, "%.0f ft %s", whole, ovf_height_reference_name(height->reference));
    else
        snprintf(text, size, "%.10g m %s", height->metres,
                 ovf_height_reference_name(height->reference));
}

void ovf_limit_format(const ovf_limit *limit, char text[OVF_LIMIT_TEXT])
{
    char heights[2][OVF_LIMIT_TEXT / 3];
    *text = '\0';
    for (size_t i = 0; i < limit->count; i++)
        format_height(&limit->heights[i], heights[i], sizeof heights[i]);
    if (limit->unknown) strcpy(text, "unknown");
    else if (limit->count == 1) strcpy(text, heights[0]);
    else if (limit->count == 2)
        snprintf(text, OVF_LIMIT_TEXT, "the %s of %s and %s", limit->lower ? "lower" : "higher",
                 heights[0], heights[1]);
}
