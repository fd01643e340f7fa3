#include "analysis/check/range_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "geodesy/proximity.h"
#include "overflight/area.h"

/* ---- what hangs together ---- */

typedef struct {
    double lon, lat;
    size_t polygon;
} corner;

static int compare_corners(const void *a, const void *b)
{
    const corner *x = a, *y = b;
    if (x->lon != y->lon) return x->lon < y->lon ? -1 : 1;
    return (x->lat > y->lat) - (x->lat < y->lat);
}

/* A vertex by one of its names: what was cut at the antimeridian, or goes on beyond it, has
 * several. */
static corner corner_of(ovf_lonlat vertex, size_t polygon)
{
    double lon = fabs(vertex.lat) == 90 ? 0 : remainder(vertex.lon, 360);
    return (corner){lon == -180 ? 180 : lon, vertex.lat, polygon};
}

static size_t root_of(size_t *parents, size_t i)
{
    while (parents[i] != i) i = parents[i] = parents[parents[i]];
    return i;
}

/* Polygons with a vertex in common hang together: so do the halves of what was cut, and neighbours
 * along their border. The first of them is then the part of all. */
static bool join(ovf_range_polygon *polygons, size_t count)
{
    size_t corner_count = 0, n = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < polygons[i].zone.polygons->count; r++)
            corner_count += polygons[i].zone.polygons->rings[r].count;
    corner *corners = ovf_array_new(corner_count, sizeof *corners);
    size_t *parents = ovf_array_new(count, sizeof *parents);
    bool good = corners != NULL && parents != NULL;
    for (size_t i = 0; good && i < count; i++) {
        parents[i] = i;
        for (size_t r = 0; r < polygons[i].zone.polygons->count; r++) {
            const ovf_ring *ring = &polygons[i].zone.polygons->rings[r];
            for (size_t k = 0; k < ring->count; k++) corners[n++] = corner_of(ring->vertices[k], i);
        }
    }
    if (good && n > 1) qsort(corners, n, sizeof *corners, compare_corners);
    for (size_t k = 1; good && k < n; k++) {
        if (compare_corners(&corners[k - 1], &corners[k]) != 0) continue;
        size_t a = root_of(parents, corners[k - 1].polygon),
               b = root_of(parents, corners[k].polygon);
        parents[a > b ? a : b] = a > b ? b : a;
    }
    for (size_t i = 0; good && i < count; i++) polygons[i].part = root_of(parents, i);
    free(corners);
    free(parents);
    return good;
}

/* ---- the mainland ---- */

/* The part around a place, otherwise the largest. `areas` are those of the parts, by their first
 * polygon. */
static ovf_status find_mainland(const ovf_lonlat *place, const ovf_range_parts *in,
                                const double *areas, size_t *mainland, ovf_error *error)
{
    *mainland = 0;
    for (size_t i = 1; i < in->polygon_count; i++)
        if (areas[i] > areas[*mainland]) *mainland = i;
    if (place == NULL) return OVF_OK;
    for (size_t k = 0; k < in->polygon_count; k++)
        if (ovf_boundary_contains(&in->polygons[k].boundary, place->lon, place->lat)) {
            *mainland = in->polygons[k].part;
            return OVF_OK;
        }
    return ovf_fail(error, OVF_ERROR_USAGE,
                    "mainland: expected a place inside the area, found %g %g (lon lat), which is "
                    "outside",
                    place->lon, place->lat);
}

typedef struct {
    size_t first; /* polygon */
    double area_m2;
    bool mainland;
} ranked_part;

static int compare_parts(const void *a, const void *b)
{
    const ranked_part *x = a, *y = b;
    if (x->mainland != y->mainland) return x->mainland ? -1 : 1;
    if (x->area_m2 != y->area_m2) return x->area_m2 > y->area_m2 ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

static int compare_polygons(const void *a, const void *b)
{
    const ovf_range_polygon *x = a, *y = b;
    if (x->part != y->part) return x->part < y->part ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static ovf_status rank(const ovf_lonlat *place, ovf_range_parts *in, ovf_error *error)
{
    double *areas = ovf_array_new(in->polygon_count, sizeof *areas);
    size_t *ranks = ovf_array_new(in->polygon_count, sizeof *ranks), mainland = 0;
    ranked_part *ranked = ovf_array_new(in->polygon_count, sizeof *ranked);
    bool good = areas != NULL && ranks != NULL && ranked != NULL;
    ovf_status status = good ? OVF_OK : ovf_fail_memory(error);
    for (size_t i = 0; status == OVF_OK && i < in->polygon_count; i++) {
        ovf_area found = {0};
        status = ovf_zone_area(&in->polygons[i].zone, &found, error);
        if (status == OVF_OK) areas[in->polygons[i].part] += found.m2;
    }
    if (status == OVF_OK) status = find_mainland(place, in, areas, &mainland, error);
    for (size_t i = 0; status == OVF_OK && i < in->polygon_count; i++)
        if (in->polygons[i].part == i)
            ranked[in->part_count++] = (ranked_part){i, areas[i], i == mainland};
    if (status == OVF_OK) qsort(ranked, in->part_count, sizeof *ranked, compare_parts);
    if (status == OVF_OK && (in->parts = ovf_array_new(in->part_count, sizeof *in->parts)) == NULL)
        status = ovf_fail_memory(error);
    for (size_t k = 0; status == OVF_OK && k < in->part_count; k++) {
        ranks[ranked[k].first] = k;
        in->parts[k] = (ovf_range_part){
            .area_m2 = ranked[k].area_m2, .nearest = {NAN, NAN}, .on_mainland = {NAN, NAN}};
    }
    for (size_t i = 0; status == OVF_OK && i < in->polygon_count; i++)
        in->polygons[i].part = ranks[in->polygons[i].part];
    if (status == OVF_OK)
        qsort(in->polygons, in->polygon_count, sizeof *in->polygons, compare_polygons);
    free(areas);
    free(ranks);
    free(ranked);
    return status;
}

/* ---- distances ---- */

/* Whether the straight line from a point to a box is longer than this. */
static bool is_beyond(const ovf_box *box, ovf_vector p, double most_m)
{
    const double c[3] = {p.x, p.y, p.z};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double out = fmax(fmax((double)box->low[i] - c[i], c[i] - (double)box->high[i]), 0);
        sum += out * out;
    }
    return sum > most_m * most_m;
}

/* Brings the part nearer by what is between the vertices of one boundary and the edges of the
 * other. */
static void approach(const ovf_boundary *from, const ovf_boundary *to, bool from_mainland,
                     ovf_range_part *part)
{
    for (size_t v = 0; v < from->vertex_count; v++) {
        ovf_approach found;
        if (is_beyond(&to->box, from->points[v], part->from_mainland_m)) continue;
        double distance = ovf_boundary_distance(to, from->positions[v], part->from_mainland_m,
                                                &found);
        if (!(distance < part->from_mainland_m)) continue;
        part->from_mainland_m = distance;
        part->nearest = from_mainland ? found.on_boundary : from->positions[v];
        part->on_mainland = from_mainland ? from->positions[v] : found.on_boundary;
    }
}

/* The vertex that is nearest in a straight line, where one is nearer than that. */
static bool find_vertex(const ovf_boundary *b, ovf_vector p, double *straight_m,
                        ovf_lonlat *nearest)
{
    bool found = false;
    for (size_t k = 0; k < b->tree.count;) {
        const ovf_node *node = &b->tree.nodes[k];
        if (is_beyond(&node->box, p, *straight_m)) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item == UINT32_MAX) continue;
        const ovf_run run = b->runs[node->item];
        for (uint32_t v = run.first; v <= run.first + run.edges; v++) {
            double straight = ovf_distance(b->points[v], p);
            if (!(straight < *straight_m)) continue;
            *straight_m = straight;
            *nearest = b->positions[v];
            found = true;
        }
    }
    return found;
}

static void measure_far(const ovf_range_parts *in, size_t first, size_t end, ovf_range_part *part)
{
    double straight_m = INFINITY;
    for (size_t i = first; i < end; i++)
        for (size_t v = 0; v < in->polygons[i].boundary.vertex_count; v++)
            for (size_t k = 0; k < in->polygon_count && in->polygons[k].part == 0; k++)
                if (find_vertex(&in->polygons[k].boundary, in->polygons[i].boundary.points[v],
                                &straight_m, &part->on_mainland))
                    part->nearest = in->polygons[i].boundary.positions[v];
    geod_inverse(ovf_earth(), part->nearest.lat, part->nearest.lon, part->on_mainland.lat,
                 part->on_mainland.lon, &part->from_mainland_m, NULL, NULL);
}

static void measure_distances(ovf_range_parts *in)
{
    for (size_t first = 0, end; first < in->polygon_count; first = end) {
        ovf_range_part *part = &in->parts[in->polygons[first].part];
        for (end = first;
             end < in->polygon_count && in->polygons[end].part == in->polygons[first].part;)
            end++;
        if (first == 0) continue; /* the mainland itself */
        part->from_mainland_m = OVF_RANGE_EXACT_M;
        for (size_t i = first; i < end; i++)
            for (size_t k = 0; k < in->polygon_count && in->polygons[k].part == 0; k++) {
                approach(&in->polygons[i].boundary, &in->polygons[k].boundary, false, part);
                approach(&in->polygons[k].boundary, &in->polygons[i].boundary, true, part);
            }
        if (isnan(part->nearest.lon)) measure_far(in, first, end, part);
        part->nearest.lon = remainder(part->nearest.lon, 360);
        part->on_mainland.lon = remainder(part->on_mainland.lon, 360);
    }
}

ovf_status ovf_range_parts_find(const ovf_zone *const *area, size_t count,
                                const ovf_lonlat *mainland, ovf_range_parts *parts,
                                ovf_error *error)
{
    *parts = (ovf_range_parts){0};
    size_t polygon_count = 0;
    for (size_t i = 0; i < count; i++) polygon_count += area[i]->polygon_count;
    if (polygon_count == 0)
        return ovf_fail(error, OVF_ERROR_USAGE, "expected polygons, found an empty area");
    parts->polygons = ovf_array_new(polygon_count, sizeof *parts->polygons);
    if (parts->polygons == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < area[i]->polygon_count; k++) {
            ovf_range_polygon *polygon = &parts->polygons[parts->polygon_count];
            polygon->number = parts->polygon_count++;
            polygon->zone = *area[i];
            polygon->zone.polygons = &area[i]->polygons[k];
            polygon->zone.polygon_count = 1;
            if (!ovf_boundary_build(&polygon->boundary, &polygon->zone))
                return ovf_fail_memory(error);
        }
    if (!join(parts->polygons, polygon_count)) return ovf_fail_memory(error);
    ovf_status status = rank(mainland, parts, error);
    if (status == OVF_OK) measure_distances(parts);
    return status;
}

void ovf_range_parts_clear(ovf_range_parts *parts)
{
    for (size_t i = 0; i < parts->polygon_count; i++)
        ovf_boundary_free(&parts->polygons[i].boundary);
    free(parts->polygons);
    free(parts->parts);
    *parts = (ovf_range_parts){0};
}
