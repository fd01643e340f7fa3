/* Comparing views: what several sets of rules say of one route, side by side. */
#ifndef OVERFLIGHT_COMPARE_H
#define OVERFLIGHT_COMPARE_H

#include "overflight/finding.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a view says of a rule, from the least to the worst. */
typedef enum {
    OVF_OUTCOME_NO_RULE,   /* the view has no such rule */
    OVF_OUTCOME_SILENT,    /* it has the rule, which does not apply to the route: the route is
                              elsewhere, or the rule was not in force */
    OVF_OUTCOME_NOT_ASKED, /* the route lacks the data that the rule asks for */
    OVF_OUTCOME_KEPT,
    OVF_OUTCOME_INFORMATION, /* and below: there is a finding of this severity */
    OVF_OUTCOME_WARNING,
    OVF_OUTCOME_UNDECIDED,
    OVF_OUTCOME_VIOLATION
} ovf_outcome;

/* "no rule", "silent", "not asked", "kept", or the severity's name. */
const char *ovf_outcome_name(ovf_outcome outcome);

/* What one view says of one rule. */
typedef struct {
    ovf_outcome outcome;                /* the worst of its findings */
    const ovf_restriction *restriction; /* NULL: the view has no such rule */
    size_t count;                       /* how many findings there are */
    double measured, limit, margin; /* of the worst finding, of several the first, or of the limit
                                       that is kept; NAN: no figure */
    const char *unit;               /* as in ovf_finding */
} ovf_said;

/* One rule in all views. */
typedef struct {
    const ovf_restriction *restriction; /* of the first view that says something of it */
    const char *name;      /* the rule's name without that of its set: "flight-distance" */
    const ovf_said *views; /* one for each view, in their order */
    bool in_several_sets;  /* the views have it from sets of different names */
    bool differs;          /* outcome, figures or the number of findings are not the same in all */
} ovf_compared;

/* Zeroed before its first use. */
typedef struct {
    ovf_compared *rows; /* the worst first, otherwise in the order of the views and their rules */
    size_t count, capacity;
    size_t view_count;
    ovf_said *said; /* of all rows, one after the other */
    size_t said_capacity;
    const ovf_rules **rules; /* of each view */
} ovf_comparison;

/* Begins the comparison of a route; what *comparison held is gone. Errors: OVF_ERROR_USAGE (NULL,
 * no view), OVF_ERROR_MEMORY. */
ovf_status ovf_comparison_begin(ovf_comparison *comparison, size_t view_count, ovf_error *error);

/* Adds what a check by the view's rules has found. `rules` and the view's checker must outlive the
 * comparison; `result` need not. With the option `keep` of the check, limits that are kept are told
 * from rules that do not apply. Rules of two views are the same if their names without their sets,
 * their kinds and their zones or lines are. Errors: OVF_ERROR_USAGE (NULL, a view out of range, a
 * result that was not judged), OVF_ERROR_MEMORY. */
ovf_status ovf_comparison_add(ovf_comparison *comparison, size_t view, const ovf_rules *rules,
                              const ovf_result *result, ovf_error *error);

/* Ends it, once all views were added: only then are the rows complete. There is a row for each rule
 * that any view found something about; with `kept` also for limits that are kept. Errors:
 * OVF_ERROR_USAGE (NULL, a view that was not added), OVF_ERROR_MEMORY.
 *
 * For example:
 *     ovf_comparison comparison = {0};
 *     const ovf_checker *checkers[2] = {checker, checker};
 *     ovf_comparison_begin(&comparison, 2, &error);
 *     for (size_t view = 0; view < 2; view++)
 *         if (ovf_check_route(checkers[view], scratch, &error) == OVF_OK)
 *             ovf_comparison_add(&comparison, view, &rules, result, &error);
 *     if (ovf_comparison_end(&comparison, false, &error) == OVF_OK)
 *         printf("%zu rules\n", comparison.count);
 *     ovf_comparison_clear(&comparison); */
ovf_status ovf_comparison_end(ovf_comparison *comparison, bool kept, ovf_error *error);
void ovf_comparison_clear(ovf_comparison *comparison);

#ifdef __cplusplus
}
#endif
#endif
