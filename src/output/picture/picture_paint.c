#include "output/picture/picture_paint.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

void ovf_paint_colour(const ovf_paint *paint, ovf_colour colour, double alpha)
{
    cairo_set_source_rgba(paint->cairo, (colour >> 16 & 255) / 255.0, (colour >> 8 & 255) / 255.0,
                          (colour & 255) / 255.0, alpha);
}

void ovf_paint_pen(const ovf_paint *paint, double width, double dash, double gap)
{
    double dashes[] = {dash * paint->unit, gap * paint->unit};
    cairo_set_line_width(paint->cairo, width * paint->unit);
    cairo_set_dash(paint->cairo, dashes, dash > 0 ? 2 : 0, 0);
    cairo_set_line_cap(paint->cairo, dash > 0 ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(paint->cairo, CAIRO_LINE_JOIN_ROUND);
}

/* ---- paths ---- */

void ovf_paint_lines(const ovf_paint *paint, const ovf_pixels *pixels, const ovf_patch *reach)
{
    bool goes_on = false;
    for (size_t i = 1; i < pixels->count; i++) {
        ovf_flat from = pixels->points[i - 1], to = pixels->points[i];
        if (isnan(from.x) || isnan(to.x)) {
            goes_on = false;
            continue;
        }
        ovf_flat a = from, b = to;
        if (!ovf_clip_segment(reach, &a, &b)) {
            goes_on = false;
            continue;
        }
        if (!goes_on || a.x != from.x || a.y != from.y) cairo_move_to(paint->cairo, a.x, a.y);
        cairo_line_to(paint->cairo, b.x, b.y);
        goes_on = b.x == to.x && b.y == to.y;
    }
}

void ovf_paint_ring(const ovf_paint *paint, const ovf_flat *points, size_t count)
{
    if (count < 3) return;
    cairo_move_to(paint->cairo, points[0].x, points[0].y);
    for (size_t i = 1; i < count; i++) cairo_line_to(paint->cairo, points[i].x, points[i].y);
    cairo_close_path(paint->cairo);
}

void ovf_paint_patch(const ovf_paint *paint, const ovf_patch *patch)
{
    cairo_rectangle(paint->cairo, patch->left, patch->top, patch->right - patch->left,
                    patch->bottom - patch->top);
}

void ovf_paint_hatch(const ovf_paint *paint, ovf_colour colour, double alpha, bool rising)
{
    cairo_t *cairo = paint->cairo;
    double left, top, right, bottom, apart = 8 * paint->unit;
    cairo_save(cairo);
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_clip(cairo);
    cairo_clip_extents(cairo, &left, &top, &right, &bottom);
    double width = right - left, height = bottom - top;
    if (width > 0 && height > 0) {
        /* Lines of one grid, wherever the area is, so that areas beside and over each other fit
         * together. */
        double first = rising ? left + top : left - bottom,
               last = rising ? right + bottom : right - top;
        for (double at = ceil(first / apart) * apart; at <= last; at += apart) {
            cairo_move_to(cairo, rising ? at - top : at + top, top);
            cairo_line_to(cairo, rising ? at - bottom : at + bottom, bottom);
        }
        ovf_paint_colour(paint, colour, alpha);
        ovf_paint_pen(paint, 1.2, 0, 0);
        cairo_stroke(cairo);
    }
    cairo_restore(cairo);
}

/* ---- markers ---- */

ovf_mark ovf_mark_of(const ovf_term *term)
{
    static const struct {
        const char *shape;
        ovf_mark mark;
    } marks[] = {
        {"triangle", OVF_MARK_UP},         {"triangle_right", OVF_MARK_RIGHT},
        {"triangle_left", OVF_MARK_LEFT},  {"circle", OVF_MARK_CIRCLE},
        {"ring", OVF_MARK_RING},           {"diamond", OVF_MARK_DIAMOND},
        {"aerodrome", OVF_MARK_AERODROME},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strcmp(term->shape, marks[i].shape) == 0) return marks[i].mark;
    return OVF_MARK_SQUARE;
}

/* A ring with its ticks: the colour on paper. */
static void paint_ring(const ovf_paint *paint, ovf_mark mark, ovf_flat at, double r,
                       ovf_colour colour)
{
    cairo_t *cairo = paint->cairo;
    cairo_new_path(cairo);
    cairo_arc(cairo, at.x, at.y, r, 0, 2 * M_PI);
    for (int i = 0; mark == OVF_MARK_AERODROME && i < 4; i++) {
        double x = cos(i * M_PI / 2), y = sin(i * M_PI / 2);
        cairo_move_to(cairo, at.x + r * x, at.y + r * y);
        cairo_line_to(cairo, at.x + 1.6 * r * x, at.y + 1.6 * r * y);
    }
    ovf_paint_colour(paint, OVF_COLOUR_PAPER, 1);
    ovf_paint_pen(paint, 4, 0, 0);
    cairo_stroke_preserve(cairo);
    ovf_paint_colour(paint, colour, 1);
    ovf_paint_pen(paint, 1.6, 0, 0);
    cairo_stroke(cairo);
}

void ovf_paint_mark(const ovf_paint *paint, ovf_mark mark, ovf_flat at, double radius,
                    ovf_colour fill, ovf_colour outline, double outline_width)
{
    cairo_t *cairo = paint->cairo;
    double r = radius * paint->unit, half = r * 0.8660254037844386;
    if (mark == OVF_MARK_RING || mark == OVF_MARK_AERODROME) {
        paint_ring(paint, mark, at, r, fill);
        return;
    }
    cairo_new_path(cairo);
    switch (mark) {
    case OVF_MARK_UP:
        cairo_move_to(cairo, at.x, at.y - r);
        cairo_line_to(cairo, at.x + half, at.y + r / 2);
        cairo_line_to(cairo, at.x - half, at.y + r / 2);
        break;
    case OVF_MARK_RIGHT:
    case OVF_MARK_LEFT: {
        double side = mark == OVF_MARK_RIGHT ? 1 : -1;
        cairo_move_to(cairo, at.x + side * r, at.y);
        cairo_line_to(cairo, at.x - side * r / 2, at.y + half);
        cairo_line_to(cairo, at.x - side * r / 2, at.y - half);
        break;
    }
    case OVF_MARK_CIRCLE:
    case OVF_MARK_RING:
    case OVF_MARK_AERODROME: cairo_arc(cairo, at.x, at.y, r, 0, 2 * M_PI); break;
    case OVF_MARK_SQUARE:
        cairo_rectangle(cairo, at.x - 0.9 * r, at.y - 0.9 * r, 1.8 * r, 1.8 * r);
        break;
    case OVF_MARK_DIAMOND:
        for (int i = 0; i < 4; i++)
            cairo_line_to(cairo, at.x + 1.1 * r * cos(i * M_PI / 2),
                          at.y + 1.1 * r * sin(i * M_PI / 2));
        break;
    }
    cairo_close_path(cairo);
    /* The outline around it, not over it. */
    ovf_paint_colour(paint, outline, 1);
    ovf_paint_pen(paint, 2 * outline_width, 0, 0);
    cairo_stroke_preserve(cairo);
    ovf_paint_colour(paint, fill, 1);
    cairo_fill(cairo);
}

void ovf_paint_arrow(const ovf_paint *paint, ovf_flat at, double dx, double dy, double size,
                     ovf_colour colour)
{
    double length = hypot(dx, dy), k = size * paint->unit;
    if (!(length > 0)) return;
    dx /= length;
    dy /= length;
    cairo_t *cairo = paint->cairo;
    cairo_new_path(cairo);
    cairo_move_to(cairo, at.x + k * dx, at.y + k * dy);
    cairo_line_to(cairo, at.x - k * dx - 0.75 * k * dy, at.y - k * dy + 0.75 * k * dx);
    cairo_line_to(cairo, at.x - 0.5 * k * dx, at.y - 0.5 * k * dy);
    cairo_line_to(cairo, at.x - k * dx + 0.75 * k * dy, at.y - k * dy - 0.75 * k * dx);
    cairo_close_path(cairo);
    ovf_paint_colour(paint, OVF_COLOUR_PAPER, 0.9);
    ovf_paint_pen(paint, 1.5, 0, 0);
    cairo_stroke_preserve(cairo);
    ovf_paint_colour(paint, colour, 1);
    cairo_fill(cairo);
}

/* ---- texts ---- */

void ovf_paint_font(const ovf_paint *paint, double size, bool bold)
{
    cairo_select_font_face(paint->cairo, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
                           bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(paint->cairo, size * paint->unit);
}

double ovf_paint_width(const void *context, const char *text)
{
    const ovf_paint *paint = context;
    cairo_text_extents_t extents;
    cairo_text_extents(paint->cairo, text, &extents);
    return extents.x_advance;
}

void ovf_paint_text(const ovf_paint *paint, double x, double y, const char *text, ovf_colour colour,
                    bool halo)
{
    cairo_t *cairo = paint->cairo;
    if (halo) {
        cairo_new_path(cairo);
        cairo_move_to(cairo, x, y);
        cairo_text_path(cairo, text);
        ovf_paint_colour(paint, OVF_COLOUR_PAPER, 0.85);
        ovf_paint_pen(paint, 3, 0, 0);
        cairo_stroke(cairo);
    }
    cairo_move_to(cairo, x, y);
    ovf_paint_colour(paint, colour, 1);
    cairo_show_text(cairo, text);
    if (paint->said == NULL) return;
    ovf_bytes_text(paint->said, text);
    ovf_bytes_byte(paint->said, '\n');
    cairo_new_path(cairo);
}

ovf_status ovf_paint_status(const ovf_paint *paint, ovf_error *error)
{
    cairo_status_t status = cairo_status(paint->cairo);
    if (status == CAIRO_STATUS_SUCCESS) return OVF_OK;
    if (status == CAIRO_STATUS_NO_MEMORY) return ovf_fail_memory(error);
    return ovf_fail(error, OVF_ERROR_INTERNAL, "Cairo cannot draw the picture: %s",
                    cairo_status_to_string(status));
}
