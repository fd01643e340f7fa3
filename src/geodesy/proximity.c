#include "geodesy/proximity.h"

#include "geodesy/contact.h"

double ovf_boundary_distance(const ovf_boundary *b, ovf_lonlat at, double most_m, ovf_approach *nearest)
{
    ovf_leg leg;
    ovf_arc arc;
    ovf_leg_between(&leg, at.lon, at.lat, at.lon, at.lat + (at.lat > 0 ? -1e-5 : 1e-5));
    ovf_leg_arc(&leg, 0, 1, &arc);
    arc.length_m = arc.half_chord_m = 0;
    arc.b = arc.middle = arc.a;
    double reach = most_m;
    ovf_approach_narrow(b, &arc, &reach);
    ovf_approach best = {.distance_m = reach + 1e-6};
    if (!ovf_approach_solve(b, &leg, &arc, &best)) return INFINITY;
    if (nearest != NULL) *nearest = best;
    return best.distance_m;
}

static double between(ovf_lonlat a, ovf_lonlat b)
{
    double distance;
    geod_inverse(ovf_earth(), a.lat, a.lon, b.lat, b.lon, &distance, NULL, NULL);
    return distance;
}

typedef struct {
    double at_m, distance_m;
    ovf_lonlat position, nearest; /* on the leg, and on the boundary */
    uint32_t vertex;              /* of the edge that it is on */
} sample;

/* No distance is greater than half a meridian. */
#define ALL_M 2.1e7

static sample sample_at(const ovf_boundary *b, const ovf_leg *leg, double at_m, double most_m)
{
    sample made = {.at_m = at_m, .position = ovf_leg_position(leg, at_m)};
    ovf_approach nearest = {0};
    made.distance_m = ovf_boundary_distance(b, made.position, most_m, &nearest);
    made.nearest = nearest.on_boundary;
    made.vertex = nearest.vertex;
    return made;
}

/* Between two places: what is known of one bounds the other. */
static sample sample_between(const ovf_boundary *b, const ovf_leg *leg, const sample *from, const sample *to)
{
    double half = (to->at_m - from->at_m) / 2;
    return sample_at(b, leg, from->at_m + half, fmin(from->distance_m, to->distance_m) + half + 1e-3);
}

/* No place between the two is farther from the boundary than this. */
static double most_between(const ovf_boundary *b, const sample *from, const sample *to)
{
    double h = to->at_m - from->at_m, most = (from->distance_m + to->distance_m + h) / 2, ends = fmax(from->distance_m, to->distance_m);
    if (b->edges == OVF_EDGES_GEODESIC && from->vertex == to->vertex) most = fmin(most, ends * (1 + h * h / (OVF_EARTH_LEAST_RADIUS * OVF_EARTH_LEAST_RADIUS)));
    if (most > ends) most = fmin(most, fmax(from->distance_m, between(from->nearest, to->position)));
    if (most > ends) most = fmin(most, fmax(to->distance_m, between(to->nearest, from->position)));
    return most;
}

typedef struct {
    const ovf_boundary *boundary;
    const ovf_leg *leg;
    double limit_m;
    ovf_proximity_function add;
    void *context;
} search;

static void find(const search *in, const sample *from, const sample *to)
{
    double h = to->at_m - from->at_m, least = fmin(from->distance_m, to->distance_m), low = (from->distance_m + to->distance_m - h) / 2;
    bool near = from->distance_m < in->limit_m;
    if (near == (to->distance_m < in->limit_m)) {
        bool decided = h < 1e-3;
        if (near) {
            decided = decided || most_between(in->boundary, from, to) < in->limit_m;
        } else {
            decided = decided || low >= in->limit_m || (low > 0 && least - h * h / (8 * low) >= in->limit_m - OVF_PROXIMITY_M / 2);
        }
        if (decided && near) in->add(in->context, from->at_m, to->at_m);
        if (decided) return;
    } else if (h < 1e-4) {
        in->add(in->context, near ? from->at_m : to->at_m, near ? to->at_m : to->at_m);
        return;
    }
    sample middle = sample_between(in->boundary, in->leg, from, to);
    find(in, from, &middle);
    find(in, &middle, to);
}

void ovf_proximity_stretches(const ovf_boundary *b, const ovf_arc *arc, double limit_m, ovf_proximity_function add, void *context)
{
    const search in = {b, arc->leg, limit_m - OVF_PROXIMITY_M / 2, add, context};
    double end_m = arc->start_m + arc->length_m;
    sample from = sample_at(b, arc->leg, arc->start_m, ALL_M);
    sample to = sample_at(b, arc->leg, end_m, from.distance_m + arc->length_m + 1e-3);
    find(&in, &from, &to);
}

/* Where the arc meets an edge, if it does. */
static bool meets(const ovf_boundary *b, const ovf_arc *arc, ovf_approach *best)
{
    for (size_t k = 0; k < b->tree.count;) {
        const ovf_node *node = &b->tree.nodes[k];
        if (!ovf_box_meets_arc(&node->box, arc)) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item == UINT32_MAX) continue;
        const ovf_run run = b->runs[node->item];
        for (uint32_t v = run.first; v < run.first + run.edges; v++) {
            ovf_contact contacts[OVF_CONTACTS_MOST];
            size_t count =
                ovf_contacts(b, v, arc, ovf_arc_plane(arc, b->points[v]), ovf_arc_plane(arc, b->points[v + 1]), false, contacts);
            if (count == 0) continue;
            *best = (ovf_approach){0, contacts[0].at_m, contacts[0].position, contacts[0].position, v};
            return true;
        }
    }
    return false;
}

bool ovf_proximity_nearest(const ovf_boundary *b, const ovf_leg *leg, double from_m, double to_m, ovf_approach *best)
{
    ovf_lonlat from = ovf_leg_position(leg, from_m), to = ovf_leg_position(leg, to_m);
    ovf_approach found = {.distance_m = best->distance_m};
    bool improved = false;
    if (to_m - from_m < 1e-2) {
        found.distance_m = ovf_boundary_distance(b, from, best->distance_m, &found);
        found.along_m = 0;
        found.on_leg = from;
        improved = found.distance_m < best->distance_m;
    } else {
        ovf_leg piece;
        ovf_leg_between(&piece, from.lon, from.lat, to.lon, to.lat);
        size_t arcs = ovf_leg_arc_count(&piece);
        for (size_t k = 0; k < arcs && found.distance_m > 0; k++) {
            ovf_arc arc;
            ovf_leg_arc(&piece, k, arcs, &arc);
            double reach = found.distance_m;
            if (meets(b, &arc, &found)) {
                improved = true;
                break;
            }
            ovf_approach_narrow(b, &arc, &reach);
            ovf_approach better = {.distance_m = fmin(reach + 1e-6, found.distance_m)};
            if (!ovf_approach_solve(b, &piece, &arc, &better)) continue;
            found = better;
            improved = true;
        }
    }
    if (!improved) return false;
    found.along_m += from_m;
    *best = found;
    return true;
}

/* ---- the greatest distance ---- */

static void raise_to(const sample *of, double *most, double *along_m, ovf_lonlat *nearest)
{
    if (!(of->distance_m > *most)) return;
    *most = of->distance_m;
    *along_m = of->at_m;
    *nearest = of->nearest;
}

static void climb(const ovf_boundary *b, const ovf_leg *leg, const sample *from, const sample *to, double *most, double *along_m, ovf_lonlat *nearest)
{
    double h = to->at_m - from->at_m;
    if (most_between(b, from, to) <= *most + OVF_PROXIMITY_M || h < 1e-3) return;
    sample middle = sample_between(b, leg, from, to);
    raise_to(&middle, most, along_m, nearest);
    climb(b, leg, from, &middle, most, along_m, nearest);
    climb(b, leg, &middle, to, most, along_m, nearest);
}

double ovf_proximity_farthest(const ovf_boundary *b, const ovf_leg *leg, double *along_m, ovf_lonlat *nearest)
{
    double most = -1;
    sample from = sample_at(b, leg, 0, ALL_M), to = sample_at(b, leg, leg->length_m, from.distance_m + leg->length_m + 1e-3);
    raise_to(&from, &most, along_m, nearest);
    raise_to(&to, &most, along_m, nearest);
    climb(b, leg, &from, &to, &most, along_m, nearest);
    return most;
}
