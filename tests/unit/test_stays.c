/* When a flight that stops now and then is inside: entry, exit and occupancy against a search by
 * bisection over time, which knows nothing of distances; of an outline, and of volumes that begin
 * and end while it stands.
 *
 * Tests: src/analysis/meet/meeting.c src/analysis/meet/scratch.c src/reduce/occupancy.c
 * Tests: src/analysis/meet/gaps.c src/analysis/meet/stops.c src/analysis/meet/volume.c */
#include "geometry_fixture.h"

#include "base/time.h"
#include "reduce/occupancy.h"

#define MOST_STAYS 64
#define BIN_MS 600000

/* A square in longitude and latitude, so that inside is a matter of comparing numbers. */
#define WEST 20.0
#define EAST 21.0
#define SOUTH 54.0
#define NORTH 55.0

static bool is_inside(ovf_lonlat at)
{
    return at.lon > WEST && at.lon < EAST && at.lat > SOUTH && at.lat < NORTH;
}

/* Where the flight is at a time: along the geodesic of a leg, evenly. */
static ovf_lonlat place_then(const flight *f, double time_s)
{
    size_t i = 0;
    while (i + 2 < f->count && f->fixes[i + 1].time_s < time_s) i++;
    const ovf_fix *from = &f->fixes[i], *to = from + 1;
    double length, azimuth, part = (time_s - from->time_s) / (to->time_s - from->time_s);
    ovf_lonlat at = {from->lon, from->lat};
    if (to->lon == from->lon && to->lat == from->lat) return at;
    geod_inverse(ovf_earth(), from->lat, from->lon, to->lat, to->lon, &length, &azimuth, NULL);
    geod_direct(ovf_earth(), from->lat, from->lon, azimuth, length * part, &at.lat, &at.lon, NULL);
    return at;
}

/* Where the square is in force, and when. */
#define PERIODS 3
typedef struct {
    double floor_m, ceiling_m;
    int64_t from_s[PERIODS], until_s[PERIODS];
} limits;

static double height_then(const flight *f, double time_s)
{
    size_t i = 0;
    while (i + 2 < f->count && f->fixes[i + 1].time_s < time_s) i++;
    const ovf_fix *from = &f->fixes[i], *to = from + 1;
    return from->altitude_m + (to->altitude_m - from->altitude_m) * (time_s - from->time_s) /
                                  (to->time_s - from->time_s);
}

/* NULL: at all heights and times. */
static bool is_in_then(const flight *f, const limits *within, double time_s)
{
    bool in_force = false;
    if (!is_inside(place_then(f, time_s))) return false;
    if (within == NULL) return true;
    for (size_t k = 0; k < PERIODS; k++)
        in_force = in_force ||
                   (time_s >= (double)within->from_s[k] && time_s < (double)within->until_s[k]);
    double height_m = height_then(f, time_s);
    return in_force && height_m > within->floor_m && height_m < within->ceiling_m;
}

typedef struct {
    double from_s[MOST_STAYS], to_s[MOST_STAYS];
    size_t count;
} stays;

static double bisect(const flight *f, const limits *within, double before_s, double after_s,
                     bool inside_before)
{
    for (int k = 0; k < 60; k++) {
        double middle_s = (before_s + after_s) / 2;
        if (is_in_then(f, within, middle_s) == inside_before) before_s = middle_s;
        else after_s = middle_s;
    }
    return (before_s + after_s) / 2;
}

/* Looks at each leg so many times. */
static void find_stays(const flight *f, const limits *within, int looks, stays *found)
{
    bool inside = is_in_then(f, within, f->fixes[0].time_s);
    double at_s = f->fixes[0].time_s;
    found->count = 0;
    if (inside) found->from_s[0] = at_s;
    for (size_t i = 0; i + 1 < f->count; i++)
        for (int k = 1; k <= looks; k++) {
            double next_s = f->fixes[i].time_s +
                            (f->fixes[i + 1].time_s - f->fixes[i].time_s) * k / looks;
            bool now = is_in_then(f, within, next_s);
            if (now != inside) {
                double moment_s = bisect(f, within, at_s, next_s, inside);
                if (inside) found->to_s[found->count++] = moment_s;
                else found->from_s[found->count] = moment_s;
                assert_true(found->count < MOST_STAYS);
            }
            inside = now;
            at_s = next_s;
        }
    if (inside) found->to_s[found->count++] = at_s;
}

/* Legs that begin and end anywhere around the square, and stops. */
static flight flight_with_stops(void)
{
    flight f = {.count = 0};
    double time_s = 1577872800 + (double)pick(3600);
    ovf_lonlat at = {uniform(19.5, 21.5), uniform(53.6, 55.4)};
    size_t legs = pick(7);
    for (size_t i = 0; i <= legs; i++) {
        for (size_t stop = 0; stop == 0 || (pick(3) == 0 && stop < 4); stop++) {
            add_fix(&f, at.lon, at.lat);
            f.fixes[f.count - 1].time_s = time_s;
            time_s += uniform(1, 3000);
        }
        at = (ovf_lonlat){uniform(19.5, 21.5), uniform(53.6, 55.4)};
    }
    if (f.count == 1) { /* never moves */
        add_fix(&f, f.fixes[0].lon, f.fixes[0].lat);
        f.fixes[1].time_s = time_s;
    }
    return f;
}

static shape the_square(void)
{
    const ovf_lonlat corners[] = {
        {WEST, SOUTH}, {EAST, SOUTH}, {EAST, NORTH}, {WEST, NORTH}, {WEST, SOUTH}};
    return zone_with(OVF_EDGES_LONLAT, corners, 5);
}

/* ---- occupancy ---- */

typedef struct {
    int64_t inside_ms[512];
    int64_t first_ms;
} bins;

static ovf_status take_bin(void *context, const ovf_occupied *occupied, ovf_error *error)
{
    bins *in = context;
    (void)error;
    size_t bin = (size_t)((occupied->start_ms - in->first_ms) / BIN_MS);
    assert_true(bin < 512);
    in->inside_ms[bin] -= (int64_t)occupied->sure.inside_ms;
    if (occupied->sure.inside_ms > 0)
        assert_true(occupied->sure.flights == 1 && occupied->sure.most == 1);
    return OVF_OK;
}

/* The time inside in each bin, within the milliseconds to which times are rounded. */
static void compare_occupancy(const outcome *found, const stays *wanted, double begin_s)
{
    ovf_error error = {0};
    ovf_occupancy *occupancy = NULL;
    bins in = {.first_ms = (int64_t)floor(begin_s * 1000 / BIN_MS) * BIN_MS};
    const ovf_meeting meeting = {.passages = found->passages,
                                 .passage_count = found->passage_count,
                                 .crossings = found->crossings,
                                 .crossing_count = found->crossing_count};
    const ovf_result result = {.meetings = &meeting, .meeting_count = 1};
    for (size_t i = 0; i < wanted->count; i++) {
        int64_t from = llround(wanted->from_s[i] * 1000), to = llround(wanted->to_s[i] * 1000);
        for (int64_t bin = (from - in.first_ms) / BIN_MS; in.first_ms + bin * BIN_MS < to; bin++) {
            int64_t start = in.first_ms + bin * BIN_MS, end = start + BIN_MS;
            in.inside_ms[bin] += (to < end ? to : end) - (from > start ? from : start);
        }
    }
    assert_int_equal(ovf_occupancy_new(BIN_MS, NULL, &occupancy, &error), OVF_OK);
    assert_int_equal(ovf_occupancy_add(occupancy, &result, &error), OVF_OK);
    assert_int_equal(ovf_occupancy_read(occupancy, take_bin, &in, &error), OVF_OK);
    for (size_t i = 0; i < 512; i++)
        assert_true(llabs(in.inside_ms[i]) <= 2 * (int64_t)(wanted->count + 1));
    ovf_occupancy_free(occupancy);
}

/* ---- by bisection ---- */

static void by_bisection(void **state)
{
    size_t standing = 0, compared = 0;
    (void)state;
    for (size_t k = 0; k < cases(10000); k++) {
        begin_case(k);
        flight f = flight_with_stops();
        shape square = the_square();
        outcome found = analyse(&f, &square);
        stays wanted;
        find_stays(&f, NULL, 40, &wanted);
        if (wanted.count != found.passage_count) find_stays(&f, NULL, 20000, &wanted);
        if (wanted.count != found.passage_count)
            fail_msg("seed %llu: %zu passages, %zu by bisection",
                     (unsigned long long)(first_seed + k), found.passage_count, wanted.count);
        for (size_t i = 0; i < wanted.count; i++) {
            double entry_s = found.passages[i].entry.time_s, exit_s = found.passages[i].exit.time_s;
            if (!(fabs(entry_s - wanted.from_s[i]) < 1e-4 && fabs(exit_s - wanted.to_s[i]) < 1e-4))
                fail_msg("seed %llu: passage %zu from %.6f to %.6f, by bisection %.6f to %.6f",
                         (unsigned long long)(first_seed + k), i, entry_s, exit_s, wanted.from_s[i],
                         wanted.to_s[i]);
            standing += found.passages[i].length_m == 0;
            compared++;
        }
        compare_occupancy(&found, &wanted, f.fixes[0].time_s);
    }
    print_message("%zu passages, %zu of them of flights that never move\n", compared, standing);
    if (wanted_cases == 0) assert_true(compared > 9000 && standing > 100);
}

/* ---- volumes ---- */

/* Climbs and comes down wherever it is, and where it stands, too. */
static void add_heights(flight *f)
{
    for (size_t i = 0; i < f->count; i++)
        f->fixes[i].altitude_m = pick(3) == 0 && i > 0 ? f->fixes[i - 1].altitude_m
                                                       : uniform(0, 3000);
}

static limits random_limits(const flight *f, char text[])
{
    limits made = {uniform(0, 1500), uniform(1500, 3000), {0}, {0}};
    int64_t at_s = (int64_t)floor(f->fixes[0].time_s);
    double step_s = (f->fixes[f->count - 1].time_s - f->fixes[0].time_s) / 3;
    text[0] = '\0';
    for (size_t k = 0; k < PERIODS; k++) {
        at_s = made.from_s[k] = at_s + (int64_t)uniform(1, 2 + step_s);
        at_s = made.until_s[k] = at_s + (int64_t)uniform(2, 3 + step_s);
        at_s++;
        char from[OVF_TIME_SIZE], until[OVF_TIME_SIZE];
        ovf_time_format((double)made.from_s[k], from);
        ovf_time_format((double)made.until_s[k], until);
        sprintf(text + strlen(text), "%s%s/%s", k > 0 ? ", " : "", from, until);
    }
    return made;
}

static bool is_alike(const outcome *found, const stays *wanted)
{
    bool same = found->passage_count == wanted->count;
    for (size_t i = 0; i < wanted->count && same; i++)
        same = fabs(found->passages[i].entry.time_s - wanted->from_s[i]) < 1e-3 &&
               fabs(found->passages[i].exit.time_s - wanted->to_s[i]) < 1e-3;
    return same;
}

/* Each passage begins and ends with a crossing at the same moment, but for those with which the
 * flight begins or ends. */
static size_t count_missing_crossings(const outcome *found, const flight *f)
{
    size_t missing = 0, next = 0;
    for (size_t i = 0; i < found->passage_count; i++) {
        const ovf_place *ends[2] = {&found->passages[i].entry, &found->passages[i].exit};
        for (int k = 0; k < 2; k++) {
            if (ends[k]->time_s == f->fixes[k == 0 ? 0 : f->count - 1].time_s) continue;
            while (next < found->crossing_count &&
                   found->crossings[next].kind == OVF_CROSSING_TOUCH)
                next++;
            bool good = next < found->crossing_count &&
                        found->crossings[next].kind ==
                            (k == 0 ? OVF_CROSSING_ENTRY : OVF_CROSSING_EXIT) &&
                        found->crossings[next].place.time_s == ends[k]->time_s;
            if (!good) missing++;
            else next++;
        }
    }
    return missing;
}

static void volumes_by_bisection(void **state)
{
    size_t compared = 0, standing = 0;
    (void)state;
    for (size_t k = 0; k < cases(10000); k++) {
        begin_case(k);
        char text[400];
        flight f = flight_with_stops();
        add_heights(&f);
        limits within = random_limits(&f, text);
        shape square = the_square();
        ovf_error error = {0};
        ovf_volume volume = {
            .floor = ovf_limit_of_height((ovf_height){within.floor_m, OVF_HEIGHT_MSL}),
            .ceiling = ovf_limit_of_height((ovf_height){within.ceiling_m, OVF_HEIGHT_MSL})};
        if (ovf_schedule_parse(text, NULL, &volume.schedule, &error) != OVF_OK)
            fail_msg("%s: %s", text, error.message);
        outcome found = analyse_volume(&f, &square, &volume);
        ovf_schedule_clear(&volume.schedule);
        stays wanted;
        find_stays(&f, &within, 100, &wanted);
        if (!is_alike(&found, &wanted)) find_stays(&f, &within, 20000, &wanted);
        if (!is_alike(&found, &wanted))
            fail_msg("seed %llu: %zu passages, %zu by bisection; the first from %.3f to %.3f, by "
                     "bisection from %.3f to %.3f",
                     (unsigned long long)(first_seed + k), found.passage_count, wanted.count,
                     found.passages[0].entry.time_s, found.passages[0].exit.time_s,
                     wanted.from_s[0], wanted.to_s[0]);
        if (count_missing_crossings(&found, &f) > 0)
            fail_msg("seed %llu: a crossing is missing", (unsigned long long)(first_seed + k));
        compare_occupancy(&found, &wanted, f.fixes[0].time_s);
        for (size_t i = 0; i < found.passage_count; i++)
            standing += found.passages[i].length_m == 0;
        compared += wanted.count;
    }
    print_message("%zu passages through a volume, %zu of them while the flight stands\n", compared,
                  standing);
    if (wanted_cases == 0) assert_true(compared > 5000 && standing > 500);
}

/* ---- what was never observed ---- */

static void gaps(void **state)
{
    const double degree_m = OVF_EARTH_A * OVF_RADIAN; /* along the equator */
    const unsigned char unobserved[] = {0, OVF_GAP_LONG, OVF_GAP_BREAK, 0, 0};
    const size_t part_end = 5;
    ovf_fix fixes[] = {{-1, 0, NAN, 0},
                       {0.5, 0, NAN, 60},
                       {0.75, 0, NAN, 120},
                       {0.75, 0, NAN, 720},
                       {2, 0, NAN, 780}};
    const unsigned char standing[] = {0, 0, OVF_GAP_LONG, 0, 0};
    const ovf_lonlat corners[] = {{0, -1}, {1, -1}, {1, 1}, {0, 1}, {0, -1}};
    shape square = zone_with(OVF_EDGES_LONLAT, corners, 5);
    ovf_zone zone = zone_of(&square);
    const ovf_zones zones = {&zone, 1};
    ovf_route route = {.id = "route",
                       .fixes = fixes,
                       .fix_count = 5,
                       .part_ends = &part_end,
                       .part_count = 1,
                       .unobserved = unobserved};
    ovf_analyzer *analyzer = NULL;
    ovf_scratch *scratch = NULL;
    const ovf_result *result = NULL;
    ovf_error error = {0};
    (void)state;
    assert_int_equal(ovf_analyzer_new(&zones, NULL, &analyzer, &error), OVF_OK);
    assert_int_equal(ovf_scratch_new(&scratch, &error), OVF_OK);
    assert_int_equal(ovf_analyze(analyzer, &route, scratch, &result, &error), OVF_OK);
    const ovf_meeting *meeting = &result->meetings[0];
    /* From 0.5 to 0.75 degrees, and ten minutes there. */
    assert_true(fabs(meeting->gap_m - 0.25 * degree_m) < 1e-6);
    assert_true(fabs(meeting->gap_s - 660) < 1e-6);
    assert_false(ovf_interpolated(result, meeting->passages[0].entry.along_m));
    assert_true(ovf_interpolated(result, 1.6 * degree_m));
    assert_false(ovf_interpolated(result, 1.5 * degree_m)); /* a fix */
    assert_false(ovf_interpolated(result, 1.75 * degree_m));
    route.unobserved = standing;
    assert_int_equal(ovf_analyze(analyzer, &route, scratch, &result, &error), OVF_OK);
    assert_true(result->meetings[0].gap_m == 0 && result->meetings[0].gap_s == 600);
    /* Without a time it is not known for how long. */
    fixes[3].time_s = NAN;
    assert_int_equal(ovf_analyze(analyzer, &route, scratch, &result, &error), OVF_OK);
    assert_true(isnan(result->meetings[0].gap_s));
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_bisection),
        cmocka_unit_test(volumes_by_bisection),
        cmocka_unit_test(gaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
