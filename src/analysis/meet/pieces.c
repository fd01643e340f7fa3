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

ovf_height ovf_pieces_height(const ovf_flown *flown, size_t fix)
{
    const ovf_route *route = flown->scratch->route;
    double altitude_m = ovf_fixes_altitude(&flown->scratch->fixes, fix);
    if (isnan(altitude_m) && route->heights_m != NULL)
        return (ovf_height){route->heights_m[fix],
                            (ovf_height_reference)route->height_references[fix]};
    bool level = route->flight_levels != NULL && route->flight_levels[fix];
    return (ovf_height){altitude_m, level ? OVF_HEIGHT_STD : OVF_HEIGHT_MSL};
}

/* Whether the route climbs or sinks from this fix to the next without going anywhere; between two
 * parts it does not fly. */
static bool is_on_the_spot(const ovf_flown *flown, size_t fix)
{
    const ovf_scratch *s = flown->scratch;
    if (s->along_m[fix + 1] > s->along_m[fix]) return false;
    const ovf_height from = ovf_pieces_height(flown, fix), to = ovf_pieces_height(flown, fix + 1);
    if (from.reference == to.reference && !(fabs(to.metres - from.metres) > 0)) return false;
    for (size_t k = 0; k < s->stretch_count; k++)
        if (fix >= s->stretches[k].from_fix && fix < s->stretches[k].to_fix) return true;
    return false;
}

static ovf_lonlat place_of(const cutter *in, double along_m)
{
    ovf_scratch *s = in->flown->scratch;
    const double *along = s->along_m;
    if (!(along[in->leg + 1] > along[in->leg])) return ovf_fixes_place(&s->fixes, in->leg);
    return ovf_leg_position(ovf_scratch_leg(s, in->leg), along_m - along[in->leg]);
}

/* What is known where the fix is. */
static bool look_at_fix(const cutter *in, size_t fix, ovf_column *column)
{
    ovf_scratch *s = in->flown->scratch;
    ovf_lonlat place = ovf_fixes_place(&s->fixes, fix);
    return ovf_column_between(&in->flown->vertical, &place, &place, column, &s->ground_failure) ==
           OVF_OK;
}

/* The altitudes at the piece's ends: of a leg from a flight level to an altitude over the sea, or
 * the like, both are taken over the sea. */
static bool set_altitudes(const cutter *in, ovf_piece *piece, bool fine)
{
    const double *along = in->flown->scratch->along_m;
    size_t i = in->leg;
    double length = along[i + 1] - along[i], low[2], high[2];
    for (size_t k = 0; k < 2; k++) {
        const ovf_height height = ovf_pieces_height(in->flown, i + k);
        ovf_height_range range = {height.metres, height.metres};
        if (height.reference != piece->reference) {
            ovf_column column = piece->column;
            if (fine && !look_at_fix(in, i + k, &column)) return false;
            range = ovf_height_bounds(&column, height.metres, height.reference, piece->reference);
        }
        low[k] = range.least_m;
        high[k] = range.most_m;
    }
    double t1 = length > 0 ? (piece->from_m - along[i]) / length : 0,
           t2 = length > 0 ? (piece->to_m - along[i]) / length : 1;
    piece->start_m = (ovf_height_range){low[0] + t1 * (low[1] - low[0]),
                                        high[0] + t1 * (high[1] - high[0])};
    piece->end_m = (ovf_height_range){low[0] + t2 * (low[1] - low[0]),
                                      high[0] + t2 * (high[1] - high[0])};
    return true;
}

/* What of it tells heights over a reference; infinite: nothing. */
static double spacing_over(const ovf_vertical *v, ovf_height_reference over)
{
    double spacing = INFINITY;
    bool any = over == OVF_HEIGHT_UNKNOWN;
    if ((any || over == OVF_HEIGHT_AGL) && v->ground != NULL) spacing = v->ground->spacing_m;
    if ((any || over == OVF_HEIGHT_ELLIPSOID) && v->geoid != NULL)
        spacing = fmin(spacing, v->geoid->spacing_m);
    return spacing;
}

/* How short pieces must be for the ground and the geoid to be asked; 0: neither decides. */
static double spacing_of(const cutter *in, const ovf_piece *piece)
{
    const ovf_vertical *v = &in->flown->vertical;
    double spacing = INFINITY;
    bool own = false;
    for (size_t k = 0; k < in->count; k++) {
        if (in->references[k] == piece->reference) continue;
        spacing = fmin(spacing, spacing_over(v, in->references[k]));
        own = true;
    }
    for (size_t k = 0; k < 2; k++)
        if (own || piece->given[k] != piece->reference)
            spacing = fmin(spacing, spacing_over(v, piece->given[k]));
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
        if (!set_altitudes(in, &piece, true)) return;
        (void)in->take(in->context, &piece, false);
    }
}

static ovf_piece begin_piece(const cutter *in, double from_m, double to_m)
{
    size_t i = in->leg;
    const ovf_height from_height = ovf_pieces_height(in->flown, i),
                     to_height = ovf_pieces_height(in->flown, i + 1);
    ovf_height_reference own = from_height.reference;
    bool mixed = own != to_height.reference || own == OVF_HEIGHT_UNKNOWN;
    ovf_piece piece = {.from_m = from_m,
                       .to_m = to_m,
                       .compares = mixed,
                       .reference = mixed ? OVF_HEIGHT_MSL : own,
                       .given = {own, to_height.reference}};
    piece.known = !isnan(from_height.metres) && !isnan(to_height.metres);
    for (size_t k = 0; k < in->count; k++)
        piece.compares = piece.compares || in->references[k] != piece.reference;
    return piece;
}

void ovf_piece_of_stay(const ovf_flown *flown, size_t leg, const ovf_height_reference *references,
                       size_t count, ovf_piece *piece)
{
    ovf_scratch *s = flown->scratch;
    const cutter in = {flown, references, count, NULL, NULL, leg};
    ovf_lonlat place = ovf_fixes_place(&s->fixes, leg);
    *piece = begin_piece(&in, s->along_m[leg], s->along_m[leg]);
    if (!piece->known) return;
    piece->column = ovf_column_roughly(&flown->vertical, &place, &place);
    /* Where the ground cannot be asked the check fails anyway. */
    if (piece->compares)
        (void)ovf_column_between(&flown->vertical, &place, &place, &piece->column,
                                 &s->ground_failure);
    (void)set_altitudes(&in, piece, false);
}

static void take_leg(const cutter *in, double from_m, double to_m)
{
    size_t i = in->leg;
    ovf_piece piece = begin_piece(in, from_m, to_m);
    const ovf_fixes *fixes = &in->flown->scratch->fixes;
    if (!piece.known || !piece.compares) {
        if (piece.known) (void)set_altitudes(in, &piece, false);
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
        (void)set_altitudes(in, &piece, false);
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
