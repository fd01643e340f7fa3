/* What a check has found, for programs. */
#include <math.h>

#include "cli/findings.h"
#include "cli/legs.h"
#include "cli/what_was_read.h"

static json_t *text_json(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

static json_t *number_json(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *place_json(const ovf_place *place)
{
    if (isnan(place->lon)) return json_null();
    return json_pack("{s:o,s:f,s:f,s:o,s:o}", "along_m", number_json(place->along_m), "lon",
                     place->lon, "lat", place->lat, "altitude_m", number_json(place->altitude_m),
                     "time_s", number_json(place->time_s));
}

static json_t *moves_json(const ovf_finding *finding)
{
    json_t *list = json_array();
    for (size_t i = 0; i < finding->move_count; i++) {
        const ovf_move *move = &finding->moves[i];
        (void)json_array_append_new(list, json_pack("{s:I,s:f,s:s}", "leg",
                                                    (json_int_t)move->leg + 1, "by_m", move->by_m,
                                                    "to", move->left ? "left" : "right"));
    }
    return list;
}

json_t *cli_finding_json(const ovf_finding *finding)
{
    const ovf_restriction *rule = finding->restriction;
    json_t *on_zone = isnan(finding->nearest_on_zone.lon)
                          ? json_null()
                          : json_pack("[f,f]", finding->nearest_on_zone.lon,
                                      finding->nearest_on_zone.lat);
    return json_pack(
        "{s:o,s:s,s:s,s:b,s:b,s:o, s:o,s:o,s:o,s:o,s:o, s:o,s:o,s:o,s:s, s:o,s:o,s:o,s:o,s:o, "
        "s:o,s:o,s:o}",
        "rule", text_json(rule->rule), "kind", rule->kind->name, "severity",
        ovf_severity_name(finding->severity), "judged", finding->judged, "near_miss",
        finding->near_miss, "zone_id", text_json(rule->place_id), "clause", text_json(rule->clause),
        "source", text_json(rule->source), "status", text_json(rule->status), "confidence",
        text_json(rule->confidence), "note", text_json(rule->note), "measured",
        number_json(finding->measured), "limit", number_json(finding->limit), "margin",
        number_json(finding->margin), "unit", finding->unit, "from", place_json(&finding->from),
        "to", place_json(&finding->to), "nearest", place_json(&finding->nearest), "nearest_on_zone",
        on_zone, "moves", moves_json(finding), "message", text_json(finding->message), "least",
        number_json(finding->least), "most", number_json(finding->most));
}

static bool list_findings(json_t *list, const ovf_finding *findings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (json_array_append_new(list, cli_finding_json(&findings[i])) != 0) return false;
    return true;
}

/* How many violations are of rules of each standing, as {"disputed": 1}. */
static json_t *standings_json(const ovf_result *result)
{
    json_t *object = json_object();
    for (size_t i = 0; i < result->finding_count; i++) {
        const ovf_finding *finding = &result->findings[i];
        const char *standing = ovf_restriction_standing(finding->restriction);
        if (finding->severity != OVF_SEVERITY_VIOLATION) continue;
        json_int_t before = json_integer_value(json_object_get(object, standing));
        (void)json_object_set_new(object, standing, json_integer(before + 1));
    }
    return object;
}

static json_t *silent_json(const ovf_result *result, const ovf_judge *judge)
{
    json_t *list = json_array();
    for (size_t i = 0; i < result->meeting_count; i++) {
        const ovf_meeting *met = &result->meetings[i];
        if (met->passage_count > 0 && !ovf_checker_restricts(judge->checker, met->zone))
            (void)json_array_append_new(list, text_json(judge->zones->items[met->zone].id));
    }
    return list;
}

json_t *cli_findings_json(const ovf_result *result, const ovf_judge *judge)
{
    const ovf_judgement *j = result->judgement;
    json_t *findings = json_array(), *kept = json_array();
    json_int_t not_judged = 0;
    for (size_t i = 0; i < result->finding_count; i++) not_judged += !result->findings[i].judged;
    if (!list_findings(findings, result->findings, result->finding_count) ||
        !list_findings(kept, j->kept, j->kept_count)) {
        json_decref(findings);
        json_decref(kept);
        return NULL;
    }
    return json_pack(
        "{s:o,s:o,s:f,s:s,s:I,s:I,s:I,s:I,s:o,s:o,s:b,s:I,s:o,s:o,s:o,s:o}", "route_id",
        text_json(result->route->id), "file", text_json(result->route->file), "length_m",
        result->length_m, "verdict", ovf_verdict_name(j->verdict), "violations",
        (json_int_t)j->violations, "warnings", (json_int_t)j->warnings, "not_judged", not_judged,
        "undecided", (json_int_t)j->undecided, "findings", findings, "violations_by_status",
        standings_json(result), "only_disputable",
        j->violations > 0 && j->disputable == j->violations, "judged", (json_int_t)j->judged,
        "kept", kept, "zones_without_restriction", silent_json(result, judge), "legs",
        cli_legs_json(result, judge->zones), "read", cli_what_was_read_json(result));
}
