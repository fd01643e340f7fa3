/* How long the geometry of a route takes, without reading and writing: bench_geometry ZONES ZONE_ID
 * ROUTES [SEARCH_KM]
 *
 * Keeps the routes of the file in memory and analyses each once, with the usual search radius where
 * none is given. Prints of what size it all is, the median of the time of one analysis, and the
 * processor's time for all of them with that of building the index. */
#include "bench.h"

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
    route_set all = routes_of(argv[3]);

    ovf_analysis_options search = {.search_m = argc > 4 ? strtod(argv[4], NULL) * 1000
                                                        : OVF_SEARCH_M};
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    double whole = cpu_ns(), *times = room(all.count, sizeof *times), inside = 0;
    if (ovf_analyzer_new(&one, &search, &analyzer, &error) != OVF_OK ||
        ovf_scratch_new(&scratch, &error) != OVF_OK)
        return 3;
    size_t crossings = 0;
    for (size_t k = 0; k < all.count; k++) {
        const ovf_result *result;
        double begin = now_ns();
        if (ovf_analyze(analyzer, &all.items[k], scratch, &result, &error) != OVF_OK) return 3;
        times[k] = now_ns() - begin;
        for (size_t m = 0; m < result->meeting_count; m++) {
            inside += result->meetings[m].inside_m;
            crossings += result->meetings[m].crossing_count;
        }
    }
    whole = cpu_ns() - whole;
    double n = (double)all.count;
    print("vertices", (double)vertices);
    print("fixes", (double)all.fixes);
    print("crossings_a_route", (double)crossings / n);
    print("inside_km_a_route", inside / 1000 / n);
    print("route_us", median(times, all.count) / 1e3);
    print("all_s", whole / 1e9);
    free(times);
    routes_clear(&all);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    ovf_zones_clear(&zones);
    return 0;
}
