#include "input/formats/gap_split.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

typedef struct {
    double time_s;
    size_t index;
} key;

static int compare(const void *a, const void *b)
{
    const key *one = a, *other = b;
    if (one->time_s != other->time_s) return one->time_s < other->time_s ? -1 : 1;
    return one->index < other->index ? -1 : one->index > other->index;
}

static bool is_ordered(const ovf_pieces *pieces)
{
    double last_s = -INFINITY;
    for (size_t i = 0; i < pieces->fix_count; i++) {
        double time_s = pieces->fixes[i].time_s;
        if (time_s < last_s) return false;
        if (!isnan(time_s)) last_s = time_s;
    }
    return true;
}

/* Those of one time stay in their order, and one without a time stays behind the one before it. */
static bool sort(ovf_pieces *pieces)
{
    ovf_pieces sorted = {0};
    if (is_ordered(pieces)) return true;
    key *keys = ovf_array_new(pieces->fix_count, sizeof *keys);
    bool good = keys != NULL;
    double last_s = -INFINITY;
    for (size_t i = 0; good && i < pieces->fix_count; i++) {
        if (!isnan(pieces->fixes[i].time_s)) last_s = pieces->fixes[i].time_s;
        keys[i] = (key){last_s, i};
    }
    if (good) qsort(keys, pieces->fix_count, sizeof *keys, compare);
    for (size_t i = 0; good && i < pieces->fix_count; i++)
        good = ovf_pieces_add(&sorted, &pieces->fixes[keys[i].index],
                              (ovf_reference)pieces->references[keys[i].index]);
    good = good && ovf_pieces_end_part(&sorted);
    free(keys);
    if (good) {
        ovf_pieces_clear(pieces);
        *pieces = sorted;
    } else {
        ovf_pieces_clear(&sorted);
    }
    return good;
}

/* The end of the part that begins with a fix. */
static size_t part_end(const ovf_pieces *pieces, size_t begin, double gap_s)
{
    double last_s = NAN;
    for (size_t i = begin; i < pieces->fix_count; i++) {
        double time_s = pieces->fixes[i].time_s;
        if (time_s - last_s > gap_s) return i;
        if (!isnan(time_s)) last_s = time_s;
    }
    return pieces->fix_count;
}

static bool copy_text(ovf_text *to, const ovf_text *from)
{
    return ovf_text_add(to, from->length > 0 ? from->text : "", from->length);
}

/* A part has all of the flight but its other fixes, and what is to be told only once. */
static ovf_flight *make_part(const ovf_flight *flight, size_t begin, size_t end, size_t number)
{
    ovf_flight *part = ovf_flight_new();
    if (part == NULL) return NULL;
    bool good = copy_text(&part->id, &flight->id) && copy_text(&part->name, &flight->name) &&
                copy_text(&part->texts, &flight->texts);
    part->attribute_count = flight->attribute_count;
    part->repeat = flight->repeat;
    part->part = number;
    if (number == 1) {
        good = good && copy_text(&part->notes, &flight->notes);
        part->unread_times = flight->unread_times;
        part->unread_altitudes = flight->unread_altitudes;
    }
    for (size_t i = begin; i < end && good; i++)
        good = ovf_pieces_add(&part->pieces, &flight->pieces.fixes[i],
                              (ovf_reference)flight->pieces.references[i]);
    if (good && ovf_pieces_end_part(&part->pieces)) return part;
    ovf_flight_free(part);
    return NULL;
}

bool ovf_gap_split(ovf_flight *flight, double gap_s, ovf_flight_queue *queue)
{
    ovf_pieces *pieces = &flight->pieces;
    bool good = flight->beside || sort(pieces);
    size_t first = part_end(pieces, 0, gap_s), number = 1;
    if (good && (flight->beside || first == pieces->fix_count)) {
        queue->making = flight;
        ovf_flight_queue_push(queue);
        return !queue->out_of_memory;
    }
    for (size_t begin = 0, end = first; good && begin < pieces->fix_count; number++) {
        queue->making = make_part(flight, begin, end, number);
        good = queue->making != NULL;
        if (good) ovf_flight_queue_push(queue);
        good = good && !queue->out_of_memory;
        begin = end;
        end = part_end(pieces, begin, gap_s);
    }
    ovf_flight_free(flight);
    return good;
}
