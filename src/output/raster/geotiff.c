#include "output/raster/geotiff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"

#define COLOURED_MAX 65535

/* The part that has counts: rows and columns from … to - 1. */
typedef struct {
    size_t first_row, end_row, first_column, end_column;
    uint32_t most;
    uint64_t seen;
} filled;

static filled find_filled(const ovf_raster *raster)
{
    filled found = {.first_row = raster->rows, .first_column = raster->columns};
    for (size_t row = 0; row < raster->rows; row++)
        for (size_t column = 0; column < raster->columns; column++) {
            uint32_t count = raster->counts[row * raster->columns + column];
            if (count == 0) continue;
            found.seen++;
            if (count > found.most) found.most = count;
            if (row < found.first_row) found.first_row = row;
            if (column < found.first_column) found.first_column = column;
            if (column >= found.end_column) found.end_column = column + 1;
            found.end_row = row + 1;
        }
    /* Nothing: a cell of it. */
    if (found.seen == 0) found = (filled){0, 1, 0, 1, 0, 0};
    return found;
}

/* ColorBrewer's YlGnBu of nine classes (C. Brewer, colorbrewer2.org), sequential and safe for the
 * colour-blind, without the palest, from 1 to the greatest count. */
static void set_colours(GDALRasterBandH band, uint32_t most, size_t entries)
{
    static const unsigned char classes[][3] = {{255, 255, 217}, {237, 248, 177}, {199, 233, 180},
                                               {127, 205, 187}, {65, 182, 196},  {29, 145, 192},
                                               {34, 94, 168},   {37, 52, 148},   {8, 29, 88}};
    GDALColorTableH table = GDALCreateColorTable(GPI_RGB);
    for (size_t i = 0; i < entries; i++) {
        double at = most <= 1   ? 4
                    : i >= most ? 8
                                : 1 + 7 * ((double)i - 1) / ((double)most - 1),
               fraction;
        size_t k = i == 0 ? 0 : at >= 8 ? 7 : (size_t)at;
        short mixed[3];
        fraction = at - (double)k;
        for (int c = 0; c < 3; c++)
            mixed[c] = (short)((double)classes[k][c] +
                               fraction * ((double)classes[k + 1][c] - (double)classes[k][c]) +
                               0.5);
        GDALColorEntry entry = {mixed[0], mixed[1], mixed[2], 255};
        if (i == 0) entry = (GDALColorEntry){0, 0, 0, 0};
        GDALSetColorEntry(table, (int)i, &entry);
    }
    GDALSetRasterColorTable(band, table);
    GDALDestroyColorTable(table);
}

static bool set_crs(const ovf_raster *raster, GDALDatasetH dataset)
{
    char definition[200];
    OGRSpatialReferenceH reference = OSRNewSpatialReference(NULL);
    snprintf(definition, sizeof definition,
             "+proj=laea +lat_0=%.0f +lon_0=%.0f +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs",
             raster->plane.centre.lat, raster->plane.centre.lon);
    bool good = reference != NULL &&
                (raster->is_world ? OSRImportFromEPSG(reference, 6933)
                                  : OSRImportFromProj4(reference, definition)) == OGRERR_NONE;
    if (good && !raster->is_world) {
        snprintf(definition, sizeof definition,
                 "WGS 84 / Lambert azimuthal equal-area around %.0f, %.0f",
                 raster->plane.centre.lon, raster->plane.centre.lat);
        good = OSRSetProjCS(reference, definition) == OGRERR_NONE;
    }
    good = good && GDALSetSpatialRef(dataset, reference) == CE_None;
    if (reference != NULL) OSRRelease(reference);
    return good;
}

/* In memory. NULL: GDAL says why. */
static GDALDatasetH make_dataset(const ovf_raster *raster, const filled *part)
{
    GDALDataType type = part->most <= 255            ? GDT_Byte
                        : part->most <= COLOURED_MAX ? GDT_UInt16
                                                     : GDT_UInt32;
    size_t columns = part->end_column - part->first_column, rows = part->end_row - part->first_row;
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("MEM"), "", (int)columns, (int)rows, 1,
                                      type, NULL);
    if (dataset == NULL) return NULL;
    double transform[] = {raster->west + (double)part->first_column * raster->cell_m,
                          raster->cell_m,
                          0,
                          raster->north - (double)part->first_row * raster->cell_m,
                          0,
                          -raster->cell_m};
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
    bool good = GDALSetGeoTransform(dataset, transform) == CE_None && set_crs(raster, dataset) &&
                GDALSetRasterNoDataValue(band, 0) == CE_None;
    GDALSetDescription(band, "flights");
    if (part->most <= COLOURED_MAX)
        set_colours(band, part->most, type == GDT_Byte ? 256 : COLOURED_MAX + 1);
    for (size_t row = 0; row < rows && good; row++) {
        uint32_t *counts = raster->counts + (part->first_row + row) * raster->columns +
                           part->first_column;
        good = GDALRasterIO(band, GF_Write, 0, (int)row, (int)columns, 1, counts, (int)columns, 1,
                            GDT_UInt32, 0, 0) == CE_None;
    }
    if (good) return dataset;
    GDALClose(dataset);
    return NULL;
}

/* Whether what lies in the file now are the counts. */
static bool is_whole(const ovf_raster *raster, const filled *part, const char *path)
{
    size_t columns = part->end_column - part->first_column, rows = part->end_row - part->first_row;
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_RASTER, NULL, NULL, NULL);
    uint32_t *found = ovf_array_new(columns, sizeof *found);
    bool good = dataset != NULL && found != NULL && GDALGetRasterXSize(dataset) == (int)columns &&
                GDALGetRasterYSize(dataset) == (int)rows;
    GDALRasterBandH band = good ? GDALGetRasterBand(dataset, 1) : NULL;
    for (size_t row = 0; row < rows && good; row++) {
        const uint32_t *counts = raster->counts + (part->first_row + row) * raster->columns +
                                 part->first_column;
        good = GDALRasterIO(band, GF_Read, 0, (int)row, (int)columns, 1, found, (int)columns, 1,
                            GDT_UInt32, 0, 0) == CE_None &&
               memcmp(found, counts, columns * sizeof *found) == 0;
    }
    if (dataset != NULL) GDALClose(dataset);
    free(found);
    return good;
}

ovf_status ovf_geotiff_write(const ovf_raster *raster, const char *path, const char *called,
                             uint64_t *seen, ovf_error *error)
{
    filled part = find_filled(raster);
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    char **options = NULL;
    options = CSLSetNameValue(options, "COMPRESS", "DEFLATE");
    options = CSLSetNameValue(options, "BLOCKSIZE", "256");
    options = CSLSetNameValue(options, "RESAMPLING", "NEAREST");
    options = CSLSetNameValue(options, "OVERVIEW_RESAMPLING", "MODE");
    GDALDatasetH dataset = make_dataset(raster, &part), written = NULL;
    GDALDriverH driver = GDALGetDriverByName("COG");
    if (dataset != NULL && driver != NULL)
        written = GDALCreateCopy(driver, path, dataset, TRUE, options, NULL, NULL);
    bool good = written != NULL;
    if (written != NULL) GDALClose(written);
    /* Of what fails on the way, such as a part of the overviews, GDAL may only speak. */
    good = good && caught.failure[0] == '\0';
    if (dataset != NULL) GDALClose(dataset);
    CSLDestroy(options);
    const char *why = driver == NULL ? "this GDAL has no driver COG"
                                     : ovf_gdal_errors_text(&caught, path);
    ovf_status status = good ? OVF_OK
                             : ovf_fail(error, OVF_ERROR_IO, "cannot write %s: %s", called, why);
    if (good && !is_whole(raster, &part, path))
        status = ovf_fail(error, OVF_ERROR_IO,
                          "cannot write %s: the cells that were written are not those in the file",
                          called);
    ovf_gdal_errors_end();
    *seen = part.seen;
    return status;
}
