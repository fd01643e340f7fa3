/* What a survey keeps to: zones to avoid, and the rules that its route is judged by. */
#ifndef OVF_CLI_SURVEY_RULES_H
#define OVF_CLI_SURVEY_RULES_H

#include "cli/rule_sets.h"
#include "overflight/overflight.h"

/* Zeroed before its first use. It must stay where it is until it is cleared. */
typedef struct {
    const cli_options *options;
    const ovf_zones *zones;
    size_t zone; /* index of the one that is surveyed */
    bool judged; /* --rules was given */
    cli_rule_sets sets;
    ovf_judge judge;
    ovf_almanac *almanac;
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    char *judged_by;
    ovf_zones places; /* the zones and then the rules' lines; what is inside is theirs */
    ovf_obstacle *obstacles;
    size_t count, capacity;
    double max_inside_m; /* by the rules; INFINITY: no limit */
    bool no_crossing;    /* the rules have something to say about crossings or circles */
} cli_survey_rules;

/* Reads --avoid and --rules. A survey from `height_m` above ground (NAN: from any) may not go where
 * a limit of altitude forbids that. Clear it after failure, too. */
ovf_status cli_survey_rules_open(cli_survey_rules *rules, const cli_options *options,
                                 const ovf_zones *zones, size_t zone, double height_m,
                                 ovf_error *error);
/* Judges a route; the result holds until the next. */
ovf_status cli_survey_rules_judge(cli_survey_rules *rules, const ovf_route *route,
                                  const ovf_result **result, ovf_error *error);
void cli_survey_rules_clear(cli_survey_rules *rules);

#endif
