#include "reduce/coverage.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "system/pipeline.h"
#include "system/sort.h"

/* How many of them are sorted in memory. */
#define NEAR_IN_MEMORY ((size_t)1 << 20)
#define ADDED_IN_MEMORY ((size_t)1 << 19)
/* Zones under way for each thread. */
#define ZONES_A_JOB 2

/* ---- which flights come near which zone ---- */

typedef struct {
    uint64_t flight; /* its place */
    uint64_t zone;
} near_zone;

struct ovf_coverages {
    const char *folder;
    ovf_sort *near;
};

static int compare_near(const void *a, const void *b)
{
    const near_zone *one = a, *other = b;
    if (one->zone != other->zone) return one->zone < other->zone ? -1 : 1;
    return (one->flight > other->flight) - (one->flight < other->flight);
}

ovf_status ovf_coverages_new(const char *folder, ovf_coverages **coverages, ovf_error *error)
{
    ovf_coverages *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    made->folder = folder;
    ovf_status status = ovf_sort_new(sizeof(near_zone), NEAR_IN_MEMORY, compare_near, folder,
                                     &made->near, error);
    if (status == OVF_OK) *coverages = made;
    else ovf_coverages_free(made);
    return status;
}

void ovf_coverages_free(ovf_coverages *coverages)
{
    if (coverages == NULL) return;
    ovf_sort_free(coverages->near);
    free(coverages);
}

ovf_status ovf_coverages_add(ovf_coverages *coverages, uint64_t place, const ovf_flight *flight,
                             ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < flight->zone_count && status == OVF_OK; i++)
        status = ovf_sort_add(coverages->near, &(near_zone){place, flight->zones[i]}, error);
    return status;
}

ovf_status ovf_coverages_add_all(ovf_coverages *coverages, const ovf_flights *flights,
                                 ovf_error *error)
{
    void *reader = NULL;
    ovf_status status = flights->open(flights->context, &reader, error);
    for (uint64_t next = 0; status == OVF_OK;) {
        const ovf_flight *flight;
        uint64_t place = next;
        status = flights->read(reader, &next, &flight, error);
        if (status != OVF_OK || flight == NULL) break;
        status = ovf_coverages_add(coverages, place, flight, error);
    }
    flights->close(reader);
    return status;
}

ovf_status ovf_coverages_merge(ovf_coverages *coverages, ovf_coverages *from, ovf_error *error)
{
    return ovf_sort_merge(coverages->near, from->near, error);
}

/* ---- zone by zone ---- */

typedef struct {
    uint64_t flight;
    uint32_t zone, sensor;
    double added_m2, covered_m2, covered_fraction;
} addition;

static int compare_added(const void *a, const void *b)
{
    const addition *one = a, *other = b;
    if (one->flight != other->flight) return one->flight < other->flight ? -1 : 1;
    if (one->zone != other->zone) return one->zone < other->zone ? -1 : 1;
    return (one->sensor > other->sensor) - (one->sensor < other->sensor);
}

/* A zone under way. */
typedef struct {
    size_t zone;
    uint64_t *flights;
    size_t flight_count, flight_capacity;
    ovf_covered_zone *parts; /* one for each sensor, and for all of them */
    addition *added;
    size_t added_count, added_capacity;
    ovf_error failure;
} zone_item;

typedef struct {
    const ovf_covering *wanted;
    ovf_sort *near, *added;
    const near_zone *next; /* not taken yet */
    size_t zone;           /* likewise */
    size_t parts;          /* sensors, and all of them where there are several */
} state;

static ovf_status advance(state *all, ovf_error *error)
{
    const void *next;
    ovf_status status = ovf_sort_next(all->near, &next, error);
    all->next = next;
    return status;
}

static bool is_met(const state *all, size_t zone)
{
    return all->wanted->totals->zones[zone].routes > 0;
}

/* The next zone that was met or that flights came near. */
static ovf_status read_zone(void *context, void *into, bool *end, ovf_error *error)
{
    state *all = context;
    zone_item *item = into;
    ovf_status status = OVF_OK;
    size_t count = all->wanted->zones->count;
    while (all->zone < count && !is_met(all, all->zone) &&
           (all->next == NULL || all->next->zone != all->zone))
        all->zone++;
    *end = all->zone == count;
    if (*end) return OVF_OK;
    item->zone = all->zone++;
    item->flight_count = item->added_count = 0;
    item->failure.status = OVF_OK;
    while (status == OVF_OK && all->next != NULL && all->next->zone == item->zone) {
        if (!ovf_array_reserve(&item->flights, &item->flight_capacity, item->flight_count + 1,
                               sizeof *item->flights))
            return ovf_fail_memory(error);
        item->flights[item->flight_count++] = all->next->flight;
        status = advance(all, error);
    }
    return status;
}

static ovf_status cover(const state *all, zone_item *item, void *reader, size_t sensor,
                        ovf_coverage *coverage, ovf_error *error)
{
    const ovf_covering *wanted = all->wanted;
    double covered_m2 = 0;
    bool together = sensor == wanted->sensor_count;
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < item->flight_count && status == OVF_OK; i++) {
        uint64_t place = item->flights[i];
        double added_m2 = 0;
        const ovf_flight *flight;
        status = wanted->flights->read(reader, &place, &flight, error);
        if (status == OVF_OK && flight != NULL)
            status = ovf_coverage_add(coverage, flight->result,
                                      &flight->result->observations[together ? 0 : sensor],
                                      together ? wanted->sensor_count : 1, &added_m2, error);
        if (status != OVF_OK || !(added_m2 > 0) || wanted->added == NULL) continue;
        ovf_covered now;
        ovf_coverage_read(coverage, &now);
        if (!ovf_array_reserve(&item->added, &item->added_capacity, item->added_count + 1,
                               sizeof *item->added))
            return ovf_fail_memory(error);
        item->added[item->added_count++] = (addition){item->flights[i], (uint32_t)item->zone,
                                                      (uint32_t)sensor, now.covered_m2 - covered_m2,
                                                      now.covered_m2,   now.covered_fraction};
        covered_m2 = now.covered_m2;
    }
    return status;
}

static ovf_status cover_part(const state *all, zone_item *item, void *reader, size_t sensor,
                             ovf_error *error)
{
    const ovf_covering *wanted = all->wanted;
    ovf_covered_zone *into = &item->parts[sensor];
    ovf_coverage *coverage = NULL;
    *into = (ovf_covered_zone){.zone = item->zone, .sensor = sensor};
    ovf_status status = ovf_coverage_new(&wanted->zones->items[item->zone], wanted->joins,
                                         &coverage, error);
    if (status == OVF_OK) status = cover(all, item, reader, sensor, coverage, error);
    if (status == OVF_OK) ovf_coverage_read(coverage, &into->covered);
    if (status == OVF_OK && wanted->draw_seen && into->covered.flights > 0)
        status = ovf_coverage_draw(coverage, OVF_COVERAGE_SEEN, wanted->deviation_m, &into->seen,
                                   &into->seen_count, error);
    if (status == OVF_OK && wanted->draw_gaps && into->covered.covered_fraction < 1)
        status = ovf_coverage_draw(coverage, OVF_COVERAGE_GAP, wanted->deviation_m, &into->gap,
                                   &into->gap_count, error);
    ovf_coverage_free(coverage);
    return status;
}

static void cover_zone(void *context, void *reader, void *into)
{
    const state *all = context;
    zone_item *item = into;
    for (size_t sensor = 0; sensor < all->parts && item->failure.status == OVF_OK; sensor++)
        item->failure.status = cover_part(all, item, reader, sensor, &item->failure);
}

static void drop_drawings(ovf_covered_zone *part)
{
    ovf_polygons_free(part->seen, part->seen_count);
    ovf_polygons_free(part->gap, part->gap_count);
    part->seen = part->gap = NULL;
}

/* A zone that was not met is listed where something of it was seen. */
static bool is_listed(const state *all, const zone_item *item)
{
    bool listed = is_met(all, item->zone);
    for (size_t i = 0; i < all->parts; i++) listed = listed || item->parts[i].covered.flights > 0;
    return listed;
}

static ovf_status commit_zone(void *context, void *reader, void *from, ovf_error *error)
{
    state *all = context;
    zone_item *item = from;
    (void)reader;
    ovf_status status = item->failure.status;
    if (status != OVF_OK && error != NULL) *error = item->failure;
    bool listed = status == OVF_OK && is_listed(all, item);
    for (size_t i = 0; i < all->parts; i++) {
        if (status == OVF_OK && listed)
            status = all->wanted->covered(all->wanted->context, &item->parts[i], error);
        drop_drawings(&item->parts[i]);
    }
    for (size_t i = 0; i < item->added_count && status == OVF_OK; i++)
        status = ovf_sort_add(all->added, &item->added[i], error);
    return status;
}

/* ---- threads ---- */

typedef struct {
    zone_item *zones;
    void **readers, **items;
    size_t jobs, item_count;
} crew;

static ovf_status hire(crew *hired, const state *all, ovf_error *error)
{
    const ovf_covering *wanted = all->wanted;
    size_t zones = wanted->zones->count;
    hired->jobs = ovf_pipeline_jobs(wanted->jobs);
    if (hired->jobs > zones) hired->jobs = zones > 0 ? zones : 1;
    hired->item_count = hired->jobs * ZONES_A_JOB;
    hired->zones = ovf_array_new(hired->item_count, sizeof *hired->zones);
    hired->readers = ovf_array_new(hired->jobs, sizeof *hired->readers);
    hired->items = ovf_array_new(hired->item_count, sizeof *hired->items);
    if (hired->zones == NULL || hired->readers == NULL || hired->items == NULL)
        return ovf_fail_memory(error);
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < hired->jobs && status == OVF_OK; i++)
        status = wanted->flights->open(wanted->flights->context, &hired->readers[i], error);
    for (size_t i = 0; i < hired->item_count && status == OVF_OK; i++) {
        hired->zones[i].parts = ovf_array_new(all->parts, sizeof *hired->zones[i].parts);
        hired->items[i] = &hired->zones[i];
        if (hired->zones[i].parts == NULL) status = ovf_fail_memory(error);
    }
    return status;
}

static void dismiss(crew *hired, const state *all)
{
    for (size_t i = 0; i < hired->jobs && hired->readers != NULL; i++)
        all->wanted->flights->close(hired->readers[i]);
    for (size_t i = 0; i < hired->item_count && hired->zones != NULL; i++) {
        zone_item *item = &hired->zones[i];
        for (size_t k = 0; k < all->parts && item->parts != NULL; k++)
            drop_drawings(&item->parts[k]);
        free(item->parts);
        free(item->flights);
        free(item->added);
    }
    free(hired->zones);
    free(hired->readers);
    free(hired->items);
}

static ovf_status cover_zones(state *all, ovf_error *error)
{
    crew hired = {0};
    ovf_status status = hire(&hired, all, error);
    const ovf_pipeline pipeline = {.context = all,
                                   .jobs = hired.jobs,
                                   .workers = hired.readers,
                                   .items = hired.items,
                                   .item_count = hired.item_count,
                                   .read = read_zone,
                                   .work = cover_zone,
                                   .commit = commit_zone};
    if (status == OVF_OK) status = advance(all, error);
    if (status == OVF_OK) status = ovf_pipeline_run(&pipeline, error);
    dismiss(&hired, all);
    return status;
}

/* ---- by flight again ---- */

static ovf_status give_added(const state *all, ovf_error *error)
{
    const ovf_covering *wanted = all->wanted;
    void *reader = NULL;
    const ovf_flight *flight = NULL;
    uint64_t read = UINT64_MAX;
    const void *next = NULL;
    ovf_status status = wanted->flights->open(wanted->flights->context, &reader, error);
    if (status == OVF_OK) status = ovf_sort_next(all->added, &next, error);
    while (status == OVF_OK && next != NULL) {
        const addition *added = next;
        uint64_t place = added->flight;
        if (added->flight != read) status = wanted->flights->read(reader, &place, &flight, error);
        if (status != OVF_OK || flight == NULL) break;
        read = added->flight;
        status = wanted->added(wanted->context,
                               &(ovf_addition){.place = read,
                                               .flight = flight,
                                               .zone = added->zone,
                                               .sensor = added->sensor,
                                               .added_m2 = added->added_m2,
                                               .covered_m2 = added->covered_m2,
                                               .covered_fraction = added->covered_fraction},
                               error);
        if (status == OVF_OK) status = ovf_sort_next(all->added, &next, error);
    }
    wanted->flights->close(reader);
    return status;
}

ovf_status ovf_coverages_read(ovf_coverages *coverages, const ovf_covering *covering,
                              ovf_error *error)
{
    size_t sensors = covering->sensor_count;
    state all = {.wanted = covering, .near = coverages->near, .parts = sensors + (sensors > 1)};
    ovf_status status = ovf_sort_new(sizeof(addition), ADDED_IN_MEMORY, compare_added,
                                     coverages->folder, &all.added, error);
    if (status == OVF_OK) status = cover_zones(&all, error);
    if (status == OVF_OK && covering->added != NULL) status = give_added(&all, error);
    ovf_sort_free(all.added);
    return status;
}
