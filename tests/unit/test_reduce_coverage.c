/* Coverage of several zones by flights in memory: what the coverage of each zone alone says
 * (test_coverage.c says whether that is right), whatever the threads and the parts.
 *
 * Tests: src/reduce/coverage.c src/reduce/flight.c */
#include "flights_fixture.h"

#include "analysis/coverage/flatten.h"
#include "reduce/coverage.h"

#define ZONES 5
#define MOST_ROWS (ZONES * (SENSORS + 1))
#define MOST_ADDED (MOST_FLIGHTS * MOST_ROWS)

/* Squares and stars that lie on each other; the last is far away from all flights. */
typedef struct {
    shape shapes[ZONES];
    ovf_zone items[ZONES];
    ovf_zones zones;
    ovf_zone_totals met[ZONES];
    ovf_totals totals;
    ovf_tree tree;
    kept_flights flights;
} world;

static void draw_zones(world *w, ovf_lonlat centre, double radius_m)
{
    static char ids[ZONES][8] = {"a", "b", "c", "d", "far"};
    ovf_box boxes[ZONES];
    ovf_error error = {0};
    for (size_t i = 0; i < ZONES; i++) {
        bool far = i + 1 == ZONES;
        ovf_lonlat at = place_at(centre, uniform(0, 360), far ? 9e6 : radius_m * uniform(0, 1.5));
        ovf_plane plane = {0};
        w->shapes[i] = random_star(at, radius_m * uniform(0.3, 1), OVF_EDGES_GEODESIC);
        w->items[i] = zone_of(&w->shapes[i]);
        w->items[i].id = ids[i];
        w->met[i].routes = far || pick(3) == 0;
        expect_ok(ovf_flatten_open(&plane, &w->items[i], &boxes[i], &error), &error);
        ovf_plane_close(&plane);
    }
    w->zones = (ovf_zones){w->items, ZONES};
    w->totals = (ovf_totals){.zones = w->met, .zone_count = ZONES};
    assert_true(ovf_tree_build(&w->tree, boxes, ZONES));
}

/* The second sensor sees one side, and not on all legs. */
static void draw_flights(world *w, ovf_lonlat centre, double radius_m)
{
    w->flights.count = pick(MOST_FLIGHTS + 1);
    w->flights.first = 1 + pick(1000);
    w->flights.bad = SIZE_MAX;
    for (size_t k = 0; k < w->flights.count; k++) {
        kept_flight *f = &w->flights.items[k];
        flight drawn = random_flight(centre, radius_m);
        double half = radius_m * uniform(0.02, 0.1);
        *f = (kept_flight){.flight = {0}};
        for (size_t i = 0; i < drawn.count; i++)
            observe_fix(&f->by[0], drawn.fixes[i].lon, drawn.fixes[i].lat);
        f->by[1] = f->by[0];
        observe_all(&f->by[0], -half, half);
        observe_all(&f->by[1], half / 2, 3 * half);
        size_t kept = pick(f->by[1].observation.count + 1);
        if (kept > 0) f->by[1].looks[f->by[1].observation.count - kept].turns = false;
        memmove(f->by[1].looks, f->by[1].looks + f->by[1].observation.count - kept,
                kept * sizeof *f->by[1].looks);
        observe_looks(&f->by[1], kept);
        keep_flight(f, &w->tree, ZONES);
    }
}

static void draw_world(world *w)
{
    ovf_lonlat centre = random_centre();
    double radius_m = exp(uniform(log(1e4), log(5e5)));
    draw_zones(w, centre, radius_m);
    draw_flights(w, centre, radius_m);
}

/* ---- one zone after the other ---- */

typedef struct {
    size_t flight, zone, sensor;
    double added_m2, covered_m2, covered_fraction;
} added_row;

typedef struct {
    ovf_covered_zone rows[MOST_ROWS]; /* without their drawings */
    size_t count;
    added_row added[MOST_ADDED];
    size_t added_count;
    double seen_area_m2[MOST_ROWS], gap_area_m2[MOST_ROWS]; /* of the drawings */
    const world *of;
    size_t refuse_row, refuse_added; /* at which it fails; SIZE_MAX: never */
} table;

static void cover_alone(world *w, size_t zone, size_t sensor, ovf_joins joins, table *into)
{
    ovf_coverage *coverage = NULL;
    ovf_error error = {0};
    ovf_covered_zone row = {.zone = zone, .sensor = sensor};
    double before_m2 = 0;
    expect_ok(ovf_coverage_new(&w->items[zone], joins, &coverage, &error), &error);
    for (size_t k = 0; k < w->flights.count; k++) {
        const kept_flight *f = &w->flights.items[k];
        bool all = sensor == SENSORS;
        double added = NAN;
        ovf_covered now;
        /* Flights that are not near are added all the same: it makes no difference. */
        expect_ok(ovf_coverage_add(coverage, &f->result, &f->observations[all ? 0 : sensor],
                                   all ? SENSORS : 1, &added, &error),
                  &error);
        if (!(added > 0)) continue;
        ovf_coverage_read(coverage, &now);
        into->added[into->added_count++] = (added_row){
            k, zone, sensor, now.covered_m2 - before_m2, now.covered_m2, now.covered_fraction};
        before_m2 = now.covered_m2;
    }
    ovf_coverage_read(coverage, &row.covered);
    ovf_coverage_free(coverage);
    into->rows[into->count++] = row;
}

static int by_flight(const void *a, const void *b)
{
    const added_row *one = a, *other = b;
    if (one->flight != other->flight) return one->flight < other->flight ? -1 : 1;
    if (one->zone != other->zone) return one->zone < other->zone ? -1 : 1;
    return (one->sensor > other->sensor) - (one->sensor < other->sensor);
}

static void cover_each(world *w, ovf_joins joins, table *into)
{
    into->count = into->added_count = 0;
    for (size_t zone = 0; zone < ZONES; zone++) {
        size_t first = into->count, flights = 0;
        for (size_t sensor = 0; sensor <= SENSORS; sensor++)
            cover_alone(w, zone, sensor, joins, into);
        for (size_t i = first; i < into->count; i++) flights += into->rows[i].covered.flights;
        if (w->met[zone].routes == 0 && flights == 0) into->count = first;
    }
    qsort(into->added, into->added_count, sizeof *into->added, by_flight);
}

/* ---- the reducer: its functions are called by many threads, so without cmocka ---- */

static ovf_status refuse(ovf_error *error)
{
    snprintf(error->message, sizeof error->message, "no more");
    return error->status = OVF_ERROR_STOPPED;
}

static double drawn_m2(ovf_polygon *polygons, size_t count)
{
    const ovf_zone drawn = {.id = "drawn",
                            .file = "test",
                            .edges = OVF_EDGES_LONLAT,
                            .polygons = polygons,
                            .polygon_count = count};
    ovf_area area = {0};
    ovf_error error = {0};
    if (count > 0 && ovf_zone_area(&drawn, &area, &error) != OVF_OK) abort();
    return area.m2;
}

/* Takes over what was seen, and leaves the gap. */
static ovf_status take_row(void *context, ovf_covered_zone *covered, ovf_error *error)
{
    table *into = context;
    size_t k = into->count++;
    if (k == into->refuse_row) return refuse(error);
    if (k >= MOST_ROWS) abort();
    into->seen_area_m2[k] = drawn_m2(covered->seen, covered->seen_count);
    into->gap_area_m2[k] = drawn_m2(covered->gap, covered->gap_count);
    ovf_polygons_free(covered->seen, covered->seen_count);
    covered->seen = NULL;
    into->rows[k] = *covered;
    return OVF_OK;
}

static ovf_status take_added(void *context, const ovf_addition *a, ovf_error *error)
{
    table *into = context;
    size_t k = into->added_count++, number = 0;
    const kept_flights *flights = &into->of->flights;
    if (k == into->refuse_added) return refuse(error);
    if (k >= MOST_ADDED) abort();
    while (number < flights->count && place_of(flights, number) != a->place) number++;
    if (a->flight->result != &flights->items[number].result) abort();
    into->added[k] = (added_row){number,      a->zone,       a->sensor,
                                 a->added_m2, a->covered_m2, a->covered_fraction};
    return OVF_OK;
}

static ovf_coverages *coverages_of(void)
{
    ovf_coverages *made = NULL;
    ovf_error error = {0};
    expect_ok(ovf_coverages_new(NULL, &made, &error), &error);
    return made;
}

/* In parts, flights in any order and in any of them. */
static ovf_coverages *from_parts(const world *w)
{
    ovf_coverages *parts[4];
    ovf_error error = {0};
    size_t count = 1 + pick(COUNT(parts)), order[MOST_FLIGHTS];
    for (size_t i = 0; i < count; i++) parts[i] = coverages_of();
    for (size_t k = 0; k < w->flights.count; k++) {
        size_t at = pick(k + 1);
        order[k] = order[at];
        order[at] = k;
    }
    for (size_t k = 0; k < w->flights.count; k++)
        expect_ok(ovf_coverages_add(parts[pick(count)], place_of(&w->flights, order[k]),
                                    &w->flights.items[order[k]].flight, &error),
                  &error);
    for (; count > 1; count--) {
        expect_ok(ovf_coverages_merge(parts[pick(count - 1)], parts[count - 1], &error), &error);
        ovf_coverages_free(parts[count - 1]);
    }
    return parts[0];
}

static ovf_status read_coverages(const world *w, ovf_coverages *coverages, ovf_joins joins,
                                 size_t jobs, bool draw, bool added, table *into, ovf_error *error)
{
    const ovf_flights flights = flights_in(&w->flights);
    const ovf_covering covering = {.zones = &w->zones,
                                   .totals = &w->totals,
                                   .flights = &flights,
                                   .sensor_count = SENSORS,
                                   .joins = joins,
                                   .jobs = jobs,
                                   .draw_seen = draw,
                                   .draw_gaps = draw,
                                   .deviation_m = 1,
                                   .covered = take_row,
                                   .added = added ? take_added : NULL,
                                   .context = into};
    into->count = into->added_count = 0;
    into->of = w;
    return ovf_coverages_read(coverages, &covering, error);
}

static void expect_table(const table *found, const table *wanted, bool added, size_t k)
{
    unsigned long long seed = first_seed + k;
    if (found->count != wanted->count)
        fail_msg("seed %llu: %zu rows, wanted %zu", seed, found->count, wanted->count);
    for (size_t i = 0; i < found->count; i++) {
        const ovf_covered_zone *a = &found->rows[i], *b = &wanted->rows[i];
        if (a->zone != b->zone || a->sensor != b->sensor ||
            a->covered.area_m2 != b->covered.area_m2 ||
            a->covered.covered_m2 != b->covered.covered_m2 ||
            a->covered.covered_fraction != b->covered.covered_fraction ||
            a->covered.flights != b->covered.flights)
            fail_msg("seed %llu: zone %zu, sensor %zu, %.17g m2 by %zu flights; wanted zone %zu, "
                     "sensor %zu, %.17g m2 by %zu flights",
                     seed, a->zone, a->sensor, a->covered.covered_m2, a->covered.flights, b->zone,
                     b->sensor, b->covered.covered_m2, b->covered.flights);
    }
    if (found->added_count != (added ? wanted->added_count : 0))
        fail_msg("seed %llu: %zu additions, wanted %zu", seed, found->added_count,
                 added ? wanted->added_count : 0);
    for (size_t i = 0; i < found->added_count; i++) {
        const added_row *a = &found->added[i], *b = &wanted->added[i];
        if (by_flight(a, b) != 0 || a->added_m2 != b->added_m2 || a->covered_m2 != b->covered_m2 ||
            a->covered_fraction != b->covered_fraction)
            fail_msg("seed %llu: flight %zu, zone %zu, sensor %zu: %.17g m2; wanted flight %zu, "
                     "zone %zu, sensor %zu: %.17g m2",
                     seed, a->flight, a->zone, a->sensor, a->added_m2, b->flight, b->zone,
                     b->sensor, b->added_m2);
    }
}

/* As test_coverage.c has it, of what is drawn; nothing where it is not wanted. */
static void expect_drawings(const table *found, bool draw, size_t k)
{
    for (size_t i = 0; i < found->count; i++) {
        const ovf_covered *covered = &found->rows[i].covered;
        double share = 1e-6 * covered->area_m2 + 4 * sqrt(covered->area_m2);
        double seen = draw ? covered->covered_m2 : 0,
               gap = draw ? covered->area_m2 - covered->covered_m2 : 0;
        if (fabs(found->seen_area_m2[i] - seen) > share ||
            fabs(found->gap_area_m2[i] - gap) > share)
            fail_msg("seed %llu: %.9g m2 and %.9g m2 are drawn, wanted %.9g m2 and %.9g m2",
                     (unsigned long long)(first_seed + k), found->seen_area_m2[i],
                     found->gap_area_m2[i], seen, gap);
    }
}

static void as_zone_by_zone(void **state)
{
    static world w;
    static table wanted;
    static table found = {.refuse_row = SIZE_MAX, .refuse_added = SIZE_MAX};
    ovf_error error = {0};
    size_t rows = 0, additions = 0;
    (void)state;
    for (size_t k = 0; k < cases(12); k++) {
        begin_case(k);
        draw_world(&w);
        ovf_joins joins = pick(2) == 0 ? OVF_JOINS_NONE : OVF_JOINS_ROUND;
        cover_each(&w, joins, &wanted);
        rows += wanted.count;
        additions += wanted.added_count;
        for (size_t jobs = 1; jobs <= 4; jobs += 3) {
            bool added = k % 3 != 0, draw = k % 4 == 0;
            const ovf_flights flights = flights_in(&w.flights);
            ovf_coverages *coverages = jobs > 1 ? from_parts(&w) : coverages_of();
            if (jobs == 1) expect_ok(ovf_coverages_add_all(coverages, &flights, &error), &error);
            expect_ok(read_coverages(&w, coverages, joins, jobs, draw, added, &found, &error),
                      &error);
            expect_table(&found, &wanted, added, k);
            expect_drawings(&found, draw, k);
            ovf_coverages_free(coverages);
        }
        ovf_tree_free(&w.tree);
    }
    print_message("%zu cases, %zu rows, %zu additions\n", cases(12), rows, additions);
    assert_true(wanted_cases > 0 || (rows > 100 && additions > 300));
}

/* The first failure ends it, and its sentence comes through, whatever the threads. */
static void failures(void **state)
{
    static world w;
    static table found;
    ovf_error error = {0};
    (void)state;
    begin_case(0);
    do {
        ovf_tree_free(&w.tree);
        draw_world(&w);
    } while (w.flights.count < 5 || w.flights.items[3].flight.zone_count == 0);
    const ovf_flights flights = flights_in(&w.flights);
    for (size_t jobs = 1; jobs <= 3; jobs++) {
        ovf_coverages *coverages = coverages_of();
        found = (table){.refuse_row = SIZE_MAX, .refuse_added = SIZE_MAX};
        expect_ok(ovf_coverages_add_all(coverages, &flights, &error), &error);
        w.flights.bad = 3;
        assert_int_equal(
            read_coverages(&w, coverages, OVF_JOINS_ROUND, jobs, true, true, &found, &error),
            OVF_ERROR_IO);
        assert_string_equal(error.message, "flight 3 is lost");
        assert_int_equal(found.added_count, 0);
        ovf_coverages_free(coverages);
        coverages = coverages_of();
        assert_int_equal(ovf_coverages_add_all(coverages, &flights, &error), OVF_ERROR_IO);
        w.flights.bad = SIZE_MAX;
        ovf_coverages_free(coverages);

        for (size_t added = 0; added < 2; added++) {
            coverages = coverages_of();
            expect_ok(ovf_coverages_add_all(coverages, &flights, &error), &error);
            found = (table){.refuse_row = added ? SIZE_MAX : 1, .refuse_added = 1};
            assert_int_equal(
                read_coverages(&w, coverages, OVF_JOINS_ROUND, jobs, true, true, &found, &error),
                OVF_ERROR_STOPPED);
            assert_string_equal(error.message, "no more");
            assert_int_equal(added ? found.added_count : found.count, 2);
            ovf_coverages_free(coverages);
        }
    }
    ovf_tree_free(&w.tree);
    ovf_coverages_free(NULL);
}

/* Without zones there is nothing to cover. */
static void no_zones(void **state)
{
    static world w;
    static table found = {.refuse_row = SIZE_MAX, .refuse_added = SIZE_MAX};
    ovf_error error = {0};
    (void)state;
    w.flights.bad = SIZE_MAX;
    ovf_coverages *coverages = coverages_of();
    expect_ok(read_coverages(&w, coverages, OVF_JOINS_ROUND, 0, true, true, &found, &error),
              &error);
    assert_int_equal(found.count + found.added_count, 0);
    ovf_coverages_free(coverages);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_zone_by_zone),
        cmocka_unit_test(failures),
        cmocka_unit_test(no_zones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
