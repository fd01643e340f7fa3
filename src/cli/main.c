/* The command. */
#include <signal.h>

#include "cli/subcommands.h"
#include "cli/terminal.h"

int main(int argc, char **argv)
{
    /* So that a reader that goes away is an error we can clean up after, and not our end. */
    signal(SIGPIPE, SIG_IGN);
    return cli_finish(cli_run(argc, argv));
}
