/* Of a leg that goes nowhere each condition of a volume holds for some parts of its time. Where one
 * of them begins or ends the leg's time is cut; in each of the pieces everything stays as it is.
 * The pieces of all parts of a zone are cut once more, and united. */
#include "analysis/meet/stops.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/meet/pieces.h"
#include "base/array.h"

/* ---- one leg and one volume ---- */

/* A piece of a leg's time, from 0 to 1, and what is so in it. */
typedef struct {
    double from, to;
    ovf_section_state state;
    unsigned missing;
    size_t volume; /* which of the zone's parts */
} stop_piece;

typedef struct {
    const ovf_flown *flown;
    const ovf_analyzer *analyzer;
    size_t zone;
    const ovf_passage *outline; /* the passage in hand */
    size_t leg;                 /* in hand */
    double *cuts;
    size_t cut_count, cut_capacity;
    stop_piece *pieces;
    size_t piece_count, piece_capacity;
    ovf_section *sections; /* that replace those of the scratch */
    size_t count, capacity;
} stopper;

static bool add_cut(stopper *in, double at)
{
    if (!(at >= 0 && at <= 1)) return true;
    if (!ovf_array_reserve(&in->cuts, &in->cut_capacity, in->cut_count + 1, sizeof *in->cuts))
        return false;
    in->cuts[in->cut_count++] = at;
    return true;
}

static int compare(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bool add_cuts_of_heights(stopper *in, const ovf_stay_parts *parts)
{
    return add_cut(in, parts->sure_from) && add_cut(in, parts->sure_to) &&
           add_cut(in, parts->perhaps_from) && add_cut(in, parts->perhaps_to);
}

static ovf_section_state state_of_height(const ovf_stay_parts *parts, double at)
{
    if (parts->sure_from <= at && at < parts->sure_to) return OVF_SECTION_CERTAIN;
    return parts->perhaps_from <= at && at < parts->perhaps_to ? OVF_SECTION_PERHAPS
                                                               : OVF_SECTION_OUT;
}

static ovf_section_state state_of_time(const ovf_stay_terms *terms, const ovf_stay_times *times,
                                       double at)
{
    ovf_section_state state = OVF_SECTION_OUT;
    if (terms->active_count == 0) return OVF_SECTION_CERTAIN;
    for (size_t k = 0; k < terms->active[0].count && state != OVF_SECTION_CERTAIN; k++) {
        ovf_doubts doubts;
        const ovf_stay_part p = ovf_stay_during(times, &terms->active[0].items[k], &doubts);
        if (!(p.from <= at && at < p.to)) continue;
        state = doubts == 0 ? OVF_SECTION_CERTAIN : OVF_SECTION_PERHAPS;
    }
    return state;
}

static bool cut_leg(stopper *in, const ovf_volume *volume, size_t which)
{
    static const ovf_limit none;
    const ovf_stay_times times = ovf_stay_times_of(in->flown, in->leg);
    ovf_stay_parts floor, ceiling;
    ovf_stay_terms terms;
    if (!ovf_volume_terms(in->flown, volume, &terms)) return false;
    ovf_heights_of_stay(in->flown, in->leg, &volume->floor, &none, &floor);
    ovf_heights_of_stay(in->flown, in->leg, &none, &volume->ceiling, &ceiling);
    in->cut_count = 0;
    bool good = add_cut(in, 0) && add_cut(in, 1) && add_cuts_of_heights(in, &floor) &&
                add_cuts_of_heights(in, &ceiling);
    for (size_t k = 0; terms.active_count > 0 && k < terms.active[0].count && good; k++) {
        ovf_doubts doubts;
        const ovf_stay_part p = ovf_stay_during(&times, &terms.active[0].items[k], &doubts);
        good = add_cut(in, p.from) && add_cut(in, p.to);
    }
    qsort(in->cuts, in->cut_count, sizeof *in->cuts, compare);
    for (size_t k = 0; k + 1 < in->cut_count && good; k++) {
        stop_piece piece = {in->cuts[k], in->cuts[k + 1], OVF_SECTION_OUT, 0, which};
        if (!(piece.from < piece.to)) continue;
        const double middle = (piece.from + piece.to) / 2;
        const ovf_section_state states[OVF_VOLUME_CONDITIONS] = {
            state_of_height(&floor, middle), state_of_height(&ceiling, middle),
            state_of_time(&terms, &times, middle)};
        piece.state = OVF_SECTION_CERTAIN;
        for (unsigned c = 0; c < OVF_VOLUME_CONDITIONS; c++) {
            if (states[c] == OVF_SECTION_OUT) piece.missing |= 1u << c;
            if (states[c] < piece.state) piece.state = states[c];
        }
        good = ovf_array_reserve(&in->pieces, &in->piece_capacity, in->piece_count + 1,
                                 sizeof *in->pieces);
        if (good) in->pieces[in->piece_count++] = piece;
    }
    return good;
}

/* ---- sections ---- */

static unsigned count_bits(unsigned bits)
{
    unsigned count = 0;
    for (; bits != 0; bits &= bits - 1) count++;
    return count;
}

/* What is so of a volume at a part of the leg's time. */
static const stop_piece *piece_at(const stopper *in, size_t volume, double at)
{
    for (size_t i = 0; i < in->piece_count; i++)
        if (in->pieces[i].volume == volume && in->pieces[i].from <= at && at < in->pieces[i].to)
            return &in->pieces[i];
    return NULL;
}

/* The best of all volumes; of those that are left, or come next, the one that lacks least. */
static const stop_piece *best_at(const stopper *in, double at)
{
    const stop_piece *best = NULL;
    for (size_t i = 0; i < in->piece_count; i++) {
        const stop_piece *piece = &in->pieces[i];
        if (!(piece->from <= at && at < piece->to)) continue;
        if (best == NULL || piece->state > best->state ||
            (piece->state == best->state && count_bits(piece->missing) < count_bits(best->missing)))
            best = piece;
    }
    return best;
}

static bool emit(stopper *in, const ovf_section *section)
{
    ovf_section *last = in->count > 0 ? &in->sections[in->count - 1] : NULL;
    if (last != NULL && last->state == section->state && last->before == section->before) {
        last->to_m = section->to_m;
        last->end = section->end;
        last->after = section->after;
        last->stands = last->stands || section->stands;
        return true;
    }
    if (!ovf_array_reserve(&in->sections, &in->capacity, in->count + 1, sizeof *in->sections))
        return false;
    in->sections[in->count++] = *section;
    return true;
}

/* The volumes whose outlines are there. */
static bool cut_leg_of_all(stopper *in, double at_m)
{
    size_t parts = ovf_parts_count(in->analyzer, in->zone);
    bool good = true;
    in->piece_count = 0;
    if (parts == 0) return cut_leg(in, in->analyzer->zones->items[in->zone].volume, 0);
    for (size_t k = 0; k < parts && good; k++) {
        const ovf_meeting *met = ovf_parts_meeting(in->analyzer, in->flown->scratch, in->zone, k);
        bool is_there = false;
        for (size_t i = 0; met != NULL && i < met->outline_passage_count && !is_there; i++)
            is_there = met->outline_passages[i].entry.along_m <= at_m &&
                       met->outline_passages[i].exit.along_m >= at_m;
        if (is_there) good = cut_leg(in, ovf_parts_volume(in->analyzer, in->zone, k), k);
    }
    return good;
}

static bool emit_leg(stopper *in, double at_m, size_t *last_volume)
{
    if (!cut_leg_of_all(in, at_m)) return false;
    in->cut_count = 0;
    for (size_t i = 0; i < in->piece_count; i++)
        if (!add_cut(in, in->pieces[i].from) || !add_cut(in, in->pieces[i].to)) return false;
    qsort(in->cuts, in->cut_count, sizeof *in->cuts, compare);
    for (size_t k = 0; k + 1 < in->cut_count; k++) {
        const double from = in->cuts[k], to = in->cuts[k + 1], middle = (from + to) / 2;
        if (!(from < to)) continue;
        const stop_piece *best = best_at(in, middle);
        if (best == NULL) continue;
        ovf_section section = {.from_m = at_m,
                               .to_m = at_m,
                               .state = best->state,
                               .begin = {true, in->leg, from},
                               .end = {true, in->leg, to},
                               .stands = true};
        if (best->state == OVF_SECTION_OUT) {
            const stop_piece *left = piece_at(in, *last_volume, middle);
            section.before = (left != NULL ? left : best)->missing;
            section.after = best->missing;
        } else *last_volume = best->volume;
        if (!emit(in, &section)) return false;
    }
    return true;
}

/* Whether it stands in the outline. Two parts of a route may meet at one distance along it; then
 * the times tell which of them is inside. */
static bool is_stop(const ovf_flown *flown, const ovf_passage *outline, size_t leg)
{
    const ovf_fixes *fixes = &flown->scratch->fixes;
    return flown->scratch->along_m[leg] >= outline->entry.along_m && ovf_stay_is(flown, leg) &&
           !(ovf_fixes_time(fixes, leg + 1) < outline->entry.time_s) &&
           !(ovf_fixes_time(fixes, leg) > outline->exit.time_s);
}

/* All that happens at one place, from a leg on; *leg becomes the first that leaves it. */
static bool emit_stop(stopper *in, size_t *leg)
{
    const ovf_scratch *s = in->flown->scratch;
    const double at_m = s->along_m[*leg];
    size_t last_volume = 0;
    bool good = true;
    if (in->count > 0) in->sections[in->count - 1].end = (ovf_moment){true, *leg, 0};
    for (; *leg + 1 < s->route->fix_count && s->along_m[*leg + 1] == at_m && good; ++*leg) {
        in->leg = *leg;
        if (is_stop(in->flown, in->outline, *leg)) good = emit_leg(in, at_m, &last_volume);
    }
    return good;
}

/* ---- all stops ---- */

/* The next leg of a stop in the outline. */
static bool find_stop(const ovf_flown *flown, const ovf_passage *outline, size_t *leg)
{
    const ovf_scratch *s = flown->scratch;
    for (; *leg + 1 < s->route->fix_count && s->along_m[*leg] <= outline->exit.along_m; ++*leg)
        if (is_stop(flown, outline, *leg)) return true;
    return false;
}

static bool insert(stopper *in, size_t leg)
{
    const ovf_scratch *s = in->flown->scratch;
    bool more = true;
    for (size_t k = 0; k < s->section_count; k++) {
        ovf_section rest = s->sections[k];
        while (more && s->along_m[leg] < rest.to_m) {
            const double at_m = s->along_m[leg];
            ovf_section first = rest;
            first.to_m = rest.from_m = at_m;
            if (first.to_m > first.from_m && !emit(in, &first)) return false;
            if (!emit_stop(in, &leg)) return false;
            rest.begin = (ovf_moment){true, leg - 1, 1};
            more = find_stop(in->flown, in->outline, &leg);
        }
        if (!emit(in, &rest)) return false;
    }
    while (more) {
        if (!emit_stop(in, &leg)) return false;
        more = find_stop(in->flown, in->outline, &leg);
    }
    return true;
}

bool ovf_stops_insert(const ovf_flown *flown, const ovf_analyzer *analyzer, size_t zone,
                      const ovf_passage *outline)
{
    ovf_scratch *s = flown->scratch;
    stopper in = {.flown = flown, .analyzer = analyzer, .zone = zone, .outline = outline};
    size_t leg = ovf_pieces_first_leg(flown, outline->entry.along_m);
    if (!find_stop(flown, outline, &leg)) return true;
    bool good = insert(&in, leg);
    if (good) {
        free(s->sections);
        s->sections = in.sections;
        s->section_count = in.count;
        s->section_capacity = in.capacity;
    } else free(in.sections);
    free(in.cuts);
    free(in.pieces);
    return good;
}

void ovf_stops_settle(const ovf_flown *flown, const ovf_moment *moment, ovf_place *place)
{
    const ovf_fixes *fixes = &flown->scratch->fixes;
    if (!moment->stands) return;
    const size_t leg = moment->leg;
    const double part = moment->part, from_s = ovf_fixes_time(fixes, leg),
                 to_s = ovf_fixes_time(fixes, leg + 1), from_m = ovf_fixes_altitude(fixes, leg),
                 to_m = ovf_fixes_altitude(fixes, leg + 1);
    place->time_s = part == 0 ? from_s : part == 1 ? to_s : from_s + part * (to_s - from_s);
    place->altitude_m = part == 0 ? from_m : part == 1 ? to_m : from_m + part * (to_m - from_m);
}
