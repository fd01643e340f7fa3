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

/* Curves are as wide as the edges that stand for them. */
#define CURVE_WITHIN_M 1e-2

static bool find_curved_box(const ovf_zone *zone, bool whole, ovf_lonlat_box *box)
{
    ovf_zone plain = *zone;
    plain.polygons = ovf_zone_plain(zone, CURVE_WITHIN_M);
    bool good = plain.polygons != NULL && ovf_zone_box(&plain, whole, box);
    ovf_polygons_free(plain.polygons, plain.polygon_count);
    return good;
}

bool ovf_zone_box(const ovf_zone *zone, bool whole, ovf_lonlat_box *box)
{
    if (ovf_zone_is_curved(zone)) return find_curved_box(zone, whole, box);
    const bool bulges = whole && zone->edges == OVF_EDGES_GEODESIC;
    size_t vertices = 0, count = 0;
    for (size_t i = 0; i < zone->polygon_count; i++)
        for (size_t j = 0; j < zone->polygons[i].count; j++)
            vertices += zone->polygons[i].rings[j].count;
    span *spans = ovf_array_new(2 * vertices + 1, sizeof *spans);
    *box = (ovf_lonlat_box){-180, 90, 180, -90};
    if (spans == NULL) return false;
    for (size_t i = 0; i < zone->polygon_count; i++)
        for (size_t j = 0; j < zone->polygons[i].count; j++)
            add_ring(&zone->polygons[i].rings[j], bulges, box, spans, &count);
    if (count > 0) find_longitudes(spans, count, box);
    free(spans);
    return true;
}
