/* Crossings: each place where a route crosses or touches the boundary of a zone. */
#include "output/rows/renderer.h"

static const ovf_field fields[] = {
    {"route_id", OVF_FIELD_TEXT, 0, "the route"},
    {"zone_id", OVF_FIELD_TEXT, 0, "the zone"},
    {"kind", OVF_FIELD_TEXT, 0, "entry, exit or touch"},
    {"along_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "distance along the route"},
    {"time", OVF_FIELD_TIME, 0, "time at the crossing"},
    {"altitude_m", OVF_FIELD_REAL, OVF_ALTITUDE_DECIMALS, "altitude at the crossing"},
    {"through", OVF_FIELD_TEXT, 0,
     "what is crossed: side (the outline), floor, ceiling, or time (it begins or ends to be in "
     "force)"},
    {"certainty", OVF_FIELD_TEXT, 0,
     "certain: what the route enters or leaves is surely in the zone's volume; possible: that is "
     "not excluded"},
    {"interpolated", OVF_FIELD_TEXT, 0,
     "yes: it lies within a leg that was never observed, or nothing"},
};

static const char *kind_name(ovf_crossing_kind kind)
{
    switch (kind) {
    case OVF_CROSSING_ENTRY: return "entry";
    case OVF_CROSSING_EXIT: return "exit";
    case OVF_CROSSING_TOUCH: return "touch";
    }
    return NULL;
}

static ovf_status route(ovf_renderer *renderer, const ovf_result *result, ovf_error *error)
{
    (void)error;
    for (size_t i = 0; i < result->meeting_count; i++) {
        const ovf_meeting *meeting = &result->meetings[i];
        for (size_t k = 0; k < meeting->crossing_count; k++) {
            const ovf_crossing *crossing = &meeting->crossings[k];
            const ovf_place *place = &crossing->place;
            ovf_row row = {.values = {{.text = result->route->id},
                                      {.text = ovf_render_zone_id(renderer, meeting)},
                                      {.text = kind_name(crossing->kind)},
                                      {.real = place->along_m},
                                      {.real = place->time_s},
                                      {.real = place->altitude_m},
                                      {.text = ovf_crossing_side_name(crossing->through)},
                                      {.text = crossing->possible ? "possible" : "certain"},
                                      {.text = ovf_interpolated_at(result, place) ? "yes" : NULL}},
                           .point = {place->lon, place->lat, place->altitude_m, place->time_s}};
            ovf_render_row(renderer, &row);
        }
    }
    return OVF_OK;
}

const ovf_layer_kind ovf_layer_crossings = {
    .bit = OVF_LAYER_CROSSINGS,
    .schema = {.name = "crossings",
               .title = "Crossings",
               .description =
                   "Where routes cross or touch the boundaries of zones: through side, floor, "
                   "ceiling or time",
               .fields = fields,
               .field_count = OVF_COUNT(fields),
               .shape = OVF_SHAPE_POINT,
               .decimals = OVF_POINT_DECIMALS},
    .route = route,
};
