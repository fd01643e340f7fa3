/* The pieces of a gap put together again.
 *
 * A piece lies on one side of each line that pieces were cut along, so where it has an edge on one
 * it has a side of its box there. Only such pieces can have a border in common with others; the
 * many small ones that flights have left between them are as they are. */
#include <stdlib.h>

#include "analysis/coverage/tiles.h"
#include "base/array.h"

/* Nodes on a line are off it by no more than rounding; what is near by chance is united for
 * nothing. */
#define ON_LINE_M 1e-6
#define ROUNDED_M 1e-6

typedef struct {
    const ovf_tiles *tiles;
    GEOSGeometry **whole, **cut;
    size_t whole_count, whole_capacity, cut_count, cut_capacity;
} gathered;

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Which line a place is on: the nearest within rounding, NAN where there is none. */
static double line_at(const double *lines, size_t count, double at)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (lines[middle] < at - ON_LINE_M) low = middle + 1;
        else high = middle;
    }
    return low < count && lines[low] <= at + ON_LINE_M ? lines[low] : NAN;
}

/* The lines that a piece has an edge on; NAN where it has none. */
typedef struct {
    double west, south, east, north;
} sides;

static bool was_cut(const ovf_tiles *t, const ovf_piece *p, sides *on)
{
    on->west = line_at(t->cuts[1], t->cut_count[1], p->box.west);
    on->east = line_at(t->cuts[1], t->cut_count[1], p->box.east);
    on->south = line_at(t->cuts[0], t->cut_count[0], p->box.south);
    on->north = line_at(t->cuts[0], t->cut_count[0], p->box.north);
    return !isnan(on->west) || !isnan(on->east) || !isnan(on->south) || !isnan(on->north);
}

static double rounded(double m) { return nearbyint(m / ROUNDED_M) * ROUNDED_M; }

/* Nodes on a line have come about on both of its sides, and to the last bits by different sums. */
static int straighten(double *x, double *y, void *context)
{
    const sides *on = context;
    bool upright = fabs(*x - on->west) <= ON_LINE_M || fabs(*x - on->east) <= ON_LINE_M;
    bool level = fabs(*y - on->south) <= ON_LINE_M || fabs(*y - on->north) <= ON_LINE_M;
    if (upright) *x = fabs(*x - on->west) <= ON_LINE_M ? on->west : on->east;
    if (level) *y = fabs(*y - on->south) <= ON_LINE_M ? on->south : on->north;
    if (upright && !level) *y = rounded(*y);
    if (level && !upright) *x = rounded(*x);
    return 1;
}

static bool gather(gathered *all, const ovf_tile *tile)
{
    if (tile == NULL) return true;
    GEOSContextHandle_t geos = all->tiles->overlay->geos;
    for (size_t i = 0; i < tile->count; i++) {
        sides on;
        bool cut = was_cut(all->tiles, &tile->pieces[i], &on);
        GEOSGeometry ***items = cut ? &all->cut : &all->whole;
        size_t *count = cut ? &all->cut_count : &all->whole_count,
               *capacity = cut ? &all->cut_capacity : &all->whole_capacity;
        if (!ovf_array_reserve(items, capacity, *count + 1, sizeof **items)) return false;
        const GEOSGeometry *polygon = tile->pieces[i].polygon;
        GEOSGeometry *copy = cut ? GEOSGeom_transformXY_r(geos, polygon, straighten, &on)
                                 : GEOSGeom_clone_r(geos, polygon);
        if (copy == NULL) return false;
        (*items)[(*count)++] = copy;
    }
    return gather(all, tile->half[0]) && gather(all, tile->half[1]);
}

static bool take_whole(void *context, const GEOSGeometry *polygon)
{
    gathered *all = context;
    if (!ovf_array_reserve(&all->whole, &all->whole_capacity, all->whole_count + 1,
                           sizeof *all->whole))
        return false;
    GEOSGeometry *copy = GEOSGeom_clone_r(all->tiles->overlay->geos, polygon);
    if (copy != NULL) all->whole[all->whole_count++] = copy;
    return copy != NULL;
}

GEOSGeometry *ovf_tiles_unite(ovf_tiles *tiles)
{
    gathered all = {.tiles = tiles};
    ovf_overlay *overlay = tiles->overlay;
    GEOSGeometry *united = NULL, *result = NULL;
    overlay->message[0] = '\0';
    for (int i = 0; i < 2; i++)
        if (tiles->cut_count[i] > 0)
            qsort(tiles->cuts[i], tiles->cut_count[i], sizeof *tiles->cuts[i], compare);
    if (gather(&all, tiles->root)) {
        united = ovf_overlay_unite(overlay, all.cut, all.cut_count);
        all.cut_count = 0;
    }
    if (united != NULL && ovf_overlay_polygons(overlay, united, take_whole, &all) &&
        all.whole_count < 1u << 31) {
        result = GEOSGeom_createCollection_r(overlay->geos, GEOS_MULTIPOLYGON, all.whole,
                                             (unsigned)all.whole_count);
        if (result != NULL) all.whole_count = 0;
    }
    ovf_overlay_drop(overlay, united);
    for (size_t i = 0; i < all.cut_count; i++) ovf_overlay_drop(overlay, all.cut[i]);
    for (size_t i = 0; i < all.whole_count; i++) ovf_overlay_drop(overlay, all.whole[i]);
    free(all.cut);
    free(all.whole);
    return result;
}
