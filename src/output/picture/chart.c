/* Verdicts and coverage against a limit, in the colours of maps; what is undecided is hatched. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "output/picture/picture_file.h"
#include "overflight/maps.h"
#include "overflight/sweep.h"

#define COLOUR_COMPLIES (ovf_glossary[OVF_TERM_COMPLIES].colour)
#define COLOUR_VIOLATES (ovf_glossary[OVF_TERM_VIOLATES].colour)
#define COLOUR_UNDECIDED (ovf_glossary[OVF_TERM_IS_UNDECIDED].colour)
#define COLOUR_COVERED (ovf_glossary[OVF_TERM_COVERAGE].colour)
#define COLOUR_TURN 0x22262c

typedef struct {
    const ovf_sweep_chart *chart;
    ovf_paint paint;
    ovf_patch area; /* of the diagram, pixels */
    double low, high;
    size_t most; /* routes */
    bool covered;
    ovf_turn *turns; /* in order */
} sheet;

static double x_of(const sheet *in, double limit)
{
    return in->area.left +
           (limit - in->low) / (in->high - in->low) * (in->area.right - in->area.left);
}

static double y_of(const sheet *in, double part)
{
    return in->area.bottom - part * (in->area.bottom - in->area.top);
}

/* ---- axes ---- */

/* 1, 2 or 5 times a power of ten, so that there are at most so many. */
static double round_step(double span, double most)
{
    double power = pow(10, floor(log10(span / most)));
    const double factors[] = {1, 2, 5, 10};
    for (size_t i = 0; i < 4; i++)
        if (span / (factors[i] * power) <= most) return factors[i] * power;
    return 10 * power;
}

static void rule(const sheet *in, double x1, double y1, double x2, double y2, ovf_colour colour,
                 double alpha, double width)
{
    cairo_move_to(in->paint.cairo, x1, y1);
    cairo_line_to(in->paint.cairo, x2, y2);
    ovf_paint_colour(&in->paint, colour, alpha);
    ovf_paint_pen(&in->paint, width, 0, 0);
    cairo_stroke(in->paint.cairo);
}

/* Beside the point: 0 begins there, 0.5 is centred, 1 ends there. */
static void label(const sheet *in, double x, double y, double align, const char *text,
                  ovf_colour colour)
{
    ovf_paint_text(&in->paint, x - align * ovf_paint_width(&in->paint, text), y, text, colour,
                   false);
}

static void draw_limits(const sheet *in)
{
    double unit = in->paint.unit,
           step = round_step(in->high - in->low, (in->area.right - in->area.left) / (80 * unit));
    char text[40];
    for (double k = ceil(in->low / step - 1e-9); k * step <= in->high * (1 + 1e-12) + 1e-12; k++) {
        double x = x_of(in, k * step);
        rule(in, x, in->area.bottom, x, in->area.bottom + 6 * unit, OVF_COLOUR_QUIET, 1, 1);
        snprintf(text, sizeof text, "%.10g", k * step);
        label(in, x, in->area.bottom + 24 * unit, 0.5, text, OVF_COLOUR_INK);
    }
    label(in, (in->area.left + in->area.right) / 2, in->area.bottom + 52 * unit, 0.5,
          in->chart->axis, OVF_COLOUR_INK);
}

static void draw_counts(const sheet *in)
{
    double unit = in->paint.unit, step = fmax(1, round_step((double)in->most, 8));
    char text[40];
    for (double k = 0; k <= (double)in->most; k += step) {
        double y = y_of(in, k / (double)in->most);
        rule(in, in->area.left - 6 * unit, y, in->area.left, y, OVF_COLOUR_QUIET, 1, 1);
        snprintf(text, sizeof text, "%.0f", k);
        label(in, in->area.left - 10 * unit, y + 5 * unit, 1, text, OVF_COLOUR_INK);
    }
    label(in, in->area.left, in->area.top - 14 * unit, 0.5, in->most == 1 ? "flight" : "flights",
          OVF_COLOUR_INK);
    for (int k = 0; in->covered && k <= 100; k += 20) {
        double y = y_of(in, k / 100.0);
        rule(in, in->area.right, y, in->area.right + 6 * unit, y, COLOUR_COVERED, 1, 1);
        snprintf(text, sizeof text, "%d %%", k);
        label(in, in->area.right + 10 * unit, y + 5 * unit, 0, text, COLOUR_COVERED);
    }
    if (in->covered)
        label(in, in->area.right, in->area.top - 14 * unit, 0.5, "covered", COLOUR_COVERED);
}

/* ---- what is measured ---- */

static void draw_bar(const sheet *in, double from, double to, const size_t verdicts[3])
{
    const struct {
        ovf_verdict verdict;
        ovf_colour colour;
    } layers[] = {{OVF_VERDICT_VIOLATES, COLOUR_VIOLATES},
                  {OVF_VERDICT_UNDECIDED, COLOUR_UNDECIDED},
                  {OVF_VERDICT_COMPLIES, COLOUR_COMPLIES}};
    double below = 0;
    for (size_t k = 0; k < 3; k++) {
        size_t count = verdicts[layers[k].verdict];
        double above = below + (double)count / (double)in->most;
        /* Whole pixels: neighbours without a seam. */
        const ovf_patch bar = {round(x_of(in, from)), round(y_of(in, above)), round(x_of(in, to)),
                               round(y_of(in, below))};
        below = above;
        if (count == 0 || bar.left >= bar.right) continue;
        ovf_paint_patch(&in->paint, &bar);
        ovf_paint_colour(&in->paint, layers[k].colour, k == 1 ? 0.45 : 0.8);
        cairo_fill(in->paint.cairo);
        if (k != 1) continue;
        ovf_paint_patch(&in->paint, &bar);
        ovf_paint_hatch(&in->paint, OVF_COLOUR_INK, 0.5, true);
    }
}

/* From turn to turn, which is exact between the steps, too. */
static void draw_verdicts(const sheet *in)
{
    size_t verdicts[3];
    double from = in->low;
    memcpy(verdicts, in->chart->steps[0].verdicts, sizeof verdicts);
    for (size_t i = 0; i < in->chart->turn_count; i++) {
        const ovf_turn *turn = &in->turns[i];
        draw_bar(in, from, turn->limit, verdicts);
        from = turn->limit;
        verdicts[turn->before] -= verdicts[turn->before] > 0;
        verdicts[turn->after]++;
    }
    draw_bar(in, from, in->high, verdicts);
}

/* A tick for each at the top; few have their figures. */
static void draw_turns(const sheet *in)
{
    enum { FEW = 4 };
    double free_from = in->area.left + 40 * in->paint.unit;
    for (size_t i = 0; i < in->chart->turn_count; i++) {
        char text[40];
        double x = x_of(in, in->turns[i].limit);
        rule(in, x, in->area.top, x, in->area.top - 10 * in->paint.unit, COLOUR_TURN, 0.8, 1.5);
        snprintf(text, sizeof text, "%.10g", round(in->turns[i].limit * 1000) / 1000);
        double half = ovf_paint_width(&in->paint, text) / 2;
        if (in->chart->turn_count > FEW || x - half < free_from) continue;
        label(in, x, in->area.top - 14 * in->paint.unit, 0.5, text, OVF_COLOUR_INK);
        free_from = x + half + 8 * in->paint.unit;
    }
}

static void draw_covered(const sheet *in)
{
    cairo_t *cairo = in->paint.cairo;
    bool begun = false;
    for (size_t i = 0; i < in->chart->count; i++) {
        const ovf_sweep_sum *step = &in->chart->steps[i];
        if (isnan(step->covered_fraction)) continue;
        if (begun) cairo_line_to(cairo, x_of(in, step->limit), y_of(in, step->covered_fraction));
        else cairo_move_to(cairo, x_of(in, step->limit), y_of(in, step->covered_fraction));
        begun = true;
    }
    ovf_paint_colour(&in->paint, OVF_COLOUR_PAPER, 1);
    ovf_paint_pen(&in->paint, 5, 0, 0);
    cairo_stroke_preserve(cairo);
    ovf_paint_colour(&in->paint, COLOUR_COVERED, 1);
    ovf_paint_pen(&in->paint, 2.5, 0, 0);
    cairo_stroke(cairo);
    for (size_t i = 0; i < in->chart->count; i++)
        if (!isnan(in->chart->steps[i].covered_fraction))
            ovf_paint_mark(&in->paint, OVF_MARK_CIRCLE,
                           (ovf_flat){x_of(in, in->chart->steps[i].limit),
                                      y_of(in, in->chart->steps[i].covered_fraction)},
                           3.5, COLOUR_COVERED, OVF_COLOUR_PAPER, 1);
}

/* ---- the sheet ---- */

static double draw_key(const sheet *in, double x, ovf_colour colour, bool hatched, const char *text)
{
    double unit = in->paint.unit, y = in->chart->height - 26 * unit;
    const ovf_patch key = {x, y - 12 * unit, x + 22 * unit, y + 2 * unit};
    ovf_paint_patch(&in->paint, &key);
    ovf_paint_colour(&in->paint, colour, hatched ? 0.45 : 0.8);
    cairo_fill(in->paint.cairo);
    if (hatched) {
        ovf_paint_patch(&in->paint, &key);
        ovf_paint_hatch(&in->paint, OVF_COLOUR_INK, 0.5, true);
    }
    label(in, key.right + 8 * unit, y, 0, text, OVF_COLOUR_INK);
    return key.right + 34 * unit + ovf_paint_width(&in->paint, text);
}

static void draw_legend(const sheet *in)
{
    double unit = in->paint.unit, x = in->area.left, y = in->chart->height - 26 * unit;
    x = draw_key(in, x, COLOUR_VIOLATES, false, "violates");
    x = draw_key(in, x, COLOUR_UNDECIDED, true, "undecided");
    x = draw_key(in, x, COLOUR_COMPLIES, false, "complies");
    if (in->chart->turn_count > 0) {
        rule(in, x + 4 * unit, y + 1 * unit, x + 4 * unit, y - 11 * unit, COLOUR_TURN, 0.8, 1.5);
        label(in, x + 14 * unit, y, 0, "a verdict turns", OVF_COLOUR_INK);
        x += 40 * unit + ovf_paint_width(&in->paint, "a verdict turns");
    }
    if (!in->covered) return;
    rule(in, x, y - 5 * unit, x + 22 * unit, y - 5 * unit, COLOUR_COVERED, 1, 2.5);
    label(in, x + 30 * unit, y, 0, "share of the zone that a survey sees", OVF_COLOUR_INK);
}

static ovf_status draw(sheet *in, ovf_error *error)
{
    double unit = in->paint.unit, width = in->chart->width, height = in->chart->height;
    char title[OVF_PICTURE_TEXT];
    ovf_paint_colour(&in->paint, OVF_COLOUR_PAPER, 1);
    cairo_paint(in->paint.cairo);
    in->area = (ovf_patch){80 * unit, 100 * unit, width - (in->covered ? 90 : 40) * unit,
                           height - 110 * unit};
    ovf_paint_font(&in->paint, 22, true);
    ovf_picture_clean(in->chart->title, title, sizeof title);
    ovf_picture_fit(title, width - 2 * 24 * unit, ovf_paint_width, &in->paint);
    ovf_paint_text(&in->paint, 24 * unit, 42 * unit, title, OVF_COLOUR_INK, false);
    ovf_paint_font(&in->paint, 15, false);
    draw_verdicts(in);
    draw_turns(in);
    if (in->covered) draw_covered(in);
    ovf_paint_patch(&in->paint, &in->area);
    ovf_paint_colour(&in->paint, OVF_COLOUR_QUIET, 1);
    ovf_paint_pen(&in->paint, 1, 0, 0);
    cairo_stroke(in->paint.cairo);
    draw_limits(in);
    draw_counts(in);
    draw_legend(in);
    return ovf_paint_status(&in->paint, error);
}

static int compare_turns(const void *a, const void *b)
{
    const ovf_turn *x = a, *y = b;
    return (x->limit > y->limit) - (x->limit < y->limit);
}

static bool measure(sheet *in)
{
    const ovf_sweep_chart *chart = in->chart;
    in->low = chart->steps[0].limit;
    in->high = chart->steps[chart->count - 1].limit;
    if (!(in->high > in->low)) in->high = in->low + 1;
    in->turns = ovf_array_new(chart->turn_count, sizeof *in->turns);
    if (in->turns == NULL) return false;
    if (chart->turn_count > 0)
        memcpy(in->turns, chart->turns, chart->turn_count * sizeof *in->turns);
    qsort(in->turns, chart->turn_count, sizeof *in->turns, compare_turns);
    in->most = 1;
    for (size_t i = 0; i < chart->count; i++) {
        const size_t *verdicts = chart->steps[i].verdicts;
        size_t count = verdicts[0] + verdicts[1] + verdicts[2];
        if (count > in->most) in->most = count;
        in->covered = in->covered || !isnan(chart->steps[i].covered_fraction);
    }
    return true;
}

ovf_status ovf_sweep_draw(const ovf_sweep_chart *given, const char *file, ovf_error *error)
{
    if (given == NULL) return ovf_fail_null(error, "a chart");
    if (file == NULL) return ovf_fail_null(error, "the name of a file");
    if (given->title == NULL || given->axis == NULL) return ovf_fail_null(error, "a title");
    if (given->count == 0)
        return ovf_fail(error, OVF_ERROR_USAGE, "expected at least one limit to draw, found none");
    ovf_sweep_chart chart = *given;
    if (chart.width == 0) chart.width = 1200;
    if (chart.height == 0) chart.height = 700;
    if (chart.width < OVF_PICTURE_MIN || chart.width > OVF_PICTURE_MAX ||
        chart.height < OVF_PICTURE_MIN || chart.height > OVF_PICTURE_MAX)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "expected a picture of %d to %d pixels a side, found %d by %d",
                        OVF_PICTURE_MIN, OVF_PICTURE_MAX, chart.width, chart.height);
    sheet in = {.chart = &chart};
    ovf_status status = ovf_cairo_load(error);
    if (status != OVF_OK) return status;
    if (!measure(&in)) return ovf_fail_memory(error);
    in.paint.unit = ovf_picture_unit(chart.width * 4 / 3, chart.height * 10 / 7);
    ovf_picture_sheet drawing;
    ovf_picture_sheet_open(&drawing, &in.paint, ovf_picture_format_of(file), chart.width,
                           chart.height);
    status = ovf_paint_status(&in.paint, error);
    if (status == OVF_OK) status = draw(&in, error);
    if (status == OVF_OK)
        status = ovf_picture_save(&drawing, chart.title, chart.axis, file, file, error);
    ovf_picture_sheet_close(&drawing, &in.paint);
    free(in.turns);
    return status;
}
