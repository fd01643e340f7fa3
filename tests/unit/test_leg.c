/* The bounds that the filters rest on, measured: an arc and its plane and box, an edge and its
 * chord, bend and bulge.
 *
 * Tests: src/geodesy/leg.c src/geodesy/edge.c src/geodesy/earth.c */
#include "geometry_fixture.h"

#include "geodesy/edge.h"

static ovf_lonlat anywhere(void) { return random_centre(); }

static ovf_leg random_leg(double shortest_m, double longest_m)
{
    ovf_lonlat from = anywhere(), to = place_at(from, uniform(-180, 180),
                                                exp(uniform(log(shortest_m), log(longest_m))));
    ovf_leg leg;
    ovf_leg_between(&leg, from.lon, from.lat, to.lon, to.lat);
    return leg;
}

static void arcs_keep_to_their_plane_and_box(void **state)
{
    (void)state;
    double greatest = 0;
    for (size_t k = 0; k < cases(20000); k++) {
        begin_case(k);
        ovf_leg leg = random_leg(1, 19e6);
        size_t count = ovf_leg_arc_count(&leg);
        ovf_arc arc;
        ovf_leg_arc(&leg, pick(count), count, &arc);
        assert_true(arc.length_m <= OVF_ARC_LENGTH_M * (1 + 1e-12));
        for (int i = 0; i <= 20; i++) {
            ovf_lonlat at = ovf_leg_position(&leg, arc.start_m + arc.length_m * i / 20);
            ovf_vector p = ovf_earth_point(at.lon, at.lat);
            double off = fabs(ovf_arc_plane(&arc, p));
            if (off > arc.margin_m)
                fail_msg("seed %llu: %g m off, margin %g m", (unsigned long long)(first_seed + k),
                         off, arc.margin_m);
            if (arc.length_m > 2e5)
                greatest = fmax(greatest, off / (arc.length_m * arc.length_m * arc.length_m));
            const double c[3] = {p.x, p.y, p.z};
            for (int n = 0; n < 3; n++)
                assert_true(c[n] >= (double)arc.box.low[n] && c[n] <= (double)arc.box.high[n]);
            assert_true(fabs(ovf_arc_along(&arc, p) - (arc.start_m + arc.length_m * i / 20)) <=
                        10 + 2e-3 * arc.length_m);
        }
    }
    print_message("greatest distance from the plane: %.2e L^3; the margin is 1.4e-18 L^3\n",
                  greatest);
    assert_true(greatest > 1e-20); /* that something was measured */
}

static void feet_and_offsets(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(20000); k++) {
        begin_case(k);
        ovf_leg leg = random_leg(100, 1e6);
        double along = uniform(0, leg.length_m),
               off = pick(2) == 0 ? uniform(-1, 1) : uniform(-900, 900), azimuth, lat, lon;
        geod_position(&leg.line, along, &lat, &lon, &azimuth);
        /* A geodesic that leaves at a right angle, to the left for positive. */
        ovf_lonlat p = place_at((ovf_lonlat){lon, lat}, azimuth - 90, off);
        double found = along + uniform(-500, 500),
               offset = ovf_leg_offset(&leg, ovf_earth_point(p.lon, p.lat), &found);
        /* The offset is measured in the tangent plane: shorter by its cube over 6 R². */
        if (fabs(offset - off) > 1.1e-8 + fabs(off * off * off) / 2.3e14)
            fail_msg("seed %llu: offset %.10f, found %.10f", (unsigned long long)(first_seed + k),
                     off, offset);
        assert_true(fabs(found - along) < 1e-6 + (fabs(off) < 1 ? 1e-8 : 1e-4));
    }
}

static ovf_edge random_edge(ovf_edges kind)
{
    ovf_edge edge;
    ovf_lonlat from, to;
    /* As the boundary cuts them: at most 100 km and 5° long, on one side of the equator. */
    do {
        from = anywhere();
        to = place_at(from, uniform(-180, 180), exp(uniform(0, log(1e5))));
        to.lon = from.lon + remainder(to.lon - from.lon, 360);
    } while (from.lat * to.lat < 0 || fabs(to.lon - from.lon) > 5);
    ovf_edge_between(&edge, kind, from, to, ovf_earth_point(from.lon, from.lat),
                     ovf_earth_point(to.lon, to.lat));
    return edge;
}

/* An edge comes no nearer to the plane of an arc than its ends by more than its bend, crosses it
 * once if its ends are on opposite sides by more than that, and is never farther from its chord
 * than its bulge. */
static void edges_keep_within_bend_and_bulge(void **state)
{
    (void)state;
    double greatest_bend = 0, greatest_bulge = 0;
    for (size_t k = 0; k < cases(20000); k++) {
        begin_case(k);
        ovf_edge e = random_edge(pick(2) == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC);
        double azimuth, length;
        ovf_lonlat start = {e.lon1, e.lat1}, end = {e.lon1 + e.lon_change, e.lat1 + e.lat_change},
                   on = ovf_edge_position(&e, uniform(0, 1));
        geod_inverse(ovf_earth(), start.lat, start.lon, end.lat, end.lon, &length, &azimuth, NULL);
        /* A leg that passes near the edge, mostly along it. */
        double course = azimuth + (pick(2) == 0 ? uniform(-180, 180) : uniform(-1, 1) * 1e-3);
        on = place_at(on, azimuth + 90, uniform(-1, 1) * exp(uniform(-7, log(e.chord_m + 1))));
        ovf_lonlat from = place_at(on, course + 180, uniform(1, 5e5)),
                   to = place_at(on, course, uniform(1, 5e5));
        ovf_leg leg;
        ovf_arc arc;
        ovf_leg_between(&leg, from.lon, from.lat, to.lon, to.lat);
        ovf_leg_arc(&leg, 0, 1, &arc);
        double z = fmax(fabs(e.a.z), fabs(e.b.z));
        double bend = ovf_edge_bend(e.kind, e.lon_change, e.lat_change, z, e.chord_m) + 1e-8,
               bulge = ovf_edge_bulge(e.kind, start, end, e.chord_m) + 1e-8;
        double f1 = ovf_arc_plane(&arc, e.a), f2 = ovf_arc_plane(&arc, e.b), before = f1;
        int changes = 0;
        for (int i = 1; i < 32; i++) {
            double t = i / 32.0;
            ovf_vector p = ovf_edge_point(&e, t, NULL),
                       chord = ovf_add(ovf_scale(e.a, 1 - t), ovf_scale(e.b, t));
            double f = ovf_arc_plane(&arc, p), sag = ovf_distance(p, chord), sign = f1 > 0 ? 1 : -1,
                   nearer = 0;
            if ((f1 > 0) == (f2 > 0)) nearer = fmin(sign * f1, sign * f2) - sign * f;
            if (nearer > bend || sag > bulge)
                fail_msg("seed %llu: nearer by %g m of %g m, bulge %g m of %g m",
                         (unsigned long long)(first_seed + k), nearer, bend, sag, bulge);
            if (e.chord_m > 100 && bend > 1e-6) greatest_bend = fmax(greatest_bend, nearer / bend);
            if (e.chord_m > 100) greatest_bulge = fmax(greatest_bulge, sag / bulge);
            changes += (f > 0) != (before > 0);
            before = f;
        }
        changes += (f2 > 0) != (before > 0);
        if (fabs(f1) > bend && fabs(f2) > bend) assert_int_equal(changes, (f1 > 0) != (f2 > 0));
    }
    print_message("greatest bend %.2f of its bound, greatest bulge %.2f\n", greatest_bend,
                  greatest_bulge);
    assert_true(greatest_bend > 0.3 && greatest_bulge > 0.5); /* bounds that bind */
}

static void positions_and_points(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(20000); k++) {
        begin_case(k);
        ovf_lonlat p = anywhere();
        ovf_lonlat q = ovf_earth_position(ovf_earth_point(p.lon, p.lat));
        assert_true(distance_between(p, q) < 1e-8);
    }
    ovf_vector pole = ovf_earth_point(123, 90);
    assert_true(pole.x == 0 && pole.y == 0 && fabs(pole.z - OVF_EARTH_B) < 1e-8);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arcs_keep_to_their_plane_and_box), cmocka_unit_test(feet_and_offsets),
        cmocka_unit_test(edges_keep_within_bend_and_bulge), cmocka_unit_test(positions_and_points)};
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
