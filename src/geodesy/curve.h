/* Curved edges of rings: arcs around a centre, and lines that do not run as the zone's edges do.
 *
 * A curve is a function of a parameter u from 0 to 1: of an arc the azimuth at its centre changes
 * evenly with it, and its distance from there; of the others the latitude, or along a parallel the
 * longitude. */
#ifndef OVF_GEODESY_CURVE_H
#define OVF_GEODESY_CURVE_H

#include "geodesy/leg.h"

/* Beyond a quarter of the earth it is not clear what is inside. */
#define OVF_CURVE_RADIUS_MAX_M 5e6

typedef struct {
    ovf_curve_kind kind;
    ovf_lonlat from, to;
    double lon_change; /* but of an arc: from one end to the other, degrees */
    double stretch;    /* of a loxodrome: lon_change for the whole change of isometric latitude */
    ovf_lonlat centre; /* of an arc */
    double azimuth, turn; /* of an arc: at its centre, to its beginning, and how far it goes on;
                             degrees, clockwise */
    double radius_m, radius_change_m;
    ovf_leg leg; /* of a geodesic */
} ovf_course;

static inline bool ovf_zone_is_curved(const ovf_zone *zone)
{
    for (size_t i = 0; i < zone->polygon_count; i++)
        for (size_t k = 0; k < zone->polygons[i].count; k++)
            if (zone->polygons[i].rings[k].curve_count > 0) return true;
    return false;
}

/* Where the curves of a ring end; of one without any where they begin, which may be NULL. */
static inline const ovf_curve *ovf_ring_curves_end(const ovf_ring *ring)
{
    return ring->curve_count > 0 ? ring->curves + ring->curve_count : ring->curves;
}

/* The curve between two vertices. */
void ovf_course_make(ovf_course *course, const ovf_curve *curve, ovf_lonlat from, ovf_lonlat to);

/* The place at u; its longitude is named so that it is next to `beside`. Unless NULL, *rate_deg
 * becomes the rate of its longitude's change by u. */
ovf_lonlat ovf_course_at(const ovf_course *course, double u, double beside, double *rate_deg);

/* The area between the curve and the equator, as ovf_area_below_lonlat has it, and the change of
 * longitude from one end to the other. */
double ovf_course_area_below(const ovf_course *course, double *lon_change);

#endif
