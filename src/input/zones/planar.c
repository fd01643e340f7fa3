#include "input/zones/planar.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/array.h"

static GEOSGeometry *make_ring(const ovf_validity *validity, const ovf_unwrapped *ring)
{
    GEOSCoordSequence *sequence = GEOSCoordSeq_copyFromArrays_r(
        validity->geos, ring->lon, ring->lat, NULL, NULL, (unsigned)ring->count);
    return sequence == NULL ? NULL : GEOSGeom_createLinearRing_r(validity->geos, sequence);
}

GEOSGeometry *ovf_planar_polygon(ovf_validity *validity, const ovf_polygon *polygon,
                                 ovf_circle circle, ovf_edges edges, double shift)
{
    size_t holes = polygon->count - 1, made = 0;
    if (!ovf_unwrap(&polygon->rings[0], circle, edges, &validity->outline)) return NULL;
    ovf_unwrapped_shift(&validity->outline, shift);
    double middle = (validity->outline.west + validity->outline.east) / 2;
    GEOSGeometry *outline = make_ring(validity, &validity->outline);
    GEOSGeometry **rings = ovf_array_new(holes, sizeof(GEOSGeometry *));
    bool failed = outline == NULL || rings == NULL;
    while (!failed && made < holes) {
        ovf_unwrapped *ring = &validity->ring;
        failed = !ovf_unwrap(&polygon->rings[made + 1], circle, edges, ring);
        if (failed) break;
        ovf_unwrapped_shift(ring, 360 * round((middle - (ring->west + ring->east) / 2) / 360));
        rings[made] = make_ring(validity, ring);
        failed = rings[made] == NULL;
        if (!failed) made++;
    }
    GEOSGeometry *geometry = failed ? NULL
                                    : GEOSGeom_createPolygon_r(validity->geos, outline, rings,
                                                               (unsigned)holes);
    if (geometry == NULL) {
        for (size_t i = 0; i < made; i++) GEOSGeom_destroy_r(validity->geos, rings[i]);
        if (outline != NULL) GEOSGeom_destroy_r(validity->geos, outline);
    }
    free(rings);
    return geometry;
}

bool ovf_planar_look(ovf_validity *validity, const ovf_polygon *polygon, ovf_circle circle,
                     bool *polar, bool *has_circle)
{
    *polar = *has_circle = false;
    for (size_t i = 0; i < polygon->count; i++) {
        if (!ovf_unwrap(&polygon->rings[i], circle, OVF_EDGES_LONLAT, &validity->ring))
            return false;
        if (validity->ring.turns != 0) *polar = true;
        if (validity->ring.has_circle) *has_circle = true;
    }
    return true;
}

/* The first vertex with all before it to its west and all behind it to its east, along a ring that
 * goes eastward around a pole; SIZE_MAX: none. */
static size_t find_meridian(const double *lon, size_t count)
{
    double west = -INFINITY;
    for (size_t i = 0; i + 1 < count; i++) {
        bool good = west <= lon[i];
        for (size_t k = 0; k < count && good; k++)
            good = (k < i || lon[k] >= lon[i]) && lon[k] <= lon[i] + 360 &&
                   (k >= i || lon[k] + 360 >= lon[i]);
        if (good) return i;
        west = fmax(west, lon[i]);
    }
    return SIZE_MAX;
}

GEOSGeometry *ovf_planar_ring(ovf_validity *validity, const ovf_ring *ring, ovf_edges edges)
{
    ovf_unwrapped *path = &validity->outline;
    if (!ovf_unwrap(ring, OVF_CIRCLE_WHOLE, edges, path)) return NULL;
    if (path->turns == 0) {
        GEOSGeometry *outline = make_ring(validity, path);
        return outline == NULL ? NULL : GEOSGeom_createPolygon_r(validity->geos, outline, NULL, 0);
    }
    if (abs(path->turns) != 1) return NULL;
    double sum = 0;
    size_t last = path->count - 1;
    for (size_t i = 0; i < path->count; i++) {
        if (path->turns < 0) path->lon[i] = -path->lon[i]; /* a mirror changes no area */
        sum += path->lat[i];
    }
    size_t first = find_meridian(path->lon, last);
    if (first == SIZE_MAX) return NULL;
    GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(validity->geos, (unsigned)last + 4, 2);
    if (sequence == NULL) return NULL;
    unsigned at = 0;
    for (size_t i = 0; i <= last; i++, at++) {
        size_t k = (first + i) % last;
        GEOSCoordSeq_setXY_r(validity->geos, sequence, at,
                             path->lon[k] + (first + i >= last ? 360 : 0), path->lat[k]);
    }
    double pole = sum < 0 ? -90 : 90, lon = path->lon[first], lat = path->lat[first];
    GEOSCoordSeq_setXY_r(validity->geos, sequence, at++, lon + 360, pole);
    GEOSCoordSeq_setXY_r(validity->geos, sequence, at++, lon, pole);
    GEOSCoordSeq_setXY_r(validity->geos, sequence, at++, lon, lat);
    GEOSGeometry *outline = GEOSGeom_createLinearRing_r(validity->geos, sequence);
    return outline == NULL ? NULL : GEOSGeom_createPolygon_r(validity->geos, outline, NULL, 0);
}
