/* Observation periods: where along a route a sensor is on. */
#ifndef OVF_ANALYSIS_OBSERVE_PERIODS_H
#define OVF_ANALYSIS_OBSERVE_PERIODS_H

#include "analysis/meet/scratch.h"
#include "analysis/meet/spans.h"

typedef struct {
    const char *sensor;                    /* its id */
    size_t within;                         /* index of a zone, or OVF_ANYWHERE */
    double most_turn_deg_s, most_bank_deg; /* NAN: no limit */
} ovf_period_options;

/* As ovf_observe has it, of the route that the scratch has analysed last. */
ovf_status ovf_periods_find(const ovf_scratch *scratch, const ovf_period_options *options,
                            ovf_spans *spans, ovf_error *error);

#endif
