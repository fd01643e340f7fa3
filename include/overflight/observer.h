/* Observing: where along a route which sensor is on, and what it sees to both sides. */
#ifndef OVERFLIGHT_OBSERVER_H
#define OVERFLIGHT_OBSERVER_H

#include "overflight/analysis.h"
#include "overflight/observation.h"
#include "overflight/sensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Heights between two places of the ground, or of a look, are straight lines that stay within this
 * of what was sampled. Metres. */
#define OVF_HEIGHT_TOLERANCE_M 1.0

#define OVF_ANYWHERE ((size_t)-1)

typedef struct {
    double height_m; /* above the ground, all along; NAN: the fixes' altitude less the ground's */
    size_t within;   /* index of the zone that sensors are on in; OVF_ANYWHERE: all along */
    double
        most_turn_deg_s;  /* sensors are off where the aircraft turns faster; NAN: never for that */
    double most_bank_deg; /* and where it must bank more than this, in a coordinated turn: tan(bank)
                             = speed · turn rate / g; NAN likewise */
} ovf_observer_options;

/* The height of the ground over mean sea level, as something else knows it. Sets heights[i] of the
 * places, NAN where it is not known. */
typedef struct {
    ovf_status (*heights)(void *context, const ovf_lonlat *places, size_t count, double *heights_m,
                          ovf_error *error);
    void *context;
    double spacing_m; /* heights are asked for at least so often along a leg */
} ovf_ground;

/* Finds the observations of routes. Built once, shared by any number of threads. */
typedef struct ovf_observer ovf_observer;

/* The sensors must outlive the observer. Options NULL: altitudes of the fixes, all along. Errors:
 * OVF_ERROR_MEMORY, OVF_ERROR_USAGE. */
ovf_status ovf_observer_new(const ovf_sensors *sensors, const ovf_observer_options *options,
                            ovf_observer **observer, ovf_error *error);
void ovf_observer_free(ovf_observer *observer);

/* Observes the route that `scratch` has analysed last: its result then has an observation for each
 * sensor, in their order. They hold until the next use of the scratch. `ground` is for the calling
 * thread only; NULL: it is not known.
 *
 * A sensor is on all along, or where the attributes of the route and the options agree that it is:
 *   sensor_on            a list of true and false, one a fix: on from that fix to the next;
 *   observation_periods  a list of pairs of times (ISO 8601): on in between, both included;
 *   either may also be an object of such lists by the sensor's id, and a sensor that it does not
 *   name is off.
 * How fast the aircraft turns is known where fixes have times: at a fix, the change of course over
 * the half of both legs beside it, which is how far it counts.
 *
 * Errors: OVF_ERROR_INPUT (a height that is not known, is below the ground or of another kind;
 * times that are wanted and not known; an attribute that is no such list): a sentence with route
 * and fix. OVF_ERROR_MEMORY; whatever `ground` has. */
ovf_status ovf_observe(const ovf_observer *observer, const ovf_ground *ground, ovf_scratch *scratch,
                       ovf_error *error);

#ifdef __cplusplus
}
#endif
#endif
