/* A pattern of parallel tracks over a zone, the best that is found. */
#include "overflight/survey.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/survey/survey_meter.h"
#include "analysis/survey/survey_pattern.h"
#include "analysis/survey/survey_search.h"
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
/* A track has fixes at least so often, so that its geodesics stay near the plane's straight line.
 */
#define FIX_EVERY_M 1e5
/* A pattern that is crossed on the way there or back must see so much more to be preferred. */
#define CROSSING 0.15
/* The distance of the shortest tracks that see enough is found to a 2^HALVINGS-th of the whole. */
#define HALVINGS 12

typedef struct {
    const ovf_survey_options *options;
    double max_m; /* INFINITY: as long as it takes */
    ovf_plane plane;
    ovf_rings rings;
    ovf_flat from, to; /* in the plane */
    ovf_pattern_maker maker;
    ovf_fix *fixes;
    size_t count, capacity;
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
        if (ovf_pattern_fit(&in->maker, &tried) && is_better(&tried, best)) *best = tried;
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

/* False when memory is out. */
static bool search(surveyor *in, ovf_pattern *best)
{
    ovf_pattern of[COARSE];
    if (in->options->direction_deg != NULL)
        return try_line(in, (90 - *in->options->direction_deg) * OVF_RADIAN, OFFSETS, best);
    for (int k = 0; k < COARSE; k++) {
        of[k] = (ovf_pattern){.length_m = INFINITY};
        /* Where all is to be seen one pattern a direction and offset is all there is to try. */
        if (!try_line(in, HALF_TURN * k / COARSE, isinf(in->max_m) ? OFFSETS : 1, &of[k]))
            return false;
        if (is_better(&of[k], best)) *best = of[k];
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
                          best))
                return false;
    }
    return true;
}

/* ---- the route ---- */

static bool add_fix(surveyor *in, ovf_lonlat at)
{
    if (!ovf_array_reserve(&in->fixes, &in->capacity, in->count + 1, sizeof *in->fixes))
        return false;
    in->fixes[in->count++] = (ovf_fix){at.lon, at.lat, NAN, NAN};
    return true;
}

static bool add_track(surveyor *in, const ovf_pattern_track *track)
{
    double x = track->end.x - track->begin.x, y = track->end.y - track->begin.y;
    size_t steps = 1 + (size_t)(hypot(x, y) / FIX_EVERY_M);
    bool good = true;
    for (size_t k = 0; k <= steps && good; k++) {
        double t = (double)k / (double)steps;
        ovf_lonlat at = ovf_plane_position(
            &in->plane, (ovf_flat){track->begin.x + t * x, track->begin.y + t * y});
        good = add_fix(in, (ovf_lonlat){round(at.lon * 1e9) / 1e9, round(at.lat * 1e9) / 1e9});
    }
    return good;
}

/* The fixes of a pattern, and its true length. */
static bool fly(surveyor *in, const ovf_pattern *p, double *length_m)
{
    bool good = true;
    in->count = 0;
    ovf_pattern_lay(&in->maker, p);
    if (in->options->from != NULL) good = add_fix(in, *in->options->from);
    for (size_t k = 0; k < in->maker.count && good; k++) good = add_track(in, &in->maker.tracks[k]);
    if (in->options->to != NULL) good = good && add_fix(in, *in->options->to);
    *length_m = 0;
    for (size_t i = 0; i + 1 < in->count; i++) {
        double leg;
        geod_inverse(ovf_earth(), in->fixes[i].lat, in->fixes[i].lon, in->fixes[i + 1].lat,
                     in->fixes[i + 1].lon, &leg, NULL, NULL);
        *length_m += leg;
    }
    return good;
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

static ovf_status make(surveyor *in, const ovf_zone *zone, ovf_survey *survey, ovf_error *error)
{
    const ovf_bands *bands = &in->maker.bands;
    ovf_pattern best = {.length_m = INFINITY};
    double length = INFINITY;
    ovf_status status = prepare(in, zone, error);
    if (status != OVF_OK) return status;
    if (!search(in, &best)) return ovf_fail_memory(error);
    bool found = best.area_m2 > 0;
    if (found &&
        (!ovf_pattern_cut(&in->maker, best.angle, best.offset) || !fly_within(in, &best, &length)))
        return ovf_fail_memory(error);
    if (!found || length > in->max_m)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "%.3f km do not suffice to see anything of zone %s and come back",
                        in->max_m / 1000, zone->id);
    ovf_pattern_measure(&in->maker, &best);
    size_t wanted = 0;
    for (size_t k = 0; k < bands->count; k++) wanted += !ovf_band_is_empty(&bands->items[k]);
    *survey = (ovf_survey){.fixes = in->fixes,
                           .fix_count = in->count,
                           .tracks = in->maker.count,
                           .tracks_wanted = wanted,
                           .direction_deg = direction_of(best.angle),
                           .spacing_m = in->maker.width_m,
                           .length_m = length,
                           .crosses = best.crosses};
    in->fixes = NULL;
    return OVF_OK;
}

static ovf_status make_tracks(const ovf_zone *zone, const ovf_survey_options *options, double max_m,
                              ovf_survey *survey, ovf_error *error)
{
    surveyor in = {.options = options, .max_m = max_m};
    ovf_status status = make(&in, zone, survey, error);
    ovf_plane_close(&in.plane);
    ovf_rings_clear(&in.rings);
    ovf_pattern_clear(&in.maker);
    free(in.fixes);
    return status;
}

/* How long tracks may be: what is flown before the zone is reached and after it has been left is
 * not within it. */
static ovf_status limit_tracks(const ovf_zone *zone, const ovf_survey_options *options,
                               double *max_m, ovf_error *error)
{
    ovf_survey_meter meter = {0};
    double from_m = 0, to_m = 0;
    ovf_status status = OVF_OK;
    *max_m = options->max_m > 0 ? options->max_m : INFINITY;
    if (!(options->max_inside_m > 0)) return OVF_OK;
    if (options->from != NULL || options->to != NULL)
        status = ovf_survey_meter_open(&meter, zone, error);
    if (status == OVF_OK && options->from != NULL)
        status = ovf_survey_distance(&meter, options->from, &from_m, error);
    if (status == OVF_OK && options->to != NULL)
        status = ovf_survey_distance(&meter, options->to, &to_m, error);
    ovf_survey_meter_close(&meter);
    *max_m = fmin(*max_m, options->max_inside_m + from_m + to_m);
    return status;
}

/* The shortest tracks that are found to see the part of the zone that is wanted, by halving; where
 * none do those that see most. */
static ovf_status make_least(const ovf_zone *zone, const ovf_survey_options *options, double max_m,
                             ovf_survey *survey, ovf_error *error)
{
    ovf_survey_meter meter = {0};
    ovf_surveyed is;
    ovf_status status = make_tracks(zone, options, max_m, survey, error);
    if (status != OVF_OK || options->coverage >= 1) return status;
    status = ovf_survey_meter_open(&meter, zone, error);
    double low = 0, high = survey->length_m;
    for (int k = 0; k < HALVINGS && status == OVF_OK; k++) {
        ovf_survey tried = {0};
        double middle = (low + high) / 2;
        /* What does not reach the zone sees too little of it. */
        bool enough = make_tracks(zone, options, middle, &tried, NULL) == OVF_OK;
        if (enough)
            status = ovf_survey_measure(&meter, tried.fixes, tried.fix_count, &options->swath, &is,
                                        error);
        enough = enough && status == OVF_OK && is.covered_fraction >= options->coverage;
        if (enough) {
            ovf_survey swap = *survey;
            *survey = tried;
            tried = swap;
            high = middle;
        } else {
            low = middle;
        }
        ovf_survey_clear(&tried);
    }
    ovf_survey_meter_close(&meter);
    return status;
}

/* The tracks from west to east take the place of others that see less, or as much on a longer way:
 * patterns are compared by what lies in their bands, which is not quite what is seen. */
static ovf_status compare_plain(const ovf_zone *zone, const ovf_survey_options *options,
                                double max_m, ovf_survey *survey, ovf_error *error)
{
    static const double west_east = 90;
    ovf_survey_options plain = *options;
    ovf_survey_meter meter = {0};
    ovf_survey tried = {0};
    ovf_surveyed is, other;
    plain.direction_deg = &west_east;
    /* What cannot be flown in that direction is no candidate. */
    if (make_tracks(zone, &plain, max_m, &tried, NULL) != OVF_OK) return OVF_OK;
    ovf_status status = ovf_survey_meter_open(&meter, zone, error);
    if (status == OVF_OK)
        status = ovf_survey_measure(&meter, survey->fixes, survey->fix_count, &options->swath, &is,
                                    error);
    if (status == OVF_OK)
        status = ovf_survey_measure(&meter, tried.fixes, tried.fix_count, &options->swath, &other,
                                    error);
    if (status == OVF_OK && !(tried.crosses && !survey->crosses) &&
        (other.covered_fraction > is.covered_fraction ||
         (other.covered_fraction == is.covered_fraction && other.length_m < is.length_m))) {
        ovf_survey swap = *survey;
        *survey = tried;
        tried = swap;
    }
    ovf_survey_clear(&tried);
    ovf_survey_meter_close(&meter);
    return status;
}

ovf_status ovf_survey_make(const ovf_zone *zone, const ovf_survey_options *options,
                           ovf_survey *survey, ovf_error *error)
{
    if (survey == NULL) return ovf_fail_null(error, "a place for the survey");
    ovf_status status = ovf_survey_options_check(zone, options, error);
    if (status != OVF_OK) return status;
    ovf_survey made = {0};
    ovf_survey_options search = *options;
    if (options->direction_deg != NULL) search.rounds = 0;
    double max_m;
    status = limit_tracks(zone, options, &max_m, error);
    if (status == OVF_OK)
        status = options->coverage > 0 ? make_least(zone, options, max_m, &made, error)
                                       : make_tracks(zone, options, max_m, &made, error);
    if (status == OVF_OK && options->direction_deg == NULL && options->coverage == 0)
        status = compare_plain(zone, options, max_m, &made, error);
    if (status == OVF_OK) status = ovf_survey_search(zone, &search, &made, error);
    if (status == OVF_OK) *survey = made;
    else ovf_survey_clear(&made);
    return status;
}

void ovf_survey_clear(ovf_survey *survey)
{
    if (survey == NULL) return;
    free(survey->fixes);
    *survey = (ovf_survey){0};
}
