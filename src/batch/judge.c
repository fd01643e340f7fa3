#include "overflight/judge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "batch/dates.h"
#include "overflight/input.h"

#define LONGEST_PATH 4096

static bool has_kind(const ovf_rules *rules, const char *first, const char *second)
{
    for (size_t i = 0; i < rules->count; i++)
        if (strcmp(rules->items[i].kind->name, first) == 0 ||
            (second != NULL && strcmp(rules->items[i].kind->name, second) == 0))
            return true;
    return false;
}

static ovf_status read_airfields(ovf_judge *judge, ovf_error *error)
{
    char path[LONGEST_PATH];
    ovf_status status = ovf_data_path("airfields.geojson", path, sizeof path, error);
    if (status == OVF_OK) status = ovf_airfields_read(path, &judge->airfields, error);
    if (status == OVF_OK) judge->options.airfields = &judge->airfields;
    return status;
}

static bool have_seas(const ovf_zones *zones)
{
    for (size_t i = 0; i < zones->count; i++)
        if (ovf_attributes_find(&zones->items[i].attributes, "territory_of") != NULL) return true;
    return false;
}

/* Land is not all of a State's territory: the bundled zones have the seas, whatever zones are
 * judged. */
static ovf_status read_seas(ovf_judge *judge, ovf_error *error)
{
    const ovf_input_options options = {.bundled = true};
    char **files = NULL;
    size_t count;
    if (have_seas(judge->zones)) return OVF_OK;
    ovf_status status = ovf_data_list("zones", ".geojson", &files, &count, error);
    if (status == OVF_OK)
        status = ovf_zones_read((const char *const *)files, count, &options, &judge->sea_zones,
                                error);
    free(files);
    if (status == OVF_OK)
        status = ovf_analyzer_new(&judge->sea_zones,
                                  &(ovf_analysis_options){.search_m = OVF_SEARCH_NONE},
                                  &judge->seas, error);
    if (status == OVF_OK) judge->options.seas = judge->seas;
    return status;
}

static ovf_status read_states(ovf_judge *judge, ovf_error *error)
{
    char path[LONGEST_PATH];
    const char *file = path;
    const ovf_input_options options = {.bundled = true};
    ovf_status status = ovf_data_path("states.geojson", path, sizeof path, error);
    if (status == OVF_OK) status = ovf_zones_read(&file, 1, &options, &judge->states, error);
    if (status == OVF_OK)
        status = ovf_analyzer_new(&judge->states,
                                  &(ovf_analysis_options){.search_m = OVF_SEARCH_NONE},
                                  &judge->territory, error);
    if (status == OVF_OK) judge->options.territory = judge->territory;
    return status == OVF_OK ? read_seas(judge, error) : status;
}

ovf_status ovf_judge_open(ovf_judge *judge, const ovf_judge_options *options,
                          const ovf_zones *zones, const ovf_analyzer *analyzer, ovf_error *error)
{
    if (judge == NULL) return ovf_fail_null(error, "a place for the judge");
    *judge = (ovf_judge){0};
    if (options == NULL) return ovf_fail_null(error, "options");
    if (zones == NULL) return ovf_fail_null(error, "zones");
    if (analyzer == NULL) return ovf_fail_null(error, "an analyzer");
    *judge = (ovf_judge){.zones = zones,
                         .options = {.margin = options->margin,
                                     .reference = options->reference,
                                     .strict = options->strict,
                                     .keep = options->keep,
                                     .zones_left_out = options->zones_left_out,
                                     .vertical = options->vertical}};
    ovf_status status = ovf_date_read(options->date, &judge->options.dated, &judge->options.date_s,
                                      &judge->options.until_s, error);
    for (size_t i = 0; i < options->set_count && status == OVF_OK; i++)
        status = ovf_rules_read(options->sets[i], zones, &judge->rules, error);
    if (status == OVF_OK && options->zone_attributes)
        status = ovf_rules_read_zones(zones, &judge->rules, error);
    if (status == OVF_OK && options->standing_count > 0)
        status = ovf_rules_keep(&judge->rules, options->standings, options->standing_count, error);
    if (status == OVF_OK && has_kind(&judge->rules, "flight_distance", "airfields"))
        status = read_airfields(judge, error);
    if (status == OVF_OK && !options->without_territory &&
        has_kind(&judge->rules, "flight_distance", NULL))
        status = read_states(judge, error);
    return status == OVF_OK
               ? ovf_checker_new(analyzer, &judge->rules, &judge->options, &judge->checker, error)
               : status;
}

ovf_status ovf_judge_add_territory(ovf_judge *judge, ovf_error *error)
{
    ovf_status status = read_states(judge, error);
    return status == OVF_OK
               ? ovf_checker_set_territory(judge->checker, judge->territory, judge->seas, error)
               : status;
}

void ovf_judge_clear(ovf_judge *judge)
{
    if (judge == NULL) return;
    ovf_checker_free(judge->checker);
    ovf_analyzer_free(judge->territory);
    ovf_analyzer_free(judge->seas);
    ovf_zones_clear(&judge->states);
    ovf_zones_clear(&judge->sea_zones);
    ovf_airfields_clear(&judge->airfields);
    ovf_rules_clear(&judge->rules);
    *judge = (ovf_judge){0};
}
