/* What columns cost beyond the analysis: bench_columns ZONES ZONE_ID ROUTES COUNT [ROUNDS]
 *
 * Analyses the routes of the file with ovf_analyze one by one, and as columns on one thread and on
 * two, in turn. The file must have COUNT routes, at least half of them must have to do with the
 * zone, and all three must come to the same. */
#include "bench.h"

typedef struct {
    const ovf_analyzer *analyzer;
    const route_set *routes;
    ovf_columns columns;
    size_t threads;
    size_t rows;
    double inside_m; /* the sum of the rows */
} job;

/* Each fix is two doubles, as GeoArrow has them interleaved. */
static ovf_columns columns_of(const route_set *all)
{
    double *lonlat = room(2 * all->fixes, sizeof *lonlat);
    int32_t *offsets = room(all->count + 1, sizeof *offsets);
    size_t at = 0;
    for (size_t k = 0; k < all->count; k++) {
        for (size_t i = 0; i < all->items[k].fix_count; i++, at++) {
            lonlat[2 * at] = all->items[k].fixes[i].lon;
            lonlat[2 * at + 1] = all->items[k].fixes[i].lat;
        }
        offsets[k + 1] = (int32_t)at;
    }
    return (ovf_columns){
        .route_count = all->count, .offsets32 = offsets, .fix_count = all->fixes, .lonlat = lonlat};
}

static double one_by_one(void *context)
{
    job *with = context;
    ovf_error error;
    ovf_scratch *scratch;
    const ovf_result *result;
    need(ovf_scratch_new(&scratch, &error), &error);
    with->rows = 0;
    with->inside_m = 0;
    for (size_t k = 0; k < with->routes->count; k++) {
        need(ovf_analyze(with->analyzer, &with->routes->items[k], scratch, &result, &error),
             &error);
        with->rows += result->meeting_count;
        for (size_t m = 0; m < result->meeting_count; m++)
            with->inside_m += result->meetings[m].inside_m;
    }
    ovf_scratch_free(scratch);
    return (double)with->routes->count;
}

static double as_columns(void *context)
{
    job *with = context;
    ovf_error error;
    ovf_statistics *statistics;
    const ovf_columns_options options = {.threads = with->threads};
    need(ovf_analyze_columns(with->analyzer, &with->columns, &options, &statistics, &error),
         &error);
    double analyzed = 0;
    for (size_t k = 0; k < statistics->route_count; k++)
        analyzed += statistics->status[k] == OVF_ROUTE_ANALYZED;
    with->rows = statistics->row_count;
    with->inside_m = 0;
    for (size_t i = 0; i < with->rows; i++) with->inside_m += statistics->inside_m[i];
    ovf_statistics_free(statistics);
    return analyzed;
}

/* By the clock on the wall, which is what threads are for. */
static double clock_of(double (*run)(void *), job *with, int rounds)
{
    double *taken = room((size_t)rounds, sizeof *taken);
    for (int r = 0; r < rounds; r++) {
        double begin = now_ns();
        run(with);
        taken[r] = now_ns() - begin;
    }
    double middle = median(taken, (size_t)rounds);
    free(taken);
    return middle;
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fprintf(stderr, "usage: bench_columns ZONES ZONE_ID ROUTES COUNT [ROUNDS]\n");
        return 2;
    }
    ovf_error error;
    ovf_zones zones = {0};
    ovf_analyzer *analyzer;
    size_t vertices;
    ovf_zones one = zone_named(argv[1], argv[2], &zones, &vertices);
    route_set all = routes_of(argv[3]);
    double count = strtod(argv[4], NULL);
    int rounds = argc > 5 ? atoi(argv[5]) : 5;
    at_least("routes", count, (double)all.count);
    at_least("rounds", 1, rounds);
    need(ovf_analyzer_new(&one, NULL, &analyzer, &error), &error);
    job with = {.analyzer = analyzer, .routes = &all, .columns = columns_of(&all)}, by_one = with,
        by_two = with;
    by_one.threads = 1;
    by_two.threads = 2;
    timed ways[] = {{"routes one by one", one_by_one, &with, count, 0, 0},
                    {"routes as columns", as_columns, &by_one, count, 0, 0},
                    {"routes as columns on two threads", as_columns, &by_two, count, 0, 0}};
    time_in_turn(ways, 3, rounds);
    at_least("rows", count / 2, (double)with.rows);
    agree("rows", (double)with.rows, (double)by_one.rows, 0);
    agree("rows", (double)with.rows, (double)by_two.rows, 0);
    agree("metres inside", with.inside_m, by_one.inside_m, 0);
    agree("metres inside", with.inside_m, by_two.inside_m, 0);
    double clock_one = clock_of(as_columns, &by_one, rounds),
           clock_two = clock_of(as_columns, &by_two, rounds);
    print("routes", (double)all.count);
    print("fixes", (double)all.fixes);
    print("rows", (double)with.rows);
    print("one_by_one_us", ways[0].ns / 1e3);
    print("columns_us", ways[1].ns / 1e3);
    print("columns_ratio", ways[1].ns / ways[0].ns);
    print("threads_ratio", ways[2].ns / ways[0].ns);
    print("threads_faster", clock_one / clock_two);
    free((void *)(uintptr_t)with.columns.lonlat);
    free((void *)(uintptr_t)with.columns.offsets32);
    routes_clear(&all);
    ovf_analyzer_free(analyzer);
    ovf_zones_clear(&zones);
    return 0;
}
