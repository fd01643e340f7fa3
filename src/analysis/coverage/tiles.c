#include "analysis/coverage/tiles.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* A leaf has at most so many vertices, unless it is one that cannot be cut. */
#define LEAF_VERTICES 160
/* Smaller tiles are not cut. */
#define LEAST_TILE_M 1.0
/* A piece with fewer vertices stays whole, in one of the two halves. */
#define WHOLE_VERTICES 40

static void drop_pieces(const ovf_overlay *overlay, ovf_piece *pieces, size_t count)
{
    for (size_t i = 0; i < count; i++) ovf_overlay_drop(overlay, pieces[i].polygon);
}

static void free_tile(const ovf_overlay *overlay, ovf_tile *tile)
{
    if (tile == NULL) return;
    free_tile(overlay, tile->half[0]);
    free_tile(overlay, tile->half[1]);
    drop_pieces(overlay, tile->pieces, tile->count);
    free(tile->pieces);
    free(tile);
}

void ovf_tiles_free(ovf_tiles *tiles)
{
    free_tile(tiles->overlay, tiles->root);
    drop_pieces(tiles->overlay, tiles->queue, tiles->queue_count);
    free(tiles->runs);
    free(tiles->points);
    free(tiles->queue);
    for (int i = 0; i < 2; i++) free(tiles->cuts[i]);
    *tiles = (ovf_tiles){0};
}

/* NULL: memory is out. */
static ovf_tile *copy_tile(const ovf_overlay *overlay, const ovf_tile *tile)
{
    ovf_tile *copy = ovf_array_new(1, sizeof *copy);
    if (copy == NULL) return NULL;
    bool good = ovf_array_reserve(&copy->pieces, &copy->capacity, tile->count,
                                  sizeof *copy->pieces);
    copy->box = tile->box;
    for (size_t i = 0; i < tile->count && good; i++) {
        copy->pieces[i] = tile->pieces[i];
        copy->pieces[i].polygon = GEOSGeom_clone_r(overlay->geos, tile->pieces[i].polygon);
        copy->count++;
        good = copy->pieces[i].polygon != NULL;
    }
    for (int i = 0; i < 2 && good; i++) {
        if (tile->half[i] == NULL) continue;
        copy->half[i] = copy_tile(overlay, tile->half[i]);
        good = copy->half[i] != NULL;
    }
    if (good) return copy;
    free_tile(overlay, copy);
    return NULL;
}

bool ovf_tiles_copy(ovf_tiles *copy, const ovf_tiles *tiles, ovf_overlay *overlay)
{
    *copy = (ovf_tiles){.overlay = overlay, .area_m2 = tiles->area_m2, .gap_m2 = tiles->gap_m2};
    for (int i = 0; i < 2; i++) {
        size_t count = tiles->cut_count[i];
        if (!ovf_array_reserve(&copy->cuts[i], &copy->cut_capacity[i], count,
                               sizeof *copy->cuts[i]))
            return false;
        if (count > 0) memcpy(copy->cuts[i], tiles->cuts[i], count * sizeof *copy->cuts[i]);
        copy->cut_count[i] = count;
    }
    if (tiles->root == NULL) return true;
    copy->root = copy_tile(overlay, tiles->root);
    return copy->root != NULL;
}

/* Puts pieces into the queue; `coarse` is what they come from. */
typedef struct {
    ovf_tiles *tiles;
    bool coarse;
    double kept_m2;
} taker;

static bool take_polygon(void *context, const GEOSGeometry *polygon)
{
    taker *to = context;
    ovf_tiles *tiles = to->tiles;
    const ovf_overlay *o = tiles->overlay;
    double area = ovf_overlay_area(o, polygon), length = 0;
    if (GEOSLength_r(o->geos, polygon, &length) != 1) length = 0;
    if (!(area > length / 2 * (to->coarse ? OVF_OVERLAY_COARSE_DUST_M : OVF_OVERLAY_DUST_M)))
        return true;
    if (!ovf_array_reserve(&tiles->queue, &tiles->queue_capacity, tiles->queue_count + 1,
                           sizeof *tiles->queue))
        return false;
    GEOSGeometry *copy = GEOSGeom_clone_r(o->geos, polygon);
    if (copy == NULL) return false;
    int vertices = GEOSGetNumCoordinates_r(o->geos, copy);
    tiles->queue[tiles->queue_count++] = (ovf_piece){copy, ovf_overlay_box(o, copy), area,
                                                     (uint32_t)vertices, to->coarse};
    to->kept_m2 += area;
    return true;
}

/* Takes the geometry, and queues its polygons that are more than dust; tells their area. */
static bool queue_polygons(ovf_tiles *tiles, GEOSGeometry *geometry, bool coarse, double *kept_m2)
{
    taker to = {tiles, coarse, 0};
    if (geometry == NULL) {
        tiles->failed = tiles->overlay->message[0] != '\0';
        return false;
    }
    bool good = ovf_overlay_polygons(tiles->overlay, geometry, take_polygon, &to);
    ovf_overlay_drop(tiles->overlay, geometry);
    *kept_m2 = to.kept_m2;
    return good;
}

/* Appends the queue from `first` on to a leaf. */
static bool append(ovf_tiles *tiles, ovf_tile *tile, size_t first)
{
    size_t count = tiles->queue_count - first;
    if (!ovf_array_reserve(&tile->pieces, &tile->capacity, tile->count + count,
                           sizeof *tile->pieces))
        return false;
    for (size_t i = 0; i < count; i++) tile->pieces[tile->count++] = tiles->queue[first + i];
    tiles->queue_count = first;
    return true;
}

static void fit(ovf_tile *tile)
{
    tile->box = ovf_rectangle_none();
    for (size_t i = 0; i < tile->count; i++) ovf_rectangle_unite(&tile->box, &tile->pieces[i].box);
    for (int i = 0; i < 2; i++)
        if (tile->half[i] != NULL) ovf_rectangle_unite(&tile->box, &tile->half[i]->box);
}

static GEOSGeometry *rectangle(ovf_tiles *tiles, const ovf_rectangle *box)
{
    const ovf_flat corners[4] = {{box->west, box->south},
                                 {box->east, box->south},
                                 {box->east, box->north},
                                 {box->west, box->north}};
    return ovf_overlay_polygon(tiles->overlay, corners, 4);
}

/* Cuts a piece, which it takes, and queues what is in the half. What is in both together is all of
 * it: both take away the other half. */
static bool queue_half(ovf_tiles *tiles, const ovf_piece *piece, const ovf_rectangle *other)
{
    bool coarse = piece->coarse;
    double kept;
    GEOSGeometry *rest = rectangle(tiles, other), *half = NULL;
    if (rest != NULL) half = ovf_overlay_subtract(tiles->overlay, piece->polygon, rest, &coarse);
    ovf_overlay_drop(tiles->overlay, rest);
    return queue_polygons(tiles, half, coarse, &kept);
}

static bool split(ovf_tiles *tiles, ovf_tile *tile, unsigned depth);

/* Splits where there are too many vertices. */
static bool settle(ovf_tiles *tiles, ovf_tile *tile, unsigned depth)
{
    size_t vertices = 0;
    fit(tile);
    for (size_t i = 0; i < tile->count; i++) vertices += tile->pieces[i].vertices;
    if (vertices <= LEAF_VERTICES || depth >= 48) return true;
    if (fmax(tile->box.east - tile->box.west, tile->box.north - tile->box.south) < LEAST_TILE_M)
        return true;
    return split(tiles, tile, depth);
}

static bool split(ovf_tiles *tiles, ovf_tile *tile, unsigned depth)
{
    const ovf_rectangle box = tile->box;
    bool upright = box.east - box.west >= box.north - box.south, good = true;
    double at = upright ? (box.west + box.east) / 2 : (box.south + box.north) / 2;
    /* A metre of room, so that what is taken away has no edge where the piece has one. */
    ovf_rectangle first = {box.west - 1, box.south - 1, upright ? at : box.east + 1,
                           upright ? box.north + 1 : at};
    ovf_rectangle second = {upright ? at : box.west - 1, upright ? box.south - 1 : at, box.east + 1,
                            box.north + 1};
    for (int i = 0; i < 2; i++) {
        tile->half[i] = ovf_array_new(1, sizeof *tile->half[i]);
        if (tile->half[i] == NULL) return false;
    }
    if (!ovf_array_reserve(&tiles->cuts[upright], &tiles->cut_capacity[upright],
                           tiles->cut_count[upright] + 1, sizeof *tiles->cuts[upright]))
        return false;
    tiles->cuts[upright][tiles->cut_count[upright]++] = at;
    size_t queued = tiles->queue_count;
    for (size_t i = 0; i < tile->count && good; i++) {
        const ovf_piece *p = &tile->pieces[i];
        double low = upright ? p->box.west : p->box.south,
               high = upright ? p->box.east : p->box.north;
        if (p->vertices <= WHOLE_VERTICES || low >= at || high <= at) {
            ovf_tile *half = tile->half[low + high > 2 * at];
            good = ovf_array_reserve(&half->pieces, &half->capacity, half->count + 1,
                                     sizeof *half->pieces);
            if (!good) break;
            half->pieces[half->count++] = *p;
            tile->pieces[i].polygon = NULL;
            continue;
        }
        good = queue_half(tiles, p, &second) && append(tiles, tile->half[0], queued) &&
               queue_half(tiles, p, &first) && append(tiles, tile->half[1], queued);
        ovf_overlay_drop(tiles->overlay, p->polygon);
        tile->pieces[i].polygon = NULL;
    }
    drop_pieces(tiles->overlay, tile->pieces, tile->count);
    free(tile->pieces);
    tile->pieces = NULL;
    tile->count = tile->capacity = 0;
    for (int i = 0; i < 2 && good; i++) good = settle(tiles, tile->half[i], depth + 1);
    return good;
}

/* A leaf without pieces goes; an inner tile with an empty half becomes the other half. */
static ovf_tile *prune(ovf_tile *tile)
{
    if (tile->half[0] == NULL && tile->half[1] == NULL && tile->count > 0) return tile;
    for (int i = 0; i < 2; i++) {
        if (tile->half[i] != NULL) continue;
        ovf_tile *other = tile->half[1 - i];
        free(tile->pieces);
        free(tile);
        return other;
    }
    fit(tile);
    return tile;
}

static ovf_tile *prune_all(ovf_tile *tile)
{
    if (tile == NULL) return NULL;
    for (int i = 0; i < 2; i++) tile->half[i] = prune_all(tile->half[i]);
    return prune(tile);
}

bool ovf_tiles_build(ovf_tiles *tiles, ovf_overlay *overlay, GEOSGeometry *zone)
{
    double area;
    *tiles = (ovf_tiles){.overlay = overlay};
    if (!queue_polygons(tiles, zone, false, &area)) return false;
    tiles->area_m2 = tiles->gap_m2 = area;
    if (tiles->queue_count == 0) return true;
    tiles->root = ovf_array_new(1, sizeof *tiles->root);
    if (tiles->root == NULL || !append(tiles, tiles->root, 0) || !settle(tiles, tiles->root, 0))
        return false;
    tiles->root = prune_all(tiles->root);
    return true;
}

static bool tile_meets(const ovf_tile *tile, const ovf_rectangle *box)
{
    if (tile == NULL || !ovf_rectangles_meet(&tile->box, box)) return false;
    if (tile->half[0] != NULL)
        return tile_meets(tile->half[0], box) || tile_meets(tile->half[1], box);
    for (size_t i = 0; i < tile->count; i++)
        if (ovf_rectangles_meet(&tile->pieces[i].box, box)) return true;
    return false;
}

bool ovf_tiles_meet(const void *tiles, const ovf_rectangle *box)
{
    return tile_meets(((const ovf_tiles *)tiles)->root, box);
}

/* Where a rectangle lies to a polygon. */
typedef enum { OUTSIDE, INSIDE, CROSSED } position;

static bool edge_meets(ovf_flat a, ovf_flat b, const ovf_rectangle *r)
{
    if (fmax(a.x, b.x) < r->west || fmin(a.x, b.x) > r->east || fmax(a.y, b.y) < r->south ||
        fmin(a.y, b.y) > r->north)
        return false;
    /* Whether all corners are on one side of the line. The slack is for rounding: it may only make
     * more meet. */
    double nx = a.y - b.y, ny = b.x - a.x, slack = 1e-6 * (fabs(nx) + fabs(ny));
    double middle = nx * ((r->west + r->east) / 2 - a.x) + ny * ((r->south + r->north) / 2 - a.y);
    double reach = fabs(nx) * (r->east - r->west) / 2 + fabs(ny) * (r->north - r->south) / 2;
    return fabs(middle) <= reach + slack;
}

static position position_in(const ovf_rectangle *r, const ovf_flat *points, size_t count)
{
    bool inside = false;
    ovf_flat corner = {r->west, r->south}, a = points[count - 1];
    for (size_t i = 0; i < count; i++) {
        ovf_flat b = points[i];
        if (edge_meets(a, b, r)) return CROSSED;
        if ((a.y > corner.y) != (b.y > corner.y) &&
            corner.x < a.x + (corner.y - a.y) / (b.y - a.y) * (b.x - a.x))
            inside = !inside;
        a = b;
    }
    return inside ? INSIDE : OUTSIDE;
}

/* Neumaier's sum, as in geodesy/area.c. */
static void remove_area(ovf_tiles *tiles, double area)
{
    double sum = tiles->removed_m2 + area;
    tiles->rest_m2 += fabs(tiles->removed_m2) >= fabs(area) ? tiles->removed_m2 - sum + area
                                                            : area - sum + tiles->removed_m2;
    tiles->removed_m2 = sum;
}

/* Takes the run away from a piece: the piece, which it takes, or what is left of it is queued. */
static bool cut_piece(ovf_tiles *tiles, ovf_piece *piece, const ovf_run_of_strip *run)
{
    const ovf_swath *swath = tiles->swath;
    const ovf_strip *strip = &swath->strips[run->strip];
    size_t from = SIZE_MAX, to = 0;
    for (size_t k = run->from; k < run->to; k++) {
        if (!ovf_rectangles_meet(&swath->boxes[k], &piece->box)) continue;
        if (from == SIZE_MAX) from = k;
        to = k + 1;
    }
    position where = OUTSIDE;
    size_t count = 0;
    if (from != SIZE_MAX) {
        if (!ovf_array_reserve(&tiles->points, &tiles->point_capacity,
                               ovf_swath_most(strip, from, to), sizeof *tiles->points))
            return false;
        count = ovf_swath_outline(swath, strip, from, to, tiles->points);
        where = position_in(&piece->box, tiles->points, count);
    }
    if (where == OUTSIDE) {
        if (!ovf_array_reserve(&tiles->queue, &tiles->queue_capacity, tiles->queue_count + 1,
                               sizeof *tiles->queue))
            return false;
        tiles->queue[tiles->queue_count++] = *piece;
        piece->polygon = NULL;
        return true;
    }
    double kept = 0;
    bool good = true;
    if (where == CROSSED) {
        bool coarse = piece->coarse;
        GEOSGeometry *what = ovf_overlay_polygon(tiles->overlay, tiles->points, count),
                     *rest = NULL;
        if (what != NULL)
            rest = ovf_overlay_subtract(tiles->overlay, piece->polygon, what, &coarse);
        ovf_overlay_drop(tiles->overlay, what);
        good = queue_polygons(tiles, rest, coarse, &kept);
        tiles->overlays++;
    } else {
        tiles->emptied++;
    }
    ovf_overlay_drop(tiles->overlay, piece->polygon);
    piece->polygon = NULL;
    if (kept != piece->area_m2) remove_area(tiles, piece->area_m2 - kept);
    return good;
}

/* The pieces that are taken out of the leaf for one run come back by the queue, for the next. */
static bool cut_leaf(ovf_tiles *tiles, ovf_tile *tile, size_t first_run, size_t end_run)
{
    bool good = true;
    for (size_t r = first_run; r < end_run && good; r++) {
        size_t queued = tiles->queue_count, left = 0;
        for (size_t i = 0; i < tile->count && good; i++)
            good = cut_piece(tiles, &tile->pieces[i], &tiles->runs[r]);
        for (size_t i = 0; i < tile->count; i++)
            if (tile->pieces[i].polygon != NULL)
                tile->pieces[left++] = tile->pieces[i]; /* only after a failure */
        tile->count = left;
        good = append(tiles, tile, queued) && good;
    }
    return good;
}

/* Appends what of a run may be in the box, in stretches. */
static bool narrow(ovf_tiles *tiles, size_t *end, size_t run, const ovf_rectangle *box)
{
    ovf_run_of_strip r = tiles->runs[run];
    bool open = false;
    for (uint32_t k = r.from; k < r.to; k++) {
        bool meets = ovf_rectangles_meet(&tiles->swath->boxes[k], box);
        if (meets && !open) {
            if (!ovf_array_reserve(&tiles->runs, &tiles->run_capacity, *end + 1,
                                   sizeof *tiles->runs))
                return false;
            tiles->runs[(*end)++] = (ovf_run_of_strip){r.strip, k, k + 1};
        } else if (meets) {
            tiles->runs[*end - 1].to = k + 1;
        }
        open = meets;
    }
    return true;
}

static bool subtract(ovf_tiles *tiles, ovf_tile **at, size_t first_run, size_t end_run,
                     unsigned depth)
{
    ovf_tile *tile = *at;
    size_t end = end_run;
    for (size_t r = first_run; r < end_run; r++)
        if (!narrow(tiles, &end, r, &tile->box)) return false;
    if (end == end_run) return true;
    bool good = true;
    if (tile->half[0] != NULL) {
        for (int i = 0; i < 2 && good; i++)
            good = subtract(tiles, &tile->half[i], end_run, end, depth + 1);
    } else {
        good = cut_leaf(tiles, tile, end_run, end) && settle(tiles, tile, depth);
        if (good && tile->half[0] != NULL) {
            *at = prune_all(tile);
            return true;
        }
    }
    *at = prune(tile);
    return good;
}

bool ovf_tiles_subtract(ovf_tiles *tiles, const ovf_swath *swath, double *removed_m2)
{
    *removed_m2 = 0;
    if (tiles->root == NULL || swath->strip_count == 0) return true;
    if (swath->sample_count >= UINT32_MAX) return false;
    tiles->swath = swath;
    tiles->removed_m2 = tiles->rest_m2 = 0;
    if (!ovf_array_reserve(&tiles->runs, &tiles->run_capacity, swath->strip_count,
                           sizeof *tiles->runs))
        return false;
    for (size_t i = 0; i < swath->strip_count; i++) {
        const ovf_strip *s = &swath->strips[i];
        tiles->runs[i] = (ovf_run_of_strip){(uint32_t)i, (uint32_t)s->first,
                                            (uint32_t)(s->first + s->count - 1)};
    }
    bool good = subtract(tiles, &tiles->root, 0, swath->strip_count, 0);
    *removed_m2 = tiles->removed_m2 + tiles->rest_m2;
    tiles->gap_m2 = tiles->root == NULL ? 0 : fmax(0, tiles->gap_m2 - *removed_m2);
    return good;
}
