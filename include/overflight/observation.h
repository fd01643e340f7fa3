/* Observations: what a sensor sees along a route. */
#ifndef OVERFLIGHT_OBSERVATION_H
#define OVERFLIGHT_OBSERVATION_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define OVF_SWATH_SIDE_MAX_M 1e6 /* farther no sensor sees to either side */

/* An interval across the track, in metres on the ground, left positive: low_m <= high_m. A sensor
 * that looks down has its low end right of the track and its high end left of it; where 0 is not in
 * between, the ground below the aircraft is not seen. */
typedef struct {
    double low_m, high_m;
} ovf_swath_interval;

/* A stretch of the route on which a sensor is on. */
typedef struct {
    double from_m, to_m;         /* along the route; within one leg; from_m < to_m */
    ovf_swath_interval from, to; /* what is seen at both ends; linear in between */
    bool turns; /* goes on from the look before it at a fix: the corner between them is swept too */
} ovf_look;

/* What one sensor sees of one route: looks in the order flown, that do not overlap. */
typedef struct {
    size_t sensor;
    const ovf_look *looks;
    size_t count;
    double length_m; /* of all looks */
} ovf_observation;

#ifdef __cplusplus
}
#endif
#endif
