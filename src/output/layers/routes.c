/* Routes: each route with its totals. */
#include "output/layers/route_ground.h"
#include "output/rows/renderer.h"
#include "overflight/finding.h"

static const ovf_field fields[] = {
    {"route_id", OVF_FIELD_TEXT, 0, "the route"},
    {"length_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "length of the route"},
    {"inside_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "length inside at least one zone"},
    {"zones", OVF_FIELD_COUNT, 0, "how many zones the route meets"},
    {"passages", OVF_FIELD_COUNT, 0, "how often it is inside a zone"},
    {"crossings", OVF_FIELD_COUNT, 0, "how often it crosses or touches a zone's boundary"},
    {"verdict", OVF_FIELD_TEXT, 0,
     "complies, violates or undecided; nothing where routes were not judged"},
    {"start_time", OVF_FIELD_TIME, 0, "time of the first fix"},
    {"end_time", OVF_FIELD_TIME, 0, "time of the last fix"},
    {"densified_m", OVF_FIELD_REAL, 1, "how far the drawn line is from the geodesic legs at most"},
    {"violations", OVF_FIELD_COUNT, 0, "how many findings are violations"},
    {"undecided", OVF_FIELD_COUNT, 0, "how many findings are undecided"},
    {"warnings", OVF_FIELD_COUNT, 0, "how many findings are warnings"},
};
/* The fixes' own times do not fit a line with more points. */
static const char *const hidden[] = {"coordTimes", NULL};

static ovf_status route(ovf_renderer *renderer, const ovf_result *result, ovf_error *error)
{
    const ovf_fix *fixes = result->route->fixes;
    const ovf_judgement *judged = result->judgement;
    uint64_t zones = 0, passages = 0, crossings = 0;
    double inside_m = 0;
    ovf_status status = ovf_inside_any(result, &renderer->spans, &inside_m, error);
    for (size_t i = 0; i < result->meeting_count; i++) {
        const ovf_meeting *meeting = &result->meetings[i];
        zones += ovf_meets(meeting);
        passages += meeting->passage_count;
        crossings += meeting->crossing_count;
    }
    ovf_row row = {.values = {{.text = result->route->id},
                              {.real = result->length_m},
                              {.real = inside_m},
                              {.count = zones},
                              {.count = passages},
                              {.count = crossings},
                              {.text = judged == NULL ? NULL : ovf_verdict_name(judged->verdict)},
                              {.real = fixes[0].time_s},
                              {.real = fixes[result->route->fix_count - 1].time_s},
                              {.real = OVF_DRAWN_M},
                              {.count = judged == NULL ? 0 : judged->violations},
                              {.count = judged == NULL ? 0 : judged->undecided},
                              {.count = judged == NULL ? 0 : judged->warnings}},
                   .attributes = &result->route->attributes,
                   .fixes = fixes,
                   .fix_count = result->route->fix_count,
                   .fix_names = result->route->fix_names};
    if (status == OVF_OK)
        status = ovf_render_stretch(renderer, result, 0, result->length_m, &row, error);
    ovf_route_ground(renderer, result, &row);
    if (status == OVF_OK) ovf_render_row(renderer, &row);
    return status;
}

const ovf_layer_kind ovf_layer_routes = {
    .bit = OVF_LAYER_ROUTES,
    .schema =
        {.name = "routes",
         .title = "Routes",
         .description =
             "Routes with their totals; inside_m is the length inside at least one zone. Points "
             "are put in so that "
             "straight lines between them stay within densified_m metres of the geodesic legs",
         .fields = fields,
         .field_count = OVF_COUNT(fields),
         .shape = OVF_SHAPE_LINE,
         .decimals = OVF_LINE_DECIMALS,
         .attributes = true,
         .fixes = true,
         .hidden = hidden},
    .route = route,
};
