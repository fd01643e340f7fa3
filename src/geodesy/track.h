/* Tracks: the points of many fixes and the lengths of the legs between them, in bulk. */
#ifndef OVF_GEODESY_TRACK_H
#define OVF_GEODESY_TRACK_H

#include <stdbool.h>
#include <stddef.h>

#include "geodesy/fixes.h"

/* The arrays are reused from track to track. */
typedef struct {
    double *x, *y, *z; /* of each fix, earth-centred */
    double *length_m;  /* of the leg from each fix to the next */
    size_t capacity;
} ovf_track;

/* Legs up to this long are measured by their chord. */
#define OVF_TRACK_LEG_LONGEST_M 5e4

/* Lays out the fixes. Lengths of legs up to OVF_TRACK_LEG_LONGEST_M are within 1e-8 m of
 * geod_inverse, and longer ones as exact as section.h says or geod_inverse itself. False when
 * memory is out. */
bool ovf_track_lay(ovf_track *track, const ovf_fix *fixes, size_t count);
/* The same from wherever they lie, to the bit. */
bool ovf_track_lay_from(ovf_track *track, const ovf_fixes *fixes, size_t count);
void ovf_track_clear(ovf_track *track);

/* The same in the plainest code that this machine has, for tests. */
bool ovf_track_lay_portably(ovf_track *track, const ovf_fix *fixes, size_t count);

static inline ovf_vector ovf_track_point(const ovf_track *track, size_t k)
{
    return (ovf_vector){track->x[k], track->y[k], track->z[k]};
}

#endif
