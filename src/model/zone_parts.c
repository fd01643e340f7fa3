#include "model/zone_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "model/checks.h"
#include "model/lay_over.h"
#include "model/model.h"
#include "model/zone_box.h"
#include "model/zone_polygons.h"

/* ---- the same ---- */

static bool same_height(const ovf_height *a, const ovf_height *b)
{
    return a->metres == b->metres && a->reference == b->reference;
}

bool ovf_limit_is_same(const ovf_limit *a, const ovf_limit *b)
{
    if (a->count != b->count || a->unknown || b->unknown) return false;
    if (a->count < 2) return a->count == 0 || same_height(&a->heights[0], &b->heights[0]);
    return a->lower == b->lower && ((same_height(&a->heights[0], &b->heights[0]) &&
                                     same_height(&a->heights[1], &b->heights[1])) ||
                                    (same_height(&a->heights[0], &b->heights[1]) &&
                                     same_height(&a->heights[1], &b->heights[0])));
}

static bool same_date(const ovf_date *a, const ovf_date *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day;
}

static bool same_time(const ovf_time_of_day *a, const ovf_time_of_day *b)
{
    return a->base == b->base && a->ms == b->ms;
}

static bool same_clock(const ovf_clock *a, const ovf_clock *b)
{
    return a->kind == b->kind && a->offset_least_s == b->offset_least_s &&
           a->offset_most_s == b->offset_most_s &&
           (a->kind != OVF_CLOCK_ZONE || strcmp(a->zone, b->zone) == 0);
}

static bool same_period(const ovf_period *a, const ovf_period *b)
{
    return a->has_from == b->has_from && (!a->has_from || a->from_s == b->from_s) &&
           a->has_until == b->has_until && (!a->has_until || a->until_s == b->until_s) &&
           same_date(&a->first, &b->first) && same_date(&a->last, &b->last) && a->days == b->days &&
           same_time(&a->start, &b->start) && same_time(&a->end, &b->end) &&
           a->end_day == b->end_day && same_clock(&a->clock, &b->clock) &&
           a->perhaps == b->perhaps && a->excluded == b->excluded;
}

/* Period by period: where the same is written in two ways they count as different. */
static bool same_schedule(const ovf_schedule *a, const ovf_schedule *b)
{
    bool same = !a->unknown && !b->unknown && a->count == b->count;
    for (size_t i = 0; i < a->count && same; i++)
        same = same_period(&a->periods[i], &b->periods[i]);
    return same;
}

bool ovf_volume_is_same(const ovf_volume *a, const ovf_volume *b)
{
    static const ovf_volume none = {0};
    if (a == NULL) a = &none;
    if (b == NULL) b = &none;
    return ovf_limit_is_same(&a->floor, &b->floor) && ovf_limit_is_same(&a->ceiling, &b->ceiling) &&
           same_schedule(&a->schedule, &b->schedule);
}

/* ---- what bounds all ---- */

/* Widens a floor (a ceiling, if `upper`) to what both limit at the most; false: nothing does. Of a
 * limit of two heights that goes by the one which reaches less far either height bounds it. */
static bool widen(ovf_limit *hull, const ovf_limit *by, bool upper)
{
    bool either = by->count == 2 && by->lower == upper;
    if (by->count == 0) return false;
    for (size_t k = 0; k < by->count; k++) {
        const ovf_height *height = &by->heights[k];
        size_t at = 0;
        while (at < hull->count && hull->heights[at].reference != height->reference) at++;
        if (either && k == 0 && at == hull->count && hull->count > 0) continue;
        if (at == 2) return false; /* a limit has two heights at most */
        if (at == hull->count) hull->heights[hull->count++] = *height;
        else if (upper ? height->metres > hull->heights[at].metres
                       : height->metres < hull->heights[at].metres)
            hull->heights[at].metres = height->metres;
        if (either) return true;
    }
    return true;
}

static ovf_limit bound(const ovf_zone_part *parts, size_t count, bool upper)
{
    ovf_limit hull = {.lower = !upper};
    bool limited = true;
    for (size_t k = 0; k < count; k++) {
        const ovf_volume *volume = parts[k].volume;
        const ovf_limit *own = volume == NULL ? NULL : upper ? &volume->ceiling : &volume->floor;
        if (own != NULL && own->unknown) return (ovf_limit){.unknown = true};
        limited = limited && own != NULL && widen(&hull, own, upper);
    }
    if (!limited) return (ovf_limit){0};
    if (hull.count < 2) hull.lower = false;
    return hull;
}

bool ovf_zone_parts_hull(const ovf_zone_part *parts, size_t count, ovf_volume *hull)
{
    static const ovf_schedule always = {0};
    ovf_error why;
    bool same = true, unknown = false;
    *hull = (ovf_volume){.floor = bound(parts, count, false), .ceiling = bound(parts, count, true)};
    for (size_t k = 0; k < count; k++) {
        const ovf_schedule *own = parts[k].volume == NULL ? &always : &parts[k].volume->schedule,
                           *first = parts[0].volume == NULL ? &always : &parts[0].volume->schedule;
        unknown = unknown || own->unknown;
        same = same && same_schedule(own, first);
    }
    if (unknown) hull->schedule.unknown = true;
    return !same || parts[0].volume == NULL ||
           ovf_schedule_copy(&parts[0].volume->schedule, &hull->schedule, &why) == OVF_OK;
}

/* ---- copies ---- */

static bool copy_polygon(const ovf_polygon *from, ovf_polygon *to)
{
    to->rings = ovf_array_new(from->count, sizeof *to->rings);
    if (to->rings == NULL) return false;
    to->count = from->count;
    for (size_t r = 0; r < from->count; r++) {
        const ovf_ring *ring = &from->rings[r];
        if (!ovf_ring_copy(ring, &to->rings[r])) return false;
    }
    return true;
}

static ovf_polygon *copy_polygons(const ovf_polygon *polygons, size_t count)
{
    ovf_polygon *copy = ovf_array_new(count, sizeof *copy);
    bool good = copy != NULL;
    for (size_t p = 0; p < count && good; p++) good = copy_polygon(&polygons[p], &copy[p]);
    if (good) return copy;
    ovf_polygons_free(copy, count);
    return NULL;
}

ovf_status ovf_volume_copy(const ovf_volume *volume, const ovf_lonlat_box *box, ovf_volume **copy,
                           ovf_error *error)
{
    *copy = NULL;
    if (volume == NULL) return OVF_OK;
    ovf_volume *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    *made = (ovf_volume){.floor = volume->floor, .ceiling = volume->ceiling, .box = *box};
    ovf_status status = ovf_schedule_copy(&volume->schedule, &made->schedule, error);
    if (status == OVF_OK) *copy = made;
    else free(made);
    return status;
}

static ovf_status copy_part(const ovf_zone *zone, const ovf_zone_part *part, ovf_zone_part *copy,
                            ovf_error *error)
{
    ovf_zone alone = {.id = zone->id,
                      .edges = zone->edges,
                      .oriented = zone->oriented,
                      .polygons = part->polygons,
                      .polygon_count = part->polygon_count,
                      .attributes = part->attributes};
    ovf_lonlat_box box;
    ovf_status status = ovf_zone_check(&alone, error);
    if (status != OVF_OK) return status;
    if (!ovf_zone_box(&alone, true, &box)) return ovf_fail_memory(error);
    copy->polygons = copy_polygons(part->polygons, part->polygon_count);
    if (copy->polygons == NULL) return ovf_fail_memory(error);
    copy->polygon_count = part->polygon_count;
    if (!ovf_attributes_copy(&part->attributes, &copy->attributes)) return ovf_fail_memory(error);
    return ovf_volume_copy(part->volume, &box, &copy->volume, error);
}

/* ---- parts of a zone ---- */

/* The union of all. */
static ovf_status find_outline(ovf_zone *zone, ovf_error *error)
{
    ovf_lay_area *areas = ovf_array_new(zone->part_count, sizeof *areas), outline = {0};
    if (areas == NULL) return ovf_fail_memory(error);
    for (size_t k = 0; k < zone->part_count; k++)
        areas[k] = (ovf_lay_area){zone->parts[k].polygons, zone->parts[k].polygon_count};
    ovf_status status = ovf_lay_together(areas, zone->part_count, zone->edges, &outline, error);
    free(areas);
    if (status == OVF_OK && outline.count == 0)
        status = ovf_fail(error, OVF_ERROR_INPUT, "zone \"%s\": expected parts with an area",
                          zone->id);
    zone->polygons = outline.polygons;
    zone->polygon_count = outline.count;
    return status;
}

ovf_status ovf_zone_set_parts(ovf_zone *zone, const ovf_zone_part *parts, size_t count,
                              ovf_error *error)
{
    if (zone == NULL) return ovf_fail_null(error, "a zone");
    if (count > 0 && parts == NULL) return ovf_fail_null(error, "parts");
    ovf_zone made = *zone;
    ovf_volume hull = {0};
    ovf_status status = OVF_OK;
    made.parts = count > 0 ? ovf_array_new(count, sizeof *made.parts) : NULL;
    made.part_count = count;
    if (count > 0 && made.parts == NULL) return ovf_fail_memory(error);
    for (size_t k = 0; k < count && status == OVF_OK; k++)
        status = copy_part(zone, &parts[k], &made.parts[k], error);
    if (count > 0) {
        made.volume = NULL; /* others, while the zone's stay in case it is refused */
        made.polygons = NULL;
        made.polygon_count = 0;
        if (status == OVF_OK) status = find_outline(&made, error);
        if (status == OVF_OK && !ovf_zone_parts_hull(made.parts, count, &hull))
            status = ovf_fail_memory(error);
        if (status == OVF_OK && !ovf_volume_is_unlimited(&hull))
            status = ovf_zone_set_volume(&made, &hull, error);
        ovf_schedule_clear(&hull.schedule);
    }
    if (status != OVF_OK) {
        ovf_zone_parts_free(made.parts, count);
        if (count > 0) ovf_polygons_free(made.polygons, made.polygon_count);
        return status;
    }
    if (count > 0) {
        ovf_polygons_free(zone->polygons, zone->polygon_count);
        ovf_volume_free(zone->volume);
    }
    ovf_zone_parts_free(zone->parts, zone->part_count);
    *zone = made;
    return OVF_OK;
}
