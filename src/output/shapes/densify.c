#include "output/shapes/densify.h"

#include <math.h>

#include "base/array.h"

static size_t pieces(double from_lon, double from_lat, double to_lon, double to_lat)
{
    double longest = fmax(fabs(to_lon - from_lon), fabs(to_lat - from_lat));
    /* A little more than a whole number of steps is one: what has been densified stays as it is. */
    return longest > OVF_MAP_EDGE_DEG * (1 + 1e-9) ? (size_t)ceil(longest / OVF_MAP_EDGE_DEG - 1e-9)
                                                   : 1;
}

size_t ovf_densify(const ovf_lonlat *points, size_t count, ovf_lonlat **buffer, size_t *capacity)
{
    size_t filled = 0;
    for (size_t i = 0; i < count; i++) {
        ovf_lonlat a = points[i == 0 ? 0 : i - 1], b = points[i];
        size_t parts = i == 0 ? 1 : pieces(a.lon, a.lat, b.lon, b.lat);
        if (!ovf_array_reserve(buffer, capacity, filled + parts, sizeof **buffer)) return 0;
        for (size_t k = 1; k < parts; k++) {
            double t = (double)k / (double)parts;
            (*buffer)[filled++] = (ovf_lonlat){a.lon + t * (b.lon - a.lon),
                                               a.lat + t * (b.lat - a.lat)};
        }
        (*buffer)[filled++] = b;
    }
    return filled;
}

size_t ovf_densify_fixes(const ovf_fix *fixes, size_t count, ovf_fix **buffer, size_t *capacity)
{
    size_t filled = 0;
    for (size_t i = 0; i < count; i++) {
        ovf_fix a = fixes[i == 0 ? 0 : i - 1], b = fixes[i];
        size_t parts = i == 0 ? 1 : pieces(a.lon, a.lat, b.lon, b.lat);
        if (!ovf_array_reserve(buffer, capacity, filled + parts, sizeof **buffer)) return 0;
        for (size_t k = 1; k < parts; k++) {
            double t = (double)k / (double)parts;
            (*buffer)[filled++] = (ovf_fix){a.lon + t * (b.lon - a.lon),
                                            a.lat + t * (b.lat - a.lat),
                                            a.altitude_m + t * (b.altitude_m - a.altitude_m),
                                            a.time_s + t * (b.time_s - a.time_s)};
        }
        (*buffer)[filled++] = b;
    }
    return filled;
}
