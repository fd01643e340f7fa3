#include "output/convert/ogr_flights.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "gdal/attributes.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"
#include "output/convert/fix_facts.h"
#include "output/formats/dataset_columns.h"

#define TRANSACTION_FLIGHTS 1000

typedef struct {
    char *name; /* of the attribute */
    ovf_attribute_type type;
    int index; /* in the layer; -1: it has no such field */
} column;

struct ovf_ogr_flights {
    GDALDriverH driver;
    const char *called;
    GDALDatasetH dataset;
    OGRLayerH layer;
    column *columns;
    size_t count, capacity;
    double no_altitude, no_time;
    bool several, timed, heights; /* of any flight */
    bool holds_times, holds_altitudes, transactions;
    size_t waiting; /* flights of this transaction */
    ovf_text text;
};

static ovf_status fail(const ovf_ogr_flights *self, ovf_gdal_errors *caught, ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_IO, "cannot write %s: %s", self->called,
                    ovf_gdal_errors_text(caught, self->called));
}

/* ---- the driver ---- */

static bool has_ending(const char *endings, const char *ending)
{
    size_t length = strlen(ending);
    for (const char *at = endings; at != NULL && *at != '\0';) {
        size_t word = strcspn(at, " ");
        if (word == length && strncasecmp(at, ending, length) == 0) return true;
        at += word + strspn(at + word, " ");
    }
    return false;
}

static bool can(GDALDriverH driver, const char *what)
{
    const char *value = GDALGetMetadataItem((GDALMajorObjectH)driver, what, NULL);
    return value != NULL && strcasecmp(value, "YES") == 0;
}

static GDALDriverH find_driver(const char *ending)
{
    for (int i = 0; i < GDALGetDriverCount(); i++) {
        GDALDriverH driver = GDALGetDriver(i);
        const char *endings = GDALGetMetadataItem((GDALMajorObjectH)driver, "DMD_EXTENSIONS", NULL);
        if (can(driver, "DCAP_VECTOR") && can(driver, "DCAP_CREATE") && has_ending(endings, ending))
            return driver;
    }
    return NULL;
}

/* What stands for no altitude and for no time. Shapefiles have everything below -1e38 for that
 * (ESRI Shapefile Technical Description, 1998, page 2); formats of text cannot write NAN. */
static void choose_unknown(ovf_ogr_flights *self)
{
    static const char *const exact[] = {"GPKG", "FlatGeobuf", "SQLite", "Parquet", "Arrow"};
    const char *name = GDALGetDriverShortName(self->driver);
    bool shapes = strcasecmp(name, "ESRI Shapefile") == 0;
    self->no_altitude = shapes ? -1e39 : -9999;
    self->no_time = shapes ? -1e39 : NAN;
    for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
        if (strcasecmp(name, exact[i]) == 0) self->no_altitude = NAN;
}

ovf_status ovf_ogr_flights_new(const char *ending, ovf_ogr_flights **flights, ovf_error *error)
{
    ovf_status status = ovf_gdal_load(error);
    if (status != OVF_OK) return status;
    GDALDriverH driver = find_driver(ending);
    if (driver == NULL)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "no format of files is known by the ending \".%.40s\": expected gpx, kml, "
                        "geojson, geojsonl, csv, fpl, gpkg, fgb, shp or another one that GDAL "
                        "writes",
                        ending);
    ovf_ogr_flights *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    made->driver = driver;
    choose_unknown(made);
    *flights = made;
    return OVF_OK;
}

const char *ovf_ogr_flights_title(const ovf_ogr_flights *self)
{
    const char *title = GDALGetMetadataItem((GDALMajorObjectH)self->driver, "DMD_LONGNAME", NULL);
    return title != NULL ? title : GDALGetDriverShortName(self->driver);
}

/* ---- learning ---- */

/* Tables have columns of their own, and do not tell capitals from small letters. */
static bool is_taken(const char *name)
{
    static const char *const taken[] = {"id", "fid", "geom", "ogc_fid"};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (strcasecmp(name, taken[i]) == 0) return true;
    return ovf_flight_is_time_attribute(name);
}

static column *find_column(const ovf_ogr_flights *self, const char *name)
{
    for (size_t i = 0; i < self->count; i++)
        if (strcasecmp(self->columns[i].name, name) == 0) return &self->columns[i];
    return NULL;
}

ovf_status ovf_ogr_flights_learn(ovf_ogr_flights *self, const ovf_route *route, ovf_error *error)
{
    self->several = self->several || route->part_count > 1;
    for (size_t i = 0; i < route->fix_count; i++) {
        self->timed = self->timed || !isnan(route->fixes[i].time_s);
        self->heights = self->heights ||
                        (!isnan(route->fixes[i].altitude_m) && !ovf_flight_is_level(route, i));
    }
    for (size_t i = 0; i < route->attributes.count; i++) {
        const ovf_attribute *attribute = &route->attributes.items[i];
        column *known = find_column(self, attribute->name);
        if (known != NULL) known->type = ovf_common_type(known->type, attribute->type);
        if (known != NULL || is_taken(attribute->name)) continue;
        if (!ovf_array_reserve(&self->columns, &self->capacity, self->count + 1,
                               sizeof *self->columns))
            return ovf_fail_memory(error);
        column made = {ovf_text_copy(attribute->name), attribute->type, -1};
        if (made.name == NULL) return ovf_fail_memory(error);
        self->columns[self->count++] = made;
    }
    return OVF_OK;
}

/* ---- the layer ---- */

static bool add_field(OGRLayerH layer, const char *name, OGRFieldType type, OGRFieldSubType subtype,
                      int *index)
{
    OGRFieldDefnH field = OGR_Fld_Create(name, type);
    OGR_Fld_SetSubType(field, subtype);
    int before = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer));
    bool good = OGR_L_CreateField(layer, field, TRUE) == OGRERR_NONE;
    OGR_Fld_Destroy(field);
    /* Some formats cut names, and some have fixed fields. */
    bool added = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer)) > before;
    *index = good && added ? before : OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), name);
    return good;
}

static void add_fields(ovf_ogr_flights *self)
{
    int ignored;
    add_field(self->layer, "id", OFTString, OFSTNone, &ignored);
    for (size_t i = 0; i < self->count; i++) {
        OGRFieldType type = OFTString;
        OGRFieldSubType subtype = OFSTNone;
        if (self->columns[i].type == OVF_ATTRIBUTE_INTEGER) type = OFTInteger64;
        if (self->columns[i].type == OVF_ATTRIBUTE_REAL) type = OFTReal;
        if (self->columns[i].type == OVF_ATTRIBUTE_BOOLEAN) {
            type = OFTInteger;
            subtype = OFSTBoolean;
        }
        add_field(self->layer, self->columns[i].name, type, subtype, &self->columns[i].index);
    }
}

static OGRwkbGeometryType layer_type(const ovf_ogr_flights *self, bool z, bool m)
{
    if (self->several)
        return z && m ? wkbMultiLineStringZM
               : z    ? wkbMultiLineString25D
               : m    ? wkbMultiLineStringM
                      : wkbMultiLineString;
    return z && m ? wkbLineStringZM : z ? wkbLineString25D : m ? wkbLineStringM : wkbLineString;
}

/* A layer with M where the format has that. */
static OGRLayerH make_layer(ovf_ogr_flights *self)
{
    OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(wgs84, 4326);
    OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    self->holds_times = self->timed;
    self->holds_altitudes = self->heights;
    OGRLayerH layer = GDALDatasetCreateLayer(self->dataset, "flights", wgs84,
                                             layer_type(self, self->heights, self->timed), NULL);
    OSRRelease(wgs84);
    if (layer == NULL) return NULL;
    self->holds_times = self->timed && OGR_L_TestCapability(layer, OLCMeasuredGeometries);
    self->holds_altitudes = self->heights && OGR_L_TestCapability(layer, OLCZGeometries);
    return layer;
}

ovf_status ovf_ogr_flights_create(ovf_ogr_flights *self, const char *path, const char *called,
                                  ovf_error *error)
{
    ovf_gdal_errors caught;
    ovf_status status = OVF_OK;
    self->called = called;
    ovf_gdal_errors_begin(&caught);
    self->dataset = GDALCreate(self->driver, path, 0, 0, 0, GDT_Unknown, NULL);
    if (self->dataset != NULL) self->layer = make_layer(self);
    if (self->layer == NULL) {
        status = fail(self, &caught, error);
    } else if (OGR_FD_GetGeomFieldCount(OGR_L_GetLayerDefn(self->layer)) == 0) {
        status = ovf_fail(error, OVF_ERROR_USAGE, "%s: %s holds tables without geometry", called,
                          ovf_ogr_flights_title(self));
    } else {
        add_fields(self);
        self->transactions = GDALDatasetTestCapability(self->dataset, ODsCTransactions) != 0;
    }
    ovf_gdal_errors_end();
    return status;
}

bool ovf_ogr_flights_hold_times(const ovf_ogr_flights *self) { return self->holds_times; }

bool ovf_ogr_flights_hold_altitudes(const ovf_ogr_flights *self) { return self->holds_altitudes; }

/* ---- flights ---- */

static OGRGeometryH line_of(const ovf_ogr_flights *self, const ovf_route *route, size_t from,
                            size_t until, double *lon)
{
    bool z = self->holds_altitudes, m = self->holds_times;
    OGRGeometryH line = OGR_G_CreateGeometry(z && m ? wkbLineStringZM
                                             : z    ? wkbLineString25D
                                             : m    ? wkbLineStringM
                                                    : wkbLineString);
    for (size_t i = from; i < until; i++) {
        const ovf_fix *fix = &route->fixes[i];
        *lon = ovf_flight_lon(fix, *lon);
        bool known = !isnan(fix->altitude_m) && !ovf_flight_is_level(route, i);
        double altitude_m = known ? fix->altitude_m : self->no_altitude,
               time_s = isnan(fix->time_s) ? self->no_time : fix->time_s;
        int at = (int)(i - from);
        if (z && m) OGR_G_SetPointZM(line, at, *lon, fix->lat, altitude_m, time_s);
        else if (z) OGR_G_SetPoint(line, at, *lon, fix->lat, altitude_m);
        else if (m) OGR_G_SetPointM(line, at, *lon, fix->lat, time_s);
        else OGR_G_SetPoint_2D(line, at, *lon, fix->lat);
    }
    return line;
}

static OGRGeometryH geometry_of(const ovf_ogr_flights *self, const ovf_route *route)
{
    double lon = NAN;
    if (!self->several) return line_of(self, route, 0, route->fix_count, &lon);
    OGRGeometryH lines = OGR_G_CreateGeometry(
        layer_type(self, self->holds_altitudes, self->holds_times));
    for (size_t part = 0, from = 0; part < route->part_count; from = route->part_ends[part++])
        OGR_G_AddGeometryDirectly(lines, line_of(self, route, from, route->part_ends[part], &lon));
    return lines;
}

static bool set_field(ovf_ogr_flights *self, OGRFeatureH feature, const ovf_attribute *attribute)
{
    const column *at = find_column(self, attribute->name);
    if (at == NULL || at->index < 0 || attribute->type == OVF_ATTRIBUTE_NULL) return true;
    switch (at->type) {
    case OVF_ATTRIBUTE_INTEGER:
        OGR_F_SetFieldInteger64(feature, at->index, attribute->integer);
        return true;
    case OVF_ATTRIBUTE_REAL:
        OGR_F_SetFieldDouble(feature, at->index,
                             attribute->type == OVF_ATTRIBUTE_REAL ? attribute->real
                                                                   : (double)attribute->integer);
        return true;
    case OVF_ATTRIBUTE_BOOLEAN:
        OGR_F_SetFieldInteger(feature, at->index, attribute->boolean);
        return true;
    default: break;
    }
    ovf_text_reset(&self->text);
    if (!ovf_attribute_add_text(&self->text, attribute)) return false;
    OGR_F_SetFieldString(feature, at->index, self->text.text == NULL ? "" : self->text.text);
    return true;
}

static bool turn_transaction(ovf_ogr_flights *self)
{
    if (!self->transactions || self->waiting++ % TRANSACTION_FLIGHTS != 0) return true;
    if (self->waiting > 1 && GDALDatasetCommitTransaction(self->dataset) != OGRERR_NONE)
        return false;
    return GDALDatasetStartTransaction(self->dataset, FALSE) == OGRERR_NONE;
}

ovf_status ovf_ogr_flights_add(ovf_ogr_flights *self, const ovf_route *route, ovf_error *error)
{
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    bool good = turn_transaction(self), memory = true;
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(self->layer));
    int id = OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(self->layer), "id");
    if (id >= 0) OGR_F_SetFieldString(feature, id, route->id);
    for (size_t i = 0; i < route->attributes.count && memory; i++)
        memory = set_field(self, feature, &route->attributes.items[i]);
    OGR_F_SetGeometryDirectly(feature, geometry_of(self, route));
    good = good && memory && OGR_L_CreateFeature(self->layer, feature) == OGRERR_NONE;
    OGR_F_Destroy(feature);
    ovf_status status = good     ? OVF_OK
                        : memory ? fail(self, &caught, error)
                                 : ovf_fail_memory(error);
    ovf_gdal_errors_end();
    return status;
}

ovf_status ovf_ogr_flights_close(ovf_ogr_flights *self, ovf_error *error)
{
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    bool good = !self->transactions || self->waiting == 0 ||
                GDALDatasetCommitTransaction(self->dataset) == OGRERR_NONE;
    ovf_status status = good ? OVF_OK : fail(self, &caught, error);
    ovf_gdal_errors_reset(&caught);
    GDALClose(self->dataset); /* indexes are made here */
    self->dataset = NULL;
    if (status == OVF_OK && caught.failure[0] != '\0') status = fail(self, &caught, error);
    ovf_gdal_errors_end();
    return status;
}

void ovf_ogr_flights_free(ovf_ogr_flights *self)
{
    if (self == NULL) return;
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    if (self->dataset != NULL) GDALClose(self->dataset);
    ovf_gdal_errors_end();
    for (size_t i = 0; i < self->count; i++) free(self->columns[i].name);
    free(self->columns);
    ovf_text_clear(&self->text);
    free(self);
}
