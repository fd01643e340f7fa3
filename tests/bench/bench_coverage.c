/* Cumulative coverage on one core: bench_coverage ZONES_FOLDER FLIGHTS [LEGS] [WIDTH_KM]
 *
 * Flights at random over the bundled zones, one zone after the other in turn: each of its legs goes
 * from one place in the zone's box to another. All that a flight sees is added to all zones; at the
 * end the gaps are drawn. Prints the processor's time for it all, the peak of memory, the cost of a
 * flight by the number of those before it, and what was covered. */
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

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: bench_coverage ZONES_FOLDER FLIGHTS [LEGS] [WIDTH_KM]\n");
        return 2;
    }
    size_t flights = strtoull(argv[2], NULL, 10),
           legs = argc > 3 ? strtoull(argv[3], NULL, 10) : 20;
    double half = argc > 4 ? strtod(argv[4], NULL) * 500 : 3850;
    char paths[ZONES][1000];
    const char *files[ZONES];
    for (size_t i = 0; i < ZONES; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%s.geojson", argv[1], names[i]);
        files[i] = paths[i];
    }
    ovf_error error = {0};
    ovf_zones zones = {0}, none = {0};
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    if (ovf_zones_read(files, ZONES, NULL, &zones, &error) != OVF_OK ||
        ovf_analyzer_new(&none, NULL, &analyzer, &error) != OVF_OK ||
        ovf_scratch_new(&scratch, &error) != OVF_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 2;
    }
    double begin = cpu_ns(), cost[TENTHS] = {0}, added_m2 = 0;
    ovf_coverage **coverages = room(zones.count, sizeof(ovf_coverage *));
    bounds *boxes = room(zones.count, sizeof *boxes);
    ovf_fix *fixes = room(legs + 1, sizeof *fixes);
    ovf_look *looks = room(legs, sizeof *looks);
    for (size_t z = 0; z < zones.count; z++) {
        boxes[z] = bounds_of(&zones.items[z]);
        if (ovf_coverage_new(&zones.items[z], OVF_JOINS_ROUND, &coverages[z], &error) != OVF_OK) {
            fprintf(stderr, "%s\n", error.message);
            return 3;
        }
    }
    print("start_s", (cpu_ns() - begin) / 1e9);
    for (size_t k = 0; k < flights; k++) {
        bounds b = boxes[k % zones.count];
        size_t ends = legs + 1;
        for (size_t i = 0; i <= legs; i++)
            fixes[i] = (ovf_fix){remainder(uniform(b.west, b.east), 360), uniform(b.south, b.north),
                                 NAN, NAN};
        ovf_route route = {.id = "bench",
                           .file = "bench",
                           .fixes = fixes,
                           .fix_count = ends,
                           .part_ends = &ends,
                           .part_count = 1};
        const ovf_result *result;
        double before = cpu_ns();
        if (ovf_analyze(analyzer, &route, scratch, &result, &error) != OVF_OK) return 3;
        for (size_t i = 0; i < legs; i++)
            looks[i] = (ovf_look){result->fix_along_m[i],
                                  result->fix_along_m[i + 1],
                                  {-half, half},
                                  {-half, half},
                                  i > 0};
        ovf_observation observation = {.looks = looks, .count = legs, .length_m = result->length_m};
        for (size_t z = 0; z < zones.count; z++) {
            double added;
            if (ovf_coverage_add(coverages[z], result, &observation, 1, &added, &error) != OVF_OK) {
                fprintf(stderr, "%s\n", error.message);
                return 3;
            }
            added_m2 += added;
        }
        cost[k * TENTHS / flights] += cpu_ns() - before;
    }
    double drawing = cpu_ns(), covered = 0;
    size_t polygons = 0;
    for (size_t z = 0; z < zones.count; z++) {
        ovf_polygon *gaps;
        size_t count;
        ovf_covered c;
        ovf_coverage_read(coverages[z], &c);
        covered += c.covered_m2;
        if (ovf_coverage_draw(coverages[z], OVF_COVERAGE_GAP, 1, &gaps, &count, &error) != OVF_OK) {
            fprintf(stderr, "%s\n", error.message);
            return 3;
        }
        printf("fraction_%s %.9f\n", zones.items[z].id, c.covered_fraction);
        polygons += count;
        ovf_polygons_free(gaps, count);
    }
    double end = cpu_ns();
    for (int t = 0; t < TENTHS; t++)
        printf("flight_ms_%d %.4g\n", t, cost[t] / 1e6 / ((double)flights / TENTHS));
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    print("gaps", (double)polygons);
    print("drawing_s", (end - drawing) / 1e9);
    print("covered_km2", covered / 1e6);
    print("added_km2", added_m2 / 1e6);
    print("all_s", (end - begin) / 1e9);
    print("memory_mb", (double)usage.ru_maxrss / 1024);
    for (size_t z = 0; z < zones.count; z++) ovf_coverage_free(coverages[z]);
    free(coverages);
    free(boxes);
    free(fixes);
    free(looks);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    ovf_zones_clear(&zones);
    return 0;
}
