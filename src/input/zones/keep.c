/* Taking a zone over: its id, its origin and its notes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/zones/zone_reader.h"
#include "model/model.h"

/* ---- ids ---- */

static ovf_status add_id(ovf_zones_reader *reader, size_t *earlier, ovf_error *error)
{
    uint64_t hash[2];
    ovf_ids_hash(reader->id.text, reader->id.length, hash);
    return ovf_ids_add(&reader->ids, hash, reader->zones.count, earlier, error);
}

/* Adds a number to the id, the first that no zone has. */
static ovf_status number_id(ovf_zones_reader *reader, ovf_zone_origin *first, ovf_error *error)
{
    size_t length = reader->id.length, earlier = 0;
    ovf_status status = OVF_OK;
    while (status == OVF_OK && earlier != OVF_IDS_NONE) {
        char number[40];
        snprintf(number, sizeof number, " (%zu)", ++first->doubled + 1);
        reader->id.text[reader->id.length = length] = '\0';
        if (!ovf_text_add_string(&reader->id, number)) return ovf_fail_memory(error);
        status = add_id(reader, &earlier, error);
    }
    return status;
}

ovf_status ovf_zone_id_claim(ovf_zones_reader *reader, const char *label, size_t number, bool meant,
                             ovf_error *error)
{
    size_t earlier;
    char id[200], first_label[300], numbered[220];
    if (reader->id.length == 0) {
        char text[32];
        snprintf(text, sizeof text, "%zu", reader->features);
        if (!ovf_text_add_string(&reader->id, text)) return ovf_fail_memory(error);
    }
    ovf_status status = add_id(reader, &earlier, error);
    if (status != OVF_OK || earlier == OVF_IDS_NONE) return status;
    ovf_zone_origin *first = &reader->origins[earlier];
    bool same = strcmp(first->label, label) == 0;
    ovf_text_shorten(reader->id.text, id, sizeof id);
    ovf_text_shorten(first->label, first_label, sizeof first_label);
    if (meant && first->meant && !same)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "id \"%s\" of feature #%zu is already that of feature #%zu of %s; ids must "
                        "differ",
                        id, number, first->number, first_label);
    status = number_id(reader, first, error);
    if (status != OVF_OK) return status;
    ovf_text_shorten(reader->id.text, numbered, sizeof numbered);
    ovf_zone_note_add(&reader->notes, OVF_REMEDY_NONE,
                      "%s \"%s\" is already that of feature #%zu%s%s; this one is called \"%s\"%s",
                      meant ? "id" : "name", id, first->number, same ? "" : " of ",
                      same ? "" : first_label, numbered,
                      meant ? ", and rules that name the id mean both" : "");
    return OVF_OK;
}

ovf_status ovf_zone_reserve(ovf_zones_reader *reader, ovf_error *error)
{
    size_t wanted = reader->zones.count + 1;
    bool good = ovf_array_reserve(&reader->zones.items, &reader->zone_capacity, wanted,
                                  sizeof *reader->zones.items) &&
                ovf_array_reserve(&reader->origins, &reader->origin_capacity, wanted,
                                  sizeof *reader->origins);
    return good ? OVF_OK : ovf_fail_memory(error);
}

ovf_status ovf_zone_keep(ovf_zones_reader *reader, ovf_zone *zone, const char *label, size_t number,
                         bool meant, const char *title, ovf_error *error)
{
    const ovf_input_options *options = &reader->options;
    char *copy = ovf_text_copy(label);
    if (copy == NULL || reader->notes.failed) {
        free(copy);
        return ovf_fail_memory(error);
    }
    reader->origins[reader->zones.count] = (ovf_zone_origin){copy, number, meant, 0};
    reader->zones.items[reader->zones.count++] = *zone;
    for (size_t i = 0; i < reader->notes.count && options->note != NULL; i++)
        options->note(options->note_context, label, title, reader->notes.items[i].text,
                      reader->notes.items[i].remedy);
    ovf_zone_notes_cut(&reader->notes, 0);
    return OVF_OK;
}
