/* overflight merge PART... -o DIR */
#include "base/error.h"
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/terminal.h"
#include "cli/verdict.h"
#include "overflight/batch.h"

static int run(const cli_options *options)
{
    ovf_batch_report report = {0};
    ovf_error error = {0};
    ovf_status status = ovf_batch_merge(options->operands.items, options->operands.count,
                                        options->output, options->force, &report, &error);
    if (status == OVF_OK && !options->quiet && !cli_verdict_print(&report))
        status = ovf_fail(&error, OVF_ERROR_MEMORY,
                          "out of memory for the table; the results are complete");
    ovf_batch_report_clear(&report);
    return status == OVF_OK ? CLI_DONE : cli_fail(status, &error);
}

int cli_merge(const cli_options *options)
{
    if (options->operands.count == 0) {
        cli_complain("merge: expected the parts of a batch, found none: try 'overflight merge "
                     "parts/part-*-of-3 -o result'");
        return CLI_BAD_INPUT;
    }
    if (options->output == NULL) {
        cli_complain("merge: expected a directory for the results, found none: add '-o DIR'");
        return CLI_BAD_INPUT;
    }
    return run(options);
}
