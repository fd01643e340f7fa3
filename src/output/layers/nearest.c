/* Nearest approaches: for a route and a zone that do not meet, the line between their nearest
 * places. */
#include <math.h>

#include "output/shapes/antimeridian.h"
#include "output/rows/renderer.h"

static const ovf_field fields[] = {
    {"route_id", OVF_FIELD_TEXT, 0, "the route"},
    {"zone_id", OVF_FIELD_TEXT, 0, "the zone"},
    {"nearest_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "least distance of the route from the zone"},
};

static ovf_status route(ovf_renderer *renderer, const ovf_result *result, ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < result->meeting_count && status == OVF_OK; i++) {
        const ovf_meeting *meeting = &result->meetings[i];
        if (ovf_meets(meeting) || !(meeting->nearest_m > 0)) continue;
        const ovf_place *from = &meeting->nearest_on_route;
        ovf_fix ends[] = {{from->lon, from->lat, NAN, NAN},
                          {meeting->nearest_on_zone.lon, meeting->nearest_on_zone.lat, NAN, NAN}};
        size_t part_end = 2;
        ovf_polyline line = {
            .fixes = ends, .fix_count = 2, .part_ends = &part_end, .part_count = 1};
        ovf_row row = {.values = {{.text = result->route->id},
                                  {.text = ovf_render_zone_id(renderer, meeting)},
                                  {.real = meeting->nearest_m}},
                       .line = &renderer->cut};
        status = ovf_antimeridian_cut(&line, &renderer->cut, error);
        if (status == OVF_OK) ovf_render_row(renderer, &row);
    }
    return status;
}

const ovf_layer_kind ovf_layer_nearest = {
    .bit = OVF_LAYER_NEAREST,
    .schema =
        {.name = "nearest",
         .title = "Nearest approaches",
         .description =
             "Nearest approaches: from the place on the route to the place on the zone's boundary",
         .fields = fields,
         .field_count = OVF_COUNT(fields),
         .shape = OVF_SHAPE_LINE,
         .decimals = OVF_POINT_DECIMALS},
    .route = route,
};
