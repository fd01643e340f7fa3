/* Which subcommands there are, and which options each takes. */
#ifndef OVF_CLI_SUBCOMMANDS_H
#define OVF_CLI_SUBCOMMANDS_H

/* Runs the command with its arguments, as main has them. Returns the exit status. */
int cli_run(int argc, char **argv);

#endif
