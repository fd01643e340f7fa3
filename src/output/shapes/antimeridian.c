#include "output/shapes/antimeridian.h"

#include <math.h>

#include "base/array.h"
#include "base/error.h"

static bool add(ovf_polyline *line, ovf_fix fix)
{
    if (!ovf_array_reserve(&line->fixes, &line->fix_capacity, line->fix_count + 1,
                           sizeof *line->fixes))
        return false;
    line->fixes[line->fix_count++] = fix;
    return true;
}

static bool end_part(ovf_polyline *line)
{
    size_t start = line->part_count == 0 ? 0 : line->part_ends[line->part_count - 1];
    if (line->fix_count - start < 2) {
        /* No line: the other half of a cut goes on from the same place. */
        line->fix_count = start;
        return true;
    }
    if (!ovf_array_reserve(&line->part_ends, &line->part_capacity, line->part_count + 1,
                           sizeof *line->part_ends))
        return false;
    line->part_ends[line->part_count++] = line->fix_count;
    return true;
}

static ovf_fix at(ovf_fix fix, double lon)
{
    fix.lon = lon;
    return fix;
}

/* From a fix within [-180, 180] to one whose longitude is beyond: up to the antimeridian, and on
 * from its other side. */
static bool cross(ovf_polyline *cut, ovf_fix from, ovf_fix to)
{
    double side = to.lon > 180 ? 180 : -180;
    double k = (side - from.lon) / (to.lon - from.lon);
    ovf_fix middle = {side, from.lat + k * (to.lat - from.lat),
                      from.altitude_m + k * (to.altitude_m - from.altitude_m),
                      from.time_s + k * (to.time_s - from.time_s)};
    if (from.lon != side && !add(cut, middle)) return false;
    return end_part(cut) && add(cut, at(middle, -side));
}

/* The name of a meridian that is nearest to another; exact where it is its name already. */
static double near(double lon, double other)
{
    double turns = round((lon - other) / 360);
    return turns == 0 ? lon : lon - 360 * turns;
}

/* Between two neighbours on opposite sides of a pole. Which way around does not matter there: all
 * meridians meet. */
static bool over_pole(ovf_polyline *cut, ovf_fix from, ovf_fix to)
{
    ovf_fix pole = {from.lon, copysign(90, from.lat), (from.altitude_m + to.altitude_m) / 2,
                    (from.time_s + to.time_s) / 2};
    return add(cut, pole) && add(cut, at(pole, to.lon));
}

static bool cut_part(const ovf_fix *fixes, size_t count, ovf_polyline *cut)
{
    if (count == 0) return true;
    ovf_fix last = at(fixes[0], near(fixes[0].lon, 0));
    /* A line that begins on the antimeridian begins on the side that it goes to. */
    for (size_t i = 1; i < count && fabs(last.lon) == 180; i++) {
        double step = near(fixes[i].lon, last.lon) - last.lon;
        if (step == 0) continue;
        last.lon = step > 0 ? -180 : 180;
        break;
    }
    if (!add(cut, last)) return false;
    for (size_t i = 1; i < count; i++) {
        ovf_fix next = at(fixes[i], near(fixes[i].lon, last.lon));
        bool added = true;
        if (fabs(next.lon - last.lon) > 90 && fabs(last.lat) > 89 && fabs(next.lat) > 89 &&
            last.lat * next.lat > 0) {
            next.lon = near(next.lon, 0);
            added = over_pole(cut, last, next);
        } else if (fabs(next.lon) > 180) {
            added = cross(cut, last, next);
            next.lon = near(fixes[i].lon, 0);
        }
        if (!added || !add(cut, next)) return false;
        last = next;
    }
    return end_part(cut);
}

ovf_status ovf_antimeridian_cut(const ovf_polyline *line, ovf_polyline *cut, ovf_error *error)
{
    size_t start = 0;
    cut->fix_count = 0;
    cut->part_count = 0;
    for (size_t i = 0; i < line->part_count; i++) {
        if (!cut_part(line->fixes + start, line->part_ends[i] - start, cut))
            return ovf_fail_memory(error);
        start = line->part_ends[i];
    }
    return OVF_OK;
}
