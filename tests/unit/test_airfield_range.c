/* The place that is farthest beyond the reach of airfields: against a dense search, against what
 * follows from symmetry, and in the hard places.
 *
 * Tests: src/analysis/check/airfield_range.c src/analysis/check/range_parts.c
 * Tests: src/analysis/check/kind_airfield_range.c */
#include <inttypes.h>

#include "geometry_fixture.h"

#include "geodesy/proximity.h"
#include "overflight/airfield_range.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define SHAPE(kind, ...) \
    zone_with(kind, (const ovf_lonlat[]){__VA_ARGS__}, COUNT(((const ovf_lonlat[]){__VA_ARGS__})))
#define NEAR(found, wanted, tolerance)                                         \
    do {                                                                       \
        double found_ = (found), wanted_ = (wanted);                           \
        if (!(fabs(found_ - wanted_) <= (tolerance)))                          \
            fail_msg("line %d: %.9f, wanted %.9f", __LINE__, found_, wanted_); \
    } while (0)
#define MOST_CIRCLES 6

static ovf_range_place worst_of(shape *s, const ovf_circle *circles, size_t count)
{
    ovf_zone zone = zone_of(s);
    ovf_range_place found = {0};
    ovf_error error = {0};
    if (ovf_range_worst(&zone, circles, count, &found, &error) != OVF_OK)
        fail_msg("%s", error.message);
    assert_true(found.bound_m >= 0 && found.bound_m <= 1e3 && found.circle < count);
    return found;
}

static double beyond(ovf_lonlat at, const ovf_circle *circles, size_t count)
{
    double least = INFINITY;
    for (size_t i = 0; i < count; i++)
        least = fmin(least, distance_between(at, circles[i].centre) - circles[i].radius_m);
    return least;
}

static bool is_in(const ovf_boundary *b, ovf_lonlat at, double within_m)
{
    return ovf_boundary_contains(b, at.lon, at.lat) ||
           isfinite(ovf_boundary_distance(b, at, within_m, NULL));
}

typedef struct {
    const ovf_boundary *boundary;
    const ovf_circle *circles;
    size_t count;
    ovf_lonlat at;
    double most;
} dense_search;

static void look(dense_search *in, ovf_lonlat at, bool known)
{
    double value = beyond(at, in->circles, in->count);
    if (value <= in->most || !(known || ovf_boundary_contains(in->boundary, at.lon, at.lat)))
        return;
    in->most = value;
    in->at = at;
}

/* A grid over the shape, its vertices and places on its edges, then ever smaller steps about the
 * best of them. */
static double by_dense_search(const ovf_boundary *b, const ovf_circle *circles, size_t count,
                              ovf_lonlat centre, double radius_m)
{
    dense_search in = {b, circles, count, centre, -INFINITY};
    for (size_t k = 0; k < b->run_count; k++)
        for (uint32_t v = b->runs[k].first; v < b->runs[k].first + b->runs[k].edges; v++) {
            ovf_edge edge;
            ovf_edge_between(&edge, b->edges, b->positions[v], b->positions[v + 1], b->points[v],
                             b->points[v + 1]);
            for (int n = 0; n <= 8; n++)
                look(&in, n == 0 ? b->positions[v] : ovf_edge_position(&edge, n / 8.0), true);
        }
    for (int ring = 0; ring <= 24; ring++)
        for (int n = 0; n < 6 * ring + 1; n++)
            look(&in, place_at(centre, 360.0 * n / (6 * ring + 1), radius_m * ring / 24), false);
    double step = radius_m / 12;
    while (step > 1e-3) {
        double before = in.most;
        ovf_lonlat about = in.at;
        for (int n = 0; n < 24; n++) look(&in, place_at(about, 15.0 * n, step), false);
        if (in.most == before) step *= 0.6;
    }
    return in.most;
}

static void against_dense_search(void **state)
{
    (void)state;
    double short_of = 0;
    size_t inside = 0;
    print_message("seed %" PRIu64 "\n", first_seed);
    for (size_t k = 0; k < cases(300); k++) {
        begin_case(k);
        ovf_lonlat centre = random_centre();
        double radius = exp(uniform(log(1e3), log(8e5)));
        shape s = random_star(centre, radius, pick(2) == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC);
        ovf_circle circles[MOST_CIRCLES];
        size_t count = 1 + pick(MOST_CIRCLES);
        for (size_t i = 0; i < count; i++)
            circles[i] = (ovf_circle){place_at(centre, uniform(0, 360), radius * uniform(0, 2)),
                                      radius * uniform(0, 0.7)};
        ovf_range_place found = worst_of(&s, circles, count);
        ovf_zone zone = zone_of(&s);
        ovf_boundary b;
        assert_true(ovf_boundary_build(&b, &zone));
        /* It is attained, and nowhere is more. */
        if (!is_in(&b, found.at, 1e-3))
            fail_msg("case %zu: %.9f %.9f is outside", k, found.at.lon, found.at.lat);
        assert_true(found.bound_m <= OVF_RANGE_TOLERANCE_M);
        NEAR(beyond(found.at, circles, count), found.beyond_m, 1e-6);
        NEAR(distance_between(found.at, circles[found.circle].centre), found.distance_m, 1e-6);
        double dense = by_dense_search(&b, circles, count, centre, radius);
        if (!(dense <= found.beyond_m + found.bound_m))
            fail_msg("case %zu: %.6f m beyond at %.9f %.9f, and %.6f by dense search", k,
                     found.beyond_m, found.at.lon, found.at.lat, dense);
        short_of = fmax(short_of, (found.beyond_m - dense) / radius);
        if (!isfinite(ovf_boundary_distance(&b, found.at, 1, NULL))) inside++;
        ovf_boundary_free(&b);
    }
    print_message(
        "%zu of them inside; the dense search found what is less by at most %.2g of the radius\n",
        inside, short_of);
    assert_true(wanted_cases > 0 || inside > 10);
}

static shape box(double west, double south, double east, double north)
{
    return SHAPE(OVF_EDGES_LONLAT, {west, south}, {east, south}, {east, north}, {west, north},
                 {west, south});
}

/* In a triangle whose corners are the airfields: the place that is as far from all three, on the
 * meridian of symmetry, wherever that is. */
static void inside_of_three(void **state)
{
    (void)state;
    double latitude = NAN;
    for (double middle = 0; middle < 360; middle += 90) {
        shape s = SHAPE(OVF_EDGES_GEODESIC, {middle - 5, -10}, {middle + 5, -10}, {middle, 8},
                        {middle - 5, -10});
        const ovf_circle circles[] = {
            {{middle - 5, -10}, 1e5}, {{middle + 5, -10}, 1e5}, {{middle, 8}, 1e5}};
        ovf_range_place found = worst_of(&s, circles, 3);
        for (int i = 0; i < 3; i++)
            NEAR(distance_between(found.at, circles[i].centre), found.distance_m,
                 3 * OVF_RANGE_TOLERANCE_M);
        NEAR(remainder(found.at.lon - middle, 360), 0, 1e-7);
        assert_true(found.at.lat > -10 && found.at.lat < 8);
        if (isnan(latitude)) latitude = found.at.lat;
        NEAR(found.at.lat, latitude, 1e-7);
    }
}

/* A square whose north-eastern corner is the farthest: the radius that just reaches it, a
 * centimetre less, a kilometre more. */
static void at_the_limit(void **state)
{
    (void)state;
    for (double west = -180; west < 180; west += 60.25) {
        shape s = box(west, 10, west + 1, 11);
        ovf_lonlat corner = {west + 1, 11}, airfield = {west, 10};
        double far = distance_between(airfield, corner);
        ovf_circle circle = {airfield, far};
        ovf_range_place found = worst_of(&s, &circle, 1);
        assert_true(fabs(found.beyond_m) <= 1e-6 && found.bound_m <= OVF_RANGE_TOLERANCE_M);
        NEAR(distance_between(found.at, corner), 0, 1e-6);
        circle.radius_m = far - 0.01;
        NEAR(worst_of(&s, &circle, 1).beyond_m, 0.01, 1e-6);
        circle.radius_m = far + 1e3;
        NEAR(worst_of(&s, &circle, 1).beyond_m, -1e3, 1e-6);
    }
    /* Cut at the antimeridian, drawn beyond it, or named from the other side: the same place. */
    shape whole = box(179.5, 10, 180.5, 11), other = box(-180.5, 10, -179.5, 11),
          cut = box(179.5, 10, 180, 11), rest = box(-180, 10, -179.5, 11);
    add_ring(&cut, &rest, false);
    const ovf_circle circle = {{179.5, 10}, 1e5};
    ovf_range_place of_whole = worst_of(&whole, &circle, 1),
                    of_other = worst_of(&other, &circle, 1), of_cut = worst_of(&cut, &circle, 1);
    NEAR(of_whole.at.lon, -179.5, 1e-9);
    NEAR(of_other.beyond_m, of_whole.beyond_m, 1e-6);
    NEAR(of_cut.beyond_m, of_whole.beyond_m, 1e-6);
}

/* Everything south of a parallel. Every place of it is as far from the pole: nothing can be told
 * apart by lengths, and still it ends. */
static void around_a_pole(void **state)
{
    (void)state;
    for (int side = 0; side < 2; side++) {
        double sign = side == 0 ? -1 : 1;
        shape s = {.ring_count = 1, .edges = OVF_EDGES_LONLAT};
        for (int lon = -180; lon <= 180; lon += 10) add_vertex(&s, 0, lon, sign * 60);
        const ovf_circle pole = {{0, sign * 90}, 1e6};
        ovf_range_place found = worst_of(&s, &pole, 1);
        NEAR(found.distance_m, distance_between((ovf_lonlat){0, sign * 60}, pole.centre),
             OVF_RANGE_TOLERANCE_M);
        NEAR(found.at.lat, sign * 60, 1e-8);
        /* Three airfields evenly on that parallel, which all reach far: the pole has the least
         * left. */
        const ovf_circle three[] = {
            {{0, sign * 60}, 2e6}, {{120, sign * 60}, 2e6}, {{-120, sign * 60}, 2e6}};
        found = worst_of(&s, three, 3);
        NEAR(found.distance_m, distance_between((ovf_lonlat){0, sign * 60}, pole.centre),
             OVF_RANGE_TOLERANCE_M);
        assert_true(fabs(found.at.lat) > 89.9999);
    }
    /* As a map shows it, closed along the pole. */
    shape map = SHAPE(OVF_EDGES_LONLAT, {-180, -60}, {180, -60}, {180, -90}, {-180, -90},
                      {-180, -60});
    const ovf_circle east = {{90, -75}, 1e6};
    ovf_range_place found = worst_of(&map, &east, 1);
    NEAR(found.at.lat, -60, 1e-7);
    NEAR(found.at.lon, -90, 1e-3);
}

/* Where distances are no longer convex: a kilometre is enough there, and it is known. */
static void half_around_the_globe(void **state)
{
    (void)state;
    shape s = {.ring_count = 1, .edges = OVF_EDGES_LONLAT}, whole = box(-180, -90, 180, 90);
    for (int lon = -180; lon <= 180; lon += 10) add_vertex(&s, 0, lon, 60);
    const ovf_circle south = {{0, -90}, 9e6}, two[] = {{{0, 0}, 1e6}, {{10, 40}, 3e5}};
    ovf_range_place found = worst_of(&s, &south, 1);
    assert_true(fabs(found.at.lat) > 89 && found.beyond_m > 1.1e7 - 1e3 && found.bound_m <= 1e3);
    found = worst_of(&whole, two, 2);
    double dense = -INFINITY;
    for (int i = 0; i < 100000; i++)
        dense = fmax(
            dense,
            beyond((ovf_lonlat){uniform(-180, 180), asin(uniform(-1, 1)) / OVF_RADIAN}, two, 2));
    assert_true(found.beyond_m + found.bound_m >= dense && found.beyond_m <= dense + 2e5);
    NEAR(beyond(found.at, two, 2), found.beyond_m, 1e-6);
}

/* Airfields twice, within each other, or so many that they cover all: none of it changes what is
 * found. */
static void superfluous_airfields(void **state)
{
    (void)state;
    shape s = box(0, 0, 3, 3);
    ovf_circle circles[40] = {{{0, 0}, 2e5}, {{3, 3}, 1e5}};
    ovf_range_place two = worst_of(&s, circles, 2);
    for (size_t i = 2; i < 40; i++)
        circles[i] = (ovf_circle){{i % 2 == 0 ? 0 : 3, i % 2 == 0 ? 0 : 3},
                                  i % 2 == 0 ? 2e5 : 1e5 - (double)i};
    ovf_range_place many = worst_of(&s, circles, 40);
    assert_memory_equal(&two, &many, sizeof two);
    circles[7] = (ovf_circle){{1.5, 1.5}, 1e6};
    many = worst_of(&s, circles, 40);
    assert_int_equal(many.circle, 7);
    NEAR(many.beyond_m, distance_between(circles[7].centre, (ovf_lonlat){0, 0}) - 1e6, 10);
}

static void what_cannot_be(void **state)
{
    (void)state;
    shape s = box(0, 0, 1, 1), nothing = {.ring_count = 0};
    ovf_zone zone = zone_of(&s), empty = zone_of(&nothing);
    const ovf_circle good = {{0, 0}, 1e5},
                     wrong[] = {
                         {{0, 91}, 1}, {{NAN, 0}, 1}, {{0, 0}, -1}, {{0, 0}, NAN}, {{0, 0}, 9.1e6}};
    ovf_range_place found = {.beyond_m = 7};
    ovf_error error;
    assert_int_equal(ovf_range_worst(&zone, NULL, 0, &found, &error), OVF_ERROR_USAGE);
    assert_non_null(strstr(error.message, "expected at least one airfield"));
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_int_equal(ovf_range_worst(&zone, &wrong[i], 1, &found, &error), OVF_ERROR_USAGE);
        assert_non_null(strstr(error.message, "airfield 1: expected a range"));
    }
    assert_int_equal(ovf_range_worst(&empty, &good, 1, &found, &error), OVF_ERROR_INPUT);
    assert_string_equal(error.message, "zone \"zone\": expected at least one ring, found none");
    assert_true(found.beyond_m == 7);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(against_dense_search),  cmocka_unit_test(inside_of_three),
        cmocka_unit_test(at_the_limit),          cmocka_unit_test(around_a_pole),
        cmocka_unit_test(half_around_the_globe), cmocka_unit_test(superfluous_airfields),
        cmocka_unit_test(what_cannot_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
