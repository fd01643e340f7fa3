#include "cli/survey_rules.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "batch/dates.h"
#include "batch/judged_by.h"

/* The ground is not lower than the shore of the Dead Sea, m. */
#define LOWEST_GROUND_M (-440.0)

static ovf_status add(cli_survey_rules *in, size_t place, double standoff_m, ovf_error *error)
{
    if (!ovf_array_reserve(&in->obstacles, &in->capacity, in->count + 1, sizeof *in->obstacles))
        return ovf_fail_memory(error);
    in->obstacles[in->count++] = (ovf_obstacle){place, standoff_m};
    return OVF_OK;
}

/* ---- --avoid ID[:KM] ---- */

static ovf_status avoid(cli_survey_rules *in, const char *text, ovf_error *error)
{
    const char *colon = strrchr(text, ':');
    double km = 0;
    size_t length = strlen(text);
    if (colon != NULL && ovf_zones_find(in->zones, text) == NULL) {
        char *end;
        km = strtod(colon + 1, &end);
        if (end == colon + 1 || *end != '\0' || !(km >= 0 && km * 1000 <= OVF_SEARCH_MAX_M))
            return ovf_fail(error, OVF_ERROR_USAGE,
                            "--avoid %.100s: expected a zone, a colon and kilometres from 0 to "
                            "%.0f, such as 'moscow:10'",
                            text, OVF_SEARCH_MAX_M / 1000);
        length = (size_t)(colon - text);
    }
    for (size_t i = 0; i < in->zones->count; i++) {
        const char *id = in->zones->items[i].id;
        if (strlen(id) != length || strncmp(id, text, length) != 0) continue;
        if (i == in->zone)
            return ovf_fail(error, OVF_ERROR_USAGE,
                            "--avoid %.100s: this is the zone that is to be seen", text);
        return add(in, i, km * 1000, error);
    }
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "--avoid: no zone has the id '%.*s': 'overflight zones list' lists them, and "
                    "--zones takes files",
                    (int)length, text);
}

/* ---- --rules ---- */

static bool is(const ovf_restriction *r, const char *kind)
{
    return strcmp(r->kind->name, kind) == 0;
}

/* Whether the height, above ground, is known to keep a limit of altitude. Between references it is
 * what the lowest ground allows; an upper limit that is not over the ground is never known to be
 * kept. */
static bool keeps(const ovf_restriction *r, double height_m)
{
    double limit = r->values[0], lowest = r->reference == OVF_HEIGHT_AGL ? 0 : LOWEST_GROUND_M;
    if (is(r, "min_altitude")) return height_m + lowest >= limit;
    return r->reference == OVF_HEIGHT_AGL && height_m <= limit;
}

static bool in_force(const ovf_restriction *r, const ovf_analysis_options *when)
{
    if (!when->dated) return true;
    return !(when->until_s <= r->from_s) && !(when->date_s >= r->until_s);
}

static ovf_status take(cli_survey_rules *in, const ovf_restriction *r, double height_m,
                       ovf_error *error)
{
    bool here = r->scope == OVF_SCOPE_ZONE && r->place == in->zone,
         place = r->scope != OVF_SCOPE_FLIGHT && r->place != OVF_NOWHERE,
         altitude = is(r, "min_altitude") || is(r, "max_altitude");
    if (is(r, "crossings") || is(r, "circling")) in->no_crossing = true;
    if (here && is(r, "max_distance"))
        in->max_inside_m = fmin(in->max_inside_m, r->values[0] * 1000);
    if (here && is(r, "prohibited"))
        return ovf_fail(error, OVF_ERROR_USAGE, "%.200s: no route may see zone %s from within",
                        r->rule, in->zones->items[in->zone].id);
    if (here && altitude && r->reference == OVF_HEIGHT_AGL && isfinite(height_m) &&
        !keeps(r, height_m))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "%.200s: %s %.0f m above ground, and the survey is at %.0f m: add "
                        "'--height %.0f'",
                        r->rule, r->kind->is_least ? "at least" : "at most", r->values[0], height_m,
                        r->values[0]);
    if (!place || (here && !is(r, "standoff"))) return OVF_OK;
    size_t index = r->scope == OVF_SCOPE_LINE ? in->zones->count + r->place : r->place;
    if (is(r, "standoff")) return add(in, index, r->values[0] * 1000, error);
    if (is(r, "prohibited") || (altitude && !keeps(r, height_m))) return add(in, index, 0, error);
    return OVF_OK;
}

/* The zones and the lines as one list. */
static ovf_status join_places(cli_survey_rules *in, ovf_error *error)
{
    const ovf_zones *lines = &in->judge.rules.lines;
    in->places.items = ovf_array_new(in->zones->count + lines->count, sizeof *in->places.items);
    if (in->places.items == NULL) return ovf_fail_memory(error);
    memcpy(in->places.items, in->zones->items, in->zones->count * sizeof *in->places.items);
    if (lines->count > 0)
        memcpy(in->places.items + in->zones->count, lines->items,
               lines->count * sizeof *in->places.items);
    in->places.count = in->zones->count + lines->count;
    return OVF_OK;
}

static ovf_status open_judge(cli_survey_rules *in, double height_m, ovf_error *error)
{
    ovf_analysis_options analysis = {.search_m = OVF_SEARCH_NONE};
    ovf_status status = ovf_almanac_open(&in->almanac, error);
    analysis.almanac = in->almanac;
    if (status == OVF_OK)
        status = ovf_date_read(in->options->date, &analysis.dated, &analysis.date_s,
                               &analysis.until_s, error);
    if (status == OVF_OK) status = ovf_analyzer_new(in->zones, &analysis, &in->analyzer, error);
    if (status == OVF_OK) status = ovf_scratch_new(&in->scratch, error);
    if (status == OVF_OK && !cli_rule_sets_find(in->options, &in->sets))
        status = ovf_fail_memory(error);
    if (status != OVF_OK) return status;
    const ovf_judge_options judge = {.sets = in->sets.sets.items,
                                     .set_count = in->sets.sets.count,
                                     .zone_attributes = in->sets.zone_attributes,
                                     .standings = in->sets.standings.items,
                                     .standing_count = in->sets.standings.count,
                                     .date = in->options->date,
                                     .without_territory = true};
    status = ovf_judge_open(&in->judge, &judge, in->zones, in->analyzer, error);
    if (status == OVF_OK && (in->judged_by = ovf_judged_by(&judge)) == NULL)
        status = ovf_fail_memory(error);
    for (size_t i = 0; i < in->judge.rules.count && status == OVF_OK; i++)
        if (in_force(&in->judge.rules.items[i], &analysis))
            status = take(in, &in->judge.rules.items[i], height_m, error);
    return status;
}

ovf_status cli_survey_rules_open(cli_survey_rules *in, const cli_options *options,
                                 const ovf_zones *zones, size_t zone, double height_m,
                                 ovf_error *error)
{
    ovf_status status = OVF_OK;
    in->options = options;
    in->zones = zones;
    in->zone = zone;
    in->max_inside_m = INFINITY;
    in->judged = options->rules.count > 0;
    for (size_t i = 0; i < options->avoid.count && status == OVF_OK; i++)
        status = avoid(in, options->avoid.items[i], error);
    if (status == OVF_OK && in->judged) status = open_judge(in, height_m, error);
    return status == OVF_OK ? join_places(in, error) : status;
}

ovf_status cli_survey_rules_judge(cli_survey_rules *in, const ovf_route *route,
                                  const ovf_result **result, ovf_error *error)
{
    ovf_status status = ovf_analyze(in->analyzer, route, in->scratch, result, error);
    return status == OVF_OK ? ovf_check_route(in->judge.checker, in->scratch, error) : status;
}

void cli_survey_rules_clear(cli_survey_rules *in)
{
    ovf_judge_clear(&in->judge);
    ovf_scratch_free(in->scratch);
    ovf_analyzer_free(in->analyzer);
    ovf_almanac_free(in->almanac);
    cli_rule_sets_clear(&in->sets);
    free(in->judged_by);
    free(in->places.items);
    free(in->obstacles);
    *in = (cli_survey_rules){0};
}
