/* Rings laid out in a plane of longitude and latitude, without jumps. */
#ifndef OVF_GEODESY_UNWRAP_H
#define OVF_GEODESY_UNWRAP_H

#include <stdbool.h>
#include <stddef.h>

#include "overflight/model.h"

/* What a jump of exactly 360° in longitude means. */
typedef enum {
    OVF_CIRCLE_WHOLE, /* the way around the earth, as in the rectangle of the whole world */
    OVF_CIRCLE_NONE   /* no way: the ring goes on at the other name of the same meridian */
} ovf_circle;

/* Buffers that are used again; zeroed before the first use. */
typedef struct {
    double *lon, *lat;
    size_t count;
    size_t lon_capacity, lat_capacity;
    int turns;         /* how often the ring goes around the poles, eastward positive */
    bool has_circle;   /* a jump of exactly 360° was there */
    double west, east; /* the range of longitudes */
} ovf_unwrapped;

/* With `edges` geodesic the edges are densified to pieces of at most 10 km. False when memory is
 * out. */
bool ovf_unwrap(const ovf_ring *ring, ovf_circle circle, ovf_edges edges, ovf_unwrapped *unwrapped);
void ovf_unwrapped_clear(ovf_unwrapped *unwrapped);

/* Adds `degrees` to all longitudes. */
void ovf_unwrapped_shift(ovf_unwrapped *unwrapped, double degrees);

/* Gives the ring the longitudes that ovf_unwrap(…, OVF_CIRCLE_NONE, OVF_EDGES_LONLAT, …) found,
 * without the doubled vertices. */
void ovf_unwrapped_write(const ovf_unwrapped *unwrapped, ovf_ring *ring);

#endif
