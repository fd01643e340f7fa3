/* What is in the way: legs and places against boundaries and their stand-offs. */
#include <stdlib.h>

#include "analysis/suggest/suggest.h"
#include "base/array.h"
#include "base/error.h"

/* What a distance is good for (overflight/analysis.h): a place exactly at the stand-off keeps it.
 */
#define FIGURE_M 1e-6

static ovf_status join(ovf_barriers *in, const ovf_zones *zones, const ovf_obstacle *obstacles,
                       size_t count, ovf_error *error)
{
    size_t *barrier_of = ovf_array_new(
        zones->count, sizeof *barrier_of); /* one more than its index; 0: none yet */
    in->items = ovf_array_new(count, sizeof *in->items);
    in->zones.items = ovf_array_new(count, sizeof *in->zones.items);
    ovf_status status = OVF_OK;
    if (barrier_of == NULL || in->items == NULL || in->zones.items == NULL)
        status = ovf_fail_memory(error);
    for (size_t k = 0; status == OVF_OK && k < count; k++) {
        size_t zone = obstacles[k].zone;
        double standoff = obstacles[k].standoff_m;
        if (zone >= zones->count) {
            status = ovf_fail(error, OVF_ERROR_USAGE, "obstacle %zu: zone %zu, there are %zu", k,
                              zone, zones->count);
        } else if (!(standoff >= 0 && standoff <= OVF_SEARCH_MAX_M)) {
            status = ovf_fail(error, OVF_ERROR_USAGE,
                              "zone \"%s\": expected a stand-off of 0 to %.0f m, found %g m",
                              zones->items[zone].id, OVF_SEARCH_MAX_M, standoff);
        } else if (barrier_of[zone] == 0) {
            in->zones.items[in->count] = zones->items[zone];
            in->items[in->count++] = (ovf_barrier){.obstacle = k, .standoff_m = standoff};
            barrier_of[zone] = in->count;
        } else if (standoff > in->items[barrier_of[zone] - 1].standoff_m) {
            in->items[barrier_of[zone] - 1] = (ovf_barrier){.obstacle = k, .standoff_m = standoff};
        }
    }
    free(barrier_of);
    in->zones.count = in->count;
    return status;
}

ovf_status ovf_barriers_build(ovf_barriers *in, const ovf_zones *zones,
                              const ovf_obstacle *obstacles, size_t count, ovf_error *error)
{
    *in = (ovf_barriers){0};
    ovf_status status = join(in, zones, obstacles, count, error);
    /* A radius, so that a place within a zone has a meeting. */
    ovf_analysis_options options = {.search_m = 1, .flat = true};
    for (size_t k = 0; k < in->count; k++)
        options.search_m = fmax(options.search_m, in->items[k].standoff_m);
    if (status == OVF_OK) status = ovf_analyzer_build(&in->zones, &options, &in->analyzer, error);
    if (status == OVF_OK) status = ovf_scratch_new(&in->scratch, error);
    if (status != OVF_OK) return status;
    ovf_box *boxes = ovf_array_new(in->count, sizeof *boxes);
    bool ok = boxes != NULL;
    for (size_t k = 0; ok && k < in->count; k++) {
        in->items[k].boundary = ovf_boundaries_get(in->analyzer->boundaries, k);
        ok = in->items[k].boundary != NULL;
        if (ok) boxes[k] = ovf_box_widened(&in->items[k].boundary->box, in->items[k].standoff_m);
    }
    ok = ok && ovf_tree_build(&in->tree, boxes, in->count);
    free(boxes);
    return ok ? OVF_OK : ovf_fail_memory(error);
}

void ovf_barriers_clear(ovf_barriers *in)
{
    ovf_analyzer_free(in->analyzer);
    ovf_scratch_free(in->scratch);
    ovf_tree_free(&in->tree);
    free(in->items);
    free(in->zones.items);
    *in = (ovf_barriers){0};
}

/* Whether the meeting with a barrier is more than is allowed. */
bool ovf_barriers_violated(const ovf_barriers *in, const ovf_meeting *meeting)
{
    const ovf_barrier *barrier = &in->items[meeting->zone];
    return barrier->standoff_m > 0 ? meeting->nearest_m < barrier->standoff_m - FIGURE_M
                                   : meeting->inside_m > 0;
}

ovf_status ovf_barriers_judge(const ovf_barriers *in, const ovf_route *route, bool *clear,
                              const ovf_result **result, ovf_error *error)
{
    ovf_status status = ovf_analyze(in->analyzer, route, in->scratch, result, error);
    *clear = true;
    for (size_t m = 0; status == OVF_OK && m < (*result)->meeting_count; m++)
        if (ovf_barriers_violated(in, &(*result)->meetings[m])) *clear = false;
    return status;
}

static ovf_route route_of(const ovf_fix fixes[2], const size_t *two)
{
    return (ovf_route){.id = "", .fixes = fixes, .fix_count = 2, .part_ends = two, .part_count = 1};
}

ovf_status ovf_barriers_place(const ovf_barriers *in, ovf_lonlat at, bool *too_near,
                              ovf_block *block, ovf_error *error)
{
    const size_t two = 2;
    const ovf_fix fix = {at.lon, at.lat, NAN, NAN}, fixes[2] = {fix, fix};
    ovf_route route = route_of(fixes, &two);
    const ovf_result *result;
    ovf_status status = ovf_analyze(in->analyzer, &route, in->scratch, &result, error);
    *too_near = false;
    for (size_t m = 0; status == OVF_OK && m < result->meeting_count; m++) {
        const ovf_meeting *meeting = &result->meetings[m];
        const ovf_barrier *barrier = &in->items[meeting->zone];
        bool within = !(meeting->nearest_m > 0) &&
                      ovf_boundary_contains(barrier->boundary, at.lon, at.lat);
        if (!within && !(meeting->nearest_m < barrier->standoff_m - FIGURE_M)) continue;
        if (*too_near && !(meeting->nearest_m < block->distance_m)) continue;
        *too_near = true;
        *block = (ovf_block){meeting->zone, within, meeting->nearest_m,
                             meeting->nearest_m > 0 ? meeting->nearest_on_zone : at};
    }
    return status;
}

/* Whether a leg that meets the boundary of a zone without a stand-off only touches it. */
static bool touches_only(const ovf_barriers *in, size_t barrier, const ovf_leg *leg)
{
    const size_t two = 2;
    const ovf_fix fixes[2] = {{leg->from.lon, leg->from.lat, NAN, NAN},
                              {leg->to.lon, leg->to.lat, NAN, NAN}};
    ovf_route route = route_of(fixes, &two);
    const ovf_result *result;
    if (ovf_analyze(in->analyzer, &route, in->scratch, &result, NULL) != OVF_OK) return false;
    for (size_t m = 0; m < result->meeting_count; m++)
        if (result->meetings[m].zone == barrier) return !(result->meetings[m].inside_m > 0);
    return true;
}

typedef enum { APART, MAYBE, CROSSED } contact_kind;

static contact_kind meet(const ovf_boundary *b, ovf_leg *leg, const ovf_arc *arc, ovf_lonlat *at)
{
    contact_kind kind = APART;
    for (size_t k = 0; k < b->tree.count;) {
        const ovf_node *node = &b->tree.nodes[k];
        if (!ovf_box_meets_arc(&node->box, arc)) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item == UINT32_MAX) continue;
        const ovf_run run = b->runs[node->item];
        double f1 = ovf_arc_plane(arc, b->points[run.first]);
        for (uint32_t v = run.first; v < run.first + run.edges; v++) {
            double f2 = ovf_arc_plane(arc, b->points[v + 1]), bound;
            if (ovf_contact_possible(b, v, arc, f1, f2, &bound)) {
                ovf_contact contacts[OVF_CONTACTS_MAX];
                ovf_leg_draw(leg);
                size_t count = ovf_contacts(b, v, arc, f1, f2, false, contacts);
                if (count > 0) {
                    *at = contacts[0].position;
                    kind = MAYBE;
                    if (contacts[0].clean) return CROSSED;
                }
            }
            f1 = f2;
        }
    }
    return kind;
}

static bool arc_passes(const ovf_barriers *in, size_t number, ovf_leg *leg, const ovf_arc *arc,
                       bool measure, ovf_block *block)
{
    const ovf_barrier *barrier = &in->items[number];
    double reach = barrier->standoff_m;
    *block = (ovf_block){.barrier = number, .met = true};
    if (reach > 0) ovf_approach_narrow(barrier->boundary, arc, &reach);
    if (!measure && reach < barrier->standoff_m - FIGURE_M) return false;
    contact_kind kind = meet(barrier->boundary, leg, arc, &block->at);
    if (kind == CROSSED) return false;
    if (!(barrier->standoff_m > 0)) return kind == APART || touches_only(in, number, leg);
    if (kind == MAYBE) return false;
    ovf_approach best = {.distance_m = fmin(barrier->standoff_m - FIGURE_M, reach + FIGURE_M)};
    if (!ovf_approach_solve(barrier->boundary, leg, arc, false, &best)) return true;
    *block = (ovf_block){number, false, best.distance_m, best.on_boundary};
    return false;
}

bool ovf_barriers_pass(const ovf_barriers *in, const ovf_stop *from, const ovf_stop *to,
                       bool measure, ovf_block *block)
{
    ovf_leg leg;
    ovf_arc arc;
    double distance = ovf_distance(from->point, to->point);
    if (distance < 9e5)
        ovf_leg_of_length(&leg, from->at, to->at, ovf_section_length(from->point, to->point));
    else ovf_leg_between(&leg, from->at.lon, from->at.lat, to->at.lon, to->at.lat);
    *block = (ovf_block){.barrier = in->count, .met = true};
    if (leg.length_m > OVF_LEG_LONGEST_M) return false;
    size_t arcs = ovf_leg_arc_count(&leg);
    if (arcs > 1) ovf_leg_draw(&leg);
    for (size_t i = 0; i < arcs; i++) {
        if (arcs == 1) ovf_leg_only_arc(&leg, from->point, to->point, &arc);
        else ovf_leg_arc(&leg, i, arcs, &arc);
        for (size_t k = 0; k < in->tree.count;) {
            const ovf_node *node = &in->tree.nodes[k];
            if (!ovf_box_meets_arc(&node->box, &arc)) {
                k = node->skip;
                continue;
            }
            k++;
            if (node->item != UINT32_MAX && !arc_passes(in, node->item, &leg, &arc, measure, block))
                return false;
        }
    }
    return true;
}

bool ovf_samples_add(ovf_samples *samples, const ovf_boundary *b, const ovf_run *run)
{
    for (uint32_t v = run->first; v <= run->first + run->edges; v++) {
        if (!ovf_array_reserve(&samples->stops, &samples->capacity, samples->count + 1,
                               sizeof *samples->stops))
            return false;
        samples->stops[samples->count++] = (ovf_stop){b->positions[v], b->points[v]};
        if (v == run->first + run->edges) break;
        ovf_lonlat p = b->positions[v], q = b->positions[v + 1];
        double z = fmax(fabs(b->points[v].z), fabs(b->points[v + 1].z)),
               chord = ovf_distance(b->points[v], b->points[v + 1]);
        double bend = ovf_boundary_kind(b, v) == OVF_EDGES_LONLAT
                          ? ovf_edge_bend(b->edges, q.lon - p.lon, q.lat - p.lat, z, chord)
                          : ovf_boundary_strays(b, v);
        size_t pieces = (size_t)ceil(fmax(1, sqrt(bend / OVF_SAMPLE_BEND_M)));
        samples->bend_m = fmax(samples->bend_m, bend / (double)(pieces * pieces));
        if (pieces == 1) continue;
        if (!ovf_array_reserve(&samples->stops, &samples->capacity, samples->count + pieces,
                               sizeof *samples->stops))
            return false;
        ovf_edge edge;
        ovf_boundary_edge(b, v, &edge);
        for (size_t k = 1; k < pieces; k++)
            samples->stops[samples->count++] = ovf_stop_at(
                ovf_edge_position(&edge, (double)k / (double)pieces));
    }
    return true;
}
