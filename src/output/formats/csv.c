/* CSV after RFC 4180, lines ending with a newline only. Points have the columns lon and lat; lines
 * and areas a column wkt. */
#include <math.h>

#include "output/rows/format.h"
#include "output/rows/json.h"
#include "overflight/output.h"

static void begin(ovf_bytes *bytes, const ovf_schema *schema)
{
    for (size_t i = 0; i < schema->field_count; i++) {
        if (i > 0) ovf_bytes_byte(bytes, ',');
        ovf_bytes_text(bytes, schema->fields[i].name);
    }
    if (schema->attributes) ovf_bytes_text(bytes, ",attributes");
    if (schema->shape == OVF_SHAPE_POINT) ovf_bytes_text(bytes, ",lon,lat");
    else if (schema->shape != OVF_SHAPE_NONE) ovf_bytes_text(bytes, ",wkt");
    ovf_bytes_byte(bytes, '\n');
}

static void write_value(ovf_bytes *bytes, const ovf_field *field, const ovf_value *value, bool safe)
{
    const char *text;
    switch (field->type) {
    case OVF_FIELD_TEXT:
        text = value->text == NULL ? "" : value->text;
        if (safe) ovf_bytes_csv_safe(bytes, text);
        else ovf_bytes_csv(bytes, text);
        break;
    case OVF_FIELD_COUNT: ovf_bytes_count(bytes, value->count); break;
    case OVF_FIELD_REAL: ovf_bytes_fixed(bytes, value->real, field->decimals); break;
    case OVF_FIELD_TIME: ovf_bytes_time(bytes, value->real); break;
    }
}

/* As an object of JSON, since the columns must be the same for all rows and not all features have
 * the same attributes. */
static void write_attributes(ovf_bytes *bytes, const ovf_schema *schema,
                             const ovf_attributes *attributes)
{
    ovf_bytes json = {0};
    bool first = true;
    ovf_bytes_byte(&json, '{');
    if (attributes != NULL) ovf_json_attributes(&json, schema, attributes, &first);
    ovf_bytes_add(&json, "}", 2);
    if (json.failed) bytes->failed = true;
    else ovf_bytes_csv(bytes, json.data);
    ovf_bytes_clear(&json);
}

static void write_position(ovf_bytes *bytes, double lon, double lat, double altitude_m,
                           int decimals, size_t number)
{
    if (number > 0) ovf_bytes_byte(bytes, ',');
    if (decimals == OVF_ALL_DECIMALS) ovf_bytes_shortest(bytes, lon);
    else ovf_bytes_trimmed(bytes, lon, decimals);
    ovf_bytes_byte(bytes, ' ');
    if (decimals == OVF_ALL_DECIMALS) ovf_bytes_shortest(bytes, lat);
    else ovf_bytes_trimmed(bytes, lat, decimals);
    if (isnan(altitude_m)) return;
    ovf_bytes_byte(bytes, ' ');
    ovf_bytes_trimmed(bytes, altitude_m, OVF_ALTITUDE_DECIMALS);
}

static void write_line(ovf_bytes *bytes, const ovf_polyline *line, int decimals)
{
    bool altitudes = true, several = line->part_count > 1;
    for (size_t i = 0; i < line->fix_count && altitudes; i++)
        altitudes = isfinite(line->fixes[i].altitude_m);
    ovf_bytes_text(bytes, line->fix_count == 1 ? "\"POINT"
                          : several            ? "\"MULTILINESTRING"
                                               : "\"LINESTRING");
    ovf_bytes_text(bytes, altitudes ? " Z " : " ");
    if (several) ovf_bytes_byte(bytes, '(');
    for (size_t part = 0, i = 0; part < line->part_count; part++) {
        ovf_bytes_text(bytes, part > 0 ? ",(" : "(");
        for (size_t start = i; i < line->part_ends[part]; i++)
            write_position(bytes, line->fixes[i].lon, line->fixes[i].lat,
                           altitudes ? line->fixes[i].altitude_m : NAN, decimals, i - start);
        ovf_bytes_byte(bytes, ')');
    }
    ovf_bytes_text(bytes, several ? ")\"" : "\"");
}

static void write_polygons(ovf_bytes *bytes, const ovf_polygon *polygons, size_t count,
                           int decimals)
{
    ovf_bytes_text(bytes, count > 1 ? "\"MULTIPOLYGON (" : "\"POLYGON ");
    for (size_t i = 0; i < count; i++) {
        ovf_bytes_text(bytes, i > 0 ? ",(" : "(");
        for (size_t k = 0; k < polygons[i].count; k++) {
            const ovf_ring *ring = &polygons[i].rings[k];
            ovf_bytes_text(bytes, k > 0 ? ",(" : "(");
            for (size_t v = 0; v < ring->count; v++)
                write_position(bytes, ring->vertices[v].lon, ring->vertices[v].lat, NAN, decimals,
                               v);
            ovf_bytes_byte(bytes, ')');
        }
        ovf_bytes_byte(bytes, ')');
    }
    ovf_bytes_text(bytes, count > 1 ? ")\"" : "\"");
}

static void write_any(ovf_bytes *bytes, const ovf_schema *schema, const ovf_row *row, bool safe)
{
    for (size_t i = 0; i < schema->field_count; i++) {
        if (i > 0) ovf_bytes_byte(bytes, ',');
        write_value(bytes, &schema->fields[i], &row->values[i], safe);
    }
    if (schema->attributes) {
        ovf_bytes_byte(bytes, ',');
        write_attributes(bytes, schema, row->attributes);
    }
    if (schema->shape != OVF_SHAPE_NONE) ovf_bytes_byte(bytes, ',');
    if (schema->shape == OVF_SHAPE_POINT) {
        ovf_bytes_trimmed(bytes, row->point.lon, schema->decimals);
        ovf_bytes_byte(bytes, ',');
        ovf_bytes_trimmed(bytes, row->point.lat, schema->decimals);
    } else if (ovf_shape_is_line(schema->shape) && row->line->part_count > 0) {
        write_line(bytes, row->line, schema->decimals);
    } else if (schema->shape == OVF_SHAPE_AREA && row->polygon_count > 0) {
        write_polygons(bytes, row->polygons, row->polygon_count, schema->decimals);
    }
    ovf_bytes_byte(bytes, '\n');
}

static void write_row(ovf_bytes *bytes, const ovf_schema *schema, const ovf_row *row)
{
    write_any(bytes, schema, row, false);
}

static void write_safe_row(ovf_bytes *bytes, const ovf_schema *schema, const ovf_row *row)
{
    write_any(bytes, schema, row, true);
}

const ovf_format ovf_format_csv_safe = {.name = "csv",
                                        .bit = OVF_FORMAT_CSV,
                                        .extension = ".csv",
                                        .begin = begin,
                                        .row = write_safe_row};

const ovf_format ovf_format_csv = {
    .name = "csv", .bit = OVF_FORMAT_CSV, .extension = ".csv", .begin = begin, .row = write_row};
