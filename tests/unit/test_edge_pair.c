/* The nearest approach of two short edges: against a twin that knows nothing but geod_inverse, and
 * the right angles that the shortest way makes.
 *
 * Tests: src/geodesy/edge_pair.c */
#include "geometry_fixture.h"

#include "geodesy/edge_pair.h"

enum kind { LONLAT, GEODESIC, CURVE, KINDS };

/* A piece of a circle of some radius, as curve.c makes them of arcs around a centre. */
static ovf_edge piece_of_circle(ovf_lonlat from, double azimuth, double chord_m)
{
    const bool left = pick(2) == 0;
    double radius = chord_m * uniform(4, 15), half = asin(chord_m / 2 / radius) / OVF_RADIAN;
    ovf_lonlat centre = place_at(from, azimuth + (left ? -90 : 90), radius);
    double begin;
    geod_inverse(ovf_earth(), centre.lat, centre.lon, from.lat, from.lon, NULL, &begin, NULL);
    ovf_lonlat at[5];
    for (int k = 0; k < 5; k++)
        at[k] = place_at(centre, begin + (left ? 1 : -1) * half * k / 2, radius);
    at[0] = from;
    ovf_vector places[5];
    for (int k = 0; k < 5; k++) places[k] = ovf_earth_point(at[k].lon, at[k].lat);
    ovf_edge edge;
    ovf_swerve swerve;
    assert_true(ovf_swerve_through(places[0], places[4], places + 1, &swerve) < 1e-3);
    ovf_edge_between(&edge, OVF_EDGES_GEODESIC, at[0], at[4], places[0], places[4]);
    ovf_edge_swerve(&edge, &swerve);
    return edge;
}

static ovf_edge straight(ovf_edges kind, ovf_lonlat from, ovf_lonlat to)
{
    ovf_edge edge;
    to.lon = from.lon + remainder(to.lon - from.lon, 360);
    ovf_edge_between(&edge, kind, from, to, ovf_earth_point(from.lon, from.lat),
                     ovf_earth_point(to.lon, to.lat));
    return edge;
}

static ovf_edge random_edge(enum kind kind, ovf_lonlat from, double azimuth)
{
    double length = exp(uniform(log(10), log(kind == LONLAT ? 1e5 : 2e4)));
    ovf_lonlat to = place_at(from, azimuth, length);
    if (kind == CURVE) return piece_of_circle(from, azimuth, length);
    return straight(kind == LONLAT ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC, from, to);
}

static double apart(const ovf_edge *a, double s, const ovf_edge *b, double t)
{
    return distance_between(ovf_edge_position(a, s), ovf_edge_position(b, t));
}

/* The least of a distance that falls and rises, by golden sections. */
typedef struct {
    const ovf_edge *a, *b;
    double s;
} twin;

static double least(double (*f)(twin *, double), twin *in, double low, double high, int steps,
                    double *where)
{
    for (int k = 0; k < steps; k++) {
        double x = low + (high - low) * 0.381966011250105,
               y = low + (high - low) * 0.618033988749895;
        if (f(in, x) < f(in, y)) high = y;
        else low = x;
    }
    *where = (low + high) / 2;
    return fmin(f(in, *where), fmin(f(in, low), f(in, high)));
}

static double to_place(twin *in, double t) { return apart(in->a, in->s, in->b, t); }

static double to_edge(twin *in, double s)
{
    double t, best = INFINITY;
    in->s = s;
    for (int part = 0; part < 3; part++)
        best = fmin(best, least(to_place, in, part / 3.0, (part + 1) / 3.0, 36, &t));
    return best;
}

static double twin_distance(const ovf_edge *a, const ovf_edge *b)
{
    twin in = {a, b, 0};
    double s, best = fmin(to_edge(&in, 0), to_edge(&in, 1));
    for (int part = 0; part < 4; part++)
        best = fmin(best, least(to_edge, &in, part / 4.0, (part + 1) / 4.0, 36, &s));
    return best;
}

/* Two edges that do not cross, as far apart as they may be. */
static bool make_pair(enum kind kind, ovf_edge *a, ovf_edge *b)
{
    ovf_lonlat from = random_centre();
    if (kind == LONLAT && fabs(from.lat) > 79) from.lat *= 0.8;
    double azimuth = uniform(0, 360), away = exp(uniform(log(1), log(OVF_EDGE_PAIR_FARTHEST_M)));
    *a = random_edge(GEODESIC, from, azimuth);
    ovf_lonlat middle = ovf_edge_position(a, uniform(0, 1));
    double aside = azimuth + (pick(2) == 0 ? 90 : -90) * uniform(0.9, 1.1);
    ovf_lonlat at = place_at(middle, aside, away);
    /* Often side by side, as that is where the feet are within. */
    *b = random_edge(kind, at, pick(3) > 0 ? azimuth + uniform(-4, 4) : uniform(0, 360));
    ovf_lonlat end = ovf_edge_position(b, 1);
    double nearest = fmin(apart(a, 0.5, b, 0), distance_between(middle, end));
    return nearest > 0.6 * (a->chord_m + b->chord_m);
}

/* With bounds as those who ask have them. */
static ovf_edge_pair nearest(const ovf_edge *a, const ovf_edge *b)
{
    const ovf_edge *both[2] = {a, b};
    double strays[2];
    for (int k = 0; k < 2; k++) {
        const ovf_edge *of = both[k];
        double degrees = fabs(of->lon_change) + fabs(of->lat_change);
        strays[k] = 0.2 * OVF_EARTH_A * OVF_RADIAN * OVF_RADIAN * degrees * degrees +
                    1.1 * fabs(of->bulge_m) + 1e-3;
    }
    return ovf_edges_nearest(a, strays[0], b, strays[1], 2e5);
}

static void the_twin(void **state)
{
    (void)state;
    double worst = 0;
    size_t within = 0, count = 0;
    for (size_t k = 0; k < cases(600); k++) {
        begin_case(k);
        ovf_edge a, b;
        if (!make_pair(k % 2 ? CURVE : (enum kind)pick(KINDS), &a, &b)) continue;
        ovf_edge_pair found = nearest(&a, &b);
        double wanted = twin_distance(&a, &b);
        ovf_edge_pair none = ovf_edges_nearest(&a, 1, &b, 1, 0.9 * wanted);
        assert_true(isnan(none.s) && isnan(none.t));
        if (fabs(found.distance_m - wanted) > 1e-6 ||
            fabs(found.distance_m - apart(&a, found.s, &b, found.t)) > 1e-6)
            fail_msg("seed %llu: found %.9f at %.6f and %.6f, where it is %.9f; the twin %.9f",
                     (unsigned long long)(first_seed + k), found.distance_m, found.s, found.t,
                     apart(&a, found.s, &b, found.t), wanted);
        worst = fmax(worst, fabs(found.distance_m - wanted));
        within += found.s > 0 && found.s < 1 && found.t > 0 && found.t < 1;
        count++;
    }
    print_message("%zu pairs, %zu with both feet within: %.1e m\n", count, within, worst);
    assert_true(count > cases(600) / 4 && within > count / 50);
}

/* How far from a right angle, as metres along the edge. */
static double misses(const ovf_edge *edge, double t, ovf_lonlat other)
{
    ovf_lonlat here = ovf_edge_position(edge, t);
    ovf_vector ahead;
    ovf_edge_point(edge, t, &ahead);
    double lon = here.lon * OVF_RADIAN, lat = here.lat * OVF_RADIAN, distance, azimuth;
    double east = ahead.y * cos(lon) - ahead.x * sin(lon),
           north = ahead.z * cos(lat) - (ahead.x * cos(lon) + ahead.y * sin(lon)) * sin(lat);
    geod_inverse(ovf_earth(), here.lat, here.lon, other.lat, other.lon, &distance, &azimuth, NULL);
    return fabs(distance * cos(azimuth * OVF_RADIAN - atan2(east, north)));
}

static void right_angles(void **state)
{
    (void)state;
    double worst = 0;
    size_t feet = 0;
    for (size_t k = 0; k < cases(20000); k++) {
        begin_case(k);
        ovf_edge a, b;
        if (!make_pair((enum kind)pick(KINDS), &a, &b)) continue;
        ovf_edge_pair found = nearest(&a, &b);
        bool on_a = found.s > 0 && found.s<1, on_b = found.t> 0 && found.t < 1;
        if (found.distance_m < 100) continue; /* the angle says too little */
        if (on_a && a.chord_m > 1000)
            worst = fmax(worst, misses(&a, found.s, ovf_edge_position(&b, found.t)));
        if (on_b) worst = fmax(worst, misses(&b, found.t, ovf_edge_position(&a, found.s)));
        feet += on_a + on_b;
    }
    print_message("%zu feet: %.1e m\n", feet, worst);
    assert_true(feet > cases(20000) / 8 && worst < 2e-5);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_twin), cmocka_unit_test(right_angles)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
