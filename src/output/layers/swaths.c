/* Swaths: what each sensor saw along each route, wherever it is. */
#include "output/shapes/polygons.h"
#include "output/rows/renderer.h"

static const ovf_field fields[] = {
    {"route_id", OVF_FIELD_TEXT, 0, "the route"},
    {"sensor", OVF_FIELD_TEXT, 0, "the sensor"},
    {"length_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "length of the route on which it was on"},
    {"area_m2", OVF_FIELD_REAL, OVF_AREA_DECIMALS,
     "area of the ground that it saw; what it saw twice counts once"},
};

static ovf_status add_swath(ovf_renderer *renderer, const ovf_result *result,
                            const ovf_observation *observation, ovf_error *error)
{
    const ovf_sensing *sensing = renderer->sinks->sensing;
    ovf_row row = {.values = {{.text = result->route->id},
                              {.text = sensing->sensors.items[observation->sensor].id},
                              {.real = observation->length_m},
                              {.real = 0}}};
    ovf_drawing swath = {0};
    ovf_status status = ovf_swath_draw(result, observation, sensing->options.joins, OVF_DRAWN_M,
                                       &swath.polygons, &swath.count, &row.values[3].real, error);
    if (status == OVF_OK) status = ovf_drawing_cut(&swath, result->route->id, error);
    row.polygons = swath.polygons;
    row.polygon_count = swath.count;
    if (status == OVF_OK) ovf_render_row(renderer, &row);
    ovf_drawing_clear(&swath);
    return status;
}

static ovf_status route(ovf_renderer *renderer, const ovf_result *result, ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < result->observation_count && status == OVF_OK; i++)
        if (result->observations[i].count > 0)
            status = add_swath(renderer, result, &result->observations[i], error);
    return status;
}

const ovf_layer_kind ovf_layer_swaths = {
    .bit = OVF_LAYER_SWATHS,
    .schema = {.name = "swaths",
               .title = "Swaths",
               .description = "What each sensor saw along each route. Straight lines between the "
                              "points stay within 1 m of the edges",
               .fields = fields,
               .field_count = OVF_COUNT(fields),
               .shape = OVF_SHAPE_AREA,
               .decimals = OVF_LINE_DECIMALS},
    .route = route,
};
