/* Flights judged by restrictions, put together by hand. */
#ifndef CHECK_FIXTURE_H
#define CHECK_FIXTURE_H

#include "geometry_fixture.h"

#include <math.h>

#include "base/time.h"
#include "overflight/finding.h"

#define MOST_ZONES 4
#define MOST_RULES 16
#define MOST_TEXTS 8
#define MOST_FINDINGS 256
#define MOST_MOVES 64

/* Zeroed, and then with new_trial's options, it is empty. */
typedef struct {
    shape shapes[MOST_ZONES];
    ovf_attribute of_zones[MOST_ZONES];
    size_t zone_count;
    ovf_restriction rules[MOST_RULES];
    size_t rule_count;
    flight flight;
    size_t part_ends[MOST_FIXES];
    size_t part_count; /* 0: one part */
    bool flight_levels[MOST_FIXES];
    bool has_levels;
    double heights[MOST_FIXES]; /* instead of altitudes */
    unsigned char heights_over[MOST_FIXES];
    bool has_heights;
    ovf_attribute attributes[MOST_TEXTS];
    size_t attribute_count;
    ovf_check_options options;
    ovf_finding found[MOST_FINDINGS]; /* after judging */
    size_t found_count;
    ovf_move moves[MOST_MOVES];
    ovf_judgement judgement; /* its lists are those below */
    ovf_finding kept[MOST_RULES];
    ovf_not_asked not_asked[MOST_RULES];
    double length_m;
} trial;

static inline void new_trial(trial *t)
{
    memset(t, 0, sizeof *t);
    t->options = (ovf_check_options){0};
}

static inline size_t add_zone(trial *t, const shape *s)
{
    assert_true(t->zone_count < MOST_ZONES);
    t->shapes[t->zone_count] = *s;
    return t->zone_count++;
}

static inline shape rectangle(ovf_edges kind, double west, double south, double east, double north)
{
    const ovf_lonlat corners[] = {
        {west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
    return zone_with(kind, corners, 5);
}

/* A rule about a zone (OVF_NOWHERE: about the flight) with a limit. */
static inline ovf_restriction *add_rule(trial *t, const char *kind, size_t zone, double limit)
{
    assert_true(t->rule_count < MOST_RULES);
    ovf_restriction *r = &t->rules[t->rule_count++];
    *r = (ovf_restriction){.kind = ovf_kind_named(kind),
                           .values = {limit},
                           .scope = zone == OVF_NOWHERE ? OVF_SCOPE_FLIGHT : OVF_SCOPE_ZONE,
                           .place = zone,
                           .place_id = zone == OVF_NOWHERE ? NULL : "zone",
                           .floor = {NAN, OVF_HEIGHT_MSL},
                           .ceiling = {NAN, OVF_HEIGHT_MSL},
                           .rule = kind,
                           .from_s = NAN,
                           .until_s = NAN,
                           .severity = OVF_SEVERITY_VIOLATION};
    assert_non_null(r->kind);
    for (size_t i = 1; i < OVF_PARAMETERS_MAX; i++) r->values[i] = r->kind->parameters[i].usual;
    return r;
}

static inline void say_of_route(trial *t, const char *name, const char *text)
{
    assert_true(t->attribute_count < MOST_TEXTS);
    t->attributes[t->attribute_count++] = (ovf_attribute){
        .name = name, .type = OVF_ATTRIBUTE_TEXT, .text = text};
}

static inline void say_of_zone(trial *t, size_t zone, const char *name, const char *text)
{
    t->of_zones[zone] = (ovf_attribute){.name = name, .type = OVF_ATTRIBUTE_TEXT, .text = text};
}

static inline ovf_fix *fly_to(trial *t, double lon, double lat, double altitude_m, double time_s)
{
    add_fix(&t->flight, lon, lat);
    ovf_fix *fix = &t->flight.fixes[t->flight.count - 1];
    fix->altitude_m = altitude_m;
    fix->time_s = time_s;
    return fix;
}

static inline double time_of(const char *text)
{
    double seconds = NAN;
    assert_true(ovf_time_parse(text, &seconds));
    return seconds;
}

static inline void keep_judgement(trial *t, const ovf_judgement *judgement)
{
    assert_non_null(judgement);
    t->judgement = *judgement;
    assert_true(judgement->kept_count <= MOST_RULES && judgement->not_asked_count <= MOST_RULES);
    for (size_t i = 0; i < judgement->kept_count; i++) t->kept[i] = judgement->kept[i];
    for (size_t i = 0; i < judgement->not_asked_count; i++)
        t->not_asked[i] = judgement->not_asked[i];
}

/* Judges the flight and keeps what is found. */
static inline void judge(trial *t)
{
    ovf_zone zones[MOST_ZONES];
    ovf_analyzer *analyzer = NULL;
    ovf_scratch *scratch = NULL;
    ovf_checker *checker = NULL;
    const ovf_result *result = NULL;
    ovf_error error = {0};
    for (size_t i = 0; i < t->zone_count; i++) {
        zones[i] = zone_of(&t->shapes[i]);
        if (t->of_zones[i].name != NULL) zones[i].attributes = (ovf_attributes){&t->of_zones[i], 1};
    }
    const ovf_zones all = {zones, t->zone_count};
    const ovf_rules rules = {.items = t->rules, .count = t->rule_count};
    ovf_route route = {.id = "route",
                       .file = "test",
                       .fixes = t->flight.fixes,
                       .fix_count = t->flight.count,
                       .part_ends = t->part_count > 0 ? t->part_ends : &t->flight.count,
                       .part_count = t->part_count > 0 ? t->part_count : 1,
                       .flight_levels = t->has_levels ? t->flight_levels : NULL,
                       .heights_m = t->has_heights ? t->heights : NULL,
                       .height_references = t->has_heights ? t->heights_over : NULL,
                       .attributes = {t->attributes, t->attribute_count}};
    ovf_status status = ovf_analyzer_new(&all, &(ovf_analysis_options){.search_m = OVF_SEARCH_NONE},
                                         &analyzer, &error);
    if (status == OVF_OK) status = ovf_scratch_new(&scratch, &error);
    if (status == OVF_OK) status = ovf_checker_new(analyzer, &rules, &t->options, &checker, &error);
    if (status == OVF_OK) status = ovf_analyze(analyzer, &route, scratch, &result, &error);
    if (status == OVF_OK) status = ovf_check_route(checker, scratch, &error);
    if (status != OVF_OK) fail_msg("%s", error.message);
    assert_true(result->finding_count <= MOST_FINDINGS);
    t->found_count = result->finding_count;
    t->length_m = result->length_m;
    keep_judgement(t, result->judgement);
    for (size_t i = 0, moves = 0; i < t->found_count; i++) {
        ovf_finding *finding = &t->found[i];
        *finding = result->findings[i];
        assert_true(moves + finding->move_count <= MOST_MOVES);
        for (size_t k = 0; k < finding->move_count; k++) t->moves[moves + k] = finding->moves[k];
        finding->moves = &t->moves[moves];
        moves += finding->move_count;
    }
    ovf_checker_free(checker);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
}

static inline const ovf_finding *judge_one(trial *t)
{
    judge(t);
    if (t->found_count != 1) {
        for (size_t i = 0; i < t->found_count; i++)
            print_message("%s: %s\n", t->found[i].restriction->rule, t->found[i].message);
        fail_msg("%zu findings, 1 is wanted", t->found_count);
    }
    return &t->found[0];
}

static inline void expect_near(double found, double wanted, double within)
{
    if (!(fabs(found - wanted) <= within))
        fail_msg("%.9f, wanted %.9f within %g", found, wanted, within);
}

/* What is found, in words: "complies" where nothing is, "violation", "warning" (near the limit),
 * "unjudged", "information"; "nothing applies". */
static inline const char *verdict_of(const trial *t)
{
    if (t->found_count == 0) return "complies";
    const ovf_finding *finding = &t->found[0];
    const char *kind = finding->restriction->kind->name;
    if (strcmp(kind, "nothing_judged") == 0) return "nothing applies";
    return !finding->judged ? "unjudged" : ovf_severity_name(finding->severity);
}

static inline void expect_verdict(trial *t, const char *wanted)
{
    judge(t);
    const char *found = verdict_of(t);
    if (strcmp(found, wanted) != 0)
        fail_msg("%s, wanted %s: %s", found, wanted,
                 t->found_count > 0 ? t->found[0].message : "nothing is found");
    if (strcmp(wanted, "unjudged") == 0)
        assert_non_null(strstr(t->found[0].message, "could not be judged"));
}

#endif
