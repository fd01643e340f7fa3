/* overflight airfields check STATE [FILE...] */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "base/time.h"
#include "cli/airfield_range_report.h"
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/rule_sets.h"
#include "cli/terminal.h"
#include "cli/zone_input.h"

/* The one rule of the kind that the sets have. */
static int find_rule(cli_airfield_range *in)
{
    cli_options named = *in->options;
    cli_rule_sets sets;
    ovf_error error = {0};
    named.zones.count = 0; /* what zones say in their attributes is of flights */
    ovf_status status = cli_rule_sets_find(&named, &sets) ? OVF_OK : OVF_ERROR_MEMORY;
    for (size_t i = 0; i < sets.sets.count && status == OVF_OK; i++)
        status = ovf_rules_read(sets.sets.items[i], NULL, &in->rules, &error);
    cli_rule_sets_clear(&sets);
    if (status != OVF_OK) return cli_fail(status, &error);
    for (size_t i = 0; i < in->rules.count; i++) {
        if (strcmp(in->rules.items[i].kind->name, "airfield_reach") != 0) continue;
        if (in->rule != NULL) {
            cli_complain("expected one rule for the range of airfields, found two, %s and %s: name "
                         "a rule set with one",
                         in->rule->rule, in->rules.items[i].rule);
            return CLI_BAD_INPUT;
        }
        in->rule = &in->rules.items[i];
    }
    if (in->rule != NULL) return CLI_GO_ON;
    cli_complain("expected a rule of the kind airfield_reach, found none in the rule sets: "
                 "treaty-1992 and treaty-in-use-2012-2020 have one");
    return CLI_BAD_INPUT;
}

/* The rule's own year, or else that of the date, or else the latest. */
static int find_year(cli_airfield_range *in, double *date_s)
{
    const char *date = in->options->date;
    struct tm fields;
    *date_s = NAN;
    if (date != NULL) (void)ovf_time_parse(date, date_s);
    if (*date_s < in->rule->from_s || *date_s >= in->rule->until_s) {
        cli_complain("the rule %s is not in force on %s", in->rule->rule, date);
        return CLI_BAD_INPUT;
    }
    in->year = OVF_RANGE_LATEST;
    time_t whole = isnan(*date_s) ? 0 : (time_t)floor(*date_s);
    if (!isnan(in->rule->values[1])) in->year = (int)in->rule->values[1];
    else if (!isnan(*date_s) && gmtime_r(&whole, &fields) != NULL) in->year = fields.tm_year + 1900;
    return CLI_GO_ON;
}

/* Those of all files together. */
static ovf_status read_airfields(cli_airfield_range *in, ovf_error *error)
{
    char path[4096];
    const char *bundled = path, *const *files = in->options->operands.items + 1;
    size_t count = in->options->operands.count - 1, capacity = 0;
    ovf_status status = OVF_OK;
    if (count == 0) {
        status = ovf_data_path("airfields.geojson", path, sizeof path, error);
        files = &bundled;
        count = 1;
    }
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        ovf_airfields more = {0};
        status = ovf_airfields_read(files[i], &more, error);
        if (status != OVF_OK) break;
        if (ovf_array_reserve(&in->airfields.items, &capacity, in->airfields.count + more.count,
                              sizeof *more.items)) {
            if (more.count > 0)
                memcpy(in->airfields.items + in->airfields.count, more.items,
                       more.count * sizeof *more.items);
            in->airfields.count += more.count;
            free(more.items);
        } else {
            ovf_airfields_clear(&more);
            status = OVF_ERROR_MEMORY;
        }
    }
    return status;
}

static ovf_status judge(cli_airfield_range *in, ovf_error *error)
{
    const cli_options *options = in->options;
    const ovf_zone **area = in->state.members, **own = NULL;
    size_t area_count = in->state.count;
    ovf_status status = read_airfields(in, error);
    if (status == OVF_OK && options->zones.count > 0) {
        cli_zone_input input;
        cli_zone_input_begin(&input, options);
        status = ovf_zones_read(options->zones.items, options->zones.count, &input.input, &in->area,
                                error);
        cli_zone_input_end(&input);
        area = own = calloc(in->area.count + 1, sizeof *own);
        if (own == NULL) status = OVF_ERROR_MEMORY;
        for (size_t i = 0; status == OVF_OK && i < in->area.count; i++) own[i] = &in->area.items[i];
        area_count = in->area.count;
    }
    ovf_lonlat mainland;
    bool is_named = ovf_zones_mainland(area, area_count, &mainland);
    const ovf_range_options range = {.area = area,
                                     .mainland = is_named ? &mainland : NULL,
                                     .area_count = area_count,
                                     .states = in->state.codes,
                                     .state_count = in->state.count,
                                     .airfields = &in->airfields,
                                     .year = in->year,
                                     .fraction = in->rule->values[0],
                                     .margin = options->margin > 0 ? options->margin
                                                                   : OVF_MARGIN_NONE,
                                     .restriction = in->rule};
    if (status == OVF_OK) status = ovf_range_judge(&range, &in->result, error);
    free(own);
    return status;
}

static int check(cli_airfield_range *in)
{
    const cli_options *options = in->options;
    double date_s;
    ovf_error error = {0};
    int exit_status = find_rule(in);
    if (exit_status == CLI_GO_ON) exit_status = find_year(in, &date_s);
    /* With an area and airfields of one's own, the State may be any. */
    if (exit_status == CLI_GO_ON)
        exit_status = cli_state_find(options->operands.items[0], date_s,
                                     options->zones.count == 0 || options->operands.count < 2,
                                     &in->state);
    if (exit_status != CLI_GO_ON) return exit_status;
    ovf_status status = judge(in, &error);
    if (status != OVF_OK) return cli_fail(status, &error);
    bool good = true;
    if (options->json) good = cli_airfield_range_print_json(in);
    else if (options->geojson) good = cli_airfield_range_print_geojson(in);
    else if (!options->quiet) good = cli_airfield_range_print(in);
    if (!good) return cli_fail_memory();
    return cli_exit_of(cli_airfield_range_verdict(&in->result));
}

int cli_airfields_check(const cli_options *options)
{
    if (options->operands.count == 0) {
        cli_complain("airfields check: expected a State, found none: try 'overflight airfields "
                     "check US'");
        return CLI_BAD_INPUT;
    }
    if (options->json && options->geojson) {
        cli_complain("option '--geojson' does not go with '--json': give one of them");
        return CLI_BAD_INPUT;
    }
    cli_airfield_range in = {.options = options};
    int status = check(&in);
    ovf_range_result_clear(&in.result);
    ovf_airfields_clear(&in.airfields);
    ovf_zones_clear(&in.area);
    ovf_rules_clear(&in.rules);
    cli_state_clear(&in.state);
    return status;
}
