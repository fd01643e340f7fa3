#include "cli/subcommands.h"

#include <stdio.h>
#include <string.h>

#include "base/likeness.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/flight_files.h"
#include "cli/help.h"
#include "cli/limit_list.h"
#include "cli/terminal.h"
#include "overflight/version.h"

#define READING_ZONES                                                                  \
    CLI_ZONES, CLI_ZONE_EDGES, CLI_ZONE_ID, CLI_LONG_EDGES, CLI_CRS, CLI_SKIP_INVALID, \
        CLI_ALLOW_REFERENCES
#define READING_ZONE_SHAPES \
    CLI_ZONE_EDGES, CLI_ZONE_ID, CLI_LONG_EDGES, CLI_CRS, CLI_ALLOW_REFERENCES
#define READING_ROUTES \
    CLI_ROUTE_ID, CLI_WHERE, CLI_INPUT_FORMAT, CLI_COLUMNS, CLI_FLIGHT_ID, CLEANING
#define CLEANING CLI_GAP, CLI_GAP_KM, CLI_MAX_SPEED, CLI_KEEP_ALL
#define JUDGING CLI_RULES, CLI_DATE, CLI_STATUS, CLI_STRICT, CLI_MARGIN
#define SENSING                                                                        \
    CLI_SENSOR, CLI_SWATH_KM, CLI_HEIGHT, CLI_JOINS, CLI_OBSERVE_WITHIN, CLI_MAX_TURN, \
        CLI_MAX_BANK, CLI_CELL
#define KNOWING_HEIGHTS CLI_DEM, CLI_QNH, CLI_TEMPERATURE
#define WRITING CLI_OUTPUT, CLI_FORCE

const cli_subcommand cli_subcommands[] = {
    {"check",
     cli_check,
     {READING_ZONES, READING_ROUTES, JUDGING,     KNOWING_HEIGHTS, CLI_COMPARE,       CLI_AGAINST,
      CLI_ROUTE,     CLI_POINTS,     CLI_SWEEP,   CLI_SENSOR,      CLI_SWATH_KM,      CLI_HEIGHT,
      CLI_PNG,       CLI_SIZE,       CLI_SUGGEST, CLI_CLEARANCE,   CLI_CSV_SAFE,      WRITING,
      CLI_ALL,       CLI_LEGS,       CLI_JSON,    CLI_GEOJSON,     CLI_LINE_BUFFERED, CLI_QUIET}},
    {"analyze",
     cli_analyze,
     {READING_ZONES, READING_ROUTES, CLI_SEARCH_KM, JUDGING, KNOWING_HEIGHTS, CLI_FLAT, SENSING,
      CLI_LAYERS, CLI_BIN, CLI_FORMATS, CLI_CSV_SAFE, CLI_POINTS, WRITING, CLI_JOBS, CLI_RESUME,
      CLI_SHARD, CLI_LINE_BUFFERED, CLI_PROGRESS, CLI_QUIET}},
    {"merge", cli_merge, {WRITING, CLI_QUIET}},
    {"map", cli_map, {CLI_OUTPUT, CLI_PNG, CLI_SIZE, CLI_ZONE, CLI_QUIET}},
    {"survey", cli_survey, {READING_ZONES,   CLI_ZONE,         CLI_SENSOR,      CLI_SWATH_KM,
                            CLI_HEIGHT,      CLI_MAX_DISTANCE, CLI_MAX_INSIDE,  CLI_COVERAGE,
                            CLI_RULES,       CLI_DATE,         CLI_NO_CROSSING, CLI_AVOID,
                            CLI_TURN_RADIUS, CLI_BANK,         CLI_SPEED,       CLI_OFF_IN_TURNS,
                            CLI_FROM,        CLI_TO,           CLI_START,       CLI_DIRECTION,
                            CLI_SECONDS,     CLI_ROUNDS,       CLI_SEED,        WRITING,
                            CLI_JSON,        CLI_QUIET}},
    {"inspect",
     cli_inspect,
     {READING_ZONE_SHAPES, READING_ROUTES, CLI_POINTS, CLI_ALL, CLI_JSON, CLI_QUIET}},
    {"convert",
     cli_convert,
     {READING_ZONES, READING_ROUTES, CLI_ROUTE, CLI_POINTS, WRITING, CLI_QUIET}},
    {"rules list", cli_rules_list, {CLI_JSON}},
    {"rules show", cli_rules_show, {CLI_JSON}},
    {"rules validate", cli_rules_validate, {CLI_ZONES, CLI_ZONE_ID}},
    {"zones list",
     cli_zones_list,
     {READING_ZONES, CLI_BBOX, CLI_CLASS, CLI_AT, CLI_JSON, CLI_QUIET}},
    {"zones show", cli_zones_show, {READING_ZONES, CLI_JSON, CLI_QUIET}},
    {"zones validate", cli_zones_validate, {READING_ZONE_SHAPES, CLI_ALL, CLI_QUIET}},
    {"airfields list", cli_airfields_list, {CLI_JSON}},
    {"airfields show", cli_airfields_show, {CLI_JSON}},
    {"airfields check",
     cli_airfields_check,
     {READING_ZONES, CLI_RULES, CLI_DATE, CLI_MARGIN, CLI_JSON, CLI_GEOJSON, CLI_QUIET}},
    {"sensors list", cli_sensors_list, {CLI_HEIGHT, CLI_JSON}},
    {"sensors show", cli_sensors_show, {CLI_HEIGHT, CLI_JSON}},
    {"sensors validate", cli_sensors_validate, {CLI_NO_OPTION}},
    {"completion", cli_completion, {CLI_NO_OPTION}},
    {NULL, NULL, {CLI_NO_OPTION}},
};
#define SUBCOMMAND_COUNT (sizeof cli_subcommands / sizeof *cli_subcommands - 1)

/* Names that subcommands had earlier. */
static const struct {
    const char *old_name, *name;
} renamed[] = {{"plan", "survey"}};

/* ---- finding ---- */

/* Whether the name's first word is `word`; *second is then its second one, NULL: it has none. */
static bool begins_with(const char *name, const char *word, const char **second)
{
    size_t length = strlen(word);
    if (strncmp(name, word, length) != 0 || (name[length] != '\0' && name[length] != ' '))
        return false;
    *second = name[length] == ' ' ? name + length + 1 : NULL;
    return true;
}

/* The name of today, with a hint where the word is one of yesterday. */
static const char *name_of_today(const char *word)
{
    for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
        if (strcmp(word, renamed[i].old_name) == 0) {
            cli_complain("'%s' is now called '%s'", renamed[i].old_name, renamed[i].name);
            return renamed[i].name;
        }
    return word;
}

static int complain_subcommand(const char *word)
{
    char first[SUBCOMMAND_COUNT][32];
    const char *names[SUBCOMMAND_COUNT + 2] = {"help"}, *nearest;
    for (size_t i = 0; i < SUBCOMMAND_COUNT; i++) {
        snprintf(first[i], sizeof first[i], "%.*s", (int)strcspn(cli_subcommands[i].name, " "),
                 cli_subcommands[i].name);
        names[i + 1] = first[i];
    }
    nearest = ovf_nearest_word(word, names);
    if (nearest != NULL) cli_complain("unknown subcommand '%s': did you mean '%s'?", word, nearest);
    else cli_complain("unknown subcommand '%s': 'overflight --help' lists them", word);
    return CLI_BAD_INPUT;
}

static int complain_second_word(const char *first, const char *word)
{
    const char *names[SUBCOMMAND_COUNT + 1] = {NULL}, *second, *nearest;
    size_t count = 0;
    for (size_t i = 0; i < SUBCOMMAND_COUNT; i++)
        if (begins_with(cli_subcommands[i].name, first, &second)) names[count++] = second;
    nearest = ovf_nearest_word(word, names);
    if (nearest != NULL)
        cli_complain("unknown '%s %s': did you mean '%s %s'?", first, word, first, nearest);
    else
        cli_complain("unknown '%s %s': 'overflight %s --help' says what there is", first, word,
                     first);
    return CLI_BAD_INPUT;
}

/* ---- running ---- */

static int print_version(void)
{
    printf("overflight %s\nGDAL %s\nPROJ %s\nGEOS %s\n", ovf_version(), ovf_gdal_version(),
           ovf_proj_version(), ovf_geos_version());
    return CLI_DONE;
}

static int print_help(const char *name)
{
    char first[32];
    snprintf(first, sizeof first, "%.*s", (int)strcspn(name, " "), name);
    fputs(cli_help_text(first), stdout);
    return CLI_DONE;
}

static bool reads_flights(const cli_option_id *takes)
{
    for (size_t i = 0; takes[i] != CLI_NO_OPTION; i++)
        if (takes[i] == CLI_INPUT_FORMAT) return true;
    return false;
}

/* Reads the options and calls `run`; NULL: more words were expected, as `missing` says. */
static int run_with(const char *name, const cli_option_id *takes, const char *help, int argc,
                    char **argv, int (*run)(const cli_options *options), const char *missing)
{
    cli_options options;
    int status = cli_arguments_read(&options, name, takes, argc, argv);
    options.others = cli_subcommands;
    if (status == CLI_GO_ON) {
        if (options.help) status = print_help(help);
        else if (options.limits) status = cli_print_limits();
        else if (options.version) status = print_version();
        else if (run != NULL)
            status = reads_flights(takes) ? cli_with_flight_files(&options, run) : run(&options);
        else {
            cli_complain("%s", missing);
            status = CLI_BAD_INPUT;
        }
    }
    cli_options_clear(&options);
    return status;
}

/* argv[0] is the first word of a subcommand that has two. */
static int run_second_word(const char *first, int argc, char **argv)
{
    char missing[200];
    const cli_option_id *takes = NULL;
    const char *second;
    for (size_t i = 0; i < SUBCOMMAND_COUNT; i++) {
        const cli_subcommand *candidate = &cli_subcommands[i];
        if (!begins_with(candidate->name, first, &second)) continue;
        if (argc > 1 && strcmp(second, argv[1]) == 0)
            return run_with(candidate->name, candidate->takes, candidate->name, argc - 1, argv + 1,
                            candidate->run, NULL);
        if (takes == NULL) takes = candidate->takes;
    }
    if (argc > 1 && argv[1][0] != '-') return complain_second_word(first, argv[1]);
    snprintf(missing, sizeof missing,
             "%s: expected a second word, found %s: 'overflight %s --help' says what there is",
             first, argc > 1 ? "an option" : "nothing", first);
    return run_with(first, takes, first, argc, argv, NULL, missing);
}

static int help(const char *word)
{
    if (word == NULL) return print_help("overflight");
    word = name_of_today(word);
    if (strcmp(word, "overflight") == 0 || cli_help_text(word) == NULL)
        return complain_subcommand(word);
    return print_help(word);
}

int cli_run(int argc, char **argv)
{
    static const cli_option_id alone[] = {CLI_LIMITS, CLI_NO_OPTION};
    const char *second;
    if (argc < 2) {
        cli_complain("expected a subcommand, found nothing: 'overflight --help' lists them");
        return CLI_BAD_INPUT;
    }
    if (argv[1][0] == '-')
        return run_with("", alone, "overflight", argc, argv, NULL,
                        "expected a subcommand, found an option: 'overflight --help' lists them");
    if (strcmp(argv[1], "help") == 0) {
        bool of_help = argc > 2 && (strcmp(argv[2], "--help") == 0 || strcmp(argv[2], "-h") == 0);
        return help(of_help ? NULL : argv[2]);
    }
    const char *word = name_of_today(argv[1]);
    for (size_t i = 0; i < SUBCOMMAND_COUNT; i++) {
        if (!begins_with(cli_subcommands[i].name, word, &second)) continue;
        if (second != NULL) return run_second_word(word, argc - 1, argv + 1);
        return run_with(cli_subcommands[i].name, cli_subcommands[i].takes, cli_subcommands[i].name,
                        argc - 1, argv + 1, cli_subcommands[i].run, NULL);
    }
    return complain_subcommand(word);
}
