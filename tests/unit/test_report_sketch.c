/* Lines and areas of report.html: what is written stays as near to what is there as is said.
 *
 * Tests: src/output/report/report_sketch.c src/output/shapes/densify.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>

#include "output/shapes/densify.h"
#include "output/report/report_sketch.h"

#define POINTS 400

static double uniform(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

static void open_frame(ovf_map_frame *frame, const ovf_fix *fixes, size_t count)
{
    ovf_map_frame_marks marks;
    assert_int_equal(ovf_map_frame_marks_init(&marks, NULL), OVF_OK);
    for (size_t i = 0; i < count; i++) ovf_map_frame_mark(&marks, fixes[i].lon, fixes[i].lat);
    assert_int_equal(ovf_map_frame_open(frame, &marks, NULL), OVF_OK);
    ovf_map_frame_marks_clear(&marks);
}

static json_t *parse(ovf_bytes *bytes)
{
    assert_false(bytes->failed);
    json_t *value = json_loadb(bytes->data, bytes->used, 0, NULL);
    assert_non_null(value);
    return value;
}

/* The points of a run; returns how many. */
static size_t decode(const json_t *run, size_t numbers, double unit_m, double points[][3])
{
    size_t count = json_array_size(run) / numbers;
    double last[3] = {0};
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < numbers; k++)
            last[k] += (double)json_integer_value(json_array_get(run, i * numbers + k)) * unit_m;
        for (size_t k = 0; k < 3; k++) points[i][k] = last[k];
    }
    return count;
}

static double from_line(ovf_flat p, double line[][3], size_t count)
{
    double nearest = INFINITY;
    for (size_t i = 0; i + 1 < count; i++) {
        double dx = line[i + 1][0] - line[i][0], dy = line[i + 1][1] - line[i][1],
               length2 = dx * dx + dy * dy;
        double t = length2 > 0
                       ? fmin(
                             fmax(((p.x - line[i][0]) * dx + (p.y - line[i][1]) * dy) / length2, 0),
                             1)
                       : 0;
        nearest = fmin(nearest, hypot(p.x - line[i][0] - t * dx, p.y - line[i][1] - t * dy));
    }
    return nearest;
}

/* A walk across the antimeridian and near the pole: each place on its edges lies within the
 * tolerance of what is written. */
static void test_line(void **state)
{
    (void)state;
    static const struct {
        double lon, lat, step;
    } walks[] = {{10, 50, 0.3}, {178, 20, 1}, {0, 84, 2}, {-120, 49, 5}};
    for (size_t w = 0; w < sizeof walks / sizeof *walks; w++) {
        ovf_fix fixes[POINTS];
        size_t end = POINTS;
        uint64_t seed = 20261125 + w;
        double lon = walks[w].lon, lat = walks[w].lat;
        for (size_t i = 0; i < POINTS; i++) {
            fixes[i] = (ovf_fix){lon, lat, NAN, NAN};
            lon += walks[w].step * (uniform(&seed) - 0.45);
            lat = fmin(fmax(lat + 0.2 * (uniform(&seed) - 0.5), -88), 89);
        }
        ovf_polyline line = {
            .fixes = fixes, .fix_count = POINTS, .part_ends = &end, .part_count = 1};
        ovf_map_frame frame;
        open_frame(&frame, fixes, POINTS);
        ovf_sketch sketch = {.frame = &frame, .unit_m = 100, .tolerance_m = 2000};
        ovf_bytes bytes = {0};
        ovf_sketch_line(&sketch, &bytes, &line, true);
        assert_false(sketch.failed);
        json_t *runs = parse(&bytes);
        static double points[20000][3];
        size_t count = decode(json_array_get(runs, 0), 3, sketch.unit_m, points);
        assert_int_equal(json_array_size(runs), 1);
        assert_in_range(count, 10, 19999);
        double length_m = 0;
        for (size_t i = 0; i < POINTS; i++) {
            double leg_m = 0;
            for (int k = 0; k < 8 && i + 1 < POINTS; k++) {
                double t = k / 8.0;
                ovf_flat p = ovf_plane_point(&frame.plane,
                                             fixes[i].lon + t * (fixes[i + 1].lon - fixes[i].lon),
                                             fixes[i].lat + t * (fixes[i + 1].lat - fixes[i].lat));
                assert_true(from_line(p, points, count) <= sketch.tolerance_m);
            }
            /* As the line runs, straight in longitude and latitude, in pieces of a quarter of a
             * degree. */
            double across = i > 0 ? fixes[i].lon - fixes[i - 1].lon : 0,
                   up = i > 0 ? fixes[i].lat - fixes[i - 1].lat : 0;
            int pieces = (int)ceil(fmax(fabs(across), fabs(up)) / OVF_MAP_EDGE_DEG);
            for (int k = 1; k <= pieces; k++) {
                double s = (k - 1) / (double)pieces, t = k / (double)pieces;
                const ovf_fix *from = &fixes[i - 1];
                geod_inverse(ovf_earth(), from->lat + s * up, from->lon + s * across,
                             from->lat + t * up, from->lon + t * across, &leg_m, NULL, NULL);
                length_m += leg_m;
            }
        }
        for (size_t i = 1; i < count; i++) assert_true(points[i][2] >= points[i - 1][2]);
        assert_true(fabs(points[count - 1][2] - length_m) <= sketch.unit_m / 2 + 1e-6);
        json_decref(runs);
        ovf_bytes_clear(&bytes);
        ovf_sketch_clear(&sketch);
        ovf_map_frame_close(&frame);
    }
}

static void test_heights(void **state)
{
    (void)state;
    /* A degree of the equator is 111,319.49 m: climb, cruise with a wobble of 0.4 m, unknown, known
     * again. */
    ovf_fix fixes[] = {{0, 0, 100, NAN}, {1, 0, 5000, NAN}, {2, 0, 5000.4, NAN}, {3, 0, 5000, NAN},
                       {4, 0, NAN, NAN}, {5, 0, 700, NAN},  {6, 0, 800, NAN}};
    size_t end = 7;
    ovf_polyline line = {.fixes = fixes, .fix_count = 7, .part_ends = &end, .part_count = 1};
    ovf_map_frame frame;
    open_frame(&frame, fixes, 7);
    ovf_sketch sketch = {.frame = &frame, .unit_m = 1, .tolerance_m = 10};
    ovf_bytes bytes = {0};
    ovf_sketch_line(&sketch, &bytes, &line, true);
    ovf_bytes_reset(&bytes);
    ovf_sketch_heights(&sketch, &bytes);
    ovf_bytes_byte(&bytes, '\0');
    assert_string_equal(bytes.data, "[[0,100,111319,4900,222639,0],[556597,700,111320,100]]");
    ovf_bytes_clear(&bytes);
    ovf_sketch_clear(&sketch);
    ovf_map_frame_close(&frame);
}

/* What is written of the times of a line along the equator, a degree between fixes. */
static void check_times(const double *times_s, size_t count, const char *wanted)
{
    ovf_fix fixes[8];
    for (size_t i = 0; i < count; i++) fixes[i] = (ovf_fix){(double)i, 0, NAN, times_s[i]};
    ovf_polyline line = {.fixes = fixes, .fix_count = count, .part_ends = &count, .part_count = 1};
    ovf_map_frame frame;
    open_frame(&frame, fixes, count);
    ovf_sketch sketch = {.frame = &frame, .unit_m = 1, .tolerance_m = 10};
    ovf_bytes bytes = {0};
    ovf_sketch_line(&sketch, &bytes, &line, true);
    ovf_sketch_heights(&sketch, &bytes);
    ovf_bytes_reset(&bytes);
    ovf_sketch_times(&sketch, &bytes);
    ovf_bytes_byte(&bytes, '\0');
    assert_string_equal(bytes.data, wanted);
    ovf_bytes_clear(&bytes);
    ovf_sketch_clear(&sketch);
    ovf_map_frame_close(&frame);
}

static void test_times(void **state)
{
    (void)state;
    /* Twice as fast on the second degree; with a wobble of 0.3 s; unknown in between; nowhere. */
    check_times((double[]){1000, 1600, 1900}, 3, "[[0,0,111319,6000,111320,3000]]");
    check_times((double[]){1000, 1600.3, 2200}, 3, "null");
    check_times((double[]){1000, 1600, NAN, 2500, 2600}, 5,
                "[[0,0,111319,6000],[333958,15000,111320,1000]]");
    check_times((double[]){NAN, NAN}, 2, "null");
}

static ovf_polygon square(double west, double south, double east, double north, ovf_ring *ring,
                          ovf_lonlat *v)
{
    v[0] = v[4] = (ovf_lonlat){west, south};
    v[1] = (ovf_lonlat){east, south};
    v[2] = (ovf_lonlat){east, north};
    v[3] = (ovf_lonlat){west, north};
    *ring = (ovf_ring){.vertices = v, .count = 5};
    return (ovf_polygon){ring, 1};
}

/* Two halves of a zone that was cut have outlines without the cut; one that ends at the
 * antimeridian keeps its edge there. */
static void test_cut(void **state)
{
    (void)state;
    ovf_lonlat v[2][5];
    ovf_ring rings[2];
    ovf_polygon halves[2] = {square(170, 50, 180, 60, &rings[0], v[0]),
                             square(-180, 50, -170, 60, &rings[1], v[1])};
    const ovf_fix corners[] = {{170, 50, NAN, NAN}, {-170, 60, NAN, NAN}};
    ovf_map_frame frame;
    open_frame(&frame, corners, 2);
    ovf_sketch sketch = {.frame = &frame, .unit_m = 10, .tolerance_m = 100};
    ovf_bytes bytes = {0};
    ovf_sketch_areas(&sketch, &bytes, halves, 2);
    json_t *whole = parse(&bytes);
    assert_int_equal(json_array_size(whole), 2);
    assert_int_equal(json_array_size(json_array_get(whole, 0)), 2);
    ovf_flat seam[2] = {ovf_plane_point(&frame.plane, 180, 50),
                        ovf_plane_point(&frame.plane, 180, 60)};
    ovf_flat middle = {(seam[0].x + seam[1].x) / 2, (seam[0].y + seam[1].y) / 2};
    static double points[20000][3];
    const json_t *outlines = json_array_get(whole, 1);
    assert_true(json_array_size(outlines) >= 2);
    for (size_t i = 0; i < json_array_size(outlines); i++) {
        size_t count = decode(json_array_get(outlines, i), 2, sketch.unit_m, points);
        assert_true(from_line(middle, points, count) > 400000);
    }
    json_decref(whole);
    ovf_bytes_reset(&bytes);
    ovf_sketch_areas(&sketch, &bytes, halves, 1);
    json_t *half = parse(&bytes);
    assert_int_equal(json_array_size(half), 1);
    size_t count = decode(json_array_get(json_array_get(json_array_get(half, 0), 0), 0), 2,
                          sketch.unit_m, points);
    assert_true(from_line(middle, points, count) < 1000);
    json_decref(half);
    ovf_bytes_clear(&bytes);
    ovf_sketch_clear(&sketch);
    ovf_map_frame_close(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_line), cmocka_unit_test(test_heights),
                                       cmocka_unit_test(test_times), cmocka_unit_test(test_cut)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
