#include <stdlib.h>
#include <string.h>

#include "analysis/meet/flown.h"
#include "analysis/meet/gaps.h"
#include "analysis/meet/parts.h"
#include "analysis/meet/profile.h"
#include "analysis/meet/scratch.h"
#include "analysis/meet/volume.h"
#include "base/array.h"
#include "base/error.h"
#include "model/checks.h"

ovf_status ovf_analyzer_new(const ovf_zones *zones, const ovf_analysis_options *options,
                            ovf_analyzer **analyzer, ovf_error *error)
{
    if (analyzer == NULL) return ovf_fail_null(error, "a place for the analyzer");
    ovf_status status = ovf_zones_check(zones, error);
    return status == OVF_OK ? ovf_analyzer_build(zones, options, analyzer, error) : status;
}

/* Which zones have volumes with limits. */
static bool find_limits(ovf_analyzer *made)
{
    const ovf_zones *zones = made->zones;
    for (size_t z = 0; z < zones->count; z++) {
        if (zones->items[z].part_count == 0 && ovf_volume_is_unlimited(zones->items[z].volume))
            continue;
        if (made->has_limits == NULL) made->has_limits = ovf_array_new(zones->count, 1);
        if (made->has_limits == NULL) return false;
        made->has_limits[z] = 1;
    }
    return true;
}

/* Zones with parts are met in their outline first, and then part by part. */
static ovf_status build_parts(ovf_analyzer *made, ovf_error *error)
{
    const ovf_analysis_options outlines = {.search_m = OVF_SEARCH_NONE, .flat = true};
    ovf_status status = ovf_parts_find(made, error);
    if (status != OVF_OK || made->parts == NULL) return status;
    return ovf_analyzer_build(&made->parts->zones, &outlines, &made->parts->analyzer, error);
}

ovf_status ovf_analyzer_build(const ovf_zones *zones, const ovf_analysis_options *options,
                              ovf_analyzer **analyzer, ovf_error *error)
{
    double search_m = options != NULL ? options->search_m : 0;
    if (!(search_m <= OVF_SEARCH_MAX_M))
        return ovf_fail(error, OVF_ERROR_INPUT, "search_m: expected at most %.0f, found %g",
                        OVF_SEARCH_MAX_M, search_m);
    if (search_m == 0) search_m = OVF_SEARCH_M;
    if (search_m < 0) search_m = 0;
    ovf_analyzer *made = ovf_array_new(1, sizeof *made);
    if (made != NULL) made->boundaries = ovf_boundaries_new(zones, false);
    if (made == NULL || made->boundaries == NULL) {
        free(made);
        return ovf_fail_memory(error);
    }
    made->zones = zones;
    made->search_m = search_m;
    if (options != NULL) {
        made->vertical = options->vertical;
        made->almanac = options->almanac;
        made->dated = options->dated;
        made->date_s = options->date_s;
        made->until_s = options->until_s;
    }
    ovf_box *boxes = ovf_array_new(zones->count, sizeof *boxes);
    for (size_t z = 0; boxes != NULL && z < zones->count; z++)
        boxes[z] = made->boundaries->items[z].box;
    bool ok = boxes != NULL && ovf_tree_build(&made->tree, boxes, zones->count) &&
              ((options != NULL && options->flat) || find_limits(made));
    free(boxes);
    ovf_status status = ok ? OVF_OK : ovf_fail_memory(error);
    if (ok && made->has_limits != NULL) status = build_parts(made, error);
    if (status == OVF_OK) *analyzer = made;
    else ovf_analyzer_free(made);
    return status;
}

void ovf_analyzer_free(ovf_analyzer *analyzer)
{
    if (analyzer == NULL) return;
    ovf_boundaries_free(analyzer->boundaries);
    ovf_tree_free(&analyzer->tree);
    free(analyzer->has_limits);
    if (analyzer->parts != NULL) ovf_analyzer_free(analyzer->parts->analyzer);
    ovf_parts_free(analyzer->parts);
    free(analyzer);
}

ovf_status ovf_scratch_new(ovf_scratch **scratch, ovf_error *error)
{
    if (scratch == NULL) return ovf_fail_null(error, "a place for the scratch");
    ovf_scratch *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    *scratch = made;
    return OVF_OK;
}

void ovf_scratch_free(ovf_scratch *s)
{
    if (s == NULL) return;
    ovf_track_clear(&s->track);
    free(s->along_m);
    free(s->stretches);
    free(s->leg_ranges);
    free(s->events);
    free(s->is_near);
    free(s->near);
    free(s->near_edges);
    free(s->near_pieces);
    free(s->passages);
    free(s->crossings);
    for (size_t c = 0; c < OVF_VOLUME_CONDITIONS; c++) free(s->bounds[c].items);
    free(s->sections);
    ovf_profile_free(s->profile);
    ovf_actives_clear(&s->actives);
    free(s->active_times);
    free(s->within_passages);
    free(s->within_crossings);
    free(s->meetings);
    free(s->starts);
    free(s->findings);
    free(s->moves);
    free(s->found);
    free(s->candidates);
    free(s->kept);
    free(s->not_asked);
    ovf_spans_clear(&s->spans);
    free(s->turns);
    free(s->looks);
    free(s->observations);
    ovf_scratch_free(s->parts);
    ovf_scratch_free(s->territory);
    ovf_scratch_free(s->seas);
    free(s);
}

static int compare_events(const void *a, const void *b)
{
    const ovf_event *x = a, *y = b;
    if (x->zone != y->zone) return x->zone < y->zone ? -1 : 1;
    if (x->contact.from_m != y->contact.from_m)
        return x->contact.from_m < y->contact.from_m ? -1 : 1;
    return (x->contact.to_m > y->contact.to_m) - (x->contact.to_m < y->contact.to_m);
}

static int compare_zones(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Room for the route, and what the last one left taken away. */
static bool prepare(ovf_scratch *s, const ovf_route *route, const ovf_fixes *fixes, size_t zones)
{
    size_t capacity = s->zone_capacity;
    if (!ovf_track_lay_from(&s->track, fixes, route->fix_count) ||
        !ovf_array_reserve(&s->along_m, &s->along_capacity, route->fix_count, sizeof *s->along_m) ||
        !ovf_array_reserve(&s->near, &capacity, zones, sizeof *s->near))
        return false;
    for (size_t k = 0; k < s->near_count; k++) s->is_near[s->near[k]] = 0;
    if (capacity > s->zone_capacity) {
        unsigned char *is_near = ovf_array_new(capacity, 1);
        if (is_near == NULL) return false;
        free(s->is_near);
        s->is_near = is_near;
        s->zone_capacity = capacity;
    }
    s->route = route;
    s->fixes = *fixes;
    if (s->parts != NULL) s->parts->route = NULL; /* until they are met */
    s->result = (ovf_result){0};                  /* until there is one */
    for (size_t k = 0; k < OVF_DRAWN_LEGS; k++) s->drawn[k].after = 0;
    s->profile_state = OVF_PROFILE_UNKNOWN;
    s->has_leg_ranges = false;
    s->near_count = s->stretch_count = s->event_count = s->passage_count = s->crossing_count =
        s->meeting_count = s->within_passage_count = s->within_crossing_count = 0;
    return true;
}

static const ovf_passage *passage_at(const ovf_passage *passages, size_t first)
{
    return passages != NULL ? passages + first : NULL;
}

static const ovf_crossing *crossing_at(const ovf_crossing *crossings, size_t first)
{
    return crossings != NULL ? crossings + first : NULL;
}

/* Only now do passages and crossings stay where they are. A zone without limits has the volume of
 * its outline. */
static void settle_outlines(ovf_scratch *s)
{
    for (size_t m = 0; m < s->meeting_count; m++) {
        ovf_meeting *meeting = &s->meetings[m];
        meeting->outline_passages = passage_at(s->passages, s->starts[m].first_passage);
        meeting->outline_crossings = crossing_at(s->crossings, s->starts[m].first_crossing);
        meeting->passages = meeting->outline_passages;
        meeting->passage_count = meeting->outline_passage_count;
        meeting->crossings = meeting->outline_crossings;
        meeting->crossing_count = meeting->outline_crossing_count;
        meeting->within_m = meeting->within_at_most_m = meeting->inside_m;
    }
}

/* Whether the volume of a zone that the route meets has limits. */
static bool has_volumes(const ovf_analyzer *analyzer, const ovf_scratch *s)
{
    for (size_t m = 0; m < s->meeting_count; m++)
        if (analyzer->has_limits[s->meetings[m].zone]) return true;
    return false;
}

static bool meets_parts(const ovf_analyzer *analyzer, const ovf_scratch *s)
{
    for (size_t m = 0; m < s->meeting_count && analyzer->parts != NULL; m++)
        if (ovf_parts_count(analyzer, s->meetings[m].zone) > 0) return true;
    return false;
}

/* The scratch's route with the outlines of all parts. */
static ovf_status meet_parts(const ovf_analyzer *analyzer, ovf_scratch *s, ovf_error *error)
{
    const ovf_result *unused;
    ovf_status status = OVF_OK;
    if (s->parts == NULL) status = ovf_scratch_new(&s->parts, error);
    if (status != OVF_OK) return status;
    return ovf_analyze_fixes(analyzer->parts->analyzer, s->route, &s->fixes, s->parts, &unused,
                             error);
}

static ovf_status meet_volumes(const ovf_analyzer *analyzer, ovf_scratch *s, ovf_error *error)
{
    ovf_flown flown = ovf_flown_of(analyzer, s, analyzer->vertical);
    if (analyzer->dated) ovf_flown_set_date(&flown, analyzer->date_s, analyzer->until_s);
    s->within_passage_count = s->within_crossing_count = 0;
    s->ground_failure = (ovf_error){0};
    if (meets_parts(analyzer, s)) {
        ovf_status status = meet_parts(analyzer, s, error);
        if (status != OVF_OK) return status;
    }
    for (size_t m = 0; m < s->meeting_count; m++) {
        ovf_meeting *meeting = &s->meetings[m];
        ovf_meeting_start *start = &s->starts[m];
        start->has_limits = analyzer->has_limits[meeting->zone] != 0;
        if (!start->has_limits) continue;
        start->first_within_passage = s->within_passage_count;
        start->first_within_crossing = s->within_crossing_count;
        if (!ovf_volume_meet(&flown, analyzer, meeting)) return ovf_fail_memory(error);
        meeting->passage_count = s->within_passage_count - start->first_within_passage;
        meeting->crossing_count = s->within_crossing_count - start->first_within_crossing;
    }
    if (s->ground_failure.status != OVF_OK)
        return ovf_fail(error, s->ground_failure.status, "%s", s->ground_failure.message);
    for (size_t m = 0; m < s->meeting_count; m++) {
        ovf_meeting *meeting = &s->meetings[m];
        const ovf_meeting_start *start = &s->starts[m];
        if (!start->has_limits) continue;
        meeting->passages = passage_at(s->within_passages, start->first_within_passage);
        meeting->crossings = crossing_at(s->within_crossings, start->first_within_crossing);
    }
    return OVF_OK;
}

ovf_status ovf_analyze_fixes(const ovf_analyzer *analyzer, const ovf_route *route,
                             const ovf_fixes *fixes, ovf_scratch *s, const ovf_result **result,
                             ovf_error *error)
{
    if (!prepare(s, route, fixes, analyzer->zones->count)) return ovf_fail_memory(error);
    ovf_status status = ovf_fixes_check(route, fixes, error);
    if (status == OVF_OK) status = ovf_fly(analyzer, s, error);
    if (status != OVF_OK) return status;
    if (s->event_count > 1) qsort(s->events, s->event_count, sizeof *s->events, compare_events);
    if (s->near_count > 1) qsort(s->near, s->near_count, sizeof *s->near, compare_zones);
    size_t first = 0;
    for (size_t k = 0; k < s->near_count; k++) {
        size_t zone = s->near[k], last = first;
        while (last < s->event_count && s->events[last].zone == zone) last++;
        if (!ovf_meet(s, analyzer, zone, first, last)) return ovf_fail_memory(error);
        first = last;
    }
    settle_outlines(s);
    if (analyzer->has_limits != NULL && has_volumes(analyzer, s)) {
        status = meet_volumes(analyzer, s, error);
        if (status != OVF_OK) return status;
    }
    if (route->unobserved != NULL) ovf_gaps_sum_up(s);
    s->result = (ovf_result){.route = route,
                             .length_m = s->along_m[route->fix_count - 1],
                             .fix_along_m = s->along_m,
                             .meetings = s->meetings,
                             .meeting_count = s->meeting_count};
    *result = &s->result;
    return OVF_OK;
}

ovf_status ovf_analyze(const ovf_analyzer *analyzer, const ovf_route *route, ovf_scratch *scratch,
                       const ovf_result **result, ovf_error *error)
{
    if (analyzer == NULL) return ovf_fail_null(error, "an analyzer");
    if (scratch == NULL) return ovf_fail_null(error, "a scratch");
    if (result == NULL) return ovf_fail_null(error, "a place for the result");
    ovf_status status = ovf_route_check_shape(route, error);
    if (status != OVF_OK) return status;
    const ovf_fixes fixes = ovf_fixes_of(route->fixes);
    return ovf_analyze_fixes(analyzer, route, &fixes, scratch, result, error);
}
