/* What a route sees of a zone, counted in the cells of a raster in the zone's plane: quick enough
 * for a search, since a change of the route changes only what its legs see.
 *
 * Each cell has the part of it that is in the zone, and a count of the shapes that its middle is
 * in: the strip of each leg and the sectors of each turn. All sums are of whole numbers, so what is
 * taken away leaves no trace. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_CELLS_H
#define OVF_ANALYSIS_SURVEY_SURVEY_CELLS_H

#include <stdint.h>

#include "analysis/survey/survey_bands.h"
#include "analysis/survey/survey_turns.h"
#include "overflight/sensor.h"

/* Cells are so many to the farther end of the swath, as long as there are not more than … */
#define OVF_CELLS_FINE 24
#define OVF_CELLS_MOST 4000000.0
/* The weight of a cell that is in the zone as a whole. */
#define OVF_CELL_WHOLE 240

typedef struct {
    ovf_swath_interval swath;
    double turn_m;     /* radius of turns; 0: on the spot */
    bool off_in_turns; /* nothing is seen in them */
    double cell_m, west_m, south_m;
    int columns, rows;
    uint8_t *weights;
    uint16_t *counts;
    double *sides; /* of a shape in hand, two for each row */
    int64_t seen, whole; /* weights of the cells seen, and of all */
} ovf_cells;

/* Lays cells of that size, or larger ones, over the rings. False when memory is out; clear them in
 * either case. */
bool ovf_cells_lay(ovf_cells *cells, const ovf_rings *rings, const ovf_swath_interval *swath,
                   double cell_m);
void ovf_cells_clear(ovf_cells *cells);
/* Each cell of which some part is in the zone counts as a whole one. */
void ovf_cells_touch(ovf_cells *cells, const ovf_rings *rings);
/* Nothing is seen. */
void ovf_cells_empty(ovf_cells *cells);

/* Adds what legs and turns of a line see, or takes it away: the legs from points[first] to
 * points[last], and the turns at both and in between, where the line goes on at them; with a radius
 * also the legs before and after, of which those turns take something. */
void ovf_cells_draw(ovf_cells *cells, const ovf_flat *points, size_t count, size_t first,
                    size_t last, bool add);

static inline double ovf_cells_m2(const ovf_cells *cells, int64_t weights)
{
    return (double)weights * cells->cell_m * cells->cell_m / OVF_CELL_WHOLE;
}

/* How much of the same legs and turns is in the zone, about. */
double ovf_cells_inside(const ovf_cells *cells, const ovf_flat *points, size_t count, size_t first,
                        size_t last);

#endif
