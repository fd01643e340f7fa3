/* Observation periods: where along a route a sensor is on. */
#ifndef OVF_ANALYSIS_OBSERVE_PERIODS_H
#define OVF_ANALYSIS_OBSERVE_PERIODS_H

#include "analysis/meet/scratch.h"
#include "analysis/meet/spans.h"
#include "overflight/observation.h"

/* As ovf_observe has it, of the route that the scratch has analysed last. `log` may be NULL. */
ovf_status ovf_periods_find(const ovf_scratch *scratch, const ovf_observer_options *options,
                            const ovf_sensor_log *log, ovf_spans *spans, ovf_error *error);

#endif
