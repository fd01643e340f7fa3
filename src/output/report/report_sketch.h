/* Lines and areas as a page draws them: in the map's plane, with fewer points, as whole numbers. */
#ifndef OVF_OUTPUT_REPORT_REPORT_SKETCH_H
#define OVF_OUTPUT_REPORT_REPORT_SKETCH_H

#include "output/rows/bytes.h"
#include "output/map/frame.h"
#include "overflight/analysis.h"

typedef struct {
    double x, y;
    double along_m;
    bool anchor;   /* to be kept */
    double weight; /* how much it matters that it is drawn where it is */
} ovf_sketch_point;

/* Zeroed but for the first three before its first use. */
typedef struct {
    const ovf_map_frame *frame;
    double unit_m;      /* what is written is a whole number of these */
    double tolerance_m; /* how far what is written may be from what is there, in the plane; at least
                           twice the unit */
    /* Of a base map, what of it can be seen where the map is not zoomed out: what lies beyond is
     * drawn as finely as it can be seen, and what is never seen so that it stays away. NULL: all
     * alike. */
    const ovf_rectangle *sight;
    unsigned level;           /* how often the tolerance was doubled */
    ovf_sketch_point *points; /* of a stretch or ring */
    bool *kept;               /* which of them are written */
    size_t count, capacity, kept_capacity;
    ovf_polyline line; /* with what is put into its edges, so that a map that is made again of what
                          has been densified is the same */
    double *along;     /* of the fixes of `line` */
    size_t along_capacity;
    ovf_fix *fixes;
    size_t fix_capacity;
    size_t *ranges; /* to be looked at */
    size_t range_capacity;
    bool failed; /* memory was out */
} ovf_sketch;

/* All write JSON. Edges are straight in longitude and latitude. Positions without an image are left
 * out. A run of points is one array [x, y, dx, dy, …], each point but the first as its difference
 * from the one before. */

/* [x, y], or null. */
void ovf_sketch_position(ovf_sketch *sketch, ovf_bytes *bytes, double lon, double lat);
/* A run for each part: [[…], …]. With `along` a point is three numbers, the third its distance
 * along the line in units. */
void ovf_sketch_line(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_polyline *line, bool along);
/* Altitudes over the distance along the line of ovf_sketch_line before, each within half a metre:
 * [[along, altitude, …], …] in metres, a run for each stretch where they are known; null where they
 * are nowhere. */
void ovf_sketch_heights(ovf_sketch *sketch, ovf_bytes *bytes);
/* After ovf_sketch_heights: times over the distance along the same line, each within half a second:
 * [[along, time, …], …] in metres and tenths of a second after the line's first time, a run for
 * each stretch where they are known; null where they are nowhere, or the whole line is flown at one
 * speed. */
void ovf_sketch_times(ovf_sketch *sketch, ovf_bytes *bytes);
/* [polygons] with a run for each ring; [polygons, outlines] where polygons are cut at the
 * antimeridian, so that the cut need not be drawn. Rings too small to be seen are left out, but for
 * the first. */
void ovf_sketch_areas(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_polygon *polygons,
                      size_t count);
/* A run. */
void ovf_sketch_border(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_lonlat *vertices,
                       size_t count);
void ovf_sketch_clear(ovf_sketch *sketch);

#endif
