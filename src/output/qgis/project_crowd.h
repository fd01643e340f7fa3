/* Crowds of routes. Twenty thousand lines drawn over each other are a blot, and take minutes. Where
 * there are so many, the map shows from afar how many run through each cell and where violations
 * are, and routes one by one from the scale on at which few enough are in view. */
#ifndef OVF_OUTPUT_QGIS_PROJECT_CROWD_H
#define OVF_OUTPUT_QGIS_PROJECT_CROWD_H

#include <stdint.h>

#include "analysis/coverage/plane.h"
#include "base/error.h"

/* So many routes in one view are drawn one by one. */
#define OVF_CROWD_IN_VIEW 1000
/* So few with all that is on them: passages, crossings, chevrons. */
#define OVF_CROWD_WHOLE 250
/* And so many cells are enough. */
#define OVF_CROWD_CELLS 12000
/* Levels: cells of each are half as large as those of the one before. The first stand for what is
 * in view, and are not drawn. */
#define OVF_CROWD_LEVELS 10

typedef struct {
    int32_t column, row;
    uint32_t routes, violations; /* routes through it; violations that begin in it */
    uint32_t last;               /* the number of the latest of these routes */
} ovf_crowd_cell;

typedef struct {
    double cell_m;
    ovf_crowd_cell *cells; /* hashed by place: `routes` and `violations` of 0 are free */
    size_t count, capacity;
    uint32_t most; /* routes in a cell */
} ovf_crowd_level;

typedef struct {
    ovf_crowd_level levels[OVF_CROWD_LEVELS];
    size_t depth;       /* so many levels may be drawn yet */
    size_t first, end;  /* of the levels that are drawn */
    double routes_from; /* routes are drawn at scales of 1 to less than this, as thin lines */
    double whole_from;  /* with all that is on them */
    uint32_t routes;    /* that were added */
    bool failed;        /* memory was out */
} ovf_crowd;

/* For an extent of so many metres. */
void ovf_crowd_open(ovf_crowd *crowd, double width_m);
void ovf_crowd_close(ovf_crowd *crowd);

/* The width of the smallest cells. */
static inline double ovf_crowd_least_m(const ovf_crowd *crowd)
{
    return crowd->levels[crowd->depth - 1].cell_m;
}

/* The next route begins; then its points, one after the other, and NAN between its parts. */
void ovf_crowd_route(ovf_crowd *crowd);
void ovf_crowd_point(ovf_crowd *crowd, ovf_flat from, ovf_flat to);
void ovf_crowd_violation(ovf_crowd *crowd, ovf_flat at);

/* When all is added: which levels are to be drawn. Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_crowd_settle(ovf_crowd *crowd, ovf_error *error);

/* The scales, 1 to so much, that a level is drawn at: from the first on, up to the second;
 * INFINITY: from however far. */
void ovf_crowd_scales(const ovf_crowd *crowd, size_t level, double *least, double *most);
static inline ovf_flat ovf_crowd_centre(const ovf_crowd_level *level, const ovf_crowd_cell *cell)
{
    return (ovf_flat){((double)cell->column + 0.5) * level->cell_m,
                      ((double)cell->row + 0.5) * level->cell_m};
}

#endif
