/* Whether the parts of a MultiPolygon overlap. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "input/zones/planar.h"

typedef struct {
    GEOSGeometry *geometry; /* NULL: around a pole, not comparable in the plane */
    const GEOSPreparedGeometry *prepared;
    size_t number, vertices;
    double turn; /* degrees by which it was moved so that its middle lies within ±180 */
    double west, east, south, north;
} part;

static ovf_status make_part(ovf_validity *validity, const ovf_polygon *polygon, ovf_edges edges,
                            part *made, ovf_error *error)
{
    bool polar, has_circle;
    if (!ovf_planar_look(validity, polygon, OVF_CIRCLE_WHOLE, &polar, &has_circle))
        return ovf_fail_memory(error);
    if (polar) return OVF_OK;
    if (!ovf_unwrap(&polygon->rings[0], OVF_CIRCLE_WHOLE, OVF_EDGES_LONLAT, &validity->outline))
        return ovf_fail_memory(error);
    made->turn = -360 * round((validity->outline.west + validity->outline.east) / 720);
    made->geometry = ovf_planar_polygon(validity, polygon, OVF_CIRCLE_WHOLE, edges, made->turn);
    if (made->geometry == NULL) return ovf_fail_memory(error);
    made->vertices = validity->outline.count;
    if (GEOSGeom_getExtent_r(validity->geos, made->geometry, &made->west, &made->south, &made->east,
                             &made->north) != 1)
        return ovf_fail_memory(error);
    return OVF_OK;
}

/* Whether the two have an area in common; `moved` is the second where it is to be compared. */
static ovf_status compare(ovf_validity *validity, part *a, const part *b, const GEOSGeometry *moved,
                          ovf_error *error)
{
    if (a->prepared == NULL) a->prepared = GEOSPrepare_r(validity->geos, a->geometry);
    if (a->prepared == NULL) return ovf_fail_memory(error);
    /* Nearly all pairs end here; the full relation costs as much as both have vertices. */
    if (GEOSPreparedIntersects_r(validity->geos, a->prepared, moved) == 0) return OVF_OK;
    if (GEOSRelatePattern_r(validity->geos, a->geometry, moved, "T********") != 1) return OVF_OK;
    size_t first = a->number < b->number ? a->number : b->number,
           second = a->number < b->number ? b->number : a->number;
    return ovf_fail(error, OVF_ERROR_INPUT, "geometry is invalid: polygons %zu and %zu overlap",
                    first, second);
}

/* Parts that reach beyond ±180 against all others, a turn further. */
static ovf_status compare_turned(ovf_validity *validity, part *a, part *b,
                                 const ovf_polygon *polygons, ovf_edges edges, double shift,
                                 ovf_error *error)
{
    if (b->geometry == NULL || a == b || b->west + shift >= a->east || b->east + shift <= a->west ||
        b->south >= a->north || b->north <= a->south)
        return OVF_OK;
    GEOSGeometry *moved = ovf_planar_polygon(validity, &polygons[b->number - 1], OVF_CIRCLE_WHOLE,
                                             edges, b->turn + shift);
    if (moved == NULL) return ovf_fail_memory(error);
    ovf_status status = compare(validity, a, b, moved, error);
    GEOSGeom_destroy_r(validity->geos, moved);
    return status;
}

static int by_west(const void *a, const void *b)
{
    double x = ((const part *)a)->west, y = ((const part *)b)->west;
    return (x > y) - (x < y);
}

static ovf_status compare_all(ovf_validity *validity, part *parts, size_t count,
                              const ovf_polygon *polygons, ovf_edges edges, ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        part *a = &parts[i];
        if (a->geometry == NULL) continue;
        for (size_t k = i + 1; k < count && parts[k].west < a->east && status == OVF_OK; k++) {
            part *b = &parts[k];
            if (b->geometry == NULL || b->south >= a->north || b->north <= a->south) continue;
            bool swap = b->vertices > a->vertices;
            status = compare(validity, swap ? b : a, swap ? a : b, swap ? a->geometry : b->geometry,
                             error);
        }
        for (size_t k = 0; k < count && a->east > 180 && status == OVF_OK; k++)
            status = compare_turned(validity, a, &parts[k], polygons, edges, 360, error);
        for (size_t k = 0; k < count && a->west < -180 && status == OVF_OK; k++)
            status = compare_turned(validity, a, &parts[k], polygons, edges, -360, error);
    }
    return status;
}

ovf_status ovf_planar_overlaps(ovf_validity *validity, const ovf_polygon *polygons, size_t count,
                               ovf_edges edges, ovf_error *error)
{
    part *parts = ovf_array_new(count, sizeof *parts);
    ovf_status status = parts == NULL ? ovf_fail_memory(error) : OVF_OK;
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        parts[i].number = i + 1;
        status = make_part(validity, &polygons[i], edges, &parts[i], error);
    }
    if (status == OVF_OK) {
        qsort(parts, count, sizeof *parts, by_west);
        status = compare_all(validity, parts, count, polygons, edges, error);
    }
    for (size_t i = 0; i < count && parts != NULL; i++) {
        if (parts[i].prepared != NULL)
            GEOSPreparedGeom_destroy_r(validity->geos, parts[i].prepared);
        if (parts[i].geometry != NULL) GEOSGeom_destroy_r(validity->geos, parts[i].geometry);
    }
    free(parts);
    return status;
}
