/* The legs of routes: courses and lengths by closed forms, lengths inside by each leg alone, sums
 * over random routes, and legs without a length or behind a gap.
 *
 * Tests: src/analysis/meet/legs.c */
#include "geometry_fixture.h"

#include "overflight/legs.h"

#define DEGREE_M (OVF_EARTH_A * OVF_RADIAN) /* of longitude, on the equator */
#define MOST_ZONES 3

/* A route over up to three zones, analysed, with its legs. */
typedef struct {
    flight flight;
    size_t part_ends[MOST_FIXES], part_count; /* 0: one part */
    bool levels[MOST_FIXES];
    shape shapes[MOST_ZONES];
    size_t zone_count;
    ovf_zone zones[MOST_ZONES];
    ovf_zones all;
    ovf_route route;
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    const ovf_result *result;
    ovf_legs legs;
} trip;

static void fly(trip *t)
{
    ovf_error error = {0};
    for (size_t i = 0; i < t->zone_count; i++) t->zones[i] = zone_of(&t->shapes[i]);
    t->all = (ovf_zones){t->zones, t->zone_count};
    t->route = (ovf_route){.id = "route",
                           .file = "test",
                           .fixes = t->flight.fixes,
                           .fix_count = t->flight.count,
                           .part_ends = t->part_count > 0 ? t->part_ends : &t->flight.count,
                           .part_count = t->part_count > 0 ? t->part_count : 1,
                           .flight_levels = t->levels};
    const ovf_analysis_options options = {.search_m = OVF_SEARCH_NONE};
    if (ovf_analyzer_new(&t->all, &options, &t->analyzer, &error) != OVF_OK ||
        ovf_scratch_new(&t->scratch, &error) != OVF_OK ||
        ovf_analyze(t->analyzer, &t->route, t->scratch, &t->result, &error) != OVF_OK ||
        ovf_legs_list(t->result, &t->legs, &error) != OVF_OK)
        fail_msg("%s", error.message);
}

static void land(trip *t)
{
    ovf_legs_clear(&t->legs);
    ovf_scratch_free(t->scratch);
    ovf_analyzer_free(t->analyzer);
    *t = (trip){0};
}

static void expect_near(double found, double expected, double within)
{
    if (!(fabs(found - expected) <= within))
        fail_msg("seed %llu: expected %.9f within %g, found %.9f", (unsigned long long)first_seed,
                 expected, within, found);
}

static void expect_leg(const trip *t, size_t leg, double azimuth, double final, double length_m)
{
    assert_true(leg < t->legs.count);
    expect_near(t->legs.items[leg].azimuth_deg, azimuth, 1e-9);
    expect_near(t->legs.items[leg].final_azimuth_deg, final, 1e-9);
    expect_near(t->legs.items[leg].length_m, length_m, 1e-6);
}

/* The length of a meridian between two latitudes: Simpson's rule over its radius of curvature. */
static double meridian_m(double south, double north)
{
    const int steps = 2000;
    double sum = 0, width = (north - south) * OVF_RADIAN / steps;
    for (int i = 0; i <= steps; i++) {
        double sine = sin(south * OVF_RADIAN + i * width), w2 = 1 - OVF_EARTH_E2 * sine * sine;
        double radius = OVF_EARTH_A * (1 - OVF_EARTH_E2) / (w2 * sqrt(w2));
        sum += radius * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
    }
    return sum * width / 3;
}

/* Along the equator, the antimeridian and over the pole. */
static void closed_forms(void **state)
{
    (void)state;
    static trip t;
    const ovf_lonlat fixes[] = {{178, 0},  {179, 0}, {-179, 0}, {-179, 10},
                                {-179, 0}, {179, 0}, {179, 80}, {-1, 80}};
    for (size_t i = 0; i < sizeof fixes / sizeof *fixes; i++)
        add_fix(&t.flight, fixes[i].lon, fixes[i].lat);
    fly(&t);
    assert_int_equal(t.legs.count, 7);
    expect_leg(&t, 0, 90, 90, DEGREE_M);
    expect_leg(&t, 1, 90, 90, 2 * DEGREE_M);
    expect_leg(&t, 2, 0, 0, meridian_m(0, 10));
    expect_leg(&t, 3, 180, 180, meridian_m(0, 10));
    expect_leg(&t, 4, 270, 270, 2 * DEGREE_M);
    expect_leg(&t, 5, 0, 0, meridian_m(0, 80));
    expect_leg(&t, 6, 0, 180, 2 * meridian_m(80, 90));
    for (size_t i = 0; i < t.legs.count; i++) {
        assert_int_equal(t.legs.items[i].from_fix, i);
        assert_int_equal(t.legs.items[i].to_fix, i + 1);
        assert_true(!signbit(t.legs.items[i].azimuth_deg));
    }
    expect_near(t.legs.items[6].along_m, t.result->length_m, 0);
    land(&t);
}

/* John F. Kennedy to Heathrow, the example of GeodSolve (GeographicLib 2.x, C. F. F. Karney). */
static void known_geodesic(void **state)
{
    (void)state;
    static trip t;
    add_fix(&t.flight, -73.8, 40.6);
    add_fix(&t.flight, -0.5, 51.6);
    fly(&t);
    expect_near(t.legs.items[0].azimuth_deg, 51.19888284558, 1e-9);
    expect_near(t.legs.items[0].final_azimuth_deg, 107.82177673551, 1e-9);
    expect_near(t.legs.items[0].length_m, 5551759.400319, 1e-5);
    land(&t);
}

/* ---- random routes ---- */

static void random_trip(trip *t)
{
    ovf_lonlat centre = random_centre();
    double radius = random_radius();
    t->flight = random_flight(centre, radius);
    t->zone_count = 1 + pick(MOST_ZONES);
    for (size_t i = 0; i < t->zone_count; i++)
        t->shapes[i] = random_star(place_at(centre, uniform(0, 360), radius * uniform(0, 0.5)),
                                   radius, OVF_EDGES_GEODESIC);
    if (pick(3) == 0 && t->flight.count >= 4) { /* two parts with a gap */
        t->part_ends[0] = 2 + pick(t->flight.count - 3);
        t->part_ends[1] = t->flight.count;
        t->part_count = 2;
    }
    if (pick(4) == 0) { /* a fix twice */
        size_t last = t->flight.count - 1;
        add_fix(&t->flight, t->flight.fixes[last].lon, t->flight.fixes[last].lat);
        if (t->part_count > 0) t->part_ends[1]++;
    }
}

/* Clairaut's relation: sin(azimuth) cos(reduced latitude) is the same at both ends. */
static double clairaut(double azimuth, double lat)
{
    double reduced = atan((1 - OVF_EARTH_F) * tan(lat * OVF_RADIAN));
    return sin(azimuth * OVF_RADIAN) * cos(reduced);
}

static void expect_course(const trip *t, const ovf_route_leg *leg)
{
    const ovf_fix *from = &t->flight.fixes[leg->from_fix], *to = &t->flight.fixes[leg->to_fix];
    assert_true(leg->azimuth_deg >= 0 && leg->azimuth_deg < 360);
    assert_true(leg->final_azimuth_deg >= 0 && leg->final_azimuth_deg < 360);
    expect_near(clairaut(leg->azimuth_deg, from->lat), clairaut(leg->final_azimuth_deg, to->lat),
                1e-7);
    /* Flown from its first fix on this course it leads to the second. */
    ovf_lonlat end = place_at((ovf_lonlat){from->lon, from->lat}, leg->azimuth_deg, leg->length_m);
    assert_true(ovf_distance(ovf_earth_point(end.lon, end.lat), ovf_earth_point(to->lon, to->lat)) <
                1e-6);
}

/* What a leg flown alone is inside of a zone. */
static double inside_alone(const trip *t, const ovf_route_leg *leg, size_t zone)
{
    flight alone = {.fixes = {t->flight.fixes[leg->from_fix], t->flight.fixes[leg->to_fix]},
                    .count = 2};
    shape copy = t->shapes[zone];
    return analyse(&alone, &copy).inside_m;
}

static double inside_of(const ovf_route_leg *leg, size_t zone)
{
    double inside_m = 0;
    for (size_t k = 0; k < leg->zone_count; k++)
        if (leg->zones[k].zone == zone) inside_m += leg->zones[k].inside_m;
    return inside_m;
}

static void expect_sums(const trip *t)
{
    double length_m = 0, inside_m[MOST_ZONES] = {0}, wanted_m[MOST_ZONES] = {0};
    for (size_t i = 0; i < t->legs.count; i++) {
        const ovf_route_leg *leg = &t->legs.items[i];
        length_m += leg->length_m;
        expect_near(leg->along_m, length_m, 1e-6);
        for (size_t k = 0; k < leg->zone_count; k++) {
            assert_true(leg->zones[k].inside_m > 0);
            for (size_t n = 0; n < k; n++)
                assert_int_not_equal(leg->zones[n].zone, leg->zones[k].zone);
        }
        for (size_t zone = 0; zone < t->zone_count; zone++) inside_m[zone] += inside_of(leg, zone);
    }
    expect_near(length_m, t->result->length_m, 1e-6);
    for (size_t m = 0; m < t->result->meeting_count; m++)
        wanted_m[t->result->meetings[m].zone] = t->result->meetings[m].inside_m;
    for (size_t zone = 0; zone < t->zone_count; zone++)
        expect_near(inside_m[zone], wanted_m[zone], 1e-6);
}

static void random_routes(void **state)
{
    (void)state;
    static trip t;
    size_t inside = 0, gaps = 0, still = 0;
    for (size_t n = 0; n < cases(1500); n++) {
        begin_case(n);
        random_trip(&t);
        fly(&t);
        gaps += t.part_count > 0;
        assert_int_equal(t.legs.count, t.flight.count - (t.part_count > 0 ? 2 : 1));
        expect_sums(&t);
        for (size_t i = 0; i < t.legs.count; i++) {
            const ovf_route_leg *leg = &t.legs.items[i];
            if (leg->length_m < OVF_AZIMUTH_LEAST_M) {
                assert_true(isnan(leg->azimuth_deg) && isnan(leg->final_azimuth_deg));
                assert_int_equal(leg->zone_count, 0);
                still++;
                continue;
            }
            expect_course(&t, leg);
            for (size_t zone = 0; zone < t.zone_count; zone++) {
                /* Alone it may end a touch earlier or later. */
                expect_near(inside_of(leg, zone), inside_alone(&t, leg, zone), 4e-3);
                inside += inside_of(leg, zone) > 1;
            }
        }
        land(&t);
    }
    print_message("%zu stretches inside, %zu routes with a gap, %zu legs without a length\n",
                  inside, gaps, still);
    assert_true(inside > 100 && gaps > 100 && still > 100);
}

/* ---- single cases ---- */

static shape band(double west, double east)
{
    const ovf_lonlat corners[] = {{west, -1}, {east, -1}, {east, 1}, {west, 1}, {west, -1}};
    return zone_with(OVF_EDGES_LONLAT, corners, 5);
}

/* Flies through or into a zone that reaches over the fix between two legs. */
static void fly_over_fix(trip *t, double reach_m, bool backwards, bool leaving)
{
    double sign = backwards ? -1 : 1, edge = 1 - reach_m / DEGREE_M;
    for (int k = 0; k < 3; k++) add_fix(&t->flight, sign * (leaving ? 2 - k : k), 0);
    t->shapes[0] = sign > 0 ? band(edge, 1.5) : band(-1.5, -edge);
    t->zone_count = 1;
    fly(t);
}

/* A zone that reaches half a millimetre over the fix is met on one leg only, with its whole length;
 * one that reaches two millimetres over it, on both. */
static void touches(void **state)
{
    (void)state;
    static trip t;
    for (unsigned i = 0; i < 4; i++) {
        bool backwards = i & 1, leaving = i & 2;
        size_t whole = leaving ? 0 : 1, other = 1 - whole;
        fly_over_fix(&t, 0.5e-3, backwards, leaving);
        assert_int_equal(t.legs.items[other].zone_count, 0);
        expect_near(inside_of(&t.legs.items[whole], 0), t.result->meetings[0].inside_m, 1e-9);
        expect_near(inside_of(&t.legs.items[whole], 0), 0.5 * DEGREE_M, 0.6e-3);
        land(&t);
        fly_over_fix(&t, 2e-3, backwards, leaving);
        expect_near(inside_of(&t.legs.items[other], 0), 2e-3, 1e-6);
        expect_near(inside_of(&t.legs.items[whole], 0), 0.5 * DEGREE_M, 1e-6);
        land(&t);
    }
}

/* Passages over legs of 100 m each, put together by hand: where they count. */
static void cuts(void **state)
{
    (void)state;
    static const struct {
        double from_m, to_m, inside_m[3];
    } rows[] = {
        {50, 250, {50, 100, 50}},
        {0, 300, {100, 100, 100}},
        {100, 200, {0, 100, 0}},
        {50, 100.0005, {50.0005, 0, 0}}, /* less than a touch of the second */
        {99.9995, 150, {0, 50.0005, 0}}, /* and of the first */
        {99.9995, 200.0005, {0, 100.001, 0}},
        {99.9994, 100.0008, {0, 0.0014, 0}}, /* of both */
        {99.998, 200.002, {0.002, 100, 0.002}},
        {50, 200.0005, {50, 100, 0.0005}}, /* all of a leg that is no longer (below) */
    };
    ovf_fix fixes[4];
    double along_m[] = {0, 100, 200, 300};
    const size_t end = 4;
    for (int i = 0; i < 4; i++) fixes[i] = (ovf_fix){100 * i / DEGREE_M, 0, NAN, NAN};
    const ovf_route route = {
        .id = "route", .fixes = fixes, .fix_count = 4, .part_ends = &end, .part_count = 1};
    ovf_legs legs = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (i + 1 == sizeof rows / sizeof *rows) along_m[3] = 200.0005;
        const ovf_passage passage = {.entry = {.along_m = rows[i].from_m},
                                     .exit = {.along_m = rows[i].to_m}};
        const ovf_meeting meeting = {.passages = &passage, .passage_count = 1};
        const ovf_result result = {.route = &route,
                                   .length_m = along_m[3],
                                   .fix_along_m = along_m,
                                   .meetings = &meeting,
                                   .meeting_count = 1};
        assert_int_equal(ovf_legs_list(&result, &legs, NULL), OVF_OK);
        for (size_t leg = 0; leg < 3; leg++) {
            expect_near(inside_of(&legs.items[leg], 0), rows[i].inside_m[leg], 1e-9);
            assert_int_equal(legs.items[leg].zone_count, rows[i].inside_m[leg] > 0);
        }
    }
    ovf_legs_clear(&legs);
}

/* Zones stand in the order in which they are met, each once. */
static void order_of_zones(void **state)
{
    (void)state;
    static trip t;
    add_fix(&t.flight, 0, 0);
    add_fix(&t.flight, 10, 0);
    t.shapes[0] = band(6, 7);
    t.shapes[1] = band(1, 2);
    shape again = band(8, 9.5);
    add_ring(&t.shapes[1], &again, false);
    t.shapes[2] = band(3, 4);
    t.zone_count = 3;
    fly(&t);
    const ovf_route_leg *leg = &t.legs.items[0];
    assert_int_equal(leg->zone_count, 3);
    const size_t order[] = {1, 2, 0};
    const double degrees[] = {2.5, 1, 1};
    for (size_t k = 0; k < 3; k++) {
        assert_int_equal(leg->zones[k].zone, order[k]);
        expect_near(leg->zones[k].inside_m, degrees[k] * DEGREE_M, 1e-6);
    }
    land(&t);
}

/* Times, altitudes and their reference are those of the fix at the end; a gap is no leg, and parts
 * that join leave none. */
static void ends_and_gaps(void **state)
{
    (void)state;
    static trip t;
    for (int i = 0; i < 6; i++) {
        add_fix(&t.flight, i < 4 ? i - (i > 1) : i, 0);
        t.flight.fixes[i].altitude_m = i == 1 ? NAN : 1000.0 * i;
        t.flight.fixes[i].time_s = 60 * i;
        t.levels[i] = i == 3;
    }
    t.part_ends[0] = 2; /* 0 1 | 1 2 | 4 5 */
    t.part_ends[1] = 4;
    t.part_ends[2] = 6;
    t.part_count = 3;
    fly(&t);
    assert_int_equal(t.legs.count, 3);
    const size_t from[] = {0, 2, 4};
    for (size_t i = 0; i < 3; i++) {
        const ovf_route_leg *leg = &t.legs.items[i];
        assert_int_equal(leg->from_fix, from[i]);
        assert_int_equal(leg->to_fix, from[i] + 1);
        expect_near(leg->along_m, (double)(i + 1) * DEGREE_M, 1e-6);
        expect_near(leg->time_s, 60 * (double)leg->to_fix, 0);
        assert_int_equal(leg->altitude_reference, i == 1 ? OVF_HEIGHT_STD : OVF_HEIGHT_MSL);
    }
    assert_true(isnan(t.legs.items[0].altitude_m));
    expect_near(t.legs.items[1].altitude_m, 3000, 0);
    land(&t);
}

static void misuse(void **state)
{
    (void)state;
    ovf_error error = {0};
    ovf_legs legs = {0};
    const ovf_route without_fixes = {.id = "route"};
    const ovf_result empty = {0}, columns = {.route = &without_fixes};
    assert_int_equal(ovf_legs_list(NULL, &legs, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_legs_list(&empty, NULL, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_legs_list(&empty, &legs, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_legs_list(&columns, &legs, &error), OVF_ERROR_USAGE);
    assert_non_null(strstr(error.message, "fixes"));
    assert_null(legs.items);
    ovf_legs_clear(NULL);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closed_forms),  cmocka_unit_test(known_geodesic),
        cmocka_unit_test(random_routes), cmocka_unit_test(touches),
        cmocka_unit_test(cuts),          cmocka_unit_test(order_of_zones),
        cmocka_unit_test(ends_and_gaps), cmocka_unit_test(misuse)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
