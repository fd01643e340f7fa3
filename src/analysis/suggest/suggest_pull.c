/* Pulling a way taut: stretches that turn to one side are wrapped around what lies within the turn,
 * again and again, until the way gets no shorter. */
#include <stdlib.h>
#include <string.h>

#include "analysis/suggest/suggest.h"
#include "base/array.h"

#define GAIN_M 1e-3
/* A stretch turns by no more than this, so that it and the geodesic between its ends enclose a
 * simple area. */
#define STRETCH_DEG 150.0

double ovf_way_length(const ovf_way *way)
{
    double length = 0, leg;
    for (size_t k = 1; k < way->count; k++) {
        ovf_lonlat a = way->items[k - 1].at, b = way->items[k].at;
        geod_inverse(ovf_earth(), a.lat, a.lon, b.lat, b.lon, &leg, NULL, NULL);
        length += leg;
    }
    return length;
}

double ovf_turn(const ovf_stop *a, const ovf_stop *b, const ovf_stop *c)
{
    double before, after;
    geod_inverse(ovf_earth(), a->at.lat, a->at.lon, b->at.lat, b->at.lon, NULL, NULL, &before);
    geod_inverse(ovf_earth(), b->at.lat, b->at.lon, c->at.lat, c->at.lon, NULL, &after, NULL);
    return -remainder(after - before, 360);
}

/* A stretch of the way: from place `first` to place `last`, all in between turning to one side. */
typedef struct {
    const ovf_barriers *barriers;
    const ovf_way *way;
    size_t first, last;
    double side;
    ovf_arc *planes; /* of its legs and of the geodesic between its ends */
    ovf_pegs pegs;
    ovf_samples samples;
} stretch;

static void plane_between(const ovf_stop *a, const ovf_stop *b, ovf_leg *leg, ovf_arc *arc)
{
    ovf_leg_of_length(leg, a->at, b->at, ovf_rough_length(a->point, b->point));
    ovf_leg_only_arc(leg, a->point, b->point, arc);
}

/* How far a place on the inner side of all legs is within the geodesic between the ends, or
 * -infinity for any other place. */
static double depth(const stretch *in, ovf_vector point)
{
    size_t legs = in->last - in->first;
    for (size_t k = 0; k < legs; k++)
        if (in->side * ovf_arc_plane(&in->planes[k], point) < 0) return -INFINITY;
    return -in->side * ovf_arc_plane(&in->planes[legs], point);
}

static bool add_pegs(stretch *in, const ovf_barrier *barrier, const ovf_run *run)
{
    ovf_samples *samples = &in->samples;
    samples->count = 0;
    samples->bend_m = 0;
    if (!ovf_samples_add(samples, barrier->boundary, run)) return false;
    for (size_t k = 0; k < samples->count; k++) {
        const ovf_stop *stop = &samples->stops[k];
        double radius = barrier->standoff_m + 2 * samples->bend_m + OVF_SUGGEST_MARGIN_M,
               within = depth(in, stop->point);
        if (within < -radius - 1) continue;
        ovf_pegs *pegs = &in->pegs;
        if (!ovf_array_reserve(&pegs->items, &pegs->capacity, pegs->count + 1, sizeof *pegs->items))
            return false;
        pegs->items[pegs->count++] = (ovf_peg){
            .centre = *stop, .radius_m = radius, .slack_m = samples->bend_m, .within = within > 0};
    }
    return true;
}

/* Around the area that the stretch and the geodesic between its ends enclose. */
static ovf_box box_of(const stretch *in)
{
    double low[3] = {INFINITY, INFINITY, INFINITY}, high[3] = {-INFINITY, -INFINITY, -INFINITY},
           longest = 0;
    for (size_t k = in->first; k <= in->last; k++) {
        ovf_vector p = in->way->items[k].point;
        const double c[3] = {p.x, p.y, p.z};
        for (int i = 0; i < 3; i++) {
            low[i] = fmin(low[i], c[i]);
            high[i] = fmax(high[i], c[i]);
        }
        longest = fmax(longest, ovf_distance(p, in->way->items[in->first].point));
    }
    double bulge = fmin(longest * longest / (2 * OVF_EARTH_MIN_RADIUS), OVF_EARTH_A);
    for (int i = 0; i < 3; i++) {
        low[i] -= bulge;
        high[i] += bulge;
    }
    return ovf_box_around(low, high);
}

static bool gather(stretch *in)
{
    ovf_box box = box_of(in);
    in->pegs.count = 0;
    for (size_t z = 0; z < in->barriers->count; z++) {
        const ovf_barrier *barrier = &in->barriers->items[z];
        const ovf_tree *tree = &barrier->boundary->tree;
        ovf_box wide = ovf_box_widened(&box, barrier->standoff_m);
        for (size_t k = 0; k < tree->count;) {
            const ovf_node *node = &tree->nodes[k];
            if (!ovf_box_meets_box(&node->box, &wide)) {
                k = node->skip;
                continue;
            }
            k++;
            if (node->item != UINT32_MAX &&
                !add_pegs(in, barrier, &barrier->boundary->runs[node->item]))
                return false;
        }
    }
    return true;
}

static double length_between(const ovf_way *way, size_t first, size_t last)
{
    ovf_way part = {way->items + first, last - first + 1, 0};
    return ovf_way_length(&part);
}

static bool replace(ovf_way *way, size_t first, size_t last, const ovf_way *by)
{
    size_t count = way->count - (last - first + 1) + by->count;
    if (!ovf_array_reserve(&way->items, &way->capacity, count, sizeof *way->items)) return false;
    memmove(&way->items[first + by->count], &way->items[last + 1],
            (way->count - last - 1) * sizeof *way->items);
    memcpy(&way->items[first], by->items, by->count * sizeof *by->items);
    way->count = count;
    return true;
}

/* Wraps a stretch; *last is then where it ends. *gain_m grows by what the way becomes shorter. */
static bool wrap_stretch(const ovf_barriers *barriers, ovf_way *way, size_t first, size_t *last,
                         double side, double *gain_m)
{
    stretch in = {.barriers = barriers, .way = way, .first = first, .last = *last, .side = side};
    size_t legs = *last - first;
    ovf_way string = {0};
    ovf_leg *lines = ovf_array_new(legs + 1, sizeof *lines);
    in.planes = ovf_array_new(legs + 1, sizeof *in.planes);
    bool ok = lines != NULL && in.planes != NULL, memory = false;
    for (size_t k = 0; ok && k < legs; k++)
        plane_between(&way->items[first + k], &way->items[first + k + 1], &lines[k], &in.planes[k]);
    if (ok) plane_between(&way->items[first], &way->items[*last], &lines[legs], &in.planes[legs]);
    ok = ok && gather(&in);
    if (ok && ovf_wrap(barriers, &way->items[first], &way->items[*last], side, &in.pegs, &string,
                       &memory)) {
        double gain = length_between(way, first, *last) - ovf_way_length(&string);
        if (gain > GAIN_M) {
            *gain_m += gain;
            ok = replace(way, first, *last, &string);
            *last = first + string.count - 1;
        }
    }
    free(lines);
    free(in.planes);
    free(in.pegs.items);
    free(in.samples.stops);
    free(string.items);
    return ok && !memory;
}

/* The end of the stretch that begins before place k: the first place beyond which the way turns to
 * the other side, or by too much. */
static size_t stretch_end(const ovf_way *way, size_t k, double *side)
{
    double total = 0;
    *side = 0;
    for (; k + 1 < way->count; k++) {
        double turn = ovf_turn(&way->items[k - 1], &way->items[k], &way->items[k + 1]);
        if (*side == 0) *side = turn >= 0 ? 1 : -1;
        else if (turn * *side < 0 || total + fabs(turn) > STRETCH_DEG) break;
        total += fabs(turn);
    }
    return k;
}

bool ovf_pull(const ovf_barriers *barriers, ovf_way *way, int passes)
{
    for (int pass = 0; pass < passes; pass++) {
        double gain = 0;
        for (size_t first = 0; first + 2 < way->count;) {
            double side;
            size_t last = stretch_end(way, first + 1, &side);
            if (!wrap_stretch(barriers, way, first, &last, side, &gain)) return false;
            /* The next one begins before the end, so that it can take over where this one stopped;
             * every other pass half-way. */
            size_t next = pass % 2 == 0 ? last - 1 : first + (last - first) / 2;
            first = next > first ? next : first + 1;
        }
        if (!(gain > GAIN_M)) break;
    }
    return true;
}
