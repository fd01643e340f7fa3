#include "input/source/straight.h"

#include <geodesic.h>
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "base/reading_limits.h"
#include "gdal/gdal_errors.h"
#include "geodesy/earth.h"
#include "geodesy/edge.h"

/* Edges that are shorter are compared at fewer places. */
#define SHORT_M 2000.0
#define MOST_PIECES OVF_LIMIT_EDGE_PIECES
#define MOST_NODES ((size_t)1 << 26)
/* The shortest part of an edge that is halved; pieces so short are a millimetre at most. */
#define SHORTEST 0x1p-46
#define AT_POLE_DEG (90 - 1e-9)

/* The greatest t (1 - t) (1 - 2t) is at 0.2113. */
static const double few[] = {0.5, 0.21}, many[] = {0.5, 0.09, 0.27, 0.7, 0.92};
enum { FEW = 2, MANY = 5 };

typedef struct {
    ovf_straight *own;
    const ovf_positions *positions;
    const ovf_crs *crs;
    struct geod_geodesic earth;
    ovf_edges edges;
    bool long_edges;
    const char *place;
} cutting;

/* ---- places ---- */

/* The change of a coordinate along an edge in the CRS. */
static double change(const cutting *in, double from, double to, bool is_longitude)
{
    double turn = in->crs->turn, by = to - from;
    if (!is_longitude || turn == 0 || in->long_edges || fabs(by) <= turn / 2 || fabs(by) == turn)
        return by;
    return remainder(by, turn);
}

/* Adds a place on an edge, still in the CRS. */
static bool add_place(cutting *in, size_t edge, double t)
{
    ovf_straight *own = in->own;
    const double *x = in->positions->x, *y = in->positions->y;
    size_t wanted = own->place_count + 1;
    if (!ovf_array_reserve(&own->lon, &own->capacities[0], wanted, sizeof *own->lon) ||
        !ovf_array_reserve(&own->lat, &own->capacities[1], wanted, sizeof *own->lat) ||
        !ovf_array_reserve(&own->success, &own->capacities[2], wanted, sizeof *own->success))
        return false;
    bool lat_first = in->crs->lat_first;
    own->lon[own->place_count] = x[edge] + t * change(in, x[edge], x[edge + 1], !lat_first);
    own->lat[own->place_count] = y[edge] + t * change(in, y[edge], y[edge + 1], lat_first);
    own->place_count = wanted;
    return true;
}

static ovf_status fail_on_edge(const cutting *in, size_t edge, const char *why, ovf_error *error)
{
    const ovf_positions *positions = in->positions;
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "edge from position %zu to %zu%s (x %.10g, y %.10g to x %.10g, y %.10g): "
                    "expected a line that can be followed in WGS 84, found %s",
                    edge + 1, edge + 2, in->place, positions->x[edge], positions->y[edge],
                    positions->x[edge + 1], positions->y[edge + 1], why);
}

/* The edge of a place that was added: `each` were added for every node with pieces to come. */
static size_t edge_of(const cutting *in, size_t place)
{
    const ovf_straight *own = in->own;
    size_t passed = 0;
    for (size_t i = 0; i + 1 < own->count; i++) {
        size_t here = own->nodes[i].done ? 0 : own->pieces[i];
        if (place < passed + here) return own->nodes[i].edge;
        passed += here;
    }
    return own->nodes[own->count - 1].edge;
}

/* Transforms the places; own->pieces says how many there are for each node. */
static ovf_status transform(const cutting *in, ovf_error *error)
{
    ovf_straight *own = in->own;
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    size_t good = ovf_crs_transform(in->crs, own->lon, own->lat, own->success, own->place_count);
    ovf_gdal_errors_end();
    if (good == own->place_count) return OVF_OK;
    return fail_on_edge(in, edge_of(in, good), "a place on it that has no place in WGS 84", error);
}

static bool is_pole(ovf_lonlat at) { return fabs(at.lat) >= AT_POLE_DEG; }

/* ---- how far a piece strays ---- */

/* In a plane that has the scales of longitude and latitude at the place, in which a lonlat edge is
 * straight. The scales are those of the equator, which are too great by at most 1 % elsewhere. */
static double off_lonlat(ovf_lonlat a, ovf_lonlat b, ovf_lonlat p, double t)
{
    double scale = OVF_EARTH_A * OVF_RADIAN, across = scale * cos(p.lat * OVF_RADIAN);
    double by = ovf_edge_lon_change(OVF_EDGES_LONLAT, a.lon, b.lon);
    double to = remainder(p.lon - a.lon - t * by, 360) + t * by;
    double u = by * across, v = (b.lat - a.lat) * scale, x = to * across,
           y = (p.lat - a.lat) * scale, square = u * u + v * v;
    double foot = square > 0 ? fmin(fmax((x * u + y * v) / square, 0), 1) : 0;
    return hypot(x - foot * u, y - foot * v);
}

/* The reduced length times the sine of the angle between: right to first order (Karney, Algorithms
 * for geodesics, Journal of Geodesy 87 (2013), section 3). */
static double off_geodesic(const cutting *in, ovf_lonlat a, ovf_lonlat b, ovf_lonlat p)
{
    double s, azimuth, s_p, azimuth_p, reduced;
    geod_geninverse(&in->earth, a.lat, a.lon, b.lat, b.lon, &s, &azimuth, NULL, NULL, NULL, NULL,
                    NULL);
    geod_geninverse(&in->earth, a.lat, a.lon, p.lat, p.lon, &s_p, &azimuth_p, NULL, &reduced, NULL,
                    NULL, NULL);
    double angle = remainder(azimuth_p - azimuth, 360) * OVF_RADIAN;
    if (cos(angle) <= 0 || s_p > s) return fmin(s_p, fabs(s_p - s) + fabs(reduced * sin(angle)));
    return fabs(reduced * sin(angle));
}

/* Sets each to the distance of a place from the piece behind a node; the places are those from
 * `first` on. */
static void measure(const cutting *in, const ovf_straight_node *node, size_t first,
                    const double *ts, size_t count, double off[MANY])
{
    const ovf_straight *own = in->own;
    ovf_lonlat a = node[0].at, b = node[1].at;
    size_t least = 0, most = 0;
    for (size_t i = 1; i < count; i++) {
        if (ts[i] < ts[least]) least = i;
        if (ts[i] > ts[most]) most = i;
    }
    if (is_pole(a)) a.lon = own->lon[first + least];
    if (is_pole(b)) b.lon = own->lon[first + most];
    for (size_t i = 0; i < count; i++) {
        ovf_lonlat p = {own->lon[first + i], own->lat[first + i]};
        if (is_pole(p)) p.lon = is_pole(a) ? b.lon : a.lon;
        off[i] = in->edges == OVF_EDGES_LONLAT ? off_lonlat(a, b, p, ts[i])
                                               : off_geodesic(in, a, b, p);
    }
}

/* Into how many pieces to cut what strays so far: 1 is enough, or so many, or halves. */
static uint32_t pieces_for(const double off[MANY], size_t count, const double *ts)
{
    double greatest = 0, least_ratio = INFINITY, greatest_ratio = 0;
    for (size_t i = 0; i < count; i++) {
        double ratio = off[i] / (4 * ts[i] * (1 - ts[i]));
        greatest = fmax(greatest, off[i]);
        least_ratio = fmin(least_ratio, ratio);
        greatest_ratio = fmax(greatest_ratio, ratio);
    }
    if (greatest <= OVF_STRAIGHT_WITHIN_M) return 1;
    if (!(greatest_ratio < 1.1 * least_ratio)) return 2;
    /* Where the curvature changes evenly from end to end, the ratio changes a third as much. */
    double bend = 2 * greatest_ratio - least_ratio;
    double pieces = ceil(sqrt(bend / (0.98 * OVF_STRAIGHT_WITHIN_M)));
    return (uint32_t)fmin(fmax(pieces, 2), MOST_PIECES);
}

static bool is_short(ovf_lonlat a, ovf_lonlat b)
{
    double lon = remainder(b.lon - a.lon, 360) * cos(a.lat * OVF_RADIAN), lat = b.lat - a.lat;
    return hypot(lon, lat) * OVF_EARTH_A * OVF_RADIAN < SHORT_M;
}

/* ---- rounds ---- */

/* How many places each piece is compared at stands in own->pieces. */
static ovf_status compare(cutting *in, ovf_error *error)
{
    ovf_straight *own = in->own;
    own->place_count = 0;
    if (!ovf_array_reserve(&own->pieces, &own->piece_capacity, own->count, sizeof *own->pieces))
        return ovf_fail_memory(error);
    for (size_t i = 0; i + 1 < own->count; i++) {
        const ovf_straight_node *node = &own->nodes[i];
        if (node->done) continue;
        bool brief = is_short(node->at, node[1].at);
        double end = node[1].edge == node->edge ? node[1].t : 1;
        own->pieces[i] = brief ? FEW : MANY;
        for (size_t k = 0; k < own->pieces[i]; k++)
            if (!add_place(in, node->edge, node->t + (brief ? few : many)[k] * (end - node->t)))
                return ovf_fail_memory(error);
    }
    return transform(in, error);
}

/* Puts the number of pieces in place of the number of comparisons. */
static ovf_status decide(const cutting *in, ovf_error *error)
{
    ovf_straight *own = in->own;
    size_t first = 0;
    for (size_t i = 0; i + 1 < own->count; i++) {
        double off[MANY];
        ovf_straight_node *node = &own->nodes[i];
        if (node->done) continue;
        size_t count = own->pieces[i];
        const double *ts = count == FEW ? few : many;
        measure(in, node, first, ts, count, off);
        own->pieces[i] = pieces_for(off, count, ts);
        node->done = own->pieces[i] == 1;
        if (node->done && is_pole(node->at)) {
            size_t least = 0;
            for (size_t k = 1; k < count; k++)
                if (ts[k] < ts[least]) least = k;
            node->leaves = own->lon[first + least];
        }
        if (node->done && is_pole(node[1].at)) {
            size_t most = 0;
            for (size_t k = 1; k < count; k++)
                if (ts[k] > ts[most]) most = k;
            node[1].at.lon = own->lon[first + most];
        }
        double end = node[1].edge == node->edge ? node[1].t : 1;
        if (!node->done && end - node->t < SHORTEST)
            return fail_on_edge(in, node->edge,
                                "one that no number of pieces follows within "
                                "0.1 mm",
                                error);
        first += count;
    }
    return OVF_OK;
}

/* The places between the pieces, as nodes. */
static ovf_status divide(cutting *in, ovf_error *error)
{
    ovf_straight *own = in->own;
    size_t at = 0;
    own->place_count = 0;
    for (size_t i = 0; i + 1 < own->count; i++) {
        const ovf_straight_node *node = &own->nodes[i];
        if (node->done) continue;
        double end = node[1].edge == node->edge ? node[1].t : 1;
        uint32_t pieces = own->pieces[i]--;
        for (uint32_t k = 1; k < pieces; k++)
            if (!add_place(in, node->edge, node->t + (end - node->t) * k / pieces))
                return ovf_fail_memory(error);
    }
    if (own->count + own->place_count > MOST_NODES)
        return fail_on_edge(in, 0, "one of a ring that would have more than 67 million positions",
                            error);
    ovf_status status = transform(in, error);
    if (status != OVF_OK) return status;
    if (!ovf_array_reserve(&own->next, &own->next_capacity, own->count + own->place_count,
                           sizeof *own->next))
        return ovf_fail_memory(error);
    own->next_count = 0;
    for (size_t i = 0; i < own->count; i++) {
        const ovf_straight_node node = own->nodes[i];
        own->next[own->next_count++] = node;
        if (i + 1 == own->count || node.done) continue;
        double end = node.edge == own->nodes[i + 1].edge ? own->nodes[i + 1].t : 1;
        for (uint32_t k = 1; k <= own->pieces[i]; k++, at++)
            own->next[own->next_count++] = (ovf_straight_node){
                .edge = node.edge,
                .t = node.t + (end - node.t) * k / (own->pieces[i] + 1),
                .at = {own->lon[at], own->lat[at]},
                .leaves = own->lon[at]};
    }
    ovf_straight_node *swap = own->nodes;
    size_t capacity = own->node_capacity;
    own->nodes = own->next;
    own->node_capacity = own->next_capacity;
    own->count = own->next_count;
    own->next = swap;
    own->next_capacity = capacity;
    return OVF_OK;
}

static bool begin(cutting *in)
{
    ovf_straight *own = in->own;
    const ovf_positions *positions = in->positions;
    if (!ovf_array_reserve(&own->nodes, &own->node_capacity, positions->count, sizeof *own->nodes))
        return false;
    own->count = positions->count;
    for (size_t i = 0; i < own->count; i++)
        own->nodes[i] = (ovf_straight_node){
            .edge = i, .at = {positions->lon[i], positions->lat[i]}, .leaves = positions->lon[i]};
    for (size_t i = 0; i + 1 < own->count; i++)
        own->nodes[i].done = positions->x[i] == positions->x[i + 1] &&
                             positions->y[i] == positions->y[i + 1];
    if (own->count > 0) own->nodes[own->count - 1].done = true;
    return true;
}

static bool are_done(const ovf_straight *own)
{
    for (size_t i = 0; i < own->count; i++)
        if (!own->nodes[i].done) return false;
    return true;
}

/* At a pole there are two vertices, of the meridians by which the edges come and leave. */
static bool collect(const ovf_straight *own, ovf_lonlat **vertices, size_t *count)
{
    ovf_lonlat *made = ovf_array_new(2 * own->count + 1, sizeof *made);
    size_t made_count = 0;
    if (made == NULL) return false;
    for (size_t i = 0; i < own->count; i++) {
        ovf_lonlat at = own->nodes[i].at;
        bool pole = is_pole(at);
        if (pole) at.lat = copysign(90, at.lat);
        if (i > 0 || !pole) made[made_count++] = at;
        if (pole && i + 1 < own->count && (i == 0 || own->nodes[i].leaves != at.lon))
            made[made_count++] = (ovf_lonlat){own->nodes[i].leaves, at.lat};
    }
    bool polar = made_count > 1 && fabs(made[0].lat) == 90 &&
                 made[made_count - 1].lat == made[0].lat;
    if (polar && made[made_count - 1].lon != made[0].lon) made[made_count++] = made[0];
    *vertices = made;
    *count = made_count;
    return true;
}

ovf_status ovf_straight_cut(ovf_straight *straight, const ovf_positions *positions,
                            const ovf_crs *crs, ovf_edges edges, bool long_edges, const char *place,
                            ovf_lonlat **vertices, size_t *count, ovf_error *error)
{
    cutting in = {.own = straight,
                  .positions = positions,
                  .crs = crs,
                  .edges = edges,
                  .long_edges = long_edges,
                  .place = place};
    geod_init(&in.earth, OVF_EARTH_A, OVF_EARTH_F);
    ovf_status status = begin(&in) ? OVF_OK : ovf_fail_memory(error);
    while (status == OVF_OK && !are_done(straight)) {
        status = compare(&in, error);
        if (status == OVF_OK) status = decide(&in, error);
        if (status == OVF_OK && !are_done(straight)) status = divide(&in, error);
    }
    if (status == OVF_OK && !collect(straight, vertices, count)) status = ovf_fail_memory(error);
    return status;
}

void ovf_straight_clear(ovf_straight *straight)
{
    free(straight->nodes);
    free(straight->next);
    free(straight->lon);
    free(straight->lat);
    free(straight->success);
    free(straight->pieces);
    *straight = (ovf_straight){0};
}
