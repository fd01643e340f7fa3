/* Cumulative coverage on one core:
 * bench_coverage ZONES_FOLDER FLIGHTS [LEGS] [WIDTH_KM] [AGAIN]
 *
 * Flies at random over the bundled zones, one zone after the other in turn: each leg goes from one
 * place in the zone's box to another. All that a flight sees is added to all zones; at the end the
 * gaps are drawn. Prints the processor's time for it all, the peak of memory, the cost of a flight
 * by the number of those before it, and what was covered.
 *
 * AGAIN flights follow, and must add nothing: what it costs to find that out. */
#include <math.h>
#include <sys/resource.h>

#include "bench.h"
#include "overflight/coverage.h"

static const char *const names[] = {"alaska", "chukotka",    "georgia-strip",
                                    "hawaii", "kaliningrad", "moscow"};
#define ZONES (sizeof names / sizeof *names)
#define TENTHS 10

typedef struct {
    double west, south, east, north;
} bounds;

static bounds bounds_of(const ovf_zone *zone)
{
    bounds b = {1e9, 1e9, -1e9, -1e9};
    for (size_t p = 0; p < zone->polygon_count; p++)
        for (size_t r = 0; r < zone->polygons[p].count; r++)
            for (size_t i = 0; i < zone->polygons[p].rings[r].count; i++) {
                ovf_lonlat v = zone->polygons[p].rings[r].vertices[i];
                /* Alaska and Chukotka are on both sides of the antimeridian. */
                if (strcmp(zone->id, "chukotka") == 0 && v.lon < 0) v.lon += 360;
                if (strcmp(zone->id, "alaska") == 0 && v.lon > 0) v.lon -= 360;
                b.west = fmin(b.west, v.lon);
                b.east = fmax(b.east, v.lon);
                b.south = fmin(b.south, v.lat);
                b.north = fmax(b.north, v.lat);
            }
    return b;
}

/* All zones, what has been seen of them, and one flight after the other. */
typedef struct {
    ovf_zones zones;
    bounds *boxes;
    ovf_coverage **coverages;
    ovf_analyzer *analyzer; /* over no zone: it measures the legs */
    ovf_scratch *scratch;
    size_t legs;
    double half_m;
    ovf_fix *fixes;
    ovf_look *looks;
} world;

static void open_world(world *w, const char *folder, size_t legs, double width_km)
{
    static const ovf_zones none = {0};
    char paths[ZONES][1000];
    const char *files[ZONES];
    for (size_t i = 0; i < ZONES; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%s.geojson", folder, names[i]);
        files[i] = paths[i];
    }
    ovf_error error = {0};
    *w = (world){.legs = legs, .half_m = width_km * 500};
    need(ovf_zones_read(files, ZONES, NULL, &w->zones, &error), &error);
    need(ovf_analyzer_new(&none, NULL, &w->analyzer, &error), &error);
    need(ovf_scratch_new(&w->scratch, &error), &error);
    at_least("zones", ZONES, (double)w->zones.count);
    w->coverages = room(w->zones.count, sizeof(ovf_coverage *));
    w->boxes = room(w->zones.count, sizeof *w->boxes);
    w->fixes = room(legs + 1, sizeof *w->fixes);
    w->looks = room(legs, sizeof *w->looks);
    for (size_t z = 0; z < w->zones.count; z++) {
        w->boxes[z] = bounds_of(&w->zones.items[z]);
        need(ovf_coverage_new(&w->zones.items[z], OVF_JOINS_ROUND, &w->coverages[z], &error),
             &error);
    }
}

static void close_world(world *w)
{
    for (size_t z = 0; z < w->zones.count; z++) ovf_coverage_free(w->coverages[z]);
    free(w->coverages);
    free(w->boxes);
    free(w->fixes);
    free(w->looks);
    ovf_scratch_free(w->scratch);
    ovf_analyzer_free(w->analyzer);
    ovf_zones_clear(&w->zones);
}

/* Returns what the flight has added to all zones. */
static double fly(world *w, size_t number, double *ns)
{
    bounds b = w->boxes[number % w->zones.count];
    size_t ends = w->legs + 1;
    for (size_t i = 0; i <= w->legs; i++)
        w->fixes[i] = (ovf_fix){remainder(uniform(b.west, b.east), 360), uniform(b.south, b.north),
                                NAN, NAN};
    ovf_route route = {.id = "bench",
                       .file = "bench",
                       .fixes = w->fixes,
                       .fix_count = ends,
                       .part_ends = &ends,
                       .part_count = 1};
    const ovf_result *result;
    ovf_error error = {0};
    double begin = cpu_ns(), all_m2 = 0;
    need(ovf_analyze(w->analyzer, &route, w->scratch, &result, &error), &error);
    for (size_t i = 0; i < w->legs; i++)
        w->looks[i] = (ovf_look){result->fix_along_m[i],
                                 result->fix_along_m[i + 1],
                                 {-w->half_m, w->half_m},
                                 {-w->half_m, w->half_m},
                                 i > 0};
    ovf_observation seen = {.looks = w->looks, .count = w->legs, .length_m = result->length_m};
    for (size_t z = 0; z < w->zones.count; z++) {
        double added;
        need(ovf_coverage_add(w->coverages[z], result, &seen, 1, &added, &error), &error);
        all_m2 += added;
    }
    *ns += cpu_ns() - begin;
    return all_m2;
}

/* Draws the gaps of all zones and returns what has been seen of them. */
static double draw_gaps(world *w)
{
    double covered_m2 = 0;
    size_t gaps = 0, open = 0;
    for (size_t z = 0; z < w->zones.count; z++) {
        ovf_error error = {0};
        ovf_polygon *polygons;
        size_t count;
        ovf_covered c;
        ovf_coverage_read(w->coverages[z], &c);
        covered_m2 += c.covered_m2;
        need(ovf_coverage_draw(w->coverages[z], OVF_COVERAGE_GAP, 1, &polygons, &count, &error),
             &error);
        at_least("share that is seen of a zone", 0.01, c.covered_fraction);
        printf("fraction_%s %.9f\n", w->zones.items[z].id, c.covered_fraction);
        gaps += count;
        open += c.covered_fraction < 1;
        ovf_polygons_free(polygons, count);
    }
    at_least("gaps in zones that are not all seen", (double)open, (double)gaps);
    print("gaps", (double)gaps);
    return covered_m2;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: bench_coverage ZONES_FOLDER FLIGHTS [LEGS] [WIDTH_KM] [AGAIN]\n");
        return 2;
    }
    size_t flights = strtoull(argv[2], NULL, 10),
           again = argc > 5 ? strtoull(argv[5], NULL, 10) : 0;
    at_least("flights", 10 * TENTHS, (double)flights);
    world w;
    double begin = cpu_ns(), cost[TENTHS] = {0}, added_m2 = 0;
    open_world(&w, argv[1], argc > 3 ? strtoull(argv[3], NULL, 10) : 20,
               argc > 4 ? strtod(argv[4], NULL) : 7.7);
    print("start_s", (cpu_ns() - begin) / 1e9);
    for (size_t k = 0; k < flights; k++) added_m2 += fly(&w, k, &cost[k * TENTHS / flights]);
    double drawing = cpu_ns(), covered_m2 = draw_gaps(&w), end = cpu_ns();
    agree("square metres that flights added, and that are covered", added_m2, covered_m2,
          1e-6 * covered_m2);
    at_least("nanoseconds of it all", 1e7, end - begin);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    for (int t = 0; t < TENTHS; t++)
        printf("flight_ms_%d %.4g\n", t, cost[t] / 1e6 / ((double)flights / TENTHS));
    print("drawing_s", (end - drawing) / 1e9);
    print("covered_km2", covered_m2 / 1e6);
    print("all_s", (end - begin) / 1e9);
    print("memory_mb", (double)usage.ru_maxrss / 1024);
    double seen_ns = 0, more_m2 = 0;
    for (size_t k = 0; k < again; k++) more_m2 += fly(&w, k, &seen_ns);
    if (again > 0) {
        agree("square metres added to zones that were all seen", more_m2, 0, 0);
        at_least("nanoseconds of flights over zones that were all seen", 1e6, seen_ns);
        print("again_us", seen_ns / 1e3 / (double)again);
    }
    close_world(&w);
    return 0;
}
