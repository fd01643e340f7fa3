/* Coverage: how much of each zone each sensor saw, and all of them together; what is left; and what
 * each flight added.
 *
 * Each flight is a work row (flights.h). In the end the flights near each zone are gone through in
 * input order, zone by zone: so many zones at once as there are threads, each with its gaps in
 * memory and eight bytes for each of its flights. What flights added is then sorted by flight
 * again. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "system/pipeline.h"
#include "output/layers/flights.h"
#include "output/shapes/polygons.h"
#include "output/rows/renderer.h"
#include "system/sort.h"

/* How many of them are sorted in memory. */
#define NEAR_IN_MEMORY ((size_t)1 << 20)
#define ADDED_IN_MEMORY ((size_t)1 << 19)
/* Zones under way for each thread. */
#define ZONES_A_JOB 2

#define FRACTION_DECIMALS 9

static const ovf_field coverage_fields[] = {
    {"zone_id", OVF_FIELD_TEXT, 0, "the zone"},
    {"sensor", OVF_FIELD_TEXT, 0, "the sensor; all: what any of several saw"},
    {"area_m2", OVF_FIELD_REAL, OVF_AREA_DECIMALS, "area of the zone"},
    {"covered_m2", OVF_FIELD_REAL, OVF_AREA_DECIMALS, "area of what was seen of it"},
    {"covered_fraction", OVF_FIELD_REAL, FRACTION_DECIMALS,
     "the part that this is of it; 1 only where all of it was seen"},
    {"flights", OVF_FIELD_COUNT, 0,
     "how many flights saw something that none before them had seen"},
};

static const ovf_field added_fields[] = {
    {"route_id", OVF_FIELD_TEXT, 0, "the route"},
    {"zone_id", OVF_FIELD_TEXT, 0, "the zone"},
    {"sensor", OVF_FIELD_TEXT, 0, "the sensor; all: what any of several saw"},
    {"added_m2", OVF_FIELD_REAL, OVF_AREA_DECIMALS, "area that this flight saw and none before it"},
    {"covered_m2", OVF_FIELD_REAL, OVF_AREA_DECIMALS, "area of what was seen by then"},
    {"covered_fraction", OVF_FIELD_REAL, FRACTION_DECIMALS, "the part that this is of the zone"},
};

/* A flight that has something to do with a zone; where its work row begins is its place in the
 * order of flights. */
typedef struct {
    uint64_t flight;
    uint64_t zone;
} near_zone;

typedef struct {
    uint64_t flight;
    uint32_t zone, part; /* index of the sensor; the number of sensors: all */
    double added_m2, covered_m2, covered_fraction;
} addition;

static int compare_near(const void *a, const void *b)
{
    const near_zone *one = a, *other = b;
    if (one->zone != other->zone) return one->zone < other->zone ? -1 : 1;
    return (one->flight > other->flight) - (one->flight < other->flight);
}

static int compare_added(const void *a, const void *b)
{
    const addition *one = a, *other = b;
    if (one->flight != other->flight) return one->flight < other->flight ? -1 : 1;
    if (one->zone != other->zone) return one->zone < other->zone ? -1 : 1;
    return (one->part > other->part) - (one->part < other->part);
}

/* What came out for a zone and a sensor. */
typedef struct {
    ovf_covered covered;
    ovf_drawing seen, gap;
} part_covered;

/* A zone under way. */
typedef struct {
    size_t zone;
    uint64_t *flights;
    size_t flight_count, flight_capacity;
    part_covered *parts;
    addition *added;
    size_t added_count, added_capacity;
    ovf_error failure;
} zone_item;

typedef struct {
    ovf_renderer *renderer;
    const ovf_sinks *sinks;
    const ovf_totals *totals;
    ovf_sort *near, *added;
    const near_zone *next; /* not taken yet */
    size_t zone;           /* likewise */
    size_t parts;          /* sensors, and all of them where there are several */
} covering;

static const char *part_name(const ovf_sinks *sinks, size_t part)
{
    const ovf_sensors *sensors = &sinks->sensing->sensors;
    return part < sensors->count ? sensors->items[part].id : "all";
}

/* No fraction is rounded to 0 or 1 that is neither. */
static double shown(double fraction)
{
    return fraction == 0 || fraction == 1 ? fraction : fmin(fmax(fraction, 1e-9), 1 - 1e-9);
}

/* ---- before ---- */

static ovf_status gather(const ovf_sinks *sinks, const ovf_store *work, ovf_sort *near,
                         ovf_error *error)
{
    ovf_flight flight;
    ovf_status status = OVF_OK;
    ovf_flight_open(&flight, work, sinks->sensing->sensors.count);
    for (uint64_t offset = 0; status == OVF_OK;) {
        bool end;
        uint64_t begin = offset;
        status = ovf_flight_read(&flight, &offset, &end, error);
        if (status != OVF_OK || end) break;
        for (size_t i = 0; i < flight.zone_count && status == OVF_OK; i++) {
            size_t zone = (size_t)flight.zones[i].lon;
            if (zone >= sinks->zones->count)
                status = ovf_fail(error, OVF_ERROR_IO,
                                  "cannot read %s: it has a zone of another analysis", work->path);
            else status = ovf_sort_add(near, &(near_zone){begin, zone}, error);
        }
    }
    ovf_flight_close(&flight);
    return status;
}

/* ---- zone by zone ---- */

static ovf_status advance(covering *all, ovf_error *error)
{
    const void *next;
    ovf_status status = ovf_sort_next(all->near, &next, error);
    all->next = next;
    return status;
}

/* The next zone that was met or that flights came near. */
static ovf_status read_zone(void *context, void *into, bool *end, ovf_error *error)
{
    covering *all = context;
    zone_item *item = into;
    ovf_status status = OVF_OK;
    size_t count = all->sinks->zones->count;
    while (all->zone < count && all->totals->zones[all->zone].routes == 0 &&
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

static ovf_status cover(const covering *all, zone_item *item, ovf_flight *flight, size_t part,
                        ovf_coverage *coverage, ovf_error *error)
{
    double covered_m2 = 0;
    bool together = part == all->sinks->sensing->sensors.count,
         wanted = (all->sinks->layers & OVF_LAYER_COVERAGE_BY_FLIGHT) != 0;
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < item->flight_count && status == OVF_OK; i++) {
        uint64_t offset = item->flights[i];
        double added_m2 = 0;
        bool end = false;
        status = ovf_flight_read(flight, &offset, &end, error);
        if (status == OVF_OK && !end)
            status = ovf_coverage_add(coverage, &flight->result,
                                      together ? flight->observations : &flight->observations[part],
                                      together ? flight->sensor_count : 1, &added_m2, error);
        if (status != OVF_OK || !(added_m2 > 0) || !wanted) continue;
        ovf_covered now;
        ovf_coverage_read(coverage, &now);
        if (!ovf_array_reserve(&item->added, &item->added_capacity, item->added_count + 1,
                               sizeof *item->added))
            return ovf_fail_memory(error);
        item->added[item->added_count++] = (addition){item->flights[i], (uint32_t)item->zone,
                                                      (uint32_t)part,   now.covered_m2 - covered_m2,
                                                      now.covered_m2,   now.covered_fraction};
        covered_m2 = now.covered_m2;
    }
    return status;
}

static ovf_status cover_part(const covering *all, zone_item *item, ovf_flight *flight, size_t part,
                             ovf_error *error)
{
    const ovf_zone *zone = &all->sinks->zones->items[item->zone];
    part_covered *into = &item->parts[part];
    ovf_coverage *coverage = NULL;
    ovf_status status = ovf_coverage_new(zone, all->sinks->sensing->options.joins, &coverage,
                                         error);
    if (status == OVF_OK) status = cover(all, item, flight, part, coverage, error);
    if (status == OVF_OK) ovf_coverage_read(coverage, &into->covered);
    if (status == OVF_OK && (all->sinks->layers & OVF_LAYER_COVERAGE) != 0 &&
        into->covered.flights > 0)
        status = ovf_coverage_draw(coverage, OVF_COVERAGE_SEEN, OVF_DRAWN_M, &into->seen.polygons,
                                   &into->seen.count, error);
    if (status == OVF_OK && (all->sinks->layers & OVF_LAYER_GAPS) != 0 &&
        into->covered.covered_fraction < 1)
        status = ovf_coverage_draw(coverage, OVF_COVERAGE_GAP, OVF_DRAWN_M, &into->gap.polygons,
                                   &into->gap.count, error);
    ovf_coverage_free(coverage);
    return status;
}

static void cover_zone(void *context, void *worker, void *into)
{
    const covering *all = context;
    zone_item *item = into;
    for (size_t part = 0; part < all->parts && item->failure.status == OVF_OK; part++)
        item->failure.status = cover_part(all, item, worker, part, &item->failure);
}

static ovf_status render_part(const covering *all, const zone_item *item, size_t part,
                              ovf_error *error)
{
    part_covered *from = &item->parts[part];
    const ovf_covered *covered = &from->covered;
    const char *zone = all->sinks->zones->items[item->zone].id;
    ovf_status status = ovf_drawing_cut(&from->seen, zone, error);
    if (status == OVF_OK) status = ovf_drawing_cut(&from->gap, zone, error);
    if (status != OVF_OK) return status;
    ovf_row row = {.values = {{.text = zone},
                              {.text = part_name(all->sinks, part)},
                              {.real = covered->area_m2},
                              {.real = covered->covered_m2},
                              {.real = shown(covered->covered_fraction)},
                              {.count = covered->flights}},
                   .polygons = from->seen.polygons,
                   .polygon_count = from->seen.count};
    ovf_render_row(all->renderer, &row);
    row.polygons = from->gap.polygons;
    row.polygon_count = from->gap.count;
    if (covered->covered_fraction < 1) ovf_render_row_of(all->renderer, &ovf_layer_gaps, &row);
    return ovf_render_relieve(all->renderer, error);
}

/* A zone that was not met is listed where something of it was seen. */
static bool is_listed(const covering *all, const zone_item *item)
{
    bool listed = all->totals->zones[item->zone].routes > 0;
    for (size_t part = 0; part < all->parts; part++)
        listed = listed || item->parts[part].covered.flights > 0;
    return listed;
}

static ovf_status commit_zone(void *context, void *worker, void *from, ovf_error *error)
{
    covering *all = context;
    zone_item *item = from;
    (void)worker;
    ovf_status status = item->failure.status;
    if (status != OVF_OK && error != NULL) *error = item->failure;
    bool listed = status == OVF_OK && is_listed(all, item);
    for (size_t part = 0; part < all->parts; part++) {
        if (status == OVF_OK && listed) status = render_part(all, item, part, error);
        ovf_drawing_clear(&item->parts[part].seen);
        ovf_drawing_clear(&item->parts[part].gap);
    }
    for (size_t i = 0; i < item->added_count && status == OVF_OK; i++)
        status = ovf_sort_add(all->added, &item->added[i], error);
    return status;
}

/* ---- after ---- */

static ovf_status render_added(covering *all, const ovf_store *work, ovf_error *error)
{
    ovf_flight flight;
    uint64_t read = UINT64_MAX;
    const void *next;
    ovf_flight_open(&flight, work, all->sinks->sensing->sensors.count);
    ovf_status status = ovf_sort_next(all->added, &next, error);
    while (status == OVF_OK && next != NULL) {
        const addition *added = next;
        uint64_t offset = added->flight;
        bool end;
        if (added->flight != read) status = ovf_flight_read(&flight, &offset, &end, error);
        if (status != OVF_OK) break;
        read = added->flight;
        ovf_row row = {.values = {{.text = flight.route.id},
                                  {.text = all->sinks->zones->items[added->zone].id},
                                  {.text = part_name(all->sinks, added->part)},
                                  {.real = added->added_m2},
                                  {.real = added->covered_m2},
                                  {.real = shown(added->covered_fraction)}}};
        ovf_render_row_of(all->renderer, &ovf_layer_coverage_by_flight, &row);
        status = ovf_render_relieve(all->renderer, error);
        if (status == OVF_OK) status = ovf_sort_next(all->added, &next, error);
    }
    ovf_flight_close(&flight);
    return status;
}

/* ---- all of it ---- */

typedef struct {
    ovf_flight *flights;
    zone_item *zones;
    void **workers, **items;
    size_t jobs, item_count;
} crew;

static bool hire(crew *hired, const covering *all, const ovf_store *work)
{
    hired->jobs = ovf_pipeline_jobs(all->sinks->jobs);
    if (hired->jobs > all->sinks->zones->count) hired->jobs = all->sinks->zones->count;
    hired->item_count = hired->jobs * ZONES_A_JOB;
    hired->flights = ovf_array_new(hired->jobs, sizeof *hired->flights);
    hired->zones = ovf_array_new(hired->item_count, sizeof *hired->zones);
    hired->workers = ovf_array_new(hired->jobs, sizeof *hired->workers);
    hired->items = ovf_array_new(hired->item_count, sizeof *hired->items);
    if (hired->flights == NULL || hired->zones == NULL || hired->workers == NULL ||
        hired->items == NULL)
        return false;
    bool good = true;
    for (size_t i = 0; i < hired->jobs; i++) {
        ovf_flight_open(&hired->flights[i], work, all->sinks->sensing->sensors.count);
        hired->workers[i] = &hired->flights[i];
    }
    for (size_t i = 0; i < hired->item_count; i++) {
        hired->zones[i].parts = ovf_array_new(all->parts, sizeof *hired->zones[i].parts);
        hired->items[i] = &hired->zones[i];
        good = good && hired->zones[i].parts != NULL;
    }
    return good;
}

static void dismiss(crew *hired, size_t parts)
{
    for (size_t i = 0; i < hired->jobs && hired->flights != NULL; i++)
        ovf_flight_close(&hired->flights[i]);
    for (size_t i = 0; i < hired->item_count && hired->zones != NULL; i++) {
        zone_item *item = &hired->zones[i];
        for (size_t part = 0; part < parts && item->parts != NULL; part++) {
            ovf_drawing_clear(&item->parts[part].seen);
            ovf_drawing_clear(&item->parts[part].gap);
        }
        free(item->parts);
        free(item->flights);
        free(item->added);
    }
    free(hired->flights);
    free(hired->zones);
    free(hired->workers);
    free(hired->items);
}

static ovf_status cover_zones(covering *all, const ovf_store *work, ovf_error *error)
{
    crew hired = {0};
    bool good = hire(&hired, all, work);
    const ovf_pipeline pipeline = {.context = all,
                                   .jobs = hired.jobs,
                                   .workers = hired.workers,
                                   .items = hired.items,
                                   .item_count = hired.item_count,
                                   .read = read_zone,
                                   .work = cover_zone,
                                   .commit = commit_zone};
    ovf_status status = good ? advance(all, error) : ovf_fail_memory(error);
    if (status == OVF_OK) status = ovf_pipeline_run(&pipeline, error);
    dismiss(&hired, all->parts);
    return status;
}

static ovf_status finish(ovf_renderer *renderer, const ovf_totals *totals, ovf_store *work,
                         ovf_error *error)
{
    const ovf_sinks *sinks = renderer->sinks;
    size_t sensors = sinks->sensing->sensors.count;
    covering all = {
        .renderer = renderer, .sinks = sinks, .totals = totals, .parts = sensors + (sensors > 1)};
    if ((sinks->layers & (OVF_LAYER_COVERAGE | OVF_LAYER_GAPS | OVF_LAYER_COVERAGE_BY_FLIGHT)) == 0)
        return OVF_OK;
    char *folder = ovf_text_copy(work->path), *slash = folder == NULL ? NULL : strrchr(folder, '/');
    if (folder == NULL) return ovf_fail_memory(error);
    if (slash != NULL) *slash = '\0';
    const char *in = slash == NULL ? NULL : folder;
    ovf_status status = ovf_sort_new(sizeof(near_zone), NEAR_IN_MEMORY, compare_near, in, &all.near,
                                     error);
    if (status == OVF_OK)
        status = ovf_sort_new(sizeof(addition), ADDED_IN_MEMORY, compare_added, in, &all.added,
                              error);
    if (status == OVF_OK) status = gather(sinks, work, all.near, error);
    if (status == OVF_OK) status = cover_zones(&all, work, error);
    if (status == OVF_OK) status = render_added(&all, work, error);
    ovf_sort_free(all.near);
    ovf_sort_free(all.added);
    free(folder);
    return status;
}

const ovf_layer_kind ovf_layer_coverage = {
    .bit = OVF_LAYER_COVERAGE,
    .schema = {.name = "coverage",
               .title = "Coverage",
               .description = "What was seen of each zone that was met or of which something was "
                              "seen, by each sensor, and by all together where there are several",
               .fields = coverage_fields,
               .field_count = OVF_COUNT(coverage_fields),
               .shape = OVF_SHAPE_AREA,
               .decimals = OVF_LINE_DECIMALS},
    .route = ovf_flight_keep,
    .finish = finish,
    .work = &ovf_flight_schema,
    .serves = OVF_LAYER_GAPS | OVF_LAYER_COVERAGE_BY_FLIGHT | OVF_LAYER_REVISITS,
};

const ovf_layer_kind ovf_layer_gaps = {
    .bit = OVF_LAYER_GAPS,
    .schema =
        {.name = "gaps",
         .title = "Gaps",
         .description =
             "What nothing has seen of each zone of the coverage; none where all of it was seen",
         .fields = coverage_fields,
         .field_count = OVF_COUNT(coverage_fields),
         .shape = OVF_SHAPE_AREA,
         .decimals = OVF_LINE_DECIMALS},
};

const ovf_layer_kind ovf_layer_coverage_by_flight = {
    .bit = OVF_LAYER_COVERAGE_BY_FLIGHT,
    .schema = {.name = "coverage_by_flight",
               .title = "Coverage by flight",
               .description = "What each flight saw of each zone that none before it had seen, in "
                              "input order; flights that added nothing are not listed",
               .fields = added_fields,
               .field_count = OVF_COUNT(added_fields)},
};
