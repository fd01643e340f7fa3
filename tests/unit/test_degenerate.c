/* Touches, shared borders, poles and the other places where geometry breaks; and the golden cases,
 * from threads of users of other programs.
 *
 * Tests: src/analysis/meet/meeting.c src/geodesy/contact.c src/geodesy/side.c
 * Tests: src/geodesy/inside.c */
#include "geometry_fixture.h"

#define ZONE(kind, ...)                                \
    zone_with(kind, (const ovf_lonlat[]){__VA_ARGS__}, \
              sizeof((const ovf_lonlat[]){__VA_ARGS__}) / sizeof(ovf_lonlat))
#define FLIGHT(...)                                \
    make_flight((const ovf_lonlat[]){__VA_ARGS__}, \
                sizeof((const ovf_lonlat[]){__VA_ARGS__}) / sizeof(ovf_lonlat))
#define NEAR(found, wanted, tolerance) assert_true(fabs((found) - (wanted)) <= (tolerance))

static flight make_flight(const ovf_lonlat *fixes, size_t count)
{
    flight f = {.count = 0};
    for (size_t i = 0; i < count; i++) add_fix(&f, fixes[i].lon, fixes[i].lat);
    return f;
}

static double geodesic(double lon1, double lat1, double lon2, double lat2)
{
    return distance_between((ovf_lonlat){lon1, lat1}, (ovf_lonlat){lon2, lat2});
}

static shape square(ovf_edges kind) { return ZONE(kind, {0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}); }

static void expect_kinds(const outcome *o, const char *kinds)
{
    char found[257] = "";
    for (size_t i = 0; i < o->crossing_count; i++)
        found[i] = "ext"[o->crossings[i].kind], found[i + 1] = 0; /* e: entry, x: exit, t: touch */
    assert_string_equal(found, kinds);
}

static void both_ends_outside(void **state)
{
    (void)state;
    for (int kind = 0; kind < 2; kind++) {
        shape s = square(kind == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC);
        flight f = FLIGHT({-1, 1}, {3, 1});
        outcome o = analyse(&f, &s);
        expect_kinds(&o, "ex");
        assert_int_equal(o.passage_count, 1);
        /* The leg bulges north of the parallel by 0.0006°, which makes it a little shorter inside
         * than the parallel. */
        NEAR(o.inside_m, geodesic(0, 1, 2, 1), 1);
    }
}

static void track_that_never_leaves(void **state)
{
    (void)state;
    shape s = square(OVF_EDGES_LONLAT);
    flight f = FLIGHT({0.5, 0.5}, {1.5, 0.5}, {1.5, 1.5}, {0.5, 1.5}, {0.5, 0.5}, {1, 1}, {1, 1});
    outcome o = analyse(&f, &s);
    expect_kinds(&o, "");
    assert_int_equal(o.passage_count, 1);
    assert_true(o.inside_m == o.length_m);
}

static void touch_of_a_vertex(void **state)
{
    (void)state;
    /* Along the meridian through the corner of a square that stands on its tip; and up to the tip
     * and back. */
    shape tip = ZONE(OVF_EDGES_GEODESIC, {0, 0}, {1, 1}, {0, 2}, {-1, 1}, {0, 0}),
          side = ZONE(OVF_EDGES_LONLAT, {1, 1}, {2, 0}, {2, 2}, {1, 1});
    flight to_the_tip = FLIGHT({0, -1}, {0, 0}, {0, -1}), past = FLIGHT({1, 0}, {1, 3}),
           through = FLIGHT({0, -1}, {0, 3});
    outcome o = analyse(&to_the_tip, &tip);
    expect_kinds(&o, "t");
    assert_int_equal(o.passage_count, 0);
    assert_true(o.inside_m == 0);
    o = analyse(&past, &side);
    expect_kinds(&o, "t");
    NEAR(o.crossings[0].place.along_m, geodesic(1, 0, 1, 1), 1e-6);
    assert_true(o.inside_m == 0);
    o = analyse(&through, &tip); /* through two vertices: one passage */
    expect_kinds(&o, "ex");
    NEAR(o.inside_m, geodesic(0, 0, 0, 2), 1e-6);
}

static void touch_of_an_edge(void **state)
{
    (void)state;
    shape s = square(OVF_EDGES_LONLAT);
    /* A fix just on the edge, from outside and from inside. */
    flight outside = FLIGHT({-1, 1}, {0, 1}, {-1, 1.5}), inside = FLIGHT({1, 1}, {0, 1}, {1, 1.5});
    outcome o = analyse(&outside, &s);
    expect_kinds(&o, "t");
    assert_int_equal(o.passage_count, 0);
    o = analyse(&inside, &s);
    expect_kinds(&o, "t");
    assert_int_equal(o.passage_count, 1);
    NEAR(o.inside_m, o.length_m, 1e-9);
    /* The top of a geodesic that bulges to a parallel: the leg between two places on the parallel
     * 60 reaches its greatest latitude in the middle. */
    ovf_leg leg;
    ovf_leg_between(&leg, 0, 60, 10, 60);
    ovf_lonlat top = ovf_leg_position(&leg, leg.length_m / 2);
    for (int k = -1; k <= 1; k++) { /* 1 cm above the boundary, on it, 1 cm below */
        double lat = top.lat + k * 1e-7;
        shape belt = ZONE(OVF_EDGES_LONLAT, {-20, lat}, {30, lat}, {30, 70}, {-20, 70}, {-20, lat});
        flight f = FLIGHT({0, 60}, {10, 60});
        o = analyse(&f, &belt);
        expect_kinds(&o, k < 0 ? "ex" : k == 0 ? o.crossing_count == 1 ? "t" : "ex" : "");
        if (k == 0)
            NEAR(o.inside_m, 0, 200); /* within a millimetre over some hundred metres: a touch or a
                                         shared stretch, both true */
        if (k < 0) NEAR(o.crossings[0].place.lat, lat, 1e-9);
    }
}

static void along_a_meridian_border(void **state)
{
    (void)state;
    shape s = ZONE(OVF_EDGES_LONLAT, {-141, 60}, {-141, 69}, {-160, 69}, {-160, 60}, {-141, 60});
    double length = geodesic(-141, 62, -141, 67);
    flight on = FLIGHT({-141, 62}, {-141, 67}), beyond = FLIGHT({-141, 55}, {-141, 72}),
           joins = FLIGHT({-130, 62}, {-141, 62}, {-141, 67}, {-130, 67}),
           in = FLIGHT({-150, 62}, {-141, 62}, {-141, 67}, {-150, 67}),
           cuts = FLIGHT({-130, 62}, {-141, 62}, {-141, 67}, {-150, 67});
    outcome o = analyse(&on, &s);
    NEAR(o.inside_m, length, 1e-6); /* a restriction includes its border */
    assert_int_equal(o.passage_count, 1);
    o = analyse(&beyond, &s);
    NEAR(o.inside_m, geodesic(-141, 60, -141, 69), 1e-6);
    assert_int_equal(o.passage_count, 1);
    expect_kinds(&o, "ex");
    o = analyse(&joins, &s);
    NEAR(o.inside_m, length, 0.2); /* and the first metres off it within a millimetre */
    assert_int_equal(o.passage_count, 1);
    o = analyse(&in, &s);
    NEAR(o.inside_m, o.length_m, 1e-6);
    assert_int_equal(o.passage_count, 1);
    o = analyse(&cuts, &s);
    expect_kinds(&o, "e");
    NEAR(o.inside_m, o.length_m - geodesic(-130, 62, -141, 62), 0.2);
    /* Half a metre beside it is another matter. */
    flight beside = FLIGHT({-140.99999, 62}, {-140.99999, 67});
    o = analyse(&beside, &s);
    assert_true(o.inside_m == 0 && o.crossing_count == 0);
}

static void along_a_geodesic_edge(void **state)
{
    (void)state;
    shape s = ZONE(OVF_EDGES_GEODESIC, {10, 50}, {25, 54}, {18, 60}, {10, 50});
    flight whole = FLIGHT({10, 50}, {25, 54}), back = FLIGHT({25, 54}, {10, 50}),
           parallel = FLIGHT({10, 54}, {25, 54});
    ovf_leg leg;
    ovf_leg_between(&leg, 10, 50, 25, 54);
    ovf_lonlat a = ovf_leg_position(&leg, 2e5), b = ovf_leg_position(&leg, 7e5),
               before = ovf_leg_position(&leg, -1e5),
               after = ovf_leg_position(&leg, leg.length_m + 1e5);
    flight part = FLIGHT(a, b), longer = FLIGHT(before, after);
    outcome o = analyse(&whole, &s);
    NEAR(o.inside_m, o.length_m, 1e-6);
    o = analyse(&back, &s);
    NEAR(o.inside_m, o.length_m, 1e-6);
    o = analyse(&part, &s);
    NEAR(o.inside_m, 5e5, 1e-6);
    o = analyse(&longer, &s);
    expect_kinds(&o, "ex");
    NEAR(o.inside_m, leg.length_m, 2e-3); /* it enters within a millimetre of the vertex */
    o = analyse(&parallel, &s);
    assert_int_equal(o.passage_count, 1);
}

static void starts_and_ends_on_the_boundary(void **state)
{
    (void)state;
    shape s = square(OVF_EDGES_LONLAT);
    flight across = FLIGHT({0, 1}, {2, 1}), away = FLIGHT({0, 1}, {-1, 1}),
           to = FLIGHT({-1, 1}, {0, 1});
    outcome o = analyse(&across, &s);
    assert_int_equal(o.passage_count, 1);
    NEAR(o.inside_m, o.length_m, 1e-6);
    o = analyse(&away, &s);
    expect_kinds(&o, "t");
    assert_true(o.inside_m == 0);
    o = analyse(&to, &s);
    expect_kinds(&o, "t");
    assert_true(o.inside_m == 0);
}

static void zone_in_the_hole_of_a_zone(void **state)
{
    (void)state;
    shape s = ZONE(OVF_EDGES_LONLAT, {0, -4}, {9, -4}, {9, 5}, {0, 5}, {0, -4}),
          lake = ZONE(OVF_EDGES_LONLAT, {3, -2}, {6, -2}, {6, 2}, {3, 2}, {3, -2}),
          island = ZONE(OVF_EDGES_LONLAT, {4, -1}, {5, -1}, {5, 1}, {4, 1}, {4, -1});
    flight f = FLIGHT({-1, 0}, {4.5, 0}, {10, 0});
    add_ring(&s, &lake, true);
    outcome o = analyse(&f, &s);
    expect_kinds(&o, "exex");
    add_ring(&s, &island, false);
    o = analyse(&f, &s);
    expect_kinds(&o, "exexex");
    assert_int_equal(o.passage_count, 3);
    NEAR(o.inside_m, 7 * OVF_RADIAN * OVF_EARTH_A, 1e-6); /* along the equator */
}

/* Two squares that share an edge are one zone: the border between them is none. */
static void parts_that_share_an_edge(void **state)
{
    (void)state;
    shape s = ZONE(OVF_EDGES_LONLAT, {0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}),
          east = ZONE(OVF_EDGES_LONLAT, {2, 0}, {4, 0}, {4, 2}, {2, 2}, {2, 0});
    flight across = FLIGHT({-1, 1}, {5, 1}), along = FLIGHT({2, -1}, {2, 3});
    add_ring(&s, &east, false);
    outcome o = analyse(&across, &s);
    assert_int_equal(o.passage_count, 1);
    NEAR(o.inside_m, geodesic(0, 1, 4, 1), 5);
    o = analyse(&along, &s);
    assert_int_equal(o.passage_count, 1);
    NEAR(o.inside_m, geodesic(2, 0, 2, 2), 1e-6);
}

static void over_the_pole(void **state)
{
    (void)state;
    shape cap = ZONE(OVF_EDGES_GEODESIC, {0, 80}, {90, 80}, {180, 80}, {-90, 80}, {0, 80}),
          round = ZONE(OVF_EDGES_LONLAT, {-180, 80}, {0, 80}, {180, 80}),
          closed = ZONE(OVF_EDGES_LONLAT, {-180, 80}, {180, 80}, {180, 90}, {-180, 90}, {-180, 80}),
          wedge = ZONE(OVF_EDGES_LONLAT, {0, 80}, {40, 80}, {40, 90}, {0, 90}, {0, 80}),
          south = ZONE(OVF_EDGES_LONLAT, {180, -75}, {-180, -75}, {-180, -90}, {180, -90},
                       {180, -75});
    flight over = FLIGHT({20, 70}, {-160, 70}), far = FLIGHT({20, -60}, {-160, -60}),
           to_pole = FLIGHT({20, 70}, {20, 90});
    double straight = geodesic(20, 80, -160, 80);
    outcome o = analyse(&over, &round);
    NEAR(o.inside_m, straight, 1e-6);
    expect_kinds(&o, "ex");
    o = analyse(&over, &closed);
    NEAR(o.inside_m, straight, 1e-6);
    expect_kinds(&o, "ex");
    o = analyse(&over, &cap); /* its edges bulge to the pole, so that it is smaller */
    expect_kinds(&o, "ex");
    assert_true(o.inside_m < straight - 1e5 && o.inside_m > straight / 2);
    o = analyse(&over, &wedge); /* into it up to its corner, the pole */
    NEAR(o.inside_m, straight / 2, 2e-3);
    o = analyse(&to_pole, &wedge);
    NEAR(o.inside_m, straight / 2, 2e-3);
    o = analyse(&far, &south);
    NEAR(o.inside_m, geodesic(20, -75, -160, -75), 1e-6);
    o = analyse(&far, &closed);
    assert_true(o.inside_m == 0);
}

static void parallel_is_no_geodesic(void **state)
{
    (void)state;
    /* Due east along 49° N: as a geodesic it runs 109 km into Canada between Vancouver and the Lake
     * of the Woods. */
    shape canada = ZONE(OVF_EDGES_LONLAT, {-123, 49}, {-95, 49}, {-95, 60}, {-123, 60}, {-123, 49}),
          geodesics = canada;
    geodesics.edges = OVF_EDGES_GEODESIC;
    flight f = FLIGHT({-123, 49}, {-95, 49});
    outcome o = analyse(&f, &canada);
    NEAR(o.inside_m, o.length_m, 1e-6);
    o = analyse(&f, &geodesics);
    NEAR(o.inside_m, o.length_m, 1e-6); /* shared */
    flight half_a_degree_north = FLIGHT({-123, 49.5}, {-95, 49.5});
    o = analyse(&half_a_degree_north, &canada);
    NEAR(o.inside_m, o.length_m, 1e-6);
}

static void vertices_next_to_the_antimeridian(void **state)
{
    (void)state;
    shape exact = ZONE(OVF_EDGES_LONLAT, {170, 60}, {180, 60}, {180, 65}, {170, 65}, {170, 60}),
          other_side = ZONE(OVF_EDGES_LONLAT, {-180, 60}, {-170, 60}, {-170, 65}, {-180, 65},
                            {-180, 60}),
          nearly = ZONE(OVF_EDGES_LONLAT, {-179.99999999999994, 60}, {-170, 60}, {-170, 65},
                        {-180, 65}, {-179.99999999999994, 60});
    flight f = FLIGHT({165, 62}, {-165, 62});
    outcome whole, o = analyse(&f, &exact);
    expect_kinds(&o, "ex");
    NEAR(o.crossings[1].place.lon, copysign(180, o.crossings[1].place.lon), 1e-9);
    add_ring(&exact, &other_side, false);
    whole = analyse(&f, &exact);
    expect_kinds(&whole, "ex");
    shape with_slit = ZONE(OVF_EDGES_LONLAT, {170, 60}, {180, 60}, {180, 65}, {170, 65}, {170, 60});
    add_ring(&with_slit, &nearly, false);
    o = analyse(&f, &with_slit);
    assert_int_equal(o.passage_count, 1); /* a slit of nothing but rounding is none */
    NEAR(o.inside_m, whole.inside_m, 2e-3);
}

static void whole_world(void **state)
{
    (void)state;
    shape world = ZONE(OVF_EDGES_LONLAT, {-180, -90}, {180, -90}, {180, 90}, {-180, 90},
                       {-180, -90});
    flight f = FLIGHT({170, 60}, {-170, 80}, {20, 89}, {10, -89}, {0, 0});
    outcome o = analyse(&f, &world);
    NEAR(o.inside_m, o.length_m, 1e-6);
    assert_int_equal(o.passage_count, 1);
}

/* The pair of polygons over Alaska that ends in an error elsewhere. */
static void alaska_pair(void **state)
{
    (void)state;
    shape west = ZONE(OVF_EDGES_LONLAT, {170, 50}, {170, 72}, {-130, 72}, {-130, 50}, {170, 50}),
          north = ZONE(OVF_EDGES_LONLAT, {-170, 68}, {-170, 90}, {-141, 90}, {-141, 68},
                       {-170, 68});
    flight f = FLIGHT({-175, 60}, {-150, 71}, {-150, 85}, {-140, 55});
    outcome a = analyse(&f, &west), b = analyse(&f, &north);
    assert_int_equal(a.passage_count, 2);
    assert_int_equal(b.passage_count, 1);
    assert_true(a.inside_m > 1e6 && b.inside_m > 1e6);
}

static void long_edges(void **state)
{
    (void)state;
    /* Edges of 15,000 km, of both kinds: the equator, a meridian, and a diagonal of the map. */
    shape lonlat = ZONE(OVF_EDGES_LONLAT, {-80, 0}, {55, 0}, {55, 60}, {-80, 0}),
          curved = ZONE(OVF_EDGES_GEODESIC, {-80, 0}, {55, 0}, {55, 60}, {-80, 0});
    flight f = FLIGHT({20, -10}, {20, 80}), on_diagonal = FLIGHT({-12.5, 30}, {-12.5, 31});
    outcome o = analyse(&f, &lonlat);
    expect_kinds(&o, "ex");
    NEAR(o.crossings[1].place.lat, 60.0 * 100 / 135, 1e-9);
    NEAR(o.inside_m, geodesic(20, 0, 20, 60.0 * 100 / 135), 1e-6);
    o = analyse(&on_diagonal, &lonlat);
    expect_kinds(&o, "t");
    o = analyse(&f, &curved);
    expect_kinds(&o, "ex");
    assert_true(o.crossings[1].place.lat > 50);
}

/* A geodesic ring around Europe, both ways: where it says so its left is inside, otherwise the
 * smaller side. */
static void larger_than_a_hemisphere(void **state)
{
    (void)state;
    shape small = ZONE(OVF_EDGES_GEODESIC, {-10, 35}, {40, 35}, {40, 70}, {-10, 70}, {-10, 35}),
          large = ZONE(OVF_EDGES_GEODESIC, {-10, 35}, {-10, 70}, {40, 70}, {40, 35}, {-10, 35}),
          belt = ZONE(OVF_EDGES_GEODESIC, {0, -60}, {-90, -60}, {180, -60}, {90, -60}, {0, -60});
    flight within = FLIGHT({10, 50}, {20, 55}), outside = FLIGHT({100, -50}, {-100, 20}, {0, 89}),
           out_of_it = FLIGHT({10, 50}, {70, 50});
    outcome o = analyse(&within, &small);
    NEAR(o.inside_m, o.length_m, 1e-6);
    o = analyse(&within, &large); /* without a word on its orientation */
    NEAR(o.inside_m, o.length_m, 1e-6);
    double in_small = analyse(&out_of_it, &small).inside_m;
    small.oriented = large.oriented = belt.oriented = true;
    o = analyse(&within, &small);
    NEAR(o.inside_m, o.length_m, 1e-6);
    o = analyse(&within, &large);
    assert_true(o.inside_m == 0);
    o = analyse(&outside, &large);
    NEAR(o.inside_m, o.length_m, 1e-6);
    o = analyse(&out_of_it, &large);
    NEAR(o.inside_m, o.length_m - in_small, 1e-6);
    /* Westward around the south pole the left is Antarctica; eastward it is all the rest. */
    flight antarctic = FLIGHT({10, -80}, {100, -85}), arctic = FLIGHT({10, 80}, {100, 85});
    o = analyse(&antarctic, &belt);
    NEAR(o.inside_m, o.length_m, 1e-6);
    assert_true(analyse(&arctic, &belt).inside_m == 0);
    for (size_t i = 0, k = belt.rings[0].count - 1; i < k; i++, k--) {
        ovf_lonlat vertex = belt.vertices[0][i];
        belt.vertices[0][i] = belt.vertices[0][k];
        belt.vertices[0][k] = vertex;
    }
    assert_true(analyse(&antarctic, &belt).inside_m == 0);
    o = analyse(&arctic, &belt);
    NEAR(o.inside_m, o.length_m, 1e-6);
}

static void nearly_antipodal(void **state)
{
    (void)state;
    shape s = square(OVF_EDGES_LONLAT);
    ovf_zone zone = zone_of(&s);
    ovf_zones zones = {&zone, 1};
    ovf_analyzer *analyzer = NULL;
    ovf_scratch *scratch = NULL;
    const ovf_result *result = NULL;
    ovf_error error = {0};
    flight f = FLIGHT({10, 20}, {-169.9, -19.95});
    ovf_route route = {.id = "around",
                       .file = "plans.geojson",
                       .fixes = f.fixes,
                       .fix_count = f.count,
                       .part_ends = &f.count,
                       .part_count = 1};
    assert_int_equal(ovf_analyzer_new(&zones, NULL, &analyzer, &error), OVF_OK);
    assert_int_equal(ovf_scratch_new(&scratch, &error), OVF_OK);
    assert_int_equal(ovf_analyze(analyzer, &route, scratch, &result, &error), OVF_ERROR_GEOMETRY);
    assert_non_null(strstr(error.message, "around"));
    assert_non_null(strstr(error.message, "plans.geojson"));
    assert_non_null(strstr(error.message, "antipodal"));
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
}

/* Shapes that make a poor filter slow or wrong: they need only be right. */
static void hostile_shapes(void **state)
{
    (void)state;
    shape needle = ZONE(OVF_EDGES_LONLAT, {0, 50}, {40, 50.00001}, {0, 50.00002}, {0, 50});
    flight across = FLIGHT({20, 49}, {20, 51});
    outcome o = analyse(&across, &needle);
    expect_kinds(&o, "ex");
    NEAR(o.inside_m, 0.00001 * 111e3, 0.02);
    shape comb = {.ring_count = 1, .edges = OVF_EDGES_LONLAT};
    for (int i = 0; i < 60; i++) add_vertex(&comb, 0, i * 0.01, i % 2 == 0 ? 40 : 45);
    add_vertex(&comb, 0, 0.59, 39);
    add_vertex(&comb, 0, 0, 39);
    close_ring(&comb, 0);
    flight through = FLIGHT({-1, 42}, {2, 42});
    o = analyse(&through, &comb);
    assert_int_equal(o.crossing_count, 60);
    assert_int_equal(o.passage_count, 30);
}

/* As overlays and rounding leave them: an edge so short that its direction is noise. */
static void vertices_all_but_the_same(void **state)
{
    (void)state;
    const double steps[] = {7e-15, -7e-15, 1e-13, 1e-12, 1e-10, 1e-9};
    flight past = FLIGHT({20.6, 52.3}, {21.1, 54.3}, {24.1, 56.3}),
           through = FLIGHT({19, 52.3}, {21.1, 54.3}, {19.5, 59});
    for (int kind = 0; kind < 2; kind++) {
        ovf_edges edges = kind == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC;
        shape clean = ZONE(edges, {17.1, 55.3}, {21.1, 54.3}, {20.8, 58.3}, {17.1, 55.3});
        double inside_m = analyse(&through, &clean).inside_m;
        assert_true(inside_m > 100e3);
        for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
            double step = steps[k];
            shape twin = ZONE(edges, {17.1, 55.3}, {21.1, 54.3 - step}, {21.1, 54.3}, {20.8, 58.3},
                              {17.1, 55.3}),
                  beside = ZONE(edges, {17.1, 55.3}, {21.1, 54.3}, {21.1 + step, 54.3},
                                {20.8, 58.3}, {17.1, 55.3}),
                  last = ZONE(edges, {21.1, 54.3}, {20.8, 58.3}, {17.1, 55.3},
                              {21.1 - step, 54.3 + step}, {21.1, 54.3});
            shape *shapes[] = {&twin, &beside, &last};
            for (size_t i = 0; i < 3; i++) {
                outcome o = analyse(&past, shapes[i]);
                expect_kinds(&o, "t");
                NEAR(o.inside_m, 0, 0);
                NEAR(analyse(&through, shapes[i]).inside_m, inside_m, 1e-2);
                if (fabs(step) < 1e-11) NEAR(analyse(&through, shapes[i]).inside_m, inside_m, 1e-5);
            }
        }
    }
}

static void turn_around(flight *f)
{
    for (size_t k = 0; k < f->count / 2; k++) {
        ovf_fix other = f->fixes[k];
        f->fixes[k] = f->fixes[f->count - 1 - k];
        f->fixes[f->count - 1 - k] = other;
    }
}

/* From the pole along a meridian to a vertex, and on through the zone: all of it inside. */
static void leg_from_a_vertex_at_a_pole(void **state)
{
    (void)state;
    shape s = ZONE(OVF_EDGES_LONLAT, {360.0, -45.0}, {-56.27577436156571, -81.51347843930125},
                   {-184.13458288647234, -90.0}, {-184.13458288647235, -89.999999995},
                   {-155.41815695352852, -67.92745778337121},
                   {-73.51177354343235, -74.66509118676186}, {-200.0, 10.0}, {360.0, -45.0});
    flight f = FLIGHT({-170.78429692424834, -90.0}, {0.10646757669746876, -90.0}, {360.0, -45.0},
                      {-185.23937611401263, -83.0364690721035});
    double length_m = geodesic(0, -90, 0, -45) +
                      geodesic(0, -45, -185.23937611401263, -83.0364690721035);
    NEAR(analyse(&f, &s).inside_m, length_m, 1e-5);
    turn_around(&f);
    NEAR(analyse(&f, &s).inside_m, length_m, 1e-5);
}

/* The two sides of one ring with doubled vertices, one of them at a pole, share the route between
 * them. */
static void sides_share_the_route(void **state)
{
    (void)state;
    const ovf_lonlat ring[] = {{-253.01847296766937, -15.814389381557703},
                               {-253.01847296766937, -15.814389381557703},
                               {-360, 90},
                               {-57.21042727120221, 7.235151184722781},
                               {-57.21042727120221, 7.23515118472278},
                               {-253.01847296766937, -15.814389381557703}};
    const size_t count = sizeof ring / sizeof *ring;
    ovf_lonlat backwards[sizeof ring / sizeof *ring];
    for (size_t k = 0; k < count; k++) backwards[k] = ring[count - 1 - k];
    shape left = zone_with(OVF_EDGES_GEODESIC, ring, count),
          right = zone_with(OVF_EDGES_GEODESIC, backwards, count);
    left.oriented = right.oriented = true;
    flight f = FLIGHT(
        {-43.43649669550359, 6.546368696726859}, {-217.91260166797247, -11.681902374913804},
        {-292.973482995119, 23.70472299296395}, {-53.71665836311877, -14.460023096762598},
        {-53.716658363117766, -14.460023101762598}, {-33.61109987832606, 11.43884542863816},
        {-57.21042727120221, 7.235151184722781});
    for (int way = 0; way < 2; way++, turn_around(&f)) {
        outcome a = analyse(&f, &left), b = analyse(&f, &right);
        assert_true(a.inside_m > 1e6 && b.inside_m > 1e6);
        NEAR(a.inside_m + b.inside_m, a.length_m, 1e-5);
    }
}

/* Its course is for rounding to say, unless it goes straight over a pole. */
static void edge_to_the_antipodes(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        shape s = ZONE(OVF_EDGES_GEODESIC, {100, 0}, {k == 0 ? -80.1 : -80, 0}, {100, 40},
                       {100, 0});
        ovf_zone zone = zone_of(&s);
        ovf_zones zones = {&zone, 1};
        ovf_analyzer *analyzer = NULL;
        ovf_error error = {0};
        ovf_status status = ovf_analyzer_new(&zones, NULL, &analyzer, &error);
        assert_int_equal(status, k == 0 ? OVF_ERROR_GEOMETRY : OVF_OK);
        if (k == 0)
            assert_string_equal(error.message,
                                "zone \"zone\", ring 1: the geodesic from vertex 1 to vertex 2 is "
                                "20003 km long, between nearly antipodal places, where its course "
                                "is arbitrary; put a vertex in between to say which way it goes");
        ovf_analyzer_free(analyzer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ends_outside),
        cmocka_unit_test(track_that_never_leaves),
        cmocka_unit_test(touch_of_a_vertex),
        cmocka_unit_test(touch_of_an_edge),
        cmocka_unit_test(along_a_meridian_border),
        cmocka_unit_test(along_a_geodesic_edge),
        cmocka_unit_test(starts_and_ends_on_the_boundary),
        cmocka_unit_test(zone_in_the_hole_of_a_zone),
        cmocka_unit_test(parts_that_share_an_edge),
        cmocka_unit_test(over_the_pole),
        cmocka_unit_test(parallel_is_no_geodesic),
        cmocka_unit_test(vertices_next_to_the_antimeridian),
        cmocka_unit_test(whole_world),
        cmocka_unit_test(alaska_pair),
        cmocka_unit_test(long_edges),
        cmocka_unit_test(nearly_antipodal),
        cmocka_unit_test(hostile_shapes),
        cmocka_unit_test(vertices_all_but_the_same),
        cmocka_unit_test(leg_from_a_vertex_at_a_pole),
        cmocka_unit_test(sides_share_the_route),
        cmocka_unit_test(edge_to_the_antipodes),
        cmocka_unit_test(larger_than_a_hemisphere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
