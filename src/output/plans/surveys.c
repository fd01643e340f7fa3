/* A survey as a file. */
#include <stdlib.h>

#include "base/error.h"
#include "model/checks.h"
#include "output/rows/layer.h"
#include "output/plans/plan_file.h"
#include "overflight/flightplan.h"
#include "overflight/survey.h"

static const ovf_field fields[] = {
    {"id", OVF_FIELD_TEXT, 0, "the route"},
    {"zone_id", OVF_FIELD_TEXT, 0, "the zone it is for"},
    {"sensor", OVF_FIELD_TEXT, 0, "what it is seen with"},
    {"height_m", OVF_FIELD_REAL, OVF_ALTITUDE_DECIMALS, "from which height above ground"},
    {"length_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "length of the route"},
    {"covered_m2", OVF_FIELD_REAL, 0, "how much of the zone is seen"},
    {"covered_fraction", OVF_FIELD_REAL, 9, "the same as a part of the zone"},
    {"tracks", OVF_FIELD_COUNT, 0, "parallel tracks"},
    {"direction_deg", OVF_FIELD_REAL, 3, "their direction, clockwise from north"},
    {"spacing_m", OVF_FIELD_REAL, 3, "between the middles of neighbouring swaths"},
    {"plan", OVF_FIELD_TEXT, 0, "the route as item 15 of a flight plan has it"},
    {"inside_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "length within the zone"},
    {"bound_m2", OVF_FIELD_REAL, 0, "no route within the limits can see more of the zone"},
    {"seed", OVF_FIELD_COUNT, 0, "of the search for a free route"},
    {"rounds", OVF_FIELD_COUNT, 0, "of that search; 0: parallel tracks only"},
};

static const ovf_schema schema = {
    .name = "survey",
    .title = "Survey",
    .description = "A route that sees as much of a zone as a distance allows. The positions are "
                   "the fixes; legs between them are geodesics",
    .fields = fields,
    .field_count = OVF_COUNT(fields),
    .shape = OVF_SHAPE_LINE,
    .decimals = OVF_ALL_DECIMALS,
    .attributes = true};

/* The list that says when the sensor is on, to free; NULL when memory is out. */
static char *list_on(const ovf_survey *survey)
{
    char *text = malloc(6 * survey->fix_count + 2), *at = text;
    if (text == NULL) return NULL;
    for (size_t i = 0; i < survey->fix_count; i++) {
        *at++ = i == 0 ? '[' : ',';
        const char *word = survey->on[i] ? "true" : "false";
        while (*word != '\0') *at++ = *word++;
    }
    *at++ = ']';
    *at = '\0';
    return text;
}

ovf_status ovf_survey_write(const char *path, bool replace, const ovf_route *route,
                            const ovf_survey *survey, const ovf_survey_account *account,
                            ovf_error *error)
{
    if (path == NULL) return ovf_fail_null(error, "a path");
    if (survey == NULL) return ovf_fail_null(error, "a survey");
    if (account == NULL) return ovf_fail_null(error, "an account of the survey");
    ovf_status status = ovf_route_check(route, error);
    if (status != OVF_OK) return status;
    ovf_plan_file *file;
    char *plan = NULL;
    status = ovf_plan_file_open(path, &schema, replace, &file, error);
    if (status != OVF_OK) return status;
    status = ovf_flightplan_write(route, &plan, error);
    ovf_row row = {.values = {{.text = route->id},
                              {.text = account->zone_id},
                              {.text = account->sensor},
                              {.real = account->height_m},
                              {.real = survey->length_m},
                              {.real = account->covered_m2},
                              {.real = account->covered_fraction},
                              {.count = survey->tracks},
                              {.real = survey->direction_deg},
                              {.real = survey->spacing_m},
                              {.text = plan},
                              {.real = survey->inside_m},
                              {.real = account->bound_m2},
                              {.count = account->seed},
                              {.count = survey->rounds}}};
    char *on = status == OVF_OK && survey->on != NULL ? list_on(survey) : NULL;
    ovf_attribute sensor_on = {.name = "sensor_on", .type = OVF_ATTRIBUTE_JSON, .text = on};
    ovf_route written = *route;
    if (on != NULL) written.attributes = (ovf_attributes){&sensor_on, 1};
    if (status == OVF_OK && survey->on != NULL && on == NULL) status = ovf_fail_memory(error);
    if (status == OVF_OK) status = ovf_plan_file_add(file, &written, &row, error);
    if (status == OVF_OK) status = ovf_plan_file_close(file, error);
    ovf_plan_file_free(file);
    free(plan);
    free(on);
    return status;
}
