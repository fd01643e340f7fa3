#include "geodesy/side.h"

#include <math.h>

#define HALF (2 * 3.14159265358979323846) /* of the sphere's 4π */

ovf_side ovf_side_meant(const ovf_zone *zone, size_t ring)
{
    if (!zone->oriented) return OVF_SIDE_USUAL;
    return ring == 0 ? OVF_SIDE_LEFT
                     : OVF_SIDE_RIGHT; /* a hole's own inside is what it takes away */
}

bool ovf_side_has_north(ovf_edges edges, ovf_side side, double turn_deg, double sines)
{
    bool around = fabs(turn_deg) > 180;
    switch (side) {
    /* Eastward around the axis the north is on the left. Otherwise `sines` is positive where the
     * ring runs clockwise on the map: then the outside of what the map shows is on the left. */
    case OVF_SIDE_LEFT: return around ? turn_deg > 0 : sines > 0;
    case OVF_SIDE_RIGHT: return around ? turn_deg < 0 : sines < 0;
    default: break;
    }
    /* The smaller side: north of a ring around the axis lies what its area leaves of a half. */
    if (around) return HALF - (turn_deg > 0 ? sines : -sines) <= HALF;
    return edges == OVF_EDGES_GEODESIC && fabs(sines) > HALF;
}
