/* Coverage, gaps, and what each flight added: the rows. Each flight is a work row (flights.h), from
 * which zones are covered in the end. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "output/layers/flights.h"
#include "output/shapes/polygons.h"
#include "reduce/coverage.h"

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

static const char *sensor_name(const ovf_sinks *sinks, size_t sensor)
{
    const ovf_sensors *sensors = &sinks->sensing->sensors;
    return sensor < sensors->count ? sensors->items[sensor].id : "all";
}

/* No fraction is rounded to 0 or 1 that is neither. */
static double shown(double fraction)
{
    return fraction == 0 || fraction == 1 ? fraction : fmin(fmax(fraction, 1e-9), 1 - 1e-9);
}

static ovf_status render(void *context, ovf_covered_zone *from, ovf_error *error)
{
    ovf_renderer *renderer = context;
    const ovf_covered *covered = &from->covered;
    const char *zone = renderer->sinks->zones->items[from->zone].id;
    ovf_drawing seen = {from->seen, from->seen_count}, gap = {from->gap, from->gap_count};
    from->seen = from->gap = NULL;
    ovf_status status = ovf_drawing_cut(&seen, zone, error);
    if (status == OVF_OK) status = ovf_drawing_cut(&gap, zone, error);
    if (status == OVF_OK) {
        ovf_row row = {.values = {{.text = zone},
                                  {.text = sensor_name(renderer->sinks, from->sensor)},
                                  {.real = covered->area_m2},
                                  {.real = covered->covered_m2},
                                  {.real = shown(covered->covered_fraction)},
                                  {.count = covered->flights}},
                       .polygons = seen.polygons,
                       .polygon_count = seen.count};
        ovf_render_row(renderer, &row);
        status = ovf_digest_cover(&renderer->into->digest, from->zone, row.values[1].text,
                                  row.values[4].real, error);
        row.polygons = gap.polygons;
        row.polygon_count = gap.count;
        if (covered->covered_fraction < 1) ovf_render_row_of(renderer, &ovf_layer_gaps, &row);
        if (status == OVF_OK) status = ovf_render_relieve(renderer, error);
    }
    ovf_drawing_clear(&seen);
    ovf_drawing_clear(&gap);
    return status;
}

static ovf_status render_added(void *context, const ovf_addition *added, ovf_error *error)
{
    ovf_renderer *renderer = context;
    ovf_row row = {.values = {{.text = added->flight->result->route->id},
                              {.text = renderer->sinks->zones->items[added->zone].id},
                              {.text = sensor_name(renderer->sinks, added->sensor)},
                              {.real = added->added_m2},
                              {.real = added->covered_m2},
                              {.real = shown(added->covered_fraction)}}};
    ovf_render_row_of(renderer, &ovf_layer_coverage_by_flight, &row);
    return ovf_render_relieve(renderer, error);
}

static ovf_status finish(ovf_renderer *renderer, const ovf_totals *totals, ovf_store *work,
                         ovf_error *error)
{
    const ovf_sinks *sinks = renderer->sinks;
    unsigned layers = sinks->layers;
    if ((layers & (OVF_LAYER_COVERAGE | OVF_LAYER_GAPS | OVF_LAYER_COVERAGE_BY_FLIGHT)) == 0)
        return OVF_OK;
    ovf_coverages *coverages = NULL;
    const ovf_flight_rows rows = ovf_flight_rows_of(sinks, work);
    const ovf_flights flights = ovf_flights_in(&rows);
    const ovf_covering covering = {
        .zones = sinks->zones,
        .totals = totals,
        .flights = &flights,
        .sensor_count = sinks->sensing->sensors.count,
        .joins = sinks->sensing->options.joins,
        .jobs = sinks->jobs,
        .draw_seen = (layers & OVF_LAYER_COVERAGE) != 0,
        .draw_gaps = (layers & OVF_LAYER_GAPS) != 0,
        .deviation_m = OVF_DRAWN_M,
        .covered = render,
        .added = (layers & OVF_LAYER_COVERAGE_BY_FLIGHT) != 0 ? render_added : NULL,
        .context = renderer};
    char *folder = ovf_store_folder(work);
    if (folder == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_coverages_new(folder, &coverages, error);
    if (status == OVF_OK) status = ovf_coverages_add_all(coverages, &flights, error);
    if (status == OVF_OK) status = ovf_coverages_read(coverages, &covering, error);
    ovf_coverages_free(coverages);
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
