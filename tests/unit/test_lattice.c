/* Bilinear surfaces along geodesics: against a twin that reckons the surface by its own formula at
 * thousands of places of the geodesic. No place is beyond the extremes, and they are reached.
 *
 * Tests: src/input/lattice.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include <geodesic.h>

#include "input/lattice.h"

#define RADIAN 0.017453292519943295769

/* A raster, and where places are on it. */
typedef struct surface {
    void (*find)(const struct surface *s, double lon, double lat, double *column, double *row);
    double step; /* of the nodes: degrees or metres */
    int64_t around;
    double hole_column; /* nodes of this column have no value; NAN: none */
} surface;

/* A height between 0 and 1,000 m for each node, like no other's. */
static double height_of(const surface *s, int64_t column, int64_t row)
{
    if (s->around > 0) column = (column % s->around + s->around) % s->around;
    if ((double)column == s->hole_column) return NAN;
    uint64_t h = (uint64_t)column * 0x9E3779B97F4A7C15u ^ (uint64_t)row * 0xC2B2AE3D27D4EB4Fu;
    h ^= h >> 29;
    h *= 0xBF58476D1CE4E5B9u;
    h ^= h >> 32;
    return (double)(h >> 11) / 9007199254740992.0 * 1000;
}

static void find_degrees(const surface *s, double lon, double lat, double *column, double *row)
{
    lon -= 360 * floor(lon / 360);
    *column = lon / s->step;
    *row = (90 - lat) / s->step;
}

/* A plane through the north pole, in the scale that it has there: the stereographic projection of a
 * sphere, which is near enough to be a projection of the ellipsoid like any other. */
static void find_polar(const surface *s, double lon, double lat, double *column, double *row)
{
    double r = 2 * 6371000 * tan((90 - lat) * RADIAN / 2);
    *column = r * sin(lon * RADIAN) / s->step;
    *row = -r * cos(lon * RADIAN) / s->step;
}

static void find_mercator(const surface *s, double lon, double lat, double *column, double *row)
{
    *column = 6378137 * remainder(lon - 150, 360) * RADIAN / s->step;
    *row = -6378137 * asinh(tan(lat * RADIAN)) / s->step;
}

static ovf_status node(void *context, int64_t column, int64_t row, double *value, ovf_error *error)
{
    (void)error;
    *value = height_of(context, column, row);
    return OVF_OK;
}

static bool find(void *context, const ovf_lonlat *place, ovf_spot *spot)
{
    const surface *s = context;
    s->find(s, place->lon, place->lat, &spot->column, &spot->row);
    return true;
}

/* The twin's: a weighted mean of the four nodes around. */
static double height_at(const surface *s, double lon, double lat)
{
    double column, row, sum = 0;
    s->find(s, lon, lat, &column, &row);
    for (int k = 0; k < 4; k++) {
        double c = floor(column) + (k & 1), r = floor(row) + (k >> 1),
               weight = (1 - fabs(column - c)) * (1 - fabs(row - r));
        sum += weight * height_of(s, (int64_t)c, (int64_t)r);
    }
    return sum;
}

static double uniform(uint64_t *state, double least, double most)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return least + (most - least) * ((double)(*state >> 11) / 9007199254740992.0);
}

typedef struct {
    const char *name;
    surface surface;
    double lon[2], lat[2], longest_m;
    double within_m; /* the extremes are reached to this, as far as the twin sees */
    int cases, places;
} region;

#define DEGREES(step, around)           \
    {                                   \
        find_degrees, step, around, NAN \
    }
static const region regions[] = {
    {"arc seconds", DEGREES(1.0 / 3600, 1296000), {5, 15}, {-60, 70}, 31, 1.2, 300, 4000},
    {"arc minutes", DEGREES(1.0 / 60, 21600), {-180, 180}, {-80, 80}, 1853, 1.2, 300, 4000},
    {"degrees", DEGREES(1, 360), {-180, 180}, {-89, 89}, 100e3, 5, 300, 4000},
    {"across the date line", DEGREES(0.25, 1440), {179.9, 180.1}, {-70, 70}, 27e3, 1.2, 300, 4000},
    {"near the pole", DEGREES(1.0 / 60, 21600), {-180, 180}, {89, 89.9}, 1853, 2.5, 60, 60000},
    {"coarse near the pole", DEGREES(1, 360), {-180, 180}, {86, 89.5}, 100e3, 5, 60, 60000},
    {"over the pole", {find_polar, 1000, 0, NAN}, {-180, 180}, {89.9, 90}, 1000, 1.2, 300, 4000},
    {"around the pole", {find_polar, 25000, 0, NAN}, {-180, 180}, {60, 90}, 25e3, 1.2, 300, 4000},
    {"Mercator's", {find_mercator, 5000, 0, NAN}, {100, 200}, {-75, 75}, 5e3, 1.2, 300, 4000},
};
#define REGION_COUNT (sizeof regions / sizeof *regions)

static void against_twin(void **state)
{
    uint64_t seed = 7;
    struct geod_geodesic earth;
    (void)state;
    geod_init(&earth, 6378137, 1 / 298.257223563);
    for (size_t i = 0; i < REGION_COUNT; i++) {
        const region *in = &regions[i];
        int unknown = 0;
        double spread = 0;
        for (int k = 0; k < in->cases; k++) {
            double lon = uniform(&seed, in->lon[0], in->lon[1]),
                   lat = uniform(&seed, in->lat[0], in->lat[1]), azimuth = uniform(&seed, 0, 360),
                   length = k % 7 == 0 ? 0 : uniform(&seed, 0, in->longest_m), least, most,
                   lowest = INFINITY, highest = -INFINITY, lon2, lat2, azimuth2;
            struct geod_geodesicline line;
            ovf_lattice lattice = {node, find, (void *)(uintptr_t)&in->surface, in->surface.around};
            ovf_error error;
            geod_lineinit(&line, &earth, lat, lon, azimuth, 0);
            geod_position(&line, length, &lat2, &lon2, &azimuth2);
            const ovf_lonlat from = {lon, lat}, to = {lon2, lat2};
            assert_int_equal(ovf_lattice_extremes(&lattice, &from, length == 0 ? &from : &to,
                                                  &least, &most, &error),
                             OVF_OK);
            if (isnan(least)) {
                unknown++;
                continue;
            }
            for (int n = 0; n <= in->places; n++) {
                double at_lon, at_lat;
                geod_position(&line, length * n / in->places, &at_lat, &at_lon, &azimuth2);
                double height = height_at(&in->surface, at_lon, at_lat);
                lowest = fmin(lowest, height);
                highest = fmax(highest, height);
            }
            if (lowest < least - 1e-6 || highest > most + 1e-6 || least < lowest - in->within_m ||
                most > highest + in->within_m)
                fail_msg("%s: %.17g,%.17g to %.17g,%.17g: %.9g to %.9g instead of %.9g to %.9g",
                         in->name, lon, lat, lon2, lat2, least, most, lowest, highest);
            spread = fmax(spread, highest - lowest);
        }
        if (unknown > 0 || spread < 100)
            fail_msg("%s: %d of %d are unknown; the greatest range is %g m", in->name, unknown,
                     in->cases, spread);
    }
}

/* What crosses a cell with a hole is unknown, and what passes beside it is not. */
static void holes(void **state)
{
    const surface holed = {find_degrees, 0.01, 36000, 1000};
    const ovf_lattice lattice = {node, find, (void *)(uintptr_t)&holed, 36000};
    const struct {
        double west, east;
        bool known;
    } rows[] = {{9.980, 9.9899, true},
                {9.985, 9.9901, false},
                {10.005, 10.006, false},
                {10.0101, 10.02, true},
                {9.98, 10.02, false}};
    ovf_error error;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const ovf_lonlat from = {rows[i].west, 50}, to = {rows[i].east, 50.003};
        double least = 5, most = 5, at;
        assert_int_equal(ovf_lattice_extremes(&lattice, &from, &to, &least, &most, &error), OVF_OK);
        assert_int_equal(!isnan(least), rows[i].known);
        assert_int_equal(!isnan(most), rows[i].known);
        assert_int_equal(ovf_lattice_value(&lattice, &to, &at, &error), OVF_OK);
        if (rows[i].known) assert_true(fabs(at - height_at(&holed, to.lon, to.lat)) < 1e-9);
    }
}

static ovf_status broken(void *context, int64_t column, int64_t row, double *value,
                         ovf_error *error)
{
    (void)context, (void)column, (void)row, (void)error;
    *value = NAN;
    return OVF_ERROR_IO;
}

static bool nowhere(void *context, const ovf_lonlat *place, ovf_spot *spot)
{
    (void)context, (void)place, (void)spot;
    return false;
}

static void failures(void **state)
{
    const surface s = DEGREES(1, 360);
    const ovf_lattice bad = {broken, find, (void *)(uintptr_t)&s, 360},
                      lost = {node, nowhere, NULL, 0};
    const ovf_lonlat from = {1, 1}, to = {1.5, 1.5};
    double least = 5, most = 5;
    ovf_error error;
    (void)state;
    assert_int_equal(ovf_lattice_extremes(&bad, &from, &to, &least, &most, &error), OVF_ERROR_IO);
    assert_int_equal(ovf_lattice_value(&bad, &from, &least, &error), OVF_ERROR_IO);
    assert_int_equal(ovf_lattice_extremes(&lost, &from, &to, &least, &most, &error), OVF_OK);
    assert_true(isnan(least) && isnan(most));
    least = 5;
    assert_int_equal(ovf_lattice_value(&lost, &from, &least, &error), OVF_OK);
    assert_true(isnan(least));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(against_twin),
        cmocka_unit_test(holes),
        cmocka_unit_test(failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
