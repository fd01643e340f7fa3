/* overflight merge PART... -o DIR */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/terminal.h"
#include "cli/verdict.h"
#include "overflight/batch.h"

const char cli_merge_help[] =
    "overflight merge: combine what 'analyze --shard' has written\n"
    "\n"
    "Usage: overflight merge PART... -o DIR [OPTIONS]\n"
    "\n"
    "Writes what one run over all the routes would have written, byte for byte. All\n"
    "parts of the batch must be there, in any order. The files that they were made\n"
    "from must still be where they were, and be the same.\n"
    "\n"
    "  -o, --output DIR  where the results go; a new directory, or PG:dbname=… for\n"
    "                    parts made with --formats gpkg\n"
    "      --force       replace DIR if an earlier analysis made it\n"
    "  -q, --quiet       no table\n"
    "  -h, --help        this text\n"
    "\n"
    "Example:\n"
    "  for k in 1 2 3; do overflight analyze big.fgb --shard $k/3 -o parts; done\n"
    "  overflight merge parts/part-*-of-3 -o result\n"
    "\n"
    "Exit status: 0 done, 2 bad usage or input (a part is missing, incomplete,\n"
    "doubled, or of another batch), 3 failure of the system. Unless it is 0, nothing\n"
    "has been written.\n";

static int run(const cli_options *options)
{
    ovf_batch_report report = {0};
    ovf_error error;
    ovf_status status = ovf_batch_merge(options->operands, options->operand_count, options->output,
                                        options->force, &report, &error);
    if (status != OVF_OK) cli_complain("%s", error.message);
    else if (!options->quiet && !cli_verdict_print(&report)) {
        status = OVF_ERROR_MEMORY;
        cli_complain("out of memory for the table; the results are complete");
    }
    ovf_batch_report_clear(&report);
    return cli_exit_for(status);
}

static int start(const cli_options *options)
{
    if (options->operand_count == 0) {
        cli_complain("merge wants the parts of a batch, as in 'overflight merge parts/part-*-of-3 "
                     "-o result'");
        return CLI_BAD_INPUT;
    }
    if (options->output == NULL) {
        cli_complain("merge wants a directory for its results: add '-o DIR'");
        return CLI_BAD_INPUT;
    }
    return run(options);
}

int cli_merge(int argc, char **argv)
{
    static const cli_syntax syntax = {"merge", "ofq", cli_merge_help};
    cli_options options;
    int status = cli_options_parse(&options, &syntax, argc, argv);
    if (status == CLI_GO_ON) status = start(&options);
    cli_options_clear(&options);
    return status;
}
