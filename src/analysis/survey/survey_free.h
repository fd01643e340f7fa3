/* The search for a free route: a line in the plane whose points are moved, added and taken away at
 * random, as simulated annealing does (S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi, Optimization
 * by simulated annealing, Science 220 (1983) 671-680). */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_FREE_H
#define OVF_ANALYSIS_SURVEY_SURVEY_FREE_H

#include "analysis/survey/survey_cells.h"

#define OVF_FREE_POINTS 4000

typedef struct {
    ovf_flat points[OVF_FREE_POINTS];
    size_t count;
    double length_m, inside_m; /* in the plane */
    double seen_m2;
    size_t faults; /* legs that may not be flown, crossings, turns for which there is no room */
} ovf_free_line;

typedef struct {
    ovf_cells cells;
    double reach_m;               /* the farther end of the swath */
    double most_m, most_inside_m; /* of the line in the plane; INFINITY: no limit */
    double wanted_m2;             /* as much is enough; INFINITY: all that can be */
    bool keeps_first, keeps_last; /* the ends stay where they are */
    bool no_crossing;             /* no leg crosses another */
    /* Whether the way from one point to another may be flown; NULL: all may. */
    bool (*may_fly)(void *context, ovf_flat from, ovf_flat to);
    void *context;
    uint64_t random; /* its state */
    size_t moves;    /* tried in all */
    ovf_free_line *line, *trial;
} ovf_free;

/* False when memory is out; clear it in either case. */
bool ovf_free_open(ovf_free *in, const ovf_rings *rings, const ovf_swath_interval *swath,
                   double cell_m);
void ovf_free_clear(ovf_free *in);

/* The line in hand becomes this one. It may have faults: moves never add to them, and take them
 * away. */
void ovf_free_take(ovf_free *in, const ovf_flat *points, size_t count);
/* What a line sees, without taking it. */
double ovf_free_sees(ovf_free *in, const ovf_flat *points, size_t count);
/* How good the line in hand is, m²: the more the better. */
double ovf_free_worth(const ovf_free *in);

/* Begins the chance of a round anew. */
void ovf_free_seed(ovf_free *in, uint64_t seed, uint64_t round);
/* Makes a line between the ends that are kept, or through a place by chance: step by step it goes
 * to the place for which it sees the most for each metre that it becomes longer, put in where that
 * takes the least way (D. J. Rosenkrantz, R. E. Stearns and P. M. Lewis, An analysis of several
 * heuristics for the traveling salesman problem, SIAM Journal on Computing 6 (1977) 563-581). So
 * it comes to all parts of a zone that are worth their way. False where it does not grow. */
bool ovf_free_grow(ovf_free *in, ovf_flat from, ovf_flat to);
/* Tries so many moves, while the temperature falls from `hot` to `cold`, m². */
void ovf_free_anneal(ovf_free *in, size_t moves, double hot, double cold);

#endif
