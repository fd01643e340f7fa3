#include "input/flightplan/plan_unknown.h"

#include <stdio.h>
#include <string.h>

#include "input/flightplan/plan_airfields.h"
#include "input/flightplan/plan_coordinates.h"
#include "input/flightplan/plan_words.h"
#include "input/points/point_store.h"

#define BLANKS " \t\r\n\f\v;,>"
/* So many are told by name. */
#define NAMED_MOST 8

typedef struct {
    const char *text;
    size_t length;
} word;

static bool is_unknown(const word *is, const ovf_airfields *airfields, const ovf_points *points)
{
    char reason[OVF_PLAN_REASON];
    size_t count = 0, stretches = 0;
    if (ovf_plan_word_is_passed_over(is->text, is->length) ||
        ovf_plan_word_is_any_procedure(is->text, is->length) ||
        ovf_plan_looks_like_coordinates(is->text, is->length) ||
        !(ovf_plan_word_may_be_airway(is->text, is->length) ||
          ovf_plan_word_may_be_waypoint(is->text, is->length) ||
          ovf_plan_word_may_be_code(is->text, is->length)))
        return false;
    if (points != NULL) {
        (void)ovf_points_named(points, is->text, is->length, &count);
        (void)ovf_points_airway(points, is->text, is->length, &stretches);
    }
    return count == 0 && stretches == 0 &&
           ovf_plan_airfield_find(airfields, is->text, is->length, reason) ==
               OVF_FLIGHTPLAN_NO_AIRFIELD;
}

static bool is_listed(const word *words, size_t count, const word *is)
{
    for (size_t i = 0; i < count; i++)
        if (words[i].length == is->length && memcmp(words[i].text, is->text, is->length) == 0)
            return true;
    return false;
}

static void list_unknown(const char *text, const ovf_airfields *airfields, const ovf_points *points,
                         char list[OVF_PLAN_REASON])
{
    word found[NAMED_MOST];
    size_t count = 0, more = 0, used = 0;
    list[0] = '\0';
    for (const char *at = text + strspn(text, BLANKS "."); *at != '\0';) {
        size_t length = strcspn(at, BLANKS), whole;
        for (size_t i = 1; i < length; i++)
            if (ovf_plan_dot_ends_word(at + i)) length = i;
        whole = length;
        const char *slash = memchr(at, '/', length);
        if (slash != NULL) length = (size_t)(slash - at);
        const word is = {at, length};
        at += whole;
        at += strspn(at, BLANKS ".");
        if (length == 0 || !is_unknown(&is, airfields, points)) continue;
        if (is_listed(found, count, &is)) continue;
        if (count < NAMED_MOST) found[count++] = is;
        else more++;
    }
    for (size_t i = 0; i < count && used < OVF_PLAN_REASON; i++)
        used += (size_t)snprintf(list + used, OVF_PLAN_REASON - used, "%s%.*s",
                                 i == 0                        ? ""
                                 : i + 1 == count && more == 0 ? " and "
                                                               : ", ",
                                 (int)(found[i].length < 16 ? found[i].length : 16), found[i].text);
    if (more > 0 && used < OVF_PLAN_REASON)
        snprintf(list + used, OVF_PLAN_REASON - used, " and %zu other%s", more,
                 more == 1 ? "" : "s");
}

void ovf_plan_unknown_others(const char *text, const ovf_airfields *airfields,
                             const ovf_points *points, char others[OVF_PLAN_OTHERS])
{
    char list[OVF_PLAN_REASON];
    list_unknown(text, airfields, points, list);
    others[0] = '\0';
    if (list[0] != '\0') snprintf(others, OVF_PLAN_OTHERS, "; behind it, not known: %s", list);
}
