/* Findings: what a check of a route against restrictions says. */
#ifndef OVERFLIGHT_FINDING_H
#define OVERFLIGHT_FINDING_H

#include "overflight/analysis.h"
#include "overflight/error.h"
#include "overflight/restriction.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OVF_FINDING_MESSAGE 640

/* By how much, and to which side as flown, a leg must move to keep its distance: as far as its
 * nearest place tells. */
typedef struct {
    size_t leg; /* 0: from the first fix to the second */
    double by_m;
    bool left;
} ovf_move;

/* What one restriction has to say of one route, at one place. */
struct ovf_finding {
    const ovf_restriction *restriction;
    ovf_severity severity;
    bool judged;            /* false: it could not be judged, for want of what the message names */
    bool near_miss;         /* it is kept, by less than the margin that was asked for */
    double measured, limit; /* in `unit`; NAN: no figure */
    double margin; /* what is left of the limit, in `unit`; negative: by how much it is broken; NAN:
                      no figure */
    const char *unit;   /* "km", "m", "h", ""; constant */
    ovf_place from, to; /* the stretch; the same twice: a point; both NAN: the flight as a whole */
    ovf_place nearest;  /* of a stretch that is too near: the nearest place, and that on the zone or
                           line; NAN otherwise */
    ovf_lonlat nearest_on_zone;
    const ovf_move *moves;
    size_t move_count;
    char message[OVF_FINDING_MESSAGE]; /* a sentence, without a full stop */
    ovf_remedy remedy; /* what the caller can give, so that the restriction can be judged */
};

/* Zeroed it is the usual check. */
typedef struct {
    bool dated;             /* the flight is taken to be at some time in [date_s, until_s], on one
                               day; false: its own times decide */
    double date_s, until_s; /* Unix seconds */
    double margin; /* what is kept by less than this part of the limit is a warning, up to 1; 0:
                      OVF_CHECK_MARGIN; negative (OVF_MARGIN_NONE): no such warnings */
    const ovf_airfields *airfields; /* NULL: what needs them cannot be judged */
    const ovf_analyzer *territory;  /* over the States' areas, with the attribute iso2; NULL: what
                                       needs them cannot be judged */
    const ovf_route *reference;     /* what the route is compared with; NULL: with nothing */
} ovf_check_options;

#define OVF_CHECK_MARGIN 0.05
#define OVF_MARGIN_NONE (-1.0)

/* Judges routes by restrictions. Built once, shared by any number of threads. */
typedef struct ovf_checker ovf_checker;

/* What is given must outlive the checker and stay unchanged; `rules` must be of the analyzer's
 * zones. Options NULL: the usual ones. Errors: OVF_ERROR_MEMORY, OVF_ERROR_USAGE (a margin out of
 * range), OVF_ERROR_GEOMETRY (the plan).
 *
 * For example:
 *     const ovf_check_options options = {.airfields = &airfields, .margin = 0.1};
 *     ovf_checker_new(analyzer, &rules, &options, &checker, &error); */
ovf_status ovf_checker_new(const ovf_analyzer *analyzer, const ovf_rules *rules,
                           const ovf_check_options *options, ovf_checker **checker,
                           ovf_error *error);
void ovf_checker_free(ovf_checker *checker);
/* The States' areas, if they were not among the options; before others use the checker. They must
 * outlive it too. Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_checker_set_territory(ovf_checker *checker, const ovf_analyzer *territory,
                                     ovf_error *error);

/* Judges the route that `scratch` has analysed last: its result then has the findings, in the order
 * of the restrictions and of the route. They hold until the next use of the scratch. Errors:
 * OVF_ERROR_MEMORY.
 *
 * For example:
 *     if (ovf_analyze(analyzer, route, scratch, &result, &error) == OVF_OK &&
 *         ovf_check_route(checker, scratch, &error) == OVF_OK)
 *         for (size_t i = 0; i < result->finding_count; i++) puts(result->findings[i].message); */
ovf_status ovf_check_route(const ovf_checker *checker, ovf_scratch *scratch, ovf_error *error);

#ifdef __cplusplus
}
#endif
#endif
