/* Alternatives to a route that breaks restrictions, in cases whose answers are known.
 *
 * Tests: src/analysis/suggest/alternatives.c src/analysis/suggest/repair_around.c
 * src/analysis/suggest/repair_draft.c src/analysis/suggest/repair_profile.c
 * src/analysis/suggest/repair_shift.c src/analysis/suggest/repair_shorten.c
 * src/analysis/suggest/repair_strict.c src/analysis/suggest/repair_vertical.c
 * src/analysis/suggest/suggest_walls.c */
#include "alternatives_fixture.h"

#include "model/atmosphere.h"

#define FEET 0.3048

static trial t;
static desk d;

/* A route from west to east along a parallel, past a square of one degree in its middle. */
static ovf_restriction *box_in_the_way(const char *kind, double limit, double lon, double lat)
{
    new_trial(&t);
    shape box = rectangle(OVF_EDGES_LONLAT, lon - 0.5, lat - 0.3, lon + 0.5, lat + 0.7);
    ovf_restriction *r = add_rule(&t, kind, add_zone(&t, &box), limit);
    for (int k = -1; k <= 1; k += 2) fly_to(&t, lon + 2 * k, lat, 3000, NAN);
    return r;
}

static double way_over(const ovf_lonlat *places, size_t count)
{
    double length = 0;
    for (size_t k = 1; k < count; k++) length += distance_between(places[k - 1], places[k]);
    return length;
}

static void expect_ways(const char *wanted)
{
    char found[200] = "";
    for (size_t k = 0; k < d.found.count; k++) {
        strcat(found, k > 0 ? " " : "");
        strcat(found, ovf_way_name(d.found.items[k].way));
    }
    if (strcmp(found, wanted) != 0)
        fail_msg("\"%s\", wanted \"%s\": %s", found, wanted, d.found.reason);
}

/* On both sides of a square, over two corners each: at the equator, in the north, across the
 * antimeridian and near a pole. */
static void both_sides(void **state)
{
    (void)state;
    const ovf_lonlat middles[] = {{20, 0}, {20, 50}, {180, -40}, {-179.8, 60}, {100, 86}};
    for (size_t m = 0; m < 5; m++) {
        double lon = middles[m].lon, lat = middles[m].lat;
        box_in_the_way("prohibited", 0, lon, lat);
        begin_desk(&d, &t);
        ask_for(&d, 0, NULL);
        if (d.found.count != 2) fail_msg("%zu: %zu ways: %s", m, d.found.count, d.found.reason);
        for (int side = 0; side < 2; side++) {
            double edge = side == 0 ? lat + 0.7 : lat - 0.3;
            const ovf_suggestion *s =
                &the_way(&d, side == 0 ? OVF_WAY_LEFT : OVF_WAY_RIGHT)->suggestion;
            /* Along a parallel the shortest is north of it, so that in the north the edge itself is
             * in the way to the right; of the others the corners are. */
            const ovf_lonlat way[] = {
                {lon - 2, lat}, {lon - 0.5, edge}, {lon + 0.5, edge}, {lon + 2, lat}};
            double wanted = way_over(way, 4);
            if (!(s->length_m > wanted - 30 && s->length_m < wanted * 1.001))
                fail_msg("%zu, %d: %.3f m, wanted %.3f", m, side, s->length_m, wanted);
            for (size_t k = 1; k + 1 < s->fix_count; k++)
                assert_true(side == 0 ? s->fixes[k].lat > lat : s->fixes[k].lat < lat);
        }
        expect_ways("right left");
        end_desk(&d);
    }
}

/* Left of one zone and right of the next is the shortest of all: a way of its own. */
static void slalom(void **state)
{
    (void)state;
    new_trial(&t);
    shape first = rectangle(OVF_EDGES_GEODESIC, 1, -1, 1.2, 0.2),
          second = rectangle(OVF_EDGES_GEODESIC, 2, -0.2, 2.2, 1);
    add_rule(&t, "prohibited", add_zone(&t, &first), 0);
    add_rule(&t, "prohibited", add_zone(&t, &second), 0);
    fly_to(&t, 0, 0, NAN, NAN);
    fly_to(&t, 3.2, 0, NAN, NAN);
    begin_desk(&d, &t);
    ask_for(&d, 0, NULL);
    expect_ways("around left right");
    const ovf_lonlat around[] = {{0, 0}, {1, 0.2}, {1.2, 0.2}, {2, -0.2}, {2.2, -0.2}, {3.2, 0}},
                     left[] = {{0, 0}, {2, 1}, {2.2, 1}, {3.2, 0}},
                     right[] = {{0, 0}, {1, -1}, {1.2, -1}, {3.2, 0}};
    expect_near(the_way(&d, OVF_WAY_AROUND)->suggestion.length_m, way_over(around, 6), 30);
    expect_near(the_way(&d, OVF_WAY_LEFT)->suggestion.length_m, way_over(left, 4), 200);
    expect_near(the_way(&d, OVF_WAY_RIGHT)->suggestion.length_m, way_over(right, 4), 200);
    end_desk(&d);
}

/* A gap of 2 km between two zones: open with a clearance of 900 m, closed with one of 1,100 m. */
static void corridor(void **state)
{
    (void)state;
    const double half = 1000 / 110574.0;
    for (int wide = 0; wide < 2; wide++) {
        new_trial(&t);
        shape north = rectangle(OVF_EDGES_GEODESIC, 1, half, 1.2, 1),
              south = rectangle(OVF_EDGES_GEODESIC, 1, -1, 1.2, -half);
        add_rule(&t, "prohibited", add_zone(&t, &north), 0);
        add_rule(&t, "prohibited", add_zone(&t, &south), 0);
        fly_to(&t, 0, 0.3, NAN, NAN);
        fly_to(&t, 2.2, -0.3, NAN, NAN);
        begin_desk(&d, &t);
        ask_for(&d, wide ? 1100 : 900, NULL);
        bool through = false;
        for (size_t i = 0; i < d.found.count; i++) {
            const ovf_suggestion *s = &d.found.items[i].suggestion;
            samples all = sample(s, 500);
            bool between = true;
            for (size_t k = 0; k < all.count; k++)
                if (all.items[k].lon > 1 && all.items[k].lon < 1.2 && fabs(all.items[k].lat) > half)
                    between = false;
            through = through || between;
            free(all.items);
        }
        assert_true(through == !wide);
        end_desk(&d);
    }
}

/* The clearance is kept, by distances that the analysis has no part in. */
static void clearance(void **state)
{
    (void)state;
    const double clearances[] = {50, 500, 5000, 20000};
    for (int standoff = 0; standoff < 2; standoff++)
        for (size_t c = 0; c < 4; c++) {
            ovf_restriction *r = box_in_the_way(standoff ? "standoff" : "prohibited", 4, 30, 45);
            r->ceiling = (ovf_height){5000, OVF_HEIGHT_MSL};
            const double sides[4] = {29.5, 44.7, 30.5, 45.7};
            double keep = clearances[c] + (standoff ? 4000 : 0);
            begin_desk(&d, &t);
            ask_for(&d, clearances[c], NULL);
            assert_non_null(find_way(&d, OVF_WAY_LEFT));
            assert_non_null(find_way(&d, OVF_WAY_RIGHT));
            assert_non_null(find_way(&d, OVF_WAY_OVER));
            for (size_t k = 0; k < d.found.count; k++) {
                assert_true(d.found.items[k].clears);
                samples all = sample(&d.found.items[k].suggestion, 1000);
                double nearest = INFINITY;
                for (size_t i = 0; i < all.count; i++) {
                    /* Above the ceiling and the clearance the zone does not count. */
                    if (all.items[i].altitude_m >= 5000 + clearances[c]) continue;
                    nearest = fmin(nearest, off_rectangle(all.items[i], sides, 100));
                }
                /* The edges' places are 1.1 km apart: right beside one the distance that is found
                 * is too great, never too small. */
                if (!(nearest >= keep - 1e-3))
                    fail_msg("%s keeps %.3f m of %.0f", ovf_way_name(d.found.items[k].way), nearest,
                             keep);
                if (d.found.items[k].way != OVF_WAY_OVER && keep >= 4000 &&
                    !(nearest < keep * 1.02 + 50))
                    fail_msg("%s keeps %.3f m, more than %.0f", ovf_way_name(d.found.items[k].way),
                             nearest, keep);
                free(all.items);
            }
            end_desk(&d);
        }
}

/* Without one no suggestion warns of itself, with any margin; where the flight begins too near for
 * that, it warns. */
static void usual_clearance(void **state)
{
    (void)state;
    const double margins[] = {0, 0.2, OVF_MARGIN_NONE};
    for (int m = 0; m < 3; m++) {
        box_in_the_way("standoff", 10, 30, 45);
        t.options.margin = margins[m];
        begin_desk(&d, &t);
        ask_for(&d, 0, NULL);
        expect_ways("right left");
        for (size_t k = 0; k < 2; k++)
            assert_true(d.found.items[k].warnings == 0 && d.found.items[k].clears);
        end_desk(&d);
    }
    ovf_restriction *r = box_in_the_way("prohibited", 0, 30, 45);
    r->uncertainty_m = 700;
    begin_desk(&d, &t);
    ask_for(&d, 0, NULL);
    assert_int_equal(d.found.count, 2);
    for (size_t k = 0; k < 2; k++) assert_int_equal(d.found.items[k].warnings, 0);
    end_desk(&d);

    box_in_the_way("standoff", 10, 30, 45);
    ovf_lonlat near = place_at((ovf_lonlat){29.5, 45}, 270, 10200);
    t.flight.fixes[0].lon = near.lon;
    t.flight.fixes[0].lat = near.lat;
    begin_desk(&d, &t);
    ask_for(&d, 0, NULL);
    assert_int_equal(d.found.count, 2);
    for (size_t k = 0; k < 2; k++)
        assert_true(d.found.items[k].warnings > 0 && !d.found.items[k].clears);
    ask_for(&d, 500, NULL);
    assert_int_equal(d.found.count, 0);
    assert_non_null(strstr(d.found.reason, "cannot be moved"));
    end_desk(&d);
}

/* A route that complies is its own suggestion, unless it comes nearer than it needs to. */
static void itself(void **state)
{
    (void)state;
    box_in_the_way("prohibited", 0, 30, 45);
    for (size_t k = 0; k < 2; k++) t.flight.fixes[k].lat = 44;
    begin_desk(&d, &t);
    ask_for(&d, 0, NULL);
    expect_ways("itself");
    assert_memory_equal(d.found.items[0].suggestion.fixes, t.flight.fixes,
                        2 * sizeof *t.flight.fixes);
    assert_true(d.found.items[0].suggestion.extra_m == 0);
    ask_for(&d, 90000, NULL);
    assert_null(find_way(&d, OVF_WAY_ITSELF));
    assert_true(d.found.count > 0);
    end_desk(&d);
}

/* ---- heights ---- */

/* Over a ceiling and under a floor, by whole hundreds of feet or tens of metres, on ramps of 3.3 %.
 */
static void over_and_under(void **state)
{
    (void)state;
    const struct {
        double altitude, floor, ceiling, clearance, over, under;
    } wanted[] = {{3000, 1000, 4000, 0, 4010, 990},
                  {3000, 1000, 4000, 150, 4160, 840},
                  {100 * 100 * FEET, 3000 * FEET, 15000 * FEET, 0, 15100 * FEET, 2900 * FEET},
                  {3001, 1000, 4000, 0, 13200 * FEET, 3200 * FEET}};
    for (size_t k = 0; k < 4; k++) {
        ovf_restriction *r = box_in_the_way("prohibited", 0, 30, 45);
        r->floor = (ovf_height){wanted[k].floor, OVF_HEIGHT_MSL};
        r->ceiling = (ovf_height){wanted[k].ceiling, OVF_HEIGHT_MSL};
        for (size_t i = 0; i < 2; i++) t.flight.fixes[i].altitude_m = wanted[k].altitude;
        begin_desk(&d, &t);
        ask_for(&d, wanted[k].clearance, NULL);
        assert_int_equal(d.found.count, 4);
        for (int up = 0; up < 2; up++) {
            const ovf_alternative *a = the_way(&d, up ? OVF_WAY_OVER : OVF_WAY_UNDER);
            double level = up ? wanted[k].over : wanted[k].under,
                   change = fabs(level - wanted[k].altitude);
            expect_near(up ? a->up_m : a->down_m, change, 1e-6);
            assert_true((up ? a->down_m : a->up_m) == 0);
            const ovf_suggestion *s = &a->suggestion;
            assert_int_equal(s->fix_count, 6);
            for (size_t i = 0; i < 6; i++)
                expect_near(s->fixes[i].altitude_m, i == 2 || i == 3 ? level : wanted[k].altitude,
                            1e-6);
            for (size_t i = 1; i < 5; i += 2) {
                ovf_lonlat from = {s->fixes[i].lon, s->fixes[i].lat},
                           to = {s->fixes[i + 1].lon, s->fixes[i + 1].lat};
                expect_near(distance_between(from, to), change / 0.033, 0.01);
            }
            /* Up to the level before the zone, down from it behind it. */
            double keep = wanted[k].clearance + 1;
            double west = distance_between((ovf_lonlat){s->fixes[2].lon, s->fixes[2].lat},
                                           (ovf_lonlat){29.5, s->fixes[2].lat});
            assert_true(s->fixes[2].lon < 29.5 && west > keep - 0.1 && west < keep * 1.02 + 2);
            assert_true(s->fixes[3].lon > 30.5);
            assert_true(fabs(a->suggestion.extra_m) < 1e-3);
        }
        end_desk(&d);
    }
}

/* Where the ramp has no room the flight begins at the level. A climb of its own is as steep. */
static void short_ramps(void **state)
{
    (void)state;
    ovf_restriction *r = box_in_the_way("prohibited", 0, 30, 45);
    r->ceiling = (ovf_height){9000, OVF_HEIGHT_MSL};
    begin_desk(&d, &t);
    ask_for(&d, 0, NULL);
    const ovf_alternative *a = the_way(&d, OVF_WAY_OVER);
    double from_first = distance_between((ovf_lonlat){28, 45}, (ovf_lonlat){29.5, 45});
    expect_near(a->suggestion.fixes[0].altitude_m, 9010 - (from_first - 1) * 0.033, 60);
    assert_null(find_way(&d, OVF_WAY_UNDER));
    end_desk(&d);
}

/* Flight levels against heights over the sea, with a pressure that is known: by the atmosphere. */
static void across_references(void **state)
{
    (void)state;
    const ovf_vertical vertical = {.qnh_least_hpa = 1003, .qnh_most_hpa = 1023};
    ovf_restriction *r = box_in_the_way("prohibited", 0, 30, 45);
    r->ceiling = (ovf_height){4000, OVF_HEIGHT_MSL};
    t.has_levels = t.flight_levels[0] = t.flight_levels[1] = true;
    for (size_t i = 0; i < 2; i++) t.flight.fixes[i].altitude_m = 100 * 100 * FEET;
    t.options.vertical = &vertical;
    begin_desk(&d, &t);
    ask_for(&d, 0, NULL);
    const ovf_alternative *a = the_way(&d, OVF_WAY_OVER);
    double level = 100 * 100 * FEET + a->up_m;
    ovf_lonlat at = {30, 45};
    ovf_column column = ovf_column_roughly(&vertical, &at, &at);
    assert_true(ovf_height_bounds(&column, level, OVF_HEIGHT_STD, OVF_HEIGHT_MSL).least_m > 4000);
    assert_true(
        ovf_height_bounds(&column, level - 200 * FEET, OVF_HEIGHT_STD, OVF_HEIGHT_MSL).least_m <
        4000);
    expect_near(remainder(level, 100 * FEET), 0, 1e-6);
    for (size_t k = 0; k < a->suggestion.fix_count; k++)
        assert_true(a->suggestion.flight_levels[k]);
    end_desk(&d);
}

/* Limits of altitude: raised to the least, lowered to the greatest, with the margin. */
static void limits(void **state)
{
    (void)state;
    for (int least = 0; least < 2; least++) {
        ovf_restriction *r = box_in_the_way(least ? "min_altitude" : "max_altitude",
                                            least ? 4000 : 2000, 30, 45);
        r->reference = OVF_HEIGHT_MSL;
        begin_desk(&d, &t);
        ask_for(&d, 0, NULL);
        const ovf_alternative *a = the_way(&d, least ? OVF_WAY_OVER : OVF_WAY_UNDER);
        /* 5 % of the limit to spare, to the next ten metres. */
        expect_near(least ? a->up_m : a->down_m, least ? 1210 : 1110, 1e-6);
        assert_non_null(find_way(&d, OVF_WAY_LEFT));
        assert_non_null(find_way(&d, OVF_WAY_RIGHT));
        assert_int_equal(d.found.count, 3);
        end_desk(&d);
    }
    /* Of the flight as a whole there is no way around. */
    ovf_restriction *r = box_in_the_way("prohibited", 0, 30, 45);
    r->place = 0;
    ovf_restriction *whole = add_rule(&t, "max_altitude", OVF_NOWHERE, 2500);
    whole->reference = OVF_HEIGHT_MSL;
    begin_desk(&d, &t);
    ask_for(&d, 0, NULL);
    expect_ways("right left");
    for (size_t k = 0; k < 2; k++) expect_near(d.found.items[k].down_m, 630, 1e-6);
    end_desk(&d);
}

/* A flight that begins below a floor stays below it, and does not begin above the ceiling. */
static void from_below(void **state)
{
    (void)state;
    new_trial(&t);
    shape box = rectangle(OVF_EDGES_LONLAT, 19, 44, 21, 46);
    ovf_restriction *r = add_rule(&t, "prohibited", add_zone(&t, &box), 0);
    r->floor = (ovf_height){1000, OVF_HEIGHT_MSL};
    r->ceiling = (ovf_height){4000, OVF_HEIGHT_MSL};
    fly_to(&t, 20, 45, 500, NAN);
    fly_to(&t, 20.5, 45, 2000, NAN);
    fly_to(&t, 23, 45, 2000, NAN);
    for (int back = 0; back < 2; back++) {
        begin_desk(&d, &t);
        ask_for(&d, 0, NULL);
        expect_ways("under");
        const ovf_suggestion *s = &d.found.items[0].suggestion;
        double start = s->fixes[back == 0 ? 0 : s->fix_count - 1].altitude_m;
        expect_near(start, 500, 1e-6);
        expect_near(d.found.items[0].down_m, 1010, 1e-6);
        end_desk(&d);
        ovf_fix first = t.flight.fixes[0];
        t.flight.fixes[0] = t.flight.fixes[2];
        t.flight.fixes[2] = first;
    }
}

static void unknown_altitudes(void **state)
{
    (void)state;
    ovf_restriction *r = box_in_the_way("prohibited", 0, 30, 45);
    r->ceiling = (ovf_height){4000, OVF_HEIGHT_MSL};
    for (size_t i = 0; i < 2; i++) t.flight.fixes[i].altitude_m = NAN;
    begin_desk(&d, &t);
    ask_for(&d, 0, NULL);
    expect_ways("right left");
    end_desk(&d);
}

/* ---- times ---- */

/* Whether the flight complies when it starts so many minutes later. */
static bool complies_shifted(int minutes)
{
    ovf_fix fixes[MOST_FIXES];
    const ovf_result *result;
    memcpy(fixes, t.flight.fixes, t.flight.count * sizeof *fixes);
    for (size_t k = 0; k < t.flight.count; k++) fixes[k].time_s += 60 * minutes;
    ovf_route route = d.route;
    route.fixes = fixes;
    return judge_route(&d, &route, &result).violations == 0;
}

/* Each whole minute is tried; the first that complies is the answer. */
static void later_and_earlier(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(20); k++) {
        begin_case(k);
        new_trial(&t);
        double noon = time_of("2020-05-01T12:00:00Z");
        for (size_t z = 0; z < 3; z++) {
            double west = 21 + 1.2 * (double)z;
            shape box = rectangle(OVF_EDGES_LONLAT, west, 49, west + 1, 51);
            ovf_restriction *r = add_rule(&t, z == 1 ? "standoff" : "prohibited",
                                          add_zone(&t, &box), 3);
            r->from_s = noon + uniform(-5, 2) * 3600;
            r->until_s = r->from_s + uniform(0.5, 5) * 3600;
        }
        fly_to(&t, 20, 50, 3000, noon);
        fly_to(&t, 22.5, 50.1, 3000, noon + uniform(1000, 3000));
        fly_to(&t, 26, 50, 3000, noon + uniform(3000, 6000));
        begin_desk(&d, &t);
        ask_for(&d, OVF_CLEARANCE_NONE, NULL);
        for (int direction = -1; direction <= 1; direction += 2) {
            int minutes = 0;
            while (!complies_shifted(direction * minutes) && minutes < 1000) minutes++;
            if (minutes == 0) {
                expect_ways("itself");
                break;
            }
            const ovf_alternative *a = the_way(&d, direction > 0 ? OVF_WAY_LATER : OVF_WAY_EARLIER);
            if (a->later_s != 60.0 * direction * minutes)
                fail_msg("seed %llu: %g s, by trying %d min", (unsigned long long)(first_seed + k),
                         a->later_s, direction * minutes);
            for (size_t i = 0; i < t.flight.count; i++)
                expect_near(a->suggestion.fixes[i].time_s, t.flight.fixes[i].time_s + a->later_s,
                            1e-6);
        }
        end_desk(&d);
    }
}

static void times_in_attributes(void **state)
{
    (void)state;
    double noon = time_of("2020-05-01T12:00:00Z");
    ovf_restriction *r = box_in_the_way("prohibited", 0, 30, 45);
    r->until_s = noon + 7200;
    t.flight.fixes[0].time_s = noon;
    t.flight.fixes[1].time_s = noon + 3600;
    say_of_route(&t, "started_at", "2020-05-01T11:50:00Z");
    say_of_route(&t, "purpose", "11:50");
    begin_desk(&d, &t);
    ask_for(&d, 0, NULL);
    const ovf_alternative *a = the_way(&d, OVF_WAY_LATER);
    double started;
    assert_true(ovf_time_parse(a->attributes.items[0].text, &started));
    expect_near(started, noon - 600 + a->later_s, 1e-6);
    assert_string_equal(a->attributes.items[1].text, "11:50");
    assert_null(find_way(&d, OVF_WAY_EARLIER));
    /* With a date of the checker's the times do not count. */
    end_desk(&d);
    t.options = (ovf_check_options){.dated = true, .date_s = noon, .until_s = noon};
    begin_desk(&d, &t);
    ask_for(&d, 0, NULL);
    assert_null(find_way(&d, OVF_WAY_LATER));
    end_desk(&d);
    /* A rule that stays in force for years is not waited for. */
    t.options = (ovf_check_options){0};
    t.rules[0].until_s = noon + 1e8;
    begin_desk(&d, &t);
    ask_for(&d, 0, NULL);
    expect_ways("right left");
    end_desk(&d);
}

/* ---- lengths ---- */

/* The length of a route in a rectangle, by places ten metres apart. */
static double length_inside(const ovf_suggestion *s, const double sides[4])
{
    samples all = sample(s, 20);
    double length = 0;
    for (size_t k = 1; k < all.count; k++) {
        const ovf_fix *a = &all.items[k - 1], *b = &all.items[k];
        bool in = a->lon > sides[0] && a->lon < sides[2] && a->lat > sides[1] && a->lat < sides[3];
        if (in)
            length += distance_between((ovf_lonlat){a->lon, a->lat}, (ovf_lonlat){b->lon, b->lat});
    }
    free(all.items);
    return length;
}

/* A zigzag in a zone: fixes are left out until the limit is kept, the last one only as far as it
 * must. The first and the last stay, and what is pinned. */
static void shorter(void **state)
{
    (void)state;
    const double sides[4] = {20, 49, 25, 51};
    size_t moved = 0;
    for (size_t k = 0; k < cases(12); k++) {
        begin_case(k);
        new_trial(&t);
        shape zone = rectangle(OVF_EDGES_LONLAT, sides[0], sides[1], sides[2], sides[3]);
        double direct = distance_between((ovf_lonlat){21, 50}, (ovf_lonlat){24, 50});
        double limit = direct * uniform(1.1, 1.8) / 1000;
        add_rule(&t, "max_distance", add_zone(&t, &zone), limit);
        fly_to(&t, 21, 50, 3000, NAN);
        for (int i = 1; i < 9; i++)
            fly_to(&t, 21 + 3 * i / 9.0, 50 + uniform(-0.8, 0.8), 3000, NAN);
        fly_to(&t, 24, 50, 3000, NAN);
        begin_desk(&d, &t);
        bool pinned[10] = {[4] = true};
        pinned[0] = pinned[9] = true;
        ask_for(&d, OVF_CLEARANCE_NONE, pinned);
        const ovf_result *result;
        if (judge_route(&d, &d.route, &result).violations == 0) {
            expect_ways("itself");
        } else {
            const ovf_alternative *a = the_way(&d, OVF_WAY_SHORTER);
            const ovf_suggestion *s = &a->suggestion;
            double length = length_inside(s, sides) / 1000;
            assert_true(length <= limit + 1e-3);
            bool kept = false;
            for (size_t i = 0; i < s->fix_count; i++)
                kept = kept || (s->fixes[i].lon == t.flight.fixes[4].lon &&
                                s->fixes[i].lat == t.flight.fixes[4].lat);
            assert_true(kept && s->origins[0] == 0 && s->origins[s->fix_count - 1] == 9);
            assert_true(s->fix_count >= 3 && s->change_count > 0);
            for (size_t c = 0; c < s->change_count; c++)
                if (s->changes[c].moved) {
                    moved++;
                    assert_true(limit - length < 1e-3); /* no more than it must */
                    assert_int_equal(s->origins[s->changes[c].moved_to], s->changes[c].fix);
                }
            assert_true(s->extra_m < 0);
        }
        end_desk(&d);
    }
    assert_true(moved > 0 || wanted_cases > 0);
    print_message("%zu fixes moved\n", moved);
}

/* Where even the direct way is too long, and the flight begins in the zone, there is none. */
static void nothing(void **state)
{
    (void)state;
    new_trial(&t);
    shape zone = rectangle(OVF_EDGES_LONLAT, 20, 49, 25, 51);
    add_rule(&t, "max_distance", add_zone(&t, &zone), 100);
    fly_to(&t, 21, 50, 3000, NAN);
    fly_to(&t, 22, 50.5, 3000, NAN);
    fly_to(&t, 24, 50, 3000, NAN);
    begin_desk(&d, &t);
    ask_for(&d, 0, NULL);
    assert_int_equal(d.found.count, 0);
    assert_non_null(strstr(d.found.reason, "lies within zone"));
    end_desk(&d);
    /* A rule that no way repairs stands against all. */
    box_in_the_way("prohibited", 0, 30, 45);
    add_rule(&t, "notice", OVF_NOWHERE, 24);
    say_of_route(&t, "submitted_at", "2020-05-01T00:00:00Z");
    say_of_route(&t, "started_at", "2020-05-01T10:00:00Z");
    begin_desk(&d, &t);
    ask_for(&d, 0, NULL);
    assert_int_equal(d.found.count, 0);
    assert_non_null(strstr(d.found.reason, "the least notice is 24 h"));
    end_desk(&d);
}

/* A track of many fixes is not shortened one by one. */
static void long_tracks(void **state)
{
    (void)state;
    static ovf_fix fixes[OVF_SUGGEST_FIXES_MAX + 1];
    size_t count = OVF_SUGGEST_FIXES_MAX + 1;
    new_trial(&t);
    shape zone = rectangle(OVF_EDGES_LONLAT, 20, 49, 25, 51);
    add_rule(&t, "max_distance", add_zone(&t, &zone), 250);
    for (size_t k = 0; k < count; k++)
        fixes[k] = (ovf_fix){21 + 3 * (double)k / (double)(count - 1), 50 + (k % 2 == 0 ? 0 : 0.01),
                             3000, NAN};
    fly_to(&t, 21, 50, 3000, NAN);
    fly_to(&t, 24, 50, 3000, NAN);
    begin_desk(&d, &t);
    d.route.fixes = fixes;
    d.route.fix_count = count;
    d.route.part_ends = &count;
    ask_for(&d, OVF_CLEARANCE_NONE, NULL);
    assert_null(find_way(&d, OVF_WAY_SHORTER));
    d.route.fix_count = count = 21; /* the first 8 km of it */
    ask_for(&d, OVF_CLEARANCE_NONE, NULL);
    expect_ways("itself");
    end_desk(&d);
}

/* Two zones, one with a ceiling: over the first and around the second. */
static void over_and_around(void **state)
{
    (void)state;
    ovf_restriction *low = box_in_the_way("prohibited", 0, 30, 45);
    low->ceiling = (ovf_height){3500, OVF_HEIGHT_MSL};
    shape second = rectangle(OVF_EDGES_LONLAT, 30.9, 44.5, 31.1, 45.2);
    add_rule(&t, "prohibited", add_zone(&t, &second), 0);
    begin_desk(&d, &t);
    ask_for(&d, 0, NULL);
    const ovf_alternative *a = the_way(&d, OVF_WAY_OVER);
    expect_near(a->up_m, 510, 1e-6);
    assert_true(a->suggestion.extra_m > 0);
    assert_non_null(find_way(&d, OVF_WAY_LEFT));
    end_desk(&d);
}

/* ---- volumes ---- */

/* The limits of the zone's volume count like those of its rules: the higher of two is passed above
 * both, the lower above one; with the clearance. */
static void volumes(void **state)
{
    (void)state;
    const struct {
        const char *floor, *ceiling;
        double clearance, over, under;
    } wanted[] = {{"", "4000 m MSL", 0, 4010, NAN},
                  {"1000 m MSL", "4000 m MSL", 300, 4310, 690},
                  {"", "higher of 3500 m MSL and 4000 m MSL", 0, 4010, NAN},
                  {"", "lower of 3500 m MSL and 4000 m MSL", 0, 3510, NAN},
                  {"higher of 900 m MSL and 1000 m MSL", "", 0, NAN, 990},
                  {"lower of 900 m MSL and 1000 m MSL", "", 100, NAN, 790}};
    for (size_t k = 0; k < 6; k++) {
        ovf_volume volume = {0};
        box_in_the_way("prohibited", 0, 30, 45);
        if (*wanted[k].floor != '\0') assert_true(ovf_limit_parse(wanted[k].floor, &volume.floor));
        if (*wanted[k].ceiling != '\0')
            assert_true(ovf_limit_parse(wanted[k].ceiling, &volume.ceiling));
        begin_volume_desk(&d, &t, &volume);
        ask_for(&d, wanted[k].clearance, NULL);
        const ovf_alternative *over = find_way(&d, OVF_WAY_OVER),
                              *under = find_way(&d, OVF_WAY_UNDER);
        assert_true((over == NULL) == isnan(wanted[k].over) &&
                    (under == NULL) == isnan(wanted[k].under));
        if (over != NULL) expect_near(3000 + over->up_m, wanted[k].over, 1e-6);
        if (under != NULL) expect_near(3000 - under->down_m, wanted[k].under, 1e-6);
        assert_non_null(find_way(&d, OVF_WAY_LEFT));
        end_desk(&d);
    }
}

/* A zone that is in force on some hours of the day: by trying each minute. */
static void schedules(void **state)
{
    (void)state;
    const char *const texts[] = {"10:00-14:00", "Fr 10:00-13:00,13:30-15:00",
                                 "2020-05-01T11:00Z/2020-05-01T16:00Z", "12:20-12:40",
                                 "11:00-12:30; 12:30-14:00 by NOTAM"};
    double noon = time_of("2020-05-01T12:00:00Z");
    for (size_t k = 0; k < 5; k++) {
        ovf_volume volume = {0};
        ovf_error error = {0};
        box_in_the_way("prohibited", 0, 30, 45);
        t.flight.fixes[0].time_s = noon + 60;
        t.flight.fixes[1].time_s = noon + 3660;
        if (ovf_schedule_parse(texts[k], NULL, &volume.schedule, &error) != OVF_OK)
            fail_msg("%s", error.message);
        begin_volume_desk(&d, &t, &volume);
        ask_for(&d, 0, NULL);
        for (int direction = -1; direction <= 1; direction += 2) {
            const ovf_alternative *a = the_way(&d, direction > 0 ? OVF_WAY_LATER : OVF_WAY_EARLIER);
            int minutes = 0;
            /* By NOTAM it is undecided: that is no alternative. */
            for (bool good = false; !good && minutes < 2000; minutes += !good) {
                const ovf_result *result;
                ovf_fix fixes[2] = {t.flight.fixes[0], t.flight.fixes[1]};
                for (int i = 0; i < 2; i++) fixes[i].time_s += 60 * direction * minutes;
                ovf_route route = d.route;
                route.fixes = fixes;
                ovf_judgement judgement = judge_route(&d, &route, &result);
                bool bound = false;
                for (size_t i = 0; i < result->finding_count; i++)
                    bound = bound ||
                            strcmp(result->findings[i].restriction->kind->name, "prohibited") == 0;
                good = judgement.violations == 0 && !bound;
            }
            if (a->later_s != 60.0 * direction * minutes)
                fail_msg("%s: %g s, by trying %d min", texts[k], a->later_s, direction * minutes);
        }
        end_desk(&d);
        ovf_schedule_clear(&volume.schedule);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_sides),
                                       cmocka_unit_test(slalom),
                                       cmocka_unit_test(corridor),
                                       cmocka_unit_test(clearance),
                                       cmocka_unit_test(usual_clearance),
                                       cmocka_unit_test(itself),
                                       cmocka_unit_test(over_and_under),
                                       cmocka_unit_test(short_ramps),
                                       cmocka_unit_test(across_references),
                                       cmocka_unit_test(limits),
                                       cmocka_unit_test(unknown_altitudes),
                                       cmocka_unit_test(later_and_earlier),
                                       cmocka_unit_test(times_in_attributes),
                                       cmocka_unit_test(shorter),
                                       cmocka_unit_test(volumes),
                                       cmocka_unit_test(schedules),
                                       cmocka_unit_test(nothing),
                                       cmocka_unit_test(from_below),
                                       cmocka_unit_test(long_tracks),
                                       cmocka_unit_test(over_and_around)};
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
