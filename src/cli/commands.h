/* The subcommands. Each gets its options and returns the exit status. */
#ifndef OVF_CLI_COMMANDS_H
#define OVF_CLI_COMMANDS_H

#include "cli/options.h"

int cli_analyze(const cli_options *options);
int cli_check(const cli_options *options);
int cli_merge(const cli_options *options);
int cli_survey(const cli_options *options);
int cli_inspect(const cli_options *options);
int cli_convert(const cli_options *options);
int cli_map(const cli_options *options);
int cli_rules_list(const cli_options *options);
int cli_rules_show(const cli_options *options);
int cli_rules_validate(const cli_options *options);
int cli_zones_list(const cli_options *options);
int cli_zones_show(const cli_options *options);
int cli_zones_validate(const cli_options *options);
int cli_airfields_list(const cli_options *options);
int cli_airfields_show(const cli_options *options);
int cli_airfields_check(const cli_options *options);
int cli_sensors_list(const cli_options *options);
int cli_sensors_show(const cli_options *options);
int cli_sensors_validate(const cli_options *options);
int cli_completion(const cli_options *options);

#endif
