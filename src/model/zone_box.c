/* The box of longitudes and latitudes around a zone. */
#include "model/zone_box.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/array.h"
#include "geodesy/curve.h"
#include "model/zone_polygons.h"

/* A span of longitudes, both within [-180, 180]. */
typedef struct {
    double west, east;
} span;

static int by_west(const void *left, const void *right)
{
    const span *a = left, *b = right;
    return a->west < b->west ? -1 : a->west > b->west;
}

static double wrap(double lon)
{
    double wrapped = remainder(lon, 360);
    return wrapped >= 180 ? -180 : wrapped;
}

/* The way from one vertex to the next as the ring means it: the short one, but a whole circle stays
 * one. */
static double step(double from, double to)
{
    double way = to - from;
    return fabs(way) <= 180 || fabs(way) == 360 ? way : remainder(way, 360);
}

static void add_span(double from, double way, span *spans, size_t *count)
{
    double west = wrap(way >= 0 ? from : from + way), east = west + fabs(way);
    spans[(*count)++] = (span){west, fmin(east, 180)};
    if (east > 180) spans[(*count)++] = (span){-180, east - 360};
}

/* A great circle's highest latitude between two meridians is at most where it would be between two
 * places of the higher one of its ends' latitudes; 0.1 degrees cover that the earth is no sphere.
 */
static double bulge(double lat, double way)
{
    const double radian = atan(1) / 45;
    if (fabs(way) >= 179) return 90;
    return fmin(90, atan(tan(lat * radian) / cos(way / 2 * radian)) / radian + 0.1);
}

static void add_ring(const ovf_ring *ring, bool bulges, ovf_lonlat_box *box, span *spans,
                     size_t *count)
{
    double turned = 0, lat_sum = 0;
    for (size_t i = 0; i + 1 < ring->count; i++) {
        const ovf_lonlat *a = &ring->vertices[i], *b = &ring->vertices[i + 1];
        double way = step(a->lon, b->lon);
        add_span(a->lon, way, spans, count);
        turned += way;
        lat_sum += a->lat;
        box->south = fmin(box->south, a->lat);
        box->north = fmax(box->north, a->lat);
        if (!bulges || way == 0) continue;
        double high = fmax(a->lat, b->lat), low = fmin(a->lat, b->lat);
        if (high > 0) box->north = fmax(box->north, bulge(high, way));
        if (low < 0) box->south = fmin(box->south, -bulge(-low, way));
    }
    /* A ring that goes once around encloses the pole on its side. */
    if (fabs(turned) > 180 && lat_sum > 0) box->north = 90;
    if (fabs(turned) > 180 && lat_sum < 0) box->south = -90;
}

/* The box is what the widest gap between the spans leaves of the circle. */
static void find_longitudes(span *spans, size_t count, ovf_lonlat_box *box)
{
    double reach = -180, widest = 1e-9; /* degrees: a narrower gap is rounding */
    qsort(spans, count, sizeof *spans, by_west);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && spans[i].west - reach > widest) {
            widest = spans[i].west - reach;
            box->west = spans[i].west;
            box->east = reach > -180 ? reach : 180;
        }
        reach = fmax(reach, spans[i].east);
    }
    if (spans[0].west + 360 - reach > widest) {
        box->west = spans[0].west;
        box->east = reach;
    }
}

/* ---- curves ---- */

/* Sections of a curve in which neither longitude nor latitude turns twice. */
#define SECTIONS 8
/* Of the golden section: the extreme is right to 3e-8 of the size of the curve. */
#define GOLDEN_STEPS 16

/* A little way into the curve, as a part of it. */
#define BESIDE 1e-4

typedef struct {
    const ovf_course *course;
    bool of_lat;
    double sign; /* -1: the least is wanted */
} extreme;

static double value_at(const extreme *of, double u)
{
    ovf_lonlat at = ovf_course_at(of->course, u, of->course->from.lon, NULL);
    return of->sign * (of->of_lat ? at.lat : at.lon);
}

/* The greatest value between two places of the curve that have only one between them. */
static double find_greatest(const extreme *of, double from, double until)
{
    const double golden = 0.6180339887498949;
    double low = until - golden * (until - from), high = from + golden * (until - from),
           at_low = value_at(of, low), at_high = value_at(of, high);
    for (int i = 0; i < GOLDEN_STEPS; i++)
        if (at_low > at_high) {
            until = high, high = low, at_high = at_low;
            at_low = value_at(of, low = until - golden * (until - from));
        } else {
            from = low, low = high, at_low = at_high;
            at_high = value_at(of, high = from + golden * (until - from));
        }
    return fmax(at_low, at_high);
}

/* The greatest of the values at the sections' ends, or between those next to it where the curve
 * turns there. */
static double greatest_of(const extreme *of, const double *values)
{
    int best = 0;
    for (int i = 1; i <= SECTIONS; i++)
        if (of->sign * values[i] > of->sign * values[best]) best = i;
    /* An end from which the curve falls at once, as those of a circle's quarters, is the place. */
    bool is_end = best == 0 || best == SECTIONS;
    double beside = best == 0 ? BESIDE : 1 - BESIDE;
    if (is_end && value_at(of, beside) <= of->sign * values[best]) return of->sign * values[best];
    return fmax(of->sign * values[best], find_greatest(of, fmax(0, best - 1.0) / SECTIONS,
                                                       fmin(SECTIONS, best + 1.0) / SECTIONS));
}

/* What a curve adds to the straight line between its ends. */
static void add_course(const ovf_course *course, ovf_lonlat_box *box, span *spans, size_t *count)
{
    double lons[SECTIONS + 1], lats[SECTIONS + 1];
    for (int i = 0; i <= SECTIONS; i++) {
        ovf_lonlat at = ovf_course_at(course, (double)i / SECTIONS,
                                      i == 0 ? course->from.lon : lons[i - 1], NULL);
        lons[i] = at.lon;
        lats[i] = at.lat;
        if (i > 0) add_span(lons[i - 1], step(lons[i - 1], lons[i]), spans, count);
    }
    double north = greatest_of(&(extreme){course, true, 1}, lats),
           south = -greatest_of(&(extreme){course, true, -1}, lats),
           east = greatest_of(&(extreme){course, false, 1}, lons),
           west = -greatest_of(&(extreme){course, false, -1}, lons);
    box->north = fmax(box->north, north);
    box->south = fmin(box->south, south);
    if (east - west < 180) add_span(west, east - west, spans, count);
}

static void add_curves(const ovf_ring *ring, ovf_lonlat_box *box, span *spans, size_t *count)
{
    for (size_t i = 0; i < ring->curve_count; i++) {
        const ovf_curve *curve = &ring->curves[i];
        ovf_course course;
        ovf_course_make(&course, curve, ring->vertices[curve->edge],
                        ring->vertices[curve->edge + 1]);
        if (curve->kind == OVF_CURVE_ARC || curve->kind == OVF_CURVE_GEODESIC)
            add_course(&course, box, spans, count);
    }
}

/* Nearer to a pole a section may go around it: edges that stand for the curves are taken then. */
#define POLAR_LAT 85.0
#define CURVE_WITHIN_M 1e-2

static bool find_polar_box(const ovf_zone *zone, bool whole, ovf_lonlat_box *box)
{
    ovf_zone plain = *zone;
    plain.polygons = ovf_zone_plain(zone, CURVE_WITHIN_M);
    bool good = plain.polygons != NULL && ovf_zone_box(&plain, whole, box);
    ovf_polygons_free(plain.polygons, plain.polygon_count);
    return good;
}

/* ---- the whole ---- */

bool ovf_zone_box(const ovf_zone *zone, bool whole, ovf_lonlat_box *box)
{
    const bool bulges = whole && zone->edges == OVF_EDGES_GEODESIC;
    size_t most = 1, count = 0, curves = 0;
    for (size_t i = 0; i < zone->polygon_count; i++)
        for (size_t j = 0; j < zone->polygons[i].count; j++) {
            most += 2 * zone->polygons[i].rings[j].count;
            curves += zone->polygons[i].rings[j].curve_count;
        }
    span *spans = ovf_array_new(most + 2 * (SECTIONS + 1) * curves, sizeof *spans);
    *box = (ovf_lonlat_box){-180, 90, 180, -90};
    if (spans == NULL) return false;
    for (size_t i = 0; i < zone->polygon_count; i++)
        for (size_t j = 0; j < zone->polygons[i].count; j++) {
            add_ring(&zone->polygons[i].rings[j], bulges, box, spans, &count);
            add_curves(&zone->polygons[i].rings[j], box, spans, &count);
        }
    if (count > 0) find_longitudes(spans, count, box);
    free(spans);
    return curves == 0 || (box->north < POLAR_LAT && box->south > -POLAR_LAT) ||
           find_polar_box(zone, whole, box);
}
