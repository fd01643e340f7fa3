/* Stretches that are too near a boundary, against its distance at many places; and the boxes by
 * which boundaries are come near.
 *
 * Tests: src/geodesy/proximity.c src/geodesy/boundaries.c */
#include "geometry_fixture.h"

#include "geodesy/boundaries.h"
#include "geodesy/proximity.h"

#define MOST_STRETCHES 4096

typedef struct {
    double from_m[MOST_STRETCHES], to_m[MOST_STRETCHES];
    size_t count;
} stretches;

static void add(void *context, double from_m, double to_m)
{
    stretches *found = context;
    assert_true(found->count < MOST_STRETCHES);
    found->from_m[found->count] = from_m;
    found->to_m[found->count++] = to_m;
}

static bool is_in(const stretches *found, double at_m)
{
    for (size_t i = 0; i < found->count; i++)
        if (at_m >= found->from_m[i] && at_m <= found->to_m[i]) return true;
    return false;
}

static bool is_end(const stretches *found, double at_m)
{
    bool ends = false, goes_on = false;
    for (size_t i = 0; i < found->count; i++) {
        ends = ends || found->from_m[i] == at_m || found->to_m[i] == at_m;
        goes_on = goes_on || (found->from_m[i] < at_m && found->to_m[i] > at_m);
        for (size_t k = 0; k < found->count; k++)
            goes_on = goes_on || (found->to_m[i] == at_m && found->from_m[k] == at_m &&
                                  found->to_m[k] > at_m && found->from_m[i] < at_m);
    }
    return ends && !goes_on;
}

static double distance_at(const ovf_boundary *boundary, const ovf_leg *leg, double at_m)
{
    ovf_approach nearest;
    return ovf_boundary_distance(boundary, ovf_leg_position(leg, at_m), 2.1e7, &nearest);
}

/* A line there and back, or a star. */
static void random_boundary(ovf_lonlat centre, double radius_m, bool is_line, shape *made)
{
    *made = random_star(centre, radius_m, pick(2) == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC);
    if (!is_line) return;
    size_t count = made->rings[0].count - 1;
    made->rings[0].count = 2 * count - 1;
    for (size_t i = count; i < 2 * count - 1; i++)
        made->vertices[0][i] = made->vertices[0][2 * count - 2 - i];
}

static void stretches_are_where_it_is_near(void **state)
{
    (void)state;
    size_t near = 0, far = 0, ends = 0;
    for (size_t k = 0, n = cases(400); k < n; k++) {
        begin_case(k);
        ovf_lonlat centre = random_centre();
        if (fabs(centre.lat) > 85) continue;
        bool is_line = pick(2) == 0;
        double radius_m = exp(uniform(log(2e3), log(2e5))),
               limit_m = exp(uniform(log(200), log(3e4)));
        shape s;
        random_boundary(centre, radius_m, is_line, &s);
        ovf_zone zone = zone_of(&s);
        ovf_boundary boundary;
        assert_true(is_line ? ovf_boundary_build_line(&boundary, &zone)
                            : ovf_boundary_build(&boundary, &zone));
        ovf_lonlat from = place_at(centre, uniform(0, 360), radius_m * uniform(0, 1.5)),
                   to = place_at(centre, uniform(0, 360), radius_m * uniform(0, 1.5));
        ovf_leg leg;
        ovf_arc arc;
        static stretches found;
        found.count = 0;
        ovf_leg_between(&leg, from.lon, from.lat, to.lon, to.lat);
        assert_int_equal(ovf_leg_arc_count(&leg), 1);
        ovf_leg_arc(&leg, 0, 1, &arc);
        ovf_proximity_stretches(&boundary, &arc, limit_m, add, &found);
        for (int i = 0; i <= 60; i++) {
            double at_m = fmin(leg.length_m, leg.length_m * i / 60),
                   distance = distance_at(&boundary, &leg, at_m);
            if (fabs(distance - limit_m) < 2 * OVF_PROXIMITY_M) continue;
            near += distance < limit_m;
            far += distance > limit_m;
            if (is_in(&found, at_m) != (distance < limit_m))
                fail_msg("case %zu: at %.3f m of %.3f it is %.6f m away, the limit is %.6f m", k,
                         at_m, leg.length_m, distance, limit_m);
        }
        for (size_t i = 0; i < found.count; i++) {
            const double both[2] = {found.from_m[i], found.to_m[i]};
            for (int e = 0; e < 2; e++) {
                if (both[e] == 0 || both[e] == arc.length_m || !is_end(&found, both[e])) continue;
                ends++;
                double off = distance_at(&boundary, &leg, both[e]) - limit_m;
                /* The limit itself, less half of what counts as at it, to the width of the last two
                 * places. */
                if (fabs(off + OVF_PROXIMITY_M / 2) > 2e-4)
                    fail_msg("case %zu: the end at %.6f m is %.6f m from the limit", k, both[e],
                             off);
            }
        }
        ovf_boundary_free(&boundary);
    }
    print_message("%zu places near, %zu far, %zu ends; seed %llu\n", near, far, ends,
                  (unsigned long long)first_seed);
    assert_true(near > 1000 || wanted_cases > 0);
    assert_true(ends > 100 || wanted_cases > 0);
}

static void sum_up(void *context, double from_m, double to_m)
{
    *(double *)context += to_m - from_m;
}

/* Along the equator, beside a parallel: as far away from end to end, a little more or less than the
 * limit. */
static void along_the_limit(void **state)
{
    (void)state;
    const ovf_lonlat corners[] = {{-1, 0.1}, {10, 0.1}, {10, 1}, {-1, 1}, {-1, 0.1}};
    shape s = zone_with(OVF_EDGES_LONLAT, corners, 5);
    ovf_zone zone = zone_of(&s);
    ovf_boundary boundary;
    ovf_leg leg;
    ovf_arc arc;
    assert_true(ovf_boundary_build(&boundary, &zone));
    ovf_leg_between(&leg, 0, 0, 8.9, 0);
    assert_int_equal(ovf_leg_arc_count(&leg), 1);
    ovf_leg_arc(&leg, 0, 1, &arc);
    double distance = distance_between((ovf_lonlat){4, 0}, (ovf_lonlat){4, 0.1});
    const double beyond_m[] = {0.002, 0.5, 5, 20, 24.9, 25.1, 100, -0.002, -0.5, -5, -20, -100};
    for (size_t i = 0; i < sizeof beyond_m / sizeof *beyond_m; i++) {
        double near_m = 0;
        ovf_proximity_stretches(&boundary, &arc, distance - beyond_m[i], sum_up, &near_m);
        if (fabs(near_m - (beyond_m[i] > 0 ? 0 : leg.length_m)) > 1e-3)
            fail_msg("%g m beyond the limit it is near for %.6f m of %.6f", beyond_m[i], near_m,
                     leg.length_m);
    }
    ovf_boundary_free(&boundary);
}

static bool box_has(const ovf_box *box, ovf_lonlat at)
{
    ovf_vector p = ovf_earth_point(at.lon, at.lat);
    const double c[3] = {p.x, p.y, p.z};
    for (int i = 0; i < 3; i++)
        if (c[i] < (double)box->low[i] || c[i] > (double)box->high[i]) return false;
    return true;
}

static void boxes_hold_boundary_and_inside(void **state)
{
    (void)state;
    size_t inside = 0;
    for (size_t k = 0, n = cases(2000); k < n; k++) {
        begin_case(k);
        ovf_lonlat centre = random_centre();
        double radius_m = random_radius() * uniform(1, 4);
        shape s = random_star(centre, radius_m,
                              pick(4) == 0 ? OVF_EDGES_GEODESIC : OVF_EDGES_LONLAT);
        ovf_zone zone = zone_of(&s);
        const ovf_zones zones = {&zone, 1};
        ovf_boundaries *boundaries = ovf_boundaries_new(&zones, false);
        assert_non_null(boundaries);
        const ovf_box *box = &boundaries->items[0].box;
        for (size_t i = 1; i < s.rings[0].count; i++) {
            ovf_lonlat a = s.vertices[0][i - 1], b = s.vertices[0][i];
            for (int j = 0; j <= 10 && s.edges == OVF_EDGES_LONLAT; j++) {
                ovf_lonlat at = {a.lon + (b.lon - a.lon) * j / 10,
                                 a.lat + (b.lat - a.lat) * j / 10};
                if (!box_has(box, at))
                    fail_msg("case %zu: the boundary at %.9f %.9f is not in its box", k, at.lon,
                             at.lat);
            }
        }
        const ovf_boundary *boundary = ovf_boundaries_get(boundaries, 0);
        assert_non_null(boundary);
        assert_ptr_equal(boundary, ovf_boundaries_get(boundaries, 0));
        for (int j = 0; j < 40; j++) {
            ovf_lonlat at = j < 6 ? (ovf_lonlat[]){{0, 0},   {90, 0}, {180, 0},
                                                   {-90, 0}, {0, 90}, {0, -90}}[j]
                                  : place_at(centre, uniform(0, 360), radius_m * uniform(0, 1.2));
            if (!ovf_boundary_contains(boundary, at.lon, at.lat)) continue;
            inside++;
            if (!box_has(box, at))
                fail_msg("case %zu: %.9f %.9f is inside, and not in the box", k, at.lon, at.lat);
        }
        ovf_boundaries_free(boundaries);
    }
    print_message("%zu places inside; seed %llu\n", inside, (unsigned long long)first_seed);
    assert_true(inside > 1000 || wanted_cases > 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stretches_are_where_it_is_near),
        cmocka_unit_test(along_the_limit),
        cmocka_unit_test(boxes_hold_boundary_and_inside),
    };
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
