#include "cli/plans.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "cli/failure.h"
#include "cli/zone_input.h"
#include "input/airspace/airspace_file.h"
#include "overflight/input.h"

static ovf_status read_airfields(cli_plans *plans, ovf_error *error)
{
    char path[4096];
    ovf_status status = ovf_data_path("airfields.geojson", path, sizeof path, error);
    return status == OVF_OK ? ovf_airfields_read(path, &plans->airfields, error) : status;
}

/* The second one is "plan-2", unless it has a name of its own. */
static bool name_plan(cli_plans *plans, size_t i)
{
    ovf_route *route = &plans->typed[i].route;
    route->number = i;
    if (i == 0 || strcmp(route->id, "plan") != 0) return true;
    plans->ids[i] = malloc(32);
    if (plans->ids[i] == NULL) return false;
    snprintf(plans->ids[i], 32, "plan-%zu", i + 1);
    route->id = plans->ids[i];
    return true;
}

static ovf_status check_id(const cli_plans *plans, const ovf_route *route, size_t before,
                           ovf_error *error)
{
    for (size_t i = 0; i < before; i++) {
        if (strcmp(plans->typed[i].route.id, route->id) != 0) continue;
        return ovf_fail(
            error, OVF_ERROR_INPUT,
            "%.200s: expected an id of its own, found \"%.60s\", the id of the %s typed "
            "flight plan: name a typed one by beginning it with a word and a colon",
            route->file, route->id, i == 0 ? "first" : "other");
    }
    return OVF_OK;
}

static void note(void *context, const char *text)
{
    cli_plans *plans = context;
    plans->input.input.note(plans->input.input.note_context, "typed plan", NULL, text,
                            OVF_REMEDY_NONE);
}

/* Adds a plan, if it is good. */
static ovf_status read_one(cli_plans *plans, const char *text, ovf_error *error)
{
    size_t i = plans->typed_count;
    const ovf_flightplan_options with = {.airfields = &plans->airfields,
                                         .points = plans->points,
                                         .note = note,
                                         .note_context = plans};
    ovf_status status = ovf_flightplan_parse_with(text, &with, &plans->typed[i], error);
    if (status != OVF_OK) return status;
    if (!name_plan(plans, i)) status = ovf_fail_memory(error);
    if (status == OVF_OK) status = check_id(plans, &plans->typed[i].route, i, error);
    if (status == OVF_OK) {
        plans->typed_count++;
        return OVF_OK;
    }
    ovf_flightplan_clear(&plans->typed[i]);
    free(plans->ids[i]);
    plans->ids[i] = NULL;
    return status;
}

static ovf_status read_typed(cli_plans *plans, const cli_options *options, ovf_error *error)
{
    plans->typed = calloc(options->routes.count, sizeof *plans->typed);
    plans->ids = calloc(options->routes.count, sizeof *plans->ids);
    if (plans->typed == NULL || plans->ids == NULL) return ovf_fail_memory(error);
    ovf_status status = read_airfields(plans, error);
    for (size_t i = 0; i < options->routes.count && status == OVF_OK; i++) {
        ovf_error why = {0};
        status = read_one(plans, options->routes.items[i], &why);
        if (status != OVF_ERROR_INPUT || plans->input.input.reject == NULL) {
            if (status != OVF_OK) *error = why;
            continue;
        }
        plans->input.input.reject(plans->input.input.reject_context, "typed plan",
                                  options->routes.items[i], why.message);
        status = OVF_OK;
    }
    return status;
}

static void leave_out(void *context, const char *file, const char *feature, const char *reason)
{
    const cli_plans *plans = context;
    plans->reject(plans->context, file, feature, reason);
}

static void refuse(void *context, const char *file, const char *feature, const char *reason,
                   ovf_remedy remedy)
{
    char said[400];
    if (remedy != OVF_REMEDY_KEEP_ALL) {
        leave_out(context, file, feature, reason);
        return;
    }
    snprintf(said, sizeof said, "%s (%s)", reason, cli_remedy(remedy));
    leave_out(context, file, feature, said);
}

ovf_status cli_plans_open(cli_plans *plans, const cli_options *options, ovf_reject_function reject,
                          void *context, ovf_error *error)
{
    cli_route_input_begin(&plans->input, options);
    plans->reject = reject;
    plans->context = context;
    plans->input.input.reject = options->skip_invalid ? leave_out : NULL;
    plans->input.input.refuse = refuse;
    plans->input.input.reject_context = plans;
    ovf_status status = OVF_OK;
    if (options->points.count > 0)
        status = ovf_airspace_no_points(options->points.items, options->points.count, error);
    if (status == OVF_OK && options->points.count > 0)
        status = ovf_points_read(options->points.items, options->points.count, &plans->points,
                                 error);
    plans->input.input.points = plans->points;
    if (status == OVF_OK && options->routes.count > 0) status = read_typed(plans, options, error);
    if (status != OVF_OK || options->operands.count == 0) return status;
    return ovf_route_source_open(options->operands.items, options->operands.count,
                                 &plans->input.input, &plans->source, error);
}

static ovf_status give_typed(cli_plans *plans, ovf_error *error)
{
    const ovf_flightplan *plan = &plans->typed[plans->given++];
    plans->route = plan->route;
    plans->pinned = calloc(plan->route.fix_count, sizeof *plans->pinned);
    if (plans->pinned == NULL) return ovf_fail_memory(error);
    for (size_t k = 0; k < plan->route.fix_count; k++)
        plans->pinned[k] = plan->fixes[k].airfield != OVF_FLIGHTPLAN_NO_AIRFIELD;
    return OVF_OK;
}

ovf_status cli_plans_next(cli_plans *plans, bool *more, ovf_error *error)
{
    const ovf_route *route = NULL;
    free(plans->pinned);
    plans->pinned = NULL;
    *more = true;
    if (plans->given < plans->typed_count) return give_typed(plans, error);
    ovf_status status = plans->source != NULL ? ovf_route_source_next(plans->source, &route, error)
                                              : OVF_OK;
    *more = status == OVF_OK && route != NULL;
    if (!*more) return status;
    plans->route = *route;
    plans->route.number += plans->typed_count;
    return check_id(plans, route, plans->typed_count, error);
}

void cli_plans_clear(cli_plans *plans)
{
    for (size_t i = 0; i < plans->typed_count; i++) {
        ovf_flightplan_clear(&plans->typed[i]);
        free(plans->ids[i]);
    }
    free(plans->typed);
    free(plans->ids);
    free(plans->pinned);
    ovf_route_source_free(plans->source);
    ovf_airfields_clear(&plans->airfields);
    ovf_points_free(plans->points);
    cli_zone_input_end(&plans->input);
    *plans = (cli_plans){0};
}
