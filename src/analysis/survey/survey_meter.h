/* What a route sees of a zone, measured exactly. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_METER_H
#define OVF_ANALYSIS_SURVEY_SURVEY_METER_H

#include "overflight/coverage.h"
#include "overflight/survey.h"

/* Zeroed before it is opened. One thread at a time. */
typedef struct {
    ovf_zones zones; /* the one */
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    ovf_coverage *nothing; /* NULL: not wanted yet. What a route sees is taken off a copy. */
    ovf_look *looks;
    size_t look_capacity;
} ovf_survey_meter;

typedef struct {
    double length_m, inside_m; /* of the route, and within the zone */
    double area_m2, covered_m2, covered_fraction;
} ovf_surveyed;

/* The zone must outlive the meter. */
ovf_status ovf_survey_meter_open(ovf_survey_meter *meter, const ovf_zone *zone, ovf_error *error);
void ovf_survey_meter_close(ovf_survey_meter *meter);

/* Measures only lengths. */
ovf_status ovf_survey_lengths(ovf_survey_meter *meter, ovf_fix *fixes, size_t count,
                              ovf_surveyed *surveyed, ovf_error *error);
/* What is seen where the sensor is on all along, with round joins; or only where it is `on`, as
 * ovf_survey has it. */
ovf_status ovf_survey_measure(ovf_survey_meter *meter, ovf_fix *fixes, size_t count,
                              const ovf_swath_interval *swath, ovf_surveyed *surveyed,
                              ovf_error *error);
ovf_status ovf_survey_measure_on(ovf_survey_meter *meter, ovf_fix *fixes, const bool *on,
                                 size_t count, const ovf_swath_interval *swath,
                                 ovf_surveyed *surveyed, ovf_error *error);
/* How far a place is from the zone; 0 within it, and no more than OVF_SEARCH_MAX_M. */
ovf_status ovf_survey_distance(ovf_survey_meter *meter, const ovf_lonlat *place, double *distance_m,
                               ovf_error *error);

/* Errors: as ovf_survey_make has them for what it is given. */
ovf_status ovf_survey_options_check(const ovf_zone *zone, const ovf_survey_options *options,
                                    ovf_error *error);

#endif
