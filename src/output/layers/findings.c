/* Findings: what judging by restrictions has found, each at its place. */
#include <math.h>

#include "output/rows/renderer.h"
#include "overflight/finding.h"

static const ovf_field fields[] = {
    {"route_id", OVF_FIELD_TEXT, 0, "the route"},
    {"zone_id", OVF_FIELD_TEXT, 0, "the zone or line that the rule is about"},
    {"rule", OVF_FIELD_TEXT, 0, "the rule, with the set it is from"},
    {"severity", OVF_FIELD_TEXT, 0, "violation, undecided, warning or information"},
    {"judged", OVF_FIELD_TEXT, 0, "yes; no: it could not be judged"},
    {"clause", OVF_FIELD_TEXT, 0, "the clause that the rule rests on"},
    {"measured", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "what was measured, in `unit`"},
    {"limit", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "the limit, in `unit`"},
    {"margin", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "what is left of the limit, negative beyond it"},
    {"unit", OVF_FIELD_TEXT, 0, "the unit of the three"},
    {"from_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS,
     "distance along the route where the place begins"},
    {"to_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "distance along the route where it ends"},
    {"status", OVF_FIELD_TEXT, 0, "of the rule: in force, agreed, disputed, lifted or own"},
    {"message", OVF_FIELD_TEXT, 0, "a sentence"},
    {"source", OVF_FIELD_TEXT, 0, "where the rule comes from"},
    {"standing", OVF_FIELD_TEXT, 0,
     "status of the rule, or remembered where it is written down from memory"},
    {"least", OVF_FIELD_REAL, OVF_METRE_DECIMALS,
     "the least that `measured` may be by the uncertainty of the zone's outline, in `unit`"},
    {"most", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "the most that it may be"},
};

/* A stretch, or a point. What is about the flight as a whole is put at its first fix: FlatGeobuf
 * loses what is nowhere. */
static ovf_status place(ovf_renderer *renderer, const ovf_result *result,
                        const ovf_finding *finding, ovf_row *row, ovf_fix *point, ovf_polyline *one,
                        ovf_error *error)
{
    static size_t one_end = 1;
    const ovf_place *from = &finding->from, *to = &finding->to;
    row->line = one;
    if (to->along_m - from->along_m > OVF_TOLERANCE_M) {
        ovf_status status = ovf_render_stretch(renderer, result, from->along_m, to->along_m, row,
                                               error);
        if (status != OVF_OK || row->line->part_count > 0) return status;
    }
    *point = isnan(from->lon) ? result->route->fixes[0]
                              : (ovf_fix){from->lon, from->lat, from->altitude_m, from->time_s};
    point->lon = remainder(point->lon, 360);
    *one = (ovf_polyline){.fixes = point, .fix_count = 1, .part_ends = &one_end, .part_count = 1};
    row->line = one;
    return OVF_OK;
}

static ovf_status route(ovf_renderer *renderer, const ovf_result *result, ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < result->finding_count && status == OVF_OK; i++) {
        const ovf_finding *finding = &result->findings[i];
        const ovf_restriction *rule = finding->restriction;
        ovf_fix point;
        ovf_polyline one;
        ovf_row row = {.values = {{.text = result->route->id},
                                  {.text = rule->place_id},
                                  {.text = rule->rule},
                                  {.text = ovf_severity_name(finding->severity)},
                                  {.text = finding->judged ? "yes" : "no"},
                                  {.text = rule->clause},
                                  {.real = finding->measured},
                                  {.real = finding->limit},
                                  {.real = finding->margin},
                                  {.text = finding->unit},
                                  {.real = finding->from.along_m},
                                  {.real = finding->to.along_m},
                                  {.text = rule->status},
                                  {.text = finding->message},
                                  {.text = rule->source},
                                  {.text = ovf_restriction_standing(rule)},
                                  {.real = finding->least},
                                  {.real = finding->most}}};
        status = place(renderer, result, finding, &row, &point, &one, error);
        if (status == OVF_OK) ovf_render_row(renderer, &row);
    }
    return status;
}

const ovf_layer_kind ovf_layer_findings = {
    .bit = OVF_LAYER_FINDINGS,
    .schema = {.name = "findings",
               .title = "Findings",
               .description = "What judging by restrictions has found: a stretch of the route or a "
                              "point on it; its first fix, and no from_m and "
                              "to_m, where it is about the flight as a whole",
               .fields = fields,
               .field_count = OVF_COUNT(fields),
               .shape = OVF_SHAPE_PLACE,
               .decimals = OVF_LINE_DECIMALS},
    .route = route,
};
