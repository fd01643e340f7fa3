#include "output/layers/flights.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/observe/looks.h"
#include "base/array.h"
#include "base/error.h"
#include "geodesy/tree.h"
#include "output/rows/renderer.h"

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

/* Marks the zones whose boxes come within what is seen of the box around a leg. */
static void find_near(const ovf_tree *tree, const ovf_result *result, size_t leg, double reach_m,
                      bool *near)
{
    const ovf_fix *from = &result->route->fixes[leg], *to = from + 1;
    ovf_leg line;
    ovf_leg_of_length(&line, (ovf_lonlat){from->lon, from->lat}, (ovf_lonlat){to->lon, to->lat},
                      result->fix_along_m[leg + 1] - result->fix_along_m[leg]);
    size_t arcs = ovf_leg_arc_count(&line);
    if (arcs > 1) ovf_leg_draw(&line);
    for (size_t i = 0; i < arcs; i++) {
        ovf_arc arc;
        ovf_leg_arc(&line, i, arcs, &arc);
        ovf_box wide = ovf_box_widened(&arc.box, reach_m);
        for (size_t k = 0; k < tree->count;) {
            const ovf_node *node = &tree->nodes[k];
            if (!ovf_box_meets_box(&node->box, &wide)) {
                k = node->skip;
                continue;
            }
            if (node->item != UINT32_MAX) near[node->item] = true;
            k++;
        }
    }
}

typedef struct {
    bool *observed; /* of each leg */
    bool *near;     /* of each zone */
} marks;

static void mark(const ovf_sinks *sinks, const ovf_result *result, const marks *found)
{
    for (size_t i = 0; i < result->observation_count; i++) {
        const ovf_observation *observation = &result->observations[i];
        for (size_t k = 0, leg = 0; k < observation->count; k++) {
            leg = ovf_look_leg(result, &observation->looks[k], leg);
            found->observed[leg] = true;
            find_near(&sinks->near, result, leg, ovf_look_farthest(&observation->looks[k]),
                      found->near);
        }
    }
}

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
    if (good) mark(renderer->sinks, result, &found);
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

void ovf_flight_open(ovf_flight *flight, const ovf_store *work, size_t sensor_count)
{
    *flight = (ovf_flight){.sensor_count = sensor_count};
    ovf_store_share(&flight->store, work);
}

void ovf_flight_close(ovf_flight *flight)
{
    ovf_store_close(&flight->store);
    free(flight->along_m);
    free(flight->looks);
    free(flight->observations);
}

static void take_looks(ovf_flight *flight, const ovf_polyline *line)
{
    size_t look = 0;
    for (size_t i = 0; i < flight->sensor_count; i++) {
        size_t first = look;
        double length_m = 0;
        for (size_t k = line->part_ends[i + 1]; k + 1 < line->part_ends[i + 2]; k += 2) {
            const ovf_fix *from = &line->fixes[k], *to = from + 1;
            flight->looks[look++] = (ovf_look){from->lon,
                                               to->lon,
                                               {from->lat, from->altitude_m},
                                               {to->lat, to->altitude_m},
                                               from->time_s != 0};
            length_m += to->lon - from->lon;
        }
        flight->observations[i] = (ovf_observation){i, flight->looks + first, look - first,
                                                    length_m};
    }
}

ovf_status ovf_flight_read(ovf_flight *flight, uint64_t *offset, bool *end, ovf_error *error)
{
    const ovf_row *row;
    ovf_status status = ovf_store_read(&flight->store, offset, &row, error);
    *end = status == OVF_OK && row == NULL;
    if (status != OVF_OK || row == NULL) return status;
    const ovf_polyline *line = row->line;
    bool good = line->part_count == flight->sensor_count + 2 &&
                line->part_ends[line->part_count - 1] == line->fix_count;
    for (size_t i = 1; good && i < line->part_count; i++)
        good = line->part_ends[i] >= line->part_ends[i - 1];
    if (!good || line->part_ends[0] < 2)
        return ovf_fail(error, OVF_ERROR_IO, "cannot read %s: it has a flight of another analysis",
                        flight->store.path);
    size_t fixes = line->part_ends[0];
    if (!ovf_array_reserve(&flight->along_m, &flight->along_capacity, fixes,
                           sizeof *flight->along_m) ||
        !ovf_array_reserve(&flight->looks, &flight->look_capacity, line->fix_count,
                           sizeof *flight->looks) ||
        !ovf_array_reserve(&flight->observations, &flight->observation_capacity,
                           flight->sensor_count, sizeof *flight->observations))
        return ovf_fail_memory(error);
    for (size_t i = 0; i < fixes; i++) flight->along_m[i] = line->fixes[i].altitude_m;
    flight->zones = line->fixes + fixes;
    flight->zone_count = line->part_ends[1] - fixes;
    flight->route = (ovf_route){.id = row->values[0].text,
                                .file = row->values[1].text,
                                .fixes = line->fixes,
                                .fix_count = fixes,
                                .part_ends = line->part_ends,
                                .part_count = 1};
    take_looks(flight, line);
    flight->result = (ovf_result){.route = &flight->route,
                                  .length_m = flight->along_m[fixes - 1],
                                  .fix_along_m = flight->along_m,
                                  .observations = flight->observations,
                                  .observation_count = flight->sensor_count};
    return OVF_OK;
}
