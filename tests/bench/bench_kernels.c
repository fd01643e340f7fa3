/* What the parts of the geometry cost: bench_kernels ZONES ZONE_ID
 *
 * Every figure is the median of several rounds. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/meet/scratch.h"
#include "bench.h"
#include "geodesy/section.h"
#include "overflight/overflight.h"

static ovf_fix step(ovf_fix from, double azimuth, double distance_m)
{
    ovf_fix to = {0, 0, NAN, NAN};
    geod_direct(ovf_earth(), from.lat, from.lon, azimuth, distance_m, &to.lat, &to.lon, NULL);
    return to;
}

static volatile double sink;

/* A zone with all that is prepared to analyse routes against it. */
typedef struct {
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    const ovf_boundary *boundary; /* of the first zone */
    ovf_route route;              /* the one flown last, to which the scratch refers */
    size_t route_end;
} ready;

/* The boundary of a zone is built when a route first comes near; here it is built at once. */
static ready prepare(const ovf_zones *zones)
{
    ovf_error error = {0};
    ready made = {0};
    need(ovf_analyzer_new(zones, NULL, &made.analyzer, &error), &error);
    need(ovf_scratch_new(&made.scratch, &error), &error);
    made.boundary = ovf_boundaries_get(made.analyzer->boundaries, 0);
    if (made.boundary == NULL) exit(3);
    return made;
}

static void discard(ready *made)
{
    ovf_scratch_free(made->scratch);
    ovf_analyzer_free(made->analyzer);
}

static const ovf_result *fly(ready *with, const ovf_fix *fixes, size_t count)
{
    static ovf_error error; /* no time goes into clearing it */
    const ovf_result *result;
    with->route_end = count;
    with->route = (ovf_route){.id = "bench",
                              .fixes = fixes,
                              .fix_count = count,
                              .part_ends = &with->route_end,
                              .part_count = 1};
    need(ovf_analyze(with->analyzer, &with->route, with->scratch, &result, &error), &error);
    return result;
}

/* ---- crossings ---- */

enum { PAIRS = 1000, PASSES = 4 };

/* A leg and an edge that cross, with all that is prepared before they are solved. */
typedef struct {
    ovf_leg leg;
    ovf_arc arc;
    uint32_t vertex;
    double f1, f2;
} pair;

typedef struct {
    const ovf_boundary *boundary;
    pair *pairs;
    size_t count;
} pairing;

static void add_pairs_of_run(pairing *all, const ovf_run *run, const ovf_leg *leg,
                             const ovf_arc *arc)
{
    const ovf_boundary *b = all->boundary;
    for (uint32_t v = run->first; v < run->first + run->edges && all->count < PAIRS; v++) {
        ovf_contact contacts[OVF_CONTACTS_MAX];
        double f1 = ovf_arc_plane(arc, b->points[v]), f2 = ovf_arc_plane(arc, b->points[v + 1]);
        if (ovf_contacts(b, v, arc, f1, f2, false, contacts) != 1 || !contacts[0].clean) continue;
        pair *made = &all->pairs[all->count++];
        *made = (pair){*leg, *arc, v, f1, f2};
        made->arc.leg = &made->leg;
    }
}

static double solve_pairs(void *context)
{
    const pairing *all = context;
    size_t found = 0;
    double sum = 0;
    for (int pass = 0; pass < PASSES; pass++)
        for (size_t k = 0; k < all->count; k++) {
            const pair *p = &all->pairs[k];
            ovf_contact contacts[OVF_CONTACTS_MAX];
            found += ovf_contacts(all->boundary, p->vertex, &p->arc, p->f1, p->f2, false, contacts);
            sum += contacts[0].at_m;
        }
    sink = sum;
    return (double)found;
}

static void crossings(const ovf_boundary *b)
{
    pairing all = {b, room(PAIRS, sizeof(pair)), 0};
    for (int legs = 0; legs < 20 * PAIRS && all.count < PAIRS; legs++) {
        ovf_fix from = {uniform(-168, -141), uniform(55, 71), 0, 0},
                to = step(from, uniform(0, 360), uniform(5e5, 8e5));
        ovf_leg leg;
        ovf_arc arc;
        ovf_leg_between(&leg, from.lon, from.lat, to.lon, to.lat);
        ovf_leg_arc(&leg, 0, 1, &arc);
        for (size_t k = 0; k < b->tree.count;) {
            const ovf_node *node = &b->tree.nodes[k];
            bool meets = ovf_box_meets_arc(&node->box, &arc);
            k = meets ? k + 1 : node->skip;
            if (meets && node->item != UINT32_MAX)
                add_pairs_of_run(&all, &b->runs[node->item], &leg, &arc);
        }
    }
    timed solving = {"crossings of a leg with an edge", solve_pairs, &all, PAIRS * PASSES, 0, 0};
    time_in_turn(&solving, 1, ROUNDS);
    print("crossings_million_a_s", 1e3 / solving.ns);
    free(all.pairs);
}

/* ---- lengths of legs ---- */

enum { PLACES = 60000 };

typedef struct {
    ovf_lonlat *places;
    ovf_vector *points;
    double ours_m, theirs_m;
} sections;

static double measure_sections(void *context)
{
    sections *s = context;
    s->ours_m = 0;
    for (int i = 0; i + 1 < PLACES; i++)
        s->ours_m += ovf_section_length(s->points[i], s->points[i + 1]);
    return PLACES - 1;
}

static double measure_inverses(void *context)
{
    sections *s = context;
    s->theirs_m = 0;
    for (int i = 0; i + 1 < PLACES; i++) {
        const ovf_lonlat *p = &s->places[i];
        double length;
        geod_inverse(ovf_earth(), p[0].lat, p[0].lon, p[1].lat, p[1].lon, &length, NULL, NULL);
        s->theirs_m += length;
    }
    return PLACES - 1;
}

/* Of legs of up to some 500 km, between places that follow each other. */
static void lengths(void)
{
    sections s = {room(PLACES, sizeof *s.places), room(PLACES, sizeof *s.points), 0, 0};
    for (int i = 0; i < PLACES; i++) {
        s.places[i] = (ovf_lonlat){uniform(-155, -150), uniform(60, 64)};
        s.points[i] = ovf_earth_point(s.places[i].lon, s.places[i].lat);
    }
    timed both[] = {{"lengths of sections", measure_sections, &s, PLACES - 1, 0, 0},
                    {"geod_inverse of sections", measure_inverses, &s, PLACES - 1, 0, 0}};
    time_in_turn(both, 2, ROUNDS);
    agree("lengths of sections in metres", s.ours_m, s.theirs_m, 1e-7 * PLACES);
    print("section_ns", both[0].ns);
    print("section_inverse_ns", both[1].ns);
    free(s.points);
    free(s.places);
}

/* ---- dense tracks ---- */

enum { TRACKS = 40, FIXES = 10000 };

typedef struct {
    ready *with;
    ovf_fix *fixes;
    ovf_track lay;
    size_t crossings;
    double laid_m, portably_m, inverse_m;
} tracks;

static double fly_tracks(void *context)
{
    tracks *all = context;
    all->crossings = 0;
    for (int t = 0; t < TRACKS; t++) {
        const ovf_result *result = fly(all->with, all->fixes + t * FIXES, FIXES);
        for (size_t m = 0; m < result->meeting_count; m++)
            all->crossings += result->meetings[m].crossing_count;
    }
    return TRACKS * FIXES;
}

static double lay_tracks(tracks *all, bool (*lay)(ovf_track *, const ovf_fix *, size_t),
                         double *length_m)
{
    *length_m = 0;
    for (int t = 0; t < TRACKS; t++) {
        if (!lay(&all->lay, all->fixes + t * FIXES, FIXES)) exit(3);
        *length_m += all->lay.length_m[t]; /* of one leg, so that next to nothing is added */
    }
    return TRACKS * FIXES;
}

static double lay_fast(void *context)
{
    tracks *all = context;
    return lay_tracks(all, ovf_track_lay, &all->laid_m);
}

static double lay_portably(void *context)
{
    tracks *all = context;
    return lay_tracks(all, ovf_track_lay_portably, &all->portably_m);
}

static double measure_tracks(void *context)
{
    tracks *all = context;
    double sum = 0;
    all->inverse_m = 0;
    for (int t = 0; t < TRACKS; t++)
        for (int i = 0; i + 1 < FIXES; i++) {
            const ovf_fix *f = &all->fixes[t * FIXES + i];
            double length;
            geod_inverse(ovf_earth(), f[0].lat, f[0].lon, f[1].lat, f[1].lon, &length, NULL, NULL);
            sum += length;
            if (i == t) all->inverse_m += length;
        }
    sink = sum;
    return TRACKS * (FIXES - 1);
}

static void dense_tracks(ready *with)
{
    tracks all = {.with = with, .fixes = room(TRACKS * FIXES, sizeof *all.fixes)};
    for (int t = 0; t < TRACKS; t++) {
        double azimuth = uniform(0, 360);
        ovf_fix *track = all.fixes + t * FIXES;
        track[0] = (ovf_fix){uniform(-168, -141), uniform(55, 71), NAN, NAN};
        for (int i = 1; i < FIXES; i++) { /* an ADS-B message every second or few */
            azimuth += uniform(-3, 3);
            track[i] = step(track[i - 1], azimuth, uniform(50, i % 2 == 0 ? 400 : 1000));
        }
    }
    double fixes = TRACKS * FIXES, legs = TRACKS * (FIXES - 1);
    timed ways[] = {{"dense tracks", fly_tracks, &all, fixes, 0, 0},
                    {"dense tracks laid out", lay_fast, &all, fixes, 0, 0},
                    {"dense tracks laid out portably", lay_portably, &all, fixes, 0, 0},
                    {"geod_inverse of dense tracks", measure_tracks, &all, legs, 0, 0}};
    time_in_turn(ways, 4, ROUNDS);
    at_least("crossings of dense tracks", TRACKS, (double)all.crossings);
    agree("legs of dense tracks in metres", all.laid_m, all.inverse_m, 1e-7 * TRACKS);
    agree("legs of dense tracks in metres", all.portably_m, all.inverse_m, 1e-7 * TRACKS);
    print("dense_million_a_s", 1e3 / ways[0].ns);
    print("dense_crossings_a_track", (double)all.crossings / TRACKS);
    print("dense_laid_ns", ways[1].ns);
    print("dense_portably_ns", ways[2].ns);
    print("dense_inverse_ns", ways[3].ns);
    ovf_track_clear(&all.lay);
    free(all.fixes);
}

/* ---- nearest approaches ---- */

/* Six legs of 500 to 800 km, each with a heading of its own. */
static void draw_long(ovf_fix *fixes, size_t count)
{
    for (size_t i = 1; i < count; i++)
        fixes[i] = step(fixes[i - 1], uniform(0, 360), uniform(5e5, 8e5));
}

/* Short legs, as in the tracks of many_routes.c. */
static void draw_track(ovf_fix *fixes, size_t count)
{
    double heading = uniform(0, 360), pace = 50 * pow(100, uniform(0, 1));
    for (size_t i = 1; i < count; i++) {
        heading += uniform(0, 1) < 0.01 ? uniform(-90, 90) : uniform(-0.5, 0.5);
        fixes[i] = step(fixes[i - 1], heading, fmin(pace * uniform(0.5, 1.5), 5000));
    }
}

/* Of routes that pass the zone within 50 km: what the search for the nearest approach takes, after
 * the rest of their analysis. */
static void nearest(ready *with, const char *name, size_t count,
                    void (*draw)(ovf_fix *fixes, size_t count))
{
    enum { WANTED = 200, TIMES = 5, MOST_DRAWN = 500 * WANTED };
    ovf_fix *fixes = room(WANTED * count, sizeof *fixes);
    size_t routes = 0;
    for (int drawn = 0; routes < WANTED && drawn < MOST_DRAWN; drawn++) {
        ovf_fix *first = fixes + routes * count;
        *first = (ovf_fix){uniform(-190, -125), uniform(45, 75), NAN, NAN};
        draw(first, count);
        const ovf_result *result = fly(with, first, count);
        routes += result->meeting_count == 1 && result->meetings[0].nearest_m > 0;
    }
    at_least("routes that pass the zone", WANTED, (double)routes);
    double times[TIMES * WANTED];
    for (size_t k = 0; k < TIMES * WANTED; k++) {
        ovf_meeting meeting = {0};
        fly(with, fixes + k % WANTED * count, count);
        double begin = now_ns();
        bool found = false, good = ovf_approach_zone(with->scratch, with->boundary, OVF_SEARCH_M,
                                                     &meeting, &found);
        times[k] = now_ns() - begin;
        at_least("metres of a nearest approach", 1e-3, good && found ? meeting.nearest_m : 0);
    }
    double middle = median(times, TIMES * WANTED);
    at_least("nanoseconds of a nearest approach", 500, middle); /* reading the clock takes 50 */
    printf("nearest_%s_us %.9g\n", name, middle / 1e3);
    free(fixes);
}

/* ---- many zones that are missed ---- */

enum { ZONES = 1000, VERTICES = 33, ROUTES = 3000, LEGS = 6 };

typedef struct {
    ready *with;
    ovf_fix *fixes;
} missing;

static double miss_zones(void *context)
{
    const missing *all = context;
    size_t legs = 0;
    double sum = 0;
    for (size_t k = 0; k < ROUTES; k++) {
        const ovf_result *result = fly(all->with, all->fixes + k * (LEGS + 1), LEGS + 1);
        sum += result->length_m;
        if (result->meeting_count == 0) legs += LEGS;
    }
    sink = sum;
    return (double)legs;
}

static void thousand_zones(void)
{
    ovf_lonlat *vertices = room(ZONES * VERTICES, sizeof *vertices);
    ovf_ring *rings = room(ZONES, sizeof *rings);
    ovf_polygon *polygons = room(ZONES, sizeof *polygons);
    ovf_zones zones = {room(ZONES, sizeof *zones.items), ZONES};
    for (int z = 0; z < ZONES; z++) {
        ovf_fix centre = {uniform(-180, 180), asin(uniform(-1, 1)) / OVF_RADIAN, 0, 0};
        double radius = uniform(1e3, 5e4);
        for (int i = 0; i < VERTICES; i++) {
            ovf_fix v = step(centre, (i % (VERTICES - 1)) * 360.0 / (VERTICES - 1), radius);
            vertices[z * VERTICES + i] = (ovf_lonlat){v.lon, v.lat};
        }
        rings[z] = (ovf_ring){.vertices = vertices + z * VERTICES, .count = VERTICES};
        polygons[z] = (ovf_polygon){&rings[z], 1};
        zones.items[z] = (ovf_zone){
            .id = "z", .name = "z", .polygons = &polygons[z], .polygon_count = 1};
    }
    ready with = prepare(&zones);
    missing all = {&with, room(ROUTES * (LEGS + 1), sizeof *all.fixes)};
    size_t routes = 0, met = 0;
    while (routes < ROUTES && met < 100 * ROUTES) { /* of those drawn the ones that meet none */
        ovf_fix *f = all.fixes + routes * (LEGS + 1);
        f[0] = (ovf_fix){uniform(-180, 180), asin(uniform(-1, 1)) / OVF_RADIAN, NAN, NAN};
        for (int i = 1; i <= LEGS; i++) f[i] = step(f[i - 1], uniform(0, 360), uniform(5e5, 8e5));
        bool misses = fly(&with, f, LEGS + 1)->meeting_count == 0;
        routes += misses;
        met += !misses;
    }
    at_least("routes drawn that meet one of the thousand zones", 100, (double)met);
    timed flying = {
        "legs that meet none of a thousand zones", miss_zones, &all, ROUTES * LEGS, 0, 0};
    time_in_turn(&flying, 1, ROUNDS);
    print("missing_leg_us", flying.ns / 1e3);
    discard(&with);
    free(all.fixes);
    free(zones.items);
    free(polygons);
    free(rings);
    free(vertices);
}

/* ---- the index ---- */

static double allocated(void)
{
    struct mallinfo2 info = mallinfo2();
    return (double)(info.uordblks + info.hblkhd);
}

typedef struct {
    const ovf_zones *zone;
    double bytes;
} building;

/* Counts the edges that have come into the index. */
static double build(void *context)
{
    building *of = context;
    double before = allocated();
    ready made = prepare(of->zone);
    size_t edges = 0;
    for (size_t r = 0; r < made.boundary->run_count; r++) edges += made.boundary->runs[r].edges;
    of->bytes = allocated() - before;
    discard(&made);
    return (double)edges;
}

static void index_of(const ovf_zones *zone, size_t vertices)
{
    building of = {zone, 0};
    /* Each ring has one vertex more than it has edges. */
    timed work = {"edges of the index", build, &of, 0.99 * (double)vertices, 0, 0};
    time_in_turn(&work, 1, ROUNDS);
    double bytes = of.bytes / (double)vertices;
    at_least("bytes an edge", sizeof(ovf_lonlat), bytes);
    print("index_ns_an_edge", work.ns);
    print("index_bytes_an_edge", bytes);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: bench_kernels ZONES ZONE_ID\n");
        return 2;
    }
    ovf_zones zones = {0};
    size_t vertices;
    ovf_zones one = zone_named(argv[1], argv[2], &zones, &vertices);
    ready with = prepare(&one);
    print("vertices", (double)vertices);
    crossings(with.boundary);
    thousand_zones();
    dense_tracks(&with);
    nearest(&with, "long", 7, draw_long);
    nearest(&with, "track", 1000, draw_track);
    index_of(&one, vertices);
    lengths();
    discard(&with);
    ovf_zones_clear(&zones);
    return 0;
}
