#include "input/formats/raw_flight.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"

/* ---- pieces ---- */

bool ovf_pieces_add(ovf_pieces *pieces, const ovf_fix *fix, ovf_reference reference)
{
    bool full = pieces->fix_count >= pieces->fix_capacity ||
                pieces->fix_count >= pieces->reference_capacity;
    if (full && (!ovf_array_reserve(&pieces->fixes, &pieces->fix_capacity, pieces->fix_count + 1,
                                    sizeof *pieces->fixes) ||
                 !ovf_array_reserve(&pieces->references, &pieces->reference_capacity,
                                    pieces->fix_count + 1, 1)))
        return false;
    pieces->references[pieces->fix_count] = (unsigned char)reference;
    pieces->fixes[pieces->fix_count++] = *fix;
    return true;
}

ovf_fix *ovf_pieces_add_many(ovf_pieces *pieces, size_t count)
{
    size_t begin = pieces->fix_count;
    if (!ovf_array_reserve(&pieces->fixes, &pieces->fix_capacity, begin + count + 1,
                           sizeof *pieces->fixes) ||
        !ovf_array_reserve(&pieces->references, &pieces->reference_capacity, begin + count + 1, 1))
        return NULL;
    memset(pieces->references + begin, OVF_REFERENCE_SEA, count);
    pieces->fix_count += count;
    return pieces->fixes + begin;
}

bool ovf_pieces_end_part(ovf_pieces *pieces)
{
    if (!ovf_array_reserve(&pieces->part_ends, &pieces->part_capacity, pieces->part_count + 1,
                           sizeof *pieces->part_ends))
        return false;
    pieces->part_ends[pieces->part_count++] = pieces->fix_count;
    return true;
}

bool ovf_pieces_copy(ovf_pieces *to, const ovf_pieces *from)
{
    if (!ovf_array_reserve(&to->fixes, &to->fix_capacity, from->fix_count, sizeof *to->fixes) ||
        !ovf_array_reserve(&to->references, &to->reference_capacity, from->fix_count, 1) ||
        !ovf_array_reserve(&to->part_ends, &to->part_capacity, from->part_count,
                           sizeof *to->part_ends))
        return false;
    if (from->fix_count > 0) {
        memcpy(to->fixes, from->fixes, from->fix_count * sizeof *to->fixes);
        memcpy(to->references, from->references, from->fix_count);
    }
    if (from->part_count > 0)
        memcpy(to->part_ends, from->part_ends, from->part_count * sizeof *to->part_ends);
    to->fix_count = from->fix_count;
    to->part_count = from->part_count;
    return true;
}

void ovf_pieces_reset(ovf_pieces *pieces) { pieces->fix_count = pieces->part_count = 0; }

void ovf_pieces_clear(ovf_pieces *pieces)
{
    free(pieces->fixes);
    free(pieces->references);
    free(pieces->part_ends);
    *pieces = (ovf_pieces){0};
}

/* ---- flights ---- */

ovf_flight *ovf_flight_new(void) { return ovf_array_new(1, sizeof(ovf_flight)); }

void ovf_flight_free(ovf_flight *flight)
{
    if (flight == NULL) return;
    ovf_pieces_clear(&flight->pieces);
    ovf_text_clear(&flight->refusal);
    ovf_text_clear(&flight->id);
    ovf_text_clear(&flight->name);
    ovf_text_clear(&flight->fix_names);
    ovf_text_clear(&flight->notes);
    ovf_text_clear(&flight->texts);
    free(flight);
}

bool ovf_flight_add_attribute(ovf_flight *flight, const char *name, const char *value)
{
    if (name[0] == '\0' || value[0] == '\0' || ovf_flight_attribute(flight, name) != NULL)
        return true;
    if (!ovf_text_add(&flight->texts, name, strlen(name) + 1) ||
        !ovf_text_add(&flight->texts, value, strlen(value) + 1))
        return false;
    flight->attribute_count++;
    return true;
}

bool ovf_flight_name_fix(ovf_flight *flight, const char *name, size_t length)
{
    if (length == 0 || flight->named >= flight->pieces.fix_count) return true;
    for (; flight->named + 1 < flight->pieces.fix_count; flight->named++)
        if (!ovf_text_add(&flight->fix_names, "", 1)) return false;
    if (!ovf_text_add(&flight->fix_names, name, length) || !ovf_text_add(&flight->fix_names, "", 1))
        return false;
    flight->named++;
    return true;
}

bool ovf_flight_add_note(ovf_flight *flight, const char *note)
{
    return ovf_text_add(&flight->notes, note, strlen(note) + 1);
}

const char *ovf_flight_attribute(const ovf_flight *flight, const char *name)
{
    const char *at = flight->texts.text;
    for (size_t i = 0; i < flight->attribute_count; i++) {
        const char *value = at + strlen(at) + 1;
        if (strcasecmp(at, name) == 0) return value;
        at = value + strlen(value) + 1;
    }
    return NULL;
}

/* ---- queues ---- */

ovf_flight *ovf_flight_queue_make(ovf_flight_queue *queue)
{
    if (queue->making == NULL) queue->making = ovf_flight_new();
    if (queue->making == NULL) queue->out_of_memory = true;
    return queue->making;
}

void ovf_flight_queue_push(ovf_flight_queue *queue)
{
    if (queue->making == NULL) return;
    if (queue->begin == queue->end) queue->begin = queue->end = 0;
    if (!ovf_array_reserve(&queue->ready, &queue->capacity, queue->end + 1, sizeof *queue->ready)) {
        queue->out_of_memory = true;
        return;
    }
    queue->ready[queue->end++] = queue->making;
    queue->making = NULL;
}

void ovf_flight_queue_break(ovf_flight_queue *queue, const char *why)
{
    ovf_flight *begun = queue->making;
    if (begun != NULL && begun->pieces.fix_count > 1) {
        if (!ovf_pieces_end_part(&begun->pieces) ||
            !ovf_flight_add_note(begun, "the file breaks off within it: only what came before is "
                                        "known"))
            queue->out_of_memory = true;
        ovf_flight_queue_push(queue);
    }
    ovf_flight_free(queue->making);
    queue->making = NULL;
    ovf_flight *refused = ovf_flight_queue_make(queue);
    if (refused == NULL) return;
    if (!ovf_text_add_string(&refused->refusal, "cannot be read on: ") ||
        !ovf_text_add_string(&refused->refusal, why))
        queue->out_of_memory = true;
    ovf_flight_queue_push(queue);
}

ovf_flight *ovf_flight_queue_take(ovf_flight_queue *queue)
{
    return queue->begin == queue->end ? NULL : queue->ready[queue->begin++];
}

void ovf_flight_queue_clear(ovf_flight_queue *queue)
{
    ovf_flight_free(queue->making);
    while (queue->begin < queue->end) ovf_flight_free(queue->ready[queue->begin++]);
    free(queue->ready);
    *queue = (ovf_flight_queue){0};
}
