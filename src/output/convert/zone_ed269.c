/* Tests: tests/cli/convert_zones.py */
/* ED-269: zones for unmanned aircraft, of volumes with circles and polygons. Floors and ceilings
 * are feet or metres over the ground or the sea; others, and times, are written in members of our
 * own besides, so that at least overflight reads them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "input/rules/names.h"
#include "output/convert/json_values.h"
#include "output/convert/zone_form.h"
#include "output/convert/zone_outline.h"
#include "overflight/volume.h"

#define FOOT_M 0.3048

static void add_name(ovf_bytes *bytes, const char *name)
{
    ovf_bytes_text(bytes, ",\n   ");
    ovf_bytes_json(bytes, name);
    ovf_bytes_byte(bytes, ':');
}

/* ---- volumes ---- */

static bool is_held(const ovf_limit *limit)
{
    return !limit->unknown &&
           (limit->count == 0 ||
            (limit->count == 1 && (limit->heights[0].reference == OVF_HEIGHT_MSL ||
                                   limit->heights[0].reference == OVF_HEIGHT_AGL)));
}

static bool is_whole_feet(const ovf_limit *limit)
{
    double feet = limit->heights[0].metres / FOOT_M;
    return limit->count == 0 || !is_held(limit) || fabs(feet - round(feet)) < 1e-6;
}

static void add_limit(ovf_bytes *bytes, const char *side, const ovf_limit *limit, bool feet)
{
    if (limit->count == 0 || !is_held(limit)) return;
    const ovf_height *height = &limit->heights[0];
    ovf_bytes_text(bytes, ",\"");
    ovf_bytes_text(bytes, side);
    ovf_bytes_text(bytes, "Limit\":");
    ovf_bytes_shortest(bytes, feet ? round(height->metres / FOOT_M) : height->metres);
    ovf_bytes_text(bytes, ",\"");
    ovf_bytes_text(bytes, side);
    ovf_bytes_text(bytes, "VerticalReference\":");
    ovf_bytes_text(bytes, height->reference == OVF_HEIGHT_AGL ? "\"AGL\"" : "\"AMSL\"");
}

static void add_rings(ovf_bytes *bytes, const ovf_polygon *polygon)
{
    ovf_bytes_text(bytes, "{\"type\":\"Polygon\",\"coordinates\":[");
    for (size_t i = 0; i < polygon->count; i++) {
        const ovf_ring *ring = &polygon->rings[i];
        ovf_bytes_text(bytes, i > 0 ? ",[" : "[");
        for (size_t k = 0; k < ring->count; k++) {
            if (k > 0) ovf_bytes_byte(bytes, ',');
            ovf_convert_position(bytes, ring->vertices[k]);
        }
        ovf_bytes_byte(bytes, ']');
    }
    ovf_bytes_text(bytes, "]}");
}

static void add_own_limit(ovf_bytes *bytes, const char *name, const ovf_limit *limit)
{
    char text[OVF_LIMIT_TEXT];
    if (is_held(limit)) return;
    ovf_limit_format(limit, text);
    add_name(bytes, name);
    ovf_bytes_json(bytes, text);
}

/* What the format has no members for. True where times are among it. */
static bool add_own(ovf_bytes *bytes, const ovf_volume *volume, bool has_times)
{
    char *times = NULL;
    if (volume == NULL) return false;
    add_own_limit(bytes, "floor", &volume->floor);
    add_own_limit(bytes, "ceiling", &volume->ceiling);
    if (has_times || (volume->schedule.count == 0 && !volume->schedule.unknown)) return false;
    add_name(bytes, "active");
    if (ovf_schedule_text(&volume->schedule, &times, NULL) == OVF_OK) ovf_bytes_json(bytes, times);
    else bytes->failed = true;
    free(times);
    return true;
}

/* True where curves had to be drawn. */
static bool add_projection(ovf_bytes *bytes, const ovf_polygon *polygon, ovf_edges edges)
{
    ovf_lonlat centre;
    double radius_m;
    if (ovf_outline_circle(polygon, &centre, &radius_m)) {
        ovf_bytes_text(bytes, "{\"type\":\"Circle\",\"center\":");
        ovf_convert_position(bytes, centre);
        ovf_bytes_text(bytes, ",\"radius\":");
        ovf_bytes_shortest(bytes, radius_m);
        ovf_bytes_byte(bytes, '}');
        return false;
    }
    if (edges == OVF_EDGES_LONLAT && !ovf_outline_is_curved(polygon)) {
        add_rings(bytes, polygon);
        return false;
    }
    ovf_polygon *drawn = ovf_outline_draw(polygon, edges, OVF_EDGES_LONLAT);
    if (drawn == NULL) bytes->failed = true;
    else add_rings(bytes, drawn);
    ovf_polygons_free(drawn, drawn != NULL);
    return true;
}

typedef struct {
    size_t count;
    bool parts;     /* each volume has what the format has no members for; otherwise the zone */
    bool has_times; /* the zone has times in the format's way */
    bool drawn, odd_limits, odd_times;
} written;

static void add_volumes(ovf_bytes *bytes, const ovf_polygon *polygons, size_t count,
                        const ovf_volume *volume, ovf_edges edges, written *so_far)
{
    bool feet = volume != NULL && is_whole_feet(&volume->floor) && is_whole_feet(&volume->ceiling);
    for (size_t i = 0; i < count; i++) {
        ovf_bytes_text(bytes, so_far->count++ > 0 ? ",\n    {" : "\n    {");
        ovf_bytes_text(bytes, feet ? "\"uomDimensions\":\"FT\"" : "\"uomDimensions\":\"M\"");
        if (volume != NULL) {
            add_limit(bytes, "lower", &volume->floor, feet);
            add_limit(bytes, "upper", &volume->ceiling, feet);
            so_far->odd_limits |= !is_held(&volume->floor) || !is_held(&volume->ceiling);
        }
        ovf_bytes_text(bytes, ",\"horizontalProjection\":");
        so_far->drawn |= add_projection(bytes, &polygons[i], edges);
        if (so_far->parts) so_far->odd_times |= add_own(bytes, volume, so_far->has_times);
        ovf_bytes_byte(bytes, '}');
    }
}

/* ---- members ---- */

static bool is_anew(const char *name)
{
    static const char *const known[] = {"id",     "identifier", "name",    "floor",   "ceiling",
                                        "active", "edges",      "volumes", "geometry"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (ovf_name_is(name, known[i])) return true;
    return strncmp(name, "radius", 6) == 0;
}

static void add_attributes(ovf_bytes *bytes, const ovf_zone *zone, bool *has_times)
{
    *has_times = false;
    for (size_t i = 0; i < zone->attributes.count; i++) {
        const ovf_attribute *attribute = &zone->attributes.items[i];
        if (is_anew(attribute->name) || attribute->type == OVF_ATTRIBUTE_NULL) continue;
        *has_times = *has_times || strcmp(attribute->name, "applicability") == 0;
        add_name(bytes, attribute->name);
        ovf_convert_value(bytes, attribute);
    }
}

static void add(ovf_bytes *bytes, const ovf_zone *zone, uint64_t number, ovf_zone_losses *losses)
{
    written so_far = {.parts = zone->part_count > 0};
    ovf_bytes_text(bytes, number == 0 ? "  {\"identifier\":" : ",\n  {\"identifier\":");
    ovf_bytes_json(bytes, zone->id);
    add_name(bytes, "name");
    ovf_bytes_json(bytes, zone->name);
    add_attributes(bytes, zone, &so_far.has_times);
    if (!so_far.parts) so_far.odd_times = add_own(bytes, zone->volume, so_far.has_times);
    add_name(bytes, "geometry");
    ovf_bytes_byte(bytes, '[');
    if (zone->part_count == 0)
        add_volumes(bytes, zone->polygons, zone->polygon_count, zone->volume, zone->edges, &so_far);
    for (size_t i = 0; i < zone->part_count; i++)
        add_volumes(bytes, zone->parts[i].polygons, zone->parts[i].polygon_count,
                    zone->parts[i].volume, zone->edges, &so_far);
    ovf_bytes_text(bytes, "]}");
    losses->curves += so_far.drawn;
    losses->limits += so_far.odd_limits;
    losses->times += so_far.odd_times;
}

const ovf_zone_form ovf_zone_form_ed269 = {.title = "ED-269",
                                           .endings = {"ed269"},
                                           .begin = "{\"features\":[\n",
                                           .end = "\n]}\n",
                                           .add = add};
