/* overflight airfields check: whether a State's airfields reach its mainland. */
#ifndef OVF_CLI_AIRFIELD_RANGE_H
#define OVF_CLI_AIRFIELD_RANGE_H

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

/* The exit status. */
int cli_reach_check(const cli_options *options);

/* The answer in each of its forms (reachreport.c). False when memory is out. */
bool cli_reach_print(const cli_airfield_range *reach);
bool cli_reach_print_json(const cli_airfield_range *reach);
bool cli_reach_print_geojson(const cli_airfield_range *reach);

#endif
