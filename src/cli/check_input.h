/* What a check reads before it judges: zones, plans, and the route that tracks are compared with.
 */
#ifndef OVF_CLI_CHECK_INPUT_H
#define OVF_CLI_CHECK_INPUT_H

#include "cli/plans.h"
#include "cli/rule_sets.h"
#include "cli/zone_files.h"
#include "cli/zone_input.h"
#include "overflight/overflight.h"

/* Zeroed before its first use. It must stay where it is until it is cleared. */
typedef struct {
    const cli_options *options;
    cli_zone_files zone_files;
    cli_zone_input zone_input; /* which counts the zones that were left out */
    ovf_zones zones;
    ovf_almanac *almanac;
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    ovf_route_source *reference_source;
    const ovf_route *reference;   /* of --against; NULL: none */
    ovf_vertical_source vertical; /* what is known of ground, sea and air */
    cli_plans plans;              /* the caller opens them (plans.h) */
} cli_check_input;

/* Reads the zones, the reference and the ground, and makes an analyzer with a scratch. What
 * --skip-invalid leaves out goes to `reject`. Clear the input after failure, too. */
ovf_status cli_check_input_open(cli_check_input *input, const cli_options *options,
                                ovf_reject_function reject, void *context, ovf_error *error);
void cli_check_input_clear(cli_check_input *input);

/* How a judge of these rule sets judges, by the options. */
ovf_judge_options cli_check_judging(const cli_check_input *input, const cli_rule_sets *sets,
                                    size_t zones_left_out);

/* Judges the route that the input's scratch has analysed last. A judge reads the States' areas only
 * when it first needs them. */
ovf_status cli_check_judge(const cli_check_input *input, ovf_judge *judge, const ovf_result *result,
                           ovf_error *error);

#endif
