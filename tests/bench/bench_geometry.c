/* How long the geometry of a route takes, without reading and writing:
 * bench_geometry ZONES ZONE_ID ROUTES [SEARCH_KM]    (0: no search for nearest approaches)
 *
 * Keeps the routes of the file in memory and analyses each of them twice: once for the processor's
 * time of all of them, the index included, and once for the time of each.
 *
 * Most routes meet the zone, so a median of all routes would say nothing of nearest approaches.
 * There is one median of the routes that cross the boundary, and one of those that only pass by,
 * whose nearest approach is searched for and found. */
#include "bench.h"

typedef struct {
    const ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    double inside_m;
    size_t crossings, crossing_routes, passing_routes;
} analysis;

/* Returns the meeting with the zone, NULL where there is none. */
static const ovf_meeting *analyse(analysis *with, const ovf_route *route)
{
    static ovf_error error; /* no time goes into clearing it */
    const ovf_result *result;
    need(ovf_analyze(with->analyzer, route, with->scratch, &result, &error), &error);
    return result->meeting_count > 0 ? result->meetings : NULL;
}

static void time_each(analysis *with, const route_set *all)
{
    double *crossing = room(all->count, sizeof *crossing),
           *passing = room(all->count, sizeof *passing), whole = cpu_ns();
    for (size_t k = 0; k < all->count; k++) {
        double begin = now_ns();
        const ovf_meeting *meeting = analyse(with, &all->items[k]);
        double taken = now_ns() - begin;
        if (meeting == NULL) continue;
        with->inside_m += meeting->inside_m;
        with->crossings += meeting->crossing_count;
        if (meeting->crossing_count > 0) crossing[with->crossing_routes++] = taken;
        if (meeting->nearest_m > 0) passing[with->passing_routes++] = taken;
    }
    whole = cpu_ns() - whole;
    at_least("routes that cross the boundary", 20, (double)with->crossing_routes);
    print("crossing_us", median(crossing, with->crossing_routes) / 1e3);
    if (with->passing_routes > 0) print("passing_us", median(passing, with->passing_routes) / 1e3);
    print("mean_us", whole / 1e3 / (double)all->count);
    free(crossing);
    free(passing);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: bench_geometry ZONES ZONE_ID ROUTES [SEARCH_KM]\n");
        return 2;
    }
    ovf_error error = {0};
    ovf_zones zones = {0};
    size_t vertices;
    ovf_zones one = zone_named(argv[1], argv[2], &zones, &vertices);
    route_set all = routes_of(argv[3]);
    double search_m = argc > 4 ? strtod(argv[4], NULL) * 1000 : OVF_SEARCH_M;
    ovf_analysis_options search = {.search_m = search_m > 0 ? search_m : OVF_SEARCH_NONE};
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    double begin = cpu_ns();
    need(ovf_analyzer_new(&one, &search, &analyzer, &error), &error);
    need(ovf_scratch_new(&scratch, &error), &error);
    analysis with = {.analyzer = analyzer, .scratch = scratch};
    for (size_t k = 0; k < all.count; k++) analyse(&with, &all.items[k]);
    double whole = cpu_ns() - begin;
    time_each(&with, &all);
    at_least("nanoseconds of all routes", 1e6, whole);
    if (search_m > 0) at_least("routes that pass by the zone", 20, (double)with.passing_routes);
    else agree("nearest approaches without a search", (double)with.passing_routes, 0, 0);
    print("vertices", (double)vertices);
    print("routes", (double)all.count);
    print("fixes", (double)all.fixes);
    print("crossing_routes", (double)with.crossing_routes);
    print("passing_routes", (double)with.passing_routes);
    print("crossings_a_crossing_route", (double)with.crossings / (double)with.crossing_routes);
    print("inside_km_a_route", with.inside_m / 1000 / (double)all.count);
    print("all_s", whole / 1e9);
    routes_clear(&all);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    ovf_zones_clear(&zones);
    return 0;
}
