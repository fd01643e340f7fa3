/* Nearest approaches against a twin that samples leg and boundary and refines, without tree, planes
 * or bounds; and closed forms.
 *
 * Tests: src/geodesy/approach.c src/geodesy/tree.c */
#include "geometry_fixture.h"

#include "geodesy/approach.h"

static ovf_lonlat on_edge(ovf_edges kind, ovf_lonlat a, ovf_lonlat b, double t)
{
    if (kind == OVF_EDGES_LONLAT)
        return (ovf_lonlat){a.lon + t * (b.lon - a.lon), a.lat + t * (b.lat - a.lat)};
    double azimuth, length;
    geod_inverse(ovf_earth(), a.lat, a.lon, b.lat, b.lon, &length, &azimuth, NULL);
    return place_at(a, azimuth, t * length);
}

/* The least of a function between two ends, from where it is least of some samples, by golden
 * sections. */
static double refine(double (*f)(double, void *), void *context, double low, double high)
{
    enum { SAMPLES = 6 };
    int best = 0;
    double least = INFINITY;
    for (int i = 0; i <= SAMPLES; i++) {
        double value = f(low + (high - low) * i / SAMPLES, context);
        if (value < least) least = value, best = i;
    }
    double a = low + (high - low) * fmax(0, best - 1) / SAMPLES,
           b = low + (high - low) * fmin(SAMPLES, best + 1) / SAMPLES;
    for (int k = 0; k < 42; k++) {
        double x = a + (b - a) * 0.381966011250105, y = a + (b - a) * 0.618033988749895;
        if (f(x, context) < f(y, context)) b = y;
        else a = x;
    }
    return fmin(f((a + b) / 2, context), fmin(f(a, context), f(b, context)));
}

typedef struct {
    const ovf_leg *leg;
    ovf_edges kind;
    ovf_lonlat a, b, point;
} twin_pair;

static double to_point(double s, void *context)
{
    twin_pair *pair = context;
    return distance_between(ovf_leg_position(pair->leg, s), pair->point);
}

static double to_leg(double t, void *context)
{
    twin_pair *pair = context;
    pair->point = on_edge(pair->kind, pair->a, pair->b, t);
    return refine(to_point, pair, 0, pair->leg->length_m);
}

static double twin_distance(const ovf_leg *leg, const shape *s)
{
    double least = INFINITY;
    for (size_t i = 1; i < s->rings[0].count; i++) {
        twin_pair pair = {leg, s->edges, s->vertices[0][i - 1], s->vertices[0][i], {0, 0}};
        least = fmin(least, refine(to_leg, &pair, 0, 1));
    }
    return least;
}

/* As analysis/nearest.c does it, for one leg. */
static bool approach(shape *s, ovf_leg *leg, double reach, ovf_approach *best)
{
    ovf_arc arc;
    ovf_boundary boundary;
    ovf_zone zone = zone_of(s);
    bool improved = false;
    size_t arcs = ovf_leg_arc_count(leg);
    assert_true(ovf_boundary_build(&boundary, &zone));
    for (size_t n = 0; n < arcs; n++) {
        ovf_leg_arc(leg, n, arcs, &arc);
        ovf_approach_narrow(&boundary, &arc, &reach);
    }
    best->distance_m = reach + 1e-6;
    for (size_t n = 0; n < arcs; n++) {
        ovf_leg_arc(leg, n, arcs, &arc);
        improved |= ovf_approach_solve(&boundary, leg, &arc, n > 0, best);
    }
    ovf_boundary_free(&boundary);
    return improved;
}

static void compare(ovf_edges edges, size_t count, double reach)
{
    double worst = 0;
    size_t found = 0;
    for (size_t k = 0; k < count; k++) {
        begin_case(k);
        ovf_lonlat centre = random_centre();
        double radius = exp(uniform(log(1e3), log(5e5))), azimuth = uniform(0, 360);
        if (edges == OVF_EDGES_LONLAT) radius = fmin(radius, (90 - fabs(centre.lat)) * 50e3 + 100);
        shape s = random_star(centre, radius, edges);
        /* A leg that passes by, or ends, at some distance. */
        ovf_lonlat by = place_at(centre, uniform(0, 360), radius * uniform(1.02, 2.5));
        if (pick(2) == 0) {
            geod_inverse(ovf_earth(), by.lat, by.lon, centre.lat, centre.lon, NULL, &azimuth, NULL);
            azimuth += 90;
        }
        ovf_lonlat from = place_at(by, azimuth + 180, radius * uniform(0, 2)),
                   to = place_at(by, azimuth, radius * uniform(0.01, 2));
        flight f = {.count = 0};
        add_fix(&f, from.lon, from.lat);
        add_fix(&f, to.lon, to.lat);
        if (analyse(&f, &s).crossing_count > 0) continue;
        ovf_leg leg;
        ovf_approach best;
        ovf_leg_between(&leg, from.lon, from.lat, to.lon, to.lat);
        double wanted = twin_distance(&leg, &s);
        bool improved = approach(&s, &leg, reach, &best);
        if (wanted > reach) {
            assert_false(improved && best.distance_m < reach);
            continue;
        }
        if (!improved || fabs(best.distance_m - wanted) > 1e-6)
            fail_msg("seed %llu: %s %.9f, twin %.9f; radius %g, at %g %g",
                     (unsigned long long)(first_seed + k), improved ? "found" : "nothing within",
                     best.distance_m, wanted, radius, centre.lon, centre.lat);
        assert_true(fabs(distance_between(best.on_leg, best.on_boundary) - best.distance_m) < 1e-6);
        assert_true(distance_between(ovf_leg_position(&leg, best.along_m), best.on_leg) < 1e-6);
        worst = fmax(worst, fabs(best.distance_m - wanted));
        found++;
    }
    print_message("%zu of %zu: within %.1e m of the twin\n", found, count, worst);
    assert_true(found > count / 3);
}

static void lonlat_edges(void **state)
{
    (void)state;
    compare(OVF_EDGES_LONLAT, cases(40), 5e6);
}

static void geodesic_edges(void **state)
{
    (void)state;
    compare(OVF_EDGES_GEODESIC, cases(25), 5e6);
}

static void within_a_radius(void **state)
{
    (void)state;
    compare(OVF_EDGES_LONLAT, cases(25), 2e5);
}

static shape box(double west, double south, double east, double north)
{
    shape s = {.ring_count = 1, .edges = OVF_EDGES_LONLAT};
    add_vertex(&s, 0, west, south);
    add_vertex(&s, 0, east, south);
    add_vertex(&s, 0, east, north);
    add_vertex(&s, 0, west, north);
    close_ring(&s, 0);
    return s;
}

/* On the equator distances are known; and a parallel comes nearest to a leg along it in the middle,
 * where the leg bulges most. */
static void closed_forms(void **state)
{
    (void)state;
    shape equator = box(10, -5, 20, 5), north = box(0, 70, 40, 80);
    ovf_leg leg;
    ovf_approach best;
    ovf_leg_between(&leg, 5, 0, 9, 0); /* ends one degree west of the box */
    assert_true(approach(&equator, &leg, 1e6, &best));
    assert_true(fabs(best.distance_m - OVF_EARTH_A * OVF_RADIAN) < 1e-6 &&
                fabs(best.along_m - leg.length_m) < 1e-6);
    assert_true(fabs(best.on_boundary.lon - 10) < 1e-9 && fabs(best.on_boundary.lat) < 1e-9);
    assert_false(approach(&equator, &leg, 1.1e5, &best));
    ovf_leg_between(&leg, 10, 66, 30, 66);
    assert_true(approach(&north, &leg, 1e6, &best));
    assert_true(fabs(best.distance_m - distance_between(ovf_leg_position(&leg, leg.length_m / 2),
                                                        (ovf_lonlat){20, 70})) < 1e-6);
    assert_true(fabs(best.on_boundary.lon - 20) < 1e-5 && fabs(best.on_boundary.lat - 70) < 1e-9);
}

/* What narrowing leaves is never less than the distance, and little more: what the arc may stray
 * from its plane, and a small part of the distance. The zone is a triangle of a centimetre. */
static void narrowing(void **state)
{
    (void)state;
    double tightest = INFINITY, loosest = 0;
    for (size_t k = 0; k < cases(3000); k++) {
        begin_case(k);
        ovf_lonlat from = random_centre();
        double azimuth = uniform(0, 360), length = exp(uniform(log(1), log(OVF_ARC_LENGTH_M))),
               off = exp(uniform(log(1), log(2.9e5)));
        ovf_lonlat to = place_at(from, azimuth, length), foot;
        ovf_leg leg;
        ovf_arc arc;
        ovf_boundary boundary;
        ovf_leg_between(&leg, from.lon, from.lat, to.lon, to.lat);
        ovf_leg_arc(&leg, 0, 1, &arc);
        foot = ovf_leg_position(&leg,
                                leg.length_m * (pick(3) == 0 ? (double)pick(2) : uniform(0, 1)));
        ovf_lonlat at = place_at(foot, uniform(0, 360), off);
        if (fabs(at.lat) > 89.9) continue;
        shape s = {.ring_count = 1, .edges = pick(2) == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC};
        for (int i = 0; i < 3; i++) {
            ovf_lonlat p = place_at(at, 120 * i, 0.005);
            add_vertex(&s, 0, p.lon, p.lat);
        }
        close_ring(&s, 0);
        ovf_zone zone = zone_of(&s);
        assert_true(ovf_boundary_build(&boundary, &zone));
        double reach = 1e6;
        ovf_approach_narrow(&boundary, &arc, &reach);
        ovf_approach best = {.distance_m = 2e6};
        assert_true(ovf_approach_solve(&boundary, &leg, &arc, false, &best));
        double over = reach - best.distance_m, allowed = 2 * arc.margin_m + 0.2 +
                                                         2e-5 * best.distance_m +
                                                         5e-15 * pow(best.distance_m, 3);
        if (!(over >= 0 && over <= allowed))
            fail_msg("seed %llu: narrowed to %.6f, distance %.6f, leg of %g m",
                     (unsigned long long)(first_seed + k), reach, best.distance_m, length);
        tightest = fmin(tightest, over);
        loosest = fmax(loosest, over / (best.distance_m + 1e3));
        ovf_boundary_free(&boundary);
    }
    print_message("over by %.4f m at least, %.1e of the distance at most\n", tightest, loosest);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lonlat_edges),
                                       cmocka_unit_test(geodesic_edges),
                                       cmocka_unit_test(within_a_radius),
                                       cmocka_unit_test(closed_forms), cmocka_unit_test(narrowing)};
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
