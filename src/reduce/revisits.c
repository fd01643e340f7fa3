#include "reduce/revisits.h"

#include <stdlib.h>

#include "analysis/observe/looks.h"
#include "analysis/coverage/swath.h"
#include "base/array.h"
#include "base/error.h"
#include "system/pipeline.h"

/* Places along looks by which the extent is found. */
#define STEP_M 2e4
/* Flights that a thread takes at once, and how often for each thread. */
#define FLIGHTS_AT_ONCE 64
#define ITEMS_A_JOB 3

/* ---- where anything was seen ---- */

static void add_look(ovf_raster_extent *extent, const ovf_result *result, const ovf_look *look,
                     size_t leg)
{
    const ovf_fix *from = &result->route->fixes[leg], *to = from + 1;
    double reach = ovf_look_farthest(look);
    double length = look->to_m - look->from_m, start = look->from_m - result->fix_along_m[leg];
    size_t steps = 1 + (size_t)(length / STEP_M);
    ovf_leg line;
    ovf_leg_between(&line, from->lon, from->lat, to->lon, to->lat);
    for (size_t i = 0; i < steps; i++) {
        ovf_lonlat at = ovf_leg_position(&line, start + length * ((double)i + 0.5) / (double)steps);
        ovf_raster_extent_add(extent, at.lon, at.lat, reach + STEP_M / 2);
    }
}

void ovf_revisits_extent_add(ovf_raster_extent *extent, const ovf_flight *flight)
{
    const ovf_result *result = flight->result;
    for (size_t i = 0; i < result->observation_count; i++) {
        const ovf_observation *observation = &result->observations[i];
        for (size_t k = 0, leg = 0; k < observation->count; k++) {
            leg = ovf_look_leg(result, &observation->looks[k], leg);
            add_look(extent, result, &observation->looks[k], leg);
        }
    }
}

ovf_status ovf_revisits_extent_add_all(ovf_raster_extent *extent, const ovf_flights *flights,
                                       ovf_error *error)
{
    void *reader = NULL;
    ovf_status status = flights->open(flights->context, &reader, error);
    for (uint64_t place = 0; status == OVF_OK;) {
        const ovf_flight *flight;
        status = flights->read(reader, &place, &flight, error);
        if (status != OVF_OK || flight == NULL) break;
        ovf_revisits_extent_add(extent, flight);
    }
    flights->close(reader);
    return status;
}

/* ---- what was seen on a flight ---- */

/* Of a thread; zeroed before its first use. */
typedef struct {
    void *reader;
    ovf_plane plane; /* that of the raster again, unless it is of the world */
    ovf_swath swath;
    ovf_flat *points;
    size_t point_capacity;
} hand;

static ovf_status open_hand(hand *with, const ovf_revisits *revisits, ovf_error *error)
{
    const ovf_raster *raster = &revisits->raster;
    return raster->is_world ? OVF_OK : ovf_plane_open(&with->plane, raster->plane.centre, error);
}

static void close_hand(hand *with)
{
    ovf_plane_close(&with->plane);
    ovf_swath_clear(&with->swath);
    free(with->points);
}

/* The quadrilaterals between samples, each for itself: what bends back over itself is then seen all
 * the same. */
static bool fill(const ovf_raster *raster, hand *with, const ovf_plane *plane,
                 ovf_raster_runs *runs)
{
    for (size_t i = 0; i < with->swath.strip_count; i++) {
        const ovf_strip *strip = &with->swath.strips[i];
        for (size_t k = strip->first; k + 1 < strip->first + strip->count; k++) {
            if (!ovf_array_reserve(&with->points, &with->point_capacity,
                                   ovf_swath_most(strip, k, k + 1), sizeof *with->points))
                return false;
            size_t count = ovf_swath_outline(&with->swath, strip, k, k + 1, with->points);
            bool good = raster->is_world
                            ? ovf_raster_fill_world(raster, plane, with->points, count, runs)
                            : ovf_raster_fill(raster, with->points, count, runs);
            if (!good) return false;
        }
    }
    return true;
}

static ovf_status fill_observation(const ovf_revisits *revisits, hand *with, const ovf_plane *plane,
                                   const ovf_result *result, const ovf_observation *observation,
                                   ovf_raster_runs *runs, ovf_error *error)
{
    const ovf_swath_options options = {.joins = revisits->joins};
    ovf_status status = ovf_swath_lay(&with->swath, plane, result, observation, &options, error);
    if (status != OVF_OK) return status;
    return fill(&revisits->raster, with, plane, runs) ? OVF_OK : ovf_fail_memory(error);
}

/* Each look in a plane around its own middle, which holds it wherever it is, with the end of the
 * one before it for the corner between them. */
static ovf_status fill_alone(const ovf_revisits *revisits, hand *with, const ovf_result *result,
                             const ovf_observation *observation, ovf_raster_runs *runs,
                             ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t k = 0, leg = 0; k < observation->count && status == OVF_OK; k++) {
        const ovf_look *look = &observation->looks[k];
        ovf_look two[2] = {k > 0 ? look[-1] : *look, *look};
        ovf_observation part = {observation->sensor, k > 0 ? two : two + 1, k > 0 ? 2 : 1, 0};
        ovf_plane plane;
        ovf_leg line;
        leg = ovf_look_leg(result, look, leg);
        const ovf_fix *from = &result->route->fixes[leg], *to = from + 1;
        ovf_leg_between(&line, from->lon, from->lat, to->lon, to->lat);
        status = ovf_plane_open(
            &plane,
            ovf_leg_position(&line, (look->from_m + look->to_m) / 2 - result->fix_along_m[leg]),
            error);
        if (status != OVF_OK) return status;
        /* A metre of it is enough. */
        double most = two[0].to_m - two[0].from_m, kept = most > 1 ? 1 / most : 1;
        two[0].from_m = two[0].to_m - kept * most;
        two[0].from.low_m = two[0].to.low_m - kept * (two[0].to.low_m - two[0].from.low_m);
        two[0].from.high_m = two[0].to.high_m - kept * (two[0].to.high_m - two[0].from.high_m);
        two[0].turns = false;
        status = fill_observation(revisits, with, &plane, result, &part, runs, error);
        ovf_plane_close(&plane);
    }
    return status;
}

/* The cells that were seen on it, each once. */
static ovf_status find_cells(const ovf_revisits *revisits, hand *with, const ovf_flight *flight,
                             ovf_raster_runs *runs, ovf_error *error)
{
    const ovf_result *result = flight->result;
    ovf_status status = OVF_OK;
    runs->count = 0;
    for (size_t i = 0; i < result->observation_count && status == OVF_OK; i++)
        status = revisits->raster.is_world
                     ? fill_alone(revisits, with, result, &result->observations[i], runs, error)
                     : fill_observation(revisits, with, &with->plane, result,
                                        &result->observations[i], runs, error);
    ovf_raster_join(runs);
    return status;
}

/* ---- how often ---- */

ovf_status ovf_revisits_open(ovf_revisits *revisits, const ovf_raster_extent *extent,
                             ovf_joins joins, double cell_m, ovf_error *error)
{
    revisits->joins = joins;
    return ovf_raster_open(&revisits->raster, extent, cell_m, error);
}

void ovf_revisits_close(ovf_revisits *revisits) { ovf_raster_close(&revisits->raster); }

ovf_status ovf_revisits_add(ovf_revisits *revisits, const ovf_flight *flight, ovf_error *error)
{
    hand with = {0};
    ovf_raster_runs runs = {0};
    ovf_status status = open_hand(&with, revisits, error);
    if (status == OVF_OK) status = find_cells(revisits, &with, flight, &runs, error);
    if (status == OVF_OK) ovf_raster_add(&revisits->raster, &runs);
    free(runs.items);
    close_hand(&with);
    return status;
}

ovf_status ovf_revisits_merge(ovf_revisits *revisits, const ovf_revisits *from, ovf_error *error)
{
    return ovf_raster_merge(&revisits->raster, &from->raster, error);
}

/* ---- with many threads ---- */

/* Some flights, and the cells that were seen on each. */
typedef struct {
    uint64_t first; /* place */
    size_t count;
    ovf_raster_runs runs[FLIGHTS_AT_ONCE];
    ovf_error failure;
} flights_item;

typedef struct {
    ovf_revisits *revisits;
    const ovf_flights *flights;
    void *reader;
    uint64_t next;
} state;

static ovf_status read_flights(void *context, void *into, bool *end, ovf_error *error)
{
    state *all = context;
    flights_item *item = into;
    ovf_status status = OVF_OK;
    item->first = all->next;
    item->failure.status = OVF_OK;
    for (item->count = 0; item->count < FLIGHTS_AT_ONCE && status == OVF_OK; item->count++) {
        const ovf_flight *flight;
        status = all->flights->read(all->reader, &all->next, &flight, error);
        if (status == OVF_OK && flight == NULL) break;
    }
    *end = item->count == 0;
    return status;
}

static void count_flights(void *context, void *worker, void *into)
{
    const state *all = context;
    hand *with = worker;
    flights_item *item = into;
    uint64_t place = item->first;
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < item->count && status == OVF_OK; i++) {
        const ovf_flight *flight;
        status = all->flights->read(with->reader, &place, &flight, &item->failure);
        if (status == OVF_OK && flight == NULL) item->count = i;
        if (status != OVF_OK || flight == NULL) break;
        status = find_cells(all->revisits, with, flight, &item->runs[i], &item->failure);
    }
    item->failure.status = status;
}

static ovf_status commit_flights(void *context, void *worker, void *from, ovf_error *error)
{
    state *all = context;
    flights_item *item = from;
    (void)worker;
    if (item->failure.status != OVF_OK && error != NULL) *error = item->failure;
    for (size_t i = 0; i < item->count && item->failure.status == OVF_OK; i++)
        ovf_raster_add(&all->revisits->raster, &item->runs[i]);
    return item->failure.status;
}

typedef struct {
    hand *hands;
    flights_item *flights;
    void **workers, **items;
    size_t jobs, item_count;
} crew;

static ovf_status hire(crew *hired, const state *all, size_t jobs, ovf_error *error)
{
    hired->jobs = ovf_pipeline_jobs(jobs);
    hired->item_count = hired->jobs * ITEMS_A_JOB;
    hired->hands = ovf_array_new(hired->jobs, sizeof *hired->hands);
    hired->flights = ovf_array_new(hired->item_count, sizeof *hired->flights);
    hired->workers = ovf_array_new(hired->jobs, sizeof *hired->workers);
    hired->items = ovf_array_new(hired->item_count, sizeof *hired->items);
    if (hired->hands == NULL || hired->flights == NULL || hired->workers == NULL ||
        hired->items == NULL)
        return ovf_fail_memory(error);
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < hired->jobs && status == OVF_OK; i++) {
        hired->workers[i] = &hired->hands[i];
        status = open_hand(&hired->hands[i], all->revisits, error);
        if (status == OVF_OK)
            status = all->flights->open(all->flights->context, &hired->hands[i].reader, error);
    }
    for (size_t i = 0; i < hired->item_count; i++) hired->items[i] = &hired->flights[i];
    return status;
}

static void dismiss(crew *hired, const state *all)
{
    for (size_t i = 0; i < hired->jobs && hired->hands != NULL; i++) {
        all->flights->close(hired->hands[i].reader);
        close_hand(&hired->hands[i]);
    }
    for (size_t i = 0; i < hired->item_count && hired->flights != NULL; i++)
        for (size_t k = 0; k < FLIGHTS_AT_ONCE; k++) free(hired->flights[i].runs[k].items);
    free(hired->hands);
    free(hired->flights);
    free(hired->workers);
    free(hired->items);
}

ovf_status ovf_revisits_add_all(ovf_revisits *revisits, const ovf_flights *flights, size_t jobs,
                                ovf_error *error)
{
    state all = {.revisits = revisits, .flights = flights};
    crew hired = {0};
    ovf_status status = hire(&hired, &all, jobs, error);
    if (status == OVF_OK) status = flights->open(flights->context, &all.reader, error);
    const ovf_pipeline pipeline = {.context = &all,
                                   .jobs = hired.jobs,
                                   .workers = hired.workers,
                                   .items = hired.items,
                                   .item_count = hired.item_count,
                                   .read = read_flights,
                                   .work = count_flights,
                                   .commit = commit_flights};
    if (status == OVF_OK) status = ovf_pipeline_run(&pipeline, error);
    flights->close(all.reader);
    dismiss(&hired, &all);
    return status;
}
