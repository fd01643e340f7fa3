/* Random routes and zones for the tests of the geometry, and short ways to build and analyse them.
 *
 * A test that draws at random prints its seed; `PROGRAM --cases N --seed S` runs as many cases as
 * wanted, from any seed. */
#ifndef GEOMETRY_FIXTURE_H
#define GEOMETRY_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "geodesy/leg.h"
#include "overflight/analysis.h"
#include "overflight/volume.h"

static size_t wanted_cases = 0; /* 0: each test's own number */
static uint64_t first_seed = 20261123;
static uint64_t random_state;

static inline void read_arguments(int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--cases") == 0) wanted_cases = strtoull(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--seed") == 0) first_seed = strtoull(argv[i + 1], NULL, 10);
    }
}

static inline size_t cases(size_t usual) { return wanted_cases > 0 ? wanted_cases : usual; }

/* Each case draws from a seed of its own, so that a failing one can be run alone: `--cases 1 --seed
 * S`. */
static inline void begin_case(size_t k) { random_state = (first_seed + k) * 0x9e3779b97f4a7c15u; }

/* Steele, Lea and Flood, Fast splittable pseudorandom number generators (OOPSLA 2014). */
static inline uint64_t next_random(void)
{
    uint64_t z = random_state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}
static inline double uniform(double from, double to)
{
    return from + (to - from) * (double)(next_random() >> 11) * 0x1p-53;
}
static inline size_t pick(size_t below) { return (size_t)(next_random() % below); }

#define MOST_VERTICES 256
#define MOST_RINGS 4
#define MOST_FIXES 64

/* A zone with one ring a polygon, or one polygon with holes. */
typedef struct {
    ovf_lonlat vertices[MOST_RINGS][MOST_VERTICES];
    ovf_ring rings[MOST_RINGS];
    ovf_polygon polygons[MOST_RINGS];
    size_t ring_count;
    bool holes; /* whether the rings after the first are holes of it */
    ovf_edges edges;
    bool oriented;
} shape;

typedef struct {
    ovf_fix fixes[MOST_FIXES];
    size_t count;
} flight;

static inline void add_vertex(shape *s, size_t ring, double lon, double lat)
{
    assert_true(s->rings[ring].count < MOST_VERTICES);
    s->vertices[ring][s->rings[ring].count++] = (ovf_lonlat){lon, lat};
}

static inline shape zone_with(ovf_edges kind, const ovf_lonlat *vertices, size_t count)
{
    shape s = {.ring_count = 1, .edges = kind};
    for (size_t i = 0; i < count; i++) add_vertex(&s, 0, vertices[i].lon, vertices[i].lat);
    return s;
}

static inline void add_ring(shape *s, const shape *ring, bool as_hole)
{
    memcpy(s->vertices[s->ring_count], ring->vertices[0], sizeof s->vertices[0]);
    s->rings[s->ring_count++].count = ring->rings[0].count;
    s->holes = as_hole;
}

static inline void close_ring(shape *s, size_t ring)
{
    add_vertex(s, ring, s->vertices[ring][0].lon, s->vertices[ring][0].lat);
}

/* The zone that a shape is; it holds until the shape changes. */
static inline ovf_zone zone_of(shape *s)
{
    for (size_t r = 0; r < s->ring_count; r++) {
        s->rings[r].vertices = s->vertices[r];
        s->polygons[r] = (ovf_polygon){&s->rings[r], 1};
    }
    if (s->holes) s->polygons[0].count = s->ring_count;
    return (ovf_zone){.id = "zone",
                      .name = "zone",
                      .file = "test",
                      .edges = s->edges,
                      .oriented = s->oriented,
                      .polygons = s->polygons,
                      .polygon_count = s->holes ? 1 : s->ring_count};
}

static inline void add_fix(flight *f, double lon, double lat)
{
    assert_true(f->count < MOST_FIXES);
    f->fixes[f->count++] = (ovf_fix){lon, lat, NAN, NAN};
}

/* What a test wants to know of a flight and a zone. */
typedef struct {
    double length_m, inside_m;
    size_t passage_count, crossing_count;
    ovf_passage passages[256];
    ovf_crossing crossings[256];
} outcome;

/* With a volume, or NULL. */
static inline outcome analyse_volume(const flight *f, shape *s, ovf_volume *volume)
{
    ovf_zone zone = zone_of(s);
    zone.volume = volume;
    ovf_zones zones = {&zone, 1};
    ovf_analyzer *analyzer = NULL;
    ovf_scratch *scratch = NULL;
    const ovf_result *result = NULL;
    ovf_error error = {0};
    outcome out = {0};
    ovf_route route = {.id = "route",
                       .file = "test",
                       .fixes = f->fixes,
                       .fix_count = f->count,
                       .part_ends = &f->count,
                       .part_count = 1};
    if (ovf_analyzer_new(&zones, NULL, &analyzer, &error) != OVF_OK ||
        ovf_scratch_new(&scratch, &error) != OVF_OK ||
        ovf_analyze(analyzer, &route, scratch, &result, &error) != OVF_OK)
        fail_msg("%s", error.message);
    out.length_m = result->length_m;
    if (result->meeting_count > 0) {
        const ovf_meeting *m = &result->meetings[0];
        assert_true(m->passage_count <= 256 && m->crossing_count <= 256);
        out.inside_m = m->inside_m;
        out.passage_count = m->passage_count;
        out.crossing_count = m->crossing_count;
        if (m->passage_count > 0)
            memcpy(out.passages, m->passages, m->passage_count * sizeof *m->passages);
        if (m->crossing_count > 0)
            memcpy(out.crossings, m->crossings, m->crossing_count * sizeof *m->crossings);
    }
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    return out;
}

static inline outcome analyse(const flight *f, shape *s) { return analyse_volume(f, s, NULL); }

/* A place some way off, by a geodesic. */
static inline ovf_lonlat place_at(ovf_lonlat from, double azimuth, double distance_m)
{
    ovf_lonlat at;
    geod_direct(ovf_earth(), from.lat, from.lon, azimuth, distance_m, &at.lat, &at.lon, NULL);
    return at;
}

static inline double distance_between(ovf_lonlat a, ovf_lonlat b)
{
    double distance;
    geod_inverse(ovf_earth(), a.lat, a.lon, b.lat, b.lon, &distance, NULL, NULL);
    return distance;
}

/* Where something happens: anywhere on the globe, evenly; now and then at the antimeridian, a pole
 * or the equator. */
static inline ovf_lonlat random_centre(void)
{
    ovf_lonlat c = {uniform(-180, 180), asin(uniform(-1, 1)) / OVF_RADIAN};
    switch (pick(8)) {
    case 0: c.lon = remainder(180 + uniform(-1, 1), 360); break;
    case 1: c.lat = copysign(90 - uniform(0, 3), uniform(-1, 1)); break;
    case 2: c.lat = uniform(-1, 1); break;
    default: break;
    }
    return c;
}

/* Longitudes run on from vertex to vertex, and the last is the first, or a turn from it. */
static inline void run_on(ovf_lonlat *vertices, size_t count)
{
    for (size_t i = 1; i < count; i++)
        vertices[i].lon = vertices[i - 1].lon +
                          remainder(vertices[i].lon - vertices[i - 1].lon, 360);
    double turns = nearbyint((vertices[count - 1].lon - vertices[0].lon) / 360), farthest = 0;
    vertices[count - 1].lon = vertices[0].lon + 360 * turns;
    for (size_t i = 0; i < count; i++)
        if (fabs(vertices[i].lon) > fabs(farthest)) farthest = vertices[i].lon;
    if (fabs(farthest) <= 540) return;
    for (size_t i = 0; i < count; i++) vertices[i].lon -= copysign(360, farthest);
}

/* A star around a centre, without self-intersections as long as its edges are about as straight as
 * on a map around it. */
static inline shape random_star(ovf_lonlat centre, double radius_m, ovf_edges edges)
{
    shape s = {.ring_count = 1, .edges = edges};
    size_t count = 3 + pick(18);
    double turn = uniform(0, 360), sense = uniform(-1, 1) < 0 ? -1 : 1;
    for (size_t i = 0; i < count; i++) {
        ovf_lonlat v = place_at(centre,
                                turn + sense * 360 * ((double)i + uniform(0, 0.8)) / (double)count,
                                radius_m * uniform(0.3, 1));
        add_vertex(&s, 0, v.lon, v.lat);
    }
    close_ring(&s, 0);
    run_on(s.vertices[0], s.rings[0].count);
    return s;
}

/* A flight of two to eight legs about a centre. */
static inline flight random_flight(ovf_lonlat centre, double radius_m)
{
    flight f = {.count = 0};
    size_t count = 3 + pick(7);
    for (size_t i = 0; i < count; i++) {
        ovf_lonlat p = place_at(centre, uniform(0, 360), radius_m * uniform(0, 1.5));
        add_fix(&f, p.lon, p.lat);
    }
    return f;
}

/* A radius from a hundred metres to a thousand kilometres, all sizes alike. */
static inline double random_radius(void) { return exp(uniform(log(100), log(1e6))); }

#endif
