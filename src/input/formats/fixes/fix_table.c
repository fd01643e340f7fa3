#include "input/formats/fixes/fix_table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/formats/fixes/words.h"
#include "system/sort.h"

/* In memory at once, 64 MB of them. */
#define ROWS_IN_MEMORY ((size_t)64 * 1024 * 1024 / sizeof(table_row))
/* So long after its last fix an aircraft that tells no call sign is no longer on that flight. */
#define CALL_HOLDS_S 1800.0

typedef struct {
    double time_s; /* -INFINITY: not known */
    double lon, lat, altitude_m;
    uint64_t order; /* among all rows */
    uint32_t group, call;
    uint32_t leg;
    uint16_t reference, moves;
} table_row;

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
    table_row *members;     /* of the group in hand */
    size_t member_count, member_capacity;
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
    free(table->members);
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
    return one->order < other->order ? -1 : one->order > other->order;
}

/* Rows come nearly always in the order of time of each aircraft: then they have only to be put
 * together by it, which is counting. */
static bool arrange(void *items, size_t count)
{
    table_row *rows = items;
    size_t groups = 0, begin = 0;
    for (size_t i = 0; i < count; i++)
        if (rows[i].group >= groups) groups = (size_t)rows[i].group + 1;
    if (groups > 4 * count + 1024) return false;
    size_t *ends = ovf_array_new(groups + 1, sizeof *ends);
    table_row *sorted = malloc(count * sizeof *sorted);
    bool good = ends != NULL && sorted != NULL;
    if (good) {
        for (size_t i = 0; i < count; i++) ends[rows[i].group + 1]++;
        for (size_t i = 0; i < groups; i++) ends[i + 1] += ends[i];
        for (size_t i = 0; i < count; i++) sorted[ends[rows[i].group]++] = rows[i];
        memcpy(rows, sorted, count * sizeof *rows);
        for (size_t group = 0; group < groups; begin = ends[group++]) {
            size_t i = begin + 1;
            while (i < ends[group] && rows[i - 1].time_s <= rows[i].time_s) i++;
            if (i < ends[group])
                qsort(rows + begin, ends[group] - begin, sizeof *rows, compare_rows);
        }
    }
    free(ends);
    free(sorted);
    return good;
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
    const table_row made = {.time_s = isnan(row->time_s) ? (double)-INFINITY : row->time_s,
                            .lon = row->lon,
                            .lat = row->lat,
                            .altitude_m = row->altitude_m,
                            .order = table->rows++,
                            .group = group,
                            .call = row->call,
                            .leg = row->leg,
                            .reference = (uint16_t)row->reference,
                            .moves = row->moves};
    return ovf_sort_add(table->sort, &made, error);
}

/* ---- a group ---- */

static bool same_place(const table_row *a, const table_row *b)
{
    return a->lon == b->lon && a->lat == b->lat;
}

/* Fills `members`. What tells the fix before it once more is left out. */
static ovf_status take_group(ovf_fix_table *table, ovf_error *error)
{
    const void *item = table->ahead;
    uint32_t group = table->ahead->group, leg = table->ahead->leg;
    ovf_status status = OVF_OK;
    table->member_count = 0;
    while (status == OVF_OK && item != NULL) {
        const table_row *row = item, *last = table->member_count == 0
                                                 ? NULL
                                                 : &table->members[table->member_count - 1];
        if (row->group != group || row->leg != leg) break;
        bool again = last != NULL && same_place(last, row) &&
                     (last->time_s == row->time_s ? isfinite(row->time_s) || row->moves
                                                  : row->moves != 0);
        if (!again) {
            if (!ovf_array_reserve(&table->members, &table->member_capacity,
                                   table->member_count + 1, sizeof *table->members))
                return ovf_fail_memory(error);
            table->members[table->member_count++] = *row;
        }
        status = ovf_sort_next(table->sort, &item, error);
    }
    table->ahead = item;
    return status;
}

/* Rows without a time among others that have one: their place in the flight is not known. */
static size_t drop_untimed(ovf_fix_table *table)
{
    size_t untimed = 0, count = table->member_count;
    while (untimed < count && !isfinite(table->members[untimed].time_s)) untimed++;
    if (untimed == count || untimed == 0) return 0;
    table->member_count -= untimed;
    memmove(table->members, table->members + untimed, table->member_count * sizeof *table->members);
    return untimed;
}

/* A call sign holds until the next one, and the first one for what is before it, unless that is
 * long ago. */
static void spread_calls(ovf_fix_table *table)
{
    table_row *rows = table->members;
    for (size_t i = 1; i < table->member_count; i++)
        if (rows[i].call == OVF_CALL_NONE && !(rows[i].time_s - rows[i - 1].time_s > CALL_HOLDS_S))
            rows[i].call = rows[i - 1].call;
    for (size_t i = table->member_count; i-- > 1;)
        if (rows[i - 1].call == OVF_CALL_NONE &&
            !(rows[i].time_s - rows[i - 1].time_s > CALL_HOLDS_S))
            rows[i - 1].call = rows[i].call;
}

/* Which call signs there are, in the order in which they come. */
static bool find_calls(ovf_fix_table *table)
{
    table->order_count = 0;
    for (size_t i = 0; i < table->member_count; i++) {
        uint32_t call = table->members[i].call;
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

static bool make_flight(ovf_fix_table *table, uint32_t group, uint32_t call, size_t untimed)
{
    size_t first = 0;
    while (first < table->member_count &&
           (table->members[first].call != call || isnan(table->members[first].lon)))
        first++;
    if (first == table->member_count) return true;
    ovf_flight *flight = ovf_flight_queue_make(table->queue);
    if (flight == NULL || !name_flight(table, group, call, flight) || !tell(table, flight, untimed))
        return false;
    double shift_s = table->infos[group].shift_s;
    for (size_t i = first; i < table->member_count; i++) {
        const table_row *row = &table->members[i];
        if (row->call != call || isnan(row->lon)) continue;
        const ovf_fix fix = {row->lon, row->lat, row->altitude_m,
                             isfinite(row->time_s) ? row->time_s + shift_s : NAN};
        if (!ovf_pieces_add(&flight->pieces, &fix, (ovf_reference)row->reference)) return false;
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
