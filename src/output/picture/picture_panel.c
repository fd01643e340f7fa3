/* What stands around the map: title, list of findings, and how the picture was made. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/grouped.h"
#include "base/text.h"
#include "output/map/map_totals.h"
#include "output/picture/picture_parts.h"
#include "output/picture/picture_scale.h"
#include "overflight/version.h"
#include "reduce/verdicts.h"

/* ---- title ---- */

static uint64_t total(const json_t *totals, const char *name)
{
    const json_t *value = json_object_get(totals, name);
    return json_is_integer(value) && json_integer_value(value) > 0
               ? (uint64_t)json_integer_value(value)
               : 0;
}

static double metres(const json_t *totals, const char *name)
{
    const json_t *value = json_object_get(totals, name);
    return json_is_number(value) ? json_number_value(value) : 0;
}

/* Adds a number with a noun: "1 route", "12,345 routes". */
static size_t add_count(char *text, size_t size, size_t used, const char *before, uint64_t count,
                        const char *noun, const char *plural)
{
    char grouped[OVF_GROUPED_TEXT];
    ovf_grouped(count, grouped);
    if (used >= size) return used;
    return used + (size_t)snprintf(text + used, size - used, "%s%s %s", before, grouped,
                                   count == 1 ? noun : plural);
}

/* "… · 2 comply, 1 violates · 3 violations, 0 undecided, 1 warning" */
static size_t add_verdicts(const ovf_picture *picture, char *text, size_t size, size_t used)
{
    ovf_totals totals;
    char verdicts[OVF_VERDICTS_TEXT], findings[OVF_VERDICTS_TEXT];
    if (used >= size || !ovf_map_totals(picture->map, &totals)) return used;
    ovf_verdicts_text(&totals, verdicts);
    ovf_findings_text(&totals, findings);
    return used + (size_t)snprintf(text + used, size - used, " · %s · %s", verdicts, findings);
}

/* "3 of 20 routes meet 2 zones, 3 more are shown · 214 m inside" */
static void sum_up(const ovf_picture *picture, const json_t *totals,
                   char more[2 * OVF_PICTURE_TEXT])
{
    const size_t size = 2 * OVF_PICTURE_TEXT;
    const ovf_map_layer *zones = ovf_map_find(picture->map, &ovf_layer_zones);
    const json_t *one;
    char length[OVF_LENGTH_TEXT];
    double inside_m = 0;
    uint64_t met = 0, meeting = total(totals, "meeting_routes"), shown = 0;
    size_t i, used;
    json_array_foreach(json_object_get(totals, "zones"), i, one)
    {
        inside_m += metres(one, "inside_m");
        met += total(one, "routes") > 0;
    }
    if (zones != NULL) shown = zones->rows;
    uint64_t routes = total(totals, "routes");
    if (routes > 1) {
        used = add_count(more, size, 0, "", meeting, "of", "of");
        used = add_count(more, size, used, " ", routes, "route", "routes");
    } else used = add_count(more, size, 0, "", routes, "route", "routes");
    if (routes == 1) meeting = 1;
    const char *meets = meeting == 1 ? " meets " : " meet ";
    if (met > 0) used = add_count(more, size, used, meets, met, "zone", "zones");
    else if (used < size) used += (size_t)snprintf(more + used, size - used, "%sno zone", meets);
    if (shown > met)
        used = add_count(more, size, used, ", ", shown - met,
                         met > 0 ? "more is shown" : "is shown",
                         met > 0 ? "more are shown" : "are shown");
    used = add_verdicts(picture, more, size, used);
    ovf_length_text(inside_m, length);
    if (inside_m > 0 && used < size) snprintf(more + used, size - used, " · %s inside", length);
}

static void sum_up_zone(const json_t *zone, char more[2 * OVF_PICTURE_TEXT])
{
    const size_t size = 2 * OVF_PICTURE_TEXT;
    char length[OVF_LENGTH_TEXT];
    size_t used = add_count(more, size, 0, "", total(zone, "routes"), "route meets this zone",
                            "routes meet this zone");
    used = add_count(more, size, used, " · ", total(zone, "passages"), "passage", "passages");
    ovf_length_text(metres(zone, "inside_m"), length);
    if (metres(zone, "inside_m") > 0 && used < size)
        snprintf(more + used, size - used, " · %s inside", length);
}

void ovf_picture_title(ovf_picture *picture)
{
    const ovf_paint *paint = &picture->paint;
    const json_t *totals = json_object_get(picture->map->summary, "totals"),
                 *zone = picture->zone != NULL ? ovf_picture_zone_totals(picture) : NULL;
    char title[OVF_PICTURE_TEXT], more[2 * OVF_PICTURE_TEXT] = "", headline[OVF_HEADLINE_TEXT] = "";
    char line[OVF_PICTURE_TEXT];
    if (picture->zone != NULL) {
        const char *name = json_string_value(json_object_get(zone, "name"));
        ovf_picture_clean(name != NULL && name[0] != '\0' ? name : picture->zone, title,
                          sizeof title);
        sum_up_zone(zone, more);
    } else {
        (void)ovf_map_headline(picture->map, headline);
        ovf_picture_clean(headline, title, sizeof title);
        sum_up(picture, totals, more);
    }
    double left = picture->map_area.left, width = picture->sheet.right - left - 16 * paint->unit;
    ovf_paint_font(paint, 21, true);
    ovf_picture_fit(title, width, ovf_paint_width, paint);
    ovf_paint_text(paint, left, 33 * paint->unit, title, OVF_COLOUR_INK, false);
    ovf_paint_font(paint, 12.5, false);
    ovf_picture_clean(more, line, sizeof line);
    ovf_picture_fit(line, width, ovf_paint_width, paint);
    ovf_paint_text(paint, left, 53 * paint->unit, line, OVF_COLOUR_QUIET, false);
}

/* ---- list of findings ---- */

#define LIST_SIZE 11.0
#define LIST_LEADING 14.5
#define LIST_INDENT 28.0
/* The least breadth of a column of the list or the legend. */
#define COLUMN 270.0

/* Draws one, or only says how high it is. */
static double add_finding(ovf_picture *picture, size_t index, double x, double y, double width,
                          size_t lines_most, bool draws)
{
    const ovf_paint *paint = &picture->paint;
    const ovf_picture_finding *finding = &picture->findings[index];
    double unit = paint->unit, left = x + LIST_INDENT * unit,
           room = width - (LIST_INDENT + 6) * unit, line_y = y + LIST_SIZE * unit;
    char line[OVF_PICTURE_TEXT];
    size_t lines = 1;
    if (draws) {
        ovf_picture_badge(picture, finding, index + 1, (ovf_flat){x + 11 * unit, y + 9 * unit});
        ovf_paint_font(paint, LIST_SIZE, true);
        ovf_picture_clean(finding->route, line, sizeof line);
        ovf_picture_fit(line, room, ovf_paint_width, paint);
        ovf_paint_text(paint, left, line_y, line, OVF_COLOUR_INK, false);
    }
    ovf_paint_font(paint, LIST_SIZE, false);
    for (const char *rest = finding->message; rest != NULL && *rest != '\0' && lines <= lines_most;
         lines++) {
        const char *begin = rest;
        rest = ovf_picture_line(rest, room, ovf_paint_width, paint, line);
        line_y += LIST_LEADING * unit;
        if (rest != NULL && lines == lines_most) {
            ovf_picture_clean(begin, line, sizeof line);
            ovf_picture_fit(line, room, ovf_paint_width, paint);
        }
        if (draws) ovf_paint_text(paint, left, line_y, line, OVF_COLOUR_INK, false);
    }
    return ((double)lines * LIST_LEADING + 6) * unit;
}

/* Where the list is, and what it has room for. */
typedef struct {
    ovf_patch patch;
    size_t columns, lines; /* of each finding */
    double x, y;           /* of what comes next */
    size_t column;
} list;

static void start_list(list *at)
{
    at->x = at->patch.left;
    at->y = at->patch.top;
    at->column = 0;
}

static double column_of(const list *at)
{
    return (at->patch.right - at->patch.left) / (double)at->columns;
}

/* Room for something so high: in the next column, if there is none in this one. */
static bool has_room(list *at, double height)
{
    if (at->y + height <= at->patch.bottom) return true;
    if (at->column + 1 >= at->columns) return false;
    at->column++;
    at->x += column_of(at);
    at->y = at->patch.top;
    return at->y + height <= at->patch.bottom;
}

/* Draws what fits, or only says how many that are. Below the last is room for how many more there
 * are. */
static size_t add_fitting(ovf_picture *picture, list *at, bool draws)
{
    double more = (LIST_LEADING + 4) * picture->paint.unit;
    size_t i = 0;
    start_list(at);
    for (; i < picture->finding_count; i++) {
        double height = add_finding(picture, i, at->x, at->y, column_of(at), at->lines, false);
        bool last = i + 1 == picture->finding_count &&
                    picture->findings_seen == picture->finding_count;
        if (!has_room(at, height)) break;
        if (at->column + 1 == at->columns && !last && at->y + height + more > at->patch.bottom)
            break;
        if (draws) add_finding(picture, i, at->x, at->y, column_of(at), at->lines, true);
        at->y += height;
    }
    return i;
}

static void write_list(ovf_picture *picture, const ovf_patch *patch, bool draws)
{
    const ovf_paint *paint = &picture->paint;
    double unit = paint->unit, y = patch->top + 14 * unit;
    if (picture->findings_seen == 0 || patch->bottom - patch->top < 40 * unit) return;
    if (draws) {
        ovf_paint_font(paint, 13, true);
        ovf_paint_text(paint, patch->left, y, "Findings", OVF_COLOUR_INK, false);
    }
    list at = {.patch = *patch, .lines = 6};
    at.patch.top = y + 10 * unit;
    at.columns = (size_t)fmax((patch->right - patch->left) / (COLUMN * unit), 1);
    /* Rather more of them than more of each. */
    while (at.lines > 2 && add_fitting(picture, &at, false) < picture->findings_seen) at.lines--;
    picture->numbered = add_fitting(picture, &at, draws);
    if (!draws || picture->numbered == picture->findings_seen) return;
    char text[OVF_PICTURE_TEXT];
    add_count(text, sizeof text, 0, "and ", picture->findings_seen - picture->numbered, "more",
              "more");
    ovf_paint_font(paint, LIST_SIZE, false);
    ovf_paint_text(paint, at.x + LIST_INDENT * unit, at.y + LIST_SIZE * unit, text,
                   OVF_COLOUR_QUIET, false);
}

void ovf_picture_panel(ovf_picture *picture, bool draws)
{
    ovf_patch column = picture->panel;
    double unit = picture->paint.unit;
    if (column.right - column.left < 60 * unit) return;
    /* Below the list, or beside it where there is more room. */
    ovf_patch legend = column;
    bool flat = column.right - column.left > column.bottom - column.top;
    size_t columns = 1;
    if (flat) {
        double least = ovf_picture_legend(picture, &(ovf_patch){0, 0, INFINITY, INFINITY}, 1,
                                          false);
        columns = least > legend.bottom - legend.top ? 2 : 1;
        legend.left = legend.right - (double)columns * COLUMN * unit;
        legend.left = fmax(legend.left, column.left + 0.4 * (column.right - column.left));
    }
    double height = ovf_picture_legend(picture, &legend, columns, false);
    if (flat) {
        legend.bottom = legend.top + height;
        column.right = legend.left - 20 * unit;
    } else {
        column.bottom -= height + 10 * unit;
    }
    if (draws) ovf_picture_legend(picture, &legend, columns, true);
    write_list(picture, &column, draws);
}

/* ---- small print ---- */

/* "Lambert's azimuthal equal-area projection around 54.70°N 20.50°E; Mercator's projection around
 * 160.00°W, with the scale in the middle of the map" */
static void name_planes(const ovf_picture *picture, char text[2 * OVF_PICTURE_TEXT])
{
    static const char *const names[] = {"Lambert's azimuthal equal-area projection around",
                                        "Mercator's projection around",
                                        "Equidistant cylindrical projection around"};
    const size_t size = 2 * OVF_PICTURE_TEXT;
    size_t used = 0;
    bool cylinders = false;
    if (picture->world) {
        snprintf(text, size, "Equal Earth projection");
        return;
    }
    for (int kind = OVF_CRS_AREA; kind <= OVF_CRS_RECTANGLES; kind++) {
        size_t named = 0;
        for (size_t i = 0; i < picture->map_count && used < size; i++) {
            const ovf_picture_map *map = &picture->maps[i];
            ovf_lonlat centre = map->plane->centre;
            if ((int)(map->around > 0 ? map->upright.kind : OVF_CRS_AREA) != kind) continue;
            used += (size_t)snprintf(text + used, size - used, "%s%s",
                                     named > 0  ? ","
                                     : used > 0 ? "; "
                                                : "",
                                     named > 0 ? "" : names[kind]);
            if (kind == OVF_CRS_AREA && used < size)
                used += (size_t)snprintf(text + used, size - used, " %.2f°%s", fabs(centre.lat),
                                         centre.lat < 0 ? "S" : "N");
            if (used < size)
                used += (size_t)snprintf(text + used, size - used, " %.2f°%s", fabs(centre.lon),
                                         centre.lon < 0 ? "W" : "E");
            cylinders = cylinders || kind != OVF_CRS_AREA;
            named++;
        }
    }
    if (cylinders && used < size)
        snprintf(text + used, size - used, ", with the scale in the middle of the map");
}

void ovf_picture_small_print(ovf_picture *picture)
{
    const ovf_paint *paint = &picture->paint;
    const json_t *summary = picture->map->summary;
    const char *command = json_string_value(json_object_get(summary, "command"));
    const char *version = json_string_value(
        json_object_get(json_object_get(summary, "tool"), "version"));
    char planes[2 * OVF_PICTURE_TEXT];
    char made[OVF_PICTURE_TEXT], raw[2 * OVF_PICTURE_TEXT], sources[4 * OVF_PICTURE_TEXT],
        line[OVF_PICTURE_TEXT];
    snprintf(raw, sizeof raw, "overflight %s: %s", version != NULL ? version : ovf_version(),
             command != NULL ? command : "");
    ovf_picture_clean(raw, made, sizeof made);
    name_planes(picture, planes);
    snprintf(sources, sizeof sources, "%s, WGS 84. Base map: Natural Earth%s.%s%s%s", planes,
             picture->map->places.count > 0 ? ", names " OVF_PLACES_SOURCE : "",
             picture->attributions[0] != '\0' ? " Zones: " : "", picture->attributions,
             picture->attributions[0] != '\0' ? "." : "");
    double left = picture->map_area.left, width = picture->sheet.right - left - 16 * paint->unit;
    ovf_paint_font(paint, 9, false);
    ovf_picture_clean(sources, line, sizeof line);
    ovf_picture_fit(line, width, ovf_paint_width, paint);
    ovf_paint_text(paint, left, picture->sheet.bottom - 22 * paint->unit, line, OVF_COLOUR_QUIET,
                   false);
    ovf_picture_fit(made, width, ovf_paint_width, paint);
    ovf_paint_text(paint, left, picture->sheet.bottom - 10 * paint->unit, made, OVF_COLOUR_QUIET,
                   false);
}
