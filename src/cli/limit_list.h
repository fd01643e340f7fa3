/* The limits of what is read and worked on. */
#ifndef OVF_CLI_LIMIT_LIST_H
#define OVF_CLI_LIMIT_LIST_H

/* Prints them: name, value, what for. Returns the exit status. */
int cli_print_limits(void);

#endif
