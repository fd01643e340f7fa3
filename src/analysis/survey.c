/* A pattern of parallel tracks over a zone, the best that is found. */
#include "overflight/survey.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/flatten.h"
#include "analysis/survey_bands.h"
#include "base/array.h"
#include "base/error.h"

/* Directions are tried in steps of 180°/COARSE, and around the best FINE of them in steps of 1/(2 FINE_STEPS) of that. */
#define COARSE 60
#define FINE 2
#define FINE_STEPS 4
#define OFFSETS 4
#define PI 3.14159265358979323846
/* Outlines are simplified to this part of the swath's width, for the search only. */
#define SIMPLIFIED 1e-4
/* A track has fixes at least so often, so that its geodesics stay near the plane's straight line. */
#define FIX_EVERY_M 1e5
/* A pattern that is crossed on the way there or back must see so much more to be preferred. */
#define CROSSING 0.15

/* Tracks first … last of the bands, in rising order or falling, the first of them flown along the bands' direction or against it. Of the last one flown
 * only a part, from its beginning. */
typedef struct {
    double angle, offset;
    size_t first, last;
    bool falls, against;
    double part; /* of the last track that is flown, 0 … 1 */
    double area_m2, length_m; /* in the plane */
    bool crosses;
} pattern;

typedef struct {
    const ovf_survey_options *options;
    ovf_plane plane;
    ovf_rings rings;
    ovf_bands bands;
    double width_m, middle_m; /* of the swath: between neighbours, and how far left of the track its middle is */
    double slack_m;           /* how far the outlines are off */
    ovf_flat from, to;        /* in the plane */
    ovf_fix *fixes;
    size_t count, capacity;
} surveyor;

/* ---- the zone ---- */

typedef struct {
    surveyor *in;
    const ovf_overlay *overlay;
} taker;

static bool add_ring(surveyor *in, const ovf_overlay *overlay, const GEOSGeometry *ring, bool hole)
{
    unsigned count = 0;
    const GEOSCoordSequence *positions = GEOSGeom_getCoordSeq_r(overlay->geos, ring);
    ovf_rings *rings = &in->rings;
    if (positions == NULL || !GEOSCoordSeq_getSize_r(overlay->geos, positions, &count)) return false;
    if (!ovf_array_reserve(&rings->points, &rings->capacity, rings->count + count, sizeof *rings->points) ||
        !ovf_array_reserve(&rings->ends, &rings->ring_capacity, rings->ring_count + 1, sizeof *rings->ends))
        return false;
    ovf_flat *points = rings->points + rings->count;
    double twice = 0;
    for (unsigned i = 0; i < count; i++) {
        if (!GEOSCoordSeq_getXY_r(overlay->geos, positions, i, &points[i].x, &points[i].y)) return false;
        if (i > 0) twice += points[i - 1].x * points[i].y - points[i].x * points[i - 1].y;
    }
    for (unsigned i = 0; (twice < 0) != hole && i < count / 2; i++) {
        ovf_flat swap = points[i];
        points[i] = points[count - 1 - i];
        points[count - 1 - i] = swap;
    }
    rings->count += count;
    rings->ends[rings->ring_count++] = rings->count;
    return true;
}

static bool take_rings(taker *to, const GEOSGeometry *polygon)
{
    GEOSContextHandle_t geos = to->overlay->geos;
    const GEOSGeometry *outline = GEOSGetExteriorRing_r(geos, polygon);
    if (outline == NULL || !add_ring(to->in, to->overlay, outline, false)) return false;
    for (int k = 0; k < GEOSGetNumInteriorRings_r(geos, polygon); k++)
        if (!add_ring(to->in, to->overlay, GEOSGetInteriorRingN_r(geos, polygon, k), true)) return false;
    return true;
}

/* Simplified, but not away: an islet is to be seen as well. */
static bool take_polygon(void *context, const GEOSGeometry *polygon)
{
    taker *to = context;
    GEOSContextHandle_t geos = to->overlay->geos;
    GEOSGeometry *simple = GEOSSimplify_r(geos, polygon, to->in->slack_m);
    if (simple == NULL) return false;
    bool whole = GEOSGeomTypeId_r(geos, simple) == GEOS_POLYGON && GEOSisEmpty_r(geos, simple) == 0;
    bool good = take_rings(to, whole ? simple : polygon);
    ovf_overlay_drop(to->overlay, simple);
    return good;
}

/* The zone's outline in a plane around it. */
static ovf_status flatten(surveyor *in, const ovf_zone *zone, ovf_error *error)
{
    ovf_overlay overlay = {0};
    ovf_area area;
    ovf_box box;
    ovf_status status = ovf_flatten_open(&in->plane, zone, &box, error);
    if (status == OVF_OK) status = ovf_zone_area(zone, &area, error);
    if (status == OVF_OK) status = ovf_overlay_open(&overlay, error);
    if (status != OVF_OK) return status;
    taker to = {in, &overlay};
    GEOSGeometry *whole = ovf_flatten_zone(&overlay, &in->plane, zone, &area);
    bool good = whole != NULL && ovf_overlay_polygons(&overlay, whole, take_polygon, &to) && in->rings.count > 0;
    if (!good) status = ovf_fail(error, OVF_ERROR_GEOMETRY, "zone %s in %s has no area in a plane", zone->id, zone->file);
    ovf_overlay_drop(&overlay, whole);
    ovf_overlay_close(&overlay);
    return status;
}

/* ---- patterns ---- */

static double distance(ovf_flat a, ovf_flat b)
{
    return hypot(b.x - a.x, b.y - a.y);
}

/* Where the track of a band begins and ends as it is flown. A sensor that looks to one side has its track beside the band. */
static void find_track(const surveyor *in, size_t band, bool against, double part, ovf_flat *begin, ovf_flat *end)
{
    const ovf_band *b = &in->bands.items[band];
    double across = in->bands.first_m + ((double)band + 0.5) * in->bands.width_m + (against ? in->middle_m : -in->middle_m);
    double from = against ? b->to_m : b->from_m, to = against ? b->from_m : b->to_m;
    *begin = ovf_bands_place(&in->bands, from, across);
    *end = ovf_bands_place(&in->bands, from + part * (to - from), across);
}

static bool is_empty(const ovf_band *band)
{
    return !(band->to_m > band->from_m);
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

/* Flies a pattern in the plane: its length, and whether the ways there and back cross it. */
static void measure(const surveyor *in, pattern *p)
{
    const ovf_survey_options *options = in->options;
    bool against = p->against, begun = false;
    ovf_flat at = in->from, start = in->from;
    p->length_m = 0;
    for (size_t n = 0; n <= p->last - p->first; n++) {
        size_t band = p->falls ? p->last - n : p->first + n;
        bool is_last = n == p->last - p->first;
        ovf_flat begin, end;
        if (is_empty(&in->bands.items[band])) continue;
        find_track(in, band, against, is_last ? p->part : 1, &begin, &end);
        if (begun || options->from != NULL) p->length_m += distance(at, begin);
        if (!begun) start = begin;
        begun = true;
        p->length_m += distance(begin, end);
        at = end;
        against = !against;
    }
    if (options->to != NULL) p->length_m += distance(at, in->to);
    p->crosses = false;
    against = p->against;
    for (size_t n = 0; n <= p->last - p->first && !p->crosses; n++) {
        size_t band = p->falls ? p->last - n : p->first + n;
        ovf_flat begin, end;
        if (is_empty(&in->bands.items[band])) continue;
        find_track(in, band, against, n == p->last - p->first ? p->part : 1, &begin, &end);
        p->crosses = (options->from != NULL && cross(in->from, start, begin, end)) || (options->to != NULL && cross(at, in->to, begin, end));
        against = !against;
    }
    if (options->from != NULL && options->to != NULL) p->crosses = p->crosses || cross(in->from, start, at, in->to);
}

/* More seen is better, less what a crossing is thought to be worth; and of what is alike, the shorter way. */
static bool is_better(const pattern *p, const pattern *best)
{
    double area = p->area_m2 * (p->crosses ? 1 - CROSSING : 1), of_best = best->area_m2 * (best->crosses ? 1 - CROSSING : 1), much = 1e-4 * fmax(area, of_best);
    if (fabs(area - of_best) > much) return area > of_best;
    return p->length_m < best->length_m;
}

/* Cuts the last track short where the pattern is too long; false where that does not do. */
static bool fit(const surveyor *in, pattern *p)
{
    size_t band = p->falls ? p->first : p->last;
    p->part = 1;
    measure(in, p);
    if (p->length_m <= in->options->most_m) return true;
    p->part = 0;
    measure(in, p);
    if (p->length_m > in->options->most_m) return false;
    double low = 0, high = 1;
    for (int k = 0; k < 20; k++) {
        p->part = (low + high) / 2;
        measure(in, p);
        if (p->length_m > in->options->most_m) high = p->part;
        else low = p->part;
    }
    p->part = low;
    measure(in, p);
    p->area_m2 -= (1 - low) * in->bands.items[band].area_m2;
    return true;
}

/* The patterns of so many tracks that begin at a band, from each of their corners. */
static void try_corners(const surveyor *in, pattern p, pattern *best)
{
    for (int corner = 0; corner < 4; corner++) {
        pattern tried = p;
        tried.falls = (corner & 1) != 0;
        tried.against = (corner & 2) != 0;
        if (fit(in, &tried) && is_better(&tried, best)) *best = tried;
    }
}

/* The best pattern in one direction: for each first band the most tracks that the distance allows, and one more that is cut short. */
static bool try_direction(surveyor *in, double angle, double offset, pattern *best)
{
    if (!ovf_bands_cut(&in->bands, &in->rings, angle, in->width_m, offset, in->slack_m, OVF_SURVEY_TRACKS_MOST)) return false;
    size_t count = in->bands.count, last = 0;
    double area = 0, track_m = 0;
    for (size_t first = 0; first < count; first++) {
        /* A bound that costs little: the tracks alone, without the ways between them. */
        if (last < first) last = first, area = track_m = 0;
        while (last < count && track_m <= in->options->most_m) {
            const ovf_band *band = &in->bands.items[last++];
            area += band->area_m2;
            track_m += is_empty(band) ? 0 : band->to_m - band->from_m;
        }
        if (area > best->area_m2 * (1 - CROSSING)) {
            double rest = area;
            /* Without a limit all of it, whatever that takes. */
            for (size_t end = last; end > first && rest > best->area_m2 * (1 - CROSSING) && (end == last || !isinf(in->options->most_m)); end--) {
                try_corners(in, (pattern){.angle = angle, .offset = offset, .first = first, .last = end - 1, .area_m2 = rest}, best);
                rest -= in->bands.items[end - 1].area_m2;
            }
        }
        const ovf_band *gone = &in->bands.items[first];
        area -= gone->area_m2;
        track_m -= is_empty(gone) ? 0 : gone->to_m - gone->from_m;
        if (isinf(in->options->most_m)) break; /* all of it, from the first band on */
    }
    return true;
}

/* Both ways, since bands begin at the side that is on the right. */
static bool try_line(surveyor *in, double angle, int offsets, pattern *best)
{
    for (int m = 0; m < offsets; m++)
        for (int way = 0; way < 2; way++)
            if (!try_direction(in, angle + way * PI, (double)m / OFFSETS, best)) return false;
    return true;
}

static bool search(surveyor *in, pattern *best)
{
    pattern of[COARSE];
    if (!isnan(in->options->direction_deg)) return try_line(in, PI / 2 - in->options->direction_deg * OVF_RADIAN, OFFSETS, best);
    for (int k = 0; k < COARSE; k++) {
        of[k] = (pattern){.length_m = INFINITY};
        /* Where all is to be seen one pattern a direction and offset is all there is to try. */
        if (!try_line(in, PI * k / COARSE, isinf(in->options->most_m) ? OFFSETS : 1, &of[k])) return false;
        if (is_better(&of[k], best)) *best = of[k];
    }
    /* How the zone falls into bands is a matter of luck, so that the second best may be the best after a little turn. */
    for (int n = 0; n < FINE; n++) {
        int chosen = 0;
        for (int k = 1; k < COARSE; k++)
            if (is_better(&of[k], &of[chosen])) chosen = k;
        of[chosen] = (pattern){.length_m = INFINITY};
        for (int k = -FINE_STEPS; k <= FINE_STEPS; k++)
            if (!try_line(in, PI * chosen / COARSE + PI * k / (2 * FINE_STEPS * COARSE), OFFSETS, best)) return false;
    }
    return true;
}

/* ---- the route ---- */

static bool add_fix(surveyor *in, ovf_lonlat at)
{
    if (!ovf_array_reserve(&in->fixes, &in->capacity, in->count + 1, sizeof *in->fixes)) return false;
    in->fixes[in->count++] = (ovf_fix){at.lon, at.lat, NAN, NAN};
    return true;
}

static bool add_place(surveyor *in, ovf_flat place)
{
    ovf_lonlat at = ovf_plane_position(&in->plane, place);
    return add_fix(in, (ovf_lonlat){round(at.lon * 1e9) / 1e9, round(at.lat * 1e9) / 1e9});
}

static bool add_track(surveyor *in, ovf_flat begin, ovf_flat end)
{
    size_t steps = 1 + (size_t)(distance(begin, end) / FIX_EVERY_M);
    bool good = true;
    for (size_t k = 0; k <= steps && good; k++) {
        double t = (double)k / (double)steps;
        good = add_place(in, (ovf_flat){begin.x + t * (end.x - begin.x), begin.y + t * (end.y - begin.y)});
    }
    return good;
}

/* The fixes of a pattern, and its true length. */
static bool fly(surveyor *in, const pattern *p, double *length_m)
{
    bool against = p->against, good = true;
    in->count = 0;
    if (in->options->from != NULL) good = add_fix(in, *in->options->from);
    for (size_t n = 0; n <= p->last - p->first && good; n++) {
        size_t band = p->falls ? p->last - n : p->first + n;
        ovf_flat begin, end;
        if (is_empty(&in->bands.items[band])) continue;
        find_track(in, band, against, n == p->last - p->first ? p->part : 1, &begin, &end);
        good = add_track(in, begin, end);
        against = !against;
    }
    if (in->options->to != NULL) good = good && add_fix(in, *in->options->to);
    *length_m = 0;
    for (size_t i = 0; i + 1 < in->count; i++) {
        double leg;
        geod_inverse(ovf_earth(), in->fixes[i].lat, in->fixes[i].lon, in->fixes[i + 1].lat, in->fixes[i + 1].lon, &leg, NULL, NULL);
        *length_m += leg;
    }
    return good;
}

static void drop_last_track(pattern *p)
{
    if (p->falls) p->first++;
    else p->last--;
    p->part = 1;
}

/* The plane's lengths are not quite the true ones: the last track is cut to what the distance allows, or left out. False when memory is out. */
static bool fly_within(surveyor *in, pattern *p, double *length_m)
{
    double most = in->options->most_m, low = 0, high = p->part;
    if (!fly(in, p, length_m)) return false;
    while (*length_m > most) {
        high = p->part;
        p->part = 0;
        if (!fly(in, p, length_m)) return false;
        if (*length_m <= most) break;
        if (p->first == p->last) return true;
        drop_last_track(p);
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

static ovf_status make(surveyor *in, const ovf_zone *zone, ovf_survey *survey, ovf_error *error)
{
    const ovf_survey_options *options = in->options;
    pattern best = {.length_m = INFINITY};
    double stretch = 1;
    ovf_status status = flatten(in, zone, error);
    if (status != OVF_OK) return status;
    for (size_t i = 0; i < in->rings.count; i++) stretch = fmax(stretch, ovf_plane_stretch(in->rings.points[i]));
    in->width_m *= (1 - OVF_SURVEY_OVERLAP) / stretch;
    /* The plane is not conformal: what leaves a track at a right angle leans by (stretch² - 1) radians at most there (Snyder, equation 4-9), and so the ends of a swath. */
    in->slack_m += fmax(fabs(options->reach.low_m), fabs(options->reach.high_m)) * (stretch * stretch - 1);
    if (options->from != NULL) in->from = ovf_plane_point(&in->plane, options->from->lon, options->from->lat);
    if (options->to != NULL) in->to = ovf_plane_point(&in->plane, options->to->lon, options->to->lat);
    if (!search(in, &best))
        return ovf_fail(error, OVF_ERROR_USAGE, "zone %s wants more than %d tracks with a swath of %.3f km", zone->id, OVF_SURVEY_TRACKS_MOST,
                        (options->reach.high_m - options->reach.low_m) / 1000);
    if (!(best.area_m2 > 0))
        return ovf_fail(error, OVF_ERROR_USAGE, "%.3f km do not suffice to see anything of zone %s and come back", options->most_m / 1000, zone->id);
    double length = 0;
    bool cut = ovf_bands_cut(&in->bands, &in->rings, best.angle, in->width_m, best.offset, in->slack_m, OVF_SURVEY_TRACKS_MOST);
    if (!cut || !fly_within(in, &best, &length)) return ovf_fail_memory(error);
    if (length > options->most_m)
        return ovf_fail(error, OVF_ERROR_USAGE, "%.3f km do not suffice to see anything of zone %s and come back", options->most_m / 1000, zone->id);
    measure(in, &best);
    size_t wanted = 0, flown = 0;
    for (size_t k = 0; k < in->bands.count; k++) {
        wanted += !is_empty(&in->bands.items[k]);
        flown += !is_empty(&in->bands.items[k]) && k >= best.first && k <= best.last;
    }
    *survey = (ovf_survey){.fixes = in->fixes,
                           .fix_count = in->count,
                           .tracks = flown,
                           .tracks_wanted = wanted,
                           .direction_deg = direction_of(best.angle),
                           .spacing_m = in->width_m,
                           .length_m = length,
                           .crosses = best.crosses};
    in->fixes = NULL;
    return OVF_OK;
}

ovf_status ovf_survey_make(const ovf_zone *zone, const ovf_survey_options *options, ovf_survey *survey, ovf_error *error)
{
    const ovf_reach *reach = &options->reach;
    if (!(reach->high_m > reach->low_m) || !(reach->low_m >= -OVF_REACH_MOST_M) || !(reach->high_m <= OVF_REACH_MOST_M))
        return ovf_fail(error, OVF_ERROR_USAGE, "a swath from %g m to %g m cannot be flown", reach->low_m, reach->high_m);
    if (!(options->most_m > 0)) return ovf_fail(error, OVF_ERROR_USAGE, "the distance is %g m, more than 0 is wanted", options->most_m);
    surveyor in = {.options = options, .width_m = reach->high_m - reach->low_m, .middle_m = (reach->high_m + reach->low_m) / 2};
    in.slack_m = SIMPLIFIED * in.width_m;
    ovf_status status = make(&in, zone, survey, error);
    ovf_plane_close(&in.plane);
    ovf_rings_clear(&in.rings);
    ovf_bands_clear(&in.bands);
    free(in.fixes);
    return status;
}

void ovf_survey_clear(ovf_survey *survey)
{
    if (survey == NULL) return;
    free(survey->fixes);
    *survey = (ovf_survey){0};
}
