/* What a check of several plans comes to: how many have which verdict, what was not asked, what was
 * left out, and by which rules and zones it was reached. */
#ifndef OVF_CLI_CHECK_SUMS_H
#define OVF_CLI_CHECK_SUMS_H

#include <jansson.h>

#include "cli/options.h"
#include "cli/rule_sets.h"
#include "cli/terminal.h"
#include "overflight/overflight.h"

/* Something that could not be read. */
typedef struct {
    char *file, *feature, *reason;
} cli_left_out;

/* Zeroed before its first use. */
typedef struct {
    size_t verdicts[3]; /* plans by ovf_verdict */
    ovf_not_asked *not_asked;
    size_t not_asked_count;
    cli_left_out *left_out;
    size_t zones_left_out, left_out_count; /* the zones come first */
} cli_check_sums;

/* What the verdicts rest on. */
typedef struct {
    const cli_options *options;
    const cli_rule_sets *sets;
    const char *judged_by; /* the rules, in words */
    const ovf_judge *judge;
} cli_check_basis;

/* Adds a plan. False when memory is out. */
bool cli_check_sums_add(cli_check_sums *sums, const ovf_judgement *judgement);
/* Adds what could not be read. False when memory is out. */
bool cli_check_sums_leave_out(cli_check_sums *sums, const char *file, const char *feature,
                              const char *reason);
/* Violates if a plan does; otherwise undecided if a plan is, if something was left out, or without
 * any plan. */
ovf_verdict cli_check_sums_verdict(const cli_check_sums *sums);

/* "3 plans: 1 complies, 1 violates, 1 is undecided; 1 feature was left out, …", a line. */
void cli_check_counts_print(FILE *to, const cli_check_sums *sums);
/* Whether there is more to count than one plan. */
bool cli_check_sums_are_many(const cli_check_sums *sums);
/* "Zones: the 6 bundled ones.", a line. */
void cli_check_zones_print(FILE *to, const cli_options *options, const ovf_zones *zones);
void cli_check_sums_print(const cli_check_sums *sums, const cli_check_basis *basis,
                          const cli_terminal *terminal);
/* The document around the plans' objects, whose reference it takes (geodata/schemas/check.json). */
json_t *cli_check_sums_json(const cli_check_sums *sums, const cli_check_basis *basis,
                            json_t *routes);
/* {"left_out": …} of what was left out last; NULL when memory is out. */
json_t *cli_last_left_out_json(const cli_check_sums *sums);
void cli_check_sums_clear(cli_check_sums *sums);

#endif
