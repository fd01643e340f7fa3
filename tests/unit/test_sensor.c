/* Sensors: what each kind of them sees from a height, and reading them by name.
 *
 * Tests: src/model/sensor.c src/input/sensors.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "model/sensor.h"
#include "overflight/input.h"

#ifndef M_PI
#define M_PI 3.14159265358979323846
#endif
#define FOOT_M 0.3048
#define INCH_MM 25.4

#define NEAR(found, wanted, tolerance)                                         \
    do {                                                                       \
        double found_ = (found), wanted_ = (wanted);                           \
        if (!(fabs(found_ - wanted_) <= (tolerance)))                          \
            fail_msg("line %d: %.6f, wanted %.6f", __LINE__, found_, wanted_); \
    } while (0)

static ovf_swath_interval reach_of(ovf_sensor sensor, double height_m)
{
    ovf_swath_interval reach;
    assert_true(ovf_sensor_swath(&sensor, height_m, &reach));
    assert_true(reach.low_m < reach.high_m);
    return reach;
}

static double width_of(ovf_sensor sensor, double height_m)
{
    ovf_swath_interval reach = reach_of(sensor, height_m);
    return reach.high_m - reach.low_m;
}

static void assert_reach(ovf_swath_interval reach, double low_m, double high_m)
{
    NEAR(reach.low_m, low_m, 1e-6);
    NEAR(reach.high_m, high_m, 1e-6);
}

static ovf_sensor frame(double focal_length_in, double image_width_in)
{
    ovf_sensor sensor = ovf_sensor_unknown();
    sensor.kind = OVF_SENSOR_FRAME;
    sensor.focal_length_mm = focal_length_in * INCH_MM;
    sensor.image_width_mm = image_width_in * INCH_MM;
    return sensor;
}

static ovf_sensor panoramic(double scan_angle_deg)
{
    ovf_sensor sensor = ovf_sensor_unknown();
    sensor.kind = OVF_SENSOR_PANORAMIC;
    sensor.scan_angle_deg = scan_angle_deg;
    return sensor;
}

static ovf_sensor oblique(double depression_deg, double view_deg, ovf_sensor_side side)
{
    ovf_sensor sensor = ovf_sensor_unknown();
    sensor.kind = OVF_SENSOR_OBLIQUE;
    sensor.side = side;
    sensor.depression_angle_deg = depression_deg;
    sensor.field_of_view_deg = view_deg;
    return sensor;
}

static ovf_sensor radar(double near_deg, double far_deg, double most_km, ovf_sensor_side side)
{
    ovf_sensor sensor = ovf_sensor_unknown();
    sensor.kind = OVF_SENSOR_RADAR;
    sensor.side = side;
    sensor.near_look_deg = near_deg;
    sensor.far_look_deg = far_deg;
    sensor.max_swath_km = most_km;
    return sensor;
}

/* W = H w/f. KS-87 with film of 4.5 in at 3,000 ft: 4,500 ft = 1.3716 km with 3 in, 2,250 ft =
 * 0.6858 km with 6 in. */
static void frames(void **state)
{
    (void)state;
    NEAR(width_of(frame(3, 4.5), 3000 * FOOT_M), 4500 * FOOT_M, 1e-6);
    NEAR(width_of(frame(6, 4.5), 3000 * FOOT_M), 2250 * FOOT_M, 1e-6);
    assert_reach(reach_of(frame(3, 4.5), 1000), -750, 750);
    /* A field of view says the same: 2 atan(4.5 / 6) = 73.74°. */
    ovf_sensor view = frame(NAN, NAN);
    view.field_of_view_deg = 2 * atan(4.5 / 6) * 180 / M_PI;
    assert_reach(reach_of(view, 1000), -750, 750);
}

/* W = 2 H tan(θ/2) at 35,000 ft = 10.668 km, by hand: tan 30° = 0.57735, tan 45° = 1, tan 46.5°
 * = 1.05378, tan 60° = 1.73205. */
static void panoramas(void **state)
{
    (void)state;
    const double height = 35000 * FOOT_M;
    NEAR(width_of(panoramic(60), height), 12318, 1);
    NEAR(width_of(panoramic(90), height), 21336, 1e-6);
    NEAR(width_of(panoramic(93), height), 22483, 1);
    NEAR(width_of(panoramic(120), height), 36955, 1);
    ovf_sensor scanner = panoramic(93);
    scanner.kind = OVF_SENSOR_LINE_SCANNER;
    NEAR(width_of(scanner, height), width_of(panoramic(93), height), 0);
}

static void obliques(void **state)
{
    (void)state;
    /* Axis 45° down, 30° wide: from tan 30° = 1/√3 to tan 60° = √3. */
    assert_reach(reach_of(oblique(45, 30, OVF_SENSOR_LEFT), 1000), 1000 / sqrt(3), 1000 * sqrt(3));
    assert_reach(reach_of(oblique(45, 30, OVF_SENSOR_RIGHT), 1000), -1000 * sqrt(3),
                 -1000 / sqrt(3));
    /* Axis 60° down, 60° wide: from straight below. 90° wide: from 15° on the other side, tan 15° =
     * 2 - √3, to tan 75° = 2 + √3. */
    assert_reach(reach_of(oblique(60, 60, OVF_SENSOR_LEFT), 1000), 0, 1000 * sqrt(3));
    assert_reach(reach_of(oblique(60, 90, OVF_SENSOR_RIGHT), 1000), -1000 * (2 + sqrt(3)),
                 1000 * (2 - sqrt(3)));
}

/* A blind strip below, one side, and never wider than it may be: the far side is cut. */
static void radars(void **state)
{
    (void)state;
    assert_reach(reach_of(radar(45, 60, 25, OVF_SENSOR_LEFT), 3000), 3000, 3000 * sqrt(3));
    assert_reach(reach_of(radar(45, 60, 25, OVF_SENSOR_RIGHT), 3000), -3000 * sqrt(3), -3000);
    assert_reach(reach_of(radar(45, 60, 2, OVF_SENSOR_LEFT), 3000), 3000, 5000);
    assert_reach(reach_of(radar(45, NAN, 25, OVF_SENSOR_RIGHT), 8000), -33000, -8000);
    /* The treaty's 25 km where nothing is said. */
    assert_reach(reach_of(radar(45, 80, NAN, OVF_SENSOR_LEFT), 10000), 10000, 35000);
}

static void widths(void **state)
{
    (void)state;
    ovf_sensors sensors = {0};
    ovf_error error;
    assert_int_equal(ovf_sensors_add_width(&sensors, 7.7, &error), OVF_OK);
    assert_string_equal(sensors.items[0].id, "swath-7.7km");
    assert_reach(reach_of(sensors.items[0], 1), -3850, 3850);
    assert_reach(reach_of(sensors.items[0], NAN), -3850, 3850);
    const double wrong[] = {0, -1, 1001, NAN, INFINITY, 7.7};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(ovf_sensors_add_width(&sensors, wrong[i], &error), OVF_ERROR_USAGE);
    assert_int_equal(sensors.count, 1);
    ovf_sensors_clear(&sensors);
}

static void heights_that_are_none(void **state)
{
    (void)state;
    const double wrong[] = {0, -3000, NAN, INFINITY};
    ovf_sensor sensor = panoramic(90);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ovf_swath_interval reach = {1, 2};
        assert_false(ovf_sensor_swath(&sensor, wrong[i], &reach));
        assert_reach(reach, 1, 2);
    }
}

/* What sensor.h says of the round earth: on a sphere the place lies asin((1 + H/R) sin φ) - φ from
 * the point below. */
static void round_earth(void **state)
{
    (void)state;
    const double radius = 6371008.8, height = 11000, degrees[] = {49, 74}, said[] = {0.001, 0.01};
    for (int i = 0; i < 2; i++) {
        double look = degrees[i] * M_PI / 180,
               plane = width_of(panoramic(2 * degrees[i]), height) / 2;
        double off = radius * (asin((1 + height / radius) * sin(look)) - look) / plane - 1,
               tangent = tan(look);
        assert_true(off > 0);
        NEAR(off, height * tangent * tangent / (2 * radius), off * 0.1);
        NEAR(off, said[i], said[i] * 0.2);
    }
}

static const ovf_sensor *find(const ovf_sensors *sensors, const char *id)
{
    for (size_t i = 0; i < sensors->count; i++)
        if (strcmp(sensors->items[i].id, id) == 0) return &sensors->items[i];
    fail_msg("no sensor is called %s", id);
    return NULL;
}

/* The published swaths: 7.7 km from 11,000 ft, and those of the cameras' film and lenses. */
static void bundled(void **state)
{
    (void)state;
    ovf_sensors sensors = {0};
    ovf_error error = {0};
    if (ovf_sensors_read(NULL, &sensors, &error) != OVF_OK) fail_msg("%s", error.message);
    const struct {
        const char *id;
        double height_m, width_m, within_m;
    } known[] = {
        {"osdcam4060", 11000 * FOOT_M, 7700, 5}, {"ks-87e-3in", 3000 * FOOT_M, 1370, 5},
        {"ks-87e-6in", 3000 * FOOT_M, 690, 5},   {"ka-91c", 35000 * FOOT_M, 22500, 50},
        {"saab-340b-os-100", 1000, 1500, 50},    {"afa-41-75mm", 1000, 2400, 1e-6},
        {"afa-41-100mm", 1000, 1800, 1e-6},      {"afa-41-200mm", 1000, 900, 1e-6},
        {"sar-left", 5000, 25000, 1e-6},         {"sar-right", 5000, 25000, 1e-6},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        NEAR(width_of(*find(&sensors, known[i].id), known[i].height_m), known[i].width_m,
             known[i].within_m);
    /* The obliques begin where the vertical camera with the same lens ends, to the rounding of
     * their angles. */
    ovf_swath_interval vertical = reach_of(*find(&sensors, "ks-87e-6in"), 1000),
                       left = reach_of(*find(&sensors, "ks-87e-oblique-left"), 1000);
    ovf_swath_interval right = reach_of(*find(&sensors, "ks-87e-oblique-right"), 1000);
    NEAR(left.low_m, vertical.high_m, 1);
    assert_reach(right, -left.high_m, -left.low_m);
    for (size_t i = 0; i < sensors.count; i++) {
        const ovf_sensor *sensor = &sensors.items[i];
        /* Treaty on Open Skies, Art. IV para 2. */
        NEAR(sensor->resolution_m, sensor->kind == OVF_SENSOR_RADAR ? 3 : 0.3, 0);
        assert_non_null(sensor->source);
        assert_non_null(sensor->confidence);
        assert_non_null(sensor->note);
        assert_true(sensor->height_count == 0 || sensor->heights_source != NULL);
    }
    ovf_sensors_clear(&sensors);
}

/* Nothing is added on failure, and what was there stays. */
static void reading_by_name(void **state)
{
    (void)state;
    ovf_sensors sensors = {0};
    ovf_error error;
    assert_int_equal(ovf_sensors_read("KA-91C", &sensors, &error), OVF_OK);
    assert_int_equal(ovf_sensors_read("ka-91d", &sensors, &error), OVF_ERROR_INPUT);
    assert_non_null(strstr(error.message, "did you mean ka-91c?"));
    assert_int_equal(ovf_sensors_read("ka-91c", &sensors, &error), OVF_ERROR_INPUT);
    assert_int_equal(ovf_sensors_read(NULL, &sensors, &error), OVF_ERROR_INPUT);
    assert_non_null(strstr(
        error.message,
        "ka-91c.json: /sensors/0/id: expected an id that no other sensor has, found \"ka-91c\""));
    assert_int_equal(sensors.count, 1);
    assert_string_equal(sensors.items[0].id, "ka-91c");
    ovf_sensors_clear(&sensors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames),         cmocka_unit_test(panoramas),
        cmocka_unit_test(obliques),       cmocka_unit_test(radars),
        cmocka_unit_test(widths),         cmocka_unit_test(heights_that_are_none),
        cmocka_unit_test(round_earth),    cmocka_unit_test(bundled),
        cmocka_unit_test(reading_by_name)};
    return cmocka_run_group_tests_name("sensor", tests, NULL, NULL);
}
