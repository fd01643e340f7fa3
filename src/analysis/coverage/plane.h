/* Equal-area planes: Lambert's azimuthal projection of the ellipsoid around a centre (Snyder, Map
 * Projections: A Working Manual, USGS Professional Paper 1395, 1987, chapter 24), as PROJ has it.
 * At an angle c from the centre lengths across the radius are stretched by 1/cos(c/2) and those
 * along it shrunk by as much; areas stay. */
#ifndef OVF_ANALYSIS_COVERAGE_PLANE_H
#define OVF_ANALYSIS_COVERAGE_PLANE_H

#include <proj.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "geodesy/earth.h"
#include "geodesy/leg.h"

/* What is laid into a plane stays so far away from the place opposite of its centre, which has no
 * image. */
#define OVF_PLANE_CLEARANCE_M 3e6

typedef struct {
    double x, y; /* m */
} ovf_flat;

typedef struct {
    double west, south, east, north;
} ovf_rectangle;

/* One thread at a time may use a plane. */
typedef struct {
    PJ_CONTEXT *context;
    PJ *projection;
    ovf_lonlat centre;
} ovf_plane;

/* Errors: OVF_ERROR_MEMORY, OVF_ERROR_INTERNAL (PROJ refuses). */
ovf_status ovf_plane_open(ovf_plane *plane, ovf_lonlat centre, ovf_error *error);
/* All of the earth, for maps: Equal Earth (B. Šavrič, T. Patterson, B. Jenny, International Journal
 * of Geographical Information Science 33, 2019), which is cut at the antimeridian. Errors: the
 * same.
 */
ovf_status ovf_plane_open_world(ovf_plane *plane, ovf_error *error);
/* Longitudes and latitudes as they are (plate carrée), as metres on the sphere of the ellipsoid's
 * area: for what is to be read in any plane. */
ovf_status ovf_plane_open_plate(ovf_plane *plane, ovf_error *error);
void ovf_plane_close(ovf_plane *plane);

/* The image of a position; infinite where it has none. */
ovf_flat ovf_plane_point(const ovf_plane *plane, double lon, double lat);
/* The position, longitude within [-180, 180]. */
ovf_lonlat ovf_plane_position(const ovf_plane *plane, ovf_flat point);

/* How much lengths are stretched at most at a point of the plane; INFINITY beyond what the
 * clearance allows. */
double ovf_plane_stretch(ovf_flat point);

/* A centre for what lies within a box and has these points on its boundary: the middle of the box
 * if everything is nearer than a quarter of the globe, otherwise the one of some that leaves most
 * room around the place opposite. `holds` says whether a position is inside of what is to be laid
 * out; NULL: nothing is. False when none leaves OVF_PLANE_CLEARANCE_M. */
typedef bool (*ovf_plane_holds)(const void *context, ovf_lonlat position);
bool ovf_plane_choose(const ovf_box *box, const ovf_vector *points, size_t count,
                      ovf_plane_holds holds, const void *context, ovf_lonlat *centre);

static inline bool ovf_rectangles_meet(const ovf_rectangle *a, const ovf_rectangle *b)
{
    return a->west <= b->east && a->east >= b->west && a->south <= b->north && a->north >= b->south;
}

static inline ovf_rectangle ovf_rectangle_none(void)
{
    return (ovf_rectangle){INFINITY, INFINITY, -INFINITY, -INFINITY};
}

static inline void ovf_rectangle_add(ovf_rectangle *r, ovf_flat p)
{
    if (p.x < r->west) r->west = p.x;
    if (p.x > r->east) r->east = p.x;
    if (p.y < r->south) r->south = p.y;
    if (p.y > r->north) r->north = p.y;
}

static inline void ovf_rectangle_unite(ovf_rectangle *r, const ovf_rectangle *by)
{
    ovf_rectangle_add(r, (ovf_flat){by->west, by->south});
    ovf_rectangle_add(r, (ovf_flat){by->east, by->north});
}

#endif
