#include "output/map/reread.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "base/time.h"
#include "gdal/attributes.h"
#include "gdal/fields.h"
#include "gdal/gdal_errors.h"
#include "output/rows/format.h"
#include "output/map/earlier.h"
#include "output/map/ground.h"
#include "output/map/package.h"
#include "output/map/route_fixes.h"

/* The formats a layer may be in, the most exact first. */
static const ovf_format *const formats[] = {&ovf_format_gpkg, &ovf_format_geojson,
                                            &ovf_format_geojsonseq, &ovf_format_fgb,
                                            &ovf_format_csv};

/* Reads one layer; buffers are used again for each feature. */
typedef struct {
    const ovf_schema *schema;
    OGRLayerH stretches; /* of places: those that are lines, in the order of the layer; NULL: it has
                            both */
    OGRFeatureH stretch; /* the next of them; NULL: no more */
    ovf_attribute_reader attributes;
    ovf_text texts[OVF_FIELDS_MAX];
    ovf_fix *fixes;
    size_t *part_ends, fix_count, fix_capacity, part_count, part_capacity;
    double *coordinates; /* x, y and z of the line in hand */
    size_t coordinate_capacity;
    ovf_polygon *polygons;
    size_t polygon_count, polygon_capacity;
    bool guarded;              /* its texts are safe from spreadsheets */
    ovf_route_fixes *own;      /* of routes: the fixes of each; NULL: nobody knows them */
    ovf_ground_reader *ground; /* of routes likewise */
    ovf_bytes bytes;
} reader;

static void clear(reader *self)
{
    if (self->stretch != NULL) OGR_F_Destroy(self->stretch);
    ovf_attribute_reader_clear(&self->attributes);
    for (size_t i = 0; i < OVF_FIELDS_MAX; i++) ovf_text_clear(&self->texts[i]);
    free(self->fixes);
    free(self->part_ends);
    free(self->coordinates);
    ovf_route_fixes_close(self->own);
    ovf_ground_close(self->ground);
    ovf_polygons_free(self->polygons, self->polygon_count);
    ovf_bytes_clear(&self->bytes);
}

/* ---- geometry ---- */

/* False when memory is out. */
static bool take_coordinates(reader *self, OGRGeometryH line, size_t *count)
{
    *count = (size_t)OGR_G_GetPointCount(line);
    if (!ovf_array_reserve(&self->coordinates, &self->coordinate_capacity, 3 * *count,
                           sizeof *self->coordinates))
        return false;
    int stride = 3 * (int)sizeof *self->coordinates;
    if (*count > 0)
        OGR_G_GetPointsZM(line, self->coordinates, stride, self->coordinates + 1, stride,
                          self->coordinates + 2, stride, NULL, 0);
    return true;
}

static bool take_line(reader *self, OGRGeometryH line)
{
    size_t count;
    if (!take_coordinates(self, line, &count)) return false;
    if (!ovf_array_reserve(&self->fixes, &self->fix_capacity, self->fix_count + count,
                           sizeof *self->fixes) ||
        !ovf_array_reserve(&self->part_ends, &self->part_capacity, self->part_count + 1,
                           sizeof *self->part_ends))
        return false;
    bool altitudes = OGR_G_Is3D(line) != 0;
    for (size_t i = 0; i < count; i++) {
        const double *at = self->coordinates + 3 * i;
        self->fixes[self->fix_count++] = (ovf_fix){at[0], at[1], altitudes ? at[2] : NAN, NAN};
    }
    self->part_ends[self->part_count++] = self->fix_count;
    return true;
}

static bool take_ring(reader *self, OGRGeometryH line, ovf_ring *ring)
{
    size_t count;
    if (!take_coordinates(self, line, &count)) return false;
    ring->vertices = ovf_array_new(count, sizeof *ring->vertices);
    if (ring->vertices == NULL) return false;
    ring->count = count;
    for (size_t i = 0; i < count; i++)
        ring->vertices[i] = (ovf_lonlat){self->coordinates[3 * i], self->coordinates[3 * i + 1]};
    return true;
}

static bool take_polygon(reader *self, OGRGeometryH geometry)
{
    size_t count = (size_t)OGR_G_GetGeometryCount(geometry);
    if (!ovf_array_reserve(&self->polygons, &self->polygon_capacity, self->polygon_count + 1,
                           sizeof *self->polygons))
        return false;
    ovf_polygon *polygon = &self->polygons[self->polygon_count];
    *polygon = (ovf_polygon){ovf_array_new(count, sizeof *polygon->rings), count};
    if (polygon->rings == NULL) return false;
    self->polygon_count++;
    for (size_t i = 0; i < count; i++)
        if (!take_ring(self, OGR_G_GetGeometryRef(geometry, (int)i), &polygon->rings[i]))
            return false;
    return true;
}

static bool take_geometry(reader *self, OGRGeometryH geometry)
{
    if (geometry == NULL || OGR_G_IsEmpty(geometry)) return true;
    switch (OGR_GT_Flatten(OGR_G_GetGeometryType(geometry))) {
    case wkbPoint:
    case wkbLineString: return take_line(self, geometry);
    case wkbPolygon: return take_polygon(self, geometry);
    default: break;
    }
    for (int i = 0; i < OGR_G_GetGeometryCount(geometry); i++)
        if (!take_geometry(self, OGR_G_GetGeometryRef(geometry, i))) return false;
    return true;
}

/* ---- rows ---- */

/* False when memory is out. A CSV file has texts only. */
static bool take_value(reader *self, OGRFeatureH feature, size_t field, ovf_value *value)
{
    const ovf_field *wanted = &self->schema->fields[field];
    int index = OGR_F_GetFieldIndex(feature, wanted->name);
    bool there = ovf_field_has(feature, index);
    double number;
    ovf_text *text = &self->texts[field];
    ovf_text_reset(text);
    switch (wanted->type) {
    case OVF_FIELD_COUNT:
        value->count = there && ovf_field_number(feature, index, &number) && number > 0
                           ? (uint64_t)number
                           : 0;
        return true;
    case OVF_FIELD_REAL:
        value->real = there && ovf_field_number(feature, index, &number) ? number : NAN;
        return true;
    case OVF_FIELD_TEXT:
    case OVF_FIELD_TIME: break;
    }
    if (wanted->type == OVF_FIELD_TIME && there && ovf_field_time(feature, index, &value->real))
        return true;
    if (there && (!ovf_text_add(text, "", 0) || !ovf_field_add_text(text, feature, index)))
        return false;
    if (wanted->type == OVF_FIELD_TEXT) {
        value->text = !there ? NULL : self->guarded ? ovf_csv_unguarded(text->text) : text->text;
    } else {
        value->real = NAN;
        if (there) (void)ovf_time_parse(text->text, &value->real);
    }
    return true;
}

static double number_of(OGRFeatureH feature, const char *name)
{
    double number;
    int index = OGR_F_GetFieldIndex(feature, name);
    return ovf_field_has(feature, index) && ovf_field_number(feature, index, &number) ? number
                                                                                      : NAN;
}

/* A package has each place as a point, and those that are stretches once more as lines. */
static OGRFeatureH find_stretch(const reader *self, OGRFeatureH feature)
{
    static const char *const names[] = {"route_id", "zone_id", "rule"};
    if (self->stretch == NULL) return NULL;
    for (size_t i = 0; i < OVF_COUNT(names); i++) {
        int index = OGR_F_GetFieldIndex(feature, names[i]);
        if (index < 0 || strcmp(OGR_F_GetFieldAsString(feature, index),
                                OGR_F_GetFieldAsString(self->stretch, index)) != 0)
            return NULL;
    }
    bool same = number_of(feature, "from_m") == number_of(self->stretch, "from_m") &&
                number_of(feature, "to_m") == number_of(self->stretch, "to_m");
    return same ? self->stretch : NULL;
}

static bool add_row(reader *self, OGRFeatureH feature)
{
    ovf_row row = {0};
    OGRFeatureH stretch = find_stretch(self, feature);
    self->fix_count = self->part_count = 0;
    ovf_polygons_free(self->polygons, self->polygon_count);
    self->polygons = NULL;
    self->polygon_count = self->polygon_capacity = 0;
    for (size_t i = 0; i < self->schema->field_count; i++)
        if (!take_value(self, feature, i, &row.values[i])) return false;
    if (self->schema->attributes && !ovf_attribute_reader_read(&self->attributes, feature))
        return false;
    if (!take_geometry(self, OGR_F_GetGeometryRef(stretch != NULL ? stretch : feature)))
        return false;
    if (stretch != NULL) {
        OGR_F_Destroy(stretch);
        self->stretch = OGR_L_GetNextFeature(self->stretches);
    }
    const ovf_polyline line = {.fixes = self->fixes,
                               .fix_count = self->fix_count,
                               .part_ends = self->part_ends,
                               .part_count = self->part_count};
    if (self->own != NULL && !ovf_route_fixes_take(self->own, &row, self->fixes, self->fix_count))
        return false;
    if (self->ground != NULL && !ovf_ground_take(self->ground, &row)) return false;
    row.attributes = &self->attributes.attributes;
    row.line = &line;
    row.point = self->fix_count > 0 ? self->fixes[0] : (ovf_fix){NAN, NAN, NAN, NAN};
    row.polygons = self->polygons;
    row.polygon_count = self->polygon_count;
    if (self->schema == &ovf_layer_findings.schema) ovf_earlier_finding(&row);
    ovf_bytes_reset(&self->bytes);
    ovf_store_row(&self->bytes, self->schema, &row);
    return !self->bytes.failed;
}

/* ---- layers ---- */

static ovf_status copy_rows(reader *self, OGRLayerH layer, const char *store, uint64_t *rows,
                            ovf_error *error)
{
    FILE *file = fopen(store, "wb");
    if (file == NULL) return ovf_fail(error, OVF_ERROR_IO, "%s cannot be written", store);
    ovf_status status = OVF_OK;
    OGRFeatureH feature;
    *rows = 0;
    OGR_L_ResetReading(layer);
    if (self->stretches != NULL) self->stretch = OGR_L_GetNextFeature(self->stretches);
    while (status == OVF_OK && (feature = OGR_L_GetNextFeature(layer)) != NULL) {
        if (!add_row(self, feature)) status = ovf_fail_memory(error);
        else if (fwrite(self->bytes.data, 1, self->bytes.used, file) != self->bytes.used)
            status = ovf_fail(error, OVF_ERROR_IO, "%s cannot be written: the disk may be full",
                              store);
        OGR_F_Destroy(feature);
        ++*rows;
    }
    ovf_attribute_reader_forget(&self->attributes);
    if (fclose(file) != 0 && status == OVF_OK)
        status = ovf_fail(error, OVF_ERROR_IO, "%s cannot be written: the disk may be full", store);
    return status;
}

/* The layer's file in the directory, to free; NULL: it has none in that format, or memory is out.
 */
static char *find_file(const char *directory, const ovf_schema *schema, const ovf_format *format)
{
    char name[80];
    snprintf(name, sizeof name, "%s%s", format == &ovf_format_gpkg ? "analysis" : schema->name,
             format->extension);
    char *path = ovf_text_path(directory, name);
    if (path != NULL && access(path, F_OK) == 0) return path;
    free(path);
    return NULL;
}

static GDALDatasetH open_file(const char *path)
{
    /* Of tables as text, what has a geometry has it in these columns. */
    static const char *const options[] = {"GEOM_POSSIBLE_NAMES=wkt",  "X_POSSIBLE_NAMES=lon",
                                          "Y_POSSIBLE_NAMES=lat",     "KEEP_GEOM_COLUMNS=NO",
                                          "EMPTY_STRING_AS_NULL=YES", NULL};
    size_t length = strlen(path);
    bool text = length > 4 && strcmp(path + length - 4, ".csv") == 0;
    return GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, text ? options : NULL, NULL);
}

/* Whether an earlier version made the layer, which had two verdicts and a third that was none. */
static bool is_earlier(OGRLayerH layer, const ovf_layer_kind *kind)
{
    return kind == &ovf_layer_routes && OGR_L_FindFieldIndex(layer, "undecided", 1) < 0;
}

/* *found is false where the file does not have the layer. */
static ovf_status read_layer(const char *path, const ovf_layer_kind *kind, const ovf_format *format,
                             const char *folder, ovf_map *map, bool *found, bool *earlier,
                             ovf_error *error)
{
    ovf_gdal_errors caught;
    ovf_status status = OVF_OK;
    reader self = {.schema = &kind->schema,
                   .guarded = format == &ovf_format_csv &&
                              json_is_true(json_object_get(json_object_get(map->summary, "options"),
                                                           "csv-safe"))};
    uint64_t rows = 0;
    char name[80];
    snprintf(name, sizeof name, "%s.rows", kind->schema.name);
    char *store = ovf_text_path(folder, name);
    if (store == NULL) return ovf_fail_memory(error);
    ovf_gdal_errors_begin(&caught);
    GDALDatasetH dataset = open_file(path);
    bool package = format == &ovf_format_gpkg;
    OGRLayerH layer = dataset == NULL ? NULL
                      : package       ? GDALDatasetGetLayerByName(dataset, kind->schema.name)
                                      : GDALDatasetGetLayer(dataset, 0);
    *found = layer != NULL;
    if (dataset == NULL)
        status = ovf_fail(error, OVF_ERROR_INPUT, "%s cannot be read: %s", path,
                          ovf_gdal_errors_text(&caught, path));
    if (layer != NULL) {
        *earlier = is_earlier(layer, kind) || *earlier;
        ovf_gdal_errors_reset(&caught);
        if (package && kind->schema.shape == OVF_SHAPE_PLACE)
            self.stretches = GDALDatasetGetLayerByName(dataset, OVF_STRETCHES_NAME);
        if (package && kind->schema.fixes) {
            self.own = ovf_route_fixes_open(GDALDatasetGetLayerByName(dataset, OVF_FIXES_NAME));
            self.ground = ovf_ground_open(GDALDatasetGetLayerByName(dataset, OVF_GROUND_NAME));
        }
        status = copy_rows(&self, layer, store, &rows, error);
        if (status == OVF_OK && caught.failure[0] != '\0')
            status = ovf_fail(error, OVF_ERROR_INPUT, "%s cannot be read: %s", path,
                              ovf_gdal_errors_text(&caught, path));
    }
    clear(&self);
    if (dataset != NULL) GDALClose(dataset);
    ovf_gdal_errors_end();
    if (status == OVF_OK && *found) return ovf_map_add(map, kind, store, rows, error);
    free(store);
    return status;
}

ovf_status ovf_reread(const char *directory, const char *folder, ovf_map *map, ovf_error *error)
{
    ovf_status status = OVF_OK;
    bool earlier = false;
    for (size_t i = 0; i < ovf_layer_count && status == OVF_OK; i++) {
        const ovf_layer_kind *kind = ovf_layer_list[i];
        bool found = kind->schema.field_count == 0;
        for (size_t k = 0; k < OVF_COUNT(formats) && !found && status == OVF_OK; k++) {
            char *path = find_file(directory, &kind->schema, formats[k]);
            if (path != NULL)
                status = read_layer(path, kind, formats[k], folder, map, &found, &earlier, error);
            free(path);
        }
    }
    return status == OVF_OK && earlier ? ovf_earlier_routes(map, error) : status;
}
