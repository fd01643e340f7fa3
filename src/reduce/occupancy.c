/* Occupancy: for each zone and time bin how many flights are inside, and for how long.
 *
 * A flight is inside from its entry on until its exit, the latter not included, so that of two that
 * hand over at one instant only one is inside; a passage that takes no time is inside at its
 * instant. Times are taken as they are written elsewhere, to the millisecond, so that everybody can
 * count again from the passages, and so that whole numbers do for all of it: the order of the
 * routes does not matter.
 *
 * Each passage is a work row. In the end their beginnings and ends are sorted by zone and time, and
 * gone through once. */
#include "output/rows/renderer.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/time.h"
#include "system/sort.h"

/* How many beginnings and ends are sorted in memory: 32 MB of them. */
#define EVENTS_IN_MEMORY ((size_t)1 << 21)

static const ovf_field fields[] = {
    {"zone_id", OVF_FIELD_TEXT, 0, "the zone"},
    {"bin_start", OVF_FIELD_TIME, 0, "when the bin begins"},
    {"bin_end", OVF_FIELD_TIME, 0, "when it ends, which is when the next one begins"},
    {"entries", OVF_FIELD_COUNT, 0,
     "how many entries across the boundary there are, at bin_start or later and before bin_end"},
    {"exits", OVF_FIELD_COUNT, 0, "how many exits likewise"},
    {"flights", OVF_FIELD_COUNT, 0,
     "how many routes are inside at some time in the bin; each counts once"},
    {"most_at_once", OVF_FIELD_COUNT, 0, "the greatest number of them inside at one instant"},
    {"inside_s", OVF_FIELD_REAL, 3, "time inside in the bin, of all of them together"},
};

enum { WORK_ZONE, WORK_ENTRY, WORK_EXIT, WORK_SEEN, WORK_CROSSES };

static const ovf_field work_fields[] = {
    [WORK_ZONE] = {"zone", OVF_FIELD_COUNT, 0, "index of the zone"},
    /* Milliseconds, which may be negative, as counts. */
    [WORK_ENTRY] = {"entry_ms", OVF_FIELD_COUNT, 0, "when the passage begins"},
    [WORK_EXIT] = {"exit_ms", OVF_FIELD_COUNT, 0, "when it ends"},
    [WORK_SEEN] =
        {"seen_ms", OVF_FIELD_COUNT, 0,
         "the last millisecond in which the same route was inside before; INT64_MIN: it was not"},
    [WORK_CROSSES] = {"crosses", OVF_FIELD_COUNT, 0,
                      "whether there are crossings at its beginning and its end"},
};

static const ovf_schema work = {
    .name = "occupancy", .fields = work_fields, .field_count = OVF_COUNT(work_fields)};

/* ---- a route's passages ---- */

/* What happens at an instant, in this order: those who leave make room for those who come. The
 * three bits say more of it. */
enum {
    CROSSES_IN = 1,
    CROSSES_OUT = 2,
    IS_NEW = 4,
    LEAVES = 0 << 3,
    COMES = 1 << 3,
    COMES_AND_LEAVES = 2 << 3
};

/* Whether there is this crossing, from `next` on, which then passes it. */
static bool crosses(const ovf_meeting *meeting, size_t *next, ovf_crossing_kind kind,
                    double along_m)
{
    const ovf_crossing *crossings = meeting->crossings;
    size_t i = *next, count = meeting->crossing_count;
    while (i < count &&
           (crossings[i].kind == OVF_CROSSING_TOUCH || crossings[i].place.along_m < along_m))
        i++;
    bool found = i < count && crossings[i].kind == kind && crossings[i].place.along_m == along_m;
    *next = found ? i + 1 : i;
    return found;
}

static void add_passages(ovf_renderer *renderer, const ovf_meeting *meeting)
{
    int64_t now_ms = INT64_MIN, seen_ms = INT64_MIN;
    size_t crossing = 0;
    for (size_t i = 0; i < meeting->passage_count; i++) {
        const ovf_passage *passage = &meeting->passages[i];
        int64_t entry_ms, exit_ms;
        unsigned crossed = 0;
        if (crosses(meeting, &crossing, OVF_CROSSING_ENTRY, passage->entry.along_m))
            crossed |= CROSSES_IN;
        if (crosses(meeting, &crossing, OVF_CROSSING_EXIT, passage->exit.along_m))
            crossed |= CROSSES_OUT;
        if (!ovf_time_round(passage->entry.time_s, &entry_ms) ||
            !ovf_time_round(passage->exit.time_s, &exit_ms))
            continue;
        /* Times do not run backwards, but where legs meet they may by the last digit. */
        if (entry_ms < now_ms) entry_ms = now_ms;
        if (exit_ms < entry_ms) exit_ms = entry_ms;
        ovf_row row = {.values = {[WORK_ZONE] = {.count = meeting->zone},
                                  [WORK_ENTRY] = {.count = (uint64_t)entry_ms},
                                  [WORK_EXIT] = {.count = (uint64_t)exit_ms},
                                  [WORK_SEEN] = {.count = (uint64_t)seen_ms},
                                  [WORK_CROSSES] = {.count = crossed}}};
        ovf_render_work(renderer, &row);
        now_ms = exit_ms;
        seen_ms = exit_ms > entry_ms ? exit_ms - 1 : exit_ms;
    }
}

static ovf_status route(ovf_renderer *renderer, const ovf_result *result, ovf_error *error)
{
    (void)error;
    for (size_t i = 0; i < result->meeting_count; i++) add_passages(renderer, &result->meetings[i]);
    return OVF_OK;
}

/* ---- all of them ---- */

typedef struct {
    int64_t time_ms;
    uint32_t zone, what;
} event;

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

static ovf_status add_events(ovf_sort *sort, const ovf_row *row, const ovf_sinks *sinks,
                             ovf_error *error)
{
    int64_t entry_ms = (int64_t)row->values[WORK_ENTRY].count,
            exit_ms = (int64_t)row->values[WORK_EXIT].count;
    int64_t seen_ms = (int64_t)row->values[WORK_SEEN].count;
    uint32_t zone = (uint32_t)row->values[WORK_ZONE].count,
             what = (uint32_t)row->values[WORK_CROSSES].count;
    if (seen_ms == INT64_MIN || bin_of(seen_ms, sinks->bin_ms) < bin_of(entry_ms, sinks->bin_ms))
        what |= IS_NEW;
    if (entry_ms == exit_ms)
        return ovf_sort_add(sort, &(event){entry_ms, zone, what | COMES_AND_LEAVES}, error);
    ovf_status status = ovf_sort_add(
        sort, &(event){entry_ms, zone, (what & ~(uint32_t)CROSSES_OUT) | COMES}, error);
    if (status == OVF_OK)
        status = ovf_sort_add(sort, &(event){exit_ms, zone, (what & CROSSES_OUT) | LEAVES}, error);
    return status;
}

/* How far the events have been gone through, and the bin that this is in. */
typedef struct {
    ovf_renderer *renderer;
    size_t zone;
    int64_t start_ms, now_ms;
    uint64_t inside;   /* now */
    uint64_t instants; /* of those that come and leave now */
    uint64_t entries, exits, flights, most, inside_ms;
} sweep;

static void begin_bin(sweep *at, int64_t start_ms)
{
    *at = (sweep){
        at->renderer,          at->zone,          start_ms, start_ms, .inside = at->inside,
        .flights = at->inside, .most = at->inside};
}

static void go_to(sweep *at, int64_t time_ms)
{
    if (time_ms == at->now_ms) return;
    at->inside_ms += at->inside * (uint64_t)(time_ms - at->now_ms);
    at->now_ms = time_ms;
    at->instants = 0;
}

static ovf_status end_bin(sweep *at, ovf_error *error)
{
    int64_t end_ms = at->start_ms + at->renderer->sinks->bin_ms;
    go_to(at, end_ms);
    if (at->flights == 0 && at->entries == 0 && at->exits == 0) return OVF_OK;
    ovf_row row = {.values = {{.text = at->renderer->sinks->zones->items[at->zone].id},
                              {.real = (double)at->start_ms / 1000},
                              {.real = (double)end_ms / 1000},
                              {.count = at->entries},
                              {.count = at->exits},
                              {.count = at->flights},
                              {.count = at->most},
                              {.real = (double)at->inside_ms / 1000}}};
    ovf_render_row(at->renderer, &row);
    return ovf_render_relieve(at->renderer, error);
}

/* Ends all bins before the one that has the event. */
static ovf_status reach(sweep *at, const event *next, ovf_error *error)
{
    ovf_status status = OVF_OK;
    int64_t bin_ms = at->renderer->sinks->bin_ms, start_ms = bin_of(next->time_ms, bin_ms);
    if (next->zone == at->zone && start_ms == at->start_ms) return OVF_OK;
    while (status == OVF_OK && next->zone == at->zone && at->inside > 0 &&
           at->start_ms + bin_ms < start_ms) {
        status = end_bin(at, error);
        begin_bin(at, at->start_ms + bin_ms);
    }
    if (status == OVF_OK) status = end_bin(at, error);
    at->zone = next->zone;
    begin_bin(at, start_ms);
    return status;
}

static void take(sweep *at, const event *next)
{
    go_to(at, next->time_ms);
    at->entries += (next->what & CROSSES_IN) != 0;
    at->exits += (next->what & CROSSES_OUT) != 0;
    at->flights += (next->what & IS_NEW) != 0;
    if (next->what >= COMES_AND_LEAVES) at->instants++;
    else if (next->what >= COMES) at->inside++;
    else at->inside--;
    /* Who leaves when the bin begins was not inside in it; nobody has come to it yet then. */
    if (next->what < COMES && next->time_ms == at->start_ms) at->flights = at->most = at->inside;
    if (at->inside + at->instants > at->most) at->most = at->inside + at->instants;
}

static ovf_status go_through(ovf_renderer *renderer, ovf_sort *sort, ovf_error *error)
{
    const void *next;
    sweep at = {.renderer = renderer};
    ovf_status status = ovf_sort_next(sort, &next, error);
    if (status != OVF_OK || next == NULL) return status;
    at.zone = ((const event *)next)->zone;
    begin_bin(&at, bin_of(((const event *)next)->time_ms, renderer->sinks->bin_ms));
    while (status == OVF_OK && next != NULL) {
        status = reach(&at, next, error);
        if (status != OVF_OK) break;
        take(&at, next);
        status = ovf_sort_next(sort, &next, error);
    }
    return status == OVF_OK ? end_bin(&at, error) : status;
}

static ovf_status gather(const ovf_sinks *sinks, ovf_store *store, ovf_sort *sort, ovf_error *error)
{
    for (;;) {
        const ovf_row *row;
        ovf_status status = ovf_store_next(store, &row, error);
        if (status != OVF_OK || row == NULL) return status;
        if (row->values[WORK_ZONE].count >= sinks->zones->count)
            return ovf_fail(error, OVF_ERROR_IO,
                            "cannot read %s: it has a zone of another analysis", store->path);
        status = add_events(sort, row, sinks, error);
        if (status != OVF_OK) return status;
    }
}

static ovf_status finish(ovf_renderer *renderer, const ovf_totals *totals, ovf_store *store,
                         ovf_error *error)
{
    (void)totals;
    ovf_sort *sort = NULL;
    char *folder = ovf_text_copy(store->path),
         *slash = folder == NULL ? NULL : strrchr(folder, '/');
    if (folder == NULL) return ovf_fail_memory(error);
    if (slash != NULL) *slash = '\0';
    ovf_status status = ovf_sort_new(sizeof(event), EVENTS_IN_MEMORY, compare,
                                     slash == NULL ? NULL : folder, &sort, error);
    if (status == OVF_OK) status = gather(renderer->sinks, store, sort, error);
    if (status == OVF_OK) status = go_through(renderer, sort, error);
    ovf_sort_free(sort);
    free(folder);
    return status;
}

const ovf_layer_kind ovf_layer_occupancy = {
    .bit = OVF_LAYER_OCCUPANCY,
    .schema = {.name = "occupancy",
               .title = "Occupancy",
               .description = "Flights in each zone and time bin. A flight is inside from its "
                              "entry on until just before its exit, so that two that "
                              "hand over at one instant are not two at once; what happens when one "
                              "bin ends and the next begins belongs to the next",
               .fields = fields,
               .field_count = OVF_COUNT(fields)},
    .route = route,
    .finish = finish,
    .work = &work,
};
