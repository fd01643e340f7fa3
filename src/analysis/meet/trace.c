/* Routes for drawing: geodesics as so many points that straight lines between them stay near. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "geodesy/leg.h"
#include "overflight/analysis.h"

typedef struct {
    const ovf_leg *leg;
    const ovf_fix *from, *to;
    double clairaut; /* sine of the azimuth times cosine of the latitude */
    double deviation_m;
    ovf_polyline *line;
    bool failed;
} tracer;

static bool add_fix(ovf_polyline *line, ovf_fix fix, size_t part_begin)
{
    if (!ovf_array_reserve(&line->fixes, &line->fix_capacity, line->fix_count + 1,
                           sizeof *line->fixes))
        return false;
    if (line->fix_count > part_begin) {
        double before = line->fixes[line->fix_count - 1].lon;
        fix.lon = before + remainder(fix.lon - before, 360);
    }
    line->fixes[line->fix_count++] = fix;
    return true;
}

/* Whether the straight line between two places on the leg, `length` metres apart, stays near enough
 * to it on a map in degrees and on Mercator's.
 *
 * On a sphere of radius R let a geodesic run at latitude p with the azimuth z. By its arc length
 * its place (longitude times cos p, latitude) has the second derivatives (2 sin z cos z, -sin²z)
 * tan p / R on the map in degrees, whose length is at most 1.155 tan p / R and at most 2 |sin z|
 * tan p / R; on Mercator's map only the part along the geodesic differs. What is interpolated
 * linearly between two places h apart is off by at most h²/8 times the greatest second derivative
 * between them. There |p| is at most the mean of the ends' plus h / 2R, and by Clairaut sin z cos p
 * is the same everywhere. The factors cover the ellipsoid (R: its least radius of curvature) and
 * that cos p differs between the two places. */
static bool is_straight_enough(const tracer *in, double lat_a, double lat_b, double length)
{
    double reach = length / OVF_EARTH_MIN_RADIUS,
           top = (fabs(lat_a) + fabs(lat_b)) / 2 * OVF_RADIAN + reach / 2;
    if (top >= OVF_RADIAN * 89.9999)
        return false; /* it may go through the pole, where the longitude jumps */
    double steep = tan(top), sine = 1.01 * in->clairaut / cos(top),
           turn = fmin(1.155, 2 * sine) * steep;
    return length * reach / 8 * turn * 1.02 * (1 + reach * steep) <= in->deviation_m;
}

static ovf_fix fix_at(const tracer *in, double along, ovf_lonlat p)
{
    double t = in->leg->length_m > 0 ? along / in->leg->length_m : 0;
    return (ovf_fix){p.lon, p.lat,
                     in->from->altitude_m + t * (in->to->altitude_m - in->from->altitude_m),
                     in->from->time_s + t * (in->to->time_s - in->from->time_s)};
}

/* Adds the points after s1 up to and without s2. */
static void subdivide(tracer *in, double s1, ovf_lonlat a, double s2, ovf_lonlat b,
                      size_t part_begin)
{
    if (s2 - s1 < 2 || in->failed || is_straight_enough(in, a.lat, b.lat, s2 - s1)) return;
    double s = (s1 + s2) / 2;
    ovf_lonlat middle = ovf_leg_position(in->leg, s);
    subdivide(in, s1, a, s, middle, part_begin);
    if (!add_fix(in->line, fix_at(in, s, middle), part_begin)) in->failed = true;
    subdivide(in, s, middle, s2, b, part_begin);
}

static bool end_part(ovf_polyline *line, size_t part_begin)
{
    if (line->fix_count - part_begin < 2) {
        line->fix_count = part_begin;
        return true;
    }
    if (!ovf_array_reserve(&line->part_ends, &line->part_capacity, line->part_count + 1,
                           sizeof *line->part_ends))
        return false;
    line->part_ends[line->part_count++] = line->fix_count;
    return true;
}

static bool joins(const ovf_fix *a, const ovf_fix *b)
{
    return ovf_distance(ovf_earth_point(a->lon, a->lat), ovf_earth_point(b->lon, b->lat)) <=
           OVF_TOLERANCE_M;
}

ovf_status ovf_trace(const ovf_result *result, double from_m, double to_m, double deviation_m,
                     ovf_polyline *line, ovf_error *error)
{
    if (result == NULL) return ovf_fail_null(error, "a result");
    if (line == NULL) return ovf_fail_null(error, "a line");
    if (result->route == NULL) return ovf_fail_null(error, "the route of a result");
    if (isnan(from_m) || isnan(to_m) || !(deviation_m > 0))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "from_m, to_m, deviation_m: expected two distances and a deviation greater "
                        "than 0, found %g, %g and %g",
                        from_m, to_m, deviation_m);
    const ovf_route *route = result->route;
    size_t part = 0, part_begin = 0;
    line->fix_count = line->part_count = 0;
    for (size_t i = 0; i + 1 < route->fix_count; i++) {
        const ovf_fix *from = &route->fixes[i], *to = from + 1;
        double start = result->fix_along_m[i], end = result->fix_along_m[i + 1];
        if (i + 1 == route->part_ends[part]) { /* between two parts */
            part++;
            if (!joins(from, to)) {
                if (!end_part(line, part_begin)) return ovf_fail_memory(error);
                part_begin = line->fix_count;
            }
            continue;
        }
        if (end < from_m || start > to_m || end <= start) continue;
        double s1 = fmax(0, from_m - start), s2 = fmin(end, to_m) - start;
        if (s2 <= s1) continue;
        ovf_leg leg;
        ovf_leg_between(&leg, from->lon, from->lat, to->lon, to->lat);
        double clairaut = fabs(sin(leg.line.azi1 * OVF_RADIAN)) * cos(from->lat * OVF_RADIAN);
        tracer in = {&leg, from, to, clairaut, deviation_m, line, false};
        ovf_lonlat a = s1 > 0 ? ovf_leg_position(&leg, s1) : (ovf_lonlat){from->lon, from->lat};
        ovf_lonlat b = s2 < end - start ? ovf_leg_position(&leg, s2)
                                        : (ovf_lonlat){to->lon, to->lat};
        bool ok = true;
        if (line->fix_count == part_begin)
            ok = add_fix(line, s1 > 0 ? fix_at(&in, s1, a) : *from, part_begin);
        if (ok) subdivide(&in, s1, a, s2, b, part_begin);
        ok = ok && !in.failed &&
             add_fix(line, s2 < end - start ? fix_at(&in, s2, b) : *to, part_begin);
        if (!ok) return ovf_fail_memory(error);
    }
    return end_part(line, part_begin) ? OVF_OK : ovf_fail_memory(error);
}

void ovf_polyline_clear(ovf_polyline *line)
{
    if (line == NULL) return;
    free(line->fixes);
    free(line->part_ends);
    memset(line, 0, sizeof *line);
}
