/* The legs of a route, with the zones that each is in: the result's passages, cut at the fixes. */
#include "overflight/legs.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "geodesy/earth.h"

/* A stretch of a leg that is in a zone. */
typedef struct {
    size_t leg;
    double from_m; /* along the route */
    ovf_leg_zone in;
} piece;

typedef struct {
    const ovf_result *result;
    ovf_route_leg *legs;
    size_t leg_count;
    piece *pieces;
    size_t piece_count, piece_capacity;
} cutting;

/* ---- legs ---- */

/* Into [0, 360). What is a hair west of north rounds to 360 and is north. */
static double azimuth_of(double degrees)
{
    double azimuth = degrees < 0 ? degrees + 360 : degrees;
    return azimuth >= 360 ? 0 : azimuth + 0.0; /* -0 becomes 0 */
}

static ovf_route_leg leg_from(const ovf_result *result, size_t fix)
{
    const ovf_route *route = result->route;
    const ovf_fix *from = &route->fixes[fix], *to = from + 1;
    bool level = route->flight_levels != NULL && route->flight_levels[fix + 1];
    ovf_route_leg leg = {.from_fix = fix,
                         .to_fix = fix + 1,
                         .azimuth_deg = NAN,
                         .final_azimuth_deg = NAN,
                         .length_m = result->fix_along_m[fix + 1] - result->fix_along_m[fix],
                         .along_m = result->fix_along_m[fix + 1],
                         .altitude_m = to->altitude_m,
                         .time_s = to->time_s,
                         .altitude_reference = level ? OVF_HEIGHT_STD : OVF_HEIGHT_MSL};
    if (leg.length_m < OVF_AZIMUTH_LEAST_M) return leg;
    double first, last;
    geod_inverse(ovf_earth(), from->lat, from->lon, to->lat, to->lon, NULL, &first, &last);
    leg.azimuth_deg = azimuth_of(first);
    leg.final_azimuth_deg = azimuth_of(last);
    return leg;
}

static void measure_legs(cutting *in)
{
    const ovf_route *route = in->result->route;
    size_t fix = 0;
    for (size_t part = 0; part < route->part_count; fix = route->part_ends[part++])
        for (; fix + 1 < route->part_ends[part]; fix++)
            in->legs[in->leg_count++] = leg_from(in->result, fix);
}

/* ---- zones ---- */

static double start_of(const cutting *in, size_t leg)
{
    return in->result->fix_along_m[in->legs[leg].from_fix];
}

/* The first leg that ends beyond a distance along the route; the number of legs where none does. */
static size_t first_leg_beyond(const cutting *in, double along_m)
{
    size_t low = 0, high = in->leg_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (in->legs[middle].along_m > along_m) high = middle;
        else low = middle + 1;
    }
    return low;
}

/* Two passages of a zone on one leg are one piece, as they follow each other. */
static bool add_piece(cutting *in, size_t leg, size_t zone, double from_m, double inside_m,
                      size_t first_of_zone)
{
    if (!(inside_m > 0)) return true;
    if (in->piece_count > first_of_zone && in->pieces[in->piece_count - 1].leg == leg) {
        in->pieces[in->piece_count - 1].in.inside_m += inside_m;
        return true;
    }
    if (!ovf_array_reserve(&in->pieces, &in->piece_capacity, in->piece_count + 1,
                           sizeof *in->pieces))
        return false;
    in->pieces[in->piece_count++] = (piece){leg, from_m, {zone, inside_m}};
    return true;
}

/* The next leg, or the one before, that has a length; `last` where there is none until then. */
static size_t next_leg(const cutting *in, size_t leg, size_t last, bool forward)
{
    while (leg != last) {
        leg = forward ? leg + 1 : leg - 1;
        if (in->legs[leg].length_m > 0) break;
    }
    return leg;
}

static bool cut_passage(cutting *in, size_t zone, const ovf_passage *passage, size_t first_of_zone)
{
    double from_m = passage->entry.along_m, to_m = passage->exit.along_m, begin_m = 0, end_m = 0;
    size_t first = first_leg_beyond(in, from_m), last = first;
    if (first == in->leg_count) return true;
    while (last + 1 < in->leg_count && start_of(in, last + 1) < to_m) last++;
    while (last > first && !(in->legs[last].length_m > 0)) last--;
    /* Less than a touch at either end goes to the neighbouring leg, if it is not all of a leg. */
    if (first < last && from_m > start_of(in, first) &&
        in->legs[first].along_m - from_m < OVF_TOLERANCE_M) {
        begin_m = in->legs[first].along_m - from_m;
        from_m = in->legs[first].along_m;
        first = next_leg(in, first, last, true);
    }
    if (first < last && to_m < in->legs[last].along_m &&
        to_m - start_of(in, last) < OVF_TOLERANCE_M) {
        end_m = to_m - start_of(in, last);
        to_m = start_of(in, last);
        last = next_leg(in, last, first, false);
    }
    for (size_t leg = first; leg <= last; leg++) {
        double start_m = fmax(from_m, start_of(in, leg)),
               inside_m = fmin(to_m, in->legs[leg].along_m) - start_m;
        if (leg == first) inside_m += begin_m;
        if (leg == last) inside_m += end_m;
        if (!add_piece(in, leg, zone, start_m, inside_m, first_of_zone)) return false;
    }
    return true;
}

static int compare_pieces(const void *a, const void *b)
{
    const piece *x = a, *y = b;
    if (x->leg != y->leg) return x->leg < y->leg ? -1 : 1;
    if (x->from_m != y->from_m) return x->from_m < y->from_m ? -1 : 1;
    return (x->in.zone > y->in.zone) - (x->in.zone < y->in.zone);
}

static bool cut_passages(cutting *in)
{
    for (size_t m = 0; m < in->result->meeting_count; m++) {
        const ovf_meeting *meeting = &in->result->meetings[m];
        size_t first_of_zone = in->piece_count;
        for (size_t p = 0; p < meeting->passage_count; p++)
            if (!cut_passage(in, meeting->zone, &meeting->passages[p], first_of_zone)) return false;
    }
    if (in->piece_count > 1) qsort(in->pieces, in->piece_count, sizeof *in->pieces, compare_pieces);
    return true;
}

/* ---- the list ---- */

static void hand_out_zones(const cutting *in, ovf_legs *legs)
{
    for (size_t k = 0; k < in->piece_count; k++) {
        ovf_route_leg *leg = &legs->items[in->pieces[k].leg];
        legs->zones[k] = in->pieces[k].in;
        if (leg->zone_count++ == 0) leg->zones = &legs->zones[k];
    }
    legs->zone_count = in->piece_count;
}

ovf_status ovf_legs_list(const ovf_result *result, ovf_legs *legs, ovf_error *error)
{
    if (result == NULL) return ovf_fail_null(error, "a result");
    if (legs == NULL) return ovf_fail_null(error, "a place for the legs");
    if (result->route == NULL) return ovf_fail_null(error, "the route of a result");
    if (result->route->fixes == NULL) return ovf_fail_null(error, "the fixes of a result's route");
    cutting in = {.result = result};
    in.legs = ovf_array_new(result->route->fix_count, sizeof *in.legs);
    bool good = in.legs != NULL;
    if (good) {
        measure_legs(&in);
        good = cut_passages(&in) &&
               ovf_array_reserve(&legs->items, &legs->capacity, in.leg_count,
                                 sizeof *legs->items) && /* whose zones stay until all is there */
               ovf_array_reserve(&legs->zones, &legs->zone_capacity, in.piece_count,
                                 sizeof *legs->zones);
    }
    for (size_t k = 0; good && k < in.leg_count; k++) legs->items[k] = in.legs[k];
    if (good) {
        legs->count = in.leg_count;
        hand_out_zones(&in, legs);
    }
    free(in.legs);
    free(in.pieces);
    return good ? OVF_OK : ovf_fail_memory(error);
}

void ovf_legs_clear(ovf_legs *legs)
{
    if (legs == NULL) return;
    free(legs->items);
    free(legs->zones);
    *legs = (ovf_legs){0};
}
