#include "batch/part.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/error.h"
#include "batch/identity.h"
#include "output/staging/previous.h"

/* NULL when memory is out. */
static json_t *counts_to_json(const uint64_t *counts, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count && list != NULL; i++)
        if (json_array_append_new(list, json_integer((json_int_t)counts[i])) != 0) {
            json_decref(list);
            list = NULL;
        }
    return list;
}

static json_t *notes_to_json(const ovf_input_notes *notes)
{
    json_t *list = json_array();
    for (size_t i = 0; i < notes->count && list != NULL; i++) {
        const ovf_input_note *note = &notes->items[i];
        if (json_array_append_new(
                list, json_pack("[s,s?,s]", note->file, note->feature, note->note)) == 0)
            continue;
        json_decref(list);
        list = NULL;
    }
    return list;
}

ovf_status ovf_part_notes(const ovf_part *part, ovf_input_notes *notes, ovf_error *error)
{
    const json_t *list = json_object_get(part->statement, "notes");
    ovf_input_notes_clear(notes);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *note = json_array_get(list, i);
        const char *file = json_string_value(json_array_get(note, 0)),
                   *text = json_string_value(json_array_get(note, 2));
        if (file != NULL && text != NULL)
            ovf_input_notes_add(notes, file, json_string_value(json_array_get(note, 1)), text,
                                OVF_REMEDY_NONE);
    }
    return notes->failed ? ovf_fail_memory(error) : OVF_OK;
}

ovf_status ovf_part_close(const ovf_batch_options *options, const json_t *identity,
                          const ovf_input_notes *notes, ovf_output *output, ovf_ledger *ledger,
                          ovf_error *error)
{
    json_t *state = NULL;
    ovf_status status = ovf_output_keep(output, &state, error);
    if (status != OVF_OK) return status;
    json_t *counts = counts_to_json(ovf_ledger_counts(ledger), options->output.route_file_count);
    json_t *statement = json_pack("{s:{s:s},s:I,s:I,s:O,s:o,s:o,s:o}", "tool", "name", "overflight",
                                  "shard", (json_int_t)options->shard, "shards",
                                  (json_int_t)options->shards, "identity", identity, "matching",
                                  counts, "notes", notes_to_json(notes), "state", state);
    status = statement == NULL ? ovf_fail_memory(error)
                               : ovf_output_close_part(output, statement, error);
    json_decref(statement);
    return status;
}

static char *path_in(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = ovf_array_new(size, 1);
    if (path != NULL) snprintf(path, size, "%s/%s", folder, name);
    return path;
}

static bool is_there(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0;
}

ovf_status ovf_part_is_complete(const char *folder, const json_t *identity, bool *complete,
                                ovf_error *error)
{
    ovf_part part = {0};
    char difference[400];
    *complete = false;
    if (!is_there(folder)) return OVF_OK;
    ovf_status status = ovf_part_open(&part, folder, error);
    if (status == OVF_OK &&
        !ovf_identity_same(identity, part.identity, false, difference, sizeof difference))
        status = ovf_fail_with(error, OVF_ERROR_USAGE, OVF_REMEDY_REPLACE,
                               "%s exists already, and %s since: choose another directory, or ask "
                               "for it to be replaced",
                               folder, difference);
    *complete = status == OVF_OK;
    ovf_part_clear(&part);
    return status;
}

/* Where its unfinished work lies: .NAME.partial beside it. */
static bool is_partial(const char *folder)
{
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/') length--;
    size_t start = length;
    while (start > 0 && folder[start - 1] != '/') start--;
    char *path = ovf_array_new(length + sizeof "/..partial", 1);
    if (path == NULL) return false;
    snprintf(path, length + sizeof "/..partial", "%.*s.%.*s.partial", (int)start, folder,
             (int)(length - start), folder + start);
    bool found = is_there(path);
    free(path);
    return found;
}

static ovf_status fail_missing(const char *folder, ovf_error *error)
{
    if (is_partial(folder))
        return ovf_fail_with(error, OVF_ERROR_INPUT, OVF_REMEDY_RESUME,
                             "%s is incomplete: the run that writes it is still at it, or was "
                             "interrupted; go on with it",
                             folder);
    if (!is_there(folder))
        return ovf_fail(error, OVF_ERROR_INPUT, "%s is missing: there is no such directory",
                        folder);
    return ovf_fail(error, OVF_ERROR_INPUT, "%s is no part of a batch: it has no " OVF_PART_FILE,
                    folder);
}

ovf_status ovf_part_open(ovf_part *part, const char *folder, ovf_error *error)
{
    json_error_t where;
    json_int_t shard = 0, shards = 0;
    json_t *identity = NULL, *state = NULL;
    char *path = path_in(folder, OVF_PART_FILE);
    if (path == NULL) return ovf_fail_memory(error);
    bool found = is_there(path);
    *part = (ovf_part){.folder = folder,
                       .statement = found ? json_load_file(path, 0, &where) : NULL};
    free(path);
    if (!found) return fail_missing(folder, error);
    if (json_unpack(part->statement, "{s:I,s:I,s:o,s:o}", "shard", &shard, "shards", &shards,
                    "identity", &identity, "state", &state) != 0 ||
        shard < 1 || shard > shards) {
        ovf_part_clear(part);
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%s: its " OVF_PART_FILE " cannot be read as that of a part", folder);
    }
    part->identity = identity;
    part->state = state;
    part->shard = (uint64_t)shard;
    part->shards = (uint64_t)shards;
    return OVF_OK;
}

uint64_t ovf_part_matching(const ovf_part *part, size_t file)
{
    return (uint64_t)json_integer_value(
        json_array_get(json_object_get(part->statement, "matching"), file));
}

void ovf_part_clear(ovf_part *part)
{
    json_decref(part->statement);
    *part = (ovf_part){0};
}
