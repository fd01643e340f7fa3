/* Revisits of flights in memory: each cell by the foot of its middle on each leg, and the same
 * counts whatever the threads and the parts.
 *
 * Tests: src/reduce/revisits.c src/reduce/raster.c src/reduce/flight.c */
#include "flights_fixture.h"

#include "reduce/revisits.h"

/* A cell whose middle is so near to where a swath ends is not asked about: an edge of a swath is
 * drawn as good as that. */
#define MARGIN_M 20.0

/* Legs far from the poles, each sensor with a swath of its own that changes along the leg. */
static void draw_flights(kept_flights *all, ovf_lonlat centre, double radius_m)
{
    *all = (kept_flights){.count = 1 + pick(MOST_FLIGHTS / 3), .first = 1, .bad = SIZE_MAX};
    for (size_t k = 0; k < all->count; k++) {
        kept_flight *f = &all->items[k];
        flight drawn = random_flight(centre, radius_m);
        for (size_t i = 0; i < drawn.count; i++)
            observe_fix(&f->by[0], drawn.fixes[i].lon, drawn.fixes[i].lat);
        f->by[1] = f->by[0];
        for (size_t i = 0; i < SENSORS; i++) {
            double half = radius_m * uniform(0.02, 0.1);
            observe_all(&f->by[i], i == 0 ? -half : half / 2, half);
            for (size_t j = 0; j < f->by[i].observation.count; j++)
                f->by[i].looks[j].to.high_m *= uniform(1, 1.2);
        }
        keep_flight(f, NULL, 0);
    }
}

/* From pole to pole and all around the globe, so that no plane holds them. */
static void draw_circles(kept_flights *all)
{
    static const double lats[] = {0, 45, -45};
    *all = (kept_flights){.count = 4 + pick(3), .first = 1, .bad = SIZE_MAX};
    for (size_t k = 0; k < all->count; k++) {
        kept_flight *f = &all->items[k];
        double lat = k == 0 ? -89 : lats[k % COUNT(lats)] + uniform(-5, 5);
        double lon = uniform(-180, 180), half = uniform(1e5, 4e5);
        for (size_t i = 0; i <= (k == 0 ? 3 : 5); i++)
            if (k == 0) observe_fix(&f->by[0], lon, lat + 178.0 / 3 * (double)i);
            else observe_fix(&f->by[0], remainder(lon + 70 * (double)i, 360), lat);
        f->by[1] = f->by[0];
        observe_all(&f->by[0], -half, half);
        observe_all(&f->by[1], -2 * half, -half / 2);
        keep_flight(f, NULL, 0);
    }
}

static void open_revisits(ovf_revisits *revisits, const kept_flights *all, ovf_joins joins,
                          double cell_m)
{
    ovf_error error = {0};
    ovf_raster_extent extent = {0};
    const ovf_flights flights = flights_in(all);
    *revisits = (ovf_revisits){.joins = joins};
    expect_ok(ovf_raster_extent_init(&extent, &error), &error);
    expect_ok(ovf_revisits_extent_add_all(&extent, &flights, &error), &error);
    expect_ok(ovf_revisits_open(revisits, &extent, joins, cell_m, &error), &error);
    ovf_raster_extent_clear(&extent);
}

static size_t cells_of(const ovf_revisits *revisits)
{
    return revisits->raster.columns * revisits->raster.rows;
}

static ovf_lonlat middle_of(const ovf_raster *raster, size_t column, size_t row)
{
    return ovf_plane_position(&raster->plane,
                              (ovf_flat){raster->west + ((double)column + 0.5) * raster->cell_m,
                                         raster->north - ((double)row + 0.5) * raster->cell_m});
}

/* ---- who sees a place ---- */

typedef enum { UNSEEN, SEEN, UNSURE } sight;

static sight look_at(const observed *o, const ovf_look *look, size_t k, ovf_lonlat place)
{
    ovf_leg leg = leg_of(o, k);
    double length = look->to_m - look->from_m, along_m;
    double reach = fmax(fmax(fabs(look->from.low_m), fabs(look->to.low_m)),
                        fmax(fabs(look->from.high_m), fabs(look->to.high_m)));
    /* A chord is shorter than a geodesic. */
    ovf_lonlat middle = ovf_leg_position(&leg, length / 2);
    if (ovf_distance(ovf_earth_point(place.lon, place.lat),
                     ovf_earth_point(middle.lon, middle.lat)) > length / 2 + reach + 1e3)
        return UNSEEN;
    double off = foot_of(&leg, place, &along_m), t = along_m / length;
    double low = look->from.low_m + t * (look->to.low_m - look->from.low_m),
           high = look->from.high_m + t * (look->to.high_m - look->from.high_m);
    double within = fmin(fmin(along_m, length - along_m), fmin(off - low, high - off));
    return within > MARGIN_M ? SEEN : within < -MARGIN_M ? UNSEEN : UNSURE;
}

static sight sight_of(const kept_flight *f, ovf_lonlat place)
{
    sight best = UNSEEN;
    for (size_t i = 0; i < SENSORS && best != SEEN; i++)
        for (size_t k = 0; k < f->by[i].observation.count && best != SEEN; k++) {
            sight found = look_at(&f->by[i], &f->by[i].looks[k], k, place);
            if (found != UNSEEN) best = found;
        }
    return best;
}

typedef struct {
    size_t asked, seen, many;
} asked;

static void expect_cells(const ovf_revisits *revisits, const kept_flights *all, size_t k,
                         asked *sum)
{
    const ovf_raster *raster = &revisits->raster;
    for (size_t i = 0; i < cells_of(revisits); i++) {
        ovf_lonlat at = middle_of(raster, i % raster->columns, i / raster->columns);
        uint32_t wanted = 0;
        bool unsure = !isfinite(at.lat);
        for (size_t j = 0; j < all->count && !unsure; j++) {
            sight found = sight_of(&all->items[j], at);
            unsure = found == UNSURE;
            wanted += found == SEEN;
        }
        if (unsure) continue;
        if (raster->counts[i] != wanted)
            fail_msg("seed %llu: %.9f, %.9f is seen by %u flights, wanted %u",
                     (unsigned long long)(first_seed + k), at.lon, at.lat, raster->counts[i],
                     wanted);
        sum->asked++;
        sum->seen += wanted > 0;
        sum->many += wanted > 1;
    }
}

/* Beside a leg: what is seen lies in the raster. */
static void expect_held(const ovf_revisits *revisits, const kept_flights *all, size_t k)
{
    const ovf_raster *raster = &revisits->raster;
    for (size_t i = 0; i < 200; i++) {
        const observed *o = &all->items[pick(all->count)].by[pick(SENSORS)];
        size_t j = pick(o->observation.count);
        ovf_leg leg = leg_of(o, j);
        double t = uniform(0, 1), lat, lon, azimuth;
        const ovf_look *look = &o->looks[j];
        geod_position(&leg.line, t * (look->to_m - look->from_m), &lat, &lon, &azimuth);
        double low = look->from.low_m + t * (look->to.low_m - look->from.low_m),
               high = look->from.high_m + t * (look->to.high_m - look->from.high_m);
        ovf_lonlat at = place_at((ovf_lonlat){lon, lat}, azimuth - 90, uniform(low, high));
        ovf_flat p = ovf_plane_point(&raster->plane, at.lon, at.lat);
        double column = (p.x - raster->west) / raster->cell_m,
               row = (raster->north - p.y) / raster->cell_m;
        if (!(column >= 0 && column < (double)raster->columns && row >= 0 &&
              row < (double)raster->rows))
            fail_msg("seed %llu: %.9f, %.9f is seen, and not in the raster",
                     (unsigned long long)(first_seed + k), at.lon, at.lat);
    }
}

static void cell_by_cell(void **state)
{
    static kept_flights all;
    ovf_error error = {0};
    asked sum = {0};
    size_t worlds = 0;
    (void)state;
    for (size_t k = 0; k < cases(8); k++) {
        begin_case(k);
        bool world = k % 4 == 3;
        double radius_m = exp(uniform(log(1e5), log(8e5)));
        if (world) draw_circles(&all);
        else draw_flights(&all, random_centre(), radius_m);
        ovf_revisits revisits;
        const ovf_flights flights = flights_in(&all);
        open_revisits(&revisits, &all, OVF_JOINS_NONE, world ? 3e5 : radius_m / uniform(15, 30));
        expect_ok(ovf_revisits_add_all(&revisits, &flights, 2, &error), &error);
        assert_int_equal(revisits.raster.is_world, world);
        worlds += world;
        expect_cells(&revisits, &all, k, &sum);
        expect_held(&revisits, &all, k);
        ovf_revisits_close(&revisits);
    }
    print_message("%zu cases, %zu of the world: %zu cells, %zu of them seen, %zu by several\n",
                  cases(8), worlds, sum.asked, sum.seen, sum.many);
    assert_true(wanted_cases > 0 || (sum.asked > 20000 && sum.seen > 5000 && sum.many > 1500));
}

/* ---- threads and parts ---- */

static void expect_same(const ovf_revisits *found, const ovf_revisits *wanted, size_t k,
                        const char *how)
{
    if (cells_of(found) != cells_of(wanted) ||
        memcmp(found->raster.counts, wanted->raster.counts,
               cells_of(found) * sizeof *found->raster.counts) != 0)
        fail_msg("seed %llu: other counts %s", (unsigned long long)(first_seed + k), how);
}

/* Each flight into any of some parts; the parts' extents are one, and then their counts. */
static void count_parts(const kept_flights *all, ovf_joins joins, double cell_m,
                        ovf_revisits *merged)
{
    ovf_error error = {0};
    ovf_raster_extent extents[3] = {{0}};
    ovf_revisits parts[COUNT(extents)];
    size_t part_of[MOST_FLIGHTS], count = 1 + pick(COUNT(extents));
    for (size_t i = 0; i < count; i++)
        expect_ok(ovf_raster_extent_init(&extents[i], &error), &error);
    for (size_t k = all->count; k-- > 0;) {
        part_of[k] = pick(count);
        ovf_revisits_extent_add(&extents[part_of[k]], &all->items[k].flight);
    }
    for (size_t i = 1; i < count; i++) ovf_raster_extent_merge(&extents[0], &extents[i]);
    for (size_t i = 0; i < count; i++)
        expect_ok(ovf_revisits_open(&parts[i], &extents[0], joins, cell_m, &error), &error);
    for (size_t k = all->count; k-- > 0;)
        expect_ok(ovf_revisits_add(&parts[part_of[k]], &all->items[k].flight, &error), &error);
    for (size_t i = count; i-- > 1;) {
        expect_ok(ovf_revisits_merge(&parts[pick(i)], &parts[i], &error), &error);
        ovf_revisits_close(&parts[i]);
    }
    for (size_t i = 0; i < count; i++) ovf_raster_extent_clear(&extents[i]);
    *merged = parts[0];
}

static void threads_and_parts(void **state)
{
    static kept_flights all;
    ovf_error error = {0};
    size_t most = 0;
    (void)state;
    for (size_t k = 0; k < cases(6); k++) {
        begin_case(k);
        bool world = k % 3 == 2;
        double radius_m = exp(uniform(log(1e5), log(8e5)));
        double cell_m = world ? 4e5 : pick(6) == 0 ? 0 : radius_m / 50;
        ovf_joins joins = pick(2) == 0 ? OVF_JOINS_NONE : OVF_JOINS_ROUND;
        ovf_revisits whole, again, merged;
        const ovf_flights flights = flights_in(&all);
        if (world) draw_circles(&all);
        else draw_flights(&all, random_centre(), radius_m);
        open_revisits(&whole, &all, joins, cell_m);
        open_revisits(&again, &all, joins, cell_m);
        expect_ok(ovf_revisits_add_all(&whole, &flights, 1, &error), &error);
        expect_ok(ovf_revisits_add_all(&again, &flights, 3, &error), &error);
        expect_same(&again, &whole, k, "with threads");
        count_parts(&all, joins, cell_m, &merged);
        expect_same(&merged, &whole, k, "from parts");
        for (size_t i = 0; i < cells_of(&whole); i++) {
            if (whole.raster.counts[i] > all.count) fail_msg("a flight counts more than once");
            if (whole.raster.counts[i] > most) most = whole.raster.counts[i];
        }
        /* The counts are added to those that are there. */
        expect_ok(ovf_revisits_add_all(&again, &flights, 3, &error), &error);
        expect_ok(ovf_revisits_merge(&whole, &merged, &error), &error);
        expect_same(&again, &whole, k, "twice");
        ovf_revisits_close(&whole);
        ovf_revisits_close(&again);
        ovf_revisits_close(&merged);
    }
    assert_true(wanted_cases > 0 || most > 2);
}

static void what_is_refused(void **state)
{
    static kept_flights all, others;
    ovf_error error = {0};
    ovf_revisits revisits, other;
    const ovf_flights flights = flights_in(&all);
    (void)state;
    begin_case(0);
    draw_flights(&all, (ovf_lonlat){20, 55}, 2e5);
    draw_flights(&others, (ovf_lonlat){30, 55}, 2e5);
    open_revisits(&revisits, &all, OVF_JOINS_ROUND, 5000);
    for (int k = 0; k < 2; k++) {
        open_revisits(&other, k == 0 ? &all : &others, OVF_JOINS_ROUND, k == 0 ? 5001 : 5000);
        assert_int_equal(ovf_revisits_merge(&revisits, &other, &error), OVF_ERROR_USAGE);
        assert_non_null(strstr(error.message, "cannot be added"));
        ovf_revisits_close(&other);
    }
    all.bad = all.count - 1;
    for (size_t jobs = 1; jobs <= 2; jobs++)
        assert_int_equal(ovf_revisits_add_all(&revisits, &flights, jobs, &error), OVF_ERROR_IO);
    assert_non_null(strstr(error.message, "is lost"));
    ovf_revisits_close(&revisits);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cell_by_cell),
        cmocka_unit_test(threads_and_parts),
        cmocka_unit_test(what_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
