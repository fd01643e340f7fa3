#include "overflight/input.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"

#define FOOT_M 0.3048
#define METRES_A_DEGREE 111195.0 /* of a sphere of 6,371 km; for the spacing only */

/* Blocks of the raster that are kept, each of so many cells to a side. */
#define BLOCK ((int64_t)256)
#define SLOTS 64

typedef struct {
    int64_t column, row; /* of the block; -1: there is none */
    float *cells;        /* NAN: without data */
} kept_block;

struct ovf_terrain {
    char *file;
    GDALDatasetH dataset;
    GDALRasterBandH band;
    OGRCoordinateTransformationH
        to_raster;      /* from WGS 84; NULL: it is in WGS 84, longitude first */
    double to_cells[6]; /* from the raster's coordinates to columns and rows */
    int64_t columns, rows;
    bool goes_around; /* the last column is followed by the first */
    bool is_geographic;
    double unit_m, spacing_m;
    kept_block slots[SLOTS];
};

/* ---- opening ---- */

static bool is_geographic_wgs84(OGRSpatialReferenceH reference, OGRSpatialReferenceH wgs84)
{
    const char *const options[] = {"IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", NULL};
    return OSRIsGeographic(reference) && OSRIsSameEx(reference, wgs84, options);
}

static ovf_status open_crs(ovf_terrain *terrain, ovf_gdal_errors *caught, ovf_error *error)
{
    OGRSpatialReferenceH reference = GDALGetSpatialRef(terrain->dataset),
                         wgs84 = OSRNewSpatialReference(NULL), own;
    if (reference == NULL) {
        OSRRelease(wgs84);
        return ovf_fail(
            error, OVF_ERROR_INPUT,
            "%s: has no coordinate reference system (CRS), and heights of the ground want one",
            terrain->file);
    }
    own = OSRClone(reference);
    ovf_status status = OVF_OK;
    if (own == NULL || OSRImportFromEPSG(wgs84, 4326) != OGRERR_NONE)
        status = ovf_fail(error, OVF_ERROR_INTERNAL, "PROJ does not know EPSG:4326");
    if (status == OVF_OK) {
        OSRDemoteTo2D(
            own,
            NULL); /* heights are taken as they are: a vertical part must not pull in a geoid */
        OSRSetAxisMappingStrategy(own, OAMS_TRADITIONAL_GIS_ORDER);
        OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
        terrain->is_geographic = OSRIsGeographic(own);
        if (!is_geographic_wgs84(own, wgs84))
            terrain->to_raster = OCTNewCoordinateTransformation(wgs84, own);
        if (terrain->to_raster == NULL && !is_geographic_wgs84(own, wgs84))
            status = ovf_fail(
                error, OVF_ERROR_INPUT,
                "%s: there is no transformation from WGS 84 to its coordinate reference system: %s",
                terrain->file, ovf_gdal_errors_text(caught, ""));
        terrain->spacing_m = terrain->is_geographic ? METRES_A_DEGREE
                                                    : OSRGetLinearUnits(own, NULL);
    }
    if (own != NULL) OSRRelease(own);
    OSRRelease(wgs84);
    return status;
}

static ovf_status open_raster(ovf_terrain *terrain, ovf_gdal_errors *caught, ovf_error *error)
{
    double from_cells[6];
    terrain->dataset = GDALOpenEx(
        terrain->file, GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, NULL, NULL, NULL);
    if (terrain->dataset == NULL)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: cannot be opened as a raster of heights: %s",
                        terrain->file, ovf_gdal_errors_text(caught, terrain->file));
    terrain->band = GDALGetRasterBand(terrain->dataset, 1);
    if (terrain->band == NULL)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: expected a band with heights, found none",
                        terrain->file);
    if (GDALGetGeoTransform(terrain->dataset, from_cells) != CE_None ||
        !GDALInvGeoTransform(from_cells, terrain->to_cells))
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: does not say where on the earth its cells are",
                        terrain->file);
    terrain->columns = GDALGetRasterXSize(terrain->dataset);
    terrain->rows = GDALGetRasterYSize(terrain->dataset);
    const char *unit = GDALGetRasterUnitType(terrain->band);
    terrain->unit_m = unit != NULL &&
                              (strncmp(unit, "ft", 2) == 0 || strncmp(unit, "foot", 4) == 0 ||
                               strncmp(unit, "feet", 4) == 0)
                          ? FOOT_M
                          : 1;
    ovf_status status = open_crs(terrain, caught, error);
    if (status != OVF_OK) return status;
    terrain->spacing_m *= fmin(hypot(from_cells[2], from_cells[5]),
                               terrain->is_geographic ? INFINITY
                                                      : hypot(from_cells[1], from_cells[4]));
    terrain->goes_around = terrain->is_geographic && from_cells[2] == 0 &&
                           fabs(fabs(from_cells[1]) * (double)terrain->columns - 360) <
                               fabs(from_cells[1]) / 2;
    return OVF_OK;
}

ovf_status ovf_terrain_open(const char *file, ovf_terrain **terrain, ovf_error *error)
{
    if (file == NULL) return ovf_fail_null(error, "the name of a file");
    if (terrain == NULL) return ovf_fail_null(error, "a place for the terrain");
    ovf_terrain *opened = ovf_array_new(1, sizeof *opened);
    if (opened == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < SLOTS; i++) opened->slots[i].column = -1;
    opened->file = ovf_text_copy(file);
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    ovf_status status = opened->file == NULL ? ovf_fail_memory(error)
                                             : open_raster(opened, &caught, error);
    ovf_gdal_errors_end();
    if (status == OVF_OK) *terrain = opened;
    else ovf_terrain_free(opened);
    return status;
}

void ovf_terrain_free(ovf_terrain *terrain)
{
    if (terrain == NULL) return;
    for (size_t i = 0; i < SLOTS; i++) free(terrain->slots[i].cells);
    if (terrain->to_raster != NULL) OCTDestroyCoordinateTransformation(terrain->to_raster);
    if (terrain->dataset != NULL) GDALClose(terrain->dataset);
    free(terrain->file);
    free(terrain);
}

/* ---- heights ---- */

static ovf_status load(ovf_terrain *terrain, kept_block *slot, int64_t column, int64_t row,
                       ovf_error *error)
{
    int64_t width = terrain->columns - column * BLOCK < BLOCK ? terrain->columns - column * BLOCK
                                                              : BLOCK;
    int64_t height = terrain->rows - row * BLOCK < BLOCK ? terrain->rows - row * BLOCK : BLOCK;
    if (slot->cells == NULL)
        slot->cells = ovf_array_new((size_t)(BLOCK * BLOCK), sizeof *slot->cells);
    if (slot->cells == NULL) return ovf_fail_memory(error);
    slot->column = -1;
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    CPLErr outcome = GDALRasterIO(terrain->band, GF_Read, (int)(column * BLOCK), (int)(row * BLOCK),
                                  (int)width, (int)height, slot->cells, (int)width, (int)height,
                                  GDT_Float32, 0, (int)(BLOCK * (int64_t)sizeof *slot->cells));
    ovf_status status = outcome == CE_None
                            ? OVF_OK
                            : ovf_fail(error, OVF_ERROR_IO, "%s: cannot be read: %s", terrain->file,
                                       ovf_gdal_errors_text(&caught, terrain->file));
    ovf_gdal_errors_end();
    if (status != OVF_OK) return status;
    int has_none = 0;
    float none = (float)GDALGetRasterNoDataValue(terrain->band, &has_none);
    double scale = GDALGetRasterScale(terrain->band, NULL),
           offset = GDALGetRasterOffset(terrain->band, NULL);
    for (int64_t i = 0; i < BLOCK * BLOCK; i++) {
        float *cell = &slot->cells[i];
        *cell = has_none && *cell == none ? NAN
                                          : (float)((*cell * scale + offset) * terrain->unit_m);
    }
    slot->column = column;
    slot->row = row;
    return OVF_OK;
}

/* The cell's height; NAN outside. */
static ovf_status get(ovf_terrain *terrain, int64_t column, int64_t row, double *height,
                      ovf_error *error)
{
    *height = NAN;
    if (terrain->goes_around)
        column = (column % terrain->columns + terrain->columns) % terrain->columns;
    /* Beyond the centres of the outermost cells, heights stay as they are there. */
    if (column == -1) column = 0;
    if (column == terrain->columns) column--;
    if (row == -1) row = 0;
    if (row == terrain->rows) row--;
    if (column < 0 || row < 0 || column >= terrain->columns || row >= terrain->rows) return OVF_OK;
    int64_t block_column = column / BLOCK, block_row = row / BLOCK;
    kept_block *slot = &terrain->slots[(size_t)(block_column * 7 + block_row) % SLOTS];
    if (slot->column != block_column || slot->row != block_row) {
        ovf_status status = load(terrain, slot, block_column, block_row, error);
        if (status != OVF_OK) return status;
    }
    *height = slot->cells[row % BLOCK * BLOCK + column % BLOCK];
    return OVF_OK;
}

static ovf_status interpolate(ovf_terrain *terrain, double x, double y, double *height,
                              ovf_error *error)
{
    const double *t = terrain->to_cells;
    double column = t[0] + t[1] * x + t[2] * y - 0.5, row = t[3] + t[4] * x + t[5] * y - 0.5, h[4];
    *height = NAN;
    if (!(fabs(column) < 1e9) || !(fabs(row) < 1e9)) return OVF_OK;
    double left = floor(column), top = floor(row), u = column - left, v = row - top;
    for (int k = 0; k < 4; k++) {
        ovf_status status = get(terrain, (int64_t)left + (k & 1), (int64_t)top + (k >> 1), &h[k],
                                error);
        if (status != OVF_OK) return status;
    }
    *height = (1 - v) * ((1 - u) * h[0] + u * h[1]) + v * ((1 - u) * h[2] + u * h[3]);
    return OVF_OK;
}

/* Rasters in longitude and latitude may count from 0 to 360 or from -180 to 180. */
static double bring_within(const ovf_terrain *terrain, double lon, double lat)
{
    const double *t = terrain->to_cells;
    for (int turn = -1; turn <= 1; turn++) {
        double column = t[0] + t[1] * (lon + 360 * turn) + t[2] * lat;
        if (column >= 0 && column <= (double)terrain->columns) return lon + 360 * turn;
    }
    return lon;
}

/* From longitude and latitude to the raster's coordinates; false where there are none. */
static bool bring_to_raster(const ovf_terrain *terrain, double *x, double *y)
{
    int found = 1;
    if (terrain->to_raster != NULL) {
        ovf_gdal_errors caught;
        ovf_gdal_errors_begin(&caught);
        OCTTransformEx(terrain->to_raster, 1, x, y, NULL, &found);
        ovf_gdal_errors_end();
    }
    if (terrain->is_geographic) *x = bring_within(terrain, *x, *y);
    return found != 0;
}

static ovf_status find_heights(void *context, const ovf_lonlat *places, size_t count,
                               double *heights_m, ovf_error *error)
{
    ovf_terrain *terrain = context;
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        double x = places[i].lon, y = places[i].lat;
        if (bring_to_raster(terrain, &x, &y))
            status = interpolate(terrain, x, y, &heights_m[i], error);
        else heights_m[i] = NAN;
    }
    return status;
}

/* Columns and rows, counted between the centres of cells. */
static bool find_cell(ovf_terrain *terrain, const ovf_lonlat *place, double *column, double *row)
{
    const double *t = terrain->to_cells;
    double x = place->lon, y = place->lat;
    if (!bring_to_raster(terrain, &x, &y)) return false;
    *column = t[0] + t[1] * x + t[2] * y - 0.5;
    *row = t[3] + t[4] * x + t[5] * y - 0.5;
    return fabs(*column) < 1e9 && fabs(*row) < 1e9;
}

/* Between places that are no farther apart than rows are, few cells lie; more only where meridians
 * come together or a raster begins anew, and the extremes are then not looked for. */
#define MOST_CELLS 64
/* The line between the places is straight in the raster to less than this part of a cell. */
#define STRAIGHT 0.05

/* Between the centres of four cells heights are no greater and no less than theirs. */
static ovf_status find_extremes(void *context, const ovf_lonlat *from, const ovf_lonlat *to,
                                double *least_m, double *most_m, ovf_error *error)
{
    ovf_terrain *terrain = context;
    double c1, r1, c2, r2;
    *least_m = *most_m = NAN;
    if (!find_cell(terrain, from, &c1, &r1) || !find_cell(terrain, to, &c2, &r2) ||
        fabs(c2 - c1) > MOST_CELLS || fabs(r2 - r1) > MOST_CELLS)
        return OVF_OK;
    double least = INFINITY, most = -INFINITY;
    for (double row = floor(fmin(r1, r2) - STRAIGHT); row <= ceil(fmax(r1, r2) + STRAIGHT); row++)
        for (double column = floor(fmin(c1, c2) - STRAIGHT);
             column <= ceil(fmax(c1, c2) + STRAIGHT); column++) {
            double height;
            ovf_status status = get(terrain, (int64_t)column, (int64_t)row, &height, error);
            if (status != OVF_OK) return status;
            if (isnan(height)) return OVF_OK;
            least = fmin(least, height);
            most = fmax(most, height);
        }
    *least_m = least;
    *most_m = most;
    return OVF_OK;
}

ovf_ground ovf_terrain_ground(ovf_terrain *terrain)
{
    return (ovf_ground){find_heights, terrain, terrain->spacing_m, find_extremes};
}
