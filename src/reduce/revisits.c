#include "reduce/revisits.h"

#include <stdlib.h>

#include "analysis/observe/looks.h"
#include "analysis/coverage/swath.h"
#include "base/array.h"
#include "base/error.h"
#include "system/pipeline.h"
#include "output/layers/flights.h"
#include "reduce/raster.h"

/* Places along looks by which the extent is found. */
#define STEP_M 2e4
/* Flights that a thread takes at once, and how often for each thread. */
#define FLIGHTS_AT_ONCE 64
#define ITEMS_A_JOB 3

/* ---- where something was seen ---- */

static void add_look(ovf_raster_extent *extent, const ovf_flight *flight, const ovf_look *look,
                     size_t leg)
{
    const ovf_fix *from = &flight->route.fixes[leg], *to = from + 1;
    double reach = ovf_look_farthest(look);
    double length = look->to_m - look->from_m, start = look->from_m - flight->along_m[leg];
    size_t steps = 1 + (size_t)(length / STEP_M);
    ovf_leg line;
    ovf_leg_between(&line, from->lon, from->lat, to->lon, to->lat);
    for (size_t i = 0; i < steps; i++) {
        ovf_lonlat at = ovf_leg_position(&line, start + length * ((double)i + 0.5) / (double)steps);
        ovf_raster_extent_add(extent, at.lon, at.lat, reach + STEP_M / 2);
    }
}

static ovf_status find_extent(const ovf_sinks *sinks, const ovf_store *work,
                              ovf_raster_extent *extent, ovf_error *error)
{
    ovf_flight flight;
    bool end = false;
    ovf_flight_open(&flight, work, sinks->sensing->sensors.count);
    ovf_status status = ovf_raster_extent_init(extent, error);
    for (uint64_t offset = 0; status == OVF_OK;) {
        status = ovf_flight_read(&flight, &offset, &end, error);
        if (status != OVF_OK || end) break;
        for (size_t i = 0; i < flight.sensor_count; i++)
            for (size_t k = 0, leg = 0; k < flight.observations[i].count; k++) {
                leg = ovf_look_leg(&flight.result, &flight.observations[i].looks[k], leg);
                add_look(extent, &flight, &flight.observations[i].looks[k], leg);
            }
    }
    ovf_flight_close(&flight);
    return status;
}

/* ---- flight by flight ---- */

/* Some flights, and the cells that each saw. */
typedef struct {
    uint64_t begin;
    size_t count;
    ovf_raster_runs runs[FLIGHTS_AT_ONCE];
    ovf_error failure;
} flights_item;

typedef struct {
    ovf_flight flight;
    ovf_swath swath;
    ovf_flat *points;
    size_t point_capacity;
} flights_worker;

typedef struct {
    const ovf_sinks *sinks;
    ovf_raster *raster;
    ovf_flight reader;
    uint64_t next;
} counting;

static ovf_status read_flights(void *context, void *into, bool *end, ovf_error *error)
{
    counting *all = context;
    flights_item *item = into;
    ovf_status status = OVF_OK;
    bool last = false;
    item->begin = all->next;
    item->failure.status = OVF_OK;
    for (item->count = 0; item->count < FLIGHTS_AT_ONCE && status == OVF_OK; item->count++) {
        status = ovf_flight_read(&all->reader, &all->next, &last, error);
        if (last) break;
    }
    *end = item->count == 0;
    return status;
}

/* The quadrilaterals between samples, each for itself: what bends back over itself is then seen all
 * the same. */
static bool fill(const counting *all, flights_worker *worker, const ovf_plane *plane,
                 ovf_raster_runs *runs)
{
    for (size_t i = 0; i < worker->swath.strip_count; i++) {
        const ovf_strip *strip = &worker->swath.strips[i];
        for (size_t k = strip->first; k + 1 < strip->first + strip->count; k++) {
            if (!ovf_array_reserve(&worker->points, &worker->point_capacity,
                                   ovf_swath_most(strip, k, k + 1), sizeof *worker->points))
                return false;
            size_t count = ovf_swath_outline(&worker->swath, strip, k, k + 1, worker->points);
            bool good = all->raster->is_world
                            ? ovf_raster_fill_world(all->raster, plane, worker->points, count, runs)
                            : ovf_raster_fill(all->raster, worker->points, count, runs);
            if (!good) return false;
        }
    }
    return true;
}

static ovf_status fill_observation(const counting *all, flights_worker *worker,
                                   const ovf_plane *plane, const ovf_observation *observation,
                                   ovf_raster_runs *runs, ovf_error *error)
{
    const ovf_swath_options options = {.joins = all->sinks->sensing->options.joins};
    ovf_status status = ovf_swath_lay(&worker->swath, plane, &worker->flight.result, observation,
                                      &options, error);
    return status != OVF_OK || fill(all, worker, plane, runs) ? status : ovf_fail_memory(error);
}

/* Each look in a plane around its own middle, which holds it wherever it is, with the end of the
 * one before it for the corner between them. */
static ovf_status fill_alone(const counting *all, flights_worker *worker,
                             const ovf_observation *observation, ovf_raster_runs *runs,
                             ovf_error *error)
{
    const ovf_flight *flight = &worker->flight;
    ovf_status status = OVF_OK;
    for (size_t k = 0, leg = 0; k < observation->count && status == OVF_OK; k++) {
        const ovf_look *look = &observation->looks[k];
        ovf_look two[2] = {k > 0 ? look[-1] : *look, *look};
        ovf_observation part = {observation->sensor, k > 0 ? two : two + 1, k > 0 ? 2 : 1, 0};
        ovf_plane plane;
        ovf_leg line;
        leg = ovf_look_leg(&flight->result, look, leg);
        const ovf_fix *from = &flight->route.fixes[leg], *to = from + 1;
        ovf_leg_between(&line, from->lon, from->lat, to->lon, to->lat);
        status = ovf_plane_open(
            &plane, ovf_leg_position(&line, (look->from_m + look->to_m) / 2 - flight->along_m[leg]),
            error);
        if (status != OVF_OK) return status;
        /* A metre of it is enough. */
        double most = two[0].to_m - two[0].from_m, kept = most > 1 ? 1 / most : 1;
        two[0].from_m = two[0].to_m - kept * most;
        two[0].from.low_m = two[0].to.low_m - kept * (two[0].to.low_m - two[0].from.low_m);
        two[0].from.high_m = two[0].to.high_m - kept * (two[0].to.high_m - two[0].from.high_m);
        two[0].turns = false;
        status = fill_observation(all, worker, &plane, &part, runs, error);
        ovf_plane_close(&plane);
    }
    return status;
}

static void count_flights(void *context, void *with, void *into)
{
    const counting *all = context;
    flights_worker *worker = with;
    flights_item *item = into;
    uint64_t offset = item->begin;
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < item->count && status == OVF_OK; i++) {
        bool end;
        ovf_raster_runs *runs = &item->runs[i];
        runs->count = 0;
        status = ovf_flight_read(&worker->flight, &offset, &end, &item->failure);
        for (size_t k = 0; k < worker->flight.sensor_count && status == OVF_OK; k++) {
            const ovf_observation *observation = &worker->flight.observations[k];
            status = all->raster->is_world
                         ? fill_alone(all, worker, observation, runs, &item->failure)
                         : fill_observation(all, worker, &all->raster->plane, observation, runs,
                                            &item->failure);
        }
        ovf_raster_join(runs);
    }
    item->failure.status = status;
}

static ovf_status commit_flights(void *context, void *with, void *from, ovf_error *error)
{
    counting *all = context;
    flights_item *item = from;
    (void)with;
    if (item->failure.status != OVF_OK && error != NULL) *error = item->failure;
    for (size_t i = 0; i < item->count && item->failure.status == OVF_OK; i++)
        ovf_raster_count(all->raster, &item->runs[i]);
    return item->failure.status;
}

static ovf_status count_all(counting *all, const ovf_store *work, ovf_error *error)
{
    size_t jobs = ovf_pipeline_jobs(all->sinks->jobs), sensors = all->sinks->sensing->sensors.count;
    flights_worker *crew = ovf_array_new(jobs, sizeof *crew);
    flights_item *items = ovf_array_new(jobs * ITEMS_A_JOB, sizeof *items);
    void **workers = ovf_array_new(jobs, sizeof *workers),
         **held = ovf_array_new(jobs * ITEMS_A_JOB, sizeof *held);
    bool good = crew != NULL && items != NULL && workers != NULL && held != NULL;
    ovf_flight_open(&all->reader, work, sensors);
    for (size_t i = 0; good && i < jobs; i++) {
        ovf_flight_open(&crew[i].flight, work, sensors);
        workers[i] = &crew[i];
    }
    for (size_t i = 0; good && i < jobs * ITEMS_A_JOB; i++) held[i] = &items[i];
    const ovf_pipeline pipeline = {.context = all,
                                   .jobs = jobs,
                                   .workers = workers,
                                   .items = held,
                                   .item_count = jobs * ITEMS_A_JOB,
                                   .read = read_flights,
                                   .work = count_flights,
                                   .commit = commit_flights};
    ovf_status status = good ? ovf_pipeline_run(&pipeline, error) : ovf_fail_memory(error);
    for (size_t i = 0; good && i < jobs; i++) {
        ovf_flight_close(&crew[i].flight);
        ovf_swath_clear(&crew[i].swath);
        free(crew[i].points);
    }
    for (size_t i = 0; good && i < jobs * ITEMS_A_JOB; i++)
        for (size_t k = 0; k < FLIGHTS_AT_ONCE; k++) free(items[i].runs[k].items);
    ovf_flight_close(&all->reader);
    free(crew);
    free(items);
    free(workers);
    free(held);
    return status;
}

ovf_status ovf_revisits_write(const ovf_sinks *sinks, const ovf_store *work, const char *path,
                              const char *called, uint64_t *seen, ovf_error *error)
{
    ovf_raster_extent extent = {0};
    ovf_raster raster = {0};
    counting all = {.sinks = sinks, .raster = &raster};
    ovf_status status = find_extent(sinks, work, &extent, error);
    if (status == OVF_OK)
        status = ovf_raster_open(&raster, &extent, sinks->sensing->options.cell_m, error);
    ovf_raster_extent_clear(&extent);
    if (status == OVF_OK) status = count_all(&all, work, error);
    if (status == OVF_OK) status = ovf_raster_write(&raster, path, called, seen, error);
    ovf_raster_close(&raster);
    return status;
}

const ovf_layer_kind ovf_layer_revisits = {.bit = OVF_LAYER_REVISITS,
                                           .schema = {.name = "revisits"}};
