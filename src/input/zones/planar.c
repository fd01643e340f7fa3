#include "input/zones/planar.h"

#include <math.h>
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
