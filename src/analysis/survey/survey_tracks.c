#include "analysis/survey/survey_tracks.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/survey/survey_fixes.h"
#include "analysis/survey/survey_pattern.h"
#include "base/array.h"
#include "base/error.h"

#define HALF_TURN (180 * OVF_RADIAN)
/* Directions are tried in steps of a half turn by COARSE, and around the best FINE of them in steps
 * of 1/(2 FINE_STEPS) of that. */
#define COARSE 60
#define FINE 2
#define FINE_STEPS 4
#define OFFSETS 4
/* Outlines are simplified to this part of the swath's width, for the search only. */
#define SIMPLIFIED 1e-4
/* A pattern that is crossed on the way there or back must see so much more to be preferred. */
#define CROSSING 0.15

typedef struct {
    const ovf_survey_options *options;
    double max_m; /* INFINITY: as long as it takes */
    ovf_plane plane;
    ovf_rings rings;
    ovf_flat from, to; /* in the plane */
    ovf_pattern_maker maker;
    ovf_survey_fixes fixes;       /* `on` where a track is flown */
    ovf_pattern kept[COARSE + 1]; /* the best of all, and of each direction; the best first */
    size_t kept_count;
    ovf_pattern west_east; /* what anybody would draw */
} surveyor;

/* ---- the best pattern ---- */

/* More seen is better, less what a crossing is thought to be worth; and of what is alike, the
 * shorter way. */
static bool is_better(const ovf_pattern *p, const ovf_pattern *best)
{
    double area = p->area_m2 * (p->crosses ? 1 - CROSSING : 1),
           of_best = best->area_m2 * (best->crosses ? 1 - CROSSING : 1);
    if (fabs(area - of_best) > 1e-4 * fmax(area, of_best)) return area > of_best;
    return p->length_m < best->length_m;
}

/* The patterns of so many tracks that begin at a band, from each of their corners. */
static void try_corners(surveyor *in, const ovf_pattern *pattern, ovf_pattern *best)
{
    for (int corner = 0; corner < 4; corner++) {
        ovf_pattern tried = *pattern;
        tried.falls = (corner & 1) != 0;
        tried.against = (corner & 2) != 0;
        if (!ovf_pattern_fit(&in->maker, &tried) || !is_better(&tried, best)) continue;
        ovf_pattern_measure(&in->maker, &tried);
        if (is_better(&tried, best)) *best = tried;
    }
}

static double track_length(const ovf_band *band)
{
    return ovf_band_is_empty(band) ? 0 : band->to_m - band->from_m;
}

/* The best pattern in one direction: for each first band the most tracks that the distance allows,
 * the last of them cut short, and some fewer. */
static bool try_direction(surveyor *in, double angle, double offset, ovf_pattern *best)
{
    const ovf_bands *bands = &in->maker.bands;
    bool all = isinf(in->max_m); /* whatever that takes: from the first band to the last */
    size_t end = 0;
    double area = 0, track_m = 0;
    if (!ovf_pattern_cut(&in->maker, angle, offset)) return false;
    for (size_t first = 0; first < (all ? 1 : bands->count); first++) {
        /* The tracks alone, without the ways between them, bound how many there may be. There is
         * always one at least. */
        for (; end < bands->count && track_m <= in->max_m; end++) {
            area += bands->items[end].area_m2;
            track_m += track_length(&bands->items[end]);
        }
        double rest = area;
        for (size_t last = end; last-- > first && rest > best->area_m2 * (1 - CROSSING);) {
            try_corners(in,
                        &(ovf_pattern){.angle = angle,
                                       .offset = offset,
                                       .first = first,
                                       .last = last,
                                       .area_m2 = rest},
                        best);
            if (all) break;
            rest -= bands->items[last].area_m2;
        }
        area -= bands->items[first].area_m2;
        track_m -= track_length(&bands->items[first]);
    }
    return true;
}

/* Both ways, since bands begin at the side that is on the right. */
static bool try_line(surveyor *in, double angle, int offsets, ovf_pattern *best)
{
    for (int m = 0; m < offsets; m++)
        for (int way = 0; way < 2; way++)
            if (!try_direction(in, angle + way * HALF_TURN, (double)m / OFFSETS, best))
                return false;
    return true;
}

static void keep(surveyor *in, const ovf_pattern *pattern)
{
    size_t at = in->kept_count;
    if (!(pattern->area_m2 > 0)) return;
    for (; at > 0 && is_better(pattern, &in->kept[at - 1]); at--) in->kept[at] = in->kept[at - 1];
    in->kept[at] = *pattern;
    in->kept_count++;
}

/* False when memory is out. */
static bool search(surveyor *in)
{
    ovf_pattern of[COARSE], best = {.length_m = INFINITY};
    if (in->options->direction_deg != NULL) {
        double angle = (90 - *in->options->direction_deg) * OVF_RADIAN;
        if (!try_line(in, angle, OFFSETS, &best)) return false;
        keep(in, &best);
        return true;
    }
    for (int k = 0; k < COARSE; k++) {
        of[k] = (ovf_pattern){.length_m = INFINITY};
        /* Where all is to be seen one pattern a direction and offset is all there is to try. */
        if (!try_line(in, HALF_TURN * k / COARSE, isinf(in->max_m) || k == 0 ? OFFSETS : 1, &of[k]))
            return false;
        keep(in, &of[k]);
        if (k == 0) in->west_east = of[k];
    }
    /* How the zone falls into bands is a matter of luck, so that the second best may be the best
     * after a little turn. */
    for (int n = 0; n < FINE; n++) {
        int chosen = 0;
        for (int k = 1; k < COARSE; k++)
            if (is_better(&of[k], &of[chosen])) chosen = k;
        of[chosen] = (ovf_pattern){.length_m = INFINITY};
        for (int k = -FINE_STEPS; k <= FINE_STEPS; k++)
            if (!try_line(in, HALF_TURN * (chosen + k / (2.0 * FINE_STEPS)) / COARSE, OFFSETS,
                          &best))
                return false;
    }
    keep(in, &best);
    return true;
}

/* ---- the route ---- */

static bool add_track(surveyor *in, const ovf_pattern_track *track)
{
    ovf_survey_fixes *fixes = &in->fixes;
    return ovf_survey_fixes_add(fixes, &in->plane, track->begin, false) &&
           ovf_survey_fixes_leg(fixes, &in->plane, track->begin, track->end);
}

/* The fixes of a pattern, and its true length. */
static bool fly(surveyor *in, const ovf_pattern *p, double *length_m)
{
    const ovf_lonlat *from = in->options->from, *to = in->options->to;
    ovf_survey_fixes *fixes = &in->fixes;
    bool good = true;
    fixes->count = 0;
    ovf_pattern_lay(&in->maker, p);
    if (from != NULL) good = ovf_survey_fixes_add(fixes, &in->plane, in->from, false);
    for (size_t k = 0; k < in->maker.count && good; k++) good = add_track(in, &in->maker.tracks[k]);
    if (to != NULL) good = good && ovf_survey_fixes_add(fixes, &in->plane, in->to, false);
    if (!good) return false;
    if (from != NULL) fixes->items[0] = (ovf_fix){from->lon, from->lat, NAN, NAN};
    if (to != NULL) fixes->items[fixes->count - 1] = (ovf_fix){to->lon, to->lat, NAN, NAN};
    *length_m = 0;
    for (size_t i = 0; i + 1 < fixes->count; i++) {
        const ovf_fix *a = &fixes->items[i], *b = a + 1;
        double leg;
        geod_inverse(ovf_earth(), a->lat, a->lon, b->lat, b->lon, &leg, NULL, NULL);
        *length_m += leg;
    }
    return true;
}

/* The plane's lengths are not quite the true ones: the last track is cut to what the distance
 * allows, or left out. False when memory is out. */
static bool fly_within(surveyor *in, ovf_pattern *p, double *length_m)
{
    double most = in->max_m, low = 0, high = p->part;
    if (!fly(in, p, length_m)) return false;
    while (*length_m > most) {
        high = p->part;
        p->part = 0;
        if (!fly(in, p, length_m)) return false;
        if (*length_m <= most) break;
        if (p->first == p->last) return true;
        ovf_pattern_shorten(p);
        if (!fly(in, p, length_m)) return false;
    }
    if (p->part > 0) return true;
    for (int k = 0; k < 40; k++) {
        p->part = (low + high) / 2;
        if (!fly(in, p, length_m)) return false;
        if (*length_m > most) high = p->part;
        else low = p->part;
    }
    p->part = low;
    return fly(in, p, length_m);
}

/* Clockwise from north, where the middle of the plane is. */
static double direction_of(double angle)
{
    double degrees = fmod(90 - angle / OVF_RADIAN, 180);
    return degrees < 0 ? degrees + 180 : degrees;
}

static ovf_status prepare(surveyor *in, const ovf_zone *zone, ovf_error *error)
{
    const ovf_survey_options *options = in->options;
    const ovf_swath_interval *reach = &options->swath;
    double width_m = reach->high_m - reach->low_m, simplified_m = SIMPLIFIED * width_m, stretch = 1;
    ovf_rectangle box = ovf_rectangle_none();
    ovf_status status = ovf_rings_of(&in->rings, &in->plane, zone, simplified_m, error);
    if (status != OVF_OK) return status;
    for (size_t i = 0; i < in->rings.count; i++) {
        stretch = fmax(stretch, ovf_plane_stretch(in->rings.points[i]));
        ovf_rectangle_add(&box, in->rings.points[i]);
    }
    if (options->from != NULL)
        in->from = ovf_plane_point(&in->plane, options->from->lon, options->from->lat);
    if (options->to != NULL)
        in->to = ovf_plane_point(&in->plane, options->to->lon, options->to->lat);
    in->maker = (ovf_pattern_maker){
        .rings = &in->rings,
        .width_m = width_m * (1 - OVF_SURVEY_OVERLAP) / stretch,
        .middle_m = (reach->high_m + reach->low_m) / 2,
        /* The plane is not conformal: what leaves a track at a right angle leans by (stretch² - 1)
         * radians at most there (Snyder, equation 4-9), and so do the ends of a swath. */
        .slack_m = simplified_m +
                   fmax(fabs(reach->low_m), fabs(reach->high_m)) * (stretch * stretch - 1),
        .most_m = in->max_m,
        .from = options->from != NULL ? &in->from : NULL,
        .to = options->to != NULL ? &in->to : NULL,
    };
    if (hypot(box.east - box.west, box.north - box.south) / in->maker.width_m <=
        OVF_SURVEY_TRACKS_MAX)
        return OVF_OK;
    return ovf_fail(error, OVF_ERROR_USAGE,
                    "zone %s wants more than %d tracks with a swath of %.3f km", zone->id,
                    OVF_SURVEY_TRACKS_MAX, width_m / 1000);
}

/* The survey of a pattern; without fixes where the distance does not suffice for it. */
static bool make(surveyor *in, ovf_pattern *pattern, ovf_survey *survey)
{
    const ovf_bands *bands = &in->maker.bands;
    double length = INFINITY;
    *survey = (ovf_survey){0};
    if (!ovf_pattern_cut(&in->maker, pattern->angle, pattern->offset) ||
        !fly_within(in, pattern, &length))
        return false;
    if (length > in->max_m) return true;
    ovf_pattern_measure(&in->maker, pattern);
    size_t wanted = 0;
    for (size_t k = 0; k < bands->count; k++) wanted += !ovf_band_is_empty(&bands->items[k]);
    *survey = (ovf_survey){.fixes = in->fixes.items,
                           .fix_count = in->fixes.count,
                           .on = in->fixes.on,
                           .tracks = in->maker.count,
                           .tracks_wanted = wanted,
                           .direction_deg = direction_of(pattern->angle),
                           .spacing_m = in->maker.width_m,
                           .length_m = length,
                           .crosses = pattern->crosses};
    in->fixes = (ovf_survey_fixes){0};
    return true;
}

static ovf_status make_all(surveyor *in, const ovf_zone *zone, ovf_tracks *tracks, ovf_error *error)
{
    ovf_status status = prepare(in, zone, error);
    if (status != OVF_OK) return status;
    if (!search(in)) return ovf_fail_memory(error);
    for (size_t k = 0; k < in->kept_count; k++) {
        ovf_survey *made = &tracks->items[tracks->count];
        if (k >= OVF_TRACKS_KEPT && in->kept[k].angle != in->west_east.angle) continue;
        if (!make(in, &in->kept[k], made)) return ovf_fail_memory(error);
        tracks->count += made->fixes != NULL;
        if (tracks->count > OVF_TRACKS_KEPT) break;
    }
    if (tracks->count > 0) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_USAGE,
                    "%.3f km do not suffice to see anything of zone %s and come back",
                    in->max_m / 1000, zone->id);
}

ovf_status ovf_tracks_make(const ovf_zone *zone, const ovf_survey_options *options, double max_m,
                           ovf_tracks *tracks, ovf_error *error)
{
    surveyor in = {.options = options, .max_m = max_m};
    *tracks = (ovf_tracks){0};
    ovf_status status = make_all(&in, zone, tracks, error);
    ovf_plane_close(&in.plane);
    ovf_rings_clear(&in.rings);
    ovf_pattern_clear(&in.maker);
    ovf_survey_fixes_clear(&in.fixes);
    return status;
}

void ovf_tracks_clear(ovf_tracks *tracks)
{
    for (size_t k = 0; k < tracks->count; k++) ovf_survey_clear(&tracks->items[k]);
    tracks->count = 0;
}
