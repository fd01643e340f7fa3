/* Occupancy of random passages: the same as counting millisecond by millisecond, and the same from
 * parts however they are cut. Without files.
 *
 * Tests: src/reduce/occupancy.c */
#include "geometry_fixture.h"

#include <math.h>

#include "reduce/occupancy.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define MOST_ROUTES 14
#define MOST_STAYS 6
#define ZONES 3
#define MOST_MS 1200
#define MOST_BINS 4096

static const size_t zone_numbers[ZONES] = {0, 4, 4000000000u};

/* A passage as the test thinks of it. */
typedef struct {
    int64_t from_ms, to_ms, sure_from_ms, sure_to_ms;
    bool enters, leaves, possible_before, possible_after, has_sure;
    int untimed; /* 1: when it begins is unknown, 2: when it ends */
} stay;

typedef struct {
    size_t routes;
    size_t counts[MOST_ROUTES][ZONES];
    stay stays[MOST_ROUTES][ZONES][MOST_STAYS];
    /* As the analysis would give them. */
    ovf_result results[MOST_ROUTES];
    ovf_meeting meetings[MOST_ROUTES][ZONES];
    ovf_passage passages[MOST_ROUTES][ZONES][3 * MOST_STAYS];
    size_t passage_counts[MOST_ROUTES][ZONES];
    ovf_crossing crossings[MOST_ROUTES][ZONES][3 * MOST_STAYS];
} batch;

static int by_number(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

/* Cuts a stay into a piece that is sure, and what is possible before and after it. */
static void cut(stay *s)
{
    int64_t span = s->to_ms - s->from_ms, a = (int64_t)pick((size_t)span + 1),
            b = (int64_t)pick((size_t)span + 1);
    bool before = pick(4) == 0, after = pick(4) == 0;
    s->sure_from_ms = s->from_ms + (before ? (a < b ? a : b) : 0);
    s->sure_to_ms = s->from_ms + (after ? (a < b ? b : a) : span);
    s->possible_before = before;
    s->possible_after = after;
    s->has_sure = pick(6) > 0;
}

/* Half of all times are on the ends of bins or a millisecond beside them, and many are the same. */
static void draw_stays(stay *stays, size_t count, int64_t begin_ms, int64_t bin_ms)
{
    int64_t times[2 * MOST_STAYS];
    for (size_t i = 0; i < 2 * count; i++) {
        int64_t at = (int64_t)pick(MOST_MS);
        if (pick(2) == 0) at = at / bin_ms * bin_ms + (int64_t)pick(3) - 1;
        if (at < 0) at = 0;
        times[i] = begin_ms + at;
        if (i > 0 && pick(5) == 0) times[i] = times[i - 1];
    }
    qsort(times, 2 * count, sizeof *times, by_number);
    for (size_t i = 0; i < count; i++) {
        stays[i] = (stay){.from_ms = times[2 * i],
                          .to_ms = times[2 * i + 1],
                          .enters = pick(4) > 0,
                          .leaves = pick(4) > 0,
                          .untimed = pick(12) == 0 ? 1 + (int)pick(2) : 0};
        cut(&stays[i]);
    }
}

static ovf_place stay_end(double along_m, int64_t ms)
{
    return (ovf_place){.along_m = along_m, .time_s = (double)ms / 1000 + uniform(-4e-4, 4e-4)};
}

static void add_passage(batch *b, size_t r, size_t z, ovf_place from, ovf_place to, bool possible)
{
    b->passages[r][z][b->passage_counts[r][z]++] = (ovf_passage){from, to, 0, possible};
}

static void make_meeting(batch *b, size_t r, size_t z)
{
    ovf_meeting *meeting = &b->meetings[r][b->results[r].meeting_count++];
    ovf_crossing *crossings = b->crossings[r][z];
    size_t crossing = 0;
    b->passage_counts[r][z] = 0;
    for (size_t i = 0; i < b->counts[r][z]; i++) {
        const stay *s = &b->stays[r][z][i];
        double begin_m = 1000.0 * (double)i;
        ovf_place entry = stay_end(begin_m + 100, s->from_ms),
                  exit = stay_end(begin_m + 300, s->to_ms),
                  first = stay_end(begin_m + 150, s->sure_from_ms),
                  last = stay_end(begin_m + 250, s->sure_to_ms);
        ovf_place between = {.along_m = begin_m + 200, .time_s = NAN};
        if (s->untimed == 1) entry.time_s = NAN;
        if (s->untimed == 2) exit.time_s = NAN;
        if (!s->possible_before) first = entry;
        if (!s->possible_after) last = exit;
        if (s->has_sure) {
            if (s->possible_before) add_passage(b, r, z, entry, first, true);
            add_passage(b, r, z, first, last, false);
            if (s->possible_after) add_passage(b, r, z, last, exit, true);
        } else {
            add_passage(b, r, z, entry, exit, true);
        }
        if (s->enters)
            crossings[crossing++] = (ovf_crossing){OVF_CROSSING_ENTRY, entry, OVF_THROUGH_SIDE,
                                                   s->possible_before || !s->has_sure};
        if (pick(2) == 0)
            crossings[crossing++] = (ovf_crossing){OVF_CROSSING_TOUCH, between, OVF_THROUGH_SIDE,
                                                   false};
        if (s->leaves)
            crossings[crossing++] = (ovf_crossing){OVF_CROSSING_EXIT, exit, OVF_THROUGH_FLOOR,
                                                   s->possible_after || !s->has_sure};
    }
    *meeting = (ovf_meeting){.zone = zone_numbers[z],
                             .passages = b->passages[r][z],
                             .passage_count = b->passage_counts[r][z],
                             .crossings = crossings,
                             .crossing_count = crossing};
}

/* What counts of a stay among those that are sure. */
static stay sure_part(const stay *s)
{
    stay sure = *s;
    sure.from_ms = s->sure_from_ms;
    sure.to_ms = s->sure_to_ms;
    sure.enters = s->enters && !s->possible_before;
    sure.leaves = s->leaves && !s->possible_after;
    if ((s->untimed == 1 && s->possible_before) || (s->untimed == 2 && s->possible_after))
        sure.untimed = 0;
    if (!s->has_sure) sure.untimed = 1;
    return sure;
}

static void draw_batch(batch *b, int64_t begin_ms, int64_t bin_ms)
{
    b->routes = 1 + pick(MOST_ROUTES);
    for (size_t r = 0; r < b->routes; r++) {
        b->results[r] = (ovf_result){.meetings = b->meetings[r]};
        for (size_t z = 0; z < ZONES; z++) {
            b->counts[r][z] = pick(3) == 0 ? 0 : pick(MOST_STAYS + 1);
            draw_stays(b->stays[r][z], b->counts[r][z], begin_ms, bin_ms);
            if (b->counts[r][z] > 0 || pick(4) == 0) make_meeting(b, r, z);
        }
    }
}

/* ---- counting ---- */

typedef struct {
    ovf_occupied bins[MOST_BINS];
    size_t count;
} table;

/* From its beginning until before its end, and at its beginning in any case. */
static bool is_inside(const stay *s, int64_t ms)
{
    return s->untimed == 0 && ((s->from_ms <= ms && ms < s->to_ms) || s->from_ms == ms);
}

static ovf_occupied_count count_series(const batch *b, size_t z, int64_t start_ms, int64_t end_ms,
                                       bool surely)
{
    ovf_occupied_count bin = {0};
    bool seen[MOST_ROUTES] = {false};
    for (int64_t ms = start_ms; ms < end_ms; ms++) {
        uint64_t now = 0;
        for (size_t r = 0; r < b->routes; r++)
            for (size_t i = 0; i < b->counts[r][z]; i++) {
                stay s = surely ? sure_part(&b->stays[r][z][i]) : b->stays[r][z][i];
                bool inside = is_inside(&s, ms);
                now += inside;
                seen[r] = seen[r] || inside;
                bin.inside_ms += inside && s.to_ms > s.from_ms;
                bin.entries += s.untimed == 0 && s.enters && s.from_ms == ms;
                bin.exits += s.untimed == 0 && s.leaves && s.to_ms == ms;
            }
        if (now > bin.most) bin.most = now;
    }
    for (size_t r = 0; r < b->routes; r++) bin.flights += seen[r];
    return bin;
}

static ovf_occupied count_bin(const batch *b, size_t z, int64_t start_ms, int64_t bin_ms)
{
    int64_t end_ms = start_ms + bin_ms;
    return (ovf_occupied){zone_numbers[z], start_ms, end_ms,
                          count_series(b, z, start_ms, end_ms, true),
                          count_series(b, z, start_ms, end_ms, false)};
}

static void count_all(const batch *b, int64_t begin_ms, int64_t bin_ms, table *into)
{
    int64_t first = begin_ms - 2 * bin_ms;
    first -= ((first % bin_ms) + bin_ms) % bin_ms;
    into->count = 0;
    for (size_t z = 0; z < ZONES; z++)
        for (int64_t at = first; at <= begin_ms + MOST_MS + bin_ms; at += bin_ms) {
            ovf_occupied bin = count_bin(b, z, at, bin_ms);
            if (bin.at_most.entries == 0 && bin.at_most.exits == 0 && bin.at_most.flights == 0 &&
                bin.sure.flights == 0 && bin.sure.entries == 0 && bin.sure.exits == 0)
                continue;
            assert_true(into->count < MOST_BINS);
            into->bins[into->count++] = bin;
        }
}

/* ---- the reducer ---- */

static void expect_ok(ovf_status status, const ovf_error *error)
{
    if (status != OVF_OK) fail_msg("%s", error->message);
}

static ovf_occupancy *occupancy_of(int64_t bin_ms)
{
    ovf_error error = {0};
    ovf_occupancy *made = NULL;
    expect_ok(ovf_occupancy_new(bin_ms, NULL, &made, &error), &error);
    return made;
}

static ovf_status take(void *context, const ovf_occupied *occupied, ovf_error *error)
{
    table *into = context;
    (void)error;
    assert_true(into->count < MOST_BINS);
    into->bins[into->count++] = *occupied;
    return OVF_OK;
}

static void expect_count(const ovf_occupied_count *a, const ovf_occupied_count *b, size_t k,
                         const char *how, size_t bin, const char *series)
{
    if (a->entries == b->entries && a->exits == b->exits && a->flights == b->flights &&
        a->most == b->most && a->inside_ms == b->inside_ms)
        return;
    fail_msg("seed %llu, %s, bin %zu, %s: %llu in, %llu out, %llu flights, %llu at once, %llu ms; "
             "wanted %llu in, %llu out, %llu flights, %llu at once, %llu ms",
             (unsigned long long)(first_seed + k), how, bin, series, (unsigned long long)a->entries,
             (unsigned long long)a->exits, (unsigned long long)a->flights,
             (unsigned long long)a->most, (unsigned long long)a->inside_ms,
             (unsigned long long)b->entries, (unsigned long long)b->exits,
             (unsigned long long)b->flights, (unsigned long long)b->most,
             (unsigned long long)b->inside_ms);
}

static void expect_table(ovf_occupancy *occupancy, const table *wanted, size_t k, const char *how)
{
    static table found;
    ovf_error error = {0};
    found.count = 0;
    expect_ok(ovf_occupancy_read(occupancy, take, &found, &error), &error);
    for (size_t i = 0; i < wanted->count && i < found.count; i++) {
        const ovf_occupied *a = &found.bins[i], *b = &wanted->bins[i];
        if (a->zone != b->zone || a->start_ms != b->start_ms || a->end_ms != b->end_ms)
            fail_msg("seed %llu, %s, bin %zu: zone %zu from %lld ms, wanted zone %zu from %lld ms",
                     (unsigned long long)(first_seed + k), how, i, a->zone, (long long)a->start_ms,
                     b->zone, (long long)b->start_ms);
        expect_count(&a->sure, &b->sure, k, how, i, "sure");
        expect_count(&a->at_most, &b->at_most, k, how, i, "at most");
    }
    if (found.count != wanted->count)
        fail_msg("seed %llu, %s: %zu bins, wanted %zu", (unsigned long long)(first_seed + k), how,
                 found.count, wanted->count);
}

/* Each route into any of some parts, and the parts into one another in any order. */
static ovf_occupancy *from_parts(const batch *b, int64_t bin_ms)
{
    ovf_error error = {0};
    ovf_occupancy *parts[5];
    size_t count = 1 + pick(COUNT(parts));
    for (size_t i = 0; i < count; i++) parts[i] = occupancy_of(bin_ms);
    for (size_t r = 0; r < b->routes; r++)
        expect_ok(ovf_occupancy_add(parts[pick(count)], &b->results[r], &error), &error);
    while (count > 1) {
        size_t from = pick(count), into = pick(count - 1);
        ovf_occupancy *last = parts[count - 1];
        parts[count - 1] = parts[from];
        parts[from] = last;
        expect_ok(ovf_occupancy_merge(parts[into], parts[count - 1], &error), &error);
        ovf_occupancy_free(parts[--count]);
    }
    return parts[0];
}

static void as_counted(void **state)
{
    static batch b;
    static table wanted;
    static const int64_t lengths_ms[] = {1, 2, 7, 10, 60, 500, 5000};
    size_t bins = 0;
    ovf_error error = {0};
    (void)state;
    for (size_t k = 0; k < cases(150); k++) {
        begin_case(k);
        int64_t bin_ms = lengths_ms[pick(COUNT(lengths_ms))],
                begin_ms = pick(2) == 0 ? -(int64_t)pick(MOST_MS) : (int64_t)pick(1u << 30);
        draw_batch(&b, begin_ms, bin_ms);
        count_all(&b, begin_ms, bin_ms, &wanted);
        bins += wanted.count;
        ovf_occupancy *whole = occupancy_of(bin_ms);
        for (size_t r = 0; r < b.routes; r++)
            expect_ok(ovf_occupancy_add(whole, &b.results[r], &error), &error);
        expect_table(whole, &wanted, k, "as they come");
        ovf_occupancy_free(whole);
        ovf_occupancy *merged = from_parts(&b, bin_ms);
        expect_table(merged, &wanted, k, "from parts");
        ovf_occupancy_free(merged);
    }
    print_message("%zu cases, %zu bins\n", cases(150), bins);
    assert_true(wanted_cases > 0 || bins > 20000);
}

/* What is kept of a passage. */
static void stays_of_a_meeting(void **state)
{
    static const ovf_passage passages[] = {
        {{.along_m = 0, .time_s = 1.0004}, {.along_m = 10, .time_s = 2}, 10, false},
        {{.along_m = 20, .time_s = NAN}, {.along_m = 30, .time_s = 4}, 10, false},
        {{.along_m = 40, .time_s = 1.9}, {.along_m = 50, .time_s = 1.8}, 10, false},
        {{.along_m = 60, .time_s = 7}, {.along_m = 70, .time_s = INFINITY}, 10, false}};
    static const ovf_crossing crossings[] = {
        {OVF_CROSSING_EXIT, {.along_m = 10, .time_s = 2}, OVF_THROUGH_SIDE, false},
        {OVF_CROSSING_TOUCH, {.along_m = 15}, OVF_THROUGH_SIDE, false},
        {OVF_CROSSING_ENTRY, {.along_m = 20, .time_s = NAN}, OVF_THROUGH_SIDE, false},
        {OVF_CROSSING_EXIT, {.along_m = 30, .time_s = 4}, OVF_THROUGH_SIDE, false},
        {OVF_CROSSING_ENTRY, {.along_m = 40, .time_s = 1.9}, OVF_THROUGH_SIDE, false},
        {OVF_CROSSING_EXIT, {.along_m = 50, .time_s = 1.8}, OVF_THROUGH_SIDE, false}};
    const ovf_meeting meeting = {.zone = 3,
                                 .passages = passages,
                                 .passage_count = COUNT(passages),
                                 .crossings = crossings,
                                 .crossing_count = COUNT(crossings)};
    ovf_stays stays = ovf_stays_of(&meeting);
    ovf_stay s;
    (void)state;
    assert_true(ovf_stays_next(&stays, &s));
    assert_true(s.zone == 3 && s.entry_ms == 1000 && s.exit_ms == 2000 && s.seen_ms == INT64_MIN);
    assert_true(!s.enters && s.leaves);
    /* The second has no time. The third is no earlier than the first, and never runs backwards. */
    assert_true(ovf_stays_next(&stays, &s));
    assert_true(s.zone == 3 && s.entry_ms == 2000 && s.exit_ms == 2000 && s.seen_ms == 1999);
    assert_true(s.enters && s.leaves);
    assert_false(ovf_stays_next(&stays, &s));
}

static ovf_status refuse(void *context, const ovf_occupied *occupied, ovf_error *error)
{
    size_t *left = context;
    (void)occupied;
    if ((*left)-- > 0) return OVF_OK;
    snprintf(error->message, sizeof error->message, "no more");
    return error->status = OVF_ERROR_STOPPED;
}

static void what_is_refused(void **state)
{
    ovf_error error = {0};
    ovf_occupancy *hours = occupancy_of(3600000), *minutes = occupancy_of(60000);
    size_t left = 2;
    (void)state;
    assert_int_equal(ovf_occupancy_merge(hours, minutes, &error), OVF_ERROR_USAGE);
    assert_non_null(strstr(error.message, "bins of 60.000 s"));
    assert_non_null(strstr(error.message, "bins of 3600.000 s"));
    /* An hour in bins of a minute. */
    expect_ok(ovf_occupancy_add_stay(minutes,
                                     &(ovf_stay){.series = OVF_STAY_BOTH,
                                                 .exit_ms = 3600000,
                                                 .seen_ms = INT64_MIN,
                                                 .enters = true},
                                     &error),
              &error);
    assert_int_equal(ovf_occupancy_read(minutes, refuse, &left, &error), OVF_ERROR_STOPPED);
    assert_string_equal(error.message, "no more");
    assert_int_equal(left, SIZE_MAX); /* asked three times, and not again */
    ovf_occupancy_free(hours);
    ovf_occupancy_free(minutes);
    ovf_occupancy_free(NULL);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_counted),
        cmocka_unit_test(stays_of_a_meeting),
        cmocka_unit_test(what_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
