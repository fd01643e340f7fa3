/* Heights as sources write them. */
#include "model/height.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/number.h"

#define FOOT_M 0.3048

static const char *const references[] = {"MSL", "AGL", "STD", "HAE", "unknown"};

static bool find_word(const char *const *words, size_t count, const char *word, size_t *index)
{
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(words[i], word) != 0) continue;
        *index = i;
        return true;
    }
    return false;
}

const char *ovf_height_reference_name(ovf_height_reference reference)
{
    return references[reference];
}

bool ovf_height_reference_parse(const char *name, ovf_height_reference *reference)
{
    size_t index;
    if (strcasecmp(name, "FL") == 0) {
        *reference = OVF_HEIGHT_STD;
        return true;
    }
    if (!find_word(references, 4, name, &index)) return false;
    *reference = (ovf_height_reference)index;
    return true;
}

/* ---- heights ---- */

#define LONGEST_WORD 12

/* Words of letters, as sources have them: AIXM, OpenAir, openAIP, the FAA's files. */
static const char *const grounds[] = {"SFC", "GND", "SURFACE", "GROUND"};
static const char *const unlimited[] = {"UNL", "UNLIM", "UNLTD", "UNLIMITED"};
static const struct {
    const char *word;
    double metres;
} units[] = {{"FT", FOOT_M}, {"FEET", FOOT_M}, {"F", FOOT_M}, {"M", 1},
             {"METRES", 1},  {"METERS", 1},    {"METRE", 1},  {"METER", 1}};
static const struct {
    const char *word;
    ovf_height_reference reference;
} references_of_heights[] = {{"AGL", OVF_HEIGHT_AGL},     {"GND", OVF_HEIGHT_AGL},
                             {"SFC", OVF_HEIGHT_AGL},     {"ASFC", OVF_HEIGHT_AGL},
                             {"SURFACE", OVF_HEIGHT_AGL}, {"MSL", OVF_HEIGHT_MSL},
                             {"AMSL", OVF_HEIGHT_MSL},    {"ASL", OVF_HEIGHT_MSL},
                             {"STD", OVF_HEIGHT_STD},     {"HAE", OVF_HEIGHT_ELLIPSOID}};

static const char *skip_blanks(const char *text)
{
    while (*text == ' ' || *text == '\t') text++;
    return text;
}

/* The letters that the text begins with, and past them and blanks; empty where there are none or
 * too many. */
static const char *take_word(const char *text, char word[LONGEST_WORD])
{
    size_t length = 0;
    while (ovf_is_letter(text[length])) length++;
    word[0] = '\0';
    if (length >= LONGEST_WORD) return text;
    memcpy(word, text, length);
    word[length] = '\0';
    return skip_blanks(text + length);
}

static bool find_unit(const char *word, size_t length, double *metres)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strlen(units[i].word) != length || strncasecmp(word, units[i].word, length) != 0)
            continue;
        *metres = units[i].metres;
        return true;
    }
    return false;
}

static bool find_reference(const char *word, ovf_height_reference *reference)
{
    for (size_t i = 0; i < sizeof references_of_heights / sizeof *references_of_heights; i++) {
        if (strcasecmp(word, references_of_heights[i].word) != 0) continue;
        *reference = references_of_heights[i].reference;
        return true;
    }
    return false;
}

/* A unit, or a reference, or the one before the other: "ft", "MSL", "ftMSL". */
static bool take_unit(const char *word, double *unit, bool *has_unit, ovf_height *height,
                      bool *has_reference)
{
    size_t length = strlen(word);
    if (find_reference(word, &height->reference)) {
        bool first = !*has_reference;
        *has_reference = true;
        return first;
    }
    if (*has_unit || *has_reference) return false;
    *has_unit = true;
    if (find_unit(word, length, unit)) return true;
    for (size_t i = 1; i < length; i++)
        if (find_unit(word, i, unit) && find_reference(word + i, &height->reference))
            return *has_reference = true;
    return false;
}

/* The number that the text begins with, and past it and blanks. Unlike JSON's it may have a sign
 * of plus and zeros before it, as in FL065. NULL where there is none. */
static const char *take_number(const char *text, double *number)
{
    bool minus = *text == '-';
    if (*text == '-' || *text == '+') text++;
    while (text[0] == '0' && ovf_is_digit(text[1])) text++;
    if (!ovf_is_digit(*text)) return NULL;
    const char *end = ovf_number_read(text, text + strlen(text), number);
    if (end == NULL || !isfinite(*number)) return NULL;
    if (minus) *number = -*number;
    return skip_blanks(end);
}

/* "F095", as ICAO's flight plans have it. */
static bool is_level(const char *text)
{
    size_t digits = 0;
    while (ovf_is_digit(text[digits])) digits++;
    return digits == 3 && *skip_blanks(text + digits) == '\0';
}

bool ovf_height_parse_in(const char *text, double unit_m, ovf_height *height)
{
    ovf_height read = {0, OVF_HEIGHT_MSL};
    char word[LONGEST_WORD];
    size_t index;
    text = skip_blanks(text);
    const char *rest = take_word(text, word);
    bool level = strcasecmp(word, "FL") == 0 || (strcasecmp(word, "F") == 0 && is_level(rest));
    if (word[0] != '\0' && !level) {
        if (*rest != '\0') return false;
        if (find_word(grounds, sizeof grounds / sizeof *grounds, word, &index))
            read = (ovf_height){-INFINITY, OVF_HEIGHT_AGL};
        else if (find_word(unlimited, sizeof unlimited / sizeof *unlimited, word, &index))
            read = (ovf_height){INFINITY, OVF_HEIGHT_MSL};
        else return false;
        *height = read;
        return true;
    }
    double unit = unit_m;
    bool has_unit = false, has_reference = false;
    text = take_number(level ? rest : text, &read.metres);
    while (text != NULL && *text != '\0') {
        text = take_word(text, word);
        if (!level && !has_unit && !has_reference && strcasecmp(word, "FL") == 0) {
            level = true;
            continue;
        }
        if (word[0] == '\0' || !take_unit(word, &unit, &has_unit, &read, &has_reference))
            return false;
    }
    if (text == NULL) return false;
    if (level && (has_unit || (has_reference && read.reference != OVF_HEIGHT_STD))) return false;
    read.metres *= level ? 100 * FOOT_M : unit;
    if (level) read.reference = OVF_HEIGHT_STD;
    *height = read;
    return true;
}

bool ovf_height_parse(const char *text, ovf_height *height)
{
    return ovf_height_parse_in(text, 1, height);
}
