/* Routes by verdict, where they are inside, where they cross, and how near they come. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "output/map/worst.h"
#include "output/picture/picture_density.h"
#include "output/picture/picture_parts.h"
#include "output/picture/picture_scale.h"

#define PASSAGE_LABELS 60
#define CROSSINGS_MAX 2000
#define NEAREST_MAX 100

static ovf_route_verdict verdict_of(const ovf_row *row)
{
    const char *verdict = ovf_picture_text_value(&ovf_layer_routes, row, "verdict");
    if (strcmp(verdict, "violates") == 0) return OVF_ROUTE_VIOLATES;
    if (strcmp(verdict, "undecided") == 0) return OVF_ROUTE_UNDECIDED;
    if (strcmp(verdict, "complies") != 0) return OVF_ROUTE_NOT_JUDGED;
    return ovf_picture_value(&ovf_layer_routes, row, "warnings")->count > 0 ? OVF_ROUTE_WARNINGS
                                                                            : OVF_ROUTE_COMPLIES;
}

/* ---- along a line ---- */

typedef struct {
    ovf_flat at;
    double dx, dy; /* the direction */
} along;

static double seen_length(const ovf_picture *picture)
{
    double length = 0;
    for (size_t i = 1; i < picture->pixels.count; i++) {
        ovf_flat a = picture->pixels.points[i - 1], b = picture->pixels.points[i];
        if (!isnan(a.x) && !isnan(b.x) && ovf_clip_segment(&picture->map_area, &a, &b))
            length += hypot(b.x - a.x, b.y - a.y);
    }
    return length;
}

/* The places at these distances along what is in the window, which must grow. Returns how many
 * there are. */
static size_t find_along(const ovf_picture *picture, const double *distances, size_t count,
                         along *found)
{
    double done = 0;
    size_t next = 0;
    for (size_t i = 1; i < picture->pixels.count && next < count; i++) {
        ovf_flat a = picture->pixels.points[i - 1], b = picture->pixels.points[i];
        if (isnan(a.x) || isnan(b.x) || !ovf_clip_segment(&picture->map_area, &a, &b)) continue;
        double length = hypot(b.x - a.x, b.y - a.y);
        for (; length > 0 && next < count && distances[next] <= done + length; next++) {
            double t = fmax(distances[next] - done, 0) / length;
            found[next] = (along){
                {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)}, b.x - a.x, b.y - a.y};
        }
        done += length;
    }
    return next;
}

static void add_arrows(const ovf_picture *picture, ovf_colour colour)
{
    enum { MOST = 64 };
    double length = seen_length(picture), unit = picture->paint.unit,
           apart = fmax(170 * unit, length / MOST), distances[MOST];
    size_t count = length < 30 * unit ? 0 : (size_t)fmax(round(length / apart), 1);
    along found[MOST];
    if (count > MOST) count = MOST;
    for (size_t i = 0; i < count; i++) distances[i] = length * ((double)i + 0.5) / (double)count;
    count = find_along(picture, distances, count, found);
    for (size_t i = 0; i < count; i++)
        ovf_paint_arrow(&picture->paint, found[i].at, found[i].dx, found[i].dy, 6, colour);
}

static ovf_status label_along(ovf_picture *picture, const char *text, double size, bool bold,
                              ovf_colour colour, int rank, const double *parts, size_t count,
                              double away, ovf_error *error)
{
    enum { MOST = 8 };
    double length = seen_length(picture), distances[MOST];
    along found[MOST];
    ovf_flat places[MOST];
    for (size_t i = 0; i < count; i++) distances[i] = length * parts[i];
    count = length > 0 ? find_along(picture, distances, count, found) : 0;
    for (size_t i = 0; i < count; i++) places[i] = found[i].at;
    return count > 0 ? ovf_picture_label_at(picture, text, size, bold, colour, rank, places, count,
                                            away, error)
                     : OVF_OK;
}

/* ---- routes ---- */

static void stroke(const ovf_picture *picture, ovf_colour colour, double alpha, double width,
                   double dash, double gap)
{
    ovf_paint_lines(&picture->paint, &picture->pixels, &picture->view.reach);
    ovf_paint_colour(&picture->paint, colour, alpha);
    ovf_paint_pen(&picture->paint, width, dash, gap);
    cairo_stroke(picture->paint.cairo);
}

static ovf_status add_route(ovf_picture *picture, const ovf_row *row, ovf_error *error)
{
    ovf_route_verdict verdict = verdict_of(row);
    ovf_colour colour = ovf_route_term(verdict)->colour;
    bool few = picture->routes <= OVF_PICTURE_FEW;
    double dash = ovf_route_term(verdict)->dash;
    picture->seen.routes[verdict] = true;
    if (!few) {
        double crowd = log((double)picture->routes / OVF_PICTURE_FEW) /
                       log((double)OVF_PICTURE_SOME / OVF_PICTURE_FEW);
        stroke(picture, colour, 0.9 - 0.4 * crowd, 1.6 - 0.6 * crowd, dash,
               ovf_route_term(verdict)->gap);
        return OVF_OK;
    }
    stroke(picture, OVF_COLOUR_PAPER, 0.7, 4.2, 0, 0);
    stroke(picture, colour, 1, 2.2, dash, ovf_route_term(verdict)->gap);
    ovf_picture_busy(picture);
    double parts[4] = {0.2, 0.4, 0.6, 0.8};
    /* Each route at other places first. */
    for (int i = 0; i < 4; i++) parts[i] += 0.03 * (double)(picture->waiting_count % 4);
    return label_along(picture, ovf_picture_text_value(&ovf_layer_routes, row, "route_id"), 12,
                       false, ovf_route_term(verdict)->colour, 4, parts, 4, 5, error);
}

static ovf_status add_all_arrows(ovf_picture *picture, ovf_error *error)
{
    ovf_picture_rows rows;
    const ovf_row *row;
    ovf_status status = ovf_picture_open(picture, &ovf_layer_routes, &rows, error);
    while (status == OVF_OK && (status = ovf_picture_next(&rows, &row, error)) == OVF_OK &&
           row != NULL)
        if (ovf_picture_trace(picture, row))
            add_arrows(picture, ovf_route_term(verdict_of(row))->colour);
    ovf_picture_close(&rows);
    return status;
}

static ovf_status add_passages(ovf_picture *picture, ovf_error *error)
{
    ovf_picture_rows rows;
    const ovf_row *row;
    size_t labels = 0;
    bool few = picture->routes <= OVF_PICTURE_FEW;
    ovf_status status = ovf_picture_open(picture, &ovf_layer_passages, &rows, error);
    while (status == OVF_OK && (status = ovf_picture_next(&rows, &row, error)) == OVF_OK &&
           row != NULL) {
        if (!ovf_picture_trace(picture, row)) continue;
        const char *certainty = ovf_picture_text_value(&ovf_layer_passages, row, "certainty");
        bool possible = certainty != NULL && strcmp(certainty, "possible") == 0;
        if (possible) picture->seen.possible = true;
        else picture->seen.passages = true;
        stroke(picture, OVF_COLOUR_PASSAGE, few ? 1 : 0.6, few ? 4 : 2,
               possible ? ovf_glossary[OVF_TERM_POSSIBLE_PASSAGE].dash : 0,
               ovf_glossary[OVF_TERM_POSSIBLE_PASSAGE].gap);
        if (few) ovf_picture_busy(picture);
        const ovf_value *length = ovf_picture_value(&ovf_layer_passages, row, "length_m");
        if (!few || length == NULL || !isfinite(length->real) || labels >= PASSAGE_LABELS) continue;
        if (seen_length(picture) < 24 * picture->paint.unit) continue;
        char text[OVF_LENGTH_TEXT];
        labels++;
        ovf_length_text(length->real, text);
        static const double parts[] = {0.5, 0.3};
        status = label_along(picture, text, 11.5, true, OVF_COLOUR_PASSAGE, 2, parts, 2, 4, error);
    }
    ovf_picture_close(&rows);
    return status;
}

static void add_density(ovf_picture *picture, ovf_density *density)
{
    for (size_t i = 1; i < picture->pixels.count; i++) {
        ovf_flat a = picture->pixels.points[i - 1], b = picture->pixels.points[i];
        if (!isnan(a.x) && !isnan(b.x)) ovf_density_line(density, a, b);
    }
}

/* Where routes violate: over their passages, in the colour of a violation. */
static ovf_status add_violations(ovf_picture *picture, ovf_density *density, ovf_error *error)
{
    ovf_picture_rows rows;
    const ovf_row *row;
    const ovf_term *term = &ovf_glossary[OVF_TERM_VIOLATION];
    bool few = picture->routes <= OVF_PICTURE_FEW;
    ovf_status status = ovf_picture_open(picture, &ovf_layer_findings, &rows, error);
    while (status == OVF_OK && (status = ovf_picture_next(&rows, &row, error)) == OVF_OK &&
           row != NULL) {
        const char *severity = ovf_picture_text_value(&ovf_layer_findings, row, "severity");
        if (ovf_worst_severity(severity) > 0 || row->line == NULL || row->line->fix_count < 2 ||
            !ovf_picture_trace(picture, row))
            continue;
        picture->seen.stretches = true;
        if (density != NULL) {
            if (density->counts == NULL &&
                !ovf_density_open(density, &picture->map_area, fmax(1, floor(picture->paint.unit))))
                status = ovf_fail_memory(error);
            else add_density(picture, density);
            continue;
        }
        if (few) stroke(picture, OVF_COLOUR_PAPER, 0.8, 7, 0, 0);
        stroke(picture, term->colour, 1, few ? 5 : 2.4, 0, 0);
    }
    ovf_picture_close(&rows);
    return status;
}

static ovf_status add_nearest(ovf_picture *picture, ovf_error *error)
{
    ovf_picture_rows rows;
    const ovf_row *row;
    const ovf_map_layer *layer = ovf_map_find(picture->map, &ovf_layer_nearest);
    if (layer == NULL || layer->rows > NEAREST_MAX) return OVF_OK;
    ovf_status status = ovf_picture_open(picture, &ovf_layer_nearest, &rows, error);
    while (status == OVF_OK && (status = ovf_picture_next(&rows, &row, error)) == OVF_OK &&
           row != NULL) {
        if (!ovf_picture_trace(picture, row)) continue;
        picture->seen.nearest = true;
        stroke(picture, OVF_COLOUR_NEAREST, 0.9, 1, 1.5, 2.5);
    }
    ovf_picture_close(&rows);
    return status;
}

ovf_status ovf_picture_routes(ovf_picture *picture, ovf_error *error)
{
    if (picture->routes > OVF_PICTURE_SOME) return ovf_picture_crowd(picture, error);
    ovf_picture_rows rows;
    const ovf_row *row;
    ovf_status status = add_nearest(picture, error);
    if (status != OVF_OK) return status;
    status = ovf_picture_open(picture, &ovf_layer_routes, &rows, error);
    while (status == OVF_OK && (status = ovf_picture_next(&rows, &row, error)) == OVF_OK &&
           row != NULL)
        if (ovf_picture_trace(picture, row)) status = add_route(picture, row, error);
    ovf_picture_close(&rows);
    if (status == OVF_OK) status = add_passages(picture, error);
    if (status == OVF_OK) status = add_violations(picture, NULL, error);
    if (status == OVF_OK && picture->routes <= OVF_PICTURE_FEW)
        status = add_all_arrows(picture, error);
    return status;
}

/* ---- crowds ---- */

static ovf_status paint_density(ovf_picture *picture, const ovf_density *density, ovf_colour colour,
                                double alpha, ovf_error *error)
{
    cairo_t *cairo = picture->paint.cairo;
    cairo_surface_t *mask = cairo_image_surface_create(CAIRO_FORMAT_A8, (int)density->columns,
                                                       (int)density->rows);
    if (cairo_surface_status(mask) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(mask);
        return ovf_fail_memory(error);
    }
    ovf_density_tone(density, 0.25, cairo_image_surface_get_data(mask),
                     (size_t)cairo_image_surface_get_stride(mask));
    cairo_surface_mark_dirty(mask);
    cairo_save(cairo);
    cairo_translate(cairo, density->area.left, density->area.top);
    cairo_scale(cairo, density->cell, density->cell);
    ovf_paint_colour(&picture->paint, colour, alpha);
    cairo_mask_surface(cairo, mask, 0, 0);
    cairo_restore(cairo);
    cairo_surface_destroy(mask);
    return OVF_OK;
}

ovf_status ovf_picture_crowd(ovf_picture *picture, ovf_error *error)
{
    enum { PASSAGES = OVF_ROUTE_VERDICTS, STRETCHES, CLASSES };
    static const int order[CLASSES] = {
        OVF_ROUTE_NOT_JUDGED, OVF_ROUTE_COMPLIES, OVF_ROUTE_WARNINGS, OVF_ROUTE_UNDECIDED,
        OVF_ROUTE_VIOLATES,   PASSAGES,           STRETCHES};
    ovf_density densities[CLASSES] = {{.counts = NULL}};
    double cell = fmax(1, floor(picture->paint.unit));
    ovf_status status = OVF_OK;
    picture->seen.crowd = true;
    for (int pass = 0; pass < 2 && status == OVF_OK; pass++) {
        const ovf_layer_kind *kind = pass == 0 ? &ovf_layer_routes : &ovf_layer_passages;
        ovf_picture_rows rows;
        const ovf_row *row;
        status = ovf_picture_open(picture, kind, &rows, error);
        while (status == OVF_OK && (status = ovf_picture_next(&rows, &row, error)) == OVF_OK &&
               row != NULL) {
            int class = pass == 0 ? (int)verdict_of(row) : PASSAGES;
            if (!ovf_picture_trace(picture, row)) continue;
            if (densities[class].counts == NULL &&
                !ovf_density_open(&densities[class], &picture->map_area, cell))
                status = ovf_fail_memory(error);
            else add_density(picture, &densities[class]);
        }
        ovf_picture_close(&rows);
    }
    if (status == OVF_OK) status = add_violations(picture, &densities[STRETCHES], error);
    for (int i = 0; i < CLASSES; i++) {
        int class = order[i];
        if (densities[class].counts == NULL) continue;
        if (class == PASSAGES) picture->seen.passages = true;
        else if (class != STRETCHES) picture->seen.routes[class] = true;
        ovf_colour colour = class == PASSAGES    ? OVF_COLOUR_PASSAGE
                            : class == STRETCHES ? ovf_glossary[OVF_TERM_VIOLATION].colour
                                                 : ovf_route_term(class)->colour;
        if (status == OVF_OK)
            status = paint_density(picture, &densities[class], colour, class >= PASSAGES ? 1 : 0.85,
                                   error);
        ovf_density_close(&densities[class]);
    }
    return status;
}

/* ---- crossings ---- */

ovf_status ovf_picture_crossings(ovf_picture *picture, ovf_error *error)
{
    const ovf_map_layer *layer = ovf_map_find(picture->map, &ovf_layer_crossings);
    ovf_picture_rows rows;
    const ovf_row *row;
    if (layer == NULL || layer->rows > CROSSINGS_MAX || picture->routes > OVF_PICTURE_SOME)
        return OVF_OK;
    double radius = layer->rows <= 100 ? 5 : 3.5, unit = picture->paint.unit;
    ovf_status status = ovf_picture_open(picture, &ovf_layer_crossings, &rows, error);
    while (status == OVF_OK && (status = ovf_picture_next(&rows, &row, error)) == OVF_OK &&
           row != NULL) {
        ovf_flat at = ovf_view_pixel(
            &picture->view, ovf_plane_point(picture->view.plane, row->point.lon, row->point.lat));
        if (!isfinite(at.x) || !isfinite(at.y) || !ovf_patch_has(&picture->map_area, at)) continue;
        const char *kind = ovf_picture_text_value(&ovf_layer_crossings, row, "kind");
        bool entry = strcmp(kind, "entry") == 0, touch = strcmp(kind, "touch") == 0;
        picture->seen.entries |= entry;
        picture->seen.touches |= touch;
        picture->seen.exits |= !entry && !touch;
        const ovf_term *term = &ovf_glossary[touch   ? OVF_TERM_TOUCH
                                             : entry ? OVF_TERM_ENTRY
                                                     : OVF_TERM_EXIT];
        ovf_paint_mark(&picture->paint, ovf_mark_of(term), at, touch ? radius * 0.7 : radius,
                       term->colour, OVF_COLOUR_PAPER, 1);
        if (layer->rows <= 100) {
            double r = 3 * unit;
            ovf_labels_block(&picture->labels,
                             &(ovf_patch){at.x - r, at.y - r, at.x + r, at.y + r});
        }
    }
    ovf_picture_close(&rows);
    return status;
}
