/* Passages: each passage as a line. */
#include "output/rows/renderer.h"

static const ovf_field fields[] = {
    {"route_id", OVF_FIELD_TEXT, 0, "the route"},
    {"zone_id", OVF_FIELD_TEXT, 0, "the zone"},
    {"passage", OVF_FIELD_COUNT, 0,
     "number of the passage of that route through that zone: 1, 2, …"},
    {"entry_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS,
     "distance along the route where the passage begins"},
    {"exit_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "distance along the route where it ends"},
    {"length_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "length of the passage"},
    {"entry_time", OVF_FIELD_TIME, 0, "time when it begins"},
    {"exit_time", OVF_FIELD_TIME, 0, "time when it ends"},
    {"entry_altitude_m", OVF_FIELD_REAL, OVF_ALTITUDE_DECIMALS, "altitude where it begins"},
    {"exit_altitude_m", OVF_FIELD_REAL, OVF_ALTITUDE_DECIMALS, "altitude where it ends"},
    {"certainty", OVF_FIELD_TEXT, 0,
     "certain: the route is surely in the zone's volume; possible: that is not excluded"},
    {"interpolated", OVF_FIELD_TEXT, 0,
     "what lies within a leg that was never observed: entry, exit, both, or nothing"},
};

static const char *interpolated(const ovf_result *result, const ovf_passage *passage)
{
    bool entry = ovf_interpolated_at(result, &passage->entry),
         exit = ovf_interpolated_at(result, &passage->exit);
    if (entry) return exit ? "both" : "entry";
    return exit ? "exit" : NULL;
}

static ovf_status route(ovf_renderer *renderer, const ovf_result *result, ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < result->meeting_count; i++) {
        const ovf_meeting *meeting = &result->meetings[i];
        for (size_t k = 0; k < meeting->passage_count && status == OVF_OK; k++) {
            const ovf_passage *passage = &meeting->passages[k];
            const ovf_place *entry = &passage->entry, *exit = &passage->exit;
            ovf_row row = {.values = {{.text = result->route->id},
                                      {.text = ovf_render_zone_id(renderer, meeting)},
                                      {.count = k + 1},
                                      {.real = entry->along_m},
                                      {.real = exit->along_m},
                                      {.real = passage->length_m},
                                      {.real = entry->time_s},
                                      {.real = exit->time_s},
                                      {.real = entry->altitude_m},
                                      {.real = exit->altitude_m},
                                      {.text = passage->possible ? "possible" : "certain"},
                                      {.text = interpolated(result, passage)}}};
            status = ovf_render_stretch(renderer, result, entry->along_m, exit->along_m, &row,
                                        error);
            if (status == OVF_OK) ovf_render_row(renderer, &row);
        }
    }
    return status;
}

const ovf_layer_kind ovf_layer_passages = {
    .bit = OVF_LAYER_PASSAGES,
    .schema = {.name = "passages",
               .title = "Passages",
               .description =
                   "Stretches of routes inside zones, between floor and ceiling and while "
                   "they are in force. Points are put in so that "
                   "straight lines between them stay within 1 m of "
                   "the geodesic legs",
               .fields = fields,
               .field_count = OVF_COUNT(fields),
               .shape = OVF_SHAPE_LINE,
               .decimals = OVF_LINE_DECIMALS},
    .route = route,
};
