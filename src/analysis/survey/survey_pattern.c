#include "analysis/survey/survey_pattern.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

bool ovf_pattern_cut(ovf_pattern_maker *in, double angle, double offset)
{
    return ovf_bands_cut(&in->bands, in->rings, angle, in->width_m, offset, in->slack_m) &&
           ovf_array_reserve(&in->tracks, &in->capacity, in->bands.count, sizeof *in->tracks);
}

void ovf_pattern_clear(ovf_pattern_maker *in)
{
    ovf_bands_clear(&in->bands);
    free(in->tracks);
    *in = (ovf_pattern_maker){0};
}

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

static double distance(ovf_flat a, ovf_flat b) { return hypot(b.x - a.x, b.y - a.y); }

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

bool ovf_pattern_fit(ovf_pattern_maker *in, ovf_pattern *p)
{
    double low = 0, high = 1;
    p->part = 1;
    ovf_pattern_measure(in, p);
    if (p->length_m <= in->most_m) return true;
    p->part = 0;
    ovf_pattern_measure(in, p);
    if (p->length_m > in->most_m) return false;
    for (int k = 0; k < 20; k++) {
        p->part = (low + high) / 2;
        ovf_pattern_measure(in, p);
        if (p->length_m > in->most_m) high = p->part;
        else low = p->part;
    }
    p->part = low;
    ovf_pattern_measure(in, p);
    p->area_m2 -= (1 - low) * in->bands.items[p->falls ? p->first : p->last].area_m2;
    return true;
}

void ovf_pattern_shorten(ovf_pattern *p)
{
    if (p->falls) p->first++;
    else p->last--;
    p->part = 1;
}
