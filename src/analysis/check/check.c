#include "analysis/check/flight_ends.h"
#include "analysis/check/territory.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "base/time.h"

#define DAY_S 86400.0

/* ---- the checker ---- */

/* The plan as a line: there and back, without area. */
static ovf_status build_plan(ovf_checker *checker, ovf_error *error)
{
    const ovf_route *plan = checker->options.plan;
    ovf_ring *rings = ovf_array_new(plan->part_count, sizeof *rings);
    ovf_polygon *polygons = ovf_array_new(plan->part_count, sizeof *polygons);
    bool good = rings != NULL && polygons != NULL;
    ovf_track track = {0};
    good = good && ovf_track_lay(&track, plan->fixes, plan->fix_count);
    for (size_t p = 0, begin = 0; good && p < plan->part_count; begin = plan->part_ends[p++]) {
        size_t count = plan->part_ends[p] - begin;
        ovf_lonlat *v = ovf_array_new(2 * count - 1, sizeof *v);
        good = v != NULL;
        for (size_t i = 0; good && i < 2 * count - 1; i++) {
            const ovf_fix *fix = &plan->fixes[begin + (i < count ? i : 2 * count - 2 - i)];
            v[i] = (ovf_lonlat){fix->lon, fix->lat};
        }
        for (size_t i = begin; good && i + 1 < plan->part_ends[p]; i++)
            checker->plan_m += track.length_m[i];
        rings[p] = (ovf_ring){v, good ? 2 * count - 1 : 0};
        polygons[p] = (ovf_polygon){&rings[p], 1};
    }
    const ovf_zone line = {
        .edges = OVF_EDGES_GEODESIC, .polygons = polygons, .polygon_count = plan->part_count};
    good = good && ovf_boundary_build_line(&checker->plan, &line);
    for (size_t p = 0; rings != NULL && p < plan->part_count; p++) free(rings[p].vertices);
    free(rings);
    free(polygons);
    ovf_track_clear(&track);
    return good ? OVF_OK : ovf_fail_memory(error);
}

static bool are_same(ovf_height a, ovf_height b)
{
    return (isnan(a.metres) && isnan(b.metres)) ||
           (a.metres == b.metres && a.reference == b.reference);
}

/* Stand-offs from one line differ mostly in when they are in force, as States join and leave. */
static bool are_twins(const ovf_restriction *a, const ovf_restriction *b)
{
    return a->scope == b->scope && a->place == b->place && a->values[0] == b->values[0] &&
           are_same(a->floor, b->floor) && are_same(a->ceiling, b->ceiling);
}

static bool find_twins(ovf_checker *checker)
{
    const ovf_rules *rules = checker->rules;
    size_t zones = checker->analyzer->zones->count;
    size_t *last = ovf_array_new(zones + rules->lines.count,
                                 sizeof *last); /* restriction of each zone and line, from 1 */
    checker->twins = ovf_array_new(rules->count, sizeof *checker->twins);
    for (size_t i = 0; last != NULL && checker->twins != NULL && i < rules->count; i++) {
        const ovf_restriction *r = &rules->items[i];
        if (r->kind != &ovf_kind_standoff || r->place == OVF_NOWHERE) continue;
        size_t *before = &last[r->scope == OVF_SCOPE_LINE ? zones + r->place : r->place];
        if (*before > 0 && are_twins(r, &rules->items[*before - 1])) {
            if (checker->twins[*before - 1] == 0)
                checker->twins[*before - 1] = ++checker->twin_count;
            checker->twins[i] = checker->twins[*before - 1];
        }
        *before = i + 1;
    }
    bool good = last != NULL && checker->twins != NULL;
    free(last);
    return good;
}

ovf_status ovf_checker_new(const ovf_analyzer *analyzer, const ovf_rules *rules,
                           const ovf_check_options *options, ovf_checker **checker,
                           ovf_error *error)
{
    if (options != NULL && !(options->margin >= 0 && options->margin <= 1))
        return ovf_fail(error, OVF_ERROR_USAGE, "the margin is %g, 0 to 1 is wanted",
                        options->margin);
    ovf_checker *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    made->analyzer = analyzer;
    made->rules = rules;
    made->options = options != NULL ? *options
                                    : (ovf_check_options){.date_s = NAN,
                                                          .until_s = NAN,
                                                          .margin = OVF_CHECK_MARGIN};
    made->lines = ovf_boundaries_new(&rules->lines, true);
    if (made->options.airfields != NULL)
        made->limits = ovf_airfield_limits_read(made->options.airfields);
    if (made->options.territory != NULL)
        made->coasts = ovf_coasts_new(made->options.territory, analyzer);
    bool good = made->lines != NULL && (made->options.airfields == NULL || made->limits != NULL) &&
                (made->options.territory == NULL || made->coasts != NULL);
    good = good && find_twins(made);
    ovf_status status = good ? OVF_OK : ovf_fail_memory(error);
    if (status == OVF_OK && made->options.plan != NULL) status = build_plan(made, error);
    if (status == OVF_OK) *checker = made;
    else ovf_checker_free(made);
    return status;
}

void ovf_checker_free(ovf_checker *checker)
{
    if (checker == NULL) return;
    ovf_boundaries_free(checker->lines);
    free(checker->twins);
    ovf_boundary_free(&checker->plan);
    ovf_coasts_free(checker->coasts);
    if (checker->options.airfields != NULL)
        ovf_airfield_limits_free(checker->limits, checker->options.airfields->count);
    free(checker);
}

ovf_status ovf_checker_set_territory(ovf_checker *checker, const ovf_analyzer *territory,
                                     ovf_error *error)
{
    ovf_coasts_free(checker->coasts);
    checker->options.territory = territory;
    checker->coasts = ovf_coasts_new(territory, checker->analyzer);
    return checker->coasts != NULL ? OVF_OK : ovf_fail_memory(error);
}

/* ---- times ---- */

const char *ovf_check_text(const ovf_check *check, const char *name)
{
    const ovf_attribute *attribute = ovf_attributes_find(&check->result->route->attributes, name);
    return attribute != NULL && attribute->type == OVF_ATTRIBUTE_TEXT ? attribute->text : NULL;
}

double ovf_check_time(const ovf_check *check, const char *name)
{
    double seconds;
    const char *text = ovf_check_text(check, name);
    return text != NULL && ovf_time_parse(text, &seconds) ? seconds : NAN;
}

/* Of the first and the last fix, or of the attributes started_at and completed_at; or else of the
 * attribute `date`, a day. */
static void find_times(ovf_check *check)
{
    const ovf_route *route = check->result->route;
    const double day = ovf_check_time(check, "date");
    check->first_s = route->fixes[0].time_s;
    check->last_s = route->fixes[route->fix_count - 1].time_s;
    if (isnan(check->first_s)) check->first_s = ovf_check_time(check, "started_at");
    if (isnan(check->last_s)) check->last_s = ovf_check_time(check, "completed_at");
    for (size_t i = 0; i < route->fix_count && !check->timed; i++)
        check->timed = !isnan(route->fixes[i].time_s);
    if (!isnan(check->checker->options.date_s)) {
        check->first_s = check->checker->options.date_s;
        check->last_s = isnan(check->checker->options.until_s) ? check->first_s
                                                               : check->checker->options.until_s;
        check->timed = false;
        check->some_day = true;
    } else if (isnan(check->first_s) && isnan(check->last_s) && !isnan(day)) {
        check->first_s = day;
        check->last_s = fmod(day, DAY_S) == 0 ? day + DAY_S - 1e-3 : day;
        check->some_day = true;
    }
}

/* Comparisons with what is not known, or an open end, are false. */
static bool holds_at(const ovf_restriction *r, double at_s)
{
    return !isnan(at_s) && !(at_s < r->from_s || at_s >= r->until_s);
}

bool ovf_check_always_in_force(const ovf_check *check, const ovf_restriction *r)
{
    return (isnan(r->from_s) && isnan(r->until_s)) ||
           (holds_at(r, check->first_s) && holds_at(r, check->last_s));
}

ovf_in_force ovf_check_in_force(const ovf_check *check, const ovf_restriction *r)
{
    if (ovf_check_always_in_force(check, r)) return OVF_IN_FORCE;
    if (check->last_s < r->from_s || check->first_s >= r->until_s) return OVF_IN_FORCE_NOT;
    bool both_known = !isnan(check->first_s) && !isnan(check->last_s);
    if (check->some_day) return OVF_IN_FORCE_PERHAPS;
    return holds_at(r, check->first_s) || holds_at(r, check->last_s) || both_known
               ? OVF_IN_FORCE
               : OVF_IN_FORCE_PERHAPS;
}

/* ---- findings ---- */

ovf_finding *ovf_check_add(ovf_check *check, const ovf_restriction *restriction,
                           ovf_severity severity)
{
    ovf_scratch *s = check->scratch;
    ovf_finding *finding = &s->spare_finding;
    if (ovf_array_reserve(&s->findings, &s->finding_capacity, s->finding_count + 1,
                          sizeof *s->findings))
        finding = &s->findings[s->finding_count++];
    else check->failed = true;
    const ovf_place nowhere = {NAN, NAN, NAN, NAN, NAN};
    *finding = (ovf_finding){.restriction = restriction,
                             .severity = severity,
                             .judged = true,
                             .measured = NAN,
                             .limit = NAN,
                             .margin = NAN,
                             .unit = "",
                             .from = nowhere,
                             .to = nowhere,
                             .nearest = nowhere,
                             .nearest_on_zone = {NAN, NAN}};
    return finding;
}

ovf_finding *ovf_check_add_unjudged(ovf_check *check, const ovf_restriction *restriction)
{
    bool little = restriction->severity == OVF_SEVERITY_INFORMATION;
    ovf_finding *finding = ovf_check_add(check, restriction,
                                         little ? OVF_SEVERITY_INFORMATION : OVF_SEVERITY_WARNING);
    finding->judged = false;
    return finding;
}

void ovf_check_say(ovf_finding *finding, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(finding->message, sizeof finding->message, format, arguments);
    va_end(arguments);
}

static void doubt(ovf_finding *finding, const char *why)
{
    char said[OVF_FINDING_MESSAGE];
    if (!finding->judged) return;
    if (finding->severity > OVF_SEVERITY_WARNING) finding->severity = OVF_SEVERITY_WARNING;
    finding->judged = false;
    snprintf(said, sizeof said, "%s", finding->message);
    ovf_check_say(finding, "%.400s; could not be judged: %s", said, why);
}

void ovf_check_doubt(ovf_check *check, size_t first, const char *why)
{
    for (size_t i = first; i < check->scratch->finding_count; i++)
        doubt(&check->scratch->findings[i], why);
}

bool ovf_check_upper(ovf_check *check, const ovf_restriction *restriction, double measured,
                     double limit, double tolerance, const char *unit, ovf_finding **finding)
{
    bool broken = measured > limit + tolerance;
    if (!broken && !(measured > limit * (1 - check->checker->options.margin))) return false;
    ovf_severity severity = restriction->severity;
    if (!broken && severity > OVF_SEVERITY_WARNING) severity = OVF_SEVERITY_WARNING;
    *finding = ovf_check_add(check, restriction, severity);
    (*finding)->near_miss = !broken;
    (*finding)->measured = measured;
    (*finding)->limit = limit;
    (*finding)->margin = limit - measured;
    (*finding)->unit = unit;
    return true;
}

/* ---- places ---- */

ovf_place ovf_check_place(const ovf_check *check, double along_m)
{
    ovf_scratch *s = check->scratch;
    size_t k = 0;
    while (k + 1 < s->stretch_count && s->along_m[s->stretches[k].to_fix] < along_m) k++;
    return ovf_scratch_place(s, &s->stretches[k], along_m, NULL);
}

size_t ovf_check_fix(const ovf_check *check, double along_m)
{
    size_t low = 0, high = check->result->route->fix_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (check->result->fix_along_m[middle] <= along_m) low = middle;
        else high = middle;
    }
    return low + 1;
}

static const char *name_of(const ovf_route *route, size_t fix)
{
    return route->fix_names != NULL && fix < route->fix_count ? route->fix_names[fix] : "";
}

const char *ovf_check_fix_called(const ovf_check *check, double along_m, char text[OVF_CALLED_SIZE])
{
    size_t number = ovf_check_fix(check, along_m);
    const char *name = name_of(check->result->route, number - 1);
    if (*name != '\0') ovf_text_shorten(name, text, OVF_CALLED_SIZE);
    else snprintf(text, OVF_CALLED_SIZE, "fix %zu", number);
    return text;
}

const char *ovf_check_leg_called(const ovf_check *check, size_t leg, char text[OVF_CALLED_SIZE])
{
    const char *from = name_of(check->result->route, leg),
               *to = name_of(check->result->route, leg + 1);
    char short_from[30], short_to[30];
    if (*from == '\0' || *to == '\0') {
        snprintf(text, OVF_CALLED_SIZE, "leg %zu", leg + 1);
        return text;
    }
    ovf_text_shorten(from, short_from, sizeof short_from);
    ovf_text_shorten(to, short_to, sizeof short_to);
    snprintf(text, OVF_CALLED_SIZE, "the leg from %s to %s", short_from, short_to);
    return text;
}

void ovf_check_stretch(const ovf_check *check, ovf_finding *finding, double from_m, double to_m)
{
    finding->from = ovf_check_place(check, from_m);
    finding->to = to_m == from_m ? finding->from : ovf_check_place(check, to_m);
}

const char *ovf_check_position(double lon, double lat, char text[OVF_POSITION_SIZE])
{
    snprintf(text, OVF_POSITION_SIZE, "%.5f %c %.5f %c", fabs(lat), lat < 0 ? 'S' : 'N', fabs(lon),
             lon < 0 ? 'W' : 'E');
    return text;
}

const char *ovf_check_place_name(const ovf_check *check, const ovf_restriction *r)
{
    if (r->scope == OVF_SCOPE_ZONE && r->place != OVF_NOWHERE)
        return check->checker->analyzer->zones->items[r->place].name;
    if (r->scope == OVF_SCOPE_LINE && r->place != OVF_NOWHERE)
        return check->checker->rules->lines.items[r->place].name;
    return r->place_id != NULL ? r->place_id : "";
}

/* ---- all restrictions ---- */

static const ovf_meeting *find_meeting(const ovf_result *result, size_t zone)
{
    size_t low = 0, high = result->meeting_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (result->meetings[middle].zone < zone) low = middle + 1;
        else high = middle;
    }
    return low < result->meeting_count && result->meetings[low].zone == zone
               ? &result->meetings[low]
               : NULL;
}

/* A day, or a time where it is none; nothing for NAN. */
static void format_day(double seconds, char text[OVF_TIME_SIZE])
{
    *text = '\0';
    if (isnan(seconds)) return;
    ovf_time_format(seconds, text);
    if (fmod(seconds, DAY_S) == 0) text[10] = '\0';
}

/* What was found as if the restriction were in force, when it is not known whether it is. */
static void doubt_time(ovf_finding *finding)
{
    const ovf_restriction *r = finding->restriction;
    char why[200], from[OVF_TIME_SIZE], until[OVF_TIME_SIZE];
    format_day(r->from_s, from);
    format_day(r->until_s, until);
    snprintf(
        why, sizeof why,
        "the rule is in force%s%s%s%s only, and when the flight takes place is not known (--date)",
        *from != '\0' ? " from " : "", from, *until != '\0' ? " until " : "", until);
    doubt(finding, why);
}

/* The same again, of another restriction. */
static void repeat(ovf_check *check, const ovf_restriction *r, const ovf_found *found)
{
    ovf_scratch *s = check->scratch;
    if (!ovf_array_reserve(&s->moves, &s->move_capacity, s->move_count + found->move_count,
                           sizeof *s->moves))
        check->failed = true;
    for (size_t i = found->first; i < found->first + found->count && !check->failed; i++) {
        ovf_finding *finding = ovf_check_add(check, r, OVF_SEVERITY_WARNING);
        if (check->failed) return;
        *finding = s->findings[i];
        finding->restriction = r;
        bool little = (finding->near_miss || !finding->judged) &&
                      r->severity > OVF_SEVERITY_WARNING;
        finding->severity = little ? OVF_SEVERITY_WARNING : r->severity;
    }
    if (check->failed || found->move_count == 0) return;
    memcpy(s->moves + s->move_count, s->moves + found->first_move,
           found->move_count * sizeof *s->moves);
    s->move_count += found->move_count;
}

static void judge(ovf_check *check, const ovf_restriction *r, ovf_found *found)
{
    ovf_scratch *s = check->scratch;
    size_t findings = s->finding_count, moves = s->move_count;
    if (r->kind->judge == NULL || ovf_check_in_force(check, r) == OVF_IN_FORCE_NOT) return;
    /* Of those that come or go on the way each binds stretches of its own (bound.c). */
    if (check->timed && !ovf_check_always_in_force(check, r)) found = NULL;
    if (r->scope == OVF_SCOPE_ZONE && r->place == OVF_NOWHERE) {
        ovf_finding *finding = ovf_check_add_unjudged(check, r);
        finding->severity = OVF_SEVERITY_INFORMATION;
        ovf_check_say(finding, "could not be judged: no zone has the id %s", r->place_id);
    } else if (found != NULL && found->done) {
        repeat(check, r, found);
    } else {
        r->kind->judge(check, r,
                       r->scope == OVF_SCOPE_ZONE ? find_meeting(check->result, r->place) : NULL);
        if (found != NULL)
            *found = (ovf_found){findings, s->finding_count - findings, moves,
                                 s->move_count - moves, true};
    }
}

/* Once all is found, as that may be repeated. */
static void doubt_times(ovf_check *check)
{
    for (size_t i = 0; i < check->scratch->finding_count; i++) {
        ovf_finding *finding = &check->scratch->findings[i];
        if (ovf_check_in_force(check, finding->restriction) == OVF_IN_FORCE_PERHAPS)
            doubt_time(finding);
    }
}

ovf_status ovf_check_route(const ovf_checker *checker, ovf_scratch *s, ovf_error *error)
{
    ovf_check check = {.checker = checker, .scratch = s, .result = &s->result};
    s->finding_count = s->move_count = 0;
    find_times(&check);
    check.box = ovf_scratch_box(s, 0, s->route->fix_count - 1);
    if (!ovf_array_reserve(&s->found, &s->found_capacity, checker->twin_count, sizeof *s->found))
        return ovf_fail_memory(error);
    for (size_t i = 0; i < checker->twin_count; i++) s->found[i].done = false;
    for (size_t i = 0; i < checker->rules->count; i++)
        judge(&check, &checker->rules->items[i],
              checker->twins[i] == 0 ? NULL : &s->found[checker->twins[i] - 1]);
    doubt_times(&check);
    if (check.failed) return ovf_fail_memory(error);
    /* Only now do the moves stay where they are. */
    for (size_t i = 0, first = 0; i < s->finding_count; first += s->findings[i++].move_count)
        s->findings[i].moves = s->moves != NULL ? s->moves + first : NULL;
    s->result.findings = s->findings;
    s->result.finding_count = s->finding_count;
    return OVF_OK;
}
