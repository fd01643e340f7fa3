/* Designs surveys of one zone for one sensor, and measures what they see. */
#ifndef OVF_CLI_SURVEYOR_H
#define OVF_CLI_SURVEYOR_H

#include "cli/options.h"
#include "overflight/overflight.h"

/* Zeroed before its first use. */
typedef struct {
    const cli_options *options;
    ovf_zones zone; /* the one; it belongs to the caller */
    ovf_sensors sensors;
    ovf_analyzer *analyzer;
    ovf_observer *observer;
    ovf_scratch *scratch;
    double height_m;
    bool usual_height; /* the sensor's own */
    ovf_swath_interval swath;
    ovf_lonlat from, to;
    bool has_from, has_to;
} cli_surveyor;

/* What a pattern of tracks sees; clear its survey with ovf_survey_clear. */
typedef struct {
    ovf_survey survey;
    ovf_covered covered;
} cli_surveyed;

/* Reads the sensor (--sensor or --swath-km, one of them, --height) and the places (--from, --to).
 * Clear it after failure, too. */
ovf_status cli_surveyor_open(cli_surveyor *surveyor, const cli_options *options,
                             const ovf_zone *zone, ovf_error *error);
/* Designs tracks of at most `max_m` (0: as long as it takes) in a direction (NAN: the best) and
 * measures what they see. */
ovf_status cli_surveyor_design(cli_surveyor *surveyor, double max_m, double direction_deg,
                               cli_surveyed *made, ovf_error *error);
/* The survey as a route; `end` is its part_ends, and must live as long. */
ovf_route cli_surveyor_route(const cli_surveyor *surveyor, const ovf_survey *survey, size_t *end);
void cli_surveyor_clear(cli_surveyor *surveyor);

#endif
