#include "analysis/survey/survey_bands.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

static double along(const ovf_bands *bands, ovf_flat p)
{
    return p.x * bands->cos + p.y * bands->sin;
}

static double across(const ovf_bands *bands, ovf_flat p)
{
    return p.y * bands->cos - p.x * bands->sin;
}

ovf_flat ovf_bands_place(const ovf_bands *bands, double along_m, double across_m)
{
    return (ovf_flat){along_m * bands->cos - across_m * bands->sin,
                      along_m * bands->sin + across_m * bands->cos};
}

/* Where an edge is at a distance across. */
static double along_at(double u1, double v1, double u2, double v2, double v)
{
    return v1 == v2 ? u1 : u1 + (v - v1) / (v2 - v1) * (u2 - u1);
}

/* The part of an edge between two distances across; false where there is none. */
static bool clip(double v1, double v2, double bottom, double top, double *a, double *b)
{
    *a = fmin(fmax(v1, bottom), top);
    *b = fmin(fmax(v2, bottom), top);
    return fmax(v1, v2) >= bottom && fmin(v1, v2) <= top;
}

/* An edge adds to the area of each band that it passes through what lies to the left of it (Green's
 * theorem), and its ends there to how far the band goes. The edge may be off by the slack, so that
 * what is so far beside the band may be in it. */
static void add_edge(ovf_bands *bands, ovf_flat from, ovf_flat to, double slack_m)
{
    double u1 = along(bands, from), v1 = across(bands, from), u2 = along(bands, to),
           v2 = across(bands, to);
    double low = (fmin(v1, v2) - slack_m - bands->first_m) / bands->width_m,
           high = (fmax(v1, v2) + slack_m - bands->first_m) / bands->width_m;
    for (size_t k = (size_t)fmax(0, floor(low)); k < bands->count && (double)k <= high; k++) {
        ovf_band *band = &bands->items[k];
        double bottom = bands->first_m + (double)k * bands->width_m, top = bottom + bands->width_m,
               a, b;
        if (clip(v1, v2, bottom, top, &a, &b))
            band->area_m2 += (b - a) * (along_at(u1, v1, u2, v2, a) + along_at(u1, v1, u2, v2, b)) /
                             2;
        if (!clip(v1, v2, bottom - slack_m, top + slack_m, &a, &b)) continue;
        double ua = v1 == v2 ? u1 : along_at(u1, v1, u2, v2, a),
               ub = v1 == v2 ? u2 : along_at(u1, v1, u2, v2, b);
        band->from_m = fmin(band->from_m, fmin(ua, ub));
        band->to_m = fmax(band->to_m, fmax(ua, ub));
    }
}

bool ovf_bands_cut(ovf_bands *bands, const ovf_rings *rings, double angle, double width_m,
                   double offset, double slack_m)
{
    double low = INFINITY, high = -INFINITY;
    bands->cos = cos(angle);
    bands->sin = sin(angle);
    bands->width_m = width_m;
    bands->count = 0;
    for (size_t i = 0; i < rings->count; i++) {
        low = fmin(low, across(bands, rings->points[i]));
        high = fmax(high, across(bands, rings->points[i]));
    }
    bands->first_m = low - slack_m - offset * width_m;
    double count = ceil((high + slack_m - bands->first_m) / width_m);
    if (!(count >= 1)) count = 1;
    if (!ovf_array_reserve(&bands->items, &bands->capacity, (size_t)count, sizeof *bands->items))
        return false;
    bands->count = (size_t)count;
    for (size_t k = 0; k < bands->count; k++) bands->items[k] = (ovf_band){0, INFINITY, -INFINITY};
    for (size_t r = 0, i = 0; r < rings->ring_count; i = rings->ends[r++])
        for (size_t k = i; k + 1 < rings->ends[r]; k++)
            add_edge(bands, rings->points[k], rings->points[k + 1], slack_m);
    for (size_t k = 0; k < bands->count; k++) {
        bands->items[k].from_m -= slack_m; /* of an empty one they stay as they are, infinite */
        bands->items[k].to_m += slack_m;
    }
    return true;
}

void ovf_bands_clear(ovf_bands *bands)
{
    free(bands->items);
    *bands = (ovf_bands){0};
}
