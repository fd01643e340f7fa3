/* Observing: where sensors are on, and from how high they look. On the equator, where a degree is a
 * π/180 m long (a: WGS 84).
 *
 * Tests: src/analysis/observe/ src/input/flights/sensor_logs.c */
#include <math.h>

#include "geometry_fixture.h"
#include "overflight/input.h"
#include "overflight/observation.h"

#define DEGREE_M (6378137.0 * 3.14159265358979323846 / 180)
#define NEAR_M 1e-6

/* A zone from 1° to 2° east. */
static ovf_lonlat square[] = {{1, -1}, {2, -1}, {2, 1}, {1, 1}, {1, -1}};
static ovf_ring ring = {.vertices = square, .count = 5};
static ovf_polygon polygon = {&ring, 1};
static ovf_zone zone = {.id = "zone",
                        .name = "zone",
                        .file = "here",
                        .edges = OVF_EDGES_LONLAT,
                        .polygons = &polygon,
                        .polygon_count = 1};
static const ovf_zones zones = {&zone, 1};

typedef struct {
    ovf_sensors sensors;
    ovf_observer_options options;
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    ovf_observer *observer;
    const ovf_result *result;
    ovf_attribute attributes[2];
    bool levels[8];
    ovf_error error;
} setting;

static setting set(void)
{
    setting s = {.options = {.height_m = 1000}};
    assert_int_equal(ovf_sensors_add_width(&s.sensors, 10, NULL), OVF_OK);
    assert_int_equal(ovf_analyzer_new(&zones, NULL, &s.analyzer, NULL), OVF_OK);
    assert_int_equal(ovf_scratch_new(&s.scratch, NULL), OVF_OK);
    return s;
}

static void unset(setting *s)
{
    ovf_observer_free(s->observer);
    ovf_scratch_free(s->scratch);
    ovf_analyzer_free(s->analyzer);
    ovf_sensors_clear(&s->sensors);
}

/* A frame camera that sees as far to each side as it is high, in the place of the plain swath. */
static void take_camera(setting *s)
{
    s->sensors.items[0].kind = OVF_SENSOR_FRAME;
    s->sensors.items[0].focal_length_mm = 100;
    s->sensors.items[0].image_width_mm = 200;
}

static ovf_status observe(setting *s, const ovf_fix *fixes, size_t count, const ovf_ground *ground,
                          const char *name, const char *list)
{
    static char names[2][40];
    snprintf(names[0], sizeof names[0], "%s", name == NULL ? "" : name);
    s->attributes[0] = (ovf_attribute){.name = names[0], .type = OVF_ATTRIBUTE_JSON, .text = list};
    static size_t end;
    static ovf_route route;
    end = count;
    route = (ovf_route){.id = "route",
                        .file = "file",
                        .fixes = fixes,
                        .fix_count = count,
                        .part_ends = &end,
                        .part_count = 1,
                        .flight_levels = s->levels[0] ? s->levels : NULL,
                        .attributes = {s->attributes, name == NULL ? 0 : 1}};
    ovf_observer_free(s->observer);
    s->observer = NULL;
    ovf_status status = ovf_observer_new(&s->sensors, &s->options, &s->observer, &s->error);
    if (status != OVF_OK) return status;
    assert_int_equal(ovf_analyze(s->analyzer, &route, s->scratch, &s->result, &s->error), OVF_OK);
    ovf_sensor_logs logs = {0};
    status = ovf_sensor_logs_read(&route, &s->sensors, &logs, &s->error);
    if (status == OVF_OK)
        status = ovf_observe(s->observer, logs.items, ground, s->scratch, &s->error);
    ovf_sensor_logs_clear(&logs);
    return status;
}

static void expect_near(double found, double wanted, double by)
{
    if (!(fabs(found - wanted) <= by))
        fail_msg("%.9g instead of %.9g within %g", found, wanted, by);
}

static void expect(ovf_status status, const setting *s)
{
    if (status != OVF_OK) fail_msg("%s", s->error.message);
}

static void refused(ovf_status status, const setting *s, const char *piece)
{
    assert_int_equal(status, OVF_ERROR_INPUT);
    assert_non_null(strstr(s->error.message, "route \"route\""));
    if (strstr(s->error.message, piece) == NULL)
        fail_msg("'%s' is not in: %s", piece, s->error.message);
}

/* The only observation's looks, put together, in degrees; ends with NAN. */
static void expect_spans(const setting *s, const double *degrees)
{
    assert_int_equal(s->result->observation_count, s->sensors.count);
    const ovf_observation *o = &s->result->observations[0];
    double length = 0, begin = NAN, end = NAN;
    size_t k = 0;
    for (size_t i = 0; i <= o->count; i++) {
        if (i < o->count && fabs(o->looks[i].from_m - end) < NEAR_M) {
            end = o->looks[i].to_m;
            continue;
        }
        if (!isnan(begin)) {
            if (isnan(degrees[k]))
                fail_msg("a span from %.9g to %.9g is too much", begin / DEGREE_M, end / DEGREE_M);
            expect_near(begin, degrees[k] * DEGREE_M, 1e-4);
            expect_near(end, degrees[k + 1] * DEGREE_M, 1e-4);
            length += end - begin;
            k += 2;
        }
        if (i < o->count) {
            begin = o->looks[i].from_m;
            end = o->looks[i].to_m;
        }
    }
    assert_true(isnan(degrees[k]));
    expect_near(o->length_m, length, 1e-4);
}

#define SPANS(...) ((const double[]){__VA_ARGS__, NAN})
#define NO_SPANS ((const double[]){NAN})

static const ovf_fix four[] = {
    {0, 0, NAN, 0}, {1, 0, NAN, 600}, {2, 0, NAN, 1200}, {3, 0, NAN, 1800}};

static void all_along(void **state)
{
    (void)state;
    setting s = set();
    expect(observe(&s, four, 4, NULL, NULL, NULL), &s);
    expect_spans(&s, SPANS(0, 3));
    const ovf_observation *o = &s.result->observations[0];
    assert_int_equal(o->count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(o->looks[i].turns, i > 0); /* goes on at the fix */
        assert_true(o->looks[i].from.low_m == -5000 && o->looks[i].to.high_m == 5000);
    }
    unset(&s);
}

static void on_by_fix(void **state)
{
    (void)state;
    setting s = set();
    expect(observe(&s, four, 4, NULL, "sensor_on", "[true, false, true, true]"), &s);
    expect_spans(&s, SPANS(0, 1, 2, 3));
    assert_false(s.result->observations[0].looks[1].turns); /* it was off on the leg between */
    expect(observe(&s, four, 4, NULL, "sensor_on", "{\"swath-10km\": [false, true, true, false]}"),
           &s);
    expect_spans(&s, SPANS(1, 3));
    expect(observe(&s, four, 4, NULL, "sensor_on", "{\"other\": [true, true, true, true]}"), &s);
    expect_spans(&s, NO_SPANS);
    expect(observe(&s, four, 4, NULL, "sensor_on", "[]"), &s);
    expect_spans(&s, NO_SPANS);
    refused(observe(&s, four, 4, NULL, "sensor_on", "[true]"), &s, "1 values for 4 fixes");
    refused(observe(&s, four, 4, NULL, "sensor_on", "[true, 1, true, true]"), &s,
            "value 2 is neither true nor false");
    refused(observe(&s, four, 4, NULL, "sensor_on", "7"), &s, "neither a JSON array nor an object");
    unset(&s);
}

static void on_by_time(void **state)
{
    (void)state;
    setting s = set();
    expect(observe(&s, four, 4, NULL, "observation_periods",
                   "[[\"1970-01-01T00:05:00Z\", \"1970-01-01T00:15:00Z\"], "
                   "[\"1970-01-01T00:25:00Z\", \"1970-01-01T09:00:00Z\"]]"),
           &s);
    expect_spans(&s, SPANS(0.5, 1.5, 2.5, 3));
    expect(observe(&s, four, 4, NULL, "observation_periods", "[[\"1971-01-01\", \"1971-01-02\"]]"),
           &s);
    expect_spans(&s, NO_SPANS);
    refused(observe(&s, four, 4, NULL, "observation_periods", "[[\"1970-01-02\", \"1970-01-01\"]]"),
            &s, "period 1 is no pair");
    refused(observe(&s, four, 4, NULL, "observation_periods",
                    "[[\"1970-01-02\", \"1970-01-03\"], [\"1970-01-01\", \"1970-01-01\"]]"),
            &s, "in order");
    const ovf_fix untimed[] = {{0, 0, NAN, NAN}, {1, 0, NAN, NAN}};
    refused(
        observe(&s, untimed, 2, NULL, "observation_periods", "[[\"1970-01-01\", \"1970-01-02\"]]"),
        &s, "found none at fix 1");
    unset(&s);
}

static void within_a_zone(void **state)
{
    (void)state;
    setting s = set();
    s.options.within_zone = true;
    s.options.zone = 0;
    const ovf_fix through[] = {{0, 0, NAN, NAN}, {1.5, 0, NAN, NAN}, {3, 0, NAN, NAN}};
    expect(observe(&s, through, 3, NULL, NULL, NULL), &s);
    expect_spans(&s, SPANS(1, 2));
    expect(observe(&s, through, 3, NULL, "sensor_on", "[true, false, false]"), &s);
    expect_spans(&s, SPANS(1, 1.5)); /* both must agree */
    const ovf_fix beside[] = {{0, 0, NAN, NAN}, {0.9, 0, NAN, NAN}};
    expect(observe(&s, beside, 2, NULL, NULL, NULL), &s);
    expect_spans(&s, NO_SPANS);
    unset(&s);
}

/* A quarter turn at 1°, with legs of 600 s: 90° in 600 s, half of both legs. */
static void off_in_turns(void **state)
{
    (void)state;
    const ovf_fix corner[] = {{0, 0, NAN, 0}, {1, 0, NAN, 600}, {1, 1, NAN, 1200}};
    setting s = set();
    s.options.max_turn_deg_s = 90.0 / 600 * 1.001;
    expect(observe(&s, corner, 3, NULL, NULL, NULL), &s);
    assert_int_equal(s.result->observations[0].count, 2);
    s.options.max_turn_deg_s = 90.0 / 600 * 0.999;
    expect(observe(&s, corner, 3, NULL, NULL, NULL), &s);
    const ovf_observation *o = &s.result->observations[0];
    assert_int_equal(o->count, 2);
    expect_near(o->looks[0].to_m, DEGREE_M / 2, 1e-4);
    expect_near(o->looks[1].from_m, DEGREE_M + (s.result->length_m - DEGREE_M) / 2, 1e-4);
    assert_false(o->looks[1].turns);
    /* tan(bank) = speed · rate / g, with the mean speed over both halves. */
    double bank = atan(s.result->length_m / 1200 * (3.14159265358979323846 / 2 / 600) / 9.80665) *
                  180 / 3.14159265358979323846;
    s.options.max_turn_deg_s = 0;
    s.options.max_bank_deg = bank * 1.001;
    expect(observe(&s, corner, 3, NULL, NULL, NULL), &s);
    expect_near(s.result->observations[0].length_m, s.result->length_m, 1e-4);
    s.options.max_bank_deg = bank * 0.999;
    expect(observe(&s, corner, 3, NULL, NULL, NULL), &s);
    expect_near(s.result->observations[0].length_m, s.result->length_m / 2, 1e-4);
    const ovf_fix untimed[] = {{0, 0, NAN, NAN}, {1, 0, NAN, NAN}};
    refused(observe(&s, untimed, 2, NULL, NULL, NULL), &s, "found none at fix 1");
    unset(&s);
}

/* A ridge of 1,000 m at 0.5°, down to 0 at 0.4° and 0.6°. */
static ovf_status ridge(void *context, const ovf_lonlat *places, size_t count, double *heights_m,
                        ovf_error *error)
{
    (void)context;
    (void)error;
    for (size_t i = 0; i < count; i++) {
        heights_m[i] = fmax(0, 1000 - 1e4 * fabs(places[i].lon - 0.5));
        if (places[i].lon > 2.5) heights_m[i] = NAN;
    }
    return OVF_OK;
}

static void heights(void **state)
{
    (void)state;
    setting s = set();
    const ovf_ground ground = {ridge, NULL, DEGREE_M / 1000, NULL};
    const ovf_fix level[] = {{0, 0, 3000, NAN}, {1, 0, 3000, NAN}},
                  climb[] = {{1, 0, 1000, NAN}, {2, 0, 5000, NAN}},
                  off[] = {{2, 0, 3000, NAN}, {3, 0, 3000, NAN}};
    const ovf_fix low[] = {{0, 0, 900, NAN}, {1, 0, 900, NAN}},
                  unknown[] = {{0, 0, 900, NAN}, {1, 0, NAN, NAN}};
    take_camera(&s);
    expect(observe(&s, low, 2, NULL, NULL, NULL), &s);
    expect_near(s.result->observations[0].looks[0].from.high_m, 1000,
                1e-9); /* as given, whatever the altitude */

    s.options.height_m = 0;
    expect(observe(&s, level, 2, &ground, NULL, NULL), &s);
    expect_spans(&s, SPANS(0, 1));
    const ovf_observation *o = &s.result->observations[0];
    assert_true(o->count >= 4 && o->count <= 12); /* along a line there is one look */
    for (size_t i = 0; i < o->count; i++) {
        const ovf_look *look = &o->looks[i];
        assert_false(look->turns);
        if (i > 0) expect_near(look->from.high_m, o->looks[i - 1].to.high_m, 1e-9);
        for (int k = 0; k <= 10; k++) {
            double along = look->from_m + k * (look->to_m - look->from_m) / 10,
                   high = look->from.high_m + k * (look->to.high_m - look->from.high_m) / 10;
            double truth = 3000 - fmax(0, 1000 - 1e4 * fabs(along / DEGREE_M - 0.5));
            expect_near(
                high, truth,
                OVF_HEIGHT_TOLERANCE_M +
                    10.01 /
                        2); /* and what the ridge has between two samples, 10 m of height apart */
            expect_near(high, -(look->from.low_m + k * (look->to.low_m - look->from.low_m) / 10),
                        1e-9);
        }
    }
    expect(observe(&s, climb, 2, &ground, NULL, NULL), &s);
    o = &s.result->observations[0];
    assert_int_equal(o->count, 1);
    expect_near(o->looks[0].from.high_m, 1000, 1e-6);
    expect_near(o->looks[0].to.high_m, 5000, 1e-6);

    refused(observe(&s, low, 2, &ground, NULL, NULL), &s, "the altitude is not above the ground");
    refused(observe(&s, off, 2, &ground, NULL, NULL), &s, "the height of the ground is not known");
    refused(observe(&s, unknown, 2, &ground, NULL, NULL), &s, "the altitude is not known");
    refused(observe(&s, level, 2, NULL, NULL, NULL), &s,
            "give the height above ground, or the heights of the ground");
    assert_int_equal(s.error.remedy, OVF_REMEDY_HEIGHT);
    s.levels[0] = true;
    refused(observe(&s, level, 2, &ground, NULL, NULL), &s, "flight level");
    /* Where it is off, its height does not matter. */
    s.levels[0] = false;
    expect(observe(&s, off, 2, &ground, "sensor_on", "[false, false]"), &s);
    expect_spans(&s, NO_SPANS);
    unset(&s);
}

static void several_sensors(void **state)
{
    (void)state;
    setting s = set();
    assert_int_equal(ovf_sensors_add_width(&s.sensors, 20, NULL), OVF_OK);
    expect(observe(&s, four, 4, NULL, "sensor_on", "{\"swath-20km\": [true, true, false, false]}"),
           &s);
    assert_int_equal(s.result->observation_count, 2);
    assert_int_equal(s.result->observations[0].count, 0);
    assert_int_equal(s.result->observations[1].count, 2);
    assert_int_equal(s.result->observations[1].sensor, 1);
    assert_true(s.result->observations[1].looks[0].from.high_m == 10000);
    unset(&s);
}

/* Between two parts of a route nothing is seen, and nothing goes on. */
static void parts(void **state)
{
    (void)state;
    setting s = set();
    const ovf_fix fixes[] = {
        {0, 0, NAN, NAN}, {1, 0, NAN, NAN}, {2, 0, NAN, NAN}, {3, 0, NAN, NAN}};
    const size_t ends[] = {2, 4};
    const ovf_route route = {.id = "route",
                             .file = "file",
                             .fixes = fixes,
                             .fix_count = 4,
                             .part_ends = ends,
                             .part_count = 2};
    assert_int_equal(ovf_observer_new(&s.sensors, &s.options, &s.observer, &s.error), OVF_OK);
    assert_int_equal(ovf_analyze(s.analyzer, &route, s.scratch, &s.result, &s.error), OVF_OK);
    expect(ovf_observe(s.observer, NULL, NULL, s.scratch, &s.error), &s);
    const ovf_observation *o = &s.result->observations[0];
    assert_int_equal(o->count, 2);
    assert_false(o->looks[0].turns || o->looks[1].turns);
    expect_near(o->looks[1].to_m, 2 * DEGREE_M, 1e-4);
    expect_near(o->length_m, 2 * DEGREE_M, 1e-4);
    unset(&s);
}

static void options(void **state)
{
    (void)state;
    ovf_sensors none = {0};
    ovf_observer *observer = NULL;
    ovf_error error;
    assert_int_equal(ovf_observer_new(&none, NULL, &observer, &error), OVF_ERROR_USAGE);
    setting s = set();
    s.options.height_m = -1;
    assert_int_equal(ovf_observer_new(&s.sensors, &s.options, &observer, &error), OVF_ERROR_USAGE);
    s.options.height_m = NAN;
    assert_int_equal(ovf_observer_new(&s.sensors, &s.options, &observer, &error), OVF_ERROR_USAGE);
    s.options.height_m = 1;
    s.options.max_bank_deg = -1;
    assert_int_equal(ovf_observer_new(&s.sensors, &s.options, &observer, &error), OVF_ERROR_USAGE);
    assert_null(observer);
    unset(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_along),       cmocka_unit_test(on_by_fix),
        cmocka_unit_test(on_by_time),      cmocka_unit_test(within_a_zone),
        cmocka_unit_test(off_in_turns),    cmocka_unit_test(heights),
        cmocka_unit_test(several_sensors), cmocka_unit_test(parts),
        cmocka_unit_test(options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
