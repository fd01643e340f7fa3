/* Random flights in memory, with what sensors saw of them, as reducers read them. */
#ifndef FLIGHTS_FIXTURE_H
#define FLIGHTS_FIXTURE_H

#include "swath_fixture.h"

#include "reduce/flight.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define MOST_FLIGHTS 24
#define SENSORS 2
#define MOST_ZONES 8

/* What the sensors see is laid over the same fixes. */
typedef struct {
    observed by[SENSORS];
    ovf_observation observations[SENSORS];
    ovf_result result;
    size_t zones[MOST_ZONES];
    ovf_flight flight;
} kept_flight;

typedef struct {
    kept_flight items[MOST_FLIGHTS];
    size_t count;
    uint64_t first; /* place of the second; the first one's is 0 */
    size_t bad;     /* this one cannot be read; SIZE_MAX: all can */
    size_t zone_count;
} kept_flights;

static inline void expect_ok(ovf_status status, const ovf_error *error)
{
    if (status != OVF_OK) fail_msg("%s", error->message);
}

/* Closes what has been put together: the flight, and the zones that it is near. */
static inline void keep_flight(kept_flight *f, const ovf_tree *zones, size_t zone_count)
{
    bool legs[MOST_LOOKS] = {false}, near[MOST_ZONES] = {false};
    for (size_t i = 0; i < SENSORS; i++) {
        observe_looks(&f->by[i], f->by[i].observation.count);
        f->observations[i] = f->by[i].observation;
        f->observations[i].sensor = i;
    }
    f->result = f->by[0].result;
    f->result.observations = f->observations;
    f->result.observation_count = SENSORS;
    f->flight = (ovf_flight){.result = &f->result, .zones = f->zones};
    assert_true(zone_count <= MOST_ZONES);
    if (zones == NULL) return;
    ovf_flight_mark(&f->result, zones, legs, near);
    for (size_t i = 0; i < zone_count; i++)
        if (near[i]) f->zones[f->flight.zone_count++] = i;
    for (size_t i = 0; i + 1 < f->by[0].count; i++) {
        bool seen = false;
        for (size_t k = 0; k < SENSORS; k++)
            for (size_t j = 0; j < f->by[k].observation.count; j++)
                seen = seen || f->by[k].looks[j].from_m == f->by[0].along[i];
        assert_int_equal(legs[i], seen);
    }
}

/* ---- as ovf_flights ---- */

typedef struct {
    const kept_flights *all;
    ovf_flight flight; /* of this reader alone, so that it shows when it is used for too long */
} flights_reader;

static inline ovf_status open_flights(const void *context, void **reader, ovf_error *error)
{
    flights_reader *made = calloc(1, sizeof *made);
    (void)error;
    if (made == NULL) abort();
    made->all = context;
    *reader = made;
    return OVF_OK;
}

static inline uint64_t place_of(const kept_flights *all, size_t k)
{
    return k == 0 ? 0 : all->first + 7 * (k - 1);
}

/* Called by many threads: nothing of cmocka. */
static inline ovf_status read_flights(void *from, uint64_t *place, const ovf_flight **taken,
                                      ovf_error *error)
{
    flights_reader *reader = from;
    const kept_flights *all = reader->all;
    size_t k = *place == 0 ? 0 : (size_t)(*place - all->first) / 7 + 1;
    *taken = NULL;
    if (k > all->count || place_of(all, k) != *place) abort();
    if (k == all->bad) {
        snprintf(error->message, sizeof error->message, "flight %zu is lost", k);
        return error->status = OVF_ERROR_IO;
    }
    if (k == all->count) return OVF_OK;
    reader->flight = all->items[k].flight;
    *taken = &reader->flight;
    *place = place_of(all, k + 1);
    return OVF_OK;
}

static inline void close_flights(void *reader) { free(reader); }

static inline ovf_flights flights_in(const kept_flights *all)
{
    return (ovf_flights){all, open_flights, read_flights, close_flights};
}

#endif
