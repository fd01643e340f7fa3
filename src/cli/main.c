/* The command. */
#include <signal.h>

#include "cli/memory.h"
#include "cli/subcommands.h"
#include "cli/terminal.h"
#include "gdal/gdal.h"

int main(int argc, char **argv)
{
    /* So that a reader that goes away is an error we can clean up after, and not our end. */
    signal(SIGPIPE, SIG_IGN);
    cli_memory_begin();
    ovf_gdal_keep_quiet();
    return cli_memory_finish(cli_finish(cli_run(argc, argv)));
}
