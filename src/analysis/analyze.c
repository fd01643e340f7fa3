#include <stdlib.h>
#include <string.h>

#include "analysis/scratch.h"
#include "base/array.h"
#include "base/error.h"

ovf_status ovf_analyzer_new(const ovf_zones *zones, ovf_analyzer **analyzer, ovf_error *error)
{
    ovf_analyzer *made = ovf_array_new(1, sizeof *made);
    if (made != NULL) made->boundaries = ovf_array_new(zones->count, sizeof *made->boundaries);
    if (made == NULL || made->boundaries == NULL) {
        free(made);
        return ovf_fail_memory(error);
    }
    made->zones = zones;
    for (size_t z = 0; z < zones->count; z++) {
        if (ovf_boundary_build(&made->boundaries[z], &zones->items[z])) continue;
        ovf_analyzer_free(made);
        return ovf_fail_memory(error);
    }
    *analyzer = made;
    return OVF_OK;
}

void ovf_analyzer_free(ovf_analyzer *analyzer)
{
    if (analyzer == NULL) return;
    for (size_t z = 0; z < analyzer->zones->count; z++) ovf_boundary_free(&analyzer->boundaries[z]);
    free(analyzer->boundaries);
    free(analyzer);
}

ovf_status ovf_scratch_new(ovf_scratch **scratch, ovf_error *error)
{
    ovf_scratch *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    *scratch = made;
    return OVF_OK;
}

void ovf_scratch_free(ovf_scratch *s)
{
    if (s == NULL) return;
    free(s->along_m);
    free(s->legs);
    free(s->stretches);
    free(s->events);
    free(s->near);
    free(s->passages);
    free(s->crossings);
    free(s->meetings);
    free(s->starts);
    free(s);
}

static bool add_event(ovf_scratch *s, size_t zone, double leg_start_m, const ovf_contact *contact)
{
    if (!ovf_array_reserve(&s->events, &s->event_capacity, s->event_count + 1, sizeof *s->events)) return false;
    ovf_event *event = &s->events[s->event_count++];
    *event = (ovf_event){zone, *contact};
    event->contact.at_m += leg_start_m;
    event->contact.from_m += leg_start_m;
    event->contact.to_m += leg_start_m;
    return true;
}

static bool meet_boundary(ovf_scratch *s, const ovf_boundary *b, size_t zone, const ovf_arc *arc, double leg_start_m)
{
    for (size_t k = 0; k < b->node_count;) {
        const ovf_node *node = &b->nodes[k];
        if (!ovf_node_meets_arc(node, arc)) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->run == UINT32_MAX) continue;
        const ovf_run run = b->runs[node->run];
        double f1 = ovf_arc_plane(arc, b->points[run.first]);
        for (uint32_t v = run.first; v < run.first + run.edges; v++) {
            double f2 = ovf_arc_plane(arc, b->points[v + 1]), bound;
            if (ovf_contact_possible(b, v, arc, f1, f2, &bound)) {
                ovf_contact contacts[OVF_CONTACTS_MOST];
                size_t count = ovf_contacts(b, v, arc, f1, f2, false, contacts);
                for (size_t c = 0; c < count; c++)
                    if (!add_event(s, zone, leg_start_m, &contacts[c])) return false;
            }
            f1 = f2;
        }
    }
    return true;
}

/* Looks at a leg: its figures, and its events with all zones. */
static ovf_status fly_leg(const ovf_analyzer *analyzer, ovf_scratch *s, size_t fix, ovf_error *error)
{
    const ovf_fix *from = &s->route->fixes[fix], *to = from + 1;
    ovf_leg leg;
    ovf_leg_between(&leg, from->lon, from->lat, to->lon, to->lat);
    s->legs[fix] = (ovf_leg_figures){leg.line.azi1, leg.length_m};
    s->along_m[fix + 1] = s->along_m[fix] + leg.length_m;
    if (leg.length_m > OVF_LEG_LONGEST_M)
        return ovf_fail(error, OVF_ERROR_GEOMETRY,
                        "%s: route \"%s\": the leg from fix %zu to fix %zu is %.0f km long, between nearly antipodal places, where its course is "
                        "arbitrary; put a fix in between to say which way it goes",
                        s->route->file != NULL ? s->route->file : "", s->route->id, fix + 1, fix + 2, leg.length_m / 1000);
    size_t arcs = ovf_leg_arc_count(&leg);
    for (size_t k = 0; k < arcs; k++) {
        ovf_arc arc;
        ovf_leg_arc(&leg, k, arcs, &arc);
        for (size_t z = 0; z < analyzer->zones->count; z++) {
            const ovf_boundary *b = &analyzer->boundaries[z];
            if (b->low[0] > arc.high[0] || b->high[0] < arc.low[0] || b->low[1] > arc.high[1] || b->high[1] < arc.low[1] ||
                b->low[2] > arc.high[2] || b->high[2] < arc.low[2])
                continue;
            s->near[z] = 1;
            if (!meet_boundary(s, b, z, &arc, s->along_m[fix])) return ovf_fail_memory(error);
        }
    }
    return OVF_OK;
}

static int compare_events(const void *a, const void *b)
{
    const ovf_event *x = a, *y = b;
    if (x->zone != y->zone) return x->zone < y->zone ? -1 : 1;
    if (x->contact.from_m != y->contact.from_m) return x->contact.from_m < y->contact.from_m ? -1 : 1;
    return (x->contact.to_m > y->contact.to_m) - (x->contact.to_m < y->contact.to_m);
}

static bool parts_join(const ovf_fix *end, const ovf_fix *start)
{
    return ovf_distance(ovf_earth_point(end->lon, end->lat), ovf_earth_point(start->lon, start->lat)) <= OVF_TOLERANCE_M;
}

static ovf_status fly(const ovf_analyzer *analyzer, ovf_scratch *s, ovf_error *error)
{
    const ovf_route *route = s->route;
    size_t begin = 0;
    s->along_m[0] = 0;
    for (size_t p = 0; p < route->part_count; p++) {
        size_t end = route->part_ends[p];
        if (p > 0) {
            s->along_m[begin] = s->along_m[begin - 1];
            s->legs[begin - 1] = (ovf_leg_figures){0, 0};
        }
        if (p > 0 && parts_join(&route->fixes[begin - 1], &route->fixes[begin])) {
            s->stretches[s->stretch_count - 1].to_fix = end - 1;
        } else {
            if (!ovf_array_reserve(&s->stretches, &s->stretch_capacity, s->stretch_count + 1, sizeof *s->stretches))
                return ovf_fail_memory(error);
            s->stretches[s->stretch_count++] = (ovf_stretch){begin, end - 1};
        }
        for (size_t i = begin; i + 1 < end; i++) {
            ovf_status status = fly_leg(analyzer, s, i, error);
            if (status != OVF_OK) return status;
        }
        begin = end;
    }
    return OVF_OK;
}

ovf_status ovf_analyze(const ovf_analyzer *analyzer, const ovf_route *route, ovf_scratch *s, const ovf_result **result, ovf_error *error)
{
    size_t zones = analyzer->zones->count;
    if (!ovf_array_reserve(&s->along_m, &s->along_capacity, route->fix_count, sizeof *s->along_m) ||
        !ovf_array_reserve(&s->legs, &s->leg_capacity, route->fix_count, sizeof *s->legs) ||
        !ovf_array_reserve(&s->near, &s->near_capacity, zones + 1, 1))
        return ovf_fail_memory(error);
    s->route = route;
    s->stretch_count = s->event_count = s->passage_count = s->crossing_count = s->meeting_count = 0;
    memset(s->near, 0, zones);

    ovf_status status = fly(analyzer, s, error);
    if (status != OVF_OK) return status;
    if (s->event_count > 1) qsort(s->events, s->event_count, sizeof *s->events, compare_events);
    size_t first = 0;
    for (size_t z = 0; z < zones; z++) {
        size_t last = first;
        while (last < s->event_count && s->events[last].zone == z) last++;
        if (s->near[z] && !ovf_meet(s, &analyzer->boundaries[z], z, first, last)) return ovf_fail_memory(error);
        first = last;
    }
    for (size_t m = 0; m < s->meeting_count; m++) {
        s->meetings[m].passages = s->passages != NULL ? s->passages + s->starts[m].first_passage : NULL;
        s->meetings[m].crossings = s->crossings != NULL ? s->crossings + s->starts[m].first_crossing : NULL;
    }
    s->result = (ovf_result){.route = route,
                             .length_m = s->along_m[route->fix_count - 1],
                             .fix_along_m = s->along_m,
                             .meetings = s->meetings,
                             .meeting_count = s->meeting_count};
    *result = &s->result;
    return OVF_OK;
}
