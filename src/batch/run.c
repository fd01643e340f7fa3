/* One batch, or a part of one: from files to a directory, through the pipeline. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/error.h"
#include "base/secret.h"
#include "batch/block.h"
#include "batch/dates.h"
#include "batch/identity.h"
#include "batch/judged_by.h"
#include "batch/journal.h"
#include "batch/part.h"
#include "system/pipeline.h"
#include "batch/input_notes.h"
#include "batch/rejections.h"
#include "batch/request.h"
#include "gdal/postgres.h"

/* Blocks under way for each thread. */
#define BLOCKS_A_JOB 4

typedef struct {
    const ovf_batch_options *options;
    ovf_batch_options own; /* them, with the files of the rule sets */
    ovf_vertical_source vertical;
    ovf_judge judge;
    const char **rule_files;
    ovf_sensing sensing;
    ovf_batch_report *report;
    char *directory; /* of the part, or of the whole */
    json_t *identity;
    ovf_rejections rejections; /* of zones */
    ovf_journal_counts counts;
    ovf_input_notes notes;
    ovf_almanac *almanac;
    ovf_analyzer *analyzer;
    ovf_route_stream *stream;
    ovf_ledger *ledger;
    ovf_output *output;
    ovf_journal journal;
    ovf_route_place place; /* after the last block that was committed */
    double fraction;
    uint64_t resumed;
    ovf_block **blocks;
    ovf_block_worker **workers;
    size_t jobs, block_count, worker_count;
} batch;

static bool is_part(const batch *run) { return run->options->shards > 0; }

/* ---- committing ---- */

static void reject(batch *run, const char *label, const char *feature, const char *reason)
{
    ovf_output_reject(run->output, label, feature, reason);
    if (run->options->reject != NULL)
        run->options->reject(run->options->context, label, feature, reason);
}

/* A file without a route is an error, before anything of the next is looked at; of a part, when the
 * parts are merged. */
static ovf_status check_files(batch *run, size_t until, ovf_error *error)
{
    ovf_status status = OVF_OK;
    size_t *checked = &run->counts.checked;
    for (; *checked < until && !is_part(run) && status == OVF_OK; ++*checked) {
        ovf_error why;
        status = ovf_ledger_check(run->ledger, *checked, &why);
        if (status == OVF_OK) continue;
        const char *file = ovf_route_stream_file(run->stream, *checked);
        bool spared = run->options->skip_invalid || run->options->routes.members;
        if (status == OVF_ERROR_INPUT && spared) {
            reject(run, file, "", why.message + strlen(file) + strlen(": "));
            if (!run->options->skip_invalid && run->counts.refused++ == 0)
                run->counts.first_refused = why;
            status = OVF_OK;
        } else {
            status = ovf_fail_with(error, status, why.remedy, "%s", why.message);
        }
    }
    return status;
}

/* The list of what is left out has columns for file and route, that the sentence begins with. */
static const char *without_names(const char *sentence, const char *file, const char *id)
{
    size_t length = strlen(file), rest;
    static const char middle[] = ": route \"", end[] = "\": ";
    if (strncmp(sentence, file, length) != 0 ||
        strncmp(sentence + length, middle, sizeof middle - 1) != 0)
        return sentence;
    const char *at = sentence + length + sizeof middle - 1;
    rest = strlen(id);
    return strncmp(at, id, rest) == 0 && strncmp(at + rest, end, sizeof end - 1) == 0
               ? at + rest + sizeof end - 1
               : sentence;
}

static ovf_status commit_bad(batch *run, const ovf_outcome *outcome, const char *title,
                             const char *reason, ovf_error *error)
{
    bool refused = ovf_outcome_is_spared(outcome, run->options->routes.members);
    if (!run->options->skip_invalid && !refused)
        return ovf_fail_feature(error, outcome->remedy, outcome->label, title, reason);
    reject(run, outcome->label, title, reason);
    if (refused && !run->options->skip_invalid && run->counts.refused++ == 0)
        ovf_fail_feature(&run->counts.first_refused, outcome->remedy, outcome->label, title,
                         reason);
    return OVF_OK;
}

/* What was left out of a flight, or with it, is listed; what a resumed run has listed stays so. */
static void list_notes(batch *run, const ovf_block *block, const ovf_outcome *outcome)
{
    const char *title = ovf_block_text(block, outcome->title),
               *notes = ovf_block_text(block, outcome->notes);
    const ovf_input_options *routes = &run->options->routes;
    for (size_t at = 0; at < outcome->notes_size; at += strlen(notes + at) + 1) {
        if (outcome->kind == OVF_OUTCOME_BESIDE)
            ovf_output_reject(run->output, outcome->label, title, notes + at);
        else ovf_output_note(run->output, outcome->label, title, notes + at);
        if (routes->note != NULL)
            routes->note(routes->note_context, outcome->label, title, notes + at, OVF_REMEDY_NONE);
    }
}

static ovf_status commit_outcome(batch *run, ovf_block *block, ovf_outcome *outcome, bool *again,
                                 ovf_error *error)
{
    const char *title = ovf_block_text(block, outcome->title),
               *id = ovf_block_text(block, outcome->id),
               *reason = ovf_block_text(block, outcome->reason), *file;
    size_t index = ovf_route_block_file(block->raw);
    bool doubled;
    ovf_error why;
    if (outcome->matching) ovf_ledger_matching(run->ledger, index);
    list_notes(run, block, outcome);
    if (outcome->kind == OVF_OUTCOME_BESIDE) return OVF_OK;
    if (outcome->kind == OVF_OUTCOME_BAD) return commit_bad(run, outcome, title, reason, error);
    ovf_status status = ovf_ledger_enter(run->ledger, outcome->label, outcome->number,
                                         outcome->ordinal, id, outcome->id_hash, &doubled, &why);
    if (status != OVF_OK) return ovf_fail(error, status, "%s: %s", outcome->label, why.message);
    if (doubled) {
        *again = *again || outcome->kind == OVF_OUTCOME_ROUTE;
        outcome->kind = OVF_OUTCOME_DOUBLED;
        return commit_bad(run, outcome, title, why.message, error);
    }
    if (outcome->kind == OVF_OUTCOME_ROUTE) return OVF_OK;
    if (!run->options->skip_invalid)
        return ovf_fail_with(error, OVF_ERROR_GEOMETRY, outcome->remedy, "%s", reason);
    file = ovf_route_stream_file(run->stream, index);
    reject(run, file, id, without_names(reason, file, id));
    return OVF_OK;
}

static ovf_status tell(batch *run, ovf_error *error)
{
    const ovf_batch_progress progress = {
        .routes = ovf_output_totals(run->output)->routes,
        .resumed = run->resumed,
        .total = is_part(run) ? -1 : ovf_route_stream_total(run->stream),
        .fraction = run->fraction};
    if (run->options->watch == NULL || !run->options->watch(run->options->context, &progress))
        return OVF_OK;
    return ovf_fail(error, OVF_ERROR_STOPPED, "interrupted");
}

static ovf_status commit_block(void *context, void *worker, void *item, ovf_error *error)
{
    batch *run = context;
    ovf_block *block = item;
    bool again = false;
    ovf_status status = OVF_OK;
    if (block->count > 0) status = check_files(run, ovf_route_block_file(block->raw), error);
    for (size_t i = 0; i < block->count && status == OVF_OK; i++)
        status = commit_outcome(run, block, &block->outcomes[i], &again, error);
    if (status == OVF_OK && block->failure.status != OVF_OK)
        status = ovf_fail_with(error, block->failure.status, block->failure.remedy, "%s",
                               block->failure.message);
    if (status == OVF_OK && again) status = ovf_block_work_again(worker, block, error);
    if (status == OVF_OK) status = ovf_output_add(run->output, &block->rendered, error);
    const unsigned char *entries;
    size_t count;
    ovf_ledger_take(run->ledger, &entries, &count);
    if (status == OVF_OK)
        status = ovf_output_add_ids(run->output, entries, count * OVF_LEDGER_ENTRY, error);
    if (status == OVF_OK && run->options->line_buffered)
        status = ovf_output_flush(run->output, error);
    if (status != OVF_OK) return status;
    if (block->count > 0) run->place = *ovf_route_block_end(block->raw);
    if (block->count > 0) run->fraction = ovf_route_block_fraction(block->raw);
    if (!run->options->output.to_stdout && ovf_route_stream_can_go(run->stream))
        status = ovf_journal_tick(&run->journal, &run->place, error);
    return status == OVF_OK ? tell(run, error) : status;
}

/* ---- the pipeline ---- */

static ovf_status read_block(void *context, void *item, bool *end, ovf_error *error)
{
    return ovf_route_stream_read(((batch *)context)->stream, ((ovf_block *)item)->raw, end, error);
}

static void work_on(void *context, void *worker, void *item)
{
    (void)context;
    ovf_block_work(worker, item);
}

static ovf_status make_crew(batch *run, ovf_error *error)
{
    run->jobs = ovf_pipeline_jobs(run->options->jobs);
    run->workers = ovf_array_new(run->jobs, sizeof *run->workers);
    run->blocks = ovf_array_new(run->jobs * BLOCKS_A_JOB, sizeof *run->blocks);
    if (run->workers == NULL || run->blocks == NULL) return ovf_fail_memory(error);
    ovf_status status = OVF_OK;
    const ovf_block_task task = {
        run->analyzer,          run->judge.checker,         run->options->output.sensing,
        run->options->vertical, run->options->skip_invalid, run->options->routes.members};
    for (; run->worker_count < run->jobs && status == OVF_OK; run->worker_count += status == OVF_OK)
        status = ovf_block_worker_new(run->stream, &task, &run->output->sinks,
                                      &run->workers[run->worker_count], error);
    for (; run->block_count < run->jobs * BLOCKS_A_JOB && status == OVF_OK;
         run->block_count += status == OVF_OK)
        status = ovf_block_new(&run->output->sinks, &run->blocks[run->block_count], error);
    return status;
}

static ovf_status analyze(batch *run, ovf_error *error)
{
    ovf_status status = make_crew(run, error);
    if (status != OVF_OK) return status;
    const ovf_pipeline pipeline = {.context = run,
                                   .jobs = run->jobs,
                                   .workers = (void *const *)run->workers,
                                   .items = (void *const *)run->blocks,
                                   .item_count = run->block_count,
                                   .read = read_block,
                                   .work = work_on,
                                   .commit = commit_block};
    status = ovf_pipeline_run(&pipeline, error);
    return status == OVF_OK ? check_files(run, ovf_route_stream_files(run->stream), error) : status;
}

/* ---- before ---- */

static bool is_one_text(const ovf_output_options *output)
{
    const unsigned text = OVF_FORMAT_CSV | OVF_FORMAT_GEOJSON | OVF_FORMAT_GEOJSONSEQ;
    bool one_layer = (output->layers & (output->layers - 1)) == 0,
         one_format = (output->formats & (output->formats - 1)) == 0;
    return one_layer && one_format && (output->formats & ~text) == 0;
}

static ovf_status check_options(const ovf_batch_options *options, ovf_error *error)
{
    bool input = false;
    for (size_t i = 0; i < options->output.route_file_count; i++)
        input = input || strcmp(options->output.route_files[i], "-") == 0;
    if (options->shards == 0 && options->shard != 0)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "expected the number of parts with the number of the part, found none");
    if (options->shards > 0 && (options->shard < 1 || options->shard > options->shards))
        return ovf_fail(error, OVF_ERROR_USAGE, "part %" PRIu64 " of %" PRIu64 " does not exist",
                        options->shard, options->shards);
    if (options->shards > 0 && options->output.directory != NULL &&
        ovf_database_is_named(options->output.directory))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "parts cannot be written into a database: give a directory, and the "
                        "database when they are merged");
    if (options->output.to_stdout && options->shards > 0)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "parts cannot be written to standard output: give a directory");
    if (options->output.to_stdout && options->output.resume)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "what went to standard output cannot be gone on with: give a directory");
    if (options->output.to_stdout && !is_one_text(&options->output))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "one layer in one format that is text (csv, geojson, geojsonseq) can be "
                        "written to standard output");
    if (input && options->shards > 0)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "standard input cannot be analysed in parts: give a file");
    if (input && options->output.resume)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "standard input cannot be gone on with: give a file");
    return OVF_OK;
}

/* What is known of the vertical, into the options, which are the run's own from here on. */
static ovf_status open_vertical(batch *run, ovf_error *error)
{
    run->own = *run->options;
    run->own.output.vertical = ovf_request_compares_heights(&run->own) ? &run->vertical : NULL;
    run->options = &run->own;
    return ovf_vertical_open(&run->vertical, run->own.vertical, error);
}

/* Volumes are analysed with all that is known of heights and times. */
static ovf_status build_analyzer(batch *run, ovf_error *error)
{
    const ovf_batch_options *options = run->options;
    ovf_analysis_options analysis = {0};
    if (options->analysis != NULL) analysis = *options->analysis;
    analysis.vertical = &run->vertical.vertical;
    ovf_status status = ovf_almanac_open(&run->almanac, error);
    analysis.almanac = run->almanac;
    if (status == OVF_OK && options->judge != NULL)
        status = ovf_date_read(options->judge->date, &analysis.dated, &analysis.date_s,
                               &analysis.until_s, error);
    return status == OVF_OK
               ? ovf_analyzer_new(&run->report->zones, &analysis, &run->analyzer, error)
               : status;
}

static ovf_status read_zones(batch *run, ovf_error *error)
{
    const ovf_batch_options *options = run->options;
    ovf_input_options input = options->zones;
    input.reject = options->skip_invalid ? ovf_rejections_add : NULL;
    input.reject_context = &run->rejections;
    run->notes.tell = input.note;
    run->notes.context = input.note_context;
    input.note = ovf_input_notes_add;
    input.note_context = &run->notes;
    ovf_status status = ovf_zones_read(options->output.zone_files, options->output.zone_file_count,
                                       &input, &run->report->zones, error);
    if (status != OVF_OK) return status;
    if (run->rejections.failed || run->notes.failed) return ovf_fail_memory(error);
    if (run->report->zones.count == 0)
        return ovf_fail(error, OVF_ERROR_INPUT, "no zone is left: all of them had to be left out");
    return build_analyzer(run, error);
}

/* The rules, and their files into the options. */
static ovf_status read_rules(batch *run, ovf_error *error)
{
    run->report->judged = run->own.output.judged = run->options->judge != NULL;
    run->own.output.rule_files = NULL;
    run->own.output.rule_file_count = 0;
    if (run->own.judge == NULL) return OVF_OK;
    run->report->judged_by = ovf_judged_by(run->own.judge);
    if (run->report->judged_by == NULL) return ovf_fail_memory(error);
    run->own.output.judged_by = run->report->judged_by;
    ovf_judge_options judge = *run->own.judge;
    judge.reference = NULL;
    judge.keep = false;
    judge.vertical = &run->vertical.vertical;
    judge.zones_left_out = run->rejections.count / 3;
    ovf_status status = ovf_judge_open(&run->judge, &judge, &run->report->zones, run->analyzer,
                                       error);
    if (status != OVF_OK) return status;
    size_t count = run->judge.rules.set_count;
    run->rule_files = ovf_array_new(count, sizeof *run->rule_files);
    if (run->rule_files == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < count; i++) run->rule_files[i] = run->judge.rules.sets[i].file;
    run->own.output.rule_files = run->rule_files;
    run->own.output.rule_file_count = count;
    return OVF_OK;
}

/* Into the options, too. */
static ovf_status read_sensors(batch *run, ovf_error *error)
{
    run->own.output.sensing = NULL;
    run->own.output.jobs = run->own.jobs;
    if (run->own.sensing == NULL) return OVF_OK;
    run->own.output.sensing = &run->sensing;
    return ovf_sensing_open(&run->sensing, run->own.sensing, &run->report->zones, error);
}

static ovf_status open_stream(batch *run, ovf_error *error)
{
    const ovf_batch_options *options = run->options;
    ovf_input_options input = options->routes;
    input.reject = options->skip_invalid ? ovf_rejections_add : NULL; /* is not called */
    run->notes.tell = input.note;
    run->notes.context = input.note_context;
    input.note = ovf_input_notes_add;
    input.note_context = &run->notes;
    ovf_status status = ovf_route_stream_open(
        options->output.route_files, options->output.route_file_count, &input, &run->stream, error);
    if (status == OVF_OK && run->notes.failed) status = ovf_fail_memory(error);
    if (status == OVF_OK && options->output.resume && !ovf_route_stream_can_go(run->stream))
        status = ovf_route_stream_fail_to_go(run->stream, "gone on with", error);
    if (status == OVF_OK && is_part(run))
        status = ovf_route_stream_part(run->stream, options->shard, options->shards, error);
    return status == OVF_OK ? ovf_ledger_new(run->stream, &run->ledger, error) : status;
}

/* DIRECTORY/part-K-of-N; several runs may make the directory at once. */
static ovf_status name_directory(batch *run, ovf_error *error)
{
    const char *whole = run->options->output.directory;
    if (whole == NULL || whole[0] == '\0')
        return ovf_fail(error, OVF_ERROR_USAGE, "no directory is named for the results");
    size_t size = strlen(whole) + 64;
    run->directory = ovf_array_new(size, 1);
    if (run->directory == NULL) return ovf_fail_memory(error);
    if (is_part(run))
        snprintf(run->directory, size, "%s/part-%" PRIu64 "-of-%" PRIu64, whole,
                 run->options->shard, run->options->shards);
    else snprintf(run->directory, size, "%s", whole);
    if (is_part(run) && mkdir(whole, 0777) != 0 && errno != EEXIST)
        return ovf_fail(error, OVF_ERROR_USAGE, "cannot make %s for the parts: %s", whole,
                        strerror(errno));
    return OVF_OK;
}

static ovf_status open_output(batch *run, ovf_error *error)
{
    ovf_output_options output = run->options->output;
    ovf_destination destination = is_part(run) ? OVF_INTO_PART : OVF_INTO_DIRECTORY;
    if (run->options->output.to_stdout) {
        destination = OVF_INTO_STREAM;
        if (output.layers == 0) output.layers = OVF_LAYER_STATISTICS;
    }
    output.directory = run->directory;
    output.notes = run->notes.items;
    output.note_count = run->notes.count;
    ovf_status status = ovf_output_open_as(&output, destination, &run->report->zones, &run->output,
                                           error);
    if (status != OVF_OK) return status;
    run->report->has_statistics = ovf_output_has_statistics(run->output);
    run->report->in_database = run->output->destination == OVF_INTO_DATABASE;
    if (destination == OVF_INTO_STREAM) return OVF_OK;
    ovf_journal_begin(&run->journal, run->output, run->ledger, run->stream, &run->counts,
                      run->identity);
    if (!run->output->staging.resumed) return OVF_OK;
    status = ovf_journal_restore(&run->journal, &run->place, error);
    if (status == OVF_OK) status = ovf_route_stream_go(run->stream, &run->place, error);
    if (status == OVF_OK) run->resumed = ovf_output_totals(run->output)->routes;
    return status;
}

static void list_rejections(void *context, const char *file, const char *feature,
                            const char *reason)
{
    reject(context, file, feature, reason);
}

/* Zones and files that are left out are listed once, whatever the number of parts. */
static void reject_zones(batch *run)
{
    if (!run->output->staging.resumed && run->options->shard <= 1)
        ovf_rejections_give(&run->rejections, list_rejections, run);
}

/* ---- after ---- */

static ovf_status complete(batch *run, ovf_error *error)
{
    ovf_status status;
    /* What takes long from here on need not be preceded by the analysis again. */
    if (run->journal.kept) {
        status = ovf_journal_write(&run->journal, &run->place, error);
        if (status != OVF_OK) return status;
    }
    if (is_part(run))
        status = ovf_part_close(run->options, run->identity, &run->notes, run->output, run->ledger,
                                error);
    else status = ovf_output_close(run->output, error);
    if (status == OVF_OK) ovf_output_give(run->output, &run->report->totals, &run->report->digest);
    return status;
}

/* Says what is kept of a run that has not come to its end, and keeps it. */
static ovf_status leave(batch *run, ovf_status status, ovf_error *error)
{
    ovf_error ignored;
    char why[sizeof error->message];
    snprintf(why, sizeof why, "%s", error->message);
    bool stopped = status == OVF_ERROR_STOPPED,
         can_go = run->output != NULL && run->output->destination != OVF_INTO_STREAM &&
                  ovf_route_stream_can_go(run->stream);
    if (stopped && run->options->output.to_stdout) {
        (void)ovf_output_flush(run->output, &ignored);
        return status;
    }
    if (stopped && can_go && run->place.features > 0 &&
        ovf_journal_write(&run->journal, &run->place, &ignored) != OVF_OK)
        run->journal.kept = false;
    bool kept = can_go && run->journal.kept && status != OVF_ERROR_INPUT &&
                status != OVF_ERROR_GEOMETRY;
    if (!kept)
        return stopped ? ovf_fail(error, status, "interrupted: nothing has been written") : status;
    uint64_t routes = ovf_output_totals(run->output)->routes;
    ovf_output_leave(run->output);
    run->output = NULL;
    if (status == OVF_ERROR_USAGE) return status;
    return ovf_fail_with(error, status, OVF_REMEDY_RESUME,
                         "%s: what was done (%" PRIu64 " route%s) is kept: go on with it", why,
                         routes, routes == 1 ? "" : "s");
}

static ovf_status perform(batch *run, ovf_error *error)
{
    const ovf_batch_options *options = run->options;
    ovf_status status = check_options(options, error);
    if (status == OVF_OK) status = open_vertical(run, error);
    if (status == OVF_OK) status = read_zones(run, error);
    if (status == OVF_OK) status = read_rules(run, error);
    for (size_t i = 0; status == OVF_OK && i + 1 < options->unread_count; i += 2)
        ovf_rejections_add(&run->rejections, options->unread[i], "", options->unread[i + 1]);
    if (status == OVF_OK && run->rejections.failed) status = ovf_fail_memory(error);
    if (status == OVF_OK) status = read_sensors(run, error);
    options = run->options;
    if (status == OVF_OK) status = open_stream(run, error);
    if (status == OVF_OK && !options->output.to_stdout) status = name_directory(run, error);
    if (status == OVF_OK && !options->output.to_stdout)
        status = ovf_identity_make(options, &run->report->zones, run->stream, &run->identity,
                                   error);
    if (status == OVF_OK && is_part(run) && options->output.resume) {
        status = ovf_part_is_complete(run->directory, run->identity, &run->report->was_complete,
                                      error);
        if (status != OVF_OK || run->report->was_complete) return status;
    }
    if (status == OVF_OK) status = open_output(run, error);
    if (status == OVF_OK) {
        reject_zones(run);
        status = analyze(run, error);
        if (status == OVF_OK && run->counts.refused > 0 && !is_part(run) &&
            ovf_output_totals(run->output)->routes == 0)
            status = ovf_fail_all_refused(&run->counts.first_refused, run->counts.refused, error);
        if (status == OVF_OK) status = complete(run, error);
    }
    return status == OVF_OK ? status : leave(run, status, error);
}

static void clear(batch *run)
{
    for (size_t i = 0; i < run->block_count; i++) ovf_block_free(run->blocks[i]);
    for (size_t i = 0; i < run->worker_count; i++) ovf_block_worker_free(run->workers[i]);
    free(run->blocks);
    free(run->workers);
    ovf_output_free(run->output);
    ovf_ledger_free(run->ledger);
    ovf_route_stream_free(run->stream);
    ovf_judge_clear(&run->judge);
    ovf_vertical_clear(&run->vertical);
    free(run->rule_files);
    ovf_sensing_clear(&run->sensing);
    ovf_analyzer_free(run->analyzer);
    ovf_almanac_free(run->almanac);
    ovf_rejections_clear(&run->rejections);
    ovf_input_notes_clear(&run->notes);
    json_decref(run->identity);
}

ovf_status ovf_batch_run(const ovf_batch_options *options, ovf_batch_report *report,
                         ovf_error *error)
{
    if (options == NULL) return ovf_fail_null(error, "options");
    if (report == NULL) return ovf_fail_null(error, "a place for the report");
    ovf_error own;
    batch run = {.options = options, .report = report, .fraction = NAN};
    ovf_status status = perform(&run, error == NULL ? &own : error);
    /* It is for people to read now. */
    report->directory = report->in_database ? ovf_secret_hidden(run.directory) : run.directory;
    if (report->in_database) free(run.directory);
    if (status == OVF_OK && report->in_database && report->directory == NULL)
        status = ovf_fail_memory(error);
    clear(&run);
    return status;
}

void ovf_batch_report_clear(ovf_batch_report *report)
{
    if (report == NULL) return;
    ovf_zones_clear(&report->zones);
    ovf_totals_clear(&report->totals);
    ovf_digest_clear(&report->digest);
    ovf_text_free(report->directory);
    ovf_text_free(report->judged_by);
    *report = (ovf_batch_report){0};
}
