/* Random routes in columns and what ovf_analyze says of them, route by route. */
#ifndef COLUMNS_FIXTURE_H
#define COLUMNS_FIXTURE_H

#include "geometry_fixture.h"

#include "overflight/columns.h"

/* ---- zones and routes at random ---- */

#define ZONES 40
#define MOST_PARTS 3

static shape shapes[ZONES];
static ovf_zone zone_items[ZONES];
static const ovf_zones zones = {zone_items, ZONES};
static ovf_lonlat centres[ZONES];
static double radii[ZONES];
static ovf_analyzer *analyzer;

/* Routes as ovf_analyze takes them, and the same in arrays of one number each. */
typedef struct {
    size_t route_count, part_count, fix_count;
    ovf_fix *fixes;
    double *lon, *lat, *altitude_m, *time_s;
    int64_t *part_offsets; /* of all parts */
    int64_t *offsets;      /* of the routes, in parts */
    int64_t *fix_offsets;  /* of the routes, in fixes */
} route_set;

static inline void *room(size_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size);
    assert_non_null(memory);
    return memory;
}

static inline void add_random_part(route_set *set, ovf_lonlat centre, double radius_m,
                                   double *time_s)
{
    flight part = random_flight(centre, radius_m);
    for (size_t i = 0; i < part.count; i++) {
        size_t at = set->fix_count++;
        set->lon[at] = part.fixes[i].lon + 360 * (double)((int)pick(3) - 1);
        set->lat[at] = part.fixes[i].lat;
        set->altitude_m[at] = pick(9) == 0 ? NAN : uniform(0, 12000);
        *time_s += pick(5) == 0 ? 0 : uniform(0, 900);
        set->time_s[at] = pick(9) == 0 ? NAN : *time_s;
        set->fixes[at] = (ovf_fix){set->lon[at], set->lat[at], set->altitude_m[at],
                                   set->time_s[at]};
    }
    set->part_offsets[++set->part_count] = (int64_t)set->fix_count;
}

/* Most of them about a zone; up to so many parts each. */
static inline route_set random_routes(size_t count, size_t most_parts)
{
    size_t parts = count * most_parts, fixes = parts * 16;
    route_set set = {.fixes = room(fixes, sizeof(ovf_fix)),
                     .lon = room(fixes, sizeof(double)),
                     .lat = room(fixes, sizeof(double)),
                     .altitude_m = room(fixes, sizeof(double)),
                     .time_s = room(fixes, sizeof(double)),
                     .part_offsets = room(parts + 1, sizeof(int64_t)),
                     .offsets = room(count + 1, sizeof(int64_t)),
                     .fix_offsets = room(count + 1, sizeof(int64_t))};
    while (set.route_count < count) {
        begin_case(set.route_count);
        size_t zone = pick(ZONES), part_count = 1 + pick(most_parts);
        ovf_lonlat centre = pick(4) == 0 ? random_centre() : centres[zone];
        double radius_m = radii[zone] * uniform(0.5, 3), time_s = 1.5e9;
        if (pick(4) == 0) { /* beside it */
            centre = place_at(centre, uniform(0, 360), radii[zone] + 1.5e4);
            radius_m = 1e4;
        }
        for (size_t p = 0; p < part_count; p++) add_random_part(&set, centre, radius_m, &time_s);
        set.route_count++;
        set.offsets[set.route_count] = (int64_t)set.part_count;
        set.fix_offsets[set.route_count] = (int64_t)set.fix_count;
    }
    assert_true(set.fix_count <= fixes);
    return set;
}

static inline void routes_clear(route_set *set)
{
    free(set->fixes);
    free(set->lon);
    free(set->lat);
    free(set->altitude_m);
    free(set->time_s);
    free(set->part_offsets);
    free(set->offsets);
    free(set->fix_offsets);
    *set = (route_set){0};
}

static inline ovf_route route_at(const route_set *set, size_t k, size_t part_ends[MOST_PARTS])
{
    size_t first = (size_t)set->fix_offsets[k],
           parts = (size_t)(set->offsets[k + 1] - set->offsets[k]);
    for (size_t p = 0; p < parts; p++)
        part_ends[p] = (size_t)set->part_offsets[(size_t)set->offsets[k] + p + 1] - first;
    return (ovf_route){.id = "route",
                       .file = "test",
                       .number = k,
                       .fixes = set->fixes + first,
                       .fix_count = part_ends[parts - 1],
                       .part_ends = part_ends,
                       .part_count = parts};
}

static inline int32_t *narrowed(const int64_t *offsets, size_t count)
{
    int32_t *narrow = room(count, sizeof *narrow);
    for (size_t k = 0; k < count; k++) narrow[k] = (int32_t)offsets[k];
    return narrow;
}

/* ---- what ovf_analyze says ---- */

typedef struct {
    int64_t route, passages, crossings;
    int32_t zone;
    double inside_m, nearest_m, first_entry_m, last_exit_m, first_entry_time_s, last_exit_time_s,
        within_m, within_at_most_m;
} wanted_row;

typedef struct {
    wanted_row *rows;
    size_t row_count, entered, near;
    double *length_m;
    uint8_t *status;
    size_t route_count;
} expectation;

static inline bool is_null(const uint8_t *validity, size_t k)
{
    return validity != NULL && (validity[k / 8] & (1 << k % 8)) == 0;
}

static inline expectation expect(const route_set *set, const uint8_t *validity, bool timed)
{
    expectation e = {.rows = room(set->route_count * ZONES, sizeof *e.rows),
                     .length_m = room(set->route_count, sizeof(double)),
                     .status = room(set->route_count, 1),
                     .route_count = set->route_count};
    ovf_scratch *scratch;
    assert_int_equal(ovf_scratch_new(&scratch, NULL), OVF_OK);
    for (size_t k = 0; k < set->route_count; k++) {
        size_t ends[MOST_PARTS];
        const ovf_route route = route_at(set, k, ends);
        const ovf_result *result;
        e.length_m[k] = NAN;
        e.status[k] = OVF_ROUTE_NULL;
        if (is_null(validity, k)) continue;
        assert_int_equal(ovf_analyze(analyzer, &route, scratch, &result, NULL), OVF_OK);
        e.length_m[k] = result->length_m;
        e.status[k] = OVF_ROUTE_ANALYZED;
        for (size_t m = 0; m < result->meeting_count; m++) {
            const ovf_meeting *meeting = &result->meetings[m];
            const ovf_passage *first = meeting->passages, *last;
            last = meeting->passage_count > 0 ? first + meeting->passage_count - 1 : NULL;
            e.entered += last != NULL;
            e.near += meeting->nearest_m > 0;
            e.rows[e.row_count++] = (wanted_row){(int64_t)k,
                                                 (int64_t)meeting->passage_count,
                                                 (int64_t)meeting->crossing_count,
                                                 (int32_t)meeting->zone,
                                                 meeting->inside_m,
                                                 meeting->nearest_m,
                                                 last != NULL ? first->entry.along_m : NAN,
                                                 last != NULL ? last->exit.along_m : NAN,
                                                 last != NULL && timed ? first->entry.time_s : NAN,
                                                 last != NULL && timed ? last->exit.time_s : NAN,
                                                 meeting->within_m,
                                                 meeting->within_at_most_m};
        }
    }
    ovf_scratch_free(scratch);
    return e;
}

static inline void expectation_clear(expectation *e)
{
    free(e->rows);
    free(e->length_m);
    free(e->status);
    *e = (expectation){0};
}

/* To the bit, but that one NAN is like another. */
static inline void assert_same(double a, double b, const char *what, int64_t route)
{
    if (memcmp(&a, &b, sizeof a) != 0 && !(isnan(a) && isnan(b)))
        fail_msg("%s of route %lld: %.17g, expected %.17g", what, (long long)route, a, b);
}

static inline void assert_expected(const ovf_statistics *s, const expectation *e)
{
    assert_int_equal(s->route_count, e->route_count);
    for (size_t k = 0; k < e->route_count; k++) {
        assert_same(s->length_m[k], e->length_m[k], "length_m", (int64_t)k);
        assert_int_equal(s->status[k], e->status[k]);
    }
    assert_int_equal(s->row_count, e->row_count);
    for (size_t i = 0; i < e->row_count; i++) {
        const wanted_row *row = &e->rows[i];
        assert_int_equal(s->route[i], row->route);
        assert_int_equal(s->zone[i], row->zone);
        assert_int_equal(s->passages[i], row->passages);
        assert_int_equal(s->crossings[i], row->crossings);
        assert_same(s->inside_m[i], row->inside_m, "inside_m", row->route);
        assert_same(s->nearest_m[i], row->nearest_m, "nearest_m", row->route);
        assert_same(s->first_entry_m[i], row->first_entry_m, "first_entry_m", row->route);
        assert_same(s->last_exit_m[i], row->last_exit_m, "last_exit_m", row->route);
        assert_same(s->first_entry_time_s[i], row->first_entry_time_s, "first_entry_time_s",
                    row->route);
        assert_same(s->last_exit_time_s[i], row->last_exit_time_s, "last_exit_time_s", row->route);
        assert_same(s->within_m[i], row->within_m, "within_m", row->route);
        assert_same(s->within_at_most_m[i], row->within_at_most_m, "within_at_most_m", row->route);
    }
}

static inline void assert_same_bytes(const ovf_statistics *a, const ovf_statistics *b)
{
    assert_int_equal(a->row_count, b->row_count);
    assert_int_equal(a->route_count, b->route_count);
#define SAME(column, count) assert_memory_equal(a->column, b->column, (count) * sizeof *a->column)
    SAME(route, a->row_count);
    SAME(zone, a->row_count);
    SAME(inside_m, a->row_count);
    SAME(passages, a->row_count);
    SAME(crossings, a->row_count);
    SAME(nearest_m, a->row_count);
    SAME(first_entry_m, a->row_count);
    SAME(last_exit_m, a->row_count);
    SAME(first_entry_time_s, a->row_count);
    SAME(last_exit_time_s, a->row_count);
    SAME(within_m, a->row_count);
    SAME(within_at_most_m, a->row_count);
    SAME(length_m, a->route_count);
    SAME(status, a->route_count);
#undef SAME
}

static inline ovf_statistics *analyzed(const ovf_columns *columns, size_t threads)
{
    const ovf_columns_options options = {.threads = threads};
    ovf_statistics *statistics = NULL;
    ovf_error error = {0};
    if (ovf_analyze_columns(analyzer, columns, &options, &statistics, &error) != OVF_OK)
        fail_msg("%s", error.message);
    return statistics;
}

/* With one thread, two and seven. */
static inline void assert_all(const ovf_columns *columns, const expectation *e)
{
    ovf_statistics *one = analyzed(columns, 1);
    assert_expected(one, e);
    for (size_t threads = 2; threads <= 7; threads += 5) {
        ovf_statistics *many = analyzed(columns, threads);
        assert_same_bytes(many, one);
        ovf_statistics_free(many);
    }
    ovf_statistics_free(one);
}

static inline int build_zones(void **state)
{
    (void)state;
    for (size_t z = 0; z < ZONES; z++) {
        begin_case(1000000 + z);
        radii[z] = exp(uniform(log(1e3), log(4e5)));
        /* in pairs that overlap, so that a route has rows with several */
        centres[z] = z % 2 == 0 ? random_centre()
                                : place_at(centres[z - 1], uniform(0, 360), radii[z - 1] / 2);
        shapes[z] = random_star(centres[z], radii[z],
                                z % 2 == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC);
        zone_items[z] = zone_of(&shapes[z]);
    }
    return ovf_analyzer_new(&zones, NULL, &analyzer, NULL) == OVF_OK ? 0 : -1;
}

static inline int free_zones(void **state)
{
    (void)state;
    ovf_analyzer_free(analyzer);
    return 0;
}

#endif
