#include "cli/inspected.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/listing.h"
#include "cli/zone_input.h"

/* ---- what is said ---- */

static void remark(cli_inspected *in, const char *feature, const char *text, bool left_out,
                   ovf_remedy remedy)
{
    cli_remark made = {.feature = feature == NULL ? NULL : ovf_text_copy(feature),
                       .text = ovf_text_copy(text),
                       .left_out = left_out,
                       .remedy = remedy};
    if (made.text != NULL && (feature == NULL || made.feature != NULL) &&
        ovf_array_reserve(&in->remarks, &in->remark_capacity, in->remark_count + 1,
                          sizeof *in->remarks)) {
        in->remarks[in->remark_count++] = made;
        return;
    }
    free(made.feature);
    free(made.text);
    in->failed = true;
}

static void note(void *context, const char *file, const char *feature, const char *text,
                 ovf_remedy remedy)
{
    (void)file;
    remark(context, feature, text, false, remedy);
}

static void reject(void *context, const char *file, const char *feature, const char *reason)
{
    (void)file;
    remark(context, feature, reason, true, OVF_REMEDY_NONE);
}

/* ---- flights ---- */

static bool count_attribute(cli_inspected *in, const ovf_attribute *attribute)
{
    char number[40], shown[200];
    for (size_t i = 0; i < in->attribute_count; i++)
        if (strcmp(in->attributes[i].name, attribute->name) == 0) {
            in->attributes[i].count++;
            return true;
        }
    if (!ovf_array_reserve(&in->attributes, &in->attribute_capacity, in->attribute_count + 1,
                           sizeof *in->attributes))
        return false;
    ovf_text_shorten(cli_attribute_text(attribute, number), shown, sizeof shown);
    cli_attribute_seen made = {ovf_text_copy(attribute->name), ovf_text_copy(shown), 1};
    if (made.name == NULL || made.first == NULL) {
        free(made.name);
        free(made.first);
        return false;
    }
    in->attributes[in->attribute_count++] = made;
    return true;
}

static bool keep(cli_inspected *in, const ovf_route *route)
{
    char number[40];
    const char *name = cli_attributes_text(&route->attributes, "name", number);
    if (name != NULL && strcmp(name, route->id) == 0) name = NULL;
    if (!ovf_array_reserve(&in->flights, &in->flight_capacity, in->flight_count + 1,
                           sizeof *in->flights))
        return false;
    cli_flight_seen *made = &in->flights[in->flight_count++];
    *made = (cli_flight_seen){.id = ovf_text_copy(route->id),
                              .name = name == NULL ? NULL : ovf_text_copy(name),
                              .fixes = route->fix_count,
                              .parts = route->part_count};
    for (size_t i = 0; route->fix_names != NULL && i < route->fix_count; i++)
        made->named += route->fix_names[i][0] != '\0';
    ovf_route_extent_find(route, &made->extent);
    return made->id != NULL && (name == NULL || made->name != NULL);
}

static bool take(cli_inspected *in, const ovf_route *route)
{
    in->flights_read++;
    in->fixes_read += route->fix_count;
    for (size_t i = 0; i < route->attributes.count; i++)
        if (route->attributes.items[i].type != OVF_ATTRIBUTE_NULL &&
            !count_attribute(in, &route->attributes.items[i]))
            return false;
    return (!in->keeps_all && in->flight_count == CLI_FLIGHTS_SHOWN) || keep(in, route);
}

static ovf_status read_flights(cli_inspected *in, const cli_options *options, ovf_error *error)
{
    cli_zone_input reading;
    cli_route_input_begin(&reading, options);
    ovf_input_options input = reading.input;
    input.reject = reject;
    input.reject_context = in;
    input.note = note;
    input.note_context = in;
    input.keep_parts = true; /* as the file has them */
    ovf_route_source *source = NULL;
    const ovf_route *route = NULL;
    ovf_status status = ovf_route_source_open(&in->file, 1, &input, &source, error);
    while (status == OVF_OK) {
        status = ovf_route_source_next(source, &route, error);
        if (status != OVF_OK || route == NULL) break;
        if (!take(in, route)) status = ovf_fail_memory(error);
    }
    ovf_route_source_free(source);
    return status;
}

/* ---- zones ---- */

static ovf_status read_zones(cli_inspected *in, const cli_options *options, ovf_error *error)
{
    const ovf_input_options input = {.id_field = options->zone_id,
                                     .default_edges = options->zone_edges,
                                     .crs = options->crs,
                                     .long_edges = options->long_edges,
                                     .reject = reject,
                                     .reject_context = in,
                                     .note = note,
                                     .note_context = in};
    return ovf_zones_read(&in->file, 1, &input, &in->zones, error);
}

static void forget_remarks(cli_inspected *in, size_t from, size_t until)
{
    for (size_t i = from; i < until; i++) {
        free(in->remarks[i].feature);
        free(in->remarks[i].text);
    }
    memmove(in->remarks + from, in->remarks + until,
            (in->remark_count - until) * sizeof *in->remarks);
    in->remark_count -= until - from;
}

/* Where there are no flights: what the zones' reader makes of it; if they are none either, the
 * sentences about flights stay. */
static ovf_status try_zones(cli_inspected *in, const cli_options *options, ovf_error *error)
{
    size_t of_flights = in->remark_count;
    ovf_error why = {0};
    ovf_status status = read_zones(in, options, &why);
    if (status == OVF_ERROR_MEMORY) return ovf_fail_memory(error);
    if (status == OVF_OK && in->zones.count > 0) {
        in->error = (ovf_error){0};
        if (of_flights > 0) forget_remarks(in, 0, of_flights);
    } else if (in->remark_count > of_flights) {
        forget_remarks(in, of_flights, in->remark_count);
    }
    return OVF_OK;
}

/* ---- all of it ---- */

ovf_status cli_inspect_file(cli_inspected *in, const char *file, const cli_options *options,
                            ovf_error *error)
{
    ovf_error why = {0}, kind = {0};
    *in = (cli_inspected){.file = file, .keeps_all = options->all || options->json};
    /* A directory or a database is opened by the readers only. */
    ovf_status status = ovf_file_kind_find(file, options->input_format, options->columns,
                                           options->references, &in->kind, &kind);
    if (status == OVF_ERROR_MEMORY) return ovf_fail_memory(error);
    status = read_flights(in, options, &why);
    if (status == OVF_ERROR_MEMORY || in->failed) return ovf_fail_memory(error);
    if (status == OVF_ERROR_USAGE) {
        *error = why;
        return status;
    }
    in->error = status == OVF_OK ? (ovf_error){0} : why;
    if (in->flights_read == 0 && in->kind.areas && strcmp(file, "-") != 0)
        status = try_zones(in, options, error);
    return status == OVF_ERROR_MEMORY || in->failed ? ovf_fail_memory(error) : OVF_OK;
}

void cli_inspected_clear(cli_inspected *in)
{
    for (size_t i = 0; i < in->flight_count; i++) {
        free(in->flights[i].id);
        free(in->flights[i].name);
    }
    if (in->remark_count > 0) forget_remarks(in, 0, in->remark_count);
    for (size_t i = 0; i < in->attribute_count; i++) {
        free(in->attributes[i].name);
        free(in->attributes[i].first);
    }
    free(in->flights);
    free(in->remarks);
    free(in->attributes);
    ovf_zones_clear(&in->zones);
    ovf_file_kind_clear(&in->kind);
    *in = (cli_inspected){0};
}
