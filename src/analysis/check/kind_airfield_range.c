/* Whether a State's airfields reach its mainland: no matter of a flight, so the kind has no
 * evaluator, and what judges it is called by itself. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/check/flight_ends.h"
#include "analysis/check/range_parts.h"
#include "base/array.h"
#include "base/error.h"
#include "base/said_length.h"
#include "base/text.h"
#include "model/checks.h"

#define LONGEST_NAME 60 /* of an airfield, in a sentence */

const ovf_kind ovf_kind_airfield_range = {
    .name = "airfield_reach",
    .meaning = "no point of a State's mainland is farther from its airfields than this part of "
               "their maximum distances: judged by 'airfields check', "
               "not of a flight",
    .scopes = OVF_SCOPE_FLIGHT,
    .parameters = {{"fraction", 0, 1, NAN, "the part of the maximum distance", false},
                   {"year", 1991, 2200, NAN, "whose maximum distances count; otherwise the latest",
                    true}},
};

/* ---- the airfields ---- */

static bool is_of(const ovf_range_options *options, const ovf_airfield *airfield)
{
    bool of = airfield->state[0] == '\0';
    for (size_t i = 0; i < options->state_count && !of; i++)
        of = strcmp(options->states[i], airfield->state) == 0;
    return of;
}

static ovf_range_airfield look_at(const ovf_range_options *options, const ovf_airfield *airfield)
{
    double km = airfield->max_distance_count > 0 ? ovf_airfield_limit_of(airfield, options->year)
                                                 : airfield->max_distance_km;
    ovf_range_airfield seen = {airfield, OVF_RANGE_COUNTS, km, NAN};
    if (!is_of(options, airfield)) seen.role = OVF_RANGE_OTHER_STATE;
    else if (airfield->kind[0] != '\0' && strcmp(airfield->kind, "open-skies") != 0)
        seen.role = OVF_RANGE_OTHER_KIND;
    else if (isnan(km)) seen.role = OVF_RANGE_NO_DISTANCE;
    else seen.range_m = options->fraction * km * 1000;
    return seen;
}

static ovf_status look_at_all(const ovf_range_options *options, ovf_range_result *result,
                              ovf_error *error)
{
    const ovf_airfields *airfields = options->airfields;
    result->airfields = ovf_array_new(airfields->count, sizeof *result->airfields);
    bool good = result->airfields != NULL;
    for (size_t i = 0; good && i < airfields->count; i++) {
        result->airfields[result->airfield_count++] = look_at(options, &airfields->items[i]);
        result->counting += result->airfields[i].role == OVF_RANGE_COUNTS;
    }
    return good ? OVF_OK : ovf_fail_memory(error);
}

/* ---- the places ---- */

/* `numbers` are the airfields that the circles are of. */
static ovf_status search(const ovf_range_parts *parts, const ovf_circle *circles,
                         const size_t *numbers, size_t count, ovf_error *error)
{
    ovf_range_search in;
    ovf_status status = ovf_range_search_begin(&in, circles, count, error);
    for (size_t i = 0; status == OVF_OK && i < parts->polygon_count; i++) {
        ovf_range_part *part = &parts->parts[parts->polygons[i].part];
        if (i == 0 || parts->polygons[i].part != parts->polygons[i - 1].part)
            ovf_range_search_restart(&in);
        if (!ovf_range_search_polygon(&in, &parts->polygons[i].boundary))
            status = ovf_fail_memory(error);
        else if (!in.found) continue; /* it has no place: a ring that is a point */
        else part->worst = ovf_range_search_result(&in);
        if (status != OVF_OK) break;
        part->worst.circle = numbers[part->worst.circle];
        part->covered = part->worst.beyond_m <= OVF_RANGE_TOLERANCE_M;
    }
    ovf_range_search_clear(&in);
    return status;
}

static ovf_status find_worst(ovf_range_result *result, const ovf_range_parts *parts,
                             ovf_error *error)
{
    ovf_circle *circles = ovf_array_new(result->counting, sizeof *circles);
    size_t *numbers = ovf_array_new(result->counting, sizeof *numbers), count = 0;
    ovf_status status = circles == NULL || numbers == NULL ? ovf_fail_memory(error) : OVF_OK;
    for (size_t i = 0; status == OVF_OK && i < result->airfield_count; i++) {
        const ovf_range_airfield *seen = &result->airfields[i];
        if (seen->role != OVF_RANGE_COUNTS) continue;
        if (!(seen->range_m <= OVF_RANGE_LARGEST_M)) {
            status = ovf_fail(error, OVF_ERROR_INPUT,
                              "airfield %s: expected a range of at most %.10g km, found %.10g km "
                              "(max_distance_km is %.10g)",
                              seen->airfield->id, OVF_RANGE_LARGEST_M / 1000, seen->range_m / 1000,
                              seen->max_distance_km);
            break;
        }
        numbers[count] = i;
        circles[count++] = (ovf_circle){seen->airfield->position, seen->range_m};
    }
    if (status == OVF_OK) status = search(parts, circles, numbers, count, error);
    free(circles);
    free(numbers);
    return status;
}

/* ---- the findings ---- */

/* "Magadan (UHMM), which reaches 2275 km (35 % of 6500 km)". */
static void name_airfield(const ovf_range_options *options, const ovf_range_airfield *seen,
                          char text[200])
{
    char name[LONGEST_NAME], id[LONGEST_NAME];
    ovf_text_shorten(seen->airfield->name[0] != '\0' ? seen->airfield->name : seen->airfield->id,
                     name, sizeof name);
    ovf_text_shorten(seen->airfield->id, id, sizeof id);
    snprintf(text, 200, "%s (%s), which reaches %s (%.10g %% of %s)", name, id,
             ovf_said_limit(seen->range_m / 1000).text, options->fraction * 100,
             ovf_said_limit(seen->max_distance_km).text);
}

static ovf_finding blank(const ovf_range_options *options)
{
    const ovf_place nowhere = {NAN, NAN, NAN, NAN, NAN};
    return (ovf_finding){.restriction = options->restriction,
                         .severity = OVF_SEVERITY_INFORMATION,
                         .judged = true,
                         .measured = NAN,
                         .limit = NAN,
                         .margin = NAN,
                         .unit = "km",
                         .from = nowhere,
                         .to = nowhere,
                         .nearest = nowhere,
                         .nearest_on_zone = {NAN, NAN}};
}

static ovf_finding begin(const ovf_range_options *options, const ovf_range_result *result,
                         const ovf_range_part *part)
{
    ovf_finding finding = blank(options);
    finding.measured = part->worst.distance_m / 1000;
    finding.limit = result->airfields[part->worst.circle].range_m / 1000;
    finding.margin = -part->worst.beyond_m / 1000;
    finding.from.lon = part->worst.at.lon;
    finding.from.lat = part->worst.at.lat;
    finding.to = finding.from;
    return finding;
}

static void judge_mainland(const ovf_range_options *options, ovf_range_result *result)
{
    const ovf_range_part *part = &result->parts[0];
    ovf_finding *finding = &result->mainland;
    char position[OVF_POSITION_SIZE], airfield[200];
    *finding = begin(options, result, part);
    result->complies = part->covered;
    ovf_check_position(part->worst.at.lon, part->worst.at.lat, position);
    name_airfield(options, &result->airfields[part->worst.circle], airfield);
    if (!part->covered) {
        finding->severity = options->restriction->severity;
        ovf_check_say(finding,
                      "the mainland's place that is farthest beyond, %s, is %s from %s: %s beyond, "
                      "and no other airfield comes nearer to reaching it",
                      position, ovf_said_km(finding->measured).text, airfield,
                      ovf_said_km(-finding->margin).text);
        return;
    }
    finding->near_miss = finding->measured > finding->limit * (1 - options->margin);
    if (finding->near_miss && options->restriction->severity >= OVF_SEVERITY_WARNING)
        finding->severity = OVF_SEVERITY_WARNING;
    ovf_check_say(finding,
                  "all of the mainland is reached; the place with the least left, %s, is %s from "
                  "%s: %s are left",
                  position, ovf_said_km(finding->measured).text, airfield,
                  ovf_said_km(fmax(finding->margin, 0)).text);
}

static ovf_finding judge_detached(const ovf_range_options *options, const ovf_range_result *result,
                                  const ovf_range_part *part)
{
    ovf_finding finding = begin(options, result, part);
    char position[OVF_POSITION_SIZE], airfield[200];
    name_airfield(options, &result->airfields[part->worst.circle], airfield);
    finding.nearest.lon = part->nearest.lon;
    finding.nearest.lat = part->nearest.lat;
    finding.nearest_on_zone = part->on_mainland;
    ovf_check_say(
        &finding,
        "detached territory of %.0f km², %s from the mainland, is not covered by (A): %s is %s "
        "from %s; %s",
        part->area_m2 / 1e6, ovf_said_km(part->from_mainland_m / 1000).text,
        ovf_check_position(part->worst.at.lon, part->worst.at.lat, position),
        ovf_said_km(finding.measured).text, airfield,
        part->from_mainland_m > OVF_RANGE_SPECIAL_M
            ? "beyond 600 km special procedures apply, refuelling airfields among them, para "
              "5(B)(2)"
            : "within 600 km a separate maximum distance may be set for it, para 5(B)(3)");
    return finding;
}

static ovf_status judge(const ovf_range_options *options, ovf_range_result *result,
                        ovf_error *error)
{
    if (result->counting == 0) {
        result->mainland = blank(options);
        result->mainland.judged = false;
        result->mainland.severity = OVF_SEVERITY_UNDECIDED;
        ovf_check_say(&result->mainland,
                      "could not be judged: no Open Skies airfield with a known maximum distance");
        return OVF_OK;
    }
    result->judged = true;
    judge_mainland(options, result);
    result->detached = ovf_array_new(result->part_count, sizeof *result->detached);
    if (result->detached == NULL) return ovf_fail_memory(error);
    for (size_t i = 1; i < result->part_count; i++)
        if (!result->parts[i].covered)
            result->detached[result->detached_count++] = judge_detached(options, result,
                                                                        &result->parts[i]);
    return OVF_OK;
}

/* The options with the usual in place of zeros. */
static ovf_status resolve(const ovf_range_options *options, ovf_range_options *resolved,
                          ovf_error *error)
{
    if (options == NULL || options->restriction == NULL || options->airfields == NULL)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "options: expected a restriction and airfields, found NULL");
    if (!(options->fraction >= 0 && options->fraction <= 1))
        return ovf_fail(error, OVF_ERROR_USAGE, "fraction: expected 0 to 1, found %g",
                        options->fraction);
    if (!(options->margin <= 1))
        return ovf_fail(error, OVF_ERROR_USAGE, "margin: expected at most 1, found %g",
                        options->margin);
    if (options->area_count > 0 && options->area == NULL)
        return ovf_fail_null(error, "the zones of the area");
    if (options->state_count > 0 && options->states == NULL)
        return ovf_fail_null(error, "the codes of States");
    ovf_status status = ovf_airfields_check(options->airfields, error);
    for (size_t i = 0; i < options->area_count && status == OVF_OK; i++)
        status = ovf_zone_check(options->area[i], error);
    if (status == OVF_OK && options->mainland != NULL)
        status = ovf_place_check("mainland", options->mainland->lon, options->mainland->lat, error);
    if (status != OVF_OK) return status;
    *resolved = *options;
    if (options->fraction == 0) resolved->fraction = OVF_RANGE_FRACTION;
    if (options->margin == 0) resolved->margin = OVF_CHECK_MARGIN;
    if (options->margin < 0) resolved->margin = 0;
    if (options->year == OVF_RANGE_LATEST) resolved->year = INT_MAX;
    return OVF_OK;
}

ovf_status ovf_range_judge(const ovf_range_options *options, ovf_range_result *result,
                           ovf_error *error)
{
    if (result == NULL) return ovf_fail_null(error, "a place for the result");
    ovf_range_result made = {0};
    ovf_range_parts parts = {0};
    ovf_range_options resolved = {0};
    ovf_status status = resolve(options, &resolved, error);
    options = &resolved;
    if (status == OVF_OK) status = look_at_all(options, &made, error);
    if (status == OVF_OK)
        status = ovf_range_parts_find(options->area, options->area_count, options->mainland, &parts,
                                      error);
    if (status == OVF_OK && made.counting > 0) status = find_worst(&made, &parts, error);
    if (status == OVF_OK) {
        made.parts = parts.parts;
        made.part_count = parts.part_count;
        parts.parts = NULL;
        status = judge(options, &made, error);
    }
    ovf_range_parts_clear(&parts);
    if (status == OVF_OK) *result = made;
    else ovf_range_result_clear(&made);
    return status;
}

void ovf_range_result_clear(ovf_range_result *result)
{
    if (result == NULL) return;
    free(result->airfields);
    free(result->parts);
    free(result->detached);
    *result = (ovf_range_result){0};
}
