/* The routes of several files one by one: stream, decoder and ledger put together for one thread.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/flights/decoder.h"
#include "input/flights/ledger.h"

struct ovf_route_source {
    ovf_input_options options;
    ovf_route_stream *stream;
    ovf_route_decoder *decoder;
    ovf_ledger *ledger;
    ovf_route_block *block;
    size_t next;      /* feature of the block */
    size_t checked;   /* files that are known to have a route */
    size_t delivered; /* features handed out as routes */
    size_t refused;   /* since they are no good */
    ovf_error first_refused;
    ovf_route route;
};

ovf_status ovf_route_source_open(const char *const *files, size_t count,
                                 const ovf_input_options *options, ovf_route_source **source,
                                 ovf_error *error)
{
    if (source == NULL) return ovf_fail_null(error, "a place for the source");
    if (count > 0 && files == NULL) return ovf_fail_null(error, "names of files");
    for (size_t i = 0; i < count; i++)
        if (files[i] == NULL) return ovf_fail_null(error, "the name of a file");
    ovf_route_source *opened = ovf_array_new(1, sizeof *opened);
    if (opened == NULL) return ovf_fail_memory(error);
    if (options != NULL) opened->options = *options;
    ovf_status status = ovf_route_stream_open(files, count, options, &opened->stream, error);
    if (status == OVF_OK) status = ovf_route_decoder_new(opened->stream, &opened->decoder, error);
    if (status == OVF_OK) status = ovf_ledger_new(opened->stream, &opened->ledger, error);
    if (status == OVF_OK) status = ovf_route_block_new(&opened->block, error);
    if (status == OVF_OK) *source = opened;
    else ovf_route_source_free(opened);
    return status;
}

int64_t ovf_route_source_total(const ovf_route_source *source)
{
    return source == NULL ? -1 : ovf_route_stream_total(source->stream);
}

static void refuse(ovf_route_source *source, const char *file, const char *feature,
                   const char *reason, ovf_remedy remedy)
{
    source->options.refuse(source->options.reject_context, file, feature, reason, remedy);
    if (source->refused++ == 0)
        ovf_fail_feature(&source->first_refused, remedy, file, feature, reason);
}

/* The next block, when all of the last one has been handed out. */
static ovf_status read_block(ovf_route_source *source, bool *end, ovf_error *error)
{
    ovf_status status = ovf_route_stream_read(source->stream, source->block, end, error);
    /* What is amiss with a file before comes first. */
    size_t current = *end ? ovf_route_stream_files(source->stream)
                          : ovf_route_block_file(source->block);
    for (; source->checked < current; source->checked++) {
        ovf_error why;
        ovf_status complete = ovf_ledger_check(source->ledger, source->checked, &why);
        if (complete == OVF_OK) continue;
        const char *file = ovf_route_stream_file(source->stream, source->checked),
                   *reason = why.message + strlen(file) + strlen(": ");
        bool spared = complete == OVF_ERROR_INPUT && ovf_route_stream_files(source->stream) > 1;
        if (spared && source->options.reject != NULL)
            source->options.reject(source->options.reject_context, file, "", reason);
        else if (spared && source->options.members && source->options.refuse != NULL)
            refuse(source, file, "", reason, why.remedy);
        else return ovf_fail_with(error, complete, why.remedy, "%s", why.message);
    }
    source->next = 0;
    return status;
}

/* OVF_OK when the caller wants to be told of bad features only. */
static ovf_status reject(ovf_route_source *source, const ovf_decoded *decoded, const char *reason,
                         ovf_error *error)
{
    bool refused = decoded->kind == OVF_DECODED_BAD &&
                   (source->options.members || decoded->remedy == OVF_REMEDY_KEEP_ALL);
    if (source->options.reject == NULL && refused && source->options.refuse != NULL) {
        refuse(source, decoded->label, decoded->title, reason, decoded->remedy);
        return OVF_OK;
    }
    if (source->options.reject == NULL)
        return ovf_fail_feature(error, decoded->remedy, decoded->label, decoded->title, reason);
    source->options.reject(source->options.reject_context, decoded->label, decoded->title, reason);
    return OVF_OK;
}

static void tell(const ovf_route_source *source, const ovf_decoded *decoded)
{
    if (source->options.note == NULL) return;
    for (size_t at = 0; at < decoded->notes_size; at += strlen(decoded->notes + at) + 1)
        source->options.note(source->options.note_context, decoded->label, decoded->title,
                             decoded->notes + at, OVF_REMEDY_NONE);
}

static ovf_status take(ovf_route_source *source, const ovf_decoded *decoded, bool *taken,
                       ovf_error *error)
{
    bool doubled;
    ovf_error why;
    if (decoded->matching) ovf_ledger_matching(source->ledger, ovf_route_block_file(source->block));
    tell(source, decoded);
    if (decoded->kind == OVF_DECODED_BESIDE) return OVF_OK;
    if (decoded->kind == OVF_DECODED_BAD) return reject(source, decoded, decoded->reason, error);
    ovf_status status = ovf_ledger_enter(source->ledger, decoded->label, decoded->number,
                                         decoded->ordinal, decoded->route->id, decoded->id_hash,
                                         &doubled, &why);
    if (status != OVF_OK) return ovf_fail(error, status, "%s: %s", decoded->label, why.message);
    const unsigned char *entries;
    size_t count;
    ovf_ledger_take(source->ledger, &entries, &count); /* nobody wants to go on with this */
    *taken = !doubled;
    return doubled ? reject(source, decoded, why.message, error) : OVF_OK;
}

ovf_status ovf_route_source_next(ovf_route_source *source, const ovf_route **route,
                                 ovf_error *error)
{
    if (source == NULL) return ovf_fail_null(error, "a source of routes");
    if (route == NULL) return ovf_fail_null(error, "a place for the route");
    for (bool end = false, taken = false;;) {
        ovf_status status = OVF_OK;
        if (source->next == ovf_route_block_count(source->block)) {
            status = read_block(source, &end, error);
            if (status != OVF_OK) return status;
            if (!end) continue;
            *route = NULL;
            return source->refused > 0 && source->delivered == 0
                       ? ovf_fail_all_refused(&source->first_refused, source->refused, error)
                       : OVF_OK;
        }
        ovf_decoded decoded;
        status = ovf_route_decode(source->decoder, source->block, source->next++, &decoded, error);
        if (status == OVF_OK) status = take(source, &decoded, &taken, error);
        if (status != OVF_OK) return status;
        if (!taken) continue;
        source->route = *decoded.route;
        source->route.number = source->delivered++;
        *route = &source->route;
        return OVF_OK;
    }
}

void ovf_route_source_free(ovf_route_source *source)
{
    if (source == NULL) return;
    ovf_ledger_free(source->ledger);
    ovf_route_decoder_free(source->decoder);
    ovf_route_block_free(source->block);
    ovf_route_stream_free(source->stream);
    free(source);
}
