/* A check with everything it needs, read from files: rule sets, attributes of zones, and the
 * bundled airfields and States if a rule needs them. */
#ifndef OVERFLIGHT_JUDGE_H
#define OVERFLIGHT_JUDGE_H

#include "overflight/finding.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Zeroed, nothing is judged. */
typedef struct {
    const char *const *sets; /* of rules: names or files, as ovf_rules_read takes them */
    size_t set_count;
    bool zone_attributes; /* judge what the zones say in their attributes, too */
    const char *date; /* ISO 8601, a day or a time: when the flights are taken to be; NULL: their
                         own times decide */
    double margin;    /* as ovf_check_options has it */
    const ovf_route *reference;   /* as ovf_check_options has it */
    const char *const *standings; /* judge only restrictions of these standings
                                     (ovf_restriction_standing) */
    size_t standing_count;        /* 0: all */
    bool without_territory; /* the States' areas are not read; what needs them cannot be judged */
    bool strict, keep;      /* as ovf_check_options has them, and what follows */
    size_t zones_left_out;
    const ovf_vertical *vertical; /* as ovf_check_options has it; a batch has its own */
} ovf_judge_options;

typedef struct {
    const ovf_zones *zones;
    ovf_rules rules;
    ovf_checker *checker;
    ovf_check_options options;
    ovf_airfields airfields;
    ovf_zones states, sea_zones;
    ovf_analyzer *territory, *seas;
} ovf_judge;

/* Reads what the options name and makes a checker. `analyzer` was built over `zones`; both, and the
 * reference, must outlive the judge. Clear *judge after failure too. Errors: those of reading;
 * OVF_ERROR_USAGE (NULL, a date or margin out of range).
 *
 * For example:
 *     const char *const sets[] = {"treaty-1992", "national-measures"};
 *     const ovf_judge_options options = {.sets = sets, .set_count = 2, .date = "2013-06-18"};
 *     ovf_judge judge = {0};
 *     ovf_judge_open(&judge, &options, &zones, analyzer, &error);
 *     ovf_judge_clear(&judge); */
ovf_status ovf_judge_open(ovf_judge *judge, const ovf_judge_options *options,
                          const ovf_zones *zones, const ovf_analyzer *analyzer, ovf_error *error);
/* Reads the States' areas after all; and the seas of the bundled zones, unless the judged zones
 * have seas (territory_of) themselves. */
ovf_status ovf_judge_add_territory(ovf_judge *judge, ovf_error *error);
void ovf_judge_clear(ovf_judge *judge);

#ifdef __cplusplus
}
#endif
#endif
