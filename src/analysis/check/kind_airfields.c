/* Start and end at named airfields. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/check/flight_ends.h"
#include "base/said_length.h"

static bool is_named(const ovf_restriction *restriction, const ovf_airfield *airfield)
{
    if (restriction->airfield_count == 0) return ovf_airfield_is_open_skies(airfield);
    for (size_t i = 0; i < restriction->airfield_count; i++)
        if (strcmp(restriction->airfields[i], airfield->id) == 0) return true;
    return false;
}

/* All of them are nearer than this. */
#define ANYWHERE_M 2.1e7

/* Whether that end is at an airfield that the rule takes. */
static bool judge_end(ovf_check *check, const ovf_restriction *restriction, bool last)
{
    const ovf_airfields *airfields = check->checker->options.airfields;
    const ovf_airfield *taken = NULL; /* the nearest of these */
    double within_m = restriction->values[0] * 1000, nearest_m = ANYWHERE_M;
    for (size_t i = 0; i < airfields->count; i++) {
        if (!is_named(restriction, &airfields->items[i])) continue;
        double distance = ovf_airfield_distance(check, i, last, nearest_m);
        if (distance <= within_m) return true;
        if (isinf(distance)) continue;
        nearest_m = distance;
        taken = &airfields->items[i];
    }
    const ovf_airfield *airfield = ovf_airfield_near(check, last, within_m);
    ovf_finding *finding = ovf_check_add(check, restriction, restriction->severity);
    double at_m = last ? check->result->length_m : 0;
    ovf_check_stretch(check, finding, at_m, at_m);
    finding->limit = restriction->values[0];
    finding->unit = "km";
    const char *which = restriction->airfield_count > 0 ? "one of the airfields that the rule names"
                                                        : "an Open Skies airfield";
    char position[OVF_POSITION_SIZE], nearest[300] = "";
    if (taken != NULL) {
        finding->measured = nearest_m / 1000;
        finding->margin = finding->limit - finding->measured;
        snprintf(nearest, sizeof nearest, "; the nearest of these, %.200s, is %s away", taken->id,
                 ovf_said_km(finding->measured).text);
    }
    if (airfield == NULL)
        ovf_check_say(finding,
                      "%s at %s, with no known airfield within %.10g km; the rule demands %s%s",
                      last ? "ends" : "starts",
                      ovf_check_position(finding->from.lon, finding->from.lat, position),
                      finding->limit, which, nearest);
    else
        ovf_check_say(finding, "%s at %s (%s, %s); the rule demands %s%s", last ? "ends" : "starts",
                      airfield->id, airfield->name,
                      ovf_airfield_is_of_treaty(airfield) ? airfield->kind
                                                          : "none of the treaty's airfields",
                      which, nearest);
    return false;
}

void ovf_evaluate_airfields(ovf_check *check, const ovf_restriction *restriction,
                            const ovf_meeting *meeting)
{
    (void)meeting;
    if (check->checker->options.airfields == NULL) {
        ovf_check_say(ovf_check_add_unjudged(check, restriction),
                      "could not be judged: the list of airfields is missing");
        return;
    }
    bool starts = judge_end(check, restriction, false), ends = judge_end(check, restriction, true);
    if (starts && ends) ovf_check_kept(check, restriction, NAN, restriction->values[0], "km", NAN);
}

const ovf_kind ovf_kind_airfields = {
    .name = "airfields",
    .meaning = "starts and ends at one of the airfields that `airfields` names, otherwise at any "
               "Open Skies airfield",
    .scopes = OVF_SCOPE_FLIGHT,
    .parameters = {{"within_km", 0, 1000, 5, "how near the first and the last fix must be, km",
                    false}},
    .takes_airfields = true,
};
