/* Swaths: their areas against closed forms and quadrature on the ellipsoid. */
#include "swath_fixture.h"

/* Snyder, Map Projections: A Working Manual, equation 3-12: the area between the equator and a
 * latitude, for each degree of longitude. */
static double below_parallel(double lat)
{
    double e = sqrt(OVF_EARTH_E2), s = sin(lat * OVF_RADIAN);
    double q = (1 - OVF_EARTH_E2) *
               (s / (1 - OVF_EARTH_E2 * s * s) - log((1 - e * s) / (1 + e * s)) / (2 * e));
    return OVF_EARTH_A * OVF_EARTH_A * q / 2 * OVF_RADIAN;
}

/* The geodesics that leave the equator at a right angle are meridians, so the edges are parallels
 * and the ends meridians. */
static void equator(void **state)
{
    (void)state;
    const double lengths[] = {1e3, 5e5, 5e6}, widths[] = {100, 7700, 50000};
    for (size_t l = 0; l < 3; l++)
        for (size_t w = 0; w < 3; w++) {
            double degrees = lengths[l] / (OVF_EARTH_A * OVF_RADIAN);
            observed o = {.count = 0};
            observe_fix(&o, 177, 0);
            observe_fix(&o, 177 + degrees > 180 ? 177 + degrees - 360 : 177 + degrees, 0);
            observe_all(&o, -widths[w] / 2, widths[w] / 2);
            double lat = place_at((ovf_lonlat){0, 0}, 0, widths[w] / 2).lat;
            RIGHT_TO(swath_area(&o, OVF_JOINS_ROUND), 2 * degrees * below_parallel(lat), 1e-6);
        }
}

/* Along a meridian, from 40° north for 500 km and over both poles. */
static void meridian(void **state)
{
    (void)state;
    const double lats[] = {-89, -2, 40, 60, 88}, widths[] = {100, 7700, 50000};
    for (size_t i = 0; i < 5; i++)
        for (size_t w = 0; w < 3; w++) {
            observed o = observe_leg((ovf_lonlat){20.5, lats[i]}, lats[i] < -80 ? 180 : 0, 5e5,
                                     -widths[w] / 2, widths[w] / 2);
            ovf_leg leg = leg_of(&o, 0);
            ovf_swath_interval reach = {-widths[w] / 2, widths[w] / 2};
            RIGHT_TO(swath_area(&o, OVF_JOINS_ROUND),
                     area_beside(&leg, 0, leg.length_m, reach, reach), 1e-6);
        }
}

/* The case of the treaty: 7.7 km wide, 500 km long, wherever it is. */
static void treaty(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(60); k++) {
        begin_case(k);
        observed o = observe_leg(random_centre(), uniform(0, 360), 5e5, -3850, 3850);
        ovf_leg leg = leg_of(&o, 0);
        RIGHT_TO(swath_area(&o, OVF_JOINS_ROUND),
                 area_beside(&leg, 0, leg.length_m, (ovf_swath_interval){-3850, 3850},
                             (ovf_swath_interval){-3850, 3850}),
                 1e-6);
    }
}

static ovf_swath_interval random_reach(void)
{
    double a = exp(uniform(log(10), log(40000))), b = exp(uniform(log(10), log(40000)));
    switch (pick(3)) {
    case 0: return (ovf_swath_interval){-a, b};
    case 1: return (ovf_swath_interval){a, a + b};
    default: return (ovf_swath_interval){-a - b, -a};
    }
}

/* Any leg, with a reach that varies along it, may be blind below and one-sided. */
static void any_leg(void **state)
{
    (void)state;
    printf("seed %llu\n", (unsigned long long)first_seed);
    for (size_t k = 0; k < cases(300); k++) {
        begin_case(k);
        observed o = observe_leg(random_centre(), uniform(0, 360), exp(uniform(log(10), log(4e6))),
                                 0, 1);
        ovf_leg leg = leg_of(&o, 0);
        ovf_swath_interval from = random_reach(), to = from;
        double scale = uniform(0.2, 1.5);
        to = (ovf_swath_interval){from.low_m * scale, from.high_m * scale};
        o.looks[0].from = from;
        o.looks[0].to = to;
        RIGHT_TO(swath_area(&o, OVF_JOINS_ROUND), area_beside(&leg, 0, leg.length_m, from, to),
                 1e-6);
    }
}

/* Looks in a row on a leg: heights that vary along it, a reach that jumps, and a stretch where the
 * sensor is off. */
static void looks_on_a_leg(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(100); k++) {
        begin_case(k);
        double length = exp(uniform(log(1e3), log(1e6))), wanted = 0, end = 1000;
        observed o = observe_leg(random_centre(), uniform(0, 360), length, 0, 1);
        ovf_leg leg = leg_of(&o, 0);
        size_t count = 2 + pick(40), looks = 0;
        length = leg.length_m;
        for (size_t i = 0; i < count; i++) {
            double from = length * (double)i / (double)count,
                   to = length * (double)(i + 1) / (double)count, next = uniform(500, 5000);
            if (pick(8) == 0) continue;
            if (pick(4) == 0) end = uniform(500, 5000);
            o.looks[looks++] = (ovf_look){from, to, {-end, end * 1.5}, {-next, next * 1.5}, false};
            wanted += area_beside(&leg, from, to, (ovf_swath_interval){-end, end * 1.5},
                                  (ovf_swath_interval){-next, next * 1.5});
            end = next;
        }
        observe_looks(&o, looks);
        if (looks > 0) RIGHT_TO(swath_area(&o, OVF_JOINS_ROUND), wanted, 1e-6);
    }
}

/* Out two millimetres and back: the aircraft turns by 180° on the spot, and what it sweeps is a
 * circle; there is nothing of the legs outside of it but 4e-10 of its area. With square ends
 * nothing but the legs is seen. */
static void circle(void **state)
{
    (void)state;
    const double radii[] = {50, 3850, 25000, 300000};
    for (size_t k = 0; k < 40; k++) {
        begin_case(k);
        double radius = radii[k % 4];
        observed o = {.count = 0};
        ovf_lonlat centre = random_centre(), start = place_at(centre, uniform(0, 360), 2e-3);
        observe_fix(&o, start.lon, start.lat);
        observe_fix(&o, centre.lon, centre.lat);
        observe_fix(&o, start.lon, start.lat);
        observe_all(&o, -radius, radius);
        RIGHT_TO(swath_area(&o, OVF_JOINS_ROUND),
                 area_around(centre, 0, radius, 0, 360 * OVF_RADIAN), 1e-6);
        RIGHT_TO(swath_area(&o, OVF_JOINS_NONE), 2 * radius * o.along[1], 1e-3);
    }
}

/* A radar that looks to the left, with a blind strip, turns right four times by 90°: it sweeps a
 * ring. The square that it flies meanwhile has sides of two millimetres, which is 1e-7 of the area.
 */
static void ring(void **state)
{
    (void)state;
    for (size_t k = 0; k < 20; k++) {
        begin_case(k);
        observed o = {.count = 0};
        ovf_lonlat at = {uniform(-180, 180), uniform(-80, 80)}, centre = at;
        for (int i = 0; i < 6; i++) {
            observe_fix(&o, at.lon, at.lat);
            at = place_at(at, 90 * i, 2e-3);
        }
        observe_all(&o, 5000, 25000);
        RIGHT_TO(swath_area(&o, OVF_JOINS_ROUND),
                 area_around(centre, 5000, 25000, 0, 360 * OVF_RADIAN), 1e-6);
    }
}

/* A corner of less than 180°: both legs and the outer sector, less what both legs see of the inner
 * side, which on a plane is a kite of two triangles with the legs r and r tan(turn/2); at some 4 km
 * the earth changes that by 1e-7. */
static void corner(void **state)
{
    (void)state;
    for (size_t k = 0; k < 60; k++) {
        begin_case(k);
        double turn = uniform(-150, 150), azimuth = uniform(0, 360), r = 3850, length = 40000;
        ovf_lonlat from = {uniform(-180, 180), uniform(-70, 70)},
                   fix = place_at(from, azimuth, length);
        observed o = {.count = 0};
        observe_fix(&o, from.lon, from.lat);
        observe_fix(&o, fix.lon, fix.lat);
        ovf_leg first = leg_of(&o, 0);
        double lat, lon, end;
        geod_position(&first.line, first.length_m, &lat, &lon, &end);
        ovf_lonlat to = place_at(fix, end + turn, length);
        observe_fix(&o, to.lon, to.lat);
        observe_all(&o, -r, r);
        ovf_leg second = leg_of(&o, 1);
        ovf_swath_interval reach = {-r, r};
        double legs = area_beside(&first, 0, first.length_m, reach, reach) +
                      area_beside(&second, 0, second.length_m, reach, reach);
        double kite = r * r * tan(fabs(turn) / 2 * OVF_RADIAN),
               outer = turn > 0 ? end - 90 : end + 90;
        double sector = fabs(
            area_around(fix, 0, r, outer * OVF_RADIAN, (outer + turn) * OVF_RADIAN));
        RIGHT_TO(swath_area(&o, OVF_JOINS_ROUND), legs - kite + sector, 1e-6);
        RIGHT_TO(swath_area(&o, OVF_JOINS_NONE), legs - kite, 1e-6);
    }
}

/* Three quarters of a circle in 270 legs: each corner has an outer sector, and an inner kite which
 * both of its legs see, as above. To the right, so that the reach of 3 km is inside; and with
 * reaches that differ at the fixes by too little to matter, but so that each leg has a strip of its
 * own. */
static void bends(void **state)
{
    (void)state;
    for (size_t k = 0; k < 24; k++) {
        begin_case(k);
        ovf_lonlat centre = {uniform(-180, 180), uniform(-80, 80)};
        double sense = k % 2 ? 1 : -1, radius = uniform(8e3, 6e4), wanted = 0;
        observed o = {.count = 0};
        for (int i = 0; i < 240; i++) {
            ovf_lonlat p = place_at(centre, sense * i * 270 / 240, radius);
            observe_fix(&o, p.lon, p.lat);
        }
        observe_all(&o, -3000, 5000);
        ovf_swath_interval reach = {-3000, 5000};
        for (size_t i = 0; i + 1 < o.count; i++) {
            ovf_leg leg = leg_of(&o, i);
            wanted += area_beside(&leg, 0, leg.length_m, reach, reach);
            if (i == 0) continue;
            ovf_leg before = leg_of(&o, i - 1);
            double lat, lon, end;
            geod_position(&before.line, before.length_m, &lat, &lon, &end);
            double turn = remainder(leg.line.azi1 - end, 360), inside = turn > 0 ? 3000 : 5000,
                   outside = turn > 0 ? 5000 : 3000;
            double outer = turn > 0 ? end - 90 : end + 90;
            wanted -= inside * inside * tan(fabs(turn) / 2 * OVF_RADIAN);
            wanted += fabs(area_around((ovf_lonlat){lon, lat}, 0, outside, outer * OVF_RADIAN,
                                       (outer + turn) * OVF_RADIAN));
        }
        RIGHT_TO(swath_area(&o, OVF_JOINS_ROUND), wanted, 1e-6);
        for (size_t i = 1; i < o.observation.count; i++) o.looks[i].from.low_m += 1e-6;
        RIGHT_TO(swath_area(&o, OVF_JOINS_ROUND), wanted, 1e-6);
    }
}

/* A track that winds as flown ones do, over itself as well: its bends are the same as corners. */
static void winding(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(20); k++) {
        begin_case(k);
        ovf_lonlat at = random_centre();
        double azimuth = uniform(0, 360), half = uniform(50, 4000), rate = 0;
        observed o = {.count = 0};
        for (int i = 0; i < 200; i++) {
            observe_fix(&o, at.lon, at.lat);
            double lat, lon, here;
            geod_direct(ovf_earth(), at.lat, at.lon, azimuth, uniform(100, 400), &lat, &lon, &here);
            at = (ovf_lonlat){lon, lat};
            rate = 0.9 * rate + uniform(-1.5, 1.6);
            azimuth = here + rate;
        }
        observe_all(&o, -half, half * 1.3);
        for (size_t i = 0; i + 1 < o.observation.count && k % 2; i++) /* heights that vary */
            o.looks[i].to.high_m = o.looks[i + 1].from.high_m = half * 1.3 +
                                                                uniform(-0.01, 0.01) * half;
        double bent = swath_area(&o, OVF_JOINS_ROUND);
        for (size_t i = 1; i < o.observation.count; i++) o.looks[i].from.low_m += 1e-6;
        RIGHT_TO(swath_area(&o, OVF_JOINS_ROUND), bent, 1e-6);
    }
}

typedef struct {
    ovf_leg *other;
    strip_area beside;
    double half;
} crossing;

static ovf_lonlat place_beside(const ovf_leg *leg, double along, double y)
{
    double lat, lon, azimuth;
    geod_position(&leg->line, along, &lat, &lon, &azimuth);
    return place_at((ovf_lonlat){lon, lat}, azimuth - 90, y);
}

/* Where the other leg is `aim` away from the line across the first one. */
static double where(const crossing *c, double along, double aim)
{
    double low = -c->half, high = c->half, at;
    double at_low = foot_of(c->other, place_beside(c->beside.leg, along, low), &at) - aim,
           at_high = foot_of(c->other, place_beside(c->beside.leg, along, high), &at) - aim;
    if ((at_low > 0) == (at_high > 0)) return fabs(at_low) < fabs(at_high) ? low : high;
    for (int i = 0; i < 60 && fabs(at_high - at_low) > 1e-9; i++) {
        double y = low - at_low * (high - low) / (at_high - at_low),
               here = foot_of(c->other, place_beside(c->beside.leg, along, y), &at) - aim;
        if ((here > 0) == (at_low > 0)) {
            low = y;
            at_low = here;
        } else {
            high = y;
            at_high = here;
        }
        if (fabs(here) < 1e-7) return y;
    }
    return (low + high) / 2;
}

/* Of the line across the first leg, what the other leg sees. */
static double across_both(void *context, double along)
{
    crossing *c = context;
    double a = where(c, along, -c->half), b = where(c, along, c->half);
    return across(&c->beside, along, fmin(a, b), fmax(a, b));
}

/* Union = sum less overlap. The overlap is a lozenge: measured along the first leg, from corner to
 * corner of it, by the ends that are found with the inverse solution on the lines across it. */
static void two_crossing(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(12); k++) {
        begin_case(k);
        double half = 3850, azimuth = uniform(0, 360), angle = uniform(35, 145);
        ovf_lonlat middle = random_centre();
        observed two = {.count = 0};
        const double directions[2] = {azimuth, azimuth + angle};
        for (int i = 0; i < 2; i++) {
            ovf_lonlat from = place_at(middle, directions[i] + 180, 1e5),
                       to = place_at(middle, directions[i], 1e5);
            observe_fix(&two, from.lon, from.lat);
            observe_fix(&two, to.lon, to.lat);
        }
        observe_all(&two, -half, half);
        two.looks[1] = two.looks[2]; /* the leg between the two is not seen */
        two.looks[1].turns = false;
        observe_looks(&two, 2);
        ovf_leg first = leg_of(&two, 0), second = leg_of(&two, 2);
        ovf_swath_interval reach = {-half, half};
        crossing c = {.other = &second, .beside = {.leg = &first}, .half = half};
        double sum = area_beside(&first, 0, first.length_m, reach, reach) +
                     area_beside(&second, 0, second.length_m, reach, reach);
        /* The corners of the lozenge on a plane: within a metre of where they are. */
        double place, overlap = 0, sine = sin(angle * OVF_RADIAN),
                      cosine = fabs(cos(angle * OVF_RADIAN));
        foot_of(&first, middle, &place);
        const double corners[6] = {
            -half * (1 + cosine) / sine - 50, -half * (1 + cosine) / sine,
            -half * (1 - cosine) / sine,      half * (1 - cosine) / sine,
            half * (1 + cosine) / sine,       half * (1 + cosine) / sine + 50};
        for (int i = 0; i < 5; i++)
            overlap += integral(across_both, &c, place + corners[i], place + corners[i + 1], 4);
        RIGHT_TO(sum - swath_area(&two, OVF_JOINS_ROUND), overlap, 1e-6);
    }
}

/* Splitting legs, doubling fixes and flying the other way change nothing. */
static void invariants(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(40); k++) {
        begin_case(k);
        ovf_lonlat centre = random_centre();
        flight f = random_flight(centre, exp(uniform(log(2e3), log(5e5))));
        observed plain = {.count = 0}, split = {.count = 0}, reversed = {.count = 0};
        double low = -uniform(100, 8000), high = uniform(100, 8000);
        for (size_t i = 0; i < f.count; i++) {
            observe_fix(&plain, f.fixes[i].lon, f.fixes[i].lat);
            observe_fix(&split, f.fixes[i].lon, f.fixes[i].lat);
            observe_fix(&reversed, f.fixes[f.count - 1 - i].lon, f.fixes[f.count - 1 - i].lat);
            if (i + 1 == f.count) break;
            observed leg = {.count = 0};
            observe_fix(&leg, f.fixes[i].lon, f.fixes[i].lat);
            observe_fix(&leg, f.fixes[i + 1].lon, f.fixes[i + 1].lat);
            ovf_leg whole = leg_of(&leg, 0);
            size_t pieces = 1 + pick(5);
            for (size_t p = 1; p < pieces; p++) {
                ovf_lonlat at = ovf_leg_position(&whole,
                                                 whole.length_m * (double)p / (double)pieces);
                observe_fix(&split, at.lon, at.lat);
                if (pick(3) == 0) observe_fix(&split, at.lon, at.lat);
            }
        }
        observe_all(&plain, low, high);
        observe_all(&split, low, high);
        observe_all(&reversed, -high, -low);
        double area = swath_area(&plain, OVF_JOINS_ROUND);
        RIGHT_TO(swath_area(&split, OVF_JOINS_ROUND), area, 1e-6);
        RIGHT_TO(swath_area(&reversed, OVF_JOINS_ROUND), area, 1e-6);
    }
}

/* The polygons that come out enclose the area that is told. */
static void drawn(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(40); k++) {
        begin_case(k);
        flight f = random_flight(random_centre(), exp(uniform(log(1e4), log(1e6))));
        observed o = {.count = 0};
        for (size_t i = 0; i < f.count; i++) observe_fix(&o, f.fixes[i].lon, f.fixes[i].lat);
        observe_all(&o, -3000, 5000);
        ovf_zone zone = {.id = "swath", .name = "swath", .file = "test", .edges = OVF_EDGES_LONLAT};
        double area = NAN;
        ovf_area found;
        assert_int_equal(ovf_swath_draw(&o.result, &o.observation, OVF_JOINS_ROUND, 0.01,
                                        &zone.polygons, &zone.polygon_count, &area, NULL),
                         OVF_OK);
        assert_int_equal(ovf_zone_area(&zone, &found, NULL), OVF_OK);
        RIGHT_TO(found.m2, area, 3e-6);
        ovf_polygons_free(zone.polygons, zone.polygon_count);
    }
}

static void refused(void **state)
{
    (void)state;
    observed o = observe_leg((ovf_lonlat){10, 50}, 90, 1e5, -100, 100);
    ovf_polygon *polygons = NULL;
    size_t count = 0;
    ovf_error error;
    observe_looks(&o, 1);
    o.looks[0].to_m += 1;
    assert_int_equal(ovf_swath_draw(&o.result, &o.observation, OVF_JOINS_ROUND, 1, &polygons,
                                    &count, NULL, &error),
                     OVF_ERROR_USAGE);
    assert_non_null(strstr(error.message, "flight"));
    o.looks[0].to_m -= 1;
    o.looks[0].from.low_m = 200;
    assert_int_equal(ovf_swath_draw(&o.result, &o.observation, OVF_JOINS_ROUND, 1, &polygons,
                                    &count, NULL, &error),
                     OVF_ERROR_USAGE);
    o.looks[0].from.low_m = NAN;
    assert_int_equal(ovf_swath_draw(&o.result, &o.observation, OVF_JOINS_ROUND, 1, &polygons,
                                    &count, NULL, &error),
                     OVF_ERROR_USAGE);
    assert_null(polygons);
    /* Nothing seen is no error. */
    o.observation.count = 0;
    double area = NAN;
    assert_int_equal(ovf_swath_draw(&o.result, &o.observation, OVF_JOINS_ROUND, 1, &polygons,
                                    &count, &area, &error),
                     OVF_OK);
    assert_true(count == 0 && area == 0);
    ovf_polygons_free(polygons, count);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equator), cmocka_unit_test(meridian),       cmocka_unit_test(treaty),
        cmocka_unit_test(any_leg), cmocka_unit_test(looks_on_a_leg), cmocka_unit_test(circle),
        cmocka_unit_test(ring),    cmocka_unit_test(corner),         cmocka_unit_test(bends),
        cmocka_unit_test(winding), cmocka_unit_test(two_crossing),   cmocka_unit_test(invariants),
        cmocka_unit_test(drawn),   cmocka_unit_test(refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
