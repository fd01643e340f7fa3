#include "input/flights/ledger.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/array.h"
#include "base/error.h"
#include "input/source/geometry.h"
#include "base/text.h"
#include "input/flights/ids.h"
#include "input/source/source.h"

/* The features of one layer have consecutive numbers over the whole input, so that an id's first
 * bearer can be named. */
typedef struct {
    uint64_t first; /* the ordinal of its first feature */
    char *label;
} span;

struct ovf_ledger {
    const ovf_route_stream *stream;
    ovf_ids ids;
    uint64_t *counts; /* of features with the geometry of a route, for each file */
    span *spans;
    size_t span_count, span_capacity;
    unsigned char *fresh; /* entries since they were taken last */
    size_t fresh_count, fresh_capacity;
};

ovf_status ovf_ledger_new(const ovf_route_stream *stream, ovf_ledger **ledger, ovf_error *error)
{
    ovf_ledger *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    made->stream = stream;
    made->counts = ovf_array_new(ovf_route_stream_files(stream), sizeof *made->counts);
    if (made->counts == NULL) {
        ovf_ledger_free(made);
        return ovf_fail_memory(error);
    }
    *ledger = made;
    return OVF_OK;
}

void ovf_ledger_free(ovf_ledger *ledger)
{
    if (ledger == NULL) return;
    for (size_t i = 0; i < ledger->span_count; i++) free(ledger->spans[i].label);
    free(ledger->spans);
    free(ledger->counts);
    free(ledger->fresh);
    ovf_ids_clear(&ledger->ids);
    free(ledger);
}

void ovf_ledger_matching(ovf_ledger *ledger, size_t file) { ledger->counts[file]++; }

const uint64_t *ovf_ledger_counts(const ovf_ledger *ledger) { return ledger->counts; }

ovf_status ovf_ledger_check(const ovf_ledger *ledger, size_t file, ovf_error *error)
{
    if (ledger->counts[file] > 0) return OVF_OK;
    return ovf_fail_no_flight(ovf_route_stream_file(ledger->stream, file), error);
}

ovf_status ovf_fail_no_flight(const char *file, ovf_error *error)
{
    return ovf_fail(
        error, OVF_ERROR_INPUT,
        "%s: has no flight: expected lines, tracks or routes of at least two positions, "
        "or the fixes of an aircraft; found none. (Waypoints and airfields are places "
        "that plans may name; a snapshot has one position of each aircraft, so it takes several of "
        "them, one after the other in one file)",
        file);
}

ovf_status ovf_fail_feature(ovf_error *error, ovf_remedy remedy, const char *file,
                            const char *title, const char *reason)
{
    const char *form = title[0] == '\0'  ? "%s: %s%s"
                       : title[0] == '#' ? "%s: feature %s: %s"
                                         : "%s: feature \"%s\": %s";
    return ovf_fail_with(error, OVF_ERROR_INPUT, remedy, form, file, title, reason);
}

ovf_status ovf_fail_all_refused(const ovf_error *first, uint64_t count, ovf_error *error)
{
    if (count == 1)
        return ovf_fail_with(error, OVF_ERROR_INPUT, first->remedy, "%s", first->message);
    return ovf_fail_with(error, OVF_ERROR_INPUT, first->remedy,
                         "no flight is left: %" PRIu64 " were refused, the first of them: %s",
                         count, first->message);
}

/* ---- ids ---- */

static ovf_status add_span(ovf_ledger *ledger, const char *label, uint64_t first, ovf_error *error)
{
    if (!ovf_array_reserve(&ledger->spans, &ledger->span_capacity, ledger->span_count + 1,
                           sizeof *ledger->spans))
        return ovf_fail_memory(error);
    char *copy = ovf_text_copy(label);
    if (copy == NULL) return ovf_fail_memory(error);
    ledger->spans[ledger->span_count++] = (span){first, copy};
    return OVF_OK;
}

/* The number of a feature in its layer; where the part begins within that, features before it are
 * counted for it. */
static uint64_t number_in(const ovf_ledger *ledger, size_t at, uint64_t ordinal)
{
    uint64_t number = 0, features = 0;
    if (at == 0 && ovf_route_stream_before(ledger->stream, &number, &features, NULL) != OVF_OK)
        number = 0;
    return number + ordinal - ledger->spans[at].first + 1;
}

static ovf_status fail_doubled(const ovf_ledger *ledger, const char *id, uint64_t ordinal,
                               uint64_t earlier, ovf_error *error)
{
    size_t last = ledger->span_count - 1, at = last;
    while (ledger->spans[at].first > earlier) at--;
    char shown[200], label[300];
    ovf_text_shorten(id, shown, sizeof shown);
    ovf_text_shorten(ledger->spans[at].label, label, sizeof label);
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "id \"%s\" of feature #%" PRIu64 " is already that of feature #%" PRIu64
                    " of %s; ids must differ",
                    shown, number_in(ledger, last, ordinal), number_in(ledger, at, earlier), label);
}

static ovf_status note(ovf_ledger *ledger, uint64_t ordinal, const uint64_t hash[2],
                       ovf_error *error)
{
    if (!ovf_array_reserve(&ledger->fresh, &ledger->fresh_capacity,
                           ledger->fresh_count + OVF_LEDGER_ENTRY, 1))
        return ovf_fail_memory(error);
    unsigned char *entry = ledger->fresh + ledger->fresh_count;
    for (unsigned i = 0; i < 12; i++) entry[i] = (unsigned char)(hash[i / 8] >> (i % 8 * 8));
    for (unsigned i = 0; i < 4; i++) entry[12 + i] = (unsigned char)(ordinal >> (i * 8));
    ledger->fresh_count += OVF_LEDGER_ENTRY;
    return OVF_OK;
}

ovf_status ovf_ledger_enter(ovf_ledger *ledger, const char *label, uint64_t number,
                            uint64_t ordinal, const char *id, const uint64_t hash[2], bool *doubled,
                            ovf_error *error)
{
    *doubled = false;
    size_t earlier;
    uint64_t first = ordinal + 1 - number;
    const span *last = ledger->span_count == 0 ? NULL : &ledger->spans[ledger->span_count - 1];
    ovf_status status = OVF_OK;
    if (last == NULL || last->first != first) status = add_span(ledger, label, first, error);
    if (status == OVF_OK) status = ovf_ids_add(&ledger->ids, hash, ordinal, &earlier, error);
    if (status != OVF_OK) return status;
    *doubled = earlier != OVF_IDS_NONE;
    if (*doubled) {
        (void)fail_doubled(ledger, id, ordinal, earlier, error);
        return OVF_OK;
    }
    return note(ledger, ordinal, hash, error);
}

/* ---- going on ---- */

void ovf_ledger_take(ovf_ledger *ledger, const unsigned char **entries, size_t *count)
{
    *entries = ledger->fresh;
    *count = ledger->fresh_count / OVF_LEDGER_ENTRY;
    ledger->fresh_count = 0;
}

char *ovf_ledger_layers(const ovf_ledger *ledger)
{
    json_t *list = json_array();
    bool good = list != NULL;
    for (size_t i = 0; i < ledger->span_count && good; i++) {
        const span *at = &ledger->spans[i];
        json_t *label = json_string(at->label);
        /* A name that is not UTF-8 is needed for messages only. */
        if (label == NULL) label = json_string("a file");
        good = json_array_append_new(list, json_pack("[o,I]", label, (json_int_t)at->first)) == 0;
    }
    char *text = good ? json_dumps(list, JSON_COMPACT) : NULL;
    json_decref(list);
    return text;
}

ovf_status ovf_ledger_restore_layers(ovf_ledger *ledger, const char *layers, ovf_error *error)
{
    size_t i;
    json_t *list = json_loads(layers, 0, NULL), *item;
    ovf_status status = json_is_array(list)
                            ? OVF_OK
                            : ovf_fail(error, OVF_ERROR_INPUT, "the list of layers cannot be read");
    json_array_foreach(list, i, item)
    {
        const char *label = json_string_value(json_array_get(item, 0));
        if (status == OVF_OK)
            status = add_span(ledger, label == NULL ? "" : label,
                              (uint64_t)json_integer_value(json_array_get(item, 1)), error);
    }
    json_decref(list);
    return status;
}

void ovf_ledger_restore_counts(ovf_ledger *ledger, const uint64_t *counts)
{
    memcpy(ledger->counts, counts, ovf_route_stream_files(ledger->stream) * sizeof *counts);
}

void ovf_ledger_read_entry(const unsigned char *entry, uint64_t hash[2], uint64_t *ordinal)
{
    hash[0] = hash[1] = *ordinal = 0;
    for (unsigned i = 0; i < 12; i++) hash[i / 8] |= (uint64_t)entry[i] << (i % 8 * 8);
    for (unsigned i = 0; i < 4; i++) *ordinal |= (uint64_t)entry[12 + i] << (i * 8);
}

ovf_status ovf_ledger_restore(ovf_ledger *ledger, const unsigned char *entries, size_t count,
                              ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        uint64_t hash[2], ordinal;
        size_t earlier;
        ovf_ledger_read_entry(entries + i * OVF_LEDGER_ENTRY, hash, &ordinal);
        status = ovf_ids_add(&ledger->ids, hash, ordinal, &earlier, error);
    }
    return status;
}
