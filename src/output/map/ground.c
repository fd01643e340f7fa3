#include "output/map/ground.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/fields.h"
#include "output/formats/dataset_columns.h"
#include "output/map/package_layers.h"

#define TITLE "Ground below routes"
#define DESCRIPTION                                                                               \
    "The highest ground below each of equal parts of a route, in metres over the sea, as a JSON " \
    "array: null where the terrain does not say"

enum { GROUND_ROUTE, GROUND_HEIGHTS };

/* ---- writing ---- */

static ovf_status add_route(OGRLayerH layer, ovf_bytes *text, const ovf_row *row, ovf_error *error)
{
    ovf_bytes_reset(text);
    for (size_t i = 0; i < row->ground_count; i++) {
        ovf_bytes_byte(text, i > 0 ? ',' : '[');
        if (isnan(row->ground_m[i])) ovf_bytes_text(text, "null");
        else ovf_bytes_shortest(text, row->ground_m[i]);
    }
    ovf_bytes_add(text, "]", 2);
    if (text->failed) return ovf_fail_memory(error);
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    if (row->values[0].text != NULL)
        OGR_F_SetFieldString(feature, GROUND_ROUTE, row->values[0].text);
    OGR_F_SetFieldString(feature, GROUND_HEIGHTS, text->data);
    return ovf_package_feature(layer, feature)
               ? OVF_OK
               : ovf_fail(error, OVF_ERROR_IO, "GDAL did not take the ground below a route");
}

static OGRLayerH make_layer(GDALDatasetH dataset)
{
    OGRLayerH layer = ovf_package_layer(dataset, OVF_GROUND_NAME, wkbNone, TITLE, DESCRIPTION);
    bool good = layer != NULL && ovf_dataset_column_add(layer, "route_id", OFTString, OFSTNone) &&
                ovf_dataset_column_add(layer, "highest_m", OFTString, OFSTNone);
    return good ? layer : NULL;
}

ovf_status ovf_ground_write(const ovf_map *map, GDALDatasetH dataset, ovf_error *error)
{
    const ovf_map_layer *routes = ovf_map_find(map, &ovf_layer_routes);
    const ovf_row *row = NULL;
    OGRLayerH layer = NULL;
    ovf_bytes text = {0};
    ovf_store store;
    if (routes == NULL) return OVF_OK;
    ovf_status status = ovf_store_open(&store, routes->store, &routes->kind->schema, error);
    while (status == OVF_OK && (status = ovf_store_next(&store, &row, error)) == OVF_OK &&
           row != NULL) {
        /* Either all routes have it, or none. */
        if (row->ground_count == 0 && layer == NULL) break;
        if (row->ground_count == 0) continue;
        if (layer == NULL) layer = make_layer(dataset);
        status = layer != NULL ? add_route(layer, &text, row, error)
                               : ovf_fail(error, OVF_ERROR_IO,
                                          "GDAL did not take a table of the ground below routes");
    }
    ovf_store_close(&store);
    ovf_bytes_clear(&text);
    return status;
}

/* ---- reading ---- */

struct ovf_ground_reader {
    OGRLayerH layer;
    OGRFeatureH next; /* that is not taken yet; NULL: no more */
    double *heights;
    size_t capacity;
    ovf_text text;
};

ovf_ground_reader *ovf_ground_open(OGRLayerH layer)
{
    ovf_ground_reader *made = layer == NULL ? NULL : ovf_array_new(1, sizeof *made);
    if (made == NULL) return NULL;
    OGR_L_ResetReading(layer);
    made->layer = layer;
    made->next = OGR_L_GetNextFeature(layer);
    return made;
}

void ovf_ground_close(ovf_ground_reader *self)
{
    if (self == NULL) return;
    if (self->next != NULL) OGR_F_Destroy(self->next);
    ovf_text_clear(&self->text);
    free(self->heights);
    free(self);
}

/* Whether the next feature is of this route. */
static bool is_of(const ovf_ground_reader *self, const char *route)
{
    int id = self->next == NULL ? -1 : OGR_F_GetFieldIndex(self->next, "route_id");
    return id >= 0 && route != NULL && strcmp(OGR_F_GetFieldAsString(self->next, id), route) == 0;
}

bool ovf_ground_take(ovf_ground_reader *self, ovf_row *row)
{
    if (!is_of(self, row->values[0].text)) return true;
    int field = OGR_F_GetFieldIndex(self->next, "highest_m");
    ovf_text_reset(&self->text);
    bool good = ovf_text_add(&self->text, "", 0) &&
                (!ovf_field_has(self->next, field) ||
                 ovf_field_add_text(&self->text, self->next, field));
    OGR_F_Destroy(self->next);
    self->next = OGR_L_GetNextFeature(self->layer);
    json_t *list = good ? json_loads(self->text.text, 0, NULL) : NULL;
    size_t count = json_array_size(list);
    good = good && ovf_array_reserve(&self->heights, &self->capacity, count, sizeof(double));
    for (size_t i = 0; i < count && good; i++) {
        const json_t *height = json_array_get(list, i);
        self->heights[i] = json_is_number(height) ? json_number_value(height) : NAN;
    }
    json_decref(list);
    row->ground_m = self->heights;
    row->ground_count = good ? count : 0;
    return good;
}
