#include "geodesy/boundary.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "geodesy/curve.h"
#include "geodesy/side.h"

/* Edges are cut to at most this change of longitude too, so that each is nearly straight. */
#define WIDEST_EDGE_DEG 5.0

static const ovf_swerve unswerving = {0, 0, NAN};

static bool add_vertex(ovf_boundary *b, double lon, double lat)
{
    size_t points = b->vertex_capacity, positions = b->vertex_capacity,
           swerves = b->vertex_capacity;
    if (b->vertex_count == b->vertex_capacity) {
        if (!ovf_array_reserve(&b->points, &points, b->vertex_count + 1, sizeof *b->points))
            return false;
        if (!ovf_array_reserve(&b->positions, &positions, b->vertex_count + 1,
                               sizeof *b->positions))
            return false;
        if (b->swerves != NULL &&
            !ovf_array_reserve(&b->swerves, &swerves, b->vertex_count + 1, sizeof *b->swerves))
            return false;
        b->vertex_capacity = points;
    }
    if (b->swerves != NULL) b->swerves[b->vertex_count] = unswerving;
    b->points[b->vertex_count] = ovf_earth_point(lon, lat);
    b->positions[b->vertex_count++] = (ovf_lonlat){lon, lat};
    return true;
}

/* Adds the edge that ends at the given vertex to the run in hand, or begins a new one. */
static bool add_edge_to_last(ovf_boundary *b)
{
    uint32_t last = (uint32_t)(b->vertex_count - 1);
    if (b->run_count > 0) {
        ovf_run *run = &b->runs[b->run_count - 1];
        if (run->first + run->edges == last - 1 && run->edges < OVF_RUN_EDGES) {
            run->edges++;
            return true;
        }
    }
    if (!ovf_array_reserve(&b->runs, &b->run_capacity, b->run_count + 1, sizeof *b->runs))
        return false;
    b->runs[b->run_count++] = (ovf_run){last - 1, 1};
    return true;
}

static bool add_pole_edge(ovf_boundary *b, double from, double to)
{
    if (from == to) return true;
    if (!ovf_array_reserve(&b->pole_edges, &b->pole_edge_capacity, b->pole_edge_count + 1,
                           sizeof *b->pole_edges))
        return false;
    b->pole_edges[b->pole_edge_count++] = (ovf_pole_edge){fmin(from, to), fmax(from, to)};
    return true;
}

typedef struct {
    double lon, low, high;
} seam_edge;

typedef struct {
    ovf_boundary *boundary;
    seam_edge *seams;
    size_t seam_count, seam_capacity;
    double lon, lat;   /* where the ring has come to */
    double sines;      /* along it so far (side.h) */
    bool pen_is_down;  /* whether the vertex before is the last of the boundary's vertices */
    ovf_swerve swerve; /* of the edge in hand */
} builder;

/* Vertices so near to each other, 1e-7 m, are one: as overlays and rounding leave them, they make
 * edges whose direction is noise. */
#define SAME_DEG 1e-12

static bool is_same(double lon1, double lat1, double lon2, double lat2)
{
    return fabs(lon1 - lon2) <= SAME_DEG && fabs(lat1 - lat2) <= SAME_DEG;
}

static bool on_seam(double lon) { return fabs(remainder(lon, 360)) == 180; }

static bool emit(builder *in, double lon, double lat)
{
    ovf_boundary *b = in->boundary;
    lon = ovf_boundary_longitude(lon);
    in->sines += (lon - in->lon) * OVF_RADIAN *
                 (sin(lat * OVF_RADIAN) + sin(in->lat * OVF_RADIAN)) / 2;
    if (fabs(lat) == 90 && in->lat == lat) {
        /* No length on the ground, but a width in longitude. */
        if (lat == 90 && !add_pole_edge(b, in->lon, lon)) return false;
        in->pen_is_down = false;
    } else if (is_same(lon, lat, in->lon, in->lat)) {
        return true;
    } else if (lon == in->lon && on_seam(lon)) {
        if (!ovf_array_reserve(&in->seams, &in->seam_capacity, in->seam_count + 1,
                               sizeof *in->seams))
            return false;
        in->seams[in->seam_count++] = (seam_edge){lon, fmin(lat, in->lat), fmax(lat, in->lat)};
        in->pen_is_down = false;
    } else {
        if (!in->pen_is_down && !add_vertex(b, in->lon, in->lat)) return false;
        if (!add_vertex(b, lon, lat) || !add_edge_to_last(b)) return false;
        if (b->swerves != NULL) b->swerves[b->vertex_count - 2] = in->swerve;
        in->pen_is_down = true;
    }
    in->lon = lon;
    in->lat = lat;
    return true;
}

/* A lonlat edge in pieces of equal parameter, cut at the equator, where the bend changes side. */
static bool lonlat_edge(builder *in, double lon, double lat)
{
    double lon1 = in->lon, lat1 = in->lat;
    double cuts[3] = {0, 1, 1};
    if (lat1 * lat < 0) cuts[1] = lat1 / (lat1 - lat);
    for (int part = 0; part < 2 && cuts[part] < 1; part++) {
        double width = fabs(lon - lon1) * (cuts[part + 1] - cuts[part]);
        double height = fabs(lat - lat1) * (cuts[part + 1] - cuts[part]);
        double least = lat1 * lat <= 0 ? 0 : fmin(fabs(lat1), fabs(lat));
        double length = OVF_EARTH_A * 1.01 * OVF_RADIAN *
                        hypot(width * cos(least * OVF_RADIAN), height);
        size_t pieces = (size_t)ceil(
            fmax(fmax(length / OVF_EDGE_LONLAT_LONGEST_M, width / WIDEST_EDGE_DEG), 1e-9));
        for (size_t k = 1; k <= pieces; k++) {
            double t = cuts[part] + (cuts[part + 1] - cuts[part]) * (double)k / (double)pieces;
            bool last = t >= 1;
            bool equator = k == pieces && cuts[part + 1] < 1;
            if (!emit(in, last ? lon : lon1 + t * (lon - lon1),
                      last      ? lat
                      : equator ? 0
                                : lat1 + t * (lat - lat1)))
                return false;
        }
    }
    return true;
}

static bool geodesic_edge(builder *in, double lon, double lat)
{
    double lon1 = in->lon, lat1 = in->lat;
    if (fabs(lon - lon1) == 180 && fabs(lat1) < 90 && fabs(lat) < 90) {
        /* Straight over the nearer pole. */
        double pole = lat1 + lat >= 0 ? 90 : -90;
        return geodesic_edge(in, lon1, pole) && emit(in, lon, pole) && geodesic_edge(in, lon, lat);
    }
    if (fabs(lat1) ==
        90) { /* a pole has any longitude: turn there, then leave along the meridian */
        if (!emit(in, lon, lat1)) return false;
        lon1 = lon;
    }
    if (ovf_distance(ovf_earth_point(lon1, lat1), ovf_earth_point(lon, lat)) >
        0.999 * OVF_EDGE_GEODESIC_LONGEST_M) {
        ovf_leg leg;
        ovf_leg_between(&leg, lon1, lat1, fabs(lat) == 90 ? lon1 : lon, lat);
        size_t pieces = (size_t)ceil(leg.length_m / OVF_EDGE_GEODESIC_LONGEST_M);
        for (size_t k = 1; k < pieces; k++) {
            ovf_lonlat p = ovf_leg_position(&leg, leg.length_m * (double)k / (double)pieces);
            double change = fabs(lat) == 90 ? 0 : remainder(p.lon - in->lon, 360);
            if (!emit(in, in->lon + change, p.lat)) return false;
        }
    }
    if (fabs(lat) == 90) return emit(in, lon1, lat) && emit(in, lon, lat);
    return emit(in, lon, lat);
}

/* ---- curves ---- */

/* Pieces miss the curve by no more than this, and those that are shorter are not cut. */
#define MISS_M 1e-7
#define SHORTEST_M 1e-2
#define WIDEST_PIECE_DEG 60.0
/* On the equator, but for rounding. */
#define EQUATOR_DEG 1e-10
/* Arcs begin as pieces of so many degrees. */
#define ARC_PIECE_DEG 15.0

/* Between two parameters of a curve. */
typedef struct {
    double u[2];
    ovf_lonlat at[2];  /* longitudes run on */
    double rates[2];   /* of the longitude */
    ovf_lonlat middle; /* beside the first */
} stretch;

/* The parameter where an arc turns from east to west, or back: so each piece has one place on a
 * meridian. By regula falsi, as Illinois has it (M. Dowell and P. Jarratt, BIT 11 (1971) 168). */
static double find_turn(const ovf_course *course, const stretch *of)
{
    double u1 = of->u[0], u2 = of->u[1], rate1 = of->rates[0], rate2 = of->rates[1], rate;
    for (int k = 0, last = 0; k < 60 && u2 - u1 > 1e-15; k++) {
        double u = u1 + (u2 - u1) * rate1 / (rate1 - rate2);
        if (!(u > u1 && u < u2)) return u >= u2 ? u2 : u1;
        (void)ovf_course_at(course, u, 0, &rate);
        if (fabs(rate) <= 1e-13 * fabs(of->rates[0] - of->rates[1])) return u;
        const int side = (rate > 0) == (of->rates[0] > 0) ? 1 : 2;
        if (side == 1) {
            u1 = u;
            rate1 = rate;
            if (last == side) rate2 /= 2;
        } else {
            u2 = u;
            rate2 = rate;
            if (last == side) rate1 /= 2;
        }
        last = side;
    }
    return (u1 + u2) / 2;
}

/* Where it is to be cut first: 0 where nowhere. */
static double find_cut(const ovf_course *course, const stretch *of)
{
    double turns = of->rates[0] * of->rates[1], lat1 = of->at[0].lat, lat2 = of->at[1].lat,
           length = of->u[1] - of->u[0];
    /* Rates change evenly nearly: of the least of them the turn is at an end. */
    if (course->kind == OVF_CURVE_ARC && turns < 0 &&
        fmin(fabs(of->rates[0]), fabs(of->rates[1])) >
            1e-9 * fmax(fabs(of->rates[0]), fabs(of->rates[1]))) {
        double u = find_turn(course, of);
        if (u - of->u[0] > 1e-9 * length && of->u[1] - u > 1e-9 * length) return u;
    }
    if (course->kind != OVF_CURVE_ARC && lat1 * lat2 < 0 &&
        fmin(fabs(lat1), fabs(lat2)) > EQUATOR_DEG) /* there they bend to the other side */
        return of->u[0] + length * lat1 / (lat1 - lat2);
    return 0;
}

static bool add_stretch(builder *in, const ovf_course *course, const stretch *of, int depth);

static bool cut_stretch(builder *in, const ovf_course *course, const stretch *of, double u,
                        int depth)
{
    double rate;
    ovf_lonlat at = ovf_course_at(course, u, of->at[0].lon, &rate);
    stretch first = {{of->u[0], u}, {of->at[0], at}, {of->rates[0], rate}, of->at[0]};
    stretch second = {{u, of->u[1]}, {at, of->at[1]}, {rate, of->rates[1]}, at};
    first.middle = ovf_course_at(course, (of->u[0] + u) / 2, of->at[0].lon, NULL);
    second.middle = ovf_course_at(course, (u + of->u[1]) / 2, at.lon, NULL);
    return add_stretch(in, course, &first, depth + 1) &&
           add_stretch(in, course, &second, depth + 1);
}

static bool add_stretch(builder *in, const ovf_course *course, const stretch *of, int depth)
{
    double cut = depth < 40 ? find_cut(course, of) : 0;
    if (cut > of->u[0] && cut < of->u[1]) return cut_stretch(in, course, of, cut, depth);
    ovf_vector a = ovf_earth_point(of->at[0].lon, of->at[0].lat),
               b = ovf_earth_point(of->at[1].lon, of->at[1].lat), places[3];
    double chord_m = ovf_distance(a, b), half = (of->u[0] + of->u[1]) / 2;
    for (int k = 0; k < 3; k++) {
        double u = of->u[0] + (of->u[1] - of->u[0]) * (k + 1) / 4;
        ovf_lonlat at = k == 1 ? of->middle : ovf_course_at(course, u, of->at[0].lon, NULL);
        places[k] = ovf_earth_point(at.lon, at.lat);
    }
    ovf_swerve swerve;
    double miss = ovf_swerve_through(a, b, places, &swerve);
    bool good = miss <= MISS_M && chord_m <= OVF_EDGE_GEODESIC_LONGEST_M &&
                fabs(of->at[1].lon - of->at[0].lon) <= WIDEST_PIECE_DEG;
    if (!good && depth < 40 && chord_m + swerve.most_m > SHORTEST_M)
        return cut_stretch(in, course, of, half, depth);
    in->swerve = swerve;
    good = emit(in, of->at[1].lon, of->at[1].lat);
    in->swerve = unswerving;
    return good;
}

static bool curve_edge(builder *in, const ovf_curve *curve, ovf_lonlat to)
{
    ovf_course course;
    ovf_course_make(&course, curve, (ovf_lonlat){in->lon, in->lat}, to);
    size_t pieces = (size_t)fmax(1, curve->kind == OVF_CURVE_ARC
                                        ? ceil(fabs(course.turn) / ARC_PIECE_DEG)
                                        : ceil(fabs(course.lon_change) / WIDEST_PIECE_DEG));
    double rate;
    (void)ovf_course_at(&course, 0, 0, &rate);
    for (size_t k = 0; k < pieces; k++) {
        stretch of = {.u = {(double)k / (double)pieces, (double)(k + 1) / (double)pieces}};
        of.at[0] = (ovf_lonlat){in->lon, in->lat};
        of.rates[0] = rate;
        /* Beside a pole the longitude of a short piece may change by half a turn and more. */
        of.middle = ovf_course_at(&course, (of.u[0] + of.u[1]) / 2, of.at[0].lon, NULL);
        of.at[1] = ovf_course_at(&course, of.u[1], of.middle.lon, &of.rates[1]);
        rate = of.rates[1];
        if (!add_stretch(in, &course, &of, 0)) return false;
    }
    return true;
}

/* ---- rings ---- */

static bool add_edge(builder *in, const ovf_curve *curve, ovf_lonlat from, ovf_lonlat to)
{
    const ovf_edges edges = in->boundary->edges;
    if (curve != NULL && (curve->kind == OVF_CURVE_ARC || curve->kind == OVF_CURVE_LOXODROME ||
                          (curve->kind == OVF_CURVE_LONLAT && edges != OVF_EDGES_LONLAT)))
        return curve_edge(in, curve, to);
    bool geodesic = curve == NULL ? edges == OVF_EDGES_GEODESIC : curve->kind == OVF_CURVE_GEODESIC;
    double lon = in->lon + ovf_edge_lon_change(geodesic ? OVF_EDGES_GEODESIC : OVF_EDGES_LONLAT,
                                               from.lon, to.lon);
    if (fabs(remainder(lon - to.lon, 360)) < 1e-9)
        lon = to.lon + 360 * nearbyint((lon - to.lon) / 360);
    if (geodesic && edges == OVF_EDGES_LONLAT) in->swerve.most_m = 0;
    bool good = (geodesic ? geodesic_edge : lonlat_edge)(in, lon, to.lat);
    in->swerve = unswerving;
    return good;
}

/* The edges up to a vertex. */
static bool add_edges(builder *in, const ovf_ring *ring, size_t last)
{
    const ovf_lonlat *v = ring->vertices;
    const ovf_curve *curve = ring->curves, *end = ovf_ring_curves_end(ring);
    in->lon = ovf_boundary_longitude(v[0].lon);
    in->lat = v[0].lat;
    in->sines = 0;
    in->pen_is_down = false;
    in->swerve = unswerving;
    for (size_t i = 1; i <= last; i++) {
        bool curved = curve != end && curve->edge == i - 1;
        if (!add_edge(in, curved ? curve : NULL, v[i - 1], v[i])) return false;
        if (curved) curve++;
    }
    return true;
}

/* Where vertices are left out at its end the ring closes all the same, so that its edges share all
 * longitudes among them. */
static void end_where_it_began(builder *in, ovf_lonlat first)
{
    ovf_boundary *b = in->boundary;
    double lon = ovf_boundary_longitude(first.lon);
    lon += 360 * nearbyint((in->lon - lon) / 360);
    if (!in->pen_is_down || !is_same(in->lon, in->lat, lon, first.lat)) return;
    in->lon = lon;
    in->lat = first.lat;
    b->positions[b->vertex_count - 1] = (ovf_lonlat){lon, first.lat};
    b->points[b->vertex_count - 1] = ovf_earth_point(lon, first.lat);
}

static bool add_ring(builder *in, const ovf_ring *ring, ovf_side side)
{
    ovf_boundary *b = in->boundary;
    if (ring->count < 2) return true;
    const ovf_lonlat *v = ring->vertices;
    if (!add_edges(in, ring, ring->count - 1)) return false;
    end_where_it_began(in, v[0]);
    if (ovf_side_has_north(b->edges, side, in->lon - v[0].lon, in->sines))
        b->north_inside = !b->north_inside;
    return true;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Edges along the antimeridian are mostly cuts, one against the other: only what an odd number of
 * them covers is boundary. */
static bool add_seams(builder *in)
{
    double *ends = ovf_array_new(in->seam_count * 2, sizeof *ends);
    if (ends == NULL) return false;
    for (size_t i = 0; i < in->seam_count; i++) {
        ends[2 * i] = in->seams[i].low;
        ends[2 * i + 1] = in->seams[i].high;
    }
    qsort(ends, in->seam_count * 2, sizeof *ends, compare_doubles);
    bool ok = true;
    in->pen_is_down = false;
    for (size_t i = 0; ok && i + 1 < in->seam_count * 2; i++) {
        size_t cover = 0;
        if (ends[i] == ends[i + 1]) continue;
        for (size_t k = 0; k < in->seam_count; k++)
            cover += in->seams[k].low <= ends[i] && in->seams[k].high >= ends[i + 1];
        if (cover % 2 == 0) continue;
        ok = add_vertex(in->boundary, 180, ends[i]) && add_vertex(in->boundary, 180, ends[i + 1]) &&
             add_edge_to_last(in->boundary);
    }
    free(ends);
    return ok;
}

/* The box around the boundary contains the inside too once those of the six points farthest along
 * an axis that are inside are added: a coordinate is greatest on the boundary or at one of them. */
static void enclose(ovf_boundary *b)
{
    double low[3], high[3];
    for (int i = 0; i < 3; i++) {
        low[i] = b->tree.count > 0 ? (double)b->tree.nodes[0].box.low[i] : INFINITY;
        high[i] = b->tree.count > 0 ? (double)b->tree.nodes[0].box.high[i] : -INFINITY;
    }
    static const ovf_lonlat axis[6] = {{0, 0}, {180, 0}, {90, 0}, {-90, 0}, {0, 90}, {0, -90}};
    for (int k = 0; k < 6; k++) {
        if (!ovf_boundary_contains(b, axis[k].lon, axis[k].lat)) continue;
        ovf_vector p = ovf_earth_point(axis[k].lon, axis[k].lat);
        const double c[3] = {p.x, p.y, p.z};
        for (int i = 0; i < 3; i++) {
            low[i] = fmin(low[i], c[i]);
            high[i] = fmax(high[i], c[i]);
        }
    }
    b->box = ovf_box_around(low, high);
}

static ovf_box run_box(const ovf_boundary *b, const ovf_run *run)
{
    double low[3] = {INFINITY, INFINITY, INFINITY}, high[3] = {-INFINITY, -INFINITY, -INFINITY},
           bulge = 0;
    for (uint32_t k = 0; k <= run->edges; k++) {
        ovf_vector p = b->points[run->first + k];
        const double c[3] = {p.x, p.y, p.z};
        for (int i = 0; i < 3; i++) {
            low[i] = c[i] < low[i] ? c[i] : low[i];
            high[i] = c[i] > high[i] ? c[i] : high[i];
        }
        if (k == 0) continue;
        double chord = ovf_distance(p, b->points[run->first + k - 1]);
        uint32_t v = run->first + k - 1;
        double by = ovf_edge_bulge(ovf_boundary_kind(b, v), b->positions[v], b->positions[v + 1],
                                   chord) +
                    ovf_boundary_strays(b, v);
        if (by > bulge) bulge = by;
    }
    for (int i = 0; i < 3; i++) { /* with the tolerance twice */
        low[i] -= bulge + 2e-3;
        high[i] += bulge + 2e-3;
    }
    return ovf_box_around(low, high);
}

static bool index_runs(ovf_boundary *b)
{
    ovf_box *boxes = ovf_array_new(b->run_count, sizeof *boxes);
    if (boxes == NULL) return false;
    for (size_t k = 0; k < b->run_count; k++) boxes[k] = run_box(b, &b->runs[k]);
    bool ok = ovf_tree_build(&b->tree, boxes, b->run_count);
    free(boxes);
    return ok;
}

/* Gives back the room that is left over; where that fails it stays. */
static void trim(void *items, size_t *capacity, size_t count, size_t size)
{
    void *old, *trimmed;
    memcpy(&old, items, sizeof old);
    if (count == 0 || (trimmed = realloc(old, count * size)) == NULL) return;
    memcpy(items, &trimmed, sizeof trimmed);
    *capacity = count;
}

static bool build(ovf_boundary *boundary, const ovf_zone *zone, bool is_line)
{
    memset(boundary, 0, sizeof *boundary);
    boundary->edges = zone->edges;
    boundary->swerves = ovf_zone_is_curved(zone) ? ovf_array_new(1, sizeof *boundary->swerves)
                                                 : NULL;
    builder in = {.boundary = boundary};
    bool ok = boundary->swerves != NULL || !ovf_zone_is_curved(zone);
    for (size_t p = 0; ok && p < zone->polygon_count; p++)
        for (size_t r = 0; ok && r < zone->polygons[p].count; r++) {
            const ovf_ring *ring = &zone->polygons[p].rings[r];
            ok = is_line ? add_edges(&in, ring, ring->count / 2)
                         : add_ring(&in, ring, ovf_side_meant(zone, r));
        }
    ok = ok && add_seams(&in);
    free(in.seams);
    size_t vertices = boundary->vertex_capacity, swerves = boundary->vertex_capacity;
    if (boundary->swerves != NULL)
        trim(&boundary->swerves, &swerves, boundary->vertex_count, sizeof *boundary->swerves);
    trim(&boundary->points, &vertices, boundary->vertex_count, sizeof *boundary->points);
    trim(&boundary->positions, &boundary->vertex_capacity, boundary->vertex_count,
         sizeof *boundary->positions);
    trim(&boundary->runs, &boundary->run_capacity, boundary->run_count, sizeof *boundary->runs);
    ok = ok && index_runs(boundary);
    if (ok) enclose(boundary);
    return ok;
}

bool ovf_boundary_build(ovf_boundary *boundary, const ovf_zone *zone)
{
    return build(boundary, zone, false);
}

bool ovf_boundary_build_line(ovf_boundary *boundary, const ovf_zone *line)
{
    return build(boundary, line, true);
}

void ovf_boundary_free(ovf_boundary *boundary)
{
    free(boundary->swerves);
    free(boundary->points);
    free(boundary->positions);
    free(boundary->runs);
    ovf_tree_free(&boundary->tree);
    free(boundary->pole_edges);
    memset(boundary, 0, sizeof *boundary);
}
