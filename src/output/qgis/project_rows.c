#include "output/qgis/project_rows.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/time.h"
#include "output/formats/dataset.h"
#include "output/formats/dataset_columns.h"
#include "output/map/package.h"
#include "output/map/package_layers.h"
#include "output/map/standoff.h"
#include "output/rows/layer.h"

/* Names are there at least so far around. */
#define AROUND_M 1e5

bool ovf_project_has_fixes(const ovf_project_facts *facts)
{
    return facts->fixes > 0 &&
           (facts->fixes <= OVF_PROJECT_FIXES_MAX ||
            (facts->bad_fixes > 0 && facts->bad_fixes <= OVF_PROJECT_FIXES_MAX));
}

bool ovf_project_has_standoffs(const ovf_project_facts *facts) { return facts->has_standoffs; }

bool ovf_project_has_density(const ovf_project_facts *facts)
{
    return isfinite(facts->crowd.routes_from);
}

static ovf_status fail(const char *what, ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_IO, "cannot write " OVF_PACKAGE_FILE ": GDAL did not take %s",
                    what);
}

static void set_point(OGRFeatureH feature, double lon, double lat)
{
    OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
    OGR_G_SetPoint_2D(point, 0, lon, lat);
    OGR_F_SetGeometryDirectly(feature, point);
}

typedef struct {
    const char *name;
    OGRFieldType type;
} column_kind;

static bool add_columns(OGRLayerH layer, const column_kind *columns, size_t count)
{
    bool good = layer != NULL;
    for (size_t i = 0; i < count && good; i++)
        good = ovf_dataset_column_add(layer, columns[i].name, columns[i].type, OFSTNone);
    return good;
}

/* ---- fixes ---- */

enum {
    FIX_ROUTE,
    FIX_NUMBER,
    FIX_NAME,
    FIX_TIME,
    FIX_UNTIL,
    FIX_ALTITUDE,
    FIX_VERDICT,
    FIX_AIRFIELD
};
static const column_kind fix_columns[] = {
    {"route_id", OFTString}, {"fix", OFTInteger},     {"name", OFTString},
    {"time", OFTDateTime},   {"until", OFTDateTime},  {"altitude_m", OFTReal},
    {"verdict", OFTString},  {"airfield", OFTString},
};

static void set_time(OGRFeatureH feature, int field, double time_s)
{
    char text[OVF_TIME_SIZE];
    ovf_time_format(time_s, text);
    if (text[0] != '\0') OGR_F_SetFieldString(feature, field, text);
}

/* Where the route begins, or ends, as its source has it. */
static const char *airfield(const ovf_row *row, const char *name)
{
    const ovf_attribute *found = row->attributes != NULL
                                     ? ovf_attributes_find(row->attributes, name)
                                     : NULL;
    return found != NULL && found->type == OVF_ATTRIBUTE_TEXT && found->text[0] != '\0'
               ? found->text
               : NULL;
}

static bool add_fixes_of(OGRLayerH layer, const ovf_row *row, const char *verdict)
{
    bool good = true;
    for (size_t i = 0; i < row->fix_count && good; i++) {
        const ovf_fix *fix = &row->fixes[i];
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        if (row->values[0].text != NULL)
            OGR_F_SetFieldString(feature, FIX_ROUTE, row->values[0].text);
        OGR_F_SetFieldInteger64(feature, FIX_NUMBER, (GIntBig)i + 1);
        if (row->fix_names != NULL && row->fix_names[i] != NULL && row->fix_names[i][0] != '\0')
            OGR_F_SetFieldString(feature, FIX_NAME, row->fix_names[i]);
        set_time(feature, FIX_TIME, fix->time_s);
        /* The aircraft is said to be at a fix until it is at the next one. */
        set_time(feature, FIX_UNTIL, row->fixes[i + 1 < row->fix_count ? i + 1 : i].time_s);
        if (!isnan(fix->altitude_m)) OGR_F_SetFieldDouble(feature, FIX_ALTITUDE, fix->altitude_m);
        if (verdict != NULL) OGR_F_SetFieldString(feature, FIX_VERDICT, verdict);
        const char *at = i == 0                    ? airfield(row, "airfield_from")
                         : i + 1 == row->fix_count ? airfield(row, "airfield_to")
                                                   : NULL;
        if (at != NULL) OGR_F_SetFieldString(feature, FIX_AIRFIELD, at);
        set_point(feature, fix->lon, fix->lat);
        good = ovf_package_feature(layer, feature);
    }
    return good;
}

static ovf_status add_fixes(const ovf_project_rows *self, GDALDatasetH dataset, ovf_error *error)
{
    const ovf_map_layer *routes = ovf_map_find(self->map, &ovf_layer_routes);
    const ovf_schema *schema = &ovf_layer_routes.schema;
    const ovf_row *row = NULL;
    ovf_store store;
    if (routes == NULL || !ovf_project_has_fixes(self->facts)) return OVF_OK;
    OGRLayerH layer = ovf_package_layer(dataset, OVF_FIXES_NAME, wkbPoint, OVF_FIXES_TITLE,
                                        OVF_FIXES_DESCRIPTION);
    bool all = self->facts->fixes <= OVF_PROJECT_FIXES_MAX,
         good = add_columns(layer, fix_columns, OVF_COUNT(fix_columns));
    size_t field = 0;
    while (strcmp(schema->fields[field].name, "verdict") != 0) field++;
    ovf_status status = ovf_store_open(&store, routes->store, schema, error);
    while (status == OVF_OK && good && (status = ovf_store_next(&store, &row, error)) == OVF_OK &&
           row != NULL) {
        const char *verdict = row->values[field].text;
        if (all || (verdict != NULL && strcmp(verdict, "complies") != 0))
            good = add_fixes_of(layer, row, verdict);
    }
    ovf_store_close(&store);
    return status == OVF_OK && !good ? fail("the fixes", error) : status;
}

/* ---- stand-offs ---- */

enum { STANDOFF_ZONE, STANDOFF_NAME, STANDOFF_M };
static const column_kind standoff_columns[] = {
    {"zone_id", OFTString}, {"name", OFTString}, {"standoff_m", OFTReal}};

static ovf_status add_standoff(OGRLayerH layer, const ovf_row *row, double away_m, ovf_error *error)
{
    const ovf_schema *schema = &ovf_layer_zones.schema;
    static const char *const texts[] = {"zone_id", "name"};
    ovf_drawing drawing;
    ovf_status status = ovf_standoff_draw(row, away_m, &drawing, error);
    if (status == OVF_OK && drawing.count > 0) {
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        for (int i = 0; i < (int)OVF_COUNT(texts); i++) {
            const char *text = row->values[ovf_schema_field(schema, texts[i])].text;
            if (text != NULL) OGR_F_SetFieldString(feature, i, text);
        }
        OGR_F_SetFieldDouble(feature, STANDOFF_M, away_m);
        OGR_F_SetGeometryDirectly(feature, ovf_dataset_areas(drawing.polygons, drawing.count));
        if (!ovf_package_feature(layer, feature)) status = fail("the stand-offs", error);
    }
    ovf_drawing_clear(&drawing);
    return status;
}

static ovf_status add_standoffs(const ovf_project_rows *self, GDALDatasetH dataset,
                                ovf_error *error)
{
    const ovf_map_layer *zones = ovf_map_find(self->map, &ovf_layer_zones);
    const ovf_row *row = NULL;
    ovf_store store;
    if (zones == NULL || !ovf_project_has_standoffs(self->facts)) return OVF_OK;
    OGRLayerH layer = ovf_package_layer(dataset, OVF_STANDOFFS_NAME, wkbMultiPolygon,
                                        OVF_STANDOFFS_TITLE, OVF_STANDOFFS_DESCRIPTION);
    if (!add_columns(layer, standoff_columns, OVF_COUNT(standoff_columns)))
        return fail("the stand-offs", error);
    size_t field = ovf_schema_field(&ovf_layer_zones.schema, "standoff_m");
    ovf_status status = ovf_store_open(&store, zones->store, &ovf_layer_zones.schema, error);
    while (status == OVF_OK && (status = ovf_store_next(&store, &row, error)) == OVF_OK &&
           row != NULL)
        if (row->values[field].real > 0)
            status = add_standoff(layer, row, row->values[field].real, error);
    ovf_store_close(&store);
    return status;
}

/* ---- cells ---- */

static const column_kind cell_columns[] = {
    {"level", OFTInteger}, {"cell_m", OFTReal}, {"routes", OFTInteger}, {"violations", OFTInteger}};

#define CORNERS 5

/* Those of a square, the first again at the end. One beyond the end of the map would be drawn on
 * its other side: it moves to the middle. False: the cell is nowhere. */
static bool find_corners(const ovf_plane *plane, const ovf_crowd_level *level,
                         const ovf_crowd_cell *cell, ovf_lonlat corners[CORNERS])
{
    static const double aside[CORNERS][2] = {
        {-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}, {-0.5, -0.5}};
    ovf_flat middle = ovf_crowd_centre(level, cell);
    ovf_lonlat at = ovf_plane_position(plane, middle);
    for (size_t i = 0; i < CORNERS; i++) {
        double x = aside[i][0] * level->cell_m, y = aside[i][1] * level->cell_m;
        corners[i] = ovf_plane_position(plane, (ovf_flat){middle.x + x, middle.y + y});
        ovf_flat back = ovf_plane_point(plane, corners[i].lon, corners[i].lat);
        bool same = hypot(back.x - middle.x - x, back.y - middle.y - y) < level->cell_m / 10;
        if (!same) corners[i] = ovf_plane_position(plane, (ovf_flat){middle.x, middle.y + y});
        if (!same && !isfinite(corners[i].lat)) corners[i] = at;
        corners[i].lon = at.lon + remainder(corners[i].lon - at.lon, 360);
    }
    return isfinite(at.lon) && isfinite(at.lat);
}

static ovf_status add_density(const ovf_project_rows *self, GDALDatasetH dataset, ovf_error *error)
{
    const ovf_crowd *crowd = &self->facts->crowd;
    if (!ovf_project_has_density(self->facts)) return OVF_OK;
    OGRLayerH layer = ovf_package_layer(dataset, OVF_DENSITY_NAME, wkbMultiPolygon,
                                        OVF_DENSITY_TITLE, OVF_DENSITY_DESCRIPTION);
    bool good = add_columns(layer, cell_columns, OVF_COUNT(cell_columns));
    for (size_t i = crowd->first; i < crowd->end; i++) {
        const ovf_crowd_level *level = &crowd->levels[i];
        for (size_t k = 0; k < level->capacity && good; k++) {
            const ovf_crowd_cell *cell = &level->cells[k];
            if (cell->routes + cell->violations == 0) continue;
            ovf_lonlat corners[CORNERS];
            if (!find_corners(&self->facts->crs.plane, level, cell, corners)) continue;
            OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
            OGR_F_SetFieldInteger(feature, 0, (int)(i - crowd->first) + 1);
            OGR_F_SetFieldDouble(feature, 1, level->cell_m);
            OGR_F_SetFieldInteger64(feature, 2, cell->routes);
            OGR_F_SetFieldInteger64(feature, 3, cell->violations);
            OGR_F_SetGeometryDirectly(
                feature,
                ovf_dataset_areas(
                    &(ovf_polygon){&(ovf_ring){.vertices = corners, .count = CORNERS}, 1}, 1));
            good = ovf_package_feature(layer, feature);
        }
    }
    return good ? OVF_OK : fail("the cells of routes", error);
}

/* ---- names ---- */

static const column_kind place_columns[] = {
    {"name", OFTString}, {"population", OFTInteger64}, {"apart_m", OFTReal}};

/* Those around what is shown: one looks a little beyond it. */
static bool is_around(const ovf_project_facts *facts, const ovf_town *town)
{
    const ovf_rectangle *extent = &facts->extent;
    double beyond = fmax(extent->east - extent->west, extent->north - extent->south) + AROUND_M;
    ovf_flat at = ovf_plane_point(&facts->crs.plane, town->at.lon, town->at.lat);
    return at.x > extent->west - beyond && at.x < extent->east + beyond &&
           at.y > extent->south - beyond && at.y < extent->north + beyond;
}

bool ovf_project_has_places(const ovf_map *map, const ovf_project_facts *facts)
{
    for (size_t i = 0; i < map->places.count; i++)
        if (is_around(facts, &map->places.items[i])) return true;
    return false;
}

static ovf_status add_places(const ovf_project_rows *self, GDALDatasetH dataset, ovf_error *error)
{
    if (!ovf_project_has_places(self->map, self->facts)) return OVF_OK;
    OGRLayerH layer = ovf_package_layer(dataset, OVF_PLACES_NAME, wkbPoint, OVF_PLACES_TITLE,
                                        OVF_PLACES_DESCRIPTION);
    bool good = add_columns(layer, place_columns, OVF_COUNT(place_columns));
    for (size_t i = 0; i < self->map->places.count && good; i++) {
        const ovf_town *town = &self->map->places.items[i];
        if (!is_around(self->facts, town)) continue;
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGR_F_SetFieldString(feature, 0, town->name);
        OGR_F_SetFieldInteger64(feature, 1, town->people);
        OGR_F_SetFieldDouble(feature, 2, town->apart_m);
        set_point(feature, town->at.lon, town->at.lat);
        good = ovf_package_feature(layer, feature);
    }
    return good ? OVF_OK : fail("the names of the base map", error);
}

ovf_status ovf_project_rows_add(const void *context, GDALDatasetH dataset, ovf_error *error)
{
    const ovf_project_rows *self = context;
    ovf_status status = add_fixes(self, dataset, error);
    if (status == OVF_OK) status = add_standoffs(self, dataset, error);
    if (status == OVF_OK) status = add_places(self, dataset, error);
    return status == OVF_OK ? add_density(self, dataset, error) : status;
}
