/* How long the geometry of a route takes, without reading and writing: bench_geometry ZONES ZONE_ID ROUTES [SEARCH_KM]
 *
 * Keeps the routes of the file in memory and analyses each once, with the usual search radius where none is given. Prints how many fixes and crossings they have, the median and the quartiles of the
 * time of one analysis, and the time of all of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "overflight/overflight.h"

typedef struct {
    ovf_route *items;
    size_t count, fixes;
} routes;

static void *copy(const void *from, size_t size)
{
    void *to = malloc(size);
    if (to == NULL) exit(3);
    return memcpy(to, from, size);
}

/* The geometry alone: nothing else of a route is looked at here. */
static routes read_routes(const char *file)
{
    routes all = {0};
    ovf_error error;
    ovf_route_source *source;
    const ovf_route *route = NULL;
    ovf_status status = ovf_route_source_open(&file, 1, NULL, &source, &error);
    while (status == OVF_OK && (status = ovf_route_source_next(source, &route, &error)) == OVF_OK && route != NULL) {
        if ((all.count & (all.count - 1)) == 0) all.items = realloc(all.items, (all.count > 0 ? 2 * all.count : 1) * sizeof *all.items);
        if (all.items == NULL) exit(3);
        all.items[all.count++] = (ovf_route){.id = "bench",
                                             .fixes = copy(route->fixes, route->fix_count * sizeof *route->fixes),
                                             .fix_count = route->fix_count,
                                             .part_ends = copy(route->part_ends, route->part_count * sizeof *route->part_ends),
                                             .part_count = route->part_count};
        all.fixes += route->fix_count;
    }
    if (status != OVF_OK || all.count == 0) {
        fprintf(stderr, "%s: %s\n", file, status != OVF_OK ? error.message : "no routes");
        exit(2);
    }
    ovf_route_source_free(source);
    return all;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: bench_geometry ZONES ZONE_ID ROUTES [SEARCH_KM]\n");
        return 2;
    }
    ovf_error error;
    ovf_zones zones = {0};
    size_t vertices;
    ovf_zones one = zone_named(argv[1], argv[2], &zones, &vertices);
    routes all = read_routes(argv[3]);

    ovf_analysis_options search = {.search_m = argc > 4 ? strtod(argv[4], NULL) * 1000 : OVF_SEARCH_M};
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    double begin = now_ns() / 1e3;
    if (ovf_analyzer_new(&one, &search, &analyzer, &error) != OVF_OK || ovf_scratch_new(&scratch, &error) != OVF_OK) return 3;
    double built = now_ns() / 1e3 - begin;
    double *times = malloc(all.count * sizeof *times), inside = 0, sum = 0;
    size_t crossings = 0;
    if (times == NULL) return 3;
    for (size_t k = 0; k < all.count; k++) {
        const ovf_result *result;
        begin = now_ns() / 1e3;
        if (ovf_analyze(analyzer, &all.items[k], scratch, &result, &error) != OVF_OK) return 3;
        times[k] = now_ns() / 1e3 - begin;
        sum += times[k];
        for (size_t m = 0; m < result->meeting_count; m++) {
            inside += result->meetings[m].inside_m;
            crossings += result->meetings[m].crossing_count;
        }
    }
    qsort(times, all.count, sizeof *times, compare);
    double n = (double)all.count;
    printf("%s: %zu vertices, index built in %.1f ms; %zu routes of %.0f fixes, %.1f crossings and %.0f km inside a route\n", argv[2], vertices,
           built / 1000, all.count, (double)all.fixes / n, (double)crossings / n, inside / 1000 / n);
    printf("a route: median %.1f us (quartiles %.1f and %.1f, 99th of a hundred %.1f); index and all routes: %.6f s\n", times[all.count / 2],
           times[all.count / 4], times[all.count * 3 / 4], times[all.count / 100 * 99], (built + sum) / 1e6);
    free(times);
    for (size_t k = 0; k < all.count; k++) {
        free((void *)all.items[k].fixes);
        free((void *)all.items[k].part_ends);
    }
    free(all.items);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    ovf_zones_clear(&zones);
    return 0;
}
