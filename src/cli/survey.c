/* overflight survey --zone ID */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/likeness.h"
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/findings.h"
#include "cli/listing.h"
#include "cli/survey_rules.h"
#include "cli/surveyor.h"
#include "cli/terminal.h"
#include "cli/zone_files.h"
#include "cli/zone_input.h"
#include "overflight/overflight.h"

typedef struct {
    const cli_options *options;
    cli_zone_files files;
    ovf_zones zones;
    cli_surveyor surveyor;
    cli_survey_rules rules;
    ovf_route_source *start_source;
    const ovf_route *start; /* of --start; NULL: none */
    ovf_sensor_logs start_logs;
    double turn_radius_m;
    double began_s; /* the clock when the search began */
    uint64_t seed;
    ovf_survey_bound bound;
} surveying;

static double clock_s(void)
{
    struct timespec time;
    if (clock_gettime(CLOCK_MONOTONIC, &time) != 0) return 0;
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static ovf_status find_zone(const surveying *in, const ovf_zone **zone, ovf_error *error)
{
    const char *wanted = in->options->zone;
    *zone = ovf_zones_find(&in->zones, wanted);
    if (*zone != NULL) return OVF_OK;
    const char **names = calloc(in->zones.count + 1, sizeof *names);
    if (names == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < in->zones.count; i++) names[i] = in->zones.items[i].id;
    const char *near = ovf_nearest_word(wanted, names);
    if (near != NULL)
        ovf_fail(error, OVF_ERROR_INPUT, "no zone has the id '%.100s': did you mean '%.100s'?",
                 wanted, near);
    else
        ovf_fail(error, OVF_ERROR_INPUT,
                 "no zone has the id '%.100s': 'overflight zones list' lists them", wanted);
    free(names);
    return OVF_ERROR_INPUT;
}

/* How far the search is. It ends when its time is over and a round is complete, unless rounds are
 * counted. */
static bool go_on(void *context, const ovf_survey_progress *progress)
{
    const surveying *in = context;
    const cli_options *options = in->options;
    bool counted = options->given[CLI_ROUNDS] != NULL && options->given[CLI_SECONDS] == NULL;
    double seconds = clock_s() - in->began_s;
    if (!options->quiet && isatty(STDERR_FILENO))
        fprintf(stderr, "\r%5.0f s: %6.2f %% on %.3f km, at most %.2f %%, gap %.2f points ",
                seconds, 100 * progress->covered_fraction, progress->length_m / 1000,
                100 * in->bound.covered_fraction,
                100 * (in->bound.covered_fraction - progress->covered_fraction));
    return counted || progress->rounds == 0 || seconds < options->seconds;
}

/* The lesser of what was given and what the rules allow; 0: no limit. */
static double limit_inside(const surveying *in)
{
    double given = in->options->inside_m > 0 ? in->options->inside_m : INFINITY,
           least = fmin(given, in->rules.max_inside_m);
    return isfinite(least) ? least : 0;
}

/* The best route, or tracks in a direction (NAN: whatever is best), and what they see. */
static ovf_status design(surveying *in, double direction_deg, bool tracks, ovf_survey *survey,
                         ovf_error *error)
{
    const cli_options *options = in->options;
    bool counted = options->given[CLI_ROUNDS] != NULL, none = tracks || !(options->seconds > 0);
    const cli_survey_rules *rules = &in->rules;
    const ovf_survey_options wanted = {
        .swath = in->surveyor.swath,
        .max_m = options->distance_m,
        .max_inside_m = limit_inside(in),
        .coverage = options->coverage,
        .no_crossing = options->no_crossing || rules->no_crossing,
        .turn_radius_m = in->turn_radius_m,
        .off_in_turns = options->off_in_turns,
        .zones = &rules->places,
        .obstacles = rules->obstacles,
        .obstacle_count = rules->count,
        .start = tracks || in->start == NULL ? NULL : in->start->fixes,
        .start_count = tracks || in->start == NULL ? 0 : in->start->fix_count,
        .start_on = tracks || in->start_logs.count == 0 ? NULL : in->start_logs.items[0].on,
        .from = in->surveyor.has_from ? &in->surveyor.from : NULL,
        .to = in->surveyor.has_to ? &in->surveyor.to : NULL,
        .direction_deg = isnan(direction_deg) ? NULL : &direction_deg,
        .rounds = none      ? 0
                  : counted ? options->rounds
                            : SIZE_MAX,
        .seed = in->seed,
        .go_on = go_on,
        .context = in};
    in->began_s = clock_s();
    ovf_status status = ovf_survey_bound_find(in->surveyor.zone.items, &wanted, &in->bound, error);
    if (status == OVF_OK) status = ovf_survey_make(in->surveyor.zone.items, &wanted, survey, error);
    if (!options->quiet && wanted.rounds > 0 && isatty(STDERR_FILENO)) fputs("\r\033[K", stderr);
    return status;
}

/* Level turns have the radius v² / (g tan bank). */
static ovf_status find_radius(surveying *in, ovf_error *error)
{
    const cli_options *options = in->options;
    double bank = options->bank_in_turns_deg, speed = options->speed_kmh / 3.6;
    in->turn_radius_m = options->turn_radius_m;
    if ((bank > 0) != (speed > 0))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "survey: expected --bank and --speed together, found one of them");
    if (bank > 0 && in->turn_radius_m > 0)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "survey: expected --turn-radius or --bank with --speed, found both");
    if (bank > 0) in->turn_radius_m = speed * speed / (9.80665 * tan(bank * acos(-1) / 180));
    if (options->off_in_turns && !(in->turn_radius_m > 0))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "survey: --off-in-turns: expected turns that take time: add "
                        "'--turn-radius KM', or '--bank DEG --speed KMH'");
    return OVF_OK;
}

/* The one route of --start, which holds as long as its source is open. */
static ovf_status read_start(surveying *in, ovf_error *error)
{
    const ovf_input_options input = {.crs = in->options->crs};
    if (in->options->start == NULL) return OVF_OK;
    ovf_status status = ovf_route_source_open(&in->options->start, 1, &input, &in->start_source,
                                              error);
    if (status == OVF_OK) status = ovf_route_source_next(in->start_source, &in->start, error);
    if (status == OVF_OK && (in->start == NULL || in->start->part_count != 1))
        status = ovf_fail(error, OVF_ERROR_INPUT,
                          "%.300s: expected a route in one part to begin with, found none",
                          in->options->start);
    return status == OVF_OK
               ? ovf_sensor_logs_read(in->start, &in->surveyor.sensors, &in->start_logs, error)
               : status;
}

static ovf_status prepare(surveying *in, ovf_error *error)
{
    const cli_options *options = in->options;
    cli_zone_input input;
    cli_zone_input_begin(&input, options);
    ovf_status status = cli_zone_files_find(options, &in->files, error);
    if (status == OVF_OK)
        status = ovf_zones_read(in->files.files, in->files.count, &input.input, &in->zones, error);
    cli_zone_input_end(&input);
    const ovf_zone *zone = NULL;
    in->seed = options->given[CLI_SEED] != NULL ? options->seed : 1;
    if (status == OVF_OK) status = find_radius(in, error);
    if (status == OVF_OK) status = find_zone(in, &zone, error);
    if (status == OVF_OK) status = cli_surveyor_open(&in->surveyor, options, zone, error);
    if (status == OVF_OK)
        status = cli_survey_rules_open(&in->rules, options, &in->zones,
                                       (size_t)(zone - in->zones.items), in->surveyor.height_m,
                                       error);
    if (status == OVF_OK && ovf_survey_wants_turns(&in->surveyor.swath) && !(in->turn_radius_m > 0))
        status = ovf_fail(error, OVF_ERROR_USAGE,
                          "survey: sensor %.100s looks to one side: turning on the spot it would "
                          "see a whole ring for no distance. Add the turns that the aircraft can "
                          "fly: '--turn-radius KM', or '--bank 20 --speed 500'",
                          in->surveyor.sensors.items[0].id);
    return status == OVF_OK ? read_start(in, error) : status;
}

/* ---- telling ---- */

/* The part of the zone that was asked for: all of it where there are no limits; 0: none. */
static double wanted_fraction(const surveying *in)
{
    const cli_options *options = in->options;
    bool limited = options->distance_m > 0 || limit_inside(in) > 0;
    return options->coverage > 0 ? options->coverage : limited ? 0 : 1;
}

static json_t *survey_json(const ovf_survey *survey)
{
    return json_pack("{s:f,s:f,s:f,s:f,s:I,s:I,s:o,s:o,s:b,s:f,s:b,s:I,s:I}", "length_m",
                     survey->length_m, "area_m2", survey->area_m2, "covered_m2", survey->covered_m2,
                     "covered_fraction", survey->covered_fraction, "tracks",
                     (json_int_t)survey->tracks, "tracks_wanted", (json_int_t)survey->tracks_wanted,
                     "direction_deg", cli_number_json(survey->direction_deg), "spacing_m",
                     cli_number_json(survey->spacing_m), "crosses_itself", survey->crosses,
                     "inside_m", survey->inside_m, "free", survey->free, "rounds",
                     (json_int_t)survey->rounds, "moves", (json_int_t)survey->moves);
}

static bool print_json(const surveying *in, const ovf_survey *best, const ovf_survey *plain,
                       const ovf_result *judged)
{
    const ovf_sensor *sensor = in->surveyor.sensors.items;
    const ovf_survey_bound *bound = &in->bound;
    json_t *object = json_pack(
        "{s:s,s:o,s:o,s:o,s:f,s:f,s:o,s:o,s:b,s:{s:f,s:f,s:o},s:f,s:I,s:f,s:o}", "version",
        ovf_version(), "zone_id", cli_text_json(in->surveyor.zone.items[0].id), "sensor",
        cli_text_json(sensor->id), "height_m", cli_number_json(in->surveyor.height_m), "low_m",
        in->surveyor.swath.low_m, "high_m", in->surveyor.swath.high_m, "best", survey_json(best),
        "west_east", plain == NULL ? json_null() : survey_json(plain), "sees_enough",
        best->covered_fraction >= wanted_fraction(in), "bound", "covered_m2", bound->covered_m2,
        "covered_fraction", bound->covered_fraction, "least_length_m",
        in->options->coverage > 0 ? json_real(bound->least_m) : json_null(), "gap_fraction",
        bound->covered_fraction - best->covered_fraction, "seed", (json_int_t)in->seed,
        "turn_radius_m", in->turn_radius_m, "judgement",
        judged == NULL ? json_null() : cli_findings_json(judged, &in->rules.judge));
    return cli_print_json(object);
}

static void print_route(const ovf_survey *survey)
{
    printf("%6.2f %% seen, %.1f km², on %.3f km", 100 * survey->covered_fraction,
           survey->covered_m2 / 1e6, survey->length_m / 1000);
    if (survey->free)
        printf(", %.3f km inside: %zu fixes\n", survey->inside_m / 1000, survey->fix_count);
    else
        printf(": %zu track%s of %zu, course %.1f°, %.3f km apart\n", survey->tracks,
               survey->tracks == 1 ? "" : "s", survey->tracks_wanted, survey->direction_deg,
               survey->spacing_m / 1000);
}

/* The bound, and how far from it what was found may be. */
static void print_bound(const surveying *in, const ovf_survey *survey)
{
    const ovf_survey_bound *bound = &in->bound;
    if (survey->covered_fraction < wanted_fraction(in))
        printf("%6.2f %% was asked for: no route that sees so much was found; search longer, or "
               "allow for more\n",
               100 * wanted_fraction(in));
    if (in->options->coverage > 0)
        printf("No route sees so much on less than %.3f km.\n", bound->least_m / 1000);
    else if (in->options->distance_m > 0 || limit_inside(in) > 0)
        printf("%6.2f %% is the bound: no route sees more; the gap is %.2f points\n",
               100 * bound->covered_fraction,
               100 * (bound->covered_fraction - survey->covered_fraction));
    if (survey->rounds > 0)
        printf("%zu %s of search with seed %llu: '--rounds %zu --seed %llu' repeats it\n",
               survey->rounds, survey->rounds == 1 ? "round" : "rounds",
               (unsigned long long)in->seed, survey->rounds, (unsigned long long)in->seed);
}

static void print_outcome(const surveying *in, const ovf_survey *survey, const ovf_survey *plain)
{
    const ovf_sensor *sensor = in->surveyor.sensors.items;
    const ovf_zone *zone = in->surveyor.zone.items;
    printf("%s: ", zone->id);
    cli_print_clean(stdout, zone->name);
    printf(", %.1f km²\n", survey->area_m2 / 1e6);
    cli_print_clean(stdout, sensor->id);
    if (!isnan(in->surveyor.height_m))
        printf(" from %.0f m above ground%s", in->surveyor.height_m,
               in->surveyor.usual_height ? " (usual; --height)" : "");
    printf(": sees %.3f km across the track\n\n",
           (in->surveyor.swath.high_m - in->surveyor.swath.low_m) / 1000);
    print_route(survey);
    if (in->turn_radius_m > 0)
        printf("         with turns of %.3f km radius%s\n", in->turn_radius_m / 1000,
               in->options->off_in_turns ? ", in which the sensor is off" : "");
    if (plain != NULL)
        printf("%6.2f %% would be, on %.3f km, with tracks from west to east: %+.2f points and "
               "%+.3f km\n",
               100 * plain->covered_fraction, plain->length_m / 1000,
               100 * (plain->covered_fraction - survey->covered_fraction),
               (plain->length_m - survey->length_m) / 1000);
    print_bound(in, survey);
    if (survey->crosses)
        puts("The way there or back crosses the tracks; no order of them was found in which it "
             "does not.");
}

/* What the rules say of the route that was found. */
static void print_verdict(const surveying *in, const ovf_result *judged)
{
    const cli_terminal terminal = cli_terminal_of(stdout);
    printf("\nJudged by %s:\n", in->rules.judged_by);
    cli_findings_print(judged, &in->rules.judge, false, &terminal);
}

int cli_survey(const cli_options *options)
{
    surveying in = {.options = options};
    ovf_survey best = {0}, plain = {0};
    ovf_error error = {0};
    size_t end;
    if (options->zone == NULL || options->operands.count > 0) {
        cli_complain("survey: expected a zone and no files: try 'overflight survey --zone "
                     "kaliningrad --swath-km 7.7'");
        return CLI_BAD_INPUT;
    }
    if (options->sensors.count + (options->swath_km > 0) != 1) {
        cli_complain(
            "survey: expected one sensor, found %s: add '--sensor NAME' or '--swath-km KM'",
            options->sensors.count == 0 && !(options->swath_km > 0) ? "none" : "more");
        return CLI_BAD_INPUT;
    }
    ovf_status status = prepare(&in, &error);
    double direction_deg = fmod(options->direction_deg, 180);
    bool compared = isnan(direction_deg);
    if (status == OVF_OK) status = design(&in, direction_deg, !compared, &best, &error);
    /* What anybody would draw; with turns and obstacles it may be that it cannot be flown. */
    if (status == OVF_OK && compared && design(&in, 90, true, &plain, NULL) != OVF_OK)
        compared = false;
    ovf_route route = {0};
    const ovf_result *judged = NULL;
    if (status == OVF_OK) route = cli_surveyor_route(&in.surveyor, &best, &end);
    if (status == OVF_OK && in.rules.judged)
        status = cli_survey_rules_judge(&in.rules, &route, &judged, &error);
    if (status == OVF_OK && options->output != NULL) {
        const ovf_survey_account account = {in.surveyor.zone.items[0].id,
                                            in.surveyor.sensors.items[0].id,
                                            in.surveyor.height_m,
                                            best.covered_m2,
                                            best.covered_fraction,
                                            in.bound.covered_m2,
                                            in.seed};
        status = ovf_survey_write(options->output, options->force, &route, &best, &account, &error);
    }
    if (status == OVF_OK && !options->json) {
        print_outcome(&in, &best, compared ? &plain : NULL);
        if (judged != NULL) print_verdict(&in, judged);
    }
    if (status == OVF_OK && options->json &&
        !print_json(&in, &best, compared ? &plain : NULL, judged))
        status = ovf_fail_memory(&error);
    ovf_survey_clear(&best);
    ovf_survey_clear(&plain);
    ovf_sensor_logs_clear(&in.start_logs);
    ovf_route_source_free(in.start_source);
    cli_survey_rules_clear(&in.rules);
    cli_surveyor_clear(&in.surveyor);
    ovf_zones_clear(&in.zones);
    cli_zone_files_clear(&in.files);
    return status == OVF_OK ? CLI_DONE : cli_fail(status, &error);
}
