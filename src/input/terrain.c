#include "overflight/input.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"
#include "input/source/opening.h"
#include "input/lattice.h"
#include "input/raster_heights.h"

#define METRES_A_DEGREE 111195.0 /* of a sphere of 6,371 km; for the spacing only */

/* No ground is lower over the sea or the ellipsoid, or higher: what is has no data, whatever the
 * band says of that, or is the floor of a sea, which is no ground to fly over. */
#define LOWEST_M (OVF_GROUND_LEAST_M + OVF_GEOID_LEAST_M - 100)
#define HIGHEST_M (OVF_GROUND_MOST_M + OVF_GEOID_MOST_M + 100)

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
    ovf_raster_heights heights;
    ovf_geoid *geoid; /* for heights over the ellipsoid; NULL: none */
    double spacing_m;
    unsigned char *mask; /* of a block */
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
        /* Heights are brought over the sea apart from places (raster_heights.h). */
        OSRDemoteTo2D(own, NULL);
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

static ovf_status open_raster(ovf_terrain *terrain, bool references, ovf_gdal_errors *caught,
                              ovf_error *error)
{
    double from_cells[6];
    ovf_error why;
    ovf_status status = ovf_open_named(terrain->file,
                                       GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                                       NULL, references, &terrain->dataset, &why);
    if (status != OVF_OK)
        return ovf_fail_with(error, status, why.remedy, "%s: %s", terrain->file, why.message);
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
    status = open_crs(terrain, caught, error);
    if (status == OVF_OK)
        status = ovf_raster_heights_read(terrain->file, terrain->band,
                                         GDALGetSpatialRef(terrain->dataset), &terrain->heights,
                                         error);
    if (status == OVF_OK && terrain->heights.over == OVF_HEIGHT_ELLIPSOID)
        status = ovf_geoid_open(&terrain->geoid, error);
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
    return ovf_terrain_open_with(file, false, terrain, error);
}

ovf_status ovf_terrain_open_with(const char *file, bool references, ovf_terrain **terrain,
                                 ovf_error *error)
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
                                             : open_raster(opened, references, &caught, error);
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
    ovf_geoid_free(terrain->geoid);
    free(terrain->mask);
    free(terrain->file);
    free(terrain);
}

/* ---- heights ---- */

/* A part of the raster: its cells, and which of them have data. */
typedef struct {
    int x, y, width, height;
} window;

static bool read_window(ovf_terrain *terrain, const window *part, float *cells)
{
    const int line = (int)(BLOCK * (int64_t)sizeof *cells);
    GDALRasterBandH mask = GDALGetMaskBand(terrain->band);
    bool all = GDALGetMaskFlags(terrain->band) == GMF_ALL_VALID;
    if (GDALRasterIO(terrain->band, GF_Read, part->x, part->y, part->width, part->height, cells,
                     part->width, part->height, GDT_Float32, 0, line) != CE_None)
        return false;
    if (all) memset(terrain->mask, 255, (size_t)(BLOCK * BLOCK));
    return all ||
           GDALRasterIO(mask, GF_Read, part->x, part->y, part->width, part->height, terrain->mask,
                        part->width, part->height, GDT_Byte, 0, (int)BLOCK) == CE_None;
}

static void to_metres(const ovf_terrain *terrain, float *cells)
{
    double scale = GDALGetRasterScale(terrain->band, NULL) * terrain->heights.unit_m,
           offset = GDALGetRasterOffset(terrain->band, NULL) * terrain->heights.unit_m;
    for (int64_t i = 0; i < BLOCK * BLOCK; i++) {
        double height = cells[i] * scale + offset;
        bool known = terrain->mask[i] != 0 && height >= LOWEST_M && height <= HIGHEST_M;
        cells[i] = known ? (float)height : NAN;
    }
}

static ovf_status load(ovf_terrain *terrain, kept_block *slot, int64_t column, int64_t row,
                       ovf_error *error)
{
    int64_t width = terrain->columns - column * BLOCK, height = terrain->rows - row * BLOCK;
    const window part = {(int)(column * BLOCK), (int)(row * BLOCK),
                         (int)(width < BLOCK ? width : BLOCK),
                         (int)(height < BLOCK ? height : BLOCK)};
    if (slot->cells == NULL)
        slot->cells = ovf_array_new((size_t)(BLOCK * BLOCK), sizeof *slot->cells);
    if (terrain->mask == NULL) terrain->mask = ovf_array_new((size_t)(BLOCK * BLOCK), 1);
    if (slot->cells == NULL || terrain->mask == NULL) return ovf_fail_memory(error);
    slot->column = -1;
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    ovf_status status = read_window(terrain, &part, slot->cells)
                            ? OVF_OK
                            : ovf_fail(error, OVF_ERROR_IO, "%s: cannot be read: %s", terrain->file,
                                       ovf_gdal_errors_text(&caught, terrain->file));
    ovf_gdal_errors_end();
    if (status != OVF_OK) return status;
    to_metres(terrain, slot->cells);
    slot->column = column;
    slot->row = row;
    return OVF_OK;
}

/* The cell's height; NAN outside. */
static ovf_status get_cell(void *context, int64_t column, int64_t row, double *height,
                           ovf_error *error)
{
    ovf_terrain *terrain = context;
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

/* Between the centres of cells. */
static bool find_spot(void *context, const ovf_lonlat *place, ovf_spot *spot)
{
    const ovf_terrain *terrain = context;
    const double *t = terrain->to_cells;
    double x = place->lon, y = place->lat;
    if (!bring_to_raster(terrain, &x, &y)) return false;
    *spot = (ovf_spot){t[0] + t[1] * x + t[2] * y - 0.5, t[3] + t[4] * x + t[5] * y - 0.5};
    return true;
}

static ovf_lattice lattice_of(ovf_terrain *terrain)
{
    return (ovf_lattice){get_cell, find_spot, terrain, terrain->goes_around ? terrain->columns : 0};
}

static ovf_status fail_without_geoid(const ovf_terrain *terrain, ovf_error *error)
{
    return ovf_fail_with(error, OVF_ERROR_INPUT, OVF_REMEDY_GEOID,
                         "%s: its heights are over the ellipsoid: expected a grid of the geoid for "
                         "PROJ that brings them over the sea, found none",
                         terrain->file);
}

static ovf_status find_heights(void *context, const ovf_lonlat *places, size_t count,
                               double *heights_m, ovf_error *error)
{
    ovf_terrain *terrain = context;
    const ovf_lattice lattice = lattice_of(terrain);
    bool converts = terrain->heights.over == OVF_HEIGHT_ELLIPSOID;
    if (converts && terrain->geoid == NULL) return fail_without_geoid(terrain, error);
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        double sea_m = 0;
        status = ovf_lattice_value(&lattice, &places[i], &heights_m[i], error);
        if (status == OVF_OK && converts) {
            const ovf_ground sea = ovf_geoid_heights(terrain->geoid);
            status = sea.heights(sea.context, &places[i], 1, &sea_m, error);
        }
        heights_m[i] -= sea_m;
    }
    return status;
}

/* From over the ellipsoid to over the sea. */
static ovf_status lower_to_sea(const ovf_terrain *terrain, const ovf_lonlat *from,
                               const ovf_lonlat *to, double *least_m, double *most_m,
                               ovf_error *error)
{
    double low = NAN, high = NAN;
    if (terrain->geoid != NULL) {
        const ovf_ground sea = ovf_geoid_heights(terrain->geoid);
        ovf_status status = sea.extremes(sea.context, from, to, &low, &high, error);
        if (status != OVF_OK) return status;
    }
    bool known = low <= high;
    *least_m -= known ? high + OVF_GEOID_ERROR_M : OVF_GEOID_MOST_M;
    *most_m -= known ? low - OVF_GEOID_ERROR_M : OVF_GEOID_LEAST_M;
    return OVF_OK;
}

static ovf_status find_extremes(void *context, const ovf_lonlat *from, const ovf_lonlat *to,
                                double *least_m, double *most_m, ovf_error *error)
{
    ovf_terrain *terrain = context;
    const ovf_lattice lattice = lattice_of(terrain);
    ovf_status status = ovf_lattice_extremes(&lattice, from, to, least_m, most_m, error);
    return status == OVF_OK && terrain->heights.over == OVF_HEIGHT_ELLIPSOID
               ? lower_to_sea(terrain, from, to, least_m, most_m, error)
               : status;
}

ovf_ground ovf_terrain_ground(ovf_terrain *terrain)
{
    return (ovf_ground){find_heights, terrain, terrain->spacing_m, find_extremes};
}
