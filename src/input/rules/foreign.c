#include "input/rules/foreign.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/answer.h"
#include "base/ascii.h"
#include "input/rules/names.h"
#include "overflight/restriction.h"

#define LONGEST 48

/* What words in a name say. */
enum {
    ABOUT_UPPER = 1 << 0,
    ABOUT_LOWER = 1 << 1,
    ABOUT_HEIGHT = 1 << 2,
    ABOUT_MOST = 1 << 3,
    ABOUT_LEAST = 1 << 4,
    ABOUT_DISTANCE = 1 << 5,
    ABOUT_LEVEL = 1 << 6, /* a unit that only heights have */
    ABOUT_EDGE = 1 << 7,  /* "top" and "base" alone may be of anything */
    ABOUT_LIMIT = 1 << 8,
    ABOUT_NOTHING = 0
};

static const struct {
    const char *word;
    unsigned about;
} words[] = {
    {"upper", ABOUT_UPPER},       {"ceiling", ABOUT_UPPER},     {"lower", ABOUT_LOWER},
    {"floor", ABOUT_LOWER},       {"altitude", ABOUT_HEIGHT},   {"alt", ABOUT_HEIGHT},
    {"height", ABOUT_HEIGHT},     {"hgt", ABOUT_HEIGHT},        {"flightlevel", ABOUT_HEIGHT},
    {"maximum", ABOUT_MOST},      {"max", ABOUT_MOST},          {"minimum", ABOUT_LEAST},
    {"min", ABOUT_LEAST},         {"distance", ABOUT_DISTANCE}, {"dist", ABOUT_DISTANCE},
    {"fl", ABOUT_LEVEL},          {"ft", ABOUT_LEVEL},          {"feet", ABOUT_LEVEL},
    {"msl", ABOUT_LEVEL},         {"amsl", ABOUT_LEVEL},        {"agl", ABOUT_LEVEL},
    {"tops", ABOUT_EDGE},         {"top", ABOUT_EDGE},          {"base", ABOUT_EDGE},
    {"limits", ABOUT_LIMIT},      {"limit", ABOUT_LIMIT},       {"vertical", ABOUT_NOTHING},
    {"vert", ABOUT_NOTHING},      {"ver", ABOUT_NOTHING},       {"value", ABOUT_NOTHING},
    {"val", ABOUT_NOTHING},       {"uom", ABOUT_NOTHING},       {"units", ABOUT_NOTHING},
    {"unit", ABOUT_NOTHING},      {"code", ABOUT_NOTHING},      {"desc", ABOUT_NOTHING},
    {"reference", ABOUT_NOTHING}, {"ref", ABOUT_NOTHING},       {"datum", ABOUT_NOTHING},
    {"meters", ABOUT_NOTHING},    {"metres", ABOUT_NOTHING},    {"km", ABOUT_NOTHING},
    {"nmi", ABOUT_NOTHING},       {"nm", ABOUT_NOTHING},        {"std", ABOUT_NOTHING},
    {"gnd", ABOUT_NOTHING},       {"sfc", ABOUT_NOTHING},       {"m", ABOUT_NOTHING},
};

static const struct {
    const char *name;
    ovf_foreign foreign;
} names[] = {
    {"type code", OVF_FOREIGN_SORT},
    {"code type", OVF_FOREIGN_SORT},
    {"icao class", OVF_FOREIGN_SORT},
    {"u space class", OVF_FOREIGN_SORT},
    {"airspace class", OVF_FOREIGN_SORT},
    {"airspace type", OVF_FOREIGN_SORT},
    {"airspace category", OVF_FOREIGN_SORT},
    {"sua type", OVF_FOREIGN_SORT},
    {"restriction type", OVF_FOREIGN_SORT},
    {"restriction code", OVF_FOREIGN_SORT},
    {"restriction text", OVF_FOREIGN_SORT},
    {"restriction conditions", OVF_FOREIGN_SORT},
    {"flight restriction", OVF_FOREIGN_SORT},
    {"flight restrictions", OVF_FOREIGN_SORT},
    {"limitation", OVF_FOREIGN_SORT},
    {"limitations", OVF_FOREIGN_SORT},
    {"restricted", OVF_FOREIGN_FLAG},
    {"forbidden", OVF_FOREIGN_FLAG},
    {"banned", OVF_FOREIGN_FLAG},
    {"no fly", OVF_FOREIGN_FLAG},
    {"no fly zone", OVF_FOREIGN_FLAG},
    {"no entry", OVF_FOREIGN_FLAG},
    {"nfz", OVF_FOREIGN_FLAG},
    {"tfr", OVF_FOREIGN_FLAG},
    {"active", OVF_FOREIGN_FLAG},
    {"type", OVF_FOREIGN_TYPE},
    {"category", OVF_FOREIGN_TYPE},
    {"kind", OVF_FOREIGN_TYPE},
    {"zone type", OVF_FOREIGN_TYPE},
    {"airspace", OVF_FOREIGN_TYPE},
    {"class", OVF_FOREIGN_CLASS},
};

/* The words that the letters are made of, one behind the other; false where they are not. `about`
 * is what they are about together. */
static bool is_made_of_words(const char *letters, unsigned *about)
{
    bool reached[LONGEST + 1] = {true};
    unsigned so_far[LONGEST + 1] = {0};
    size_t length = strlen(letters);
    for (size_t i = 0; i < length; i++) {
        for (size_t k = 0; reached[i] && k < sizeof words / sizeof *words; k++) {
            if (words[k].word[0] != letters[i]) continue;
            size_t more = strlen(words[k].word);
            if (i + more > length || strncmp(letters + i, words[k].word, more) != 0) continue;
            reached[i + more] = true;
            so_far[i + more] |= so_far[i] | words[k].about;
        }
    }
    *about = so_far[length];
    return reached[length] && length > 0;
}

static ovf_foreign meaning(unsigned about)
{
    bool vertical = (about & (ABOUT_UPPER | ABOUT_LOWER | ABOUT_HEIGHT)) != 0 ||
                    ((about & (ABOUT_MOST | ABOUT_LEAST | ABOUT_EDGE | ABOUT_LIMIT)) != 0 &&
                     (about & ABOUT_LEVEL) != 0);
    bool upper = (about & (ABOUT_UPPER | ABOUT_MOST)) != 0,
         lower = (about & (ABOUT_LOWER | ABOUT_LEAST)) != 0;
    if (vertical) {
        if (upper == lower) return OVF_FOREIGN_HEIGHT;
        return upper ? OVF_FOREIGN_UPPER : OVF_FOREIGN_LOWER;
    }
    if ((about & ABOUT_DISTANCE) != 0 && (about & (ABOUT_MOST | ABOUT_LEAST | ABOUT_LIMIT)) != 0)
        return OVF_FOREIGN_DISTANCE;
    return about == ABOUT_EDGE ? OVF_FOREIGN_EDGE : OVF_FOREIGN_NOTHING;
}

ovf_foreign ovf_foreign_name(const char *name)
{
    static const char prohibit[] = "prohibit";
    char letters[LONGEST];
    size_t length = 0;
    unsigned about;
    const char first = ovf_name_begins(name);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ovf_capital(names[i].name[0]) == first && ovf_name_is(name, names[i].name))
            return names[i].foreign;
    for (; *name != '\0'; name++) {
        if (ovf_is_digit(*name) || (signed char)*name < 0) return OVF_FOREIGN_NOTHING;
        if (!ovf_is_letter(*name)) continue;
        if (length + 1 >= sizeof letters) return OVF_FOREIGN_NOTHING;
        letters[length++] = (char)(ovf_capital(*name) - 'A' + 'a');
    }
    letters[length] = '\0';
    if (strncmp(letters, prohibit, strlen(prohibit)) == 0) return OVF_FOREIGN_FLAG;
    return is_made_of_words(letters, &about) ? meaning(about) : OVF_FOREIGN_NOTHING;
}

/* ---- values ---- */

static bool is_not_given(double number)
{
    return isnan(number) || number == -9998 || number == -9999;
}

bool ovf_attribute_says(const ovf_attribute *attribute)
{
    static const char *const nothing[] = {"none",  "null",  "n/a", "na", "nan", "-",
                                          "-9998", "-9999", "[]",  "{}", NULL};
    switch (attribute->type) {
    case OVF_ATTRIBUTE_NULL: return false;
    case OVF_ATTRIBUTE_BOOLEAN: return true;
    case OVF_ATTRIBUTE_INTEGER: return !is_not_given((double)attribute->integer);
    case OVF_ATTRIBUTE_REAL: return !is_not_given(attribute->real);
    case OVF_ATTRIBUTE_TEXT:
    case OVF_ATTRIBUTE_JSON: break;
    }
    const char *text = attribute->text + strspn(attribute->text, " \t");
    for (const char *const *word = nothing; *word != NULL; word++)
        if (strcasecmp(text, *word) == 0) return false;
    return *text != '\0';
}

/* Whether the text has the word, and not as a part of another. */
static bool has_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = text; *at != '\0'; at++) {
        if (at > text && (ovf_is_letter(at[-1]) || (signed char)at[-1] < 0)) continue;
        if (strncasecmp(at, word, length) == 0 && !ovf_is_letter(at[length]) &&
            !((signed char)at[length] < 0))
            return true;
    }
    return false;
}

/* Types of airspace: ICAO Annex 15 has P, R and D, AIXM's code list CodeAirspaceType the others,
 * and ED-318 those of zones for unmanned aircraft. */
static bool is_type(const char *text)
{
    static const char *const whole[] = {"p",   "r",   "d",   "q",   "ctr",   "tma",  "atz", "tra",
                                        "tsa", "moa", "tfr", "rmz", "tmz",   "adiz", "nfz", "sua",
                                        "ra",  "pa",  "da",  "cba", "d-amc", NULL};
    static const char *const unmanned[] = {"req authorisation", "req authorization", "conditional",
                                           "u space", NULL};
    static const char *const within[] = {"restricted", "prohibited", "danger",    "no-fly", "nofly",
                                         "no fly",     "no entry",   "forbidden", NULL};
    for (const char *const *word = whole; *word != NULL; word++)
        if (strcasecmp(text, *word) == 0) return true;
    for (const char *const *word = within; *word != NULL; word++)
        if (has_word(text, *word)) return true;
    for (const char *const *word = unmanned; *word != NULL; word++)
        if (ovf_name_is(text, *word)) return true;
    for (size_t i = 0; i < ovf_kind_count(); i++)
        if ((ovf_kind_at(i)->scopes & OVF_SCOPE_ZONE) != 0 &&
            ovf_name_is(text, ovf_kind_at(i)->name))
            return true;
    return false;
}

static bool is_level(const char *text)
{
    ovf_height height;
    const char *letter = text;
    while (*letter != '\0' && !ovf_is_letter(*letter)) letter++;
    return *letter != '\0' && ovf_height_parse(text, &height);
}

static bool is_no(const ovf_attribute *attribute)
{
    bool yes = true;
    if (attribute->type == OVF_ATTRIBUTE_BOOLEAN) return !attribute->boolean;
    if (attribute->type == OVF_ATTRIBUTE_INTEGER) return attribute->integer == 0;
    if (attribute->type == OVF_ATTRIBUTE_REAL) return attribute->real == 0;
    return ovf_answer_parse(attribute->text, &yes) && !yes;
}

bool ovf_foreign_says(ovf_foreign foreign, const ovf_attribute *attribute)
{
    if (!ovf_attribute_says(attribute)) return false;
    const char *text = attribute->type == OVF_ATTRIBUTE_TEXT ? attribute->text : NULL;
    switch (foreign) {
    case OVF_FOREIGN_NOTHING: return false;
    case OVF_FOREIGN_UPPER:
    case OVF_FOREIGN_LOWER:
    case OVF_FOREIGN_HEIGHT:
    case OVF_FOREIGN_DISTANCE:
    case OVF_FOREIGN_SORT: return true;
    case OVF_FOREIGN_FLAG: return !is_no(attribute);
    case OVF_FOREIGN_EDGE: return text != NULL && is_level(text);
    case OVF_FOREIGN_CLASS:
        if (text != NULL && strlen(text) == 1 && *text >= 'A' && *text <= 'G') return true;
        return text != NULL && is_type(text);
    case OVF_FOREIGN_TYPE: return text != NULL && is_type(text);
    }
    return false;
}
