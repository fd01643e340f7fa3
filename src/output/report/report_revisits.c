#include "output/report/report_revisits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"
#include "output/report/report_element.h"

/* Squares are drawn, to a side at most; and they take so much room. */
#define SQUARES_MAX ((size_t)2048)
#define BYTES_MAX ((size_t)900000)
/* Counts are classed as in revisits.qml: 1, 2, to 4, to 8, … */
#define CLASSES 8

/* What the file has, by squares of `each` cells to a side: the greatest count in each. */
typedef struct {
    GDALDatasetH dataset;
    size_t columns, rows, each; /* columns and rows of squares */
    uint32_t *counts;
    uint64_t cells[CLASSES]; /* of the file, by their counts */
    uint32_t most;
} squares;

static size_t class_of(uint32_t count)
{
    size_t k = 0;
    while (k + 1 < CLASSES && count > 1u << k) k++;
    return k;
}

static ovf_status fail(const char *path, ovf_gdal_errors *caught, ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_IO, "cannot read %s: %s", path,
                    ovf_gdal_errors_text(caught, path));
}

static bool read_row(squares *self, size_t row, uint32_t *line, size_t wide)
{
    GDALRasterBandH band = GDALGetRasterBand(self->dataset, 1);
    uint32_t *into = self->counts + row / self->each * self->columns;
    if (GDALRasterIO(band, GF_Read, 0, (int)row, (int)wide, 1, line, (int)wide, 1, GDT_UInt32, 0,
                     0) != CE_None)
        return false;
    for (size_t i = 0; i < wide; i++) {
        if (line[i] == 0) continue;
        self->cells[class_of(line[i])]++;
        if (line[i] > into[i / self->each]) into[i / self->each] = line[i];
        if (line[i] > self->most) self->most = line[i];
    }
    return true;
}

static ovf_status read_all(squares *self, const char *path, ovf_gdal_errors *caught,
                           ovf_error *error)
{
    size_t wide = (size_t)GDALGetRasterXSize(self->dataset),
           high = (size_t)GDALGetRasterYSize(self->dataset);
    for (self->each = 1; (wide > high ? wide : high) > self->each * SQUARES_MAX;) self->each *= 2;
    self->columns = (wide + self->each - 1) / self->each;
    self->rows = (high + self->each - 1) / self->each;
    self->counts = ovf_array_new(self->columns * self->rows, sizeof *self->counts);
    uint32_t *line = ovf_array_new(wide, sizeof *line);
    ovf_status status = self->counts != NULL && line != NULL ? OVF_OK : ovf_fail_memory(error);
    for (size_t row = 0; row < high && status == OVF_OK; row++)
        if (!read_row(self, row, line, wide)) status = fail(path, caught, error);
    free(line);
    return status;
}

/* Squares twice as large. */
static void coarsen(squares *self)
{
    size_t columns = (self->columns + 1) / 2, rows = (self->rows + 1) / 2;
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++) {
            uint32_t most = 0;
            for (size_t k = 0; k < 4; k++) {
                size_t y = 2 * row + k / 2, x = 2 * column + k % 2;
                if (y >= self->rows || x >= self->columns) continue;
                uint32_t count = self->counts[y * self->columns + x];
                if (count > most) most = count;
            }
            self->counts[row * columns + column] = most;
        }
    self->columns = columns;
    self->rows = rows;
    self->each *= 2;
}

/* Of each row: squares without a flight, how many with the same count follow, that count, … */
static void add_rows(ovf_bytes *bytes, const squares *self)
{
    for (size_t row = 0; row < self->rows; row++) {
        const uint32_t *counts = self->counts + row * self->columns;
        ovf_bytes_text(bytes, row > 0 ? ",\n[" : "[");
        for (size_t i = 0, last = 0, end; i < self->columns; i = end) {
            for (end = i + 1; end < self->columns && counts[end] == counts[i];) end++;
            if (counts[i] == 0) continue;
            if (last > 0) ovf_bytes_byte(bytes, ',');
            ovf_bytes_count(bytes, i - last);
            ovf_bytes_byte(bytes, ',');
            ovf_bytes_count(bytes, end - i);
            ovf_bytes_byte(bytes, ',');
            ovf_bytes_count(bytes, counts[i]);
            last = end;
        }
        ovf_bytes_byte(bytes, ']');
    }
}

/* Where the squares are: in a plane around a centre, or, where the raster is of the world, by the
 * latitudes of the edges of their rows and the longitudes of their columns. */
static bool add_places(ovf_bytes *bytes, const squares *self, const double *transform)
{
    OGRSpatialReferenceH reference = GDALGetSpatialRef(self->dataset), wgs84;
    OGRErr none = OGRERR_NONE;
    if (reference == NULL) return false;
    double lat = OSRGetProjParm(reference, "latitude_of_center", NAN, &none),
           lon = OSRGetProjParm(reference, "longitude_of_center", NAN, &none),
           size = transform[1] * (double)self->each;
    if (!isnan(lat)) {
        ovf_report_add_number(bytes, ",\"centre\":[", lon);
        ovf_report_add_number(bytes, ",", lat);
        ovf_report_add_number(bytes, "],\"west\":", transform[0]);
        ovf_report_add_number(bytes, ",\"north\":", transform[3]);
        return true;
    }
    wgs84 = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(wgs84, 4326);
    OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    OGRCoordinateTransformationH to = OCTNewCoordinateTransformation(reference, wgs84);
    double east = size, zero = 0;
    bool good = to != NULL && OCTTransformEx(to, 1, &east, &zero, NULL, NULL) == TRUE;
    ovf_report_add_number(bytes, ",\"step_deg\":", east);
    ovf_report_add_number(bytes, ",\"west_deg\":", transform[0] / size * east);
    for (size_t row = 0; row <= self->rows && good; row++) {
        double x = 0, y = transform[3] - size * (double)row;
        good = OCTTransformEx(to, 1, &x, &y, NULL, NULL) == TRUE;
        ovf_report_add_number(bytes, row > 0 ? "," : ",\"lats\":[", y);
    }
    ovf_bytes_byte(bytes, ']');
    if (to != NULL) OCTDestroyCoordinateTransformation(to);
    OSRRelease(wgs84);
    return good;
}

static ovf_status write_squares(squares *self, ovf_bytes *bytes, const char *path,
                                ovf_gdal_errors *caught, FILE *file, ovf_error *error)
{
    double transform[6];
    if (GDALGetGeoTransform(self->dataset, transform) != CE_None) return fail(path, caught, error);
    for (;; coarsen(self)) {
        ovf_bytes_reset(bytes);
        ovf_report_add_number(bytes, "{\"cell_m\":", transform[1]);
        ovf_report_add_number(bytes, ",\"each\":", (double)self->each);
        ovf_report_add_number(bytes, ",\"most\":", self->most);
        for (size_t i = 0; i < CLASSES; i++)
            ovf_report_add_number(bytes, i > 0 ? "," : ",\"cells\":[", (double)self->cells[i]);
        ovf_bytes_byte(bytes, ']');
        if (!add_places(bytes, self, transform)) return fail(path, caught, error);
        ovf_bytes_text(bytes, ",\"rows\":[");
        add_rows(bytes, self);
        ovf_bytes_text(bytes, "]}");
        if (bytes->failed || bytes->used <= BYTES_MAX || self->columns * self->rows < 64) break;
    }
    return ovf_report_element(file, "", "revisits", bytes, error);
}

ovf_status ovf_report_revisits(ovf_bytes *bytes, const ovf_map *map, FILE *file, ovf_error *error)
{
    squares self = {.each = 1};
    ovf_gdal_errors caught;
    if (map->revisits == NULL) return OVF_OK;
    ovf_status status = ovf_gdal_load(error);
    if (status != OVF_OK) return status;
    ovf_gdal_errors_begin(&caught);
    self.dataset = GDALOpenEx(map->revisits, GDAL_OF_RASTER | GDAL_OF_READONLY, NULL, NULL, NULL);
    if (self.dataset == NULL) status = fail(map->revisits, &caught, error);
    if (status == OVF_OK) status = read_all(&self, map->revisits, &caught, error);
    if (status == OVF_OK) status = write_squares(&self, bytes, map->revisits, &caught, file, error);
    free(self.counts);
    if (self.dataset != NULL) GDALClose(self.dataset);
    ovf_gdal_errors_end();
    return status;
}
