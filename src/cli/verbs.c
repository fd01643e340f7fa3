#include "cli/verbs.h"

#include <string.h>

#include "base/likeness.h"
#include "cli/commands.h"
#include "cli/terminal.h"

static int complain_verb(const char *word, const char *subcommand, const char *const *verbs)
{
    const char *nearest = ovf_nearest_word(word, verbs);
    if (nearest != NULL)
        cli_complain("unknown '%s %s': did you mean '%s %s'?", subcommand, word, subcommand,
                     nearest);
    else
        cli_complain("unknown '%s %s': 'overflight %s --help' says what there is", subcommand, word,
                     subcommand);
    return CLI_BAD_INPUT;
}

int cli_run_verb(int argc, char **argv, const char *subcommand, const char *const *verbs,
                 const cli_syntax *syntaxes, cli_verb_function run)
{
    cli_options options = {0};
    int status = CLI_BAD_INPUT;
    if (argc < 2) {
        cli_complain("%s wants a word more: 'overflight %s --help' says what there is", subcommand,
                     subcommand);
    } else if (argv[1][0] == '-') {
        /* Only --help makes sense so early. */
        status = cli_options_parse(
            &options, &(cli_syntax){subcommand, syntaxes[0].takes, syntaxes[0].help}, argc, argv);
        if (status == CLI_GO_ON) {
            cli_complain(
                "%s wants a word before its options: 'overflight %s --help' says what there is",
                subcommand, subcommand);
            status = CLI_BAD_INPUT;
        }
    } else {
        size_t verb = 0;
        while (verbs[verb] != NULL && strcmp(verbs[verb], argv[1]) != 0) verb++;
        if (verbs[verb] == NULL) return complain_verb(argv[1], subcommand, verbs);
        status = cli_options_parse(&options, &syntaxes[verb], argc - 1, argv + 1);
        if (status == CLI_GO_ON) status = run(verbs[verb], &options);
    }
    cli_options_clear(&options);
    return status;
}
