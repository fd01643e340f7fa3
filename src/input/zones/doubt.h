/* How much of a polygon that crosses itself is in doubt.
 *
 * The rings are cut into faces where they cross (GEOS: noding and polygonizing, in the plane of
 * longitude and latitude). Each ring winds around a face a number of times; it counts positively in
 * the direction in which the ring encloses most of its area. A face is without doubt if the outline
 * winds around it once more than the holes together, or as often. By the even-odd rule each face
 * has one answer in any case; in doubt is whether whoever drew the rings meant it. So a lobe behind
 * a crossing is in doubt, and what is enclosed twice, but neither is a spike, nor a ring that
 * touches itself. */
#ifndef OVF_INPUT_ZONES_DOUBT_H
#define OVF_INPUT_ZONES_DOUBT_H

#include <stdint.h>

#include "input/zones/planar.h"

/* Of polygons with more, holes within holes are part of the doubt. */
#define OVF_DOUBT_HOLES_MOST 64

typedef struct {
    double doubt_m2;    /* areas are right to 1e-3 where they are some degrees wide */
    double nested_m2;   /* of holes within holes, which are no part of the doubt */
    double inside_m2;   /* by the even-odd rule */
    double greatest_m2; /* of the greatest face in doubt, and where that is */
    double lon, lat;
    /* Of each hole, as bits, the other holes that it is within, where nested_m2 is not 0. */
    uint64_t within[OVF_DOUBT_HOLES_MOST];
} ovf_doubt;

/* Takes the geometry over: a polygon, valid or not. Errors: OVF_ERROR_MEMORY, OVF_ERROR_INTERNAL
 * (GEOS cannot cut it; no sentence). */
ovf_status ovf_doubt_measure(const ovf_validity *validity, GEOSGeometry *polygon, ovf_doubt *doubt);

/* The area of a polygon or collection of polygons in the plane of longitude and latitude. */
double ovf_planar_area(const ovf_validity *validity, const GEOSGeometry *geometry);

/* Whether so much doubt in so great an area may pass. */
bool ovf_doubt_is_small(double doubt_m2, double inside_m2);

#endif
