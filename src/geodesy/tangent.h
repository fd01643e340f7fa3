/* Geodesics that touch circles: what a string does that is drawn around pegs. */
#ifndef OVF_GEODESY_TANGENT_H
#define OVF_GEODESY_TANGENT_H

#include <stdbool.h>

#include "geodesy/earth.h"

/* What lies within a geodesic distance of a place; of radius 0 the place itself. */
typedef struct {
    ovf_lonlat centre;
    double radius_m;
} ovf_circle;

/* A geodesic from one circle to another, with both on the same side of it. */
typedef struct {
    ovf_lonlat from, to;           /* where it touches them */
    double from_radial, to_radial; /* azimuths at the centres towards these places, degrees */
    double length_m;
} ovf_tangent;

/* Both circles on the left (side 1) or on the right (side -1). Where one is a place within the
 * other, what comes of it has no length: it touches at that place, with the radial that leads to
 * it. False where one circle lies within the other otherwise. */
bool ovf_tangent_between(const ovf_circle *from, const ovf_circle *to, double side,
                         ovf_tangent *tangent);

/* Where two tangents of a circle meet that touch it at half_deg on either side of the azimuth
 * `radial`, less than 90. */
ovf_lonlat ovf_tangent_corner(const ovf_circle *circle, double radial, double half_deg);

#endif
