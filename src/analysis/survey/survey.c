/* From the tracks to the search for what is better. */
#include "overflight/survey.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/survey/survey_meter.h"
#include "analysis/survey/survey_search.h"
#include "analysis/survey/survey_tracks.h"
#include "base/error.h"

/* The distance of the shortest tracks that see enough is found to a 2^HALVINGS-th of the whole. */
#define HALVINGS 12

/* How long tracks may be: what is flown before the zone is reached and after it has been left is
 * not within it. */
static ovf_status limit_tracks(const ovf_zone *zone, const ovf_survey_options *options,
                               double *max_m, ovf_error *error)
{
    ovf_survey_meter meter = {0};
    double from_m = 0, to_m = 0;
    ovf_status status = OVF_OK;
    *max_m = options->max_m > 0 ? options->max_m : INFINITY;
    if (!(options->max_inside_m > 0)) return OVF_OK;
    if (options->from != NULL || options->to != NULL)
        status = ovf_survey_meter_open(&meter, zone, error);
    if (status == OVF_OK && options->from != NULL)
        status = ovf_survey_distance(&meter, options->from, &from_m, error);
    if (status == OVF_OK && options->to != NULL)
        status = ovf_survey_distance(&meter, options->to, &to_m, error);
    ovf_survey_meter_close(&meter);
    *max_m = fmin(*max_m, options->max_inside_m + from_m + to_m);
    return status;
}

/* The shortest tracks that are found to see the part of the zone that is wanted, by halving; where
 * none do those that see most. */
static ovf_status make_least(const ovf_zone *zone, const ovf_survey_options *options, double max_m,
                             ovf_tracks *tracks, ovf_error *error)
{
    ovf_survey_meter meter = {0};
    ovf_surveyed is;
    ovf_status status = ovf_tracks_make(zone, options, max_m, tracks, error);
    if (status != OVF_OK || options->coverage >= 1) return status;
    status = ovf_survey_meter_open(&meter, zone, error);
    double low = 0, high = tracks->items[0].length_m;
    for (int k = 0; k < HALVINGS && status == OVF_OK; k++) {
        ovf_tracks tried;
        const ovf_survey *first = &tried.items[0];
        double middle = (low + high) / 2;
        /* What does not reach the zone sees too little of it. */
        bool enough = ovf_tracks_make(zone, options, middle, &tried, NULL) == OVF_OK;
        if (enough)
            status = ovf_survey_measure(&meter, first->fixes, first->fix_count, &options->swath,
                                        &is, error);
        enough = enough && status == OVF_OK && is.covered_fraction >= options->coverage;
        if (enough) {
            ovf_tracks swap = *tracks;
            *tracks = tried;
            tried = swap;
            high = middle;
        } else {
            low = middle;
        }
        ovf_tracks_clear(&tried);
    }
    ovf_survey_meter_close(&meter);
    return status;
}

bool ovf_survey_wants_turns(const ovf_swath_interval *swath)
{
    return swath->low_m >= 0 || swath->high_m <= 0;
}

ovf_status ovf_survey_make(const ovf_zone *zone, const ovf_survey_options *options,
                           ovf_survey *survey, ovf_error *error)
{
    if (survey == NULL) return ovf_fail_null(error, "a place for the survey");
    ovf_status status = ovf_survey_options_check(zone, options, error);
    if (status == OVF_OK && ovf_survey_wants_turns(&options->swath) &&
        !(options->turn_radius_m > 0))
        status = ovf_fail(
            error, OVF_ERROR_USAGE,
            "turn_radius_m: expected turns with a radius, since the swath lies on one "
            "side of the track, found turns on the spot");
    if (status != OVF_OK) return status;
    ovf_survey made = {0};
    ovf_survey_options search = *options;
    ovf_tracks tracks = {0};
    if (options->direction_deg != NULL) search.rounds = 0;
    double max_m;
    status = limit_tracks(zone, options, &max_m, error);
    if (status == OVF_OK)
        status = options->coverage > 0 ? make_least(zone, options, max_m, &tracks, error)
                                       : ovf_tracks_make(zone, options, max_m, &tracks, error);
    if (status == OVF_OK) status = ovf_survey_search(zone, &search, &tracks, &made, error);
    if (status == OVF_OK) *survey = made;
    else ovf_survey_clear(&made);
    ovf_tracks_clear(&tracks);
    return status;
}
