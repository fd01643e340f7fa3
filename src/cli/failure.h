/* Saying why something failed, what the user can do about it, and with which exit status. */
#ifndef OVF_CLI_FAILURE_H
#define OVF_CLI_FAILURE_H

#include "overflight/error.h"
#include "overflight/finding.h"

/* What a remedy is called here, to stand in parentheses behind a sentence: mostly the option to
 * add. NULL: there is none. */
const char *cli_remedy(ovf_remedy remedy);

/* The exit status for a verdict, and for a failed call of the library. */
int cli_exit_of(ovf_verdict verdict);
int cli_exit_for(ovf_status status);
/* Complains of a failed call, with the remedy; an error without a sentence is one of memory.
 * Returns the exit status. */
int cli_fail(ovf_status status, const ovf_error *error);
/* Complains that memory is out, and returns the exit status. */
int cli_fail_memory(void);

#endif
