#include "input/formats/fixes/fix_table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/formats/fixes/words.h"
#include "system/sort.h"

/* In memory at once, 96 MB of them, and as much again while they are sorted. */
#define ROWS_IN_MEMORY ((size_t)1 << 21)
/* So long after its last fix an aircraft that tells no call sign is no longer on that flight. */
#define CALL_HOLDS_S 1800.0

typedef struct {
    double time_s; /* -INFINITY: not known */
    double lon, lat, altitude_m;
    uint32_t group, call;
    uint64_t rest; /* the order among all rows, in the highest bits; leg, reference, moves */
} table_row;

/* Rows are many, so each byte of them counts. */
#define MOVES UINT64_C(1)
#define REFERENCE_SHIFT 1
#define LEG_SHIFT 4
#define ORDER_SHIFT 28
/* More legs of one aircraft than any has: further ones are told as this one. */
#define LEG_MAX ((UINT32_C(1) << (ORDER_SHIFT - LEG_SHIFT)) - 1)

static uint64_t pack(uint64_t order, uint32_t leg, ovf_reference reference, bool moves)
{
    return order << ORDER_SHIFT | (uint64_t)(leg < LEG_MAX ? leg : LEG_MAX) << LEG_SHIFT |
           (uint64_t)reference << REFERENCE_SHIFT | (moves ? MOVES : 0);
}

static uint32_t leg_of(const table_row *row) { return row->rest >> LEG_SHIFT & LEG_MAX; }

static ovf_reference reference_of(const table_row *row)
{
    return (ovf_reference)(row->rest >> REFERENCE_SHIFT & 7);
}

typedef struct {
    size_t attributes; /* in `texts`, from there on */
    size_t attribute_count;
    double shift_s;
} group_info;

struct ovf_fix_table {
    ovf_flight_queue *queue;
    ovf_words groups, calls;
    group_info *infos;
    size_t info_capacity;
    ovf_text texts, name, notes;
    ovf_unread unread_times, unread_altitudes;
    ovf_sort *sort;
    uint64_t rows;
    bool giving, told;
    const table_row *ahead; /* the first row of the next group */
    ovf_pieces members;     /* of the group in hand */
    uint32_t *member_calls;
    size_t call_capacity;
    size_t unplaced; /* members that have no position */
    uint32_t *order; /* of call signs in that group, as they come */
    size_t order_count, order_capacity;
};

ovf_fix_table *ovf_fix_table_new(ovf_flight_queue *queue)
{
    ovf_fix_table *table = ovf_array_new(1, sizeof *table);
    if (table != NULL) table->queue = queue;
    return table;
}

void ovf_fix_table_free(ovf_fix_table *table)
{
    if (table == NULL) return;
    ovf_words_clear(&table->groups);
    ovf_words_clear(&table->calls);
    free(table->infos);
    ovf_text_clear(&table->texts);
    ovf_text_clear(&table->name);
    ovf_text_clear(&table->notes);
    ovf_sort_free(table->sort);
    ovf_pieces_clear(&table->members);
    free(table->member_calls);
    free(table->order);
    free(table);
}

/* ---- what comes ---- */

bool ovf_fix_table_group(ovf_fix_table *table, const char *key, size_t length, uint32_t *group,
                         bool *is_new)
{
    size_t before = table->groups.count;
    if (!ovf_words_number(&table->groups, key, length, group)) return false;
    *is_new = table->groups.count > before;
    if (!*is_new) return true;
    if (!ovf_array_reserve(&table->infos, &table->info_capacity, table->groups.count,
                           sizeof *table->infos))
        return false;
    table->infos[*group] = (group_info){.attributes = table->texts.length};
    return true;
}

bool ovf_fix_table_attribute(ovf_fix_table *table, const char *name, const char *value,
                             size_t length)
{
    if (length == 0 || table->groups.count == 0) return true;
    if (!ovf_text_add(&table->texts, name, strlen(name) + 1) ||
        !ovf_text_add(&table->texts, value, length) || !ovf_text_add(&table->texts, "", 1))
        return false;
    table->infos[table->groups.count - 1].attribute_count++;
    return true;
}

bool ovf_fix_table_call(ovf_fix_table *table, const char *call, size_t length, uint32_t *number)
{
    *number = OVF_CALL_NONE;
    return length == 0 || ovf_words_number(&table->calls, call, length, number);
}

bool ovf_fix_table_name(ovf_fix_table *table, const char *name)
{
    ovf_text_reset(&table->name);
    return ovf_text_add_string(&table->name, name);
}

bool ovf_fix_table_note(ovf_fix_table *table, const char *note)
{
    return ovf_text_add(&table->notes, note, strlen(note) + 1);
}

ovf_unread *ovf_fix_table_unread_times(ovf_fix_table *table) { return &table->unread_times; }

ovf_unread *ovf_fix_table_unread_altitudes(ovf_fix_table *table)
{
    return &table->unread_altitudes;
}

bool ovf_fix_table_shift(ovf_fix_table *table, uint32_t group, double seconds)
{
    table->infos[group].shift_s = seconds;
    return true;
}

/* ---- sorting ---- */

static int compare_rows(const void *a, const void *b)
{
    const table_row *one = a, *other = b;
    if (one->group != other->group) return one->group < other->group ? -1 : 1;
    if (one->time_s != other->time_s) return one->time_s < other->time_s ? -1 : 1;
    return one->rest < other->rest ? -1 : one->rest > other->rest; /* by their order */
}

/* Rows come nearly always in the order of time of each aircraft: then they have only to be put
 * together by it, which is counting. */
static bool arrange(const void *items, size_t count, void *to)
{
    const table_row *rows = items;
    table_row *sorted = to;
    size_t groups = 0, begin = 0;
    for (size_t i = 0; i < count; i++)
        if (rows[i].group >= groups) groups = (size_t)rows[i].group + 1;
    if (groups > 4 * count + 1024) return false;
    size_t *ends = ovf_array_new(groups + 1, sizeof *ends);
    if (ends == NULL) return false;
    for (size_t i = 0; i < count; i++) ends[rows[i].group + 1]++;
    for (size_t i = 0; i < groups; i++) ends[i + 1] += ends[i];
    for (size_t i = 0; i < count; i++) sorted[ends[rows[i].group]++] = rows[i];
    for (size_t group = 0; group < groups; begin = ends[group++]) {
        size_t i = begin + 1;
        while (i < ends[group] && sorted[i - 1].time_s <= sorted[i].time_s) i++;
        if (i < ends[group])
            qsort(sorted + begin, ends[group] - begin, sizeof *sorted, compare_rows);
    }
    free(ends);
    return true;
}

ovf_status ovf_fix_table_add(ovf_fix_table *table, uint32_t group, const ovf_table_row *row,
                             ovf_error *error)
{
    if (table->sort == NULL) {
        ovf_status status = ovf_sort_new(sizeof(table_row), ROWS_IN_MEMORY, compare_rows, NULL,
                                         &table->sort, error);
        if (status != OVF_OK) return status;
        ovf_sort_arrange(table->sort, arrange);
    }
    void *room;
    ovf_status status = ovf_sort_room(table->sort, &room, error);
    if (status != OVF_OK) return status;
    *(table_row *)room = (table_row){
        .time_s = isnan(row->time_s) ? (double)-INFINITY : row->time_s,
        .lon = row->lon,
        .lat = row->lat,
        .altitude_m = row->altitude_m,
        .group = group,
        .call = row->call,
        .rest = pack(table->rows++, row->leg, row->reference, row->moves)};
    return OVF_OK;
}

/* ---- a group ---- */

static bool add_member(ovf_fix_table *table, const table_row *row)
{
    ovf_pieces *members = &table->members;
    const ovf_fix fix = {row->lon, row->lat, row->altitude_m, row->time_s};
    if (!ovf_array_reserve(&table->member_calls, &table->call_capacity, members->fix_count + 1,
                           sizeof *table->member_calls) ||
        !ovf_pieces_add(members, &fix, reference_of(row)))
        return false;
    table->member_calls[members->fix_count - 1] = row->call;
    if (isnan(row->lon)) table->unplaced++;
    return true;
}

/* Fills `members`. What tells the fix before it once more is left out. */
static ovf_status take_group(ovf_fix_table *table, ovf_error *error)
{
    const void *item = table->ahead;
    uint32_t group = table->ahead->group, leg = leg_of(table->ahead);
    ovf_status status = OVF_OK;
    const ovf_pieces *members = &table->members;
    ovf_pieces_reset(&table->members);
    table->unplaced = 0;
    while (status == OVF_OK && item != NULL) {
        const table_row *row = item;
        const ovf_fix *last = members->fix_count == 0 ? NULL
                                                      : &members->fixes[members->fix_count - 1];
        if (row->group != group || leg_of(row) != leg) break;
        bool moves = (row->rest & MOVES) != 0;
        bool again = last != NULL && last->lon == row->lon && last->lat == row->lat &&
                     (last->time_s == row->time_s ? isfinite(row->time_s) || moves : moves);
        if (!again && !add_member(table, row)) return ovf_fail_memory(error);
        status = ovf_sort_next(table->sort, &item, error);
    }
    table->ahead = item;
    return status;
}

/* Rows without a time among others that have one: their place in the flight is not known. */
static size_t drop_untimed(ovf_fix_table *table)
{
    ovf_pieces *members = &table->members;
    size_t untimed = 0, count = members->fix_count;
    while (untimed < count && !isfinite(members->fixes[untimed].time_s)) untimed++;
    if (untimed == count || untimed == 0) return 0;
    for (size_t i = 0; i < untimed; i++) table->unplaced -= isnan(members->fixes[i].lon) != 0;
    size_t left = members->fix_count -= untimed;
    memmove(members->fixes, members->fixes + untimed, left * sizeof *members->fixes);
    memmove(members->references, members->references + untimed, left);
    memmove(table->member_calls, table->member_calls + untimed, left * sizeof *table->member_calls);
    return untimed;
}

/* A call sign holds until the next one, and the first one for what is before it, unless that is
 * long ago. */
static void spread_calls(ovf_fix_table *table)
{
    const ovf_fix *fixes = table->members.fixes;
    uint32_t *calls = table->member_calls;
    for (size_t i = 1; i < table->members.fix_count; i++)
        if (calls[i] == OVF_CALL_NONE && !(fixes[i].time_s - fixes[i - 1].time_s > CALL_HOLDS_S))
            calls[i] = calls[i - 1];
    for (size_t i = table->members.fix_count; i-- > 1;)
        if (calls[i - 1] == OVF_CALL_NONE &&
            !(fixes[i].time_s - fixes[i - 1].time_s > CALL_HOLDS_S))
            calls[i - 1] = calls[i];
}

/* Which call signs there are, in the order in which they come. */
static bool find_calls(ovf_fix_table *table)
{
    table->order_count = 0;
    for (size_t i = 0; i < table->members.fix_count; i++) {
        uint32_t call = table->member_calls[i];
        size_t k = table->order_count;
        if (k > 0 && table->order[k - 1] == call) continue;
        while (k > 0 && table->order[k - 1] != call) k--;
        if (k > 0) continue;
        if (!ovf_array_reserve(&table->order, &table->order_capacity, table->order_count + 1,
                               sizeof *table->order))
            return false;
        table->order[table->order_count++] = call;
    }
    return true;
}

/* ---- flights ---- */

static bool name_flight(const ovf_fix_table *table, uint32_t group, uint32_t call,
                        ovf_flight *flight)
{
    const char *key = ovf_words_text(&table->groups, group),
               *sign = call == OVF_CALL_NONE ? "" : ovf_words_text(&table->calls, call);
    bool good = ovf_text_add_string(&flight->name, key);
    if (key[0] != '\0' && sign[0] != '\0') good = good && ovf_text_add_string(&flight->name, " ");
    good = good && ovf_text_add_string(&flight->name, sign);
    if (flight->name.length == 0 && table->name.length > 0)
        good = good && ovf_text_add_string(&flight->name, table->name.text);
    const char *at = table->texts.text == NULL ? ""
                                               : table->texts.text + table->infos[group].attributes;
    for (size_t i = 0; i < table->infos[group].attribute_count && good; i++) {
        const char *value = at + strlen(at) + 1;
        good = ovf_flight_add_attribute(flight, at, value);
        at = value + strlen(value) + 1;
    }
    return good && ovf_flight_add_attribute(flight, "callsign", sign);
}

static bool tell(ovf_fix_table *table, ovf_flight *flight, size_t untimed)
{
    char note[120];
    bool good = true;
    if (untimed > 0) {
        snprintf(note, sizeof note, "%zu row%s without a time %s left out", untimed,
                 untimed == 1 ? "" : "s", untimed == 1 ? "was" : "were");
        good = ovf_flight_add_note(flight, note);
    }
    if (table->told) return good;
    table->told = true;
    flight->unread_times = table->unread_times;
    flight->unread_altitudes = table->unread_altitudes;
    return good && ovf_text_add(&flight->notes, table->notes.text, table->notes.length);
}

/* The members of this call sign that have a position; all of them are not copied but handed over.
 */
static bool take_members(ovf_fix_table *table, uint32_t call, ovf_pieces *pieces)
{
    ovf_pieces *members = &table->members;
    if (table->order_count == 1 && table->unplaced == 0) {
        ovf_pieces_clear(pieces);
        *pieces = *members;
        *members = (ovf_pieces){0};
        return true;
    }
    for (size_t i = 0; i < members->fix_count; i++) {
        if (table->member_calls[i] != call || isnan(members->fixes[i].lon)) continue;
        if (!ovf_pieces_add(pieces, &members->fixes[i], (ovf_reference)members->references[i]))
            return false;
    }
    return true;
}

static bool make_flight(ovf_fix_table *table, uint32_t group, uint32_t call, size_t untimed)
{
    const ovf_pieces *members = &table->members;
    size_t first = 0;
    while (first < members->fix_count &&
           (table->member_calls[first] != call || isnan(members->fixes[first].lon)))
        first++;
    if (first == members->fix_count) return true;
    ovf_flight *flight = ovf_flight_queue_make(table->queue);
    if (flight == NULL || !name_flight(table, group, call, flight) ||
        !tell(table, flight, untimed) || !take_members(table, call, &flight->pieces))
        return false;
    double shift_s = table->infos[group].shift_s;
    for (size_t i = 0; i < flight->pieces.fix_count; i++) {
        double time_s = flight->pieces.fixes[i].time_s;
        flight->pieces.fixes[i].time_s = isfinite(time_s) ? time_s + shift_s : NAN;
    }
    if (!ovf_pieces_end_part(&flight->pieces)) return false;
    ovf_flight_queue_push(table->queue);
    return !table->queue->out_of_memory;
}

ovf_status ovf_fix_table_give(ovf_fix_table *table, ovf_error *error)
{
    const void *item = table->ahead;
    ovf_status status = OVF_OK;
    if (!table->giving && table->sort != NULL) {
        status = ovf_sort_next(table->sort, &item, error);
        if (status != OVF_OK) return status;
        table->ahead = item;
    }
    table->giving = true;
    if (table->ahead == NULL) return OVF_OK;
    uint32_t group = table->ahead->group;
    status = take_group(table, error);
    if (status != OVF_OK) return status;
    size_t untimed = drop_untimed(table);
    spread_calls(table);
    if (!find_calls(table)) return ovf_fail_memory(error);
    for (size_t i = 0; i < table->order_count; i++)
        if (!make_flight(table, group, table->order[i], i == 0 ? untimed : 0))
            return ovf_fail_memory(error);
    return OVF_OK;
}
