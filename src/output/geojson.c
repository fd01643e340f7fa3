#include "output/geojson.h"

#include <math.h>
#include <string.h>

#include <jansson.h>

#include "base/text.h"
#include "base/time.h"
#include "output/sink.h"

ovf_status ovf_geojson_open(ovf_geojson *geojson, const ovf_staging *staging, const char *file, const char *name,
                            const char *description, ovf_error *error)
{
    *geojson = (ovf_geojson){.features = 0};
    ovf_status status = ovf_writer_open(&geojson->writer, staging, file, error);
    if (status != OVF_OK) return status;
    ovf_writer *writer = &geojson->writer;
    ovf_writer_text(writer, "{\n\"type\": \"FeatureCollection\",\n\"name\": ");
    ovf_writer_json(writer, name);
    ovf_writer_text(writer, ",\n\"description\": ");
    ovf_writer_json(writer, description);
    ovf_writer_text(writer, ",\n\"features\": [");
    return OVF_OK;
}

void ovf_geojson_begin(ovf_geojson *geojson)
{
    ovf_writer_text(&geojson->writer, geojson->features == 0 ? "\n" : ",\n");
    ovf_writer_text(&geojson->writer, "{\"type\": \"Feature\", \"properties\": {");
    geojson->features++;
    geojson->first = true;
}

static void separate(ovf_geojson *geojson)
{
    if (!geojson->first) ovf_writer_text(&geojson->writer, ", ");
    geojson->first = false;
}

static ovf_writer *property(ovf_geojson *geojson, const char *name)
{
    ovf_writer *writer = &geojson->writer;
    separate(geojson);
    ovf_writer_byte(writer, '"');
    ovf_writer_text(writer, name);
    ovf_writer_text(writer, "\": ");
    return writer;
}

void ovf_geojson_text(ovf_geojson *geojson, const char *name, const char *value)
{
    ovf_writer_json(property(geojson, name), value);
}

void ovf_geojson_count(ovf_geojson *geojson, const char *name, uint64_t value)
{
    ovf_writer_count(property(geojson, name), value);
}

void ovf_geojson_fixed(ovf_geojson *geojson, const char *name, double value, int decimals)
{
    ovf_writer *writer = property(geojson, name);
    if (isfinite(value))
        ovf_writer_fixed(writer, value, decimals);
    else
        ovf_writer_text(writer, "null");
}

void ovf_geojson_time(ovf_geojson *geojson, const char *name, double time_s)
{
    char text[OVF_TIME_SIZE];
    ovf_time_format(time_s, text);
    ovf_writer_json(property(geojson, name), text[0] == '\0' ? NULL : text);
}

/* An array or object that came as text: as it is if it is JSON, on one line, otherwise as a string. */
static void write_json_text(ovf_writer *writer, const char *text)
{
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
    if (value == NULL) {
        ovf_writer_json(writer, text);
        return;
    }
    json_decref(value);
    /* In JSON such a character is never part of a string. */
    for (; *text != '\0'; text++) ovf_writer_byte(writer, *text == '\n' || *text == '\r' || *text == '\t' ? ' ' : *text);
}

static void write_value(ovf_writer *writer, const ovf_attribute *attribute)
{
    switch (attribute->type) {
    case OVF_ATTRIBUTE_BOOLEAN: ovf_writer_text(writer, attribute->boolean ? "true" : "false"); return;
    case OVF_ATTRIBUTE_INTEGER: ovf_writer_integer(writer, attribute->integer); return;
    case OVF_ATTRIBUTE_REAL:
        if (!isfinite(attribute->real)) break;
        ovf_writer_real(writer, attribute->real);
        return;
    case OVF_ATTRIBUTE_TEXT: ovf_writer_json(writer, attribute->text); return;
    case OVF_ATTRIBUTE_JSON:
        if (attribute->text == NULL) break;
        write_json_text(writer, attribute->text);
        return;
    case OVF_ATTRIBUTE_NULL: break;
    }
    ovf_writer_text(writer, "null");
}

static bool is_taken(const char *name, const char *const *taken)
{
    for (; *taken != NULL; taken++)
        if (strcmp(*taken, name) == 0) return true;
    return false;
}

void ovf_geojson_attributes(ovf_geojson *geojson, const ovf_attributes *attributes, const char *const *taken)
{
    for (size_t i = 0; i < attributes->count; i++) {
        const ovf_attribute *attribute = &attributes->items[i];
        if (is_taken(attribute->name, taken)) continue;
        separate(geojson);
        ovf_writer_json(&geojson->writer, attribute->name);
        ovf_writer_text(&geojson->writer, ": ");
        write_value(&geojson->writer, attribute);
    }
}

static void write_position(ovf_writer *writer, double lon, double lat, double altitude_m, int decimals)
{
    ovf_writer_byte(writer, '[');
    ovf_writer_trimmed(writer, lon, decimals);
    ovf_writer_byte(writer, ',');
    ovf_writer_trimmed(writer, lat, decimals);
    if (isfinite(altitude_m)) {
        ovf_writer_byte(writer, ',');
        ovf_writer_trimmed(writer, altitude_m, OVF_ALTITUDE_DECIMALS);
    }
    ovf_writer_byte(writer, ']');
}

/* Closes the properties; what follows is the geometry. */
static void begin_geometry(ovf_writer *writer, const char *type)
{
    ovf_writer_text(writer, "}, \"geometry\": {\"type\": \"");
    ovf_writer_text(writer, type);
    ovf_writer_text(writer, "\", \"coordinates\": ");
}

static void write_no_geometry(ovf_writer *writer)
{
    ovf_writer_text(writer, "}, \"geometry\": null");
}

void ovf_geojson_point(ovf_geojson *geojson, double lon, double lat, double altitude_m, int decimals)
{
    begin_geometry(&geojson->writer, "Point");
    write_position(&geojson->writer, lon, lat, altitude_m, decimals);
    ovf_writer_byte(&geojson->writer, '}');
}

void ovf_geojson_line(ovf_geojson *geojson, const ovf_polyline *line, int decimals)
{
    ovf_writer *writer = &geojson->writer;
    bool altitudes = true;
    if (line->part_count == 0) {
        write_no_geometry(writer);
        return;
    }
    for (size_t i = 0; i < line->fix_count && altitudes; i++) altitudes = isfinite(line->fixes[i].altitude_m);
    bool several = line->part_count > 1;
    begin_geometry(writer, several ? "MultiLineString" : "LineString");
    if (several) ovf_writer_byte(writer, '[');
    size_t i = 0;
    for (size_t part = 0; part < line->part_count; part++) {
        if (part > 0) ovf_writer_byte(writer, ',');
        ovf_writer_byte(writer, '[');
        for (size_t start = i; i < line->part_ends[part]; i++) {
            const ovf_fix *fix = &line->fixes[i];
            if (i > start) ovf_writer_byte(writer, ',');
            write_position(writer, fix->lon, fix->lat, altitudes ? fix->altitude_m : NAN, decimals);
        }
        ovf_writer_byte(writer, ']');
    }
    ovf_writer_text(writer, several ? "]}" : "}");
}

static void write_ring(ovf_writer *writer, const ovf_ring *ring)
{
    ovf_writer_byte(writer, '[');
    for (size_t i = 0; i < ring->count; i++) {
        if (i > 0) ovf_writer_byte(writer, ',');
        ovf_writer_byte(writer, '[');
        ovf_writer_shortest(writer, ring->vertices[i].lon);
        ovf_writer_byte(writer, ',');
        ovf_writer_shortest(writer, ring->vertices[i].lat);
        ovf_writer_byte(writer, ']');
    }
    ovf_writer_byte(writer, ']');
}

void ovf_geojson_polygons(ovf_geojson *geojson, const ovf_polygon *polygons, size_t count)
{
    ovf_writer *writer = &geojson->writer;
    if (count == 0) {
        write_no_geometry(writer);
        return;
    }
    begin_geometry(writer, count > 1 ? "MultiPolygon" : "Polygon");
    if (count > 1) ovf_writer_byte(writer, '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0) ovf_writer_byte(writer, ',');
        ovf_writer_byte(writer, '[');
        for (size_t k = 0; k < polygons[i].count; k++) {
            if (k > 0) ovf_writer_byte(writer, ',');
            write_ring(writer, &polygons[i].rings[k]);
        }
        ovf_writer_byte(writer, ']');
    }
    ovf_writer_text(writer, count > 1 ? "]}" : "}");
}

void ovf_geojson_end(ovf_geojson *geojson)
{
    ovf_writer_byte(&geojson->writer, '}');
}

ovf_status ovf_geojson_check(const ovf_geojson *geojson, ovf_error *error)
{
    return ovf_writer_check(&geojson->writer, error);
}

ovf_status ovf_geojson_close(ovf_geojson *geojson, ovf_error *error)
{
    ovf_writer_text(&geojson->writer, geojson->features == 0 ? "]\n}\n" : "\n]\n}\n");
    return ovf_writer_close(&geojson->writer, error);
}

void ovf_geojson_abandon(ovf_geojson *geojson)
{
    ovf_writer_abandon(&geojson->writer);
}
