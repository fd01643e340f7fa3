/* What the parts of the geometry cost: bench_kernels ZONES ZONE_ID
 *
 * Prints one row a figure: what was measured, the figure, and what the same work costs with PROJ's geod_inverse or with GEOS in the plane. Every
 * figure is the median of several rounds. */
#include <geos_c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/scratch.h"
#include "bench.h"
#include "geodesy/section.h"
#include "overflight/overflight.h"

#define ROUNDS 15

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
    return values[count / 2];
}

static void *room(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory == NULL) exit(3);
    return memory;
}

static void row(const char *what, const char *figure, const char *wanted, const char *peer)
{
    printf("%-58s %18s   %-22s %s\n", what, figure, wanted, peer);
}

static const char *text(char *buffer, const char *format, double value)
{
    snprintf(buffer, 64, format, value);
    return buffer;
}

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
        ovf_fix from = {uniform(-168, -141), uniform(55, 71), 0, 0}, to = step(from, uniform(0, 360), uniform(5e5, 8e5));
        ovf_leg leg;
        ovf_arc arc;
        ovf_leg_between(&leg, from.lon, from.lat, to.lon, to.lat);
        ovf_leg_arc(&leg, 0, 1, &arc);
        for (size_t r = 0; r < b->run_count; r++)
            for (uint32_t v = b->runs[r].first; v < b->runs[r].first + b->runs[r].edges && count < MOST; v++) {
                ovf_contact contacts[OVF_CONTACTS_MOST];
                double f1 = ovf_arc_plane(&arc, b->points[v]), f2 = ovf_arc_plane(&arc, b->points[v + 1]);
                if (ovf_contacts(b, v, &arc, f1, f2, false, contacts) == 1 && contacts[0].clean) {
                    pairs[count] = (pair){leg, arc, v, f1, f2};
                    pairs[count].arc.leg = &pairs[count].leg;
                    count++;
                }
            }
    }
    double times[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        double begin = now_ns(), sum = 0;
        for (size_t k = 0; k < count; k++) {
            ovf_contact contacts[OVF_CONTACTS_MOST];
            ovf_contacts(b, pairs[k].vertex, &pairs[k].arc, pairs[k].f1, pairs[k].f2, false, contacts);
            sum += contacts[0].at_m;
        }
        times[r] = (now_ns() - begin) / (double)count;
        sink = sum;
    }
    char buffer[64];
    row("exact crossings of a leg with an edge", text(buffer, "%.2f million/s", 1e3 / median(times, ROUNDS)), ">= 1 million/s", "");
    free(pairs);
}

static void lengths(void)
{
    enum { COUNT = 20000 };
    ovf_fix *fixes = room(COUNT, sizeof *fixes);
    fixes[0] = (ovf_fix){-150, 60, 0, 0};
    for (int i = 1; i < COUNT; i++) fixes[i] = step(fixes[i - 1], uniform(0, 360), uniform(50, 5e3));
    ovf_track track = {0};
    double ours[ROUNDS], plain[ROUNDS], theirs[ROUNDS], sections[ROUNDS], long_theirs[ROUNDS];
    ovf_vector *points = room(COUNT, sizeof *points);
    for (int i = 0; i < COUNT; i++) points[i] = ovf_earth_point(uniform(-155, -150), uniform(60, 64));
    for (int r = 0; r < ROUNDS; r++) {
        double begin = now_ns(), sum = 0, s;
        if (!ovf_track_lay(&track, fixes, COUNT)) exit(3);
        ours[r] = (now_ns() - begin) / COUNT;
        begin = now_ns();
        if (!ovf_track_lay_portably(&track, fixes, COUNT)) exit(3);
        plain[r] = (now_ns() - begin) / COUNT;
        begin = now_ns();
        for (int i = 0; i + 1 < COUNT; i++) {
            geod_inverse(ovf_earth(), fixes[i].lat, fixes[i].lon, fixes[i + 1].lat, fixes[i + 1].lon, &s, NULL, NULL);
            sum += s;
        }
        theirs[r] = (now_ns() - begin) / COUNT;
        begin = now_ns();
        for (int i = 0; i + 1 < COUNT; i++) sum += ovf_section_length(points[i], points[i + 1]);
        sections[r] = (now_ns() - begin) / COUNT;
        begin = now_ns();
        for (int i = 0; i + 1 < COUNT; i++) {
            geod_inverse(ovf_earth(), 60 + i * 1e-4, -155, 64, -150, &s, NULL, NULL);
            sum += s;
        }
        long_theirs[r] = (now_ns() - begin) / COUNT;
        sink = sum;
    }
    char a[64], b[64];
    row("a fix of a track: point and length of its leg", text(a, "%.1f ns", median(ours, ROUNDS)), "", text(b, "geod_inverse %.0f ns", median(theirs, ROUNDS)));
    row("the same without vectors", text(a, "%.1f ns", median(plain, ROUNDS)), "", "");
    row("length of a leg up to 1,000 km", text(a, "%.0f ns", median(sections, ROUNDS)), "", text(b, "geod_inverse %.0f ns", median(long_theirs, ROUNDS)));
    ovf_track_clear(&track);
    free(points);
    free(fixes);
}

static const ovf_result *fly(const ovf_analyzer *analyzer, ovf_scratch *scratch, const ovf_fix *fixes, size_t count)
{
    ovf_error error;
    const ovf_result *result;
    ovf_route route = {.id = "bench", .fixes = fixes, .fix_count = count, .part_ends = &count, .part_count = 1};
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
            track[i] = step(track[i - 1], azimuth, i % 2 == 0 ? uniform(50, 400) : uniform(50, 1000)); /* an ADS-B message every second or few */
        }
    }
    double times[ROUNDS];
    size_t found = 0;
    for (int r = 0; r < ROUNDS; r++) {
        double begin = now_ns();
        found = 0;
        for (int t = 0; t < TRACKS; t++) {
            const ovf_result *result = fly(analyzer, scratch, fixes + t * FIXES, FIXES);
            for (size_t m = 0; m < result->meeting_count; m++) found += result->meetings[m].crossing_count;
        }
        times[r] = (now_ns() - begin) / (TRACKS * FIXES);
    }
    char buffer[64], what[96];
    snprintf(what, sizeof what, "dense tracks of %d fixes, %.1f crossings each", FIXES, (double)found / TRACKS);
    row(what, text(buffer, "%.1f million/s", 1e3 / median(times, ROUNDS)), ">= 25 million fixes/s", "");
    free(fixes);
}

/* Routes that pass the zone within 50 km: what their nearest approach takes beyond the rest of their analysis. */
static void nearest(const ovf_zones *zone)
{
    enum { WANTED = 400, LEGS = 6 };
    ovf_analyzer *with, *without;
    ovf_scratch *scratch;
    ovf_error error;
    ovf_analysis_options none = {0};
    if (ovf_analyzer_new(zone, NULL, &with, &error) != OVF_OK || ovf_analyzer_new(zone, &none, &without, &error) != OVF_OK ||
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
                sink = fly(n == 0 ? without : with, scratch, fixes + k * (LEGS + 1), LEGS + 1)->length_m;
                least[n] = fmin(least[n], now_ns() - begin);
            }
        times[k] = least[1] - least[0];
    }
    char buffer[64];
    row("nearest approach within 50 km, a route and zone", text(buffer, "%.1f us", median(times, WANTED) / 1e3), "<= 100 us", "");
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
        zones.items[z] = (ovf_zone){.id = (char *)(uintptr_t)"z", .name = (char *)(uintptr_t)"z", .polygons = &polygons[z], .polygon_count = 1};
    }
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    ovf_error error;
    if (ovf_analyzer_new(&zones, NULL, &analyzer, &error) != OVF_OK || ovf_scratch_new(&scratch, &error) != OVF_OK) exit(3);
    ovf_fix *fixes = room(ROUTES * (LEGS + 1), sizeof *fixes);
    size_t routes = 0, drawn = 0;
    while (routes < ROUTES) { /* of those drawn the ones that meet none */
        ovf_fix *f = fixes + routes * (LEGS + 1);
        f[0] = (ovf_fix){uniform(-180, 180), asin(uniform(-1, 1)) / OVF_RADIAN, NAN, NAN};
        for (int i = 1; i <= LEGS; i++) f[i] = step(f[i - 1], uniform(0, 360), uniform(5e5, 8e5));
        routes += fly(analyzer, scratch, f, LEGS + 1)->meeting_count == 0;
        drawn++;
    }
    double times[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        double begin = now_ns();
        for (size_t k = 0; k < routes; k++) sink = fly(analyzer, scratch, fixes + k * (LEGS + 1), LEGS + 1)->length_m;
        times[r] = (now_ns() - begin) / (ROUTES * LEGS);
    }
    char buffer[64], what[96];
    snprintf(what, sizeof what, "a leg of a route that meets none of 1,000 zones (%.0f %%)", 100.0 * ROUTES / (double)drawn);
    row(what, text(buffer, "%.2f us", median(times, ROUNDS) / 1e3), "<= 0.5 us", "");
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    free(fixes);
    free(zones.items);
    free(polygons);
    free(rings);
    free(vertices);
}

static void building(const ovf_zones *zone, size_t vertices)
{
    double times[ROUNDS];
    size_t bytes = 0;
    for (int r = 0; r < ROUNDS; r++) {
        ovf_analyzer *analyzer;
        ovf_error error;
        double begin = now_ns();
        if (ovf_analyzer_new(zone, NULL, &analyzer, &error) != OVF_OK) exit(3);
        times[r] = (now_ns() - begin) / (double)vertices;
        const ovf_boundary *b = &analyzer->boundaries[0];
        bytes = b->vertex_count * (sizeof *b->points + sizeof *b->positions) + b->run_count * sizeof *b->runs + b->tree.count * sizeof *b->tree.nodes;
        ovf_analyzer_free(analyzer);
    }
    char buffer[64], what[96];
    snprintf(what, sizeof what, "index of %zu vertices, an edge", vertices);
    row(what, text(buffer, "%.0f ns", median(times, ROUNDS)), "<= 1000 ns", "");
    row("", text(buffer, "%.1f bytes", (double)bytes / (double)vertices), "<= 64 bytes", "");
}

static void quiet(const char *format, ...) { (void)format; }

/* GEOS in the plane of longitude and latitude on like routes: what those pay who do not mind kilometres. */
static void geos(const ovf_zone *zone)
{
    enum { ROUTES = 200 };
    initGEOS(quiet, quiet);
    GEOSGeometry **parts = room(zone->polygon_count, sizeof *parts);
    for (size_t p = 0; p < zone->polygon_count; p++) {
        const ovf_polygon *polygon = &zone->polygons[p];
        GEOSGeometry **rings = room(polygon->count, sizeof *rings);
        for (size_t r = 0; r < polygon->count; r++) {
            GEOSCoordSequence *s = GEOSCoordSeq_create((unsigned)polygon->rings[r].count, 2);
            for (unsigned i = 0; i < polygon->rings[r].count; i++) GEOSCoordSeq_setXY(s, i, polygon->rings[r].vertices[i].lon, polygon->rings[r].vertices[i].lat);
            rings[r] = GEOSGeom_createLinearRing(s);
        }
        parts[p] = GEOSGeom_createPolygon(rings[0], rings + 1, (unsigned)polygon->count - 1);
        free(rings);
    }
    GEOSGeometry *whole = GEOSGeom_createCollection(GEOS_MULTIPOLYGON, parts, (unsigned)zone->polygon_count);
    const GEOSPreparedGeometry *prepared = GEOSPrepare(whole);
    double inside[ROUTES], cut[ROUTES];
    for (int k = 0; k < ROUTES; k++) {
        GEOSCoordSequence *s = GEOSCoordSeq_create(7, 2);
        ovf_fix f = {uniform(-168, -141), uniform(55, 71), 0, 0};
        for (unsigned i = 0; i < 7; i++) {
            GEOSCoordSeq_setXY(s, i, f.lon, f.lat);
            f = step(f, uniform(0, 360), uniform(5e5, 8e5));
        }
        GEOSGeometry *line = GEOSGeom_createLineString(s);
        double begin = now_ns(), length;
        sink = GEOSPreparedIntersects(prepared, line);
        inside[k] = now_ns() - begin;
        begin = now_ns();
        GEOSGeometry *part = GEOSIntersection(whole, line);
        if (part != NULL) GEOSLength(part, &length);
        cut[k] = now_ns() - begin;
        GEOSGeom_destroy(part);
        GEOSGeom_destroy(line);
    }
    char a[64];
    row("GEOS in the plane, a route: prepared, whether it meets", text(a, "%.1f us", median(inside, ROUTES) / 1e3), "", "");
    row("GEOS in the plane, a route: the length inside", text(a, "%.1f us", median(cut, ROUTES) / 1e3), "", "");
    GEOSPreparedGeom_destroy(prepared);
    GEOSGeom_destroy(whole);
    free(parts);
    finishGEOS();
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
    if (ovf_analyzer_new(&one, NULL, &analyzer, &error) != OVF_OK || ovf_scratch_new(&scratch, &error) != OVF_OK) return 3;
    crossings(&analyzer->boundaries[0]);
    thousand_zones();
    dense_tracks(analyzer, scratch);
    nearest(&one);
    building(&one, vertices);
    lengths();
    geos(&one.items[0]);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    ovf_zones_clear(&zones);
    return 0;
}
