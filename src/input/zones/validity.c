#include "input/zones/validity.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

/* GEOS reports failures besides returning them; without a handler it stays silent. */
ovf_validity *ovf_validity_new(void)
{
    ovf_validity *validity = ovf_array_new(1, sizeof *validity);
    if (validity == NULL) return NULL;
    validity->geos = GEOS_init_r();
    if (validity->geos != NULL) return validity;
    free(validity);
    return NULL;
}

void ovf_validity_free(ovf_validity *validity)
{
    if (validity == NULL) return;
    GEOS_finish_r(validity->geos);
    ovf_unwrapped_clear(&validity->ring);
    ovf_unwrapped_clear(&validity->outline);
    free(validity);
}

static void describe(const ovf_validity *validity, const GEOSGeometry *at, const char *reason,
                     const char *place, ovf_error *error)
{
    static const char expected[] = "; expected rings that do not cross, with the holes inside";
    double x = 0, y = 0;
    if (at != NULL && GEOSGeomGetX_r(validity->geos, at, &x) == 1 &&
        GEOSGeomGetY_r(validity->geos, at, &y) == 1)
        ovf_fail(error, OVF_ERROR_INPUT, "geometry%s is invalid: %s at %.10g %.10g%s", place,
                 reason, x, y, expected);
    else ovf_fail(error, OVF_ERROR_INPUT, "geometry%s is invalid: %s%s", place, reason, expected);
}

/* Takes the geometry over. */
static ovf_status check_planar(ovf_validity *validity, GEOSGeometry *geometry, const char *place,
                               ovf_error *error)
{
    if (geometry == NULL) return ovf_fail_memory(error);
    char *reason = NULL;
    GEOSGeometry *at = NULL;
    char valid = GEOSisValidDetail_r(validity->geos, geometry,
                                     GEOSVALID_ALLOW_SELFTOUCHING_RING_FORMING_HOLE, &reason, &at);
    if (valid != 1)
        describe(validity, at, reason == NULL ? "GEOS cannot judge it" : reason, place, error);
    GEOSFree_r(validity->geos, reason);
    if (at != NULL) GEOSGeom_destroy_r(validity->geos, at);
    GEOSGeom_destroy_r(validity->geos, geometry);
    return valid == 1 ? OVF_OK : OVF_ERROR_INPUT;
}

/* A closed curve on the cylinder of longitudes and latitudes that goes around it once is simple if
 * and only if two rounds of it, unrolled one after the other, do not cross. */
static ovf_status check_polar(ovf_validity *validity, const ovf_unwrapped *round, const char *place,
                              ovf_error *error)
{
    if (abs(round->turns) != 1)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "geometry%s is invalid: it goes %d times around the pole", place,
                        abs(round->turns));
    size_t count = round->count, doubled = 2 * count - 1;
    GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(validity->geos, (unsigned)doubled, 2);
    if (sequence == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < doubled; i++) {
        double lon = i < count ? round->lon[i] : round->lon[i - count + 1] + 360 * round->turns;
        double lat = i < count ? round->lat[i] : round->lat[i - count + 1];
        GEOSCoordSeq_setXY_r(validity->geos, sequence, (unsigned)i, lon, lat);
    }
    GEOSGeometry *line = GEOSGeom_createLineString_r(validity->geos, sequence);
    if (line == NULL) return ovf_fail_memory(error);
    char simple = GEOSisSimple_r(validity->geos, line);
    GEOSGeom_destroy_r(validity->geos, line);
    if (simple == 1) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "geometry%s is invalid: Self-intersection of a ring around the pole", place);
}

static ovf_status check_rings_alone(ovf_validity *validity, const ovf_polygon *polygon,
                                    ovf_circle circle, ovf_edges edges, const char *place,
                                    ovf_error *error)
{
    for (size_t i = 0; i < polygon->count; i++) {
        ovf_status status;
        if (!ovf_unwrap(&polygon->rings[i], circle, edges, &validity->ring))
            return ovf_fail_memory(error);
        if (validity->ring.turns != 0) {
            status = check_polar(validity, &validity->ring, place, error);
        } else {
            ovf_polygon alone = {&polygon->rings[i], 1};
            status = check_planar(validity, ovf_planar_polygon(validity, &alone, circle, edges, 0),
                                  place, error);
        }
        if (status != OVF_OK) return status;
    }
    return OVF_OK;
}

static ovf_status check_reading(ovf_validity *validity, const ovf_polygon *polygon,
                                ovf_circle circle, ovf_edges edges, const char *place,
                                ovf_error *error)
{
    bool polar, has_circle;
    if (!ovf_planar_look(validity, polygon, circle, &polar, &has_circle))
        return ovf_fail_memory(error);
    if (polar) return check_rings_alone(validity, polygon, circle, edges, place, error);
    return check_planar(validity, ovf_planar_polygon(validity, polygon, circle, edges, 0), place,
                        error);
}

static ovf_status check_polygon(ovf_validity *validity, ovf_polygon *polygon, ovf_edges edges,
                                const char *place, ovf_error *error)
{
    bool polar, has_circle;
    ovf_status status = check_reading(validity, polygon, OVF_CIRCLE_WHOLE, OVF_EDGES_LONLAT, place,
                                      error);
    if (status == OVF_ERROR_INPUT && edges == OVF_EDGES_GEODESIC)
        status = check_reading(validity, polygon, OVF_CIRCLE_WHOLE, OVF_EDGES_GEODESIC, place,
                               NULL);
    if (status == OVF_ERROR_MEMORY) return ovf_fail_memory(error);
    if (status == OVF_OK) return OVF_OK;
    if (!ovf_planar_look(validity, polygon, OVF_CIRCLE_WHOLE, &polar, &has_circle))
        return ovf_fail_memory(error);
    if (!has_circle) return status;
    ovf_status joined = check_reading(validity, polygon, OVF_CIRCLE_NONE, OVF_EDGES_LONLAT, place,
                                      NULL);
    if (joined == OVF_ERROR_INPUT) return status;
    if (joined != OVF_OK) return ovf_fail_memory(error);
    for (size_t i = 0; i < polygon->count; i++) {
        if (!ovf_unwrap(&polygon->rings[i], OVF_CIRCLE_NONE, OVF_EDGES_LONLAT, &validity->ring))
            return ovf_fail_memory(error);
        if (validity->ring.has_circle) ovf_unwrapped_write(&validity->ring, &polygon->rings[i]);
    }
    return OVF_OK;
}

ovf_status ovf_validity_check(ovf_validity *validity, ovf_polygon *polygons, size_t count,
                              ovf_edges edges, ovf_error *error)
{
    for (size_t i = 0; i < count; i++) {
        char place[40] = "";
        if (count > 1) snprintf(place, sizeof place, " of polygon %zu", i + 1);
        ovf_status status = check_polygon(validity, &polygons[i], edges, place, error);
        if (status != OVF_OK) return status;
    }
    return count < 2 ? OVF_OK : ovf_planar_overlaps(validity, polygons, count, edges, error);
}
