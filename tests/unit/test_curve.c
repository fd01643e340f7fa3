/* Curved edges: arcs at a geodesic distance from a centre, spirals, loxodromes and parallels,
 * against closed forms, against brute force, and against the edges that stand for them.
 *
 * Tests: src/geodesy/curve.c src/geodesy/plain.c src/model/zone_polygons.c */
#include "geometry_fixture.h"

#include "geodesy/boundaries.h"
#include "geodesy/plain.h"
#include "geodesy/proximity.h"
#include "model/checks.h"
#include "model/zone_polygons.h"
#include "overflight/area.h"

#define QUARTERS 4

/* A circle as arcs, which go around as `clockwise` says. */
static void make_circle(ovf_lonlat centre, double radius_m, bool clockwise, shape *s,
                        ovf_curve *curves)
{
    double turn = uniform(0, 360);
    *s = (shape){.ring_count = 1, .edges = pick(2) == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC};
    for (size_t i = 0; i < QUARTERS; i++) {
        ovf_lonlat v = place_at(centre, turn + (clockwise ? 90.0 : -90.0) * (double)i, radius_m);
        add_vertex(s, 0, v.lon, v.lat);
        curves[i] = (ovf_curve){i, OVF_CURVE_ARC, centre, clockwise};
    }
    close_ring(s, 0);
    s->rings[0].curves = curves;
    s->rings[0].curve_count = QUARTERS;
}

/* A centre and a radius whose circle keeps a kilometre, or a hundredth of itself, from the poles.
 */
static double random_circle(ovf_lonlat *centre, double most_m)
{
    for (;;) {
        *centre = random_centre();
        double radius_m = exp(uniform(log(10), log(most_m))), clear_m = fmin(1e3, radius_m / 100);
        ovf_lonlat poles[2] = {{centre->lon, 90}, {centre->lon, -90}};
        if (fabs(distance_between(*centre, poles[0]) - radius_m) > clear_m &&
            fabs(distance_between(*centre, poles[1]) - radius_m) > clear_m)
            return radius_m;
    }
}

/* The area of a geodesic circle: ∫ ∫ m(α, ρ) dρ dα with the reduced length m. The trapezoid rule
 * over a whole turn, and Simpson's on the radius. */
static double circle_area(ovf_lonlat centre, double radius_m)
{
    const int turns = 360, steps = 64;
    double sum = 0;
    for (int i = 0; i < turns; i++) {
        struct geod_geodesicline line;
        geod_lineinit(&line, ovf_earth(), centre.lat, centre.lon, i * 360.0 / turns,
                      GEOD_DISTANCE_IN | GEOD_REDUCEDLENGTH);
        double own = 0;
        for (int k = 0; k <= steps; k++) {
            double reduced;
            geod_genposition(&line, GEOD_NOFLAGS, radius_m * k / steps, NULL, NULL, NULL, NULL,
                             &reduced, NULL, NULL, NULL);
            own += reduced * (k == 0 || k == steps ? 1 : k % 2 == 1 ? 4 : 2);
        }
        sum += own * radius_m / steps / 3;
    }
    return sum * 360 * OVF_RADIAN / turns;
}

static void expect_held(const ovf_box *box, ovf_vector p, size_t number)
{
    const double c[3] = {p.x, p.y, p.z};
    for (int i = 0; i < 3; i++)
        if (c[i] < (double)box->low[i] || c[i] > (double)box->high[i])
            fail_msg("case %zu: %.3f %.3f %.3f is not in the box", number, p.x, p.y, p.z);
}

/* The box that is made without a boundary holds it, and where an axis leaves the earth inside. */
static void expect_in_box(const ovf_zone *zone, const ovf_boundary *b, size_t number)
{
    const ovf_zones zones = {(ovf_zone *)(uintptr_t)zone, 1};
    ovf_boundaries *boundaries = ovf_boundaries_new(&zones, false);
    assert_non_null(boundaries);
    const ovf_box *box = &boundaries->items[0].box;
    for (size_t r = 0; r < b->run_count; r++)
        for (uint32_t v = b->runs[r].first; v < b->runs[r].first + b->runs[r].edges; v++) {
            ovf_edge edge;
            ovf_boundary_edge(b, v, &edge);
            ovf_vector p = ovf_edge_point(&edge, uniform(0, 1), NULL);
            expect_held(box, p, number);
        }
    static const ovf_lonlat ends[6] = {{0, 0}, {90, 0}, {180, 0}, {-90, 0}, {0, 90}, {0, -90}};
    for (int k = 0; k < 6; k++)
        if (ovf_boundary_contains(b, ends[k].lon, ends[k].lat))
            expect_held(box, ovf_earth_point(ends[k].lon, ends[k].lat), number);
    ovf_boundaries_free(boundaries);
}

/* Every place of the boundary is at the distance; area, inside and nearest are as the distance from
 * the centre says. */
static void test_circles(void **state)
{
    double worst_m = 0, worst_nearest_m = 0, worst_area = 0;
    (void)state;
    for (size_t k = 0; k < cases(300); k++) {
        begin_case(k);
        ovf_lonlat centre;
        ovf_curve curves[QUARTERS];
        shape s;
        double radius_m = random_circle(&centre, 3e6);
        make_circle(centre, radius_m, pick(2) == 0, &s, curves);
        ovf_zone zone = zone_of(&s);
        ovf_error error;
        ovf_area area;
        ovf_boundary b;
        assert_int_equal(ovf_zone_area(&zone, &area, &error), OVF_OK);
        double truth = circle_area(centre, radius_m);
        worst_area = fmax(worst_area, fabs(area.m2 - truth) / (0.05 + 1e-9 * truth));
        assert_true(ovf_boundary_build(&b, &zone));
        for (size_t r = 0; r < b.run_count; r++)
            for (uint32_t v = b.runs[r].first; v < b.runs[r].first + b.runs[r].edges; v++) {
                ovf_edge edge;
                ovf_boundary_edge(&b, v, &edge);
                double off = distance_between(centre, ovf_edge_position(&edge, uniform(0, 1))) -
                             radius_m;
                worst_m = fmax(worst_m, fabs(off));
            }
        expect_in_box(&zone, &b, k);
        for (int i = 0; i < 20; i++) {
            ovf_lonlat at = place_at(centre, uniform(0, 360), radius_m * uniform(0, 2));
            double away_m = distance_between(centre, at);
            if (fabs(away_m - radius_m) < 1e-6) continue;
            if (ovf_boundary_contains(&b, at.lon, at.lat) != (away_m < radius_m))
                fail_msg("case %zu: %.9f %.9f is %.6f m from the centre of a circle of %.6f m", k,
                         at.lon, at.lat, away_m, radius_m);
            ovf_approach nearest;
            double distance_m = ovf_boundary_distance(&b, at, 1e7, &nearest);
            worst_nearest_m = fmax(worst_nearest_m, fabs(distance_m - fabs(away_m - radius_m)) /
                                                        (1 + 1e-9 * radius_m));
        }
        ovf_boundary_free(&b);
    }
    print_message("circles: off %.2g m, nearest %.2g m, area %.2g of what is allowed\n", worst_m,
                  worst_nearest_m, worst_area);
    assert_true(worst_m < 1e-6);
    assert_true(worst_nearest_m < 1e-5);
    assert_true(worst_area < 1);
}

/* How much of a leg is within a distance of a place, by halving where it changes; the distance
 * along a geodesic has one minimum on legs as short as these. */
static double inside_circle(const flight *f, ovf_lonlat centre, double radius_m)
{
    double sum = 0;
    for (size_t i = 1; i < f->count; i++) {
        const int steps = 2000;
        ovf_leg leg;
        ovf_leg_between(&leg, f->fixes[i - 1].lon, f->fixes[i - 1].lat, f->fixes[i].lon,
                        f->fixes[i].lat);
        double before = distance_between(centre, ovf_leg_position(&leg, 0)) - radius_m;
        for (int k = 1; k <= steps; k++) {
            double a = leg.length_m * (k - 1) / steps, b = leg.length_m * k / steps,
                   after = distance_between(centre, ovf_leg_position(&leg, b)) - radius_m;
            double low = a, high = b;
            if ((before < 0) == (after < 0)) {
                sum += before < 0 ? b - a : 0;
            } else {
                for (int n = 0; n < 60; n++) {
                    double m = (low + high) / 2;
                    bool in = distance_between(centre, ovf_leg_position(&leg, m)) < radius_m;
                    if (in == (before < 0)) low = m;
                    else high = m;
                }
                sum += before < 0 ? low - a : b - low;
            }
            before = after;
        }
    }
    return sum;
}

static void test_flights(void **state)
{
    double worst_m = 0;
    (void)state;
    for (size_t k = 0; k < cases(150); k++) {
        begin_case(k);
        ovf_lonlat centre;
        ovf_curve curves[QUARTERS];
        shape s;
        double radius_m = random_circle(&centre, 1e6);
        flight f = random_flight(centre, radius_m);
        f.count = 3;
        make_circle(centre, radius_m, pick(2) == 0, &s, curves);
        outcome out = analyse(&f, &s);
        double truth = inside_circle(&f, centre, radius_m);
        /* A leg that grazes is in for a length like the root of what is between. */
        if (fabs(out.inside_m - truth) > 1e-4 * sqrt(radius_m))
            fail_msg("case %zu: %.9f m inside a circle of %.3f m, truth %.9f m", k, out.inside_m,
                     radius_m, truth);
        worst_m = fmax(worst_m, fabs(out.inside_m - truth));
    }
    print_message("flights: inside off %.2g m\n", worst_m);
}

/* ---- rings of several kinds of edge ---- */

typedef struct {
    shape s;
    ovf_curve curves[MOST_VERTICES];
    size_t count;
} mixed;

static void add_curved(mixed *m, ovf_curve curve, ovf_lonlat to)
{
    curve.edge = m->s.rings[0].count - 1;
    m->curves[m->count++] = curve;
    add_vertex(&m->s, 0, to.lon, to.lat);
}

static void finish(mixed *m)
{
    m->s.rings[0].curves = m->curves;
    m->s.rings[0].curve_count = m->count;
}

/* A star whose edges are of all kinds; with `spirals` its arcs need not keep their distance. */
static void random_mixed(ovf_lonlat centre, double radius_m, mixed *m)
{
    size_t count = 3 + pick(10);
    double radii[20], azimuths[20];
    *m = (mixed){
        .s = {.ring_count = 1, .edges = pick(2) == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC}};
    for (size_t i = 0; i < count; i++) {
        azimuths[i] = 360 * ((double)i + uniform(0, 0.6)) / (double)count;
        radii[i] = radius_m * uniform(0.5, 1);
    }
    for (size_t i = 0; i <= count; i++) {
        ovf_lonlat v = place_at(centre, azimuths[i % count], radii[i % count]);
        if (i == count) v = m->s.vertices[0][0];
        size_t kind = pick(5);
        if (i == 0 || kind == 4) add_vertex(&m->s, 0, v.lon, v.lat);
        else if (kind == OVF_CURVE_ARC) /* a spiral around the middle */
            add_curved(m, (ovf_curve){0, OVF_CURVE_ARC, centre, true}, v);
        else add_curved(m, (ovf_curve){0, (ovf_curve_kind)kind, {0, 0}, false}, v);
    }
    finish(m);
}

/* Curves become edges that stand for them: both zones are the same. */
static void test_plain(void **state)
{
    double worst_area = 0, worst_m = 0;
    (void)state;
    for (size_t k = 0; k < cases(200); k++) {
        begin_case(k);
        ovf_lonlat centre = random_centre();
        while (fabs(centre.lat) > 80) centre = random_centre();
        double radius_m = exp(uniform(log(100), log(3e5)));
        mixed m;
        random_mixed(centre, radius_m, &m);
        ovf_zone zone = zone_of(&m.s), plain = zone;
        plain.polygons = ovf_zone_plain(&zone, 1e-3);
        assert_non_null(plain.polygons);
        ovf_error error;
        ovf_area a, p;
        ovf_boundary curved, straight;
        assert_int_equal(ovf_zone_area(&zone, &a, &error), OVF_OK);
        assert_int_equal(ovf_zone_area(&plain, &p, &error), OVF_OK);
        worst_area = fmax(worst_area, fabs(a.m2 - p.m2) / (7 * radius_m));
        assert_true(ovf_boundary_build(&curved, &zone) && ovf_boundary_build(&straight, &plain));
        expect_in_box(&zone, &curved, k);
        for (int i = 0; i < 30; i++) {
            ovf_lonlat at = place_at(centre, uniform(0, 360), radius_m * uniform(0, 1.3));
            ovf_approach nearest;
            double here = ovf_boundary_distance(&curved, at, 1e7, &nearest),
                   there = ovf_boundary_distance(&straight, at, 1e7, &nearest);
            worst_m = fmax(worst_m, fabs(here - there));
            if (fabs(here - there) > 1.5e-3)
                fail_msg("case %zu: %.9f %.9f is %.6f m off, by edges %.6f m", k, at.lon, at.lat,
                         here, there);
            if (here > 2e-3 && ovf_boundary_contains(&curved, at.lon, at.lat) !=
                                   ovf_boundary_contains(&straight, at.lon, at.lat))
                fail_msg("case %zu: %.9f %.9f is inside of one of them", k, at.lon, at.lat);
        }
        ovf_boundary_free(&curved);
        ovf_boundary_free(&straight);
        ovf_polygons_free(plain.polygons, plain.polygon_count);
    }
    print_message("plain: area off %.2g m along the boundary, distances %.2g m\n", worst_area,
                  worst_m);
    assert_true(worst_area < 1e-3);
}

/* Reversed, or from another vertex, a ring is the same; a leg that is turned meets the same. */
static void test_invariants(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(200); k++) {
        begin_case(k);
        ovf_lonlat centre = random_centre();
        while (fabs(centre.lat) > 80) centre = random_centre();
        double radius_m = exp(uniform(log(100), log(3e5)));
        mixed m, turned = {.s = {.ring_count = 1}};
        random_mixed(centre, radius_m, &m);
        flight f = random_flight(centre, radius_m), back = {.count = f.count};
        size_t edges = m.s.rings[0].count - 1, shift = pick(edges);
        turned.s.edges = m.s.edges;
        for (size_t i = 0; i <= edges; i++) {                 /* the other way around */
            size_t v = (edges + shift - i) % edges, edge = v; /* from vertex v + 1 back to v */
            ovf_lonlat at = m.s.vertices[0][v];
            const ovf_curve *curve = NULL;
            for (size_t c = 0; c < m.count; c++)
                if (m.curves[c].edge == edge) curve = &m.curves[c];
            if (i == 0 || curve == NULL) {
                add_vertex(&turned.s, 0, at.lon, at.lat);
                continue;
            }
            ovf_curve copy = *curve;
            copy.clockwise = !copy.clockwise;
            add_curved(&turned, copy, at);
        }
        finish(&turned);
        for (size_t i = 0; i < f.count; i++) back.fixes[i] = f.fixes[f.count - 1 - i];
        outcome one = analyse(&f, &m.s), two = analyse(&f, &turned.s), three = analyse(&back, &m.s);
        assert_true(fabs(one.inside_m - two.inside_m) < 1e-5);
        assert_true(fabs(one.inside_m - three.inside_m) < 1e-5);
        assert_int_equal(one.crossing_count, two.crossing_count);
        assert_int_equal(one.crossing_count, three.crossing_count);
    }
}

/* ---- loxodromes ---- */

/* The isometric latitude, as Snyder has it. */
static double isometric(double lat)
{
    double e = sqrt(OVF_EARTH_E2), sine = sin(lat * OVF_RADIAN);
    return asinh(tan(lat * OVF_RADIAN)) - e * atanh(e * sine);
}

/* On Mercator's map they are straight. */
static void test_loxodromes(void **state)
{
    double worst_m = 0;
    (void)state;
    for (size_t k = 0; k < cases(300); k++) {
        begin_case(k);
        ovf_lonlat a = {uniform(-180, 180), uniform(-80, 80)},
                   b = {a.lon + uniform(-170, 170), pick(4) == 0 ? a.lat : uniform(-80, 80)},
                   c = {b.lon, b.lat > 0 ? b.lat - 0.5 : b.lat + 0.5};
        mixed m = {.s = {.ring_count = 1, .edges = OVF_EDGES_GEODESIC}};
        add_vertex(&m.s, 0, a.lon, a.lat);
        add_curved(&m, (ovf_curve){.kind = OVF_CURVE_LOXODROME}, b);
        add_vertex(&m.s, 0, c.lon, c.lat);
        add_vertex(&m.s, 0, a.lon, a.lat);
        finish(&m);
        ovf_zone zone = zone_of(&m.s);
        ovf_boundary boundary;
        assert_true(ovf_boundary_build(&boundary, &zone));
        double slope = (isometric(b.lat) - isometric(a.lat)) / (b.lon - a.lon);
        for (uint32_t v = 0; v + 1 < boundary.vertex_count; v++) {
            ovf_edge edge;
            ovf_boundary_edge(&boundary, v, &edge);
            if (edge.bulge_m == 0 && edge.strays == 0) continue;
            ovf_lonlat at = ovf_edge_position(&edge, uniform(0, 1));
            double lon = a.lon + remainder(at.lon - a.lon, 360);
            if (ovf_boundary_swerve(&boundary, v) == NULL) break; /* the loxodrome is over */
            lon += 360 * nearbyint(((a.lon + b.lon) / 2 - lon) / 360);
            /* How far beside the line on the map, on the ground. */
            double psi = isometric(a.lat) + slope * (lon - a.lon),
                   off = (isometric(at.lat) - psi) * cos(at.lat * OVF_RADIAN) * OVF_EARTH_A /
                         hypot(1, slope / OVF_RADIAN);
            worst_m = fmax(worst_m, fabs(off));
        }
        ovf_boundary_free(&boundary);
    }
    print_message("loxodromes: off %.2g m\n", worst_m);
    assert_true(worst_m < 1e-6);
}

/* A zone between two parallels and two meridians has F(φ2) - F(φ1) for each degree; between
 * loxodromes it is as if it were lonlat. */
static void test_parallels(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(200); k++) {
        begin_case(k);
        double west = uniform(-180, 180), width = uniform(0.01, 120), south = uniform(-80, 80),
               north = fmin(85, south + uniform(0.01, 5));
        ovf_lonlat v[4] = {
            {west, south}, {west + width, south}, {west + width, north}, {west, north}};
        mixed m = {.s = {.ring_count = 1, .edges = OVF_EDGES_GEODESIC}};
        shape s = zone_with(OVF_EDGES_LONLAT, v, 4);
        close_ring(&s, 0);
        add_vertex(&m.s, 0, v[0].lon, v[0].lat);
        for (size_t i = 1; i <= 4; i++)
            add_curved(&m, (ovf_curve){.kind = k % 2 == 0 ? OVF_CURVE_LOXODROME : OVF_CURVE_LONLAT},
                       v[i % 4]);
        finish(&m);
        ovf_zone zone = zone_of(&m.s), usual = zone_of(&s);
        ovf_area a, b;
        ovf_error error;
        assert_int_equal(ovf_zone_area(&zone, &a, &error), OVF_OK);
        assert_int_equal(ovf_zone_area(&usual, &b, &error), OVF_OK);
        assert_true(fabs(a.m2 - b.m2) < 1 + 1e-12 * b.m2);
        flight f = random_flight((ovf_lonlat){west + width / 2, (south + north) / 2},
                                 fmin(1e6, width * 5e4));
        outcome one = analyse(&f, &m.s), two = analyse(&f, &s);
        assert_true(fabs(one.inside_m - two.inside_m) < 1e-4);
    }
}

/* ---- refusals ---- */

static void test_refused(void **state)
{
    ovf_curve curves[QUARTERS];
    ovf_error error;
    shape s;
    (void)state;
    begin_case(1);
    make_circle((ovf_lonlat){20, 54}, 1e4, true, &s, curves);
    ovf_zone zone = zone_of(&s);
    assert_int_equal(ovf_zone_check(&zone, &error), OVF_OK);
    curves[1].edge = 0;
    assert_int_equal(ovf_zone_check(&zone, &error), OVF_ERROR_INPUT);
    assert_non_null(strstr(error.message, "expected curves of edges 1 to 3"));
    curves[1].edge = 1;
    curves[2].centre = s.vertices[0][2];
    assert_int_equal(ovf_zone_check(&zone, &error), OVF_ERROR_INPUT);
    assert_non_null(strstr(error.message, "centre of the arc at vertex 3"));
    curves[2].centre.lat = NAN;
    assert_int_equal(ovf_zone_check(&zone, &error), OVF_ERROR_INPUT);
    curves[2].kind = (ovf_curve_kind)9;
    assert_int_equal(ovf_zone_check(&zone, &error), OVF_ERROR_USAGE);
    s.rings[0].curves = NULL;
    assert_int_equal(ovf_zone_check(&zone, &error), OVF_ERROR_USAGE);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_circles),    cmocka_unit_test(test_flights),
        cmocka_unit_test(test_plain),      cmocka_unit_test(test_invariants),
        cmocka_unit_test(test_loxodromes), cmocka_unit_test(test_parallels),
        cmocka_unit_test(test_refused),
    };
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
