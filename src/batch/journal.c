#include "batch/journal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "base/error.h"
#include "batch/entries.h"
#include "batch/identity.h"
#include "output/finish.h"
#include "output/rows/json.h"

/* What has taken less time is quicker done again than synchronised. */
#define FIRST_S 2.0
#define EVERY_S 5.0

static double now(void)
{
    struct timespec time;
    if (clock_gettime(CLOCK_MONOTONIC, &time) != 0) return 0;
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void ovf_journal_begin(ovf_journal *journal, ovf_output *output, ovf_ledger *ledger,
                       const ovf_route_stream *stream, ovf_journal_counts *counts, json_t *identity)
{
    *journal = (ovf_journal){.output = output,
                             .ledger = ledger,
                             .stream = stream,
                             .counts = counts,
                             .identity = identity,
                             .began = now()};
    journal->next = journal->began + FIRST_S;
}

ovf_status ovf_journal_tick(ovf_journal *journal, const ovf_route_place *place, ovf_error *error)
{
    return now() < journal->next ? OVF_OK : ovf_journal_write(journal, place, error);
}

/* ---- writing ---- */

static json_t *place_to_json(const ovf_route_place *place)
{
    return json_pack("[I,I,I,I,I]", (json_int_t)place->file, (json_int_t)place->layer,
                     (json_int_t)place->at, (json_int_t)place->number, (json_int_t)place->features);
}

static json_t *counts_to_json(const ovf_journal *journal)
{
    const uint64_t *counts = ovf_ledger_counts(journal->ledger);
    size_t file_count = journal->output->options.route_file_count;
    json_t *list = json_array();
    for (size_t i = 0; i < file_count; i++)
        if (json_array_append_new(list, json_integer((json_int_t)counts[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static json_t *own_to_json(const ovf_journal_counts *counts)
{
    return json_pack("{s:I,s:I,s:o,s:i,s:i}", "checked", (json_int_t)counts->checked, "refused",
                     (json_int_t)counts->refused, "why",
                     ovf_json_string(counts->refused > 0 ? counts->first_refused.message : ""),
                     "status", counts->refused > 0 ? (int)counts->first_refused.status : 0,
                     "remedy", counts->refused > 0 ? (int)counts->first_refused.remedy : 0);
}

ovf_status ovf_journal_write(ovf_journal *journal, const ovf_route_place *place, ovf_error *error)
{
    json_t *state = NULL;
    ovf_status status = ovf_output_keep(journal->output, &state, error);
    if (status != OVF_OK) return status;
    char *layers = ovf_ledger_layers(journal->ledger), *text = NULL;
    json_t *json = layers == NULL
                       ? NULL
                       : json_pack("{s:O,s:o,s:o,s:o,s:s,s:O}", "identity", journal->identity,
                                   "place", place_to_json(place), "counts", counts_to_json(journal),
                                   "own", own_to_json(journal->counts), "layers", layers, "output",
                                   state);
    json_decref(state);
    if (json != NULL) text = json_dumps(json, JSON_INDENT(1));
    status = text == NULL ? ovf_fail_memory(error)
                          : ovf_staging_replace(&journal->output->staging, OVF_JOURNAL_FILE, text,
                                                strlen(text), error);
    json_decref(json);
    free(text);
    free(layers);
    if (status != OVF_OK) return status;
    journal->kept = true;
    journal->next = now() + EVERY_S;
    return OVF_OK;
}

/* ---- reading ---- */

static ovf_status fail_to_read(const ovf_journal *journal, ovf_error *error)
{
    return ovf_fail_with(error, OVF_ERROR_USAGE, OVF_REMEDY_START_ANEW,
                         "the journal of the interrupted run that was to write %s cannot be read: "
                         "start anew",
                         journal->output->staging.called);
}

static bool place_from_json(const json_t *json, ovf_route_place *place)
{
    json_int_t file, layer, at, number, features;
    if (json_unpack((json_t *)(uintptr_t)json, "[I,I,I,I,I!]", &file, &layer, &at, &number,
                    &features) != 0)
        return false;
    *place = (ovf_route_place){(uint64_t)file, (uint64_t)layer, (uint64_t)at, (uint64_t)number,
                               (uint64_t)features};
    return true;
}

static ovf_status restore_own(ovf_journal *journal, const json_t *json, ovf_error *error)
{
    json_int_t checked, refused;
    const char *why;
    int status, remedy;
    ovf_journal_counts *own = journal->counts;
    if (json_unpack((json_t *)(uintptr_t)json, "{s:I,s:I,s:s,s:i,s:i}", "checked", &checked,
                    "refused", &refused, "why", &why, "status", &status, "remedy", &remedy) != 0 ||
        checked < 0 || (uint64_t)checked > journal->output->options.route_file_count || refused < 0)
        return fail_to_read(journal, error);
    own->checked = (size_t)checked;
    own->refused = (uint64_t)refused;
    if (refused > 0)
        (void)ovf_fail_with(&own->first_refused, (ovf_status)status, (ovf_remedy)remedy, "%s", why);
    return OVF_OK;
}

static ovf_status restore_counts(ovf_journal *journal, const json_t *list, ovf_error *error)
{
    size_t i, count = journal->output->options.route_file_count;
    json_t *item;
    if (json_array_size(list) != count) return fail_to_read(journal, error);
    uint64_t *counts = ovf_array_new(count, sizeof *counts);
    if (counts == NULL) return ovf_fail_memory(error);
    json_array_foreach((json_t *)(uintptr_t)list, i, item)
        counts[i] = (uint64_t)json_integer_value(item);
    ovf_ledger_restore_counts(journal->ledger, counts);
    free(counts);
    return OVF_OK;
}

static ovf_status restore_entries(void *ledger, const unsigned char *entries, size_t count,
                                  ovf_error *error)
{
    return ovf_ledger_restore(ledger, entries, count, error);
}

/* The hashes of the ids, from the file that the output keeps them in. */
static ovf_status restore_ids(ovf_journal *journal, ovf_error *error)
{
    const ovf_output *output = journal->output;
    char *path = ovf_staging_place(&output->staging, OVF_IDS_FILE(output->destination));
    if (path == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_entries_read(path, restore_entries, journal->ledger, error);
    free(path);
    return status;
}

static ovf_status restore_all(ovf_journal *journal, const json_t *json, ovf_route_place *place,
                              ovf_error *error)
{
    char difference[400];
    const char *layers = json_string_value(json_object_get(json, "layers"));
    if (layers == NULL || !place_from_json(json_object_get(json, "place"), place))
        return fail_to_read(journal, error);
    if (!ovf_identity_same(journal->identity, json_object_get(json, "identity"), true, difference,
                           sizeof difference))
        return ovf_fail_with(error, OVF_ERROR_USAGE, OVF_REMEDY_START_ANEW,
                             "%s since the run was interrupted that was to write %s: call it as it "
                             "was then, or start anew",
                             difference, journal->output->staging.called);
    ovf_status status = restore_counts(journal, json_object_get(json, "counts"), error);
    if (status == OVF_OK) status = restore_own(journal, json_object_get(json, "own"), error);
    if (status == OVF_OK) status = ovf_ledger_restore_layers(journal->ledger, layers, error);
    if (status == OVF_OK)
        status = ovf_output_restore(journal->output, json_object_get(json, "output"), error);
    if (status == OVF_OK) status = restore_ids(journal, error);
    return status;
}

ovf_status ovf_journal_restore(ovf_journal *journal, ovf_route_place *place, ovf_error *error)
{
    char *path = ovf_staging_place(&journal->output->staging, OVF_JOURNAL_FILE);
    if (path == NULL) return ovf_fail_memory(error);
    json_t *json = json_load_file(path, 0, NULL);
    free(path);
    journal->kept = true; /* also if this fails: it is another's */
    ovf_status status = json == NULL ? fail_to_read(journal, error)
                                     : restore_all(journal, json, place, error);
    json_decref(json);
    return status;
}
