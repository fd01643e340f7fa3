#include "analysis/survey/survey_windows.h"

#include <stdlib.h>

#include "base/array.h"

#define HALF_TURN (180 * OVF_RADIAN)

/* The function that an axis is: a product with a direction of length 1, or a distance in space.
 * Neither changes by more than a point moves. */
typedef struct {
    ovf_vector at;
    bool distance;
} ruler;

static double measure(const ruler *by, ovf_vector place)
{
    return by->distance ? ovf_distance(by->at, place) : ovf_dot(by->at, place);
}

/* ---- the axes ---- */

/* Directions at right angles to the earth's radius in the middle of the shape. */
static void choose_directions(const ovf_survey_shape *shape, ruler *rulers)
{
    ovf_vector sum = {0, 0, 0};
    for (size_t i = 0; i < shape->count; i++)
        sum = ovf_add(sum, ovf_scale(shape->places[i], shape->areas_m2[i]));
    if (!(ovf_norm(sum) > 0)) sum = (ovf_vector){0, 0, 1};
    ovf_vector up = ovf_unit(sum),
               aside = fabs(up.z) < 0.9 ? (ovf_vector){0, 0, 1} : (ovf_vector){1, 0, 0},
               east = ovf_unit(ovf_cross(aside, up)), north = ovf_cross(up, east);
    for (int k = 0; k < OVF_WINDOW_DIRECTIONS; k++) {
        double angle = HALF_TURN * k / OVF_WINDOW_DIRECTIONS;
        rulers[k] = (ruler){ovf_add(ovf_scale(east, cos(angle)), ovf_scale(north, sin(angle))),
                            false};
    }
}

/* Each the cell farthest from those before it: ends of arms come first. */
static bool choose_places(const ovf_survey_shape *shape, ruler *rulers)
{
    double *nearest = ovf_array_new(shape->count, sizeof *nearest);
    if (nearest == NULL) return false;
    size_t chosen = 0;
    for (size_t i = 0; i < shape->count; i++) nearest[i] = INFINITY;
    for (int k = 0; k < OVF_WINDOW_PLACES; k++) {
        size_t next = chosen;
        rulers[k] = (ruler){shape->places[chosen], true};
        for (size_t i = 0; i < shape->count; i++) {
            nearest[i] = fmin(nearest[i], ovf_distance(shape->places[i], shape->places[chosen]));
            if (nearest[i] > nearest[next]) next = i;
        }
        chosen = next;
    }
    free(nearest);
    return true;
}

static double *bins_of(const ovf_survey_windows *windows, int axis, size_t part)
{
    return windows->areas_m2 + ((size_t)axis * OVF_SHAPE_PARTS + part) * OVF_WINDOW_BINS;
}

static double end_on(const ruler *by, const ovf_lonlat *end)
{
    return end != NULL ? measure(by, ovf_earth_point(end->lon, end->lat)) : NAN;
}

static void fill(ovf_survey_windows *windows, int number, const ruler *by)
{
    const ovf_survey_shape *shape = windows->shape;
    ovf_window_axis *axis = &windows->axes[number];
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < shape->count; i++) {
        double at = measure(by, shape->places[i]);
        low = fmin(low, at);
        high = fmax(high, at);
    }
    axis->low_m = low;
    axis->step_m = fmax(1e-3, (high - low) / (OVF_WINDOW_BINS - 1));
    for (size_t i = 0; i < shape->count; i++) {
        int bin = (int)((measure(by, shape->places[i]) - low) / axis->step_m);
        bin = bin < OVF_WINDOW_BINS ? bin : OVF_WINDOW_BINS - 1;
        bins_of(windows, number, (size_t)shape->parts[i])[bin] += shape->areas_m2[i];
    }
}

/* The greatest area for each metre of windows that are as wide as twice the reach or wider. Those
 * up to twice as wide do, since a wider one is made of such. */
static double broadest(const ovf_survey_windows *windows, size_t part)
{
    double least = INFINITY, narrow = 2 * windows->reach_m, around = 2 * windows->shape->slack_m;
    for (int k = 0; k < OVF_WINDOWS; k++) {
        double sums[OVF_WINDOW_BINS + 1] = {0}, step = windows->axes[k].step_m, most = 0;
        const double *bins = bins_of(windows, k, part);
        for (int i = 0; i < OVF_WINDOW_BINS; i++) sums[i + 1] = sums[i] + bins[i];
        /* What is wider than count - 2 bins, less the slack, and narrower than count - 1 of them
         * touches `count` bins at most. */
        int before = 1;
        for (int count = 2; before < OVF_WINDOW_BINS; count += 1 + count / 16) {
            int bin_count = count < OVF_WINDOW_BINS ? count : OVF_WINDOW_BINS;
            double from_m = (before - 1) * step - around, to_m = (bin_count - 1) * step - around,
                   greatest = 0;
            if (from_m > 2 * narrow) break;
            before = bin_count;
            if (to_m < narrow && bin_count < OVF_WINDOW_BINS) continue;
            for (int i = 0; i + bin_count <= OVF_WINDOW_BINS; i++)
                greatest = fmax(greatest, sums[i + bin_count] - sums[i]);
            most = fmax(most, greatest / fmax(from_m, narrow));
        }
        least = fmin(least, most);
    }
    return least;
}

bool ovf_survey_windows_open(ovf_survey_windows *windows, const ovf_survey_shape *shape,
                             double reach_m, const ovf_lonlat *from, const ovf_lonlat *to)
{
    ruler rulers[OVF_WINDOWS];
    *windows = (ovf_survey_windows){.shape = shape, .reach_m = reach_m};
    windows->areas_m2 = ovf_array_new((size_t)OVF_WINDOWS * OVF_SHAPE_PARTS * OVF_WINDOW_BINS,
                                      sizeof *windows->areas_m2);
    if (windows->areas_m2 == NULL) return false;
    choose_directions(shape, rulers);
    if (!choose_places(shape, rulers + OVF_WINDOW_DIRECTIONS)) return false;
    for (int k = 0; k < OVF_WINDOWS; k++) {
        fill(windows, k, &rulers[k]);
        windows->axes[k].from_m = end_on(&rulers[k], from);
        windows->axes[k].to_m = end_on(&rulers[k], to);
    }
    for (size_t part = 0; part < shape->part_count; part++)
        windows->broadest_m[part] = broadest(windows, part);
    return true;
}

void ovf_survey_windows_close(ovf_survey_windows *windows)
{
    free(windows->areas_m2);
    *windows = (ovf_survey_windows){0};
}

/* ---- windows ---- */

/* Windows anywhere that begin at what is in a bin. */
static double most_anywhere(const ovf_window_axis *axis, const double *sums, double width_m)
{
    double most = 0, touched = 2 + floor(width_m / axis->step_m + 1e-6);
    int count = touched < OVF_WINDOW_BINS ? (int)touched : OVF_WINDOW_BINS;
    for (int i = 0; i + count <= OVF_WINDOW_BINS; i++) most = fmax(most, sums[i + count] - sums[i]);
    return most;
}

/* What lies in all bins that a window touches. */
static double sum_within(const ovf_window_axis *axis, const double *sums, double from_m,
                         double to_m)
{
    double first = floor((from_m - axis->low_m) / axis->step_m - 1e-6),
           end = floor((to_m - axis->low_m) / axis->step_m + 1e-6) + 1;
    if (first >= OVF_WINDOW_BINS || end <= 0) return 0;
    return sums[end < OVF_WINDOW_BINS ? (int)end : OVF_WINDOW_BINS] -
           sums[first > 0 ? (int)first : 0];
}

/* How far up a route gets at most that goes down to `down` and has the given ends, of which one may
 * be free: it has to turn, and flies the part between `down` and the end twice, or that between the
 * end and the top. */
static double top_of(const ovf_window_axis *axis, double down, double length_m)
{
    double from = axis->from_m, to = axis->to_m, end = isnan(from) ? to : from;
    if (!isnan(from) && !isnan(to)) return down + (length_m + fabs(from - to)) / 2;
    return fmax(length_m + 2 * down - end, (length_m + down + end) / 2);
}

/* Windows of routes with given ends: down to somewhere, and up as far as the length goes. */
static double most_with_ends(const ovf_window_axis *axis, const double *sums, double length_m,
                             double beyond_m)
{
    double from = isnan(axis->from_m) ? axis->to_m : axis->from_m,
           to = isnan(axis->to_m) ? axis->from_m : axis->to_m, low = fmin(from, to),
           high = fmax(from, to), most = -INFINITY, step = axis->step_m,
           end = axis->low_m + OVF_WINDOW_BINS * step + beyond_m;
    /* Who goes farther down than where the zone ends sees no more for it, and who stays above sees
     * nothing. */
    for (double down = fmin(low, axis->low_m - beyond_m);; down += step) {
        double lowest = fmin(low, down + step), top = top_of(axis, lowest, length_m);
        if (down > end) top = top_of(axis, lowest = low, length_m);
        if (top >= high) most = fmax(most, sum_within(axis, sums, down - beyond_m, top + beyond_m));
        if (lowest >= low) return most;
    }
}

double ovf_survey_windows_most(const ovf_survey_windows *windows, unsigned parts, double length_m,
                               double enough_m2)
{
    double least = INFINITY, beyond = windows->reach_m + windows->shape->slack_m;
    for (int k = 0; k < OVF_WINDOWS && least > enough_m2; k++) {
        const ovf_window_axis *axis = &windows->axes[k];
        double sums[OVF_WINDOW_BINS + 1] = {0};
        for (size_t part = 0; part < windows->shape->part_count; part++) {
            const double *bins = bins_of(windows, k, part);
            if ((parts >> part & 1) == 0) continue;
            for (int i = 0; i < OVF_WINDOW_BINS; i++) sums[i + 1] += bins[i];
        }
        for (int i = 0; i < OVF_WINDOW_BINS; i++) sums[i + 1] += sums[i];
        bool anywhere = isnan(axis->from_m) && isnan(axis->to_m);
        least = fmin(least, anywhere ? most_anywhere(axis, sums, length_m + 2 * beyond)
                                     : most_with_ends(axis, sums, length_m, beyond));
    }
    return least;
}
