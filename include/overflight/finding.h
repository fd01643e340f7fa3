/* Findings: what a check of a route against restrictions says. */
#ifndef OVERFLIGHT_FINDING_H
#define OVERFLIGHT_FINDING_H

#include "overflight/analysis.h"
#include "overflight/error.h"
#include "overflight/heights.h"
#include "overflight/restriction.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a check comes to. `undecided` comes first: nothing complies before it was judged. */
typedef enum {
    OVF_VERDICT_UNDECIDED, /* a restriction that may be broken could not be judged, or none applied
                              at all */
    OVF_VERDICT_COMPLIES,
    OVF_VERDICT_VIOLATES
} ovf_verdict;

/* "undecided", "complies" or "violates". */
const char *ovf_verdict_name(ovf_verdict verdict);

#define OVF_FINDING_MESSAGE 640

/* How far a leg must move, and to which side as flown, to keep its distance. The nearest place on
 * the leg decides. */
typedef struct {
    size_t leg;  /* 0 is the leg from the first fix to the second */
    double by_m; /* metres */
    bool left;   /* true: to the left; false: to the right */
} ovf_move;

/* What one restriction says about one route, at one place. */
struct ovf_finding {
    const ovf_restriction *restriction;
    ovf_severity severity;
    bool judged;    /* false: something was missing, which the message names; its severity is then
                       undecided, or less where the rule's own is */
    bool near_miss; /* the limit is met, with less than the margin to spare, or not wherever the
                       zone's outline may lie */
    double measured, limit; /* in `unit`; NAN: no figure */
    double margin;      /* what is left of the limit, in `unit`; negative: how far it is exceeded;
                           NAN: no figure */
    const char *unit;   /* "km", "m", "h", ""; constant */
    ovf_place from, to; /* the stretch; both the same: a point; both NAN: the whole flight */
    ovf_place nearest;  /* of a stretch that is too near: the nearest place, and that on the zone or
                           line; NAN otherwise */
    ovf_lonlat nearest_on_zone;
    const ovf_move *moves;
    size_t move_count;
    char message[OVF_FINDING_MESSAGE]; /* a sentence, without a full stop */
    ovf_remedy remedy;                 /* what the caller can add so that it can be judged */
    double least, most; /* what `measured` may be, in `unit`, with the zone's outline anywhere
                           within the uncertainty that the zone states; of a limit on altitude that
                           is kept, with ground, sea and air anywhere within what is known of them;
                           NAN: neither leaves it open */
};

/* What every flight is asked, and this one does not say, such as when its plan was submitted; or a
 * rule about a zone that is not there. */
typedef struct {
    const ovf_restriction *restriction;
    const char *what; /* "the time of submission (attribute submitted_at)"; constant */
    ovf_remedy remedy;
} ovf_not_asked;

/* What a check of one route comes to. The route violates if a finding is a violation. Otherwise it
 * is undecided if a finding is, or if no restriction applied to it at all, which is a finding, too.
 */
typedef struct ovf_judgement {
    ovf_verdict verdict;
    size_t violations, undecided, warnings, information; /* findings, each one of the four */
    size_t disputable; /* violations of rules that are disputed, lifted or remembered */
    size_t judged;     /* restrictions that were judged: of the flight, and of the zones and lines
                          that it meets or comes near */
    const ovf_finding *kept; /* limits that are kept, if they were asked for; not among the findings
                              */
    size_t kept_count;
    const ovf_not_asked *not_asked;
    size_t not_asked_count;
} ovf_judgement;

/* Zeroed it is the usual check. */
typedef struct {
    bool dated;             /* the flight is taken to be at some time in [date_s, until_s], on one
                               day; false: its own times decide */
    double date_s, until_s; /* Unix seconds */
    double margin; /* a limit met with less than this part of it to spare is a warning; up to 1; 0:
                      OVF_CHECK_MARGIN; negative (OVF_MARGIN_NONE): no such warnings */
    const ovf_airfields *airfields; /* NULL: what needs them cannot be judged */
    const ovf_analyzer *territory;  /* over the States' areas, with the attribute iso2; NULL: what
                                       needs them cannot be judged */
    const ovf_analyzer *seas;       /* over zones with the sea of States, which their attribute
                                       territory_of names (iso2); NULL: the analysed zones */
    const ovf_route *reference;     /* what the route is compared with; NULL: with nothing */
    bool strict;                    /* what is not asked is undecided */
    bool keep;                      /* gather the limits that are kept */
    size_t zones_left_out; /* zones that could not be read: no route complies, since it may meet
                              them */
    const ovf_vertical *vertical; /* what is known of ground, geoid and air; NULL: nothing. All
                                     threads ask its ground and geoid; some for each:
                                     ovf_scratch_set_ground, ovf_scratch_set_geoid */
} ovf_check_options;

#define OVF_CHECK_MARGIN 0.05
#define OVF_MARGIN_NONE (-1.0)

/* Judges routes by restrictions. Built once, shared by any number of threads. */
typedef struct ovf_checker ovf_checker;

/* Makes a checker for routes that `analyzer` analyses. The analyzer, the rules, and what the
 * options point to must outlive it and stay unchanged; `rules` must have been read for the same
 * zones. `options` may be NULL. Errors: OVF_ERROR_USAGE (NULL; a margin above 1; dates out of
 * order; rules of an unknown kind, for a zone that is not there, or with an uncertainty
 * out of range), OVF_ERROR_MEMORY. Thread-safe.
 *
 * For example:
 *     const ovf_check_options options = {.airfields = &airfields, .margin = 0.1};
 *     ovf_checker_new(analyzer, &rules, &options, &checker, &error); */
ovf_status ovf_checker_new(const ovf_analyzer *analyzer, const ovf_rules *rules,
                           const ovf_check_options *options, ovf_checker **checker,
                           ovf_error *error);
void ovf_checker_free(ovf_checker *checker);
/* Adds the States' areas and seas, if the options had none. Call it before other threads use the
 * checker; they must outlive it. `seas` may be NULL, as in the options. Errors: OVF_ERROR_USAGE
 * (NULL), OVF_ERROR_MEMORY. */
ovf_status ovf_checker_set_territory(ovf_checker *checker, const ovf_analyzer *territory,
                                     const ovf_analyzer *seas, ovf_error *error);

/* Judges the route that `scratch` analysed last. Its result then has the judgement, and the
 * findings in the order of the restrictions and of the route. They stay valid until the scratch is
 * used again. Errors: OVF_ERROR_USAGE (NULL, a scratch without a result), OVF_ERROR_MEMORY.
 * Thread-safe if each thread has its own scratch.
 *
 * For example:
 *     if (ovf_analyze(analyzer, route, scratch, &result, &error) == OVF_OK &&
 *         ovf_check_route(checker, scratch, &error) == OVF_OK)
 *         puts(ovf_verdict_name(result->judgement->verdict)); */
ovf_status ovf_check_route(const ovf_checker *checker, ovf_scratch *scratch, ovf_error *error);

/* From now on checks with this scratch ask this ground, which must outlive it, in place of the
 * checker's; so each thread may have its own. NULL: the checker's again. */
void ovf_scratch_set_ground(ovf_scratch *scratch, const ovf_ground *ground);
/* The same for the heights of the sea over the ellipsoid. */
void ovf_scratch_set_geoid(ovf_scratch *scratch, const ovf_ground *geoid);

/* Whether a restriction is about the zone with this index. */
bool ovf_checker_restricts(const ovf_checker *checker, size_t zone);

#ifdef __cplusplus
}
#endif
#endif
