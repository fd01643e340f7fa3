/* A raster of counts in an equal-area projection. */
#ifndef OVF_REDUCE_RASTER_H
#define OVF_REDUCE_RASTER_H

#include <stdint.h>

#include "base/reading_limits.h"

#include "analysis/coverage/plane.h"

/* Chosen so that there are about so many cells at most; and never more than the second number. */
#define OVF_RASTER_CELLS ((size_t)1 << 24)
#define OVF_RASTER_CELLS_MAX OVF_LIMIT_RASTER_CELLS

typedef struct {
    bool is_world; /* EPSG:6933, the whole circle of longitudes; otherwise the plane */
    ovf_plane plane;
    double cell_m, west, north; /* of the first cell's corner: whole multiples of the cell, but for
                                   the world's west */
    size_t columns, rows;
    double *latitudes; /* of the world, of the middle of each row */
    uint32_t *counts;  /* row by row from the north */
} ovf_raster;

/* What is to lie within: marks of a grid in longitude and latitude. */
typedef struct {
    unsigned char *marked;
    double low[3], high[3]; /* around the marked cells' middles */
} ovf_raster_extent;

ovf_status ovf_raster_extent_init(ovf_raster_extent *extent, ovf_error *error);
/* Marks all within a distance of a position. */
void ovf_raster_extent_add(ovf_raster_extent *extent, double lon, double lat, double by_m);
/* Marks all that `from` marks. */
void ovf_raster_extent_merge(ovf_raster_extent *extent, const ovf_raster_extent *from);
void ovf_raster_extent_clear(ovf_raster_extent *extent);

/* Chooses a projection and makes a raster of zeros over all that is marked; cell_m 0: a round
 * number by OVF_RASTER_CELLS. Errors: OVF_ERROR_USAGE (so small a cell that there are too many),
 * OVF_ERROR_MEMORY, OVF_ERROR_INTERNAL. The raster is to be closed in either case. */
ovf_status ovf_raster_open(ovf_raster *raster, const ovf_raster_extent *extent, double cell_m,
                           ovf_error *error);
void ovf_raster_close(ovf_raster *raster);

/* Cells of a row, from … to - 1. */
typedef struct {
    uint32_t row, from, to;
} ovf_raster_run;

/* Reused; zeroed before its first use. */
typedef struct {
    ovf_raster_run *items;
    size_t count, capacity;
} ovf_raster_runs;

/* Adds the cells whose middles are within a polygon of the raster's plane, by the even-odd rule.
 * False when memory is out. */
bool ovf_raster_fill(const ovf_raster *raster, const ovf_flat *points, size_t count,
                     ovf_raster_runs *runs);
/* The same for a raster of the world, and a polygon of another plane. */
bool ovf_raster_fill_world(const ovf_raster *raster, const ovf_plane *plane, const ovf_flat *points,
                           size_t count, ovf_raster_runs *runs);
/* Puts together what overlaps, in order. */
void ovf_raster_join(ovf_raster_runs *runs);
/* Counts each cell once more. */
void ovf_raster_add(ovf_raster *raster, const ovf_raster_runs *runs);
/* Adds the counts of another over the same extent, with cells of the same size: OVF_ERROR_USAGE
 * where the cells are others. */
ovf_status ovf_raster_merge(ovf_raster *raster, const ovf_raster *from, ovf_error *error);

#endif
