/* The WGS 84 ellipsoid in earth-centred coordinates: the x axis leaves at 0° E on the equator, z at
 * the north pole. In three dimensions there is no antimeridian and no pole to treat apart. */
#ifndef OVF_GEODESY_EARTH_H
#define OVF_GEODESY_EARTH_H

#include <geodesic.h>
#include <math.h>

#include "overflight/model.h"

#define OVF_EARTH_A 6378137.0           /* equatorial radius, m */
#define OVF_EARTH_F (1 / 298.257223563) /* flattening */
#define OVF_EARTH_E2 (OVF_EARTH_F * (2 - OVF_EARTH_F))
#define OVF_EARTH_B (OVF_EARTH_A * (1 - OVF_EARTH_F))
/* The least radius of curvature of any normal section, b²/a, at the equator northwards. */
#define OVF_EARTH_MIN_RADIUS (OVF_EARTH_B * (1 - OVF_EARTH_F))

#define OVF_RADIAN 0.017453292519943295769 /* one degree */

typedef struct {
    double x, y, z;
} ovf_vector;

/* The ellipsoid for PROJ's geodesic.h; initialised before main by its first user, then constant. */
const struct geod_geodesic *ovf_earth(void);

/* The point on the ellipsoid at a position in degrees. */
ovf_vector ovf_earth_point(double lon, double lat);

/* The position of a point on the ellipsoid or within some kilometres of it, in degrees, longitude
 * within [-180, 180] (Bowring's closed form, Survey Review 28 (1985) 202: exact to 1e-9 m there).
 */
ovf_lonlat ovf_earth_position(ovf_vector point);

/* The outward normal of the ellipsoid through a point near it, of length 1. */
ovf_vector ovf_earth_normal(ovf_vector point);

static inline ovf_vector ovf_add(ovf_vector a, ovf_vector b)
{
    return (ovf_vector){a.x + b.x, a.y + b.y, a.z + b.z};
}
static inline ovf_vector ovf_subtract(ovf_vector a, ovf_vector b)
{
    return (ovf_vector){a.x - b.x, a.y - b.y, a.z - b.z};
}
static inline ovf_vector ovf_scale(ovf_vector a, double k)
{
    return (ovf_vector){a.x * k, a.y * k, a.z * k};
}
static inline double ovf_dot(ovf_vector a, ovf_vector b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
static inline ovf_vector ovf_cross(ovf_vector a, ovf_vector b)
{
    return (ovf_vector){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
static inline double ovf_norm(ovf_vector a) { return sqrt(ovf_dot(a, a)); }
static inline double ovf_distance(ovf_vector a, ovf_vector b)
{
    return ovf_norm(ovf_subtract(a, b));
}
static inline ovf_vector ovf_unit(ovf_vector a) { return ovf_scale(a, 1 / ovf_norm(a)); }

#endif
