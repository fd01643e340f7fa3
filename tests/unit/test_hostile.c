/* Shapes that make an index slow or a filter wrong, all flown over along the equator: that is a
 * geodesic on which longitude is distance, and where it crosses an edge that is straight in
 * longitude and latitude is plain arithmetic.
 *
 * Tests: src/geodesy/tree.c src/geodesy/boundary.c src/analysis/meet/fly.c */
#include "geometry_fixture.h"

#define METRES_A_DEGREE (OVF_EARTH_A * OVF_RADIAN)

static ovf_lonlat *vertices;
static size_t vertex_count;
static double *crossings;
static size_t crossing_count;

static void put(double lon, double lat) { vertices[vertex_count++] = (ovf_lonlat){lon, lat}; }

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Closes the rings that end at `ends`, flies over them from 30° W to 30° E and expects what
 * arithmetic says. */
static void expect_arithmetic(const size_t *ends, size_t ring_count)
{
    ovf_ring *rings = calloc(ring_count, sizeof *rings);
    ovf_fix fixes[] = {{-30, 0, NAN, NAN}, {-7, 0, NAN, NAN}, {11, 0, NAN, NAN}, {30, 0, NAN, NAN}};
    size_t first = 0, fix_count = 4;
    crossing_count = 0;
    assert_non_null(rings);
    for (size_t r = 0; r < ring_count; r++) {
        rings[r] = (ovf_ring){.vertices = vertices + first, .count = ends[r] - first};
        for (size_t i = first + 1; i < ends[r]; i++) {
            ovf_lonlat a = vertices[i - 1], b = vertices[i];
            if ((a.lat > 0) != (b.lat > 0))
                crossings[crossing_count++] = a.lon - a.lat * (b.lon - a.lon) / (b.lat - a.lat);
        }
        first = ends[r];
    }
    qsort(crossings, crossing_count, sizeof *crossings, compare);
    double inside = 0;
    for (size_t i = 0; i + 1 < crossing_count; i += 2)
        inside += (crossings[i + 1] - crossings[i]) * METRES_A_DEGREE;

    ovf_polygon polygon = {rings, ring_count};
    ovf_zone zone = {.id = "hostile", .file = "test", .polygons = &polygon, .polygon_count = 1};
    ovf_zones zones = {&zone, 1};
    ovf_analyzer *analyzer = NULL;
    ovf_scratch *scratch = NULL;
    const ovf_result *result = NULL;
    ovf_error error;
    ovf_route route = {
        .id = "equator", .fixes = fixes, .fix_count = 4, .part_ends = &fix_count, .part_count = 1};
    assert_int_equal(ovf_analyzer_new(&zones, NULL, &analyzer, &error), OVF_OK);
    assert_int_equal(ovf_scratch_new(&scratch, &error), OVF_OK);
    assert_int_equal(ovf_analyze(analyzer, &route, scratch, &result, &error), OVF_OK);
    assert_int_equal(result->meeting_count, 1);
    const ovf_meeting *m = &result->meetings[0];
    assert_int_equal(m->crossing_count, crossing_count);
    assert_int_equal(m->passage_count, crossing_count / 2);
    assert_true(fabs(m->inside_m - inside) < 1e-9 * (double)crossing_count + 1e-7);
    for (size_t i = 0; i < crossing_count; i++)
        assert_true(fabs(m->crossings[i].place.along_m - (crossings[i] + 30) * METRES_A_DEGREE) <
                    1e-7);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    free(rings);
}

static void star_of_100000_vertices(void **state)
{
    (void)state;
    const size_t count = 100000;
    vertex_count = 0;
    for (size_t i = 0; i < count; i++) {
        double angle = 360 * ((double)i + 0.3) / (double)count * OVF_RADIAN,
               radius = i % 2 == 0 ? 20 : 0.5;
        put(radius * cos(angle), radius * sin(angle));
    }
    put(vertices[0].lon, vertices[0].lat);
    expect_arithmetic(&vertex_count, 1);
}

/* A band that winds outward many times, and back inside itself. */
static void spiral(void **state)
{
    (void)state;
    const int steps = 20000;
    const double turns = 60.1;
    vertex_count = 0;
    for (int side = 0; side < 2; side++)
        for (int i = 0; i <= steps; i++) {
            double t = (double)(side == 0 ? i : steps - i) / steps,
                   radius = 0.5 + 18 * t + (side == 0 ? 0 : 0.12);
            put(radius * cos(0.3 + turns * t * 6.283185307179586),
                radius * sin(0.3 + turns * t * 6.283185307179586));
        }
    put(vertices[0].lon, vertices[0].lat);
    expect_arithmetic(&vertex_count, 1);
    assert_true(crossing_count > 200);
}

/* Needles of a thousand kilometres and half a metre, side by side across the equator. */
static void needles(void **state)
{
    (void)state;
    vertex_count = 0;
    for (int i = 0; i < 5000; i++) {
        put(i * 1e-5, -8);
        put(i * 1e-5 + 4e-6, 9 + (i % 7) * 0.1);
    }
    put(0.06, -9);
    put(-0.01, -9);
    put(0, -8);
    expect_arithmetic(&vertex_count, 1);
    assert_true(crossing_count > 9990);
}

/* A hole in a hole in a hole … by the even-odd rule. */
static void nested(void **state)
{
    (void)state;
    size_t ends[60];
    vertex_count = 0;
    for (size_t r = 0; r < 60; r++) {
        double half = 25 - 0.4 * (double)r;
        put(-half, -half);
        put(half, -half + 0.1);
        put(half - 0.1, half);
        put(-half, half - 0.05);
        put(-half, -half);
        ends[r] = vertex_count;
    }
    expect_arithmetic(ends, 60);
    assert_int_equal(crossing_count, 120);
}

static int make_room(void **state)
{
    (void)state;
    vertices = calloc(200000, sizeof *vertices);
    crossings = calloc(200000, sizeof *crossings);
    return vertices == NULL || crossings == NULL;
}

static int drop_room(void **state)
{
    (void)state;
    free(vertices);
    free(crossings);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(star_of_100000_vertices),
                                       cmocka_unit_test(spiral), cmocka_unit_test(needles),
                                       cmocka_unit_test(nested)};
    return cmocka_run_group_tests(tests, make_room, drop_room);
}
