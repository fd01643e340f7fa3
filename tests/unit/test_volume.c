/* Passages and crossings of volumes: in a closed form where heights have one reference, and against
 * worlds that are sampled where they have several.
 *
 * Tests: src/analysis/meet/volume.c src/analysis/meet/flown.c src/analysis/meet/heights.c
 * Tests: src/analysis/meet/profile.c src/model/limit.c src/model/height.c
 * Tests: src/model/zone_volume.c */
#include "geodesy/contact.h"
#include "overflight/columns.h"
#include "overflight/schedule.h"
#include "overflight/volume.h"
#include "world_fixture.h"

/* ---- a flight and a zone with a volume ---- */

typedef struct {
    shape outline;
    ovf_volume volume;
    flight flight;
    bool levels[MOST_FIXES];
    bool has_levels;
    ovf_analysis_options options;
    /* what is found */
    ovf_meeting meeting;
    ovf_passage passages[64], outline_passages[64];
    ovf_crossing crossings[128];
    double along_m[MOST_FIXES];
} volume_case;

static void begin_zone(volume_case *v, double west, double south, double east, double north)
{
    const ovf_lonlat corners[] = {
        {west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
    *v = (volume_case){0};
    v->outline = zone_with(OVF_EDGES_LONLAT, corners, 5);
}

static void limit(ovf_limit *of, const char *text)
{
    if (!ovf_limit_parse(text, of)) fail_msg("no limit: %s", text);
}

static void fly(volume_case *v, double lon, double lat, double altitude_m, double time_s)
{
    add_fix(&v->flight, lon, lat);
    v->flight.fixes[v->flight.count - 1].altitude_m = altitude_m;
    v->flight.fixes[v->flight.count - 1].time_s = time_s;
}

/* False where flight and zone do not meet. */
static bool meet(volume_case *v)
{
    ovf_zone zone = zone_of(&v->outline);
    ovf_zones zones = {&zone, 1};
    ovf_analyzer *analyzer = NULL;
    ovf_scratch *scratch = NULL;
    const ovf_result *result = NULL;
    ovf_error error = {0};
    size_t end = v->flight.count;
    const ovf_route route = {.id = "route",
                             .fixes = v->flight.fixes,
                             .fix_count = v->flight.count,
                             .part_ends = &end,
                             .part_count = 1,
                             .flight_levels = v->has_levels ? v->levels : NULL};
    zone.volume = &v->volume;
    v->options.search_m = OVF_SEARCH_NONE;
    if (ovf_analyzer_new(&zones, &v->options, &analyzer, &error) != OVF_OK ||
        ovf_scratch_new(&scratch, &error) != OVF_OK ||
        ovf_analyze(analyzer, &route, scratch, &result, &error) != OVF_OK)
        fail_msg("%s", error.message);
    bool met = result->meeting_count == 1;
    v->meeting = (ovf_meeting){0};
    if (met) {
        const ovf_meeting *m = &result->meetings[0];
        assert_true(m->passage_count <= 64 && m->crossing_count <= 128 &&
                    m->outline_passage_count <= 64);
        v->meeting = *m;
        if (m->passage_count > 0)
            memcpy(v->passages, m->passages, m->passage_count * sizeof *m->passages);
        if (m->crossing_count > 0)
            memcpy(v->crossings, m->crossings, m->crossing_count * sizeof *m->crossings);
        if (m->outline_passage_count > 0)
            memcpy(v->outline_passages, m->outline_passages,
                   m->outline_passage_count * sizeof *m->outline_passages);
    }
    memcpy(v->along_m, result->fix_along_m, v->flight.count * sizeof *v->along_m);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    return met;
}

/* What holds of every meeting. */
static void check_sums(const volume_case *v)
{
    const ovf_meeting *m = &v->meeting;
    double certain = 0, all = 0, outline = 0, before = -1;
    size_t entries = 0, exits = 0;
    for (size_t i = 0; i < m->passage_count; i++) {
        const ovf_passage *p = &v->passages[i];
        assert_true(p->entry.along_m >= before && p->exit.along_m > p->entry.along_m);
        before = p->exit.along_m;
        all += p->length_m;
        if (!p->possible) certain += p->length_m;
    }
    for (size_t i = 0; i < m->outline_passage_count; i++)
        outline += v->outline_passages[i].length_m;
    for (size_t i = 0; i < m->crossing_count; i++) {
        entries += v->crossings[i].kind == OVF_CROSSING_ENTRY;
        exits += v->crossings[i].kind == OVF_CROSSING_EXIT;
        if (i > 0) assert_true(v->crossings[i].place.along_m >= v->crossings[i - 1].place.along_m);
    }
    assert_true(entries <= exits + 1 && exits <= entries + 1);
    assert_true(fabs(certain - m->within_m) < 1e-6 && fabs(all - m->within_at_most_m) < 1e-6);
    assert_true(fabs(outline - m->inside_m) < 1e-6);
    assert_true(m->within_m <= m->within_at_most_m && m->within_at_most_m <= m->inside_m + 1e-6);
}

static void expect_crossing(const volume_case *v, size_t index, ovf_crossing_kind kind,
                            ovf_crossing_side through, double along_m)
{
    assert_true(index < v->meeting.crossing_count);
    const ovf_crossing *c = &v->crossings[index];
    if (c->kind != kind || c->through != through || fabs(c->place.along_m - along_m) > 1e-3)
        fail_msg("crossing %zu: kind %d through %s at %.6f m, expected %d through %s at %.6f m",
                 index, c->kind, ovf_crossing_side_name(c->through), c->place.along_m, kind,
                 ovf_crossing_side_name(through), along_m);
}

/* Metres along the equator from its degrees. */
static double along_equator(double degrees) { return degrees * OVF_RADIAN * OVF_EARTH_A; }

/* ---- reading limits ---- */

static void limits(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"FL95", "FL95"},
        {"4500 FT MSL", "4500 ft MSL"},
        {"1500", "1500 m MSL"},
        {"GND", ""},
        {"UNL", ""},
        {"higher of 1000 ft AGL and 3000 ft MSL", "the higher of 1000 ft AGL and 3000 ft MSL"},
        {"the lower of FL95 or 2000ft AGL", "the lower of FL95 and 2000 ft AGL"},
        {"1000FT AGL / 3000FT MSL whichever is lower", "the lower of 1000 ft AGL and 3000 ft MSL"},
        {"1000 ft AGL or 3000 ft MSL, whichever is higher",
         "the higher of 1000 ft AGL and 3000 ft MSL"},
        {"max(1000 ft AGL, FL 95)", "the higher of 1000 ft AGL and FL95"},
        {"2500 ft MSL/300 m MSL, whichever is the lower", "300 m MSL"},
        {"min(GND, 300 m MSL)", ""},
        {"higher of GND and 300 m MSL", "300 m MSL"},
        {"lower of UNL and FL195", "FL195"},
    };
    static const char *const bad[] = {"",
                                      "higher",
                                      "higher of FL95",
                                      "FL95 FL100",
                                      "FL95 and FL100",
                                      "higher of lower of FL95 and FL100",
                                      "higher of FL95, FL100, FL200",
                                      "lower of FL95 and noon",
                                      "BY NOTAM"};
    char text[OVF_LIMIT_TEXT];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ovf_limit made;
        if (!ovf_limit_parse(rows[i].text, &made)) fail_msg("no limit: %s", rows[i].text);
        ovf_limit_format(&made, text);
        assert_string_equal(text, rows[i].says);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ovf_limit made;
        if (ovf_limit_parse(bad[i], &made)) fail_msg("a limit: %s", bad[i]);
    }
    const ovf_limit unknown = {.unknown = true};
    ovf_limit_format(&unknown, text);
    assert_string_equal(text, "unknown");
}

/* ---- by hand ---- */

/* Up through the floor, down through the ceiling of another layer, in at the side. */
static void through_what(void **state)
{
    (void)state;
    volume_case v;
    begin_zone(&v, 0, -1, 10, 1);
    limit(&v.volume.floor, "1000 m MSL");
    limit(&v.volume.ceiling, "3000 m MSL");
    fly(&v, 1, 0, 0, 0);
    fly(&v, 5, 0, 4000, 400);
    fly(&v, 9, 0, 2000, 800);
    fly(&v, 11, 0, 2000, 1000);
    assert_true(meet(&v));
    check_sums(&v);
    double start = along_equator(1);
    assert_int_equal(v.meeting.crossing_count, 4);
    expect_crossing(&v, 0, OVF_CROSSING_ENTRY, OVF_THROUGH_FLOOR, along_equator(2) - start);
    expect_crossing(&v, 1, OVF_CROSSING_EXIT, OVF_THROUGH_CEILING, along_equator(4) - start);
    expect_crossing(&v, 2, OVF_CROSSING_ENTRY, OVF_THROUGH_CEILING, along_equator(7) - start);
    expect_crossing(&v, 3, OVF_CROSSING_EXIT, OVF_THROUGH_SIDE, along_equator(10) - start);
    assert_true(fabs(v.crossings[0].place.altitude_m - 1000) < 1e-6);
    assert_true(fabs(v.crossings[0].place.time_s - 100) < 1e-6);
    assert_true(fabs(v.meeting.within_m - along_equator(5)) < 1e-3);
    assert_true(fabs(v.meeting.inside_m - along_equator(9)) < 1e-3);
    v.options.flat = true;
    assert_true(meet(&v));
    assert_int_equal(v.meeting.passage_count, 1);
    assert_true(v.meeting.within_m == v.meeting.inside_m);
}

/* Along floor and ceiling counts as in, whatever the units; a millimetre beside them does not. */
static void at_a_limit(void **state)
{
    (void)state;
    static const struct {
        double altitude_m;
        bool in;
    } rows[] = {{1371.6, true},       {4500 * 0.3048, true}, {1371.6 - 1e-3, false},
                {2895.6, true},       {9500 * 0.3048, true}, {2895.6 + 1e-3, false},
                {2895.6 - 1e-3, true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        volume_case v;
        begin_zone(&v, 0, -1, 2, 1);
        limit(&v.volume.floor, "4500 FT MSL");
        limit(&v.volume.ceiling, "9500 FT MSL");
        fly(&v, -1, 0, rows[i].altitude_m, NAN);
        fly(&v, 3, 0, rows[i].altitude_m, NAN);
        assert_true(meet(&v));
        check_sums(&v);
        if ((v.meeting.within_m > 0) != rows[i].in) fail_msg("row %zu", i);
        assert_int_equal(v.meeting.crossing_count, rows[i].in ? 2 : 0);
    }
}

/* A climb that touches the floor from below, and one through a layer thinner than a hair. */
static void thin(void **state)
{
    (void)state;
    volume_case v;
    begin_zone(&v, 0, -1, 2, 1);
    limit(&v.volume.floor, "1000 m MSL");
    fly(&v, 0.5, 0, 500, NAN);
    fly(&v, 1, 0, 1000, NAN);
    fly(&v, 1.5, 0, 500, NAN);
    assert_true(meet(&v));
    assert_int_equal(v.meeting.passage_count, 0);
    assert_true(v.meeting.within_at_most_m == 0);

    begin_zone(&v, 0, -1, 2, 1);
    limit(&v.volume.floor, "1000 m MSL");
    limit(&v.volume.ceiling, "1000.01 m MSL");
    fly(&v, 0, 0, 0, NAN);
    fly(&v, 1, 0, 2000, NAN);
    assert_true(meet(&v));
    check_sums(&v);
    assert_int_equal(v.meeting.passage_count, 1);
    assert_true(fabs(v.meeting.within_m - along_equator(0.01 / 2000)) < 1e-3);
    expect_crossing(&v, 0, OVF_CROSSING_ENTRY, OVF_THROUGH_FLOOR, along_equator(0.5));

    /* So thin that it is passed within a millimetre: a touch. */
    v.volume.ceiling.heights[0].metres = 1000 + 1e-5;
    assert_true(meet(&v));
    assert_int_equal(v.meeting.passage_count, 0);
    assert_int_equal(v.meeting.crossing_count, 1);
    expect_crossing(&v, 0, OVF_CROSSING_TOUCH, OVF_THROUGH_FLOOR, along_equator(0.5));
}

/* A gap of less than a millimetre is none; a longer one is. */
static void narrow_gap(void **state)
{
    (void)state;
    for (int wide = 0; wide < 2; wide++) {
        volume_case v;
        begin_zone(&v, 0, -1, 2, 1);
        limit(&v.volume.ceiling, "1000 m MSL");
        fly(&v, 0.5, 0, 500, NAN);
        fly(&v, 1, 0, 1000 + (wide ? 1e-3 : 2e-6), NAN);
        fly(&v, 1.5, 0, 500, NAN);
        assert_true(meet(&v));
        check_sums(&v);
        assert_int_equal(v.meeting.passage_count, 1 + wide);
        assert_int_equal(v.meeting.crossing_count, 2 * wide);
    }
}

/* A corner that is touched from outside, beneath the floor and above it. */
static void touched_corner(void **state)
{
    (void)state;
    for (int above = 0; above < 2; above++) {
        volume_case v;
        begin_zone(&v, 0, 0, 1, 1);
        limit(&v.volume.floor, "1000 m MSL");
        fly(&v, -1, 1, above ? 1500 : 500, NAN);
        fly(&v, 0, 0, above ? 1500 : 500, NAN);
        fly(&v, 1, -1, above ? 1500 : 500, NAN);
        assert_true(meet(&v));
        assert_int_equal(v.meeting.passage_count, 0);
        assert_int_equal(v.meeting.crossing_count, above);
    }
}

/* Unknown limits and unknown altitudes leave everything possible, and nothing certain. */
static void unknown(void **state)
{
    (void)state;
    for (int what = 0; what < 3; what++) {
        volume_case v;
        begin_zone(&v, 0, -1, 2, 1);
        limit(&v.volume.floor, "1000 m MSL");
        if (what == 0) v.volume.ceiling.unknown = true;
        if (what == 2) v.volume = (ovf_volume){.floor = {.unknown = true}};
        fly(&v, -1, 0, what == 1 ? NAN : 1500, NAN);
        fly(&v, 3, 0, what == 1 ? NAN : 1500, NAN);
        assert_true(meet(&v));
        check_sums(&v);
        assert_true(v.meeting.within_m == 0);
        assert_true(fabs(v.meeting.within_at_most_m - along_equator(2)) < 1e-3);
        assert_true(v.passages[0].possible && v.crossings[0].possible);
    }
}

/* At the date line and around the pole the same holds as elsewhere. */
static void elsewhere(void **state)
{
    (void)state;
    volume_case v;
    begin_zone(&v, 179, -1, 181, 1);
    limit(&v.volume.floor, "1000 m MSL");
    fly(&v, 178, 0, 0, NAN);
    fly(&v, -178, 0, 4000, NAN);
    assert_true(meet(&v));
    check_sums(&v);
    expect_crossing(&v, 0, OVF_CROSSING_ENTRY, OVF_THROUGH_SIDE, along_equator(1));
    assert_true(fabs(v.meeting.within_m - along_equator(2)) < 1e-3);
    limit(&v.volume.floor, "2000 m MSL");
    assert_true(meet(&v));
    expect_crossing(&v, 0, OVF_CROSSING_ENTRY, OVF_THROUGH_FLOOR, along_equator(2));
    assert_true(fabs(fabs(v.crossings[0].place.lon) - 180) < 1e-9);

    begin_zone(&v, -180, 80, 180, 90);
    limit(&v.volume.ceiling, "2000 m MSL");
    fly(&v, 0, 85, 0, NAN);
    fly(&v, 180, 85, 4000, NAN);
    assert_true(meet(&v));
    check_sums(&v);
    assert_int_equal(v.meeting.crossing_count, 1);
    expect_crossing(&v, 0, OVF_CROSSING_EXIT, OVF_THROUGH_CEILING, v.along_m[1] / 2);
    assert_true(fabs(v.crossings[0].place.lat - 90) < 1e-9);
}

/* Fixes in columns, with altitudes and times beside them. */
static void in_columns(void **state)
{
    (void)state;
    volume_case v;
    static const double lon[] = {1, 5, 9, 11}, lat[] = {0, 0, 0, 0},
                        altitude[] = {0, 4000, 2000, 2000}, time[] = {0, 400, 800, 1000};
    static const int32_t offsets[] = {0, 4};
    begin_zone(&v, 0, -1, 10, 1);
    limit(&v.volume.floor, "1000 m MSL");
    limit(&v.volume.ceiling, "3000 m MSL");
    for (size_t i = 0; i < 4; i++) fly(&v, lon[i], lat[i], altitude[i], time[i]);
    assert_true(meet(&v));
    ovf_zone zone = zone_of(&v.outline);
    zone.volume = &v.volume;
    const ovf_zones zones = {&zone, 1};
    ovf_columns columns = {.route_count = 1,
                           .offsets32 = offsets,
                           .fix_count = 4,
                           .lon = lon,
                           .lat = lat,
                           .altitude_m = altitude,
                           .time_s = time};
    ovf_analyzer *analyzer = NULL;
    ovf_error error;
    assert_int_equal(ovf_analyzer_new(&zones, NULL, &analyzer, &error), OVF_OK);
    for (int known = 1; known >= 0; known--) {
        ovf_statistics *statistics = NULL;
        if (!known) columns.altitude_m = NULL;
        assert_int_equal(ovf_analyze_columns(analyzer, &columns, NULL, &statistics, &error),
                         OVF_OK);
        assert_int_equal(statistics->row_count, 1);
        assert_true(statistics->inside_m[0] == v.meeting.inside_m);
        assert_true(statistics->within_m[0] == (known ? v.meeting.within_m : 0));
        assert_true(statistics->within_at_most_m[0] ==
                    (known ? v.meeting.within_at_most_m : v.meeting.inside_m));
        ovf_statistics_free(statistics);
    }
    ovf_analyzer_free(analyzer);
}

/* ---- in a closed form ---- */

/* Where the flight is at a limit, or at the outline, and between these whether it is in. */
static double length_by_hand(const volume_case *v, double floor, double ceiling)
{
    double ends[512], sum = 0;
    size_t count = 0;
    for (size_t i = 0; i + 1 < v->flight.count; i++) {
        double a = v->flight.fixes[i].altitude_m, b = v->flight.fixes[i + 1].altitude_m,
               from = v->along_m[i], length = v->along_m[i + 1] - from;
        const double at[2] = {floor, ceiling};
        ends[count++] = from;
        for (int k = 0; k < 2; k++)
            if (isfinite(at[k]) && (at[k] - a) * (at[k] - b) < 0) {
                /* by bisection */
                double low = 0, high = 1;
                for (int n = 0; n < 60; n++) {
                    double middle = (low + high) / 2;
                    if ((a + middle * (b - a) < at[k]) == (a < at[k])) low = middle;
                    else high = middle;
                }
                ends[count++] = from + low * length;
            }
    }
    ends[count++] = v->along_m[v->flight.count - 1];
    for (size_t i = 0; i < v->meeting.outline_passage_count; i++) {
        ends[count++] = v->outline_passages[i].entry.along_m;
        ends[count++] = v->outline_passages[i].exit.along_m;
    }
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && ends[k - 1] > ends[k]; k--) {
            double other = ends[k];
            ends[k] = ends[k - 1];
            ends[k - 1] = other;
        }
    for (size_t i = 0; i + 1 < count; i++) {
        double middle = (ends[i] + ends[i + 1]) / 2;
        bool inside = false;
        for (size_t p = 0; p < v->meeting.outline_passage_count; p++)
            inside = inside || (middle > v->outline_passages[p].entry.along_m &&
                                middle < v->outline_passages[p].exit.along_m);
        size_t leg = 0;
        while (leg + 2 < v->flight.count && v->along_m[leg + 1] < middle) leg++;
        double part = (middle - v->along_m[leg]) / (v->along_m[leg + 1] - v->along_m[leg]),
               altitude = v->flight.fixes[leg].altitude_m +
                          part * (v->flight.fixes[leg + 1].altitude_m -
                                  v->flight.fixes[leg].altitude_m);
        if (inside && !(altitude < floor - 1e-6) && !(altitude > ceiling + 1e-6))
            sum += ends[i + 1] - ends[i];
    }
    return sum;
}

static void closed_form(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(10000); k++) {
        begin_case(k);
        volume_case v;
        double lon = uniform(-180, 180), lat = uniform(-80, 80), wide = uniform(0.05, 1);
        begin_zone(&v, lon - wide, lat - wide, lon + wide, lat + wide);
        double floor = uniform(0, 8000), ceiling = floor + exp(uniform(log(0.1), log(5000)));
        size_t open = pick(4);
        if (open == 0) floor = -INFINITY;
        if (open == 1) ceiling = INFINITY;
        v.volume.floor = ovf_limit_of_height((ovf_height){floor, OVF_HEIGHT_MSL});
        v.volume.ceiling = ovf_limit_of_height((ovf_height){ceiling, OVF_HEIGHT_MSL});
        /* Many fixes are looked at in blocks: most of them in the layer, all in the outline. */
        bool many = pick(4) == 0;
        size_t count = 2 + (many ? 40 + pick(MOST_FIXES - 42) : pick(6));
        double around = many ? 0.9 * wide : 1.5 * wide, low = isfinite(floor) ? floor : 0,
               high = isfinite(ceiling) ? ceiling : 12000;
        for (size_t i = 0; i < count; i++) {
            double altitude = pick(4) == 0 ? low : pick(4) == 0 ? high : uniform(0, 12000);
            if (many && pick(30) > 0) altitude = uniform(low, high);
            fly(&v, lon + uniform(-around, around), lat + uniform(-around, around), altitude, NAN);
        }
        if (!meet(&v)) continue;
        check_sums(&v);
        double wanted = length_by_hand(&v, floor, ceiling);
        if (fabs(v.meeting.within_m - wanted) > 1e-3)
            fail_msg("seed %llu: %.6f m within, %.6f m by hand",
                     (unsigned long long)(first_seed + k), v.meeting.within_m, wanted);
        assert_true(v.meeting.within_m == v.meeting.within_at_most_m);
    }
}

/* ---- worlds ---- */

static ovf_limit some_limit(double metres)
{
    ovf_height one = some_height(metres), other = some_height(metres + uniform(-500, 500));
    if (pick(3) > 0 || one.reference == other.reference) return ovf_limit_of_height(one);
    return (ovf_limit){.heights = {one, other}, .count = 2, .lower = pick(2) == 0};
}

static double limit_in(const universe *u, const world *w, double lon, const ovf_limit *of)
{
    double found = NAN;
    for (size_t i = 0; i < of->count; i++) {
        double one = over_sea(u, w, lon, of->heights[i].metres, of->heights[i].reference);
        if (isnan(one)) return NAN;
        found = i == 0 ? one : of->lower ? fmin(found, one) : fmax(found, one);
    }
    return found;
}

typedef enum { SAID_OUT, SAID_POSSIBLE, SAID_CERTAIN, SAID_NOTHING } said;

static said what_is_said(const volume_case *v, double along_m)
{
    for (size_t i = 0; i < v->meeting.passage_count; i++) {
        const ovf_passage *p = &v->passages[i];
        if (fabs(along_m - p->entry.along_m) < 0.01 || fabs(along_m - p->exit.along_m) < 0.01)
            return SAID_NOTHING;
        if (along_m > p->entry.along_m && along_m < p->exit.along_m)
            return p->possible ? SAID_POSSIBLE : SAID_CERTAIN;
    }
    return SAID_OUT;
}

/* Whether the flight is in the volume in a world, by how much at least; NAN beyond its air. */
static double depth_in(const volume_case *v, const universe *u, const world *w, size_t leg,
                       double part, double lon)
{
    double altitude[2];
    bool levels[2] = {v->has_levels && v->levels[leg], v->has_levels && v->levels[leg + 1]};
    for (size_t e = 0; e < 2; e++) {
        altitude[e] = v->flight.fixes[leg + e].altitude_m;
        if (levels[0] != levels[1] && levels[e])
            altitude[e] = over_sea(u, w, lon, altitude[e], OVF_HEIGHT_STD);
    }
    double along = altitude[0] + part * (altitude[1] - altitude[0]), depth = INFINITY;
    if (levels[0] && levels[1]) along = over_sea(u, w, lon, along, OVF_HEIGHT_STD);
    if (v->volume.floor.count > 0)
        depth = fmin(depth, along - limit_in(u, w, lon, &v->volume.floor));
    if (v->volume.ceiling.count > 0)
        depth = fmin(depth, limit_in(u, w, lon, &v->volume.ceiling) - along);
    return isnan(along) ? NAN : depth;
}

static void make_case(volume_case *v, const universe *u)
{
    double west = -30 + uniform(-0.1, 0.4), wide = uniform(0.05, 0.6);
    begin_zone(v, west, -1, west + wide, 1);
    double around = exp(uniform(log(200), log(9000))), thick = exp(uniform(log(10), log(5000)));
    size_t open = pick(6);
    if (open != 0) v->volume.floor = some_limit(around);
    if (open != 1) v->volume.ceiling = some_limit(around + thick);
    v->options.vertical = &u->vertical;
    size_t count = 2 + pick(3);
    double lon = -30 + uniform(0, 0.2);
    v->has_levels = pick(2) == 0;
    bool levels = pick(2) == 0, mixes = pick(4) == 0;
    for (size_t i = 0; i < count; i++) {
        fly(v, lon, 0, fmax(0, around + uniform(-2500, 4000)), NAN);
        v->levels[i] = mixes ? pick(2) == 0 : levels;
        lon += exp(uniform(log(1e-3), log(0.4)));
    }
}

static void worlds(void **state)
{
    (void)state;
    static universe u;
    size_t counts[3] = {0}, seen_both = 0;
    for (size_t k = 0; k < cases(10000); k++) {
        begin_case(k);
        volume_case v;
        make_universe(&u);
        make_case(&v, &u);
        if (!meet(&v)) continue;
        check_sums(&v);
        double west = v.outline.vertices[0][0].lon, east = v.outline.vertices[0][1].lon;
        for (size_t leg = 0; leg + 1 < v.flight.count; leg++)
            for (int n = 1; n < 8; n++) {
                double part = n / 8.0 + uniform(-0.05, 0.05), from = v.flight.fixes[leg].lon,
                       lon = from + part * (v.flight.fixes[leg + 1].lon - from),
                       at_m = v.along_m[leg] + part * (v.along_m[leg + 1] - v.along_m[leg]);
                bool inside = lon > west && lon < east, known = true, any = false, all = true;
                said says = what_is_said(&v, at_m);
                if (says == SAID_NOTHING) continue;
                if (!inside) {
                    assert_int_equal(says, SAID_OUT);
                    continue;
                }
                for (size_t i = 0; i < WORLDS; i++) {
                    double depth = depth_in(&v, &u, &u.worlds[i], leg, part, lon);
                    known = known && !isnan(depth);
                    any = any || depth > 1;
                    all = all && depth > -1;
                    if (says == SAID_CERTAIN && depth < -1)
                        fail_msg("seed %llu: certain at %.6f, and out by %.2f m",
                                 (unsigned long long)(first_seed + k), lon, -depth);
                    if (says == SAID_OUT && depth > 1)
                        fail_msg("seed %llu: out at %.6f, and in by %.2f m",
                                 (unsigned long long)(first_seed + k), lon, depth);
                }
                if (!known) continue;
                counts[says]++;
                seen_both += says == SAID_POSSIBLE && any && !all;
            }
    }
    print_message("%zu places out, %zu possible (%zu of them in some worlds and out in others), "
                  "%zu certain\n",
                  counts[0], counts[1], seen_both, counts[2]);
    if (cases(10000) < 1000) return;
    assert_true(counts[0] > 1000 && counts[1] > 1000 && counts[2] > 1000);
    /* Possible is what worlds disagree about, but for what pieces of the ground leave open. */
    assert_true((double)seen_both > 0.6 * (double)counts[1]);
}

/* ---- times ---- */

#define PERIODS 5
#define DAWN_OF_TIMES 1790000000.0

typedef struct {
    double from_s, until_s;
    bool perhaps;
} spell;

static void add_spell(volume_case *v, const spell *a)
{
    ovf_error error;
    const ovf_period period = {.has_from = true,
                               .has_until = true,
                               .from_s = a->from_s,
                               .until_s = a->until_s,
                               .perhaps = a->perhaps};
    if (ovf_schedule_add(&v->volume.schedule, &period, &error) != OVF_OK)
        fail_msg("%s", error.message);
}

/* A flight is inside while the zone opens and closes, exactly when it does. */
static void opens_and_closes(void **state)
{
    (void)state;
    volume_case v;
    static const spell spells[] = {{DAWN_OF_TIMES + 200, DAWN_OF_TIMES + 300, false},
                                   {DAWN_OF_TIMES + 300, DAWN_OF_TIMES + 350, true},
                                   {DAWN_OF_TIMES + 600, DAWN_OF_TIMES + 5000, false}};
    begin_zone(&v, 1, -1, 9, 1);
    for (size_t i = 0; i < 3; i++) add_spell(&v, &spells[i]);
    fly(&v, 0, 0, NAN, DAWN_OF_TIMES);
    fly(&v, 10, 0, NAN, DAWN_OF_TIMES + 1000);
    assert_true(meet(&v));
    check_sums(&v);
    assert_int_equal(v.meeting.passage_count, 3);
    assert_false(v.passages[0].possible);
    assert_true(v.passages[1].possible);
    assert_false(v.passages[2].possible);
    assert_int_equal(v.meeting.crossing_count, 4);
    expect_crossing(&v, 0, OVF_CROSSING_ENTRY, OVF_THROUGH_TIME, along_equator(2));
    expect_crossing(&v, 1, OVF_CROSSING_EXIT, OVF_THROUGH_TIME, along_equator(3.5));
    expect_crossing(&v, 2, OVF_CROSSING_ENTRY, OVF_THROUGH_TIME, along_equator(6));
    expect_crossing(&v, 3, OVF_CROSSING_EXIT, OVF_THROUGH_SIDE, along_equator(9));
    assert_true(v.crossings[1].possible && !v.crossings[0].possible);
    assert_true(fabs(v.crossings[0].place.time_s - (DAWN_OF_TIMES + 200)) < 1e-6);
    assert_true(fabs(v.meeting.within_m - along_equator(4)) < 1e-3);
    assert_true(fabs(v.meeting.within_at_most_m - along_equator(4.5)) < 1e-3);
    /* A day on which it is in force in parts, and of the flight only the day is known. */
    v.options.dated = true;
    v.options.date_s = DAWN_OF_TIMES;
    v.options.until_s = DAWN_OF_TIMES + 1000;
    assert_true(meet(&v));
    assert_true(v.meeting.within_m == 0);
    assert_true(fabs(v.meeting.within_at_most_m - along_equator(8)) < 1e-3);
    /* One on which it is in force throughout, and one on which it never is. */
    v.options.date_s = DAWN_OF_TIMES + 700;
    assert_true(meet(&v));
    assert_true(fabs(v.meeting.within_m - along_equator(8)) < 1e-3);
    v.options.date_s = DAWN_OF_TIMES + 400;
    v.options.until_s = DAWN_OF_TIMES + 500;
    assert_true(meet(&v));
    assert_true(v.meeting.within_at_most_m == 0);
    ovf_schedule_clear(&v.volume.schedule);
}

/* Times that the fixes do not tell, drawn between those that they do. */
static void draw_times(const volume_case *v, double times[MOST_FIXES])
{
    size_t count = v->flight.count, known = count;
    for (size_t i = 0; i < count; i++) {
        times[i] = v->flight.fixes[i].time_s;
        if (known == count && !isnan(times[i])) known = i;
    }
    if (known == count) { /* any time at all */
        times[0] = DAWN_OF_TIMES + uniform(-3000, 6000);
        known = 0;
    }
    for (size_t i = known; i-- > 0;) times[i] = times[i + 1] - exp(uniform(log(1), log(4000)));
    for (size_t i = known + 1; i < count; i++) {
        size_t next = i;
        while (next < count && isnan(v->flight.fixes[next].time_s)) next++;
        if (next == i) continue;
        times[i] = next < count ? uniform(times[i - 1], v->flight.fixes[next].time_s)
                                : times[i - 1] + exp(uniform(log(1), log(4000)));
    }
}

static void sampled_times(void **state)
{
    (void)state;
    size_t counts[3] = {0}, seen_both = 0;
    for (size_t k = 0; k < cases(10000); k++) {
        begin_case(k);
        volume_case v;
        spell spells[PERIODS];
        size_t spell_count = 1 + pick(PERIODS), count = 2 + pick(4);
        begin_zone(&v, -1, -1, 8, 1);
        for (size_t i = 0; i < spell_count; i++) {
            double from = DAWN_OF_TIMES +
                          (pick(4) == 0 ? 100.0 * (double)pick(40) : uniform(-500, 4500));
            spells[i] = (spell){from, from + exp(uniform(log(0.5), log(3000))), pick(4) == 0};
            add_spell(&v, &spells[i]);
        }
        double time = DAWN_OF_TIMES + uniform(-300, 1500), lon = 0;
        for (size_t i = 0; i < count; i++) {
            fly(&v, lon, 0, NAN, pick(4) == 0 ? NAN : time);
            time += pick(6) == 0 ? 0 : exp(uniform(log(1), log(2000)));
            lon += uniform(0.05, 1.4);
        }
        assert_true(meet(&v));
        check_sums(&v);
        for (size_t leg = 0; leg + 1 < count; leg++)
            for (int n = 1; n < 6; n++) {
                double part = n / 6.0 + uniform(-0.05, 0.05),
                       at_m = v.along_m[leg] + part * (v.along_m[leg + 1] - v.along_m[leg]);
                said says = what_is_said(&v, at_m);
                bool any = false, all = true;
                if (says == SAID_NOTHING) continue;
                for (int w = 0; w < 24; w++) {
                    double times[MOST_FIXES];
                    bool in = false;
                    draw_times(&v, times);
                    double at_s = times[leg] + part * (times[leg + 1] - times[leg]);
                    for (size_t i = 0; i < spell_count; i++)
                        in = in || (at_s >= spells[i].from_s && at_s < spells[i].until_s &&
                                    (!spells[i].perhaps || pick(2) == 0));
                    any = any || in;
                    all = all && in;
                    if ((says == SAID_CERTAIN && !in) || (says == SAID_OUT && in))
                        fail_msg("seed %llu: %s at %.3f m, and %s at %.3f s",
                                 (unsigned long long)(first_seed + k),
                                 says == SAID_OUT ? "out" : "certain", at_m, in ? "in" : "out",
                                 at_s - DAWN_OF_TIMES);
                }
                counts[says]++;
                seen_both += says == SAID_POSSIBLE && any && !all;
            }
        ovf_schedule_clear(&v.volume.schedule);
    }
    print_message("%zu places out, %zu possible (%zu of them in some samples and out in others), "
                  "%zu certain\n",
                  counts[0], counts[1], seen_both, counts[2]);
    if (cases(10000) < 1000) return;
    assert_true(counts[0] > 1000 && counts[1] > 1000 && counts[2] > 1000);
    /* Where no fix before or after has a time it may be any of many days. */
    assert_true((double)seen_both > 0.4 * (double)counts[1]);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits),        cmocka_unit_test(through_what),
        cmocka_unit_test(at_a_limit),    cmocka_unit_test(thin),
        cmocka_unit_test(narrow_gap),    cmocka_unit_test(touched_corner),
        cmocka_unit_test(unknown),       cmocka_unit_test(elsewhere),
        cmocka_unit_test(closed_form),   cmocka_unit_test(worlds),
        cmocka_unit_test(in_columns),    cmocka_unit_test(opens_and_closes),
        cmocka_unit_test(sampled_times),
    };
    return cmocka_run_group_tests_name("volume", tests, NULL, NULL);
}
