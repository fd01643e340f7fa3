/* Fixes with their numbers, as findings count them, and their names; airfields that routes begin
 * and end at. Tests: tests/cli/picture.py */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "output/picture/picture_parts.h"

/* Routes with more fixes than so many are tracks, whose fixes nobody counts. */
#define FIXES_MAX 200
/* Two fixes that are nearer to each other than this, in units, have one mark. */
#define FIXES_APART 7.0
/* Up to so many fixes of a route in view each has its number; of more every tenth, or the one that
 * is named. */
#define NUMBERED_MAX 25
#define NUMBERED_STEP 10
#define NAME_RANK 3
#define NUMBER_RANK 5

static ovf_flat place_of(const ovf_picture *picture, const ovf_fix *fix)
{
    return ovf_view_pixel(&picture->view, ovf_plane_point(picture->view.plane, fix->lon, fix->lat));
}

static bool is_seen(const ovf_picture *picture, ovf_flat at)
{
    return isfinite(at.x) && isfinite(at.y) && ovf_patch_has(&picture->map_area, at);
}

static void block(ovf_picture *picture, ovf_flat at, double radius)
{
    double r = radius * picture->paint.unit;
    ovf_labels_block(&picture->labels, &(ovf_patch){at.x - r, at.y - r, at.x + r, at.y + r});
}

/* ---- fixes ---- */

static size_t count_seen(const ovf_picture *picture, const ovf_row *row)
{
    size_t count = 0;
    for (size_t i = 0; i < row->fix_count; i++)
        count += is_seen(picture, place_of(picture, &row->fixes[i]));
    return count;
}

static ovf_status add_fixes(ovf_picture *picture, const ovf_row *row, ovf_error *error)
{
    const ovf_term *term = &ovf_glossary[OVF_TERM_FIX];
    bool few = count_seen(picture, row) <= NUMBERED_MAX;
    ovf_flat last = {NAN, NAN};
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < row->fix_count && status == OVF_OK; i++) {
        ovf_flat at = place_of(picture, &row->fixes[i]);
        char text[OVF_PICTURE_TEXT];
        const char *name = row->fix_names != NULL ? row->fix_names[i] : NULL;
        if (!is_seen(picture, at) ||
            hypot(at.x - last.x, at.y - last.y) < FIXES_APART * picture->paint.unit)
            continue;
        last = at;
        ovf_paint_mark(&picture->paint, ovf_mark_of(term), at, few ? 2.6 : 1.6, OVF_COLOUR_PAPER,
                       term->colour, few ? 1.3 : 1);
        block(picture, at, 2);
        picture->seen.fixes = true;
        if (!few && i > 0 && (i + 1) % NUMBERED_STEP != 0 && (name == NULL || *name == '\0'))
            continue;
        snprintf(text, sizeof text, "%zu%s%.40s", i + 1, name != NULL && *name != '\0' ? " " : "",
                 name != NULL ? name : "");
        status = ovf_picture_label_at(picture, text, 10, false, term->colour, NUMBER_RANK, &at, 1,
                                      4, error);
    }
    return status;
}

/* ---- airfields ---- */

static const char *attribute(const ovf_row *row, const char *name)
{
    const ovf_attribute *found = row->attributes != NULL
                                     ? ovf_attributes_find(row->attributes, name)
                                     : NULL;
    return found != NULL && found->type == OVF_ATTRIBUTE_TEXT ? found->text : NULL;
}

static ovf_status add_airfields(ovf_picture *picture, const ovf_row *row, ovf_error *error)
{
    static const char *const ends[] = {"airfield_from", "airfield_to"};
    const ovf_term *term = &ovf_glossary[OVF_TERM_AIRFIELD];
    ovf_status status = OVF_OK;
    if (row->line == NULL || row->line->fix_count == 0) return OVF_OK;
    for (size_t i = 0; i < OVF_COUNT(ends) && status == OVF_OK; i++) {
        const char *name = attribute(row, ends[i]);
        ovf_flat at = place_of(picture, &row->line->fixes[i == 0 ? 0 : row->line->fix_count - 1]);
        if (name == NULL || *name == '\0' || !is_seen(picture, at)) continue;
        ovf_paint_mark(&picture->paint, ovf_mark_of(term), at, 5, term->colour, OVF_COLOUR_PAPER,
                       1);
        picture->seen.airfields = true;
        /* Several routes may have one airfield: its name stands there once. */
        if (picture->airfields == OVF_PICTURE_AIRFIELDS) continue;
        bool known = false;
        for (size_t k = 0; k < picture->airfields && !known; k++)
            known = hypot(at.x - picture->airfield_at[k].x, at.y - picture->airfield_at[k].y) <
                    FIXES_APART * picture->paint.unit;
        if (known) continue;
        picture->airfield_at[picture->airfields++] = at;
        block(picture, at, 4);
        status = ovf_picture_label_at(picture, name, 11, false, term->colour, NAME_RANK, &at, 1, 7,
                                      error);
    }
    return status;
}

ovf_status ovf_picture_points(ovf_picture *picture, ovf_error *error)
{
    ovf_picture_rows rows;
    const ovf_row *row;
    picture->airfields = 0;
    if (picture->routes > OVF_PICTURE_FEW) return OVF_OK;
    ovf_status status = ovf_picture_open(picture, &ovf_layer_routes, &rows, error);
    while (status == OVF_OK && (status = ovf_picture_next(&rows, &row, error)) == OVF_OK &&
           row != NULL) {
        if (row->fix_count <= FIXES_MAX) status = add_fixes(picture, row, error);
        if (status == OVF_OK) status = add_airfields(picture, row, error);
    }
    ovf_picture_close(&rows);
    return status;
}
