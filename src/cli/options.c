#include "cli/options.h"

#include <ctype.h>
#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/likeness.h"
#include "cli/commands.h"
#include "cli/shard.h"
#include "cli/terminal.h"
#include "overflight/analysis.h"
#include "overflight/finding.h"
#include "overflight/maps.h"
#include "overflight/output.h"
#include "overflight/sensor.h"

#define MOST_JOBS 1024
#define MOST_DISTANCE_KM 1000000.0

/* val is the letter in cli_syntax.takes. */
static const struct option known[] = {
    {"output", required_argument, NULL, 'o'},
    {"zones", required_argument, NULL, 'z'},
    {"zone-edges", required_argument, NULL, 'e'},
    {"zone-id", required_argument, NULL, 'Z'},
    {"route-id", required_argument, NULL, 'R'},
    {"layers", required_argument, NULL, 'l'},
    {"skip-invalid", no_argument, NULL, 's'},
    {"force", no_argument, NULL, 'f'},
    {"quiet", no_argument, NULL, 'q'},
    {"json", no_argument, NULL, 'j'},
    {"search-km", required_argument, NULL, 'k'},
    {"where", required_argument, NULL, 'w'},
    {"formats", required_argument, NULL, 'F'},
    {"resume", no_argument, NULL, 'r'},
    {"shard", required_argument, NULL, 'S'},
    {"jobs", required_argument, NULL, 'J'},
    {"line-buffered", no_argument, NULL, 'L'},
    {"progress", required_argument, NULL, 'p'},
    {"bin", required_argument, NULL, 'b'},
    {"rules", required_argument, NULL, 'u'},
    {"date", required_argument, NULL, 'd'},
    {"margin", required_argument, NULL, 'm'},
    {"plan", required_argument, NULL, 'P'},
    {"geojson", no_argument, NULL, 'g'},
    {"route", required_argument, NULL, 't'},
    {"suggest", required_argument, NULL, 'G'},
    {"sensor", required_argument, NULL, 'n'},
    {"height", required_argument, NULL, 'H'},
    {"swath-km", required_argument, NULL, 'W'},
    {"zone", required_argument, NULL, 'i'},
    {"from", required_argument, NULL, 'A'},
    {"to", required_argument, NULL, 'B'},
    {"max-distance", required_argument, NULL, 'D'},
    {"direction", required_argument, NULL, 'a'},
    {"dem", required_argument, NULL, 'E'},
    {"joins", required_argument, NULL, 'N'},
    {"observe-within", required_argument, NULL, 'I'},
    {"max-turn", required_argument, NULL, 'T'},
    {"max-bank", required_argument, NULL, 'K'},
    {"cell", required_argument, NULL, 'c'},
    {"png", required_argument, NULL, 'x'},
    {"size", required_argument, NULL, 'X'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
};
#define KNOWN_COUNT (sizeof known / sizeof *known)

/* The options that the subcommand takes, ending with zeros. */
static void select_options(const char *takes, struct option selected[KNOWN_COUNT + 1])
{
    size_t count = 0;
    for (size_t i = 0; i < KNOWN_COUNT; i++)
        if (strchr(takes, known[i].val) != NULL || strchr("hV", known[i].val) != NULL)
            selected[count++] = known[i];
    selected[count] = (struct option){0};
}

static const struct option *find_known(int letter)
{
    for (size_t i = 0; i < KNOWN_COUNT; i++)
        if (known[i].val == letter) return &known[i];
    return NULL;
}

static void complain_unknown(const cli_syntax *syntax, const char *argument,
                             const struct option *selected)
{
    char typed[64];
    const char *names[KNOWN_COUNT + 1], *nearest;
    size_t count = 0, length = strcspn(argument + 2, "=");
    if (length >= sizeof typed) length = sizeof typed - 1;
    memcpy(typed, argument + 2, length);
    typed[length] = '\0';
    for (; selected->name != NULL; selected++) names[count++] = selected->name;
    names[count] = NULL;
    nearest = ovf_nearest_word(typed, names);
    const char *of = *syntax->name == '\0' ? "" : " of ";
    if (nearest != NULL)
        cli_complain("unknown option '--%s'%s%s: did you mean '--%s'?", typed, of, syntax->name,
                     nearest);
    else
        cli_complain("unknown option '--%s'%s%s: 'overflight %s%s--help' lists those it takes",
                     typed, of, syntax->name, syntax->name, *syntax->name == '\0' ? "" : " ");
}

/* What getopt_long objected to: it says '?' with optopt set for a short option it does not know and
 * for an argument that is not wanted, and with 0 for a long one it does not know or finds
 * ambiguous. */
static int complain_option(const cli_syntax *syntax, int answer, char **argv,
                           const struct option *selected)
{
    const struct option *option = find_known(optopt);
    const char *argument = argv[optind - 1];
    if (answer == ':' && option != NULL)
        cli_complain("option '--%s' wants a value, and none was given", option->name);
    else if (optopt == 0) complain_unknown(syntax, argument, selected);
    else if (option != NULL && strncmp(argument, "--", 2) == 0 && strchr(argument, '=') != NULL)
        cli_complain("option '--%s' takes no value, and '%s' gives it one", option->name, argument);
    else
        cli_complain("unknown option '-%c': 'overflight %s%s--help' lists the known ones", optopt,
                     syntax->name, *syntax->name == '\0' ? "" : " ");
    return CLI_BAD_INPUT;
}

static bool parse_search(const char *text, double *metres)
{
    char *end;
    double km = strtod(text, &end);
    if (end == text || *end != '\0' || isspace((unsigned char)*text) ||
        !(km >= 0 && km * 1000 <= OVF_SEARCH_MAX_M))
        return false;
    *metres = km * 1000;
    return true;
}

/* A number greater than 0. */
static bool parse_positive(const char *text, double most, double *number)
{
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end != '\0' || isspace((unsigned char)*text) ||
        !(value > 0 && value <= most))
        return false;
    *number = value;
    return true;
}

static bool parse_margin(const char *text, double *part)
{
    char *end;
    double percent = strtod(text, &end);
    if (end == text || isspace((unsigned char)*text) || !(percent >= 0 && percent <= 100))
        return false;
    *part = percent / 100;
    return *end == '\0' || strcmp(end, "%") == 0;
}

static bool parse_direction(const char *text, double *degrees)
{
    char *end;
    double number = strtod(text, &end);
    if (end == text || *end != '\0' || isspace((unsigned char)*text) ||
        !(number >= 0 && number <= 360))
        return false;
    *degrees = fmod(number, 180);
    return true;
}

static bool parse_jobs(const char *text, size_t *jobs)
{
    char *end;
    if (!isdigit((unsigned char)*text)) return false;
    unsigned long number = strtoul(text, &end, 10);
    *jobs = number;
    return *end == '\0' && number >= 1 && number <= MOST_JOBS;
}

/* "900", "900s", "15min", "0.25h". */
static bool parse_bin(const char *text, double *seconds)
{
    static const struct {
        const char *name;
        double seconds;
    } units[] = {{"", 1}, {"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}};
    size_t length = strspn(text, "0123456789.");
    char *end;
    double number = strtod(text, &end);
    if (length == 0 || end != text + length) return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(text + length, units[i].name) == 0) {
            double wanted = number * units[i].seconds;
            *seconds = round(wanted);
            /* 1.1 h are 3960 s, and 3960.0000000000005 s to a computer. */
            return *seconds >= 1 && *seconds <= OVF_BIN_MAX_S && fabs(wanted - *seconds) < 1e-6;
        }
    return false;
}

/* "1600x1000" */
static bool parse_size(const char *text, int *width, int *height)
{
    char *end;
    if (!isdigit((unsigned char)*text)) return false;
    long across = strtol(text, &end, 10);
    if ((*end != 'x' && *end != 'X') || !isdigit((unsigned char)end[1])) return false;
    long down = strtol(end + 1, &end, 10);
    if (*end != '\0' || across < OVF_PICTURE_MIN || across > OVF_PICTURE_MAX ||
        down < OVF_PICTURE_MIN || down > OVF_PICTURE_MAX)
        return false;
    *width = (int)across;
    *height = (int)down;
    return true;
}

static int take(cli_options *options, const cli_syntax *syntax, int letter)
{
    char unknown[64];
    if (optarg != NULL && *optarg == '\0') {
        cli_complain("option '--%s' wants a value, and an empty one was given",
                     find_known(letter)->name);
        return CLI_BAD_INPUT;
    }
    switch (letter) {
    case 'o': options->output = optarg; break;
    case 'z': options->zones[options->zone_count++] = optarg; break;
    case 'u': options->rules[options->rule_count++] = optarg; break;
    case 't': options->typed[options->typed_count++] = optarg; break;
    case 'd': options->date = optarg; break;
    case 'P': options->plan = optarg; break;
    case 'G': options->suggest = optarg; break;
    case 'g': options->geojson = true; break;
    case 'm':
        options->margin_text = optarg;
        if (parse_margin(optarg, &options->margin)) break;
        cli_complain("option '--margin' is '%s', a number of percent from 0 to 100 is wanted",
                     optarg);
        return CLI_BAD_INPUT;
    case 'n': options->sensors[options->sensor_count++] = optarg; break;
    case 'H':
        options->height_text = optarg;
        if (parse_positive(optarg, OVF_SENSOR_HEIGHT_MAX_M, &options->height_m)) break;
        cli_complain("option '--height' is '%s', a number of metres above ground, more than 0 and "
                     "at most %.0f, is wanted",
                     optarg, OVF_SENSOR_HEIGHT_MAX_M);
        return CLI_BAD_INPUT;
    case 'i': options->zone = optarg; break;
    case 'x': options->png = optarg; break;
    case 'X':
        if (parse_size(optarg, &options->width, &options->height)) break;
        cli_complain("option '--size' is '%s', a width and a height in pixels from %d to %d are "
                     "wanted, as 1600x1000",
                     optarg, OVF_PICTURE_MIN, OVF_PICTURE_MAX);
        return CLI_BAD_INPUT;
    case 'A': options->from = optarg; break;
    case 'B': options->to = optarg; break;
    case 'D':
        options->distance_text = optarg;
        if (parse_positive(optarg, MOST_DISTANCE_KM, &options->distance_m)) {
            options->distance_m *= 1000;
            break;
        }
        cli_complain("option '--max-distance' is '%s', a number of kilometres, more than 0 and at "
                     "most %.0f, is wanted",
                     optarg, MOST_DISTANCE_KM);
        return CLI_BAD_INPUT;
    case 'a':
        options->direction_text = optarg;
        if (parse_direction(optarg, &options->direction_deg)) break;
        cli_complain("option '--direction' is '%s', a number of degrees from 0 to 360, clockwise "
                     "from north, is wanted",
                     optarg);
        return CLI_BAD_INPUT;
    case 'W':
        options->swath_text = optarg;
        if (parse_positive(optarg, OVF_SWATH_MAX_KM, &options->swath_km)) break;
        cli_complain("option '--swath-km' is '%s', a number of kilometres, more than 0 and at most "
                     "%.0f, is wanted",
                     optarg, OVF_SWATH_MAX_KM);
        return CLI_BAD_INPUT;
    case 'E': options->dem = optarg; break;
    case 'I': options->within = optarg; break;
    case 'N':
        options->joins_text = optarg;
        if (ovf_joins_parse(optarg, &options->joins)) break;
        cli_complain("option '--joins' is '%s', 'round' or 'none' is wanted", optarg);
        return CLI_BAD_INPUT;
    case 'T':
        options->turn_text = optarg;
        if (parse_positive(optarg, 360, &options->turn_deg_s)) break;
        cli_complain("option '--max-turn' is '%s', a number of degrees a second, more than 0 and "
                     "at most 360, is wanted",
                     optarg);
        return CLI_BAD_INPUT;
    case 'K':
        options->bank_text = optarg;
        if (parse_positive(optarg, 90, &options->bank_deg)) break;
        cli_complain("option '--max-bank' is '%s', a number of degrees, more than 0 and at most "
                     "90, is wanted",
                     optarg);
        return CLI_BAD_INPUT;
    case 'c':
        options->cell_text = optarg;
        if (parse_positive(optarg, 1e6, &options->cell_m)) break;
        cli_complain("option '--cell' is '%s', a number of metres, more than 0 and at most "
                     "1000000, is wanted",
                     optarg);
        return CLI_BAD_INPUT;
    case 'Z': options->zone_id = optarg; break;
    case 'R': options->route_id = optarg; break;
    case 's': options->skip_invalid = true; break;
    case 'f': options->force = true; break;
    case 'q': options->quiet = true; break;
    case 'j': options->json = true; break;
    case 'r': options->resume = true; break;
    case 'L': options->line_buffered = true; break;
    case 'w': options->where = optarg; break;
    case 'S':
        if (cli_shard_parse(optarg, &options->shard, &options->shards)) break;
        return CLI_BAD_INPUT;
    case 'J':
        if (parse_jobs(optarg, &options->jobs)) break;
        cli_complain("option '--jobs' is '%s', a number of threads from 1 to %d is wanted", optarg,
                     MOST_JOBS);
        return CLI_BAD_INPUT;
    case 'p':
        if (cli_progress_parse(optarg, &options->progress)) break;
        cli_complain("option '--progress' is '%s', one of auto, lines, json and none is wanted",
                     optarg);
        return CLI_BAD_INPUT;
    case 'F':
        options->formats_text = optarg;
        if (ovf_formats_parse(optarg, &options->formats, unknown)) break;
        cli_complain("option '--formats' names '%s', wanted are some of csv, geojson, geojsonseq, "
                     "gpkg, fgb, html, separated by commas",
                     unknown);
        return CLI_BAD_INPUT;
    case 'h': return cli_print_help(syntax->help);
    case 'V': return cli_print_version();
    case 'e':
        options->zone_edges_text = optarg;
        if (ovf_edges_parse(optarg, &options->zone_edges)) break;
        cli_complain("option '--zone-edges' is '%s', 'lonlat' or 'geodesic' is wanted", optarg);
        return CLI_BAD_INPUT;
    case 'k':
        options->search_text = optarg;
        if (parse_search(optarg, &options->search_m)) break;
        cli_complain(
            "option '--search-km' is '%s', a number of kilometres from 0 to %.0f is wanted", optarg,
            OVF_SEARCH_MAX_M / 1000);
        return CLI_BAD_INPUT;
    case 'b':
        options->bin_text = optarg;
        if (parse_bin(optarg, &options->bin_s)) break;
        cli_complain("option '--bin' is '%s', whole seconds or a number with s, min, h or d are "
                     "wanted, as 15min, from 1s to %.0fd",
                     optarg, OVF_BIN_MAX_S / 86400);
        return CLI_BAD_INPUT;
    case 'l':
        options->layers_text = optarg;
        if (ovf_layers_parse(optarg, &options->layers, unknown)) break;
        cli_complain("option '--layers' names '%s', wanted are some of statistics, routes, zones, "
                     "passages, crossings, nearest, "
                     "occupancy, findings, swaths, coverage, gaps, coverage_by_flight, revisits, "
                     "separated by commas",
                     unknown);
        return CLI_BAD_INPUT;
    default: break;
    }
    return CLI_GO_ON;
}

int cli_options_parse(cli_options *options, const cli_syntax *syntax, int argc, char **argv)
{
    struct option selected[KNOWN_COUNT + 1];
    char letters[2 * KNOWN_COUNT + 4] = ":hV";
    *options = (cli_options){.subcommand = syntax->name,
                             .zone_edges = OVF_EDGES_LONLAT,
                             .search_m = OVF_SEARCH_M,
                             .margin = OVF_CHECK_MARGIN};
    const char ***lists[] = {&options->zones, &options->operands, &options->rules, &options->typed,
                             &options->sensors};
    bool good = true;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        good = (*lists[i] = calloc((size_t)argc + 1, sizeof **lists[i])) != NULL && good;
    if (!good) {
        cli_complain("out of memory");
        return CLI_FAILURE;
    }
    select_options(syntax->takes, selected);
    if (strchr(syntax->takes, 'o') != NULL) strcat(letters, "o:");
    if (strchr(syntax->takes, 'q') != NULL) strcat(letters, "q");
    if (strchr(syntax->takes, 'J') != NULL) strcat(letters, "j:");
    opterr = 0;
    for (;;) {
        int letter = getopt_long(argc, argv, letters, selected, NULL);
        if (letter == -1) break;
        /* A letter of its own as a short option; as one of the table it is --json, which no
         * subcommand takes that has jobs. */
        if (letter == 'j' && strchr(syntax->takes, 'J') != NULL) letter = 'J';
        bool wrong = letter == '?' || letter == ':';
        int status = wrong ? complain_option(syntax, letter, argv, selected)
                           : take(options, syntax, letter);
        if (status != CLI_GO_ON) return status;
    }
    for (int i = optind; i < argc; i++) options->operands[options->operand_count++] = argv[i];
    return CLI_GO_ON;
}

void cli_options_clear(cli_options *options)
{
    free(options->zones);
    free(options->operands);
    free(options->rules);
    free(options->typed);
    free(options->sensors);
    *options = (cli_options){0};
}
