/* Zones and routes that were made by hand, and badly; NULL where something must be; numbers that
 * are none: every public function that takes such has a status and a sentence for it, leaves its
 * outputs as they were, and never crashes. The sanitizers look on.
 *
 * Tests: src/model/checks.c src/base/error.c */
#include "geometry_fixture.h"

#include "overflight/overflight.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- a good zone and a good route, to be spoiled ---- */

typedef struct {
    ovf_lonlat vertices[5], hole[4];
    ovf_ring rings[2];
    ovf_polygon polygon;
    ovf_attribute attribute;
    ovf_zone zone;
    ovf_zones zones;
    ovf_fix fixes[4];
    size_t part_ends[2];
    ovf_route route;
    ovf_attribute of_route;
} world;

static void make(world *w)
{
    memset(w, 0, sizeof *w);
    const ovf_lonlat vertices[] = {{20, 54}, {22, 54}, {22, 55}, {20, 55}, {20, 54}},
                     hole[] = {{20.5, 54.2}, {21, 54.2}, {21, 54.4}, {20.5, 54.2}};
    const ovf_fix fixes[] = {
        {19, 54.5, 1000, 0}, {21, 54.5, NAN, 60}, {21, 54.5, 1000, NAN}, {23, 54.6, 1000, 120}};
    memcpy(w->vertices, vertices, sizeof vertices);
    memcpy(w->hole, hole, sizeof hole);
    memcpy(w->fixes, fixes, sizeof fixes);
    w->rings[0] = (ovf_ring){.vertices = w->vertices, .count = 5};
    w->rings[1] = (ovf_ring){.vertices = w->hole, .count = 4};
    w->polygon = (ovf_polygon){w->rings, 2};
    w->attribute = (ovf_attribute){.name = "note", .type = OVF_ATTRIBUTE_TEXT, .text = "good"};
    w->zone = (ovf_zone){.id = "zone",
                         .name = "Zone",
                         .polygons = &w->polygon,
                         .polygon_count = 1,
                         .attributes = {&w->attribute, 1}};
    w->zones = (ovf_zones){&w->zone, 1};
    w->part_ends[0] = 2;
    w->part_ends[1] = 4;
    w->of_route = w->attribute;
    w->route = (ovf_route){.id = "route",
                           .fixes = w->fixes,
                           .fix_count = 4,
                           .part_ends = w->part_ends,
                           .part_count = 2,
                           .attributes = {&w->of_route, 1}};
}

/* Each spoils one thing. False after the last. */
static bool spoil_zone(world *w, int k)
{
    switch (k) {
    case 0: w->zone = (ovf_zone){0}; break;
    case 1: w->zone.id = NULL; break;
    case 2: w->zone.polygons = NULL; break;
    case 3: w->zone.polygon_count = 0; break;
    case 4: w->zone.edges = (ovf_edges)7; break;
    case 5: w->polygon = (ovf_polygon){NULL, 0}; break;
    case 6: w->polygon.rings = NULL; break;
    case 7: w->rings[0] = (ovf_ring){0}; break;
    case 8: w->rings[1].vertices = NULL; break;
    case 9: w->rings[0].count = 4; break; /* open */
    case 10: w->rings[1].count = 2; break;
    case 11: w->vertices[4] = (ovf_lonlat){20, 54.0000001}; break;
    case 12: w->hole[1] = w->hole[2]; break;
    case 13: w->vertices[1].lon = NAN; break;
    case 14: w->hole[2].lat = NAN; break;
    case 15: w->vertices[2].lat = INFINITY; break;
    case 16: w->vertices[2].lon = -INFINITY; break;
    case 17: w->vertices[2].lat = 90.1; break;
    case 18: w->vertices[2].lon = 540.1; break;
    case 19: w->zone.attributes.items = NULL; break;
    case 20: w->attribute.name = NULL; break;
    case 21: w->attribute.text = NULL; break;
    case 22: w->zones.items = NULL; break;
    case 23: w->vertices[0] = w->vertices[4] = (ovf_lonlat){NAN, NAN}; break;
    default: return false;
    }
    return true;
}

static bool spoil_route(world *w, int k)
{
    switch (k) {
    case 0: w->route = (ovf_route){0}; break;
    case 1: w->route.id = NULL; break;
    case 2: w->route.fixes = NULL; break;
    case 3: w->route.part_ends = NULL; break;
    case 4: w->route.part_count = 0; break;
    case 5: w->route.fix_count = 0; break;
    case 6: w->route.fix_count = 3; break;
    case 7: w->route.fix_count = 5; break;
    case 8: w->part_ends[0] = 4; break;
    case 9: w->part_ends[0] = 3; break;
    case 10: w->part_ends[0] = 1; break;
    case 11: w->part_ends[0] = SIZE_MAX; break;
    case 12: w->part_ends[1] = 1; break;
    case 13: w->fixes[0].lon = NAN; break;
    case 14: w->fixes[3].lat = NAN; break;
    case 15: w->fixes[1].lat = -INFINITY; break;
    case 16: w->fixes[1].lon = INFINITY; break;
    case 17: w->fixes[2].lat = -90.1; break;
    case 18: w->fixes[2].lon = 1e300; break;
    case 19: w->fixes[1].altitude_m = INFINITY; break;
    case 20: w->fixes[1].time_s = INFINITY; break;
    case 21: w->fixes[0].time_s = -INFINITY; break;
    case 22: w->fixes[3].time_s = 59; break; /* before that of fix 2 */
    case 23: w->route.attributes.items = NULL; break;
    case 24: w->of_route.name = NULL; break;
    case 25: w->of_route.text = NULL; break;
    default: return false;
    }
    return true;
}

/* ---- the functions that take them ---- */

/* What they need besides, all of it good. */
static struct {
    world good;
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    ovf_checker *checker;
    ovf_rules rules;
    ovf_airfields airfields;
    ovf_airfield airfield;
    const ovf_result *result;
    ovf_suggestion_file *file;
} with;

static int open_all(void **state)
{
    (void)state;
    make(&with.good);
    with.airfield = (ovf_airfield){.id = "TEST",
                                   .name = "Test",
                                   .state = "XX",
                                   .kind = "open-skies",
                                   .position = {21, 54.5},
                                   .max_distance_km = 500};
    with.airfields = (ovf_airfields){&with.airfield, 1};
    ovf_error error = {0};
    if (ovf_analyzer_new(&with.good.zones, NULL, &with.analyzer, &error) != OVF_OK ||
        ovf_scratch_new(&with.scratch, &error) != OVF_OK ||
        ovf_analyze(with.analyzer, &with.good.route, with.scratch, &with.result, &error) !=
            OVF_OK ||
        ovf_checker_new(with.analyzer, &with.rules, NULL, &with.checker, &error) != OVF_OK ||
        ovf_suggestion_file_open("misuse.geojson", false, &with.file, &error) != OVF_OK)
        fail_msg("%s", error.message);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    ovf_suggestion_file_free(with.file);
    ovf_checker_free(with.checker);
    ovf_scratch_free(with.scratch);
    ovf_analyzer_free(with.analyzer);
    return 0;
}

typedef ovf_status (*taker)(const ovf_zones *zones, const ovf_zone *zone, const ovf_route *route,
                            ovf_error *error);

#define TAKER(name)                                                                              \
    static ovf_status name(const ovf_zones *zones, const ovf_zone *zone, const ovf_route *route, \
                           ovf_error *error)
#define UNUSED (void)zones, (void)zone, (void)route

TAKER(analyzer)
{
    UNUSED;
    ovf_analyzer *made = NULL;
    ovf_status status = ovf_analyzer_new(zones, NULL, &made, error);
    assert_true((status == OVF_OK) == (made != NULL));
    ovf_analyzer_free(made);
    return status;
}

TAKER(area)
{
    UNUSED;
    ovf_area found = {-7, -7};
    ovf_status status = ovf_zone_area(zone, &found, error);
    assert_true((status == OVF_OK) == (found.m2 != -7));
    return status;
}

TAKER(place)
{
    UNUSED;
    bool inside = false;
    ovf_status status = ovf_zone_contains(zone, 21.5, 54.5, &inside, error);
    assert_true((status == OVF_OK) == inside);
    return status;
}

TAKER(each_place)
{
    UNUSED;
    const double places[] = {21.5, 54.5};
    bool inside = false;
    ovf_status status = ovf_zone_contains_each(zone, places, 1, &inside, error);
    assert_true((status == OVF_OK) == inside);
    return status;
}

TAKER(inside_of_zone)
{
    UNUSED;
    double metres = -7;
    ovf_status status = ovf_length_inside(&with.good.route, zone, &metres, error);
    assert_true((status == OVF_OK) == (metres != -7));
    return status;
}

TAKER(coverage)
{
    UNUSED;
    ovf_coverage *made = NULL;
    ovf_status status = ovf_coverage_new(zone, OVF_JOINS_ROUND, &made, error);
    assert_true((status == OVF_OK) == (made != NULL));
    if (made != NULL) {
        ovf_coverage *copy = NULL;
        assert_int_equal(ovf_coverage_copy(NULL, &copy, error), OVF_ERROR_USAGE);
        assert_int_equal(ovf_coverage_copy(made, NULL, error), OVF_ERROR_USAGE);
    }
    ovf_coverage_free(made);
    return status;
}

TAKER(range)
{
    UNUSED;
    const ovf_circle circle = {{21, 54.5}, 1e4};
    ovf_range_place found = {.beyond_m = -7};
    ovf_status status = ovf_range_worst(zone, &circle, 1, &found, error);
    assert_true((status == OVF_OK) == (found.beyond_m != -7));
    return status;
}

TAKER(range_of_state)
{
    UNUSED;
    const char *states[] = {"XX"};
    const ovf_restriction restriction = {.rule = "test"};
    const ovf_range_options options = {.area = &zone,
                                       .area_count = 1,
                                       .states = states,
                                       .state_count = 1,
                                       .airfields = &with.airfields,
                                       .restriction = &restriction};
    ovf_range_result found = {0};
    ovf_status status = ovf_range_judge(&options, &found, error);
    assert_true((status == OVF_OK) == (found.part_count > 0));
    ovf_range_result_clear(&found);
    return status;
}

TAKER(suggest_around)
{
    UNUSED;
    const ovf_obstacle obstacle = {0, 1000};
    ovf_suggestion made = {0};
    ovf_status status = ovf_suggest(zones, &obstacle, 1, &with.good.route, NULL, &made, error);
    ovf_suggestion_clear(&made);
    /* The good route has a fix in the zone that must stay. */
    return status == OVF_ERROR_GEOMETRY ? OVF_OK : status;
}

TAKER(survey)
{
    UNUSED;
    const ovf_survey_options options = {.swath = {-5000, 5000}};
    ovf_survey made = {0};
    ovf_status status = ovf_survey_make(zone, &options, &made, error);
    assert_true((status == OVF_OK) == (made.fixes != NULL));
    ovf_survey_clear(&made);
    return status;
}

TAKER(rules_of_zones)
{
    UNUSED;
    ovf_rules rules = {0};
    ovf_status status = ovf_rules_read_zones(zones, &rules, error);
    ovf_rules_clear(&rules);
    return status;
}

TAKER(judge)
{
    UNUSED;
    const ovf_judge_options options = {.zone_attributes = true};
    ovf_judge made = {0};
    ovf_status status = ovf_judge_open(&made, &options, zones, with.analyzer, error);
    ovf_judge_clear(&made);
    return status;
}

TAKER(output)
{
    UNUSED;
    const ovf_output_options options = {.to_stdout = true};
    ovf_output *made = NULL;
    ovf_status status = ovf_output_open(&options, zones, &made, error);
    assert_true((status == OVF_OK) == (made != NULL));
    ovf_output_free(made);
    return status;
}

TAKER(analysis)
{
    UNUSED;
    const ovf_result *found = with.result;
    return ovf_analyze(with.analyzer, route, with.scratch, &found, error);
}

TAKER(route_inside)
{
    UNUSED;
    double metres = -7;
    ovf_status status = ovf_length_inside(route, &with.good.zone, &metres, error);
    assert_true((status == OVF_OK) == (metres != -7));
    return status;
}

TAKER(route_length)
{
    UNUSED;
    double metres = -7;
    ovf_status status = ovf_route_length(route, &metres, error);
    assert_true((status == OVF_OK) == (metres != -7));
    return status;
}

TAKER(reference)
{
    UNUSED;
    const ovf_check_options options = {.reference = route};
    ovf_checker *made = NULL;
    ovf_status status = ovf_checker_new(with.analyzer, &with.rules, &options, &made, error);
    assert_true((status == OVF_OK) == (made != NULL));
    ovf_checker_free(made);
    return status;
}

TAKER(suggest_for)
{
    UNUSED;
    ovf_suggestion made = {0};
    ovf_status status = ovf_suggest(&with.good.zones, NULL, 0, route, NULL, &made, error);
    assert_true((status == OVF_OK) == (made.fixes != NULL));
    ovf_suggestion_clear(&made);
    return status;
}

TAKER(suggest_alternatives)
{
    UNUSED;
    ovf_alternatives made = {0};
    ovf_status status = ovf_suggest_alternatives(with.checker, route, NULL, with.scratch, &made,
                                                 error);
    ovf_alternatives_clear(&made);
    return status;
}

TAKER(flightplan)
{
    UNUSED;
    char *text = NULL;
    ovf_status status = ovf_flightplan_write(route, &text, error);
    assert_true((status == OVF_OK) == (text != NULL));
    free(text);
    return status;
}

TAKER(suggestion_file)
{
    UNUSED;
    ovf_suggestion made = {0};
    assert_int_equal(ovf_suggest(&with.good.zones, NULL, 0, &with.good.route, NULL, &made, error),
                     OVF_OK);
    ovf_status status = ovf_suggestion_file_add(with.file, route, &made, error);
    ovf_suggestion_clear(&made);
    return status;
}

TAKER(survey_file)
{
    UNUSED;
    const ovf_survey survey_of = {.fixes = with.good.fixes, .fix_count = 4};
    const ovf_survey_account account = {.zone_id = "zone", .sensor = "test"};
    ovf_status status = ovf_survey_write("misuse-survey.geojson", true, route, &survey_of, &account,
                                         error);
    assert_true((remove("misuse-survey.geojson") == 0) == (status == OVF_OK));
    return status;
}

static const struct {
    const char *name;
    taker take;
} of_zones[] = {{"ovf_analyzer_new", analyzer},
                {"ovf_zone_area", area},
                {"ovf_zone_contains", place},
                {"ovf_length_inside", inside_of_zone},
                {"ovf_zone_contains_each", each_place},
                {"ovf_coverage_new", coverage},
                {"ovf_range_worst", range},
                {"ovf_range_judge", range_of_state},
                {"ovf_suggest", suggest_around},
                {"ovf_survey_make", survey},
                {"ovf_rules_read_zones", rules_of_zones},
                {"ovf_judge_open", judge},
                {"ovf_output_open", output}},
  of_routes[] = {{"ovf_analyze", analysis},
                 {"ovf_length_inside", route_inside},
                 {"ovf_route_length", route_length},
                 {"ovf_checker_new", reference},
                 {"ovf_suggest", suggest_for},
                 {"ovf_suggest_alternatives", suggest_alternatives},
                 {"ovf_flightplan_write", flightplan},
                 {"ovf_suggestion_file_add", suggestion_file},
                 {"ovf_survey_write", survey_file}};

static void expect_refusal(const char *name, int k, ovf_status status, const ovf_error *error)
{
    if ((status == OVF_ERROR_INPUT || status == OVF_ERROR_USAGE) && error->status == status &&
        strstr(error->message, "expected ") != NULL && strstr(error->message, "found ") != NULL)
        return;
    fail_msg("%s, spoiled as %d: status %d, \"%s\"", name, k, (int)status, error->message);
}

static void spoiled_zones(void **state)
{
    (void)state;
    for (size_t f = 0; f < COUNT(of_zones); f++) {
        world w;
        ovf_error error = {0};
        make(&w);
        if (of_zones[f].take(&w.zones, &w.zone, &w.route, &error) != OVF_OK)
            fail_msg("%s: %s", of_zones[f].name, error.message);
        int k = 0;
        for (; make(&w), spoil_zone(&w, k); k++) {
            error = (ovf_error){0};
            ovf_status status = of_zones[f].take(&w.zones, w.zones.items, &w.route, &error);
            expect_refusal(of_zones[f].name, k, status, &error);
            assert_int_equal(of_zones[f].take(&w.zones, w.zones.items, &w.route, NULL), status);
        }
        assert_int_equal(k, 24);
        error = (ovf_error){0};
        expect_refusal(of_zones[f].name, -1, of_zones[f].take(NULL, NULL, NULL, &error), &error);
        assert_int_equal(error.status, OVF_ERROR_USAGE);
    }
}

static void spoiled_routes(void **state)
{
    (void)state;
    for (size_t f = 0; f < COUNT(of_routes); f++) {
        world w;
        ovf_error error = {0};
        make(&w);
        if (of_routes[f].take(&w.zones, &w.zone, &w.route, &error) != OVF_OK)
            fail_msg("%s: %s", of_routes[f].name, error.message);
        int k = 0;
        for (; make(&w), spoil_route(&w, k); k++) {
            error = (ovf_error){0};
            ovf_status status = of_routes[f].take(&w.zones, &w.zone, &w.route, &error);
            expect_refusal(of_routes[f].name, k, status, &error);
            assert_int_equal(of_routes[f].take(&w.zones, &w.zone, &w.route, NULL), status);
        }
        assert_int_equal(k, 26);
        if (of_routes[f].take == reference) continue; /* there may be none */
        error = (ovf_error){0};
        expect_refusal(of_routes[f].name, -1, of_routes[f].take(NULL, NULL, NULL, &error), &error);
        assert_int_equal(error.status, OVF_ERROR_USAGE);
    }
}

/* A result that is refused leaves none behind to be judged. */
static void after_a_refusal(void **state)
{
    (void)state;
    world w;
    ovf_scratch *scratch = NULL;
    ovf_error error = {0};
    const ovf_result *result = NULL;
    assert_int_equal(ovf_scratch_new(&scratch, NULL), OVF_OK);
    assert_int_equal(ovf_check_route(with.checker, scratch, &error), OVF_ERROR_USAGE);
    assert_string_equal(error.message,
                        "expected a scratch that has analysed a route, found one without a result");
    make(&w);
    assert_int_equal(ovf_analyze(with.analyzer, &w.route, scratch, &result, NULL), OVF_OK);
    assert_int_equal(ovf_check_route(with.checker, scratch, NULL), OVF_OK);
    w.fixes[1].lat = NAN;
    assert_int_equal(ovf_analyze(with.analyzer, &w.route, scratch, &result, NULL), OVF_ERROR_INPUT);
    assert_int_equal(ovf_check_route(with.checker, scratch, NULL), OVF_ERROR_USAGE);
    w.fixes[1].lat = 54.5;
    assert_int_equal(ovf_analyze(with.analyzer, &w.route, scratch, &result, NULL), OVF_OK);
    assert_int_equal(ovf_check_route(with.checker, scratch, NULL), OVF_OK);
    ovf_scratch_free(scratch);
}

/* ---- NULL for each argument that must be there ---- */

#define EXPECT_NULL(call)                                                               \
    do {                                                                                \
        error = (ovf_error){0};                                                         \
        if ((call) != OVF_ERROR_USAGE || strstr(error.message, "NULL") == NULL)         \
            fail_msg("%s: status %d, \"%s\"", #call, (int)error.status, error.message); \
    } while (0)

static void nulls(void **state)
{
    (void)state;
    const double ll[] = {0, 0, 1, 0, 1, 1};
    const size_t end = 3;
    ovf_error error;
    ovf_zone *zone = NULL;
    ovf_route *route = NULL;
    ovf_zones zones = {0};
    double metres;
    EXPECT_NULL(ovf_zone_new(NULL, OVF_EDGES_LONLAT, ll, &end, 1, &zone, &error));
    EXPECT_NULL(ovf_zone_new("z", OVF_EDGES_LONLAT, NULL, &end, 1, &zone, &error));
    EXPECT_NULL(ovf_zone_new("z", OVF_EDGES_LONLAT, ll, NULL, 1, &zone, &error));
    EXPECT_NULL(ovf_zone_new("z", OVF_EDGES_LONLAT, ll, &end, 1, NULL, &error));
    assert_int_equal(ovf_zone_new("z", (ovf_edges)9, ll, &end, 1, &zone, &error), OVF_ERROR_USAGE);
    EXPECT_NULL(ovf_route_new(NULL, ll, NULL, NULL, 2, &route, &error));
    EXPECT_NULL(ovf_route_new("r", NULL, NULL, NULL, 2, &route, &error));
    EXPECT_NULL(ovf_route_new("r", ll, NULL, NULL, 2, NULL, &error));
    EXPECT_NULL(ovf_route_new_parts("r", ll, NULL, NULL, NULL, 1, &route, &error));
    EXPECT_NULL(ovf_zone_from_wkb(NULL, OVF_EDGES_LONLAT, ll, 8, &zone, &error));
    EXPECT_NULL(ovf_zone_from_wkb("z", OVF_EDGES_LONLAT, NULL, 8, &zone, &error));
    EXPECT_NULL(ovf_zone_from_wkb("z", OVF_EDGES_LONLAT, ll, 8, NULL, &error));
    EXPECT_NULL(ovf_route_from_wkb(NULL, ll, 8, &route, &error));
    EXPECT_NULL(ovf_route_from_wkb("r", NULL, 8, &route, &error));
    EXPECT_NULL(ovf_route_from_wkb("r", ll, 8, NULL, &error));
    EXPECT_NULL(ovf_zones_add(NULL, &zone, &error));
    EXPECT_NULL(ovf_zones_add(&zones, NULL, &error));
    EXPECT_NULL(ovf_zones_add(&zones, &zone, &error));
    EXPECT_NULL(ovf_length_inside(NULL, &with.good.zone, &metres, &error));
    EXPECT_NULL(ovf_length_inside(&with.good.route, NULL, &metres, &error));
    EXPECT_NULL(ovf_length_inside(&with.good.route, &with.good.zone, NULL, &error));
    EXPECT_NULL(ovf_route_length(&with.good.route, NULL, &error));
    EXPECT_NULL(ovf_zone_contains(&with.good.zone, 0, 0, NULL, &error));
    EXPECT_NULL(ovf_zone_area(&with.good.zone, NULL, &error));
    assert_null(zone);
    assert_null(route);

    const ovf_result *result;
    ovf_polyline line = {0};
    EXPECT_NULL(ovf_analyzer_new(&with.good.zones, NULL, NULL, &error));
    EXPECT_NULL(ovf_scratch_new(NULL, &error));
    EXPECT_NULL(ovf_analyze(NULL, &with.good.route, with.scratch, &result, &error));
    EXPECT_NULL(ovf_analyze(with.analyzer, &with.good.route, NULL, &result, &error));
    EXPECT_NULL(ovf_analyze(with.analyzer, &with.good.route, with.scratch, NULL, &error));
    assert_int_equal(
        ovf_analyze(with.analyzer, &with.good.route, with.scratch, &with.result, &error), OVF_OK);
    EXPECT_NULL(ovf_trace(NULL, 0, 1, 1, &line, &error));
    EXPECT_NULL(ovf_trace(with.result, 0, 1, 1, NULL, &error));
    EXPECT_NULL(ovf_trace(&(ovf_result){0}, 0, 1, 1, &line, &error));
    assert_int_equal(ovf_trace(with.result, NAN, 1, 1, &line, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_trace(with.result, 0, 1, 0, &line, &error), OVF_ERROR_USAGE);
    ovf_polyline_clear(NULL);

    ovf_coverage *seen = NULL;
    ovf_polygon *polygons = NULL;
    size_t count = 0;
    EXPECT_NULL(ovf_coverage_new(&with.good.zone, OVF_JOINS_ROUND, NULL, &error));
    assert_int_equal(ovf_coverage_new(&with.good.zone, OVF_JOINS_ROUND, &seen, &error), OVF_OK);
    EXPECT_NULL(ovf_coverage_add(NULL, with.result, NULL, 0, NULL, &error));
    EXPECT_NULL(ovf_coverage_add(seen, NULL, NULL, 0, NULL, &error));
    EXPECT_NULL(ovf_coverage_add(seen, with.result, NULL, 1, NULL, &error));
    EXPECT_NULL(ovf_coverage_draw(NULL, OVF_COVERAGE_GAP, 1, &polygons, &count, &error));
    EXPECT_NULL(ovf_coverage_draw(seen, OVF_COVERAGE_GAP, 1, NULL, &count, &error));
    EXPECT_NULL(ovf_coverage_draw(seen, OVF_COVERAGE_GAP, 1, &polygons, NULL, &error));
    assert_int_equal(ovf_coverage_draw(seen, OVF_COVERAGE_GAP, NAN, &polygons, &count, &error),
                     OVF_ERROR_USAGE);
    EXPECT_NULL(ovf_swath_draw(NULL, &(ovf_observation){0}, OVF_JOINS_ROUND, 1, &polygons, &count,
                               NULL, &error));
    EXPECT_NULL(
        ovf_swath_draw(with.result, NULL, OVF_JOINS_ROUND, 1, &polygons, &count, NULL, &error));
    ovf_coverage_read(NULL, NULL);
    ovf_coverage_free(seen);

    const ovf_circle circle = {{0, 0}, 1};
    ovf_range_place found;
    ovf_range_result of_range;
    EXPECT_NULL(ovf_range_worst(&with.good.zone, NULL, 1, &found, &error));
    EXPECT_NULL(ovf_range_worst(&with.good.zone, &circle, 1, NULL, &error));
    EXPECT_NULL(ovf_range_judge(NULL, &of_range, &error));
    EXPECT_NULL(ovf_range_judge(&(ovf_range_options){0}, &of_range, &error));
    EXPECT_NULL(ovf_range_judge(&(ovf_range_options){0}, NULL, &error));

    ovf_checker *checker;
    ovf_airfield nowhere = {.id = "NONE", .position = {NAN, 0}};
    ovf_airfields lost = {&nowhere, 1};
    EXPECT_NULL(ovf_checker_new(NULL, &with.rules, NULL, &checker, &error));
    EXPECT_NULL(ovf_checker_new(with.analyzer, NULL, NULL, &checker, &error));
    EXPECT_NULL(ovf_checker_new(with.analyzer, &with.rules, NULL, NULL, &error));
    EXPECT_NULL(ovf_check_route(NULL, with.scratch, &error));
    EXPECT_NULL(ovf_check_route(with.checker, NULL, &error));
    assert_int_equal(ovf_checker_new(with.analyzer, &with.rules,
                                     &(ovf_check_options){.airfields = &lost}, &checker, &error),
                     OVF_ERROR_INPUT);
    assert_string_equal(error.message, "airfield \"NONE\": expected a longitude from -540 to 540, "
                                       "found NaN");

    ovf_suggestion suggestion = {0};
    EXPECT_NULL(
        ovf_suggest(&with.good.zones, NULL, 1, &with.good.route, NULL, &suggestion, &error));
    EXPECT_NULL(ovf_suggest(&with.good.zones, NULL, 0, &with.good.route, NULL, NULL, &error));
    ovf_alternatives ways = {0};
    ovf_alternative alternative = {0};
    const ovf_suggest_options far = {.clearance_m = 1e6};
    EXPECT_NULL(
        ovf_suggest_alternatives(NULL, &with.good.route, NULL, with.scratch, &ways, &error));
    EXPECT_NULL(
        ovf_suggest_alternatives(with.checker, &with.good.route, NULL, NULL, &ways, &error));
    EXPECT_NULL(
        ovf_suggest_alternatives(with.checker, &with.good.route, NULL, with.scratch, NULL, &error));
    assert_int_equal(
        ovf_suggest_alternatives(with.checker, &with.good.route, &far, with.scratch, &ways, &error),
        OVF_ERROR_USAGE);
    assert_string_equal(error.message, "clearance_m: expected at most 100000, found 1e+06");
    assert_null(ovf_alternative_route(NULL, &with.good.route).fixes);
    assert_null(ovf_alternative_route(&alternative, NULL).fixes);
    assert_string_equal(ovf_alternative_describe(NULL, (char[OVF_ALTERNATIVE_TEXT]){0}), "");
    assert_string_equal(ovf_way_name(OVF_WAY_COUNT), "");
    EXPECT_NULL(
        ovf_suggestion_file_add_alternative(NULL, &with.good.route, &alternative, NULL, &error));
    EXPECT_NULL(
        ovf_suggestion_file_add_alternative(with.file, &with.good.route, NULL, NULL, &error));
    assert_null(ovf_suggestion_file_path(NULL, 0));
    assert_null(ovf_suggestion_file_path(with.file, 1));
    assert_int_equal(ovf_suggestion_format_of(NULL), OVF_SUGGESTION_GEOJSON);
    EXPECT_NULL(ovf_flightplan_write_packed(&with.good.route, NULL, &error));
    assert_null(ovf_suggestion_route(NULL, &with.good.route).fixes);
    assert_null(ovf_suggestion_route(&suggestion, NULL).fixes);
    EXPECT_NULL(ovf_suggestion_file_open(NULL, false, &with.file, &error));
    EXPECT_NULL(ovf_suggestion_file_add(NULL, &with.good.route, &suggestion, &error));
    EXPECT_NULL(ovf_suggestion_file_add(with.file, &with.good.route, NULL, &error));

    const ovf_survey_options options = {.swath = {-1, 1}};
    const ovf_lonlat pole = {0, 91};
    ovf_survey survey_of = {0};
    EXPECT_NULL(ovf_survey_make(&with.good.zone, NULL, &survey_of, &error));
    EXPECT_NULL(ovf_survey_make(&with.good.zone, &options, NULL, &error));
    assert_int_equal(ovf_survey_make(&with.good.zone,
                                     &(ovf_survey_options){.swath = {-1, 1}, .from = &pole},
                                     &survey_of, &error),
                     OVF_ERROR_INPUT);
    EXPECT_NULL(ovf_survey_write(NULL, false, &with.good.route, &survey_of,
                                 &(ovf_survey_account){0}, &error));
    EXPECT_NULL(
        ovf_survey_write("x", false, &with.good.route, NULL, &(ovf_survey_account){0}, &error));
    EXPECT_NULL(ovf_survey_write("x", false, &with.good.route, &survey_of, NULL, &error));
    EXPECT_NULL(ovf_flightplan_write(&with.good.route, NULL, &error));

    ovf_observer *observer;
    EXPECT_NULL(ovf_observer_new(NULL, NULL, &observer, &error));
    EXPECT_NULL(ovf_observer_new(&(ovf_sensors){0}, NULL, NULL, &error));
    EXPECT_NULL(ovf_observe(NULL, NULL, NULL, with.scratch, &error));
}

/* Reading, writing and what is summed up. */
static void nulls_of_files(void **state)
{
    (void)state;
    const char *const names[] = {NULL};
    ovf_error error;
    ovf_zones zones = {0};
    ovf_rules rules = {0};
    ovf_route_source *source = NULL;
    const ovf_route *route = NULL;
    EXPECT_NULL(ovf_zones_read(NULL, 1, NULL, &zones, &error));
    EXPECT_NULL(ovf_zones_read(names, 1, NULL, &zones, &error));
    EXPECT_NULL(ovf_zones_read(names, 1, NULL, NULL, &error));
    EXPECT_NULL(ovf_route_source_open(NULL, 1, NULL, &source, &error));
    EXPECT_NULL(ovf_route_source_open(names, 1, NULL, &source, &error));
    EXPECT_NULL(ovf_route_source_open(names, 0, NULL, NULL, &error));
    EXPECT_NULL(ovf_route_source_next(NULL, &route, &error));
    assert_int_equal(ovf_route_source_total(NULL), -1);
    EXPECT_NULL(ovf_airfields_read(NULL, &(ovf_airfields){0}, &error));
    EXPECT_NULL(ovf_airfields_read("x", NULL, &error));
    EXPECT_NULL(ovf_sensors_read("x", NULL, &error));
    EXPECT_NULL(ovf_rules_read(NULL, NULL, &rules, &error));
    EXPECT_NULL(ovf_rules_read("treaty-1992", NULL, NULL, &error));
    EXPECT_NULL(ovf_rules_read_zones(&with.good.zones, NULL, &error));
    EXPECT_NULL(ovf_flightplan_parse(NULL, NULL, &(ovf_flightplan){0}, &error));
    EXPECT_NULL(ovf_flightplan_parse("UUMB UUEE", NULL, NULL, &error));
    EXPECT_NULL(ovf_terrain_open(NULL, &(ovf_terrain *){NULL}, &error));
    EXPECT_NULL(ovf_terrain_open("x", NULL, &error));
    ovf_judge judged = {0};
    ovf_sensing sensing = {0};
    EXPECT_NULL(
        ovf_judge_open(NULL, &(ovf_judge_options){0}, &with.good.zones, with.analyzer, &error));
    EXPECT_NULL(ovf_judge_open(&judged, NULL, &with.good.zones, with.analyzer, &error));
    EXPECT_NULL(ovf_judge_open(&judged, &(ovf_judge_options){0}, NULL, with.analyzer, &error));
    EXPECT_NULL(ovf_judge_open(&judged, &(ovf_judge_options){0}, &with.good.zones, NULL, &error));
    EXPECT_NULL(ovf_sensing_open(NULL, &(ovf_sensing_options){0}, &with.good.zones, &error));
    EXPECT_NULL(ovf_sensing_open(&sensing, NULL, &with.good.zones, &error));
    EXPECT_NULL(ovf_sensing_open(&sensing, &(ovf_sensing_options){0}, NULL, &error));
    ovf_judge_clear(&judged);
    ovf_sensing_clear(&sensing);
    EXPECT_NULL(ovf_output_open(NULL, &with.good.zones, &(ovf_output *){NULL}, &error));
    EXPECT_NULL(ovf_output_open(&(ovf_output_options){0}, &with.good.zones, NULL, &error));
    EXPECT_NULL(ovf_output_route(NULL, with.result, &error));
    EXPECT_NULL(ovf_output_close(NULL, &error));
    EXPECT_NULL(ovf_digest_add(NULL, with.result, &error));
    EXPECT_NULL(ovf_digest_add(&(ovf_digest){0}, NULL, &error));
    ovf_totals_add(NULL, with.result);
    ovf_totals_add(&(ovf_totals){0}, NULL);
    EXPECT_NULL(ovf_batch_run(NULL, &(ovf_batch_report){0}, &error));
    EXPECT_NULL(ovf_batch_run(&(ovf_batch_options){0}, NULL, &error));
    char path[300];
    size_t count;
    char **paths;
    EXPECT_NULL(ovf_data_path(NULL, path, sizeof path, &error));
    EXPECT_NULL(ovf_data_path("zones", NULL, 0, &error));
    EXPECT_NULL(ovf_data_list(NULL, ".geojson", &paths, &count, &error));
    EXPECT_NULL(ovf_data_list("zones", NULL, &paths, &count, &error));
    EXPECT_NULL(ovf_data_list("zones", ".geojson", NULL, &count, &error));
    assert_null(ovf_attributes_find(NULL, "x"));
    assert_null(ovf_attributes_find(&(ovf_attributes){0}, NULL));
    ovf_edges edges = OVF_EDGES_GEODESIC;
    assert_false(ovf_edges_parse(NULL, &edges));
    assert_false(ovf_edges_parse("lonlat", NULL));
}

/* Every free and every clear takes NULL. */
static void frees(void **state)
{
    (void)state;
    ovf_zone_free(NULL);
    ovf_route_free(NULL);
    ovf_zones_clear(NULL);
    ovf_airfields_clear(NULL);
    ovf_polygons_free(NULL, 3);
    ovf_analyzer_free(NULL);
    ovf_scratch_free(NULL);
    ovf_polyline_clear(NULL);
    ovf_coverage_free(NULL);
    ovf_range_result_clear(NULL);
    ovf_checker_free(NULL);
    ovf_suggestion_clear(NULL);
    ovf_alternatives_clear(NULL);
    ovf_suggestion_file_free(NULL);
    ovf_survey_clear(NULL);
    ovf_observer_free(NULL);
    ovf_sensors_clear(NULL);
    ovf_rules_clear(NULL);
    ovf_judge_clear(NULL);
    ovf_sensing_clear(NULL);
    ovf_route_source_free(NULL);
    ovf_terrain_free(NULL);
    ovf_flightplan_clear(NULL);
    ovf_output_free(NULL);
    ovf_digest_reset(NULL);
    ovf_digest_clear(NULL);
    ovf_totals_reset(NULL);
    ovf_totals_clear(NULL);
    ovf_batch_report_clear(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spoiled_zones),   cmocka_unit_test(spoiled_routes),
        cmocka_unit_test(after_a_refusal), cmocka_unit_test(nulls),
        cmocka_unit_test(nulls_of_files),  cmocka_unit_test(frees),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
