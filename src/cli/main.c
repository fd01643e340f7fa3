/* The command: finds the subcommand and hands over. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/likeness.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/terminal.h"
#include "overflight/version.h"

static const char main_help[] =
    "overflight: observation flights against restricted zones\n"
    "\n"
    "Usage: overflight SUBCOMMAND ...\n"
    "\n"
    "  check PLAN...             whether plans keep to restrictions\n"
    "  analyze ROUTES... -o DIR  which zones each route enters, where, when, how long\n"
    "  merge PART... -o DIR      what 'analyze --shard' has written, in one\n"
    "  plan --zone ID            a route that sees as much of a zone as can be\n"
    "  map DIR                   the maps of an analysis again, or a picture of it\n"
    "  rules list                the rule sets that are known\n"
    "  rules show NAME           the rules of one of them\n"
    "  rules validate FILE...    whether rule sets of your own can be used\n"
    "  zones list                the zones that are known, and their restrictions\n"
    "  zones show ID             everything about one of them\n"
    "  zones validate FILE...    whether zones of your own can be used\n"
    "  airfields list            the airfields of the Treaty on Open Skies\n"
    "  airfields show ID         everything about one of them\n"
    "  sensors list              the sensors that are known, and their swaths\n"
    "  sensors show ID           everything about one of them\n"
    "  sensors validate FILE...  whether sensors of your own can be used\n"
    "  help SUBCOMMAND           its options, with examples\n"
    "\n"
    "  -h, --help                this text\n"
    "  -V, --version             versions of overflight, GDAL, PROJ and GEOS\n"
    "\n"
    "Examples:\n"
    "  overflight check plan.geojson\n"
    "  overflight analyze flights.geojson -o result\n"
    "  overflight analyze tracks.gpkg --zones airspace.geojson -o result\n"
    "  overflight zones show kaliningrad\n"
    "\n"
    "All lengths are measured on the WGS 84 ellipsoid, to the millimetre.\n"
    "Exit status: 0 done, 2 bad usage or input, 3 failure of the system.\n";

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} subcommands[] = {
    {"check", cli_check, cli_check_help},       {"analyze", cli_analyze, cli_analyze_help},
    {"merge", cli_merge, cli_merge_help},       {"map", cli_map, cli_map_help},
    {"plan", cli_plan, cli_plan_help},          {"rules", cli_rules, cli_rules_help},
    {"zones", cli_zones, cli_zones_help},       {"airfields", cli_airfields, cli_airfields_help},
    {"sensors", cli_sensors, cli_sensors_help},
};
#define SUBCOMMAND_COUNT (sizeof subcommands / sizeof *subcommands)

int cli_exit_for(ovf_status status)
{
    switch (status) {
    case OVF_OK: return CLI_DONE;
    case OVF_ERROR_USAGE:
    case OVF_ERROR_INPUT:
    case OVF_ERROR_GEOMETRY: return CLI_BAD_INPUT;
    default: return CLI_FAILURE;
    }
}

int cli_print_help(const char *text)
{
    fputs(text, stdout);
    return CLI_DONE;
}

int cli_print_version(void)
{
    printf("overflight %s\nGDAL %s\nPROJ %s\nGEOS %s\n", ovf_version(), ovf_gdal_version(),
           ovf_proj_version(), ovf_geos_version());
    return CLI_DONE;
}

static int complain_subcommand(const char *word)
{
    const char *names[SUBCOMMAND_COUNT + 2] = {"help"}, *nearest;
    for (size_t i = 0; i < SUBCOMMAND_COUNT; i++) names[i + 1] = subcommands[i].name;
    nearest = ovf_nearest_word(word, names);
    if (nearest != NULL) cli_complain("unknown subcommand '%s': did you mean '%s'?", word, nearest);
    else cli_complain("unknown subcommand '%s': 'overflight --help' lists them", word);
    return CLI_BAD_INPUT;
}

static int help(const char *word)
{
    if (word == NULL) return cli_print_help(main_help);
    if (strcmp(word, "coverage") == 0) return cli_print_help(cli_coverage_help);
    for (size_t i = 0; i < SUBCOMMAND_COUNT; i++)
        if (strcmp(word, subcommands[i].name) == 0) return cli_print_help(subcommands[i].help);
    return complain_subcommand(word);
}

static int run(int argc, char **argv)
{
    static const cli_syntax syntax = {"", "", main_help};
    if (argc < 2) {
        cli_complain("a subcommand is wanted: 'overflight --help' lists them");
        return CLI_BAD_INPUT;
    }
    if (argv[1][0] == '-') {
        cli_options options;
        int status = cli_options_parse(&options, &syntax, argc, argv);
        cli_options_clear(&options);
        if (status != CLI_GO_ON) return status;
        cli_complain("a subcommand is wanted before '%s': 'overflight --help' lists them", argv[1]);
        return CLI_BAD_INPUT;
    }
    if (strcmp(argv[1], "help") == 0) {
        if (argc > 2 && (strcmp(argv[2], "--help") == 0 || strcmp(argv[2], "-h") == 0))
            return help(NULL);
        return help(argv[2]);
    }
    for (size_t i = 0; i < SUBCOMMAND_COUNT; i++)
        if (strcmp(argv[1], subcommands[i].name) == 0)
            return subcommands[i].run(argc - 1, argv + 1);
    return complain_subcommand(argv[1]);
}

int main(int argc, char **argv)
{
    /* So that a reader that goes away is an error we can clean up after, and not our end. */
    signal(SIGPIPE, SIG_IGN);
    return cli_finish(run(argc, argv));
}
