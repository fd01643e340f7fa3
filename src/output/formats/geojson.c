/* GeoJSON after RFC 7946: one FeatureCollection, or a sequence of features with a newline after
 * each. */
#include <math.h>

#include "output/rows/format.h"
#include "output/rows/json.h"
#include "overflight/output.h"

static void begin(ovf_bytes *bytes, const ovf_schema *schema)
{
    ovf_bytes_text(bytes, "{\n\"type\": \"FeatureCollection\",\n\"name\": ");
    ovf_bytes_json(bytes, schema->name);
    ovf_bytes_text(bytes, ",\n\"description\": ");
    ovf_bytes_json(bytes, schema->description);
    ovf_bytes_text(bytes, ",\n\"features\": [");
}

static void write_coordinate(ovf_bytes *bytes, double value, int decimals)
{
    if (decimals == OVF_ALL_DECIMALS) ovf_bytes_shortest(bytes, value);
    else ovf_bytes_trimmed(bytes, value, decimals);
}

static void write_position(ovf_bytes *bytes, double lon, double lat, double altitude_m,
                           int decimals)
{
    ovf_bytes_byte(bytes, '[');
    write_coordinate(bytes, lon, decimals);
    ovf_bytes_byte(bytes, ',');
    write_coordinate(bytes, lat, decimals);
    if (isfinite(altitude_m)) {
        ovf_bytes_byte(bytes, ',');
        ovf_bytes_trimmed(bytes, altitude_m, OVF_ALTITUDE_DECIMALS);
    }
    ovf_bytes_byte(bytes, ']');
}

/* Altitudes only where all positions have one. */
static void write_line(ovf_bytes *bytes, const ovf_polyline *line, int decimals)
{
    bool altitudes = true, several = line->part_count > 1;
    if (line->fix_count == 1) {
        ovf_bytes_text(bytes, "{\"type\": \"Point\", \"coordinates\": ");
        write_position(bytes, line->fixes[0].lon, line->fixes[0].lat, line->fixes[0].altitude_m,
                       decimals);
        ovf_bytes_byte(bytes, '}');
        return;
    }
    for (size_t i = 0; i < line->fix_count && altitudes; i++)
        altitudes = isfinite(line->fixes[i].altitude_m);
    ovf_bytes_text(bytes, several ? "{\"type\": \"MultiLineString\", \"coordinates\": ["
                                  : "{\"type\": \"LineString\", \"coordinates\": ");
    for (size_t part = 0, i = 0; part < line->part_count; part++) {
        if (part > 0) ovf_bytes_byte(bytes, ',');
        ovf_bytes_byte(bytes, '[');
        for (size_t start = i; i < line->part_ends[part]; i++) {
            const ovf_fix *fix = &line->fixes[i];
            if (i > start) ovf_bytes_byte(bytes, ',');
            write_position(bytes, fix->lon, fix->lat, altitudes ? fix->altitude_m : NAN, decimals);
        }
        ovf_bytes_byte(bytes, ']');
    }
    ovf_bytes_text(bytes, several ? "]}" : "}");
}

static void write_ring(ovf_bytes *bytes, const ovf_ring *ring, int decimals)
{
    ovf_bytes_byte(bytes, '[');
    for (size_t i = 0; i < ring->count; i++) {
        if (i > 0) ovf_bytes_byte(bytes, ',');
        write_position(bytes, ring->vertices[i].lon, ring->vertices[i].lat, NAN, decimals);
    }
    ovf_bytes_byte(bytes, ']');
}

static void write_polygons(ovf_bytes *bytes, const ovf_polygon *polygons, size_t count,
                           int decimals)
{
    ovf_bytes_text(bytes, count > 1 ? "{\"type\": \"MultiPolygon\", \"coordinates\": ["
                                    : "{\"type\": \"Polygon\", \"coordinates\": ");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) ovf_bytes_byte(bytes, ',');
        ovf_bytes_byte(bytes, '[');
        for (size_t k = 0; k < polygons[i].count; k++) {
            if (k > 0) ovf_bytes_byte(bytes, ',');
            write_ring(bytes, &polygons[i].rings[k], decimals);
        }
        ovf_bytes_byte(bytes, ']');
    }
    ovf_bytes_text(bytes, count > 1 ? "]}" : "}");
}

static void write_geometry(ovf_bytes *bytes, const ovf_schema *schema, const ovf_row *row)
{
    if (schema->shape == OVF_SHAPE_POINT) {
        ovf_bytes_text(bytes, "{\"type\": \"Point\", \"coordinates\": ");
        write_position(bytes, row->point.lon, row->point.lat, row->point.altitude_m,
                       schema->decimals);
        ovf_bytes_byte(bytes, '}');
    } else if (ovf_shape_is_line(schema->shape) && row->line->part_count > 0) {
        write_line(bytes, row->line, schema->decimals);
    } else if (schema->shape == OVF_SHAPE_AREA && row->polygon_count > 0) {
        write_polygons(bytes, row->polygons, row->polygon_count, schema->decimals);
    } else {
        ovf_bytes_text(bytes, "null");
    }
}

static void write_feature(ovf_bytes *bytes, const ovf_schema *schema, const ovf_row *row)
{
    bool first = true;
    ovf_bytes_text(bytes, "{\"type\": \"Feature\", \"properties\": {");
    for (size_t i = 0; i < schema->field_count; i++, first = false) {
        if (!first) ovf_bytes_text(bytes, ", ");
        ovf_bytes_json(bytes, schema->fields[i].name);
        ovf_bytes_text(bytes, ": ");
        ovf_json_value(bytes, &schema->fields[i], &row->values[i]);
    }
    if (schema->attributes && row->attributes != NULL)
        ovf_json_attributes(bytes, schema, row->attributes, &first);
    ovf_bytes_text(bytes, "}, \"geometry\": ");
    write_geometry(bytes, schema, row);
    ovf_bytes_byte(bytes, '}');
}

static void collected(ovf_bytes *bytes, const ovf_schema *schema, const ovf_row *row)
{
    ovf_bytes_text(bytes, ",\n");
    write_feature(bytes, schema, row);
}

static void in_sequence(ovf_bytes *bytes, const ovf_schema *schema, const ovf_row *row)
{
    write_feature(bytes, schema, row);
    ovf_bytes_byte(bytes, '\n');
}

const ovf_format ovf_format_geojson = {.name = "geojson",
                                       .bit = OVF_FORMAT_GEOJSON,
                                       .extension = ".geojson",
                                       .begin = begin,
                                       .row = collected,
                                       .end = "\n]\n}\n",
                                       .first_lacks = 1 /* the comma */};

const ovf_format ovf_format_geojsonseq = {.name = "geojsonseq",
                                          .bit = OVF_FORMAT_GEOJSONSEQ,
                                          .extension = ".geojsonl",
                                          .row = in_sequence};
