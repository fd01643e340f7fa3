/* Rows, traces and labels, as the parts of a picture need them. */
#include "output/picture/picture_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

/* ---- rows ---- */

ovf_status ovf_picture_open(const ovf_picture *picture, const ovf_layer_kind *kind,
                            ovf_picture_rows *rows, ovf_error *error)
{
    const ovf_map_layer *layer = ovf_map_find(picture->map, kind);
    *rows = (ovf_picture_rows){0};
    if (layer == NULL) return OVF_OK;
    ovf_status status = ovf_store_open(&rows->store, layer->store, &kind->schema, error);
    rows->open = status == OVF_OK;
    return status;
}

ovf_status ovf_picture_next(ovf_picture_rows *rows, const ovf_row **row, ovf_error *error)
{
    *row = NULL;
    return rows->open ? ovf_store_next(&rows->store, row, error) : OVF_OK;
}

void ovf_picture_close(ovf_picture_rows *rows)
{
    if (rows->open) ovf_store_close(&rows->store);
    rows->open = false;
}

const ovf_value *ovf_picture_value(const ovf_layer_kind *kind, const ovf_row *row,
                                   const char *field)
{
    for (size_t i = 0; i < kind->schema.field_count; i++)
        if (strcmp(kind->schema.fields[i].name, field) == 0) return &row->values[i];
    return NULL;
}

const char *ovf_picture_text_value(const ovf_layer_kind *kind, const ovf_row *row,
                                   const char *field)
{
    const ovf_value *value = ovf_picture_value(kind, row, field);
    return value == NULL || value->text == NULL ? "" : value->text;
}

/* ---- traces ---- */

bool ovf_picture_trace(ovf_picture *picture, const ovf_row *row)
{
    ovf_pixels *pixels = &picture->pixels;
    size_t start = 0;
    ovf_pixels_reset(pixels);
    for (size_t i = 0; row->line != NULL && i < row->line->part_count; i++) {
        ovf_view_fixes(&picture->view, row->line->fixes + start, row->line->part_ends[i] - start,
                       pixels);
        start = row->line->part_ends[i];
    }
    for (size_t i = 0; i < pixels->count; i++) {
        ovf_flat from = pixels->points[i > 0 ? i - 1 : 0], to = pixels->points[i];
        if (isnan(from.x)) from = to;
        if (!isnan(to.x) && ovf_clip_segment(&picture->view.reach, &from, &to)) return true;
    }
    return false;
}

void ovf_picture_ring(ovf_picture *picture, const ovf_ring *ring, const ovf_patch *patch)
{
    ovf_pixels *pixels = &picture->pixels;
    ovf_pixels_reset(pixels);
    ovf_view_line(&picture->view, ring->vertices, ring->count, pixels);
    /* What has no image cannot be filled: the ring is closed without it. */
    size_t kept = 0;
    for (size_t j = 0; j < pixels->count; j++)
        if (!isnan(pixels->points[j].x)) pixels->points[kept++] = pixels->points[j];
    ovf_clip_ring(patch, pixels->points, kept, &picture->clipped, &picture->work);
}

/* Twice what the ring encloses; its sign says which way it turns. */
static double turn_of(const ovf_pixels *ring)
{
    double twice = 0;
    for (size_t i = 0; i < ring->count; i++) {
        ovf_flat a = ring->points[i == 0 ? ring->count - 1 : i - 1], b = ring->points[i];
        twice += a.x * b.y - b.x * a.y;
    }
    return twice;
}

static void reverse(ovf_pixels *ring)
{
    for (size_t i = 0, j = ring->count; i + 1 < j; i++) {
        ovf_flat last = ring->points[--j];
        ring->points[j] = ring->points[i];
        ring->points[i] = last;
    }
}

void ovf_picture_polygons(ovf_picture *picture, const ovf_polygon *polygons, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < polygons[i].count; k++) {
            ovf_picture_ring(picture, &polygons[i].rings[k], &picture->view.reach);
            if ((turn_of(&picture->clipped) < 0) != (k > 0)) reverse(&picture->clipped);
            ovf_paint_ring(&picture->paint, picture->clipped.points, picture->clipped.count);
        }
}

/* ---- outlines ---- */

static bool on_seam(const ovf_lonlat *a, const ovf_lonlat *b, bool cut)
{
    bool pole = fabs(a->lat) == 90 && a->lat == b->lat;
    return pole || (cut && fabs(a->lon) == 180 && a->lon == b->lon);
}

/* Whether an area was cut at the antimeridian: it has something on both sides. */
static bool is_cut(const ovf_polygon *polygons, size_t count)
{
    bool west = false, east = false;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < polygons[i].count; k++)
            for (size_t j = 0; j < polygons[i].rings[k].count; j++) {
                west = west || polygons[i].rings[k].vertices[j].lon == -180;
                east = east || polygons[i].rings[k].vertices[j].lon == 180;
            }
    return west && east;
}

void ovf_picture_outlines(ovf_picture *picture, const ovf_polygon *polygons, size_t count)
{
    bool cut = is_cut(polygons, count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < polygons[i].count; k++) {
            const ovf_ring *ring = &polygons[i].rings[k];
            ovf_pixels_reset(&picture->pixels);
            for (size_t from = 0, to = 0; from + 1 < ring->count; from = to + 1) {
                to = from;
                while (to + 1 < ring->count &&
                       !on_seam(&ring->vertices[to], &ring->vertices[to + 1], cut))
                    to++;
                if (to > from)
                    ovf_view_line(&picture->view, ring->vertices + from, to - from + 1,
                                  &picture->pixels);
            }
            ovf_paint_lines(&picture->paint, &picture->pixels, &picture->view.reach);
        }
}

/* ---- labels ---- */

static ovf_patch around(ovf_flat middle, double width, double height)
{
    return (ovf_patch){middle.x - width / 2, middle.y - height / 2, middle.x + width / 2,
                       middle.y + height / 2};
}

ovf_status ovf_picture_label_at(ovf_picture *picture, const char *text, double size, bool bold,
                                ovf_colour colour, int rank, const ovf_flat *points, size_t count,
                                double away, ovf_error *error)
{
    static const double sides[][2] = {{1, -1}, {-1, -1}, {1, 1}, {-1, 1},
                                      {0, -1}, {0, 1},   {1, 0}, {-1, 0}};
    if (!ovf_array_reserve(&picture->waiting, &picture->waiting_capacity,
                           picture->waiting_count + 1, sizeof *picture->waiting))
        return ovf_fail_memory(error);
    ovf_picture_label *label = &picture->waiting[picture->waiting_count];
    *label = (ovf_picture_label){.size = size, .bold = bold, .colour = colour, .rank = rank};
    ovf_picture_clean(text, label->text, sizeof label->text);
    ovf_paint_font(&picture->paint, size, bold);
    ovf_picture_fit(label->text, (picture->map_area.right - picture->map_area.left) / 3,
                    ovf_paint_width, &picture->paint);
    if (label->text[0] == '\0') return OVF_OK;
    double unit = picture->paint.unit,
           width = ovf_paint_width(&picture->paint, label->text) + 4 * unit,
           height = (size + 4) * unit;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < (away > 0 ? 8 : 1) && label->count < OVF_PICTURE_CANDIDATES; k++) {
            ovf_flat at = points[i];
            if (away > 0) {
                at.x += sides[k][0] * (width / 2 + away * unit * (sides[k][1] == 0 ? 1 : 0.7));
                at.y += sides[k][1] * (height / 2 + away * unit * (sides[k][0] == 0 ? 1 : 0.7));
            }
            label->candidates[label->count++] = around(at, width, height);
        }
    picture->waiting_count++;
    return OVF_OK;
}

void ovf_picture_busy(ovf_picture *picture)
{
    for (size_t i = 1; i < picture->pixels.count; i++) {
        ovf_flat from = picture->pixels.points[i - 1], to = picture->pixels.points[i];
        if (!isnan(from.x) && !isnan(to.x)) ovf_labels_busy(&picture->labels, from, to);
    }
}

void ovf_picture_put_labels(ovf_picture *picture)
{
    const ovf_picture_map *map = &picture->maps[picture->current];
    for (int rank = 0; rank < OVF_PICTURE_RANKS; rank++)
        for (size_t i = map->waiting_from; i < map->waiting_end; i++) {
            const ovf_picture_label *label = &picture->waiting[i];
            size_t chosen;
            if (label->rank != rank ||
                !ovf_labels_place(&picture->labels, label->candidates, label->count, &chosen))
                continue;
            const ovf_patch *place = &label->candidates[chosen];
            double unit = picture->paint.unit;
            ovf_paint_font(&picture->paint, label->size, label->bold);
            ovf_paint_text(&picture->paint, place->left + 2 * unit,
                           place->bottom - (2 + label->size * 0.22) * unit, label->text,
                           label->colour, true);
        }
}

/* ---- totals ---- */

const json_t *ovf_picture_zone_totals(const ovf_picture *picture)
{
    const json_t *zones = json_object_get(json_object_get(picture->map->summary, "totals"),
                                          "zones"),
                 *zone;
    size_t i;
    json_array_foreach(zones, i, zone)
    {
        const char *id = json_string_value(json_object_get(zone, "zone_id"));
        if (id != NULL && picture->zone != NULL && strcmp(id, picture->zone) == 0) return zone;
    }
    return NULL;
}
