/* The subcommands. Each takes its own arguments (argv[0] is ignored) and returns the exit status.
 */
#ifndef OVF_CLI_COMMANDS_H
#define OVF_CLI_COMMANDS_H

#include "overflight/error.h"

typedef enum {
    CLI_DONE = 0,
    CLI_VIOLATES = 1,   /* only `check` and `airfields check` say so */
    CLI_BAD_INPUT = 2,  /* usage or input: the caller's turn */
    CLI_FAILURE = 3,    /* the system's or our own */
    CLI_SIGNALLED = 128 /* plus the signal's number */
} cli_exit;

int cli_analyze(int argc, char **argv);
int cli_check(int argc, char **argv);
int cli_rules(int argc, char **argv);
int cli_merge(int argc, char **argv);
int cli_zones(int argc, char **argv);
int cli_airfields(int argc, char **argv);
int cli_sensors(int argc, char **argv);
int cli_plan(int argc, char **argv);
int cli_map(int argc, char **argv);

/* What `help NAME` and `NAME --help` print. */
extern const char cli_analyze_help[];
extern const char cli_coverage_help[]; /* of analyze as well: `help coverage` */
extern const char cli_check_help[];
extern const char cli_rules_help[];
extern const char cli_merge_help[];
extern const char cli_zones_help[];
extern const char cli_airfields_help[];
extern const char cli_sensors_help[];
extern const char cli_plan_help[];
extern const char cli_map_help[];

/* The exit status for a failed call of the library. */
int cli_exit_for(ovf_status status);

/* `--help` and `--version`, on standard output; both return the exit status. */
int cli_print_help(const char *text);
int cli_print_version(void);

#endif
