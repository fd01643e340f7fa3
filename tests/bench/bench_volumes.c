/* What volumes cost beyond outlines: bench_volumes TRACKS FIXES ZONES [ROUNDS]
 *
 * Tracks that climb, cruise and descend across ZONES airspaces of 64 corners, side by side and on
 * top of each other, as around a city: with floors and ceilings over the sea, at flight levels and
 * over the ground, every tenth in force at some hours only. Analysed with their outlines alone and
 * with their volumes, in turn. */
#include "bench.h"

#define CORNERS 64
#define NOON 1790424000.0 /* a Saturday; zones of weekdays are in force on the Monday after */

typedef struct {
    const ovf_analyzer *analyzer;
    const route_set *routes;
    size_t passages, outline_passages;
    double inside_m, within_m, at_most_m;
} job;

static ovf_zone *make_zone(size_t number)
{
    static const char *const floors[] = {"GND", "1000 FT AGL", "2500 FT MSL", "FL65", "FL95"},
                             *const ceilings[] = {"4500 FT MSL", "FL95", "FL125", "FL245", "UNL"};
    ovf_error error;
    double lonlat[2 * (CORNERS + 1)], lon = uniform(8, 12), lat = uniform(48, 51),
                                      size = uniform(0.05, 0.35);
    size_t ring_end = CORNERS + 1;
    char id[40];
    for (size_t i = 0; i <= CORNERS; i++) {
        double turn = 2 * 3.14159265358979 * (double)(i % CORNERS) / CORNERS;
        lonlat[2 * i] = lon + size * cos(turn) / 0.65;
        lonlat[2 * i + 1] = lat + size * sin(turn);
    }
    snprintf(id, sizeof id, "zone-%zu", number);
    ovf_zone *zone = NULL;
    need(ovf_zone_new(id, OVF_EDGES_LONLAT, lonlat, &ring_end, 1, &zone, &error), &error);
    ovf_volume volume = {0};
    size_t layer = (size_t)uniform(0, 4.999);
    ovf_limit_parse(floors[layer], &volume.floor);
    ovf_limit_parse(ceilings[layer], &volume.ceiling);
    if (number % 10 == 0)
        need(ovf_schedule_parse("Mo-Fr 08:00-12:30", NULL, &volume.schedule, &error), &error);
    need(ovf_zone_set_volume(zone, &volume, &error), &error);
    ovf_schedule_clear(&volume.schedule);
    return zone;
}

/* A fix every few seconds, up from the ground, along and down. */
static route_set make_routes(size_t count, size_t fixes)
{
    route_set all = {.items = room(count, sizeof *all.items), .count = count};
    for (size_t k = 0; k < count; k++) {
        ovf_fix *fix = room(fixes, sizeof *fix);
        size_t *end = room(1, sizeof *end);
        double lon = uniform(8, 12), lat = uniform(48, 51), east = uniform(-1, 1),
               north = uniform(-1, 1), cruise = uniform(1500, 11000), start = NOON + 2 * 86400,
               step = 2.5 / (double)fixes;
        *end = fixes;
        for (size_t i = 0; i < fixes; i++) {
            double part = (double)i / (double)(fixes - 1),
                   climb = fmin(1, 6 * fmin(part, 1 - part));
            fix[i] = (ovf_fix){lon + step * (double)i * east + uniform(-1e-4, 1e-4),
                               lat + step * (double)i * north * 0.6 + uniform(-1e-4, 1e-4),
                               300 + climb * (cruise - 300) + uniform(-5, 5), start + 3600 * part};
        }
        all.items[k] = (ovf_route){
            .id = "bench", .fixes = fix, .fix_count = fixes, .part_ends = end, .part_count = 1};
        all.fixes += fixes;
    }
    return all;
}

static double analyse(void *context)
{
    job *with = context;
    ovf_error error;
    ovf_scratch *scratch;
    const ovf_result *result;
    need(ovf_scratch_new(&scratch, &error), &error);
    with->passages = with->outline_passages = 0;
    with->inside_m = with->within_m = with->at_most_m = 0;
    for (size_t k = 0; k < with->routes->count; k++) {
        need(ovf_analyze(with->analyzer, &with->routes->items[k], scratch, &result, &error),
             &error);
        for (size_t m = 0; m < result->meeting_count; m++) {
            const ovf_meeting *meeting = &result->meetings[m];
            with->passages += meeting->passage_count;
            with->outline_passages += meeting->outline_passage_count;
            with->inside_m += meeting->inside_m;
            with->within_m += meeting->within_m;
            with->at_most_m += meeting->within_at_most_m;
        }
    }
    ovf_scratch_free(scratch);
    return (double)with->routes->count;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: bench_volumes TRACKS FIXES ZONES [ROUNDS]\n");
        return 2;
    }
    ovf_error error;
    size_t tracks = strtoull(argv[1], NULL, 10), fixes = strtoull(argv[2], NULL, 10),
           zone_count = strtoull(argv[3], NULL, 10);
    int rounds = argc > 4 ? atoi(argv[4]) : ROUNDS;
    at_least("tracks", 1, (double)tracks);
    at_least("fixes of a track", 2, (double)fixes);
    ovf_zones zones = {room(zone_count, sizeof *zones.items), zone_count};
    for (size_t i = 0; i < zone_count; i++) {
        ovf_zone *zone = make_zone(i);
        zones.items[i] = *zone;
        free(zone);
    }
    route_set routes = make_routes(tracks, fixes);
    static const ovf_vertical vertical = {.qnh_least_hpa = 1005, .qnh_most_hpa = 1025};
    ovf_analyzer *flat, *full;
    need(ovf_analyzer_new(&zones,
                          &(ovf_analysis_options){.search_m = OVF_SEARCH_NONE, .flat = true}, &flat,
                          &error),
         &error);
    need(ovf_analyzer_new(
             &zones, &(ovf_analysis_options){.search_m = OVF_SEARCH_NONE, .vertical = &vertical},
             &full, &error),
         &error);
    job outlines = {.analyzer = flat, .routes = &routes},
        volumes = {.analyzer = full, .routes = &routes};
    timed both[] = {
        {.what = "outlines", .run = analyse, .context = &outlines, .least = (double)tracks},
        {.what = "volumes", .run = analyse, .context = &volumes, .least = (double)tracks}};
    time_in_turn(both, 2, rounds);
    agree("lengths inside outlines", outlines.inside_m, volumes.inside_m, 1e-3);
    at_least("passages of outlines for each track", 1, (double)outlines.passages / (double)tracks);
    /* Floors and ceilings must have something to do: much is outside, inside, and undecided. */
    at_least("part within volumes", 0.02, volumes.within_m / volumes.inside_m);
    at_least("part that volumes exclude", 0.02, 1 - volumes.at_most_m / volumes.inside_m);
    at_least("part that is possible", 0.01,
             (volumes.at_most_m - volumes.within_m) / volumes.inside_m);
    print("outlines_us", both[0].ns / 1000);
    print("volumes_us", both[1].ns / 1000);
    print("ratio", both[1].ns / both[0].ns);
    print("passages", (double)volumes.outline_passages / (double)tracks);
    print("within_percent", 100 * volumes.within_m / volumes.inside_m);
    print("possible_percent", 100 * (volumes.at_most_m - volumes.within_m) / volumes.inside_m);
    ovf_analyzer_free(flat);
    ovf_analyzer_free(full);
    routes_clear(&routes);
    ovf_zones_clear(&zones);
    return 0;
}
