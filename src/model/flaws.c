#include "model/flaws.h"

#include <math.h>

/* Nearly nothing has a flaw, so that a block is first looked at as a whole, without a branch for
 * each value. */
#define BLOCK 256

/* A longitude and the same a turn further on differ by a turn and their rounding. */
#define ROUNDING_DEG 1e-9

static bool is_not_finite(double lon, double lat) { return !isfinite(lon) || !isfinite(lat); }

static bool is_out_of_range(double lon, double lat)
{
    return !(fabs(lon) <= OVF_LON_MAX_DEG) || !(fabs(lat) <= OVF_LAT_MAX_DEG);
}

size_t ovf_flaw_not_finite(const double *lon, const double *lat, size_t step, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_not_finite(lon[i * step], lat[i * step])) return i;
    return count;
}

size_t ovf_flaw_out_of_range(const double *lon, const double *lat, size_t step, size_t count)
{
    for (size_t begin = 0; begin < count; begin += BLOCK) {
        size_t end = count - begin < BLOCK ? count : begin + BLOCK;
        int bad = 0;
        for (size_t i = begin; i < end; i++)
            bad |= !(fabs(lon[i * step]) <= OVF_LON_MAX_DEG) |
                   !(fabs(lat[i * step]) <= OVF_LAT_MAX_DEG);
        if (!bad) continue;
        while (!is_out_of_range(lon[begin * step], lat[begin * step])) begin++;
        return begin;
    }
    return count;
}

bool ovf_position_looks_swapped(double lon, double lat)
{
    return fabs(lat) > OVF_LAT_MAX_DEG && fabs(lon) <= OVF_LAT_MAX_DEG && fabs(lat) <= 180;
}

size_t ovf_flaw_infinite(const double *values, size_t step, size_t count)
{
    for (size_t begin = 0; begin < count; begin += BLOCK) {
        size_t end = count - begin < BLOCK ? count : begin + BLOCK;
        int bad = 0;
        for (size_t i = begin; i < end; i++) bad |= fabs(values[i * step]) == INFINITY;
        if (!bad) continue;
        while (!isinf(values[begin * step])) begin++;
        return begin;
    }
    return count;
}

size_t ovf_flaw_backwards(const double *time_s, size_t step, size_t count, size_t *before)
{
    size_t known = count;
    for (size_t i = 0; i < count; i++) {
        double time = time_s[i * step];
        if (isnan(time)) continue;
        if (known < count && time < time_s[known * step]) {
            *before = known;
            return i;
        }
        known = i;
    }
    return count;
}

size_t ovf_flaw_ends(const size_t *ends, size_t count, size_t least)
{
    for (size_t i = 0, before = 0; i < count; before = ends[i++])
        if (ends[i] < before || ends[i] - before < least) return i;
    return count;
}

bool ovf_ring_is_closed(ovf_lonlat first, ovf_lonlat last)
{
    double turn = fabs(first.lon - last.lon);
    return first.lat == last.lat && (turn == 0 || fabs(turn - 360) < ROUNDING_DEG);
}

static bool is_same(ovf_lonlat a, ovf_lonlat b, ovf_edges edges)
{
    if (a.lat != b.lat) return false;
    if (a.lon == b.lon) return true;
    return edges == OVF_EDGES_GEODESIC &&
           (fabs(a.lat) == OVF_LAT_MAX_DEG || remainder(a.lon - b.lon, 360) == 0);
}

size_t ovf_ring_distinct(const ovf_lonlat *vertices, size_t count, ovf_edges edges)
{
    if (count == 0) return 0;
    size_t second = 1;
    while (second < count && is_same(vertices[second], vertices[0], edges)) second++;
    if (second == count) return 1;
    for (size_t i = second + 1; i < count; i++)
        if (!is_same(vertices[i], vertices[0], edges) &&
            !is_same(vertices[i], vertices[second], edges))
            return OVF_RING_DISTINCT_MIN;
    return 2;
}
