#include "input/flightplan/plan_levels.h"

#include <math.h>
#include <stdio.h>

#include "base/ascii.h"

#define FOOT_M 0.3048  /* the international foot, exactly */
#define KNOT_KMH 1.852 /* the international nautical mile, exactly */
#define MOST_DIGITS 4  /* of a number; one more is looked at to notice it */

#define WANTED                                                                                   \
    "a speed such as N0450, K0830 or M082, a level such as F330, S1130, A045 or M0840, or both " \
    "as in N0450F330"

/* ICAO Doc 4444, appendix 2, item 15 a) and b). */
static const struct {
    char letter;
    size_t digits;
    bool is_speed;
    ovf_level level;
    double count, unit; /* so many of a unit, in km/h or metres */
    const char *what;
} kinds[] = {
    {'N', 4, true, OVF_LEVEL_UNKNOWN, 1, KNOT_KMH,
     "a speed in knots is N and 4 digits, as in N0450"},
    {'K', 4, true, OVF_LEVEL_UNKNOWN, 1, 1, "a speed in km/h is K and 4 digits, as in K0830"},
    {'M', 3, true, OVF_LEVEL_UNKNOWN, 0.01, 1,
     "a Mach number is M and 3 digits, as in M082, an altitude in tens of metres M and 4, as in "
     "M0840"},
    {'M', 4, false, OVF_LEVEL_SEA, 10, 1,
     "a Mach number is M and 3 digits, as in M082, an altitude in tens of metres M and 4, as in "
     "M0840"},
    {'F', 3, false, OVF_LEVEL_PRESSURE, 100, FOOT_M,
     "a flight level is F and 3 digits, as in F330"},
    {'S', 4, false, OVF_LEVEL_PRESSURE, 10, 1,
     "a metric level is S and 4 digits (tens of metres), as in S1130"},
    {'A', 3, false, OVF_LEVEL_SEA, 100, FOOT_M,
     "an altitude in feet is A and 3 digits (hundreds), as in A045"},
};
#define KIND_COUNT (sizeof kinds / sizeof *kinds)

static bool begins(const char *at, const char *end, const char *word)
{
    for (; *word != '\0'; word++, at++)
        if (at == end || ovf_capital(*at) != *word) return false;
    return true;
}

static bool is_digit(const char *at, const char *end) { return at < end && ovf_is_digit(*at); }

static bool refuse(char reason[OVF_PLAN_REASON], const char *why)
{
    snprintf(reason, OVF_PLAN_REASON, "%s", why);
    return false;
}

/* One speed or level; *at goes on behind it. */
static bool read_one(const char **at, const char *end, ovf_plan_change *change,
                     char reason[OVF_PLAN_REASON])
{
    const char *why = NULL;
    char letter = ovf_capital(**at);
    const char *first = *at + 1 + begins(*at, end, "FL"), *last = first;
    double number = 0;
    if (begins(*at, end, "VFR")) {
        if (change->has_level)
            return refuse(reason, "expected one level, found VFR as a second one");
        change->has_level = true;
        *at += 3;
        return true;
    }
    for (; is_digit(last, end) && last - first <= MOST_DIGITS; last++)
        number = number * 10 + (*last - '0');
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (kinds[i].letter != letter) continue;
        why = kinds[i].what;
        if ((size_t)(last - first) != kinds[i].digits) continue;
        if (kinds[i].is_speed && change->has_level)
            return refuse(reason, "the speed stands before the level, as in N0450F330");
        if (kinds[i].is_speed ? change->has_speed : change->has_level)
            return refuse(
                reason,
                kinds[i].is_speed
                    ? "expected one speed, found a second one behind it"
                    : "two levels are a cruise climb, which is not supported: expected one level");
        if (kinds[i].is_speed && number == 0)
            return refuse(reason, "expected a speed greater than 0, found 0");
        *at = last;
        if (!kinds[i].is_speed) {
            change->has_level = true;
            change->level = kinds[i].level;
            change->altitude_m = number * kinds[i].count * kinds[i].unit;
        } else {
            change->has_speed = true;
            /* Divided, since 82 times 0.01 is not the double nearest to 0.82. */
            if (letter == 'M') change->mach = number / 100;
            else change->speed_kmh = number * kinds[i].count * kinds[i].unit;
        }
        return true;
    }
    if (begins(*at, end, "PLUS"))
        return refuse(reason, "PLUS is a cruise climb, which is not supported: expected one level");
    return refuse(reason, why != NULL && first != last ? why : "expected " WANTED);
}

bool ovf_plan_change_read(const char *text, size_t length, ovf_plan_change *change,
                          char reason[OVF_PLAN_REASON])
{
    const char *at = text, *end = text + length;
    *change = (ovf_plan_change){.speed_kmh = NAN, .mach = NAN, .altitude_m = NAN};
    if (length == 0) return refuse(reason, "nothing behind the slash, expected " WANTED);
    while (at < end)
        if (!read_one(&at, end, change, reason)) return false;
    return true;
}
