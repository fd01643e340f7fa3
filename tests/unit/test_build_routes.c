/* Routes from arrays: every refusal with its sentence, parts, what is unknown, and that a route is
 * the one that a file would have given.
 *
 * Tests: src/model/route_build.c src/model/checks.c src/model/flaws.c src/model/good_fixes.c */
#include "geometry_fixture.h"
#include "input_fixture.h"

#include "model/flaws.h"
#include "model/good_fixes.h"
#include "overflight/build.h"

#define LIST(...) ((const double[]){__VA_ARGS__})
#define ENDS(...) ((const size_t[]){__VA_ARGS__})

static void refused(const double *lonlat, const double *altitude_m, const double *time_s,
                    size_t count, const char *sentence)
{
    ovf_route untouched, *route = &untouched;
    ovf_error error = {0};
    assert_int_equal(ovf_route_new("r", lonlat, altitude_m, time_s, count, &route, &error),
                     OVF_ERROR_INPUT);
    assert_int_equal(error.status, OVF_ERROR_INPUT);
    assert_string_equal(error.message, sentence);
    assert_ptr_equal(route, &untouched);
}

static void refused_parts(const size_t *ends, size_t count, const char *sentence)
{
    const double lonlat[] = {0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0};
    ovf_route *route = NULL;
    ovf_error error = {0};
    assert_int_equal(ovf_route_new_parts("r", lonlat, NULL, NULL, ends, count, &route, &error),
                     OVF_ERROR_INPUT);
    assert_string_equal(error.message, sentence);
    assert_null(route);
}

static void refusals(void **state)
{
    (void)state;
    const double good[] = {0, 0, 1, 0, 2, 0};
    refused(good, NULL, NULL, 0, "route \"r\": expected at least two fixes, found none");
    refused(good, NULL, NULL, 1, "route \"r\": expected at least two fixes, found one");
    refused(LIST(0, 0, 1, 90.5), NULL, NULL, 2,
            "route \"r\", fix 2: expected a latitude from -90 to 90, found 90.5; are latitude and "
            "longitude swapped?");
    refused(LIST(0, 0, 541, 0), NULL, NULL, 2,
            "route \"r\", fix 2: expected a longitude from -540 to 540, found 541");
    refused(LIST(NAN, 0, 1, 0), NULL, NULL, 2,
            "route \"r\", fix 1: expected a longitude from -540 to 540, found NaN");
    refused(LIST(0, 0, 1, NAN), NULL, NULL, 2,
            "route \"r\", fix 2: expected a latitude from -90 to 90, found NaN");
    refused(LIST(0, 0, 1, -INFINITY), NULL, NULL, 2,
            "route \"r\", fix 2: expected a latitude from -90 to 90, found -infinity");
    refused(good, LIST(1, INFINITY, 3), NULL, 3,
            "route \"r\", fix 2: expected an altitude in metres, or NaN where it is unknown, found "
            "infinity");
    refused(
        good, NULL, LIST(1, 2, INFINITY), 3,
        "route \"r\", fix 3: expected a time in Unix seconds, or NaN where it is unknown, found "
        "infinity");
    refused(
        good, NULL, LIST(-INFINITY, 2, 3), 3,
        "route \"r\", fix 1: expected a time in Unix seconds, or NaN where it is unknown, found "
        "-infinity");
    refused(good, NULL, LIST(1507140060, 1507140120, 1507140119.5), 3,
            "route \"r\", fix 3: expected a time that is not before that of fix 2, 1507140120 "
            "(2017-10-04T18:02:00Z), found 1507140119.5 (2017-10-04T18:01:59.500Z)");
    /* What is unknown in between does not matter. */
    refused(good, NULL, LIST(5, NAN, 4), 3,
            "route \"r\", fix 3: expected a time that is not before that of fix 1, 5 "
            "(1970-01-01T00:00:05Z), found 4 (1970-01-01T00:00:04Z)");
    refused(good, NULL, LIST(5e20, 4e20, 6e20), 3,
            "route \"r\", fix 2: expected a time that is not before that of fix 1, 5e+20, found "
            "4e+20");
}

static void bad_parts(void **state)
{
    (void)state;
    refused_parts(ENDS(2), 0, "route \"r\": expected at least one part, found none");
    refused_parts(ENDS(2, 3), 2,
                  "route \"r\", part 2: expected its end at least two fixes beyond 2, that of the "
                  "part before, found 3");
    refused_parts(ENDS(3, 3), 2,
                  "route \"r\", part 2: expected its end at least two fixes beyond 3, that of the "
                  "part before, found 3");
    refused_parts(ENDS(4, 2), 2,
                  "route \"r\", part 2: expected its end at least two fixes beyond 4, that of the "
                  "part before, found 2");
    refused_parts(ENDS(1, 4), 2,
                  "route \"r\", part 1: expected its end at least two fixes beyond 0, that of the "
                  "part before, found 1");
}

static void what_it_is(void **state)
{
    (void)state;
    double lonlat[] = {0, 0, 1, 0, 1, 0, 2, 0, 5, 5, 6, 5}, altitude_m[] = {1, 2, NAN, 4, 5, 6},
           time_s[] = {10, 10, NAN, 20, 20, 30};
    char id[] = "three";
    ovf_route *route = NULL;
    assert_int_equal(
        ovf_route_new_parts(id, lonlat, altitude_m, time_s, ENDS(2, 4, 6), 3, &route, NULL),
        OVF_OK);
    memset(lonlat, 0, sizeof lonlat);
    memset(altitude_m, 0, sizeof altitude_m);
    memset(time_s, 0, sizeof time_s);
    memset(id, 'x', sizeof id - 1);
    assert_string_equal(route->id, "three");
    assert_null(route->file);
    assert_null(route->flight_levels);
    assert_null(route->fix_names);
    assert_int_equal(route->fix_count, 6);
    assert_int_equal(route->part_count, 3);
    assert_int_equal(route->part_ends[1], 4);
    assert_true(route->fixes[5].lon == 6 && route->fixes[5].lat == 5);
    assert_true(route->fixes[3].altitude_m == 4 && isnan(route->fixes[2].altitude_m));
    assert_true(route->fixes[3].time_s == 20 && isnan(route->fixes[2].time_s));
    /* The second part goes on with the first; what is before the third is not flown. */
    double length, a, b;
    assert_int_equal(ovf_route_length(route, &length, NULL), OVF_OK);
    geod_inverse(ovf_earth(), 0, 0, 0, 2, &a, NULL, NULL);
    geod_inverse(ovf_earth(), 5, 5, 5, 6, &b, NULL, NULL);
    assert_true(fabs(length - a - b) < 1e-6);
    ovf_route_free(route);
    ovf_route_free(NULL);

    assert_int_equal(ovf_route_new("", LIST(0, 0, 0, 0), NULL, NULL, 2, &route, NULL), OVF_OK);
    assert_true(isnan(route->fixes[0].altitude_m) && isnan(route->fixes[1].time_s));
    assert_int_equal(ovf_route_length(route, &length, NULL), OVF_OK);
    assert_true(length == 0);
    ovf_route_free(route);
}

#define RFILE "/vsimem/build-route.geojson"

static void as_a_file(void **state)
{
    (void)state;
    const char *file = RFILE;
    for (size_t k = 0; k < cases(100); k++) {
        begin_case(k);
        static char text[20000];
        double lonlat[2 * MOST_FIXES], altitude_m[MOST_FIXES];
        size_t count = 4 + pick(20), ends[] = {2 + pick(count - 3), count}, used;
        used = (size_t)snprintf(text, sizeof text,
                                "{\"type\":\"Feature\",\"properties\":{\"id\":\"route\"},"
                                "\"geometry\":{\"type\":\"MultiLineString\",\"coordinates\":[[");
        for (size_t i = 0; i < count; i++) {
            lonlat[2 * i] = uniform(-540, 540);
            lonlat[2 * i + 1] = uniform(-90, 90);
            altitude_m[i] = uniform(-400, 20000);
            used += (size_t)snprintf(text + used, sizeof text - used, "%s[%.17g,%.17g,%.17g]",
                                     i == ends[0] ? "],["
                                     : i > 0      ? ","
                                                  : "",
                                     lonlat[2 * i], lonlat[2 * i + 1], altitude_m[i]);
        }
        snprintf(text + used, sizeof text - used, "]]}}");
        write_file(RFILE, text);
        ovf_route_source *source = NULL;
        const ovf_route *read;
        ovf_route *made = NULL;
        assert_int_equal(ovf_route_source_open(&file, 1, NULL, &source, NULL), OVF_OK);
        assert_int_equal(ovf_route_source_next(source, &read, NULL), OVF_OK);
        assert_int_equal(
            ovf_route_new_parts("route", lonlat, altitude_m, NULL, ends, 2, &made, NULL), OVF_OK);
        assert_string_equal(read->id, made->id);
        assert_int_equal(read->fix_count, made->fix_count);
        assert_int_equal(read->part_count, made->part_count);
        assert_memory_equal(read->part_ends, made->part_ends, sizeof ends);
        for (size_t i = 0; i < count; i++)
            assert_memory_equal(&read->fixes[i], &made->fixes[i], 3 * sizeof(double));
        ovf_route_source_free(source);
        ovf_route_free(made);
    }
    VSIUnlink(RFILE);
}

/* ---- all at once, and one by one ---- */

static bool flawless(const ovf_fix *f, size_t count)
{
    size_t before;
    return ovf_flaw_out_of_range(&f->lon, &f->lat, 4, count) == count &&
           ovf_flaw_infinite(&f->altitude_m, 4, count) == count &&
           ovf_flaw_infinite(&f->time_s, 4, count) == count &&
           ovf_flaw_backwards(&f->time_s, 4, count, &before) == count;
}

/* Whatever is wrong, wherever, and whatever is unknown: the quick look says what the slow one says.
 */
static void all_at_once(void **state)
{
    (void)state;
    size_t good = 0, bad = 0;
    for (size_t k = 0; k < cases(30000); k++) {
        begin_case(k);
        ovf_fix f[40];
        size_t count = 1 + pick(40), kind = pick(4);
        double time = uniform(-1e9, 1e9);
        for (size_t i = 0; i < count; i++) {
            time += pick(3) == 0 ? 0 : uniform(0, 100);
            f[i] = (ovf_fix){uniform(-540, 540), uniform(-90, 90),
                             kind == 1 || pick(9) == 0 ? NAN : uniform(-500, 20000),
                             kind == 2 || (kind == 3 && pick(3) == 0) ? NAN : time};
            if (pick(50) == 0) f[i].lat = copysign(90, f[i].lat);
            if (pick(50) == 0) f[i].lon = copysign(540, f[i].lon);
        }
        if (pick(2) == 0) {
            ovf_fix *odd = &f[pick(count)];
            const double values[] = {NAN,          INFINITY,   -INFINITY,  90.0000001,
                                     -540.0000001, time + 1e9, time - 2e9, 0};
            double value = values[pick(8)];
            switch (pick(4)) {
            case 0: odd->lon = value; break;
            case 1: odd->lat = value; break;
            case 2: odd->altitude_m = value; break;
            default: odd->time_s = value; break;
            }
        }
        bool expected = flawless(f, count);
        if (ovf_fixes_are_good(f, count) != expected ||
            ovf_fixes_are_good_portably(f, count) != expected)
            fail_msg("seed %llu: %zu fixes", (unsigned long long)(first_seed + k), count);
        good += expected;
        bad += !expected;
    }
    print_message("%zu without a flaw, %zu with one\n", good, bad);
    assert_true(cases(30000) < 30000 || (good > 5000 && bad > 5000));
    assert_true(ovf_fixes_are_good(NULL, 0));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusals),  cmocka_unit_test(bad_parts),   cmocka_unit_test(what_it_is),
        cmocka_unit_test(as_a_file), cmocka_unit_test(all_at_once),
    };
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
