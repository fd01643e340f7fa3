/* A string around pegs that are all on one side of it.
 *
 * As Quickhull does it (Barber, Dobkin and Huhdanpaa, ACM Transactions on Mathematical Software 22
 * (1996) 469), with circles for points: between two contacts the string runs along the geodesic
 * that touches both, around a contact along corners outside its circle. The peg that sticks out
 * farthest of a leg becomes a contact, and a contact about which the string would turn the other
 * way is let go, until nothing sticks out. */
#include <stdlib.h>
#include <string.h>

#include "analysis/suggest/suggest.h"
#include "base/array.h"

/* A peg that sticks out by less is left. The planes below are within 5e-3 m of their legs
 * (leg.h: 6.7e-19 L³), which OVF_SUGGEST_MARGIN_M has room for. */
#define SLACK_M 2e-3
#define PLANE_LONGEST_M 2e5
/* An arc of the string may be longer than that of the circle by this much, or this part of itself.
 */
#define ROUNDING_M 0.02
#define ROUNDING 5e-4
#define ROUNDS 200
#define CHECKS 12

#define NO_PEG SIZE_MAX

typedef struct {
    size_t peg; /* NO_PEG: one of the ends */
    ovf_circle circle;
    ovf_tangent onward; /* to the next contact */
    bool known;         /* whether it is */
} contact;

typedef struct {
    const ovf_barriers *barriers;
    double side;
    ovf_pegs *pegs;
    uint32_t *live; /* the pegs that may still stick out */
    size_t live_count, live_capacity;
    contact *contacts;
    size_t count, capacity;
    ovf_way *string;
    size_t *owners; /* of the leg that ends at each place of the string: the contact at its end or,
                       of legs between corners, at both */
    size_t owner_capacity;
    bool memory;
} wrap;

static bool insert(wrap *in, size_t before, size_t peg)
{
    if (!ovf_array_reserve(&in->contacts, &in->capacity, in->count + 1, sizeof *in->contacts)) {
        in->memory = true;
        return false;
    }
    memmove(&in->contacts[before + 1], &in->contacts[before],
            (in->count - before) * sizeof *in->contacts);
    ovf_peg *p = &in->pegs->items[peg];
    p->held = true;
    in->contacts[before] = (contact){.peg = peg, .circle = {p->centre.at, p->radius_m}};
    in->contacts[before - 1].known = false;
    in->count++;
    return true;
}

static void let_go(wrap *in, size_t k)
{
    in->pegs->items[in->contacts[k].peg].held = false;
    memmove(&in->contacts[k], &in->contacts[k + 1], (in->count - k - 1) * sizeof *in->contacts);
    in->contacts[k - 1].known = false;
    in->count--;
}

/* By how much the string turns about contact k, degrees. */
static double turn_about(const wrap *in, size_t k)
{
    return in->side *
           remainder(in->contacts[k - 1].onward.to_radial - in->contacts[k].onward.from_radial,
                     360);
}

/* Draws the legs between contacts and lets go of those that the string does not turn about. */
static bool settle(wrap *in)
{
    for (size_t k = 0; k + 1 < in->count;) {
        contact *c = &in->contacts[k], *next = c + 1;
        if (!c->known) {
            if (!ovf_tangent_between(&c->circle, &next->circle, in->side, &c->onward)) {
                bool first = c->circle.radius_m < next->circle.radius_m;
                size_t within = (first && k > 0) || k + 2 == in->count ? k : k + 1;
                if (within == 0) return false;
                let_go(in, within);
                k = within > 1 ? within - 2 : 0;
                continue;
            }
            c->known = true;
        }
        if (k > 0 && turn_about(in, k) < 0) {
            let_go(in, k);
            k = k > 1 ? k - 2 : 0;
            continue;
        }
        k++;
    }
    return true;
}

static bool add_stop(wrap *in, ovf_stop stop, size_t owner)
{
    if (!ovf_way_add(in->string, stop) ||
        !ovf_array_reserve(&in->owners, &in->owner_capacity, in->string->count,
                           sizeof *in->owners)) {
        in->memory = true;
        return false;
    }
    in->owners[in->string->count - 1] = owner;
    return true;
}

/* Lays the string along the contacts. An arc of n corners is 2 n r tan(turn / 2n) long. */
static bool lay(wrap *in)
{
    in->string->count = 0;
    for (size_t k = 0; k < in->count; k++) {
        const contact *c = &in->contacts[k];
        if (c->peg == NO_PEG) {
            if (!add_stop(in, ovf_stop_at(c->circle.centre), k)) return false;
            continue;
        }
        double turn = turn_about(in, k), radians = turn * OVF_RADIAN,
               from = in->contacts[k - 1].onward.to_radial;
        double n = fmax(1, ceil(turn / 100));
        while (c->circle.radius_m * (2 * n * tan(radians / (2 * n)) - radians) >
               fmax(ROUNDING_M, ROUNDING * radians * c->circle.radius_m))
            n++;
        for (double i = 0; i < n; i++) {
            ovf_lonlat corner = ovf_tangent_corner(
                &c->circle, from - in->side * turn * (i + 0.5) / n, turn / (2 * n));
            if (!add_stop(in, ovf_stop_written(corner), k)) return false;
        }
    }
    return true;
}

typedef struct {
    size_t peg;
    double out_m;   /* by how much it sticks out */
    double along_m; /* of the leg's arc that it sticks out of: from the start of the leg */
} worst;

/* What a straight distance is along the surface, x (1 + x²/6R²), or so. */
static double over_surface(double straight_m)
{
    return straight_m * (1 + straight_m * straight_m / (6 * 6371e3 * 6371e3));
}

static worst worst_of(const wrap *in, const ovf_stop *from, const ovf_stop *to)
{
    worst w = {NO_PEG, SLACK_M, 0};
    ovf_leg leg;
    double rough = ovf_rough_length(from->point, to->point);
    if (rough < PLANE_LONGEST_M) ovf_leg_of_length(&leg, from->at, to->at, rough);
    else ovf_leg_between(&leg, from->at.lon, from->at.lat, to->at.lon, to->at.lat);
    size_t arcs = (size_t)ceil(rough / PLANE_LONGEST_M);
    for (size_t i = 0; i < arcs && rough > 1e-3; i++) {
        ovf_arc arc;
        if (arcs == 1) ovf_leg_only_arc(&leg, from->point, to->point, &arc);
        else ovf_leg_arc(&leg, i, arcs, &arc);
        for (size_t n = 0; n < in->live_count; n++) {
            ovf_peg *peg = &in->pegs->items[in->live[n]];
            double ahead = ovf_dot(ovf_subtract(peg->centre.point, arc.middle), arc.ahead);
            if (fabs(ahead) > arc.half_chord_m + SLACK_M) continue;
            double off = in->side * ovf_arc_plane(&arc, peg->centre.point);
            peg->beside = true;
            if (off - peg->radius_m < 0.1 + 0.01 * peg->radius_m) peg->near = true;
            if (peg->radius_m - off < w.out_m) continue;
            double out = peg->radius_m - over_surface(off);
            if (out > w.out_m + peg->slack_m)
                w = (worst){in->live[n], out, arc.start_m + arc.half_chord_m + ahead};
        }
    }
    return w;
}

/* What sticks out of the string's corner at a place, where no leg runs beside it: of the line
 * through the corner that halves the turn. At the ends the string turns too, from the geodesic
 * between them; only what is within the area holds it off there. */
static worst worst_at(const wrap *in, size_t place, ovf_vector *ahead)
{
    worst w = {NO_PEG, SLACK_M, 0};
    size_t last = in->string->count - 1;
    const ovf_stop *stops = in->string->items, *here = &stops[place];
    ovf_vector up = ovf_earth_normal(here->point);
    ovf_vector before = ovf_subtract(here->point, stops[place == 0 ? last : place - 1].point);
    ovf_vector after = ovf_subtract(stops[place == last ? 0 : place + 1].point, here->point);
    before = ovf_unit(ovf_subtract(before, ovf_scale(up, ovf_dot(before, up))));
    after = ovf_unit(ovf_subtract(after, ovf_scale(up, ovf_dot(after, up))));
    ovf_vector sum = ovf_add(before, after);
    *ahead = ovf_norm(sum) > 1e-3 ? ovf_unit(sum) : ovf_scale(ovf_cross(up, before), in->side);
    ovf_vector inwards = ovf_scale(ovf_cross(up, *ahead), in->side);
    for (size_t n = 0; n < in->live_count; n++) {
        const ovf_peg *peg = &in->pegs->items[in->live[n]];
        ovf_vector d = ovf_subtract(peg->centre.point, here->point);
        double out = peg->radius_m - over_surface(ovf_dot(d, inwards));
        if (!(out > w.out_m + peg->slack_m) || peg->held ||
            ((place == 0 || place == last) && !peg->within))
            continue;
        double little =
            0.05 *
            ovf_norm(
                d); /* between this and a leg's own measure of what is beside it nothing is lost */
        if (ovf_dot(d, before) > -little && ovf_dot(d, after) < little)
            w = (worst){in->live[n], out, 0};
    }
    return w;
}

/* Widens the circle of a peg that is held by what is missing. */
static void widen(wrap *in, size_t peg, double by_m)
{
    ovf_peg *p = &in->pegs->items[peg];
    p->radius_m += by_m + SLACK_M / 2;
    for (size_t c = 1; c + 1 < in->count; c++) {
        if (in->contacts[c].peg != peg) continue;
        in->contacts[c].circle.radius_m = p->radius_m;
        in->contacts[c].known = in->contacts[c - 1].known = false;
    }
}

/* Holds the string off a peg that sticks out: as a new contact before or after that of number k. */
static bool hold_off(wrap *in, size_t k, bool after, size_t peg, double out_m)
{
    ovf_peg *p = &in->pegs->items[peg];
    if (p->changed) return true; /* for another leg, in this round */
    p->changed = true;
    if (!p->held) return insert(in, after ? k + 1 : k, peg);
    widen(in, peg, out_m);
    return true;
}

/* The same of the leg that ends at a place of the string. A leg around one contact, between two of
 * its corners, has the peg before or after it. */
static bool hold_off_leg(wrap *in, size_t place, size_t peg, double out_m, double along_m)
{
    size_t k = in->owners[place];
    bool after = false;
    if (in->owners[place - 1] == k) {
        const ovf_stop *from = &in->string->items[place - 1];
        after = along_m >
                ovf_dot(
                    ovf_subtract(in->pegs->items[in->contacts[k].peg].centre.point, from->point),
                    ovf_unit(ovf_subtract(in->string->items[place].point, from->point)));
    }
    return hold_off(in, k, after, peg, out_m);
}

static bool hold_off_corner(wrap *in, size_t place, size_t peg, double out_m, ovf_vector ahead)
{
    size_t k = in->owners[place];
    bool after = place == 0;
    if (in->contacts[k].peg != NO_PEG)
        after = ovf_dot(ovf_subtract(in->pegs->items[peg].centre.point,
                                     in->pegs->items[in->contacts[k].peg].centre.point),
                        ahead) > 0;
    return hold_off(in, k, after, peg, out_m);
}

/* What the string has passed well outside of cannot stick out later: the string only moves
 * outwards, but for corners that are cut finer, which leaves more than a hundredth of the radius to
 * no peg (lay). */
static void forget(wrap *in)
{
    size_t count = 0;
    for (size_t n = 0; n < in->live_count; n++) {
        ovf_peg *peg = &in->pegs->items[in->live[n]];
        if (!peg->beside || peg->near || peg->held) in->live[count++] = in->live[n];
        peg->beside = peg->near = peg->changed = false;
    }
    in->live_count = count;
}

/* One round: what sticks out of each leg and corner is held. They are gone through from the end, so
 * that what is inserted moves no contact that is still to be asked for; a contact that something
 * was inserted before is left for the next round. */
static bool round_of(wrap *in, bool *done)
{
    *done = true;
    size_t count = in->count, moved = NO_PEG;
    for (size_t place = in->string->count; place-- > 0;) {
        ovf_vector ahead;
        size_t k = in->owners[place];
        if (k == moved) continue;
        worst w = worst_at(in, place, &ahead);
        if (w.peg != NO_PEG && !hold_off_corner(in, place, w.peg, w.out_m, ahead)) return false;
        if (w.peg != NO_PEG) *done = false;
        if (place == 0) break;
        if (in->count == count) {
            w = worst_of(in, &in->string->items[place - 1], &in->string->items[place]);
            if (w.peg != NO_PEG && !hold_off_leg(in, place, w.peg, w.out_m, w.along_m))
                return false;
            if (w.peg != NO_PEG) *done = false;
        }
        if (in->count > count) moved = k;
        count = in->count;
    }
    forget(in);
    return true;
}

static bool tighten(wrap *in)
{
    for (int round = 0; round < ROUNDS; round++) {
        bool done;
        if (!settle(in) || !lay(in) || !round_of(in, &done)) return false;
        if (done) return true;
    }
    return false;
}

/* Adds the place that a leg was found too near to as a peg, or finds the one that is there. */
static size_t peg_at(wrap *in, const ovf_block *block, double *out_m)
{
    ovf_stop at = ovf_stop_at(block->at);
    *out_m = in->barriers->items[block->barrier].standoff_m + OVF_SUGGEST_MARGIN_M -
             block->distance_m;
    for (size_t k = 0; k < in->pegs->count; k++)
        if (ovf_distance(in->pegs->items[k].centre.point, at.point) < 1) return k;
    ovf_pegs *pegs = in->pegs;
    if (!ovf_array_reserve(&pegs->items, &pegs->capacity, pegs->count + 1, sizeof *pegs->items) ||
        !ovf_array_reserve(&in->live, &in->live_capacity, in->live_count + 1, sizeof *in->live)) {
        in->memory = true;
        return NO_PEG;
    }
    pegs->items[pegs->count] = (ovf_peg){.centre = at, .radius_m = block->distance_m + *out_m};
    in->live[in->live_count++] = (uint32_t)pegs->count;
    return pegs->count++;
}

/* Checks the string's legs exactly; where one is too near, what it is too near to is held. */
static bool check(wrap *in, bool *done)
{
    *done = true;
    for (size_t place = in->string->count - 1; place > 0; place--) {
        ovf_block block;
        const ovf_stop *from = &in->string->items[place - 1], *to = &in->string->items[place];
        if (ovf_barriers_pass(in->barriers, from, to, true, &block)) continue;
        *done = false;
        double out;
        size_t peg = block.met ? NO_PEG : peg_at(in, &block, &out);
        if (peg == NO_PEG) return false;
        ovf_vector ahead = ovf_unit(ovf_subtract(to->point, from->point));
        if (!hold_off_leg(
                in, place, peg, out,
                ovf_dot(ovf_subtract(in->pegs->items[peg].centre.point, from->point), ahead)))
            return false;
    }
    return true;
}

bool ovf_wrap(const ovf_barriers *barriers, const ovf_stop *from, const ovf_stop *to, double side,
              ovf_pegs *pegs, ovf_way *string, bool *memory)
{
    wrap in = {.barriers = barriers, .side = side, .pegs = pegs, .string = string};
    bool done = false;
    if (!ovf_array_reserve(&in.contacts, &in.capacity, 2, sizeof *in.contacts) ||
        !ovf_array_reserve(&in.live, &in.live_capacity, pegs->count, sizeof *in.live)) {
        in.memory = true;
    } else {
        for (size_t k = 0; k < pegs->count; k++) in.live[in.live_count++] = (uint32_t)k;
        in.contacts[0] = (contact){.peg = NO_PEG, .circle = {from->at, 0}};
        in.contacts[1] = (contact){.peg = NO_PEG, .circle = {to->at, 0}};
        in.count = 2;
        for (int k = 0; k < CHECKS && !done; k++)
            if (!tighten(&in) || !check(&in, &done)) break;
    }
    *memory = in.memory;
    free(in.contacts);
    free(in.live);
    free(in.owners);
    return done && !in.memory;
}
