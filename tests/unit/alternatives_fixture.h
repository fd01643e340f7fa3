/* Alternatives for the tests: asking for them, and looking at each without the check's help. */
#ifndef ALTERNATIVES_FIXTURE_H
#define ALTERNATIVES_FIXTURE_H

#include "check_fixture.h"

#include "overflight/suggest.h"

/* A trial that stays as long as its alternatives. */
typedef struct {
    trial *t;
    ovf_zone zones[MOST_ZONES];
    ovf_zones all;
    ovf_rules rules;
    ovf_analyzer *analyzer;
    ovf_checker *checker;
    ovf_scratch *scratch;
    ovf_route route;
    ovf_alternatives found;
} desk;

/* The first zone gets the volume, unless that is NULL. */
static inline void begin_volume_desk(desk *d, trial *t, const ovf_volume *volume)
{
    ovf_error error = {0};
    *d = (desk){.t = t};
    for (size_t i = 0; i < t->zone_count; i++) d->zones[i] = zone_of(&t->shapes[i]);
    if (volume != NULL) assert_int_equal(ovf_zone_set_volume(&d->zones[0], volume, NULL), OVF_OK);
    d->all = (ovf_zones){d->zones, t->zone_count};
    d->rules = (ovf_rules){.items = t->rules, .count = t->rule_count};
    d->route = (ovf_route){.id = "route",
                           .file = "test",
                           .fixes = t->flight.fixes,
                           .fix_count = t->flight.count,
                           .part_ends = t->part_count > 0 ? t->part_ends : &t->flight.count,
                           .part_count = t->part_count > 0 ? t->part_count : 1,
                           .flight_levels = t->has_levels ? t->flight_levels : NULL,
                           .attributes = {t->attributes, t->attribute_count}};
    ovf_status status = ovf_analyzer_new(
        &d->all, &(ovf_analysis_options){.search_m = OVF_SEARCH_NONE}, &d->analyzer, &error);
    if (status == OVF_OK) status = ovf_scratch_new(&d->scratch, &error);
    if (status == OVF_OK)
        status = ovf_checker_new(d->analyzer, &d->rules, &t->options, &d->checker, &error);
    if (status != OVF_OK) fail_msg("%s", error.message);
}

static inline void begin_desk(desk *d, trial *t) { begin_volume_desk(d, t, NULL); }

static inline void end_desk(desk *d)
{
    ovf_volume_free(d->zones[0].volume);
    ovf_alternatives_clear(&d->found);
    ovf_checker_free(d->checker);
    ovf_scratch_free(d->scratch);
    ovf_analyzer_free(d->analyzer);
}

/* What the check says of a route. */
static inline ovf_judgement judge_route(desk *d, const ovf_route *route, const ovf_result **result)
{
    ovf_error error = {0};
    if (ovf_analyze(d->analyzer, route, d->scratch, result, &error) != OVF_OK ||
        ovf_check_route(d->checker, d->scratch, &error) != OVF_OK)
        fail_msg("%s", error.message);
    return *(*result)->judgement;
}

/* Asks, and judges each answer by the check once more. */
static inline void ask_for(desk *d, double clearance_m, const bool *pinned)
{
    const ovf_suggest_options options = {.pinned = pinned, .clearance_m = clearance_m};
    ovf_error error = {0};
    ovf_alternatives_clear(&d->found);
    if (ovf_suggest_alternatives(d->checker, &d->route, &options, d->scratch, &d->found, &error) !=
        OVF_OK)
        fail_msg("%s", error.message);
    for (size_t k = 0; k < d->found.count; k++) {
        const ovf_alternative *a = &d->found.items[k];
        const ovf_result *result;
        const ovf_route made = ovf_alternative_route(a, &d->route);
        ovf_judgement judgement = judge_route(d, &made, &result);
        assert_int_equal(judgement.violations, 0);
        assert_int_equal(judgement.verdict, a->verdict);
        assert_int_equal(judgement.warnings, a->warnings);
        assert_true(fabs(result->length_m - a->suggestion.length_m) < 1e-6);
        assert_true(
            fabs(a->suggestion.length_m - a->suggestion.original_m - a->suggestion.extra_m) < 1e-6);
        if (clearance_m >= 0 && a->clears && clearance_m == 0) assert_int_equal(a->warnings, 0);
    }
    assert_true(d->found.count > 0 || d->found.reason[0] != '\0');
}

static inline const ovf_alternative *find_way(const desk *d, ovf_way_kind way)
{
    for (size_t k = 0; k < d->found.count; k++)
        if (d->found.items[k].way == way) return &d->found.items[k];
    return NULL;
}

static inline const ovf_alternative *the_way(const desk *d, ovf_way_kind way)
{
    const ovf_alternative *a = find_way(d, way);
    if (a == NULL) fail_msg("no way %s: %s", ovf_way_name(way), d->found.reason);
    return a;
}

/* Places along a route, `step_m` apart at most, with altitudes and times. */
typedef struct {
    ovf_fix *items;
    size_t count;
} samples;

static inline samples sample(const ovf_suggestion *s, double step_m)
{
    samples all = {NULL, 0};
    size_t room = 0;
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1) all.items = calloc(room, sizeof *all.items);
        for (size_t k = 0; k + 1 < s->fix_count; k++) {
            const ovf_fix *a = &s->fixes[k], *b = a + 1;
            double length, azimuth;
            geod_inverse(ovf_earth(), a->lat, a->lon, b->lat, b->lon, &length, &azimuth, NULL);
            size_t pieces = (size_t)fmax(1, ceil(length / step_m));
            room += pieces + 1;
            for (size_t i = 0; pass == 1 && i <= pieces; i++) {
                double t = (double)i / (double)pieces;
                ovf_fix *at = &all.items[all.count++];
                geod_direct(ovf_earth(), a->lat, a->lon, azimuth, t * length, &at->lat, &at->lon,
                            NULL);
                at->altitude_m = a->altitude_m + t * (b->altitude_m - a->altitude_m);
                at->time_s = a->time_s + t * (b->time_s - a->time_s);
            }
        }
    }
    return all;
}

/* The least distance of a place from a rectangle in longitude and latitude, by places of its edges
 * that are so far apart; 0 within it. */
static inline double off_rectangle(ovf_fix at, const double sides[4], int places)
{
    double least = INFINITY, lon = sides[0] + remainder(at.lon - sides[0], 360);
    if (lon >= sides[0] && lon <= sides[2] && at.lat >= sides[1] && at.lat <= sides[3]) return 0;
    for (int k = 0; k < 4; k++)
        for (int i = 0; i <= places; i++) {
            double t = (double)i / places, distance;
            ovf_lonlat p = {
                k % 2 == 0 ? sides[0] + t * (sides[2] - sides[0]) : sides[k == 1 ? 0 : 2],
                k % 2 == 1 ? sides[1] + t * (sides[3] - sides[1]) : sides[k == 0 ? 1 : 3]};
            geod_inverse(ovf_earth(), at.lat, at.lon, p.lat, p.lon, &distance, NULL, NULL);
            least = fmin(least, distance);
        }
    return least;
}

#endif
