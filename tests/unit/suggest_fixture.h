/* Suggestions for the tests: asking for one, and judging it by the analysis alone. */
#ifndef SUGGEST_FIXTURE_H
#define SUGGEST_FIXTURE_H

#include "geometry_fixture.h"

#include <math.h>

#include "overflight/suggest.h"

#define MOST_OBSTACLES 8

/* What a test has in the way. */
typedef struct {
    shape shapes[MOST_OBSTACLES];
    double standoff_m[MOST_OBSTACLES];
    size_t count;
} scene;

static inline shape *add_obstacle(scene *s, double standoff_m, ovf_edges edges)
{
    assert_true(s->count < MOST_OBSTACLES);
    s->standoff_m[s->count] = standoff_m;
    s->shapes[s->count] = (shape){.ring_count = 1, .edges = edges};
    return &s->shapes[s->count++];
}

static inline void add_rectangle(scene *s, double standoff_m, ovf_edges edges, double west,
                                 double south, double east, double north)
{
    shape *zone = add_obstacle(s, standoff_m, edges);
    add_vertex(zone, 0, west, south);
    add_vertex(zone, 0, east, south);
    add_vertex(zone, 0, east, north);
    add_vertex(zone, 0, west, north);
    close_ring(zone, 0);
}

static inline ovf_route route_along(const ovf_fix *fixes, const size_t *count)
{
    return (ovf_route){.id = "route",
                       .file = "test",
                       .fixes = fixes,
                       .fix_count = *count,
                       .part_ends = count,
                       .part_count = 1};
}

static inline ovf_status ask(scene *s, const flight *f, const bool *pinned,
                             ovf_suggestion *suggestion, ovf_error *error)
{
    ovf_zone zones[MOST_OBSTACLES];
    ovf_obstacle obstacles[MOST_OBSTACLES];
    for (size_t z = 0; z < s->count; z++) {
        zones[z] = zone_of(&s->shapes[z]);
        obstacles[z] = (ovf_obstacle){z, s->standoff_m[z]};
    }
    ovf_zones all = {zones, s->count};
    ovf_route route = route_along(f->fixes, &f->count);
    return ovf_suggest(&all, obstacles, s->count, &route, pinned, suggestion, error);
}

/* What judges routes as anyone would who analyses them against each zone alone. */
typedef struct {
    ovf_zone zones[MOST_OBSTACLES];
    ovf_zones alone[MOST_OBSTACLES];
    double standoff_m[MOST_OBSTACLES];
    ovf_analyzer *analyzers[MOST_OBSTACLES];
    size_t count;
    ovf_scratch *scratch;
} judge;

static inline void begin_judge(judge *j, scene *s)
{
    *j = (judge){.count = s->count};
    ovf_error error = {0};
    ovf_status status = ovf_scratch_new(&j->scratch, &error);
    for (size_t z = 0; z < s->count && status == OVF_OK; z++) {
        ovf_analysis_options options = {
            .search_m = fmin(OVF_SEARCH_MAX_M, 2 * s->standoff_m[z] + 1)};
        j->zones[z] = zone_of(&s->shapes[z]);
        j->alone[z] = (ovf_zones){&j->zones[z], 1};
        j->standoff_m[z] = s->standoff_m[z];
        status = ovf_analyzer_new(&j->alone[z], &options, &j->analyzers[z], &error);
    }
    if (status != OVF_OK) fail_msg("%s", error.message);
}

static inline void end_judge(judge *j)
{
    for (size_t z = 0; z < j->count; z++) ovf_analyzer_free(j->analyzers[z]);
    ovf_scratch_free(j->scratch);
}

/* Whether a route keeps clear. *nearest_m, unless NULL: the least distance from a zone with a
 * stand-off, less that stand-off. */
static inline bool is_clear(const judge *j, const ovf_fix *fixes, size_t count, double *nearest_m)
{
    bool clear = true;
    if (nearest_m != NULL) *nearest_m = INFINITY;
    for (size_t z = 0; z < j->count && (clear || nearest_m != NULL); z++) {
        const ovf_result *result = NULL;
        ovf_error error = {0};
        ovf_route route = route_along(fixes, &count);
        if (ovf_analyze(j->analyzers[z], &route, j->scratch, &result, &error) != OVF_OK)
            fail_msg("%s", error.message);
        if (result->meeting_count == 0) continue;
        const ovf_meeting *m = &result->meetings[0];
        if (m->inside_m > 0 || (j->standoff_m[z] > 0 && m->nearest_m < j->standoff_m[z] - 1e-6))
            clear = false;
        if (nearest_m != NULL && j->standoff_m[z] > 0)
            *nearest_m = fmin(*nearest_m, m->nearest_m - j->standoff_m[z]);
    }
    return clear;
}

static inline bool keeps_clear(scene *s, const ovf_fix *fixes, size_t count, double *nearest_m)
{
    judge j;
    begin_judge(&j, s);
    bool clear = is_clear(&j, fixes, count, nearest_m);
    end_judge(&j);
    return clear;
}

/* The suggestion as a file with 9 decimals has it. */
static inline void as_written(ovf_suggestion *s)
{
    for (size_t k = 0; k < s->fix_count; k++) {
        char text[64];
        snprintf(text, sizeof text, "%.9f", s->fixes[k].lon);
        s->fixes[k].lon = strtod(text, NULL);
        snprintf(text, sizeof text, "%.9f", s->fixes[k].lat);
        s->fixes[k].lat = strtod(text, NULL);
    }
}

static inline double length_of(const ovf_fix *fixes, size_t count)
{
    double length = 0;
    for (size_t k = 1; k < count; k++) {
        ovf_lonlat a = {fixes[k - 1].lon, fixes[k - 1].lat}, b = {fixes[k].lon, fixes[k].lat};
        length += distance_between(a, b);
    }
    return length;
}

/* Asks for a suggestion that must be there, and must be clear and as long as it says, also when it
 * has been written. */
static inline ovf_suggestion suggestion_for(scene *s, const flight *f)
{
    ovf_suggestion suggestion = {0};
    ovf_error error = {0};
    if (ask(s, f, NULL, &suggestion, &error) != OVF_OK) fail_msg("%s", error.message);
    assert_true(fabs(length_of(suggestion.fixes, suggestion.fix_count) - suggestion.length_m) <
                1e-5);
    assert_true(fabs(suggestion.length_m - suggestion.original_m - suggestion.extra_m) < 1e-6);
    as_written(&suggestion);
    assert_true(keeps_clear(s, suggestion.fixes, suggestion.fix_count, NULL));
    return suggestion;
}

#endif
