/* Findings: the gravest with numbers that the list beside the map explains, the others as markers.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/grouped.h"
#include "output/map/worst.h"
#include "output/picture/picture_parts.h"

static ovf_finding_severity severity_of(const ovf_row *row)
{
    const char *severity = ovf_picture_text_value(&ovf_layer_findings, row, "severity");
    return strcmp(severity, "violation") == 0   ? OVF_AT_VIOLATION
           : strcmp(severity, "undecided") == 0 ? OVF_AT_UNDECIDED
           : strcmp(severity, "warning") == 0   ? OVF_AT_WARNING
                                                : OVF_AT_INFORMATION;
}

/* Where a position is on one of the maps. */
static bool place_on(const ovf_picture *picture, size_t map, ovf_lonlat position, ovf_flat *at)
{
    const ovf_picture_map *on = &picture->maps[map];
    *at = ovf_view_pixel(&on->view, ovf_plane_point(on->plane, position.lon, position.lat));
    return isfinite(at->x) && isfinite(at->y) && ovf_patch_has(&on->area, *at);
}

static ovf_lonlat position_of(const ovf_row *row)
{
    return (ovf_lonlat){row->line->fixes[0].lon, row->line->fixes[0].lat};
}

/* On the first map that has it. */
static bool place_of(const ovf_picture *picture, const ovf_row *row, ovf_flat *at, size_t *map)
{
    if (row->line == NULL || row->line->fix_count == 0) return false;
    for (*map = 0; *map < picture->map_count; ++*map)
        if (place_on(picture, *map, position_of(row), at)) return true;
    return false;
}

static bool add_mark(ovf_picture *picture, const ovf_row *row)
{
    if (!ovf_array_reserve(&picture->marks, &picture->mark_capacity, picture->mark_count + 1,
                           sizeof *picture->marks))
        return false;
    picture->marks[picture->mark_count++] = (struct ovf_picture_mark){position_of(row),
                                                                      severity_of(row)};
    return true;
}

static char *clean_copy(const char *text)
{
    char clean[1024];
    ovf_picture_clean(text, clean, sizeof clean);
    return ovf_text_copy(clean);
}

/* For whom it stands. */
static char *who_of(const ovf_row *row, uint64_t alike)
{
    char text[64], grouped[OVF_GROUPED_TEXT];
    if (alike <= 1) return clean_copy(ovf_picture_text_value(&ovf_layer_findings, row, "route_id"));
    ovf_grouped(alike, grouped);
    snprintf(text, sizeof text, "%s routes alike", grouped);
    return ovf_text_copy(text);
}

static ovf_status add_one(ovf_picture *picture, const ovf_row *row, ovf_flat at, size_t map,
                          uint64_t alike, ovf_error *error)
{
    ovf_picture_finding *finding = &picture->findings[picture->finding_count];
    *finding = (ovf_picture_finding){
        .severity = severity_of(row),
        .at = at,
        .map = map,
        .route = who_of(row, alike),
        .message = clean_copy(ovf_picture_text_value(&ovf_layer_findings, row, "message"))};
    picture->finding_count++;
    return finding->route != NULL && finding->message != NULL ? OVF_OK : ovf_fail_memory(error);
}

/* The worst of those in the window get numbers. */
ovf_status ovf_picture_find(ovf_picture *picture, ovf_error *error)
{
    const ovf_map_layer *layer = ovf_map_find(picture->map, &ovf_layer_findings);
    ovf_worst worst = {0};
    ovf_store store;
    if (layer == NULL) return OVF_OK;
    ovf_status status = ovf_worst_find(&worst, picture->map, error);
    if (status != OVF_OK) {
        ovf_worst_clear(&worst);
        return status;
    }
    status = ovf_store_open(&store, layer->store, &layer->kind->schema, error);
    for (size_t i = 0; i < worst.count && status == OVF_OK; i++) {
        uint64_t offset = worst.findings[i].offset, alike = worst.findings[i].alike;
        const ovf_row *row;
        ovf_flat at;
        size_t map;
        if (alike == 0) break;
        status = ovf_store_read(&store, &offset, &row, error);
        if (status != OVF_OK || row == NULL || !place_of(picture, row, &at, &map)) continue;
        picture->findings_seen++;
        picture->seen.findings[severity_of(row)] = true;
        if (!add_mark(picture, row)) status = ovf_fail_memory(error);
        if (picture->finding_count < OVF_PICTURE_FINDINGS && status == OVF_OK)
            status = add_one(picture, row, at, map, alike, error);
    }
    ovf_store_close(&store);
    ovf_worst_clear(&worst);
    return status;
}

/* ---- markers ---- */

/* One marker a cell of a grid, the gravest there, however many there are. Those with numbers are
 * among them: their places. */
static ovf_status add_markers(ovf_picture *picture, ovf_error *error)
{
    const ovf_patch *area = &picture->map_area;
    double cell = 4 * picture->paint.unit;
    size_t columns = (size_t)ceil((area->right - area->left) / cell) + 1,
           cells = columns * ((size_t)ceil((area->bottom - area->top) / cell) + 1);
    unsigned char *gravest = ovf_array_new(cells, 1);
    if (gravest == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < picture->mark_count; i++) {
        ovf_flat at;
        if (!place_on(picture, picture->current, picture->marks[i].at, &at)) continue;
        size_t index = (size_t)((at.y - area->top) / cell) * columns +
                       (size_t)((at.x - area->left) / cell);
        unsigned char grave = (unsigned char)(OVF_AT_SEVERITIES - picture->marks[i].severity);
        if (index < cells && grave > gravest[index]) gravest[index] = grave;
    }
    for (int severity = OVF_AT_SEVERITIES - 1; severity >= 0; severity--)
        for (size_t i = 0; i < cells; i++) {
            if (gravest[i] != OVF_AT_SEVERITIES - severity) continue;
            ovf_flat at = {area->left + ((double)(i % columns) + 0.5) * cell,
                           area->top + ((double)(i / columns) + 0.5) * cell};
            ovf_paint_mark(&picture->paint, ovf_mark_of(ovf_finding_term(severity)), at, 3.2,
                           ovf_finding_term(severity)->colour, OVF_COLOUR_PAPER, 0.8);
        }
    free(gravest);
    return OVF_OK;
}

/* ---- numbers ---- */

void ovf_picture_badge(ovf_picture *picture, const ovf_picture_finding *finding, size_t number,
                       ovf_flat at)
{
    const ovf_paint *paint = &picture->paint;
    bool triangle = ovf_mark_of(ovf_finding_term(finding->severity)) == OVF_MARK_UP;
    char text[32];
    ovf_paint_mark(paint, ovf_mark_of(ovf_finding_term(finding->severity)),
                   (ovf_flat){at.x, at.y + (triangle ? 2 * paint->unit : 0)}, triangle ? 12 : 10.5,
                   ovf_finding_term(finding->severity)->colour, OVF_COLOUR_PAPER, 1.5);
    snprintf(text, sizeof text, "%zu", number);
    ovf_paint_font(paint, triangle ? 8.5 : 10, true);
    ovf_paint_text(
        paint, at.x - ovf_paint_width(paint, text) / 2, at.y + (triangle ? 5 : 3.6) * paint->unit,
        text, finding->severity <= OVF_AT_UNDECIDED ? OVF_COLOUR_PAPER : OVF_COLOUR_INK, false);
}

static void add_number(ovf_picture *picture, size_t index)
{
    enum { RINGS = 4, SIDES = 8 };
    const ovf_picture_finding *finding = &picture->findings[index];
    const ovf_paint *paint = &picture->paint;
    ovf_patch candidates[RINGS * SIDES];
    size_t chosen;
    for (int i = 0; i < RINGS * SIDES; i++) {
        double away = (18 + 20 * (i / SIDES)) * paint->unit,
               angle = (2 * (i % SIDES) + 1) * M_PI / SIDES, half = 10 * paint->unit;
        double x = finding->at.x + away * cos(angle), y = finding->at.y - away * sin(angle);
        candidates[i] = (ovf_patch){x - half, y - half, x + half, y + half};
    }
    if (!ovf_labels_place(&picture->labels, candidates, RINGS * SIDES, &chosen)) return;
    ovf_flat at = {(candidates[chosen].left + candidates[chosen].right) / 2,
                   (candidates[chosen].top + candidates[chosen].bottom) / 2};
    cairo_move_to(paint->cairo, finding->at.x, finding->at.y);
    cairo_line_to(paint->cairo, at.x, at.y);
    ovf_paint_colour(paint, OVF_COLOUR_INK, 0.8);
    ovf_paint_pen(paint, 0.8, 0, 0);
    cairo_stroke(paint->cairo);
    ovf_picture_badge(picture, finding, index + 1, at);
}

ovf_status ovf_picture_findings(ovf_picture *picture, ovf_error *error)
{
    ovf_status status = picture->findings_seen > 0 ? add_markers(picture, error) : OVF_OK;
    for (size_t i = 0; i < picture->numbered && status == OVF_OK; i++)
        if (picture->findings[i].map == picture->current) add_number(picture, i);
    return status;
}
