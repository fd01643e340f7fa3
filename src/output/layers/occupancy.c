/* Occupancy: a row for each zone and time bin. Each passage is a work row, from which they are
 * counted in the end. */
#include "output/rows/renderer.h"

#include <stdlib.h>

#include "base/error.h"
#include "reduce/occupancy.h"

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
    {"entries_at_most", OVF_FIELD_COUNT, 0,
     "the same five of all of which it is not excluded; those before are sure"},
    {"exits_at_most", OVF_FIELD_COUNT, 0, "exits likewise"},
    {"flights_at_most", OVF_FIELD_COUNT, 0, "routes likewise"},
    {"most_at_once_at_most", OVF_FIELD_COUNT, 0, "the greatest number at one instant likewise"},
    {"inside_at_most_s", OVF_FIELD_REAL, 3, "time inside likewise"},
};

enum { WORK_ZONE, WORK_ENTRY, WORK_EXIT, WORK_SEEN, WORK_CROSSES, WORK_SERIES };

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
    [WORK_SERIES] = {"series", OVF_FIELD_COUNT, 0, "whether it is sure, not excluded, or both"},
};

static const ovf_schema work = {
    .name = "occupancy", .fields = work_fields, .field_count = OVF_COUNT(work_fields)};

/* Bits of WORK_CROSSES. */
enum { CROSSES_IN = 1, CROSSES_OUT = 2 };

static void keep(ovf_renderer *renderer, const ovf_stay *stay)
{
    uint64_t crosses = (stay->enters ? CROSSES_IN : 0) | (stay->leaves ? CROSSES_OUT : 0);
    ovf_row row = {.values = {[WORK_ZONE] = {.count = stay->zone},
                              [WORK_ENTRY] = {.count = (uint64_t)stay->entry_ms},
                              [WORK_EXIT] = {.count = (uint64_t)stay->exit_ms},
                              [WORK_SEEN] = {.count = (uint64_t)stay->seen_ms},
                              [WORK_CROSSES] = {.count = crosses},
                              [WORK_SERIES] = {.count = (uint64_t)stay->series}}};
    ovf_render_work(renderer, &row);
}

static ovf_stay kept(const ovf_row *row)
{
    uint64_t crosses = row->values[WORK_CROSSES].count;
    return (ovf_stay){.zone = (size_t)row->values[WORK_ZONE].count,
                      .series = (ovf_stay_series)row->values[WORK_SERIES].count,
                      .entry_ms = (int64_t)row->values[WORK_ENTRY].count,
                      .exit_ms = (int64_t)row->values[WORK_EXIT].count,
                      .seen_ms = (int64_t)row->values[WORK_SEEN].count,
                      .enters = (crosses & CROSSES_IN) != 0,
                      .leaves = (crosses & CROSSES_OUT) != 0};
}

static ovf_status route(ovf_renderer *renderer, const ovf_result *result, ovf_error *error)
{
    (void)error;
    for (size_t i = 0; i < result->meeting_count; i++) {
        ovf_stays stays = ovf_stays_of(&result->meetings[i]);
        ovf_stay stay;
        while (ovf_stays_next(&stays, &stay)) keep(renderer, &stay);
    }
    return OVF_OK;
}

static ovf_status gather(const ovf_sinks *sinks, ovf_store *store, ovf_occupancy *occupancy,
                         ovf_error *error)
{
    for (;;) {
        const ovf_row *row;
        ovf_status status = ovf_store_next(store, &row, error);
        if (status != OVF_OK || row == NULL) return status;
        ovf_stay stay = kept(row);
        if (stay.zone >= sinks->zones->count)
            return ovf_fail(error, OVF_ERROR_IO,
                            "cannot read %s: it has a zone of another analysis", store->path);
        status = ovf_occupancy_add_stay(occupancy, &stay, error);
        if (status != OVF_OK) return status;
    }
}

static ovf_status render(void *context, const ovf_occupied *occupied, ovf_error *error)
{
    ovf_renderer *renderer = context;
    const ovf_occupied_count *sure = &occupied->sure, *at_most = &occupied->at_most;
    ovf_row row = {.values = {{.text = renderer->sinks->zones->items[occupied->zone].id},
                              {.real = (double)occupied->start_ms / 1000},
                              {.real = (double)occupied->end_ms / 1000},
                              {.count = sure->entries},
                              {.count = sure->exits},
                              {.count = sure->flights},
                              {.count = sure->most},
                              {.real = (double)sure->inside_ms / 1000},
                              {.count = at_most->entries},
                              {.count = at_most->exits},
                              {.count = at_most->flights},
                              {.count = at_most->most},
                              {.real = (double)at_most->inside_ms / 1000}}};
    ovf_render_row(renderer, &row);
    return ovf_render_relieve(renderer, error);
}

static ovf_status finish(ovf_renderer *renderer, const ovf_totals *totals, ovf_store *store,
                         ovf_error *error)
{
    (void)totals;
    ovf_occupancy *occupancy = NULL;
    char *folder = ovf_store_folder(store);
    if (folder == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_occupancy_new(renderer->sinks->bin_ms, folder, &occupancy, error);
    if (status == OVF_OK) status = gather(renderer->sinks, store, occupancy, error);
    if (status == OVF_OK) status = ovf_occupancy_read(occupancy, render, renderer, error);
    ovf_occupancy_free(occupancy);
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
