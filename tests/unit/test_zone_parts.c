/* Zones whose limits differ from place to place: built, bounded and refused; and routes through
 * them, against a twin that asks of every few metres in which parts they are.
 *
 * Tests: src/model/zone_parts.c src/analysis/meet/parts.c src/analysis/meet/sections.c
 * Tests: src/analysis/meet/part_stretches.c src/analysis/meet/volume.c */
#include "geodesy/boundary.h"
#include "model/model.h"
#include "overflight/area.h"
#include "overflight/build.h"
#include "overflight/schedule.h"
#include "overflight/volume.h"
#include "geometry_fixture.h"

#define MOST_PARTS 4

typedef struct {
    ovf_zone *zone;
    shape shapes[MOST_PARTS];
    ovf_volume volumes[MOST_PARTS];
    ovf_zone_part parts[MOST_PARTS];
    size_t count;
    flight flight;
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    ovf_zones zones;
    const ovf_result *result;
    size_t part_end;
    ovf_route route;
} case_of_parts;

static void begin(case_of_parts *c, ovf_edges edges)
{
    memset(c, 0, sizeof *c);
    for (size_t k = 0; k < MOST_PARTS; k++) c->shapes[k].edges = edges;
}

static void add_box(case_of_parts *c, double west, double south, double east, double north,
                    const char *floor, const char *ceiling, const char *active)
{
    const ovf_lonlat corners[] = {
        {west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
    size_t k = c->count++;
    ovf_error error;
    c->shapes[k] = zone_with(c->shapes[k].edges, corners, 5);
    if (floor != NULL) assert_true(ovf_limit_parse(floor, &c->volumes[k].floor));
    if (ceiling != NULL) assert_true(ovf_limit_parse(ceiling, &c->volumes[k].ceiling));
    if (active != NULL)
        assert_int_equal(ovf_schedule_parse(active, NULL, &c->volumes[k].schedule, &error), OVF_OK);
}

static void fly(case_of_parts *c, double lon, double lat, double altitude_m, double time_s)
{
    add_fix(&c->flight, lon, lat);
    c->flight.fixes[c->flight.count - 1].altitude_m = altitude_m;
    c->flight.fixes[c->flight.count - 1].time_s = time_s;
}

static void build(case_of_parts *c)
{
    const double any[] = {0, 0, 1, 0, 0, 1};
    const size_t end = 3;
    ovf_error error = {0};
    if (ovf_zone_new("parts", c->shapes[0].edges, any, &end, 1, &c->zone, &error) != OVF_OK)
        fail_msg("%s", error.message);
    for (size_t k = 0; k < c->count; k++) {
        const ovf_zone alone = zone_of(&c->shapes[k]);
        c->parts[k] = (ovf_zone_part){.polygons = alone.polygons,
                                      .polygon_count = alone.polygon_count,
                                      .volume = &c->volumes[k]};
    }
    if (ovf_zone_set_parts(c->zone, c->parts, c->count, &error) != OVF_OK)
        fail_msg("%s", error.message);
}

static const ovf_meeting *meet(case_of_parts *c)
{
    const ovf_analysis_options options = {.search_m = OVF_SEARCH_NONE};
    ovf_error error = {0};
    build(c);
    c->zones = (ovf_zones){c->zone, 1};
    c->part_end = c->flight.count;
    c->route = (ovf_route){.id = "route",
                           .fixes = c->flight.fixes,
                           .fix_count = c->flight.count,
                           .part_ends = &c->part_end,
                           .part_count = 1};
    if (ovf_analyzer_new(&c->zones, &options, &c->analyzer, &error) != OVF_OK ||
        ovf_scratch_new(&c->scratch, &error) != OVF_OK ||
        ovf_analyze(c->analyzer, &c->route, c->scratch, &c->result, &error) != OVF_OK)
        fail_msg("%s", error.message);
    return c->result->meeting_count > 0 ? &c->result->meetings[0] : NULL;
}

static void end(case_of_parts *c)
{
    ovf_scratch_free(c->scratch);
    ovf_analyzer_free(c->analyzer);
    ovf_zone_free(c->zone);
    for (size_t k = 0; k < c->count; k++) ovf_schedule_clear(&c->volumes[k].schedule);
}

static void expect_limit(const ovf_limit *limit, const char *expected)
{
    char text[OVF_LIMIT_TEXT];
    ovf_limit_format(limit, text);
    assert_string_equal(text, expected);
}

/* ---- built, bounded, refused ---- */

static void bounds(void **state)
{
    (void)state;
    static const struct {
        const char *floors[3], *ceilings[3], *active[3], *floor, *ceiling;
        bool always;
    } rows[] = {
        {{"1000 ft MSL", "500 ft MSL"}, {"FL95", "FL65"}, {NULL}, "500 ft MSL", "FL95", true},
        {{"GND", "500 ft MSL"}, {"FL95", "UNL"}, {NULL}, "", "", true},
        /* over different references: both count */
        {{"1000 ft AGL", "FL65"},
         {"4500 ft MSL", "FL95"},
         {"Mo-Fr", "Mo-Fr"},
         "the lower of 1000 ft AGL and FL65",
         "the higher of 4500 ft MSL and FL95",
         false},
        /* of three nothing can be said */
        {{"1000 ft AGL", "FL65", "3000 ft MSL"},
         {"FL95", "FL65", "FL100"},
         {NULL},
         "",
         "FL100",
         true},
        /* the higher of two bounds a floor by either */
        {{"higher of 1000 ft AGL and 3000 ft MSL", "2000 ft MSL"},
         {"FL95", "FL95"},
         {"Mo-Fr", "Sa"},
         "the lower of 1000 ft AGL and 2000 ft MSL",
         "FL95",
         true},
        {{"2000 ft MSL", "higher of 1000 ft AGL and 3000 ft MSL"},
         {"FL95", "lower of FL65 and 9000 ft MSL"},
         {NULL},
         "2000 ft MSL",
         "FL95",
         true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        case_of_parts c;
        begin(&c, OVF_EDGES_LONLAT);
        for (size_t k = 0; k < 3 && rows[i].floors[k] != NULL; k++)
            add_box(&c, 20 + (double)k, 54, 21 + (double)k, 55, rows[i].floors[k],
                    rows[i].ceilings[k], rows[i].active[k]);
        build(&c);
        static const ovf_volume none = {0};
        const ovf_volume *hull = c.zone->volume != NULL ? c.zone->volume : &none;
        print_message("row %zu\n", i);
        expect_limit(&hull->floor, rows[i].floor);
        expect_limit(&hull->ceiling, rows[i].ceiling);
        assert_int_equal(hull->schedule.count == 0, rows[i].always);
        assert_int_equal(c.zone->part_count, c.count);
        assert_int_equal(c.zone->polygon_count, 1); /* boxes side by side */
        /* The parts are copies, and can be taken away again. */
        ovf_error error;
        assert_int_equal(ovf_zone_set_parts(c.zone, NULL, 0, &error), OVF_OK);
        assert_null(c.zone->parts);
        assert_int_equal(c.zone->polygon_count, 1);
        end(&c);
    }
}

static void refused(void **state)
{
    (void)state;
    case_of_parts c;
    ovf_error error;
    begin(&c, OVF_EDGES_LONLAT);
    add_box(&c, 20, 54, 21, 55, NULL, "FL95", NULL);
    build(&c);
    const ovf_zone before = *c.zone;
    const ovf_zone_part empty = {0};
    ovf_polygon none = {0};
    const ovf_zone_part no_ring = {.polygons = &none, .polygon_count = 1};
    assert_int_equal(ovf_zone_set_parts(NULL, c.parts, 1, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_zone_set_parts(c.zone, NULL, 1, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_zone_set_parts(c.zone, &empty, 1, &error), OVF_ERROR_INPUT);
    assert_int_equal(ovf_zone_set_parts(c.zone, &no_ring, 1, &error), OVF_ERROR_INPUT);
    assert_memory_equal(&before, c.zone, sizeof before);
    /* Parts that are filled in by hand are looked at before an analysis. */
    ovf_zone bad = before;
    ovf_zone_part parts[] = {empty};
    bad.parts = parts;
    bad.part_count = 1;
    const ovf_zones zones = {&bad, 1};
    ovf_analyzer *analyzer = NULL;
    assert_int_equal(ovf_analyzer_new(&zones, NULL, &analyzer, &error), OVF_ERROR_INPUT);
    bad.parts = NULL;
    assert_int_equal(ovf_analyzer_new(&zones, NULL, &analyzer, &error), OVF_ERROR_USAGE);
    end(&c);
}

/* ---- passages ---- */

static double at_lon(double lon) { return (lon - 19) * OVF_RADIAN * OVF_EARTH_A; }

static void expect_crossing(const ovf_crossing *c, ovf_crossing_kind kind, ovf_crossing_side side,
                            double along_m)
{
    if (c->kind != kind || c->through != side || fabs(c->place.along_m - along_m) > 2e-3)
        fail_msg("kind %d through %s at %.4f m, expected %d through %s at %.4f m", c->kind,
                 ovf_crossing_side_name(c->through), c->place.along_m, kind,
                 ovf_crossing_side_name(side), along_m);
}

/* A wedding cake: the core from the ground, a ring around it from 1000 m, one more from 2000 m; all
 * up to 3000 m. Along the equator, where distances are those of the circle. */
static void wedding_cake(void **state)
{
    (void)state;
    static const struct {
        double altitude_m;
        double west, east; /* where it is inside */
    } rows[] = {{2500, 20, 26}, {1500, 21, 25}, {500, 22, 24}};
    for (size_t i = 0; i < 3; i++) {
        case_of_parts c;
        begin(&c, OVF_EDGES_LONLAT);
        add_box(&c, 22, -1, 24, 1, "GND", "3000 m MSL", NULL);
        add_box(&c, 21, -2, 25, 2, "1000 m MSL", "3000 m MSL", NULL);
        add_box(&c, 20, -3, 26, 3, "2000 m MSL", "3000 m MSL", NULL);
        fly(&c, 19, 0, rows[i].altitude_m, NAN);
        fly(&c, 27, 0, rows[i].altitude_m, NAN);
        const ovf_meeting *m = meet(&c);
        double length = (rows[i].east - rows[i].west) * OVF_RADIAN * OVF_EARTH_A;
        assert_non_null(m);
        assert_true(fabs(m->inside_m - 6 * OVF_RADIAN * OVF_EARTH_A) < 1e-3);
        assert_true(fabs(m->within_m - length) < 1e-3);
        assert_true(m->within_at_most_m == m->within_m);
        assert_int_equal(m->passage_count, 1);
        assert_int_equal(m->crossing_count, 2);
        expect_crossing(&m->crossings[0], OVF_CROSSING_ENTRY, OVF_THROUGH_SIDE,
                        at_lon(rows[i].west));
        expect_crossing(&m->crossings[1], OVF_CROSSING_EXIT, OVF_THROUGH_SIDE,
                        at_lon(rows[i].east));
        end(&c);
    }
}

/* Descending from 2800 m to the ground through the cake, within the same passage from step to step:
 * it goes out through the floor of the outer ring, and comes in again through the side of the
 * inner; boxes side by side, which have a border in common, make no gap. */
static void steps(void **state)
{
    (void)state;
    case_of_parts c;
    begin(&c, OVF_EDGES_LONLAT);
    add_box(&c, 22, -1, 24, 1, "GND", "3000 m MSL", NULL);
    add_box(&c, 20, -1, 22, 1, "2000 m MSL", "3000 m MSL", NULL);
    fly(&c, 19, 0, 2200, NAN);
    fly(&c, 27, 0, 1400, NAN); /* 100 m for each degree: 2000 m at 21 */
    const ovf_meeting *m = meet(&c);
    assert_non_null(m);
    assert_int_equal(m->passage_count, 2);
    assert_int_equal(m->crossing_count, 4);
    expect_crossing(&m->crossings[0], OVF_CROSSING_ENTRY, OVF_THROUGH_SIDE, at_lon(20));
    expect_crossing(&m->crossings[1], OVF_CROSSING_EXIT, OVF_THROUGH_FLOOR, at_lon(21));
    expect_crossing(&m->crossings[2], OVF_CROSSING_ENTRY, OVF_THROUGH_SIDE, at_lon(22));
    expect_crossing(&m->crossings[3], OVF_CROSSING_EXIT, OVF_THROUGH_SIDE, at_lon(24));
    end(&c);
    begin(&c, OVF_EDGES_LONLAT);
    add_box(&c, 22, -1, 24, 1, "GND", "3000 m MSL", NULL);
    add_box(&c, 20, -1, 22, 1, "2000 m MSL", "3000 m MSL", NULL);
    fly(&c, 19, 0, 2700, NAN);
    fly(&c, 27, 0, 2700, NAN);
    m = meet(&c);
    assert_int_equal(m->passage_count, 1);
    assert_int_equal(m->crossing_count, 2);
    assert_true(fabs(m->within_m - m->inside_m) < 1e-6);
    end(&c);
}

/* One over the other, with and without a layer between them that is free. */
static void stacked(void **state)
{
    (void)state;
    case_of_parts c;
    begin(&c, OVF_EDGES_LONLAT);
    add_box(&c, 20, -1, 24, 1, "GND", "1000 m MSL", NULL);
    add_box(&c, 20, -1, 24, 1, "2000 m MSL", "3000 m MSL", NULL);
    fly(&c, 19, 0, 0, NAN);
    fly(&c, 27, 0, 4000, NAN); /* 500 m for each degree */
    const ovf_meeting *m = meet(&c);
    assert_int_equal(m->passage_count, 2);
    assert_int_equal(m->crossing_count, 4);
    expect_crossing(&m->crossings[0], OVF_CROSSING_ENTRY, OVF_THROUGH_SIDE, at_lon(20));
    expect_crossing(&m->crossings[1], OVF_CROSSING_EXIT, OVF_THROUGH_CEILING, at_lon(21));
    expect_crossing(&m->crossings[2], OVF_CROSSING_ENTRY, OVF_THROUGH_FLOOR, at_lon(23));
    expect_crossing(&m->crossings[3], OVF_CROSSING_EXIT, OVF_THROUGH_SIDE, at_lon(24));
    end(&c);
}

/* ---- against a twin ---- */

static const double heights[] = {0, 500, 1000, 1500, 2000, 3000};

static ovf_limit random_limit(double *metres)
{
    *metres = heights[pick(6)];
    return ovf_limit_of_height((ovf_height){*metres, OVF_HEIGHT_MSL});
}

typedef struct {
    double floor_m, ceiling_m, from_s, until_s;
    bool perhaps;
} twin_part;

static void random_parts(case_of_parts *c, twin_part *twins, ovf_lonlat centre, double radius)
{
    c->count = 2 + pick(3);
    for (size_t k = 0; k < c->count; k++) {
        ovf_volume *volume = &c->volumes[k];
        twin_part *t = &twins[k];
        ovf_error error;
        c->shapes[k] = random_star(place_at(centre, uniform(0, 360), radius * uniform(0, 0.8)),
                                   radius * uniform(0.4, 1), c->shapes[k].edges);
        *t = (twin_part){-INFINITY, INFINITY, -INFINITY, INFINITY, pick(5) == 0};
        if (pick(3) > 0) volume->floor = random_limit(&t->floor_m);
        if (pick(3) > 0) volume->ceiling = random_limit(&t->ceiling_m);
        ovf_period period = {.perhaps = t->perhaps};
        if (pick(2) == 0) {
            period.has_from = period.has_until = true;
            period.from_s = t->from_s = (double)pick(5) * 1000;
            period.until_s = t->until_s = t->from_s + 1000 + (double)pick(4) * 1000;
        }
        if (t->perhaps || period.has_from)
            assert_int_equal(ovf_schedule_add(&volume->schedule, &period, &error), OVF_OK);
    }
}

/* Lengths in a part surely and at most, from samples in the middle of short pieces. A piece counts
 * as doubtful where its ends differ. */
typedef struct {
    double within_m, at_most_m, doubtful_m, longest_m;
} sums;

static int state_at(const case_of_parts *c, const twin_part *twins, const ovf_boundary *outlines,
                    ovf_lonlat p, double altitude_m, double time_s)
{
    int best = 0;
    for (size_t k = 0; k < c->count; k++) {
        const twin_part *t = &twins[k];
        if (altitude_m < t->floor_m || altitude_m > t->ceiling_m || time_s < t->from_s ||
            time_s >= t->until_s || !ovf_boundary_contains(&outlines[k], p.lon, p.lat))
            continue;
        int state = t->perhaps ? 1 : 2;
        best = state > best ? state : best;
    }
    return best;
}

static sums sample(const case_of_parts *c, const twin_part *twins, const ovf_boundary *outlines)
{
    enum { PIECES = 1500 };
    sums found = {0, 0, 0, 0};
    for (size_t i = 0; i + 1 < c->flight.count; i++) {
        const ovf_fix *a = &c->flight.fixes[i], *b = a + 1;
        struct geod_geodesicline line;
        int before = -1;
        found.longest_m = fmax(
            found.longest_m,
            distance_between((ovf_lonlat){a->lon, a->lat}, (ovf_lonlat){b->lon, b->lat}) / PIECES);
        geod_inverseline(&line, ovf_earth(), a->lat, a->lon, b->lat, b->lon, GEOD_ALL);
        for (int k = 0; k <= PIECES; k++) {
            double t = (double)k / PIECES, piece = line.s13 / PIECES;
            ovf_lonlat p;
            geod_position(&line, t * line.s13, &p.lat, &p.lon, NULL);
            int state = state_at(c, twins, outlines, p,
                                 a->altitude_m + t * (b->altitude_m - a->altitude_m),
                                 a->time_s + t * (b->time_s - a->time_s));
            if (before >= 0 && before != state) found.doubtful_m += piece;
            double half = k == 0 || k == PIECES ? piece / 2 : piece;
            if (state == 2) found.within_m += half;
            if (state > 0) found.at_most_m += half;
            before = state;
        }
    }
    return found;
}

static void check_passages(const ovf_meeting *m, size_t k)
{
    double certain = 0, all = 0, before = -1;
    size_t entries = 0, exits = 0;
    for (size_t i = 0; i < m->passage_count; i++) {
        const ovf_passage *p = &m->passages[i];
        if (p->entry.along_m < before - 1e-9 || !(p->exit.along_m > p->entry.along_m))
            fail_msg("case %zu: passage %zu from %.9f to %.9f", k, i, p->entry.along_m,
                     p->exit.along_m);
        before = p->exit.along_m;
        all += p->length_m;
        if (!p->possible) certain += p->length_m;
    }
    for (size_t i = 0; i < m->crossing_count; i++) {
        entries += m->crossings[i].kind == OVF_CROSSING_ENTRY;
        exits += m->crossings[i].kind == OVF_CROSSING_EXIT;
        if (i > 0) assert_true(m->crossings[i].place.along_m >= m->crossings[i - 1].place.along_m);
    }
    assert_true(entries <= exits + 1 && exits <= entries + 1);
    assert_true(fabs(certain - m->within_m) < 1e-6 && fabs(all - m->within_at_most_m) < 1e-6);
    assert_true(m->within_at_most_m <= m->inside_m + 1e-2);
}

static void random_worlds(void **state)
{
    (void)state;
    size_t met = 0;
    double sum = 0;
    for (size_t k = 0; k < cases(1000); k++) {
        case_of_parts c;
        twin_part twins[MOST_PARTS];
        ovf_boundary outlines[MOST_PARTS];
        begin_case(k);
        begin(&c, k % 4 == 0 ? OVF_EDGES_GEODESIC : OVF_EDGES_LONLAT);
        ovf_lonlat centre = random_centre();
        double radius = exp(uniform(log(1000), log(3e5)));
        random_parts(&c, twins, centre, radius);
        c.flight = random_flight(centre, radius);
        double time_s = 0;
        for (size_t i = 0; i < c.flight.count; i++) {
            c.flight.fixes[i].altitude_m = uniform(-100, 3200);
            c.flight.fixes[i].time_s = time_s;
            time_s += uniform(1, 2000);
        }
        const ovf_meeting *m = meet(&c);
        for (size_t p = 0; p < c.count; p++) {
            const ovf_zone alone = zone_of(&c.shapes[p]);
            assert_true(ovf_boundary_build(&outlines[p], &alone));
        }
        const sums truth = sample(&c, twins, outlines);
        double within = m == NULL ? 0 : m->within_m, at_most = m == NULL ? 0 : m->within_at_most_m;
        /* Passages and gaps that are shorter than a piece may lie between samples. */
        double unsure = truth.doubtful_m + 0.01;
        for (size_t i = 0; m != NULL && i < m->passage_count; i++) {
            double gap = i == 0 ? INFINITY
                                : m->passages[i].entry.along_m - m->passages[i - 1].exit.along_m;
            if (m->passages[i].length_m < truth.longest_m) unsure += m->passages[i].length_m;
            if (gap < truth.longest_m) unsure += gap;
        }
        if (fabs(within - truth.within_m) > unsure || fabs(at_most - truth.at_most_m) > unsure)
            fail_msg("case %zu: %.3f to %.3f m, sampled %.3f to %.3f m, unsure by %.3f m", k,
                     within, at_most, truth.within_m, truth.at_most_m, unsure);
        if (m != NULL) check_passages(m, k);
        met += within > 0;
        sum += within;
        for (size_t p = 0; p < c.count; p++) ovf_boundary_free(&outlines[p]);
        end(&c);
    }
    print_message("%zu met, over %.0f km\n", met, sum / 1000);
    assert_true(wanted_cases > 0 || met > 300);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds), cmocka_unit_test(refused), cmocka_unit_test(wedding_cake),
        cmocka_unit_test(steps),  cmocka_unit_test(stacked), cmocka_unit_test(random_worlds)};
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
