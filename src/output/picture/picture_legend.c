/* The legend: of what is in the picture, and of nothing else. */
#include <math.h>
#include <string.h>

#include "output/picture/picture_parts.h"

#define SIZE 11.0
#define LEADING 19.0
#define SAMPLE 30.0

typedef struct {
    ovf_picture *picture;
    double left, width, y; /* of the next entry */
    bool draws;
} legend;

static void add_text(legend *to, const char *text)
{
    const ovf_paint *paint = &to->picture->paint;
    char line[OVF_PICTURE_TEXT];
    if (to->draws) {
        ovf_picture_clean(text, line, sizeof line);
        ovf_paint_font(paint, SIZE, false);
        ovf_picture_fit(line, to->width - (SAMPLE + 10) * paint->unit, ovf_paint_width, paint);
        ovf_paint_text(paint, to->left + (SAMPLE + 10) * paint->unit, to->y + 13 * paint->unit,
                       line, OVF_COLOUR_INK, false);
    }
    to->y += LEADING * paint->unit;
}

/* The place of a sample. */
static ovf_patch sample_of(const legend *to)
{
    double unit = to->picture->paint.unit;
    return (ovf_patch){to->left, to->y + 3 * unit, to->left + SAMPLE * unit, to->y + 15 * unit};
}

static ovf_flat middle_of(const ovf_patch *patch)
{
    return (ovf_flat){(patch->left + patch->right) / 2, (patch->top + patch->bottom) / 2};
}

static void add_line(legend *to, bool seen, ovf_colour colour, double width, double dash,
                     double gap, const char *text)
{
    if (!seen) return;
    const ovf_paint *paint = &to->picture->paint;
    ovf_patch box = sample_of(to);
    double y = middle_of(&box).y;
    if (to->draws) {
        cairo_move_to(paint->cairo, box.left + width / 2 * paint->unit, y);
        cairo_line_to(paint->cairo, box.right - width / 2 * paint->unit, y);
        ovf_paint_colour(paint, colour, 1);
        ovf_paint_pen(paint, width, dash, gap);
        cairo_stroke(paint->cairo);
    }
    add_text(to, text);
}

static void add_mark(legend *to, bool seen, ovf_mark mark, double radius, ovf_colour fill,
                     ovf_colour outline, const char *text)
{
    if (!seen) return;
    ovf_patch box = sample_of(to);
    if (to->draws)
        ovf_paint_mark(&to->picture->paint, mark, middle_of(&box), radius, fill, outline, 1);
    add_text(to, text);
}

static void add_area(legend *to, bool seen, ovf_colour fill, double alpha, bool hatched,
                     bool rising, ovf_colour outline, double dash, const char *text)
{
    if (!seen) return;
    const ovf_paint *paint = &to->picture->paint;
    ovf_patch box = sample_of(to);
    if (to->draws) {
        ovf_paint_patch(paint, &box);
        ovf_paint_colour(paint, fill, alpha);
        cairo_fill(paint->cairo);
        if (hatched) {
            ovf_paint_patch(paint, &box);
            ovf_paint_hatch(paint, fill, 0.8, rising);
        }
        if (outline != OVF_COLOUR_PAPER) {
            ovf_paint_patch(paint, &box);
            ovf_paint_colour(paint, outline, 1);
            ovf_paint_pen(paint, 1.6, dash, 4);
            cairo_stroke(paint->cairo);
        }
    }
    add_text(to, text);
}

static void add_zones(legend *to)
{
    static const char *const names[] = {"Zone: no overflight", "Zone: altitude limit",
                                        "Zone: distance to keep", "Zone: limit of length or time",
                                        "Zone: no limit known"};
    static const char *const standings[] = {"", ", disputed", ", lifted"};
    for (int class = 0; class < OVF_ZONE_CLASSES; class ++)
        for (int standing = 0; standing < OVF_ZONE_STANDINGS; standing++) {
            char text[OVF_PICTURE_TEXT];
            snprintf(text, sizeof text, "%s%s", names[class], standings[standing]);
            ovf_colour colour = ovf_zone_colours[class];
            double alpha = standing == OVF_ZONE_PLAIN      ? 0.25
                           : standing == OVF_ZONE_DISPUTED ? 0.08
                                                           : 0;
            add_area(to, to->picture->seen.zones[class][standing], colour, alpha,
                     standing == OVF_ZONE_DISPUTED, true, colour,
                     standing == OVF_ZONE_LIFTED ? 6 : 0, text);
        }
}

static void add_all(legend *to)
{
    static const char *const routes[] = {"Route that violates", "Route that is undecided",
                                         "Route that complies, with warnings",
                                         "Route that complies", "Route, not judged"};
    static const char *const crowds[] = {"Routes that violate", "Routes that are undecided",
                                         "Routes that comply, with warnings", "Routes that comply",
                                         "Routes, not judged"};
    static const char *const findings[] = {"Violation", "Undecided", "Warning", "Information"};
    const ovf_picture_seen *seen = &to->picture->seen;
    add_zones(to);
    for (int i = 0; i < OVF_ROUTE_VERDICTS; i++)
        add_line(to, seen->routes[i], ovf_route_colours[i], 2.2,
                 seen->crowd ? 0 : ovf_route_dashes[i], OVF_ROUTE_GAP,
                 seen->crowd ? crowds[i] : routes[i]);
    add_line(to, seen->passages, OVF_COLOUR_PASSAGE, 4, 0, 0, "Passage: inside a zone");
    add_line(to, seen->possible, OVF_COLOUR_PASSAGE, 4, 6, 5, "Possible passage: not excluded");
    add_mark(to, seen->entries, OVF_MARK_UP, 5, OVF_COLOUR_ENTRY, OVF_COLOUR_PAPER, "Entry");
    add_mark(to, seen->exits, OVF_MARK_DOWN, 5, OVF_COLOUR_EXIT, OVF_COLOUR_PAPER, "Exit");
    add_mark(to, seen->touches, OVF_MARK_CIRCLE, 3.5, OVF_COLOUR_PAPER, OVF_COLOUR_INK, "Touch");
    for (int i = 0; i < OVF_AT_SEVERITIES; i++)
        add_mark(to, seen->findings[i], ovf_finding_marks[i], 6, ovf_finding_colours[i],
                 OVF_COLOUR_PAPER, findings[i]);
    add_area(to, seen->swaths, OVF_COLOUR_SEEN, 0.35, false, false, OVF_COLOUR_PAPER, 0,
             "Seen by sensors");
    add_area(to, seen->coverage, OVF_COLOUR_SEEN, seen->swaths ? 0.58 : 0.35, false, false,
             OVF_COLOUR_PAPER, 0, "Seen of a zone");
    add_area(to, seen->gaps, OVF_COLOUR_GAP, 0, true, false, OVF_COLOUR_PAPER, 0,
             "Not seen of a zone");
    add_line(to, seen->nearest, OVF_COLOUR_NEAREST, 1, 1.5, 2.5, "Nearest approach to a zone");
    add_line(to, seen->disputed_borders, OVF_COLOUR_BORDER, 1, 4, 3, "Disputed border");
}

double ovf_picture_legend(ovf_picture *picture, const ovf_patch *column, bool draws)
{
    legend to = {.picture = picture, .left = column->left, .width = column->right - column->left};
    double room = column->bottom - column->top;
    add_all(&to);
    double height = fmin(to.y, room);
    if (!draws || height <= 0) return height;
    to.draws = true;
    to.y = column->bottom - height;
    cairo_save(picture->paint.cairo);
    ovf_paint_patch(&picture->paint, column);
    cairo_clip(picture->paint.cairo);
    add_all(&to);
    cairo_restore(picture->paint.cairo);
    return height;
}
