#include "cli/findings.h"

#include <math.h>
#include <string.h>

#include "cli/failure.h"

/* Told apart by colour-blind people as well (M. Okabe and K. Ito, Color Universal Design, 2008:
 * vermilion, orange, blue), and by words without colours. */
typedef struct {
    const char *sign, *word, *colour;
} manner;

static const manner violation = {"✗", "violation", "\033[1;38;5;166m"},
                    warning = {"!", "warning", "\033[38;5;178m"},
                    unjudged = {"?", "not judged", "\033[38;5;178m"},
                    information = {"·", "information", "\033[2m"},
                    good = {"✓", "complies", "\033[1;38;5;32m"};

static const manner *manner_of(const ovf_finding *finding)
{
    if (!finding->judged) return &unjudged;
    if (finding->severity == OVF_SEVERITY_VIOLATION) return &violation;
    return finding->severity == OVF_SEVERITY_WARNING ? &warning : &information;
}

cli_finding_counts cli_findings_count(const ovf_result *result)
{
    cli_finding_counts counts = {0};
    for (size_t i = 0; i < result->finding_count; i++) {
        const ovf_finding *finding = &result->findings[i];
        if (!finding->judged) counts.unjudged++;
        else if (finding->severity == OVF_SEVERITY_VIOLATION) counts.violations++;
        else if (finding->severity == OVF_SEVERITY_WARNING) counts.warnings++;
        else counts.notes++;
    }
    return counts;
}

static void print_manner(const manner *in, const char *text, const cli_terminal *terminal)
{
    if (terminal->colour) fputs(in->colour, stdout);
    printf("%s %s", in->sign, text);
    if (terminal->colour) fputs("\033[0m", stdout);
}

void cli_verdict_word_print(bool judged, bool complies, const cli_terminal *terminal)
{
    const manner *in = !judged ? &unjudged : complies ? &good : &violation;
    print_manner(in, in == &violation ? "violates" : in->word, terminal);
}

static void print_count(size_t count, const char *one, const char *many, bool *first)
{
    if (count == 0) return;
    printf("%s%zu %s", *first ? ": " : ", ", count, count == 1 ? one : many);
    *first = false;
}

/* Whether two findings stand under one heading. */
static bool are_alike(const ovf_finding *a, const ovf_finding *b)
{
    return a->severity == b->severity && manner_of(a) == manner_of(b) &&
           strcmp(a->restriction->rule, b->restriction->rule) == 0;
}

static void print_source(const ovf_restriction *rule, const cli_terminal *terminal)
{
    if (rule->clause == NULL && rule->source == NULL) return;
    if (terminal->colour) fputs("\033[2m", stdout);
    fputs("      ", stdout);
    if (rule->clause != NULL) cli_print_clean(stdout, rule->clause);
    if (rule->clause != NULL && rule->source != NULL) fputs("; ", stdout);
    if (rule->source != NULL) cli_print_clean(stdout, rule->source);
    if (terminal->colour) fputs("\033[0m", stdout);
    putchar('\n');
}

/* Those alike: their rule, what each says, and what the rule rests on. */
static void print_group(const ovf_finding *findings, size_t count, const cli_terminal *terminal)
{
    const ovf_restriction *rule = findings->restriction;
    fputs("  ", stdout);
    print_manner(manner_of(findings), manner_of(findings)->word, terminal);
    fputs("  ", stdout);
    cli_print_clean(stdout, rule->rule);
    if (rule->status != NULL) {
        fputs(", ", stdout);
        cli_print_clean(stdout, rule->status);
    }
    putchar('\n');
    for (size_t i = 0; i < count; i++) {
        if (!are_alike(findings, &findings[i])) continue;
        fputs("      ", stdout);
        cli_print_clean(stdout, findings[i].message);
        const char *remedy = cli_remedy(findings[i].remedy);
        if (remedy != NULL) printf(" (%s)", remedy);
        putchar('\n');
    }
    if (findings->severity > OVF_SEVERITY_INFORMATION) print_source(rule, terminal);
}

void cli_finding_print(const ovf_finding *finding, const cli_terminal *terminal)
{
    print_group(finding, 1, terminal);
}

static void print_findings(const ovf_finding *findings, size_t count, const cli_terminal *terminal)
{
    for (int severity = OVF_SEVERITY_VIOLATION; severity >= OVF_SEVERITY_INFORMATION; severity--)
        for (size_t i = 0; i < count; i++) {
            bool first = (int)findings[i].severity == severity;
            for (size_t k = 0; k < i && first; k++) first = !are_alike(&findings[k], &findings[i]);
            if (first) print_group(&findings[i], count - i, terminal);
        }
}

/* "✓ complies  plan, 1234.567 km: 1 warning" and the findings; `what` stands before the id, and
 * `how` behind the length. */
static void print_verdict(const ovf_result *result, const char *what, const char *how,
                          const cli_terminal *terminal)
{
    cli_finding_counts counts = cli_findings_count(result);
    bool first = true;
    cli_verdict_word_print(true, counts.violations == 0, terminal);
    printf("  %s", what);
    cli_print_clean(stdout, result->route->id);
    printf(", %.3f km%s", result->length_m / 1000, how);
    print_count(counts.violations, "violation", "violations", &first);
    print_count(counts.warnings, "warning", "warnings", &first);
    print_count(counts.unjudged, "not judged", "not judged", &first);
    putchar('\n');
    print_findings(result->findings, result->finding_count, terminal);
}

void cli_findings_print(const ovf_result *result, const cli_terminal *terminal)
{
    print_verdict(result, "", "", terminal);
}

typedef struct {
    size_t added, moved, left_out;
} change_counts;

static change_counts count_changes(const ovf_suggestion *suggestion)
{
    change_counts counts = {0};
    for (size_t k = 0; k < suggestion->fix_count; k++)
        counts.added += suggestion->origins[k] == OVF_SUGGEST_ADDED;
    for (size_t k = 0; k < suggestion->change_count; k++)
        counts.moved += suggestion->changes[k].moved;
    counts.left_out = suggestion->change_count - counts.moved;
    return counts;
}

void cli_suggestion_print(const ovf_suggestion *suggestion, const ovf_result *result,
                          const cli_terminal *terminal)
{
    char how[160];
    change_counts counts = count_changes(suggestion);
    if (counts.added + suggestion->change_count == 0) {
        puts("  nothing is in its way: the suggestion is the route itself");
        return;
    }
    snprintf(how, sizeof how, ", %.3f km %s (%zu fix%s put in, %zu moved, %zu left out)",
             fabs(suggestion->extra_m) / 1000, suggestion->extra_m < 0 ? "shorter" : "longer",
             counts.added, counts.added == 1 ? "" : "es", counts.moved, counts.left_out);
    print_verdict(result, "suggested for ", how, terminal);
}

/* ---- for programs ---- */

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
        "{s:o,s:s,s:s,s:b,s:b,s:o, s:o,s:o,s:o,s:o,s:o, s:o,s:o,s:o,s:s, s:o,s:o,s:o,s:o,s:o, s:o}",
        "rule", text_json(rule->rule), "kind", rule->kind->name, "severity",
        ovf_severity_name(finding->severity), "judged", finding->judged, "near_miss",
        finding->near_miss, "zone_id", text_json(rule->place_id), "clause", text_json(rule->clause),
        "source", text_json(rule->source), "status", text_json(rule->status), "confidence",
        text_json(rule->confidence), "note", text_json(rule->note), "measured",
        number_json(finding->measured), "limit", number_json(finding->limit), "margin",
        number_json(finding->margin), "unit", finding->unit, "from", place_json(&finding->from),
        "to", place_json(&finding->to), "nearest", place_json(&finding->nearest), "nearest_on_zone",
        on_zone, "moves", moves_json(finding), "message", text_json(finding->message));
}

json_t *cli_findings_json(const ovf_result *result)
{
    cli_finding_counts counts = cli_findings_count(result);
    json_t *list = json_array();
    for (size_t i = 0; i < result->finding_count; i++)
        if (json_array_append_new(list, cli_finding_json(&result->findings[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    return json_pack("{s:o,s:o,s:f,s:s,s:I,s:I,s:I,s:o}", "route_id", text_json(result->route->id),
                     "file", text_json(result->route->file), "length_m", result->length_m,
                     "verdict", counts.violations > 0 ? "violates" : "complies", "violations",
                     (json_int_t)counts.violations, "warnings", (json_int_t)counts.warnings,
                     "not_judged", (json_int_t)counts.unjudged, "findings", list);
}

json_t *cli_suggestion_json(const ovf_suggestion *suggestion, const ovf_result *result)
{
    change_counts counts = count_changes(suggestion);
    json_t *object = cli_findings_json(result);
    json_t *more = json_pack("{s:f,s:I,s:I,s:I}", "extra_m", suggestion->extra_m, "fixes_added",
                             (json_int_t)counts.added, "fixes_moved", (json_int_t)counts.moved,
                             "fixes_left_out", (json_int_t)counts.left_out);
    bool complete = object != NULL && more != NULL && json_object_update(object, more) == 0;
    json_decref(more);
    if (complete) return object;
    json_decref(object);
    return NULL;
}

json_t *cli_no_suggestion_json(const char *reason)
{
    return json_pack("{s:o}", "none_because", text_json(reason));
}

json_t *cli_check_json(const ovf_judge *judge, const char *date, json_t *routes, bool violates)
{
    json_t *sets = json_array();
    for (size_t i = 0; i < judge->rules.set_count; i++) {
        const ovf_rule_set *set = &judge->rules.sets[i];
        (void)json_array_append_new(sets, json_pack("{s:o,s:o,s:I}", "name", text_json(set->name),
                                                    "title", text_json(set->title), "rules",
                                                    (json_int_t)set->rule_count));
    }
    return json_pack("{s:s,s:s,s:o,s:I,s:o,s:f,s:o}", "version", ovf_version(), "verdict",
                     violates ? "violates" : "complies", "rule_sets", sets, "restrictions",
                     (json_int_t)judge->rules.count, "date", text_json(date), "margin",
                     fmax(judge->options.margin, 0), "routes", routes);
}
