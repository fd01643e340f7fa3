/* Where along a route its altitude is between two heights, or its time between two times: surely,
 * perhaps, or surely not. */
#include <math.h>

#include "analysis/check/pieces.h"

typedef struct {
    ovf_heights_function take;
    void *context;
    double from_m, to_m;
    bool open;
    ovf_doubts doubts;
} joiner;

static void flush(joiner *in)
{
    if (in->open) in->take(in->context, in->from_m, in->to_m, in->doubts);
    in->open = false;
}

/* Neighbours that are both sure, or both in doubt, are one. */
static void join(joiner *in, double from_m, double to_m, ovf_doubts doubts)
{
    if (in->open && (in->doubts == 0) == (doubts == 0) && from_m - in->to_m <= OVF_TOLERANCE_M) {
        in->to_m = to_m;
        in->doubts |= doubts;
        return;
    }
    flush(in);
    *in = (joiner){in->take, in->context, from_m, to_m, true, doubts};
}

/* ---- conditions that are linear along a piece ---- */

/* A part of a piece, from 0 to 1; empty unless from < to. A touch is none. */
typedef struct {
    double from, to;
} part;

/* Cuts off where a value that goes linearly from a to b is negative, or zero and not `closed`.
 * Where an end is infinite it is not known where; the part is then empty if it is to be `sure`. */
static void clip(part *p, double a, double b, bool closed, bool sure)
{
    bool in_a = closed ? a >= 0 : a > 0, in_b = closed ? b >= 0 : b > 0;
    if (in_a && in_b) return;
    if (!in_a && !in_b) {
        *p = (part){1, 0};
        return;
    }
    if (isinf(a) || isinf(b)) {
        if (sure) *p = (part){1, 0};
        return;
    }
    double t = a / (a - b);
    if (in_a) p->to = fmin(p->to, t);
    else p->from = fmax(p->from, t);
}

static bool is_empty(part p) { return !(p.from < p.to); }

/* Where a value from a to b is between two limits; NAN and infinities are none. */
static part find_between(double a, double b, double low, double high, bool closed)
{
    part p = {0, 1};
    if (isfinite(low)) clip(&p, a - low, b - low, closed, true);
    if (isfinite(high)) clip(&p, high - a, high - b, closed, true);
    return p;
}

/* ---- heights ---- */

typedef struct {
    const ovf_check *check;
    joiner joiner;
    ovf_height low, high;
    bool closed;
} layer;

/* What would tell a height over one reference from one over another. */
static ovf_doubts doubts_between(ovf_height_reference a, ovf_height_reference b)
{
    ovf_doubts doubts = 0;
    const ovf_height_reference both[2] = {a, b};
    for (int k = 0; a != b && k < 2; k++)
        doubts |= both[k] == OVF_HEIGHT_AGL         ? OVF_DOUBT_GROUND
                  : both[k] == OVF_HEIGHT_STD       ? OVF_DOUBT_QNH
                  : both[k] == OVF_HEIGHT_ELLIPSOID ? OVF_DOUBT_GEOID
                                                    : 0;
    return doubts;
}

/* What would decide whether the piece is above or below a height that may be anything in a range.
 */
static ovf_doubts doubts_about(const ovf_piece *piece, ovf_height height,
                               const ovf_height_range *range)
{
    double lowest = fmin(piece->start_m.least_m, piece->end_m.least_m),
           highest = fmax(piece->start_m.most_m, piece->end_m.most_m);
    ovf_doubts doubts = doubts_between(height.reference, piece->reference);
    if (piece->start_m.least_m < piece->start_m.most_m ||
        piece->end_m.least_m < piece->end_m.most_m)
        doubts |= OVF_DOUBT_QNH; /* from a flight level to an altitude */
    return isfinite(height.metres) && highest >= range->least_m && lowest <= range->most_m ? doubts
                                                                                           : 0;
}

/* A height over the piece's reference. */
static ovf_height_range limit_of(const ovf_piece *piece, ovf_height height)
{
    return piece->compares ? ovf_height_bounds(&piece->column, height.metres, height.reference,
                                               piece->reference)
                           : (ovf_height_range){height.metres, height.metres};
}

static void join_part(layer *in, const ovf_piece *piece, double from, double to, ovf_doubts doubts)
{
    double length = piece->to_m - piece->from_m;
    if (!(from < to)) return;
    join(&in->joiner, from == 0 ? piece->from_m : piece->from_m + from * length,
         to == 1 ? piece->to_m : piece->from_m + to * length, doubts);
}

static bool take_piece(void *given, const ovf_piece *piece, bool rough)
{
    layer *in = given;
    if (!piece->known) {
        join(&in->joiner, piece->from_m, piece->to_m, OVF_DOUBT_ALTITUDE);
        return false;
    }
    const ovf_height_range low = limit_of(piece, in->low), high = limit_of(piece, in->high),
                           start = piece->start_m, end = piece->end_m;
    part sure = {0, 1}, perhaps = {0, 1};
    if (isfinite(in->low.metres)) {
        clip(&sure, start.least_m - low.most_m, end.least_m - low.most_m, in->closed, true);
        clip(&perhaps, start.most_m - low.least_m, end.most_m - low.least_m, in->closed, false);
    }
    if (isfinite(in->high.metres)) {
        clip(&sure, high.least_m - start.most_m, high.least_m - end.most_m, in->closed, true);
        clip(&perhaps, high.most_m - start.least_m, high.most_m - end.least_m, in->closed, false);
    }
    if (is_empty(perhaps)) return false;
    if (is_empty(sure)) sure = (part){perhaps.to, perhaps.to};
    bool decided = sure.from <= perhaps.from && sure.to >= perhaps.to;
    if (rough && !decided) return true;
    ovf_doubts doubts = doubts_about(piece, in->low, &low) | doubts_about(piece, in->high, &high);
    join_part(in, piece, perhaps.from, sure.from, doubts);
    join_part(in, piece, sure.from, sure.to, 0);
    join_part(in, piece, sure.to, perhaps.to, doubts);
    return false;
}

void ovf_heights_stretches(const ovf_check *check, double from_m, double to_m, ovf_height low,
                           ovf_height high, bool closed, ovf_heights_function take, void *context)
{
    layer in = {check, {.take = take, .context = context}, low, high, closed};
    ovf_height_reference references[2];
    size_t count = 0;
    if (isfinite(low.metres)) references[count++] = low.reference;
    if (isfinite(high.metres)) references[count++] = high.reference;
    if (count == 0) {
        take(context, from_m, to_m, 0);
        return;
    }
    ovf_pieces(check, from_m, to_m, references, count, take_piece, &in);
    flush(&in.joiner);
}

/* ---- altitudes over another reference ---- */

typedef struct {
    ovf_height_reference reference;
    double sign; /* 1: the lowest is looked for, -1: the highest */
    ovf_extreme *found;
} seeker;

static void look_at(seeker *in, const ovf_piece *piece, const ovf_height_range *altitude,
                    double at_m)
{
    ovf_extreme *found = in->found;
    double least = ovf_height_bounds(&piece->column, altitude->least_m, piece->reference,
                                     in->reference)
                       .least_m,
           most = ovf_height_bounds(&piece->column, altitude->most_m, piece->reference,
                                    in->reference)
                      .most_m,
           surely = in->sign > 0 ? most : least, perhaps = in->sign > 0 ? least : most;
    if (isnan(found->surely_m) || in->sign * (surely - found->surely_m) < 0) {
        found->surely_m = surely;
        found->at_m = at_m;
    }
    if (isnan(found->perhaps_m) || in->sign * (perhaps - found->perhaps_m) < 0)
        found->perhaps_m = perhaps;
}

static bool look_at_piece(void *given, const ovf_piece *piece, bool rough)
{
    seeker *in = given;
    if (rough) return true;
    if (!piece->known) return false;
    in->found->compares = in->found->compares || piece->compares;
    look_at(in, piece, &piece->start_m, piece->from_m);
    look_at(in, piece, &piece->end_m, piece->to_m);
    return false;
}

ovf_extreme ovf_heights_extreme(const ovf_check *check, double from_m, double to_m,
                                ovf_height_reference reference, bool lowest)
{
    ovf_extreme found = {NAN, NAN, NAN, false};
    seeker in = {reference, lowest ? 1 : -1, &found};
    ovf_pieces(check, from_m, to_m, &reference, 1, look_at_piece, &in);
    return found;
}

/* ---- times ---- */

/* The least and the greatest time that a leg without both of its times may have: times do not run
 * backwards, and no flight lasts longer than OVF_LONGEST_FLIGHT_S. NAN: it may be any. */
static void bound_times(const ovf_check *check, size_t leg, size_t *next, double *least_s,
                        double *most_s)
{
    const ovf_route *route = check->result->route;
    double before_s = NAN, after_s = NAN;
    for (size_t i = leg + 1; i-- > 0 && isnan(before_s);) before_s = route->fixes[i].time_s;
    if (*next < leg + 1) *next = leg + 1;
    while (*next < route->fix_count && isnan(route->fixes[*next].time_s)) ++*next;
    if (*next < route->fix_count) after_s = route->fixes[*next].time_s;
    *least_s = fmax(fmax(before_s, check->first_s),
                    fmax(after_s, check->last_s) - OVF_LONGEST_FLIGHT_S);
    *most_s = fmin(fmin(after_s, check->last_s),
                   fmin(before_s, check->first_s) + OVF_LONGEST_FLIGHT_S);
}

void ovf_times_stretches(const ovf_check *check, double from_m, double to_m, double from_s,
                         double until_s, ovf_heights_function take, void *context)
{
    joiner in = {.take = take, .context = context};
    const ovf_route *route = check->result->route;
    const double *along = check->result->fix_along_m;
    size_t next = 0;
    for (size_t i = ovf_check_fix(check, from_m) - 1; i + 1 < route->fix_count && along[i] < to_m;
         i++) {
        double start = fmax(along[i], from_m), end = fmin(along[i + 1], to_m),
               length = along[i + 1] - along[i];
        double a = route->fixes[i].time_s, b = route->fixes[i + 1].time_s, least_s, most_s;
        if (end <= start) continue;
        if (!isnan(a) && !isnan(b)) {
            part p = find_between(a + (start - along[i]) / length * (b - a),
                                  a + (end - along[i]) / length * (b - a), from_s, until_s, true);
            if (!is_empty(p))
                join(&in, start + p.from * (end - start), start + p.to * (end - start), 0);
            continue;
        }
        bound_times(check, i, &next, &least_s, &most_s);
        bool holds = (isnan(from_s) || least_s >= from_s) && (isnan(until_s) || most_s < until_s);
        /* A leg that ends as it begins to hold only touches it. */
        if (!holds && (most_s <= from_s || least_s >= until_s)) continue;
        join(&in, start, end, holds ? 0 : OVF_DOUBT_TIME);
    }
    flush(&in);
}
