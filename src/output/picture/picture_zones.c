/* Zones by the kind of their restriction, and what was seen of them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "output/picture/picture_parts.h"

/* Outlines of the zone are at least so large on both sides for its name to be written. Units. */
#define NAMED 12
#define NAMES_MAX 200

static ovf_zone_class class_of(const char *restriction)
{
    static const struct {
        const char *name;
        ovf_zone_class class;
    } classes[] = {{"prohibited", OVF_ZONE_PROHIBITED},
                   {"min_altitude", OVF_ZONE_ALTITUDE},
                   {"max_altitude", OVF_ZONE_ALTITUDE},
                   {"standoff", OVF_ZONE_STANDOFF},
                   {"none", OVF_ZONE_OTHER},
                   {"", OVF_ZONE_OTHER}};
    size_t length = strcspn(restriction, ", ;");
    for (size_t i = 0; i < OVF_COUNT(classes); i++)
        if (strlen(classes[i].name) == length && strncmp(classes[i].name, restriction, length) == 0)
            return classes[i].class;
    static const char *const others[] = {"max_distance", "flight_distance", "airfields",
                                         "crossings",    "circling",        "notice",
                                         "completion",   "deviation",       "airfield_reach"};
    for (size_t i = 0; i < OVF_COUNT(others); i++)
        if (strlen(others[i]) == length && strncmp(others[i], restriction, length) == 0)
            return OVF_ZONE_DISTANCE;
    return OVF_ZONE_OTHER;
}

static ovf_zone_standing standing_of(const char *status)
{
    return strcmp(status, "disputed") == 0 ? OVF_ZONE_DISPUTED
           : strcmp(status, "lifted") == 0 ? OVF_ZONE_LIFTED
                                           : OVF_ZONE_PLAIN;
}

/* ---- names ---- */

static int compare_numbers(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return (one > other) - (one < other);
}

typedef struct {
    ovf_flat at;
    double width;
} inner;

/* The middle of the widest stretch of a scan line that is inside the clipped ring. */
static bool find_inner(const ovf_pixels *ring, double y, inner *found)
{
    double crossings[256];
    size_t count = 0;
    found->width = 0;
    for (size_t i = 0; i < ring->count && count < OVF_COUNT(crossings); i++) {
        ovf_flat a = ring->points[i == 0 ? ring->count - 1 : i - 1], b = ring->points[i];
        if ((a.y < y) != (b.y < y))
            crossings[count++] = a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x);
    }
    qsort(crossings, count, sizeof *crossings, compare_numbers);
    for (size_t i = 0; i + 1 < count; i += 2)
        if (crossings[i + 1] - crossings[i] > found->width)
            *found = (inner){{(crossings[i] + crossings[i + 1]) / 2, y},
                             crossings[i + 1] - crossings[i]};
    return found->width > 0;
}

static int compare_inner(const void *a, const void *b)
{
    const inner *one = a, *other = b;
    return (one->width < other->width) - (one->width > other->width);
}

/* The outline of the zone that is largest in the window becomes picture->clipped; its size in
 * pixels. */
static double find_largest(ovf_picture *picture, const ovf_polygon *polygons, size_t count)
{
    double largest = 0;
    size_t best = SIZE_MAX;
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = pass == 0 ? 0 : best; i < count; i++) {
            ovf_pixels *clipped = &picture->clipped;
            ovf_pixels_reset(&picture->pixels);
            if (polygons[i].count > 0)
                ovf_view_line(&picture->view, polygons[i].rings[0].vertices,
                              polygons[i].rings[0].count, &picture->pixels);
            ovf_clip_ring(&picture->map_area, picture->pixels.points, picture->pixels.count,
                          clipped, &picture->work);
            if (pass == 1) return largest;
            double twice = 0;
            for (size_t k = 0; k < clipped->count; k++) {
                ovf_flat a = clipped->points[k == 0 ? clipped->count - 1 : k - 1],
                         b = clipped->points[k];
                twice += a.x * b.y - b.x * a.y;
            }
            if (fabs(twice) > largest) largest = fabs(twice), best = i;
        }
    return 0;
}

static ovf_status name_zone(ovf_picture *picture, const ovf_row *row, const char *name,
                            ovf_zone_class class, ovf_error *error)
{
    enum { LINES = 7 };
    char clean[OVF_PICTURE_TEXT];
    inner found[LINES];
    ovf_flat places[LINES + 4];
    size_t count = 0;
    double unit = picture->paint.unit;
    if (find_largest(picture, row->polygons, row->polygon_count) < 2 * NAMED * NAMED * unit * unit)
        return OVF_OK;
    double top = INFINITY, bottom = -INFINITY, left = INFINITY, right = -INFINITY;
    for (size_t i = 0; i < picture->clipped.count; i++) {
        top = fmin(top, picture->clipped.points[i].y);
        bottom = fmax(bottom, picture->clipped.points[i].y);
        left = fmin(left, picture->clipped.points[i].x);
        right = fmax(right, picture->clipped.points[i].x);
    }
    for (int i = 0; i < LINES; i++)
        count += find_inner(&picture->clipped, top + (bottom - top) * (i + 1) / (LINES + 1),
                            &found[count]);
    qsort(found, count, sizeof *found, compare_inner);
    for (size_t i = 0; i < count; i++) places[i] = found[i].at;
    /* Or outside of it, where it is full. */
    places[count++] = (ovf_flat){(left + right) / 2, top - 12 * unit};
    places[count++] = (ovf_flat){(left + right) / 2, bottom + 12 * unit};
    ovf_picture_clean(name, clean, sizeof clean);
    ovf_paint_font(&picture->paint, 13, true);
    double half = ovf_paint_width(&picture->paint, clean) / 2 + 6 * unit;
    places[count++] = (ovf_flat){left - half, (top + bottom) / 2};
    places[count++] = (ovf_flat){right + half, (top + bottom) / 2};
    return ovf_picture_label_at(picture, name, 13, true, ovf_zone_term(class)->colour, 1, places,
                                count, 0, error);
}

/* ---- zones ---- */

static void note_attribution(ovf_picture *picture, const ovf_row *row)
{
    const ovf_attribute *attribute = row->attributes != NULL
                                         ? ovf_attributes_find(row->attributes, "attribution")
                                         : NULL;
    char clean[OVF_PICTURE_TEXT / 2];
    if (attribute == NULL || attribute->type != OVF_ATTRIBUTE_TEXT || attribute->text == NULL)
        return;
    ovf_picture_clean(attribute->text, clean, sizeof clean);
    size_t used = strlen(picture->attributions), length = strlen(clean);
    if (length == 0 || strstr(picture->attributions, clean) != NULL ||
        used + length + 3 > sizeof picture->attributions)
        return;
    snprintf(picture->attributions + used, sizeof picture->attributions - used, "%s%s",
             used > 0 ? ", " : "", clean);
}

ovf_status ovf_picture_zones(ovf_picture *picture, ovf_error *error)
{
    const ovf_paint *paint = &picture->paint;
    cairo_t *cairo = paint->cairo;
    ovf_picture_rows rows;
    const ovf_row *row;
    size_t named = 0;
    ovf_status status = ovf_picture_bands(picture, error);
    if (status != OVF_OK) return status;
    status = ovf_picture_open(picture, &ovf_layer_zones, &rows, error);
    while (status == OVF_OK && (status = ovf_picture_next(&rows, &row, error)) == OVF_OK &&
           row != NULL) {
        ovf_zone_class class = class_of(
            ovf_picture_text_value(&ovf_layer_zones, row, "restriction"));
        ovf_zone_standing standing = standing_of(
            ovf_picture_text_value(&ovf_layer_zones, row, "status"));
        ovf_colour colour = ovf_zone_term(class)->colour;
        cairo_new_path(cairo);
        ovf_picture_polygons(picture, row->polygons, row->polygon_count);
        if (!cairo_has_current_point(cairo)) continue;
        note_attribution(picture, row);
        picture->seen.zones[class][standing] = true;
        cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
        if (standing == OVF_ZONE_PLAIN) {
            ovf_paint_colour(paint, colour, 0.2);
            cairo_fill(cairo);
        } else if (standing == OVF_ZONE_DISPUTED) {
            ovf_paint_colour(paint, colour, 0.08);
            cairo_fill_preserve(cairo);
            ovf_paint_hatch(paint, colour, 0.5, true);
        }
        cairo_new_path(cairo);
        ovf_picture_outlines(picture, row->polygons, row->polygon_count);
        ovf_paint_colour(paint, colour, 1);
        ovf_paint_pen(paint, 1.6, standing == OVF_ZONE_LIFTED ? 2 : ovf_zone_term(class)->dash,
                      standing == OVF_ZONE_LIFTED ? 4 : ovf_zone_term(class)->gap);
        cairo_stroke(cairo);
        const char *name = ovf_picture_text_value(&ovf_layer_zones, row, "name");
        if (name[0] == '\0') name = ovf_picture_text_value(&ovf_layer_zones, row, "zone_id");
        if (named++ < NAMES_MAX) status = name_zone(picture, row, name, class, error);
    }
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_WINDING);
    ovf_picture_close(&rows);
    return status;
}

/* ---- coverage ---- */

/* All areas of a layer are one path, so that it does not get darker where several were seen: their
 * outlines all turn the same way, and their holes the other. */
static ovf_status add_together(ovf_picture *picture, const ovf_layer_kind *kind, bool *seen,
                               ovf_error *error)
{
    const ovf_paint *paint = &picture->paint;
    ovf_picture_rows rows;
    const ovf_row *row;
    if (ovf_map_find(picture->map, kind) == NULL) return OVF_OK;
    ovf_status status = ovf_picture_open(picture, kind, &rows, error);
    cairo_new_path(paint->cairo);
    while (status == OVF_OK && (status = ovf_picture_next(&rows, &row, error)) == OVF_OK &&
           row != NULL)
        ovf_picture_polygons(picture, row->polygons, row->polygon_count);
    *seen = *seen || cairo_has_current_point(paint->cairo);
    cairo_set_fill_rule(paint->cairo, CAIRO_FILL_RULE_WINDING);
    ovf_paint_colour(paint, OVF_COLOUR_SEEN, 0.35);
    cairo_fill(paint->cairo);
    ovf_picture_close(&rows);
    return status;
}

/* What none of the sensors saw, where there are several; each has rows of its own besides. */
static ovf_status add_gaps(ovf_picture *picture, bool all, bool *found, ovf_error *error)
{
    ovf_picture_rows rows;
    const ovf_row *row;
    ovf_status status = ovf_picture_open(picture, &ovf_layer_gaps, &rows, error);
    while (status == OVF_OK && (status = ovf_picture_next(&rows, &row, error)) == OVF_OK &&
           row != NULL) {
        if (all && strcmp(ovf_picture_text_value(&ovf_layer_gaps, row, "sensor"), "all") != 0)
            continue;
        *found = true;
        cairo_new_path(picture->paint.cairo);
        ovf_picture_polygons(picture, row->polygons, row->polygon_count);
        if (!cairo_has_current_point(picture->paint.cairo)) continue;
        picture->seen.gaps = true;
        ovf_paint_hatch(&picture->paint, OVF_COLOUR_GAP, 0.8, false);
    }
    ovf_picture_close(&rows);
    return status;
}

ovf_status ovf_picture_coverage(ovf_picture *picture, ovf_error *error)
{
    bool found = false;
    ovf_status status = add_together(picture, &ovf_layer_swaths, &picture->seen.swaths, error);
    if (status == OVF_OK)
        status = add_together(picture, &ovf_layer_coverage, &picture->seen.coverage, error);
    if (status == OVF_OK) status = add_gaps(picture, true, &found, error);
    if (status == OVF_OK && !found) status = add_gaps(picture, false, &found, error);
    return status;
}
