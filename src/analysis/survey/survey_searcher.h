/* A search under way: the line in hand, the best so far, and how a line becomes a route. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_SEARCHER_H
#define OVF_ANALYSIS_SURVEY_SURVEY_SEARCHER_H

#include "analysis/survey/survey_barred.h"
#include "analysis/survey/survey_fixes.h"
#include "analysis/survey/survey_free.h"
#include "analysis/survey/survey_meter.h"
#include "analysis/survey/survey_starts.h"

/* Moves of a round. */
#define OVF_SURVEY_MOVES 5000
/* What is to be seen as a whole is seen with a reach that is shorter by this many cells. */
#define OVF_SPARE_CELLS 0.8

/* A route that was found, and the line that it was made of; no points: it was made of none that the
 * search may have. */
typedef struct {
    bool found;
    ovf_surveyed is;
    ovf_flat points[OVF_FREE_POINTS];
    size_t count;
} ovf_kept;

typedef struct {
    const ovf_zone *zone;
    const ovf_survey_options *options;
    double wanted; /* the part of the zone to be seen on the least distance; 0: as much as can be */
    double turn_m; /* radius of turns in the plane */
    ovf_plane plane;
    ovf_rings rings;
    ovf_survey_meter meter;
    ovf_survey_barred barred; /* without zones where nothing is */
    ovf_free search;
    ovf_kept of_all, of_own; /* the best of all, and of those that do not come of a foreign one */
    bool foreign; /* the line in hand comes of a given route, or of one that grew to be enough */
    ovf_flat trial[OVF_FREE_POINTS];
    ovf_starts starts;
    ovf_survey_fixes fixes; /* of a candidate */
    ovf_survey *best;
    bool stopped;
} ovf_searcher;

/* Lengths in the plane are not quite the true ones: the limits there are those of lines like the
 * one in hand. */
ovf_status ovf_searcher_set_limits(ovf_searcher *in, ovf_error *error);
/* Measures the fixes, which were made of these points or of none, and keeps them if they are the
 * best. Those of a pattern are told as such. */
ovf_status ovf_searcher_consider(ovf_searcher *in, const ovf_flat *points, size_t count,
                                 const ovf_survey *pattern, ovf_error *error);
/* Makes fixes of the line in hand that keep to the limits, and considers them. Where the end is
 * given nothing can be cut off it: the limits become tighter by what the line is beyond them, and
 * some moves see to that. */
ovf_status ovf_searcher_settle(ovf_searcher *in, const ovf_survey *pattern, int tightenings,
                               ovf_error *error);
/* Whether to stop is asked now and then. */
void ovf_searcher_ask(ovf_searcher *in, size_t round);
/* What is in hand when the search stops shows little until it is cold. */
void ovf_searcher_cool(ovf_searcher *in);

#endif
