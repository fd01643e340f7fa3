#include "model/zone_rings.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "geodesy/boundaries.h"
#include "geodesy/proximity.h"
#include "geodesy/ring_crossings.h"

/* A place nearer to a ring than this does not tell on which side of it the other ring is. */
#define BESIDE_M 1e-2

#define NONE SIZE_MAX

/* One ring within another. */
typedef struct {
    size_t outer, inner;
} nesting;

typedef struct {
    const ovf_ring *rings;
    size_t count;
    ovf_boundaries *boundaries; /* of each ring alone */
    ovf_tree tree;              /* over their boxes */
    nesting *nestings;
    size_t nesting_count, nesting_capacity;
    size_t *depths;  /* how many rings each is within; at last how many rings a polygon has */
    size_t *parents; /* the innermost of these; NONE: an outline */
} sorting;

/* To four decimals, without a zero below zero. */
static double rounded(double degrees) { return nearbyint(degrees * 1e4) / 1e4 + 0.0; }

static ovf_status check_crossings(const ovf_zone *zone, ovf_error *error)
{
    const ovf_polygon *all = &zone->polygons[0];
    ovf_ring_crossing crossing;
    char id[200];
    if (!ovf_rings_cross(all->rings, all->count, zone->edges, &crossing))
        return ovf_fail_memory(error);
    if (!crossing.found) return OVF_OK;
    double lon = rounded(crossing.at.lon), lat = rounded(crossing.at.lat);
    ovf_text_shorten(zone->id, id, sizeof id);
    if (crossing.rings[0] == crossing.rings[1])
        return ovf_fail(
            error, OVF_ERROR_INPUT,
            "zone \"%s\", ring %zu: expected a ring that does not cross itself, found a "
            "crossing near %.4f %.4f",
            id, crossing.rings[0] + 1, lon, lat);
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "zone \"%s\", rings %zu and %zu: expected rings that do not cross, found a "
                    "crossing near %.4f %.4f",
                    id, crossing.rings[0] + 1, crossing.rings[1] + 1, lon, lat);
}

/* Whether a place tells on which side of the outer ring it is, and then which. */
static bool tells(const ovf_boundary *outer, ovf_lonlat at, bool *within)
{
    if (ovf_boundary_distance(outer, at, BESIDE_M, NULL) < BESIDE_M) return false;
    *within = ovf_boundary_contains(outer, at.lon, at.lat);
    return true;
}

/* Rings do not cross, so that any place of one that is off the other tells. Vertices come first,
 * then the middles of edges; those that have none coincide. */
static bool is_within(const sorting *in, const ovf_boundary *outer, const ovf_boundary *inner,
                      size_t outer_ring, size_t inner_ring)
{
    const ovf_ring *ring = &in->rings[inner_ring];
    bool within;
    for (size_t i = 0; i + 1 < ring->count; i++)
        if (tells(outer, ring->vertices[i], &within)) return within;
    for (size_t r = 0; r < inner->run_count; r++) {
        const ovf_run run = inner->runs[r];
        for (uint32_t v = run.first; v < run.first + run.edges; v++) {
            ovf_edge edge;
            ovf_boundary_edge(inner, v, &edge);
            if (tells(outer, ovf_edge_position(&edge, 0.5), &within)) return within;
        }
    }
    return outer_ring < inner_ring;
}

static bool add_nesting(sorting *in, size_t outer, size_t inner)
{
    const ovf_boundary *a = ovf_boundaries_get(in->boundaries, outer),
                       *b = ovf_boundaries_get(in->boundaries, inner);
    if (a == NULL || b == NULL) return false;
    if (!is_within(in, a, b, outer, inner)) return true;
    if (!ovf_array_reserve(&in->nestings, &in->nesting_capacity, in->nesting_count + 1,
                           sizeof *in->nestings))
        return false;
    in->nestings[in->nesting_count++] = (nesting){outer, inner};
    in->depths[inner]++;
    return true;
}

static bool find_nestings(sorting *in)
{
    for (size_t k = 0; k < in->count; k++)
        for (size_t n = 0; n < in->tree.count;) {
            const ovf_node *node = &in->tree.nodes[n];
            if (!ovf_box_meets_box(&node->box, &in->boundaries->items[k].box)) {
                n = node->skip;
                continue;
            }
            n++;
            if (node->item != UINT32_MAX && node->item != k && !add_nesting(in, node->item, k))
                return false;
        }
    for (size_t k = 0; k < in->count; k++) in->parents[k] = NONE;
    for (size_t i = 0; i < in->nesting_count; i++) {
        const nesting *of = &in->nestings[i];
        if (in->depths[of->inner] % 2 == 1 && in->depths[of->outer] + 1 == in->depths[of->inner])
            in->parents[of->inner] = of->outer;
    }
    return true;
}

/* Room for the polygons' rings; NULL when memory is out. */
static ovf_polygon *make_polygons(const sorting *in, const size_t *places, size_t count)
{
    ovf_polygon *polygons = ovf_array_new(count, sizeof *polygons);
    for (size_t p = 0; p < count; p++) in->depths[p] = 0;
    for (size_t k = 0; k < in->count; k++)
        in->depths[places[in->parents[k] == NONE ? k : in->parents[k]]]++;
    for (size_t p = 0; polygons != NULL && p < count; p++) {
        polygons[p].rings = ovf_array_new(in->depths[p], sizeof *polygons[p].rings);
        if (polygons[p].rings != NULL) continue;
        ovf_polygons_free(polygons, count);
        return NULL;
    }
    return polygons;
}

/* Takes the rings out of the one polygon that they are in. */
static bool regroup(const sorting *in, ovf_zone *zone)
{
    size_t count = 0;
    size_t *places = ovf_array_new(in->count, sizeof *places); /* the polygon of each outline */
    if (places == NULL) return false;
    for (size_t k = 0; k < in->count; k++)
        if (in->parents[k] == NONE) places[k] = count++;
    ovf_polygon *polygons = make_polygons(in, places, count);
    for (int pass = 0; polygons != NULL && pass < 2; pass++) /* outlines first */
        for (size_t k = 0; k < in->count; k++) {
            if ((in->parents[k] == NONE) != (pass == 0)) continue;
            ovf_polygon *to = &polygons[places[pass == 0 ? k : in->parents[k]]];
            to->rings[to->count++] = in->rings[k];
        }
    free(places);
    if (polygons == NULL) return false;
    free(zone->polygons[0].rings);
    free(zone->polygons);
    zone->polygons = polygons;
    zone->polygon_count = count;
    return true;
}

/* A zone for each ring, as boundaries are made of zones. They share the rings. */
static bool sort_rings(sorting *in, ovf_zone *zone, ovf_zone *alone, ovf_polygon *polygons)
{
    ovf_zones zones = {alone, in->count};
    for (size_t k = 0; k < in->count; k++) {
        polygons[k] = (ovf_polygon){&zone->polygons[0].rings[k], 1};
        alone[k] = (ovf_zone){.edges = zone->edges, .polygons = &polygons[k], .polygon_count = 1};
    }
    in->boundaries = ovf_boundaries_new(&zones, false);
    ovf_box *boxes = ovf_array_new(in->count, sizeof *boxes);
    bool good = in->boundaries != NULL && boxes != NULL;
    for (size_t k = 0; good && k < in->count; k++) boxes[k] = in->boundaries->items[k].box;
    good = good && ovf_tree_build(&in->tree, boxes, in->count) && find_nestings(in) &&
           regroup(in, zone);
    free(boxes);
    ovf_boundaries_free(in->boundaries);
    ovf_tree_free(&in->tree);
    return good;
}

ovf_status ovf_zone_sort_rings(ovf_zone *zone, ovf_error *error)
{
    size_t count = zone->polygons[0].count;
    ovf_status status = check_crossings(zone, error);
    if (status != OVF_OK || count == 1) return status;
    sorting in = {.rings = zone->polygons[0].rings, .count = count};
    ovf_zone *alone = ovf_array_new(count, sizeof *alone);
    ovf_polygon *polygons = ovf_array_new(count, sizeof *polygons);
    in.depths = ovf_array_new(count, sizeof *in.depths);
    in.parents = ovf_array_new(count, sizeof *in.parents);
    bool good = alone != NULL && polygons != NULL && in.depths != NULL && in.parents != NULL &&
                sort_rings(&in, zone, alone, polygons);
    free(alone);
    free(polygons);
    free(in.nestings);
    free(in.depths);
    free(in.parents);
    return good ? OVF_OK : ovf_fail_memory(error);
}
