/* What a file holds, for programs. */
#include <math.h>

#include "base/time.h"
#include "cli/failure.h"
#include "cli/inspected.h"
#include "cli/listing.h"
#include "cli/zone_limits.h"
#include "model/zone_box.h"

static json_t *time_json(double time_s)
{
    char text[OVF_TIME_SIZE];
    ovf_time_format(time_s, text);
    return text[0] == '\0' ? json_null() : json_string(text);
}

static json_t *box_json(const ovf_lonlat_box *box)
{
    return json_pack("[f,f,f,f]", box->west, box->south, box->east, box->north);
}

/* Fixes are counted from 1, as people see them. */
static json_t *step_json(const ovf_route_step *step, const char *name)
{
    if (isnan(step->value)) return json_null();
    return json_pack("{s:f, s:I, s:I}", name, step->value, "from_fix", (json_int_t)step->from + 1,
                     "to_fix", (json_int_t)step->to + 1);
}

/* Altitudes that are neither over the sea nor pressure altitudes, by what they are over. */
static json_t *heights_json(const ovf_route_extent *e)
{
    json_t *object = json_object();
    for (int k = 0; k <= OVF_HEIGHT_UNKNOWN && object != NULL; k++) {
        if (isnan(e->lowest_over_m[k])) continue;
        (void)json_object_set_new(object, ovf_height_reference_name((ovf_height_reference)k),
                                  json_pack("[f,f]", e->lowest_over_m[k], e->highest_over_m[k]));
    }
    return object;
}

static json_t *flight_json(const cli_flight_seen *flight)
{
    const ovf_route_extent *e = &flight->extent;
    json_t *object = json_pack(
        "{s:o, s:o, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o}", "id", cli_text_json(flight->id),
        "name", cli_text_json(flight->name), "fixes", (json_int_t)flight->fixes, "parts",
        (json_int_t)flight->parts, "named_fixes", (json_int_t)flight->named, "timed_fixes",
        (json_int_t)e->timed, "fixes_over_the_sea", (json_int_t)e->heights, "fixes_by_pressure",
        (json_int_t)e->levels, "first_time", time_json(e->first_s), "last_time",
        time_json(e->last_s));
    json_t *rest = json_pack("{s:o, s:o, s:o, s:o, s:o, s:f, s:o, s:o, s:o, s:o}", "lowest_m",
                             cli_number_json(e->lowest_m), "highest_m",
                             cli_number_json(e->highest_m), "lowest_pressure_altitude_m",
                             cli_number_json(e->lowest_level_m), "highest_pressure_altitude_m",
                             cli_number_json(e->highest_level_m), "bbox", box_json(&e->box),
                             "length_m", e->length_m, "longest_leg",
                             step_json(&e->longest_leg, "length_m"), "longest_gap",
                             step_json(&e->longest_gap, "duration_s"), "fastest",
                             step_json(&e->fastest, "speed_m_s"), "heights_over", heights_json(e));
    if (rest == NULL || json_object_update(object, rest) != 0) {
        json_decref(object);
        object = NULL;
    }
    json_decref(rest);
    return object;
}

static json_t *zone_json(const ovf_zone *zone)
{
    char limits[240];
    ovf_lonlat_box box;
    if (!ovf_zone_box(zone, false, &box)) return NULL;
    cli_zone_limits_describe(zone, limits, sizeof limits);
    return json_pack("{s:o, s:o, s:s, s:I, s:o, s:s}", "id", cli_text_json(zone->id), "name",
                     cli_text_json(zone->name), "edges", ovf_edges_name(zone->edges), "polygons",
                     (json_int_t)zone->polygon_count, "bbox", box_json(&box), "restriction",
                     limits);
}

static json_t *remarks_json(const cli_inspected *in, bool left_out)
{
    json_t *list = json_array();
    for (size_t i = 0; i < in->remark_count && list != NULL; i++) {
        const cli_remark *remark = &in->remarks[i];
        if (remark->left_out == left_out &&
            json_array_append_new(
                list, json_pack("{s:o, s:o, s:o}", "feature", cli_text_json(remark->feature),
                                "text", cli_text_json(remark->text), "remedy",
                                cli_text_json(cli_remedy(remark->remedy)))) != 0) {
            json_decref(list);
            list = NULL;
        }
    }
    return list;
}

static json_t *layers_json(const cli_inspected *in)
{
    json_t *list = json_array();
    for (size_t i = 0; i < in->kind.layer_count && list != NULL; i++) {
        const ovf_layer_about *layer = &in->kind.layers[i];
        json_array_append_new(
            list,
            json_pack("{s:o, s:s, s:o, s:o}", "name", cli_text_json(layer->name), "geometry",
                      layer->geometry, "features",
                      layer->features < 0 ? json_null() : json_integer((json_int_t)layer->features),
                      "crs", cli_text_json(layer->crs)));
    }
    return list;
}

static json_t *attributes_json(const cli_inspected *in)
{
    json_t *list = json_array();
    for (size_t i = 0; i < in->attribute_count && list != NULL; i++)
        json_array_append_new(list, json_pack("{s:o, s:o, s:I}", "name",
                                              cli_text_json(in->attributes[i].name), "first",
                                              cli_text_json(in->attributes[i].first), "flights",
                                              (json_int_t)in->attributes[i].count));
    return list;
}

json_t *cli_inspected_json(const cli_inspected *in)
{
    static const char *const how[] = {[OVF_KNOWN_BY_CONTENT] = "content",
                                      [OVF_KNOWN_BY_OPTION] = "option",
                                      [OVF_KNOWN_BY_GDAL] = "gdal"};
    json_t *flights = json_array(), *zones = json_array();
    for (size_t i = 0; i < in->flight_count && flights != NULL; i++)
        if (json_array_append_new(flights, flight_json(&in->flights[i])) != 0) {
            json_decref(flights);
            flights = NULL;
        }
    for (size_t i = 0; i < in->zones.count && zones != NULL; i++)
        if (json_array_append_new(zones, zone_json(&in->zones.items[i])) != 0) {
            json_decref(zones);
            zones = NULL;
        }
    bool known = in->kind.title != NULL;
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "file",
                     cli_text_json(in->file), "format", cli_text_json(known ? in->kind.name : NULL),
                     "title", cli_text_json(known ? in->kind.title : NULL), "recognised_by",
                     cli_text_json(known ? how[in->kind.by] : NULL), "layers", layers_json(in),
                     "flights", flights, "zones", zones, "attributes", attributes_json(in),
                     "left_out", remarks_json(in, true), "notes", remarks_json(in, false), "error",
                     cli_text_json(in->error.message[0] == '\0' ? NULL : in->error.message));
}
