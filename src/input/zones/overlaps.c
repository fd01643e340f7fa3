/* Whether the parts of a MultiPolygon overlap. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "input/zones/doubt.h"
#include "input/zones/planar.h"

typedef struct {
    GEOSGeometry *geometry; /* NULL: around a pole, not comparable in the plane */
    const GEOSPreparedGeometry *prepared;
    size_t number, vertices;
    double turn; /* degrees by which it was moved so that its middle lies within ±180 */
    double west, east, south, north;
} part;

static ovf_status make_part(ovf_validity *validity, const ovf_polygon *polygon, ovf_edges edges,
                            bool may_be_invalid, part *made, ovf_error *error)
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
    if (may_be_invalid && GEOSisValid_r(validity->geos, made->geometry) == 0) {
        /* What may pass nevertheless, as the even-odd rule has it. */
        GEOSGeometry *valid = GEOSMakeValid_r(validity->geos, made->geometry);
        if (valid == NULL) return ovf_fail_memory(error);
        GEOSGeom_destroy_r(validity->geos, made->geometry);
        made->geometry = valid;
    }
    made->vertices = validity->outline.count;
    if (GEOSGeom_getExtent_r(validity->geos, made->geometry, &made->west, &made->south, &made->east,
                             &made->north) != 1)
        return ovf_fail_memory(error);
    return OVF_OK;
}

typedef struct {
    ovf_validity *validity;
    const ovf_polygon *polygons;
    ovf_edges edges;
    ovf_zone_notes *notes;
    bool *repeated;
} comparing;

static ovf_status fail_overlap(const part *a, const part *b, double m2, ovf_error *error)
{
    size_t first = a->number < b->number ? a->number : b->number,
           second = a->number < b->number ? b->number : a->number;
    char words[40];
    ovf_zone_area_words(m2, words);
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "geometry is invalid: polygons %zu and %zu overlap, by %s", first, second,
                    words);
}

/* Of two that have an area in common. */
static ovf_status judge_overlap(const comparing *in, const part *a, const part *b,
                                const GEOSGeometry *moved, ovf_error *error)
{
    GEOSContextHandle_t geos = in->validity->geos;
    size_t first = a->number < b->number ? a->number : b->number,
           second = a->number < b->number ? b->number : a->number;
    char words[40];
    GEOSGeometry *common = GEOSIntersection_r(geos, a->geometry, moved);
    double m2 = common == NULL ? INFINITY : ovf_planar_area(in->validity, common),
           whole = fmin(ovf_planar_area(in->validity, a->geometry),
                        ovf_planar_area(in->validity, moved));
    if (common != NULL) GEOSGeom_destroy_r(geos, common);
    ovf_zone_area_words(m2, words);
    if (in->notes != NULL && GEOSEquals_r(geos, a->geometry, moved) == 1) {
        if (!in->repeated[second - 1])
            ovf_zone_note_add(in->notes, OVF_REMEDY_NONE,
                              "geometry: polygon %zu repeats polygon %zu and is read once", second,
                              first);
        in->repeated[second - 1] = true;
        return OVF_OK;
    }
    if (in->notes == NULL || !ovf_doubt_is_small(m2, whole)) return fail_overlap(a, b, m2, error);
    ovf_zone_note_add(in->notes, OVF_REMEDY_NONE,
                      "geometry: polygons %zu and %zu overlap; they are read by the even-odd rule, "
                      "and %s %s in doubt",
                      first, second, words, m2 < 1e-4 ? "is" : "are");
    return OVF_OK;
}

/* Whether the two have an area in common; `moved` is the second where it is to be compared. */
static ovf_status compare(const comparing *in, part *a, const part *b, const GEOSGeometry *moved,
                          ovf_error *error)
{
    GEOSContextHandle_t geos = in->validity->geos;
    if (in->repeated[a->number - 1] || in->repeated[b->number - 1]) return OVF_OK;
    if (a->prepared == NULL) a->prepared = GEOSPrepare_r(geos, a->geometry);
    if (a->prepared == NULL) return ovf_fail_memory(error);
    /* Nearly all pairs end here; the full relation costs as much as both have vertices. */
    if (GEOSPreparedIntersects_r(geos, a->prepared, moved) == 0) return OVF_OK;
    if (GEOSRelatePattern_r(geos, a->geometry, moved, "T********") != 1) return OVF_OK;
    return judge_overlap(in, a, b, moved, error);
}

/* Parts that reach beyond ±180 against all others, a turn further. */
static ovf_status compare_turned(const comparing *in, part *a, part *b, double shift,
                                 ovf_error *error)
{
    if (b->geometry == NULL || a == b || b->west + shift >= a->east || b->east + shift <= a->west ||
        b->south >= a->north || b->north <= a->south)
        return OVF_OK;
    GEOSGeometry *moved = ovf_planar_polygon(in->validity, &in->polygons[b->number - 1],
                                             OVF_CIRCLE_WHOLE, in->edges, b->turn + shift);
    if (moved == NULL) return ovf_fail_memory(error);
    ovf_status status = compare(in, a, b, moved, error);
    GEOSGeom_destroy_r(in->validity->geos, moved);
    return status;
}

static int by_west(const void *a, const void *b)
{
    double x = ((const part *)a)->west, y = ((const part *)b)->west;
    return (x > y) - (x < y);
}

static ovf_status compare_all(const comparing *in, part *parts, size_t count, ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        part *a = &parts[i];
        if (a->geometry == NULL) continue;
        for (size_t k = i + 1; k < count && parts[k].west < a->east && status == OVF_OK; k++) {
            part *b = &parts[k];
            if (b->geometry == NULL || b->south >= a->north || b->north <= a->south) continue;
            bool swap = b->vertices > a->vertices;
            status = compare(in, swap ? b : a, swap ? a : b, swap ? a->geometry : b->geometry,
                             error);
        }
        for (size_t k = 0; k < count && a->east > 180 && status == OVF_OK; k++)
            status = compare_turned(in, a, &parts[k], 360, error);
        for (size_t k = 0; k < count && a->west < -180 && status == OVF_OK; k++)
            status = compare_turned(in, a, &parts[k], -360, error);
    }
    return status;
}

ovf_status ovf_planar_overlaps(ovf_validity *validity, const ovf_polygon *polygons, size_t count,
                               ovf_edges edges, ovf_zone_notes *notes, bool *repeated,
                               ovf_error *error)
{
    const comparing in = {validity, polygons, edges, notes, repeated};
    bool noted = notes != NULL && notes->count > 0; /* what is invalid has a note */
    part *parts = ovf_array_new(count, sizeof *parts);
    ovf_status status = parts == NULL ? ovf_fail_memory(error) : OVF_OK;
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        parts[i].number = i + 1;
        status = make_part(validity, &polygons[i], edges, noted, &parts[i], error);
    }
    if (status == OVF_OK) {
        qsort(parts, count, sizeof *parts, by_west);
        status = compare_all(&in, parts, count, error);
    }
    for (size_t i = 0; i < count && parts != NULL; i++) {
        if (parts[i].prepared != NULL)
            GEOSPreparedGeom_destroy_r(validity->geos, parts[i].prepared);
        if (parts[i].geometry != NULL) GEOSGeom_destroy_r(validity->geos, parts[i].geometry);
    }
    free(parts);
    return status;
}
