#include "geodesy/earth.h"

#include <pthread.h>

static struct geod_geodesic wgs84;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void initialise(void) { geod_init(&wgs84, OVF_EARTH_A, OVF_EARTH_F); }

const struct geod_geodesic *ovf_earth(void)
{
    pthread_once(&once, initialise);
    return &wgs84;
}

ovf_vector ovf_earth_point(double lon, double lat)
{
    double sin_lat = sin(lat * OVF_RADIAN), cos_lat = cos(lat * OVF_RADIAN);
    double sin_lon = sin(lon * OVF_RADIAN), cos_lon = cos(lon * OVF_RADIAN);
    double n = OVF_EARTH_A / sqrt(1 - OVF_EARTH_E2 * sin_lat * sin_lat);
    if (fabs(lat) == 90) cos_lat = 0; /* all longitudes meet in one point */
    return (ovf_vector){n * cos_lat * cos_lon, n * cos_lat * sin_lon,
                        n * (1 - OVF_EARTH_E2) * sin_lat};
}

ovf_lonlat ovf_earth_position(ovf_vector p)
{
    double r = hypot(p.x, p.y);
    /* Bowring: from the parametric latitude of the point's direction to the geodetic latitude. */
    double beta = atan2(p.z * OVF_EARTH_A, r * OVF_EARTH_B);
    double s = sin(beta), c = cos(beta);
    double lat = atan2(p.z + OVF_EARTH_E2 / (1 - OVF_EARTH_E2) * OVF_EARTH_B * s * s * s,
                       r - OVF_EARTH_E2 * OVF_EARTH_A * c * c * c);
    return (ovf_lonlat){atan2(p.y, p.x) / OVF_RADIAN, lat / OVF_RADIAN};
}

ovf_vector ovf_earth_normal(ovf_vector p)
{
    const double ratio = 1 / ((1 - OVF_EARTH_F) * (1 - OVF_EARTH_F)); /* a²/b² */
    return ovf_unit((ovf_vector){p.x, p.y, p.z * ratio});
}
