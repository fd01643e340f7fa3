/* The heights of the sea by PROJ's grids: grids that are made here, and found by PROJ_DATA.
 *
 * Tests: src/input/geoid.c src/input/vertical_source.c */
#include <math.h>
#include <sys/wait.h>

#include "output_fixture.h"
#include "overflight/vertical.h"

/* ---- grids as the GTX format has them: numbers of any length, the greatest byte first ---- */

static void put(FILE *file, const void *value, size_t size)
{
    const unsigned char *bytes = value;
    const uint16_t one = 1;
    bool little = *(const unsigned char *)&one == 1;
    for (size_t i = 0; i < size; i++) fputc(bytes[little ? size - 1 - i : i], file);
}

/* Of each node by itself. */
static double height_of(int column, int row)
{
    return 40 + 10 * sin(column * 1.7) + 8 * cos(row * 2.3 + column);
}

static void write_grid(const char *folder, const char *name, double south, double west, double step,
                       int rows, int columns, double more)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    const double head[] = {south, west, step, step};
    for (int i = 0; i < 4; i++) put(file, &head[i], sizeof head[i]);
    put(file, &(int32_t){rows}, 4);
    put(file, &(int32_t){columns}, 4);
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            put(file, &(float){(float)(height_of(column, row) + more)}, 4);
    fclose(file);
}

/* PROJ reads its environment once: each question is asked by a process of its own. */
static void ask(const char *folder, void (*question)(void))
{
    fflush(stdout);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        setenv("PROJ_DATA", folder, 1);
        setenv("PROJ_LIB", folder, 1);
        setenv("PROJ_NETWORK", "ON", 1);
        setenv("PROJ_NETWORK_ENDPOINT", "http://127.0.0.1:9", 1);
        setenv("HOME", folder, 1);
        setenv("XDG_DATA_HOME", folder, 1);
        question();
        _exit(0);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* In the process of its own: cmocka's asserts would go on with the tests. */
static void want(bool holds, const char *what, int line)
{
    if (holds) return;
    fprintf(stderr, "line %d: expected %s\n", line, what);
    fflush(stderr);
    _exit(1);
}
#define WANT(condition) want(condition, #condition, __LINE__)

static ovf_geoid *opened(void)
{
    ovf_geoid *geoid = NULL;
    ovf_error error = {0};
    WANT(ovf_geoid_open(&geoid, &error) == OVF_OK);
    return geoid;
}

static double height_at(ovf_geoid *geoid, double lon, double lat)
{
    const ovf_ground sea = ovf_geoid_heights(geoid);
    const ovf_lonlat place = {lon, lat};
    double height = 5;
    WANT(sea.heights(sea.context, &place, 1, &height, NULL) == OVF_OK);
    return height;
}

/* ---- one grid ---- */

#define STEP 0.5
#define WEST 170.0
#define SOUTH 40.0
#define ROWS 21
#define COLUMNS 41 /* to 190 degrees, over the date line */

static double bilinear(double lon, double lat)
{
    double column = (lon - WEST) / STEP, row = (lat - SOUTH) / STEP, sum = 0;
    for (int k = 0; k < 4; k++) {
        double c = floor(column) + (k & 1), r = floor(row) + (k >> 1),
               weight = (1 - fabs(column - c)) * (1 - fabs(row - r));
        if (weight > 0) sum += weight * (double)(float)height_of((int)c, (int)r);
    }
    return sum;
}

static void one_grid(void)
{
    ovf_geoid *geoid = opened();
    WANT(geoid != NULL && strcmp(ovf_geoid_name(geoid), "egm96_15.gtx") == 0);
    const ovf_ground sea = ovf_geoid_heights(geoid);
    WANT(sea.spacing_m > 4000 && sea.spacing_m < STEP * 111195);
    for (int k = 0; k < 500; k++) {
        double lon = WEST + 20 * fmod(k * 0.6180339887, 1),
               lat = SOUTH + 10 * fmod(k * 0.754877, 1);
        double turned = lon > 180 ? lon - 360 : lon;
        WANT(fabs(height_at(geoid, turned, lat) - bilinear(lon, lat)) < 1e-6);
        /* Along the meridian, where the surface on a cell is linear. */
        const ovf_lonlat from = {turned, lat}, to = {turned, fmin(lat + 0.4, 49.999)};
        double least, most, lowest = INFINITY, highest = -INFINITY;
        WANT(sea.extremes(sea.context, &from, &to, &least, &most, NULL) == OVF_OK);
        for (int n = 0; n <= 400; n++) {
            double height = bilinear(lon, lat + (to.lat - lat) * n / 400);
            lowest = fmin(lowest, height);
            highest = fmax(highest, height);
        }
        WANT(least <= lowest + 1e-6 && most >= highest - 1e-6);
        WANT(least >= lowest - 0.1 && most <= highest + 0.1);
    }
    const ovf_lonlat outside[] = {{160, 45}, {160.1, 45}, {175, 51}, {-169, 45}};
    for (int k = 0; k < 4; k++) {
        double least = 5, most = 5;
        WANT(isnan(height_at(geoid, outside[k].lon, outside[k].lat)));
        WANT(sea.extremes(sea.context, &outside[k], &outside[k], &least, &most, NULL) == OVF_OK);
        WANT(isnan(least) && isnan(most));
    }
    ovf_geoid_free(geoid);
}

static void whole_earth(void)
{
    ovf_geoid *geoid = opened();
    WANT(geoid != NULL && strcmp(ovf_geoid_name(geoid), "egm08_25.gtx") == 0);
    const ovf_ground sea = ovf_geoid_heights(geoid);
    /* Between the last node, at 179 degrees, and the first. */
    double between = 3 +
                     ((double)(float)height_of(359, 135) + (double)(float)height_of(0, 135)) / 2;
    WANT(fabs(height_at(geoid, 179.5, 45) - between) < 1e-5);
    WANT(fabs(height_at(geoid, -180.5, 45) - between) < 1e-5);
    const ovf_lonlat from = {179.2, 45.3}, to = {-179.8, 45.4}, pole = {33, 90};
    double least, most;
    WANT(sea.extremes(sea.context, &from, &to, &least, &most, NULL) == OVF_OK);
    WANT(least < height_at(geoid, -179.99, 45.38) && most > height_at(geoid, -179.99, 45.38));
    WANT(sea.extremes(sea.context, &pole, &pole, &least, &most, NULL) == OVF_OK);
    WANT(fabs(least - height_at(geoid, 33, 90)) < 1e-5 && least == most);
    ovf_geoid_free(geoid);
}

static void no_grid(void)
{
    const ovf_lonlat place = {10, 50};
    ovf_vertical_source source = {0};
    ovf_error error = {0};
    WANT(opened() == NULL);
    WANT(ovf_vertical_open(&source, NULL, &error) == OVF_OK && source.vertical.geoid == NULL);
    const ovf_column column = ovf_column_roughly(&source.vertical, &place, &place);
    const ovf_height_range range = ovf_height_bounds(&column, 1000, OVF_HEIGHT_MSL,
                                                     OVF_HEIGHT_ELLIPSOID);
    WANT(range.least_m == 1000 - 107 && range.most_m == 1000 + 86);
    ovf_vertical_clear(&source);
}

static void by_the_source(void)
{
    const ovf_lonlat place = {175.2, 44.1};
    ovf_vertical_source source = {0};
    ovf_column column;
    ovf_error error = {0};
    WANT(ovf_vertical_open(&source, NULL, &error) == OVF_OK && source.vertical.geoid != NULL);
    WANT(ovf_column_between(&source.vertical, &place, &place, &column, &error) == OVF_OK);
    const ovf_height_range range = ovf_height_bounds(&column, 1000, OVF_HEIGHT_ELLIPSOID,
                                                     OVF_HEIGHT_MSL);
    double height = bilinear(175.2, 44.1);
    WANT(fabs(range.least_m - (1000 - height - 5)) < 1e-3);
    WANT(fabs(range.most_m - (1000 - height + 5)) < 1e-3);
    ovf_vertical_clear(&source);
}

static void unreadable(void)
{
    const ovf_lonlat place = {10, 50};
    double least = 5, most = 5;
    ovf_geoid *geoid = opened();
    WANT(geoid != NULL && isnan(height_at(geoid, 10, 50)));
    const ovf_ground sea = ovf_geoid_heights(geoid);
    WANT(sea.extremes(sea.context, &place, &place, &least, &most, NULL) == OVF_OK);
    WANT(isnan(least) && isnan(most) && ovf_geoid_file(geoid) == NULL);
    ovf_geoid_free(geoid);
}

static void grids(void **state)
{
    const place_to_write *place = *state;
    ask(place->folder, no_grid);
    write_grid(place->folder, "egm96_15.gtx", SOUTH, WEST, STEP, ROWS, COLUMNS, 0);
    ask(place->folder, one_grid);
    ask(place->folder, by_the_source);
    /* That of EGM2008 comes first. */
    write_grid(place->folder, "egm08_25.gtx", -90, -180, 1, 181, 360, 3);
    ask(place->folder, whole_earth);
    /* What is no grid is passed over. */
    char path[200];
    snprintf(path, sizeof path, "%s/egm08_25.gtx", place->folder);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("no grid", file);
    fclose(file);
    ask(place->folder, one_grid);
    /* And without another nothing is known. */
    snprintf(path, sizeof path, "%s/egm96_15.gtx", place->folder);
    assert_int_equal(remove(path), 0);
    ask(place->folder, unreadable);
}

static void refused(void **state)
{
    const ovf_vertical_options bad = {.qnh_least_hpa = 1020, .qnh_most_hpa = 1010};
    ovf_vertical_source source = {0};
    ovf_error error;
    (void)state;
    assert_int_equal(ovf_geoid_open(NULL, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_vertical_open(NULL, NULL, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_vertical_open(&source, &bad, &error), OVF_ERROR_USAGE);
    assert_non_null(strstr(error.message, "found 1020 and 1010"));
    ovf_vertical_clear(&source);
    const ovf_vertical_options none = {.dem = "/nowhere/none.tif"};
    assert_int_equal(ovf_vertical_open(&source, &none, &error), OVF_ERROR_INPUT);
    ovf_vertical_clear(&source);
    ovf_vertical_clear(NULL);
    ovf_geoid_free(NULL);
    assert_null(ovf_geoid_file(NULL));
    assert_null(ovf_geoid_name(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(grids, make_folder, drop_folder),
        cmocka_unit_test(refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
