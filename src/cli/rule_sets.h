/* The rule sets that --rules names. */
#ifndef OVF_CLI_RULE_SETS_H
#define OVF_CLI_RULE_SETS_H

#include "cli/options.h"

typedef struct {
    const char **names; /* in order, each once */
    size_t count;
    bool zone_attributes; /* the zones' own restrictions are wanted */
    char *text;           /* that they are in */
} cli_rule_sets;

/* Splits what was given; `zones` means the restrictions that the zones have as attributes. Without
 * --rules: the usual ones for the bundled zones, none for those of --zones, whose attributes are
 * judged. False when memory is out. */
bool cli_rule_sets_find(const cli_options *options, cli_rule_sets *sets);
void cli_rule_sets_clear(cli_rule_sets *sets);

#endif
