/* Parts put together: what one run would have written. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/secret.h"
#include "batch/input_notes.h"
#include "batch/entries.h"
#include "batch/identity.h"
#include "batch/judged_by.h"
#include "batch/part.h"
#include "batch/request.h"
#include "gdal/postgres.h"
#include "input/flights/ids.h"
#include "input/flights/ledger.h"
#include "input/source/source.h"
#include "output/finish.h"

typedef struct {
    ovf_part *parts; /* by shard, when they have been sorted */
    size_t count;
    ovf_request request;
    ovf_input_notes notes;
    ovf_vertical_source vertical;
    ovf_sensing sensing;
    ovf_ids ids; /* the bearer is the index of the part */
    size_t current;
    ovf_output *output;
    bool lists_files; /* since some have no flight */
    size_t listed;    /* the files that have been looked at for that */
} merge;

/* ---- are they all there, and of one batch? ---- */

static ovf_status open_parts(merge *all, const char *const *folders, size_t count, ovf_error *error)
{
    if (count == 0) return ovf_fail(error, OVF_ERROR_USAGE, "no part is named");
    all->parts = ovf_array_new(count, sizeof *all->parts);
    if (all->parts == NULL) return ovf_fail_memory(error);
    ovf_status status = OVF_OK;
    for (; all->count < count && status == OVF_OK; all->count += status == OVF_OK)
        status = ovf_part_open(&all->parts[all->count], folders[all->count], error);
    return status;
}

static ovf_status check_same(const merge *all, ovf_error *error)
{
    const ovf_part *first = &all->parts[0];
    char difference[400];
    for (size_t i = 1; i < all->count; i++) {
        const ovf_part *part = &all->parts[i];
        if (part->shards != first->shards)
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "%s is one of %" PRIu64 " parts, %s one of %" PRIu64
                            ": they are not of one batch",
                            part->folder, part->shards, first->folder, first->shards);
        if (!ovf_identity_same(first->identity, part->identity, false, difference,
                               sizeof difference))
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "%s and %s are not of one batch: between them %s", first->folder,
                            part->folder, difference);
    }
    return OVF_OK;
}

static int by_shard(const void *left, const void *right)
{
    const ovf_part *a = left, *b = right;
    return a->shard < b->shard ? -1 : a->shard > b->shard;
}

/* "part 3, 7 and 2 more of 16" */
static ovf_status fail_missing(const merge *all, ovf_error *error)
{
    char list[200] = "";
    size_t length = 0, named = 0;
    uint64_t missing = all->parts[0].shards - all->count;
    for (uint64_t shard = 1, i = 0; shard <= all->parts[0].shards && named < 8; shard++) {
        if (i < all->count && all->parts[i].shard == shard) {
            i++;
            continue;
        }
        length += (size_t)snprintf(list + length, sizeof list - length, "%s%" PRIu64,
                                   named > 0 ? ", " : "", shard);
        named++;
    }
    if (named < missing)
        snprintf(list + length, sizeof list - length, " and %" PRIu64 " more", missing - named);
    return ovf_fail(error, OVF_ERROR_INPUT, "part%s %s of %" PRIu64 " %s missing",
                    missing == 1 ? "" : "s", list, all->parts[0].shards,
                    missing == 1 ? "is" : "are");
}

static ovf_status sort_parts(merge *all, ovf_error *error)
{
    qsort(all->parts, all->count, sizeof *all->parts, by_shard);
    for (size_t i = 1; i < all->count; i++)
        if (all->parts[i].shard == all->parts[i - 1].shard)
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "%s and %s are the same part, number %" PRIu64 " of %" PRIu64,
                            all->parts[i - 1].folder, all->parts[i].folder, all->parts[i].shard,
                            all->parts[i].shards);
    return all->count < all->parts[0].shards ? fail_missing(all, error) : OVF_OK;
}

static void ignore(void *context, const char *file, const char *feature, const char *reason)
{
    /* It is in the first part's list. */
    (void)context, (void)file, (void)feature, (void)reason;
}

static ovf_status read_zones(merge *all, ovf_zones *zones, ovf_error *error)
{
    const ovf_batch_options *options = &all->request.options;
    ovf_input_options input = options->zones;
    if (options->skip_invalid) input.reject = ignore;
    input.note = ovf_input_notes_add;
    input.note_context = &all->notes;
    ovf_status status = ovf_zones_read(options->output.zone_files, options->output.zone_file_count,
                                       &input, zones, error);
    return status == OVF_OK && all->notes.failed ? ovf_fail_memory(error) : status;
}

static ovf_status open_vertical(merge *all, ovf_error *error)
{
    ovf_batch_options *options = &all->request.options;
    options->output.vertical = ovf_request_compares_heights(options) ? &all->vertical : NULL;
    return ovf_vertical_open(&all->vertical, all->request.options.vertical, error);
}

static ovf_status read_sensors(merge *all, const ovf_zones *zones, ovf_error *error)
{
    if (all->request.options.sensing == NULL) return OVF_OK;
    all->request.options.output.sensing = &all->sensing;
    return ovf_sensing_reopen(&all->sensing, all->request.options.sensing, zones, error);
}

/* The files must be those that the parts were made from, and so must the program: it reads what the
 * parts have written. */
static ovf_status check_identity(const merge *all, const ovf_zones *zones, ovf_error *error)
{
    json_t *now = NULL;
    char difference[400];
    ovf_status status = ovf_identity_make(&all->request.options, zones, NULL, &now, error);
    if (status == OVF_OK &&
        !ovf_identity_same(now, all->parts[0].identity, false, difference, sizeof difference))
        status = ovf_fail(error, OVF_ERROR_INPUT,
                          "%s since %s was written: the parts cannot be merged any more",
                          difference, all->parts[0].folder);
    json_decref(now);
    return status;
}

/* ---- files without a flight ---- */

static bool has_flight(const merge *all, size_t file)
{
    for (size_t i = 0; i < all->count; i++)
        if (ovf_part_matching(&all->parts[i], file) > 0) return true;
    return false;
}

/* One run names each such file before anything of the next is looked at, or ends there. */
static ovf_status check_files(merge *all, ovf_error *error)
{
    const ovf_batch_options *options = &all->request.options;
    const char *const *files = options->output.route_files;
    size_t count = options->output.route_file_count, without = 0, first = 0;
    for (size_t file = count; file-- > 0;)
        if (!has_flight(all, file)) {
            without++;
            first = file;
        }
    bool spared = (options->skip_invalid || options->routes.members) && without < count;
    all->lists_files = without > 0 && spared;
    return without == 0 || spared ? OVF_OK : ovf_fail_no_flight(files[first], error);
}

/* Lists those of the files before this one that have not been looked at. */
static void list_files(merge *all, size_t until)
{
    const char *const *files = all->request.options.output.route_files;
    for (; all->listed < until; all->listed++) {
        ovf_error why;
        if (has_flight(all, all->listed)) continue;
        ovf_fail_no_flight(files[all->listed], &why);
        ovf_output_reject(all->output, files[all->listed], "",
                          why.message + strlen(files[all->listed]) + strlen(": "));
    }
}

/* Whether a row of CSV begins with the name of a file, or of a layer of it. */
static bool is_of_file(const char *row, size_t length, const char *name)
{
    size_t at = 0, k = 0;
    if (at < length && row[at] == '"') at++;
    if (at < length && row[at] == '\'' && name[0] != '\'') at++; /* for a spreadsheet */
    for (; name[k] != '\0' && at < length && row[at] == name[k]; k++) at += row[at] == '"' ? 2 : 1;
    return name[k] == '\0' && at < length && strchr("\",|", row[at]) != NULL;
}

static void list_before(void *context, const char *row, size_t length)
{
    merge *all = context;
    const ovf_output_options *output = &all->request.options.output;
    for (size_t file = all->listed; file < output->route_file_count; file++)
        if (is_of_file(row, length, output->route_files[file])) {
            list_files(all, file);
            return;
        }
}

/* ---- ids ---- */

static ovf_status enter(void *context, const unsigned char *entries, size_t count, ovf_error *error)
{
    merge *all = context;
    for (size_t i = 0; i < count; i++) {
        uint64_t hash[2], ordinal;
        size_t earlier;
        ovf_ledger_read_entry(entries + i * OVF_LEDGER_ENTRY, hash, &ordinal);
        ovf_status status = ovf_ids_add(&all->ids, hash, all->current, &earlier, error);
        if (status != OVF_OK) return status;
        if (earlier != OVF_IDS_NONE)
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "a route in %s (feature #%" PRIu64
                            " of the part) has the id of one in %s; ids must differ: one run over "
                            "the same files names them",
                            all->parts[all->current].folder, ordinal + 1,
                            all->parts[earlier].folder);
    }
    return OVF_OK;
}

static ovf_status check_ids(merge *all, ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (all->current = 0; all->current < all->count && status == OVF_OK; all->current++) {
        const char *folder = all->parts[all->current].folder, *name = OVF_IDS_FILE(OVF_INTO_PART);
        size_t size = strlen(folder) + strlen(name) + 2;
        char *path = ovf_array_new(size, 1);
        if (path == NULL) return ovf_fail_memory(error);
        snprintf(path, size, "%s/%s", folder, name);
        status = ovf_entries_read(path, enter, all, error);
        free(path);
    }
    return status;
}

/* ---- putting them together ---- */

static ovf_status put_together(merge *all, const char *directory, bool replace,
                               ovf_batch_report *report, ovf_error *error)
{
    ovf_output_options into = all->request.options.output;
    ovf_output *output = NULL;
    into.directory = directory;
    into.replace = replace;
    into.notes = all->notes.items;
    into.note_count = all->notes.count;
    if (into.formats != OVF_FORMAT_GPKG && ovf_database_is_named(directory))
        return ovf_fail_with(
            error, OVF_ERROR_USAGE, OVF_REMEDY_TABLES,
            "the parts hold text, which is not for a database: make them in the format gpkg");
    report->judged = into.judged;
    if (into.judged && (report->judged_by = ovf_judged_by(&all->request.judge)) == NULL)
        return ovf_fail_memory(error);
    into.judged_by = report->judged_by;
    ovf_status status = ovf_output_open(&into, &report->zones, &output, error);
    if (status == OVF_OK) report->has_statistics = ovf_output_has_statistics(output);
    if (status == OVF_OK) report->in_database = output->destination == OVF_INTO_DATABASE;
    const ovf_listener listener = {list_before, all};
    all->output = output;
    for (size_t i = 0; i < all->count && status == OVF_OK; i++)
        status = ovf_output_add_part(output, all->parts[i].folder, all->parts[i].state,
                                     all->lists_files ? &listener : NULL, error);
    if (status == OVF_OK && all->lists_files) list_files(all, into.route_file_count);
    if (status == OVF_OK && !all->request.options.skip_invalid &&
        ovf_output_totals(output)->routes == 0 && ovf_output_totals(output)->rejected > 0)
        status = ovf_fail(error, OVF_ERROR_INPUT, "no flight is left in the parts: %s was left out",
                          ovf_output_totals(output)->rejected == 1 ? "the only one" : "each");
    if (status == OVF_OK) status = ovf_output_close(output, error);
    if (status == OVF_OK) ovf_output_give(output, &report->totals, &report->digest);
    ovf_output_free(output);
    return status;
}

ovf_status ovf_batch_merge(const char *const *parts, size_t count, const char *directory,
                           bool replace, ovf_batch_report *report, ovf_error *error)
{
    if (directory == NULL) return ovf_fail_null(error, "the name of a directory");
    if (report == NULL) return ovf_fail_null(error, "a place for the report");
    if (count > 0 && parts == NULL) return ovf_fail_null(error, "the names of parts");
    merge all = {0};
    ovf_status status = open_parts(&all, parts, count, error);
    if (status == OVF_OK) status = check_same(&all, error);
    if (status == OVF_OK) status = sort_parts(&all, error);
    if (status == OVF_OK)
        status = ovf_request_from_json(&all.request,
                                       json_object_get(all.parts[0].identity, "request"), error);
    if (status == OVF_OK) status = open_vertical(&all, error);
    if (status == OVF_OK) status = read_zones(&all, &report->zones, error);
    if (status == OVF_OK) status = read_sensors(&all, &report->zones, error);
    if (status == OVF_OK) status = check_identity(&all, &report->zones, error);
    if (status == OVF_OK) status = check_files(&all, error);
    if (status == OVF_OK) status = check_ids(&all, error);
    if (status == OVF_OK) status = ovf_part_notes(&all.parts[0], &all.notes, error);
    if (status == OVF_OK) status = put_together(&all, directory, replace, report, error);
    if (status == OVF_OK)
        report->directory = report->in_database ? ovf_secret_hidden(directory)
                                                : ovf_text_copy(directory);
    if (status == OVF_OK && report->directory == NULL) status = ovf_fail_memory(error);
    ovf_ids_clear(&all.ids);
    ovf_vertical_clear(&all.vertical);
    ovf_sensing_clear(&all.sensing);
    ovf_request_clear(&all.request);
    ovf_input_notes_clear(&all.notes);
    for (size_t i = 0; i < all.count; i++) ovf_part_clear(&all.parts[i]);
    free(all.parts);
    return status;
}
