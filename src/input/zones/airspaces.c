/* Zones from the formats of airspace that overflight reads itself. */
#include <geodesic.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/utf8.h"
#include "gdal/fields.h"
#include "geodesy/curve.h"
#include "input/airspace/airspace_file.h"
#include "input/zones/airspace_volumes.h"
#include "input/zones/circles.h"
#include "input/zones/zone_reader.h"
#include "model/lay_over.h"
#include "model/model.h"
#include "model/zone_rings.h"

/* Ends of an arc that are at distances from its centre which differ by more are told: places are
 * rounded to seconds, which are 31 m, or to tenths of minutes. */
#define RADII_DIFFER_M 100.0
/* Ends of an arc that are no farther apart are one place, and the arc is a circle, m. */
#define SAME_PLACE_M 1e-3

/* Arcs are cut into pieces of at most so much, so that each ring has three vertices that differ. */
#define PIECE_DEG 90.0

typedef struct {
    ovf_zones_reader *reader;
    const char *file;
    size_t number; /* of the airspace in the file */
    /* The ring in hand. */
    double *lon, *lat;
    size_t count, lon_capacity, lat_capacity;
    ovf_curve *curves;
    size_t curve_count, curve_capacity;
} maker;

/* ---- rings ---- */

static bool add(maker *in, ovf_lonlat at)
{
    if (!ovf_array_reserve(&in->lon, &in->lon_capacity, in->count + 1, sizeof *in->lon) ||
        !ovf_array_reserve(&in->lat, &in->lat_capacity, in->count + 1, sizeof *in->lat))
        return false;
    in->lon[in->count] = at.lon;
    in->lat[in->count++] = at.lat;
    return true;
}

static bool add_curved(maker *in, ovf_curve curve, ovf_lonlat to)
{
    if (!ovf_array_reserve(&in->curves, &in->curve_capacity, in->curve_count + 1,
                           sizeof *in->curves))
        return false;
    curve.edge = in->count - 1;
    in->curves[in->curve_count++] = curve;
    return add(in, to);
}

static ovf_lonlat last_of(const maker *in)
{
    return (ovf_lonlat){in->lon[in->count - 1], in->lat[in->count - 1]};
}

static ovf_status check_arc(maker *in, const ovf_course *arc, ovf_error *error)
{
    double first_m = arc->radius_m, last_m = arc->radius_m + arc->radius_change_m;
    if (!(fmin(first_m, last_m) > SAME_PLACE_M) || fmax(first_m, last_m) > OVF_CURVE_RADIUS_MAX_M)
        return ovf_fail(
            error, OVF_ERROR_INPUT,
            "an arc around %.10g %.10g: expected ends away from it and at most %.0f km, "
            "found %.6g and %.6g km",
            arc->centre.lon, arc->centre.lat, OVF_CURVE_RADIUS_MAX_M / 1000, first_m / 1000,
            last_m / 1000);
    if (fabs(first_m - last_m) > RADII_DIFFER_M)
        ovf_zone_note_add(
            &in->reader->notes, OVF_REMEDY_NONE,
            "the arc from %.6g %.6g to %.6g %.6g begins %.3f km and ends %.3f km from "
            "its centre: the distance is taken to change evenly in between",
            arc->from.lon, arc->from.lat, arc->to.lon, arc->to.lat, first_m / 1000, last_m / 1000);
    return OVF_OK;
}

/* What comes behind the last place of the ring. */
static ovf_status add_arc(maker *in, const ovf_step *step, ovf_error *error)
{
    const ovf_curve curve = {
        .kind = OVF_CURVE_ARC, .centre = step->centre, .clockwise = step->clockwise};
    ovf_course arc;
    double apart_m;
    ovf_course_make(&arc, &curve, last_of(in), step->to);
    ovf_status status = check_arc(in, &arc, error);
    if (status != OVF_OK) return status;
    geod_inverse(ovf_earth(), arc.from.lat, arc.from.lon, arc.to.lat, arc.to.lon, &apart_m, NULL,
                 NULL);
    if (apart_m <= SAME_PLACE_M) arc.turn = step->clockwise ? 360 : -360;
    size_t pieces = (size_t)ceil(fabs(arc.turn) / PIECE_DEG - 1e-9);
    /* Ends in one direction from the centre: a straight line between them. */
    if (pieces == 0) return add(in, step->to) ? OVF_OK : ovf_fail_memory(error);
    if (pieces < 2) pieces = 2;
    for (size_t i = 1; i <= pieces; i++) {
        ovf_lonlat at = ovf_course_at(&arc, (double)i / (double)pieces, arc.from.lon, NULL);
        if (!add_curved(in, curve, i < pieces ? at : step->to)) return ovf_fail_memory(error);
    }
    return OVF_OK;
}

static bool add_line(maker *in, ovf_curve_kind kind, ovf_lonlat to)
{
    const ovf_curve curve = {.kind = kind};
    ovf_course course;
    if (in->count == 0) return add(in, to);
    ovf_course_make(&course, &curve, last_of(in), to);
    return add_curved(in, curve, ovf_course_at(&course, 0.5, course.from.lon, NULL)) &&
           add_curved(in, curve, to);
}

static ovf_status add_step(maker *in, const ovf_step *step, ovf_edges edges, ovf_error *error)
{
    bool good;
    if (step->kind == OVF_STEP_ARC && in->count > 0) return add_arc(in, step, error);
    if (step->kind == OVF_STEP_LOXODROME) good = add_line(in, OVF_CURVE_LOXODROME, step->to);
    else if (step->kind == OVF_STEP_LONLAT && edges != OVF_EDGES_LONLAT)
        good = add_line(in, OVF_CURVE_LONLAT, step->to);
    else if (step->kind == OVF_STEP_GEODESIC && edges != OVF_EDGES_GEODESIC)
        good = add_line(in, OVF_CURVE_GEODESIC, step->to);
    else good = add(in, step->to);
    return good ? OVF_OK : ovf_fail_memory(error);
}

/* Of the ring that has been made of the one in hand. */
static ovf_status take_curves(maker *in, size_t vertices, ovf_ring *ring, ovf_error *error)
{
    if (in->curve_count == 0) return OVF_OK;
    if (ring->count != vertices)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "expected edges shorter than 180° of longitude beside curves, found one "
                        "that is longer");
    ring->curves = ovf_array_new(in->curve_count, sizeof *ring->curves);
    if (ring->curves == NULL) return ovf_fail_memory(error);
    memcpy(ring->curves, in->curves, in->curve_count * sizeof *in->curves);
    ring->curve_count = in->curve_count;
    return OVF_OK;
}

/* Puts the ring in hand into a polygon; what the ring lacks is in reader->flaw. */
static ovf_status end_ring(maker *in, const ovf_ring_reading *reading, ovf_polygon *polygon,
                           ovf_error *error)
{
    bool has_area;
    if (in->count == 0) return OVF_OK;
    /* Outlines close by themselves. */
    if ((in->lon[0] != in->lon[in->count - 1] || in->lat[0] != in->lat[in->count - 1]) &&
        !add(in, (ovf_lonlat){in->lon[0], in->lat[0]}))
        return ovf_fail_memory(error);
    ovf_status status = ovf_positions_take(&in->reader->positions, in->lon, in->lat, NULL,
                                           in->count, reading->crs, "", error);
    ovf_ring *ring = &polygon->rings[polygon->count];
    if (status == OVF_OK)
        status = ovf_zone_ring_make(in->reader, reading, "", ring, &has_area, error);
    if (status != OVF_OK) return status;
    polygon->count += has_area;
    status = has_area ? take_curves(in, in->count, ring, error)
                      : ovf_fail(error, OVF_ERROR_INPUT, "%s", in->reader->flaw);
    in->count = in->curve_count = 0;
    return status;
}

static ovf_status add_circle(const ovf_step *circle, ovf_zone *zone, ovf_error *error)
{
    ovf_polygon *polygon = &zone->polygons[zone->polygon_count++];
    if (circle->radius_m > OVF_CURVE_RADIUS_MAX_M)
        return ovf_fail(error, OVF_ERROR_INPUT, "a circle: expected at most %.0f km, found %.6g km",
                        OVF_CURVE_RADIUS_MAX_M / 1000, circle->radius_m / 1000);
    polygon->rings = ovf_array_new(1, sizeof *polygon->rings);
    if (polygon->rings == NULL) return ovf_fail_memory(error);
    polygon->count = 1;
    return ovf_circle_ring(circle->centre, circle->radius_m, &polygon->rings[0], error);
}

/* The rings between circles are one polygon, whose holes are found in the end. */
static ovf_status make_rings(maker *in, const ovf_airspace *airspace,
                             const ovf_ring_reading *reading, ovf_zone *zone, ovf_error *error)
{
    ovf_polygon *polygon = &zone->polygons[0];
    ovf_status status = OVF_OK;
    zone->polygon_count = 1;
    polygon->rings = ovf_array_new(airspace->step_count + 1, sizeof *polygon->rings);
    if (polygon->rings == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < airspace->step_count && status == OVF_OK; i++) {
        const ovf_step *step = &airspace->steps[i];
        if (step->kind == OVF_STEP_CIRCLE) continue;
        if (step->kind == OVF_STEP_BEGIN) status = end_ring(in, reading, polygon, error);
        if (status != OVF_OK) break;
        status = add_step(in, step, zone->edges, error);
    }
    if (status == OVF_OK) status = end_ring(in, reading, polygon, error);
    if (status == OVF_OK && polygon->count > 1) return ovf_zone_sort_rings(zone, error);
    if (polygon->count > 0) return status;
    free(polygon->rings);
    polygon->rings = NULL;
    zone->polygon_count = 0;
    return status;
}

static bool reserve_polygons(ovf_zone *zone, size_t more)
{
    size_t capacity = 0;
    return ovf_array_reserve(&zone->polygons, &capacity, zone->polygon_count + more,
                             sizeof *zone->polygons);
}

/* Circles may lie over each other and over what else there is: their union is meant. */
static ovf_status unite(ovf_zone *zone, ovf_error *error)
{
    ovf_lay_area *areas = ovf_array_new(zone->polygon_count, sizeof *areas), all;
    if (areas == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < zone->polygon_count; i++)
        areas[i] = (ovf_lay_area){&zone->polygons[i], 1};
    ovf_status status = ovf_lay_together(areas, zone->polygon_count, zone->edges, &all, error);
    free(areas);
    if (status != OVF_OK) return status;
    ovf_polygons_free(zone->polygons, zone->polygon_count);
    zone->polygons = all.polygons;
    zone->polygon_count = all.count;
    return OVF_OK;
}

static ovf_status make_outline(maker *in, const ovf_airspace *airspace, ovf_zone *zone,
                               ovf_error *error)
{
    const ovf_crs wgs84 = ovf_crs_wgs84();
    const ovf_ring_reading reading = {.crs = &wgs84, .edges = zone->edges};
    in->count = in->curve_count = 0;
    in->reader->long_count = 0;
    zone->polygons = ovf_array_new(airspace->step_count + 1, sizeof *zone->polygons);
    if (zone->polygons == NULL) return ovf_fail_memory(error);
    ovf_status status = make_rings(in, airspace, &reading, zone, error);
    if (status == OVF_OK && !reserve_polygons(zone, airspace->step_count))
        status = ovf_fail_memory(error);
    const size_t others = zone->polygon_count;
    /* Whether rings are in order is asked before circles are laid over them. */
    if (status == OVF_OK && others > 0)
        status = ovf_zone_shape_check(in->reader, &reading, zone, error);
    in->reader->long_count = 0; /* they are told */
    for (size_t i = 0; i < airspace->step_count && status == OVF_OK; i++)
        if (airspace->steps[i].kind == OVF_STEP_CIRCLE)
            status = add_circle(&airspace->steps[i], zone, error);
    if (status != OVF_OK || zone->polygon_count == others) return status;
    if (zone->polygon_count > 1) status = unite(zone, error);
    return status == OVF_OK ? ovf_zone_shape_check(in->reader, &reading, zone, error) : status;
}

/* A part as an airspace of its own. */
static ovf_status make_part(maker *in, const ovf_airspace *airspace, size_t k,
                            ovf_airspace_volumes *volumes, ovf_error *error)
{
    const ovf_airspace_part *part = &airspace->parts[k];
    const size_t end = k + 1 < airspace->part_count ? part[1].first_step : airspace->step_count;
    const ovf_airspace alone = {.steps = airspace->steps + part->first_step,
                                .step_count = end - part->first_step};
    ovf_zone outline = {.id = "part", .edges = volumes->edges};
    ovf_error why;
    ovf_status status = make_outline(in, &alone, &outline, &why);
    if (status == OVF_OK) status = ovf_airspace_volumes_take(volumes, part, &outline, &why);
    if (status != OVF_OK)
        ovf_fail(error, status, "part %zu of %zu: %s", k + 1, airspace->part_count, why.message);
    ovf_polygons_free(outline.polygons, outline.polygon_count);
    return status;
}

/* Each part laid over those before it; of a group within it, those before it there. */
static ovf_status make_parts(maker *in, const ovf_airspace *airspace, ovf_zone *zone,
                             ovf_error *error)
{
    const ovf_airspace_volumes none = {
        .edges = zone->edges, .inherited = zone->attributes, .notes = &in->reader->notes};
    ovf_airspace_volumes levels[OVF_GROUPS_DEEPEST + 1] = {none};
    size_t level = 0;
    ovf_status status = OVF_OK;
    for (size_t k = 0; k < airspace->part_count && status == OVF_OK; k++) {
        const ovf_airspace_part *part = &airspace->parts[k];
        if (part->group == OVF_GROUP_BEGINS) {
            levels[++level] = none;
        } else if (part->group == OVF_GROUP_ENDS) {
            ovf_airspace_volumes *group = &levels[level--];
            status = ovf_airspace_volumes_combine(&levels[level], group, part->operation, error);
            ovf_airspace_volumes_clear(group);
        } else {
            status = make_part(in, airspace, k, &levels[level], error);
        }
    }
    if (status == OVF_OK) status = ovf_airspace_volumes_give(&levels[0], zone, error);
    for (size_t i = 0; i <= level; i++) ovf_airspace_volumes_clear(&levels[i]);
    return status;
}

/* ---- zones ---- */

static bool copy_words(const ovf_airspace *airspace, ovf_attributes *copy)
{
    ovf_attribute *items = ovf_array_new(airspace->word_count + 2, sizeof *items);
    ovf_attributes all = {items, 0};
    if (items == NULL) return false;
    if (airspace->name.length > 0)
        items[all.count++] = (ovf_attribute){
            .name = "name", .type = OVF_ATTRIBUTE_TEXT, .text = airspace->name.text};
    if (airspace->id.length > 0)
        items[all.count++] = (ovf_attribute){
            .name = "id", .type = OVF_ATTRIBUTE_TEXT, .text = airspace->id.text};
    for (size_t i = 0; i < airspace->word_count; i++)
        items[all.count++] = (ovf_attribute){.name = airspace->words[i].name,
                                             .type = OVF_ATTRIBUTE_TEXT,
                                             .text = airspace->words[i].value};
    bool good = ovf_attributes_copy(&all, copy);
    free(items);
    return good;
}

/* The id, as --zone-id has it, as its publisher has it, or its name. */
static ovf_status find_id(maker *in, const ovf_zone *zone, bool *meant, ovf_error *error)
{
    const char *field = in->reader->options.id_field;
    const ovf_attribute *id = ovf_attributes_find(&zone->attributes, field != NULL ? field : "id");
    *meant = field != NULL || id != NULL;
    if (field != NULL && id == NULL)
        return ovf_fail(error, OVF_ERROR_INPUT, "has no attribute \"%s\"", field);
    if (id == NULL) id = ovf_attributes_find(&zone->attributes, "name");
    ovf_text_reset(&in->reader->id);
    bool good = ovf_text_add_string(&in->reader->id, id == NULL ? "" : id->text);
    return good ? OVF_OK : ovf_fail_memory(error);
}

/* Where all lines are shortest lines they are edges of the zone, and no curves. */
static ovf_edges edges_of(const ovf_airspace *airspace, ovf_edges usual)
{
    size_t shortest = 0;
    for (size_t i = 0; i < airspace->step_count; i++) {
        ovf_step_kind kind = airspace->steps[i].kind;
        if (kind == OVF_STEP_POINT || kind == OVF_STEP_LONLAT) return usual;
        shortest += kind == OVF_STEP_GEODESIC;
    }
    return shortest > 0 ? OVF_EDGES_GEODESIC : usual;
}

static ovf_status make_zone(maker *in, const ovf_airspace *airspace, const char *title,
                            ovf_zone *zone, ovf_error *error)
{
    ovf_zones_reader *reader = in->reader;
    bool meant = false;
    zone->edges = edges_of(airspace, reader->options.default_edges);
    if (airspace->flaw.length > 0)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s", airspace->flaw.text);
    if (!copy_words(airspace, &zone->attributes)) return ovf_fail_memory(error);
    ovf_status status = airspace->part_count > 0 ? make_parts(in, airspace, zone, error)
                                                 : make_outline(in, airspace, zone, error);
    if (status == OVF_OK) status = find_id(in, zone, &meant, error);
    if (status == OVF_OK) status = ovf_zone_reserve(reader, error);
    if (status == OVF_OK) status = ovf_zone_id_claim(reader, in->file, in->number, meant, error);
    if (status != OVF_OK) return status;
    zone->id = ovf_text_copy(reader->id.text);
    zone->name = ovf_text_copy(airspace->name.length > 0 ? airspace->name.text : reader->id.text);
    zone->file = ovf_text_copy(in->file);
    if (zone->id == NULL || zone->name == NULL || zone->file == NULL) return ovf_fail_memory(error);
    status = ovf_zone_keep(reader, zone, in->file, in->number, meant, title, error);
    if (status == OVF_OK) *zone = (ovf_zone){0};
    return status;
}

static ovf_status take(void *context, const ovf_airspace *airspace, ovf_error *error)
{
    maker *in = context;
    const ovf_input_options *options = &in->reader->options;
    char title[200];
    ovf_error why;
    ovf_zone zone = {0};
    in->number++;
    in->reader->features++;
    ovf_zone_notes_cut(&in->reader->notes, 0);
    if (airspace->name.length > 0) ovf_text_shorten(airspace->name.text, title, sizeof title);
    else snprintf(title, sizeof title, "#%zu", in->number);
    ovf_status status = make_zone(in, airspace, title, &zone, &why);
    ovf_zone_clear(&zone);
    if (status == OVF_OK) return OVF_OK;
    if (status == OVF_ERROR_INPUT && options->reject != NULL) {
        options->reject(options->reject_context, in->file, title, why.message);
        return OVF_OK;
    }
    if (airspace->line == 0)
        return ovf_fail(error, status, "%s: airspace \"%s\": %s", in->file, title, why.message);
    return ovf_fail(error, status, "%s: airspace \"%s\", line %zu: %s", in->file, title,
                    airspace->line, why.message);
}

static void note(void *context, const char *sentence)
{
    const maker *in = context;
    const ovf_input_options *options = &in->reader->options;
    if (options->note != NULL)
        options->note(options->note_context, in->file, NULL, sentence, OVF_REMEDY_NONE);
}

/* ---- the file ---- */

static ovf_status read_text(maker *in, const ovf_airspace_file *opened, ovf_error *error)
{
    const ovf_airspace_sink sink = {take, note, in};
    const char *bytes = opened->window.bytes + opened->window.begin;
    size_t length = opened->window.end - opened->window.begin, named = strlen(in->file);
    ovf_text copy = {0}, text = {0};
    ovf_error why;
    bool as_is = opened->format->says_encoding;
    if (!as_is && memchr(bytes, '\0', length) != NULL)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: expected the text of %s, found a byte 0",
                        in->file, opened->format->title);
    /* Many files are in Latin-1. */
    bool good = as_is || ovf_text_add(&copy, bytes, length);
    if (good && !as_is && !ovf_is_utf8(copy.text)) {
        good = ovf_field_add_utf8(&text, copy.text);
        ovf_text_clear(&copy);
        copy = text;
    }
    ovf_status status = !good   ? ovf_fail_memory(&why)
                        : as_is ? opened->format->read(bytes, length, &sink, &why)
                                : opened->format->read(copy.text, copy.length, &sink, &why);
    ovf_text_clear(&copy);
    if (status == OVF_OK) return OVF_OK;
    /* Of an airspace the sentence names the file already. */
    if (strncmp(why.message, in->file, named) == 0)
        return ovf_fail(error, status, "%s", why.message);
    return ovf_fail(error, status, "%s: %s", in->file, why.message);
}

ovf_status ovf_zones_read_airspaces(ovf_zones_reader *reader, const char *file, bool *done,
                                    ovf_error *error)
{
    ovf_airspace_file opened;
    maker in = {.reader = reader, .file = file};
    ovf_status status = ovf_airspace_file_open(&opened, file, error);
    *done = status == OVF_OK && opened.format != NULL;
    if (*done) status = ovf_airspace_file_fill(&opened, error);
    if (*done && status == OVF_OK) status = read_text(&in, &opened, error);
    ovf_airspace_file_close(&opened);
    free(in.curves);
    free(in.lon);
    free(in.lat);
    return status;
}
