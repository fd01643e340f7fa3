/* Suggested routes where the shortest one is known.
 *
 * Tests: src/analysis/suggest/ src/output/plans/suggestions.c src/output/plans/plan_file.c */
#include "suggest_fixture.h"

static flight from_to(double lon1, double lat1, double lon2, double lat2)
{
    flight f = {.count = 0};
    add_fix(&f, lon1, lat1);
    add_fix(&f, lon2, lat2);
    return f;
}

/* The length of the way over places, and what ovf_suggest may add to it: a decimetre or its thrift,
 * and some centimetres at each corner. */
static void expect_way(scene *s, const flight *f, const ovf_lonlat *places, size_t count)
{
    ovf_suggestion found = suggestion_for(s, f);
    double wanted = 0;
    for (size_t k = 1; k < count; k++) wanted += distance_between(places[k - 1], places[k]);
    double direct = distance_between(places[0], places[count - 1]),
           most = fmax(0.1, OVF_SUGGEST_THRIFT * (wanted - direct)) + 0.1;
    if (!(found.length_m >= wanted - 1e-3 && found.length_m <= wanted + most))
        fail_msg("%.3f m, wanted %.3f", found.length_m, wanted);
    ovf_suggestion_clear(&found);
}

static void free_already(void **state)
{
    (void)state;
    scene s = {.count = 0};
    add_rectangle(&s, 10000, OVF_EDGES_LONLAT, 1, 1, 2, 2);
    add_rectangle(&s, 0, OVF_EDGES_LONLAT, 0.4, 0.2, 0.6, 0.4);
    flight f = {.count = 0};
    add_fix(&f, 0, 0);
    add_fix(&f, 0.5, 0.1);
    add_fix(&f, 1, 0.5);
    f.fixes[1].altitude_m = 3000;
    ovf_suggestion found = suggestion_for(&s, &f);
    assert_int_equal(found.fix_count, 3);
    assert_memory_equal(found.fixes, f.fixes, 3 * sizeof *f.fixes);
    assert_true(found.extra_m == 0 && found.length_m == found.original_m &&
                found.change_count == 0);
    for (size_t k = 0; k < 3; k++) assert_int_equal(found.origins[k], k);
    ovf_suggestion_clear(&found);
}

/* Over two corners of a square, whichever kind of edges, on the equator and across the antimeridian
 * too. */
static void square(void **state)
{
    (void)state;
    for (int kind = 0; kind < 2; kind++)
        for (int at = 0; at < 3; at++) {
            double lon = at == 2 ? 179.5 : 20, lat = at == 0 ? 0 : 50;
            scene s = {.count = 0};
            add_rectangle(&s, 0, kind == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC, lon, lat,
                          lon + 1, lat + 1);
            flight f = from_to(lon - 1, lat + 0.7, remainder(lon + 2, 360), lat + 0.7);
            ovf_lonlat north[] = {
                {lon - 1, lat + 0.7}, {lon, lat + 1}, {lon + 1, lat + 1}, {lon + 2, lat + 0.7}};
            expect_way(&s, &f, north, 4);
        }
}

/* To the left of a wall, to the right of the next one. */
static void slalom(void **state)
{
    (void)state;
    for (int at = 0; at < 3; at++) {
        double lon = at == 0 ? 0 : at == 1 ? 178 : -181.3;
        scene s = {.count = 0};
        add_rectangle(&s, 0, OVF_EDGES_GEODESIC, lon + 1, -1, lon + 1.2, 0.2);
        add_rectangle(&s, 0, OVF_EDGES_GEODESIC, lon + 2, -0.2, lon + 2.2, 1);
        flight f = from_to(lon, 0, lon + 3.2, 0);
        ovf_lonlat way[] = {{lon, 0},        {lon + 1, 0.2},    {lon + 1.2, 0.2},
                            {lon + 2, -0.2}, {lon + 2.2, -0.2}, {lon + 3.2, 0}};
        expect_way(&s, &f, way, 6);
    }
}

/* A row of zones with gaps that the stand-off closes, and one that it leaves open. */
static void gaps(void **state)
{
    (void)state;
    scene s = {.count = 0};
    double degree = OVF_EARTH_A * OVF_RADIAN;
    add_rectangle(&s, 5000, OVF_EDGES_GEODESIC, 1, -1.0, 1.05, -0.1);
    add_rectangle(&s, 5000, OVF_EDGES_GEODESIC, 1, -0.02, 1.05,
                  0.5);                                             /* some 8.8 km beyond: closed */
    add_rectangle(&s, 5000, OVF_EDGES_GEODESIC, 1, 0.6, 1.05, 1.6); /* some 11 km: open */
    flight f = from_to(0.5, 0, 1.55, 0);
    ovf_suggestion found = suggestion_for(&s, &f);
    size_t through = 0;
    for (size_t k = 0; k < found.fix_count; k++)
        through += found.fixes[k].lat > 0.5 && found.fixes[k].lat < 0.6;
    assert_true(through > 0);
    /* Around the corner of the middle zone: a tangent, a quarter turn and half of the gap's width
     * at most on each side. */
    double leg = hypot(0.5 * degree, 0.5 * degree),
           least = 2 * hypot(0.5 * degree - 5000, 0.5 * degree),
           most = 2 * leg + 0.05 * degree + 2 * 5000;
    assert_true(found.length_m > least && found.length_m < most);
    ovf_suggestion_clear(&found);
}

static void add_circle(shape *zone, ovf_lonlat centre, double radius_m, size_t corners)
{
    for (size_t k = 0; k < corners; k++) {
        ovf_lonlat v = place_at(centre, 360.0 * (double)k / (double)corners, radius_m);
        add_vertex(zone, 0, v.lon, v.lat);
    }
    close_ring(zone, 0);
    run_on(zone->vertices[0], zone->rings[0].count);
}

/* Tangents and an arc, in spherical trigonometry (Napier): cos(tangent) = cos(D) / cos(r), the
 * angle at the centre beside each has cos = tan(r) / tan(D). */
static double around_circle(double radius_m, double d1_m, double d2_m, double angle,
                            double sphere_m)
{
    double r = radius_m / sphere_m, d1 = d1_m / sphere_m, d2 = d2_m / sphere_m;
    double arc = angle - acos(tan(r) / tan(d1)) - acos(tan(r) / tan(d2));
    return (acos(cos(d1) / cos(r)) + acos(cos(d2) / cos(r)) + sin(r) * arc) * sphere_m;
}

static void circle(void **state)
{
    (void)state;
    const double standoffs[] = {0, 1, 10000, 60000};
    for (int at = 0; at < 4; at++)
        for (int k = 0; k < 4; k++) {
            ovf_lonlat centre = {at == 3 ? 179.9 : 10, at == 0   ? 0
                                                       : at == 1 ? 60
                                                       : at == 2 ? -85
                                                                 : 30};
            double radius = 20000, outer = radius + standoffs[k], d1 = outer * 2.5,
                   d2 = outer * 1.3;
            scene s = {.count = 0};
            add_circle(add_obstacle(&s, standoffs[k], OVF_EDGES_GEODESIC), centre, radius, 240);
            ovf_lonlat a = place_at(centre, 40, d1), b = place_at(centre, 210, d2);
            flight f = from_to(a.lon, a.lat, b.lon, b.lat);
            ovf_suggestion found = suggestion_for(&s, &f);
            double sine = sin(centre.lat * OVF_RADIAN), w2 = 1 - OVF_EARTH_E2 * sine * sine;
            double sphere = OVF_EARTH_A * sqrt(1 - OVF_EARTH_E2) / w2; /* of Gauss's curvature */
            double wanted = around_circle(outer, d1, d2, 170 * OVF_RADIAN, sphere);
            if (!(found.length_m > wanted * 0.9998 && found.length_m < wanted * 1.001))
                fail_msg("%d, %d: %.3f m, wanted %.3f", at, k, found.length_m, wanted);
            double off = INFINITY;
            assert_true(keeps_clear(&s, found.fixes, found.fix_count, &off));
            if (standoffs[k] > 0 && !(off > -1e-6 && off < 0.02 + 1e-6 * standoffs[k]))
                fail_msg("%d, %d: off %.9f", at, k, off);
            ovf_suggestion_clear(&found);
        }
}

/* Around the pole: a ring along the 80th parallel, as a map in longitude and latitude draws it, and
 * as a polygon of geodesics. */
static void pole(void **state)
{
    (void)state;
    for (int kind = 0; kind < 2; kind++)
        for (double sign = -1; sign <= 1; sign += 2) {
            scene s = {.count = 0};
            shape *zone = add_obstacle(&s, 20000,
                                       kind == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC);
            double step = kind == 0 ? 120 : 2;
            for (double lon = -180; lon <= 180; lon += step) add_vertex(zone, 0, lon, sign * 80);
            flight f = from_to(10, sign * 75, -175, sign * 75);
            ovf_lonlat top = {0, sign * 90};
            double r = distance_between(top, (ovf_lonlat){0, sign * 80}),
                   d = distance_between(top, (ovf_lonlat){0, sign * 75});
            double wanted = around_circle(r + 20000, d, d, 175 * OVF_RADIAN,
                                          6397e3); /* sqrt(MN) at 78° */
            ovf_suggestion found = suggestion_for(&s, &f);
            if (!(fabs(found.length_m - wanted) < wanted * 0.001))
                fail_msg("kind %d: %.3f m, wanted %.3f", kind, found.length_m, wanted);
            ovf_suggestion_clear(&found);
        }
}

/* South of a border along a parallel, which geodesics would leave to the north. */
static void parallel(void **state)
{
    (void)state;
    scene s = {.count = 0};
    add_rectangle(&s, 0, OVF_EDGES_LONLAT, -120, 49, -100, 55);
    flight f = from_to(-119.9, 48.999, -100.1, 48.999);
    ovf_suggestion found = suggestion_for(&s, &f);
    double sine = sin(49 * OVF_RADIAN), along = OVF_EARTH_A / sqrt(1 - OVF_EARTH_E2 * sine * sine) *
                                                cos(49 * OVF_RADIAN) * 19.8 * OVF_RADIAN;
    /* All but the parallel; from some metres south of it. */
    if (!(found.length_m > along * 0.9999 && found.length_m < along * 1.0005))
        fail_msg("%.3f m, wanted %.3f", found.length_m, along);
    for (size_t k = 0; k < found.fix_count; k++) assert_true(found.fixes[k].lat < 49);
    ovf_suggestion_clear(&found);
}

/* What lies within something else in the way changes nothing; a stand-off that reaches beyond it
 * does. */
static void nested(void **state)
{
    (void)state;
    flight f = from_to(-1, 0.1, 3, 0.1);
    double lengths[3];
    for (int k = 0; k < 3; k++) {
        scene s = {.count = 0};
        if (k < 2) add_rectangle(&s, 0, OVF_EDGES_GEODESIC, 0, -1, 2, 1);
        if (k == 1) add_rectangle(&s, 20000, OVF_EDGES_GEODESIC, 0.5, -0.5, 1.5, 0.5);
        if (k == 2) {
            add_rectangle(&s, 0, OVF_EDGES_GEODESIC, 0.4, -0.4, 1.6, 0.4);
            add_rectangle(&s, 60000, OVF_EDGES_GEODESIC, 0.3, -0.3, 1.7, 0.3);
        }
        ovf_suggestion found = suggestion_for(&s, &f);
        lengths[k] = found.length_m;
        ovf_suggestion_clear(&found);
    }
    assert_true(fabs(lengths[1] - lengths[0]) < 0.5);
    scene outer = {.count = 0};
    add_rectangle(&outer, 60000, OVF_EDGES_GEODESIC, 0.3, -0.3, 1.7, 0.3);
    ovf_suggestion found = suggestion_for(&outer, &f);
    assert_true(fabs(found.length_m - lengths[2]) < 0.002 * found.extra_m + 0.1);
    ovf_suggestion_clear(&found);
}

static void expect_error(scene *s, const flight *f, const bool *pinned, const char *sentence)
{
    ovf_suggestion none = {0};
    ovf_error error = {0};
    assert_int_equal(ask(s, f, pinned, &none, &error), OVF_ERROR_GEOMETRY);
    if (strstr(error.message, sentence) == NULL)
        fail_msg("\"%s\", wanted \"%s\"", error.message, sentence);
    assert_true(none.fixes == NULL);
}

static void no_way(void **state)
{
    (void)state;
    scene ring = {.count = 0};
    shape *zone = add_obstacle(&ring, 0, OVF_EDGES_LONLAT), hole = {.ring_count = 1};
    add_circle(zone, (ovf_lonlat){10, 50}, 100000, 60);
    add_circle(&hole, (ovf_lonlat){10, 50}, 60000, 40);
    add_ring(zone, &hole, true);
    flight f = from_to(10, 50, 14, 50);
    expect_error(&ring, &f, NULL,
                 "no clear way was found from fix 1 to fix 2; in the way is zone \"zone\"");
    /* From place to place within the hole there is one. */
    flight within = from_to(9.5, 50, 10.5, 50);
    ovf_suggestion found = suggestion_for(&ring, &within);
    assert_int_equal(found.fix_count, 2);
    ovf_suggestion_clear(&found);

    scene near = {.count = 0};
    add_rectangle(&near, 10000, OVF_EDGES_LONLAT, 1, 0, 2, 1);
    flight begins = from_to(0.95, 0.5, 0, 0), ends = from_to(0, 0, 1.5, 0.5);
    expect_error(&near, &begins, NULL, "fix 1, where the route begins or ends, is 5.5");
    expect_error(&near, &begins, NULL,
                 "km from zone \"zone\", 10.000 km is wanted; it cannot be moved");
    expect_error(&near, &ends, NULL,
                 "fix 2, where the route begins or ends, lies within zone \"zone\"");
}

/* Fixes that are too near themselves: moved straight away, or left out; not if they are to stay. */
static void fixes(void **state)
{
    (void)state;
    scene s = {.count = 0};
    add_rectangle(&s, 10000, OVF_EDGES_GEODESIC, 1, 0.5, 2, 1.5);
    flight f = {.count = 0};
    add_fix(&f, 0, 0);
    add_fix(&f, 1.5, 0.45); /* 5.5 km from the edge, 4.5 km are missing */
    add_fix(&f, 1.5, 1);
    add_fix(&f, 3, 0);
    for (size_t k = 0; k < 4; k++) {
        f.fixes[k].time_s = 1000 * (double)k;
        f.fixes[k].altitude_m = 1000 * (double)k;
    }
    ovf_suggestion found = suggestion_for(&s, &f);
    assert_int_equal(found.change_count, 2);
    const ovf_suggest_change *moved = &found.changes[0], *left = &found.changes[1];
    assert_true(moved->fix == 1 && moved->moved && moved->obstacle == 0 && left->fix == 2 &&
                !left->moved && left->distance_m == 0);
    double missing = 10000 - moved->distance_m;
    assert_true(moved->distance_m > 5500 && moved->distance_m < 5560 &&
                moved->moved_by_m > missing && moved->moved_by_m < missing + 0.1);
    const ovf_fix *at = &found.fixes[moved->moved_to];
    assert_true(found.origins[moved->moved_to] == 1 && fabs(at->lon - 1.5) < 1e-6 &&
                at->lat < 0.41 && at->altitude_m == 1000);
    /* At the speed that was planned: times run on with the length, altitudes between those of the
     * fixes. */
    assert_true(found.origins[0] == 0 && found.origins[found.fix_count - 1] == 3);
    double planned = distance_between((ovf_lonlat){0, 0}, (ovf_lonlat){1.5, 0.45}) / 1000;
    assert_true(
        fabs(length_of(found.fixes, moved->moved_to + 1) / (at->time_s - found.fixes[0].time_s) -
             planned) < 1e-6 * planned);
    for (size_t k = 1; k < found.fix_count; k++) {
        assert_true(found.fixes[k].time_s > found.fixes[k - 1].time_s);
        assert_true(found.fixes[k].altitude_m >= found.fixes[k - 1].altitude_m &&
                    found.fixes[k].altitude_m <= 3000);
    }
    ovf_suggestion_clear(&found);

    bool pinned[4] = {false, true, false, false};
    expect_error(&s, &f, pinned, "fix 2, which is to stay, is 5.5");
    pinned[1] = false;
    pinned[2] = true;
    expect_error(&s, &f, pinned, "fix 3, which is to stay, lies within zone");
    f.fixes[1].lat = 0.3;
    f.fixes[2].lat = 0.3;
    ovf_suggestion kept = {0};
    assert_int_equal(ask(&s, &f, pinned, &kept, NULL), OVF_OK);
    assert_int_equal(kept.change_count, 0);
    ovf_suggestion_clear(&kept);
}

/* Exactly at the stand-off is allowed: a fix there stays, and a way leads on from it around the
 * zone. */
static void at_the_limit(void **state)
{
    (void)state;
    scene s = {.count = 0};
    shape *zone = add_obstacle(&s, 10000, OVF_EDGES_GEODESIC);
    add_rectangle(&s, 0, OVF_EDGES_LONLAT, 3, 3, 4, 4);
    add_circle(zone, (ovf_lonlat){10, 50}, 5000, 36);
    ovf_lonlat near = place_at((ovf_lonlat){zone->vertices[0][0].lon, zone->vertices[0][0].lat}, 0,
                               10000);
    ovf_lonlat far = place_at((ovf_lonlat){10, 50}, 180, 40000);
    flight f = from_to(near.lon, near.lat, far.lon, far.lat);
    ovf_suggestion found = {0};
    assert_int_equal(ask(&s, &f, NULL, &found, NULL), OVF_OK);
    assert_memory_equal(&found.fixes[0], &f.fixes[0], sizeof *f.fixes);
    assert_true(keeps_clear(&s, found.fixes, found.fix_count, NULL));
    double wanted = around_circle(15000, 15000.001, 40000, 180 * OVF_RADIAN, 6371e3);
    assert_true(fabs(found.length_m - wanted) < 0.002 * wanted);
    ovf_suggestion_clear(&found);
}

/* A route of two parts: each is led around what is in its way, the gap is not. Of two stand-offs
 * from one zone the greater holds. */
static void parts(void **state)
{
    (void)state;
    scene s = {.count = 0};
    add_rectangle(&s, 0, OVF_EDGES_GEODESIC, 1, 0, 2, 1);
    ovf_zone zone = zone_of(&s.shapes[0]);
    ovf_zones zones = {&zone, 1};
    const ovf_obstacle obstacles[] = {{0, 1000}, {0, 10000}, {0, 0}};
    const ovf_fix fixes[] = {{0.5, 0.4, NAN, NAN},
                             {2.5, 0.4, NAN, NAN},
                             {2.5, 0.6, NAN, NAN},
                             {0.5, 0.6, NAN, NAN},
                             {0.5, 0.7, NAN, NAN}};
    const size_t ends[] = {2, 5};
    ovf_route route = {.id = "route",
                       .file = "test",
                       .fixes = fixes,
                       .fix_count = 5,
                       .part_ends = ends,
                       .part_count = 2};
    ovf_suggestion found = {0};
    assert_int_equal(ovf_suggest(&zones, obstacles, 3, &route, NULL, &found, NULL), OVF_OK);
    assert_true(found.part_count == 2 && found.part_ends[1] == found.fix_count);
    size_t end = found.part_ends[0];
    assert_true(found.origins[0] == 0 && found.origins[end - 1] == 1 && found.origins[end] == 2 &&
                found.origins[found.fix_count - 1] == 4);
    s.standoff_m[0] = 10000;
    double first, second;
    assert_true(keeps_clear(&s, found.fixes, end, &first) &&
                keeps_clear(&s, found.fixes + end, found.fix_count - end, &second));
    assert_true(first < 0.02 && second < 0.02);
    for (size_t k = 1; k + 1 < end; k++) assert_true(found.fixes[k].lat < 0);
    assert_true(fabs(length_of(found.fixes, end) +
                     length_of(found.fixes + end, found.fix_count - end) - found.length_m) < 1e-5);
    ovf_suggestion_clear(&found);
}

/* A border line is a zone without an inside: there and back. */
static void border(void **state)
{
    (void)state;
    scene s = {.count = 0};
    shape *line = add_obstacle(&s, 10000, OVF_EDGES_GEODESIC);
    const ovf_lonlat course[] = {{1, -0.5}, {1.1, 0}, {1, 0.3}, {1.1, 0}, {1, -0.5}};
    for (size_t k = 0; k < 5; k++) add_vertex(line, 0, course[k].lon, course[k].lat);
    flight f = from_to(0.5, 0.1, 1.6, 0.1);
    ovf_suggestion found = suggestion_for(&s, &f);
    ovf_lonlat end = {1, 0.3}, from = {0.5, 0.1}, to = {1.6, 0.1};
    double course1, course2;
    geod_inverse(ovf_earth(), end.lat, end.lon, from.lat, from.lon, NULL, &course1, NULL);
    geod_inverse(ovf_earth(), end.lat, end.lon, to.lat, to.lon, NULL, &course2, NULL);
    assert_true(
        course1 < 0 &&
        course2 >
            0); /* so that their difference is the angle at the line's end over its northern side */
    double wanted = around_circle(10000, distance_between(from, end), distance_between(end, to),
                                  (course2 - course1) * OVF_RADIAN, 6371e3);
    assert_true(fabs(found.length_m - wanted) < 0.001 * wanted);
    for (size_t k = 1; k + 1 < found.fix_count; k++) assert_true(found.fixes[k].lat > 0.3);
    ovf_suggestion_clear(&found);
}

static void bad_obstacles(void **state)
{
    (void)state;
    scene s = {.count = 0};
    ovf_suggestion none = {0};
    ovf_error error = {0};
    flight f = from_to(0, 0, 3, 3);
    add_rectangle(&s, -1, OVF_EDGES_LONLAT, 1, 0, 2, 1);
    assert_int_equal(ask(&s, &f, NULL, &none, &error), OVF_ERROR_USAGE);
    assert_string_equal(error.message,
                        "zone \"zone\": the stand-off is -1 m, 0 to 1000000 m is wanted");
    s.standoff_m[0] = NAN;
    assert_int_equal(ask(&s, &f, NULL, &none, &error), OVF_ERROR_USAGE);
    ovf_zone zone = zone_of(&s.shapes[0]);
    ovf_zones zones = {&zone, 1};
    ovf_obstacle obstacle = {1, 0};
    ovf_route route = route_along(f.fixes, &f.count);
    assert_int_equal(ovf_suggest(&zones, &obstacle, 1, &route, NULL, &none, &error),
                     OVF_ERROR_USAGE);
    assert_int_equal(ovf_suggest(&zones, NULL, 0, &route, NULL, &none, &error), OVF_OK);
    assert_int_equal(none.fix_count, 2);
    ovf_suggestion_clear(&none);
    ovf_suggestion_clear(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(free_already), cmocka_unit_test(square),
        cmocka_unit_test(slalom),       cmocka_unit_test(gaps),
        cmocka_unit_test(circle),       cmocka_unit_test(pole),
        cmocka_unit_test(parallel),     cmocka_unit_test(nested),
        cmocka_unit_test(no_way),       cmocka_unit_test(fixes),
        cmocka_unit_test(parts),        cmocka_unit_test(at_the_limit),
        cmocka_unit_test(border),       cmocka_unit_test(bad_obstacles)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
