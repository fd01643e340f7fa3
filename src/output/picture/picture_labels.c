#include "output/picture/picture_labels.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

enum { FREE, BUSY, BLOCKED };

bool ovf_labels_open(ovf_labels *labels, const ovf_patch *area, double cell)
{
    *labels = (ovf_labels){.area = *area, .cell = cell};
    labels->columns = (size_t)ceil(fmax(area->right - area->left, cell) / cell);
    labels->rows = (size_t)ceil(fmax(area->bottom - area->top, cell) / cell);
    labels->cells = ovf_array_new(labels->columns * labels->rows, 1);
    return labels->cells != NULL;
}

void ovf_labels_close(ovf_labels *labels)
{
    free(labels->cells);
    *labels = (ovf_labels){0};
}

typedef struct {
    size_t left, top, right, bottom; /* cells, the last ones included */
} range;

static size_t cell_at(double offset, double cell, size_t count)
{
    double at = floor(offset / cell);
    return at <= 0 ? 0 : at >= (double)(count - 1) ? count - 1 : (size_t)at;
}

/* The cells that the patch has a part of; false when it is outside. */
static bool cells_of(const ovf_labels *labels, const ovf_patch *patch, range *cells)
{
    const ovf_patch *area = &labels->area;
    if (!(patch->right >= area->left && patch->left <= area->right && patch->bottom >= area->top &&
          patch->top <= area->bottom))
        return false;
    cells->left = cell_at(patch->left - area->left, labels->cell, labels->columns);
    cells->right = cell_at(patch->right - area->left, labels->cell, labels->columns);
    cells->top = cell_at(patch->top - area->top, labels->cell, labels->rows);
    cells->bottom = cell_at(patch->bottom - area->top, labels->cell, labels->rows);
    return true;
}

void ovf_labels_block(ovf_labels *labels, const ovf_patch *patch)
{
    range cells;
    if (!cells_of(labels, patch, &cells)) return;
    for (size_t row = cells.top; row <= cells.bottom; row++)
        memset(labels->cells + row * labels->columns + cells.left, BLOCKED,
               cells.right - cells.left + 1);
}

void ovf_labels_busy(ovf_labels *labels, ovf_flat from, ovf_flat to)
{
    if (!ovf_clip_segment(&labels->area, &from, &to)) return;
    double length = fmax(fabs(to.x - from.x), fabs(to.y - from.y));
    size_t steps = (size_t)(length / labels->cell) + 1;
    for (size_t i = 0; i <= steps; i++) {
        double t = (double)i / (double)steps;
        size_t column = cell_at(from.x + t * (to.x - from.x) - labels->area.left, labels->cell,
                                labels->columns);
        size_t row = cell_at(from.y + t * (to.y - from.y) - labels->area.top, labels->cell,
                             labels->rows);
        unsigned char *cell = &labels->cells[row * labels->columns + column];
        if (*cell == FREE) *cell = BUSY;
    }
}

/* How many cells with lines it covers; SIZE_MAX where it may not be. */
static size_t cost_of(const ovf_labels *labels, const ovf_patch *patch)
{
    const ovf_patch *area = &labels->area;
    range cells;
    if (!(patch->left >= area->left && patch->right <= area->right && patch->top >= area->top &&
          patch->bottom <= area->bottom))
        return SIZE_MAX;
    if (!cells_of(labels, patch, &cells)) return SIZE_MAX;
    size_t cost = 0;
    for (size_t row = cells.top; row <= cells.bottom; row++)
        for (size_t column = cells.left; column <= cells.right; column++) {
            unsigned char cell = labels->cells[row * labels->columns + column];
            if (cell == BLOCKED) return SIZE_MAX;
            cost += cell == BUSY;
        }
    return cost;
}

bool ovf_labels_place(ovf_labels *labels, const ovf_patch *candidates, size_t count, size_t *chosen)
{
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < count && least > 0; i++) {
        size_t cost = cost_of(labels, &candidates[i]);
        if (cost >= least) continue;
        least = cost;
        *chosen = i;
    }
    if (least == SIZE_MAX) return false;
    ovf_labels_block(labels, &candidates[*chosen]);
    return true;
}
