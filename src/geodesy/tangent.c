#include "geodesy/tangent.h"

/* At most so many steps; each leaves of the angle that is wrong about its square, times the radius
 * over the distance. */
#define STEPS 16

static ovf_lonlat on_circle(const ovf_circle *circle, double azimuth, double *radial)
{
    ovf_lonlat at = circle->centre;
    *radial = azimuth;
    if (circle->radius_m > 0)
        geod_direct(ovf_earth(), circle->centre.lat, circle->centre.lon, azimuth, circle->radius_m,
                    &at.lat, &at.lon, radial);
    return at;
}

/* From a place within the other circle, or on it: there the string begins around it. */
static bool from_within(const ovf_circle *place, const ovf_circle *circle, ovf_lonlat *touch,
                        double *radial)
{
    if (place->radius_m > 0) return false;
    *touch = place->centre;
    geod_inverse(ovf_earth(), circle->centre.lat, circle->centre.lon, place->centre.lat,
                 place->centre.lon, NULL, radial, NULL);
    return true;
}

/* A radius meets the tangent at a right angle, on the ellipsoid as well (Gauss). The azimuths of
 * the two radii are turned by what is missing. */
bool ovf_tangent_between(const ovf_circle *from, const ovf_circle *to, double side,
                         ovf_tangent *tangent)
{
    double distance, a1, a2, course1, course2;
    geod_inverse(ovf_earth(), from->centre.lat, from->centre.lon, to->centre.lat, to->centre.lon,
                 &distance, &course1, &course2);
    double sine = (to->radius_m - from->radius_m) / distance;
    if (!(distance > 0)) return false;
    if (fabs(sine) >= 1) {
        *tangent = (ovf_tangent){.length_m = 0};
        bool touches = sine > 0 ? from_within(from, to, &tangent->from, &tangent->to_radial)
                                : from_within(to, from, &tangent->from, &tangent->from_radial);
        if (!touches) return false;
        tangent->to = tangent->from;
        return true;
    }
    double lean = asin(sine) / OVF_RADIAN;
    a1 = course1 + side * (90 + lean);
    a2 = course2 + side * (90 + lean);
    for (int step = 0; step < STEPS; step++) {
        double radial1, radial2;
        tangent->from = on_circle(from, a1, &radial1);
        tangent->to = on_circle(to, a2, &radial2);
        geod_inverse(ovf_earth(), tangent->from.lat, tangent->from.lon, tangent->to.lat,
                     tangent->to.lon, &tangent->length_m, &course1, &course2);
        double turn1 = remainder(course1 + side * 90 - radial1, 360),
               turn2 = remainder(course2 + side * 90 - radial2, 360);
        a1 += turn1;
        a2 += turn2;
        if (fabs(turn1) < 1e-10 && fabs(turn2) < 1e-10) break;
    }
    tangent->from_radial = a1;
    tangent->to_radial = a2;
    return tangent->length_m > 0;
}

/* On a sphere the right-angled triangle of centre, point of touch and corner has cos(angle) =
 * tan(radius) / tan(hypotenuse) (Napier). */
ovf_lonlat ovf_tangent_corner(const ovf_circle *circle, double radial, double half_deg)
{
    const double mean_radius = 6371008.8;
    double radius = atan(tan(circle->radius_m / mean_radius) / cos(half_deg * OVF_RADIAN)) *
                    mean_radius;
    ovf_lonlat at;
    geod_direct(ovf_earth(), circle->centre.lat, circle->centre.lon, radial, radius, &at.lat,
                &at.lon, NULL);
    return at;
}
