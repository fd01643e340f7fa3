/* A checker: what judging needs, prepared once. */
#include "analysis/check/flight_ends.h"
#include "analysis/check/territory.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "model/checks.h"
#include "model/restriction.h"

/* The reference as a line: there and back, without area. */
static ovf_status build_reference(ovf_checker *checker, ovf_error *error)
{
    const ovf_route *reference = checker->options.reference;
    ovf_ring *rings = ovf_array_new(reference->part_count, sizeof *rings);
    ovf_polygon *polygons = ovf_array_new(reference->part_count, sizeof *polygons);
    bool good = rings != NULL && polygons != NULL;
    ovf_track track = {0};
    good = good && ovf_track_lay(&track, reference->fixes, reference->fix_count);
    for (size_t p = 0, begin = 0; good && p < reference->part_count;
         begin = reference->part_ends[p++]) {
        size_t count = reference->part_ends[p] - begin;
        ovf_lonlat *v = ovf_array_new(2 * count - 1, sizeof *v);
        good = v != NULL;
        for (size_t i = 0; good && i < 2 * count - 1; i++) {
            const ovf_fix *fix = &reference->fixes[begin + (i < count ? i : 2 * count - 2 - i)];
            v[i] = (ovf_lonlat){fix->lon, fix->lat};
        }
        for (size_t i = begin; good && i + 1 < reference->part_ends[p]; i++)
            checker->reference_m += track.length_m[i];
        rings[p] = (ovf_ring){.vertices = v, .count = good ? 2 * count - 1 : 0};
        polygons[p] = (ovf_polygon){&rings[p], 1};
    }
    const ovf_zone line = {
        .edges = OVF_EDGES_GEODESIC, .polygons = polygons, .polygon_count = reference->part_count};
    good = good && ovf_boundary_build_line(&checker->reference, &line);
    for (size_t p = 0; rings != NULL && p < reference->part_count; p++) free(rings[p].vertices);
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
           a->uncertainty_m == b->uncertainty_m && are_same(a->floor, b->floor) &&
           are_same(a->ceiling, b->ceiling);
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

static bool find_evaluators(ovf_checker *checker)
{
    const ovf_rules *rules = checker->rules;
    checker->evaluators = ovf_array_new(rules->count, sizeof *checker->evaluators);
    for (size_t i = 0; checker->evaluators != NULL && i < rules->count; i++)
        (void)ovf_kind_evaluator(rules->items[i].kind, &checker->evaluators[i]);
    return checker->evaluators != NULL;
}

/* What a caller may get wrong in rules that it has made itself. */
static ovf_status check_rules(const ovf_rules *rules, const ovf_zones *zones, ovf_error *error)
{
    ovf_evaluator *evaluator;
    for (size_t i = 0; i < rules->count; i++) {
        const ovf_restriction *r = &rules->items[i];
        size_t places = r->scope == OVF_SCOPE_LINE ? rules->lines.count : zones->count;
        if (!ovf_kind_evaluator(r->kind, &evaluator))
            return ovf_fail(error, OVF_ERROR_USAGE,
                            "rule %zu: expected a kind of ovf_kind_at, found another", i + 1);
        if (r->scope != OVF_SCOPE_FLIGHT && r->place != OVF_NOWHERE && r->place >= places)
            return ovf_fail(error, OVF_ERROR_USAGE,
                            "rule %zu: expected the index of a zone or line below %zu, found %zu",
                            i + 1, places, r->place);
        if (!(r->uncertainty_m >= 0 && r->uncertainty_m <= OVF_UNCERTAINTY_MAX_M))
            return ovf_fail(error, OVF_ERROR_USAGE,
                            "rule %zu: uncertainty_m: expected 0 to %.0f, found %g", i + 1,
                            OVF_UNCERTAINTY_MAX_M, r->uncertainty_m);
    }
    return OVF_OK;
}

ovf_status ovf_checker_new(const ovf_analyzer *analyzer, const ovf_rules *rules,
                           const ovf_check_options *options, ovf_checker **checker,
                           ovf_error *error)
{
    static const ovf_check_options usual = {0};
    if (analyzer == NULL) return ovf_fail_null(error, "an analyzer");
    if (rules == NULL) return ovf_fail_null(error, "rules");
    if (checker == NULL) return ovf_fail_null(error, "a place for the checker");
    if (options == NULL) options = &usual;
    if (!(options->margin <= 1))
        return ovf_fail(error, OVF_ERROR_USAGE, "margin: expected at most 1, found %g",
                        options->margin);
    if (options->dated && !(isfinite(options->date_s) && options->until_s >= options->date_s))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "date_s, until_s: expected two times in order, found %g and %g",
                        options->date_s, options->until_s);
    ovf_status status = check_rules(rules, analyzer->zones, error);
    if (status == OVF_OK && options->airfields != NULL)
        status = ovf_airfields_check(options->airfields, error);
    if (status == OVF_OK && options->reference != NULL)
        status = ovf_route_check(options->reference, error);
    if (status == OVF_OK && options->vertical != NULL)
        status = ovf_vertical_check(options->vertical, error);
    if (status != OVF_OK) return status;
    ovf_checker *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    made->analyzer = analyzer;
    made->rules = rules;
    made->options = *options;
    if (options->margin == 0) made->options.margin = OVF_CHECK_MARGIN;
    if (options->margin < 0) made->options.margin = 0;
    made->lines = ovf_boundaries_new(&rules->lines, true);
    if (made->options.airfields != NULL)
        made->airfield_points = ovf_airfield_points_new(made->options.airfields);
    if (made->options.territory != NULL)
        made->coasts = ovf_coasts_new(made->options.territory,
                                      made->options.seas != NULL ? made->options.seas : analyzer);
    bool good = made->lines != NULL &&
                (made->options.airfields == NULL || made->airfield_points != NULL) &&
                (made->options.territory == NULL || made->coasts != NULL);
    good = good && find_twins(made) && find_evaluators(made) && ovf_rule_index_build(made);
    status = good ? OVF_OK : ovf_fail_memory(error);
    if (status == OVF_OK && made->options.reference != NULL) status = build_reference(made, error);
    if (status == OVF_OK) *checker = made;
    else ovf_checker_free(made);
    return status;
}

void ovf_checker_free(ovf_checker *checker)
{
    if (checker == NULL) return;
    ovf_boundaries_free(checker->lines);
    free(checker->twins);
    free(checker->evaluators);
    ovf_boundary_free(&checker->reference);
    ovf_coasts_free(checker->coasts);
    free(checker->airfield_points);
    ovf_rule_index_free(&checker->index);
    free(checker);
}

bool ovf_checker_restricts(const ovf_checker *checker, size_t zone)
{
    const ovf_rules *rules = checker->rules;
    const ovf_rule_index *index = &checker->index;
    if (zone >= index->zone_count) return false;
    if (index->first_of_zone[zone] < index->first_of_zone[zone + 1]) return true;
    for (size_t i = 0; i < index->near_count; i++) {
        const ovf_restriction *r = &rules->items[index->near_rules[i]];
        if (r->scope == OVF_SCOPE_ZONE && r->place == zone) return true;
    }
    return false;
}

ovf_status ovf_checker_set_territory(ovf_checker *checker, const ovf_analyzer *territory,
                                     const ovf_analyzer *seas, ovf_error *error)
{
    ovf_coasts_free(checker->coasts);
    checker->options.territory = territory;
    checker->options.seas = seas;
    checker->coasts = ovf_coasts_new(territory, seas != NULL ? seas : checker->analyzer);
    return checker->coasts != NULL ? OVF_OK : ovf_fail_memory(error);
}
