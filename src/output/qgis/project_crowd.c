#include "output/qgis/project_crowd.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

/* Cells of the level that is drawn are from 6 to 12 pixels of 0.28 mm across; a view of 1600 is
 * then as broad as one cell of this many levels before. */
#define PIXELS 6.0
#define PIXEL_M (0.0254 / 96)
#define VIEW_LEVELS 8
#define VIEW_PIXELS 1600

void ovf_crowd_open(ovf_crowd *crowd, double width_m)
{
    *crowd = (ovf_crowd){
        .depth = OVF_CROWD_LEVELS, .routes_from = INFINITY, .whole_from = INFINITY};
    double cell_m = fmax(width_m, 1);
    for (size_t i = 0; i < OVF_CROWD_LEVELS; i++, cell_m /= 2) crowd->levels[i].cell_m = cell_m;
}

void ovf_crowd_close(ovf_crowd *crowd)
{
    for (size_t i = 0; i < OVF_CROWD_LEVELS; i++) free(crowd->levels[i].cells);
    *crowd = (ovf_crowd){.routes_from = INFINITY, .whole_from = INFINITY};
}

void ovf_crowd_route(ovf_crowd *crowd) { crowd->routes++; }

static ovf_crowd_cell *find(ovf_crowd_cell *cells, size_t capacity, int32_t column, int32_t row)
{
    uint64_t key = ((uint64_t)(uint32_t)column << 32 | (uint32_t)row) * 0x9e3779b97f4a7c15u;
    size_t at = (size_t)(key >> 32) & (capacity - 1);
    while (cells[at].routes + cells[at].violations > 0 &&
           (cells[at].column != column || cells[at].row != row))
        at = (at + 1) & (capacity - 1);
    return &cells[at];
}

static bool grow(ovf_crowd_level *level)
{
    size_t capacity = level->capacity == 0 ? 64 : 2 * level->capacity;
    ovf_crowd_cell *cells = ovf_array_new(capacity, sizeof *cells);
    if (cells == NULL) return false;
    for (size_t i = 0; i < level->capacity; i++) {
        const ovf_crowd_cell *cell = &level->cells[i];
        if (cell->routes + cell->violations > 0)
            *find(cells, capacity, cell->column, cell->row) = *cell;
    }
    free(level->cells);
    level->cells = cells;
    level->capacity = capacity;
    return true;
}

/* The cell of a position, made if it is new; NULL when memory is out. */
static ovf_crowd_cell *cell_of(ovf_crowd *crowd, ovf_crowd_level *level, ovf_flat at)
{
    if (2 * (level->count + 1) > level->capacity && !grow(level)) {
        crowd->failed = true;
        return NULL;
    }
    int32_t column = (int32_t)floor(at.x / level->cell_m),
            row = (int32_t)floor(at.y / level->cell_m);
    ovf_crowd_cell *cell = find(level->cells, level->capacity, column, row);
    if (cell->routes + cell->violations > 0) return cell;
    level->count++;
    *cell = (ovf_crowd_cell){.column = column, .row = row};
    return cell;
}

/* Counts the route in hand where it is; false where it had been before, and so in all larger cells.
 */
static bool count(ovf_crowd *crowd, ovf_crowd_level *level, ovf_flat at)
{
    ovf_crowd_cell *cell = cell_of(crowd, level, at);
    if (cell == NULL || (cell->routes > 0 && cell->last == crowd->routes)) return false;
    cell->last = crowd->routes;
    if (++cell->routes > level->most) level->most = cell->routes;
    return true;
}

/* A level that has come to hold more cells than are drawn is not looked at any more. */
static void drop_finest(ovf_crowd *crowd)
{
    ovf_crowd_level *finest = &crowd->levels[crowd->depth - 1];
    if (crowd->depth <= VIEW_LEVELS + 1 || finest->count <= OVF_CROWD_CELLS) return;
    free(finest->cells);
    finest->cells = NULL;
    finest->capacity = 0;
    crowd->depth--;
}

void ovf_crowd_point(ovf_crowd *crowd, ovf_flat from, ovf_flat to)
{
    drop_finest(crowd);
    double length = hypot(to.x - from.x, to.y - from.y);
    if (!isfinite(length)) return;
    /* A line that is cut at the edge of the map does not run across it. */
    if (length > crowd->levels[0].cell_m / 2) from = to;
    size_t steps = 1 + (size_t)(hypot(to.x - from.x, to.y - from.y) / ovf_crowd_least_m(crowd));
    for (size_t i = 1; i <= steps && !crowd->failed; i++) {
        double part = (double)i / (double)steps;
        ovf_flat at = {from.x + part * (to.x - from.x), from.y + part * (to.y - from.y)};
        for (size_t level = crowd->depth; level-- > 0;)
            if (!count(crowd, &crowd->levels[level], at)) break;
    }
}

void ovf_crowd_violation(ovf_crowd *crowd, ovf_flat at)
{
    if (!isfinite(at.x) || !isfinite(at.y)) return;
    for (size_t i = 0; i < crowd->depth && !crowd->failed; i++) {
        ovf_crowd_cell *cell = cell_of(crowd, &crowd->levels[i], at);
        if (cell != NULL) cell->violations++;
    }
}

ovf_status ovf_crowd_settle(ovf_crowd *crowd, ovf_error *error)
{
    if (crowd->failed) return ovf_fail_memory(error);
    if (crowd->routes <= OVF_CROWD_IN_VIEW) return OVF_OK;
    crowd->first = crowd->end = VIEW_LEVELS;
    for (size_t cells = 0; crowd->end < crowd->depth; crowd->end++) {
        cells += crowd->levels[crowd->end].count;
        if (crowd->end > crowd->first &&
            (cells > OVF_CROWD_CELLS ||
             crowd->levels[crowd->end - VIEW_LEVELS].most <= OVF_CROWD_IN_VIEW))
            break;
    }
    double most;
    ovf_crowd_scales(crowd, crowd->end - 1, &crowd->routes_from, &most);
    size_t window = 0;
    while (window + 1 < OVF_CROWD_LEVELS && crowd->levels[window].most > OVF_CROWD_WHOLE) window++;
    crowd->whole_from = fmin(crowd->levels[window].cell_m / VIEW_PIXELS / PIXEL_M,
                             crowd->routes_from);
    return OVF_OK;
}

void ovf_crowd_scales(const ovf_crowd *crowd, size_t level, double *least, double *most)
{
    double full = crowd->levels[level].cell_m / PIXELS / PIXEL_M;
    *least = full / 2;
    *most = level == crowd->first ? INFINITY : full;
}
