#include "cli/arguments.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/likeness.h"
#include "cli/exit.h"
#include "cli/option_table.h"
#include "cli/terminal.h"

/* getopt's values for long options are above those of letters. */
#define LONG 256

/* The options of one subcommand, as getopt_long takes them. */
typedef struct {
    const char *subcommand;
    struct option
        options[2 * CLI_OPTION_COUNT]; /* some have an old name besides; ends with zeros */
    size_t count;
    char letters[2 * CLI_OPTION_COUNT + 2];
} grammar;

static void *place_of(cli_options *options, const cli_option *option)
{
    return (char *)options + option->place;
}

static void add(grammar *g, cli_option_id id)
{
    const cli_option *option = &cli_option_table[id];
    int argument = option->type == &cli_flag ? no_argument : required_argument;
    const char *names[] = {option->name, option->old_name};
    for (size_t i = 0; i < 2; i++)
        if (names[i] != NULL)
            g->options[g->count++] = (struct option){names[i], argument, NULL, LONG + (int)id};
    if (option->letter == '\0') return;
    strncat(g->letters, &option->letter, 1);
    if (argument == required_argument) strcat(g->letters, ":");
}

static void make_grammar(grammar *g, const char *subcommand, const cli_option_id *takes)
{
    *g = (grammar){.subcommand = subcommand, .letters = ":"};
    for (; *takes != CLI_NO_OPTION; takes++) add(g, *takes);
    add(g, CLI_HELP);
    add(g, CLI_VERSION);
}

/* The option that getopt's value stands for; NULL: none. */
static const cli_option *find(const grammar *g, int value)
{
    if (value >= LONG) return &cli_option_table[value - LONG];
    for (size_t i = 0; i < g->count; i++) {
        const cli_option *option = &cli_option_table[g->options[i].val - LONG];
        if (option->letter != '\0' && option->letter == value) return option;
    }
    return NULL;
}

/* ---- what is wrong ---- */

static int complain_unknown(const grammar *g, const char *argument)
{
    char typed[64];
    const char *names[2 * CLI_OPTION_COUNT], *of = *g->subcommand == '\0' ? "" : " of ";
    size_t count = 0, length = strcspn(argument + 2, "=");
    if (length >= sizeof typed) length = sizeof typed - 1;
    memcpy(typed, argument + 2, length);
    typed[length] = '\0';
    for (size_t i = 0; i < g->count; i++)
        if (g->options[i].name == cli_option_table[g->options[i].val - LONG].name)
            names[count++] = g->options[i].name;
    names[count] = NULL;
    const char *nearest = ovf_nearest_word(typed, names);
    if (nearest != NULL)
        cli_complain("unknown option '--%s'%s%s: did you mean '--%s'?", typed, of, g->subcommand,
                     nearest);
    else
        cli_complain("unknown option '--%s'%s%s: 'overflight %s%s--help' lists those it takes",
                     typed, of, g->subcommand, g->subcommand, *g->subcommand == '\0' ? "" : " ");
    return CLI_BAD_INPUT;
}

/* The one sentence for all values that an option does not take. */
static int complain_value(const cli_option *option, const char *found)
{
    char range[100] = "";
    if (option->type->describe_range != NULL)
        option->type->describe_range(option, range, sizeof range);
    cli_complain("option '--%s': expected %s%s%s, found %s", option->name, option->expected,
                 *range == '\0' ? "" : ", ", range, found);
    return CLI_BAD_INPUT;
}

static int complain_text(const cli_option *option, const char *text)
{
    char found[CLI_FOUND_SIZE];
    snprintf(found, sizeof found, strlen(text) < sizeof found - 2 ? "'%s'" : "'%.190s…'", text);
    return complain_value(option, found);
}

/* What getopt_long objected to: it says '?' with optopt set for a short option it does not know and
 * for a value that is too much, and with 0 for a long one it does not know or finds ambiguous. */
static int complain_option(const grammar *g, int answer, char **argv)
{
    const cli_option *option = find(g, optopt);
    const char *argument = argv[optind - 1], *value = strchr(argument, '=');
    if (answer == ':' && option != NULL) return complain_value(option, "nothing");
    if (optopt == 0) return complain_unknown(g, argument);
    if (option != NULL && value != NULL && strncmp(argument, "--", 2) == 0)
        return complain_text(option, value + 1);
    cli_complain("unknown option '-%c': 'overflight %s%s--help' lists the known ones", optopt,
                 g->subcommand, *g->subcommand == '\0' ? "" : " ");
    return CLI_BAD_INPUT;
}

/* ---- reading ---- */

/* The word that getopt has just taken an option from. */
static const char *taken_word(char **argv)
{
    return argv[optind - (optarg != NULL && optarg == argv[optind - 1] ? 2 : 1)];
}

/* getopt takes beginnings of names, and so --route for --route-id where a subcommand has no
 * --route. But an option means the same everywhere. */
static bool is_other_option(const grammar *g, int index, const char *word)
{
    size_t length = strcspn(word + 2, "=");
    if (length == strlen(g->options[index].name)) return false;
    for (size_t i = CLI_NO_OPTION + 1; i < CLI_OPTION_COUNT; i++) {
        const char *name = cli_option_table[i].name;
        if (strlen(name) == length && strncmp(name, word + 2, length) == 0) return true;
    }
    return false;
}

static int take(cli_options *options, const cli_option *option)
{
    char found[CLI_FOUND_SIZE] = "";
    options->given[option - cli_option_table] = optarg != NULL ? optarg : "";
    if (option->type->read(option, optarg, place_of(options, option), found)) return CLI_GO_ON;
    return *found != '\0' ? complain_value(option, found) : complain_text(option, optarg);
}

/* The defaults, and room for what may be repeated. */
static bool begin(cli_options *options, const char *name, int argc)
{
    size_t room = (size_t)argc + 1;
    *options = (cli_options){.subcommand = name};
    options->operands.items = calloc(room, sizeof *options->operands.items);
    bool good = options->operands.items != NULL;
    for (size_t i = CLI_NO_OPTION + 1; i < CLI_OPTION_COUNT; i++) {
        const cli_option *option = &cli_option_table[i];
        void *place = place_of(options, option);
        if (option->initial != 0) *(double *)place = option->initial;
        if (option->type != &cli_text_list) continue;
        cli_texts *list = place;
        list->items = calloc(room, sizeof *list->items);
        good = good && list->items != NULL;
    }
    return good;
}

int cli_arguments_read(cli_options *options, const char *name, const cli_option_id *takes, int argc,
                       char **argv)
{
    grammar g;
    bool hinted = false;
    if (!begin(options, name, argc)) {
        cli_complain("out of memory");
        return CLI_FAILURE;
    }
    make_grammar(&g, name, takes);
    opterr = 0;
    while (!options->help && !options->version) {
        int index = -1, answer = getopt_long(argc, argv, g.letters, g.options, &index);
        if (answer == -1) break;
        bool wrong = answer == '?' || answer == ':';
        if (!wrong && index >= 0 && is_other_option(&g, index, taken_word(argv)))
            return complain_unknown(&g, taken_word(argv));
        const cli_option *option = wrong ? NULL : find(&g, answer);
        if (option != NULL && index >= 0 && g.options[index].name != option->name && !hinted) {
            cli_complain("'--%s' is now called '--%s'", option->old_name, option->name);
            hinted = true;
        }
        int status = option == NULL ? complain_option(&g, answer, argv) : take(options, option);
        if (status != CLI_GO_ON) return status;
    }
    for (int i = optind; i < argc; i++)
        options->operands.items[options->operands.count++] = argv[i];
    return CLI_GO_ON;
}

void cli_options_clear(cli_options *options)
{
    free(options->operands.items);
    for (size_t i = CLI_NO_OPTION + 1; i < CLI_OPTION_COUNT; i++)
        if (cli_option_table[i].type == &cli_text_list)
            free(((cli_texts *)place_of(options, &cli_option_table[i]))->items);
    *options = (cli_options){0};
}
