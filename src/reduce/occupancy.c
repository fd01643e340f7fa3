#include "reduce/occupancy.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "base/time.h"
#include "system/sort.h"

/* How many beginnings and ends are sorted in memory: 32 MB of them. */
#define EVENTS_IN_MEMORY ((size_t)1 << 21)

/* ---- a route's passages ---- */

/* A route that stands has more than one moment at a place. */
static bool is_before(const ovf_place *a, const ovf_place *b)
{
    return a->along_m < b->along_m || (a->along_m == b->along_m && a->time_s < b->time_s);
}

static bool is_same(const ovf_place *a, const ovf_place *b)
{
    return a->along_m == b->along_m &&
           (a->time_s == b->time_s || isnan(a->time_s) || isnan(b->time_s));
}

/* Whether there is this crossing, from `next` on, which then passes it. */
static bool crosses(const ovf_meeting *meeting, size_t *next, ovf_crossing_kind kind,
                    const ovf_place *place, bool surely)
{
    const ovf_crossing *crossings = meeting->crossings;
    size_t i = *next, count = meeting->crossing_count;
    while (i < count &&
           (crossings[i].kind == OVF_CROSSING_TOUCH || is_before(&crossings[i].place, place)))
        i++;
    bool found = i < count && crossings[i].kind == kind && is_same(&crossings[i].place, place);
    *next = found ? i + 1 : i;
    return found && !(surely && crossings[i].possible);
}

static void begin_series(ovf_stays *stays, ovf_stay_series series)
{
    *stays = (ovf_stays){
        .meeting = stays->meeting, .series = series, .now_ms = INT64_MIN, .seen_ms = INT64_MIN};
}

ovf_stays ovf_stays_of(const ovf_meeting *meeting)
{
    ovf_stays stays = {.meeting = meeting};
    ovf_stay_series series = OVF_STAY_BOTH;
    for (size_t i = 0; i < meeting->passage_count; i++)
        if (meeting->passages[i].possible) series = OVF_STAY_SURE;
    begin_series(&stays, series);
    return stays;
}

/* The next passage of the series; of those that are not excluded all that follow each other. */
static bool next_passage(ovf_stays *stays, ovf_passage *passage)
{
    const ovf_meeting *meeting = stays->meeting;
    const ovf_passage *passages = meeting->passages;
    while (stays->series == OVF_STAY_SURE && stays->passage < meeting->passage_count &&
           passages[stays->passage].possible)
        stays->passage++;
    if (stays->passage >= meeting->passage_count) return false;
    *passage = passages[stays->passage++];
    while (stays->series == OVF_STAY_AT_MOST && stays->passage < meeting->passage_count &&
           passages[stays->passage].possible != passages[stays->passage - 1].possible &&
           is_same(&passages[stays->passage].entry, &passage->exit))
        passage->exit = passages[stays->passage++].exit;
    return true;
}

bool ovf_stays_next(ovf_stays *stays, ovf_stay *stay)
{
    const ovf_meeting *meeting = stays->meeting;
    const bool sure = stays->series == OVF_STAY_SURE;
    ovf_passage passage;
    while (next_passage(stays, &passage)) {
        *stay = (ovf_stay){
            .zone = meeting->zone, .series = stays->series, .seen_ms = stays->seen_ms};
        stay->enters = crosses(meeting, &stays->crossing, OVF_CROSSING_ENTRY, &passage.entry, sure);
        stay->leaves = crosses(meeting, &stays->crossing, OVF_CROSSING_EXIT, &passage.exit, sure);
        if (!ovf_time_round(passage.entry.time_s, &stay->entry_ms) ||
            !ovf_time_round(passage.exit.time_s, &stay->exit_ms))
            continue;
        /* Times do not run backwards, but where legs meet they may by the last digit. */
        if (stay->entry_ms < stays->now_ms) stay->entry_ms = stays->now_ms;
        if (stay->exit_ms < stay->entry_ms) stay->exit_ms = stay->entry_ms;
        stays->now_ms = stay->exit_ms;
        stays->seen_ms = stay->exit_ms > stay->entry_ms ? stay->exit_ms - 1 : stay->exit_ms;
        return true;
    }
    if (!sure) return false;
    begin_series(stays, OVF_STAY_AT_MOST);
    return ovf_stays_next(stays, stay);
}

/* ---- beginnings and ends ---- */

/* What happens at an instant, in this order: those who leave make room for those who come. The
 * five bits say more of it. */
enum {
    SERIES = 3, /* ovf_stay_series */
    CROSSES_IN = 1 << 2,
    CROSSES_OUT = 1 << 3,
    IS_NEW = 1 << 4, /* the route was not inside before in the same bin */
    LEAVES = 0 << 5,
    COMES = 1 << 5,
    COMES_AND_LEAVES = 2 << 5
};

typedef struct {
    int64_t time_ms;
    uint32_t zone, what;
} event;

struct ovf_occupancy {
    int64_t bin_ms;
    ovf_sort *events;
};

static int compare(const void *a, const void *b)
{
    const event *one = a, *other = b;
    if (one->zone != other->zone) return one->zone < other->zone ? -1 : 1;
    if (one->time_ms != other->time_ms) return one->time_ms < other->time_ms ? -1 : 1;
    return (one->what > other->what) - (one->what < other->what);
}

/* When the bin begins that has this time. */
static int64_t bin_of(int64_t time_ms, int64_t bin_ms)
{
    int64_t rest = time_ms % bin_ms;
    return time_ms - rest - (rest < 0 ? bin_ms : 0);
}

ovf_status ovf_occupancy_new(int64_t bin_ms, const char *folder, ovf_occupancy **occupancy,
                             ovf_error *error)
{
    ovf_occupancy *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    made->bin_ms = bin_ms;
    ovf_status status = ovf_sort_new(sizeof(event), EVENTS_IN_MEMORY, compare, folder,
                                     &made->events, error);
    if (status == OVF_OK) *occupancy = made;
    else ovf_occupancy_free(made);
    return status;
}

void ovf_occupancy_free(ovf_occupancy *occupancy)
{
    if (occupancy == NULL) return;
    ovf_sort_free(occupancy->events);
    free(occupancy);
}

ovf_status ovf_occupancy_add_stay(ovf_occupancy *occupancy, const ovf_stay *stay, ovf_error *error)
{
    int64_t bin_ms = occupancy->bin_ms;
    uint32_t zone = (uint32_t)stay->zone;
    uint32_t series = (uint32_t)stay->series, in = series | (stay->enters ? CROSSES_IN : 0),
             out = series | (stay->leaves ? CROSSES_OUT : 0);
    if (stay->seen_ms == INT64_MIN ||
        bin_of(stay->seen_ms, bin_ms) < bin_of(stay->entry_ms, bin_ms))
        in |= IS_NEW;
    if (stay->entry_ms == stay->exit_ms)
        return ovf_sort_add(occupancy->events,
                            &(event){stay->entry_ms, zone, in | out | COMES_AND_LEAVES}, error);
    ovf_status status = ovf_sort_add(occupancy->events, &(event){stay->entry_ms, zone, in | COMES},
                                     error);
    if (status == OVF_OK)
        status = ovf_sort_add(occupancy->events, &(event){stay->exit_ms, zone, out | LEAVES},
                              error);
    return status;
}

ovf_status ovf_occupancy_add(ovf_occupancy *occupancy, const ovf_result *result, ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < result->meeting_count; i++) {
        ovf_stays stays = ovf_stays_of(&result->meetings[i]);
        ovf_stay stay;
        while (status == OVF_OK && ovf_stays_next(&stays, &stay))
            status = ovf_occupancy_add_stay(occupancy, &stay, error);
    }
    return status;
}

ovf_status ovf_occupancy_merge(ovf_occupancy *occupancy, ovf_occupancy *from, ovf_error *error)
{
    if (occupancy->bin_ms != from->bin_ms)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "an occupancy in bins of %.3f s cannot be added to one in bins of %.3f s",
                        (double)from->bin_ms / 1000, (double)occupancy->bin_ms / 1000);
    return ovf_sort_merge(occupancy->events, from->events, error);
}

/* ---- bin by bin ---- */

enum { SURE, AT_MOST, COUNTS };

/* How far the events have been gone through, and the bin that this is in. */
typedef struct {
    int64_t bin_ms, now_ms;
    uint64_t inside[COUNTS];   /* now */
    uint64_t instants[COUNTS]; /* of those that come and leave now */
    ovf_occupied bin;
    ovf_status (*take)(void *context, const ovf_occupied *occupied, ovf_error *error);
    void *context;
} sweep;

static ovf_occupied_count *count_of(sweep *at, int which)
{
    return which == SURE ? &at->bin.sure : &at->bin.at_most;
}

static void begin_bin(sweep *at, size_t zone, int64_t start_ms)
{
    at->now_ms = start_ms;
    at->bin = (ovf_occupied){.zone = zone, .start_ms = start_ms, .end_ms = start_ms + at->bin_ms};
    for (int k = 0; k < COUNTS; k++) {
        at->instants[k] = 0;
        *count_of(at, k) = (ovf_occupied_count){.flights = at->inside[k], .most = at->inside[k]};
    }
}

static void go_to(sweep *at, int64_t time_ms)
{
    if (time_ms == at->now_ms) return;
    for (int k = 0; k < COUNTS; k++) {
        count_of(at, k)->inside_ms += at->inside[k] * (uint64_t)(time_ms - at->now_ms);
        at->instants[k] = 0;
    }
    at->now_ms = time_ms;
}

static bool is_empty(const ovf_occupied_count *count)
{
    return count->flights == 0 && count->entries == 0 && count->exits == 0;
}

static ovf_status end_bin(sweep *at, ovf_error *error)
{
    go_to(at, at->bin.end_ms);
    if (is_empty(&at->bin.sure) && is_empty(&at->bin.at_most)) return OVF_OK;
    return at->take(at->context, &at->bin, error);
}

/* Ends all bins before the one that has the event. */
static ovf_status reach(sweep *at, const event *next, ovf_error *error)
{
    ovf_status status = OVF_OK;
    int64_t start_ms = bin_of(next->time_ms, at->bin_ms);
    if (next->zone == at->bin.zone && start_ms == at->bin.start_ms) return OVF_OK;
    while (status == OVF_OK && next->zone == at->bin.zone &&
           (at->inside[SURE] > 0 || at->inside[AT_MOST] > 0) && at->bin.end_ms < start_ms) {
        status = end_bin(at, error);
        begin_bin(at, at->bin.zone, at->bin.end_ms);
    }
    if (status == OVF_OK) status = end_bin(at, error);
    begin_bin(at, next->zone, start_ms);
    return status;
}

static void count_one(sweep *at, const event *next, int which)
{
    ovf_occupied_count *count = count_of(at, which);
    uint64_t *inside = &at->inside[which], *instants = &at->instants[which];
    count->entries += (next->what & CROSSES_IN) != 0;
    count->exits += (next->what & CROSSES_OUT) != 0;
    count->flights += (next->what & IS_NEW) != 0;
    if (next->what >= COMES_AND_LEAVES) ++*instants;
    else if (next->what >= COMES) ++*inside;
    else --*inside;
    /* Who leaves when the bin begins was not inside in it; nobody has come to it yet then. */
    if (next->what < COMES && next->time_ms == at->bin.start_ms)
        count->flights = count->most = *inside;
    if (*inside + *instants > count->most) count->most = *inside + *instants;
}

static void count(sweep *at, const event *next)
{
    go_to(at, next->time_ms);
    if ((next->what & OVF_STAY_SURE) != 0) count_one(at, next, SURE);
    if ((next->what & OVF_STAY_AT_MOST) != 0) count_one(at, next, AT_MOST);
}

ovf_status ovf_occupancy_read(ovf_occupancy *occupancy,
                              ovf_status (*take)(void *context, const ovf_occupied *occupied,
                                                 ovf_error *error),
                              void *context, ovf_error *error)
{
    const void *next;
    sweep at = {.bin_ms = occupancy->bin_ms, .take = take, .context = context};
    ovf_status status = ovf_sort_next(occupancy->events, &next, error);
    if (status != OVF_OK || next == NULL) return status;
    const event *first = next;
    begin_bin(&at, first->zone, bin_of(first->time_ms, at.bin_ms));
    while (status == OVF_OK && next != NULL) {
        status = reach(&at, next, error);
        if (status != OVF_OK) break;
        count(&at, next);
        status = ovf_sort_next(occupancy->events, &next, error);
    }
    return status == OVF_OK ? end_bin(&at, error) : status;
}
