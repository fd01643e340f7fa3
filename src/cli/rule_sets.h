/* What --rules, --compare and --status name. */
#ifndef OVF_CLI_RULE_SETS_H
#define OVF_CLI_RULE_SETS_H

#include "cli/options.h"

/* Words that were given with commas between them. */
typedef struct {
    const char **items; /* in order, each once */
    size_t count;
    char *text; /* that they are in */
} cli_words;

typedef struct {
    cli_words sets;
    bool zone_attributes; /* the zones' own restrictions are judged */
    cli_words standings;  /* none: all */
} cli_rule_sets;

/* Splits what was given; the set `zones` means the restrictions that the zones have as attributes.
 * Those of --zones are judged in any case. Without --rules the usual sets are taken, whatever the
 * zones. False when memory is out. */
bool cli_rule_sets_find(const cli_options *options, cli_rule_sets *sets);
void cli_rule_sets_clear(cli_rule_sets *sets);

/* The views of --compare, as they were written; and the sets of one, which has a + between them.
 * Both false when memory is out. */
bool cli_views_find(const cli_options *options, cli_words *views);
bool cli_rule_sets_of_view(const cli_options *options, const char *view, cli_rule_sets *sets);
void cli_words_clear(cli_words *words);

#endif
