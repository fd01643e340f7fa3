/* Whether a State's airfields reach its mainland: the answer, for people and for programs. */
#ifndef OVF_CLI_AIRFIELD_RANGE_REPORT_H
#define OVF_CLI_AIRFIELD_RANGE_REPORT_H

#include "cli/options.h"
#include "cli/states.h"

/* What was asked, and the answer. */
typedef struct {
    const cli_options *options;
    cli_state state;
    ovf_rules rules;
    const ovf_restriction *rule; /* the one of the kind airfield_reach */
    ovf_zones area;              /* of --zones */
    ovf_airfields airfields;
    int year; /* OVF_RANGE_LATEST: the latest distances */
    ovf_range_result result;
} cli_airfield_range;

/* Undecided where no airfield counts. */
ovf_verdict cli_airfield_range_verdict(const ovf_range_result *result);

/* False when memory is out. */
bool cli_airfield_range_print(const cli_airfield_range *range);
bool cli_airfield_range_print_json(const cli_airfield_range *range);
bool cli_airfield_range_print_geojson(const cli_airfield_range *range);

#endif
