#include "analysis/survey/survey_spiral.h"

#include <math.h>
#include <stdint.h>

/* Legs that turn back at the ends, as parts of the reach. */
#define TURNED_BACK 2e-4

/* One ring of a level, whose last point repeats its first. */
typedef struct {
    const ovf_flat *points;
    size_t edges;
    double long_m;
} ring;

static double between(ovf_flat a, ovf_flat b) { return hypot(b.x - a.x, b.y - a.y); }

static ring ring_of(const ovf_rings *level, size_t which)
{
    size_t begin = which > 0 ? level->ends[which - 1] : 0;
    ring made = {level->points + begin, level->ends[which] - begin - 1, 0};
    for (size_t i = 0; i < made.edges; i++)
        made.long_m += between(made.points[i], made.points[i + 1]);
    return made;
}

static double longest_of(const ovf_rings *level)
{
    double longest = 0;
    for (size_t r = 0; r < level->ring_count; r++)
        longest = fmax(longest, ring_of(level, r).long_m);
    return longest;
}

ovf_status ovf_spirals_open(ovf_spirals *spirals, ovf_plane *plane, const ovf_zone *zone,
                            double reach_m, double long_m, ovf_error *error)
{
    double sum_m = 0;
    ovf_status status = OVF_OK;
    spirals->reach_m = reach_m;
    while (status == OVF_OK && sum_m < long_m && spirals->count < OVF_SPIRAL_LEVELS) {
        ovf_rings *level = &spirals->levels[spirals->count];
        double inset_m = (2 * (double)spirals->count + 1) * reach_m;
        status = ovf_rings_within(level, plane, zone, inset_m, reach_m, error);
        if (level->ring_count == 0) break;
        spirals->count++;
        sum_m += longest_of(level);
    }
    return status;
}

void ovf_spirals_clear(ovf_spirals *spirals)
{
    for (size_t k = 0; k < OVF_SPIRAL_LEVELS; k++) ovf_rings_clear(&spirals->levels[k]);
    spirals->count = 0;
}

size_t ovf_spirals_ring(const ovf_spirals *spirals, size_t which)
{
    const ovf_rings *level = &spirals->levels[0];
    for (size_t r = 0; spirals->count > 0 && r < level->ring_count; r++) {
        double long_m = ring_of(level, r).long_m;
        size_t longer = 0;
        for (size_t other = 0; other < level->ring_count; other++) {
            double of_other_m = ring_of(level, other).long_m;
            longer += of_other_m > long_m || (of_other_m == long_m && other < r);
        }
        if (longer == which) return r;
    }
    return SIZE_MAX;
}

/* Adds a point, or where that would be too long a nearer one on the way. */
static bool add(ovf_line *line, ovf_flat to, double *left_m)
{
    if (line->count > 0) {
        ovf_flat from = line->points[line->count - 1];
        double leg_m = between(from, to);
        if (leg_m > *left_m) {
            to.x = from.x + *left_m / leg_m * (to.x - from.x);
            to.y = from.y + *left_m / leg_m * (to.y - from.y);
        }
        *left_m = leg_m > *left_m ? 0 : *left_m - leg_m;
    }
    return ovf_line_add(line, to);
}

/* Around, and not back to where it begins, which is seen. */
static bool add_ring(ovf_line *line, const ring *along, size_t first, double *left_m)
{
    bool good = true;
    for (size_t k = 0; k < along->edges && good && *left_m > 0; k++)
        good = add(line, along->points[(first + k) % along->edges], left_m);
    return good;
}

static size_t point_at(const ring *along, double part)
{
    size_t at = 0;
    for (double gone_m = 0; at + 1 < along->edges; at++) {
        gone_m += between(along->points[at], along->points[at + 1]);
        if (gone_m > part * along->long_m) break;
    }
    return at;
}

/* The ring of a level, and the point of it, that are nearest to a place. */
static ring nearest_of(const ovf_rings *level, ovf_flat to, size_t *first)
{
    ring nearest = {0};
    double least_m = INFINITY;
    for (size_t r = 0; r < level->ring_count; r++) {
        ring one = ring_of(level, r);
        for (size_t i = 0; i < one.edges; i++) {
            double away_m = between(one.points[i], to);
            if (away_m >= least_m) continue;
            least_m = away_m;
            nearest = one;
            *first = i;
        }
    }
    return nearest;
}

/* A way of two short legs from the last point that turns back: around its corners the swath sees
 * half a disc ahead. */
static bool turn_back(ovf_line *line, double step_m)
{
    size_t count = line->count;
    if (count < 2) return true;
    ovf_flat last = line->points[count - 1], before = line->points[count - 2];
    double leg_m = between(before, last);
    if (!(leg_m > 0)) return true;
    double x = step_m * (last.x - before.x) / leg_m, y = step_m * (last.y - before.y) / leg_m;
    ovf_flat beside = {last.x - y, last.y + x};
    return ovf_line_add(line, beside) && ovf_line_add(line, (ovf_flat){beside.x - x, beside.y - y});
}

static void reverse(ovf_line *line)
{
    for (size_t i = 0; i < line->count / 2; i++) {
        ovf_flat swap = line->points[i];
        line->points[i] = line->points[line->count - 1 - i];
        line->points[line->count - 1 - i] = swap;
    }
}

bool ovf_spirals_line(const ovf_spirals *spirals, size_t ring_wanted, double begin, double long_m,
                      ovf_line *line)
{
    bool given = line->count > 0;
    double step_m = TURNED_BACK * spirals->reach_m, left_m = long_m - 4 * step_m;
    ring along = ring_of(&spirals->levels[0], ring_wanted);
    bool good = add_ring(line, &along, point_at(&along, begin), &left_m);
    for (size_t k = 1; k < spirals->count && good && left_m > 0; k++) {
        size_t first = 0;
        along = nearest_of(&spirals->levels[k], line->points[line->count - 1], &first);
        good = add_ring(line, &along, first, &left_m);
    }
    good = good && turn_back(line, step_m);
    if (!good || given) return good;
    reverse(line);
    return turn_back(line, step_m);
}
