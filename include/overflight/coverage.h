/* Coverage: the ground that sensors saw, and what of a zone is left unseen.
 *
 * A swath is built on the ellipsoid: at every place of a look it reaches as far to both sides as
 * the geodesics do that leave the leg at a right angle with the look's reach for length. It is then
 * laid into Lambert's azimuthal equal-area plane around the zone, or around the route, and there
 * the overlay is GEOS's. Areas are right to 1e-6 of themselves: curves have so many vertices, and
 * these beside the curve by so much, that what the straight lines between them cut off and what
 * they add balance. Each overlay is checked: what it leaves must
 * have the area that a count without any overlay says. Two
 * swaths that have a border in common within 10 µm leave no gap between them; where GEOS could only
 * do with coordinates on a grid of 1 mm, within 2 mm.
 *
 * A coverage keeps the gap: the pieces of the zone that nothing has seen yet. What is added is
 * subtracted from the pieces that it meets, so that a flight over what has been seen costs no more
 * than finding that out. The result does not depend on threads; on the order of flights only in
 * what each added, and in the last bits of the sum. */
#ifndef OVERFLIGHT_COVERAGE_H
#define OVERFLIGHT_COVERAGE_H

#include "overflight/analysis.h"
#include "overflight/observation.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What is seen where two legs meet. */
typedef enum {
    OVF_JOINS_ROUND, /* what the reach sweeps over while the aircraft turns the short way on the
                        spot, where looks go on (ovf_look: turns) */
    OVF_JOINS_NONE   /* nothing but what the legs see: both end square to their tracks */
} ovf_joins;

/* "round" or "none". */
const char *ovf_joins_name(ovf_joins joins);
/* True, and *joins set, when `name` is one of the two. */
bool ovf_joins_parse(const char *name, ovf_joins *joins);

/* ---- what of a zone has been seen ---- */

/* One thread at a time may use a coverage; different coverages may be used by different threads. */
typedef struct ovf_coverage ovf_coverage;

/* Starts with nothing seen. `zone` must outlive the coverage. Errors: OVF_ERROR_INPUT (a zone that
 * breaks a rule of model.h), OVF_ERROR_USAGE (NULL), OVF_ERROR_GEOMETRY (a zone so large that no
 * plane holds it: some place of the earth must be 3,000 km away from it; or rings that GEOS can
 * make no area of; the sentence names the zone), OVF_ERROR_MEMORY. */
ovf_status ovf_coverage_new(const ovf_zone *zone, ovf_joins joins, ovf_coverage **coverage,
                            ovf_error *error);
void ovf_coverage_free(ovf_coverage *coverage);

/* Adds what one flight saw: any number of observations of the result's route. *added_m2, unless
 * NULL, is the area of the zone that none before it had seen; less than 0.01 m² or a 1e-9th of the
 * zone is rounding and therefore 0, and the flight then counts for nothing. Errors: OVF_ERROR_USAGE
 * (a look that is not within a leg, or a reach that is none), OVF_ERROR_GEOMETRY (GEOS cannot
 * overlay swath and zone, not on a grid of a millimetre either: names both), OVF_ERROR_MEMORY;
 * after an error part of it may have been added.
 *
 * For example:
 *     ovf_coverage_new(zone, OVF_JOINS_ROUND, &coverage, &error);
 *     ovf_coverage_add(coverage, result, result->observations, result->observation_count,
 *                      NULL, &error);
 *     ovf_covered covered;
 *     ovf_coverage_read(coverage, &covered); */
ovf_status ovf_coverage_add(ovf_coverage *coverage, const ovf_result *result,
                            const ovf_observation *observations, size_t count, double *added_m2,
                            ovf_error *error);

/* How much has been seen. */
typedef struct {
    double area_m2;    /* of the zone, as ovf_zone_area has it */
    double covered_m2; /* area_m2 times the fraction */
    double
        covered_fraction; /* exactly 1 when no gap is left, exactly 0 when nothing has been seen */
    size_t flights;       /* those that added something */
} ovf_covered;

void ovf_coverage_read(const ovf_coverage *coverage, ovf_covered *covered);

typedef enum { OVF_COVERAGE_GAP, OVF_COVERAGE_SEEN } ovf_coverage_part;

/* Draws the gap, or what has been seen of the zone: polygons with edges straight in longitude and
 * latitude, that stay within `deviation_m` of the truth, and longitudes that run on across the
 * antimeridian, as a zone may have them; outlines wind counterclockwise and holes clockwise, as
 * seen from above. Some vertices are rounded to a millimetre in the plane, less for zones below a
 * kilometre. To be freed with ovf_polygons_free; none where there is no area. Errors:
 * OVF_ERROR_USAGE (NULL, a deviation that is not greater than 0), OVF_ERROR_GEOMETRY,
 * OVF_ERROR_MEMORY. */
ovf_status ovf_coverage_draw(ovf_coverage *coverage, ovf_coverage_part part, double deviation_m,
                             ovf_polygon **polygons, size_t *count, ovf_error *error);

/* ---- the swath of a flight ---- */

/* The union of what an observation saw, wherever it is, as ovf_coverage_draw draws, and its area.
 * Errors: as of ovf_coverage_add. Thread-safe. */
ovf_status ovf_swath_draw(const ovf_result *result, const ovf_observation *observation,
                          ovf_joins joins, double deviation_m, ovf_polygon **polygons,
                          size_t *count, double *area_m2, ovf_error *error);

#ifdef __cplusplus
}
#endif
#endif
