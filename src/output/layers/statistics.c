/* Statistics: a row for each route and zone that meet or come near each other. */
#include <math.h>

#include "output/rows/renderer.h"

static const ovf_field fields[] = {
    {"route_id", OVF_FIELD_TEXT, 0, "the route"},
    {"zone_id", OVF_FIELD_TEXT, 0, "the zone"},
    {"length_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "length of the whole route"},
    {"inside_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS,
     "length inside the zone's outline, at any height and time"},
    {"passages", OVF_FIELD_COUNT, 0,
     "how often the route is inside the zone's volume, surely or possibly"},
    {"crossings", OVF_FIELD_COUNT, 0,
     "how often the route crosses or touches the boundary of the zone's volume"},
    {"nearest_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS,
     "least distance of the route from the zone; 0 where they meet"},
    {"first_entry_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS,
     "distance along the route where it is first inside"},
    {"last_exit_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS,
     "distance along the route where it is last inside"},
    {"first_entry_time", OVF_FIELD_TIME, 0, "time when it is first inside"},
    {"last_exit_time", OVF_FIELD_TIME, 0, "time when it is last inside"},
    {"within_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS,
     "length surely within the zone's volume: between floor and ceiling, while it is in force"},
    {"within_at_most_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS,
     "length of which it is not excluded that it is within the volume"},
    {"gap_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS,
     "length inside the outline on legs that were never observed"},
    {"gap_s", OVF_FIELD_REAL, OVF_SECOND_DECIMALS, "time inside the outline on such legs"},
};

static ovf_status route(ovf_renderer *renderer, const ovf_result *result, ovf_error *error)
{
    (void)error;
    for (size_t i = 0; i < result->meeting_count; i++) {
        const ovf_meeting *meeting = &result->meetings[i];
        const ovf_passage *passages = meeting->passages;
        size_t count = meeting->passage_count;
        /* First and last are unknown where the route is never inside. */
        ovf_row row = {.values = {{.text = result->route->id},
                                  {.text = ovf_render_zone_id(renderer, meeting)},
                                  {.real = result->length_m},
                                  {.real = meeting->inside_m},
                                  {.count = count},
                                  {.count = meeting->crossing_count},
                                  {.real = meeting->nearest_m},
                                  {.real = count > 0 ? passages[0].entry.along_m : NAN},
                                  {.real = count > 0 ? passages[count - 1].exit.along_m : NAN},
                                  {.real = count > 0 ? passages[0].entry.time_s : NAN},
                                  {.real = count > 0 ? passages[count - 1].exit.time_s : NAN},
                                  {.real = meeting->within_m},
                                  {.real = meeting->within_at_most_m},
                                  {.real = meeting->gap_m},
                                  {.real = meeting->gap_s}}};
        ovf_render_row(renderer, &row);
    }
    return OVF_OK;
}

const ovf_layer_kind ovf_layer_statistics = {
    .bit = OVF_LAYER_STATISTICS,
    .schema = {.name = "statistics",
               .title = "Statistics",
               .description = "Each route and zone that meet or come near each other",
               .fields = fields,
               .field_count = OVF_COUNT(fields)},
    .route = route,
};
