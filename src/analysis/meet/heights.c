#include "analysis/meet/heights.h"

#include <math.h>

#include "analysis/meet/pieces.h"
#include "analysis/meet/profile.h"

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

/* What is nearer to a limit than this is at it: a height in feet is no whole number of binary
 * fractions of a metre. */
#define ROUNDING 1e-9

/* Cuts off where a value that goes linearly from a to b is negative, or zero and not `closed`.
 * Where an end is infinite it is not known where; the part is then empty if it is to be `sure`. */
static void clip(part *p, double a, double b, bool closed, bool sure)
{
    bool in_a = closed ? a >= -ROUNDING : a > 0, in_b = closed ? b >= -ROUNDING : b > 0;
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

/* What both limits are over a reference, in a column in which only the extremes of the earth are
 * known. There are few of those, and one serves many pieces. */
typedef struct {
    bool known;
    ovf_height_reference reference;
    double highest_ground_m;
    bool coldest;
    ovf_height_range low, high;
} ranges;

typedef struct {
    joiner joiner;
    const ovf_limit *low, *high;
    bool closed;
    ovf_bounds_memory *memory;
    ranges last;
} layer;

static const ovf_limit no_limit;

/* What would tell a height over one reference from one over another. */
static ovf_doubts doubts_between(ovf_height_reference a, ovf_height_reference b)
{
    ovf_doubts doubts = 0;
    const ovf_height_reference both[2] = {a, b};
    for (int k = 0; a != b && k < 2; k++)
        doubts |= both[k] == OVF_HEIGHT_AGL         ? OVF_DOUBT_GROUND
                  : both[k] == OVF_HEIGHT_STD       ? OVF_DOUBT_QNH
                  : both[k] == OVF_HEIGHT_ELLIPSOID ? OVF_DOUBT_GEOID
                  : both[k] == OVF_HEIGHT_UNKNOWN   ? OVF_DOUBT_OVER
                                                    : 0;
    return doubts;
}

/* What would decide whether the piece is above or below a limit that may be anything in a range.
 */
static ovf_doubts doubts_about(const ovf_piece *piece, const ovf_limit *limit,
                               const ovf_height_range *range)
{
    double lowest = fmin(piece->start_m.least_m, piece->end_m.least_m),
           highest = fmax(piece->start_m.most_m, piece->end_m.most_m);
    ovf_doubts doubts = 0;
    if (limit->count == 0 || highest < range->least_m || lowest > range->most_m) return 0;
    for (size_t i = 0; i < limit->count; i++)
        doubts |= doubts_between(limit->heights[i].reference, piece->reference);
    for (size_t k = 0; k < 2; k++) /* from a flight level to an altitude, and the like */
        doubts |= doubts_between(piece->given[k], piece->reference);
    return doubts;
}

static void forget_others(ovf_bounds_memory *memory, const ovf_vertical *v)
{
    if (memory->qnh_least_hpa == v->qnh_least_hpa && memory->qnh_most_hpa == v->qnh_most_hpa &&
        memory->temperature_least_k == v->temperature_least_k &&
        memory->temperature_most_k == v->temperature_most_k)
        return;
    *memory = (ovf_bounds_memory){.qnh_least_hpa = v->qnh_least_hpa,
                                  .qnh_most_hpa = v->qnh_most_hpa,
                                  .temperature_least_k = v->temperature_least_k,
                                  .temperature_most_k = v->temperature_most_k};
}

/* ovf_height_bounds, from memory where it is there. */
static ovf_height_range recall(ovf_bounds_memory *memory, const ovf_column *column,
                               const ovf_height *height, ovf_height_reference to)
{
    if (column->ground_known || column->geoid_known || height->reference == to)
        return ovf_height_bounds(column, height->metres, height->reference, to);
    forget_others(memory, column->vertical);
    size_t slot = ((size_t)fabs(height->metres * 8) * 7 + (size_t)height->reference * 4 +
                   (size_t)to) %
                  OVF_BOUNDS_KEPT;
    if (!(memory->items[slot].known && memory->items[slot].metres == height->metres &&
          memory->items[slot].from == height->reference && memory->items[slot].to == to &&
          memory->items[slot].coldest == column->coldest &&
          memory->items[slot].highest_ground_m == column->ground_m.most_m)) {
        memory->items[slot].known = true;
        memory->items[slot].metres = height->metres;
        memory->items[slot].highest_ground_m = column->ground_m.most_m;
        memory->items[slot].from = height->reference;
        memory->items[slot].to = to;
        memory->items[slot].coldest = column->coldest;
        memory->items[slot].range = ovf_height_bounds(column, height->metres, height->reference,
                                                      to);
    }
    return memory->items[slot].range;
}

/* What a limit is over the piece's reference. Of two the lower is between the lower of what they
 * are at least, and that of what they are at most. */
static ovf_height_range limit_of(ovf_bounds_memory *memory, const ovf_piece *piece,
                                 const ovf_limit *limit)
{
    ovf_height_range range = {NAN, NAN};
    for (size_t i = 0; i < limit->count; i++) {
        const ovf_height *height = &limit->heights[i];
        ovf_height_range one = {height->metres, height->metres};
        if (piece->compares) one = recall(memory, &piece->column, height, piece->reference);
        bool first = i == 0;
        range.least_m = first          ? one.least_m
                        : limit->lower ? fmin(range.least_m, one.least_m)
                                       : fmax(range.least_m, one.least_m);
        range.most_m = first          ? one.most_m
                       : limit->lower ? fmin(range.most_m, one.most_m)
                                      : fmax(range.most_m, one.most_m);
    }
    return range;
}

static ranges ranges_of(layer *in, const ovf_piece *piece)
{
    const ovf_column *column = &piece->column;
    bool same = in->last.known && in->last.reference == piece->reference &&
                (!piece->compares || (!column->ground_known && !column->geoid_known &&
                                      in->last.highest_ground_m == column->ground_m.most_m &&
                                      in->last.coldest == column->coldest));
    if (same) return in->last;
    ranges found = {!column->ground_known && !column->geoid_known,
                    piece->reference,
                    column->ground_m.most_m,
                    column->coldest,
                    limit_of(in->memory, piece, in->low),
                    limit_of(in->memory, piece, in->high)};
    if (found.known) in->last = found;
    return found;
}

static void join_part(layer *in, const ovf_piece *piece, double from, double to, ovf_doubts doubts)
{
    double length = piece->to_m - piece->from_m;
    if (!(from < to)) return;
    join(&in->joiner, from == 0 ? piece->from_m : piece->from_m + from * length,
         to == 1 ? piece->to_m : piece->from_m + to * length, doubts);
}

/* The parts of a piece whose altitude is known. */
static void find_parts(const layer *in, const ovf_piece *piece, const ranges *limits, part *sure,
                       part *perhaps)
{
    const ovf_height_range low = limits->low, high = limits->high, start = piece->start_m,
                           end = piece->end_m;
    *sure = *perhaps = (part){0, 1};
    if (in->low->count > 0) {
        clip(sure, start.least_m - low.most_m, end.least_m - low.most_m, in->closed, true);
        clip(perhaps, start.most_m - low.least_m, end.most_m - low.least_m, in->closed, false);
    }
    if (in->high->count > 0) {
        clip(sure, high.least_m - start.most_m, high.least_m - end.most_m, in->closed, true);
        clip(perhaps, high.most_m - start.least_m, high.most_m - end.least_m, in->closed, false);
    }
}

static bool take_piece(void *given, const ovf_piece *piece, bool rough)
{
    layer *in = given;
    part sure, perhaps;
    if (!piece->known) {
        join(&in->joiner, piece->from_m, piece->to_m, OVF_DOUBT_ALTITUDE);
        return false;
    }
    const ranges limits = ranges_of(in, piece);
    const ovf_height_range low = limits.low, high = limits.high;
    find_parts(in, piece, &limits, &sure, &perhaps);
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

/* What lies between two legs, in blocks or one by one: only where the extremes of the earth leave
 * it open, or the limit is crossed, more is looked at. */
typedef struct {
    const ovf_flown *flown;
    layer *layer;
    double from_m, to_m;
    const ovf_height_reference *references;
    size_t reference_count;
    ranges limits;
} skimmer;

typedef enum { OUTSIDE, WITHIN, OPEN } quick;

static quick look_at_range(const skimmer *in, double least_m, double most_m)
{
    const ranges *limits = &in->limits;
    bool low = in->layer->low->count > 0, high = in->layer->high->count > 0;
    if ((low && most_m < limits->low.least_m - ROUNDING) ||
        (high && least_m > limits->high.most_m + ROUNDING))
        return OUTSIDE;
    return (!low || least_m > limits->low.most_m) && (!high || most_m < limits->high.least_m)
               ? WITHIN
               : OPEN;
}

static void skim_leg(const skimmer *in, size_t leg)
{
    const ovf_scratch *s = in->flown->scratch;
    const double *along = s->along_m;
    double a = ovf_fixes_altitude(&s->fixes, leg), b = ovf_fixes_altitude(&s->fixes, leg + 1);
    double from = along[leg] > in->from_m ? along[leg] : in->from_m,
           to = along[leg + 1] < in->to_m ? along[leg + 1] : in->to_m;
    quick found = look_at_range(in, a < b ? a : b, a < b ? b : a);
    if (found == OUTSIDE) return;
    if (found == WITHIN && to > from) join(&in->layer->joiner, from, to, 0);
    else
        ovf_pieces_of_leg(in->flown, leg, in->from_m, in->to_m, in->references, in->reference_count,
                          take_piece, in->layer);
}

static void skim(const skimmer *in)
{
    const ovf_scratch *s = in->flown->scratch;
    const double *along = s->along_m;
    size_t legs = s->route->fix_count - 1;
    for (size_t i = ovf_pieces_first_leg(in->flown, in->from_m);
         i < legs && along[i] <= in->to_m;) {
        size_t after = i + OVF_PROFILE_LEGS;
        quick found = OPEN;
        if (i % OVF_PROFILE_LEGS == 0 && after <= legs && along[i] >= in->from_m &&
            along[after] <= in->to_m) {
            ovf_height_range block = ovf_profile_block(in->flown, i / OVF_PROFILE_LEGS);
            found = look_at_range(in, block.least_m, block.most_m);
        }
        if (found == WITHIN && along[after] > along[i])
            join(&in->layer->joiner, along[i], along[after], 0);
        if (found == OPEN) skim_leg(in, i);
        i = found == OPEN ? i + 1 : after;
    }
}

/* False where the route has no profile. */
static bool take_profile(const ovf_flown *flown, layer *in, double from_m, double to_m,
                         const ovf_height_reference *references, size_t count)
{
    const ovf_profile *profile = ovf_profile_of(flown);
    if (profile == NULL) return false;
    ovf_piece piece = {.reference = profile->reference,
                       .given = {profile->reference, profile->reference},
                       .column = profile->column};
    for (size_t k = 0; k < count; k++)
        piece.compares = piece.compares || references[k] != piece.reference;
    const skimmer all = {flown, in, from_m, to_m, references, count, ranges_of(in, &piece)};
    skim(&all);
    return true;
}

/* Everything a limit allows is in doubt that is not known. */
typedef struct {
    ovf_heights_function take;
    void *context;
} unsure;

static void take_unsure(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    const unsure *in = given;
    in->take(in->context, from_m, to_m, doubts | OVF_DOUBT_LIMIT);
}

void ovf_heights_stretches(const ovf_flown *flown, double from_m, double to_m, const ovf_limit *low,
                           const ovf_limit *high, bool closed, ovf_heights_function take,
                           void *context)
{
    layer in = {{.take = take, .context = context}, low != NULL ? low : &no_limit,
                high != NULL ? high : &no_limit,    closed,
                &flown->scratch->bounds_memory,     {0}};
    unsure doubter = {take, context};
    if (in.low->unknown || in.high->unknown)
        in.joiner = (joiner){.take = take_unsure, .context = &doubter};
    ovf_height_reference references[4];
    size_t count = 0;
    for (size_t i = 0; i < in.low->count; i++) references[count++] = in.low->heights[i].reference;
    for (size_t i = 0; i < in.high->count; i++) references[count++] = in.high->heights[i].reference;
    if (count == 0) {
        in.joiner.take(in.joiner.context, from_m, to_m, 0);
        return;
    }
    if (!take_profile(flown, &in, from_m, to_m, references, count))
        ovf_pieces(flown, from_m, to_m, references, count, take_piece, &in);
    flush(&in.joiner);
}

void ovf_heights_of_stay(const ovf_flown *flown, size_t leg, const ovf_limit *low,
                         const ovf_limit *high, ovf_stay_parts *parts)
{
    layer in = {.low = low, .high = high, .closed = true, .memory = &flown->scratch->bounds_memory};
    ovf_height_reference references[4];
    ovf_piece piece;
    part sure = {0, 1}, perhaps = {0, 1};
    size_t count = 0;
    ovf_doubts doubts = 0;
    for (size_t i = 0; i < low->count; i++) references[count++] = low->heights[i].reference;
    for (size_t i = 0; i < high->count; i++) references[count++] = high->heights[i].reference;
    if (count > 0) {
        ovf_piece_of_stay(flown, leg, references, count, &piece);
        if (piece.known) {
            const ranges limits = ranges_of(&in, &piece);
            find_parts(&in, &piece, &limits, &sure, &perhaps);
            doubts = doubts_about(&piece, low, &limits.low) |
                     doubts_about(&piece, high, &limits.high);
        } else {
            sure = (part){1, 0};
            doubts = OVF_DOUBT_ALTITUDE;
        }
    }
    if (low->unknown || high->unknown) {
        sure = (part){1, 0};
        doubts |= OVF_DOUBT_LIMIT;
    }
    *parts = (ovf_stay_parts){sure.from, sure.to, perhaps.from, perhaps.to, doubts};
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

ovf_extreme ovf_heights_extreme(const ovf_flown *flown, double from_m, double to_m,
                                ovf_height_reference reference, bool lowest)
{
    ovf_extreme found = {NAN, NAN, NAN, false};
    seeker in = {reference, lowest ? 1 : -1, &found};
    ovf_pieces(flown, from_m, to_m, &reference, 1, look_at_piece, &in);
    return found;
}

/* ---- times ---- */

/* The least and the greatest time that a leg without both of its times may have: times do not run
 * backwards, and no flight lasts longer than OVF_LONGEST_FLIGHT_S. NAN: it may be any. */
static void bound_times(const ovf_flown *flown, size_t leg, size_t *next, double *least_s,
                        double *most_s)
{
    const ovf_fixes *fixes = &flown->scratch->fixes;
    size_t count = flown->scratch->route->fix_count;
    double before_s = NAN, after_s = NAN;
    for (size_t i = leg + 1; i-- > 0 && isnan(before_s);) before_s = ovf_fixes_time(fixes, i);
    if (*next < leg + 1) *next = leg + 1;
    while (*next < count && isnan(ovf_fixes_time(fixes, *next))) ++*next;
    if (*next < count) after_s = ovf_fixes_time(fixes, *next);
    *least_s = fmax(fmax(before_s, flown->first_s),
                    fmax(after_s, flown->last_s) - OVF_LONGEST_FLIGHT_S);
    *most_s = fmin(fmin(after_s, flown->last_s),
                   fmin(before_s, flown->first_s) + OVF_LONGEST_FLIGHT_S);
}

/* A stretch that is flown at an unknown time between two. A period that begins as it ends, or the
 * other way round, only touches it. */
static void take_untimed(joiner *in, double from_m, double to_m, double least_s, double most_s,
                         const ovf_active_time *periods, size_t count)
{
    ovf_doubts doubts = 0;
    bool perhaps = false;
    for (size_t k = 0; k < count; k++) {
        const ovf_active_time *period = &periods[k];
        if (most_s <= period->from_s || least_s >= period->until_s) continue;
        bool holds = (least_s >= period->from_s || isinf(period->from_s)) &&
                     (most_s < period->until_s || isinf(period->until_s));
        doubts |= period->doubts;
        perhaps = true;
        if (!holds) continue;
        join(in, from_m, to_m, period->doubts);
        return;
    }
    if (perhaps) join(in, from_m, to_m, doubts | OVF_DOUBT_TIME);
}

void ovf_times_stretches(const ovf_flown *flown, double from_m, double to_m,
                         const ovf_active_time *periods, size_t count, ovf_heights_function take,
                         void *context)
{
    joiner in = {.take = take, .context = context};
    const ovf_scratch *s = flown->scratch;
    const double *along = s->along_m;
    size_t next = 0, first = 0;
    if (!flown->timed) {
        take_untimed(&in, from_m, to_m, ovf_flown_earliest(flown), ovf_flown_latest(flown), periods,
                     count);
        flush(&in);
        return;
    }
    for (size_t i = ovf_flown_fix(flown, from_m); i + 1 < s->route->fix_count && along[i] < to_m;
         i++) {
        double start = fmax(along[i], from_m), end = fmin(along[i + 1], to_m),
               length = along[i + 1] - along[i];
        double a = ovf_fixes_time(&s->fixes, i), b = ovf_fixes_time(&s->fixes, i + 1), least_s,
               most_s;
        if (end <= start) continue;
        if (isnan(a) || isnan(b)) {
            bound_times(flown, i, &next, &least_s, &most_s);
            take_untimed(&in, start, end, least_s, most_s, periods, count);
            continue;
        }
        double start_s = a + (start - along[i]) / length * (b - a),
               end_s = a + (end - along[i]) / length * (b - a);
        while (first < count && periods[first].until_s < start_s) first++;
        for (size_t k = first; k < count && periods[k].from_s <= end_s; k++) {
            part p = find_between(start_s, end_s, periods[k].from_s, periods[k].until_s, true);
            if (is_empty(p)) continue;
            join(&in, p.from == 0 ? start : start + p.from * (end - start),
                 p.to == 1 ? end : start + p.to * (end - start), periods[k].doubts);
        }
    }
    flush(&in);
}
