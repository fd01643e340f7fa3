/* Along a geodesic the distance d from a point is convex up to a quarter of the globe
 * (proximity.h), so on an arc it has one least place, and the places within a limit lie together. d
 * changes by at most 1 m a metre: on an arc of length h between distances a and b it is at least (a
 * + b - h)/2, and chords, which are shorter than geodesics, bound that from below. */
#include "analysis/check/line.h"

#include <math.h>

/* A stretch of a leg, from one distance along the leg to another. */
typedef struct {
    ovf_leg leg;
    double from_m, to_m;
    ovf_lonlat point;
} stretch;

static double distance_between(ovf_lonlat a, ovf_lonlat b)
{
    double distance;
    geod_inverse(ovf_earth(), a.lat, a.lon, b.lat, b.lon, &distance, NULL, NULL);
    return distance;
}

/* The distance of a place of the leg from the point, and whether it grows from there on. */
static double distance_at(const stretch *in, double at_m, bool *grows)
{
    double lat, lon, course, distance, towards;
    geod_position(&in->leg.line, at_m, &lat, &lon, &course);
    geod_inverse(ovf_earth(), lat, lon, in->point.lat, in->point.lon, &distance, &towards, NULL);
    *grows = cos((towards - course) * OVF_RADIAN) < 0;
    return distance;
}

/* The least distance and its place. */
static double least_of(const stretch *in, double *at_m)
{
    double low = in->from_m, high = in->to_m;
    bool grows;
    double a = distance_at(in, low, &grows);
    *at_m = low;
    if (grows) return a;
    double b = distance_at(in, high, &grows);
    *at_m = high;
    if (!grows) return b;
    for (int step = 0; step < 60 && high - low > 1e-7; step++) {
        *at_m = (low + high) / 2;
        a = distance_at(in, *at_m, &grows);
        if (grows) high = *at_m;
        else low = *at_m;
    }
    return a;
}

/* Between a place beyond the limit and one within it: where the limit is, on the near side. */
static double edge_of(const stretch *in, double beyond_m, double within_m, double limit_m)
{
    bool grows;
    for (int step = 0; step < 60 && fabs(within_m - beyond_m) > 1e-7; step++) {
        double middle = (beyond_m + within_m) / 2;
        if (distance_at(in, middle, &grows) <= limit_m) within_m = middle;
        else beyond_m = middle;
    }
    return within_m;
}

bool ovf_leg_within(const ovf_leg *leg, double from_m, double to_m, ovf_lonlat point,
                    double limit_m, double *begin_m, double *end_m)
{
    const stretch in = {*leg, from_m, to_m, point};
    double at_m;
    bool grows;
    if (least_of(&in, &at_m) > limit_m) return false;
    *begin_m = distance_at(&in, from_m, &grows) <= limit_m ? from_m
                                                           : edge_of(&in, from_m, at_m, limit_m);
    *end_m = distance_at(&in, to_m, &grows) <= limit_m ? to_m : edge_of(&in, to_m, at_m, limit_m);
    return true;
}

/* ---- lines ---- */

/* Goes along the line from a place on, in stretches of at most OVF_ARC_LENGTH_M. */
typedef struct {
    const ovf_line *line;
    ovf_vector point;
    double from_m;
    size_t fix; /* that the leg in hand begins with */
    stretch now;
} walker;

static ovf_lonlat place_of(const ovf_fix *fix) { return (ovf_lonlat){fix->lon, fix->lat}; }

static walker begin_walk(const ovf_line *line, ovf_lonlat point, double from_m)
{
    walker w = {.line = line,
                .point = ovf_earth_point(point.lon, point.lat),
                .from_m = from_m,
                .now = {.point = point}};
    /* The last leg that begins at or before `from_m`. */
    size_t low = 0, high = line->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (line->along_m[middle] <= from_m) low = middle;
        else high = middle;
    }
    w.fix = low;
    return w;
}

/* Whether the leg in hand has a place on the line from `from_m` on that may be nearer than this. */
static bool may_be_near(walker *w, double limit_m)
{
    const ovf_fix *fix = &w->line->fixes[w->fix];
    double length_m = w->line->along_m[w->fix + 1] - w->line->along_m[w->fix];
    if (!(length_m > 1e-6)) return false;
    double chords = ovf_distance(w->point, ovf_earth_point(fix->lon, fix->lat)) +
                    ovf_distance(w->point, ovf_earth_point(fix[1].lon, fix[1].lat));
    if (chords - length_m > 2 * limit_m) return false;
    ovf_leg_between(&w->now.leg, fix->lon, fix->lat, fix[1].lon, fix[1].lat);
    w->now.from_m = fmax(0, w->from_m - w->line->along_m[w->fix]);
    w->now.to_m = w->now.from_m;
    return true;
}

/* The leg's next stretch; false after its last. */
static bool next_stretch(walker *w)
{
    if (!(w->now.leg.length_m - w->now.to_m > 0)) return false;
    w->now.from_m = w->now.to_m;
    w->now.to_m = fmin(w->now.leg.length_m, w->now.from_m + OVF_ARC_LENGTH_M);
    return true;
}

double ovf_line_first(const ovf_line *line, ovf_lonlat point, double from_m, double limit_m)
{
    bool grows;
    for (walker w = begin_walk(line, point, from_m); w.fix + 1 < line->count; w.fix++) {
        if (!may_be_near(&w, limit_m)) continue;
        double start_m = line->along_m[w.fix], at_m;
        while (next_stretch(&w)) {
            if (distance_at(&w.now, w.now.from_m, &grows) <= limit_m)
                return fmax(from_m, start_m + w.now.from_m);
            if (grows || least_of(&w.now, &at_m) > limit_m) continue;
            return start_m + edge_of(&w.now, w.now.from_m, at_m, limit_m);
        }
    }
    /* The place `from_m` itself may be the line's end. */
    const ovf_fix *last = &line->fixes[line->count - 1];
    bool at_end = line->along_m[line->count - 1] - from_m <= 1e-6;
    return at_end && distance_between(place_of(last), point) <= limit_m ? from_m : NAN;
}

double ovf_line_nearest(const ovf_line *line, ovf_lonlat point, double from_m, double *at_m)
{
    double best = INFINITY;
    /* With the fixes first hardly any leg is left to look at. */
    for (size_t i = 0; i < line->count; i++) {
        if (line->along_m[i] < from_m - 1e-6) continue;
        double distance = distance_between(place_of(&line->fixes[i]), point);
        if (distance >= best) continue;
        best = distance;
        *at_m = line->along_m[i];
    }
    for (walker w = begin_walk(line, point, from_m); w.fix + 1 < line->count; w.fix++) {
        if (!may_be_near(&w, best)) continue;
        while (next_stretch(&w)) {
            double here_m, distance = least_of(&w.now, &here_m);
            if (distance >= best) continue;
            best = distance;
            *at_m = line->along_m[w.fix] + here_m;
        }
    }
    return best;
}
