#include "analysis/coverage/flatten.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "geodesy/boundary.h"
#include "geodesy/edge.h"
#include "geodesy/curve.h"
#include "model/model.h"
#include "model/zone_polygons.h"

/* Edges begin as pieces of at most this length and width, which bend about evenly. */
#define PIECE_M 1e5
#define PIECE_DEG 5.0
#define DEEPEST 24
/* About how many pieces bends may add to a zone, whose overlays take time and memory for each: what
 * is thousands of times as long as it is wide would have millions. */
#define MOST_PIECES 5e4
/* Curves become edges that stay within this of them. */
#define CURVE_WITHIN_M 1e-4

typedef struct {
    ovf_overlay *overlay;
    const ovf_plane *plane;
    ovf_flat *points;
    size_t count, capacity;
    double deviation_m;
    /* The edge in hand. */
    ovf_edges kind;
    ovf_lonlat from, change;
    ovf_leg leg;
} flattener;

static bool add(flattener *in, ovf_flat point)
{
    if (!ovf_array_reserve(&in->points, &in->capacity, in->count + 1, sizeof *in->points))
        return false;
    in->points[in->count++] = point;
    return true;
}

/* The same place has the same image by whichever of its longitudes. */
static ovf_flat image(const flattener *in, double lon, double lat)
{
    double name = fabs(lat) == 90 ? 0 : fabs(lon) < 180 ? lon : remainder(lon, 360);
    return ovf_plane_point(in->plane, name == -180 ? 180 : name, lat);
}

static ovf_flat at(const flattener *in, double t)
{
    if (in->kind == OVF_EDGES_LONLAT)
        return image(in, in->from.lon + t * in->change.lon, in->from.lat + t * in->change.lat);
    ovf_lonlat p = ovf_leg_position(&in->leg, t * in->leg.length_m);
    return image(in, p.lon, p.lat);
}

static double off(ovf_flat p, ovf_flat a, ovf_flat b, double t)
{
    return hypot(p.x - a.x - t * (b.x - a.x), p.y - a.y - t * (b.y - a.y));
}

/* Adds what lies between two places on the edge, and the second. */
static bool bisect(flattener *in, double t1, ovf_flat p1, double t2, ovf_flat p2, int depth)
{
    double middle = (t1 + t2) / 2;
    ovf_flat p = at(in, middle);
    bool straight = off(p, p1, p2, 0.5) <= in->deviation_m &&
                    off(at(in, (t1 + middle) / 2), p1, p2, 0.25) <= in->deviation_m &&
                    off(at(in, (middle + t2) / 2), p1, p2, 0.75) <= in->deviation_m;
    if (straight || depth >= DEEPEST) return add(in, p2);
    return bisect(in, t1, p1, middle, p, depth + 1) && bisect(in, middle, p, t2, p2, depth + 1);
}

static bool add_edge(flattener *in, ovf_lonlat from, ovf_lonlat to, ovf_flat end)
{
    double length;
    in->from = from;
    in->change = (ovf_lonlat){ovf_edge_lon_change(in->kind, from.lon, to.lon), to.lat - from.lat};
    if (in->change.lon == 0 && in->change.lat == 0) return true;
    if (fabs(from.lat) == 90 && from.lat == to.lat) return true; /* along a pole */
    if (in->kind == OVF_EDGES_GEODESIC) {
        ovf_leg_between(&in->leg, from.lon, from.lat, to.lon, to.lat);
        length = in->leg.length_m;
        if (!(length > 0)) return true;
    } else {
        length = OVF_EARTH_A * OVF_RADIAN * (fabs(in->change.lon) + fabs(in->change.lat));
    }
    size_t pieces = (size_t)fmax(1, ceil(fmax(length / PIECE_M, fabs(in->change.lon) / PIECE_DEG)));
    ovf_flat last = in->points[in->count - 1];
    for (size_t i = 0; i < pieces; i++) {
        double t1 = (double)i / (double)pieces, t2 = (double)(i + 1) / (double)pieces;
        ovf_flat next = i + 1 == pieces ? end : at(in, t2);
        if (!bisect(in, t1, last, t2, next, 0)) return false;
        last = next;
    }
    return true;
}

/* *ring is NULL where the ring has no area. */
static bool add_ring(flattener *in, const ovf_ring *ring, GEOSGeometry **made)
{
    *made = NULL;
    in->count = 0;
    if (ring->count < 3) return true;
    const ovf_lonlat *v = ring->vertices;
    if (!add(in, image(in, v[0].lon, v[0].lat))) return false;
    for (size_t i = 1; i < ring->count; i++)
        if (!add_edge(in, v[i - 1], v[i], image(in, v[i].lon, v[i].lat))) return false;
    *made = ovf_overlay_ring(in->overlay, in->points, in->count);
    return true;
}

static bool make_polygon(flattener *in, const ovf_polygon *polygon, GEOSGeometry **made)
{
    GEOSContextHandle_t geos = in->overlay->geos;
    GEOSGeometry **rings = ovf_array_new(polygon->count, sizeof *rings);
    size_t count = 0;
    bool good = rings != NULL;
    *made = NULL;
    for (size_t i = 0; i < polygon->count && good; i++) {
        good = add_ring(in, &polygon->rings[i], &rings[count]);
        if (good && rings[count] != NULL) count++;
        else if (i == 0) break;
    }
    if (good && count > 0) {
        *made = GEOSGeom_createPolygon_r(geos, rings[0], rings + 1, (unsigned)(count - 1));
        good = *made != NULL;
        count = good ? 0 : count;
    }
    for (size_t i = 0; i < count; i++) ovf_overlay_drop(in->overlay, rings[i]);
    free(rings);
    if (good && *made != NULL && GEOSisValid_r(geos, *made) != 1) {
        GEOSGeometry *valid = GEOSMakeValid_r(geos, *made);
        ovf_overlay_drop(in->overlay, *made);
        *made = valid;
        good = valid != NULL;
    }
    return good;
}

static bool zone_holds(const void *boundary, ovf_lonlat at)
{
    return ovf_boundary_contains(boundary, at.lon, at.lat);
}

ovf_status ovf_flatten_open(ovf_plane *plane, const ovf_zone *zone, ovf_box *box, ovf_error *error)
{
    ovf_boundary boundary;
    ovf_lonlat centre = {0, 0};
    bool built = ovf_boundary_build(&boundary, zone);
    bool chosen = built && (boundary.vertex_count == 0 ||
                            ovf_plane_choose(&boundary.box, boundary.points, boundary.vertex_count,
                                             zone_holds, &boundary, &centre));
    *box = boundary.box;
    char called[OVF_TITLE_SIZE];
    ovf_boundary_free(&boundary);
    if (!built) return ovf_fail_memory(error);
    if (chosen) return ovf_plane_open(plane, centre, error);
    return ovf_fail(
        error, OVF_ERROR_GEOMETRY,
        "%s is too large for its coverage: expected a zone that some place of the earth "
        "is %.0f km away from",
        ovf_zone_called(zone, called), OVF_PLANE_CLEARANCE_M / 1000);
}

static GEOSGeometry *flatten_curved(ovf_overlay *overlay, const ovf_plane *plane,
                                    const ovf_zone *zone, const ovf_area *area)
{
    ovf_zone plain = *zone;
    GEOSGeometry *made = NULL;
    overlay->message[0] = '\0';
    plain.polygons = ovf_zone_plain(zone, CURVE_WITHIN_M);
    if (plain.polygons != NULL) made = ovf_flatten_zone(overlay, plane, &plain, area);
    ovf_polygons_free(plain.polygons, plain.polygon_count);
    return made;
}

GEOSGeometry *ovf_flatten_zone(ovf_overlay *overlay, const ovf_plane *plane, const ovf_zone *zone,
                               const ovf_area *area)
{
    if (ovf_zone_is_curved(zone)) return flatten_curved(overlay, plane, zone, area);
    flattener in = {.overlay = overlay, .plane = plane, .kind = zone->edges, .deviation_m = 1e-3};
    double perimeter = 0;
    for (size_t p = 0; p < zone->polygon_count; p++)
        for (size_t r = 0; r < zone->polygons[p].count; r++)
            for (size_t i = 1; i < zone->polygons[p].rings[r].count; i++) {
                const ovf_lonlat *v = &zone->polygons[p].rings[r].vertices[i];
                perimeter += ovf_distance(ovf_earth_point(v[0].lon, v[0].lat),
                                          ovf_earth_point(v[-1].lon, v[-1].lat));
            }
    /* Two thirds of it, all along the perimeter, are a 1e-7th of the area. A piece of the length L
     * bends by L²/8R, as the earth does. */
    if (perimeter > 0 && area->m2 > 0) {
        double piece_m = perimeter / MOST_PIECES,
               least_m = fmax(1e-6, piece_m * piece_m / (8 * OVF_EARTH_B));
        in.deviation_m = fmin(1e-2, fmax(least_m, 1.5e-7 * area->m2 / perimeter));
    }

    GEOSGeometry **parts = ovf_array_new(zone->polygon_count, sizeof *parts), *result = NULL;
    size_t count = 0;
    bool good = parts != NULL;
    overlay->message[0] = '\0';
    for (size_t p = 0; p < zone->polygon_count && good; p++) {
        good = zone->polygons[p].count == 0 || make_polygon(&in, &zone->polygons[p], &parts[count]);
        if (good && parts[count] != NULL) count++;
    }
    if (!good) {
        for (size_t i = 0; i < count; i++) ovf_overlay_drop(overlay, parts[i]);
    } else if (count == 1) {
        result = parts[0];
    } else {
        result = ovf_overlay_unite(overlay, parts, count);
    }
    free(parts);
    free(in.points);
    return result;
}
