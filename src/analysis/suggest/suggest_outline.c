/* Outlines of what is in the way, as coarse as a search wants them, and the corners around them.
 *
 * An outline is simplified by Douglas and Peucker's rule (The Canadian Cartographer 10 (1973) 112),
 * with the plane of a leg in place of the straight line. Each sample gets the distance at which the
 * rule would take it in, so that outlines of any detail come from one run. */
#include <stdlib.h>
#include <string.h>

#include "analysis/suggest/suggest.h"
#include "base/array.h"

bool ovf_way_add(ovf_way *way, ovf_stop stop)
{
    if (!ovf_array_reserve(&way->items, &way->capacity, way->count + 1, sizeof *way->items))
        return false;
    way->items[way->count++] = stop;
    return true;
}

double ovf_rough_length(ovf_vector a, ovf_vector b)
{
    const double diameter = 2 * 6371008.8;
    return diameter * asin(fmin(1, ovf_distance(a, b) / diameter));
}

typedef struct {
    size_t first, last;
    double weight_m; /* of what lies between: at most */
} span;

static double off_span(const ovf_stop *a, const ovf_stop *b, ovf_vector p)
{
    ovf_vector chord = ovf_subtract(b->point, a->point), from_a = ovf_subtract(p, a->point),
               from_b = ovf_subtract(p, b->point);
    ovf_vector normal = ovf_cross(ovf_earth_normal(ovf_add(a->point, b->point)), chord);
    double size = ovf_norm(normal);
    if (!(size > 1e-6)) return ovf_norm(from_a);
    if (ovf_dot(from_a, chord) < 0) return ovf_norm(from_a);
    if (ovf_dot(from_b, chord) > 0) return ovf_norm(from_b);
    return fabs(ovf_dot(from_a, normal)) / size;
}

/* Weighs the samples of a chain, all between two that are always needed. */
static bool weigh(ovf_outline *outline, span all)
{
    span *left = NULL;
    size_t count = 0, capacity = 0;
    const ovf_stop *stops = outline->samples.stops;
    if (!ovf_array_reserve(&left, &capacity, 1, sizeof *left)) return false;
    left[count++] = all;
    while (count > 0) {
        span s = left[--count];
        size_t farthest = s.first;
        double most = -1;
        for (size_t k = s.first + 1; k < s.last; k++) {
            double off = off_span(&stops[s.first], &stops[s.last], stops[k].point);
            if (off > most) {
                most = off;
                farthest = k;
            }
        }
        if (farthest == s.first) continue;
        double weight = outline->weight_m[farthest] = fmin(most, s.weight_m);
        if (!ovf_array_reserve(&left, &capacity, count + 2, sizeof *left)) {
            free(left);
            return false;
        }
        left[count++] = (span){s.first, farthest, weight};
        left[count++] = (span){farthest, s.last, weight};
    }
    free(left);
    return true;
}

/* The samples of the next chain: of runs that join. Returns the run after it, or SIZE_MAX when
 * memory is out. */
static size_t sample_chain(ovf_outline *outline, const ovf_boundary *b, size_t run)
{
    ovf_samples *samples = &outline->samples;
    for (bool first = true; run < b->run_count; run++, first = false) {
        if (!first) {
            if (b->runs[run].first != b->runs[run - 1].first + b->runs[run - 1].edges) break;
            samples->count--; /* it begins with the last one again */
        }
        if (!ovf_samples_add(samples, b, &b->runs[run])) return SIZE_MAX;
    }
    if (!ovf_array_reserve(&outline->chain_ends, &outline->chain_capacity, outline->chain_count + 1,
                           sizeof *outline->chain_ends))
        return SIZE_MAX;
    outline->chain_ends[outline->chain_count++] = samples->count;
    return run;
}

bool ovf_outline_build(ovf_outline *outline, const ovf_boundary *boundary)
{
    *outline = (ovf_outline){0};
    for (size_t run = 0; run < boundary->run_count;) {
        run = sample_chain(outline, boundary, run);
        if (run == SIZE_MAX) return false;
    }
    outline->weight_m = ovf_array_new(outline->samples.count, sizeof *outline->weight_m);
    if (outline->weight_m == NULL) return false;
    size_t first = 0;
    for (size_t c = 0; c < outline->chain_count; c++) {
        size_t last = outline->chain_ends[c] - 1;
        outline->weight_m[first] = outline->weight_m[last] = INFINITY;
        if (!weigh(outline, (span){first, last, INFINITY})) return false;
        first = last + 1;
    }
    return true;
}

void ovf_outline_clear(ovf_outline *outline)
{
    free(outline->samples.stops);
    free(outline->weight_m);
    free(outline->chain_ends);
    *outline = (ovf_outline){0};
}

static bool in_range(const ovf_range *range, ovf_vector point, double slack_m)
{
    return ovf_rough_length(range->from.point, point) + ovf_rough_length(point, range->to.point) <=
           range->most_m + slack_m;
}

static int compare_down(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

/* The weight above which samples are taken, so that there are no more than is wanted of those
 * within the range. */
static bool least_weight(const ovf_outline *outline, double standoff_m, const ovf_detail *detail,
                         const ovf_range *range, double *least_m)
{
    size_t count = 0;
    double *weights = ovf_array_new(outline->samples.count, sizeof *weights);
    if (weights == NULL) return false;
    for (size_t k = 0; k < outline->samples.count; k++) {
        double weight = outline->weight_m[k];
        if (weight > detail->stray_m &&
            in_range(range, outline->samples.stops[k].point, 2 * standoff_m))
            weights[count++] = weight;
    }
    *least_m = detail->stray_m;
    if (count > detail->most) {
        qsort(weights, count, sizeof *weights, compare_down);
        *least_m = weights[detail->most];
    }
    free(weights);
    return true;
}

typedef struct {
    ovf_vector east, north;
} level;

static level level_at(ovf_lonlat at)
{
    double sin_lon = sin(at.lon * OVF_RADIAN), cos_lon = cos(at.lon * OVF_RADIAN);
    double sin_lat = sin(at.lat * OVF_RADIAN), cos_lat = cos(at.lat * OVF_RADIAN);
    return (level){{-sin_lon, cos_lon, 0}, {-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat}};
}

/* Corners along a stretch of the circle around a sample, from one azimuth on by `turn` degrees,
 * right positive. */
static bool round_off(const ovf_stop *centre, double radius_m, double from, double turn,
                      const ovf_detail *detail, ovf_corners *corners)
{
    size_t count = (size_t)ceil(fmax(1, fabs(turn) / detail->step_deg));
    ovf_circle circle = {centre->at, radius_m};
    double step = turn / (double)count, half = fabs(step) / 2;
    if (!ovf_array_reserve(&corners->items, &corners->capacity, corners->count + count,
                           sizeof *corners->items))
        return false;
    level here = level_at(centre->at);
    for (size_t k = 0; k < count; k++) {
        double azimuth = from + ((double)k + 0.5) * step, sine = sin(azimuth * OVF_RADIAN),
               cosine = cos(azimuth * OVF_RADIAN);
        ovf_corner *corner = &corners->items[corners->count++];
        corner->stop = ovf_stop_written(ovf_tangent_corner(&circle, azimuth, half));
        corner->outward = ovf_add(ovf_scale(here.east, sine), ovf_scale(here.north, cosine));
        corner->along = ovf_subtract(ovf_scale(here.north, sine), ovf_scale(here.east, cosine));
        corner->span_m = radius_m * tan(half * OVF_RADIAN) + 1;
        corner->near_m = 2 * radius_m * (1 / cos(half * OVF_RADIAN) - 1) + 1;
        corner->slope = tan((half + detail->slack_deg) * OVF_RADIAN);
    }
    return true;
}

static double azimuth(const level *here, ovf_vector direction)
{
    return atan2(ovf_dot(direction, here->east), ovf_dot(direction, here->north)) / OVF_RADIAN;
}

/* The corners at a sample between two others: on the outer side of the turn. */
static bool turn_corner(const ovf_stop *before, const ovf_stop *at, const ovf_stop *after,
                        double radius_m, const ovf_detail *detail, ovf_corners *corners)
{
    level here = level_at(at->at);
    double course = azimuth(&here, ovf_subtract(at->point, before->point));
    double turn = remainder(azimuth(&here, ovf_subtract(after->point, at->point)) - course, 360);
    return round_off(at, radius_m, course - copysign(90, turn), turn, detail, corners);
}

/* How far the samples between two that are taken stray from the plane through these: the rule took
 * the farthest first. */
static double stray_between(const ovf_outline *outline, size_t first, size_t last)
{
    double stray = 0;
    for (size_t k = first + 1; k < last; k++) stray = fmax(stray, outline->weight_m[k]);
    return stray;
}

/* Whether an end of the way lies beside the outline before or behind a sample. From there the next
 * corner may be hidden by what is simplified; an arc that strays from its chord by one part is
 * passed by a tangent from its end to what lies four parts off its other end. */
#define BESIDE 4

static bool is_beside(const ovf_range *range, const ovf_stop *before, const ovf_stop *at,
                      const ovf_stop *after, double radius_m)
{
    double reach = fmax(ovf_distance(before->point, at->point),
                        ovf_distance(at->point, after->point)) +
                   radius_m;
    return fmin(ovf_distance(range->from.point, at->point),
                ovf_distance(range->to.point, at->point)) < reach;
}

bool ovf_outline_corners(const ovf_outline *outline, double standoff_m, const ovf_detail *detail,
                         const ovf_range *range, ovf_corners *corners, double *stray_m)
{
    double least;
    if (!least_weight(outline, standoff_m, detail, range, &least)) return false;
    double radius = standoff_m + outline->samples.bend_m + 2 * OVF_SUGGEST_MARGIN_M;
    const ovf_stop *stops = outline->samples.stops;
    size_t first = 0;
    *stray_m = 0;
    for (size_t c = 0; c < outline->chain_count; c++) {
        size_t end = outline->chain_ends[c], last = end - 1, before = first;
        bool closed = ovf_distance(stops[first].point, stops[last].point) < OVF_TOLERANCE_M;
        for (size_t k = first + 1; closed && k < last; k++)
            if (outline->weight_m[k] > least) before = k;
        double stray_before = closed ? stray_between(outline, before, last) : 0;
        for (size_t k = first; k < (closed ? last : end);) {
            size_t after = k + 1;
            while (after < last && outline->weight_m[after] <= least) after++;
            double stray = k < last ? stray_between(outline, k, after) : 0,
                   most = fmax(stray_before, stray);
            if (in_range(range, stops[k].point, 2 * (radius + most))) {
                bool beside = most > 1 &&
                              is_beside(range, &stops[before], &stops[k], &stops[after], radius);
                for (double by = 1; by <= (beside ? BESIDE : 1); by += BESIDE - 1) {
                    bool added, end_of_chain = !closed && (k == first || k == last);
                    if (end_of_chain)
                        added = round_off(&stops[k], radius + by * most, 0, 360, detail, corners);
                    else
                        added = turn_corner(&stops[before], &stops[k], &stops[after],
                                            radius + by * most, detail, corners);
                    if (!added) return false;
                }
                *stray_m = fmax(*stray_m, most);
            }
            stray_before = stray;
            before = k;
            k = after;
        }
        first = end;
    }
    return true;
}
