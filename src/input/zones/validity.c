#include "input/zones/validity.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "input/zones/doubt.h"
#include "input/zones/spikes.h"
#include "model/zone_polygons.h"

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

#define EXPECTED "; expected rings that do not cross, with the holes inside"

static void describe(ovf_validity *validity, const GEOSGeometry *at, const char *reason)
{
    double x = 0, y = 0;
    if (at != NULL && GEOSGeomGetX_r(validity->geos, at, &x) == 1 &&
        GEOSGeomGetY_r(validity->geos, at, &y) == 1)
        snprintf(validity->reason, sizeof validity->reason, "%s at %.10g %.10g", reason, x, y);
    else snprintf(validity->reason, sizeof validity->reason, "%s", reason);
}

static ovf_status fail_invalid(const ovf_validity *validity, const char *place, ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_INPUT, "geometry%s is invalid: %s" EXPECTED, place,
                    validity->reason);
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
    if (valid != 1) {
        describe(validity, at, reason == NULL ? "GEOS cannot judge it" : reason);
        fail_invalid(validity, place, error);
    }
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
    snprintf(validity->reason, sizeof validity->reason,
             "Self-intersection of a ring around the pole");
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

/* ---- what is invalid, but has one meaning ---- */

/* Drops polygon or ring `i` of the array. */
static void drop_polygon(ovf_polygon *polygons, size_t *count, size_t i)
{
    for (size_t k = 0; k < polygons[i].count; k++) ovf_ring_clear(&polygons[i].rings[k]);
    free(polygons[i].rings);
    for (size_t k = i + 1; k < *count; k++) polygons[k - 1] = polygons[k];
    polygons[--*count] = (ovf_polygon){0};
}

static void drop_hole(ovf_polygon *polygon, size_t i)
{
    ovf_ring_clear(&polygon->rings[i]);
    for (size_t k = i + 1; k < polygon->count; k++) polygon->rings[k - 1] = polygon->rings[k];
    polygon->rings[--polygon->count] = (ovf_ring){0};
}

/* True where spikes were removed; the outline may have no area left then. */
static bool remove_spikes(ovf_polygon *polygon, ovf_edges edges, const char *place,
                          ovf_zone_notes *notes)
{
    ovf_lonlat first = {0, 0};
    size_t removed = 0;
    for (size_t i = polygon->count; i-- > 0;) {
        removed += ovf_spikes_remove(&polygon->rings[i], edges, &first);
        if (polygon->rings[i].count < 4 && i > 0) drop_hole(polygon, i);
    }
    if (removed > 0)
        ovf_zone_note_add(notes, OVF_REMEDY_NONE,
                          "geometry%s: %zu spike%s without area left out, %sat %.10g %.10g", place,
                          removed, removed == 1 ? "" : "s", removed == 1 ? "" : "the first ",
                          first.lon, first.lat);
    return removed > 0;
}

static ovf_status measure(ovf_validity *validity, const ovf_polygon *polygon, ovf_edges edges,
                          ovf_doubt *doubt)
{
    bool polar, has_circle;
    *doubt = (ovf_doubt){0};
    if (!ovf_planar_look(validity, polygon, OVF_CIRCLE_WHOLE, &polar, &has_circle))
        return OVF_ERROR_MEMORY;
    if (!polar) {
        GEOSGeometry *whole = ovf_planar_polygon(validity, polygon, OVF_CIRCLE_WHOLE, edges, 0);
        return whole == NULL ? OVF_ERROR_MEMORY : ovf_doubt_measure(validity, whole, doubt);
    }
    for (size_t i = 0; i < polygon->count; i++) {
        GEOSGeometry *ring = ovf_planar_ring(validity, &polygon->rings[i], edges);
        ovf_doubt own;
        if (ring == NULL) return OVF_ERROR_INTERNAL;
        ovf_status status = ovf_doubt_measure(validity, ring, &own);
        if (status != OVF_OK) return status;
        if (own.greatest_m2 > doubt->greatest_m2) {
            doubt->greatest_m2 = own.greatest_m2;
            doubt->lon = own.lon;
            doubt->lat = own.lat;
        }
        doubt->doubt_m2 += own.doubt_m2;
        doubt->inside_m2 += own.inside_m2;
    }
    return OVF_OK;
}

static void tell_doubt(const ovf_validity *validity, const ovf_doubt *doubt, const char *place,
                       ovf_zone_notes *notes)
{
    char words[40];
    if (doubt->nested_m2 > 0) {
        ovf_zone_area_words(doubt->nested_m2, words);
        ovf_zone_note_add(notes, OVF_REMEDY_NONE,
                          "geometry%s has holes within holes, which are inside by the even-odd "
                          "rule: %s",
                          place, words);
    }
    ovf_zone_area_words(doubt->doubt_m2, words);
    if (doubt->doubt_m2 > 0)
        ovf_zone_note_add(notes, OVF_REMEDY_NONE,
                          "geometry%s: %s; it is read by the even-odd rule, and %s %s in doubt",
                          place, validity->reason, words, doubt->doubt_m2 < 1e-4 ? "is" : "are");
    else if (doubt->nested_m2 == 0)
        ovf_zone_note_add(
            notes, OVF_REMEDY_NONE,
            "geometry%s: %s; it is read by the even-odd rule, and no area is in doubt", place,
            validity->reason);
}

/* How many holes a hole is within; of two that are the same, the second is within the first. */
static size_t depth_of(const ovf_doubt *doubt, size_t hole)
{
    size_t depth = 0;
    for (size_t i = 0; i < OVF_DOUBT_HOLES_MOST; i++) {
        bool inner = (doubt->within[hole] >> i & 1) != 0,
             outer = (doubt->within[i] >> hole & 1) != 0;
        depth += inner && (!outer || i < hole);
    }
    return depth;
}

/* The polygon of the island around a hole; `depths` are those of the rings. */
static ovf_polygon *island_around(const ovf_doubt *doubt, size_t hole, const size_t *depths,
                                  ovf_polygon **islands)
{
    for (size_t i = 0; i < OVF_DOUBT_HOLES_MOST; i++)
        if ((doubt->within[hole] >> i & 1) != 0 && depths[i] + 1 == depths[hole]) return islands[i];
    return NULL;
}

/* Makes polygons of their own of the islands in holes, with the holes that these have. */
static ovf_status part_islands(ovf_polygon **polygons, size_t *count, size_t index,
                               const ovf_doubt *doubt, ovf_error *error)
{
    size_t depths[OVF_DOUBT_HOLES_MOST] = {0}, made = 0, kept = 1, rings = (*polygons)[index].count;
    ovf_polygon *islands[OVF_DOUBT_HOLES_MOST] = {NULL};
    for (size_t i = 0; i + 1 < rings; i++) {
        depths[i] = depth_of(doubt, i);
        made += depths[i] % 2;
    }
    ovf_polygon *grown = realloc(*polygons, (*count + made) * sizeof *grown);
    if (grown == NULL) return ovf_fail_memory(error);
    *polygons = grown;
    for (size_t i = 0; i + 1 < rings; i++) {
        if (depths[i] % 2 == 0) continue;
        ovf_polygon island = {ovf_array_new(rings, sizeof *island.rings), 1};
        if (island.rings == NULL) return ovf_fail_memory(error);
        island.rings[0] = grown[index].rings[i + 1];
        grown[index].rings[i + 1] = (ovf_ring){0};
        islands[i] = &grown[*count];
        grown[(*count)++] = island;
    }
    ovf_polygon *whole = &grown[index];
    for (size_t i = 0; i + 1 < rings; i++) {
        const ovf_ring ring = whole->rings[i + 1];
        if (depths[i] % 2 == 1) continue;
        ovf_polygon *around = depths[i] == 0 ? NULL : island_around(doubt, i, depths, islands);
        if (around != NULL) around->rings[around->count++] = ring;
        else whole->rings[kept++] = ring;
    }
    whole->count = kept;
    return OVF_OK;
}

/* Of a polygon that is invalid. Sets *has_area to whether anything is left of it. */
static ovf_status repair(ovf_validity *validity, ovf_polygon **polygons, size_t *count,
                         size_t index, ovf_edges edges, const char *place, ovf_zone_notes *notes,
                         bool *has_area, ovf_error *error)
{
    ovf_polygon *polygon = &(*polygons)[index];
    ovf_doubt doubt;
    ovf_status status = OVF_ERROR_INPUT;
    *has_area = true;
    if (remove_spikes(polygon, edges, place, notes)) {
        *has_area = polygon->rings[0].count >= 4;
        if (*has_area) status = check_polygon(validity, polygon, edges, place, error);
        if (!*has_area || status != OVF_ERROR_INPUT) return *has_area ? status : OVF_OK;
    }
    status = measure(validity, polygon, edges, &doubt);
    if (status == OVF_ERROR_MEMORY) return ovf_fail_memory(error);
    if (status != OVF_OK) return fail_invalid(validity, place, error);
    *has_area = doubt.inside_m2 + doubt.doubt_m2 > 0;
    if (!*has_area) return OVF_OK;
    if (ovf_doubt_is_small(doubt.doubt_m2, doubt.inside_m2)) {
        tell_doubt(validity, &doubt, place, notes);
        return doubt.nested_m2 > 0 ? part_islands(polygons, count, index, &doubt, error) : OVF_OK;
    }
    char words[40];
    ovf_zone_area_words(doubt.doubt_m2, words);
    return ovf_fail(
        error, OVF_ERROR_INPUT,
        "geometry%s is invalid: %s, and %s are in doubt, the most near %.6g %.6g" EXPECTED, place,
        validity->reason, words, doubt.lon, doubt.lat);
}

ovf_status ovf_validity_check(ovf_validity *validity, ovf_polygon **polygons, size_t *count,
                              ovf_edges edges, ovf_zone_notes *notes, ovf_error *error)
{
    size_t number = 0, given = *count, empty = 0;
    for (size_t i = 0; i < *count;) {
        char place[40] = "";
        bool has_area = true;
        number++;
        if (given > 1) snprintf(place, sizeof place, " of polygon %zu", number);
        ovf_status status = check_polygon(validity, &(*polygons)[i], edges, place, error);
        if (status == OVF_ERROR_INPUT && notes != NULL)
            status = repair(validity, polygons, count, i, edges, place, notes, &has_area, error);
        if (status != OVF_OK) return status;
        if (has_area) {
            i++;
            continue;
        }
        drop_polygon(*polygons, count, i);
        empty++;
    }
    if (*count == 0)
        return ovf_fail(error, OVF_ERROR_INPUT, "geometry: expected an area, found none%s%s",
                        given == 1 ? ": " : "", given == 1 ? validity->reason : "");
    if (empty > 0)
        ovf_zone_note_add(notes, OVF_REMEDY_NONE, "geometry: %zu part%s without area left out",
                          empty, empty == 1 ? "" : "s");
    if (*count < 2) return OVF_OK;
    bool *repeated = ovf_array_new(*count, sizeof *repeated);
    if (repeated == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_planar_overlaps(validity, *polygons, *count, edges, notes, repeated,
                                            error);
    for (size_t i = *count; i-- > 0;)
        if (status == OVF_OK && repeated[i]) drop_polygon(*polygons, count, i);
    free(repeated);
    return status;
}
