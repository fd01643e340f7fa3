/* Flying a route: its lengths, and its contacts with the boundaries of all zones, as events in no
 * particular order. */
#include "analysis/meet/near_edges.h"
#include "analysis/meet/scratch.h"
#include "base/array.h"
#include "base/error.h"
#include "model/model.h"

/* Legs are looked at in runs of at most so many and so long together. */
#define RUN_LEGS 64
#define RUN_LENGTH_M 2e5
/* Zones near them are looked for by so many at once. */
#define NOTED_LEGS 16
/* Of so many legs and fewer each edge is looked at by itself. */
#define SINGLY_LEGS 16

static bool add_event(ovf_scratch *s, size_t zone, double leg_start_m, const ovf_contact *contact)
{
    if (!ovf_array_reserve(&s->events, &s->event_capacity, s->event_count + 1, sizeof *s->events))
        return false;
    ovf_event *event = &s->events[s->event_count++];
    *event = (ovf_event){zone, *contact};
    event->contact.at_m += leg_start_m;
    event->contact.from_m += leg_start_m;
    event->contact.to_m += leg_start_m;
    return true;
}

static void note_near(ovf_scratch *s, uint32_t zone)
{
    if (s->is_near[zone]) return;
    s->is_near[zone] = 1;
    s->near[s->near_count++] = zone;
}

static bool meet_run(ovf_scratch *s, const ovf_boundary *b, uint32_t zone, const ovf_run *run,
                     ovf_leg *leg, const ovf_arc *arc, double leg_start_m)
{
    double f1 = ovf_arc_plane(arc, b->points[run->first]);
    for (uint32_t v = run->first; v < run->first + run->edges; v++) {
        double f2 = ovf_arc_plane(arc, b->points[v + 1]), bound;
        if (ovf_contact_possible(b, v, arc, f1, f2, &bound)) {
            ovf_contact contacts[OVF_CONTACTS_MAX];
            ovf_leg_draw(leg);
            size_t count = ovf_contacts(b, v, arc, f1, f2, false, contacts);
            for (size_t c = 0; c < count; c++)
                if (!add_event(s, zone, leg_start_m, &contacts[c])) return false;
        }
        f1 = f2;
    }
    return true;
}

static bool meet_boundary(ovf_scratch *s, const ovf_boundary *b, uint32_t zone, ovf_leg *leg,
                          const ovf_arc *arc, double leg_start_m)
{
    for (size_t k = 0; k < b->tree.count;) {
        const ovf_node *node = &b->tree.nodes[k];
        if (!ovf_box_meets_arc(&node->box, arc)) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item != UINT32_MAX &&
            !meet_run(s, b, zone, &b->runs[node->item], leg, arc, leg_start_m))
            return false;
    }
    return true;
}

static bool meet_zones(const ovf_analyzer *analyzer, ovf_scratch *s, ovf_leg *leg,
                       const ovf_arc *arc, double leg_start_m)
{
    for (size_t k = 0; k < analyzer->tree.count;) {
        const ovf_node *node = &analyzer->tree.nodes[k];
        if (!ovf_box_meets_arc(&node->box, arc)) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item == UINT32_MAX) continue;
        const ovf_boundary *boundary = ovf_boundaries_get(analyzer->boundaries, node->item);
        if (boundary == NULL || !meet_boundary(s, boundary, node->item, leg, arc, leg_start_m))
            return false;
    }
    return true;
}

/* The box around the legs between two fixes. A leg is never farther from its chord than its
 * sagitta. */
ovf_box ovf_scratch_box(const ovf_scratch *s, size_t first, size_t last)
{
    const double *c[3] = {s->track.x, s->track.y, s->track.z};
    double low[3], high[3], longest = 0;
    for (size_t i = first; i < last; i++)
        longest = s->track.length_m[i] > longest ? s->track.length_m[i] : longest;
    double slack = longest * longest / (8 * OVF_EARTH_MIN_RADIUS) * 1.001 + 2e-3;
    for (int k = 0; k < 3; k++) {
        double least = c[k][first], most = c[k][first];
        for (size_t i = first + 1; i <= last; i++) {
            least = c[k][i] < least ? c[k][i] : least;
            most = c[k][i] > most ? c[k][i] : most;
        }
        low[k] = least - slack;
        high[k] = most + slack;
    }
    return ovf_box_around(low, high);
}

/* Notes the zones whose box comes within the search radius of the box around some legs. Some of
 * them are farther from the legs themselves, which costs little to find out. */
static void note_zones(const ovf_analyzer *analyzer, ovf_scratch *s, size_t first, size_t last)
{
    ovf_box box = ovf_scratch_box(s, first, last);
    box = ovf_box_widened(&box, analyzer->search_m);
    for (size_t k = 0; k < analyzer->tree.count;) {
        const ovf_node *node = &analyzer->tree.nodes[k];
        if (!ovf_box_meets_box(&node->box, &box)) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item != UINT32_MAX) note_near(s, node->item);
    }
}

/* Of a long leg, whose box may hold much of the earth: arc by arc. */
static void note_zones_of_arc(const ovf_analyzer *analyzer, ovf_scratch *s, const ovf_arc *arc)
{
    for (size_t k = 0; k < analyzer->tree.count;) {
        const ovf_node *node = &analyzer->tree.nodes[k];
        if (!ovf_box_nears_arc(&node->box, arc, analyzer->search_m)) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item != UINT32_MAX) note_near(s, node->item);
    }
}

/* The zones near it have not been noted yet. */
static bool fly_leg(const ovf_analyzer *analyzer, ovf_scratch *s, size_t fix)
{
    ovf_leg leg;
    ovf_arc arc;
    ovf_leg_of_length(&leg, ovf_fixes_place(&s->fixes, fix), ovf_fixes_place(&s->fixes, fix + 1),
                      s->track.length_m[fix]);
    size_t arcs = ovf_leg_arc_count(&leg);
    if (arcs == 0) /* meets nothing, but may be all there is of a stretch */
        note_zones(analyzer, s, fix, fix + 1);
    if (arcs == 1) {
        ovf_leg_only_arc(&leg, ovf_track_point(&s->track, fix), ovf_track_point(&s->track, fix + 1),
                         &arc);
        note_zones_of_arc(analyzer, s, &arc);
        return meet_zones(analyzer, s, &leg, &arc, s->along_m[fix]);
    }
    if (arcs > 1) ovf_leg_draw(&leg);
    for (size_t k = 0; k < arcs; k++) {
        ovf_leg_arc(&leg, k, arcs, &arc);
        note_zones_of_arc(analyzer, s, &arc);
        if (!meet_zones(analyzer, s, &leg, &arc, s->along_m[fix])) return false;
    }
    return true;
}

/* A leg that is one arc, and the edges that are near it. */
static bool fly_short_leg(ovf_scratch *s, size_t fix, ovf_near_range near)
{
    ovf_leg leg;
    ovf_arc arc;
    ovf_leg_of_length(&leg, ovf_fixes_place(&s->fixes, fix), ovf_fixes_place(&s->fixes, fix + 1),
                      s->track.length_m[fix]);
    if (ovf_leg_arc_count(&leg) == 0) return true;
    ovf_leg_only_arc(&leg, ovf_track_point(&s->track, fix), ovf_track_point(&s->track, fix + 1),
                     &arc);
    for (size_t k = near.from; k < near.to; k++) {
        const ovf_near_edges *edges = &s->near_edges[k];
        if (ovf_box_meets_arc(&edges->box, &arc) &&
            !meet_run(s, edges->boundary, edges->zone, &edges->run, &leg, &arc, s->along_m[fix]))
            return false;
    }
    return true;
}

/* The legs between two fixes, short ones all: as one box, and where that comes near an edge in
 * halves. */
static bool fly_run(ovf_scratch *s, size_t first, size_t last, ovf_near_range among)
{
    const ovf_box box = ovf_scratch_box(s, first, last);
    ovf_near_range near;
    bool good = ovf_near_edges_keep(s, among, &box, last - first <= SINGLY_LEGS, &near);
    if (good && near.to > near.from) {
        size_t middle = first + (last - first) / 2;
        good = last - first == 1
                   ? fly_short_leg(s, first, near)
                   : fly_run(s, first, middle, near) && fly_run(s, middle, last, near);
    }
    s->near_edge_count = near.from;
    return good;
}

static bool fly_near_edges(const ovf_analyzer *analyzer, ovf_scratch *s, size_t first, size_t last)
{
    const ovf_box box = ovf_scratch_box(s, first, last);
    ovf_near_range all;
    s->near_edge_count = 0;
    return ovf_near_edges_find(analyzer, s, &box, &all) && fly_run(s, first, last, all);
}

/* The legs of one part: dense stretches in runs, long legs one by one. */
static bool fly_part(const ovf_analyzer *analyzer, ovf_scratch *s, size_t first, size_t last)
{
    while (first < last) {
        size_t end = first;
        double length = 0;
        while (end < last && end - first < RUN_LEGS &&
               length + s->track.length_m[end] <= RUN_LENGTH_M)
            length += s->track.length_m[end++];
        if (end - first < 3) {
            end = first + 1;
            if (!fly_leg(analyzer, s, first)) return false;
        } else {
            for (size_t k = first; k < end; k += NOTED_LEGS)
                note_zones(analyzer, s, k, k + NOTED_LEGS < end ? k + NOTED_LEGS : end);
            if (!fly_near_edges(analyzer, s, first, end)) return false;
        }
        first = end;
    }
    return true;
}

/* The distances of a part's fixes along the route. */
static ovf_status measure_part(ovf_scratch *s, size_t first, size_t end, ovf_error *error)
{
    for (size_t i = first; i + 1 < end; i++) {
        double length = s->track.length_m[i];
        char called[OVF_TITLE_SIZE];
        if (length > OVF_LEG_LONGEST_M)
            return ovf_fail(error, OVF_ERROR_GEOMETRY,
                            "%s: the leg from fix %zu to fix %zu is %.0f km long, "
                            "between nearly antipodal places, where its course is "
                            "arbitrary; put a fix in between to say which way it goes",
                            ovf_route_title(s->route, called), i + 1, i + 2, length / 1000);
        s->along_m[i + 1] = s->along_m[i] + length;
    }
    return OVF_OK;
}

/* Flies the parts; one that joins the one before goes on with its stretch. */
ovf_status ovf_fly(const ovf_analyzer *analyzer, ovf_scratch *s, ovf_error *error)
{
    const ovf_route *route = s->route;
    size_t begin = 0;
    s->along_m[0] = 0;
    for (size_t p = 0; p < route->part_count; p++) {
        size_t end = route->part_ends[p];
        if (p > 0) s->along_m[begin] = s->along_m[begin - 1];
        if (p > 0 && ovf_distance(ovf_track_point(&s->track, begin - 1),
                                  ovf_track_point(&s->track, begin)) <= OVF_TOLERANCE_M) {
            s->stretches[s->stretch_count - 1].to_fix = end - 1;
        } else {
            if (!ovf_array_reserve(&s->stretches, &s->stretch_capacity, s->stretch_count + 1,
                                   sizeof *s->stretches))
                return ovf_fail_memory(error);
            s->stretches[s->stretch_count++] = (ovf_stretch){begin, end - 1};
        }
        ovf_status status = measure_part(s, begin, end, error);
        if (status != OVF_OK) return status;
        if (!fly_part(analyzer, s, begin, end - 1)) return ovf_fail_memory(error);
        begin = end;
    }
    return OVF_OK;
}
