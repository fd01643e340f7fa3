#include "output/map/package.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "output/map/ground.h"
#include "output/map/style.h"
#include "output/formats/dataset_columns.h"
#include "output/formats/dataset.h"
#include "output/map/package_layers.h"

#define LAYERS_MAX 32

typedef struct {
    const ovf_map *map;
    const ovf_bytes *project;
    const ovf_dataset_extra *more;
    const char *called;
    const ovf_land *land;
    double seam_deg;
    ovf_dataset_layer layers[LAYERS_MAX];
    size_t count;
} package;

static ovf_status fail(const package *self, const char *what, ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_IO, "cannot write %s: GDAL did not take %s", self->called,
                    what);
}

static void list_layers(package *self)
{
    for (size_t i = 0; i < self->map->layer_count; i++) {
        const ovf_map_layer *layer = &self->map->layers[i];
        const ovf_schema *schema = &layer->kind->schema;
        bool places = schema->shape == OVF_SHAPE_PLACE;
        self->layers[self->count++] = (ovf_dataset_layer){
            schema, layer->store, places ? OVF_ROWS_AS_POINTS : OVF_ROWS_ALL, NULL, NULL};
        if (places)
            self->layers[self->count++] = (ovf_dataset_layer){
                schema, layer->store, OVF_ROWS_LINES, OVF_STRETCHES_NAME, OVF_STRETCHES_TITLE};
    }
}

static const char *name_of(const ovf_dataset_layer *layer)
{
    return layer->name != NULL ? layer->name : layer->schema->name;
}

/* ---- layers that are no part of the analysis ---- */

/* The gap that is cut, to either side of the seam: a centimetre or so. */
#define SEAM_DEG 1e-7

/* The geometry without what lies on the seam, if it crosses it: it is taken, and what comes back is
 * the caller's. */
static OGRGeometryH cut_at_seam(const package *self, OGRGeometryH whole)
{
    double west = self->seam_deg - SEAM_DEG, east = self->seam_deg + SEAM_DEG;
    const double corners[][2] = {{west, -91}, {east, -91}, {east, 91}, {west, 91}, {west, -91}};
    OGREnvelope box;
    OGR_G_GetEnvelope(whole, &box);
    if (!(box.MinX < west && box.MaxX > east)) return whole;
    OGRGeometryH seam = OGR_G_CreateGeometry(wkbPolygon),
                 ring = OGR_G_CreateGeometry(wkbLinearRing);
    for (size_t i = 0; i < OVF_COUNT(corners); i++)
        OGR_G_SetPoint_2D(ring, (int)i, corners[i][0], corners[i][1]);
    OGR_G_AddGeometryDirectly(seam, ring);
    OGRGeometryH cut = OGR_G_Difference(whole, seam);
    OGR_G_DestroyGeometry(seam);
    if (cut == NULL) return whole;
    bool lines = wkbFlatten(OGR_G_GetGeometryType(whole)) == wkbMultiLineString;
    OGR_G_DestroyGeometry(whole);
    return lines ? OGR_G_ForceToMultiLineString(cut) : OGR_G_ForceToMultiPolygon(cut);
}

static ovf_status add_land(const package *self, GDALDatasetH dataset, ovf_error *error)
{
    const ovf_land *land = self->land;
    OGRLayerH layer = ovf_package_layer(dataset, OVF_LAND_NAME, wkbMultiPolygon, "Land",
                                        "Base map: land, from Natural Earth (public domain)");
    bool good = layer != NULL;
    for (size_t i = 0; i < land->polygon_count && good; i++) {
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGR_F_SetGeometryDirectly(feature,
                                  cut_at_seam(self, ovf_dataset_areas(&land->polygons[i], 1)));
        good = ovf_package_feature(layer, feature);
    }
    return good ? OVF_OK : fail(self, "the land of the base map", error);
}

static ovf_status add_borders(const package *self, GDALDatasetH dataset, ovf_error *error)
{
    const ovf_land *land = self->land;
    OGRLayerH layer = ovf_package_layer(
        dataset, OVF_BORDERS_NAME, wkbMultiLineString, "Boundaries",
        "Base map: boundaries between States, from Natural Earth (public domain)");
    bool good = layer != NULL && ovf_dataset_column_add(layer, "disputed", OFTInteger, OFSTBoolean);
    for (size_t i = 0; i < land->border_count && good; i++) {
        const ovf_border *border = &land->borders[i];
        int stride = (int)sizeof *border->vertices;
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGRGeometryH lines = OGR_G_CreateGeometry(wkbMultiLineString),
                     line = OGR_G_CreateGeometry(wkbLineString);
        OGR_G_SetPoints(line, (int)border->count, &border->vertices->lon, stride,
                        &border->vertices->lat, stride, NULL, 0);
        OGR_G_AddGeometryDirectly(lines, line);
        OGR_F_SetGeometryDirectly(feature, cut_at_seam(self, lines));
        OGR_F_SetFieldInteger(feature, 0, border->disputed);
        good = ovf_package_feature(layer, feature);
    }
    return good ? OVF_OK : fail(self, "the boundaries of the base map", error);
}

/* ---- styles, where QGIS looks for them ---- */

static bool add_style(OGRLayerH styles, const char *name, bool located)
{
    ovf_bytes style = {0};
    if (!ovf_style_add(&style, name)) return true;
    ovf_bytes_byte(&style, '\0');
    if (style.failed) {
        ovf_bytes_clear(&style);
        return false;
    }
    const char *const texts[] = {"", "", name, located ? "geom" : "", "overflight", style.data};
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(styles));
    for (int i = 0; i < (int)OVF_COUNT(texts); i++) OGR_F_SetFieldString(feature, i, texts[i]);
    ovf_bytes_clear(&style);
    OGR_F_SetFieldInteger(feature, 7, 1);
    OGR_F_SetFieldString(feature, 8, "As overflight draws this layer");
    OGR_F_SetFieldDateTimeEx(feature, 11, 2000, 1, 1, 0, 0, 0, 100);
    return ovf_package_feature(styles, feature);
}

static ovf_status add_styles(const package *self, GDALDatasetH dataset, ovf_error *error)
{
    static const struct {
        const char *name;
        OGRFieldType type;
        OGRFieldSubType subtype;
    } fields[] = {{"f_table_catalog", OFTString, OFSTNone},
                  {"f_table_schema", OFTString, OFSTNone},
                  {"f_table_name", OFTString, OFSTNone},
                  {"f_geometry_column", OFTString, OFSTNone},
                  {"styleName", OFTString, OFSTNone},
                  {"styleQML", OFTString, OFSTNone},
                  {"styleSLD", OFTString, OFSTNone},
                  {"useAsDefault", OFTInteger, OFSTBoolean},
                  {"description", OFTString, OFSTNone},
                  {"owner", OFTString, OFSTNone},
                  {"ui", OFTString, OFSTNone},
                  {"update_time", OFTDateTime, OFSTNone}};
    OGRLayerH styles = ovf_package_layer(dataset, "layer_styles", wkbNone, "Styles",
                                         "Styles of the layers, as QGIS reads them");
    bool good = styles != NULL;
    for (size_t i = 0; i < OVF_COUNT(fields) && good; i++)
        good = ovf_dataset_column_add(styles, fields[i].name, fields[i].type, fields[i].subtype);
    for (size_t i = 0; i < self->count && good; i++)
        good = add_style(styles, name_of(&self->layers[i]),
                         self->layers[i].schema->shape != OVF_SHAPE_NONE);
    static const char *const own[] = {OVF_LAND_NAME,    OVF_BORDERS_NAME,   OVF_FIXES_NAME,
                                      OVF_DENSITY_NAME, OVF_STANDOFFS_NAME, OVF_PLACES_NAME};
    for (size_t i = 0; i < OVF_COUNT(own) && good; i++)
        if (GDALDatasetGetLayerByName(dataset, own[i]) != NULL)
            good = add_style(styles, own[i], true);
    return good ? OVF_OK : fail(self, "the styles", error);
}

/* ---- the project, and what the columns mean ---- */

static void put_quoted(ovf_bytes *sql, const char *text)
{
    ovf_bytes_byte(sql, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'') ovf_bytes_byte(sql, '\'');
        ovf_bytes_byte(sql, *text);
    }
    ovf_bytes_byte(sql, '\'');
}

/* Executes the statement, and clears it. What GDAL has against it is seen when all is added
 * (ovf_dataset_write). */
static ovf_status run(GDALDatasetH dataset, ovf_bytes *sql, ovf_error *error)
{
    ovf_bytes_byte(sql, '\0');
    ovf_status status = sql->failed ? ovf_fail_memory(error) : OVF_OK;
    OGRLayerH answer = status == OVF_OK ? GDALDatasetExecuteSQL(dataset, sql->data, NULL, NULL)
                                        : NULL;
    if (answer != NULL) GDALDatasetReleaseResultSet(dataset, answer);
    ovf_bytes_clear(sql);
    return status;
}

static ovf_status add_project(const package *self, GDALDatasetH dataset, ovf_error *error)
{
    static const char digits[] = "0123456789abcdef";
    ovf_bytes sql = {0};
    ovf_bytes_text(
        &sql, "CREATE TABLE qgis_projects(name TEXT PRIMARY KEY, metadata BLOB, content BLOB)");
    ovf_status status = run(dataset, &sql, error);
    if (status != OVF_OK) return status;
    ovf_bytes_text(&sql, "INSERT INTO qgis_projects VALUES ('" OVF_PROJECT_NAME
                         "', '{\"last_modified_time\": \"2000-01-01T00:00:00\", "
                         "\"last_modified_user\": \"overflight\"}', '");
    for (size_t i = 0; i < self->project->used; i++) {
        unsigned char byte = (unsigned char)self->project->data[i];
        ovf_bytes_byte(&sql, digits[byte >> 4]);
        ovf_bytes_byte(&sql, digits[byte & 15]);
    }
    ovf_bytes_text(&sql, "')");
    return run(dataset, &sql, error);
}

/* The schema extension of GeoPackage (OGC 12-128r18, annex F.9); GDAL has made its tables where a
 * column holds JSON. */
static ovf_status add_descriptions(const package *self, GDALDatasetH dataset, ovf_error *error)
{
    static const char *const statements[] = {
        "CREATE TABLE IF NOT EXISTS gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT "
        "NOT NULL, name TEXT, title TEXT, "
        "description TEXT, mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY "
        "(table_name, column_name), "
        "CONSTRAINT gdc_tn UNIQUE (table_name, name))",
        "CREATE TABLE IF NOT EXISTS gpkg_data_column_constraints (constraint_name TEXT NOT NULL, "
        "constraint_type TEXT NOT NULL, value TEXT, "
        "min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description "
        "TEXT, CONSTRAINT gdcc_ntv UNIQUE (constraint_name, "
        "constraint_type, value))",
        "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, "
        "extension_name TEXT NOT NULL, definition TEXT NOT NULL, "
        "scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))",
        "INSERT INTO gpkg_extensions SELECT column1, NULL, 'gpkg_schema', "
        "'http://www.geopackage.org/spec121/#extension_schema', 'read-write' FROM "
        "(VALUES ('gpkg_data_columns'), ('gpkg_data_column_constraints')) WHERE column1 NOT IN "
        "(SELECT table_name FROM gpkg_extensions WHERE "
        "table_name IS NOT NULL)"};
    ovf_bytes sql = {0};
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < OVF_COUNT(statements) && status == OVF_OK; i++) {
        ovf_bytes_text(&sql, statements[i]);
        status = run(dataset, &sql, error);
    }
    for (size_t i = 0; i < self->count && status == OVF_OK; i++) {
        const ovf_schema *schema = self->layers[i].schema;
        for (size_t k = 0; k < schema->field_count && status == OVF_OK; k++) {
            ovf_bytes_text(
                &sql,
                "INSERT INTO gpkg_data_columns (table_name, column_name, description) VALUES (");
            const char *const values[] = {name_of(&self->layers[i]), schema->fields[k].name,
                                          schema->fields[k].description};
            for (size_t v = 0; v < OVF_COUNT(values); v++) {
                if (v > 0) ovf_bytes_text(&sql, ", ");
                put_quoted(&sql, values[v]);
            }
            ovf_bytes_byte(&sql, ')');
            status = run(dataset, &sql, error);
        }
    }
    return status;
}

/* What it is and how it was made, for whoever has only this file. */
static ovf_status add_metadata(const package *self, GDALDatasetH dataset, ovf_error *error)
{
    static const char *const members[] = {"tool", "options", "inputs", "totals", "error_bounds"};
    char **items = CSLSetNameValue(NULL, "TITLE", "Observation flights against restricted zones");
    const char *command = json_string_value(json_object_get(self->map->summary, "command"));
    items = CSLSetNameValue(items, "COMMAND", command == NULL ? "" : command);
    for (size_t i = 0; i < OVF_COUNT(members); i++) {
        char *text = json_dumps(json_object_get(self->map->summary, members[i]),
                                JSON_COMPACT | JSON_REAL_PRECISION(15) | JSON_ENCODE_ANY),
             key[32];
        snprintf(key, sizeof key, "OVERFLIGHT_%s", members[i]);
        if (text != NULL) items = CSLSetNameValue(items, key, text);
        free(text);
    }
    bool good = GDALSetMetadata(dataset, items, NULL) == CE_None;
    CSLDestroy(items);
    return good ? OVF_OK : fail(self, "its metadata", error);
}

static ovf_status add_all(const void *context, GDALDatasetH dataset, ovf_error *error)
{
    const package *self = context;
    /* Indexes that GDAL builds aside have to be in their places before there is a transaction. */
    GDALFlushCache(dataset);
    bool transaction = GDALDatasetStartTransaction(dataset, FALSE) == OGRERR_NONE;
    ovf_status status = add_land(self, dataset, error);
    if (status == OVF_OK) status = add_borders(self, dataset, error);
    if (status == OVF_OK) status = self->more->add(self->more->context, dataset, error);
    if (status == OVF_OK) status = ovf_ground_write(self->map, dataset, error);
    if (status == OVF_OK) status = add_styles(self, dataset, error);
    if (status == OVF_OK) status = add_descriptions(self, dataset, error);
    if (status == OVF_OK) status = add_project(self, dataset, error);
    if (status == OVF_OK) status = add_metadata(self, dataset, error);
    if (transaction && status == OVF_OK && GDALDatasetCommitTransaction(dataset) != OGRERR_NONE)
        status = fail(self, "the styles", error);
    return status;
}

ovf_status ovf_package_write(const ovf_map *map, const ovf_bytes *project,
                             const ovf_dataset_extra *more, const ovf_land *land, double seam_deg,
                             const char *path, const char *called, ovf_error *error)
{
    package self = {.map = map,
                    .project = project,
                    .more = more,
                    .called = called,
                    .land = land,
                    .seam_deg = seam_deg};
    list_layers(&self);
    return ovf_dataset_write("GPKG", path, called, self.layers, self.count,
                             &(ovf_dataset_extra){add_all, &self}, error);
}
