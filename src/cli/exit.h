/* What the command returns to its caller. */
#ifndef OVF_CLI_EXIT_H
#define OVF_CLI_EXIT_H

typedef enum {
    CLI_DONE = 0,
    CLI_VIOLATES = 1,   /* only `check` and `airfields check` say so */
    CLI_BAD_INPUT = 2,  /* usage or input: the caller's turn */
    CLI_FAILURE = 3,    /* the system's or our own */
    CLI_UNDECIDED = 4,  /* of the same two: nothing violates, and not everything could be judged */
    CLI_SIGNALLED = 128 /* plus the signal's number */
} cli_exit;

/* No exit status: there is more to do. */
#define CLI_GO_ON (-1)

#endif
