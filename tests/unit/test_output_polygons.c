/* Zones as RFC 7946 wants them. Areas are in square degrees of the map, worked out by hand.
 *
 * Tests: src/output/shapes/polygons.c src/output/shapes/clip.c src/output/shapes/edges.c */
#include "output_fixture.h"

#include <geodesic.h>

#include "model/model.h"
#include "output/shapes/polygons.h"

#define RING(...)                                                         \
    {                                                                     \
        .vertices = (ovf_lonlat[]){__VA_ARGS__},                          \
        .count = sizeof((ovf_lonlat[]){__VA_ARGS__}) / sizeof(ovf_lonlat) \
    }

typedef struct {
    ovf_polygon *items;
    size_t count;
} drawn_zone;

static drawn_zone draw(const ovf_polygon *polygons, size_t count, ovf_edges edges)
{
    ovf_error error = {0};
    drawn_zone drawn = {0};
    const ovf_zone zone = {.id = "zone",
                           .file = "zones.geojson",
                           .edges = edges,
                           .polygons = (ovf_polygon *)(uintptr_t)polygons,
                           .polygon_count = count};
    expect_ok(ovf_polygons_draw(&zone, 1, &drawn.items, &drawn.count, &error), &error);
    return drawn;
}

static double area(const ovf_ring *ring)
{
    double sum = 0;
    for (size_t i = 1; i < ring->count; i++)
        sum += (ring->vertices[i - 1].lon * ring->vertices[i].lat -
                ring->vertices[i].lon * ring->vertices[i - 1].lat) /
               2;
    return sum;
}

/* What holds for every zone: rings closed, right-hand, within the world. Returns the area. */
static double check(const drawn_zone *drawn)
{
    double sum = 0;
    for (size_t i = 0; i < drawn->count; i++)
        for (size_t k = 0; k < drawn->items[i].count; k++) {
            const ovf_ring *ring = &drawn->items[i].rings[k];
            assert_true(ring->count >= 4);
            assert_memory_equal(&ring->vertices[0], &ring->vertices[ring->count - 1],
                                sizeof ring->vertices[0]);
            for (size_t n = 0; n < ring->count; n++) {
                assert_true(fabs(ring->vertices[n].lon) <= 180);
                assert_true(fabs(ring->vertices[n].lat) <= 90);
            }
            assert_true(k == 0 ? area(ring) > 0 : area(ring) < 0);
            sum += area(ring);
        }
    return sum;
}

/* By the even-odd rule. */
static bool contains(const drawn_zone *drawn, double lon, double lat)
{
    bool inside = false;
    for (size_t i = 0; i < drawn->count; i++)
        for (size_t k = 0; k < drawn->items[i].count; k++) {
            const ovf_ring *ring = &drawn->items[i].rings[k];
            for (size_t n = 1; n < ring->count; n++) {
                ovf_lonlat a = ring->vertices[n - 1], b = ring->vertices[n];
                if ((a.lat > lat) != (b.lat > lat) &&
                    lon < a.lon + (lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon))
                    inside = !inside;
            }
        }
    return inside;
}

static void expect_area(const ovf_ring *rings, size_t ring_count, ovf_edges edges,
                        size_t polygon_count, double expected)
{
    const ovf_polygon polygon = {(ovf_ring *)(uintptr_t)rings, ring_count};
    drawn_zone drawn = draw(&polygon, 1, edges);
    double found = check(&drawn);
    if (drawn.count != polygon_count || !(fabs(found - expected) < 1e-9 * expected))
        print_message("%zu polygons of %.12g, not %zu of %.12g\n", drawn.count, found,
                      polygon_count, expected);
    assert_int_equal(drawn.count, polygon_count);
    assert_true(fabs(found - expected) < 1e-9 * expected);
    ovf_polygons_free(drawn.items, drawn.count);
}

static void within_the_world_unchanged_but_for_winding(void **state)
{
    (void)state;
    /* The outline clockwise, the hole counterclockwise: both are turned, and keep each bit. */
    static const ovf_lonlat outline[] = {{20.1, 54.3},
                                         {20.1, 55.123456789012345},
                                         {22, 55},
                                         {22, 54},
                                         {20.1, 54.3}},
                            hole[] = {{21, 54.5}, {21.1, 54.5}, {21.1, 54.6}, {21, 54.5}};
    ovf_ring rings[] = {{.vertices = (ovf_lonlat *)(uintptr_t)outline, .count = 5},
                        {.vertices = (ovf_lonlat *)(uintptr_t)hole, .count = 4}};
    const ovf_polygon polygon = {rings, 2};
    drawn_zone drawn = draw(&polygon, 1, OVF_EDGES_LONLAT);
    check(&drawn);
    assert_int_equal(drawn.count, 1);
    assert_int_equal(drawn.items[0].count, 2);
    for (size_t i = 0; i < 5; i++)
        assert_memory_equal(&drawn.items[0].rings[0].vertices[i], &outline[4 - i],
                            sizeof outline[0]);
    for (size_t i = 0; i < 4; i++)
        assert_memory_equal(&drawn.items[0].rings[1].vertices[i], &hole[3 - i], sizeof hole[0]);
    ovf_polygons_free(drawn.items, drawn.count);
}

static void cut_already(void **state)
{
    (void)state;
    ovf_ring west[] = {RING({170, 60}, {180, 60}, {180, 65}, {170, 65}, {170, 60})},
             east[] = {RING({-180, 60}, {-175, 60}, {-175, 65}, {-180, 65}, {-180, 60})};
    const ovf_polygon polygons[] = {{west, 1}, {east, 1}};
    drawn_zone drawn = draw(polygons, 2, OVF_EDGES_LONLAT);
    assert_true(check(&drawn) == 75);
    assert_int_equal(drawn.count, 2);
    assert_memory_equal(drawn.items[0].rings[0].vertices, west[0].vertices, 5 * sizeof(ovf_lonlat));
    assert_memory_equal(drawn.items[1].rings[0].vertices, east[0].vertices, 5 * sizeof(ovf_lonlat));
    ovf_polygons_free(drawn.items, drawn.count);
}

/* As Antarctica stands in most files: with edges along ±180° and the pole. */
static void closed_over_the_pole_already(void **state)
{
    (void)state;
    const ovf_ring ring = RING({-180, -90}, {180, -90}, {180, -70}, {0, -60}, {-180, -70},
                               {-180, -90});
    expect_area(&ring, 1, OVF_EDGES_LONLAT, 1, 360 * 20 + 360 * 10 / 2);
    const ovf_ring world = RING({-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90});
    expect_area(&world, 1, OVF_EDGES_LONLAT, 1, 64800);
}

static void across_the_antimeridian(void **state)
{
    (void)state;
    const ovf_ring running_on = RING({170, 60}, {190, 60}, {190, 65}, {170, 65}, {170, 60}),
                   jumping = RING({170, 60}, {-170, 60}, {-170, 65}, {170, 65}, {170, 60}),
                   turned = RING({-190, 60}, {-170, 60}, {-170, 65}, {-190, 65}, {-190, 60}),
                   far = RING({530, 60}, {550, 60}, {550, 65}, {530, 65}, {530, 60}),
                   clockwise = RING({170, 60}, {170, 65}, {-170, 65}, {-170, 60}, {170, 60});
    expect_area(&running_on, 1, OVF_EDGES_LONLAT, 2, 100);
    expect_area(&jumping, 1, OVF_EDGES_LONLAT, 2, 100);
    expect_area(&turned, 1, OVF_EDGES_LONLAT, 2, 100);
    expect_area(&far, 1, OVF_EDGES_LONLAT, 2, 100);
    expect_area(&clockwise, 1, OVF_EDGES_LONLAT, 2, 100);
    /* Wholly beyond: moved, not cut. */
    const ovf_ring beyond = RING({190, 60}, {230, 60}, {230, 65}, {190, 65}, {190, 60});
    expect_area(&beyond, 1, OVF_EDGES_LONLAT, 1, 200);
    const ovf_polygon polygon = {(ovf_ring *)(uintptr_t)&beyond, 1};
    drawn_zone drawn = draw(&polygon, 1, OVF_EDGES_LONLAT);
    assert_true(contains(&drawn, -150, 62));
    ovf_polygons_free(drawn.items, drawn.count);
}

static void vertices_survive_the_cut(void **state)
{
    (void)state;
    ovf_ring ring = RING({170.123456789, 60.1}, {190.5, 60.2}, {189.75, 65.3}, {170.2, 65.4},
                         {170.123456789, 60.1});
    const ovf_polygon polygon = {&ring, 1};
    drawn_zone drawn = draw(&polygon, 1, OVF_EDGES_LONLAT);
    check(&drawn);
    for (size_t i = 0; i < 4; i++) {
        ovf_lonlat wanted = {ring.vertices[i].lon > 180 ? ring.vertices[i].lon - 360
                                                        : ring.vertices[i].lon,
                             ring.vertices[i].lat};
        bool found = false;
        for (size_t k = 0; k < drawn.count; k++)
            for (size_t n = 0; n < drawn.items[k].rings[0].count; n++)
                found = found ||
                        memcmp(&drawn.items[k].rings[0].vertices[n], &wanted, sizeof wanted) == 0;
        assert_true(found);
    }
    ovf_polygons_free(drawn.items, drawn.count);
}

static void holes_go_along(void **state)
{
    (void)state;
    /* One hole across, given with other names of the meridians; one on each side. */
    const ovf_ring rings[] = {RING({170, 60}, {190, 60}, {190, 65}, {170, 65}, {170, 60}),
                              RING({-181, 61}, {-179, 61}, {-179, 62}, {-181, 62}, {-181, 61}),
                              RING({172, 61}, {173, 61}, {173, 62}, {172, 62}, {172, 61}),
                              RING({-173, 61}, {-172, 61}, {-172, 62}, {-173, 62}, {-173, 61})};
    expect_area(rings, 4, OVF_EDGES_LONLAT, 2, 100 - 2 - 1 - 1);
    const ovf_polygon polygon = {(ovf_ring *)(uintptr_t)rings, 4};
    drawn_zone drawn = draw(&polygon, 1, OVF_EDGES_LONLAT);
    assert_true(contains(&drawn, 179.5, 60.5));
    assert_false(contains(&drawn, 179.5, 61.5));
    assert_false(contains(&drawn, -179.5, 61.5));
    assert_false(contains(&drawn, 172.5, 61.5));
    assert_false(contains(&drawn, -172.5, 61.5));
    ovf_polygons_free(drawn.items, drawn.count);
    /* A hole that the antimeridian only touches. */
    const ovf_ring touching[] = {rings[0],
                                 RING({179, 61}, {180, 61}, {180, 62}, {179, 62}, {179, 61})};
    expect_area(touching, 2, OVF_EDGES_LONLAT, 2, 99);
}

static void around_a_pole(void **state)
{
    (void)state;
    const ovf_ring north = RING({0, 70}, {120, 70}, {-120, 70}, {0, 70}),
                   back = RING({0, 70}, {-120, 70}, {120, 70}, {0, 70}),
                   south = RING({10, -60}, {-110, -60}, {130, -60}, {10, -60}),
                   running_on = RING({100, 70}, {190, 70}, {280, 70}, {370, 70}, {100, 70});
    expect_area(&north, 1, OVF_EDGES_LONLAT, 1, 360 * 20);
    expect_area(&back, 1, OVF_EDGES_LONLAT, 1, 360 * 20);
    expect_area(&south, 1, OVF_EDGES_LONLAT, 1, 360 * 30);
    expect_area(&running_on, 1, OVF_EDGES_LONLAT, 1, 360 * 20);
    const ovf_polygon polygon = {(ovf_ring *)(uintptr_t)&south, 1};
    drawn_zone drawn = draw(&polygon, 1, OVF_EDGES_LONLAT);
    assert_true(contains(&drawn, 0, -89));
    assert_false(contains(&drawn, 0, 0));
    ovf_polygons_free(drawn.items, drawn.count);
    /* Between two parallels; with a hole across the antimeridian. */
    const ovf_ring band[] = {north, RING({0, 80}, {120, 80}, {-120, 80}, {0, 80}),
                             RING({179, 71}, {-179, 71}, {-179, 72}, {179, 72}, {179, 71})};
    expect_area(band, 2, OVF_EDGES_LONLAT, 1, 360 * 10);
    expect_area(band, 3, OVF_EDGES_LONLAT, 1, 360 * 10 - 2);
}

/* The largest distance between the geodesic from a to b and the lines that are drawn for it,
 * straight in `y` over longitude. */
static double strays(const ovf_ring *ring, ovf_lonlat a, ovf_lonlat b, double (*y)(double))
{
    struct geod_geodesic earth;
    struct geod_geodesicline line;
    double most = 0;
    geod_init(&earth, 6378137.0, 1 / 298.257223563);
    geod_inverseline(&line, &earth, a.lat, a.lon, b.lat, b.lon,
                     GEOD_LATITUDE | GEOD_LONGITUDE | GEOD_DISTANCE_IN);
    for (int i = 1; i < 20000; i++) {
        double lat, lon, azimuth, best = INFINITY;
        geod_position(&line, line.s13 * i / 20000, &lat, &lon, &azimuth);
        for (size_t n = 1; n < ring->count; n++) {
            ovf_lonlat from = ring->vertices[n - 1], to = ring->vertices[n];
            if ((from.lon <= lon) == (to.lon <= lon)) continue;
            double level = y(from.lat) +
                           (lon - from.lon) / (to.lon - from.lon) * (y(to.lat) - y(from.lat));
            /* Metres north or south, and of them what lies across the geodesic. */
            double north_m = fabs(level - y(lat)) / (y(lat + 0.0005) - y(lat - 0.0005)) * 111.7;
            best = fmin(best, north_m * fabs(sin(azimuth * acos(-1) / 180)));
        }
        most = fmax(most, best);
    }
    return most;
}

static double degrees(double lat) { return lat; }
static double mercator(double lat) { return asinh(tan(lat * acos(-1) / 180)); }

/* The 49th parallel's chord from Vancouver to the Lake of the Woods bulges 109 km. */
static void geodesic_edges_are_densified(void **state)
{
    (void)state;
    static const ovf_lonlat corners[][2] = {{{-123, 49}, {-95, 49}},
                                            {{-123, -49}, {-95, -49}},
                                            {{-60, 10}, {-10, -10}},
                                            {{10, 70}, {100, 84}},
                                            {{0, 5}, {2, 80}}};
    for (size_t i = 0; i < COUNT(corners); i++) {
        ovf_lonlat a = corners[i][0], b = corners[i][1];
        ovf_ring ring = RING(a, b, {(a.lon + b.lon) / 2 + 5, 30}, a);
        const ovf_polygon polygon = {&ring, 1};
        drawn_zone drawn = draw(&polygon, 1, OVF_EDGES_GEODESIC),
                   plain = draw(&polygon, 1, OVF_EDGES_LONLAT);
        check(&drawn);
        assert_int_equal(drawn.count, 1);
        assert_int_equal(plain.items[0].rings[0].count, 4);
        double lonlat_m = strays(&drawn.items[0].rings[0], a, b, degrees),
               mercator_m = strays(&drawn.items[0].rings[0], a, b, mercator);
        if (lonlat_m > 1 || mercator_m > 1)
            print_message("edge %zu strays by %g m and %g m\n", i, lonlat_m, mercator_m);
        assert_true(lonlat_m <= 1 && mercator_m <= 1);
        assert_true(drawn.items[0].rings[0].count < 6000);
        ovf_polygons_free(drawn.items, drawn.count);
        ovf_polygons_free(plain.items, plain.count);
    }
}

static void geodesic_edges_across(void **state)
{
    (void)state;
    ovf_ring across = RING({170, 60}, {-170, 60}, {-170, 65}, {170, 65}, {170, 60}),
             cap = RING({0, 80}, {90, 80}, {180, 80}, {-90, 80}, {0, 80}),
             over_pole = RING({0, 80}, {180, 80}, {90, 75}, {0, 80});
    const ovf_polygon polygons[] = {{&across, 1}, {&cap, 1}, {&over_pole, 1}};
    drawn_zone drawn = draw(&polygons[0], 1, OVF_EDGES_GEODESIC);
    check(&drawn);
    assert_int_equal(drawn.count, 2);
    /* In the middle of 20° the geodesic is 0.3° north of the parallel. */
    assert_false(contains(&drawn, 179.9, 60.2));
    assert_true(contains(&drawn, 179.9, 65.2));
    ovf_polygons_free(drawn.items, drawn.count);
    drawn = draw(&polygons[1], 1, OVF_EDGES_GEODESIC);
    check(&drawn);
    assert_true(contains(&drawn, 45, 89) && contains(&drawn, 0, 80.5) &&
                !contains(&drawn, 45, 80.5));
    ovf_polygons_free(drawn.items, drawn.count);
    /* An edge just over the pole: what is on the far side of it is outside. */
    drawn = draw(&polygons[2], 1, OVF_EDGES_GEODESIC);
    check(&drawn);
    assert_true(contains(&drawn, 90, 89) && contains(&drawn, 20, 85) &&
                !contains(&drawn, -90, 85) && !contains(&drawn, -90, 89));
    ovf_polygons_free(drawn.items, drawn.count);
}

/* The map shows 0.82 of the earth within this ring, and not the poles: the smaller side is what is
 * meant of a geodesic ring. */
static void larger_side_is_not_meant(void **state)
{
    (void)state;
    ovf_ring ring = RING({-170, -60}, {-85, -60}, {0, -60}, {85, -60}, {170, -60}, {170, 60},
                         {85, 60}, {0, 60}, {-85, 60}, {-170, 60}, {-170, -60});
    const ovf_polygon polygon = {&ring, 1};
    drawn_zone drawn = draw(&polygon, 1, OVF_EDGES_GEODESIC);
    check(&drawn);
    assert_true(contains(&drawn, 0, 89) && contains(&drawn, 0, -89) && contains(&drawn, 175, 0) &&
                contains(&drawn, -175, 0));
    assert_false(contains(&drawn, 0, 0));
    ovf_polygons_free(drawn.items, drawn.count);
    drawn = draw(&polygon, 1, OVF_EDGES_LONLAT);
    assert_true(contains(&drawn, 0, 0));
    assert_false(contains(&drawn, 0, 89));
    ovf_polygons_free(drawn.items, drawn.count);
}

static void what_cannot_be_cut(void **state)
{
    (void)state;
    ovf_error error = {0};
    ovf_polygon *polygons = NULL;
    size_t count = 0;
    /* Two vertices make no ring; a reader would not let this pass. */
    ovf_ring ring = RING({179, 0}, {181, 0});
    ovf_polygon polygon = {&ring, 1};
    const ovf_zone zone = {
        .id = "bad", .file = "zones.geojson", .polygons = &polygon, .polygon_count = 1};
    assert_int_equal(ovf_polygons_draw(&zone, 1, &polygons, &count, &error), OVF_ERROR_GEOMETRY);
    assert_non_null(
        strstr(error.message, "zone bad in zones.geojson cannot be cut at the antimeridian: "));
    assert_null(polygons);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(within_the_world_unchanged_but_for_winding),
        cmocka_unit_test(cut_already),
        cmocka_unit_test(closed_over_the_pole_already),
        cmocka_unit_test(across_the_antimeridian),
        cmocka_unit_test(vertices_survive_the_cut),
        cmocka_unit_test(holes_go_along),
        cmocka_unit_test(around_a_pole),
        cmocka_unit_test(geodesic_edges_are_densified),
        cmocka_unit_test(geodesic_edges_across),
        cmocka_unit_test(larger_side_is_not_meant),
        cmocka_unit_test(what_cannot_be_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
