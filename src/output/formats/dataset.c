#include "output/formats/dataset.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"
#include "output/formats/dataset_columns.h"
#include "output/formats/verify.h"
#include "output/shapes/densify.h"
#include "output/rows/format.h"
#include "overflight/output.h"

/* GeoPackage's rows of one transaction. */
#define TRANSACTION_ROWS 100000

static ovf_status fail(ovf_gdal_errors *caught, const char *path, const char *called,
                       ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_IO, "cannot write %s: %s", called,
                    ovf_gdal_errors_text(caught, path));
}

/* Lines and areas are all Multi, so that a layer has one type; with altitudes if any row has them.
 */
static OGRwkbGeometryType geometry_type(ovf_shape shape, bool altitudes)
{
    switch (shape) {
    case OVF_SHAPE_POINT: return altitudes ? wkbPoint25D : wkbPoint;
    case OVF_SHAPE_LINE: return altitudes ? wkbMultiLineString25D : wkbMultiLineString;
    case OVF_SHAPE_AREA: return wkbMultiPolygon;
    case OVF_SHAPE_PLACE: return altitudes ? wkbSetZ(wkbUnknown) : wkbUnknown;
    case OVF_SHAPE_NONE: break;
    }
    return wkbNone;
}

static OGRGeometryH point_of(const ovf_fix *fix, bool altitudes)
{
    OGRGeometryH point = OGR_G_CreateGeometry(altitudes ? wkbPoint25D : wkbPoint);
    if (altitudes) OGR_G_SetPoint(point, 0, fix->lon, fix->lat, fix->altitude_m);
    else OGR_G_SetPoint_2D(point, 0, fix->lon, fix->lat);
    return point;
}

/* Geometries as OGR has them; zeroed before its first use. */
typedef struct {
    bool densified; /* so that they are drawn right in any projection */
    bool altitudes;
    ovf_fix *fixes; /* a line or ring with what is put in */
    ovf_lonlat *points;
    size_t fix_capacity, point_capacity;
} shaper;

static OGRGeometryH line_of(shaper *self, const ovf_fix *fixes, size_t count)
{
    int stride = (int)sizeof *fixes;
    if (self->densified) {
        size_t more = ovf_densify_fixes(fixes, count, &self->fixes, &self->fix_capacity);
        if (more > 0) {
            fixes = self->fixes;
            count = more;
        }
    }
    OGRGeometryH one = OGR_G_CreateGeometry(self->altitudes ? wkbLineString25D : wkbLineString);
    OGR_G_SetPoints(one, (int)count, &fixes->lon, stride, &fixes->lat, stride,
                    self->altitudes ? &fixes->altitude_m : NULL, self->altitudes ? stride : 0);
    return one;
}

static OGRGeometryH lines_of(shaper *self, const ovf_polyline *line)
{
    if (line->part_count == 0) return NULL;
    if (line->fix_count == 1) return point_of(line->fixes, self->altitudes);
    OGRGeometryH lines = OGR_G_CreateGeometry(self->altitudes ? wkbMultiLineString25D
                                                              : wkbMultiLineString);
    for (size_t part = 0, begin = 0; part < line->part_count; begin = line->part_ends[part++])
        OGR_G_AddGeometryDirectly(
            lines, line_of(self, line->fixes + begin, line->part_ends[part] - begin));
    return lines;
}

static OGRGeometryH ring_of(shaper *self, const ovf_ring *ring)
{
    const ovf_lonlat *points = ring->vertices;
    size_t count = ring->count;
    int stride = (int)sizeof *points;
    if (self->densified) {
        size_t more = ovf_densify(points, count, &self->points, &self->point_capacity);
        if (more > 0) {
            points = self->points;
            count = more;
        }
    }
    OGRGeometryH drawn = OGR_G_CreateGeometry(wkbLinearRing);
    OGR_G_SetPoints(drawn, (int)count, &points->lon, stride, &points->lat, stride, NULL, 0);
    return drawn;
}

static OGRGeometryH areas_of(shaper *self, const ovf_polygon *polygons, size_t count)
{
    if (count == 0) return NULL;
    OGRGeometryH areas = OGR_G_CreateGeometry(wkbMultiPolygon);
    for (size_t i = 0; i < count; i++) {
        OGRGeometryH polygon = OGR_G_CreateGeometry(wkbPolygon);
        for (size_t k = 0; k < polygons[i].count; k++)
            OGR_G_AddGeometryDirectly(polygon, ring_of(self, &polygons[i].rings[k]));
        OGR_G_AddGeometryDirectly(areas, polygon);
    }
    return areas;
}

OGRGeometryH ovf_dataset_areas(const ovf_polygon *polygons, size_t count)
{
    return areas_of(&(shaper){.densified = false}, polygons, count);
}

/* What the rows of a layer are, taken as they are to be. */
static ovf_shape shape_of(const ovf_dataset_layer *layer)
{
    return layer->rows == OVF_ROWS_AS_POINTS ? OVF_SHAPE_POINT
           : layer->rows == OVF_ROWS_LINES   ? OVF_SHAPE_LINE
                                             : layer->schema->shape;
}

static OGRGeometryH geometry_of(shaper *self, const ovf_dataset_layer *layer, const ovf_row *row)
{
    if (layer->rows == OVF_ROWS_AS_POINTS)
        return row->line->fix_count == 0 ? NULL : point_of(row->line->fixes, self->altitudes);
    switch (layer->schema->shape) {
    case OVF_SHAPE_POINT: return point_of(&row->point, self->altitudes);
    case OVF_SHAPE_PLACE:
    case OVF_SHAPE_LINE: return lines_of(self, row->line);
    case OVF_SHAPE_AREA: return areas_of(self, row->polygons, row->polygon_count);
    case OVF_SHAPE_NONE: break;
    }
    return NULL;
}

typedef struct {
    GDALDatasetH dataset;
    bool ours; /* the transactions */
    const char *driver, *path, *called;
    ovf_gdal_errors *caught;
    ovf_written_layer *written; /* to compare with what is there in the end; NULL: not wanted */
} target;

static ovf_status write_rows(const target *to, const ovf_dataset_layer *from, OGRLayerH layer,
                             ovf_store *store, const ovf_dataset_columns *columns, shaper *shapes,
                             uint64_t *written, ovf_error *error)
{
    const ovf_row *row;
    bool transactions = to->ours && GDALDatasetTestCapability(to->dataset, ODsCTransactions) != 0,
         good = true;
    for (uint64_t count = 0;; count++) {
        if (transactions && count % TRANSACTION_ROWS == 0) {
            if (count > 0) good = GDALDatasetCommitTransaction(to->dataset) == OGRERR_NONE;
            good = good && GDALDatasetStartTransaction(to->dataset, FALSE) == OGRERR_NONE;
        }
        ovf_status status = good ? ovf_store_next(store, &row, error)
                                 : fail(to->caught, to->path, to->called, error);
        if (status != OVF_OK) return status;
        if (row == NULL) break;
        if (from->rows == OVF_ROWS_LINES && row->line->fix_count < 2) continue;
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        ovf_dataset_columns_fill(columns, store->schema, row, feature);
        OGRGeometryH geometry = geometry_of(shapes, from, row);
        if (geometry != NULL) OGR_F_SetGeometryDirectly(feature, geometry);
        good = OGR_L_CreateFeature(layer, feature) == OGRERR_NONE;
        OGR_F_Destroy(feature);
        (*written)++;
    }
    if (transactions) good = GDALDatasetCommitTransaction(to->dataset) == OGRERR_NONE;
    return good ? OVF_OK : fail(to->caught, to->path, to->called, error);
}

/* What a driver is told besides. */
static char **layer_options(const target *to, const ovf_dataset_layer *from)
{
    static const char *const tables[] = {"FID=fid",    "FID64=YES",          "GEOMETRY_NAME=geom",
                                         "LAUNDER=NO", "SPATIAL_INDEX=NONE", NULL};
    char **options = NULL;
    bool package = EQUAL(to->driver, "GPKG"), database = EQUAL(to->driver, "PostgreSQL");
    if (package)
        options = CSLSetNameValue(options, "IDENTIFIER",
                                  from->title != NULL ? from->title : from->schema->title);
    if (database) options = CSLDuplicate((char **)(uintptr_t)tables);
    if (package || database)
        options = CSLSetNameValue(options, "DESCRIPTION", from->schema->description);
    return options;
}

/* Columns that the tables of PostgreSQL have anyway (5.5 of its documentation, system columns). */
static const char *const system_columns[] = {"tableoid", "xmin", "cmin", "xmax",
                                             "cmax",     "ctid", NULL};

static const char *name_of(const ovf_dataset_layer *layer)
{
    return layer->name != NULL ? layer->name : layer->schema->name;
}

static ovf_status write_layer(const target *to, const ovf_dataset_layer *from, ovf_store *store,
                              uint64_t *written, ovf_error *error)
{
    ovf_dataset_columns columns = {.reserved = EQUAL(to->driver, "PostgreSQL") ? system_columns
                                                                               : NULL};
    ovf_status status = ovf_dataset_columns_find(&columns, store, error);
    OGRSpatialReferenceH wgs84 = NULL;
    char **options = NULL;
    /* What maps are drawn of; and in a database edges may be taken for geodesics. */
    shaper shapes = {.densified = EQUAL(to->driver, "GPKG") || EQUAL(to->driver, "PostgreSQL"),
                     .altitudes = columns.altitudes};
    if (status == OVF_OK) {
        if (from->schema->shape != OVF_SHAPE_NONE) {
            wgs84 = OSRNewSpatialReference(NULL);
            OSRImportFromEPSG(wgs84, 4326);
            OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
        }
        options = layer_options(to, from);
        OGRwkbGeometryType type = geometry_type(shape_of(from), columns.altitudes);
        OGRLayerH layer = GDALDatasetCreateLayer(to->dataset, name_of(from), wgs84, type, options);
        if (layer == NULL || !ovf_dataset_columns_create(&columns, from->schema, layer))
            status = fail(to->caught, to->path, to->called, error);
        else status = write_rows(to, from, layer, store, &columns, &shapes, written, error);
    }
    CSLDestroy(options);
    if (wgs84 != NULL) OSRRelease(wgs84);
    ovf_dataset_columns_clear(&columns);
    free(shapes.fixes);
    free(shapes.points);
    return status;
}

static ovf_status write_layers(const target *to, const ovf_dataset_layer *layers, size_t count,
                               ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        ovf_store store;
        status = ovf_store_open(&store, layers[i].store, layers[i].schema, error);
        if (status != OVF_OK) break;
        uint64_t written = 0;
        status = write_layer(to, &layers[i], &store, &written, error);
        if (to->written != NULL)
            to->written[i] = (ovf_written_layer){name_of(&layers[i]), written,
                                                 layers[i].schema->shape != OVF_SHAPE_NONE};
        ovf_store_close(&store);
    }
    return status;
}

/* What GDAL writes besides the rows must not change from day to day, and the file is thrown away if
 * anything goes wrong. */
static const char *const settings[][2] = {{"OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z"},
                                          {"OGR_SQLITE_SYNCHRONOUS", "OFF"},
                                          {"OGR_SQLITE_JOURNAL", "OFF"}};

ovf_status ovf_dataset_write(const char *driver, const char *path, const char *called,
                             const ovf_dataset_layer *layers, size_t count,
                             const ovf_dataset_extra *extra, ovf_error *error)
{
    ovf_gdal_errors caught;
    ovf_status status = ovf_gdal_load(error);
    if (status != OVF_OK) return status;
    ovf_gdal_errors_begin(&caught);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        CPLSetThreadLocalConfigOption(settings[i][0], settings[i][1]);
    target to = {
        NULL, true, driver, path, called, &caught, ovf_array_new(count, sizeof *to.written)};
    GDALDriverH found = GDALGetDriverByName(driver);
    if (to.written == NULL) {
        status = ovf_fail_memory(error);
    } else if (found == NULL) {
        status = ovf_fail(error, OVF_ERROR_IO, "cannot write %s: this GDAL has no driver %s",
                          called, driver);
    } else {
        to.dataset = GDALCreate(found, path, 0, 0, 0, GDT_Unknown, NULL);
        if (to.dataset == NULL) status = fail(&caught, path, called, error);
    }
    if (status == OVF_OK) status = write_layers(&to, layers, count, error);
    if (status == OVF_OK && extra != NULL) {
        ovf_gdal_errors_reset(&caught);
        status = extra->add(extra->context, to.dataset, error);
        if (status == OVF_OK && caught.failure[0] != '\0')
            status = fail(&caught, path, called, error);
    }
    if (to.dataset != NULL) {
        ovf_gdal_errors_reset(&caught);
        GDALClose(to.dataset); /* indexes are made here */
        if (status == OVF_OK && caught.failure[0] != '\0')
            status = fail(&caught, path, called, error);
        if (status == OVF_OK)
            status = ovf_dataset_verify(driver, path, called, to.written, count, error);
    }
    free(to.written);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        CPLSetThreadLocalConfigOption(settings[i][0], NULL);
    ovf_gdal_errors_end();
    return status;
}

ovf_status ovf_dataset_fill(GDALDatasetH dataset, const char *called,
                            const ovf_dataset_layer *layers, size_t count, ovf_error *error)
{
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    const target to = {dataset, false,  GDALGetDriverShortName(GDALGetDatasetDriver(dataset)),
                       "",      called, &caught,
                       NULL};
    ovf_status status = write_layers(&to, layers, count, error);
    ovf_gdal_errors_reset(&caught);
    /* What a server says of the last rows comes now. */
    if (status == OVF_OK) GDALFlushCache(dataset);
    if (status == OVF_OK && caught.failure[0] != '\0') status = fail(&caught, "", called, error);
    ovf_gdal_errors_end();
    return status;
}

const ovf_format ovf_format_gpkg = {.name = "gpkg",
                                    .bit = OVF_FORMAT_GPKG,
                                    .extension = ".gpkg",
                                    .driver = "GPKG",
                                    .stored = true,
                                    .row = ovf_store_row};
/* Its rows are for the page, report.html. */
const ovf_format ovf_format_html = {.name = "html",
                                    .bit = OVF_FORMAT_HTML,
                                    .extension = ".html",
                                    .stored = true,
                                    .row = ovf_store_row};
const ovf_format ovf_format_fgb = {.name = "fgb",
                                   .bit = OVF_FORMAT_FGB,
                                   .extension = ".fgb",
                                   .driver = "FlatGeobuf",
                                   .stored = true,
                                   .row = ovf_store_row};
