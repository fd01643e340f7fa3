/* The legend: of what is in the picture, and of nothing else. */
#include <math.h>
#include <string.h>

#include "base/grouped.h"
#include "output/picture/picture_parts.h"

#define SIZE 11.0
#define LEADING 19.0
#define SAMPLE 30.0

typedef struct {
    ovf_picture *picture;
    double left, width, y; /* of the next entry */
    double top, bottom;    /* where the next column begins, and where one ends */
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
    if (to->y + 0.5 * LEADING * paint->unit < to->bottom) return;
    to->y = to->top;
    to->left += to->width;
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
                     bool rising, ovf_colour outline, double dash, double gap, const char *text)
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
            ovf_paint_pen(paint, 1.6, dash, gap);
            cairo_stroke(paint->cairo);
        }
    }
    add_text(to, text);
}

/* How many there are of a class by the totals: of everything, or of the zone that is looked at, of
 * which only its passages are counted. */
static bool count_of(const legend *to, ovf_term_number number, uint64_t *count)
{
    if (to->picture->zone != NULL) {
        const json_t *passages = json_object_get(ovf_picture_zone_totals(to->picture), "passages");
        *count = (uint64_t)json_integer_value(passages);
        return number == OVF_TERM_PASSAGE && !to->picture->seen.possible &&
               json_is_integer(passages);
    }
    const json_t *terms = json_object_get(to->picture->map->summary, "glossary"), *term, *value;
    size_t i;
    json_array_foreach(terms, i, term)
    {
        const char *name = json_string_value(json_object_get(term, "name"));
        if (name == NULL || strcmp(name, ovf_glossary[number].name) != 0) continue;
        value = json_object_get(term, "count");
        *count = (uint64_t)json_integer_value(value);
        return json_is_integer(value);
    }
    return false;
}

/* "Violations: 3", "Route: violates: 3" */
static void name_term(const legend *to, ovf_term_number number, const char *before,
                      const char *after, char text[OVF_PICTURE_TEXT])
{
    const ovf_term *term = &ovf_glossary[number];
    char grouped[OVF_GROUPED_TEXT];
    uint64_t count;
    bool counted = count_of(to, number, &count);
    if (counted) ovf_grouped(count, grouped);
    snprintf(text, OVF_PICTURE_TEXT, "%s%s%s%s%s", before,
             counted && count != 1 && *before == '\0' ? term->words : term->word, after,
             counted ? ": " : "", counted ? grouped : "");
    if (text[0] >= 'a' && text[0] <= 'z') text[0] = (char)(text[0] - 'a' + 'A');
}

static void add_zones(legend *to)
{
    static const char *const standings[] = {"", ", disputed", ", lifted"};
    for (int class = 0; class < OVF_ZONE_CLASSES; class ++)
        for (int standing = 0; standing < OVF_ZONE_STANDINGS; standing++) {
            char text[OVF_PICTURE_TEXT];
            const ovf_term *term = ovf_zone_term(class);
            name_term(to, (ovf_term_number)(OVF_TERM_ZONE_PROHIBITED + class),
                      "zone: ", standings[standing], text);
            double alpha = standing == OVF_ZONE_PLAIN      ? 0.2
                           : standing == OVF_ZONE_DISPUTED ? 0.08
                                                           : 0;
            add_area(to, to->picture->seen.zones[class][standing], term->colour, alpha,
                     standing == OVF_ZONE_DISPUTED, true, term->colour,
                     standing == OVF_ZONE_LIFTED ? 2 : term->dash,
                     standing == OVF_ZONE_LIFTED ? 4 : term->gap, text);
        }
}

static void add_term_line(legend *to, bool seen, ovf_term_number number, double width,
                          const char *before, const char *after)
{
    const ovf_term *term = &ovf_glossary[number];
    char text[OVF_PICTURE_TEXT];
    name_term(to, number, before, after, text);
    add_line(to, seen, term->colour, width, to->picture->seen.crowd ? 0 : term->dash, term->gap,
             text);
}

static void add_term_mark(legend *to, bool seen, ovf_term_number number, double radius)
{
    const ovf_term *term = &ovf_glossary[number];
    char text[OVF_PICTURE_TEXT];
    name_term(to, number, "", "", text);
    add_mark(to, seen, ovf_mark_of(term), radius, term->colour, OVF_COLOUR_PAPER, text);
}

/* What is drawn as an outline on paper, and is not counted. */
static void add_term_point(legend *to, bool seen, ovf_term_number number, double radius)
{
    const ovf_term *term = &ovf_glossary[number];
    char text[OVF_PICTURE_TEXT];
    name_term(to, number, "", "", text);
    bool ring = ovf_mark_of(term) == OVF_MARK_AERODROME;
    add_mark(to, seen, ovf_mark_of(term), radius, ring ? term->colour : OVF_COLOUR_PAPER,
             ring ? OVF_COLOUR_PAPER : term->colour, text);
}

static void add_term_area(legend *to, bool seen, ovf_term_number number, double alpha)
{
    const ovf_term *term = &ovf_glossary[number];
    char text[OVF_PICTURE_TEXT];
    name_term(to, number, "", "", text);
    add_area(to, seen, term->colour, alpha, alpha <= 0, false, OVF_COLOUR_PAPER, 0, 0, text);
}

static void add_all(legend *to)
{
    const ovf_picture_seen *seen = &to->picture->seen;
    for (int i = 0; i < OVF_AT_SEVERITIES; i++)
        add_term_mark(to, seen->findings[i], (ovf_term_number)(OVF_TERM_VIOLATION + i), 6);
    add_line(to, seen->stretches, ovf_glossary[OVF_TERM_VIOLATION].colour, 5, 0, 0,
             "Stretch that violates");
    for (int i = 0; i < OVF_ROUTE_VERDICTS; i++)
        add_term_line(to, seen->routes[i], (ovf_term_number)(OVF_TERM_VIOLATES + i), 2.2,
                      "route: ", "");
    add_term_line(to, seen->passages, OVF_TERM_PASSAGE, 4, "", "");
    add_term_line(to, seen->possible, OVF_TERM_POSSIBLE_PASSAGE, 4, "", "");
    add_term_mark(to, seen->entries, OVF_TERM_ENTRY, 5);
    add_term_mark(to, seen->exits, OVF_TERM_EXIT, 5);
    add_term_mark(to, seen->touches, OVF_TERM_TOUCH, 3.5);
    add_term_point(to, seen->airfields, OVF_TERM_AIRFIELD, 5);
    add_term_point(to, seen->fixes, OVF_TERM_FIX, 3);
    add_zones(to);
    add_area(to, seen->bands, ovf_glossary[OVF_TERM_STANDOFF_BAND].colour, 0.1, false, false,
             ovf_glossary[OVF_TERM_STANDOFF_BAND].colour, 0, 0, "Stand-off to keep");
    add_term_area(to, seen->swaths, OVF_TERM_SWATH, 0.35);
    add_term_area(to, seen->coverage, OVF_TERM_COVERAGE, seen->swaths ? 0.58 : 0.35);
    add_term_area(to, seen->gaps, OVF_TERM_GAP, 0);
    add_term_line(to, seen->nearest, OVF_TERM_NEAREST, 1, "", "");
    add_line(to, seen->disputed_borders, OVF_COLOUR_BORDER, 1, 4, 3, "Disputed border");
}

double ovf_picture_legend(ovf_picture *picture, const ovf_patch *patch, size_t columns, bool draws)
{
    legend to = {.picture = picture,
                 .left = patch->left,
                 .width = (patch->right - patch->left) / (double)columns,
                 .bottom = INFINITY};
    double room = patch->bottom - patch->top, leading = LEADING * picture->paint.unit;
    add_all(&to);
    double height = fmin(ceil(round(to.y / leading) / (double)columns) * leading, room);
    if (!draws || height <= 0) return height;
    to.draws = true;
    to.top = to.y = patch->bottom - height;
    if (columns > 1) to.bottom = patch->bottom;
    cairo_save(picture->paint.cairo);
    ovf_paint_patch(&picture->paint, patch);
    cairo_clip(picture->paint.cairo);
    add_all(&to);
    cairo_restore(picture->paint.cairo);
    return height;
}
