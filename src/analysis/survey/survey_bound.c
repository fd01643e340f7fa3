/* The most that any route can see.
 *
 * A route sees no place farther from it than r, the farther end of what the sensor sees. Let a disc
 * of the radius r move along the route. When its centre moves on by ds, the distance of a place at
 * the angle f from the direction of flight changes by -cos(f) ds (first variation), so that only
 * the front half of the disc's edge takes in what is new: the integral of cos(f) J df, where J, the
 * edge's length for each unit of f, is at most r on a surface without negative curvature (Bishop),
 * as the ellipsoid is. That is 2 r ds at most. The disc itself has at most the area pi r^2. So a
 * route of the length L sees at most
 *
 *     2 r L + pi r^2                                                                        (1)
 *
 * In the plane this is Hotelling's bound (Tubes and spheres in n-spaces, American Journal of
 * Mathematics 61 (1939) 440-460), and it is the least one: a straight route that turns on the spot
 * where it begins and ends sees as much. A sensor that is off in turns sees no more than the width
 * of its swath with each metre, and nothing besides.
 *
 * Parts. Let the zone have parts Z1, Z2 ... A route sees something of Zi only while it is within r
 * of it. Two such times for different parts i and k, none for a third part in between, are at least
 * d(i,k) - 2 r apart, d being the distance of the parts. The parts S that a route sees are
 * connected by such gaps, so that their sum is at least the weight w(S) of the least tree that
 * spans S (J. Kruskal, On the shortest spanning subtree of a graph, Proceedings of the American
 * Mathematical Society 7 (1956) 48-50). Nothing is seen in them, nor on the way from a given place
 * to within r of the first part of S, nor from the last one to the other place. What is left of L
 * counts in (1), and no more is seen than S has. The bound is the greatest of all S.
 *
 * Windows. Let x be a function on the ellipsoid that changes by no more than a point moves: the
 * product of the place in space with a direction of length 1, or the distance in space from a fixed
 * place. Along the route x takes all values of an interval not longer than L, and what the route
 * sees is in the window that is longer by r at both ends. So
 *
 *     no route sees more than the greatest window of the width L + 2 r has of the zone.      (2)
 *
 * That is less than (1) where the zone is narrower than the swath. Where a route has to begin or
 * end at a given place, it also has to fly from there to both ends of the interval, so that this is
 * shorter. (2) holds for each x, and for each S with the windows' areas of S alone.
 *
 * Narrow parts. Let bi be such that windows of a width w >= 2 r never have more than bi w of Zi,
 * for some x. Divide the route at its ways from one part to another, which are d(i,k) - 2 r long or
 * longer. If the route comes to Zi in vi pieces of the length Li in total, it sees at most
 * bi (Li + 2 r vi) of it, and also at most 2 r Li besides the disc around its beginning. Of the
 * ways the least tree takes as many as S has parts, less one. Each piece more costs a way more, of
 * the length g at least, the least one in S, and is worth 2 r bi: that is 2 r bi / g a metre. So
 * what is left of L after w(S) is spent best on
 *
 *     the sum of min(Zi, 2 r Li, 2 r bi + max(bi, 2 r bi / g) Li)                            (3)
 *
 * which is concave: the steepest pieces first.
 *
 * Discs. A route of the length L is n pieces of the length L / n, each of which lies within L / 2n
 * of its middle. So
 *
 *     no route sees more than n discs of the radius L / 2n + r have of the zone,             (4)
 *
 * for each n. That is near L w + 2 r w n where the zone is a band that is w wide, whichever way it
 * winds, as long as discs of that size do not meet it twice.
 *
 * Reach. A route of the length L from a place F to a place T sees only places P with
 * |FP| + |PT| <= L + 2 r; of one that only begins at F, |FP| <= L + r.
 *
 * Inside. What a route sees that begins on the zone's outline is by the same argument as (1) at
 * most 2 r L beyond the disc around its beginning, and within the zone that disc lies in the strip
 * of all places that are within r of the outline. A route with L kilometres inside the zone and any
 * number outside is either inside all along, so that all of the above holds, or each of its pieces
 * inside begins or ends on the outline, and what it sees from outside is in the strip as well. That
 * makes at most
 *
 *     2 r L + the strip's area                                                               (5)
 *
 * however often it comes and goes. */
#include "analysis/survey/survey_bound.h"

#include <stdlib.h>

#include "analysis/survey/survey_meter.h"
#include "analysis/survey/survey_strip.h"
#include "base/array.h"
#include "base/error.h"
#include "overflight/area.h"

/* Areas of routes are measured to 1e-6 of themselves. */
#define MEASURED 1e-6
/* What is seen of a swath is drawn to this. */
#define DRAWN_M 1.0
#define HALVINGS 60
/* Pieces that are thought of. */
#define PIECES_MOST 50

/* How far the route must fly between both places before and after it sees the zone, at least. */
static ovf_status find_ways(const ovf_zone *zone, const ovf_survey_options *options, double r,
                            double *ways_m, ovf_error *error)
{
    const ovf_lonlat *places[] = {options->from, options->to};
    ovf_survey_meter meter = {0};
    *ways_m = 0;
    if (places[0] == NULL && places[1] == NULL) return OVF_OK;
    ovf_status status = ovf_survey_meter_open(&meter, zone, error);
    for (int i = 0; i < 2 && status == OVF_OK; i++) {
        double distance_m = 0;
        if (places[i] != NULL) status = ovf_survey_distance(&meter, places[i], &distance_m, error);
        *ways_m += fmax(0, distance_m - r - 1e-3);
    }
    ovf_survey_meter_close(&meter);
    return status;
}

/* ---- what the bound rests on ---- */

static double distance_to(const ovf_lonlat *end, ovf_vector place)
{
    return end == NULL ? 0 : ovf_distance(ovf_earth_point(end->lon, end->lat), place);
}

static bool find_detours(ovf_survey_bounds *in)
{
    const ovf_survey_shape *shape = &in->shape;
    const ovf_lonlat *from = in->from, *to = in->to;
    in->detours_m = ovf_array_new(shape->count, sizeof *in->detours_m);
    if (in->detours_m == NULL) return false;
    for (size_t k = 0; k < shape->part_count; k++) {
        in->from_m[k] = from != NULL ? INFINITY : 0;
        in->to_m[k] = to != NULL ? INFINITY : 0;
    }
    for (size_t i = 0; i < shape->count; i++) {
        double before = fmax(0, distance_to(from, shape->places[i]) - in->reach_m - shape->slack_m),
               after = fmax(0, distance_to(to, shape->places[i]) - in->reach_m - shape->slack_m);
        int part = shape->parts[i];
        in->from_m[part] = fmin(in->from_m[part], before);
        in->to_m[part] = fmin(in->to_m[part], after);
        in->detours_m[i] = before + after;
    }
    return true;
}

/* A zone that has no room in a plane is bounded without its shape. */
static ovf_status find_shape(ovf_survey_bounds *in, const ovf_zone *zone, ovf_error *error)
{
    ovf_status status = ovf_survey_shape_open(&in->shape, zone, 2 * in->reach_m, error);
    if (status == OVF_ERROR_GEOMETRY) return OVF_OK;
    if (status != OVF_OK) return status;
    if (!ovf_survey_windows_open(&in->windows, &in->shape, in->reach_m, in->from, in->to) ||
        !find_detours(in))
        return ovf_fail_memory(error);
    in->shaped = true;
    return OVF_OK;
}

ovf_status ovf_survey_bounds_open(ovf_survey_bounds *bounds, const ovf_zone *zone,
                                  const ovf_survey_options *options, ovf_error *error)
{
    ovf_area area;
    *bounds = (ovf_survey_bounds){.strip_m2 = NAN, .zone = zone};
    ovf_status status = ovf_survey_options_check(zone, options, error);
    if (status == OVF_OK) status = ovf_zone_area(zone, &area, error);
    if (status != OVF_OK) return status;
    const ovf_swath_interval *swath = &options->swath;
    double r = fmax(fabs(swath->low_m), fabs(swath->high_m));
    bounds->area_m2 = area.m2;
    bounds->reach_m = r * (1 + MEASURED) + DRAWN_M;
    bounds->rate_m = options->off_in_turns ? swath->high_m - swath->low_m : 2 * r;
    bounds->cap_m2 = options->off_in_turns ? 0 : 180 * OVF_RADIAN * r * r;
    bounds->from = options->from;
    bounds->to = options->to;
    status = find_ways(zone, options, r, &bounds->ways_m, error);
    if (status == OVF_OK) status = find_shape(bounds, zone, error);
    if (status != OVF_OK) ovf_survey_bounds_close(bounds);
    return status;
}

void ovf_survey_bounds_close(ovf_survey_bounds *bounds)
{
    ovf_survey_windows_close(&bounds->windows);
    ovf_survey_shape_close(&bounds->shape);
    free(bounds->detours_m);
    *bounds = (ovf_survey_bounds){0};
}

/* ---- a set of parts ---- */

static bool holds(unsigned parts, size_t part) { return (parts >> part & 1) != 0; }

/* The least tree that spans the parts, by Prim; the least of its edges, or of all. */
static double span(const ovf_survey_bounds *in, unsigned parts, double *least_m)
{
    double sum = 0;
    unsigned reached = parts & (0u - parts);
    *least_m = INFINITY;
    while (reached != parts) {
        double nearest = INFINITY;
        size_t next = 0;
        for (size_t i = 0; i < in->shape.part_count; i++)
            for (size_t k = 0; k < in->shape.part_count; k++)
                if (holds(reached, i) && holds(parts & ~reached, k) &&
                    in->shape.gaps_m[i][k] < nearest) {
                    nearest = in->shape.gaps_m[i][k];
                    next = k;
                }
        nearest = fmax(0, nearest - 2 * in->reach_m);
        *least_m = fmin(*least_m, nearest);
        sum += nearest;
        reached |= 1u << next;
    }
    return sum;
}

static double nearest_of(const double *distances, size_t count, unsigned parts)
{
    double least = INFINITY;
    for (size_t k = 0; k < count; k++)
        if (holds(parts, k)) least = fmin(least, distances[k]);
    return least;
}

/* (3), besides the disc: all parts first rise with the rate, up to what the beginning of their
 * second pieces is, and then as those do. */
static double spend(const ovf_survey_bounds *in, unsigned parts, double useful_m, double least_m)
{
    double seen = 0, left = useful_m, slopes[OVF_SHAPE_PARTS], rests[OVF_SHAPE_PARTS];
    for (size_t k = 0; k < in->shape.part_count; k++) {
        double broad = in->windows.broadest_m[k], start = 2 * in->reach_m * broad,
               all = in->shape.part_m2[k];
        slopes[k] = rests[k] = 0;
        if (!holds(parts, k)) continue;
        slopes[k] = broad * fmax(1, 2 * in->reach_m / least_m);
        /* Where the pieces meet; a part that is not narrow has one only. */
        double meet = slopes[k] < in->rate_m ? start / (1 - slopes[k] / in->rate_m) : INFINITY,
               first = fmin(all, meet), flown = fmin(left, first / in->rate_m);
        rests[k] = all - first;
        seen += flown * in->rate_m;
        left -= flown;
    }
    for (;;) {
        size_t best = 0;
        for (size_t k = 1; k < in->shape.part_count; k++)
            if (rests[k] > 0 && !(rests[best] > 0 && slopes[best] >= slopes[k])) best = k;
        if (!(rests[best] > 0) || !(left > 0)) return seen;
        double flown = fmin(left, rests[best] / slopes[best]);
        seen += flown * slopes[best];
        left -= flown;
        rests[best] = 0;
    }
}

/* What the route can see of the parts by its length alone; -INFINITY: it does not get there. */
static double by_length(const ovf_survey_bounds *in, unsigned parts, double length_m)
{
    double all = 0, least_m, way_m = span(in, parts, &least_m);
    double to_there = nearest_of(in->from_m, in->shape.part_count, parts) +
                      nearest_of(in->to_m, in->shape.part_count, parts);
    double useful_m = length_m - way_m - fmax(to_there, in->ways_m);
    if (useful_m < 0) return -INFINITY;
    for (size_t k = 0; k < in->shape.part_count; k++)
        if (holds(parts, k)) all += in->shape.part_m2[k];
    double most = (parts & (parts - 1)) == 0 ? in->rate_m * useful_m
                                             : spend(in, parts, useful_m, least_m);
    return fmin(all, in->cap_m2 + most);
}

/* What lies where routes of the length get to. */
static double within_reach(const ovf_survey_bounds *in, unsigned parts, double length_m)
{
    double sum = 0;
    for (size_t i = 0; i < in->shape.count; i++)
        if (in->detours_m[i] <= length_m && holds(parts, (size_t)in->shape.parts[i]))
            sum += in->shape.areas_m2[i];
    return sum;
}

/* ---- the bound ---- */

/* The greatest of all sets of parts, those first that promise most. */
static double most_by_shape(const ovf_survey_bounds *in, double length_m)
{
    double lengths[1 << OVF_SHAPE_PARTS], most = 0;
    unsigned sets = 1u << in->shape.part_count;
    for (unsigned parts = 1; parts < sets; parts++) lengths[parts] = by_length(in, parts, length_m);
    for (;;) {
        unsigned best = 1;
        for (unsigned parts = 2; parts < sets; parts++)
            if (lengths[parts] > lengths[best]) best = parts;
        if (!(lengths[best] > most)) return most;
        double seen = lengths[best];
        if (in->from != NULL || in->to != NULL) seen = fmin(seen, within_reach(in, best, length_m));
        if (seen > most)
            seen = fmin(seen, ovf_survey_windows_most(&in->windows, best, length_m, most));
        most = fmax(most, seen);
        lengths[best] = -INFINITY;
    }
}

/* (4), where it is less than what is known. The numbers of pieces are always the same, so that more
 * distance never has less. */
static double most_by_discs(const ovf_survey_bounds *in, double useful_m, double most)
{
    for (int n = 1; n <= PIECES_MOST; n += 1 + n / 4) {
        double radius = useful_m / (2 * n) + in->reach_m;
        most = fmin(most, n * ovf_survey_shape_disc(&in->shape, radius, most / n));
    }
    return most;
}

double ovf_survey_bounds_most(const ovf_survey_bounds *bounds, double length_m)
{
    double useful_m = length_m - bounds->ways_m;
    if (useful_m < 0) return 0;
    double most = bounds->rate_m * useful_m + bounds->cap_m2;
    if (bounds->shaped) {
        most = fmin(most, most_by_shape(bounds, length_m));
        most = most_by_discs(bounds, useful_m, most);
    }
    most *= 1 + MEASURED;
    return most < bounds->area_m2 * (1 - 1e-9) ? most : bounds->area_m2;
}

ovf_status ovf_survey_bounds_most_inside(ovf_survey_bounds *bounds, double inside_m,
                                         double *most_m2, ovf_error *error)
{
    if (isnan(bounds->strip_m2)) {
        ovf_status status = ovf_survey_strip_find(bounds->zone, bounds->area_m2, bounds->reach_m,
                                                  &bounds->strip_m2, error);
        if (status != OVF_OK) return status;
    }
    double all_inside = ovf_survey_bounds_most(bounds, inside_m),
           from_outside = (bounds->strip_m2 + bounds->rate_m * inside_m) * (1 + MEASURED);
    *most_m2 = fmin(bounds->area_m2, fmax(all_inside, from_outside));
    return OVF_OK;
}

double ovf_survey_bounds_least(const ovf_survey_bounds *bounds, double wanted_m2)
{
    double low = 0, high = 1000;
    if (ovf_survey_bounds_most(bounds, 0) >= wanted_m2) return 0;
    while (ovf_survey_bounds_most(bounds, high) < wanted_m2 && high < 1e12) high *= 2;
    for (int k = 0; k < HALVINGS && high - low > 1e-6 * high; k++) {
        double middle = (low + high) / 2;
        if (ovf_survey_bounds_most(bounds, middle) >= wanted_m2) high = middle;
        else low = middle;
    }
    return low;
}

ovf_status ovf_survey_bound_find(const ovf_zone *zone, const ovf_survey_options *options,
                                 ovf_survey_bound *bound, ovf_error *error)
{
    if (bound == NULL) return ovf_fail_null(error, "a place for the bound");
    ovf_survey_bounds bounds;
    ovf_status status = ovf_survey_bounds_open(&bounds, zone, options, error);
    if (status != OVF_OK) return status;
    double most_m2 = bounds.area_m2;
    if (options->max_m > 0) most_m2 = ovf_survey_bounds_most(&bounds, options->max_m);
    if (options->max_inside_m > 0) {
        double inside_m2 = 0;
        status = ovf_survey_bounds_most_inside(&bounds, options->max_inside_m, &inside_m2, error);
        most_m2 = fmin(most_m2, inside_m2);
    }
    double least_m = ovf_survey_bounds_least(&bounds, options->coverage * bounds.area_m2);
    if (status == OVF_OK)
        *bound = (ovf_survey_bound){.area_m2 = bounds.area_m2,
                                    .covered_m2 = most_m2,
                                    .covered_fraction = most_m2 / bounds.area_m2,
                                    .least_m = least_m};
    ovf_survey_bounds_close(&bounds);
    return status;
}
