#include "output/layers/flights.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

static const ovf_field fields[] = {{"route_id", OVF_FIELD_TEXT, 0, "the route"},
                                   {"file", OVF_FIELD_TEXT, 0, "where it was read from"}};

const ovf_schema ovf_flight_schema = {.name = "coverage",
                                      .fields = fields,
                                      .field_count = OVF_COUNT(fields),
                                      .shape = OVF_SHAPE_LINE};

/* ---- keeping ---- */

static bool add(ovf_polyline *line, double a, double b, double c, double d)
{
    if (!ovf_array_reserve(&line->fixes, &line->fix_capacity, line->fix_count + 1,
                           sizeof *line->fixes))
        return false;
    line->fixes[line->fix_count++] = (ovf_fix){a, b, c, d};
    return true;
}

static bool end_part(ovf_polyline *line)
{
    if (!ovf_array_reserve(&line->part_ends, &line->part_capacity, line->part_count + 1,
                           sizeof *line->part_ends))
        return false;
    line->part_ends[line->part_count++] = line->fix_count;
    return true;
}

/* What of a result is kept. */
typedef struct {
    bool *observed; /* of each leg */
    bool *near;     /* of each zone */
} marks;

static bool fill(const ovf_sinks *sinks, const ovf_result *result, const marks *found,
                 ovf_polyline *line)
{
    size_t count = result->route->fix_count;
    bool good = true;
    for (size_t i = 0; i < count && good; i++) {
        const ovf_fix *fix = &result->route->fixes[i];
        if ((i > 0 && found->observed[i - 1]) || (i + 1 < count && found->observed[i]))
            good = add(line, fix->lon, fix->lat, result->fix_along_m[i], 0);
    }
    good = good && end_part(line);
    for (size_t i = 0; i < sinks->zones->count && good; i++)
        if (found->near[i]) good = add(line, (double)i, 0, 0, 0);
    good = good && end_part(line);
    for (size_t i = 0; i < result->observation_count && good; i++) {
        const ovf_observation *observation = &result->observations[i];
        for (size_t k = 0; k < observation->count && good; k++) {
            const ovf_look *look = &observation->looks[k];
            good = add(line, look->from_m, look->from.low_m, look->from.high_m, look->turns) &&
                   add(line, look->to_m, look->to.low_m, look->to.high_m, 0);
        }
        good = good && end_part(line);
    }
    return good;
}

ovf_status ovf_flight_keep(ovf_renderer *renderer, const ovf_result *result, ovf_error *error)
{
    ovf_polyline *line = &renderer->line;
    size_t looks = 0;
    for (size_t i = 0; i < result->observation_count; i++) looks += result->observations[i].count;
    if (looks == 0) return OVF_OK;
    line->fix_count = line->part_count = 0;
    marks found = {ovf_array_new(result->route->fix_count, sizeof *found.observed),
                   ovf_array_new(renderer->sinks->zones->count, sizeof *found.near)};
    bool good = found.observed != NULL && found.near != NULL;
    if (good) ovf_flight_mark(result, &renderer->sinks->near, found.observed, found.near);
    good = good && fill(renderer->sinks, result, &found, line);
    free(found.observed);
    free(found.near);
    if (!good) return ovf_fail_memory(error);
    ovf_row row = {.values = {{.text = result->route->id}, {.text = result->route->file}},
                   .line = line};
    ovf_render_work(renderer, &row);
    return OVF_OK;
}

/* ---- reading ---- */

typedef struct {
    const ovf_flight_rows *rows;
    ovf_store store;
    ovf_route route;
    ovf_result result;
    ovf_flight flight;
    size_t *zones;
    size_t zone_capacity;
    double *along_m;
    size_t along_capacity;
    ovf_look *looks;
    size_t look_capacity;
    ovf_observation *observations;
    size_t observation_capacity;
} flight_reader;

static ovf_status open_reader(const void *context, void **reader, ovf_error *error)
{
    flight_reader *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    made->rows = context;
    ovf_store_share(&made->store, made->rows->work);
    *reader = made;
    return OVF_OK;
}

static void close_reader(void *reader)
{
    flight_reader *open = reader;
    if (open == NULL) return;
    ovf_store_close(&open->store);
    free(open->zones);
    free(open->along_m);
    free(open->looks);
    free(open->observations);
    free(open);
}

static bool reserve(flight_reader *reader, const ovf_polyline *line)
{
    size_t fixes = line->part_ends[0], zones = line->part_ends[1] - fixes;
    return ovf_array_reserve(&reader->along_m, &reader->along_capacity, fixes,
                             sizeof *reader->along_m) &&
           ovf_array_reserve(&reader->zones, &reader->zone_capacity, zones,
                             sizeof *reader->zones) &&
           ovf_array_reserve(&reader->looks, &reader->look_capacity, line->fix_count,
                             sizeof *reader->looks) &&
           ovf_array_reserve(&reader->observations, &reader->observation_capacity,
                             reader->rows->sensor_count, sizeof *reader->observations);
}

/* False where there is none of that index. */
static bool take_zones(flight_reader *reader, const ovf_polyline *line)
{
    size_t first = line->part_ends[0], count = line->part_ends[1] - first;
    for (size_t i = 0; i < count; i++) {
        double zone = line->fixes[first + i].lon;
        if (!(zone >= 0 && zone < (double)reader->rows->zone_count)) return false;
        reader->zones[i] = (size_t)zone;
    }
    reader->flight = (ovf_flight){&reader->result, reader->zones, count};
    return true;
}

static void take_looks(flight_reader *reader, const ovf_polyline *line)
{
    size_t look = 0;
    for (size_t i = 0; i < reader->rows->sensor_count; i++) {
        size_t first = look;
        double length_m = 0;
        for (size_t k = line->part_ends[i + 1]; k + 1 < line->part_ends[i + 2]; k += 2) {
            const ovf_fix *from = &line->fixes[k], *to = from + 1;
            reader->looks[look++] = (ovf_look){from->lon,
                                               to->lon,
                                               {from->lat, from->altitude_m},
                                               {to->lat, to->altitude_m},
                                               from->time_s != 0};
            length_m += to->lon - from->lon;
        }
        reader->observations[i] = (ovf_observation){i, reader->looks + first, look - first,
                                                    length_m};
    }
}

static void take_route(flight_reader *reader, const ovf_row *row)
{
    const ovf_polyline *line = row->line;
    size_t fixes = line->part_ends[0];
    for (size_t i = 0; i < fixes; i++) reader->along_m[i] = line->fixes[i].altitude_m;
    reader->route = (ovf_route){.id = row->values[0].text,
                                .file = row->values[1].text,
                                .fixes = line->fixes,
                                .fix_count = fixes,
                                .part_ends = line->part_ends,
                                .part_count = 1};
    reader->result = (ovf_result){.route = &reader->route,
                                  .length_m = reader->along_m[fixes - 1],
                                  .fix_along_m = reader->along_m,
                                  .observations = reader->observations,
                                  .observation_count = reader->rows->sensor_count};
}

static ovf_status read_flight(void *from, uint64_t *place, const ovf_flight **flight,
                              ovf_error *error)
{
    flight_reader *reader = from;
    const ovf_row *row;
    ovf_status status = ovf_store_read(&reader->store, place, &row, error);
    *flight = NULL;
    if (status != OVF_OK || row == NULL) return status;
    const ovf_polyline *line = row->line;
    bool good = line->part_count == reader->rows->sensor_count + 2 &&
                line->part_ends[line->part_count - 1] == line->fix_count;
    for (size_t i = 1; good && i < line->part_count; i++)
        good = line->part_ends[i] >= line->part_ends[i - 1];
    if (!good || line->part_ends[0] < 2)
        return ovf_fail(error, OVF_ERROR_IO, "cannot read %s: it has a flight of another analysis",
                        reader->store.path);
    if (!reserve(reader, line)) return ovf_fail_memory(error);
    if (!take_zones(reader, line))
        return ovf_fail(error, OVF_ERROR_IO, "cannot read %s: it has a zone of another analysis",
                        reader->store.path);
    take_looks(reader, line);
    take_route(reader, row);
    *flight = &reader->flight;
    return OVF_OK;
}

ovf_flight_rows ovf_flight_rows_of(const ovf_sinks *sinks, const ovf_store *work)
{
    return (ovf_flight_rows){work, sinks->sensing->sensors.count, sinks->zones->count};
}

ovf_flights ovf_flights_in(const ovf_flight_rows *rows)
{
    return (ovf_flights){rows, open_reader, read_flight, close_reader};
}
