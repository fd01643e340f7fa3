#include "geodesy/unwrap.h"

#include <math.h>
#include <stdlib.h>

#include <geodesic.h>

#include "base/array.h"

static bool add(ovf_unwrapped *unwrapped, double lon, double lat)
{
    size_t wanted = unwrapped->count + 1;
    if (!ovf_array_reserve(&unwrapped->lon, &unwrapped->lon_capacity, wanted,
                           sizeof *unwrapped->lon) ||
        !ovf_array_reserve(&unwrapped->lat, &unwrapped->lat_capacity, wanted,
                           sizeof *unwrapped->lat))
        return false;
    unwrapped->lon[unwrapped->count] = lon;
    unwrapped->lat[unwrapped->count] = lat;
    unwrapped->count = wanted;
    unwrapped->west = fmin(unwrapped->west, lon);
    unwrapped->east = fmax(unwrapped->east, lon);
    return true;
}

/* The points between two vertices, `to_lon` being the unwrapped longitude of the second. */
static bool add_geodesic(ovf_unwrapped *unwrapped, ovf_lonlat from, ovf_lonlat to, double from_lon,
                         double to_lon)
{
    const double piece_m = 10e3;
    struct geod_geodesic earth;
    struct geod_geodesicline line;
    geod_init(&earth, 6378137.0, 1 / 298.257223563);
    geod_inverseline(&line, &earth, from.lat, from.lon, to.lat, to.lon,
                     GEOD_LATITUDE | GEOD_LONGITUDE | GEOD_DISTANCE_IN);
    int pieces = (int)ceil(line.s13 / piece_m);
    for (int i = 1; i < pieces; i++) {
        double lat, lon;
        geod_position(&line, line.s13 * i / pieces, &lat, &lon, NULL);
        /* The unwrapped longitude next to where a straight line would be: right unless the edge
         * passes within some kilometres of a pole, where this plane says little anyway. */
        double near = from_lon + (to_lon - from_lon) * i / pieces;
        lon += 360 * round((near - lon) / 360);
        if (!add(unwrapped, lon, lat)) return false;
    }
    return true;
}

bool ovf_unwrap(const ovf_ring *ring, ovf_circle circle, ovf_edges edges, ovf_unwrapped *unwrapped)
{
    unwrapped->count = 0;
    unwrapped->has_circle = false;
    unwrapped->west = INFINITY;
    unwrapped->east = -INFINITY;
    double turn = 0; /* a multiple of 360, so that nothing adds up but the rounding of one sum */
    for (size_t i = 0; i < ring->count; i++) {
        ovf_lonlat vertex = ring->vertices[i];
        if (i > 0) {
            ovf_lonlat before = ring->vertices[i - 1];
            double jump = vertex.lon - before.lon;
            bool whole = fabs(jump) == 360;
            if (whole) unwrapped->has_circle = true;
            if (fabs(jump) > 180 && !(whole && circle == OVF_CIRCLE_WHOLE))
                turn -= 360 * round(jump / 360);
            if (edges == OVF_EDGES_GEODESIC &&
                !add_geodesic(unwrapped, before, vertex, unwrapped->lon[unwrapped->count - 1],
                              vertex.lon + turn))
                return false;
        }
        if (!add(unwrapped, vertex.lon + turn, vertex.lat)) return false;
    }
    unwrapped->turns = ring->count == 0
                           ? 0
                           : (int)lround(
                                 (unwrapped->lon[unwrapped->count - 1] - unwrapped->lon[0]) / 360);
    return true;
}

void ovf_unwrapped_clear(ovf_unwrapped *unwrapped)
{
    free(unwrapped->lon);
    free(unwrapped->lat);
    *unwrapped = (ovf_unwrapped){0};
}

void ovf_unwrapped_shift(ovf_unwrapped *unwrapped, double degrees)
{
    if (degrees == 0) return;
    for (size_t i = 0; i < unwrapped->count; i++) unwrapped->lon[i] += degrees;
    unwrapped->west += degrees;
    unwrapped->east += degrees;
}

void ovf_unwrapped_write(const ovf_unwrapped *unwrapped, ovf_ring *ring)
{
    size_t kept = 0;
    for (size_t i = 0; i < unwrapped->count && i < ring->count; i++) {
        ovf_lonlat vertex = {unwrapped->lon[i], unwrapped->lat[i]};
        if (kept > 0 && ring->vertices[kept - 1].lon == vertex.lon &&
            ring->vertices[kept - 1].lat == vertex.lat)
            continue;
        ring->vertices[kept++] = vertex;
    }
    ring->count = kept;
    /* A ring around a pole ends a whole turn from where it began. */
    if (kept > 0) ring->vertices[kept - 1] = ring->vertices[0];
}
