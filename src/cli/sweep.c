/* overflight check --sweep: each plan is analysed once, and judged with each limit. */
#include "cli/sweep.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "cli/check_input.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/listing.h"
#include "cli/surveyor.h"

typedef struct {
    const cli_options *options;
    cli_check_input input;
    cli_rule_sets sets;
    ovf_judge judge;
    cli_sweep_range range;
    ovf_sweep *sweep;
    cli_sweep_sums sums;
    cli_surveyor surveyor;
} sweeping;

/* ---- what is asked for ---- */

/* "max_distance_km=250:1500:50", with "SET/RULE." before it for one rule. */
static bool parse(const char *text, cli_sweep_range *range)
{
    char *end;
    ovf_sweep_range *made = &range->range;
    range->text = ovf_text_copy(text);
    char *values = range->text == NULL ? NULL : strrchr(range->text, '=');
    if (values == NULL || values == range->text) return false;
    *values++ = '\0';
    char *dot = strrchr(range->text, '.');
    made->parameter = dot == NULL ? range->text : dot + 1;
    if (dot != NULL) {
        *dot = '\0';
        made->rule = range->text;
    }
    made->from = strtod(values, &end);
    if (end == values || *end != ':') return false;
    made->to = strtod(values = end + 1, &end);
    if (end == values || *end != ':') return false;
    made->step = strtod(values = end + 1, &end);
    return end != values && *end == '\0' && *made->parameter != '\0';
}

static const char *unit_of(const char *parameter)
{
    static const char *const units[] = {"km", "m", "h"};
    const char *last = strrchr(parameter, '_');
    for (size_t i = 0; last != NULL && i < sizeof units / sizeof *units; i++)
        if (strcmp(last + 1, units[i]) == 0) return units[i];
    return "";
}

/* What does not go together; NULL: all does. */
static const char *is_in_the_way(const cli_options *options)
{
    return options->compare.count > 0 ? "compare"
           : options->geojson         ? "geojson"
           : options->suggest != NULL ? "suggest"
           : options->legs            ? "legs"
           : options->all             ? "all"
           : options->strict          ? "strict"
                                      : NULL;
}

static bool wants_coverage(const cli_options *options)
{
    return options->sensors.count > 0 || options->swath_km > 0;
}

bool cli_sweep_misses(const cli_options *options)
{
    const char *name = options->sensors.count > 0 ? "sensor"
                       : options->swath_km > 0    ? "swath-km"
                       : options->height_m > 0    ? "height"
                       : options->png != NULL     ? "png"
                       : options->size.width > 0  ? "size"
                                                  : NULL;
    if (name != NULL)
        cli_complain("option '--%s' goes with a sweep of a limit: add '--sweep "
                     "max_distance_km=250:1500:50'",
                     name);
    return name != NULL;
}

static bool look_at_options(const cli_options *options)
{
    const char *other = is_in_the_way(options), *output = options->output;
    size_t length = output == NULL ? 0 : strlen(output);
    if (other != NULL)
        cli_complain("option '--sweep' does not go with '--%s': give one of them", other);
    else if (output != NULL && (length < 5 || strcmp(output + length - 4, ".csv") != 0))
        cli_complain("option '--output': expected with '--sweep' a file whose name ends with "
                     ".csv, found '%s'",
                     output);
    else if (wants_coverage(options) && options->sensors.count + (options->swath_km > 0) != 1)
        cli_complain("option '--sweep': expected one sensor, found more: give '--sensor NAME' or "
                     "'--swath-km KM'");
    else if (!wants_coverage(options) && options->height_m > 0)
        cli_complain("option '--height' needs a sensor: add '--sensor NAME'");
    else if (options->png == NULL && options->size.width > 0)
        cli_complain("option '--size' needs a picture: add '--png FILE'");
    else return true;
    return false;
}

/* ---- opening ---- */

static void leave_out(void *context, const char *file, const char *feature, const char *reason)
{
    sweeping *in = context;
    if (!in->options->quiet) cli_complain_left_out(file, feature, reason);
    in->sums.left_out++;
}

static ovf_status open_sums(sweeping *in, ovf_error *error)
{
    cli_sweep_sums *sums = &in->sums;
    sums->range = &in->range;
    sums->sweep = in->sweep;
    sums->unit = unit_of(in->range.range.parameter);
    sums->step_count = ovf_sweep_count(in->sweep);
    sums->steps = ovf_array_new(sums->step_count, sizeof *sums->steps);
    sums->changes = ovf_array_new(sums->step_count, sizeof *sums->changes);
    if (sums->steps == NULL || sums->changes == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < sums->step_count; i++)
        sums->steps[i] = (ovf_sweep_sum){.limit = ovf_sweep_limit(in->sweep, i),
                                         .covered_fraction = NAN};
    return OVF_OK;
}

static ovf_status open_all(sweeping *in, ovf_error *error)
{
    const cli_options *options = in->options;
    if (!cli_rule_sets_find(options, &in->sets)) return ovf_fail_memory(error);
    ovf_status status = cli_check_input_open(&in->input, options, leave_out, in, error);
    ovf_judge_options judge = cli_check_judging(&in->input, &in->sets, in->sums.left_out);
    judge.keep = true;
    if (status == OVF_OK)
        status = ovf_judge_open(&in->judge, &judge, &in->input.zones, in->input.analyzer, error);
    if (status == OVF_OK)
        status = ovf_sweep_new(in->input.analyzer, &in->judge.rules, &in->judge.options,
                               &in->range.range, &in->sweep, error);
    if (status == OVF_OK) status = open_sums(in, error);
    return status == OVF_OK ? cli_plans_open(&in->input.plans, options, leave_out, in, error)
                            : status;
}

/* ---- coverage ---- */

/* The one zone that the swept rules limit the length in. */
static ovf_status find_covered(const sweeping *in, const ovf_zone **zone, ovf_error *error)
{
    size_t place = OVF_NOWHERE;
    for (size_t i = 0; i < ovf_sweep_rule_count(in->sweep); i++) {
        const ovf_restriction *rule = ovf_sweep_rule(in->sweep, i);
        if (strcmp(rule->kind->name, "max_distance") != 0)
            return ovf_fail(error, OVF_ERROR_USAGE,
                            "what sensors cover depends on a length that is allowed: expected "
                            "max_distance_km to be swept, found %s",
                            in->range.range.parameter);
        if (rule->place == OVF_NOWHERE) continue;
        if (place != OVF_NOWHERE && place != rule->place)
            return ovf_fail(error, OVF_ERROR_USAGE,
                            "what sensors cover is asked of one zone, and rules of several are "
                            "swept: name one rule, such as %.200s.%s",
                            ovf_sweep_rule(in->sweep, 0)->rule, in->range.range.parameter);
        place = rule->place;
    }
    if (place == OVF_NOWHERE)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "what sensors cover is asked of a zone, and the swept rules have none "
                        "that is there");
    *zone = &in->input.zones.items[place];
    return OVF_OK;
}

/* A distance that does not reach across the first track sees nothing. */
static ovf_status find_coverage(sweeping *in, ovf_error *error)
{
    const ovf_zone *zone = NULL;
    ovf_status status = find_covered(in, &zone, error);
    if (status == OVF_OK) status = cli_surveyor_open(&in->surveyor, in->options, zone, error);
    for (size_t i = 0; i < in->sums.step_count && status == OVF_OK; i++) {
        cli_surveyed made = {0};
        ovf_sweep_sum *step = &in->sums.steps[i];
        status = cli_surveyor_design(&in->surveyor, step->limit * 1000, NAN, &made, error);
        if (status == OVF_OK) step->covered_fraction = made.covered.covered_fraction;
        ovf_survey_clear(&made.survey);
    }
    if (status != OVF_OK) return status;
    in->sums.covered_zone = zone->id;
    in->sums.covered_sensor = in->surveyor.sensors.items[0].id;
    return OVF_OK;
}

/* ---- plans ---- */

static bool add_route(cli_sweep_sums *sums, const ovf_route *route, const ovf_swept *swept)
{
    if (swept->turn_count == 0 && isnan(swept->measured)) return true;
    if (!ovf_array_reserve(&sums->routes, &sums->route_capacity, sums->listed + 1,
                           sizeof *sums->routes) ||
        !ovf_array_reserve(&sums->turns, &sums->turn_capacity, sums->turn_count + swept->turn_count,
                           sizeof *sums->turns))
        return false;
    cli_swept_route *made = &sums->routes[sums->listed];
    *made = (cli_swept_route){.id = ovf_text_copy(route->id),
                              .first = swept->steps[0].verdict,
                              .last = swept->steps[sums->step_count - 1].verdict,
                              .measured = swept->measured,
                              .first_turn = sums->turn_count,
                              .turn_count = swept->turn_count};
    if (made->id == NULL) return false;
    sums->listed++;
    for (size_t i = 0; i < swept->turn_count; i++)
        sums->turns[sums->turn_count++] = swept->turns[i];
    return true;
}

static bool add(cli_sweep_sums *sums, const ovf_route *route, const ovf_swept *swept)
{
    for (size_t i = 0; i < sums->step_count; i++) {
        const ovf_swept_step *step = &swept->steps[i];
        ovf_sweep_sum *sum = &sums->steps[i];
        sum->verdicts[step->verdict]++;
        sum->disputable += step->disputable;
        sum->exceeded += step->exceeded;
        if (i == 0 || swept->steps[i - 1].verdict == step->verdict) continue;
        cli_sweep_change *change = &sums->changes[i];
        change->counts[swept->steps[i - 1].verdict][step->verdict]++;
        change->last[swept->steps[i - 1].verdict][step->verdict] = sums->listed;
    }
    sums->route_count++;
    return add_route(sums, route, swept);
}

static ovf_status sweep_route(sweeping *in, ovf_error *error)
{
    const ovf_route *route = &in->input.plans.route;
    const ovf_result *result;
    const ovf_swept *swept;
    ovf_status status = ovf_analyze(in->input.analyzer, route, in->input.scratch, &result, error);
    if (status == OVF_OK) status = cli_check_judge(&in->input, &in->judge, result, error);
    if (in->options->skip_invalid && (status == OVF_ERROR_INPUT || status == OVF_ERROR_GEOMETRY)) {
        leave_out(in, route->file != NULL ? route->file : "", route->id, error->message);
        return OVF_OK;
    }
    if (status == OVF_OK) status = ovf_sweep_route(in->sweep, in->input.scratch, &swept, error);
    if (status == OVF_OK && !add(&in->sums, route, swept)) status = ovf_fail_memory(error);
    return status;
}

static ovf_status tell(const sweeping *in, ovf_error *error)
{
    const cli_options *options = in->options;
    const cli_terminal terminal = cli_terminal_of(stdout);
    ovf_status status = OVF_OK;
    if (options->output != NULL)
        status = cli_sweep_write(&in->sums, options->output, options->force, error);
    if (status == OVF_OK && options->png != NULL)
        status = cli_sweep_draw(&in->sums, options->png, options->size, error);
    if (status != OVF_OK) return status;
    if (options->json && !cli_print_json(cli_sweep_json(&in->sums))) return ovf_fail_memory(error);
    if (options->json || options->quiet) return OVF_OK;
    return cli_sweep_print(&in->sums, &terminal) ? OVF_OK : ovf_fail_memory(error);
}

static ovf_status sweep_routes(sweeping *in, ovf_error *error)
{
    bool more;
    ovf_status status = open_all(in, error);
    if (status == OVF_OK && wants_coverage(in->options)) status = find_coverage(in, error);
    while (status == OVF_OK &&
           (status = cli_plans_next(&in->input.plans, &more, error)) == OVF_OK && more)
        status = sweep_route(in, error);
    return status == OVF_OK ? tell(in, error) : status;
}

static void clear(sweeping *in)
{
    for (size_t i = 0; i < in->sums.listed; i++) free(in->sums.routes[i].id);
    free(in->sums.routes);
    free(in->sums.turns);
    free(in->sums.steps);
    free(in->sums.changes);
    cli_surveyor_clear(&in->surveyor);
    ovf_sweep_free(in->sweep);
    ovf_judge_clear(&in->judge);
    cli_rule_sets_clear(&in->sets);
    cli_check_input_clear(&in->input);
    free(in->range.text);
}

int cli_check_sweep(const cli_options *options)
{
    sweeping in = {.options = options};
    ovf_error error = {0};
    if (!look_at_options(options)) return CLI_BAD_INPUT;
    if (!parse(options->sweep, &in.range)) {
        cli_complain("option '--sweep': expected a limit with its first and last value and a step, "
                     "such as max_distance_km=250:1500:50, found '%s'",
                     options->sweep);
        free(in.range.text);
        return CLI_BAD_INPUT;
    }
    ovf_status status = sweep_routes(&in, &error);
    clear(&in);
    return status != OVF_OK ? cli_fail(status, &error) : CLI_DONE;
}
