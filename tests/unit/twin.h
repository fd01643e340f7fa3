/* The brute-force twin of the analysis: every leg against every edge as it stands in the zone,
 * without index, filter, planes or earth-centred points. It shares nothing with the library but
 * PROJ's geodesics. */
#ifndef TWIN_H
#define TWIN_H

#include "geometry_fixture.h"

typedef struct {
    ovf_edges kind;
    ovf_lonlat a, b; /* b.lon - a.lon is the change of longitude that the edge means */
    double azimuth, length_m;
} twin_edge;

typedef struct {
    twin_edge edges[MOST_RINGS * MOST_VERTICES];
    size_t edge_count;
    bool flip;         /* whether a place with an even number of edges to its north is inside */
    double roots[512]; /* crossings of one leg */
    size_t root_count;
    double least_sine; /* of the angles at which the flight crosses */
} twin;

static inline twin_edge twin_edge_between(ovf_edges kind, ovf_lonlat a, ovf_lonlat b)
{
    twin_edge e = {.kind = kind, .a = a, .b = b};
    if (fabs(b.lon - a.lon) != 360)
        e.b.lon = a.lon +
                  (fabs(b.lon - a.lon) > 180 ? remainder(b.lon - a.lon, 360) : b.lon - a.lon);
    geod_inverse(ovf_earth(), a.lat, a.lon, b.lat, b.lon, &e.length_m, &e.azimuth, NULL);
    return e;
}

/* Right of the edge positive, zero on it and its prolongation. *t: how far along it, 0 to 1. */
static inline double twin_side(const twin_edge *e, ovf_lonlat p, double *t)
{
    if (e->kind == OVF_EDGES_LONLAT) {
        double width = e->b.lon - e->a.lon, height = e->b.lat - e->a.lat;
        double x = width / 2 + remainder(p.lon - e->a.lon - width / 2, 360), y = p.lat - e->a.lat;
        *t = (x * width + y * height) / (width * width + height * height);
        return x * height - y * width;
    }
    /* The reduced length times the sine of the angle: no second geodesic from a meets this one
     * within half the globe. */
    double s12, azimuth, m12;
    geod_geninverse(ovf_earth(), e->a.lat, e->a.lon, p.lat, p.lon, &s12, &azimuth, NULL, &m12, NULL,
                    NULL, NULL);
    double angle = remainder(azimuth - e->azimuth, 360) * OVF_RADIAN;
    *t = s12 * cos(angle) / e->length_m;
    return m12 * sin(angle);
}

static inline bool twin_spans(const twin_edge *e, double lon)
{
    double width = e->b.lon - e->a.lon, x = width / 2 + remainder(lon - e->a.lon - width / 2, 360);
    return width > 0 ? x >= 0 && x < width : x < 0 && x >= width;
}

static inline bool twin_contains(const twin *w, ovf_lonlat p)
{
    bool inside = w->flip;
    for (size_t k = 0; k < w->edge_count; k++) {
        double t;
        if (!twin_spans(&w->edges[k], p.lon)) continue;
        if ((twin_side(&w->edges[k], p, &t) > 0) == (w->edges[k].b.lon > w->edges[k].a.lon))
            inside = !inside;
    }
    return inside;
}

/* A twin of the zone; `outside` is a place known to be outside. */
static inline void twin_of(twin *w, const ovf_zone *zone, ovf_lonlat outside)
{
    w->edge_count = 0;
    w->flip = false;
    for (size_t p = 0; p < zone->polygon_count; p++)
        for (size_t r = 0; r < zone->polygons[p].count; r++) {
            const ovf_ring *ring = &zone->polygons[p].rings[r];
            for (size_t i = 1; i < ring->count; i++) {
                ovf_lonlat a = ring->vertices[i - 1], b = ring->vertices[i];
                if (a.lat != b.lat || a.lon != b.lon)
                    w->edges[w->edge_count++] = twin_edge_between(zone->edges, a, b);
            }
        }
    w->flip = twin_contains(w, outside);
}

static inline double twin_side_at(const twin_edge *e, const struct geod_geodesicline *leg, double s,
                                  double *t, ovf_lonlat *p)
{
    geod_position(leg, s, &p->lat, &p->lon, NULL);
    return twin_side(e, *p, t);
}

/* Of the angle between leg and edge where they cross. */
static inline double twin_sine(const twin_edge *e, const struct geod_geodesicline *leg, double s,
                               double t)
{
    double lat, lon, course, azimuth;
    geod_position(leg, s, &lat, &lon, &course);
    if (e->kind == OVF_EDGES_LONLAT) {
        double sine2 = OVF_EARTH_E2 * sin(lat * OVF_RADIAN) * sin(lat * OVF_RADIAN);
        azimuth = atan2((e->b.lon - e->a.lon) * cos(lat * OVF_RADIAN) * (1 - sine2),
                        (e->b.lat - e->a.lat) * (1 - OVF_EARTH_E2)) /
                  OVF_RADIAN;
    } else {
        geod_direct(ovf_earth(), e->a.lat, e->a.lon, e->azimuth, t * e->length_m, &lat, &lon,
                    &azimuth);
    }
    return fabs(sin((azimuth - course) * OVF_RADIAN));
}

static inline void twin_bisect(twin *w, const twin_edge *e, const struct geod_geodesicline *leg,
                               double s1, double g1, double s2)
{
    double t = 0;
    ovf_lonlat p;
    for (int k = 0; k < 60 && s2 - s1 > 1e-10; k++) {
        double s = (s1 + s2) / 2, g = twin_side_at(e, leg, s, &t, &p);
        if ((g > 0) == (g1 > 0)) s1 = s;
        else s2 = s;
    }
    twin_side_at(e, leg, s1, &t, &p);
    if (t >= 0 && t <= 1) {
        w->least_sine = fmin(w->least_sine, twin_sine(e, leg, s1, t));
        assert_true(w->root_count < 512);
        w->roots[w->root_count++] = (s1 + s2) / 2;
    }
}

static inline void twin_scan(twin *w, const twin_edge *e, const struct geod_geodesicline *leg,
                             double s1, double g1, ovf_lonlat p1, double s2, double g2,
                             ovf_lonlat p2, int depth)
{
    double s = (s1 + s2) / 2, t;
    ovf_lonlat p;
    double g = twin_side_at(e, leg, s, &t, &p);
    double turn = fabs(remainder(p.lon - p1.lon, 360)) + fabs(remainder(p2.lon - p.lon, 360));
    if (depth < 4 || (turn > 5 && depth < 40)) {
        twin_scan(w, e, leg, s1, g1, p1, s, g, p, depth + 1);
        twin_scan(w, e, leg, s, g, p, s2, g2, p2, depth + 1);
        return;
    }
    /* Where it bends so much that both ends may be on one side and something between on the other,
     * the extreme is sought. */
    double bend = fabs(g - (g1 + g2) / 2) * 1.5;
    if ((g1 > 0) == (g2 > 0) && fmin(fabs(g1), fabs(g2)) <= 4 * bend) {
        double low = s1, high = s2, sign = g1 > 0 ? 1 : -1;
        ovf_lonlat at;
        for (int k = 0; k < 60; k++) {
            double x = low + (high - low) * 0.381966, y = low + (high - low) * 0.618034;
            if (sign * twin_side_at(e, leg, x, &t, &at) < sign * twin_side_at(e, leg, y, &t, &at))
                high = y;
            else low = x;
        }
        s = (low + high) / 2;
        g = twin_side_at(e, leg, s, &t, &p);
    }
    if ((g1 > 0) != (g > 0)) twin_bisect(w, e, leg, s1, g1, s);
    if ((g > 0) != (g2 > 0)) twin_bisect(w, e, leg, s, g, s2);
}

static inline int twin_compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

typedef struct {
    double inside_m;
    size_t crossings;
    double least_sine; /* of the angles at which it crosses: the smaller, the more rounding moves
                          the crossing */
    double shortest_m; /* the shortest stretch between two crossings: under some tolerance the twin
                          has another opinion of what is a touch */
} twin_outcome;

/* A flight by the twin. */
static inline twin_outcome twin_fly(twin *w, const flight *f)
{
    twin_outcome out = {.least_sine = 1, .shortest_m = INFINITY};
    w->least_sine = 1;
    for (size_t i = 0; i + 1 < f->count; i++) {
        struct geod_geodesicline leg;
        ovf_lonlat p1, p2;
        double t;
        geod_inverseline(&leg, ovf_earth(), f->fixes[i].lat, f->fixes[i].lon, f->fixes[i + 1].lat,
                         f->fixes[i + 1].lon, GEOD_ALL);
        w->root_count = 0;
        w->roots[w->root_count++] = 0;
        w->roots[w->root_count++] = leg.s13;
        for (size_t k = 0; k < w->edge_count; k++) {
            double g1 = twin_side_at(&w->edges[k], &leg, 0, &t, &p1),
                   g2 = twin_side_at(&w->edges[k], &leg, leg.s13, &t, &p2);
            twin_scan(w, &w->edges[k], &leg, 0, g1, p1, leg.s13, g2, p2, 0);
        }
        qsort(w->roots, w->root_count, sizeof *w->roots, twin_compare);
        out.crossings += w->root_count - 2;
        for (size_t k = 1; k < w->root_count; k++) {
            ovf_lonlat middle;
            double length = w->roots[k] - w->roots[k - 1];
            out.shortest_m = fmin(out.shortest_m, length);
            geod_position(&leg, (w->roots[k] + w->roots[k - 1]) / 2, &middle.lat, &middle.lon,
                          NULL);
            if (twin_contains(w, middle)) out.inside_m += length;
        }
    }
    out.least_sine = w->least_sine;
    return out;
}

#endif
