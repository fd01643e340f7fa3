/* The place of a polygon P where f(p) = min (d(p, a_i) - r_i) is greatest.
 *
 * What is used of geodesics: the Gaussian curvature of the ellipsoid is at most 1/b², at the
 * equator. So (Karney, J. Geodesy 87 (2013) 43, section 3, and Sturm's comparison)
 *   up to pi b, the first conjugate distance there can be, d(., a) is smooth but at a, with a
 *   gradient of length 1 that points away from a;
 *   up to pi b / 2 its second derivative along a geodesic is at least sin² of the angle times
 *   cot(d/b)/b > 0: it is convex, strictly across the
 *   direction to a.
 * And everywhere d, and so f, changes by at most 1 m a metre.
 *
 * Inside P, f has a local maximum only where at least three airfields hold its minimum. With one, f
 * grows away from it. With two whose directions are not opposite, there is a direction with an
 * acute angle to both gradients, in which both grow; where they are opposite, both grow across
 * them, since they are convex. So the greatest f is on the boundary, or at such a place inside (or
 * farther than these distances, where none of this is used).
 *
 * The boundary. Let a stretch of an edge, as a curve E(t), 0 <= t <= 1, be of length L and of
 * tangential acceleration at most A, so that ovf_edge_bend is a bound of A/8. Then
 *   f <= (f(E(0)) + f(E(1)) + L)/2, and
 *   d(E(t), a_i)'' >= -A where it is convex along geodesics, so d <= max(d(E(0), a_i), d(E(1),
 *   a_i)) + A/8, and f <= min of these less r_i.
 * What is not decided so is halved: A falls with the square of the length.
 *
 * The inside. Cells of longitude and latitude cover the globe. The straight line of the map from a
 * cell's middle c to a place of it stays in the cell; along it the metres a degree are at most
 * those of the parallel nearest to the equator and of the meridian at the latitude nearest to a
 * pole. So no place is farther from c than the length R that has half the cell's sides with these
 * metres. In the cell f <= f(c) + R, and the minimum is held by airfields only with d(c, a_i) - r_i
 * <= f(c) + 2R. A cell without P, with one airfield or two of these, or without hope is done;
 * others are halved, until 2R is below the tolerance: if the cell's middle is in P that is as good
 * as its best place, and otherwise a place of the boundary is within R of it, which has at least
 * f(c) - R and has been dealt with. */
#include "analysis/check/airfield_range.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "geodesy/proximity.h"
#include "model/checks.h"

#define PI 3.14159265358979323846
#define CONVEX_M (0.999 * PI / 2 * OVF_EARTH_B)
#define SMOOTH_M (0.999 * PI * OVF_EARTH_B)
#define FAR_M 1e3 /* the tolerance where neither helps */
#define BOXES_M 1e4
#define DEEPEST 48 /* halvings of an edge: 1e5 m to a nanometre */

static double largest(double a, double b) { return a > b ? a : b; }

/* How far a place is beyond each circle, into `row`, and beyond all of them. INFINITY for those
 * that are farther by more than `slack_m`, whose exact figure is of no use. */
static double measure(const ovf_range_search *in, ovf_lonlat at, double slack_m, double *row,
                      size_t *which)
{
    ovf_vector point = ovf_earth_point(at.lon, at.lat);
    double least = INFINITY;
    size_t first = 0;
    *which = 0;
    for (size_t i = 0; i < in->count; i++) {
        row[i] = ovf_distance(point, in->points[i]) -
                 in->circles[i].radius_m; /* no geodesic is shorter than its chord */
        if (row[i] < row[first]) first = i;
    }
    for (size_t n = 0; n < in->count; n++) {
        size_t i = n == 0       ? first
                   : n <= first ? n - 1
                                : n; /* that which is nearest by chord, then the others */
        if (row[i] > least + slack_m) {
            row[i] = INFINITY;
            continue;
        }
        double distance;
        geod_inverse(ovf_earth(), at.lat, at.lon, in->circles[i].centre.lat,
                     in->circles[i].centre.lon, &distance, NULL, NULL);
        row[i] = distance - in->circles[i].radius_m;
        if (row[i] < least) {
            least = row[i];
            *which = i;
        }
    }
    return least;
}

static void consider(ovf_range_search *in, ovf_lonlat at, double beyond_m, size_t which)
{
    if (in->found && !(beyond_m > in->best.beyond_m)) return;
    in->found = true;
    in->best = (ovf_range_place){beyond_m,
                                 0,
                                 {remainder(at.lon, 360), at.lat},
                                 which,
                                 beyond_m + in->circles[which].radius_m};
}

/* Whether what has at most `most_m` may be thrown away. */
static bool is_hopeless(ovf_range_search *in, double most_m, double tolerance_m)
{
    if (!in->found || most_m > in->best.beyond_m + tolerance_m) return false;
    in->discarded_m = largest(in->discarded_m, most_m);
    return true;
}

/* ---- the boundary ---- */

typedef struct {
    double t, beyond_m;
    ovf_vector point;
    double *row;
} place;

static place place_on(ovf_range_search *in, const ovf_edge *edge, double t, double slack_m,
                      double *row)
{
    size_t which;
    ovf_lonlat at = t <= 0 ? (ovf_lonlat){edge->lon1, edge->lat1}
                    : t >= 1
                        ? (ovf_lonlat){edge->lon1 + edge->lon_change, edge->lat1 + edge->lat_change}
                        : ovf_edge_position(edge, t);
    place made = {.t = t, .point = ovf_earth_point(at.lon, at.lat), .row = row};
    made.beyond_m = measure(in, at, slack_m, row, &which);
    consider(in, at, made.beyond_m, which);
    return made;
}

/* f along the stretch is at most this where the distances to the airfields are convex; INFINITY
 * where none is. */
static double most_by_convexity(const ovf_range_search *in, const ovf_edge *edge, const place *from,
                                const place *to, double length_m)
{
    double least = INFINITY, part = to->t - from->t, z = fmax(fabs(edge->a.z), fabs(edge->b.z));
    for (size_t i = 0; i < in->count; i++) {
        double most = largest(from->row[i], to->row[i]);
        if (most < least && most + in->circles[i].radius_m + length_m < CONVEX_M) least = most;
    }
    return least + ovf_edge_bend(edge->kind, edge->lon_change * part, edge->lat_change * part, z,
                                 ovf_distance(from->point, to->point));
}

static void climb(ovf_range_search *in, const ovf_edge *edge, const place *from, const place *to,
                  size_t depth)
{
    double length_m = 1.01 * ovf_distance(from->point, to->point),
           convex_m = most_by_convexity(in, edge, from, to, length_m);
    double most_m = fmin((from->beyond_m + to->beyond_m + length_m) / 2, convex_m);
    if (is_hopeless(in, most_m, isinf(convex_m) ? FAR_M : OVF_RANGE_TOLERANCE_M) ||
        depth == DEEPEST)
        return;
    place middle = place_on(in, edge, (from->t + to->t) / 2, 2 * length_m,
                            &in->rows[(depth + 2) * in->count]);
    climb(in, edge, from, &middle, depth + 1);
    climb(in, edge, &middle, to, depth + 1);
}

static bool search_boundary(ovf_range_search *in)
{
    const ovf_boundary *b = in->boundary;
    if (!ovf_array_reserve(&in->at_vertices, &in->vertex_capacity, b->vertex_count,
                           sizeof *in->at_vertices))
        return false;
    for (size_t v = 0; v < b->vertex_count; v++) { /* all of them first: then few edges have hope */
        size_t which;
        in->at_vertices[v] = measure(in, b->positions[v], 0, in->rows, &which);
        consider(in, b->positions[v], in->at_vertices[v], which);
    }
    for (size_t k = 0; k < b->run_count; k++)
        for (uint32_t v = b->runs[k].first; v < b->runs[k].first + b->runs[k].edges; v++) {
            double length_m = 1.01 * ovf_distance(b->points[v], b->points[v + 1]);
            if (is_hopeless(in, (in->at_vertices[v] + in->at_vertices[v + 1] + length_m) / 2,
                            OVF_RANGE_TOLERANCE_M))
                continue;
            ovf_edge edge;
            ovf_boundary_edge(b, v, &edge);
            place from = place_on(in, &edge, 0, 2 * length_m, in->rows),
                  to = place_on(in, &edge, 1, 2 * length_m, in->rows + in->count);
            climb(in, &edge, &from, &to, 0);
        }
    return true;
}

/* ---- the inside ---- */

typedef struct {
    double west, east, south, north; /* degrees */
} cell;

/* For large cells the boxes around the edges will do; in the end the edges themselves count. */
static bool is_near_boundary(const ovf_boundary *boundary, ovf_lonlat at, double radius_m)
{
    ovf_vector p = ovf_earth_point(at.lon, at.lat);
    const double c[3] = {p.x, p.y, p.z};
    ovf_box box = ovf_box_around(c, c);
    return ovf_approach_box(boundary, &box, radius_m) &&
           (radius_m > BOXES_M || isfinite(ovf_boundary_distance(boundary, at, radius_m, NULL)));
}

/* The airfields that may hold the minimum somewhere within `radius_m`, up to 3; *far_m is the
 * farthest that such a place may be from one of them. */
static size_t count_holders(const ovf_range_search *in, const double *row, double beyond_m,
                            double radius_m, double *far_m)
{
    size_t count = 0;
    *far_m = 0;
    for (size_t i = 0; i < in->count; i++) {
        if (row[i] > beyond_m + 2 * radius_m) continue;
        *far_m = largest(*far_m, row[i] + in->circles[i].radius_m + radius_m);
        count++;
    }
    return count;
}

static void search_cell(ovf_range_search *in, const cell *of)
{
    ovf_lonlat middle = {(of->west + of->east) / 2, (of->south + of->north) / 2};
    double greatest = fmax(fabs(of->south), fabs(of->north)),
           least = of->south * of->north <= 0 ? 0 : fmin(fabs(of->south), fabs(of->north));
    double w = 1 - OVF_EARTH_E2 * pow(sin(greatest * OVF_RADIAN), 2),
           sine = sin(least * OVF_RADIAN);
    double high = OVF_EARTH_A * (1 - OVF_EARTH_E2) / (w * sqrt(w)) * OVF_RADIAN *
                  (of->north - of->south) / 2;
    double wide = OVF_EARTH_A / sqrt(1 - OVF_EARTH_E2 * sine * sine) * cos(least * OVF_RADIAN) *
                  OVF_RADIAN * (of->east - of->west) / 2;
    double radius_m = hypot(high, wide) * (1 + 1e-9) + 1e-7, far_m;
    size_t which;
    double beyond_m = measure(in, middle, 2 * radius_m, in->rows, &which),
           most_m = beyond_m + radius_m;
    size_t holders = count_holders(in, in->rows, beyond_m, radius_m, &far_m);
    double tolerance_m = far_m < CONVEX_M ? OVF_RANGE_TOLERANCE_M : FAR_M;
    if (in->found && most_m <= in->best.beyond_m) return;
    if ((holders == 1 && far_m < SMOOTH_M) || (holders == 2 && far_m < CONVEX_M)) return;
    bool inside = ovf_boundary_contains(in->boundary, middle.lon, middle.lat);
    if (inside) consider(in, middle, beyond_m, which);
    else if (!is_near_boundary(in->boundary, middle, radius_m)) return;
    if (is_hopeless(in, most_m, tolerance_m)) return;
    if (2 * radius_m <= tolerance_m) {
        in->discarded_m = largest(in->discarded_m, most_m);
        return;
    }
    cell halves[2] = {*of, *of};
    if (wide > high) halves[0].east = halves[1].west = middle.lon;
    else halves[0].north = halves[1].south = middle.lat;
    search_cell(in, &halves[0]);
    search_cell(in, &halves[1]);
}

/* ---- the search ---- */

/* A circle within another is never the nearest: d(p, a_j) <= d(p, a_i) + d(a_i, a_j). Of the same
 * twice the first stays. */
static bool lies_within_another(const ovf_circle *circles, size_t count, size_t i)
{
    for (size_t k = 0; k < count; k++) {
        double distance, room = circles[k].radius_m - circles[i].radius_m;
        if (k == i || room < 0) continue;
        geod_inverse(ovf_earth(), circles[i].centre.lat, circles[i].centre.lon,
                     circles[k].centre.lat, circles[k].centre.lon, &distance, NULL, NULL);
        if (distance < room || (distance == room && (distance > 0 || k < i))) return true;
    }
    return false;
}

static bool is_circle(const ovf_circle *circle)
{
    return isfinite(circle->centre.lon) && fabs(circle->centre.lat) <= 90 &&
           circle->radius_m >= 0 && circle->radius_m <= OVF_RANGE_LARGEST_M;
}

ovf_status ovf_range_search_begin(ovf_range_search *search, const ovf_circle *circles, size_t count,
                                  ovf_error *error)
{
    *search = (ovf_range_search){
        .circles = ovf_array_new(count, sizeof *search->circles),
        .points = ovf_array_new(count, sizeof *search->points),
        .numbers = ovf_array_new(count, sizeof *search->numbers),
        .rows = ovf_array_new(count, (DEEPEST + 2) * sizeof *search->rows)};
    if (search->circles == NULL || search->points == NULL || search->numbers == NULL ||
        search->rows == NULL)
        return ovf_fail_memory(error);
    if (count == 0)
        return ovf_fail(error, OVF_ERROR_USAGE, "expected at least one airfield, found none");
    for (size_t i = 0; i < count; i++)
        if (!is_circle(&circles[i]))
            return ovf_fail(error, OVF_ERROR_USAGE,
                            "airfield %zu: expected a range of 0 to %g m around a position, found "
                            "%g m around %g %g (lon lat)",
                            i + 1, OVF_RANGE_LARGEST_M, circles[i].radius_m, circles[i].centre.lon,
                            circles[i].centre.lat);
    for (size_t i = 0; i < count; i++) {
        if (lies_within_another(circles, count, i)) continue;
        search->circles[search->count] = circles[i];
        search->points[search->count] = ovf_earth_point(circles[i].centre.lon,
                                                        circles[i].centre.lat);
        search->numbers[search->count++] = i;
    }
    ovf_range_search_restart(search);
    return OVF_OK;
}

void ovf_range_search_restart(ovf_range_search *search)
{
    search->found = false;
    search->discarded_m = -INFINITY;
}

bool ovf_range_search_polygon(ovf_range_search *search, const ovf_boundary *boundary)
{
    const cell globe = {-180, 180, -90, 90};
    search->boundary = boundary;
    if (!search_boundary(search)) return false;
    search_cell(search, &globe);
    return true;
}

ovf_range_place ovf_range_search_result(const ovf_range_search *search)
{
    ovf_range_place result = search->best;
    result.circle = search->numbers[result.circle];
    result.bound_m = largest(0, search->discarded_m - result.beyond_m);
    return result;
}

void ovf_range_search_clear(ovf_range_search *search)
{
    free(search->circles);
    free(search->points);
    free(search->numbers);
    free(search->rows);
    free(search->at_vertices);
    *search = (ovf_range_search){0};
}

ovf_status ovf_range_worst(const ovf_zone *zone, const ovf_circle *circles, size_t count,
                           ovf_range_place *worst, ovf_error *error)
{
    if (worst == NULL) return ovf_fail_null(error, "a place for the result");
    if (count > 0 && circles == NULL) return ovf_fail_null(error, "circles");
    ovf_range_search search;
    ovf_boundary boundary = {0};
    ovf_status status = ovf_zone_check(zone, error);
    if (status != OVF_OK) return status;
    status = ovf_range_search_begin(&search, circles, count, error);
    if (status == OVF_OK &&
        (!ovf_boundary_build(&boundary, zone) || !ovf_range_search_polygon(&search, &boundary)))
        status = ovf_fail_memory(error);
    if (status == OVF_OK && !search.found)
        status = ovf_fail(error, OVF_ERROR_USAGE, "expected a zone with a place in it, found none");
    if (status == OVF_OK) *worst = ovf_range_search_result(&search);
    ovf_boundary_free(&boundary);
    ovf_range_search_clear(&search);
    return status;
}
