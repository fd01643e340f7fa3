/* Nearest approaches of whole routes: whatever the direction, the place on the globe, and however
 * densely the route is written.
 *
 * Tests: src/analysis/meet/nearest_approach.c src/analysis/meet/near_pieces.c
 * src/geodesy/approach.c */
#include "geometry_fixture.h"

#include <math.h>

static double search_m = OVF_SEARCH_MAX_M;

/* The nearest approach within search_m, or infinity; the parts of the route end at `ends`. */
static double nearest(const ovf_fix *fixes, const size_t *ends, size_t parts, shape *s,
                      ovf_meeting *meeting)
{
    ovf_zone zone = zone_of(s);
    ovf_zones zones = {&zone, 1};
    ovf_analysis_options options = {.search_m = search_m};
    ovf_analyzer *analyzer = NULL;
    ovf_scratch *scratch = NULL;
    const ovf_result *result = NULL;
    ovf_error error = {0};
    ovf_route route = {.id = "route",
                       .file = "test",
                       .fixes = fixes,
                       .fix_count = ends[parts - 1],
                       .part_ends = ends,
                       .part_count = parts};
    if (ovf_analyzer_new(&zones, &options, &analyzer, &error) != OVF_OK ||
        ovf_scratch_new(&scratch, &error) != OVF_OK ||
        ovf_analyze(analyzer, &route, scratch, &result, &error) != OVF_OK)
        fail_msg("%s", error.message);
    double distance = INFINITY;
    if (result->meeting_count > 0) {
        *meeting = result->meetings[0];
        distance = meeting->nearest_m;
        if (distance > 0) {
            ovf_lonlat on_route = {meeting->nearest_on_route.lon, meeting->nearest_on_route.lat};
            assert_true(fabs(distance_between(on_route, meeting->nearest_on_zone) - distance) <
                        1e-6);
            assert_true(meeting->passage_count == 0 && meeting->crossing_count == 0 &&
                        meeting->inside_m == 0);
        }
    }
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    return distance;
}

static void expect(size_t k, const char *what, double found, double wanted)
{
    if (!(fabs(found - wanted) <= 1e-6) && !(isinf(found) && isinf(wanted)))
        fail_msg("seed %llu: %s: %.9f, wanted %.9f", (unsigned long long)(first_seed + k), what,
                 found, wanted);
}

static void however_it_is_written(void **state)
{
    (void)state;
    enum { PIECES = 60 };
    static ovf_fix dense[MOST_FIXES * PIECES];
    size_t passed = 0, stayed = 0;
    for (size_t k = 0; k < cases(400); k++) {
        begin_case(k);
        ovf_lonlat centre = random_centre();
        double radius = exp(uniform(log(100), log(3e5)));
        ovf_edges edges = pick(2) == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC;
        shape s = random_star(centre, radius, edges);
        flight f = random_flight(place_at(centre, uniform(0, 360), radius * uniform(1, 6)), radius);
        ovf_meeting meeting;
        double wanted = nearest(f.fixes, &f.count, 1, &s, &meeting);
        passed += wanted > 0 && wanted < 1e6;

        ovf_fix back[MOST_FIXES], shifted[MOST_FIXES];
        shape moved = s;
        size_t count = 0, two[2];
        for (size_t i = 0; i < f.count; i++) {
            back[i] = f.fixes[f.count - 1 - i];
            shifted[i] = f.fixes[i];
            shifted[i].lon = remainder(shifted[i].lon + 137, 360);
            if (i + 1 == f.count) break;
            ovf_leg leg;
            ovf_leg_between(&leg, f.fixes[i].lon, f.fixes[i].lat, f.fixes[i + 1].lon,
                            f.fixes[i + 1].lat);
            for (int n = 0; n < PIECES; n++) {
                ovf_lonlat p = ovf_leg_position(&leg, leg.length_m * n / PIECES);
                dense[count++] = (ovf_fix){p.lon, p.lat, NAN, NAN};
            }
        }
        dense[count++] = f.fixes[f.count - 1];
        for (size_t i = 0; i < s.rings[0].count; i++) moved.vertices[0][i].lon += 137;
        expect(k, "reversed", nearest(back, &f.count, 1, &s, &meeting), wanted);
        expect(k, "shifted", nearest(shifted, &f.count, 1, &moved, &meeting), wanted);
        expect(k, "dense", nearest(dense, &count, 1, &s, &meeting), wanted);
        /* Near enough for straight lines from the beginning on. */
        search_m = 4e4;
        expect(k, "within 40 km", nearest(dense, &count, 1, &s, &meeting),
               wanted <= search_m ? wanted : INFINITY);
        search_m = OVF_SEARCH_MAX_M;
        /* An aircraft that stands before it leaves, and where it turns. */
        count = 0;
        for (size_t i = 0; i < f.count; i++)
            for (size_t stands = 0; stands < 3 - i % 2; stands++) dense[count++] = f.fixes[i];
        expect(k, "standing", nearest(dense, &count, 1, &s, &meeting), wanted);
        if (f.count < 4 || !(wanted > 0)) continue;
        /* Two parts, whose gap is no part of the route: the less of both. */
        two[0] = 2;
        two[1] = f.count;
        size_t rest = f.count - 2;
        expect(k, "two parts", nearest(f.fixes, two, 2, &s, &meeting),
               fmin(nearest(f.fixes, two, 1, &s, &meeting),
                    nearest(f.fixes + 2, &rest, 1, &s, &meeting)));
        /* A route that stays in one place is as near as a route to there from farther off. */
        ovf_fix stays[2] = {f.fixes[0], f.fixes[0]};
        double from_place = nearest(stays, two, 1, &s, &meeting);
        assert_true(from_place >= wanted - 1e-6);
        assert_true(isinf(from_place) || meeting.nearest_on_route.along_m == 0);
        ovf_lonlat away = place_at((ovf_lonlat){stays[0].lon, stays[0].lat}, 10, 0.001);
        stays[1] = (ovf_fix){away.lon, away.lat, NAN, NAN};
        double moving = nearest(stays, two, 1, &s, &meeting);
        assert_true((isinf(moving) && isinf(from_place)) || fabs(moving - from_place) <= 0.00101);
        stayed += isfinite(from_place);
    }
    print_message("%zu routes passed by\n", passed);
    assert_true(passed > cases(400) / 4 && stayed > cases(400) / 10);
}

static void met_is_zero(void **state)
{
    (void)state;
    shape s = {.ring_count = 1};
    ovf_meeting meeting;
    size_t count = 2;
    add_vertex(&s, 0, 0, 0);
    add_vertex(&s, 0, 2, 0);
    add_vertex(&s, 0, 2, 2);
    add_vertex(&s, 0, 0, 2);
    close_ring(&s, 0);
    ovf_fix through[] = {{-1, 1, NAN, NAN}, {3, 1, NAN, NAN}},
            within[] = {{1, 1, NAN, NAN}, {1.1, 1, NAN, NAN}},
            touching[] = {{-1, 1, NAN, NAN}, {0, 1, NAN, NAN}};
    assert_true(nearest(through, &count, 1, &s, &meeting) == 0);
    assert_true(nearest(within, &count, 1, &s, &meeting) == 0);
    assert_true(nearest(touching, &count, 1, &s, &meeting) == 0);
}

/* Beyond, beside and inside a box on the equator, where distances are known; a second part that
 * stays where the first does not come. */
static void a_place(void **state)
{
    (void)state;
    shape s = {.ring_count = 1};
    ovf_meeting meeting;
    add_vertex(&s, 0, 0, -2);
    add_vertex(&s, 0, 2, -2);
    add_vertex(&s, 0, 2, 2);
    add_vertex(&s, 0, 0, 2);
    close_ring(&s, 0);
    for (size_t count = 2; count < 6; count++)
        for (double off = 1e-6; off < 8; off *= 10) {
            ovf_fix beside[6], within[6];
            for (size_t i = 0; i < count; i++) {
                beside[i] = (ovf_fix){2 + off, 0, NAN, NAN};
                within[i] = (ovf_fix){1, 1, NAN, NAN};
            }
            assert_true(fabs(nearest(beside, &count, 1, &s, &meeting) -
                             off * OVF_EARTH_A * OVF_RADIAN) < 1e-6);
            assert_true(nearest(within, &count, 1, &s, &meeting) == 0);
            size_t ends[] = {2, 2 + count};
            ovf_fix parts[8] = {{8, 0, NAN, NAN}, {7, 0, NAN, NAN}};
            for (size_t i = 0; i < count; i++) parts[2 + i] = beside[i];
            assert_true(fabs(nearest(parts, ends, 2, &s, &meeting) -
                             off * OVF_EARTH_A * OVF_RADIAN) < 1e-6);
        }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(however_it_is_written),
                                       cmocka_unit_test(met_is_zero), cmocka_unit_test(a_place)};
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
