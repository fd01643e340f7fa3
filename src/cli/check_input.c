#include "cli/check_input.h"

#include <string.h>

#include "base/error.h"
#include "batch/dates.h"
#include "cli/known_heights.h"
#include "cli/zone_input.h"

/* The one route of --against, which holds as long as its source is open. */
static ovf_status read_reference(cli_check_input *in, ovf_error *error)
{
    cli_zone_input reading;
    cli_route_input_begin(&reading, in->options);
    ovf_input_options input = reading.input;
    input.where = NULL;
    input.note = NULL;
    const ovf_route *second = NULL;
    if (in->options->against == NULL) return OVF_OK;
    ovf_status status = ovf_route_source_open(&in->options->against, 1, &input,
                                              &in->reference_source, error);
    if (status == OVF_OK)
        status = ovf_route_source_next(in->reference_source, &in->reference, error);
    if (status == OVF_OK) status = ovf_route_source_next(in->reference_source, &second, error);
    if (status != OVF_OK) return status;
    if (second != NULL) {
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%.300s: expected one route to compare tracks with, found more than one "
                        "route",
                        in->options->against);
    }
    /* Once more from the beginning: what is handed out holds until the next. */
    ovf_route_source_free(in->reference_source);
    in->reference_source = NULL;
    status = ovf_route_source_open(&in->options->against, 1, &input, &in->reference_source, error);
    return status == OVF_OK ? ovf_route_source_next(in->reference_source, &in->reference, error)
                            : status;
}

static ovf_status open_vertical(cli_check_input *in, ovf_error *error)
{
    const ovf_vertical_options known = cli_known_heights(in->options);
    return ovf_vertical_open(&in->vertical, &known, error);
}

ovf_status cli_check_input_open(cli_check_input *in, const cli_options *options,
                                ovf_reject_function reject, void *context, ovf_error *error)
{
    in->options = options;
    cli_zone_input_begin(&in->zone_input, options);
    in->zone_input.input.bundled = options->zones.count == 0;
    if (options->skip_invalid) {
        in->zone_input.input.reject = reject;
        in->zone_input.input.reject_context = context;
    }
    ovf_status status = cli_zone_files_find(options, &in->zone_files, error);
    if (status == OVF_OK)
        status = ovf_zones_read(in->zone_files.files, in->zone_files.count, &in->zone_input.input,
                                &in->zones, error);
    cli_zone_input_end(&in->zone_input);
    if (status == OVF_OK) status = open_vertical(in, error);
    /* A stand-off looks for itself; only what is written out has nearest approaches. */
    ovf_analysis_options analysis = {.search_m = options->output != NULL ? OVF_SEARCH_M
                                                                         : OVF_SEARCH_NONE,
                                     .vertical = &in->vertical.vertical};
    if (status == OVF_OK) status = ovf_almanac_open(&in->almanac, error);
    analysis.almanac = in->almanac;
    if (status == OVF_OK)
        status = ovf_date_read(options->date, &analysis.dated, &analysis.date_s, &analysis.until_s,
                               error);
    if (status == OVF_OK) status = ovf_analyzer_new(&in->zones, &analysis, &in->analyzer, error);
    if (status == OVF_OK) status = ovf_scratch_new(&in->scratch, error);
    return status == OVF_OK ? read_reference(in, error) : status;
}

void cli_check_input_clear(cli_check_input *in)
{
    cli_plans_clear(&in->plans);
    ovf_route_source_free(in->reference_source);
    ovf_scratch_free(in->scratch);
    ovf_analyzer_free(in->analyzer);
    ovf_almanac_free(in->almanac);
    ovf_vertical_clear(&in->vertical);
    ovf_zones_clear(&in->zones);
    cli_zone_files_clear(&in->zone_files);
}

ovf_judge_options cli_check_judging(const cli_check_input *in, const cli_rule_sets *sets,
                                    size_t zones_left_out)
{
    const cli_options *options = in->options;
    return (ovf_judge_options){.sets = sets->sets.items,
                               .set_count = sets->sets.count,
                               .zone_attributes = sets->zone_attributes,
                               .standings = sets->standings.items,
                               .standing_count = sets->standings.count,
                               .strict = options->strict,
                               .keep = options->all || options->json,
                               .zones_left_out = zones_left_out,
                               .date = options->date,
                               .vertical = &in->vertical.vertical,
                               .margin = options->margin > 0 ? options->margin : OVF_MARGIN_NONE,
                               .reference = in->reference,
                               .without_territory = true};
}

/* The States' areas take longer to read than all the rest, and few flights want them. */
static bool wants_territory(const ovf_judge *judge, const ovf_result *result)
{
    if (judge->territory != NULL) return false;
    for (size_t i = 0; i < result->finding_count; i++)
        if (!result->findings[i].judged &&
            strcmp(result->findings[i].restriction->kind->name, "flight_distance") == 0)
            return true;
    return false;
}

ovf_status cli_check_judge(const cli_check_input *in, ovf_judge *judge, const ovf_result *result,
                           ovf_error *error)
{
    ovf_status status = ovf_check_route(judge->checker, in->scratch, error);
    if (status != OVF_OK || !wants_territory(judge, result)) return status;
    status = ovf_judge_add_territory(judge, error);
    return status == OVF_OK ? ovf_check_route(judge->checker, in->scratch, error) : status;
}
