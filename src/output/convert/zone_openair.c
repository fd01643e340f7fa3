/* Tests: tests/cli/convert_zones.py */
/* OpenAir: an outline with straight edges and arcs, or a circle; a class, a floor, a ceiling, and
 * times as version 2 has them. Its lines are taken as straight in longitude and latitude. */
#include <geodesic.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/harmless.h"
#include "geodesy/curve.h"
#include "input/rules/names.h"
#include "output/convert/zone_form.h"
#include "output/convert/zone_outline.h"
#include "overflight/volume.h"

#define NAUTICAL_MILE_M 1852.0
/* Of a second: 3e-12 degrees. */
#define DECIMALS 8

/* ---- places ---- */

static void add_angle(ovf_bytes *bytes, double value, int digits, const char *sides)
{
    double rest = fabs(value), degrees = floor(rest);
    double minutes = floor((rest - degrees) * 60), seconds = (rest - degrees - minutes / 60) * 3600;
    if (seconds < 0) seconds = 0;
    if (seconds >= 60 - 0.5e-8) seconds = 0, minutes++;
    if (minutes >= 60) minutes = 0, degrees++;
    for (int least = digits == 3 ? 100 : 10; least > 1 && degrees < least; least /= 10)
        ovf_bytes_byte(bytes, '0');
    ovf_bytes_fixed(bytes, degrees, 0);
    ovf_bytes_text(bytes, minutes < 10 ? ":0" : ":");
    ovf_bytes_fixed(bytes, minutes, 0);
    ovf_bytes_text(bytes, seconds < 10 ? ":0" : ":");
    ovf_bytes_trimmed(bytes, seconds, DECIMALS);
    ovf_bytes_byte(bytes, ' ');
    ovf_bytes_byte(bytes, sides[value < 0]);
}

static void add_place(ovf_bytes *bytes, ovf_lonlat at)
{
    double lon = fabs(at.lon) > 180 ? remainder(at.lon, 360) : at.lon;
    add_angle(bytes, at.lat, 2, "NS");
    ovf_bytes_byte(bytes, ' ');
    add_angle(bytes, lon, 3, "EW");
}

static void add_line(ovf_bytes *bytes, const char *record, ovf_lonlat at)
{
    ovf_bytes_text(bytes, record);
    add_place(bytes, at);
    ovf_bytes_byte(bytes, '\n');
}

/* ---- outlines ---- */

static void add_circle(ovf_bytes *bytes, ovf_lonlat centre, double radius_m)
{
    add_line(bytes, "V X=", centre);
    ovf_bytes_text(bytes, "DC ");
    ovf_bytes_shortest(bytes, nearbyint(radius_m / NAUTICAL_MILE_M * 1e9) / 1e9);
    ovf_bytes_byte(bytes, '\n');
}

static bool same_arc(const ovf_curve *a, const ovf_curve *b)
{
    return a != NULL && b != NULL && b->kind == OVF_CURVE_ARC && a->centre.lon == b->centre.lon &&
           a->centre.lat == b->centre.lat && a->clockwise == b->clockwise;
}

/* How far an edge turns around its centre, degrees. */
static double turn_of(const ovf_ring *ring, size_t edge)
{
    ovf_course course;
    ovf_course_make(&course, ovf_outline_curve(ring, edge), ring->vertices[edge],
                    ring->vertices[edge + 1]);
    return fabs(course.turn);
}

/* Arcs around one centre that follow each other are written as one, as they were read, but for what
 * would close the circle. */
static void add_outline(ovf_bytes *bytes, const ovf_ring *ring)
{
    size_t edges = ring->count - 1;
    for (size_t i = 0; i < edges;) {
        const ovf_curve *curve = ovf_outline_curve(ring, i);
        if (curve == NULL || curve->kind != OVF_CURVE_ARC) {
            add_line(bytes, "DP ", ring->vertices[i++]);
            continue;
        }
        size_t end = i + 1;
        double turned = turn_of(ring, i);
        while (end < edges && same_arc(curve, ovf_outline_curve(ring, end)) &&
               turned + turn_of(ring, end) < 350)
            turned += turn_of(ring, end++);
        ovf_bytes_text(bytes, curve->clockwise ? "V D=+\n" : "V D=-\n");
        add_line(bytes, "V X=", curve->centre);
        ovf_bytes_text(bytes, "DB ");
        add_place(bytes, ring->vertices[i]);
        ovf_bytes_text(bytes, ", ");
        add_place(bytes, ring->vertices[end]);
        ovf_bytes_byte(bytes, '\n');
        i = end;
    }
}

static bool has_other_curves(const ovf_polygon *polygon)
{
    for (size_t i = 0; i < polygon->rings[0].curve_count; i++) {
        ovf_curve_kind kind = polygon->rings[0].curves[i].kind;
        if (kind != OVF_CURVE_ARC && kind != OVF_CURVE_LONLAT) return true;
    }
    return false;
}

/* True where something had to be drawn as points. */
static bool add_shape(ovf_bytes *bytes, const ovf_polygon *polygon, ovf_edges edges)
{
    ovf_lonlat centre;
    double radius_m;
    ovf_polygon outline = {polygon->rings, 1};
    if (ovf_outline_circle(&outline, &centre, &radius_m)) {
        add_circle(bytes, centre, radius_m);
        return false;
    }
    if (edges == OVF_EDGES_LONLAT && !has_other_curves(&outline)) {
        add_outline(bytes, &polygon->rings[0]);
        return false;
    }
    ovf_polygon *drawn = ovf_outline_draw(&outline, edges, OVF_EDGES_LONLAT);
    if (drawn == NULL) bytes->failed = true;
    else add_outline(bytes, &drawn->rings[0]);
    ovf_polygons_free(drawn, drawn != NULL);
    return true;
}

/* ---- what it says ---- */

/* The first attribute of these names that is a text; NULL: none is. */
static const char *text_of(const ovf_zone *zone, const char *name)
{
    for (size_t i = 0; i < zone->attributes.count; i++)
        if (ovf_name_is(zone->attributes.items[i].name, name) &&
            zone->attributes.items[i].type == OVF_ATTRIBUTE_TEXT)
            return zone->attributes.items[i].text;
    return NULL;
}

static void add_words(ovf_bytes *bytes, const char *record, const char *text)
{
    ovf_bytes_text(bytes, record);
    while (*text != '\0') {
        size_t harmful = ovf_harmful_length(text);
        ovf_bytes_byte(bytes, harmful > 0 ? ' ' : *text);
        text += harmful > 0 ? harmful : 1;
    }
    ovf_bytes_byte(bytes, '\n');
}

/* AC is a class, or else what people have there; AY then the type. */
static void add_class(ovf_bytes *bytes, const ovf_zone *zone)
{
    const char *class = text_of(zone, "class"), *type = text_of(zone, "type");
    add_words(bytes, "AC ", class != NULL ? class : type != NULL ? type : "UNC");
    if (class != NULL && type != NULL) add_words(bytes, "AY ", type);
}

/* Limits that are two heights are words that other programs may not know. `none` stands where there
 * is no limit, since they want to have both. */
static bool add_limit(ovf_bytes *bytes, const char *record, const ovf_limit *limit,
                      const char *none)
{
    char text[OVF_LIMIT_TEXT];
    bool limited = limit->count > 0 || limit->unknown;
    ovf_limit_format(limit, text);
    add_words(bytes, record, limited ? text : none);
    if (!limited) return true;
    return limit->count == 1 && !limit->unknown;
}

static bool add_volume(ovf_bytes *bytes, const ovf_volume *volume)
{
    static const ovf_volume unlimited = {0};
    char *times = NULL;
    if (volume == NULL) volume = &unlimited;
    bool good = add_limit(bytes, "AL ", &volume->floor, "GND");
    good = add_limit(bytes, "AH ", &volume->ceiling, "UNL") && good;
    if (volume->schedule.count == 0 && !volume->schedule.unknown) return good;
    if (ovf_schedule_text(&volume->schedule, &times, NULL) == OVF_OK)
        add_words(bytes, "AA ", times);
    else bytes->failed = true;
    free(times);
    return good;
}

static bool is_held(const char *name)
{
    static const char *const held[] = {"id",      "name",   "class",    "type", "floor",
                                       "ceiling", "active", "radius_m", "edges"};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        if (ovf_name_is(name, held[i])) return true;
    return false;
}

/* ---- airspaces ---- */

/* Numbers the pieces from the second on: ids are to differ. */
static void add_id(ovf_bytes *bytes, const char *record, const char *text, size_t piece)
{
    add_words(bytes, record, text);
    if (piece == 0) return;
    bytes->used--;
    ovf_bytes_text(bytes, " (");
    ovf_bytes_count(bytes, piece + 1);
    ovf_bytes_text(bytes, ")\n");
}

typedef struct {
    size_t pieces;
    bool drawn, holes, odd_limits;
} written;

static void add_polygons(ovf_bytes *bytes, const ovf_zone *zone, const ovf_polygon *polygons,
                         size_t count, const ovf_volume *volume, written *so_far)
{
    for (size_t i = 0; i < count; i++) {
        add_class(bytes, zone);
        add_id(bytes, "AN ", zone->name, 0);
        add_id(bytes, "AI ", zone->id, so_far->pieces++);
        so_far->odd_limits |= !add_volume(bytes, volume);
        so_far->drawn |= add_shape(bytes, &polygons[i], zone->edges);
        so_far->holes |= polygons[i].count > 1;
        ovf_bytes_byte(bytes, '\n');
    }
}

static void add(ovf_bytes *bytes, const ovf_zone *zone, uint64_t number, ovf_zone_losses *losses)
{
    written so_far = {0};
    bool more = false;
    (void)number;
    if (zone->part_count == 0)
        add_polygons(bytes, zone, zone->polygons, zone->polygon_count, zone->volume, &so_far);
    for (size_t i = 0; i < zone->part_count; i++)
        add_polygons(bytes, zone, zone->parts[i].polygons, zone->parts[i].polygon_count,
                     zone->parts[i].volume, &so_far);
    for (size_t i = 0; i < zone->attributes.count; i++)
        more |= !is_held(zone->attributes.items[i].name) &&
                zone->attributes.items[i].type != OVF_ATTRIBUTE_NULL;
    losses->curves += so_far.drawn;
    losses->holes += so_far.holes;
    losses->parts += zone->part_count > 0;
    losses->pieces += zone->part_count == 0 && so_far.pieces > 1;
    losses->limits += so_far.odd_limits;
    losses->attributes += more;
}

const ovf_zone_form ovf_zone_form_openair = {
    .title = "OpenAir", .endings = {"txt", "openair"}, .begin = "", .end = "", .add = add};
