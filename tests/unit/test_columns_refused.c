/* Columns that are none: each is refused with a sentence, or marked and passed over, whichever
 * thread comes upon it; and threads that the system refuses are done without.
 *
 * Tests: src/analysis/meet/column_routes.c src/analysis/meet/columns.c */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

#include "columns_fixture.h"

/* ---- what is not as it should be ---- */

/* Three routes of two, four and three fixes. */
static const double lonlat[] = {10, 50, 11, 51, 20, 40, 21, 41, 22,
                                42, 23, 43, 30, 60, 31, 61, 32, 62};
static const int32_t offsets[] = {0, 2, 6, 9};
static const ovf_columns three = {
    .route_count = 3, .offsets32 = offsets, .fix_count = 9, .lonlat = lonlat};

/* That the call fails, says so, and leaves the place for the result alone. */
static void assert_fails(const ovf_columns *columns, const ovf_columns_options *options,
                         ovf_status status, const char *message)
{
    ovf_statistics dummy, *statistics = &dummy;
    ovf_error error = {0};
    assert_int_equal(ovf_analyze_columns(analyzer, columns, options, &statistics, &error), status);
    assert_int_equal(error.status, status);
    assert_string_equal(error.message, message);
    assert_ptr_equal(statistics, &dummy);
    assert_int_equal(ovf_analyze_columns(analyzer, columns, options, &statistics, NULL), status);
}

static void usage(void **state)
{
    (void)state;
    ovf_statistics *statistics = NULL;
    ovf_error error = {0};
    assert_int_equal(ovf_analyze_columns(NULL, &three, NULL, &statistics, &error), OVF_ERROR_USAGE);
    assert_string_equal(error.message, "expected an analyzer, found NULL");
    assert_int_equal(ovf_analyze_columns(analyzer, NULL, NULL, &statistics, &error),
                     OVF_ERROR_USAGE);
    assert_string_equal(error.message, "expected columns, found NULL");
    assert_int_equal(ovf_analyze_columns(analyzer, &three, NULL, NULL, &error), OVF_ERROR_USAGE);
    assert_string_equal(error.message, "expected a place for the statistics, found NULL");
    assert_null(statistics);

    static const int64_t offsets64[] = {0, 2, 6, 9};
#define REFUSED(message, ...)                                                        \
    do {                                                                             \
        ovf_columns columns = three;                                                 \
        __VA_ARGS__;                                                                 \
        assert_fails(&columns, NULL, OVF_ERROR_USAGE, "columns: expected " message); \
    } while (0)
    REFUSED("offsets32 or offsets64, found neither", columns.offsets32 = NULL);
    REFUSED("offsets32 or offsets64, found both", columns.offsets64 = offsets64);
    REFUSED("part_offsets32 or part_offsets64, found neither", columns.part_count = 1);
    REFUSED("part_offsets32 or part_offsets64, found both", columns.part_offsets64 = offsets64;
            columns.part_offsets32 = offsets);
    REFUSED("lon and lat, or lonlat, for 9 fixes, found neither", columns.lonlat = NULL);
    REFUSED("lon and lat, or lonlat, found both", columns.lon = columns.lat = lonlat);
    REFUSED("lon and lat, found only lon", columns.lon = lonlat);
    REFUSED("lon and lat, found only lat", columns.lonlat = NULL; columns.lat = lonlat);
    REFUSED("a dimension of 2, 3 or 4, found 1", columns.dimension = 1);
    REFUSED("a dimension of 2, 3 or 4, found 5", columns.dimension = 5);
    REFUSED("no dimension without lonlat, found 2", columns.lonlat = NULL;
            columns.lon = columns.lat = lonlat; columns.dimension = 2);
    REFUSED("no stride without lon and lat, found 2", columns.stride = 2);
    REFUSED("altitudes in lonlat or in altitude_m, found both", columns.dimension = 3;
            columns.altitude_m = lonlat);
    REFUSED("times in lonlat or in time_s, found both", columns.dimension = 4;
            columns.time_s = lonlat);
    REFUSED("lonlat aligned to 8 bytes, found it 4 bytes off",
            columns.lonlat = (const double *)(const void *)((const char *)lonlat + 4));
    REFUSED("offsets32 aligned to 4 bytes, found it 2 bytes off",
            columns.offsets32 = (const int32_t *)(const void *)((const char *)offsets + 2));
    REFUSED("lonlat to fit in memory, found 9223372036854775807 times 2 values",
            columns.fix_count = SIZE_MAX / 2);
    REFUSED("offsets32 to fit in memory, found 18446744073709551615 times 1 values",
            columns.route_count = SIZE_MAX);
    REFUSED("time_s to fit in memory, found 9 times 9223372036854775807 values",
            columns.time_s = lonlat;
            columns.time_stride = SIZE_MAX / 2);
#undef REFUSED
}

static void empty(void **state)
{
    (void)state;
    static const ovf_columns none = {0};
    static const ovf_columns_options zeroes = {0};
    static const int32_t zero = 0;
    const ovf_columns slice = {.offsets32 = &zero, .lonlat = lonlat};
    for (int k = 0; k < 4; k++) {
        ovf_statistics *statistics = NULL;
        assert_int_equal(ovf_analyze_columns(analyzer, k < 2 ? &none : &slice,
                                             k % 2 == 0 ? NULL : &zeroes, &statistics, NULL),
                         OVF_OK);
        assert_non_null(statistics);
        assert_int_equal(statistics->row_count, 0);
        assert_int_equal(statistics->route_count, 0);
        ovf_statistics_free(statistics);
    }
    ovf_statistics_free(NULL);
    static const int32_t nothing[] = {0, 0};
    const ovf_columns line = {.route_count = 1, .offsets32 = nothing};
    assert_fails(&line, NULL, OVF_ERROR_INPUT, "route 0: expected at least two fixes, found none");

    static const ovf_zones no_zones = {0};
    ovf_analyzer *idle;
    ovf_statistics *statistics;
    assert_int_equal(ovf_analyzer_new(&no_zones, NULL, &idle, NULL), OVF_OK);
    assert_int_equal(ovf_analyze_columns(idle, &three, NULL, &statistics, NULL), OVF_OK);
    assert_int_equal(statistics->row_count, 0);
    assert_int_equal(statistics->route_count, 3);
    assert_true(statistics->length_m[1] > 3e5 && statistics->length_m[1] < 5e5);
    ovf_statistics_free(statistics);
    ovf_analyzer_free(idle);
}

/* That route 1 is refused, and where it may be passed over, the two others are as without it. */
static void assert_refuses(const ovf_columns *columns, ovf_status status, uint8_t said,
                           const char *message)
{
    static const ovf_columns_options skipping = {.skip_invalid = true};
    assert_fails(columns, NULL, status, message);
    ovf_statistics *good, *some;
    assert_int_equal(ovf_analyze_columns(analyzer, &three, NULL, &good, NULL), OVF_OK);
    assert_int_equal(ovf_analyze_columns(analyzer, columns, &skipping, &some, NULL), OVF_OK);
    assert_int_equal(some->route_count, 3);
    assert_int_equal(some->status[0], OVF_ROUTE_ANALYZED);
    assert_int_equal(some->status[1], said);
    assert_int_equal(some->status[2], OVF_ROUTE_ANALYZED);
    assert_same(some->length_m[0], good->length_m[0], "length_m", 0);
    assert_same(some->length_m[1], NAN, "length_m", 1);
    assert_same(some->length_m[2], good->length_m[2], "length_m", 2);
    ovf_statistics_free(good);
    ovf_statistics_free(some);
}

static void fixes(void **state)
{
    (void)state;
    double lon[9], lat[9], altitude_m[9] = {0}, time_s[9] = {0};
    ovf_columns columns = {.route_count = 3,
                           .offsets32 = offsets,
                           .fix_count = 9,
                           .lon = lon,
                           .lat = lat,
                           .altitude_m = altitude_m,
                           .time_s = time_s};
    for (size_t k = 0; k < 9; k++) {
        lon[k] = lonlat[2 * k];
        lat[k] = lonlat[2 * k + 1];
        altitude_m[k] = k % 2 == 0 ? 1000 : NAN;
        time_s[k] = 1e9 + 60 * (double)k;
    }
    const struct {
        double *place, value;
        const char *message;
    } bad[] = {
        {&lat[4], 91.5,
         "fix 3: expected a latitude from -90 to 90, found 91.5; are latitude and longitude "
         "swapped?"},
        {&lat[2], -90.00001,
         "fix 1: expected a latitude from -90 to 90, found -90.00001; are latitude and longitude "
         "swapped?"},
        {&lat[5], NAN, "fix 4: expected a latitude from -90 to 90, found NaN"},
        {&lon[3], NAN, "fix 2: expected a longitude from -540 to 540, found NaN"},
        {&lon[3], -INFINITY, "fix 2: expected a longitude from -540 to 540, found -infinity"},
        {&lon[2], 541, "fix 1: expected a longitude from -540 to 540, found 541"},
        {&altitude_m[3], INFINITY,
         "fix 2: expected an altitude in metres, or NaN where it is unknown, found infinity"},
        {&time_s[5], INFINITY,
         "fix 4: expected a time in Unix seconds, or NaN where it is unknown, found infinity"},
        {&time_s[3], 1e9,
         "fix 2: expected a time that is not before that of fix 1, 1000000120 "
         "(2001-09-09T01:48:40Z), found 1000000000 (2001-09-09T01:46:40Z)"}};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        double good = *bad[k].place;
        *bad[k].place = bad[k].value;
        char message[300];
        snprintf(message, sizeof message, "route 1, %s", bad[k].message);
        assert_refuses(&columns, OVF_ERROR_INPUT, OVF_ROUTE_INVALID, message);
        *bad[k].place = good;
    }
    time_s[3] = NAN; /* what is unknown hides no running backwards, and the same time is none */
    time_s[4] = 1e9;
    assert_refuses(&columns, OVF_ERROR_INPUT, OVF_ROUTE_INVALID,
                   "route 1, fix 3: expected a time that is not before that of fix 1, 1000000120 "
                   "(2001-09-09T01:48:40Z), found 1000000000 (2001-09-09T01:46:40Z)");
    time_s[4] = time_s[2];
    ovf_statistics_free(analyzed(&columns, 1));

    lon[3] = lon[2] + 180;
    lat[3] = -lat[2];
    assert_refuses(&columns, OVF_ERROR_GEOMETRY, OVF_ROUTE_ANTIPODAL,
                   "route 1: the leg from fix 1 to fix 2 is 20004 km long, between nearly "
                   "antipodal places, where its course is arbitrary; put a fix in between to say "
                   "which way it goes");
}

static void offsets_of_routes(void **state)
{
    (void)state;
    static const ovf_columns_options skipping = {.skip_invalid = true};
    static const struct {
        int32_t offsets[4];
        uint8_t status[3];
        const char *message;
    } bad[] = {{{0, 7, 6, 9},
                {0, OVF_ROUTE_INVALID, 0},
                "route 1: expected an end from 7 to 9, the number of fixes, found 6"},
               {{0, 2, 6, 10},
                {0, 0, OVF_ROUTE_INVALID},
                "route 2: expected an end from 6 to 9, the number of fixes, found 10"},
               {{-1, 2, 6, 9},
                {OVF_ROUTE_INVALID, 0, 0},
                "route 0: expected an offset from 0 to 9, the number of fixes, found -1"},
               {{0, 2, 10, 12},
                {0, OVF_ROUTE_INVALID, OVF_ROUTE_INVALID},
                "route 1: expected an end from 2 to 9, the number of fixes, found 10"},
               {{0, INT32_MIN, 6, 9},
                {OVF_ROUTE_INVALID, OVF_ROUTE_INVALID, 0},
                "route 0: expected an end from 0 to 9, the number of fixes, found -2147483648"},
               {{0, 2, 3, 9},
                {0, OVF_ROUTE_INVALID, 0},
                "route 1: expected at least two fixes, found one"},
               {{2, 2, 6, 9},
                {OVF_ROUTE_INVALID, 0, 0},
                "route 0: expected at least two fixes, found none"}};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        ovf_columns columns = three;
        int64_t wide[4];
        ovf_statistics *statistics;
        columns.offsets32 = bad[k].offsets;
        for (int twice = 0; twice < 2; twice++) {
            assert_fails(&columns, NULL, OVF_ERROR_INPUT, bad[k].message);
            assert_int_equal(ovf_analyze_columns(analyzer, &columns, &skipping, &statistics, NULL),
                             OVF_OK);
            assert_memory_equal(statistics->status, bad[k].status, 3);
            ovf_statistics_free(statistics);
            for (int i = 0; i < 4; i++) wide[i] = bad[k].offsets[i];
            columns.offsets32 = NULL;
            columns.offsets64 = wide;
        }
    }
}

static void offsets_of_parts(void **state)
{
    (void)state;
    static const ovf_columns_options skipping = {.skip_invalid = true};
    /* two routes, of one part and of two */
    static const struct {
        int64_t offsets[3], part_offsets[4];
        uint8_t status[2];
        const char *message;
    } bad[] = {{{0, 1, 4},
                {0, 2, 6, 9},
                {0, OVF_ROUTE_INVALID},
                "route 1: expected an end from 1 to 3, the number of parts, found 4"},
               {{0, 2, 1},
                {0, 2, 6, 9},
                {0, OVF_ROUTE_INVALID},
                "route 1: expected an end from 2 to 3, the number of parts, found 1"},
               {{1, 1, 3},
                {0, 2, 6, 9},
                {OVF_ROUTE_INVALID, 0},
                "route 0: expected at least one part, found none"},
               {{0, 1, 3},
                {0, 2, 8, 9},
                {0, OVF_ROUTE_INVALID},
                "route 1, part 2: expected at least two fixes, found one"},
               {{0, 1, 3},
                {0, 2, 6, INT64_MAX},
                {0, OVF_ROUTE_INVALID},
                "route 1, part 2: expected an end from 6 to 9, the number of fixes, found "
                "9223372036854775807"},
               {{0, 1, 3},
                {INT64_MIN, 2, 6, 9},
                {OVF_ROUTE_INVALID, 0},
                "route 0, part 1: expected an offset from 0 to 9, the number of fixes, found "
                "-9223372036854775808"},
               {{0, 1, 3},
                {0, 6, 4, 9},
                {0, OVF_ROUTE_INVALID},
                "route 1, part 1: expected an end from 6 to 9, the number of fixes, found 4"}};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        const ovf_columns columns = {.route_count = 2,
                                     .offsets64 = bad[k].offsets,
                                     .part_offsets64 = bad[k].part_offsets,
                                     .part_count = 3,
                                     .fix_count = 9,
                                     .lonlat = lonlat};
        ovf_statistics *statistics;
        assert_fails(&columns, NULL, OVF_ERROR_INPUT, bad[k].message);
        assert_int_equal(ovf_analyze_columns(analyzer, &columns, &skipping, &statistics, NULL),
                         OVF_OK);
        assert_memory_equal(statistics->status, bad[k].status, 2);
        ovf_statistics_free(statistics);
    }
}

/* ---- threads ---- */

/* Of many bad routes it is always the first that is told; passed over, they are marked and the
 * others are as without them. */
static void first_of_many(void **state)
{
    (void)state;
    route_set set = random_routes(1000, 1);
    expectation wanted = expect(&set, NULL, true);
    const ovf_columns columns = {.route_count = set.route_count,
                                 .offsets64 = set.fix_offsets,
                                 .fix_count = set.fix_count,
                                 .lon = set.lon,
                                 .lat = set.lat,
                                 .time_s = set.time_s};
    for (size_t k = 300; k < set.route_count; k += 1 + pick(12)) {
        wanted.status[k] = OVF_ROUTE_INVALID;
        wanted.length_m[k] = NAN;
        set.lat[set.fix_offsets[k] + 1] = 100 + (double)k / 1000;
    }
    size_t kept = 0;
    for (size_t i = 0; i < wanted.row_count; i++)
        if (wanted.status[wanted.rows[i].route] == OVF_ROUTE_ANALYZED)
            wanted.rows[kept++] = wanted.rows[i];
    assert_true(kept < wanted.row_count && kept > wanted.row_count / 2);
    wanted.row_count = kept;
    for (size_t run = 0; run < 20; run++) {
        ovf_columns_options options = {.threads = 1 + run % 9};
        ovf_statistics *statistics;
        assert_fails(&columns, &options, OVF_ERROR_INPUT,
                     "route 300, fix 2: expected a latitude from -90 to 90, found 100.3");
        options.skip_invalid = true;
        if (run >= 5) continue;
        assert_int_equal(ovf_analyze_columns(analyzer, &columns, &options, &statistics, NULL),
                         OVF_OK);
        assert_expected(statistics, &wanted);
        ovf_statistics_free(statistics);
    }
    expectation_clear(&wanted);
    routes_clear(&set);
}

typedef int creator(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

static atomic_int threads_allowed = INT32_MAX, threads_started;

/* Stands before the system's. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                   void *given)
{
    static _Atomic(creator *) real;
    creator *found = atomic_load(&real);
    if (found == NULL) {
        void *symbol = dlsym(RTLD_NEXT, "pthread_create");
        memcpy(&found, &symbol, sizeof found);
        atomic_store(&real, found);
    }
    if (atomic_load(&threads_started) >= atomic_load(&threads_allowed)) return EAGAIN;
    atomic_fetch_add(&threads_started, 1);
    return found(thread, attributes, run, given);
}

static void refused_threads(void **state)
{
    (void)state;
    route_set set = random_routes(500, 1);
    expectation wanted = expect(&set, NULL, false);
    const ovf_columns columns = {.route_count = set.route_count,
                                 .offsets64 = set.fix_offsets,
                                 .fix_count = set.fix_count,
                                 .lon = set.lon,
                                 .lat = set.lat};
    static const struct {
        size_t threads;
        int allowed, started;
    } runs[] = {{1, 100, 0}, {5, 100, 4}, {5, 2, 2}, {5, 0, 0}, {SIZE_MAX, 3, 3}};
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
        atomic_store(&threads_started, 0);
        atomic_store(&threads_allowed, runs[k].allowed);
        ovf_statistics *statistics = analyzed(&columns, runs[k].threads);
        assert_int_equal(atomic_load(&threads_started), runs[k].started);
        assert_expected(statistics, &wanted);
        ovf_statistics_free(statistics);
    }
    atomic_store(&threads_allowed, INT32_MAX);
    atomic_store(&threads_started, 0);
    ovf_statistics_free(analyzed(&columns, SIZE_MAX)); /* no more than there are routes */
    assert_int_equal(atomic_load(&threads_started), 499);
    atomic_store(&threads_started, 0);
    ovf_statistics_free(analyzed(&three, 0)); /* little to do */
    assert_int_equal(atomic_load(&threads_started), 0);
    expectation_clear(&wanted);
    routes_clear(&set);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(usage),
                                       cmocka_unit_test(empty),
                                       cmocka_unit_test(fixes),
                                       cmocka_unit_test(offsets_of_routes),
                                       cmocka_unit_test(offsets_of_parts),
                                       cmocka_unit_test(first_of_many),
                                       cmocka_unit_test(refused_threads)};
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, build_zones, free_zones);
}
