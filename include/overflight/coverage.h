/* Coverage: the ground that sensors saw, and what they left of a zone.
 *
 * A swath reaches to both sides of each place of the route, along the geodesics at right angles to
 * the leg, as far as the sensor sees. It is laid into Lambert's azimuthal equal-area plane around
 * the zone or the route, and GEOS overlays it there. Areas are right to 1e-6 of themselves:
 * vertices stand beside curves so that what straight lines cut off and what they add cancel. Each
 * overlay is checked against an area counted without one. Swaths that share a border within 10 µm
 * leave no gap; if GEOS needs a grid of 1 mm, within 2 mm.
 *
 * A coverage keeps the gap, the pieces of the zone that nothing has seen yet, and subtracts what is
 * added from the pieces that it meets. So a flight over seen ground costs next to nothing. The
 * result does not depend on threads. The order of flights changes what each one added, and the last
 * bits of the sum. */
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

/* Starts a coverage with nothing seen. `zone` must outlive it. Errors: OVF_ERROR_INPUT (a zone that
 * breaks a rule of model.h), OVF_ERROR_USAGE (NULL), OVF_ERROR_GEOMETRY (a zone too large for a
 * plane: some place of the earth must be 3,000 km away from it; rings without an area; names the
 * zone), OVF_ERROR_MEMORY. */
ovf_status ovf_coverage_new(const ovf_zone *zone, ovf_joins joins, ovf_coverage **coverage,
                            ovf_error *error);
/* Starts another coverage with the same zone, joins and flights, which goes its own way from here:
 * to see what each of several flights would add, without beginning anew for each. Costs a hundredth
 * or so of ovf_coverage_new. Errors: OVF_ERROR_USAGE (NULL), OVF_ERROR_MEMORY,
 * OVF_ERROR_INTERNAL. */
ovf_status ovf_coverage_copy(const ovf_coverage *coverage, ovf_coverage **copy, ovf_error *error);
void ovf_coverage_free(ovf_coverage *coverage);

/* Adds what one flight saw: any number of observations of the result's route. *added_m2 becomes the
 * area that no flight before had seen; `added_m2` may be NULL. Less than 0.01 m² or 1e-9 of the
 * zone is rounding: it counts as 0, and the flight as one that added nothing. Errors:
 * OVF_ERROR_USAGE (NULL, a look that leaves its leg, a swath without width), OVF_ERROR_GEOMETRY
 * (GEOS cannot overlay swath and zone, even on a grid of 1 mm; names both), OVF_ERROR_MEMORY. After
 * an error a part of it may have been added.
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

/* Draws the gap, or what has been seen: polygons whose edges, straight in longitude and latitude,
 * stay within `deviation_m` of the truth. Longitudes run on across the antimeridian. Outlines wind
 * counterclockwise and holes clockwise, seen from above. Vertices may be rounded to 1 mm, less in
 * zones below a kilometre. Free the array with ovf_polygons_free; there is none without an area.
 * Errors: OVF_ERROR_USAGE (NULL, a deviation that is not greater than 0), OVF_ERROR_GEOMETRY,
 * OVF_ERROR_MEMORY. */
ovf_status ovf_coverage_draw(ovf_coverage *coverage, ovf_coverage_part part, double deviation_m,
                             ovf_polygon **polygons, size_t *count, ovf_error *error);

/* ---- the swath of a flight ---- */

/* Draws the ground that one observation saw, wherever it is, as ovf_coverage_draw does, and sets
 * its area. Errors: as of ovf_coverage_add. Thread-safe. */
ovf_status ovf_swath_draw(const ovf_result *result, const ovf_observation *observation,
                          ovf_joins joins, double deviation_m, ovf_polygon **polygons,
                          size_t *count, double *area_m2, ovf_error *error);

#ifdef __cplusplus
}
#endif
#endif
