#include "analysis/survey/survey_cells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* Lines for each row of cells on which the zone's parts of its cells are counted. */
#define LINES 8
/* A sector is drawn in steps of so much at most. */
#define ARC_STEP (24 * OVF_RADIAN)
#define ARC_POINTS 10
#define HALF_TURN (180 * OVF_RADIAN)

/* ---- the zone ---- */

/* Where level lines cross the rings: those of line k are places[ends[k - 1]] … places[ends[k] - 1].
 */
typedef struct {
    double *places;
    size_t *ends;
    size_t lines;
} levels;

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double height_of(const ovf_cells *cells, size_t line)
{
    return cells->south_m +
           ((double)(line / LINES) + ((double)(line % LINES) + 0.5) / LINES) * cells->cell_m;
}

/* The lines that an edge crosses: counts them, or puts down where. */
static void cross(levels *at, const ovf_cells *cells, ovf_flat a, ovf_flat b)
{
    double low = fmin(a.y, b.y), high = fmax(a.y, b.y),
           first = floor((low - cells->south_m) / cells->cell_m * LINES) - 1;
    for (size_t k = first > 0 ? (size_t)first : 0; k < at->lines; k++) {
        double y = height_of(cells, k);
        if (y >= high) return;
        if (y < low) continue;
        if (at->places != NULL)
            at->places[at->ends[k]] = a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x);
        at->ends[k]++;
    }
}

static void cross_all(levels *at, const ovf_cells *cells, const ovf_rings *rings)
{
    for (size_t r = 0, i = 0; r < rings->ring_count; i = rings->ends[r++])
        for (size_t k = i; k + 1 < rings->ends[r]; k++)
            cross(at, cells, rings->points[k], rings->points[k + 1]);
}

/* Twice over all edges, to count and to put down, so that edges need no order. */
static bool find_levels(levels *at, const ovf_cells *cells, const ovf_rings *rings)
{
    size_t sum = 0;
    *at = (levels){.lines = (size_t)cells->rows * LINES};
    at->ends = ovf_array_new(at->lines, sizeof *at->ends);
    if (at->ends == NULL) return false;
    cross_all(at, cells, rings);
    for (size_t k = 0; k < at->lines; k++) {
        size_t count = at->ends[k];
        at->ends[k] = sum;
        sum += count;
    }
    at->places = ovf_array_new(sum + 1, sizeof *at->places);
    if (at->places == NULL) return false;
    cross_all(at, cells, rings);
    for (size_t k = 0, begin = 0; k < at->lines; begin = at->ends[k++])
        qsort(at->places + begin, at->ends[k] - begin, sizeof *at->places, compare);
    return true;
}

/* Adds to each cell of a row the part of it that lies between two places of a line. */
static void add_part(const ovf_cells *cells, double *parts, double from, double to)
{
    double a = fmax(0, (from - cells->west_m) / cells->cell_m),
           b = fmin(cells->columns, (to - cells->west_m) / cells->cell_m);
    for (int c = (int)a; c < cells->columns && c < b; c++) parts[c] += fmin(b, c + 1) - fmax(a, c);
}

static bool weigh(ovf_cells *cells, const ovf_rings *rings)
{
    levels at;
    double *parts = ovf_array_new((size_t)cells->columns, sizeof *parts);
    bool good = find_levels(&at, cells, rings) && parts != NULL;
    cells->whole = 0;
    for (size_t row = 0, i = 0; row < (size_t)cells->rows && good; row++) {
        memset(parts, 0, (size_t)cells->columns * sizeof *parts);
        for (size_t k = row * LINES; k < (row + 1) * LINES; i = at.ends[k++])
            for (; i + 1 < at.ends[k]; i += 2)
                add_part(cells, parts, at.places[i], at.places[i + 1]);
        uint8_t *weights = cells->weights + row * (size_t)cells->columns;
        for (int c = 0; c < cells->columns; c++) {
            weights[c] = (uint8_t)lround(parts[c] / LINES * OVF_CELL_WHOLE);
            cells->whole += weights[c];
        }
    }
    free(parts);
    free(at.places);
    free(at.ends);
    return good;
}

bool ovf_cells_lay(ovf_cells *cells, const ovf_rings *rings, const ovf_swath_interval *swath,
                   double cell_m)
{
    ovf_rectangle box = ovf_rectangle_none();
    for (size_t i = 0; i < rings->count; i++) ovf_rectangle_add(&box, rings->points[i]);
    double wide = box.east - box.west, high = box.north - box.south;
    cell_m = fmax(cell_m,
                  fmax(sqrt(wide * high / OVF_CELLS_MOST), fmax(wide, high) / OVF_CELLS_MOST));
    *cells = (ovf_cells){.swath = *swath,
                         .cell_m = cell_m,
                         .west_m = box.west - cell_m / 2,
                         .south_m = box.south - cell_m / 2,
                         .columns = 2 + (int)(wide / cell_m),
                         .rows = 2 + (int)(high / cell_m)};
    size_t count = (size_t)cells->columns * (size_t)cells->rows;
    cells->weights = ovf_array_new(count, sizeof *cells->weights);
    cells->counts = ovf_array_new(count, sizeof *cells->counts);
    cells->sides = ovf_array_new(2 * (size_t)cells->rows, sizeof *cells->sides);
    return cells->weights != NULL && cells->counts != NULL && cells->sides != NULL &&
           weigh(cells, rings);
}

static void touch(ovf_cells *cells, ovf_flat at)
{
    int column = (int)((at.x - cells->west_m) / cells->cell_m),
        row = (int)((at.y - cells->south_m) / cells->cell_m);
    if (column >= 0 && row >= 0 && column < cells->columns && row < cells->rows)
        cells->weights[(size_t)row * (size_t)cells->columns + (size_t)column] = OVF_CELL_WHOLE;
}

/* The outline in steps of a quarter of a cell, and what is inside. */
void ovf_cells_touch(ovf_cells *cells, const ovf_rings *rings)
{
    for (size_t r = 0, i = 0; r < rings->ring_count; i = rings->ends[r++])
        for (size_t k = i; k + 1 < rings->ends[r]; k++) {
            ovf_flat a = rings->points[k], b = rings->points[k + 1];
            int steps = 1 + (int)(4 * hypot(b.x - a.x, b.y - a.y) / cells->cell_m);
            for (int n = 0; n <= steps; n++) {
                double t = (double)n / steps;
                touch(cells, (ovf_flat){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
            }
        }
    size_t count = (size_t)cells->columns * (size_t)cells->rows;
    cells->whole = 0;
    for (size_t k = 0; k < count; k++) {
        if (cells->weights[k] > 0) cells->weights[k] = OVF_CELL_WHOLE;
        cells->whole += cells->weights[k];
    }
}

void ovf_cells_clear(ovf_cells *cells)
{
    free(cells->weights);
    free(cells->counts);
    free(cells->sides);
    *cells = (ovf_cells){0};
}

void ovf_cells_empty(ovf_cells *cells)
{
    cells->seen = 0;
    memset(cells->counts, 0, (size_t)cells->columns * (size_t)cells->rows * sizeof *cells->counts);
}

/* ---- what is seen ---- */

/* Sums of so many weights fit into 16 bits, which vectors have room for many of. */
#define STRETCH (UINT16_MAX / OVF_CELL_WHOLE)

/* Weights are loaded whether they count or not, so that compilers make vectors of it. */
static uint16_t add_stretch(uint16_t *restrict counts, const uint8_t *restrict weights, int count)
{
    uint16_t sum = 0;
    for (int c = 0; c < count; c++) {
        uint16_t weight = weights[c], mask = (uint16_t) - (counts[c] == 0);
        sum = (uint16_t)(sum + (weight & mask));
        counts[c]++;
    }
    return sum;
}

static uint16_t take_stretch(uint16_t *restrict counts, const uint8_t *restrict weights, int count)
{
    uint16_t sum = 0;
    for (int c = 0; c < count; c++) {
        uint16_t weight = weights[c], left = (uint16_t)(counts[c] - 1),
                 mask = (uint16_t) - (left == 0);
        sum = (uint16_t)(sum + (weight & mask));
        counts[c] = left;
    }
    return sum;
}

static void draw_row(ovf_cells *cells, size_t first, int count, bool add)
{
    for (; count > 0; first += STRETCH, count -= STRETCH) {
        int some = count < STRETCH ? count : STRETCH;
        if (add) cells->seen += add_stretch(cells->counts + first, cells->weights + first, some);
        else cells->seen -= take_stretch(cells->counts + first, cells->weights + first, some);
    }
}

/* The first cell whose middle is not before a place, in cells. */
static inline int after(double place, int most)
{
    double first = place - 0.5;
    if (!(first > 0)) return 0;
    if (first >= most) return most;
    int whole = (int)first;
    return whole + (whole < first);
}

/* Where an edge, upwards, is in the rows of which it crosses the middles. */
static void mark(double *sides, const ovf_cells *cells, ovf_flat low, ovf_flat high)
{
    double slope = (high.x - low.x) / (high.y - low.y);
    int end = after(high.y, cells->rows);
    for (int row = after(low.y, cells->rows); row < end; row++)
        sides[row] = low.x + (row + 0.5 - low.y) * slope;
}

/* Counts the cells whose middles are in a convex polygon. Each row has one edge of it that goes up
 * and one that goes down. */
static void draw_polygon(ovf_cells *cells, const ovf_flat *points, int count, bool add)
{
    double low = INFINITY, high = -INFINITY, scale = 1 / cells->cell_m;
    double *up = cells->sides, *down = cells->sides + cells->rows;
    ovf_flat p[ARC_POINTS + 2];
    for (int i = 0; i < count; i++) {
        p[i].x = (points[i].x - cells->west_m) * scale;
        p[i].y = (points[i].y - cells->south_m) * scale;
        low = p[i].y < low ? p[i].y : low;
        high = p[i].y > high ? p[i].y : high;
    }
    for (int i = 0; i < count; i++) {
        ovf_flat a = p[i], b = p[i + 1 < count ? i + 1 : 0];
        if (a.y < b.y) mark(up, cells, a, b);
        else if (b.y < a.y) mark(down, cells, b, a);
    }
    int top = after(high, cells->rows);
    for (int row = after(low, cells->rows); row < top; row++) {
        double a = up[row], b = down[row];
        int from = after(a < b ? a : b, cells->columns), to = after(a < b ? b : a, cells->columns);
        if (from < to)
            draw_row(cells, (size_t)row * (size_t)cells->columns + (size_t)from, to - from, add);
    }
}

static ovf_flat beside(ovf_flat at, double angle, double by)
{
    return (ovf_flat){at.x + by * cos(angle), at.y + by * sin(angle)};
}

/* What a reach from `near` to `far` sweeps over while it turns. Arcs are as far outside as makes
 * the area right (swath.h). */
static void draw_sector(ovf_cells *cells, ovf_flat at, double angle, double turn, double near,
                        double far, bool add)
{
    ovf_flat points[ARC_POINTS + 2];
    int steps = 1 + (int)(fabs(turn) / ARC_STEP);
    double step = turn / steps, out = sqrt(step / sin(step));
    if (near <= 0) {
        points[0] = at;
        for (int k = 0; k <= steps; k++) points[k + 1] = beside(at, angle + k * step, far * out);
        draw_polygon(cells, points, steps + 2, add);
        return;
    }
    for (int k = 0; k < steps; k++) {
        double a = angle + k * step, b = a + step;
        const ovf_flat part[] = {beside(at, a, near * out), beside(at, a, far * out),
                                 beside(at, b, far * out), beside(at, b, near * out)};
        draw_polygon(cells, part, 4, add);
    }
}

/* What is swept over in a turn, on either side of the line. */
static void draw_turn(ovf_cells *cells, const ovf_bend *bend, bool add)
{
    double low = cells->swath.low_m, high = cells->swath.high_m, quarter = HALF_TURN / 2;
    if (fabs(bend->turn) < 1e-9) return;
    if (bend->radius_m > 0) {
        /* Seen from the centre, what lies beyond it is on the other side. */
        double side = copysign(1, bend->turn), at = bend->course - side * quarter,
               near = bend->radius_m - (side > 0 ? high : -low),
               far = bend->radius_m - (side > 0 ? low : -high);
        if (far > 0) draw_sector(cells, bend->centre, at, bend->turn, fmax(0, near), far, add);
        if (near < 0)
            draw_sector(cells, bend->centre, at + HALF_TURN, bend->turn, fmax(0, -far), -near, add);
        return;
    }
    if (high > 0)
        draw_sector(cells, bend->begin, bend->course + quarter, bend->turn, fmax(0, low), high,
                    add);
    if (low < 0)
        draw_sector(cells, bend->begin, bend->course - quarter, bend->turn, fmax(0, -high), -low,
                    add);
}

static void draw_leg(ovf_cells *cells, ovf_flat a, ovf_flat b, bool add)
{
    double x = b.x - a.x, y = b.y - a.y, length = sqrt(x * x + y * y);
    if (!(length > 0)) return;
    double left_x = -y / length, left_y = x / length, low = cells->swath.low_m,
           high = cells->swath.high_m;
    const ovf_flat corners[] = {{a.x + low * left_x, a.y + low * left_y},
                                {b.x + low * left_x, b.y + low * left_y},
                                {b.x + high * left_x, b.y + high * left_y},
                                {a.x + high * left_x, a.y + high * left_y}};
    draw_polygon(cells, corners, 4, add);
}

/* The points of which the turns are needed for legs and turns that were asked for. */
static size_t first_of(const ovf_cells *cells, size_t first)
{
    return cells->turn_m > 0 && first > 0 ? first - 1 : first;
}

static size_t last_of(const ovf_cells *cells, size_t last, size_t count)
{
    return cells->turn_m > 0 && last + 1 < count ? last + 1 : last;
}

void ovf_cells_draw(ovf_cells *cells, const ovf_flat *points, size_t count, size_t first,
                    size_t last, bool add)
{
    size_t begin = first_of(cells, first), end = last_of(cells, last, count);
    ovf_bend before = {0};
    for (size_t i = begin; i <= end && i < count; i++) {
        ovf_bend bend = ovf_bend_of(points, count, i, cells->turn_m);
        if (i > begin) draw_leg(cells, before.end, bend.begin, add);
        if (i >= first && i <= last && !cells->off_in_turns) draw_turn(cells, &bend, add);
        before = bend;
    }
}

/* Samples half a cell apart, each with the weight of the cell that it is in. */
static double inside(const ovf_cells *cells, ovf_flat a, ovf_flat b)
{
    double x = b.x - a.x, y = b.y - a.y, length = sqrt(x * x + y * y);
    int steps = 1 + (int)(2 * length / cells->cell_m);
    int64_t sum = 0;
    for (int k = 0; k < steps; k++) {
        double t = (k + 0.5) / steps;
        double column = floor((a.x + t * x - cells->west_m) / cells->cell_m),
               row = floor((a.y + t * y - cells->south_m) / cells->cell_m);
        if (column < 0 || row < 0 || column >= cells->columns || row >= cells->rows) continue;
        sum += cells->weights[(size_t)row * (size_t)cells->columns + (size_t)column];
    }
    return length * (double)sum / (OVF_CELL_WHOLE * (double)steps);
}

double ovf_cells_inside(const ovf_cells *cells, const ovf_flat *points, size_t count, size_t first,
                        size_t last)
{
    size_t begin = first_of(cells, first), end = last_of(cells, last, count);
    ovf_bend before = {0};
    double sum = 0;
    for (size_t i = begin; i <= end && i < count; i++) {
        ovf_bend bend = ovf_bend_of(points, count, i, cells->turn_m);
        if (i > begin) sum += inside(cells, before.end, bend.begin);
        if (i >= first && i <= last && bend.radius_m > 0) {
            int steps = 1 + (int)(fabs(bend.turn) / ARC_STEP);
            for (int k = 0; k < steps; k++)
                sum += inside(cells, ovf_bend_place(&bend, (double)k / steps),
                              ovf_bend_place(&bend, (double)(k + 1) / steps));
        }
        before = bend;
    }
    return sum;
}
