#include "input/rules/volumes.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/number.h"
#include "overflight/volume.h"

#define LONGEST 60

/* ---- names ---- */

typedef enum { VALUE, UNIT, REFERENCE, REMARK } role;

/* Small letters of a name, nothing else. */
static void squash(const char *name, char letters[LONGEST])
{
    size_t length = 0;
    for (; *name != '\0' && length + 1 < LONGEST; name++)
        if (ovf_is_letter(*name)) letters[length++] = (char)(ovf_capital(*name) - 'A' + 'a');
    letters[length] = '\0';
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), more = strlen(end);
    return length >= more && strcmp(text + length - more, end) == 0;
}

/* AIXM's tables have the role first: uomDistVerUpper. */
static role role_of(const char *letters)
{
    static const struct {
        const char *word;
        role role;
    } words[] = {{"uom", UNIT},        {"unit", UNIT},           {"units", UNIT},
                 {"code", REFERENCE},  {"reference", REFERENCE}, {"ref", REFERENCE},
                 {"datum", REFERENCE}, {"desc", REMARK}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ends_with(letters, words[i].word) ||
            strncmp(letters, words[i].word, strlen(words[i].word)) == 0)
            return words[i].role;
    return VALUE;
}

/* "ceiling_ft" has its unit in the name. */
static const char *unit_in(const char *letters)
{
    static const char *const units[] = {"ft", "feet", "meters", "metres", "m"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (ends_with(letters, units[i]) && strcmp(letters, units[i]) != 0) return units[i];
    return "";
}

bool ovf_is_of_volume(ovf_foreign foreign, const char *name)
{
    char letters[LONGEST];
    squash(name, letters);
    if (foreign != OVF_FOREIGN_UPPER && foreign != OVF_FOREIGN_LOWER && foreign != OVF_FOREIGN_EDGE)
        return false;
    return strncmp(letters, "max", 3) != 0 && strncmp(letters, "min", 3) != 0;
}

/* ---- values ---- */

typedef struct {
    char value[LONGEST], unit[LONGEST], reference[LONGEST];
    bool failed; /* something is not understood */
} said;

static void say(said *in, char place[LONGEST], const char *text)
{
    text += strspn(text, " \t");
    if (*text == '\0') return;
    if (*place != '\0' && strcmp(place, text) != 0) in->failed = true;
    if ((size_t)snprintf(place, LONGEST, "%s", text) >= LONGEST) in->failed = true;
}

/* openAIP has numbers for units and references. */
static const char *unit_word(const char *unit)
{
    static const char *const numbers[] = {"M", "FT", NULL, NULL, NULL, NULL, "FL"};
    bool digit = unit[0] >= '0' && unit[0] <= '6' && unit[1] == '\0';
    return digit && numbers[unit[0] - '0'] != NULL ? numbers[unit[0] - '0'] : unit;
}

static const char *reference_word(const char *reference)
{
    static const struct {
        const char *written, *meant;
    } words[] = {{"0", "AGL"},   {"1", "MSL"},     {"2", "STD"},  {"HEI", "AGL"},
                 {"ALT", "MSL"}, {"WGS84", "HAE"}, {"W84", "HAE"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ovf_name_is(reference, words[i].written)) return words[i].meant;
    return reference;
}

static void say_json(said *in, char place[LONGEST], const json_t *value)
{
    char number[32];
    if (json_is_string(value)) say(in, place, json_string_value(value));
    if (!json_is_number(value)) return;
    snprintf(number, sizeof number, "%.15g", json_number_value(value));
    say(in, place, number);
}

/* {"value": 50, "unit": 6, "referenceDatum": 2} */
static bool say_object(said *in, const char *text)
{
    json_t *object = text[strspn(text, " \t")] == '{' ? json_loads(text, 0, NULL) : NULL;
    if (!json_is_object(object)) {
        json_decref(object);
        return false;
    }
    say_json(in, in->value, json_object_get(object, "value"));
    say_json(in, in->unit, json_object_get(object, "unit"));
    say_json(in, in->reference, json_object_get(object, "referenceDatum"));
    json_decref(object);
    return true;
}

static void take(said *in, const ovf_attribute *attribute)
{
    char letters[LONGEST], number[32];
    squash(attribute->name, letters);
    const role part = role_of(letters);
    char *place = part == UNIT ? in->unit : part == REFERENCE ? in->reference : in->value;
    if (part == REMARK) return;
    switch (attribute->type) {
    case OVF_ATTRIBUTE_INTEGER:
        snprintf(number, sizeof number, "%" PRId64, attribute->integer);
        break;
    case OVF_ATTRIBUTE_REAL: snprintf(number, sizeof number, "%.15g", attribute->real); break;
    case OVF_ATTRIBUTE_TEXT:
    case OVF_ATTRIBUTE_JSON:
        if (!say_object(in, attribute->text)) say(in, place, attribute->text);
        return;
    default: in->failed = true; return;
    }
    say(in, place, number);
    if (part == VALUE && *unit_in(letters) != '\0') say(in, in->unit, unit_in(letters));
}

static bool is_number(const char *text, double *number)
{
    bool minus = *text == '-';
    text += minus;
    while (text[0] == '0' && ovf_is_digit(text[1])) text++;
    const char *end = ovf_number_read(text, text + strlen(text), number);
    if (minus) *number = -*number;
    return end != NULL && *end == '\0';
}

static bool has_no_end(const char *word, ovf_height *height)
{
    ovf_height read;
    if (!ovf_height_parse(word, &read) || !isinf(read.metres)) return false;
    *height = read;
    return true;
}

/* "4500 FT" and, perhaps, "AGL". */
static bool understand_text(const said *in, const char *reference, ovf_height *height)
{
    char text[3 * LONGEST];
    if (has_no_end(in->value, height) || *reference == '\0')
        return ovf_height_parse(in->value, height);
    snprintf(text, sizeof text, "%s %s", in->value, reference);
    return ovf_height_parse(text, height);
}

/* A number that is not zero needs unit and reference, but for a flight level. ED-318 writes 99999
 * for what has no end. */
static bool understand_number(const said *in, const char *reference, double number, bool upper,
                              ovf_height *height)
{
    enum { WITHOUT_END = 99999 };
    char text[3 * LONGEST];
    const char *unit = unit_word(in->unit);
    bool ground = *reference == '\0' || (has_no_end(reference, height) && height->metres < 0) ||
                  ovf_name_is(reference, "AGL");
    *height = (ovf_height){upper ? INFINITY : -INFINITY, upper ? OVF_HEIGHT_MSL : OVF_HEIGHT_AGL};
    if (upper && (number >= WITHOUT_END || ovf_name_is(reference, "UNLTD"))) return true;
    if (!upper && number == 0 && ground) return true;
    if (ovf_name_is(unit, "FL")) {
        snprintf(text, sizeof text, "FL %s %s", in->value, reference);
    } else {
        if ((number != 0 && *unit == '\0') || *reference == '\0') return false;
        snprintf(text, sizeof text, "%s %s %s", in->value, *unit == '\0' ? "M" : unit, reference);
    }
    return ovf_height_parse(text, height);
}

static bool understand(const said *in, bool upper, ovf_height *height)
{
    const char *reference = reference_word(in->reference);
    double number;
    *height = (ovf_height){NAN, OVF_HEIGHT_MSL};
    if (in->failed) return false;
    if (*in->value == '\0' && *in->reference == '\0') return true;
    if (*in->value == '\0') return has_no_end(reference, height);
    return is_number(in->value, &number) ? understand_number(in, reference, number, upper, height)
                                         : understand_text(in, reference, height);
}

/* ---- a zone ---- */

/* What is known by its own name. */
static bool read_known(const ovf_zone_attributes *sorted, const char *member, ovf_height *height,
                       bool *good)
{
    const json_t *value = sorted->object == NULL ? NULL : json_object_get(sorted->object, member);
    *height = (ovf_height){NAN, OVF_HEIGHT_MSL};
    if (value == NULL || json_is_null(value)) return false;
    const char *text = json_string_value(value);
    ovf_limit of_volume;
    if (json_is_number(value)) height->metres = json_number_value(value);
    /* The higher or the lower of two is the zone's volume's (zone_volumes.c). */
    else if (text == NULL || !ovf_height_parse(text, height))
        *good = text != NULL && ovf_limit_parse(text, &of_volume);
    return true;
}

/* Units that both ends have: uom, uomDimensions. */
static void take_common_units(const ovf_zone *zone, said sides[2])
{
    static const char *const names[] = {"uom", "uomDimensions", "vertical uom", "verticalUnit"};
    for (size_t i = 0; i < zone->attributes.count; i++) {
        const ovf_attribute *attribute = &zone->attributes.items[i];
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            if (attribute->type != OVF_ATTRIBUTE_TEXT || !ovf_name_is(attribute->name, names[k]))
                continue;
            for (int side = 0; side < 2; side++)
                if (*sides[side].unit == '\0') say(&sides[side], sides[side].unit, attribute->text);
        }
    }
}

/* "base" and "top" may be of anything that is no height. */
static int side_of(ovf_foreign foreign, const ovf_attribute *attribute)
{
    char letters[LONGEST];
    squash(attribute->name, letters);
    if (!ovf_is_of_volume(foreign, attribute->name)) return -1;
    if (foreign == OVF_FOREIGN_UPPER) return 1;
    if (foreign == OVF_FOREIGN_LOWER) return 0;
    if (!ovf_foreign_says(foreign, attribute)) return -1;
    return strncmp(letters, "top", 3) == 0;
}

bool ovf_zone_volume_read(const ovf_zone_attributes *sorted, const ovf_zone *zone,
                          ovf_height *floor, ovf_height *ceiling)
{
    said sides[2] = {0};
    bool good = true, known[2];
    known[0] = read_known(sorted, "floor", floor, &good);
    known[1] = read_known(sorted, "ceiling", ceiling, &good);
    for (size_t i = 0; i < sorted->foreign_count; i++) {
        const ovf_attribute *attribute = &zone->attributes.items[sorted->foreign[i].index];
        int side = side_of(sorted->foreign[i].foreign, attribute);
        if (side >= 0 && !known[side]) take(&sides[side], attribute);
    }
    take_common_units(zone, sides);
    for (int side = 0; side < 2; side++)
        if (*sides[side].value == '\0' && *sides[side].reference == '\0')
            sides[side].unit[0] = '\0';
    if (!known[0]) good = understand(&sides[0], false, floor) && good;
    if (!known[1]) good = understand(&sides[1], true, ceiling) && good;
    bool empty = floor->metres == INFINITY || ceiling->metres == -INFINITY ||
                 (ceiling->metres <= floor->metres && floor->reference == ceiling->reference);
    return good && !empty;
}
