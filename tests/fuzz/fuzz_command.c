/* Any bytes as the words of a command line; nothing is run. The first byte chooses the subcommand,
 * and each word ends with a line. Nothing may crash or leak; a value that is taken must be in its
 * option's range, and every other ends with exit status 2.
 *
 * Tests: src/cli/arguments.c src/cli/option_type.c src/cli/option_table.c */
#include "named_bytes.h"

#include <getopt.h>
#include <math.h>

#include "cli/arguments.h"
#include "cli/exit.h"
#include "cli/option_table.h"
#include "cli/subcommands.h"

#define WORDS 64

static bool is_flag_or_text(const cli_option *option)
{
    return option->type != &cli_number && option->type != &cli_percent;
}

static void check_options(const cli_options *options)
{
    for (size_t i = CLI_NO_OPTION + 1; i < CLI_OPTION_COUNT; i++) {
        const cli_option *option = &cli_option_table[i];
        if (options->given[i] == NULL || is_flag_or_text(option)) continue;
        double value, unit = option->type == &cli_percent ? 0.01
                             : option->unit > 0           ? option->unit
                                                          : 1;
        memcpy(&value, (const char *)options + option->place, sizeof value);
        expect(value >= option->range.least * unit * (1 - 1e-12) &&
               value <= option->range.most * unit * (1 + 1e-12));
    }
}

/* Complaints are for people; here they would only be in the way. */
static void be_quiet(void)
{
    static bool done;
    if (!done && getenv("FUZZ_ALOUD") == NULL) expect(freopen("/dev/null", "w", stderr) != NULL);
    done = true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1) return 0;
    size_t count = 0;
    while (cli_subcommands[count].name != NULL) count++;
    const cli_subcommand *chosen = &cli_subcommands[data[0] % count];
    char *text = text_of(data + 1, size - 1), *words[WORDS + 2] = {(char *)(uintptr_t)chosen->name};
    if (text == NULL) return 0;
    be_quiet();
    int argc = 1;
    for (char *word = text; argc <= WORDS && word != NULL;) {
        words[argc++] = word;
        word = strchr(word, '\n');
        if (word != NULL) *word++ = '\0';
    }
    cli_options options;
    optind = 0; /* getopt begins anew */
    int status = cli_arguments_read(&options, chosen->name, chosen->takes, argc, words);
    expect(status == CLI_GO_ON || status == CLI_BAD_INPUT || status == CLI_FAILURE);
    if (status == CLI_GO_ON) {
        expect(options.operands.count < (size_t)argc);
        check_options(&options);
    }
    cli_options_clear(&options);
    free(text);
    return 0;
}
