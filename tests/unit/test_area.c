/* Areas of zones: against closed forms, GeographicLib's figures and PROJ's geod_polygon; and what
 * must not change them.
 *
 * Tests: src/geodesy/area.c src/geodesy/below.c src/geodesy/unwrap.c src/model/zone_area.c */
#include "geometry_fixture.h"

#include "geodesy/area.h"
#include "geodesy/below.h"
#include "geodesy/boundary.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define ZONE(kind, ...) \
    zone_with(kind, (const ovf_lonlat[]){__VA_ARGS__}, COUNT(((const ovf_lonlat[]){__VA_ARGS__})))
#define NEAR(found, wanted, tolerance)                                         \
    do {                                                                       \
        double found_ = (found), wanted_ = (wanted);                           \
        if (!(fabs(found_ - wanted_) <= (tolerance)))                          \
            fail_msg("line %d: %.6f, wanted %.6f", __LINE__, found_, wanted_); \
    } while (0)

static const double earth = 510065621724088.5093; /* GeographicLib, Planimeter15 of geodtest.c */

/* Snyder, Map Projections: A Working Manual, equation 3-12: the area between the equator and a
 * latitude, for each degree of longitude. */
static double zone_of_parallels(double lat)
{
    double e = sqrt(OVF_EARTH_E2), s = sin(lat * OVF_RADIAN);
    double q = (1 - OVF_EARTH_E2) *
               (s / (1 - OVF_EARTH_E2 * s * s) - log((1 - e * s) / (1 + e * s)) / (2 * e));
    return OVF_EARTH_A * OVF_EARTH_A * q / 2 * OVF_RADIAN;
}

static ovf_area area(shape *s)
{
    ovf_zone zone = zone_of(s);
    ovf_area found = {NAN, NAN};
    ovf_error error = {0};
    if (ovf_zone_area(&zone, &found, &error) != OVF_OK) fail_msg("%s", error.message);
    assert_true(found.m2 >= 0 && found.m2 <= OVF_EARTH_AREA_M2 && found.bound_m2 >= 0);
    return found;
}

/* Within its own bound, and `more` for what the expected figure may be off. */
static void expect_area(shape *s, double wanted, double more)
{
    ovf_area found = area(s);
    if (!(fabs(found.m2 - wanted) <= found.bound_m2 + more))
        fail_msg("%.6f ± %.6f, wanted %.6f", found.m2, found.bound_m2, wanted);
}

static shape box(double west, double south, double east, double north)
{
    return ZONE(OVF_EDGES_LONLAT, {west, south}, {east, south}, {east, north}, {west, north},
                {west, south});
}

static void rectangles(void **state)
{
    (void)state;
    double worst = 0;
    for (size_t k = 0; k < cases(20000); k++) {
        begin_case(k);
        double south = uniform(-90, 90),
               north = k % 2 == 0 ? uniform(-90, 90) : fmin(90, south + exp(uniform(-12, 0)));
        double west = uniform(-180, 180),
               width = k % 3 == 0 ? uniform(0, 180) : exp(uniform(-12, 0));
        shape s = box(west, south, west + width, north);
        double exact = (s.vertices[0][1].lon - west) *
                       fabs(zone_of_parallels(north) - zone_of_parallels(south));
        ovf_area found = area(&s);
        worst = fmax(worst, fabs(found.m2 - exact) / found.bound_m2);
        NEAR(found.m2, exact, found.bound_m2);
    }
    /* A trapezium has Snyder's figure for no formula: Simpson's rule over 2,000 pieces of the edge
     * from 10° to 70°. */
    double sum = zone_of_parallels(10) + zone_of_parallels(70);
    for (int i = 1; i < 2000; i++)
        sum += (i % 2 == 0 ? 2 : 4) * zone_of_parallels(10 + 60.0 * i / 2000);
    NEAR(ovf_area_below_lonlat(7, 10, 70), 7 * sum / 6000, 0.05);
    NEAR(ovf_area_below_lonlat(-7, -70, -10), 7 * sum / 6000, 0.05);
    print_message("rectangles: at most %.2f of the bound\n", worst);
}

static void parts_of_the_earth(void **state)
{
    (void)state;
    shape north = box(-180, 0, 180, 90), south = box(0, -90, 360, 0),
          whole = box(-180, -90, 180, 90);
    expect_area(&north, earth / 2, 0);
    expect_area(&south, earth / 2, 0);
    expect_area(&whole, earth, 0);
    NEAR(OVF_EARTH_AREA_M2, earth, 0);
    NEAR(zone_of_parallels(90) * 720, earth, 0.5);
    for (int kind = 0; kind < 2; kind++)
        for (int i = 0; i < 8; i++) {
            double west = 90 * (i % 4) - 180, pole = i < 4 ? 90 : -90;
            shape octant = ZONE((ovf_edges)kind, {west, 0}, {west + 90, 0}, {west + 90, pole},
                                {west, pole}, {west, 0});
            shape to_a_point = ZONE(OVF_EDGES_GEODESIC, {west, 0}, {west + 90, 0}, {17, pole},
                                    {west, 0});
            expect_area(&octant, earth / 8, 0);
            expect_area(&to_a_point, earth / 8, 0);
        }
}

/* tests/geodtest.c of GeographicLib's C library, Planimeter0, 5 and 15, and the documentation of
 * its Python package, there rounded as here. */
static void planimeter(void **state)
{
    (void)state;
    shape north = ZONE(OVF_EDGES_GEODESIC, {0, 89}, {90, 89}, {180, 89}, {270, 89}, {0, 89});
    shape south = ZONE(OVF_EDGES_GEODESIC, {0, -89}, {90, -89}, {180, -89}, {270, -89}, {0, -89});
    shape equator = ZONE(OVF_EDGES_GEODESIC, {-1, 0}, {0, -1}, {1, 0}, {0, 1}, {-1, 0});
    shape octant = ZONE(OVF_EDGES_GEODESIC, {0, 90}, {0, 0}, {90, 0}, {0, 90});
    shape over_the_pole = ZONE(OVF_EDGES_GEODESIC, {0.1, 89}, {90.1, 89}, {-179.9, 89}, {0.1, 89});
    shape small = ZONE(OVF_EDGES_GEODESIC, {1, 2}, {2, 1}, {3, 3}, {1, 2});
    shape antarctica = ZONE(OVF_EDGES_GEODESIC, {-58, -63.1}, {-74, -72.9}, {-102, -71.9},
                            {-102, -74.9}, {-131, -74.3}, {-163, -77.5}, {163, -77.4}, {172, -71.7},
                            {140, -65.9}, {113, -65.7}, {88, -66.6}, {59, -66.9}, {25, -69.8},
                            {-4, -70.0}, {-14, -71.0}, {-33, -77.3}, {-46, -77.9}, {-61, -74.7},
                            {-58, -63.1});
    NEAR(area(&north).m2, 24952305678.0, 1);
    NEAR(area(&south).m2, 24952305678.0, 1);
    NEAR(area(&equator).m2, 24619419146.0, 1);
    NEAR(area(&octant).m2, 63758202715511.0, 1);
    NEAR(area(&over_the_pole).m2, 12476152838.5, 1);
    NEAR(area(&small).m2, 18454562325.45119, 0.001);
    NEAR(area(&antarctica).m2, 13662703680020.1, 0.1);
}

static void as_geod_polygon(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(5000); k++) {
        begin_case(k);
        shape s = random_star(random_centre(), exp(uniform(log(10), log(8e6))), OVF_EDGES_GEODESIC);
        struct geod_polygon polygon;
        double wanted;
        geod_polygon_init(&polygon, 0);
        for (size_t i = 1; i < s.rings[0].count; i++)
            geod_polygon_addpoint(ovf_earth(), &polygon, s.vertices[0][i].lat,
                                  s.vertices[0][i].lon);
        geod_polygon_compute(ovf_earth(), &polygon, 0, 1, &wanted, NULL);
        expect_area(&s, fabs(wanted), 0.01 + 1e-16 * fabs(wanted));
    }
}

/* The area of a zone with that many points put on each edge, as lonlat or geodesic edges. */
static double with_points(const shape *s, size_t pieces, ovf_edges edges)
{
    size_t count = 0, corners = s->rings[0].count;
    ovf_lonlat *v = calloc(corners * pieces, sizeof *v);
    assert_non_null(v);
    for (size_t i = 1; i < corners; i++) {
        const ovf_lonlat a = s->vertices[0][i - 1], b = s->vertices[0][i];
        ovf_leg leg;
        ovf_leg_between(&leg, a.lon, a.lat, b.lon, b.lat);
        for (size_t p = 0; p < pieces; p++) {
            double t = (double)p / (double)pieces;
            if (s->edges == OVF_EDGES_GEODESIC)
                v[count++] = p == 0 ? a : ovf_leg_position(&leg, t * leg.length_m);
            else
                v[count++] = (ovf_lonlat){a.lon + t * (b.lon - a.lon), a.lat + t * (b.lat - a.lat)};
        }
    }
    v[count] = v[0];
    ovf_ring ring = {.vertices = v, .count = count + 1};
    ovf_polygon polygon = {&ring, 1};
    ovf_zone zone = {.id = "zone", .edges = edges, .polygons = &polygon, .polygon_count = 1};
    ovf_area found;
    assert_int_equal(ovf_zone_area(&zone, &found, NULL), OVF_OK);
    free(v);
    return found.m2;
}

/* Each kind of edge is what ever more of the other kind between points on it come to. Richardson:
 * the error falls with the square of the pieces. */
static void densified(void **state)
{
    (void)state;
    for (int kind = 0; kind < 2; kind++) {
        shape s = ZONE((ovf_edges)kind, {-12, 41}, {25, 38.5}, {31, 60}, {3, 71}, {-12, 41});
        ovf_edges other = kind == OVF_EDGES_LONLAT ? OVF_EDGES_GEODESIC : OVF_EDGES_LONLAT;
        double exact = area(&s).m2, coarse = with_points(&s, 6250, other),
               fine = with_points(&s, 25000, other);
        assert_true(fabs(area(&s).m2 / with_points(&s, 1, other) - 1) > 1e-3);
        NEAR(fine, exact, 1e-8 * exact);
        NEAR((16 * fine - coarse) / 15, exact, 1);
        NEAR(with_points(&s, 25000, s.edges), exact, kind == OVF_EDGES_LONLAT ? 0.1 : 10);
    }
}

static void a_million_vertices(void **state)
{
    (void)state;
    shape s = box(18.25, 53.5, 23.75, 55.5);
    NEAR(with_points(&s, 250000, OVF_EDGES_LONLAT), area(&s).m2, area(&s).bound_m2);
}

static void what_does_not_matter(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(4000); k++) {
        begin_case(k);
        ovf_edges kind = k % 2 == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC;
        shape s = random_star((ovf_lonlat){uniform(-180, 180), uniform(-80, 80)},
                              random_radius() / 2, kind),
              changed = s;
        double wanted = area(&s).m2;
        size_t count = s.rings[0].count, start = pick(count - 1);
        double shift = 90.0 * ((double)pick(9) - 4);
        for (size_t i = 0; i < count; i++) { /* another start, the other way round, elsewhere */
            changed.vertices[0][i] = s.vertices[0][(start + (count - 1 - i)) % (count - 1)];
            changed.vertices[0][i].lon = remainder(changed.vertices[0][i].lon + shift, 360);
        }
        ovf_lonlat first = changed.vertices[0][0], second = changed.vertices[0][1];
        /* What a shift rounds off of a longitude, 3e-14 degrees, makes 3e-9 m along each edge of up
         * to 500 km. */
        expect_area(&changed, wanted, area(&s).bound_m2 + 2e-3 * (double)count);
        if (fabs(second.lon - first.lon) > 180) continue;
        ovf_lonlat between = {(first.lon + second.lon) / 2, (first.lat + second.lat) / 2};
        ovf_leg leg;
        ovf_leg_between(&leg, first.lon, first.lat, second.lon, second.lat);
        if (kind == OVF_EDGES_GEODESIC) between = ovf_leg_position(&leg, leg.length_m / 3);
        memmove(&changed.vertices[0][2], &changed.vertices[0][1], (count - 1) * sizeof first);
        changed.vertices[0][1] = between; /* a point of the first edge, twice */
        memmove(&changed.vertices[0][2], &changed.vertices[0][1], count * sizeof first);
        changed.rings[0].count = count + 2;
        expect_area(&changed, wanted, area(&s).bound_m2 + 2e-3 * (double)count);
    }
}

static void cut_and_holed(void **state)
{
    (void)state;
    shape whole = ZONE(OVF_EDGES_LONLAT, {172, 58}, {190, 62}, {192, 70}, {174, 70}, {172, 58});
    shape back = ZONE(OVF_EDGES_LONLAT, {172, 58}, {-170, 62}, {-168, 70}, {174, 70}, {172, 58});
    double at = 58 + 8 * 4.0 / 18;
    shape cut = ZONE(OVF_EDGES_LONLAT, {172, 58}, {180, at}, {180, 70}, {174, 70}, {172, 58});
    shape east = ZONE(OVF_EDGES_LONLAT, {-180, at}, {-170, 62}, {-168, 70}, {-180, 70}, {-180, at});
    shape hole = ZONE(OVF_EDGES_LONLAT, {-181, 65}, {-179, 65}, {-179, 66}, {-181, 66}, {-181, 65});
    double wanted = area(&whole).m2, taken = area(&hole).m2;
    NEAR(taken, 2 * (zone_of_parallels(66) - zone_of_parallels(65)), 0.01);
    expect_area(&back, wanted, 0);
    add_ring(&cut, &east, false);
    expect_area(&cut, wanted, 0.01);
    add_ring(&whole, &hole, true);
    expect_area(&whole, wanted - taken, 0);
    add_ring(&hole, &hole, true);
    expect_area(&hole, 0, 0);
}

/* The share of the earth that ovf_boundary_contains finds inside, on a grid of equal areas but for
 * the flattening. */
static double sampled(shape *s)
{
    ovf_zone zone = zone_of(s);
    ovf_boundary boundary;
    size_t inside = 0;
    assert_true(ovf_boundary_build(&boundary, &zone));
    for (int i = 0; i < 200; i++)
        for (int k = 0; k < 200; k++)
            inside += ovf_boundary_contains(&boundary, 1.8 * i - 179.17,
                                            asin((k + 0.47) / 100 - 1) / OVF_RADIAN);
    ovf_boundary_free(&boundary);
    return (double)inside / 40000;
}

static void around_the_poles(void **state)
{
    (void)state;
    const double cap = 360 * (zone_of_parallels(90) - zone_of_parallels(60)),
                 inner = 360 * (zone_of_parallels(90) - zone_of_parallels(80));
    shape ring = ZONE(OVF_EDGES_LONLAT, {0, 60}, {120, 60}, {240, 60}, {0, 60}),
          hole = ZONE(OVF_EDGES_LONLAT, {0, 80}, {-120, 80}, {120, 80}, {0, 80});
    shape south = ZONE(OVF_EDGES_LONLAT, {0, -60}, {120, -60}, {240, -60}, {0, -60}),
          closed = box(-180, 60, 180, 90);
    shape near_equator = ZONE(OVF_EDGES_LONLAT, {0, -10}, {120, -10}, {240, -10}, {0, -10});
    expect_area(&ring, cap, 0.5);
    expect_area(&closed, cap, 0.5);
    expect_area(&south, cap, 0.5);
    shape both = ring;
    add_ring(&both, &south, false);
    expect_area(&both, 2 * cap, 0.5);
    add_ring(&ring, &hole, true);
    expect_area(&ring, cap - inner, 0.5);
    /* The smaller side of the outline is the south, so the even-odd rule leaves both caps. */
    add_ring(&near_equator, &hole, true);
    expect_area(&near_equator, 360 * (zone_of_parallels(90) - zone_of_parallels(10)) + inner, 0.5);
    shape *all[] = {&ring, &closed, &south, &both, &near_equator};
    for (size_t i = 0; i < COUNT(all); i++) NEAR(area(all[i]).m2 / earth, sampled(all[i]), 0.01);
}

static void the_side_that_is_meant(void **state)
{
    (void)state;
    for (int turn = 0; turn < 2; turn++) { /* to its left: 12° around a place, or all but that */
        shape s = {.ring_count = 1, .edges = OVF_EDGES_GEODESIC};
        for (int i = 0; i < 16; i++) {
            ovf_lonlat v = place_at((ovf_lonlat){100, 78}, turn == 0 ? -22.5 * i : 22.5 * i,
                                    1334e3);
            add_vertex(&s, 0, v.lon, v.lat);
        }
        close_ring(&s, 0);
        double small = area(&s).m2;
        s.oriented = true;
        expect_area(&s, turn == 0 ? small : earth - small, 1);
        NEAR(area(&s).m2 / earth, sampled(&s), 0.01);
        /* And so small that the sign of its area is lost in rounding. */
        shape tiny = {.ring_count = 1, .edges = OVF_EDGES_GEODESIC, .oriented = true};
        for (int i = 0; i < 3; i++) {
            ovf_lonlat v = place_at((ovf_lonlat){100, 48}, turn == 0 ? -120 * i : 120 * i, 0.003);
            add_vertex(&tiny, 0, v.lon, v.lat);
        }
        close_ring(&tiny, 0);
        NEAR(area(&tiny).m2 / earth, sampled(&tiny), 1e-9);
    }
}

static void make_halves(shape *s, double off, double swing, double sense)
{
    s->rings[0].count = 0;
    for (int i = 0; i < 12; i++)
        add_vertex(s, 0, remainder(sense * 30 * i, 360), off + (i < 4 ? swing : -swing / 2));
    close_ring(s, 0);
}

static double north_of_halves(const shape *s)
{
    double north = earth / 2;
    for (int i = 0; i < 12; i++)
        north -= (s->edges == OVF_EDGES_LONLAT ? ovf_area_below_lonlat : ovf_area_below_geodesic)(
            30, s->vertices[0][i].lat, s->vertices[0][i + 1].lat);
    return north;
}

/* Rings that all but halve the earth: the side that the boundary has is the one that is measured,
 * be it the smaller or not. */
static void halves_of_the_earth(void **state)
{
    (void)state;
    size_t smaller = 0, count = cases(300);
    for (size_t k = 0; k < count; k++) {
        begin_case(k);
        shape s = {.ring_count = 1, .edges = k % 2 == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC};
        double sense = uniform(-1, 1) < 0 ? -1 : 1, swing = uniform(-60, 60), low = -29, high = 29;
        for (int i = 0; i < 60; i++) {
            make_halves(&s, (low + high) / 2, swing, sense);
            *(north_of_halves(&s) > earth / 2 ? &low : &high) = (low + high) / 2;
        }
        make_halves(&s, low + uniform(-0.03, 0.03), swing, sense);
        ovf_zone zone = zone_of(&s);
        ovf_boundary boundary;
        assert_true(ovf_boundary_build(&boundary, &zone));
        bool has_north = ovf_boundary_contains(&boundary, 0, 90);
        ovf_boundary_free(&boundary);
        double north = north_of_halves(&s);
        smaller += has_north == (north < earth / 2);
        expect_area(&s, has_north ? north : earth - north, 1);
    }
    print_message("of %zu rings that all but halve the earth %zu have their smaller side inside\n",
                  count, smaller);
}

static void nothing(void **state)
{
    (void)state;
    /* There and back, and along a meridian. */
    shape line = ZONE(OVF_EDGES_LONLAT, {3, 4}, {8, 9}, {13, 14}, {8, 9}, {3, 4}),
          meridian = ZONE(OVF_EDGES_GEODESIC, {3, 4}, {3, 9}, {3, 14}, {3, 4});
    expect_area(&line, 0, 0);
    expect_area(&meridian, 0, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rectangles),
        cmocka_unit_test(parts_of_the_earth),
        cmocka_unit_test(planimeter),
        cmocka_unit_test(as_geod_polygon),
        cmocka_unit_test(densified),
        cmocka_unit_test(a_million_vertices),
        cmocka_unit_test(what_does_not_matter),
        cmocka_unit_test(cut_and_holed),
        cmocka_unit_test(around_the_poles),
        cmocka_unit_test(the_side_that_is_meant),
        cmocka_unit_test(halves_of_the_earth),
        cmocka_unit_test(nothing),
    };
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
