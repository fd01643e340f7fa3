#include "analysis/survey/survey_pattern.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

/* ---- lengths without laying ---- */

/* Bands that are not empty have tracks, by numbers from 0. Along the band a track has u, across v;
 * flown against them it lies on the other side of the band's middle. */
static ovf_flat begin_of(const ovf_pattern_maker *in, size_t track, bool against)
{
    const ovf_pattern_row *row = &in->rows[track];
    return (ovf_flat){against ? row->to_m : row->from_m,
                      row->across_m + (against ? in->middle_m : -in->middle_m)};
}

static ovf_flat end_of(const ovf_pattern_maker *in, size_t track, bool against)
{
    ovf_flat begin = begin_of(in, track, against);
    begin.x = against ? in->rows[track].from_m : in->rows[track].to_m;
    return begin;
}

static double distance(ovf_flat a, ovf_flat b) { return hypot(b.x - a.x, b.y - a.y); }

/* The way from a track, flown so, to its neighbour, flown the other way. */
static double way(const ovf_pattern_maker *in, size_t from, size_t to, bool against)
{
    return distance(end_of(in, from, against), begin_of(in, to, !against));
}

/* Sums up to each track: of tracks, and of ways between neighbours up and down, where tracks of
 * even numbers are flown along the bands or where those of odd numbers are. */
static void sum_up(ovf_pattern_maker *in)
{
    const ovf_bands *bands = &in->bands;
    size_t count = 0;
    for (size_t k = 0; k < bands->count; k++) {
        const ovf_band *b = &bands->items[k];
        in->ranks[k] = count;
        if (ovf_band_is_empty(b)) continue;
        in->rows[count++] = (ovf_pattern_row){.from_m = b->from_m,
                                              .to_m = b->to_m,
                                              .across_m = bands->first_m +
                                                          ((double)k + 0.5) * bands->width_m};
    }
    in->ranks[bands->count] = count;
    in->rows[count] = (ovf_pattern_row){0};
    for (size_t i = 0; i < count; i++) {
        const ovf_pattern_row *row = &in->rows[i];
        ovf_pattern_row *next = &in->rows[i + 1];
        next->tracks_m = row->tracks_m + (row->to_m - row->from_m);
        for (size_t odd = 0; odd < 2 && i + 1 < count; odd++) {
            bool against = (i + odd) % 2 == 1;
            next->up_m[odd] = row->up_m[odd] + way(in, i, i + 1, against);
            next->down_m[odd] = row->down_m[odd] + way(in, i + 1, i, against);
        }
    }
}

bool ovf_pattern_cut(ovf_pattern_maker *in, double angle, double offset)
{
    if (!ovf_bands_cut(&in->bands, in->rings, angle, in->width_m, offset, in->slack_m))
        return false;
    size_t room = in->bands.count + 1;
    if (!ovf_array_reserve(&in->tracks, &in->capacity, room, sizeof *in->tracks) ||
        !ovf_array_reserve(&in->rows, &in->row_capacity, room, sizeof *in->rows) ||
        !ovf_array_reserve(&in->ranks, &in->rank_capacity, room, sizeof *in->ranks))
        return false;
    sum_up(in);
    return true;
}

void ovf_pattern_clear(ovf_pattern_maker *in)
{
    ovf_bands_clear(&in->bands);
    free(in->tracks);
    free(in->rows);
    free(in->ranks);
    *in = (ovf_pattern_maker){0};
}

/* ---- laying ---- */

/* A sensor that looks to one side has its track beside the band. */
static ovf_pattern_track find_track(const ovf_pattern_maker *in, size_t band, bool against,
                                    double part)
{
    const ovf_band *b = &in->bands.items[band];
    double across = in->bands.first_m + ((double)band + 0.5) * in->bands.width_m +
                    (against ? in->middle_m : -in->middle_m);
    double from = against ? b->to_m : b->from_m, to = against ? b->from_m : b->to_m;
    return (ovf_pattern_track){ovf_bands_place(&in->bands, from, across),
                               ovf_bands_place(&in->bands, from + part * (to - from), across)};
}

void ovf_pattern_lay(ovf_pattern_maker *in, const ovf_pattern *p)
{
    in->count = 0;
    for (size_t n = 0; n <= p->last - p->first; n++) {
        size_t band = p->falls ? p->last - n : p->first + n;
        bool against = p->against != (in->count % 2 == 1), is_last = n == p->last - p->first;
        if (!ovf_band_is_empty(&in->bands.items[band]))
            in->tracks[in->count++] = find_track(in, band, against, is_last ? p->part : 1);
    }
}

/* Twice the area of the triangle; left turns positive. */
static double turn(ovf_flat a, ovf_flat b, ovf_flat c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static bool cross(ovf_flat a, ovf_flat b, ovf_flat c, ovf_flat d)
{
    return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

static bool is_crossed(const ovf_pattern_maker *in)
{
    ovf_flat begin = in->tracks[0].begin, end = in->tracks[in->count - 1].end;
    for (size_t k = 0; k < in->count; k++) {
        const ovf_pattern_track *track = &in->tracks[k];
        if (in->from != NULL && cross(*in->from, begin, track->begin, track->end)) return true;
        if (in->to != NULL && cross(end, *in->to, track->begin, track->end)) return true;
    }
    return in->from != NULL && in->to != NULL && cross(*in->from, begin, end, *in->to);
}

void ovf_pattern_measure(ovf_pattern_maker *in, ovf_pattern *p)
{
    ovf_pattern_lay(in, p);
    p->length_m = 0;
    p->crosses = false;
    if (in->count == 0) return;
    for (size_t k = 0; k < in->count; k++) {
        p->length_m += distance(in->tracks[k].begin, in->tracks[k].end);
        if (k > 0) p->length_m += distance(in->tracks[k - 1].end, in->tracks[k].begin);
    }
    if (in->from != NULL) p->length_m += distance(*in->from, in->tracks[0].begin);
    if (in->to != NULL) p->length_m += distance(in->tracks[in->count - 1].end, *in->to);
    p->crosses = is_crossed(in);
}

/* ---- fitting ---- */

static ovf_flat turned(const ovf_bands *bands, ovf_flat p)
{
    return (ovf_flat){p.x * bands->cos + p.y * bands->sin, p.y * bands->cos - p.x * bands->sin};
}

/* The part of the last track that makes the route as long as it may be, from how long it is before
 * that track: straight on, or on the way to a given place, by halving. */
static double fit_last(const ovf_pattern_maker *in, ovf_flat begin, ovf_flat end, double before_m)
{
    double whole = distance(begin, end), low = 0, high = 1;
    if (in->to == NULL) return fmax(0, fmin(1, (in->most_m - before_m) / whole));
    ovf_flat to = turned(&in->bands, *in->to);
    for (int k = 0; k < 30; k++) {
        double part = (low + high) / 2;
        ovf_flat at = {begin.x + part * (end.x - begin.x), begin.y + part * (end.y - begin.y)};
        if (before_m + part * whole + distance(at, to) > in->most_m) high = part;
        else low = part;
    }
    return low;
}

bool ovf_pattern_fit(const ovf_pattern_maker *in, ovf_pattern *p)
{
    size_t first = in->ranks[p->first], end = in->ranks[p->last + 1], count = end - first;
    p->part = 1;
    p->length_m = 0;
    p->crosses = false;
    if (count == 0) return true;
    const ovf_pattern_row *low = &in->rows[first], *high = &in->rows[end - 1];
    size_t begins = p->falls ? end - 1 : first, ends = p->falls ? first : end - 1;
    bool back = p->against != (count % 2 == 0);
    size_t odd = (p->against + (p->falls ? end : first)) % 2;
    ovf_flat begin = begin_of(in, ends, back), finish = end_of(in, ends, back);
    double ways = p->falls ? high->down_m[odd] - low->down_m[odd]
                           : high->up_m[odd] - low->up_m[odd],
           last = distance(begin, finish),
           before = in->rows[end].tracks_m - low->tracks_m - last + ways, to_begin = 0,
           to_finish = 0;
    if (in->from != NULL)
        before += distance(turned(&in->bands, *in->from), begin_of(in, begins, p->against));
    if (in->to != NULL) {
        to_begin = distance(begin, turned(&in->bands, *in->to));
        to_finish = distance(finish, turned(&in->bands, *in->to));
    }
    p->length_m = before + last + to_finish;
    if (p->length_m <= in->most_m) return true;
    /* Nothing of an empty band can be cut: fewer bands are the same. */
    const ovf_band *cut = &in->bands.items[p->falls ? p->first : p->last];
    if (before + to_begin > in->most_m || ovf_band_is_empty(cut)) return false;
    p->part = fit_last(in, begin, finish, before);
    p->length_m = in->most_m;
    p->area_m2 -= (1 - p->part) * cut->area_m2;
    return true;
}

void ovf_pattern_shorten(ovf_pattern *p)
{
    if (p->falls) p->first++;
    else p->last--;
    p->part = 1;
}
