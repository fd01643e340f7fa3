#include "analysis/survey/survey_fixes.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

ovf_fix ovf_survey_fix(const ovf_plane *plane, ovf_flat at)
{
    ovf_lonlat place = ovf_plane_position(plane, at);
    return (ovf_fix){round(place.lon * 1e9) / 1e9, round(place.lat * 1e9) / 1e9, NAN, NAN};
}

bool ovf_survey_fixes_put(ovf_survey_fixes *fixes, size_t index, ovf_fix fix)
{
    if (!ovf_array_reserve(&fixes->items, &fixes->capacity, index + 1, sizeof *fixes->items) ||
        !ovf_array_reserve(&fixes->on, &fixes->on_capacity, index + 1, sizeof *fixes->on))
        return false;
    fixes->items[index] = fix;
    fixes->on[index] = false;
    fixes->count = index + 1;
    return true;
}

bool ovf_survey_fixes_add(ovf_survey_fixes *fixes, const ovf_plane *plane, ovf_flat at, bool on)
{
    if (!ovf_survey_fixes_put(fixes, fixes->count, ovf_survey_fix(plane, at))) return false;
    fixes->on[fixes->count - 1] = on;
    return true;
}

bool ovf_survey_fixes_leg(ovf_survey_fixes *fixes, const ovf_plane *plane, ovf_flat a, ovf_flat b)
{
    size_t steps = 1 + (size_t)(hypot(b.x - a.x, b.y - a.y) / OVF_SURVEY_FIX_EVERY_M);
    bool good = true;
    for (size_t k = 1; k <= steps && good; k++) {
        double t = (double)k / (double)steps;
        fixes->on[fixes->count - 1] = true;
        good = ovf_survey_fixes_add(
            fixes, plane, (ovf_flat){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)}, false);
    }
    return good;
}

/* Where an arc takes all of a leg no leg is left. */
#define NO_LEG_M 0.01

bool ovf_survey_fixes_make(ovf_survey_fixes *fixes, const ovf_plane *plane, const ovf_flat *points,
                           size_t count, double turn_m, const ovf_survey_options *options)
{
    const ovf_lonlat *from = options->from, *to = options->to;
    bool good = true;
    ovf_flat before = points[0];
    fixes->count = 0;
    for (size_t i = 0; i < count && good; i++) {
        ovf_bend bend = ovf_bend_of(points, count, i, turn_m);
        bool way = (i == 1 && from != NULL) || (i + 1 == count && to != NULL),
             leg = i > 0 && (!(turn_m > 0) ||
                             hypot(bend.begin.x - before.x, bend.begin.y - before.y) > NO_LEG_M);
        if (leg) fixes->on[fixes->count - 1] = true;
        if (i == 0 || (leg && way)) good = ovf_survey_fixes_add(fixes, plane, bend.begin, false);
        else if (leg) good = ovf_survey_fixes_leg(fixes, plane, before, bend.begin);
        before = bend.end;
        if (!(bend.taken_m > NO_LEG_M)) continue;
        int steps = 1 + (int)(fabs(bend.turn) / OVF_BEND_STEP);
        for (int k = 1; k <= steps && good; k++) {
            fixes->on[fixes->count - 1] = !options->off_in_turns;
            good = ovf_survey_fixes_add(fixes, plane, ovf_bend_place(&bend, (double)k / steps),
                                        false);
        }
    }
    if (!good) return false;
    if (from != NULL) fixes->items[0] = (ovf_fix){from->lon, from->lat, NAN, NAN};
    if (to != NULL) fixes->items[fixes->count - 1] = (ovf_fix){to->lon, to->lat, NAN, NAN};
    return true;
}

void ovf_survey_fixes_clear(ovf_survey_fixes *fixes)
{
    free(fixes->items);
    free(fixes->on);
    *fixes = (ovf_survey_fixes){0};
}

void ovf_survey_clear(ovf_survey *survey)
{
    if (survey == NULL) return;
    free(survey->fixes);
    free(survey->on);
    *survey = (ovf_survey){0};
}
