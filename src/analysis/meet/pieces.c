#include "analysis/meet/pieces.h"

#include <math.h>

#include "overflight/heights.h"

typedef struct {
    const ovf_flown *flown;
    const ovf_height_reference *references;
    size_t count;
    ovf_piece_function *take;
    void *context;
    size_t leg;
} cutter;

/* Whether the route climbs or sinks from this fix to the next without going anywhere; between two
 * parts it does not fly. */
static bool is_on_the_spot(const ovf_flown *flown, size_t fix)
{
    const ovf_scratch *s = flown->scratch;
    double from_m = ovf_fixes_altitude(&s->fixes, fix),
           to_m = ovf_fixes_altitude(&s->fixes, fix + 1);
    if (s->along_m[fix + 1] > s->along_m[fix] || !(fabs(to_m - from_m) > 0)) return false;
    for (size_t k = 0; k < s->stretch_count; k++)
        if (fix >= s->stretches[k].from_fix && fix < s->stretches[k].to_fix) return true;
    return false;
}

static bool is_level(const ovf_route *route, size_t fix)
{
    return route->flight_levels != NULL && route->flight_levels[fix];
}

static ovf_lonlat place_of(const cutter *in, double along_m)
{
    ovf_scratch *s = in->flown->scratch;
    const double *along = s->along_m;
    if (!(along[in->leg + 1] > along[in->leg])) return ovf_fixes_place(&s->fixes, in->leg);
    return ovf_leg_position(ovf_scratch_leg(s, in->leg), along_m - along[in->leg]);
}

/* The altitudes at the piece's ends: of a leg from a flight level to an altitude over the sea both
 * are taken over the sea. */
static void set_altitudes(const cutter *in, ovf_piece *piece)
{
    const ovf_route *route = in->flown->scratch->route;
    const double *along = in->flown->scratch->along_m;
    size_t i = in->leg;
    double length = along[i + 1] - along[i], low[2], high[2];
    bool mixed = is_level(route, i) != is_level(route, i + 1);
    for (size_t k = 0; k < 2; k++) {
        double altitude = ovf_fixes_altitude(&in->flown->scratch->fixes, i + k);
        ovf_height_range range = {altitude, altitude};
        if (mixed && is_level(route, i + k))
            range = ovf_height_bounds(&piece->column, altitude, OVF_HEIGHT_STD, OVF_HEIGHT_MSL);
        low[k] = range.least_m;
        high[k] = range.most_m;
    }
    double t1 = length > 0 ? (piece->from_m - along[i]) / length : 0,
           t2 = length > 0 ? (piece->to_m - along[i]) / length : 1;
    piece->start_m = (ovf_height_range){low[0] + t1 * (low[1] - low[0]),
                                        high[0] + t1 * (high[1] - high[0])};
    piece->end_m = (ovf_height_range){low[0] + t2 * (low[1] - low[0]),
                                      high[0] + t2 * (high[1] - high[0])};
}

/* How short pieces must be for the ground and the geoid to be asked; 0: neither decides. */
static double spacing_of(const cutter *in, const ovf_piece *piece)
{
    const ovf_vertical *v = &in->flown->vertical;
    double spacing = INFINITY;
    for (size_t k = 0; k < in->count; k++) {
        ovf_height_reference over = in->references[k];
        if (over == piece->reference) continue;
        if (over == OVF_HEIGHT_AGL && v->ground != NULL)
            spacing = fmin(spacing, v->ground->spacing_m);
        if (over == OVF_HEIGHT_ELLIPSOID && v->geoid != NULL)
            spacing = fmin(spacing, v->geoid->spacing_m);
    }
    return isinf(spacing) ? 0 : fmin(fmax(spacing, 1), OVF_COLUMN_MAX_M);
}

static void take_fine(const cutter *in, const ovf_piece *rough, double spacing_m)
{
    ovf_scratch *s = in->flown->scratch;
    size_t count = 1 + (size_t)((rough->to_m - rough->from_m) / spacing_m);
    double step = (rough->to_m - rough->from_m) / (double)count;
    ovf_lonlat from = place_of(in, rough->from_m), to;
    for (size_t k = 0; k < count && s->ground_failure.status == OVF_OK; k++, from = to) {
        ovf_piece piece = *rough;
        piece.from_m = rough->from_m + step * (double)k;
        piece.to_m = k + 1 == count ? rough->to_m : rough->from_m + step * (double)(k + 1);
        to = place_of(in, piece.to_m);
        if (ovf_column_between(&in->flown->vertical, &from, &to, &piece.column,
                               &s->ground_failure) != OVF_OK)
            return;
        set_altitudes(in, &piece);
        (void)in->take(in->context, &piece, false);
    }
}

static void take_leg(const cutter *in, double from_m, double to_m)
{
    const ovf_route *route = in->flown->scratch->route;
    size_t i = in->leg;
    bool mixed = is_level(route, i) != is_level(route, i + 1);
    ovf_piece piece = {.from_m = from_m, .to_m = to_m, .compares = mixed};
    piece.reference = is_level(route, i) && !mixed ? OVF_HEIGHT_STD : OVF_HEIGHT_MSL;
    const ovf_fixes *fixes = &in->flown->scratch->fixes;
    piece.known = !isnan(ovf_fixes_altitude(fixes, i)) && !isnan(ovf_fixes_altitude(fixes, i + 1));
    for (size_t k = 0; k < in->count; k++)
        piece.compares = piece.compares || in->references[k] != piece.reference;
    if (!piece.known || !piece.compares) {
        if (piece.known) set_altitudes(in, &piece);
        (void)in->take(in->context, &piece, false);
        return;
    }
    size_t count = 1 + (size_t)((to_m - from_m) / OVF_COLUMN_MAX_M);
    double step = (to_m - from_m) / (double)count;
    for (size_t k = 0; k < count; k++) {
        piece.from_m = from_m + step * (double)k;
        piece.to_m = k + 1 == count ? to_m : from_m + step * (double)(k + 1);
        /* A rough column is that of the whole leg where it is short enough, which costs nothing. */
        ovf_lonlat from = ovf_fixes_place(fixes, i), to = ovf_fixes_place(fixes, i + 1);
        if (in->flown->scratch->along_m[i + 1] - in->flown->scratch->along_m[i] >
            OVF_COLUMN_MAX_M) {
            from = place_of(in, piece.from_m);
            to = place_of(in, piece.to_m);
        }
        piece.column = ovf_column_roughly(&in->flown->vertical, &from, &to);
        set_altitudes(in, &piece);
        double spacing = spacing_of(in, &piece);
        if (in->take(in->context, &piece, spacing > 0)) take_fine(in, &piece, spacing);
    }
}

void ovf_pieces_of_leg(const ovf_flown *flown, size_t leg, double from_m, double to_m,
                       const ovf_height_reference *references, size_t count,
                       ovf_piece_function *take, void *context)
{
    const double *along = flown->scratch->along_m;
    const cutter in = {flown, references, count, take, context, leg};
    double start = fmax(along[leg], from_m), end = fmin(along[leg + 1], to_m);
    if (end > start || is_on_the_spot(flown, leg)) take_leg(&in, start, fmax(start, end));
}

size_t ovf_pieces_first_leg(const ovf_flown *flown, double from_m)
{
    size_t first = ovf_flown_fix(flown, from_m);
    while (first > 0 && flown->scratch->along_m[first - 1] >= from_m) first--;
    return first;
}

void ovf_pieces(const ovf_flown *flown, double from_m, double to_m,
                const ovf_height_reference *references, size_t count, ovf_piece_function *take,
                void *context)
{
    const double *along = flown->scratch->along_m;
    for (size_t i = ovf_pieces_first_leg(flown, from_m);
         i + 1 < flown->scratch->route->fix_count && along[i] <= to_m; i++)
        ovf_pieces_of_leg(flown, i, from_m, to_m, references, count, take, context);
}
