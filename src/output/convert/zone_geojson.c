/* Tests: tests/cli/convert_zones.py */
/* RFC 7946 with the attributes of zones. A circle alone is a Point with radius_m; other curves are
 * drawn, and stand in the attribute `curves` as they are. The parts of a zone stand in the
 * attribute `volumes` where curves are kept, and become a feature each elsewhere. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "input/rules/names.h"
#include "input/zones/curves_attribute.h"
#include "input/zones/volumes_attribute.h"
#include "output/convert/json_values.h"
#include "output/convert/zone_curves.h"
#include "output/convert/zone_form.h"
#include "output/convert/zone_outline.h"
#include "overflight/volume.h"

/* ---- properties ---- */

static void add_text(ovf_bytes *bytes, const char *name, const char *text)
{
    ovf_bytes_byte(bytes, ',');
    ovf_bytes_json(bytes, name);
    ovf_bytes_byte(bytes, ':');
    ovf_bytes_json(bytes, text);
}

static void add_limit(ovf_bytes *bytes, const char *name, const ovf_limit *limit)
{
    char text[OVF_LIMIT_TEXT];
    ovf_limit_format(limit, text);
    if (text[0] != '\0') add_text(bytes, name, text);
}

static void add_volume(ovf_bytes *bytes, const ovf_volume *volume)
{
    char *times = NULL;
    if (volume == NULL) return;
    add_limit(bytes, "floor", &volume->floor);
    add_limit(bytes, "ceiling", &volume->ceiling);
    if (volume->schedule.count == 0 && !volume->schedule.unknown) return;
    if (ovf_schedule_text(&volume->schedule, &times, NULL) == OVF_OK)
        add_text(bytes, "active", times);
    else bytes->failed = true;
    free(times);
}

/* Which attributes are written anew. */
static bool is_anew(const ovf_attribute *attribute, bool is_part, bool is_circle)
{
    const char *name = attribute->name;
    static const char *const known[] = {"floor", "ceiling", "active", "volumes"};
    for (size_t i = 0; is_part && i < sizeof known / sizeof *known; i++)
        if (ovf_name_is(name, known[i])) return true;
    return strcmp(name, "id") == 0 || strcmp(name, "name") == 0 || ovf_name_is(name, "edges") ||
           (strcmp(name, OVF_CURVES_ATTRIBUTE) == 0 && ovf_is_curves_attribute(attribute->text)) ||
           (is_circle && strncmp(name, "radius", 6) == 0);
}

static void add_parts(ovf_bytes *bytes, const ovf_zone *zone)
{
    ovf_text text = {0};
    if (ovf_zone_parts_write(zone, &text)) {
        ovf_bytes_text(bytes, ",\"" OVF_VOLUMES_ATTRIBUTE "\":");
        ovf_bytes_add(bytes, text.text, text.length);
    } else {
        bytes->failed = true;
    }
    ovf_text_clear(&text);
}

/* `curves`: the value of that attribute; empty: none. */
static void add_properties(ovf_bytes *bytes, const ovf_zone *zone, const char *id, bool is_part,
                           double radius_m, const ovf_bytes *curves)
{
    bool is_circle = !isnan(radius_m), limits = is_part, parts = !is_part && zone->part_count > 0;
    ovf_bytes_text(bytes, "{\"id\":");
    ovf_bytes_json(bytes, id);
    add_text(bytes, "name", zone->name);
    if (zone->edges == OVF_EDGES_GEODESIC && !is_circle) add_text(bytes, "edges", "geodesic");
    if (is_circle) {
        ovf_bytes_text(bytes, ",\"radius_m\":");
        ovf_bytes_real(bytes, radius_m);
    }
    for (size_t i = 0; i < zone->attributes.count; i++) {
        const ovf_attribute *attribute = &zone->attributes.items[i];
        if (is_anew(attribute, is_part, is_circle)) continue;
        if (parts && strcmp(attribute->name, OVF_VOLUMES_ATTRIBUTE) == 0) continue;
        ovf_bytes_byte(bytes, ',');
        ovf_bytes_json(bytes, attribute->name);
        ovf_bytes_byte(bytes, ':');
        ovf_convert_value(bytes, attribute);
    }
    if (limits) add_volume(bytes, zone->volume);
    if (parts) add_parts(bytes, zone);
    if (curves->used > 0) {
        ovf_bytes_text(bytes, ",\"" OVF_CURVES_ATTRIBUTE "\":");
        ovf_bytes_add(bytes, curves->data, curves->used);
    }
    ovf_bytes_byte(bytes, '}');
}

/* ---- geometry ---- */

/* Outlines counterclockwise, and holes clockwise, but for those whose winding has a meaning. */
static void add_ring(ovf_bytes *bytes, const ovf_ring *ring, bool hole, bool oriented)
{
    bool turned = !oriented && ovf_outline_is_turned(ring, hole);
    ovf_bytes_byte(bytes, '[');
    for (size_t i = 0; i < ring->count; i++) {
        if (i > 0) ovf_bytes_byte(bytes, ',');
        ovf_convert_position(bytes, ring->vertices[turned ? ring->count - 1 - i : i]);
    }
    ovf_bytes_byte(bytes, ']');
}

static void add_polygon(ovf_bytes *bytes, const ovf_zone *zone, const ovf_polygon *polygon)
{
    ovf_polygon *drawn = NULL;
    if (ovf_outline_is_curved(polygon)) {
        drawn = ovf_outline_draw(polygon, zone->edges, zone->edges);
        if (drawn == NULL) {
            bytes->failed = true;
            return;
        }
        polygon = drawn;
    }
    ovf_bytes_byte(bytes, '[');
    for (size_t i = 0; i < polygon->count; i++) {
        if (i > 0) ovf_bytes_byte(bytes, ',');
        add_ring(bytes, &polygon->rings[i], i > 0, zone->oriented);
    }
    ovf_bytes_byte(bytes, ']');
    ovf_polygons_free(drawn, drawn != NULL);
}

static void add_geometry(ovf_bytes *bytes, const ovf_zone *zone)
{
    bool several = zone->polygon_count > 1;
    ovf_bytes_text(bytes, several ? "{\"type\":\"MultiPolygon\",\"coordinates\":["
                                  : "{\"type\":\"Polygon\",\"coordinates\":");
    for (size_t i = 0; i < zone->polygon_count; i++) {
        if (i > 0) ovf_bytes_byte(bytes, ',');
        add_polygon(bytes, zone, &zone->polygons[i]);
    }
    ovf_bytes_text(bytes, several ? "]}" : "}");
}

/* ---- features ---- */

static bool is_curved(const ovf_zone *zone)
{
    for (size_t i = 0; i < zone->polygon_count; i++)
        if (ovf_outline_is_curved(&zone->polygons[i])) return true;
    return false;
}

/* True where curves are there as points alone. */
static bool add_feature(ovf_bytes *bytes, const ovf_zone *zone, const char *id, bool is_part,
                        ovf_curves_held held, bool first)
{
    ovf_lonlat centre;
    double radius_m;
    ovf_bytes curves = {0};
    ovf_zone shown = *zone;
    bool circle = held != OVF_CURVES_DRAWN && zone->polygon_count == 1 &&
                  ovf_outline_circle(&zone->polygons[0], &centre, &radius_m),
         curved = !circle && is_curved(zone), kept = curved && held == OVF_CURVES_KEPT;
    if (kept) {
        shown.polygons = ovf_curves_draw(zone, &curves);
        shown.oriented = true; /* they are wound as they should be */
        bytes->failed |= shown.polygons == NULL || curves.failed;
    }
    if (!first) ovf_bytes_text(bytes, ",\n");
    ovf_bytes_text(bytes, "{\"type\":\"Feature\",\"properties\":");
    add_properties(bytes, zone, id, is_part, circle ? radius_m : NAN, &curves);
    ovf_bytes_text(bytes, ",\"geometry\":");
    if (circle) {
        ovf_bytes_text(bytes, "{\"type\":\"Point\",\"coordinates\":");
        ovf_convert_position(bytes, centre);
        ovf_bytes_byte(bytes, '}');
    } else if (shown.polygons != NULL) {
        add_geometry(bytes, &shown);
    }
    ovf_bytes_byte(bytes, '}');
    if (kept) ovf_polygons_free(shown.polygons, shown.polygon_count);
    ovf_bytes_clear(&curves);
    return curved && !kept;
}

void ovf_zone_add_geojson(ovf_bytes *bytes, const ovf_zone *zone, uint64_t number,
                          ovf_curves_held held, ovf_zone_losses *losses)
{
    bool drawn = false, first = number == 0;
    const bool whole = zone->part_count == 0 || held == OVF_CURVES_KEPT;
    if (whole) drawn = add_feature(bytes, zone, zone->id, false, held, first);
    for (size_t i = 0; i < zone->part_count && !whole; i++) {
        ovf_zone part = *zone;
        ovf_bytes id = {0};
        part.polygons = zone->parts[i].polygons;
        part.polygon_count = zone->parts[i].polygon_count;
        part.volume = zone->parts[i].volume;
        ovf_bytes_text(&id, zone->id);
        ovf_bytes_text(&id, " part ");
        ovf_bytes_count(&id, i + 1);
        ovf_bytes_byte(&id, '\0');
        bytes->failed |= id.failed;
        if (!id.failed) drawn |= add_feature(bytes, &part, id.data, true, held, first && i == 0);
        ovf_bytes_clear(&id);
    }
    losses->parts += !whole;
    losses->curves += drawn;
}

static void add(ovf_bytes *bytes, const ovf_zone *zone, uint64_t number, ovf_zone_losses *losses)
{
    ovf_zone_add_geojson(bytes, zone, number, OVF_CURVES_KEPT, losses);
}

const ovf_zone_form ovf_zone_form_geojson = {
    .title = "GeoJSON",
    .endings = {"geojson", "json"},
    .begin = "{\"type\":\"FeatureCollection\",\"features\":[\n",
    .end = "\n]}\n",
    .add = add};

/* ---- a feature a line ---- */

static void add_line(ovf_bytes *bytes, const ovf_zone *zone, uint64_t number,
                     ovf_zone_losses *losses)
{
    (void)number;
    ovf_zone_add_geojson(bytes, zone, 0, OVF_CURVES_KEPT, losses);
    ovf_bytes_byte(bytes, '\n');
}

const ovf_zone_form ovf_zone_form_geojson_lines = {.title = "a sequence of GeoJSON",
                                                   .endings = {"geojsonl", "geojsons", "ndjson"},
                                                   .begin = "",
                                                   .end = "",
                                                   .add = add_line};
