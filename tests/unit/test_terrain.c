/* The height of the ground: rasters that GDAL makes here, with heights that are linear in the
 * coordinates, which bilinear interpolation keeps.
 *
 * Tests: src/input/terrain.c */
#include <math.h>

#include <gdal.h>
#include <ogr_srs_api.h>

#include "output_fixture.h"
#include "overflight/input.h"

typedef struct {
    const char *name;
    int epsg; /* 0: none */
    int columns, rows;
    double transform[6];
    const char *unit;
    double hole_column; /* a column without data; negative: none */
    GDALDataType type;
} raster;

/* 100 + 2 column + 3 row at the middles of the cells, rows beyond the end of a block as well. */
static double height_of(double column, double row)
{
    return 100 + 2 * (column - 0.5) + 3 * (row - 0.5);
}

static void write_raster(const char *folder, const raster *wanted, char path[200])
{
    GDALAllRegister();
    snprintf(path, 200, "%s/%s", folder, wanted->name);
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("GTiff"), path, wanted->columns,
                                      wanted->rows, 1, wanted->type, NULL);
    assert_non_null(dataset);
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
    GDALSetGeoTransform(dataset, (double *)(uintptr_t)wanted->transform);
    if (wanted->epsg != 0) {
        OGRSpatialReferenceH reference = OSRNewSpatialReference(NULL);
        OSRImportFromEPSG(reference, wanted->epsg);
        GDALSetSpatialRef(dataset, reference);
        OSRRelease(reference);
    }
    if (wanted->unit != NULL) GDALSetRasterUnitType(band, wanted->unit);
    GDALSetRasterNoDataValue(band, -9999);
    double *row = calloc((size_t)wanted->columns, sizeof *row);
    for (int y = 0; y < wanted->rows; y++) {
        for (int x = 0; x < wanted->columns; x++)
            row[x] = x == wanted->hole_column ? -9999 : height_of(x + 0.5, y + 0.5);
        assert_int_equal(GDALRasterIO(band, GF_Write, 0, y, wanted->columns, 1, row,
                                      wanted->columns, 1, GDT_Float64, 0, 0),
                         CE_None);
    }
    free(row);
    GDALClose(dataset);
}

static void expect_near(double found, double wanted, double by)
{
    if (!(fabs(found - wanted) <= by))
        fail_msg("%.9g instead of %.9g within %g", found, wanted, by);
}

static ovf_terrain *opened(const char *path)
{
    ovf_terrain *terrain = NULL;
    ovf_error error;
    if (ovf_terrain_open(path, &terrain, &error) != OVF_OK) fail_msg("%s", error.message);
    return terrain;
}

static double height_at(ovf_terrain *terrain, double lon, double lat)
{
    double height = 77;
    ovf_error error;
    ovf_ground ground = ovf_terrain_ground(terrain);
    const ovf_lonlat place = {lon, lat};
    if (ground.heights(ground.context, &place, 1, &height, &error) != OVF_OK)
        fail_msg("%s", error.message);
    return height;
}

/* 10° to 13° east and 50° to 52° north, in cells of 0.01°. */
static const raster degrees = {"degrees.tif", 4326, 300,        200, {10, 0.01, 0, 52, 0, -0.01},
                               NULL,          -1,   GDT_Float32};

static void bilinear(void **state)
{
    const place_to_write *place = *state;
    char path[200];
    write_raster(place->folder, &degrees, path);
    ovf_terrain *terrain = opened(path);
    /* Of single precision: some 700 m to 3e-5 m. */
    for (int k = 0; k < 50; k++) {
        double lon = 10.005 + 2.99 * k / 49, lat = 51.995 - 1.99 * ((k * 17) % 50) / 49;
        expect_near(height_at(terrain, lon, lat), height_of((lon - 10) / 0.01, (52 - lat) / 0.01),
                    1e-4);
    }
    /* To the edge it is as high as at the last middle; beyond it nothing is known. */
    expect_near(height_at(terrain, 10, 51.995), height_of(0.5, 0.5), 1e-4);
    assert_true(isnan(height_at(terrain, 9.99, 51)) && isnan(height_at(terrain, 11, 49.9)) &&
                isnan(height_at(terrain, 193, 51)));
    expect_near(ovf_terrain_ground(terrain).spacing_m, 0.01 * 111195, 1);
    ovf_terrain_free(terrain);
}

static void units_and_holes(void **state)
{
    const place_to_write *place = *state;
    char path[200];
    raster feet = degrees, holed = degrees;
    feet.name = "feet.tif";
    feet.unit = "ft";
    write_raster(place->folder, &feet, path);
    ovf_terrain *terrain = opened(path);
    expect_near(height_at(terrain, 11, 51), 0.3048 * height_of(100, 100), 1e-4);
    ovf_terrain_free(terrain);
    holed.name = "holed.tif";
    holed.hole_column = 100; /* from 11.00° to 11.01° */
    write_raster(place->folder, &holed, path);
    terrain = opened(path);
    assert_true(isnan(height_at(terrain, 11.005, 51)) && isnan(height_at(terrain, 11.012, 51)));
    expect_near(height_at(terrain, 11.016, 51), height_of(101.6, 100), 1e-4);
    ovf_terrain_free(terrain);
}

/* The whole circle, from 0° or from -180°, in integers. */
static void around_the_earth(void **state)
{
    const place_to_write *place = *state;
    char path[200];
    const raster world = {"world.tif", 4326, 360, 180, {0, 1, 0, 90, 0, -1}, NULL, -1, GDT_Int16};
    write_raster(place->folder, &world, path);
    ovf_terrain *terrain = opened(path);
    expect_near(height_at(terrain, -90.5, 0.5), height_of(269.5, 89.5), 1e-9);
    expect_near(height_at(terrain, 269.5, 0.5), height_of(269.5, 89.5), 1e-9);
    /* Between the last column and the first. */
    expect_near(height_at(terrain, 0, 0.5), (height_of(0.5, 89.5) + height_of(359.5, 89.5)) / 2,
                1e-9);
    ovf_terrain_free(terrain);
}

/* Between two places a row apart at most: no height in between is beyond the extremes, and they are
 * those of the cells around. */
static void extremes(void **state)
{
    const place_to_write *place = *state;
    char path[200];
    raster holed = degrees;
    holed.name = "holed-extremes.tif";
    holed.hole_column = 100;
    write_raster(place->folder, &holed, path);
    ovf_terrain *terrain = opened(path);
    const ovf_ground ground = ovf_terrain_ground(terrain);
    size_t unknown = 0;
    for (int k = 0; k < 2000; k++) {
        double turn = k * 2.399963, lon = 10.1 + 2.8 * fmod(k * 0.6180339887, 1),
               lat = 50.1 + 1.8 * fmod(k * 0.7548776662, 1), least, most, lowest = INFINITY,
               highest = -INFINITY;
        const ovf_lonlat from = {lon, lat},
                         to = {lon + 0.0098 * cos(turn), lat + 0.0098 * sin(turn)};
        bool whole = true;
        assert_int_equal(ground.extremes(ground.context, &from, &to, &least, &most, NULL), OVF_OK);
        for (int n = 0; n <= 20; n++) {
            double height = height_at(terrain, lon + (to.lon - lon) * n / 20,
                                      lat + (to.lat - lat) * n / 20);
            whole = whole && !isnan(height);
            lowest = fmin(lowest, height);
            highest = fmax(highest, height);
        }
        if (!whole) assert_true(isnan(least) && isnan(most));
        if (isnan(least)) unknown++;
        if (isnan(least)) continue;
        assert_true(least <= lowest + 1e-4 && most >= highest - 1e-4);
        double step = fmax(fabs(height_of(0, 0) - height_of(4, 0)),
                           fabs(height_of(0, 0) - height_of(0, 4)));
        assert_true(most - least <= highest - lowest + 4 * step);
    }
    assert_true(unknown > 0 && unknown < 100);
    /* Beyond the raster, and farther apart than pieces are. */
    const ovf_lonlat outside = {9, 51}, west = {10.1, 51}, east = {12.9, 51};
    double least, most;
    assert_int_equal(ground.extremes(ground.context, &outside, &outside, &least, &most, NULL),
                     OVF_OK);
    assert_true(isnan(least));
    assert_int_equal(ground.extremes(ground.context, &west, &east, &least, &most, NULL), OVF_OK);
    assert_true(isnan(least));
    ovf_terrain_free(terrain);
}

/* In metres, in UTM zone 33: at the middle meridian x is 500 km, and there y is the meridian's
 * length times 0.9996. */
static void projected(void **state)
{
    const place_to_write *place = *state;
    char path[200];
    const raster utm = {"utm.tif", 32633, 100,        100, {450000, 1000, 0, 5600000, 0, -1000},
                        NULL,      -1,    GDT_Float64};
    write_raster(place->folder, &utm, path);
    ovf_terrain *terrain = opened(path);
    /* 50° north is 5,540,847.0416 m from the equator (Karney, GeodSolve 0 0 50 0), × 0.9996 =
     * 5,538,630.703 m. */
    expect_near(height_at(terrain, 15, 50), height_of(50, (5600000 - 5538630.703) / 1000), 1e-4);
    expect_near(ovf_terrain_ground(terrain).spacing_m, 1000, 1e-9);
    ovf_terrain_free(terrain);
}

static void refused(void **state)
{
    const place_to_write *place = *state;
    char path[200];
    raster bare = degrees;
    ovf_terrain *terrain = NULL;
    ovf_error error;
    bare.name = "bare.tif";
    bare.epsg = 0;
    write_raster(place->folder, &bare, path);
    assert_int_equal(ovf_terrain_open(path, &terrain, &error), OVF_ERROR_INPUT);
    assert_non_null(strstr(error.message, "bare.tif: has no coordinate reference system"));
    snprintf(path, sizeof path, "%s/none.tif", place->folder);
    assert_int_equal(ovf_terrain_open(path, &terrain, &error), OVF_ERROR_INPUT);
    assert_non_null(strstr(error.message, "none.tif: cannot be opened as a raster of heights"));
    assert_null(terrain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(bilinear, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(extremes, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(units_and_holes, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(around_the_earth, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(projected, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(refused, make_folder, drop_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
