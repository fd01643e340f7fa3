/* Tests: tests/cli/convert_zones.py */
/* RFC 7946 with the attributes of zones. A circle alone is a Point with radius_m, which is exact;
 * other curves are drawn. A zone with parts becomes a feature for each. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "input/rules/names.h"
#include "output/convert/json_values.h"
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
static bool is_anew(const char *name, bool is_part, bool is_circle)
{
    static const char *const known[] = {"floor", "ceiling", "active", "volumes"};
    for (size_t i = 0; is_part && i < sizeof known / sizeof *known; i++)
        if (ovf_name_is(name, known[i])) return true;
    return strcmp(name, "id") == 0 || strcmp(name, "name") == 0 || ovf_name_is(name, "edges") ||
           (is_circle && strncmp(name, "radius", 6) == 0);
}

static void add_properties(ovf_bytes *bytes, const ovf_zone *zone, const char *id, bool is_part,
                           double radius_m)
{
    bool is_circle = !isnan(radius_m), limits = is_part;
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
        if (is_anew(attribute->name, is_part, is_circle)) continue;
        ovf_bytes_byte(bytes, ',');
        ovf_bytes_json(bytes, attribute->name);
        ovf_bytes_byte(bytes, ':');
        ovf_convert_value(bytes, attribute);
    }
    if (limits) add_volume(bytes, zone->volume);
    ovf_bytes_byte(bytes, '}');
}

/* ---- geometry ---- */

static double signed_area(const ovf_ring *ring)
{
    double sum = 0;
    for (size_t i = 0; i + 1 < ring->count; i++)
        sum += (ring->vertices[i + 1].lon - ring->vertices[i].lon) *
               (ring->vertices[i + 1].lat + ring->vertices[i].lat);
    return -sum;
}

/* Outlines counterclockwise, and holes clockwise, but for those whose winding has a meaning. */
static void add_ring(ovf_bytes *bytes, const ovf_ring *ring, bool hole, bool oriented)
{
    bool turned = !oriented && (signed_area(ring) < 0) != hole;
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

static bool add_feature(ovf_bytes *bytes, const ovf_zone *zone, const char *id, bool is_part,
                        bool exact, bool first)
{
    ovf_lonlat centre;
    double radius_m;
    bool circle = exact && zone->polygon_count == 1 &&
                  ovf_outline_circle(&zone->polygons[0], &centre, &radius_m),
         drawn = false;
    if (!first) ovf_bytes_text(bytes, ",\n");
    ovf_bytes_text(bytes, "{\"type\":\"Feature\",\"properties\":");
    add_properties(bytes, zone, id, is_part, circle ? radius_m : NAN);
    ovf_bytes_text(bytes, ",\"geometry\":");
    if (circle) {
        ovf_bytes_text(bytes, "{\"type\":\"Point\",\"coordinates\":");
        ovf_convert_position(bytes, centre);
        ovf_bytes_byte(bytes, '}');
    } else {
        add_geometry(bytes, zone);
        for (size_t i = 0; i < zone->polygon_count; i++)
            drawn = drawn || ovf_outline_is_curved(&zone->polygons[i]);
    }
    ovf_bytes_byte(bytes, '}');
    return drawn;
}

static void add_parts(ovf_bytes *bytes, const ovf_zone *zone, bool exact, bool first,
                      ovf_zone_losses *losses)
{
    bool drawn = false;
    if (zone->part_count == 0) drawn = add_feature(bytes, zone, zone->id, false, exact, first);
    for (size_t i = 0; i < zone->part_count; i++) {
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
        if (!id.failed) drawn |= add_feature(bytes, &part, id.data, true, exact, first && i == 0);
        ovf_bytes_clear(&id);
    }
    losses->parts += zone->part_count > 0;
    losses->curves += drawn;
}

static void add(ovf_bytes *bytes, const ovf_zone *zone, uint64_t number, ovf_zone_losses *losses)
{
    add_parts(bytes, zone, true, number == 0, losses);
}

void ovf_zone_add_drawn(ovf_bytes *bytes, const ovf_zone *zone, uint64_t number,
                        ovf_zone_losses *losses)
{
    add_parts(bytes, zone, false, number == 0, losses);
}

const ovf_zone_form ovf_zone_form_geojson = {
    .title = "GeoJSON",
    .endings = {"geojson", "json"},
    .begin = "{\"type\":\"FeatureCollection\",\"features\":[\n",
    .end = "\n]}\n",
    .add = add};
