/* occupancy.csv: by hand, and against a count that follows its definition bin by bin.
 *
 * Tests: src/output/layers/occupancy.c src/reduce/occupancy.c */
#include "geometry_fixture.h"
#include "output_fixture.h"

#include <fcntl.h>

#include <gdal.h>
#include <ogr_api.h>

#include "base/time.h"
#include "output/writing.h"

#define HEADER                                                               \
    "zone_id,bin_start,bin_end,entries,exits,flights,most_at_once,inside_s," \
    "entries_at_most,exits_at_most,flights_at_most,most_at_once_at_most,"    \
    "inside_at_most_s\n"

#define MOST_PASSAGES 6
#define MOST_ROUTES 12
#define ZONES 3

static ovf_zone zone_items[ZONES];
static const ovf_zones zones = {zone_items, ZONES};

static int make_zones(void **state)
{
    static const char *const ids[ZONES] = {"a", "b", "c"};
    for (size_t i = 0; i < ZONES; i++) zone_items[i] = square_zone(ids[i], ids[i]);
    return make_folder(state);
}

/* A passage as the tests think of it. */
typedef struct {
    double from_s, to_s;
    bool enters, leaves; /* whether there are crossings */
} stay;

/* A route's stays in one zone. */
typedef struct {
    size_t route, zone;
    stay stays[MOST_PASSAGES];
    size_t count;
} visit;

/* As the analysis would give them. */
typedef struct {
    char ids[MOST_ROUTES][16];
    ovf_route routes[MOST_ROUTES];
    ovf_result results[MOST_ROUTES];
    ovf_meeting meetings[MOST_ROUTES][ZONES];
    ovf_passage passages[MOST_ROUTES][ZONES][MOST_PASSAGES];
    ovf_crossing crossings[MOST_ROUTES][ZONES][4 * MOST_PASSAGES];
} batch;

static void add_crossing(batch *b, ovf_meeting *meeting, const visit *v, ovf_crossing_kind kind,
                         ovf_place place)
{
    b->crossings[v->route][v->zone][meeting->crossing_count++] = (ovf_crossing){
        kind, place, OVF_THROUGH_SIDE, false};
}

/* Visits come by route, and a route's by zone. */
static void make_batch(batch *b, const visit *visits, size_t count, size_t routes)
{
    for (size_t r = 0; r < routes; r++) {
        snprintf(b->ids[r], sizeof b->ids[r], "r%zu", r);
        b->routes[r] = equator_route(b->ids[r]);
        b->results[r] = equator_result(&b->routes[r], b->meetings[r], 0);
    }
    for (size_t i = 0; i < count; i++) {
        const visit *v = &visits[i];
        ovf_meeting *meeting = &b->meetings[v->route][b->results[v->route].meeting_count++];
        *meeting = (ovf_meeting){.zone = v->zone,
                                 .passages = b->passages[v->route][v->zone],
                                 .crossings = b->crossings[v->route][v->zone]};
        for (size_t k = 0; k < v->count; k++) {
            const stay *s = &v->stays[k];
            double begin_m = 1000.0 * (double)k;
            ovf_place entry = {.along_m = begin_m + 100, .time_s = s->from_s},
                      exit = {.along_m = begin_m + 300, .time_s = s->to_s};
            ovf_place between = {.along_m = begin_m + 200, .time_s = s->from_s};
            ovf_place after = {
                .along_m = begin_m + 1100,
                .time_s = s->to_s}; /* where the next passage begins, as where a part ends */
            b->passages[v->route][v->zone][k] = (ovf_passage){entry, exit, 200, false};
            if (s->enters) add_crossing(b, meeting, v, OVF_CROSSING_ENTRY, entry);
            if (k % 2 == 0) add_crossing(b, meeting, v, OVF_CROSSING_TOUCH, between);
            if (s->leaves) add_crossing(b, meeting, v, OVF_CROSSING_EXIT, exit);
            if (k % 3 == 0) add_crossing(b, meeting, v, OVF_CROSSING_TOUCH, after);
        }
        meeting->passage_count = v->count;
    }
}

static size_t visited_routes(const visit *visits, size_t count)
{
    size_t routes = 0;
    for (size_t i = 0; i < count; i++)
        if (visits[i].route >= routes) routes = visits[i].route + 1;
    return routes;
}

/* All is sure here: what is not excluded is the same. `rows` have no such columns; what is
 * returned holds until the next call. */
static const char *with_both(const char *rows)
{
    static char wanted[1 << 18];
    size_t used = (size_t)snprintf(wanted, sizeof wanted, "%s", HEADER);
    for (const char *row = rows; *row != '\0';) {
        size_t length = strcspn(row, "\n");
        const char *counts = row;
        for (int comma = 0; comma < 3; comma++) counts = strchr(counts, ',') + 1;
        size_t more = length - (size_t)(counts - row);
        assert_true(used + length + more + 3 < sizeof wanted);
        used += (size_t)snprintf(wanted + used, sizeof wanted - used, "%.*s,%.*s\n", (int)length,
                                 row, (int)more, counts);
        row += length + 1;
    }
    return wanted;
}

static void expect_rows(const place_to_write *place, double bin_s, const visit *visits,
                        size_t count, const char *rows)
{
    static batch b;
    size_t routes = visited_routes(visits, count);
    make_batch(&b, visits, count, routes);
    const ovf_output_options options = {.directory = place->directory,
                                        .layers = OVF_LAYER_OCCUPANCY,
                                        .bin_s = bin_s,
                                        .replace = true};
    write_results(&options, &zones, b.results, routes);
    char *text = read_text(place->directory, "occupancy.csv");
    assert_string_equal(text, with_both(rows));
    free(text);
    /* The table, the summary, and nothing else. */
    assert_int_equal(count_entries(place->directory), 2);
}

/* 2017-10-04T18:00:00Z */
#define SIX 1507140000.0
#define MINUTES(n) (SIX + (n)*60.0)

static void by_hand(void **state)
{
    /* One hands over to the next at 18:30, who leaves just at 20:00; a third begins inside at 18:10
     * and ends a part there at 18:20, crossing nothing, and comes back at 18:50 for ten seconds. */
    static const visit visits[] = {
        {0, 0, {{MINUTES(-1), MINUTES(30), true, true}}, 1},
        {1, 0, {{MINUTES(30), MINUTES(120), true, true}}, 1},
        {2,
         0,
         {{MINUTES(10), MINUTES(20), false, false}, {MINUTES(50), MINUTES(50) + 10.25, true, true}},
         2},
        {2, 2, {{MINUTES(21), MINUTES(22), true, true}}, 1}};
    expect_rows(*state, 0, visits, COUNT(visits),
                "a,2017-10-04T17:00:00Z,2017-10-04T18:00:00Z,1,0,1,1,60.000\n"
                "a,2017-10-04T18:00:00Z,2017-10-04T19:00:00Z,2,2,3,2,4210.250\n" /* 1800 + 1800 +
                                                                                    600 + 10.25 */
                "a,2017-10-04T19:00:00Z,2017-10-04T20:00:00Z,0,0,1,1,3600.000\n"
                "a,2017-10-04T20:00:00Z,2017-10-04T21:00:00Z,0,1,0,0,0.000\n"
                "c,2017-10-04T18:00:00Z,2017-10-04T19:00:00Z,1,1,1,1,60.000\n");
    expect_rows(*state, 86400, visits, COUNT(visits),
                "a,2017-10-04T00:00:00Z,2017-10-05T00:00:00Z,3,3,3,2,7870.250\n"
                "c,2017-10-04T00:00:00Z,2017-10-05T00:00:00Z,1,1,1,1,60.000\n");
}

/* A route that comes back counts once a bin; what no time lies in has no row. */
static void comes_back(void **state)
{
    static const visit visits[] = {
        {0,
         1,
         {{MINUTES(0), MINUTES(1), true, true},
          {MINUTES(2), MINUTES(16), true, true},  /* into the second quarter */
          {MINUTES(17), MINUTES(30), true, true}, /* until it ends */
          {MINUTES(30), MINUTES(31), true, true},
          {MINUTES(75), MINUTES(76), true, true}},
         5}};
    expect_rows(*state, 900, visits, COUNT(visits),
                "b,2017-10-04T18:00:00Z,2017-10-04T18:15:00Z,2,1,1,1,840.000\n"
                "b,2017-10-04T18:15:00Z,2017-10-04T18:30:00Z,1,1,1,1,840.000\n"
                "b,2017-10-04T18:30:00Z,2017-10-04T18:45:00Z,1,2,1,1,60.000\n"
                "b,2017-10-04T19:15:00Z,2017-10-04T19:30:00Z,1,1,1,1,60.000\n");
}

/* Passages that take no time are inside at their instant, together with those that are or come
 * there, and not with those who leave. */
static void takes_no_time(void **state)
{
    static const visit visits[] = {
        {0, 0, {{MINUTES(0), MINUTES(0), true, true}}, 1},
        {1, 0, {{MINUTES(-5), MINUTES(0), true, true}}, 1},
        {2, 0, {{MINUTES(0), MINUTES(1), true, true}, {MINUTES(1), MINUTES(1), true, true}}, 2},
        {3, 0, {{MINUTES(0) + 0.0004, MINUTES(0) + 0.00049, true, true}}, 1},
        {3, 1, {{MINUTES(7), MINUTES(7), false, false}}, 1}};
    expect_rows(*state, 3600, visits, COUNT(visits),
                "a,2017-10-04T17:00:00Z,2017-10-04T18:00:00Z,1,0,1,1,300.000\n"
                "a,2017-10-04T18:00:00Z,2017-10-04T19:00:00Z,4,5,3,3,60.000\n"
                "b,2017-10-04T18:00:00Z,2017-10-04T19:00:00Z,0,0,1,1,0.000\n");
}

static void before_1970(void **state)
{
    static const visit visits[] = {{0, 0, {{-1, 1, true, true}}, 1},
                                   {1, 0, {{-7200, -7200, true, true}}, 1},
                                   {2, 0, {{-3600.5, -3600, true, true}}, 1}};
    expect_rows(*state, 3600, visits, COUNT(visits),
                "a,1969-12-31T22:00:00Z,1969-12-31T23:00:00Z,2,1,2,1,0.500\n"
                "a,1969-12-31T23:00:00Z,1970-01-01T00:00:00Z,1,1,1,1,1.000\n"
                "a,1970-01-01T00:00:00Z,1970-01-01T01:00:00Z,0,1,1,1,1.000\n");
    /* A week of them: 1970 began on a Thursday. */
    expect_rows(*state, 604800, visits, 1,
                "a,1969-12-25T00:00:00Z,1970-01-01T00:00:00Z,1,0,1,1,1.000\n"
                "a,1970-01-01T00:00:00Z,1970-01-08T00:00:00Z,0,1,1,1,1.000\n");
}

/* The first routes in one part, the others in another, and both put together, the later one first.
 */
static void write_parts(const place_to_write *place, const ovf_output_options *options,
                        const ovf_result *results, size_t count, size_t first)
{
    ovf_error error = {0};
    ovf_output *output = NULL;
    char folders[2][128];
    json_t *states[2];
    for (size_t part = 0; part < 2; part++) {
        ovf_output_options into = *options;
        into.directory = folders[part];
        snprintf(folders[part], sizeof folders[part], "%s/part-%zu", place->folder, part);
        expect_ok(ovf_output_open_as(&into, OVF_INTO_PART, &zones, &output, &error), &error);
        for (size_t i = part == 0 ? 0 : first; i < (part == 0 ? first : count); i++)
            expect_ok(ovf_output_route(output, &results[i], &error), &error);
        expect_ok(ovf_output_add(output, &output->rendered, &error), &error);
        expect_ok(ovf_output_keep(output, &states[part], &error), &error);
        expect_ok(ovf_output_close_part(output, states[part], &error), &error);
        ovf_output_free(output);
    }
    expect_ok(ovf_output_open(options, &zones, &output, &error), &error);
    for (size_t part = 2; part-- > 0;)
        expect_ok(ovf_output_add_part(output, folders[part], states[part], NULL, &error), &error);
    expect_ok(ovf_output_close(output, &error), &error);
    ovf_output_free(output);
    for (size_t part = 0; part < 2; part++) {
        json_decref(states[part]);
        remove_folder(folders[part]);
    }
}

static void expect_untimed(const place_to_write *place, json_int_t count)
{
    json_t *json = read_json(place->directory, "summary.json"),
           *totals = json_object_get(json, "totals");
    assert_int_equal(json_integer_value(json_object_get(totals, "untimed_passages")), count);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(json, "options"), "bin_s")),
                     3600);
    json_decref(json);
}

static void without_times(void **state)
{
    const place_to_write *place = *state;
    static const visit visits[] = {
        {0,
         0,
         {{NAN, MINUTES(1), true, true},
          {MINUTES(2), MINUTES(3), true, true},
          {MINUTES(4), NAN, true, true}},
         3},
        {1, 1, {{NAN, NAN, true, true}}, 1},
        {1, 2, {{1e300, 1e300, true, true}, {-INFINITY, 0, true, true}}, 2}};
    expect_rows(place, 0, visits, COUNT(visits),
                "a,2017-10-04T18:00:00Z,2017-10-04T19:00:00Z,1,1,1,1,60.000\n");
    expect_untimed(place, 5);
    static batch b;
    make_batch(&b, visits, COUNT(visits), 2);
    write_parts(place, &(ovf_output_options){.directory = place->directory, .replace = true},
                b.results, 2, 1);
    expect_untimed(place, 5);
    expect_rows(place, 0, &visits[1], 2, "");
    expect_rows(place, 0, NULL, 0, "");
}

/* By the last digit only, where legs meet: one route is never twice at once. */
static void backwards_by_a_hair(void **state)
{
    static const visit visits[] = {{0,
                                    0,
                                    {{MINUTES(0), MINUTES(1) + 0.0006, true, true},
                                     {MINUTES(1) + 0.0004, MINUTES(1) + 0.0003, true, true}},
                                    2}};
    expect_rows(*state, 0, visits, 1,
                "a,2017-10-04T18:00:00Z,2017-10-04T19:00:00Z,2,2,1,1,60.001\n");
}

static void lengths_of_bins(void **state)
{
    const place_to_write *place = *state;
    static const double bad[] = {-1, 0.5, 1.5, 31622401, NAN, INFINITY};
    static const double good[] = {0, 1, 900, 31622400};
    ovf_error error = {0};
    for (size_t i = 0; i < COUNT(bad); i++) {
        ovf_output *output = NULL;
        const ovf_output_options options = {.directory = place->directory, .bin_s = bad[i]};
        assert_int_equal(ovf_output_open(&options, &zones, &output, &error), OVF_ERROR_USAGE);
        assert_null(output);
        assert_non_null(strstr(error.message, "bin_s: expected"));
        assert_non_null(strstr(error.message, "from 1 to 31622400"));
    }
    assert_int_equal(count_entries(place->folder), 0);
    for (size_t i = 0; i < COUNT(good); i++) {
        const ovf_output_options options = {
            .directory = place->directory, .bin_s = good[i], .replace = true};
        write_results(&options, &zones, NULL, 0);
    }
}

/* ---- formats ---- */

static void expect_features(const place_to_write *place, const char *file)
{
    char path[160];
    int year, month, day, hour, minute, zone;
    float second;
    snprintf(path, sizeof path, "%s/%s", place->directory, file);
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    if (dataset == NULL) fail_msg("%s: %s", file, CPLGetLastErrorMsg());
    OGRLayerH layer = GDALDatasetGetLayerByName(dataset, "occupancy");
    assert_non_null(layer);
    assert_int_equal(OGR_L_GetFeatureCount(layer, TRUE), 2);
    OGRFeatureH one = OGR_L_GetNextFeature(layer);
    assert_null(OGR_F_GetGeometryRef(one));
    assert_string_equal(OGR_F_GetFieldAsString(one, OGR_F_GetFieldIndex(one, "zone_id")), "a");
    assert_int_equal(OGR_F_GetFieldAsInteger64(one, OGR_F_GetFieldIndex(one, "entries")), 1);
    assert_true(OGR_F_GetFieldAsDouble(one, OGR_F_GetFieldIndex(one, "inside_s")) == 1800);
    assert_true(OGR_F_GetFieldAsDateTimeEx(one, OGR_F_GetFieldIndex(one, "bin_end"), &year, &month,
                                           &day, &hour, &minute, &second, &zone));
    assert_true(year == 2017 && month == 10 && day == 4 && hour == 19 && minute == 0 &&
                second == 0);
    OGR_F_Destroy(one);
    GDALClose(dataset);
}

static void formats(void **state)
{
    const place_to_write *place = *state;
    static batch b;
    static const visit visit_items[] = {{0, 0, {{MINUTES(30), MINUTES(61), true, true}}, 1}};
    make_batch(&b, visit_items, 1, 1);
    const ovf_output_options options = {.directory = place->directory,
                                        .layers = OVF_LAYER_OCCUPANCY | OVF_LAYER_STATISTICS,
                                        .formats = OVF_FORMAT_GEOJSON | OVF_FORMAT_GEOJSONSEQ |
                                                   OVF_FORMAT_GPKG | OVF_FORMAT_FGB};
    GDALAllRegister();
    write_results(&options, &zones, b.results, 1);
    expect_features(place, "occupancy.geojson");
    expect_features(place, "occupancy.geojsonl");
    expect_features(place, "analysis.gpkg");
    /* In place of what FlatGeobuf cannot hold. */
    char *text = read_text(place->directory, "occupancy.csv");
    assert_string_equal(text,
                        with_both("a,2017-10-04T18:00:00Z,2017-10-04T19:00:00Z,1,0,1,1,1800.000\n"
                                  "a,2017-10-04T19:00:00Z,2017-10-04T20:00:00Z,0,1,1,1,60.000\n"));
    free(text);
    /* Each layer as GeoJSON with its style, as a sequence and as CSV; one GeoPackage with its
     * project; the summary. */
    assert_int_equal(count_entries(place->directory), 11);
}

/* ---- against the definition ---- */

static int64_t whole_ms(double time_s) { return (int64_t)llround(time_s * 1000); }

/* A flight is inside from its entry until before its exit, and at its entry in any case. */
static bool is_inside(const stay *s, int64_t ms)
{
    int64_t from = whole_ms(s->from_s), to = whole_ms(s->to_s);
    return (from <= ms && ms < to) || from == ms;
}

static uint64_t inside_at(const visit *visits, size_t count, size_t zone, int64_t ms)
{
    uint64_t inside = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < visits[i].count && visits[i].zone == zone; k++)
            inside += is_inside(&visits[i].stays[k], ms);
    return inside;
}

static void add_row(char *text, size_t size, const visit *visits, size_t count, size_t zone,
                    int64_t begin, int64_t end)
{
    uint64_t entries = 0, exits = 0, flights = 0, most = inside_at(visits, count, zone, begin);
    int64_t inside_ms = 0;
    for (size_t i = 0; i < count; i++) {
        bool seen = false;
        for (size_t k = 0; k < visits[i].count && visits[i].zone == zone; k++) {
            const stay *s = &visits[i].stays[k];
            int64_t from = whole_ms(s->from_s), to = whole_ms(s->to_s),
                    first = from > begin ? from : begin, last = to < end ? to : end;
            bool comes = from >= begin && from < end, goes = to >= begin && to < end;
            entries += comes && s->enters;
            exits += goes && s->leaves;
            if (last > first) inside_ms += last - first;
            if (comes || last > first) seen = true;
            if (comes) {
                uint64_t now = inside_at(visits, count, zone, from);
                if (now > most) most = now;
            }
        }
        flights += seen; /* a route has one visit to a zone */
    }
    if (entries == 0 && exits == 0 && flights == 0) return;
    char start_text[OVF_TIME_SIZE], end_text[OVF_TIME_SIZE];
    ovf_time_format((double)begin / 1000, start_text);
    ovf_time_format((double)end / 1000, end_text);
    size_t length = strlen(text);
    snprintf(text + length, size - length, "%s,%s,%s,%llu,%llu,%llu,%llu,%.3f\n",
             zone_items[zone].id, start_text, end_text, (unsigned long long)entries,
             (unsigned long long)exits, (unsigned long long)flights, (unsigned long long)most,
             (double)inside_ms / 1000);
}

enum { BINS = 60 };

/* Times within BINS bins from `begin`; half of them on, or a millisecond beside, what many others
 * are on too. */
static double random_time(int64_t begin, int64_t bin_ms)
{
    int64_t ms = begin + (int64_t)pick((size_t)(BINS - 2) * (size_t)bin_ms);
    if (pick(2) == 0)
        ms = begin + (int64_t)pick(2 * (BINS - 2)) * (bin_ms / 2) + (int64_t)(pick(3) == 0) -
             (int64_t)(pick(3) == 0);
    return (double)ms / 1000 + uniform(-0.0004, 0.0004);
}

static int by_time(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return (one > other) - (one < other);
}

static size_t random_visits(visit *visits, size_t routes, int64_t begin, int64_t bin_ms)
{
    size_t count = 0;
    for (size_t r = 0; r < routes; r++)
        for (size_t z = 0; z < ZONES; z++) {
            double times[2 * MOST_PASSAGES];
            visit *v = &visits[count];
            if (pick(3) == 0) continue;
            *v = (visit){.route = r, .zone = z, .count = pick(MOST_PASSAGES + 1)};
            for (size_t k = 0; k < 2 * v->count; k++)
                times[k] = k > 0 && pick(6) == 0 ? times[k - 1] : random_time(begin, bin_ms);
            qsort(times, 2 * v->count, sizeof *times, by_time);
            for (size_t k = 0; k < v->count; k++)
                v->stays[k] = (stay){times[2 * k], times[2 * k + 1], pick(4) > 0, pick(4) > 0};
            if (v->count > 0) count++;
        }
    return count;
}

/* What it wrote into the place must be these bytes. */
static void expect_text(const place_to_write *place, size_t k, const char *how, const char *wanted)
{
    char *text = read_text(place->directory, "occupancy.csv");
    if (strcmp(text, with_both(wanted)) != 0)
        fail_msg("seed %llu: %s: %s\nwanted: %s", (unsigned long long)(first_seed + k), how, text,
                 wanted);
    free(text);
}

static void as_defined(void **state)
{
    const place_to_write *place = *state;
    enum { ROOM = 1 << 17 };
    static batch b;
    static visit visits[MOST_ROUTES * ZONES];
    static const int64_t lengths_s[] = {1, 2, 60, 900, 3600, 86400, 31622400};
    char *wanted = malloc(ROOM);
    assert_non_null(wanted);
    size_t rows = 0, crowded = 0;
    for (size_t k = 0; k < cases(100); k++) {
        begin_case(k);
        int64_t bin_ms = lengths_s[pick(COUNT(lengths_s))] * 1000,
                begin = ((int64_t)pick(60) - 40) * bin_ms;
        size_t routes = 1 + pick(MOST_ROUTES), count = random_visits(visits, routes, begin, bin_ms);
        make_batch(&b, visits, count, routes);
        *wanted = '\0';
        for (size_t zone = 0; zone < ZONES; zone++)
            for (int64_t bin = -1; bin <= BINS; bin++)
                add_row(wanted, ROOM, visits, count, zone, begin + bin * bin_ms,
                        begin + (bin + 1) * bin_ms);
        for (const char *at = wanted; (at = strchr(at, '\n')) != NULL; at++) rows++;
        crowded += count > 10;

        const ovf_output_options options = {.directory = place->directory,
                                            .layers = OVF_LAYER_OCCUPANCY,
                                            .bin_s = (double)bin_ms / 1000,
                                            .replace = true};
        write_results(&options, &zones, b.results, routes);
        expect_text(place, k, "as they come", wanted);
        /* In another order, and in parts. */
        for (size_t i = routes; i-- > 1;) {
            size_t other = pick(i + 1);
            ovf_result swapped = b.results[i];
            b.results[i] = b.results[other];
            b.results[other] = swapped;
        }
        write_results(&options, &zones, b.results, routes);
        expect_text(place, k, "shuffled", wanted);
        if (k % 10 == 0) {
            write_parts(place, &options, b.results, routes, pick(routes + 1));
            expect_text(place, k, "in parts", wanted);
        }
    }
    print_message("%zu cases, %zu rows\n", cases(100), rows);
    assert_true(wanted_cases > 0 || (rows > 5000 && crowded > 30));
    free(wanted);
}

/* Onto standard output, where the work rows are in a file without a name. */
static void to_standard_output(void **state)
{
    const place_to_write *place = *state;
    static batch b;
    static const visit visit_items[] = {{0, 0, {{MINUTES(30), MINUTES(61), true, true}}, 1}};
    ovf_error error = {0};
    ovf_output *output = NULL;
    make_batch(&b, visit_items, 1, 1);
    setenv("TMPDIR", place->folder, 1);
    fflush(stdout);
    write_text(place->folder, "occupancy.csv", "");
    char path[128];
    snprintf(path, sizeof path, "%s/occupancy.csv", place->folder);
    int kept = dup(STDOUT_FILENO), file = open(path, O_WRONLY);
    assert_true(kept >= 0 && file >= 0 && dup2(file, STDOUT_FILENO) >= 0);
    const ovf_output_options options = {.layers = OVF_LAYER_OCCUPANCY};
    ovf_status status = ovf_output_open_as(&options, OVF_INTO_STREAM, &zones, &output, &error);
    if (status == OVF_OK) status = ovf_output_route(output, &b.results[0], &error);
    if (status == OVF_OK) status = ovf_output_close(output, &error);
    ovf_output_free(output);
    assert_true(dup2(kept, STDOUT_FILENO) >= 0);
    close(kept);
    close(file);
    expect_ok(status, &error);
    char *text = read_text(place->folder, "occupancy.csv");
    assert_string_equal(text,
                        with_both("a,2017-10-04T18:00:00Z,2017-10-04T19:00:00Z,1,0,1,1,1800.000\n"
                                  "a,2017-10-04T19:00:00Z,2017-10-04T20:00:00Z,0,1,1,1,60.000\n"));
    free(text);
    assert_int_equal(count_entries(place->folder), 1);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(by_hand, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(comes_back, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(takes_no_time, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(before_1970, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(without_times, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(backwards_by_a_hair, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(lengths_of_bins, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(formats, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(as_defined, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(to_standard_output, make_zones, drop_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
