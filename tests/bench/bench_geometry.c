/* How long a route takes: bench_geometry ZONES ZONE_ID [ROUTES [SEED [ROUTES.geojsonl]]]
 *
 * Routes of six legs of 500 to 800 km, the first fix within Alaska's bounds, headings at random. Prints the median and the quartiles of the time of
 * one analysis, in microseconds, and with a file named writes into it the routes as GeoJSON lines, each with what was found and how long it took, for peers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "geodesy/leg.h"
#include "overflight/overflight.h"

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: bench_geometry ZONES ZONE_ID [ROUTES [SEED [ROUTES.geojsonl]]]\n");
        return 2;
    }
    size_t routes = argc > 3 ? strtoul(argv[3], NULL, 10) : 20000;
    random_state = argc > 4 ? strtoull(argv[4], NULL, 10) : 1;
    random_state = random_state * 0x9E3779B97F4A7C15u + 1;
    FILE *file = argc > 5 ? fopen(argv[5], "w") : NULL;
    ovf_error error;
    ovf_zones zones = {0};
    size_t vertices;
    ovf_zones one = zone_named(argv[1], argv[2], &zones, &vertices);

    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    double begin = now_ns() / 1e3;
    if (ovf_analyzer_new(&one, NULL, &analyzer, &error) != OVF_OK || ovf_scratch_new(&scratch, &error) != OVF_OK) return 3;
    double built = now_ns() / 1e3 - begin;
    double *times = malloc(routes * sizeof *times), *found = malloc(routes * sizeof *found), inside = 0;
    ovf_fix *all = malloc(routes * 7 * sizeof *all);
    size_t crossings = 0;
    if (times == NULL || found == NULL || all == NULL) return 3;
    for (size_t k = 0; k < routes; k++) {
        ovf_fix *fixes = all + 7 * k;
        size_t end = 7;
        ovf_route route = {.id = "bench", .fixes = fixes, .fix_count = 7, .part_ends = &end, .part_count = 1};
        fixes[0] = (ovf_fix){uniform(-168, -141), uniform(55, 71), 0, 0};
        for (int i = 1; i < 7; i++) {
            fixes[i] = fixes[i - 1];
            geod_direct(ovf_earth(), fixes[i - 1].lat, fixes[i - 1].lon, uniform(0, 360), uniform(5e5, 8e5), &fixes[i].lat, &fixes[i].lon, NULL);
        }
        const ovf_result *result;
        begin = now_ns() / 1e3;
        if (ovf_analyze(analyzer, &route, scratch, &result, &error) != OVF_OK) return 3;
        times[k] = now_ns() / 1e3 - begin;
        found[k] = result->meeting_count > 0 ? result->meetings[0].inside_m : 0;
        for (size_t m = 0; m < result->meeting_count; m++) {
            inside += result->meetings[m].inside_m;
            crossings += result->meetings[m].crossing_count;
        }
    }
    for (size_t k = 0; k < routes && file != NULL; k++) { /* now that nothing is timed any more */
        fprintf(file, "{\"type\":\"Feature\",\"properties\":{\"id\":%zu,\"inside_m\":%.6f,\"time_us\":%.3f},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[",
                k, found[k], times[k]);
        const ovf_fix *fixes = all + 7 * k;
        for (int i = 0; i < 7; i++) fprintf(file, "%s[%.17g,%.17g]", i > 0 ? "," : "", fixes[i].lon, fixes[i].lat);
        fprintf(file, "]}}\n");
    }
    qsort(times, routes, sizeof *times, compare);
    printf("%s: %zu vertices, index built in %.1f ms; %zu routes of 6 legs, %.1f crossings and %.0f km inside a route\n", argv[2], vertices, built / 1000,
           routes, (double)crossings / (double)routes, inside / 1000 / (double)routes);
    printf("a route: median %.1f us (quartiles %.1f and %.1f, 99th of a hundred %.1f)\n", times[routes / 2], times[routes / 4], times[routes * 3 / 4],
           times[routes / 100 * 99]);
    free(times);
    free(found);
    free(all);
    if (file != NULL) fclose(file);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    ovf_zones_clear(&zones);
    return 0;
}
