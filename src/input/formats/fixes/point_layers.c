/* Layers of points that GDAL reads, one feature a fix: GeoJSON, GeoPackage, Shapefile and the like.
 * Their fields are columns of a table, and where the points are is two more. */
#include "input/formats/fixes/point_layers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/fields.h"
#include "input/formats/fixes/column_names.h"
#include "input/formats/fixes/named_rows.h"
#include "input/formats/flight_format.h"
#include "input/source/source.h"

/* Read at once, before somebody looks whether there are flights. */
#define POINTS_AT_ONCE 4096
/* Columns before those of the fields: where the point is, and its height. */
enum { LON, LAT, HEIGHT, FIELDS };

typedef struct {
    ovf_named_rows rows;
    char *name, *where, *crs;
    ovf_source source;
    bool open, read;                  /* all is read; flights may still come */
    size_t *fit, fit_count, next_fit; /* indices of the layers that have fixes */
    size_t prepared;                  /* the layer that the columns are of */
    ovf_cell cells[OVF_COLUMNS_MAX];
    size_t begins[OVF_COLUMNS_MAX];
    bool used[OVF_COLUMNS_MAX];
    size_t cell_count;
    ovf_text names, values;
    uint64_t nowhere;
} point_reader;

static void close_source(point_reader *in)
{
    if (in->open) ovf_source_close(&in->source);
    in->open = false;
    in->fit_count = in->next_fit = 0;
    in->prepared = SIZE_MAX;
}

/* ---- columns ---- */

/* Shapefiles cut names to ten bytes. */
static bool is_cut(const point_reader *in, size_t length)
{
    const char *driver = GDALGetDriverShortName(GDALGetDatasetDriver(in->source.dataset));
    return length == 10 && driver != NULL && strcmp(driver, "ESRI Shapefile") == 0;
}

static bool name_columns(point_reader *in, OGRLayerH layer)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
    size_t fields = (size_t)OGR_FD_GetFieldCount(definition);
    if (fields > OVF_COLUMNS_MAX - FIELDS) fields = OVF_COLUMNS_MAX - FIELDS;
    in->cell_count = FIELDS + fields;
    ovf_text_reset(&in->names);
    in->cells[LON] = (ovf_cell){"longitude", 9};
    in->cells[LAT] = (ovf_cell){"latitude", 8};
    in->cells[HEIGHT] = (ovf_cell){"", 0};
    for (size_t i = FIELDS; i < in->cell_count; i++) {
        in->begins[i] = in->names.length;
        if (!ovf_field_add_utf8(
                &in->names, OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, (int)(i - FIELDS)))))
            return false;
        in->cells[i].length = in->names.length - in->begins[i];
    }
    for (size_t i = FIELDS; i < in->cell_count; i++)
        in->cells[i].text = in->names.text + in->begins[i];
    for (size_t i = FIELDS; i < in->cell_count; i++)
        if (is_cut(in, in->cells[i].length)) ovf_column_name_uncut(&in->cells[i]);
    return true;
}

static void mark_used(point_reader *in)
{
    const ovf_columns *c = &in->rows.columns;
    const size_t all[] = {c->lon,
                          c->lat,
                          c->position,
                          c->time,
                          c->date,
                          c->zone,
                          c->age,
                          c->elapsed_ms,
                          c->altitudes[0].column,
                          c->altitudes[1].column,
                          c->on_ground,
                          c->speed,
                          c->aircraft,
                          c->call};
    memset(in->used, 0, sizeof in->used);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i] != OVF_NO_COLUMN) in->used[all[i]] = true;
    for (size_t i = 0; i < c->id_count; i++) in->used[c->ids[i]] = true;
}

static bool has_heights(OGRLayerH layer)
{
    OGRwkbGeometryType type = OGR_L_GetGeomType(layer);
    return wkbHasZ(type) || wkbFlatten(type) == wkbUnknown;
}

/* *fits: its points are fixes, as a time says, or somebody. */
static ovf_status prepare(point_reader *in, size_t index, bool *fits, ovf_error *error)
{
    OGRLayerH layer = in->source.layers[index].layer;
    ovf_status status;
    *fits = false;
    if (!name_columns(in, layer)) return ovf_fail_memory(error);
    bool found = ovf_named_rows_find(&in->rows, in->cells, in->cell_count, &status, error);
    if (found && in->rows.columns.altitudes[0].column == OVF_NO_COLUMN && has_heights(layer)) {
        in->cells[HEIGHT] = (ovf_cell){"ele", 3};
        found = ovf_named_rows_find(&in->rows, in->cells, in->cell_count, &status, error);
    }
    if (status != OVF_OK) return status;
    const ovf_columns *columns = &in->rows.columns;
    *fits = found && (columns->time != OVF_NO_COLUMN || columns->elapsed_ms != OVF_NO_COLUMN ||
                      in->rows.has_said || in->rows.has_ids);
    mark_used(in);
    in->prepared = index;
    return OVF_OK;
}

bool ovf_point_layer_has_times(OGRLayerH layer)
{
    ovf_cell cells[OVF_COLUMNS_MAX];
    ovf_columns columns = {.no_unit = OVF_NO_COLUMN,
                           .altitudes = {{.column = OVF_NO_COLUMN}, {.column = OVF_NO_COLUMN}}};
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
    size_t count = (size_t)OGR_FD_GetFieldCount(definition);
    if (wkbFlatten(OGR_L_GetGeomType(layer)) != wkbPoint || count > OVF_COLUMNS_MAX) return false;
    for (size_t i = 0; i < count; i++) {
        const char *name = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, (int)i));
        cells[i] = (ovf_cell){name, strlen(name)};
    }
    ovf_column_names_read(cells, count, &columns);
    return columns.time != OVF_NO_COLUMN;
}

/* ---- opening ---- */

static ovf_status fail_unfit(point_reader *in, ovf_error *error)
{
    char fields[400] = "", shown[200];
    size_t used = 0;
    for (size_t i = FIELDS; i < in->cell_count && used < sizeof fields; i++)
        used += (size_t)snprintf(
            fields + used, sizeof fields - used, "%s%.*s", i == FIELDS ? "" : ", ",
            (int)(in->cells[i].length < 60 ? in->cells[i].length : 60), in->cells[i].text);
    ovf_text_shorten(in->cell_count == FIELDS ? "none" : fields, shown, sizeof shown);
    return ovf_fail_with(error, OVF_ERROR_INPUT, OVF_REMEDY_TIME_COLUMN,
                         "has points and no lines: points are the fixes of flights where a field "
                         "tells their times, and no field is called as times are; its fields are: "
                         "%s",
                         shown);
}

/* Opens it, and finds the layers that have fixes; adds to the sentence how the first is read. */
static ovf_status open_source(point_reader *in, ovf_text *sentence, ovf_error *error)
{
    const ovf_input_options options = {.where = in->where, .crs = in->crs};
    ovf_error why;
    ovf_status status = ovf_source_open(&in->source, in->name, OVF_GEOMETRY_POINTS, &options, &why);
    if (status != OVF_OK) return ovf_fail(error, status, "%s", why.message);
    in->open = true;
    free(in->fit);
    in->fit = ovf_array_new(in->source.layer_count, sizeof *in->fit);
    if (in->fit == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < in->source.layer_count && status == OVF_OK; i++) {
        bool fits;
        status = prepare(in, i, &fits, error);
        if (status != OVF_OK || !fits) continue;
        in->fit[in->fit_count++] = i;
        if (sentence == NULL || in->fit_count > 1) continue;
        in->cells[LON] = in->cells[LAT] = (ovf_cell){"geometry", 8};
        if (in->cells[HEIGHT].length > 0) in->cells[HEIGHT] = (ovf_cell){"geometry", 8};
        if (!ovf_columns_tell(in->cells, &in->rows.columns, sentence))
            status = ovf_fail_memory(error);
    }
    if (status == OVF_OK && in->fit_count == 0) status = fail_unfit(in, error);
    if (status == OVF_OK) in->source.current = in->fit[0];
    in->prepared = SIZE_MAX;
    return status;
}

static ovf_status describe(void *reader, const char *bytes, size_t length, ovf_text *sentence,
                           ovf_error *error)
{
    point_reader *in = reader;
    (void)bytes, (void)length;
    ovf_status status = open_source(in, sentence, error);
    close_source(in);
    return status;
}

/* ---- rows ---- */

static bool take_value(point_reader *in, OGRFeatureH feature, size_t column)
{
    int field = (int)(column - FIELDS);
    in->begins[column] = in->values.length;
    bool good = !ovf_field_has(feature, field) || ovf_field_add_text(&in->values, feature, field);
    in->cells[column].length = in->values.length - in->begins[column];
    return good;
}

static bool take_number(point_reader *in, size_t column, double value)
{
    char number[32];
    ovf_text_number(value, number);
    in->begins[column] = in->values.length;
    in->cells[column].length = strlen(number);
    return ovf_text_add_string(&in->values, number);
}

/* Where it is; *placed is false where it is nowhere. */
static bool take_place(point_reader *in, OGRFeatureH feature, const ovf_crs *crs, bool *placed)
{
    int success;
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    *placed = geometry != NULL && wkbFlatten(OGR_G_GetGeometryType(geometry)) == wkbPoint &&
              !OGR_G_IsEmpty(geometry);
    if (!*placed) return true;
    double lon = OGR_G_GetX(geometry, 0), lat = OGR_G_GetY(geometry, 0);
    *placed = ovf_crs_transform(crs, &lon, &lat, &success, 1) == 1;
    if (!*placed) return true;
    bool good = take_number(in, LON, lon) && take_number(in, LAT, lat);
    if (in->used[HEIGHT] && OGR_G_Is3D(geometry))
        return good && take_number(in, HEIGHT, OGR_G_GetZ(geometry, 0) * crs->z_metres);
    in->cells[HEIGHT].length = 0;
    return good;
}

static ovf_status take_feature(point_reader *in, OGRFeatureH feature, const ovf_crs *crs,
                               ovf_error *error)
{
    bool placed;
    ovf_text_reset(&in->values);
    if (!take_place(in, feature, crs, &placed)) return ovf_fail_memory(error);
    in->nowhere += !placed;
    if (!placed) return OVF_OK;
    for (size_t i = FIELDS; i < in->cell_count; i++)
        if (in->used[i] && !take_value(in, feature, i)) return ovf_fail_memory(error);
    /* Only now does the text stay where it is. */
    for (size_t i = 0; i < in->cell_count; i++)
        in->cells[i] = in->used[i] && in->cells[i].length > 0
                           ? (ovf_cell){in->values.text + in->begins[i], in->cells[i].length}
                           : (ovf_cell){"", 0};
    return ovf_named_rows_add(&in->rows, in->cells, error);
}

/* Goes on to the next layer with fixes where GDAL has come to another one. */
static ovf_status enter_layer(point_reader *in, const ovf_layer *layer, bool *skip,
                              ovf_error *error)
{
    size_t index = (size_t)(layer - in->source.layers);
    bool fits;
    *skip = false;
    if (index == in->prepared) return OVF_OK;
    while (in->next_fit < in->fit_count && in->fit[in->next_fit] < index) in->next_fit++;
    *skip = in->next_fit == in->fit_count || in->fit[in->next_fit] != index;
    if (!*skip) return prepare(in, index, &fits, error);
    in->source.current = in->next_fit == in->fit_count ? in->source.layer_count
                                                       : in->fit[in->next_fit];
    return OVF_OK;
}

static bool tell_nowhere(point_reader *in)
{
    char note[120];
    if (in->nowhere == 0) return true;
    snprintf(note, sizeof note, "%llu point%s of the file without a place %s left out",
             (unsigned long long)in->nowhere, in->nowhere == 1 ? "" : "s",
             in->nowhere == 1 ? "was" : "were");
    return ovf_fix_table_note(in->rows.table, note);
}

static ovf_status read_some(point_reader *in, ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < POINTS_AT_ONCE && status == OVF_OK; i++) {
        ovf_layer *layer;
        OGRFeatureH feature;
        bool skip = false;
        in->source.matching++; /* what has no place is told */
        status = ovf_source_next(&in->source, &layer, &feature, error);
        if (status != OVF_OK) break;
        if (feature == NULL) {
            in->read = true;
            close_source(in);
            status = tell_nowhere(in) ? ovf_named_rows_end(&in->rows, error)
                                      : ovf_fail_memory(error);
            break;
        }
        status = enter_layer(in, layer, &skip, error);
        if (status == OVF_OK && !skip) status = take_feature(in, feature, &layer->crs, error);
        OGR_F_Destroy(feature);
    }
    return status;
}

static ovf_status pull(void *reader, bool *last, ovf_error *error)
{
    point_reader *in = reader;
    ovf_status status = OVF_OK;
    if (!in->open && !in->read) status = open_source(in, NULL, error);
    if (status == OVF_OK && !in->read) status = read_some(in, error);
    *last = in->read;
    return status == OVF_OK && in->read ? ovf_fix_table_give(in->rows.table, error) : status;
}

/* ---- the format ---- */

static bool is(const char *bytes, size_t length)
{
    (void)bytes, (void)length;
    return false;
}

static void close_reader(void *reader)
{
    point_reader *in = reader;
    if (in == NULL) return;
    close_source(in);
    ovf_named_rows_clear(&in->rows);
    ovf_text_clear(&in->names);
    ovf_text_clear(&in->values);
    free(in->fit);
    free(in->name);
    free(in->where);
    free(in->crs);
    free(in);
}

static bool keep(char **to, const char *text)
{
    *to = text == NULL ? NULL : ovf_text_copy(text);
    return text == NULL || *to != NULL;
}

static void *open_reader(const ovf_flight_input *input)
{
    point_reader *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return NULL;
    in->prepared = SIZE_MAX;
    if (ovf_named_rows_open(&in->rows, input) && keep(&in->name, input->name) &&
        keep(&in->where, input->where) && keep(&in->crs, input->crs))
        return in;
    close_reader(in);
    return NULL;
}

const ovf_flight_format ovf_flight_format_points = {.name = "points",
                                                    .title = "a layer of points",
                                                    .is = is,
                                                    .splits = true,
                                                    .open = open_reader,
                                                    .pull = pull,
                                                    .close = close_reader,
                                                    .describe = describe};
