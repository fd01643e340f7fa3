/* RFC 7946, with times as coordTimes, a property that many programs know. Lines across the
 * antimeridian are not cut but go on beyond 180, so that the flight keeps its fixes. */
#include <math.h>
#include <string.h>

#include "output/convert/fix_facts.h"
#include "output/convert/flight_form.h"
#include "output/convert/json_values.h"

static void add_position(ovf_bytes *bytes, const ovf_route *route, size_t i, double lon)
{
    const ovf_fix *fix = &route->fixes[i];
    ovf_bytes_byte(bytes, '[');
    ovf_bytes_shortest(bytes, lon);
    ovf_bytes_byte(bytes, ',');
    ovf_bytes_shortest(bytes, fix->lat);
    if (!isnan(fix->altitude_m) && !ovf_flight_is_level(route, i)) {
        ovf_bytes_byte(bytes, ',');
        ovf_bytes_shortest(bytes, fix->altitude_m);
    }
    ovf_bytes_byte(bytes, ']');
}

/* A list of what `add` writes for each fix; of several parts a list for each. */
static void add_lists(ovf_bytes *bytes, const ovf_route *route,
                      void (*add)(ovf_bytes *bytes, const ovf_route *route, size_t i))
{
    if (route->part_count > 1) ovf_bytes_byte(bytes, '[');
    for (size_t part = 0, i = 0; part < route->part_count; part++) {
        ovf_bytes_text(bytes, part > 0 ? ",[" : "[");
        for (size_t begin = i; i < route->part_ends[part]; i++) {
            if (i > begin) ovf_bytes_byte(bytes, ',');
            add(bytes, route, i);
        }
        ovf_bytes_byte(bytes, ']');
    }
    if (route->part_count > 1) ovf_bytes_byte(bytes, ']');
}

static void add_geometry(ovf_bytes *bytes, const ovf_route *route)
{
    bool several = route->part_count > 1;
    double lon = NAN;
    ovf_bytes_text(bytes, several ? "{\"type\":\"MultiLineString\",\"coordinates\":["
                                  : "{\"type\":\"LineString\",\"coordinates\":");
    for (size_t part = 0, i = 0; part < route->part_count; part++) {
        ovf_bytes_text(bytes, part > 0 ? ",[" : "[");
        for (size_t begin = i; i < route->part_ends[part]; i++) {
            if (i > begin) ovf_bytes_byte(bytes, ',');
            lon = ovf_flight_lon(&route->fixes[i], lon);
            add_position(bytes, route, i, lon);
        }
        ovf_bytes_byte(bytes, ']');
    }
    ovf_bytes_text(bytes, several ? "]}" : "}");
}

static void add_time(ovf_bytes *bytes, const ovf_route *route, size_t i)
{
    if (isnan(route->fixes[i].time_s)) {
        ovf_bytes_text(bytes, "null");
        return;
    }
    ovf_bytes_byte(bytes, '"');
    ovf_bytes_time(bytes, route->fixes[i].time_s);
    ovf_bytes_byte(bytes, '"');
}

static void add_level(ovf_bytes *bytes, const ovf_route *route, size_t i)
{
    if (ovf_flight_is_level(route, i) && !isnan(route->fixes[i].altitude_m))
        ovf_bytes_shortest(bytes, route->fixes[i].altitude_m);
    else ovf_bytes_text(bytes, "null");
}

static void add_name(ovf_bytes *bytes, const ovf_route *route, size_t i)
{
    ovf_bytes_json(bytes, route->fix_names[i]);
}

static void add_properties(ovf_bytes *bytes, const ovf_route *route)
{
    bool timed = false, levels = false;
    for (size_t i = 0; i < route->fix_count; i++) {
        timed = timed || !isnan(route->fixes[i].time_s);
        levels = levels || (ovf_flight_is_level(route, i) && !isnan(route->fixes[i].altitude_m));
    }
    ovf_bytes_text(bytes, "{\"id\":");
    ovf_bytes_json(bytes, route->id);
    for (size_t i = 0; i < route->attributes.count; i++) {
        const ovf_attribute *attribute = &route->attributes.items[i];
        bool anew = ovf_flight_is_time_attribute(attribute->name) && timed;
        if (strcmp(attribute->name, "id") == 0 || anew) continue;
        ovf_bytes_byte(bytes, ',');
        ovf_bytes_json(bytes, attribute->name);
        ovf_bytes_byte(bytes, ':');
        ovf_convert_value(bytes, attribute);
    }
    if (levels) {
        ovf_bytes_text(bytes, ",\"pressure_altitudes_m\":");
        add_lists(bytes, route, add_level);
    }
    if (route->fix_names != NULL) {
        ovf_bytes_text(bytes, ",\"fix_names\":");
        add_lists(bytes, route, add_name);
    }
    if (timed) {
        ovf_bytes_text(bytes, ",\"coordTimes\":");
        add_lists(bytes, route, add_time);
    }
    ovf_bytes_byte(bytes, '}');
}

static void add_feature(ovf_bytes *bytes, const ovf_route *route)
{
    ovf_bytes_text(bytes, "{\"type\":\"Feature\",\"properties\":");
    add_properties(bytes, route);
    ovf_bytes_text(bytes, ",\"geometry\":");
    add_geometry(bytes, route);
    ovf_bytes_byte(bytes, '}');
}

static void begin(ovf_bytes *bytes)
{
    ovf_bytes_text(bytes, "{\"type\":\"FeatureCollection\",\"features\":[\n");
}

static void add_to_collection(ovf_bytes *bytes, const ovf_route *route, uint64_t number, int *state)
{
    (void)state;
    if (number > 0) ovf_bytes_text(bytes, ",\n");
    add_feature(bytes, route);
}

static void add_line(ovf_bytes *bytes, const ovf_route *route, uint64_t number, int *state)
{
    (void)number;
    (void)state;
    add_feature(bytes, route);
    ovf_bytes_byte(bytes, '\n');
}

const ovf_flight_form ovf_flight_form_geojson = {.title = "GeoJSON",
                                                 .endings = {"geojson", "json"},
                                                 .begin = begin,
                                                 .add = add_to_collection,
                                                 .end = "\n]}\n",
                                                 .times = true,
                                                 .altitudes = true,
                                                 .levels = true,
                                                 .names = true,
                                                 .parts = true,
                                                 .attributes = true},
                      ovf_flight_form_geojson_lines = {
                          .title = "a sequence of GeoJSON",
                          .endings = {"geojsonl", "geojsons", "ndjson"},
                          .add = add_line,
                          .end = "",
                          .times = true,
                          .altitudes = true,
                          .levels = true,
                          .names = true,
                          .parts = true,
                          .attributes = true};
