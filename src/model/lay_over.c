#include "model/lay_over.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "geodesy/curve.h"
#include "model/lay_bend.h"
#include "model/lay_trace.h"
#include "model/zone_polygons.h"
#include "model/zone_rings.h"

static bool in_either(bool first, bool second) { return first || second; }
static bool in_first_only(bool first, bool second) { return first && !second; }
static bool in_both(bool first, bool second) { return first && second; }

static ovf_lay_rule *const rules[] = {[OVF_OVERLAY_UNION] = in_either,
                                      [OVF_OVERLAY_DIFFERENCE] = in_first_only,
                                      [OVF_OVERLAY_INTERSECTION] = in_both};

/* Vertices are nodes before anything else is, so that no other place takes theirs. `curves`: of
 * each edge the number of its curve; NULL: there are none. */
static bool add_vertices(ovf_lay_lines *lines, const ovf_zone *zone, const size_t *curves)
{
    for (size_t p = 0; p < zone->polygon_count; p++)
        for (size_t r = 0; r < zone->polygons[p].count; r++) {
            const ovf_ring *ring = &zone->polygons[p].rings[r];
            size_t before = OVF_OVERLAY_NO_NODE;
            for (size_t i = 0; i < ring->count; i++) {
                ovf_lonlat at = ring->vertices[i];
                size_t node = ovf_lay_node_at(&lines->nodes, ovf_earth_point(at.lon, at.lat), at,
                                              true);
                if (node == OVF_OVERLAY_NO_NODE) return false;
                if (i > 0 && curves != NULL && *curves != 0 &&
                    !ovf_lay_mark_edge(lines, before, node, *curves))
                    return false;
                curves += i > 0 && curves != NULL;
                before = node;
            }
        }
    return true;
}

/* Whether places that are in the result are in its rings. */
static ovf_status check_sides(const ovf_zone *made, const ovf_lonlat *beside, size_t count,
                              ovf_error *error)
{
    ovf_boundary boundary;
    bool good = ovf_boundary_build(&boundary, made), inside = true;
    for (size_t i = 0; good && i < count; i++)
        inside = inside && ovf_boundary_contains(&boundary, beside[i].lon, beside[i].lat);
    ovf_boundary_free(&boundary);
    if (!good) return ovf_fail_memory(error);
    return inside ? OVF_OK
                  : ovf_fail(error, OVF_ERROR_GEOMETRY,
                             "areas laid over each other: expected less than half of the earth, "
                             "found more");
}

/* Gives rings the curves that they are made of. `rings` has those that the area is made of, and are
 * in other places now. */
static bool bend(const ovf_zone *made, const ovf_lonlat *const *vertices,
                 const ovf_lay_rings *rings, const ovf_lay_curves *curves)
{
    bool good = true;
    for (size_t p = 0; p < made->polygon_count; p++)
        for (size_t r = 0; good && r < made->polygons[p].count; r++) {
            ovf_ring *ring = &made->polygons[p].rings[r];
            size_t k = 0;
            while (k + 1 < rings->count && vertices[k] != ring->vertices) k++;
            good = ovf_lay_bend(curves, made->edges, rings->curves[k], ring);
        }
    return good;
}

/* Takes the rings. */
static ovf_status make_polygons(const ovf_zone *like, ovf_lay_rings *rings,
                                const ovf_lonlat *beside, const ovf_lay_curves *curves,
                                ovf_lay_area *area, ovf_error *error)
{
    ovf_zone made = {.id = "overlay", .edges = like->edges};
    size_t count = rings->count;
    if (count == 0) return OVF_OK;
    made.polygons = ovf_array_new(1, sizeof *made.polygons);
    if (made.polygons == NULL) return ovf_fail_memory(error);
    const ovf_lonlat **vertices = ovf_array_new(count, sizeof *vertices);
    for (size_t i = 0; vertices != NULL && i < count; i++) vertices[i] = rings->items[i].vertices;
    made.polygons[0] = (ovf_polygon){rings->items, count};
    made.polygon_count = 1;
    rings->items = NULL;
    ovf_status status = vertices == NULL ? ovf_fail_memory(error) : OVF_OK;
    if (status == OVF_OK && count > 1) status = ovf_zone_sort_rings(&made, error);
    if (status == OVF_OK) status = check_sides(&made, beside, count, error);
    if (status == OVF_OK && curves != NULL && !bend(&made, vertices, rings, curves))
        status = ovf_fail_memory(error);
    free(vertices);
    if (status == OVF_OK) *area = (ovf_lay_area){made.polygons, made.polygon_count};
    else ovf_polygons_free(made.polygons, made.polygon_count);
    return status;
}

static bool lay(const ovf_zone *first, const ovf_zone *second, ovf_lay_rule *rule,
                const ovf_lay_curves *curves, ovf_lay_rings *rings, ovf_lonlat **beside)
{
    const size_t *edges[2] = {NULL, NULL};
    if (curves != NULL) edges[0] = curves->edges[0], edges[1] = curves->edges[1];
    ovf_lay_lines lines = {.edges = first->edges};
    ovf_boundary boundaries[2];
    bool good = ovf_boundary_build(&boundaries[0], first);
    good = ovf_boundary_build(&boundaries[1], second) && good;
    good = good && add_vertices(&lines, first, edges[0]) &&
           add_vertices(&lines, second, edges[1]) && ovf_lay_add(&lines, &boundaries[0], 0) &&
           ovf_lay_add(&lines, &boundaries[1], 1) && ovf_lay_cut(&lines);
    *beside = good ? ovf_array_new(lines.count, sizeof **beside) : NULL;
    const ovf_boundary *const both[2] = {&boundaries[0], &boundaries[1]};
    good = good && *beside != NULL && ovf_lay_trace(&lines, both, rule, rings, *beside);
    ovf_lay_lines_clear(&lines);
    ovf_boundary_free(&boundaries[0]);
    ovf_boundary_free(&boundaries[1]);
    return good;
}

/* Areas without curves. Unless NULL, `curves` are those that they had. */
static ovf_status lay_straight(const ovf_zone *first, const ovf_zone *second,
                               ovf_lay_operation operation, const ovf_lay_curves *curves,
                               ovf_lay_area *area, ovf_error *error)
{
    ovf_lay_rings rings = {0};
    ovf_lonlat *beside = NULL;
    ovf_status status = lay(first, second, rules[operation], curves, &rings, &beside)
                            ? make_polygons(first, &rings, beside, curves, area, error)
                            : ovf_fail_memory(error);
    ovf_lay_rings_clear(&rings);
    free(beside);
    return status;
}

/* Curves are laid over each other as edges that stay so near to them. */
#define CURVE_WITHIN_M (OVF_OVERLAY_TOLERANCE_M / 5)

/* Whether no edge runs as the zone's edges do. */
static bool is_all_curved(const ovf_zone *zone)
{
    for (size_t p = 0; p < zone->polygon_count; p++)
        for (size_t r = 0; r < zone->polygons[p].count; r++)
            if (zone->polygons[p].rings[r].curve_count + 1 < zone->polygons[p].rings[r].count)
                return false;
    return true;
}

/* Makes each edge that is no curve a geodesic by itself. */
static bool curve_all(ovf_lay_area *area)
{
    for (size_t p = 0; p < area->count; p++)
        for (size_t r = 0; r < area->polygons[p].count; r++) {
            ovf_ring *ring = &area->polygons[p].rings[r];
            ovf_curve *curves = ovf_array_new(ring->count, sizeof *curves), *old = ring->curves;
            if (curves == NULL) return false;
            for (size_t i = 0, next = 0; i + 1 < ring->count; i++) {
                bool has = next < ring->curve_count && old[next].edge == i;
                curves[i] = has ? old[next++] : (ovf_curve){.edge = i, .kind = OVF_CURVE_GEODESIC};
            }
            free(old);
            ring->curves = curves;
            ring->curve_count = ring->count - 1;
        }
    return true;
}

/* Either of the two laid without curves, which what comes of it has again. Where all edges are
 * curves, of zones whose edges are lonlat, they become geodesics, which most of them are in
 * published airspace. */
static ovf_status lay_plain(const ovf_zone *const zones[2], ovf_lay_operation operation,
                            ovf_lay_area *area, ovf_error *error)
{
    ovf_zone plain[2] = {*zones[0], *zones[1]};
    ovf_lay_curves curves = {0};
    bool geodesic = zones[0]->edges == OVF_EDGES_LONLAT && is_all_curved(zones[0]) &&
                    is_all_curved(zones[1]),
         good = true;
    for (int k = 0; k < 2; k++) {
        if (geodesic) plain[k].edges = OVF_EDGES_GEODESIC;
        plain[k].polygons = ovf_zone_plain(&plain[k], CURVE_WITHIN_M);
        good = good && plain[k].polygons != NULL &&
               ovf_lay_curves_find(&curves, k, zones[k], &plain[k]);
    }
    ovf_status status = good ? lay_straight(&plain[0], &plain[1], operation, &curves, area, error)
                             : ovf_fail_memory(error);
    if (status == OVF_OK && geodesic && !curve_all(area)) {
        ovf_polygons_free(area->polygons, area->count);
        *area = (ovf_lay_area){0};
        status = ovf_fail_memory(error);
    }
    for (int k = 0; k < 2; k++) ovf_polygons_free(plain[k].polygons, plain[k].polygon_count);
    ovf_lay_curves_clear(&curves);
    return status;
}

ovf_status ovf_lay_over(const ovf_zone *first, const ovf_zone *second, ovf_lay_operation operation,
                        ovf_lay_area *area, ovf_error *error)
{
    *area = (ovf_lay_area){0};
    if (first->edges != second->edges)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "areas laid over each other: expected edges of one kind");
    if (ovf_zone_is_curved(first) || ovf_zone_is_curved(second))
        return lay_plain((const ovf_zone *const[]){first, second}, operation, area, error);
    return lay_straight(first, second, operation, NULL, area, error);
}

/* The union of neighbours, of those, and so on: what is laid over each other stays small. */
ovf_status ovf_lay_together(const ovf_lay_area *areas, size_t count, ovf_edges edges,
                            ovf_lay_area *area, ovf_error *error)
{
    static const ovf_lay_area nothing = {0};
    ovf_lay_area halves[2] = {nothing, nothing};
    ovf_status status = OVF_OK;
    *area = nothing;
    if (count > 1) {
        status = ovf_lay_together(areas, count / 2, edges, &halves[0], error);
        if (status == OVF_OK)
            status = ovf_lay_together(areas + count / 2, count - count / 2, edges, &halves[1],
                                      error);
    }
    /* One alone is laid over nothing, as its own rings may cross. */
    const ovf_lay_area *first = count > 1 ? &halves[0] : count == 1 ? &areas[0] : &nothing;
    const ovf_zone zones[2] = {{.id = "overlay",
                                .edges = edges,
                                .polygons = first->polygons,
                                .polygon_count = first->count},
                               {.id = "overlay",
                                .edges = edges,
                                .polygons = halves[1].polygons,
                                .polygon_count = halves[1].count}};
    if (status == OVF_OK)
        status = ovf_lay_over(&zones[0], &zones[1], OVF_OVERLAY_UNION, area, error);
    for (int k = 0; k < 2; k++) ovf_polygons_free(halves[k].polygons, halves[k].count);
    return status;
}
