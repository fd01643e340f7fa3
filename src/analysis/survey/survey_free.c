#include "analysis/survey/survey_free.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* A metre beyond a limit costs so much more than it can see, and one within it next to nothing. */
#define BEYOND 1.5
#define WITHIN 1e-3
/* Each point costs this part of the reach squared, so that lines stay simple. */
#define POINT 2e-4
/* Each fault costs as much as so many times the reach squared can be worth. */
#define FAULT 4.0
/* No leg is shorter than this part of the reach. */
#define SHORTEST 0.005
/* A leg may lack so much of the turns at its ends, m: as much as rounding does. */
#define TURN_SLACK_M 1e-6
/* Scales of moves, as parts of the reach: from the coarsest so many powers of e down. */
#define COARSEST 1.2
#define POWERS 5.5
/* So many cells are looked at for one that is not seen yet. */
#define FAR_TRIES 1000
/* A line that grows is given the best of so many places each time, until none of them is good so
 * often in a row, or it has so many points. */
#define GROW_TRIES 60
#define GROW_FAILURES 3
#define GROW_POINTS 150
/* Where only kilometres within the zone are limited others cost so much of them. */
#define GROW_OUTSIDE 0.1

/* ---- chance ---- */

/* Steele, Lea and Flood, Fast splittable pseudorandom number generators (OOPSLA 2014). */
static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static uint64_t draw(ovf_free *in) { return mix(in->random += 0x9e3779b97f4a7c15u); }

/* States that are multiples of the step apart would be the same sequence, begun later. */
void ovf_free_seed(ovf_free *in, uint64_t seed, uint64_t round)
{
    in->random = mix(mix(seed + 1) + round);
}

static double uniform(ovf_free *in) { return (double)(draw(in) >> 11) * 0x1p-53; }
static size_t pick(ovf_free *in, size_t below) { return (size_t)(draw(in) % below); }

/* A step into any direction, of any scale. */
static ovf_flat step(ovf_free *in)
{
    double by = COARSEST * in->reach_m * exp(-POWERS * uniform(in)),
           angle = 360 * OVF_RADIAN * uniform(in);
    return (ovf_flat){by * cos(angle), by * sin(angle)};
}

/* ---- the line ---- */

static double distance(ovf_flat a, ovf_flat b)
{
    double x = b.x - a.x, y = b.y - a.y;
    return sqrt(x * x + y * y);
}

static double worth(const ovf_free *in, const ovf_free_line *line)
{
    double over = fmax(0, line->length_m - in->most_m) +
                  fmax(0, line->inside_m - in->most_inside_m),
           r = in->reach_m, lacking = fmax(0, in->wanted_m2 - line->seen_m2),
           rest = r * r * (POINT * (double)line->count + FAULT * (double)line->faults);
    if (isfinite(in->wanted_m2))
        return -2 * r * (0.5 * line->length_m + BEYOND * over) - 20 * lacking - rest;
    return line->seen_m2 - 2 * r * (BEYOND * over + WITHIN * line->length_m) - rest;
}

double ovf_free_worth(const ovf_free *in) { return worth(in, in->line); }

static void measure(const ovf_free *in, ovf_free_line *line, size_t first, size_t last, double sign)
{
    const ovf_flat *points = line->points;
    for (size_t i = first; i < last; i++)
        line->length_m += sign * distance(points[i], points[i + 1]);
    for (size_t i = first; in->cells.turn_m > 0 && i <= last; i++)
        line->length_m -= sign * ovf_bend_of(points, line->count, i, in->cells.turn_m).saved_m;
    if (isfinite(in->most_inside_m))
        line->inside_m += sign * ovf_cells_inside(&in->cells, points, line->count, first, last);
}

/* ---- crossings ---- */

static double turn(ovf_flat a, ovf_flat b, ovf_flat c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/* The way to or from a given place is a geodesic, and in the plane not quite a straight line: the
 * other legs stay so far away from it, as a part of the reach. */
#define BESIDE_WAY 0.05

static bool is_way(const ovf_free *in, const ovf_free_line *line, size_t leg)
{
    return (leg == 0 && in->keeps_first) || (leg + 2 == line->count && in->keeps_last);
}

/* Whether legs cross; `by_m` widens the first one to both sides. */
static bool legs_cross(ovf_flat a, ovf_flat b, ovf_flat c, ovf_flat d, double by_m)
{
    double length = by_m > 0 ? distance(a, b) : 1, x = by_m * (a.y - b.y) / length,
           y = by_m * (b.x - a.x) / length;
    for (int side = by_m > 0 ? -1 : 0; side <= (by_m > 0 ? 1 : 0); side++) {
        ovf_flat p = {a.x + side * x, a.y + side * y}, q = {b.x + side * x, b.y + side * y};
        if (turn(p, q, c) * turn(p, q, d) <= 0 && turn(c, d, p) * turn(c, d, q) <= 0) return true;
    }
    return false;
}

/* How often legs of the line from points[first] to points[last] cross others. */
static size_t count_crossings(const ovf_free *in, const ovf_free_line *line, size_t first,
                              size_t last)
{
    size_t found = 0;
    for (size_t i = first; i < last; i++)
        for (size_t k = 0; k + 1 < line->count; k++) {
            if ((k + 1 >= i && k <= i + 1) || (k >= first && k < i)) continue;
            ovf_flat a = line->points[i], b = line->points[i + 1], c = line->points[k],
                     d = line->points[k + 1];
            /* A route may end where it begins. */
            if ((a.x == d.x && a.y == d.y) || (b.x == c.x && b.y == c.y)) continue;
            double by_m = BESIDE_WAY * in->reach_m;
            found += is_way(in, line, k) ? legs_cross(c, d, a, b, by_m)
                                         : legs_cross(a, b, c, d, is_way(in, line, i) ? by_m : 0);
        }
    return found;
}

/* ---- faults ---- */

/* Legs that are too short for the turns at their ends. */
static size_t count_tight(const ovf_free *in, const ovf_free_line *line, size_t first, size_t last)
{
    double radius = in->cells.turn_m, before = 0;
    size_t found = 0, begin = first > 0 ? first - 1 : 0;
    for (size_t i = begin; i <= last + 1 && i < line->count; i++) {
        double taken = ovf_bend_of(line->points, line->count, i, radius).taken_m;
        found += i > begin &&
                 distance(line->points[i - 1], line->points[i]) + TURN_SLACK_M < before + taken;
        before = taken;
    }
    return found;
}

/* Legs, and turns, that may not be flown. Where a leg is too short for the turns at its ends, which
 * is a fault by itself, neither it nor they are anywhere: of a line that turns back they would be
 * as good as infinitely far away. */
static size_t count_barred(const ovf_free *in, const ovf_free_line *line, size_t first, size_t last)
{
    const ovf_flat *p = line->points;
    double radius = in->cells.turn_m;
    size_t found = 0, begin = radius > 0 && first > 0 ? first - 1 : first,
           end = radius > 0 ? last + 1 : last;
    ovf_bend before = {0};
    for (size_t i = begin; i <= end && i < line->count; i++) {
        ovf_bend bend = ovf_bend_of(p, line->count, i, radius);
        double room = (i > 0 ? distance(p[i - 1], p[i]) : 0) + TURN_SLACK_M,
               room_after = i + 1 < line->count ? distance(p[i], p[i + 1]) + TURN_SLACK_M : 0;
        found += i > begin && before.taken_m + bend.taken_m <= room &&
                 !in->may_fly(in->context, before.end, bend.begin);
        before = bend;
        if (!(bend.radius_m > 0) || i < first || i > last) continue;
        if (!(bend.taken_m <= fmin(room, room_after))) continue;
        int steps = 1 + (int)(fabs(bend.turn) / OVF_BEND_STEP);
        for (int k = 0; k < steps; k++)
            found += !in->may_fly(in->context, ovf_bend_place(&bend, (double)k / steps),
                                  ovf_bend_place(&bend, (double)(k + 1) / steps));
    }
    return found;
}

static size_t count_faults(const ovf_free *in, const ovf_free_line *line, size_t first, size_t last)
{
    size_t found = 0;
    if (in->no_crossing) found += count_crossings(in, line, first, last);
    if (in->cells.turn_m > 0) found += count_tight(in, line, first, last);
    if (in->may_fly != NULL) found += count_barred(in, line, first, last);
    return found;
}

void ovf_free_take(ovf_free *in, const ovf_flat *points, size_t count)
{
    ovf_free_line *line = in->line;
    if (count > OVF_FREE_POINTS) count = OVF_FREE_POINTS;
    ovf_cells_empty(&in->cells);
    memmove(line->points, points, count * sizeof *points);
    line->count = count;
    line->length_m = line->inside_m = 0;
    ovf_cells_draw(&in->cells, points, count, 0, count - 1, true);
    measure(in, line, 0, count - 1, 1);
    line->seen_m2 = ovf_cells_m2(&in->cells, in->cells.seen);
    line->faults = count_faults(in, line, 0, count - 1);
}

double ovf_free_sees(ovf_free *in, const ovf_flat *points, size_t count)
{
    int64_t before = in->cells.seen;
    ovf_cells_draw(&in->cells, points, count, 0, count - 1, true);
    double seen_m2 = ovf_cells_m2(&in->cells, in->cells.seen - before);
    ovf_cells_draw(&in->cells, points, count, 0, count - 1, false);
    return seen_m2;
}

/* ---- a move ---- */

/* Points first … first + removed - 1 of the line give way to others: in->trial becomes the line
 * that comes of it. */
typedef struct {
    size_t first, removed, count;
} change;

static void splice(ovf_free *in, const change *c, const ovf_flat *points)
{
    const ovf_free_line *line = in->line;
    ovf_free_line *trial = in->trial;
    size_t rest = line->count - c->first - c->removed;
    memcpy(trial->points, line->points, c->first * sizeof *points);
    if (c->count > 0) memcpy(trial->points + c->first, points, c->count * sizeof *points);
    memcpy(trial->points + c->first + c->count, line->points + c->first + c->removed,
           rest * sizeof *points);
    trial->count = c->first + c->count + rest;
    trial->length_m = line->length_m;
    trial->inside_m = line->inside_m;
}

/* Whether the change of the line may be thought of: it adds no fault. */
static bool is_sound(ovf_free *in, size_t first, size_t last, size_t trial_last)
{
    ovf_free_line *trial = in->trial;
    for (size_t i = first; i < trial_last; i++)
        if (distance(trial->points[i], trial->points[i + 1]) < SHORTEST * in->reach_m) return false;
    size_t found = count_faults(in, trial, first, trial_last);
    trial->faults = in->line->faults;
    if (in->line->faults == 0) return found == 0;
    size_t before = count_faults(in, in->line, first, last);
    trial->faults += found - before;
    return found <= before;
}

/* The points from which the line, and the trial, change. */
typedef struct {
    size_t first, last, trial_last;
} extent;

static extent extent_of(const ovf_free *in, const change *c)
{
    extent e = {c->first > 0 ? c->first - 1 : 0, c->first + c->removed, c->first + c->count};
    if (e.last >= in->line->count) e.last = in->line->count - 1;
    if (e.trial_last >= in->trial->count) e.trial_last = in->trial->count - 1;
    return e;
}

/* Draws and measures what has been spliced instead of the line; false where it is not sound, and
 * nothing is drawn. */
static bool draw_trial(ovf_free *in, const extent *e)
{
    ovf_free_line *line = in->line, *trial = in->trial;
    size_t first = e->first, last = e->last, trial_last = e->trial_last;
    if (!is_sound(in, first, last, trial_last)) return false;
    double length = line->length_m, inside = line->inside_m;
    measure(in, line, first, last, -1);
    trial->length_m = line->length_m;
    trial->inside_m = line->inside_m;
    line->length_m = length;
    line->inside_m = inside;
    measure(in, trial, first, trial_last, 1);
    ovf_cells_draw(&in->cells, trial->points, trial->count, first, trial_last, true);
    ovf_cells_draw(&in->cells, line->points, line->count, first, last, false);
    trial->seen_m2 = ovf_cells_m2(&in->cells, in->cells.seen);
    return true;
}

static void keep_trial(ovf_free *in)
{
    ovf_free_line *line = in->line;
    in->line = in->trial;
    in->trial = line;
}

static void draw_back(ovf_free *in, const extent *e)
{
    const ovf_free_line *line = in->line, *trial = in->trial;
    ovf_cells_draw(&in->cells, line->points, line->count, e->first, e->last, true);
    ovf_cells_draw(&in->cells, trial->points, trial->count, e->first, e->trial_last, false);
}

/* Keeps what has been spliced if it is better, or not too much worse. */
static void decide(ovf_free *in, const change *c, double temperature)
{
    const extent e = extent_of(in, c);
    if (!draw_trial(in, &e)) return;
    double gain = worth(in, in->trial) - worth(in, in->line);
    if (gain >= 0 || uniform(in) < exp(gain / temperature)) keep_trial(in);
    else draw_back(in, &e);
}

static ovf_flat plus(ovf_flat a, ovf_flat b) { return (ovf_flat){a.x + b.x, a.y + b.y}; }

/* The points that may be moved are low … high - 1. */
static void find_free(const ovf_free *in, size_t *low, size_t *high)
{
    *low = in->keeps_first ? 1 : 0;
    *high = in->line->count - (in->keeps_last ? 1 : 0);
}

static void move_one(ovf_free *in, double temperature)
{
    size_t low, high;
    find_free(in, &low, &high);
    if (low >= high) return;
    change c = {low + pick(in, high - low), 1, 1};
    ovf_flat at = plus(in->line->points[c.first], step(in));
    splice(in, &c, &at);
    decide(in, &c, temperature);
}

/* Several points in a row move as one. */
static void move_some(ovf_free *in, double temperature)
{
    size_t low, high;
    find_free(in, &low, &high);
    if (low + 2 > high) return;
    size_t most = high - low < 12 ? high - low : 12, n = 2 + pick(in, most - 1);
    change c = {low + pick(in, high - low - n + 1), n, n};
    ovf_flat by = step(in), points[12];
    for (size_t k = 0; k < n; k++) points[k] = plus(in->line->points[c.first + k], by);
    splice(in, &c, points);
    decide(in, &c, temperature);
}

/* Within a leg, or beyond an end. */
static void add_one(ovf_free *in, double temperature)
{
    const ovf_free_line *line = in->line;
    if (line->count >= OVF_FREE_POINTS) return;
    size_t low = in->keeps_first ? 1 : 0, high = line->count - (in->keeps_last ? 1 : 0);
    change c = {low + pick(in, high - low + 1), 0, 1};
    ovf_flat at = step(in);
    if (c.first == 0) at = plus(line->points[0], at);
    else if (c.first == line->count) at = plus(line->points[line->count - 1], at);
    else {
        ovf_flat a = line->points[c.first - 1], b = line->points[c.first];
        double t = uniform(in);
        at.x += a.x + t * (b.x - a.x);
        at.y += a.y + t * (b.y - a.y);
    }
    splice(in, &c, &at);
    decide(in, &c, temperature);
}

/* A place of the zone that is not seen yet; false where none is met with. */
static bool pick_unseen(ovf_free *in, ovf_flat *at)
{
    const ovf_cells *cells = &in->cells;
    for (int tries = 0; tries < FAR_TRIES; tries++) {
        size_t column = pick(in, (size_t)cells->columns), row = pick(in, (size_t)cells->rows),
               cell = row * (size_t)cells->columns + column;
        if (cells->weights[cell] == 0 || cells->counts[cell] > 0) continue;
        *at = (ovf_flat){cells->west_m + ((double)column + 0.5) * cells->cell_m,
                         cells->south_m + ((double)row + 0.5) * cells->cell_m};
        return true;
    }
    return false;
}

/* At a place that is not seen yet, however far away: to another part of the zone no small step
 * leads. */
static void add_far(ovf_free *in, double temperature)
{
    size_t low = in->keeps_first ? 1 : 0, high = in->line->count - (in->keeps_last ? 1 : 0);
    ovf_flat at;
    if (in->line->count >= OVF_FREE_POINTS || !pick_unseen(in, &at)) return;
    const change c = {uniform(in) < 0.5 ? low : high, 0, 1};
    splice(in, &c, &at);
    decide(in, &c, temperature);
}

static void drop_one(ovf_free *in, double temperature)
{
    size_t low, high;
    find_free(in, &low, &high);
    if (low >= high || in->line->count <= 2) return;
    change c = {low + pick(in, high - low), 1, 0};
    splice(in, &c, NULL);
    decide(in, &c, temperature);
}

/* A part of the line is flown the other way. */
static void reverse_some(ovf_free *in, double temperature)
{
    size_t low, high;
    ovf_flat points[40];
    find_free(in, &low, &high);
    if (low + 2 > high) return;
    size_t most = high - low < 40 ? high - low : 40, n = 2 + pick(in, most - 1);
    change c = {low + pick(in, high - low - n + 1), n, n};
    for (size_t k = 0; k < n; k++) points[k] = in->line->points[c.first + n - 1 - k];
    splice(in, &c, points);
    decide(in, &c, temperature);
}

void ovf_free_anneal(ovf_free *in, size_t moves, double hot, double cold)
{
    for (size_t k = 0; k < moves; k++) {
        double temperature = hot * pow(cold / hot, (double)k / (double)moves);
        size_t kind = pick(in, 100);
        if (kind < 50) move_one(in, temperature);
        else if (kind < 68) move_some(in, temperature);
        else if (kind < 83) add_one(in, temperature);
        else if (kind < 97) drop_one(in, temperature);
        else if (kind < 98) add_far(in, temperature);
        else reverse_some(in, temperature);
    }
    in->moves += moves;
}

/* ---- a line that grows ---- */

/* Where a point makes the line the least longer. */
static size_t cheapest(const ovf_free *in, ovf_flat at)
{
    const ovf_flat *p = in->line->points;
    size_t count = in->line->count, best = in->keeps_first ? 1 : 0;
    double least = INFINITY;
    for (size_t i = best; i < count + (in->keeps_last ? 0 : 1); i++) {
        double more = (i > 0 ? distance(p[i - 1], at) : 0) + (i < count ? distance(at, p[i]) : 0);
        if (i > 0 && i < count) more -= distance(p[i - 1], p[i]);
        if (more >= least) continue;
        least = more;
        best = i;
    }
    return best;
}

/* How far the limits are used up by what the trial is longer than the line, m. */
static double cost_of(const ovf_free *in)
{
    double longer = fmax(0, in->trial->length_m - in->line->length_m),
           inside = fmax(0, in->trial->inside_m - in->line->inside_m);
    if (!isfinite(in->most_inside_m)) return longer;
    return inside + (isfinite(in->most_m) ? longer : GROW_OUTSIDE * longer);
}

static bool is_beyond(const ovf_free *in, const ovf_free_line *line)
{
    return line->length_m > in->most_m || line->inside_m > in->most_inside_m;
}

/* The best of some places that are not seen, and where on the line; false: none is good. */
static bool find_growth(ovf_free *in, change *growth, ovf_flat *at)
{
    double most = 0;
    for (int k = 0; k < GROW_TRIES; k++) {
        ovf_flat place;
        if (!pick_unseen(in, &place)) continue;
        const change c = {cheapest(in, place), 0, 1};
        splice(in, &c, &place);
        const extent e = extent_of(in, &c);
        if (!draw_trial(in, &e)) continue;
        double more = (in->trial->seen_m2 - in->line->seen_m2) / (cost_of(in) + in->reach_m);
        if (more > most && !is_beyond(in, in->trial)) {
            most = more;
            *growth = c;
            *at = place;
        }
        draw_back(in, &e);
    }
    return most > 0;
}

bool ovf_free_grow(ovf_free *in, ovf_flat from, ovf_flat to)
{
    ovf_flat line[2] = {from, to};
    for (int end = 0; end < 2; end++) {
        if (end == 0 ? in->keeps_first : in->keeps_last) continue;
        ovf_cells_empty(&in->cells);
        if (!pick_unseen(in, &line[end])) return false;
    }
    if (!in->keeps_first && !in->keeps_last)
        line[1] = (ovf_flat){line[0].x + 2 * SHORTEST * in->reach_m, line[0].y};
    ovf_free_take(in, line, 2);
    for (int failed = 0; failed < GROW_FAILURES && in->line->count < GROW_POINTS;) {
        change growth;
        ovf_flat at;
        if (in->line->seen_m2 >= in->wanted_m2) break;
        if (!find_growth(in, &growth, &at)) {
            failed++;
            continue;
        }
        splice(in, &growth, &at);
        const extent e = extent_of(in, &growth);
        if (draw_trial(in, &e)) keep_trial(in);
    }
    return in->line->count > 2;
}

bool ovf_free_open(ovf_free *in, const ovf_rings *rings, const ovf_swath_interval *swath,
                   double cell_m)
{
    in->reach_m = fmax(fabs(swath->low_m), fabs(swath->high_m));
    in->most_m = in->most_inside_m = in->wanted_m2 = INFINITY;
    in->line = ovf_array_new(1, sizeof *in->line);
    in->trial = ovf_array_new(1, sizeof *in->trial);
    return in->line != NULL && in->trial != NULL && ovf_cells_lay(&in->cells, rings, swath, cell_m);
}

void ovf_free_clear(ovf_free *in)
{
    ovf_cells_clear(&in->cells);
    free(in->line);
    free(in->trial);
    in->line = in->trial = NULL;
}
