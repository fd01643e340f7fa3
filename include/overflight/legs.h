/* The legs of a route that was analysed: courses, distances, times, altitudes, and the zones met.
 */
#ifndef OVERFLIGHT_LEGS_H
#define OVERFLIGHT_LEGS_H

#include "overflight/analysis.h"
#include "overflight/restriction.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Shorter legs have no azimuth, in metres: the coordinates are no finer than that. */
#define OVF_AZIMUTH_LEAST_M 1e-6

/* A zone that a leg is in. */
typedef struct {
    size_t zone;     /* index into the zones that the analyzer was built over */
    double inside_m; /* length inside; greater than 0 */
} ovf_leg_zone;

/* From one fix to the next, along the geodesic. */
typedef struct {
    size_t from_fix, to_fix;   /* indexes into the route's fixes */
    double azimuth_deg;        /* true, at its beginning: [0, 360), clockwise from north; NAN: the
                                  leg is shorter than OVF_AZIMUTH_LEAST_M */
    double final_azimuth_deg;  /* likewise at its end, in the direction of flight */
    double length_m, along_m;  /* its length, and the route's up to its end */
    double altitude_m, time_s; /* at its end; NAN: unknown */
    ovf_height_reference altitude_reference; /* of altitude_m: OVF_HEIGHT_MSL or OVF_HEIGHT_STD */
    const ovf_leg_zone *zones;               /* in the order in which they are met */
    size_t zone_count;
} ovf_route_leg;

/* Zeroed before its first use. */
typedef struct {
    ovf_route_leg *items;
    size_t count, capacity;
    ovf_leg_zone *zones; /* of all legs, one after the other */
    size_t zone_count, zone_capacity;
} ovf_legs;

/* Lists the legs of a result's route, in the order flown. What lies between two parts of a route is
 * no leg. The legs' lengths sum to the route's, and their lengths inside a zone to those of its
 * passages, both to 1e-6 m. Azimuths are those of geodesic.h (C. F. F. Karney, Algorithms for
 * geodesics, J. Geodesy 87, 2013), where a pole lies on the meridian of its longitude. A passage
 * that reaches less than OVF_TOLERANCE_M into a leg does not meet it: that length counts on the
 * neighbouring leg. *legs is replaced on success; its memory is reused. Errors: OVF_ERROR_USAGE
 * (NULL, a result without its fixes), OVF_ERROR_MEMORY.
 *
 * For example:
 *     ovf_legs legs = {0};
 *     status = ovf_legs_list(result, &legs, &error);
 *     for (size_t i = 0; status == OVF_OK && i < legs.count; i++)
 *         printf("%05.1f, %.3f km\n", legs.items[i].azimuth_deg, legs.items[i].length_m / 1000);
 *     ovf_legs_clear(&legs); */
ovf_status ovf_legs_list(const ovf_result *result, ovf_legs *legs, ovf_error *error);
void ovf_legs_clear(ovf_legs *legs);

#ifdef __cplusplus
}
#endif
#endif
