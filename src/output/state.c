/* The state of an output as JSON: for journals, and for the parts of a sharded analysis. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "output/finish.h"
#include "output/rows/json.h"
#include "output/staging/previous.h"

/* Everything here that returns a json_t returns NULL when memory is out, and json_pack passes that
 * on. */

static json_t *sum_to_json(const ovf_sum *sum)
{
    return json_pack("[I,I]", (json_int_t)sum->whole, (json_int_t)(int64_t)sum->rest);
}

static bool sum_from_json(const json_t *json, ovf_sum *sum)
{
    json_int_t whole, rest;
    if (json_unpack((json_t *)(uintptr_t)json, "[I,I!]", &whole, &rest) != 0) return false;
    *sum = (ovf_sum){(int64_t)whole, (uint64_t)rest};
    return true;
}

static json_t *broken_to_json(const ovf_totals *totals)
{
    json_t *list = json_array();
    for (size_t i = 0; i < totals->broken_count; i++)
        if (json_array_append_new(list, json_integer((json_int_t)(int64_t)totals->broken[i])) !=
            0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static bool broken_from_json(const json_t *json, ovf_totals *totals)
{
    totals->broken_count = json_array_size(json);
    if (totals->broken_count > OVF_BROKEN_MAX) return false;
    for (size_t i = 0; i < totals->broken_count; i++)
        totals->broken[i] = (uint64_t)json_integer_value(json_array_get(json, i));
    return true;
}

/* Zones that were met or are named otherwise, since most are not. */
static json_t *totals_to_json(const ovf_totals *totals)
{
    json_t *zones = json_array();
    bool good = zones != NULL;
    for (size_t i = 0; i < totals->zone_count && good; i++) {
        const ovf_zone_totals *zone = &totals->zones[i];
        if (!ovf_zone_is_named(zone)) continue;
        good = json_array_append_new(
                   zones,
                   json_pack("[I,I,I,I,o,o,o,I,I,f]", (json_int_t)i, (json_int_t)zone->routes,
                             (json_int_t)zone->passages, (json_int_t)zone->crossings,
                             sum_to_json(&zone->inside_m), sum_to_json(&zone->within_m),
                             sum_to_json(&zone->within_at_most_m), (json_int_t)zone->approached,
                             (json_int_t)zone->findings, zone->standoff_m)) == 0;
    }
    if (!good) {
        json_decref(zones);
        return NULL;
    }
    return json_pack(
        "{s:I,s:I,s:I,s:I,s:I,s:o,s:o,s:[I,I,I,I],s:[I,I,I,I,I],s:[I,I,I,I,I,I],s:o}", "routes",
        (json_int_t)totals->routes, "meeting_routes", (json_int_t)totals->meeting_routes,
        "rejected", (json_int_t)totals->rejected, "noted", (json_int_t)totals->noted,
        "untimed_passages", (json_int_t)totals->untimed_passages, "length_m",
        sum_to_json(&totals->length_m), "zones", zones, "verdicts",
        (json_int_t)totals->complying_routes, (json_int_t)totals->violating_routes,
        (json_int_t)totals->undecided_routes, (json_int_t)totals->disputable_routes, "findings",
        (json_int_t)totals->violations, (json_int_t)totals->undecided, (json_int_t)totals->warnings,
        (json_int_t)totals->not_judged, (json_int_t)totals->not_asked, "kinds",
        (json_int_t)totals->warned_routes, (json_int_t)totals->information,
        (json_int_t)totals->entries, (json_int_t)totals->exits, (json_int_t)totals->touches,
        (json_int_t)totals->possible_passages, "broken", broken_to_json(totals));
}

static bool totals_from_json(const json_t *json, ovf_totals *totals)
{
    json_int_t routes, meeting, rejected, noted, untimed, verdicts[4], findings[5], kinds[6];
    json_t *length, *zones, *item, *broken;
    size_t i;
    if (json_unpack(
            (json_t *)(uintptr_t)json,
            "{s:I,s:I,s:I,s:I,s:I,s:o,s:o,s:[I,I,I,I!],s:[I,I,I,I,I!],s:[I,I,I,I,I,I!],s:o}",
            "routes", &routes, "meeting_routes", &meeting, "rejected", &rejected, "noted", &noted,
            "untimed_passages", &untimed, "length_m", &length, "zones", &zones, "verdicts",
            &verdicts[0], &verdicts[1], &verdicts[2], &verdicts[3], "findings", &findings[0],
            &findings[1], &findings[2], &findings[3], &findings[4], "kinds", &kinds[0], &kinds[1],
            &kinds[2], &kinds[3], &kinds[4], &kinds[5], "broken", &broken) != 0 ||
        !broken_from_json(broken, totals) || !sum_from_json(length, &totals->length_m))
        return false;
    totals->routes = (uint64_t)routes;
    totals->meeting_routes = (uint64_t)meeting;
    totals->rejected = (uint64_t)rejected;
    totals->noted = (uint64_t)noted;
    totals->untimed_passages = (uint64_t)untimed;
    totals->complying_routes = (uint64_t)verdicts[0];
    totals->violating_routes = (uint64_t)verdicts[1];
    totals->undecided_routes = (uint64_t)verdicts[2];
    totals->disputable_routes = (uint64_t)verdicts[3];
    totals->violations = (uint64_t)findings[0];
    totals->undecided = (uint64_t)findings[1];
    totals->warnings = (uint64_t)findings[2];
    totals->not_judged = (uint64_t)findings[3];
    totals->not_asked = (uint64_t)findings[4];
    totals->warned_routes = (uint64_t)kinds[0];
    totals->information = (uint64_t)kinds[1];
    totals->entries = (uint64_t)kinds[2];
    totals->exits = (uint64_t)kinds[3];
    totals->touches = (uint64_t)kinds[4];
    totals->possible_passages = (uint64_t)kinds[5];
    json_array_foreach(zones, i, item)
    {
        json_int_t zone, met, passages, crossings, approached, about;
        double standoff_m;
        json_t *inside, *within, *at_most;
        if (json_unpack(item, "[I,I,I,I,o,o,o,I,I,F!]", &zone, &met, &passages, &crossings, &inside,
                        &within, &at_most, &approached, &about, &standoff_m) != 0 ||
            zone < 0 || (uint64_t)zone >= totals->zone_count)
            return false;
        ovf_zone_totals *into = &totals->zones[zone];
        *into = (ovf_zone_totals){.routes = (uint64_t)met,
                                  .passages = (uint64_t)passages,
                                  .crossings = (uint64_t)crossings,
                                  .approached = (uint64_t)approached,
                                  .findings = (uint64_t)about,
                                  .standoff_m = standoff_m};
        if (!sum_from_json(inside, &into->inside_m) || !sum_from_json(within, &into->within_m) ||
            !sum_from_json(at_most, &into->within_at_most_m))
            return false;
    }
    return true;
}

/* Reals as their shortest text that reads back the same, or null: JSON has no NAN. */
static json_t *real_to_json(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static double real_from_json(const json_t *json)
{
    return json_is_number(json) ? json_number_value(json) : NAN;
}

static json_t *digest_to_json(const ovf_digest *digest)
{
    json_t *rows = json_array(), *violating = json_array();
    bool good = rows != NULL && violating != NULL;
    for (size_t i = 0; i < digest->violating_count && good; i++)
        good = json_array_append_new(violating, ovf_json_string(digest->violating[i])) == 0;
    for (size_t i = 0; i < digest->kept && good; i++) {
        const ovf_digest_row *row = &digest->rows[i];
        good = json_array_append_new(
                   rows, json_pack("[o,I,o,o,I,I,o,o,o,o]", ovf_json_string(row->route_id),
                                   row->zone == SIZE_MAX ? (json_int_t)-1 : (json_int_t)row->zone,
                                   real_to_json(row->length_m), real_to_json(row->inside_m),
                                   (json_int_t)row->passages, (json_int_t)row->crossings,
                                   real_to_json(row->first_m), real_to_json(row->first_time),
                                   real_to_json(row->within_m),
                                   real_to_json(row->within_at_most_m))) == 0;
    }
    if (good)
        return json_pack("{s:I,s:o,s:o}", "count", (json_int_t)digest->count, "rows", rows,
                         "violating", violating);
    json_decref(rows);
    json_decref(violating);
    return NULL;
}

static ovf_status digest_from_json(const json_t *json, ovf_digest *digest, bool *good,
                                   ovf_error *error)
{
    json_int_t count;
    json_t *rows, *violating, *item;
    size_t i;
    *good = json_unpack((json_t *)(uintptr_t)json, "{s:I,s:o,s:o}", "count", &count, "rows", &rows,
                        "violating", &violating) == 0 &&
            json_array_size(rows) <= OVF_DIGEST_MAX &&
            json_array_size(violating) <= OVF_DIGEST_NAMED;
    if (!*good) return OVF_OK;
    json_array_foreach(violating, i, item)
    {
        const char *id = json_string_value(item);
        *good = id != NULL;
        if (!*good) return OVF_OK;
        digest->violating[digest->violating_count] = ovf_text_copy(id);
        if (digest->violating[digest->violating_count] == NULL) return ovf_fail_memory(error);
        digest->violating_count++;
    }
    digest->rows = ovf_array_new(OVF_DIGEST_MAX, sizeof *digest->rows);
    if (digest->rows == NULL) return ovf_fail_memory(error);
    digest->count = (uint64_t)count;
    json_array_foreach(rows, i, item)
    {
        const char *id;
        json_int_t zone, passages, crossings;
        json_t *length, *inside, *first_m, *first_time, *within, *at_most;
        *good = json_unpack(item, "[s,I,o,o,I,I,o,o,o,o!]", &id, &zone, &length, &inside, &passages,
                            &crossings, &first_m, &first_time, &within, &at_most) == 0;
        if (!*good) return OVF_OK;
        ovf_digest_row *row = &digest->rows[digest->kept];
        *row = (ovf_digest_row){ovf_text_copy(id),       zone < 0 ? SIZE_MAX : (size_t)zone,
                                real_from_json(length),  real_from_json(inside),
                                (uint64_t)passages,      (uint64_t)crossings,
                                real_from_json(first_m), real_from_json(first_time),
                                real_from_json(within),  real_from_json(at_most)};
        if (row->route_id == NULL) return ovf_fail_memory(error);
        digest->kept++;
    }
    return OVF_OK;
}

/* The files that rows are added to, with their sizes. */
static json_t *files_to_json(const ovf_output *output)
{
    json_t *files = json_array();
    bool good = files != NULL;
    for (size_t i = 0; i < output->sinks.count && good; i++) {
        char *name = ovf_output_rows_file(output->destination, &output->sinks.items[i]);
        good = json_array_append_new(files,
                                     json_pack("{s:o,s:I,s:I}", "file", ovf_json_string(name),
                                               "bytes", (json_int_t)output->files[i].size, "rows",
                                               (json_int_t)output->rows[i])) == 0;
        free(name);
    }
    const ovf_stream *others[] = {&output->rejected, &output->ids};
    const char *names[] = {OVF_REJECTED_ROWS(output->destination),
                           OVF_IDS_FILE(output->destination)};
    for (size_t i = 0; i < 2 && good; i++)
        good = json_array_append_new(files, json_pack("{s:s,s:I}", "file", names[i], "bytes",
                                                      (json_int_t)others[i]->size)) == 0;
    if (good) return files;
    json_decref(files);
    return NULL;
}

static json_t *to_json(const ovf_output *output)
{
    return json_pack("{s:o,s:o,s:o}", "files", files_to_json(output), "totals",
                     totals_to_json(&output->totals), "digest", digest_to_json(&output->digest));
}

ovf_status ovf_output_keep(ovf_output *output, json_t **state, ovf_error *error)
{
    ovf_status status = output->failure.status;
    if (status != OVF_OK) {
        if (error != NULL) *error = output->failure;
        return status;
    }
    for (size_t i = 0; i < output->sinks.count && status == OVF_OK; i++)
        status = ovf_stream_keep(&output->files[i], error);
    if (status == OVF_OK) status = ovf_stream_keep(&output->rejected, error);
    if (status == OVF_OK) status = ovf_stream_keep(&output->ids, error);
    if (status != OVF_OK) return status;
    *state = to_json(output);
    return *state == NULL ? ovf_fail_memory(error) : OVF_OK;
}

static ovf_status fail_to_read(ovf_error *error)
{
    return ovf_fail_with(error, OVF_ERROR_INPUT, OVF_REMEDY_START_ANEW,
                         "what an earlier run has left cannot be read: start anew");
}

bool ovf_output_find_file(const json_t *state, const char *name, uint64_t *bytes, uint64_t *rows)
{
    size_t i;
    json_t *file;
    json_array_foreach(json_object_get(state, "files"), i, file)
    {
        const char *found = json_string_value(json_object_get(file, "file"));
        if (found == NULL || strcmp(found, name) != 0) continue;
        *bytes = (uint64_t)json_integer_value(json_object_get(file, "bytes"));
        *rows = (uint64_t)json_integer_value(json_object_get(file, "rows"));
        return true;
    }
    return false;
}

static ovf_status reopen(ovf_output *output, const json_t *state, const char *name,
                         ovf_stream *stream, uint64_t *rows, ovf_error *error)
{
    uint64_t bytes;
    if (!ovf_output_find_file(state, name, &bytes, rows)) return fail_to_read(error);
    return ovf_stream_reopen(stream, &output->staging, name, bytes, error);
}

ovf_status ovf_output_restore(ovf_output *output, const json_t *state, ovf_error *error)
{
    uint64_t none;
    bool good = false;
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < output->sinks.count && status == OVF_OK; i++) {
        char *name = ovf_output_rows_file(output->destination, &output->sinks.items[i]);
        status = name == NULL
                     ? ovf_fail_memory(error)
                     : reopen(output, state, name, &output->files[i], &output->rows[i], error);
        free(name);
    }
    if (status == OVF_OK)
        status = reopen(output, state, OVF_REJECTED_ROWS(output->destination), &output->rejected,
                        &none, error);
    if (status == OVF_OK)
        status = reopen(output, state, OVF_IDS_FILE(output->destination), &output->ids, &none,
                        error);
    if (status == OVF_OK)
        status = digest_from_json(json_object_get(state, "digest"), &output->digest, &good, error);
    if (status == OVF_OK &&
        (!good || !totals_from_json(json_object_get(state, "totals"), &output->totals)))
        status = fail_to_read(error);
    return status;
}

/* The state of a part is what one has after nothing but it. */
static ovf_status add_totals(ovf_output *output, const json_t *state, bool *good, ovf_error *error)
{
    ovf_totals totals;
    ovf_digest digest = {0};
    ovf_status status = ovf_totals_init(&totals, output->totals.zone_count, error);
    if (status != OVF_OK) return status;
    status = digest_from_json(json_object_get(state, "digest"), &digest, good, error);
    *good = *good && totals_from_json(json_object_get(state, "totals"), &totals);
    if (status == OVF_OK && *good) status = ovf_totals_merge(&output->totals, &totals, error);
    if (status == OVF_OK && *good) status = ovf_digest_merge(&output->digest, &digest, error);
    ovf_totals_clear(&totals);
    ovf_digest_clear(&digest);
    return status;
}

static char *path_in(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = ovf_array_new(size, 1);
    if (path != NULL) snprintf(path, size, "%s/%s", folder, name);
    return path;
}

/* Adds a file of the part, without its first bytes. */
static ovf_status add_file(ovf_stream *stream, const char *folder, const json_t *state,
                           const char *name, size_t lacks, uint64_t *rows, ovf_error *error)
{
    uint64_t bytes;
    if (!ovf_output_find_file(state, name, &bytes, rows))
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: says nothing of %s", folder, name);
    char *path = path_in(folder, name);
    if (path == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_stream_add_file(stream, path, bytes < lacks ? bytes : lacks, bytes,
                                            error);
    free(path);
    return status;
}

/* Bytes of the row of CSV that a text begins with: a line end within quotes is none. */
static size_t row_length(const char *text, size_t length)
{
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"') quoted = !quoted;
        if (text[i] == '\n' && !quoted) return i + 1;
    }
    return length;
}

/* Adds the part's list of what was left out, row by row. */
static ovf_status add_list(ovf_output *output, const char *folder, const json_t *state,
                           const ovf_listener *listener, ovf_error *error)
{
    const char *name = OVF_REJECTED_ROWS(OVF_INTO_PART);
    uint64_t bytes, rows;
    if (listener == NULL) return add_file(&output->rejected, folder, state, name, 0, &rows, error);
    if (!ovf_output_find_file(state, name, &bytes, &rows))
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: says nothing of %s", folder, name);
    char *path = path_in(folder, name), *list = ovf_array_new((size_t)bytes + 1, 1);
    FILE *file = path == NULL || list == NULL ? NULL : fopen(path, "rb");
    ovf_status status = path == NULL || list == NULL ? ovf_fail_memory(error) : OVF_OK;
    if (status == OVF_OK && (file == NULL || fread(list, 1, (size_t)bytes, file) != bytes))
        status = ovf_fail(error, OVF_ERROR_IO, "cannot read %s: %s", path,
                          file == NULL ? strerror(errno) : "it is shorter than it was");
    for (size_t at = 0, row; at < bytes && status == OVF_OK; at += row) {
        row = row_length(list + at, (size_t)bytes - at);
        listener->tell(listener->context, list + at, row);
        status = output->failure.status == OVF_OK
                     ? ovf_stream_add(&output->rejected, list + at, row, error)
                     : ovf_output_report(output, error);
    }
    if (file != NULL) fclose(file);
    free(path);
    free(list);
    return status;
}

ovf_status ovf_output_add_part(ovf_output *output, const char *folder, const json_t *state,
                               const ovf_listener *listener, ovf_error *error)
{
    uint64_t rows;
    bool good = true;
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < output->sinks.count && status == OVF_OK; i++) {
        const ovf_sink *sink = &output->sinks.items[i];
        char *name = ovf_output_rows_file(OVF_INTO_PART, sink);
        size_t lacks = output->rows[i] == 0 ? sink->format->first_lacks : 0;
        status = name == NULL
                     ? ovf_fail_memory(error)
                     : add_file(&output->files[i], folder, state, name, lacks, &rows, error);
        if (status == OVF_OK) output->rows[i] += rows;
        free(name);
    }
    if (status == OVF_OK) status = add_list(output, folder, state, listener, error);
    if (status == OVF_OK) status = add_totals(output, state, &good, error);
    if (status == OVF_OK && !good)
        status = ovf_fail(error, OVF_ERROR_INPUT, "%s: its totals cannot be read", folder);
    output->failure.status = status;
    if (status != OVF_OK && error != NULL) output->failure = *error;
    return status;
}

ovf_status ovf_output_close_part(ovf_output *output, const json_t *statement, ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < output->sinks.count && status == OVF_OK; i++)
        status = ovf_stream_close(&output->files[i], error);
    if (status == OVF_OK) status = ovf_stream_close(&output->rejected, error);
    if (status == OVF_OK) status = ovf_stream_close(&output->ids, error);
    if (status != OVF_OK) return status;
    char *json = json_dumps(statement, JSON_INDENT(2));
    if (json == NULL) return ovf_fail_memory(error);
    status = ovf_staging_replace(&output->staging, OVF_PART_FILE, json, strlen(json), error);
    free(json);
    return status == OVF_OK ? ovf_staging_publish(&output->staging, error) : status;
}
