/* Observing: where along a route which sensor is on, and what it sees to both sides. */
#ifndef OVERFLIGHT_OBSERVATION_H
#define OVERFLIGHT_OBSERVATION_H

#include "overflight/analysis.h"
#include "overflight/heights.h"
#include "overflight/sensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A stretch of the route on which a sensor is on. */
typedef struct {
    double from_m, to_m;         /* along the route; within one leg; from_m < to_m */
    ovf_swath_interval from, to; /* what is seen at both ends; linear in between */
    bool turns; /* goes on from the look before it at a fix: the corner between them is swept too */
} ovf_look;

/* What one sensor sees along one route: looks in the order flown, which do not overlap. */
typedef struct ovf_observation {
    size_t sensor; /* index into the sensors */
    const ovf_look *looks;
    size_t count;
    double length_m; /* of all looks */
} ovf_observation;

/* Between samples, heights are straight lines that stay within this of what was sampled, in metres.
 */
#define OVF_HEIGHT_TOLERANCE_M 1.0

typedef struct {
    double height_m;  /* above the ground, all along; 0: the fixes' altitude less the ground's */
    bool within_zone; /* sensors are on only in the zone with the index `zone` */
    size_t zone;
    double max_turn_deg_s; /* sensors are off where the aircraft turns faster; 0: no limit */
    double max_bank_deg;   /* and where it must bank more than this in a coordinated turn: tan(bank)
                              = speed · turn rate / g; 0: no limit */
} ovf_observer_options;

/* Finds the observations of routes. Built once, shared by any number of threads. */
typedef struct ovf_observer ovf_observer;

/* Makes an observer for sensors, which must outlive it. `options` may be NULL: heights from the
 * fixes' altitudes, sensors on all along. Errors: OVF_ERROR_USAGE (NULL, no sensor, a number out of
 * range), OVF_ERROR_MEMORY.
 *
 * For example:
 *     const ovf_observer_options options = {.height_m = 3353, .max_bank_deg = 20};
 *     ovf_observer_new(&sensors, &options, &observer, &error); */
ovf_status ovf_observer_new(const ovf_sensors *sensors, const ovf_observer_options *options,
                            ovf_observer **observer, ovf_error *error);
void ovf_observer_free(ovf_observer *observer);

/* When one sensor was on, as the flight's own record tells. Zeroed it tells nothing, and the sensor
 * is on all along. */
typedef struct {
    const bool *on;          /* for each fix of the route: on from it to the next; NULL: not said */
    const double *periods_s; /* pairs of Unix seconds in order: on in between, both included */
    size_t period_count;     /* of pairs */
    bool has_periods;        /* they are said: without any, the sensor is off all along */
} ovf_sensor_log;

/* Observes the route that `scratch` analysed last. Its result then has an observation for each
 * sensor, in their order; they stay valid until the scratch is used again. `logs` has one for each
 * sensor (ovf_sensor_logs_read), or is NULL. `ground` serves the calling thread only, or is NULL if
 * the ground is unknown.
 *
 * A sensor is on where its log, the options and the limits of turn and bank all allow it. The rate
 * of a turn is known where fixes have times: the change of course at a fix, over half of each leg
 * beside it, which is also how far it counts.
 *
 * Errors: OVF_ERROR_INPUT (a height that is unknown, below the ground or of another kind; a missing
 * time; names route and fix), OVF_ERROR_USAGE (NULL), OVF_ERROR_MEMORY, and those of `ground`. */
ovf_status ovf_observe(const ovf_observer *observer, const ovf_sensor_log *logs,
                       const ovf_ground *ground, ovf_scratch *scratch, ovf_error *error);

#ifdef __cplusplus
}
#endif
#endif
