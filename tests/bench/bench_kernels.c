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

#define ROUNDS 15

static ovf_fix step(ovf_fix from, double azimuth, double distance_m)
{
    ovf_fix to = {0, 0, NAN, NAN};
    geod_direct(ovf_earth(), from.lat, from.lon, azimuth, distance_m, &to.lat, &to.lon, NULL);
    return to;
}

static volatile double sink;

/* A leg and an edge that cross, with all that is prepared before they are solved. */
typedef struct {
    ovf_leg leg;
    ovf_arc arc;
    uint32_t vertex;
    double f1, f2;
} pair;

static void crossings(const ovf_boundary *b)
{
    enum { LEGS = 400, MOST = 4000 };
    pair *pairs = room(MOST, sizeof *pairs);
    size_t count = 0;
    for (int k = 0; k < LEGS && count < MOST; k++) {
        ovf_fix from = {uniform(-168, -141), uniform(55, 71), 0, 0},
                to = step(from, uniform(0, 360), uniform(5e5, 8e5));
        ovf_leg leg;
        ovf_arc arc;
        ovf_leg_between(&leg, from.lon, from.lat, to.lon, to.lat);
        ovf_leg_arc(&leg, 0, 1, &arc);
        for (size_t r = 0; r < b->run_count; r++)
            for (uint32_t v = b->runs[r].first;
                 v < b->runs[r].first + b->runs[r].edges && count < MOST; v++) {
                ovf_contact contacts[OVF_CONTACTS_MAX];
                double f1 = ovf_arc_plane(&arc, b->points[v]),
                       f2 = ovf_arc_plane(&arc, b->points[v + 1]);
                if (ovf_contacts(b, v, &arc, f1, f2, false, contacts) == 1 && contacts[0].clean) {
                    pairs[count] = (pair){leg, arc, v, f1, f2};
                    pairs[count].arc.leg = &pairs[count].leg;
                    count++;
                }
            }
    }
    double times[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        double begin = cpu_ns(), sum = 0;
        for (size_t k = 0; k < count; k++) {
            ovf_contact contacts[OVF_CONTACTS_MAX];
            ovf_contacts(b, pairs[k].vertex, &pairs[k].arc, pairs[k].f1, pairs[k].f2, false,
                         contacts);
            sum += contacts[0].at_m;
        }
        times[r] = (cpu_ns() - begin) / (double)count;
        sink = sum;
    }
    print("crossings_million_a_s", 1e3 / median(times, ROUNDS));
    free(pairs);
}

/* Of legs of up to some 500 km, between places that follow each other. */
static void sections(void)
{
    enum { COUNT = 20000 };
    ovf_lonlat *places = room(COUNT, sizeof *places);
    ovf_vector *points = room(COUNT, sizeof *points);
    for (int i = 0; i < COUNT; i++) {
        places[i] = (ovf_lonlat){uniform(-155, -150), uniform(60, 64)};
        points[i] = ovf_earth_point(places[i].lon, places[i].lat);
    }
    double ours[ROUNDS], theirs[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        double begin = cpu_ns(), sum = 0, s;
        for (int i = 0; i + 1 < COUNT; i++) sum += ovf_section_length(points[i], points[i + 1]);
        ours[r] = (cpu_ns() - begin) / COUNT;
        begin = cpu_ns();
        for (int i = 0; i + 1 < COUNT; i++) {
            geod_inverse(ovf_earth(), places[i].lat, places[i].lon, places[i + 1].lat,
                         places[i + 1].lon, &s, NULL, NULL);
            sum += s;
        }
        theirs[r] = (cpu_ns() - begin) / COUNT;
        sink = sum;
    }
    print("section_ns", median(ours, ROUNDS));
    print("section_inverse_ns", median(theirs, ROUNDS));
    free(points);
    free(places);
}

static const ovf_result *fly(const ovf_analyzer *analyzer, ovf_scratch *scratch,
                             const ovf_fix *fixes, size_t count)
{
    ovf_error error;
    const ovf_result *result;
    ovf_route route = {
        .id = "bench", .fixes = fixes, .fix_count = count, .part_ends = &count, .part_count = 1};
    if (ovf_analyze(analyzer, &route, scratch, &result, &error) != OVF_OK) {
        fprintf(stderr, "%s\n", error.message);
        exit(3);
    }
    return result;
}

static void dense_tracks(const ovf_analyzer *analyzer, ovf_scratch *scratch)
{
    enum { TRACKS = 40, FIXES = 10000 };
    ovf_fix *fixes = room(TRACKS * FIXES, sizeof *fixes);
    for (int t = 0; t < TRACKS; t++) {
        double azimuth = uniform(0, 360);
        ovf_fix *track = fixes + t * FIXES;
        track[0] = (ovf_fix){uniform(-168, -141), uniform(55, 71), NAN, NAN};
        for (int i = 1; i < FIXES; i++) {
            azimuth += uniform(-3, 3);
            track[i] = step(track[i - 1], azimuth,
                            i % 2 == 0
                                ? uniform(50, 400)
                                : uniform(50, 1000)); /* an ADS-B message every second or few */
        }
    }
    double flown[ROUNDS], laid[ROUNDS], plainly[ROUNDS], inverse[ROUNDS], s, sum = 0;
    size_t found = 0;
    ovf_track lay = {0};
    for (int r = 0; r < ROUNDS; r++) {
        double begin = cpu_ns();
        found = 0;
        for (int t = 0; t < TRACKS; t++) {
            const ovf_result *result = fly(analyzer, scratch, fixes + t * FIXES, FIXES);
            for (size_t m = 0; m < result->meeting_count; m++)
                found += result->meetings[m].crossing_count;
        }
        flown[r] = (cpu_ns() - begin) / (TRACKS * FIXES);
        begin = cpu_ns();
        for (int t = 0; t < TRACKS; t++)
            if (!ovf_track_lay(&lay, fixes + t * FIXES, FIXES)) exit(3);
        laid[r] = (cpu_ns() - begin) / (TRACKS * FIXES);
        begin = cpu_ns();
        for (int t = 0; t < TRACKS; t++)
            if (!ovf_track_lay_portably(&lay, fixes + t * FIXES, FIXES)) exit(3);
        plainly[r] = (cpu_ns() - begin) / (TRACKS * FIXES);
        begin = cpu_ns();
        for (int i = 0; i + 1 < TRACKS * FIXES; i++) {
            if (i % FIXES == FIXES - 1) continue;
            geod_inverse(ovf_earth(), fixes[i].lat, fixes[i].lon, fixes[i + 1].lat,
                         fixes[i + 1].lon, &s, NULL, NULL);
            sum += s;
        }
        inverse[r] = (cpu_ns() - begin) / (TRACKS * FIXES);
    }
    sink = sum;
    print("dense_million_a_s", 1e3 / median(flown, ROUNDS));
    print("dense_crossings_a_track", (double)found / TRACKS);
    print("dense_laid_ns", median(laid, ROUNDS));
    print("dense_portably_ns", median(plainly, ROUNDS));
    print("dense_inverse_ns", median(inverse, ROUNDS));
    ovf_track_clear(&lay);
    free(fixes);
}

/* Routes that pass the zone within 50 km: what their nearest approach takes beyond the rest of
 * their analysis. */
static void nearest(const ovf_zones *zone)
{
    enum { WANTED = 400, LEGS = 6 };
    ovf_analyzer *with, *without;
    ovf_scratch *scratch;
    ovf_error error;
    ovf_analysis_options none = {0};
    if (ovf_analyzer_new(zone, NULL, &with, &error) != OVF_OK ||
        ovf_analyzer_new(zone, &none, &without, &error) != OVF_OK ||
        ovf_scratch_new(&scratch, &error) != OVF_OK)
        exit(3);
    ovf_fix *fixes = room(WANTED * (LEGS + 1), sizeof *fixes);
    size_t routes = 0;
    while (routes < WANTED) {
        ovf_fix *f = fixes + routes * (LEGS + 1);
        f[0] = (ovf_fix){uniform(-190, -125), uniform(45, 75), NAN, NAN};
        for (int i = 1; i <= LEGS; i++) f[i] = step(f[i - 1], uniform(0, 360), uniform(5e5, 8e5));
        const ovf_result *result = fly(with, scratch, f, LEGS + 1);
        routes += result->meeting_count == 1 && result->meetings[0].nearest_m > 0;
    }
    double times[WANTED];
    for (size_t k = 0; k < routes; k++) {
        double least[2] = {INFINITY, INFINITY};
        for (int r = 0; r < 5; r++)
            for (int n = 0; n < 2; n++) {
                double begin = now_ns();
                sink = fly(n == 0 ? without : with, scratch, fixes + k * (LEGS + 1), LEGS + 1)
                           ->length_m;
                least[n] = fmin(least[n], now_ns() - begin);
            }
        times[k] = least[1] - least[0];
    }
    print("nearest_us", median(times, WANTED) / 1e3);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(with);
    ovf_analyzer_free(without);
    free(fixes);
}

static void thousand_zones(void)
{
    enum { ZONES = 1000, VERTICES = 33, ROUTES = 3000, LEGS = 6 };
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
        rings[z] = (ovf_ring){vertices + z * VERTICES, VERTICES};
        polygons[z] = (ovf_polygon){&rings[z], 1};
        zones.items[z] = (ovf_zone){
            .id = "z", .name = "z", .polygons = &polygons[z], .polygon_count = 1};
    }
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    ovf_error error;
    if (ovf_analyzer_new(&zones, NULL, &analyzer, &error) != OVF_OK ||
        ovf_scratch_new(&scratch, &error) != OVF_OK)
        exit(3);
    ovf_fix *fixes = room(ROUTES * (LEGS + 1), sizeof *fixes);
    size_t routes = 0;
    while (routes < ROUTES) { /* of those drawn the ones that meet none */
        ovf_fix *f = fixes + routes * (LEGS + 1);
        f[0] = (ovf_fix){uniform(-180, 180), asin(uniform(-1, 1)) / OVF_RADIAN, NAN, NAN};
        for (int i = 1; i <= LEGS; i++) f[i] = step(f[i - 1], uniform(0, 360), uniform(5e5, 8e5));
        routes += fly(analyzer, scratch, f, LEGS + 1)->meeting_count == 0;
    }
    double times[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        double begin = cpu_ns();
        for (size_t k = 0; k < routes; k++)
            sink = fly(analyzer, scratch, fixes + k * (LEGS + 1), LEGS + 1)->length_m;
        times[r] = (cpu_ns() - begin) / (ROUTES * LEGS);
    }
    print("missing_leg_us", median(times, ROUNDS) / 1e3);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    free(fixes);
    free(zones.items);
    free(polygons);
    free(rings);
    free(vertices);
}

static double allocated(void)
{
    struct mallinfo2 info = mallinfo2();
    return (double)(info.uordblks + info.hblkhd);
}

static void building(const ovf_zones *zone, size_t vertices)
{
    double times[ROUNDS], bytes = 0;
    for (int r = 0; r < ROUNDS; r++) {
        ovf_analyzer *analyzer;
        ovf_error error;
        double before = allocated(), begin = cpu_ns();
        if (ovf_analyzer_new(zone, NULL, &analyzer, &error) != OVF_OK) exit(3);
        times[r] = (cpu_ns() - begin) / (double)vertices;
        bytes = allocated() - before;
        ovf_analyzer_free(analyzer);
    }
    print("index_ns_an_edge", median(times, ROUNDS));
    print("index_bytes_an_edge", bytes / (double)vertices);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: bench_kernels ZONES ZONE_ID\n");
        return 2;
    }
    ovf_error error;
    ovf_zones zones = {0};
    size_t vertices;
    ovf_zones one = zone_named(argv[1], argv[2], &zones, &vertices);
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    if (ovf_analyzer_new(&one, NULL, &analyzer, &error) != OVF_OK ||
        ovf_scratch_new(&scratch, &error) != OVF_OK)
        return 3;
    print("vertices", (double)vertices);
    crossings(&analyzer->boundaries[0]);
    thousand_zones();
    dense_tracks(analyzer, scratch);
    nearest(&one);
    building(&one, vertices);
    sections();
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    ovf_zones_clear(&zones);
    return 0;
}
