/* From contacts to passages and crossings.
 *
 * Contacts nearer to each other than the tolerance form a cluster. Between clusters the route is
 * inside or outside: past a cluster of clean crossings the side changes by their number; past any
 * other (a vertex, the end of a leg, a shared stretch) the middle of what follows is looked up. So
 * no mistake is carried along, and the cost is paid only where something degenerate happens. */
#include <math.h>

#include "analysis/meet/scratch.h"
#include "base/array.h"

/* The place of a crossing is that of the contacts that miss least; of several the middle, which is
 * the same from both ends of the route. */
#define MISSES_AS_MUCH_M 1e-7

typedef struct {
    double from_m, to_m;
    double at_m;          /* the place of a crossing */
    const ovf_lonlat *at; /* NULL: nobody has worked out that place */
    bool shared;          /* leg and boundary run side by side: inside */
    bool clean;
    size_t events;
} cluster;

typedef enum { NOWHERE, OUTSIDE, INSIDE } side;

typedef struct {
    ovf_scratch *scratch;
    const ovf_boundary *boundary;
    const ovf_stretch *stretch;
    ovf_place entry;
    bool open, failed;
    double inside_m;
} meeting;

/* The side on which a stretch without contacts is: of a fix on it if there is one, which is at
 * hand, or else of its middle. */
static side look_up(const meeting *in, double from_m, double to_m)
{
    ovf_scratch *s = in->scratch;
    size_t low = in->stretch->from_fix, high = in->stretch->to_fix;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->along_m[middle] < from_m) low = middle + 1;
        else high = middle;
    }
    ovf_lonlat at = ovf_fixes_place(&s->fixes, low);
    if (s->along_m[low] < from_m || s->along_m[low] > to_m) {
        ovf_place middle = ovf_scratch_place(s, in->stretch, (from_m + to_m) / 2, NULL);
        at = (ovf_lonlat){middle.lon, middle.lat};
    }
    return ovf_boundary_contains(in->boundary, at.lon, at.lat) ? INSIDE : OUTSIDE;
}

/* The side on which a stretch is that stands all the time: inside only where all around it is, and
 * where it stays for a time. A place alone is a touch. */
static side stand(const meeting *in)
{
    const ovf_fixes *fixes = &in->scratch->fixes;
    if (!(ovf_fixes_time(fixes, in->stretch->to_fix) >
          ovf_fixes_time(fixes, in->stretch->from_fix)))
        return OUTSIDE;
    const double step = 2 * OVF_TOLERANCE_M / (OVF_EARTH_MIN_RADIUS * OVF_RADIAN);
    const double around[][2] = {{0, 0}, {1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    ovf_lonlat at = ovf_fixes_place(fixes, in->stretch->from_fix);
    double widest = fmax(cos(at.lat * OVF_RADIAN), 1e-6);
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        double lat = fmax(-90, fmin(at.lat + around[i][1] * step, 90));
        if (!ovf_boundary_contains(in->boundary, at.lon + around[i][0] * step / widest, lat))
            return OUTSIDE;
    }
    return INSIDE;
}

/* The place where the route comes in, or leaves: of several moments there the first, or the last.
 */
static ovf_place place_of(const meeting *in, double along_m, const ovf_lonlat *known, bool leaves)
{
    ovf_place place = ovf_scratch_place(in->scratch, in->stretch, along_m, known);
    ovf_scratch_settle(in->scratch, in->stretch, leaves, &place);
    return place;
}

static void add_crossing(meeting *in, ovf_crossing_kind kind, ovf_place place)
{
    ovf_scratch *s = in->scratch;
    if (!ovf_array_reserve(&s->crossings, &s->crossing_capacity, s->crossing_count + 1,
                           sizeof *s->crossings))
        in->failed = true;
    else s->crossings[s->crossing_count++] = (ovf_crossing){kind, place, OVF_THROUGH_SIDE, false};
}

static void begin_passage(meeting *in, ovf_place place)
{
    in->entry = place;
    in->open = true;
}

static void end_passage(meeting *in, ovf_place place)
{
    ovf_scratch *s = in->scratch;
    double length = place.along_m - in->entry.along_m;
    in->open = false;
    if (!ovf_array_reserve(&s->passages, &s->passage_capacity, s->passage_count + 1,
                           sizeof *s->passages))
        in->failed = true;
    else s->passages[s->passage_count++] = (ovf_passage){in->entry, place, length, false};
    in->inside_m += length;
}

/* Passes a cluster from one side to the other. */
static void pass(meeting *in, const cluster *c, side before, side after)
{
    double at_m = c->shared ? c->from_m : c->at_m;
    bool inside_after = after == INSIDE, leaves = !c->shared && before == INSIDE && !inside_after;
    ovf_place first = place_of(in, at_m, at_m == c->at_m ? c->at : NULL, leaves);
    if (before == INSIDE && !in->open)
        begin_passage(in, first); /* cannot be; keeps passages whole */
    if (!c->shared) {
        if ((before == INSIDE) == inside_after) {
            add_crossing(in, OVF_CROSSING_TOUCH, first);
        } else if (inside_after) {
            add_crossing(in, OVF_CROSSING_ENTRY, first);
            begin_passage(in, first);
        } else {
            add_crossing(in, OVF_CROSSING_EXIT, first);
            end_passage(in, first);
        }
        return;
    }
    if (before != INSIDE) {
        add_crossing(in, OVF_CROSSING_ENTRY, first);
        begin_passage(in, first);
    }
    if (!inside_after) {
        ovf_place last = place_of(in, c->to_m, NULL, true);
        add_crossing(in, OVF_CROSSING_EXIT, last);
        end_passage(in, last);
    } else if (before == INSIDE) {
        add_crossing(in, OVF_CROSSING_TOUCH, first);
    }
}

static void place_cluster(const ovf_event *events, size_t first, size_t last, double least_m,
                          cluster *c)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t k = first; k < last; k++) {
        const ovf_contact *contact = &events[k].contact;
        if (contact->miss_m > least_m + MISSES_AS_MUCH_M) continue;
        c->at = &contact->position;
        low = fmin(low, contact->at_m);
        high = fmax(high, contact->at_m);
    }
    c->at_m = (low + high) / 2;
    if (high > low) c->at = NULL;
}

static size_t next_cluster(const ovf_event *events, size_t first, size_t last, cluster *c)
{
    const ovf_contact *contact = &events[first].contact;
    double least_m = contact->miss_m;
    *c = (cluster){.from_m = contact->from_m, .to_m = contact->to_m, .clean = true};
    size_t k = first;
    for (; k < last && events[k].contact.from_m - c->to_m <= OVF_TOLERANCE_M; k++) {
        contact = &events[k].contact;
        if (contact->to_m > c->to_m) c->to_m = contact->to_m;
        if (contact->shared) c->shared = true;
        if (!contact->clean) c->clean = false;
        least_m = fmin(least_m, contact->miss_m);
        c->events++;
    }
    place_cluster(events, first, k, least_m, c);
    return k;
}

/* One stretch with its events; returns the index after the last of them. */
static size_t meet_stretch(meeting *in, size_t first, size_t last)
{
    ovf_scratch *s = in->scratch;
    double start_m = s->along_m[in->stretch->from_fix], end_m = s->along_m[in->stretch->to_fix];
    size_t k = first;
    bool final = in->stretch == &s->stretches[s->stretch_count - 1];
    while (last > first && !final && s->events[last - 1].contact.from_m > end_m + OVF_TOLERANCE_M)
        last--;

    double position_m = start_m;
    side here = NOWHERE;
    cluster c, next;
    if (k == last) {
        here = end_m - start_m > OVF_TOLERANCE_M ? look_up(in, start_m, end_m) : stand(in);
    } else {
        size_t after = next_cluster(s->events, k, last, &c);
        if (c.from_m - start_m > OVF_TOLERANCE_M)
            here = look_up(in, start_m, c.from_m - OVF_TOLERANCE_M);
        if (here == INSIDE) begin_passage(in, place_of(in, start_m, NULL, false));
        while (k < last) {
            k = after;
            double until_m = end_m;
            if (k < last) {
                after = next_cluster(s->events, k, last, &next);
                until_m = next.from_m - OVF_TOLERANCE_M;
            }
            side there = NOWHERE;
            if (until_m - c.to_m > (k < last ? 0 : OVF_TOLERANCE_M)) {
                if (c.clean && here != NOWHERE)
                    there = (here == INSIDE) != (c.events % 2 == 1) ? INSIDE : OUTSIDE;
                else there = look_up(in, c.to_m + OVF_TOLERANCE_M, until_m);
            }
            pass(in, &c, here, there);
            here = there;
            c = next;
        }
        if (in->open) end_passage(in, place_of(in, end_m, NULL, true));
        return k;
    }
    if (here == INSIDE) {
        begin_passage(in, place_of(in, position_m, NULL, false));
        end_passage(in, place_of(in, end_m, NULL, true));
    }
    return k;
}

bool ovf_meet(ovf_scratch *s, const ovf_analyzer *analyzer, size_t zone, size_t first, size_t last)
{
    const ovf_boundary *boundary = ovf_boundaries_get(analyzer->boundaries, zone);
    if (boundary == NULL) return false;
    meeting in = {.scratch = s, .boundary = boundary};
    size_t passages = s->passage_count, crossings = s->crossing_count;
    for (size_t k = 0; k < s->stretch_count; k++) {
        in.stretch = &s->stretches[k];
        first = meet_stretch(&in, first, last);
    }
    if (in.failed) return false;
    ovf_meeting made = {.zone = zone, .inside_m = in.inside_m};
    if (s->passage_count == passages && s->crossing_count == crossings) {
        bool found = false;
        if (analyzer->search_m > 0 &&
            !ovf_approach_zone(s, boundary, analyzer->search_m, &made, &found))
            return false;
        if (!found) return true;
    }
    if (!ovf_array_reserve(&s->meetings, &s->meeting_capacity, s->meeting_count + 1,
                           sizeof *s->meetings) ||
        !ovf_array_reserve(&s->starts, &s->start_capacity, s->meeting_count + 1, sizeof *s->starts))
        return false;
    s->starts[s->meeting_count] = (ovf_meeting_start){.first_passage = passages,
                                                      .first_crossing = crossings};
    made.outline_passage_count = s->passage_count - passages;
    made.outline_crossing_count = s->crossing_count - crossings;
    s->meetings[s->meeting_count++] = made;
    return true;
}
