#include "geodesy/area.h"

#include <stdlib.h>

#include "base/array.h"
#include "geodesy/below.h"
#include "geodesy/boundary.h"
#include "geodesy/curve.h"

#define HALF (OVF_EARTH_AREA_M2 / 2)

/* Neumaier's compensated sum (Zeitschrift für angewandte Mathematik und Mechanik 54 (1974) 39-51).
 * Of n terms it is as good as one rounding of the result and n² u² of the sum of their absolute
 * values (Ogita, Rump and Oishi, SIAM Journal on Scientific Computing 26 (2005) 1955-1988,
 * corollary 4.7): with ten million edges still a hundredth of u. */
typedef struct {
    double sum, rest;
} running_sum;

static void add(running_sum *total, double term)
{
    double sum = total->sum + term;
    total->rest += fabs(total->sum) >= fabs(term) ? total->sum - sum + term
                                                  : term - sum + total->sum;
    total->sum = sum;
}

/* What is summed along a ring. */
typedef struct {
    double below_m2; /* between the ring and the equator */
    double turn_deg; /* change of longitude from the beginning to the end: 0, or 360 either way */
    double run_deg;  /* of all edges, without sign */
    double bound_m2; /* of the error of below_m2 */
} walked;

static walked walk(ovf_edges kind, const ovf_ring *ring)
{
    running_sum below = {0, 0};
    walked result = {0, 0, 0, 0};
    const ovf_curve *curve = ring->curves, *end = ovf_ring_curves_end(ring);
    double straight_deg = 0;
    for (size_t i = 1; i < ring->count; i++) {
        const ovf_lonlat *from = &ring->vertices[i - 1], *to = &ring->vertices[i];
        double change = ovf_edge_lon_change(kind, from->lon, to->lon);
        if (curve != end && curve->edge == i - 1) {
            ovf_course course;
            ovf_course_make(&course, curve++, *from, *to);
            add(&below, ovf_course_area_below(&course, &change));
            result.turn_deg += change;
            result.run_deg += course.kind == OVF_CURVE_ARC ? 360 : fabs(change);
            result.bound_m2 += OVF_AREA_GEODESIC_ERROR;
            continue;
        }
        if (change == 0) continue;
        add(&below, (kind == OVF_EDGES_LONLAT ? ovf_area_below_lonlat : ovf_area_below_geodesic)(
                        change, from->lat, to->lat));
        result.turn_deg += change;
        result.run_deg += fabs(change);
        straight_deg += fabs(change);
        if (kind == OVF_EDGES_GEODESIC) result.bound_m2 += OVF_AREA_GEODESIC_ERROR;
    }
    result.below_m2 = below.sum + below.rest;
    if (kind == OVF_EDGES_LONLAT) result.bound_m2 += OVF_AREA_LONLAT_ERROR * straight_deg;
    return result;
}

/* The boundary of that ring alone says what the boundary of the zone has decided. */
static bool ask_boundary(const ovf_zone *zone, const ovf_polygon *polygon, size_t ring,
                         bool *has_north)
{
    ovf_ring rings[2] = {{0}, {0}};
    ovf_polygon alone_polygon = {rings, 2};
    ovf_zone alone = *zone;
    ovf_boundary boundary;
    rings[ring == 0 ? 0 : 1] = polygon->rings[ring]; /* holes keep to be holes */
    alone.polygons = &alone_polygon;
    alone.polygon_count = 1;
    bool built = ovf_boundary_build(&boundary, &alone);
    *has_north = boundary.north_inside;
    ovf_boundary_free(&boundary);
    return built;
}

/* Which side is inside is decided on the area between the ring and the equator. The boundary has
 * that as on a sphere, and by trapezoids: off by at most 0.0018 for each radian of longitude that
 * the ring runs, since the sine of the authalic latitude and that of the latitude differ by up to
 * 0.00173 (at 35°) and trapezoids on its pieces are off by 2e-5. Where a decision between two parts
 * of the earth is that close, and where a ring is so small or thin that the sign of its area could
 * be in doubt, the boundary is asked, so that inside and area cannot contradict each other. */
static bool decide(const ovf_zone *zone, const ovf_polygon *polygon, size_t ring, const walked *w,
                   bool *has_north)
{
    ovf_side side = ovf_side_meant(zone, ring);
    bool around = fabs(w->turn_deg) > 180;
    double sines = w->below_m2 / (OVF_AREA_POLE / OVF_RADIAN), run = w->run_deg * OVF_RADIAN;
    double doubt = w->bound_m2 / (OVF_AREA_POLE / OVF_RADIAN), clear = INFINITY;
    if (side == OVF_SIDE_USUAL) {
        doubt += 3e-3 * run;
        if (around) clear = fabs(sines);
        else if (zone->edges == OVF_EDGES_GEODESIC) clear = fabs(fabs(sines) - 360 * OVF_RADIAN);
    } else if (!around) {
        doubt += 1e-5 * run;
        clear = fabs(sines);
    }
    if (clear <= doubt) return ask_boundary(zone, polygon, ring, has_north);
    *has_north = ovf_side_has_north(zone->edges, side, w->turn_deg, sines);
    return true;
}

bool ovf_area_enclosed(const ovf_zone *zone, const ovf_polygon *polygon, size_t ring,
                       ovf_enclosed *enclosed)
{
    walked w = walk(zone->edges, &polygon->rings[ring]);
    *enclosed = (ovf_enclosed){.bound_m2 = w.bound_m2, .around = fabs(w.turn_deg) > 180};
    if (!decide(zone, polygon, ring, &w, &enclosed->has_north)) return false;
    if (enclosed->around) {
        enclosed->north_m2 = HALF - (w.turn_deg > 0 ? w.below_m2 : -w.below_m2);
        enclosed->area_m2 = enclosed->has_north ? enclosed->north_m2
                                                : OVF_EARTH_AREA_M2 - enclosed->north_m2;
    } else {
        enclosed->area_m2 = enclosed->has_north ? OVF_EARTH_AREA_M2 - fabs(w.below_m2)
                                                : fabs(w.below_m2);
    }
    if (enclosed->around || enclosed->has_north) enclosed->bound_m2 += OVF_AREA_TURN_ERROR;
    return true;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Rings around the axis lie one north of the other and cut the earth into bands; by the even-odd
 * rule each second band is inside. */
static void add_bands(double *norths, size_t count, bool inside, running_sum *total)
{
    qsort(norths, count, sizeof *norths, compare_doubles);
    for (size_t i = 0; i <= count; i++, inside = !inside) {
        if (!inside) continue;
        add(total, i < count ? norths[i] : OVF_EARTH_AREA_M2);
        if (i > 0) add(total, -norths[i - 1]);
    }
}

/* Adds the polygon's area to *total; `norths` has room for a figure for each of its rings. */
static bool add_polygon(const ovf_zone *zone, const ovf_polygon *polygon, double *norths,
                        running_sum *total, double *bound)
{
    running_sum own = {0, 0};
    size_t bands = 0;
    bool has_north = false, outline_around = false;
    for (size_t i = 0; i < polygon->count; i++) {
        ovf_enclosed ring;
        if (!ovf_area_enclosed(zone, polygon, i, &ring)) return false;
        *bound += ring.bound_m2;
        if (i == 0) outline_around = ring.around;
        if (ring.around && outline_around) {
            norths[bands++] = ring.north_m2;
            has_north = has_north != ring.has_north;
        } else {
            add(&own, i == 0 ? ring.area_m2 : -ring.area_m2);
        }
    }
    if (bands > 0) add_bands(norths, bands, has_north, &own);
    add(total,
        fmax(0, own.sum + own.rest)); /* a hole as large as its outline leaves nothing, not less */
    return true;
}

bool ovf_area_of_zone(const ovf_zone *zone, ovf_area *area)
{
    running_sum total = {0, 0};
    size_t rings = 0;
    double bound = 0;
    bool good = true;
    for (size_t i = 0; i < zone->polygon_count; i++)
        if (zone->polygons[i].count > rings) rings = zone->polygons[i].count;
    double *norths = ovf_array_new(rings, sizeof *norths);
    if (norths == NULL) return false;
    for (size_t i = 0; i < zone->polygon_count && good; i++)
        good = add_polygon(zone, &zone->polygons[i], norths, &total, &bound);
    free(norths);
    if (!good) return false;
    area->m2 = fmin(total.sum + total.rest, OVF_EARTH_AREA_M2);
    area->bound_m2 = bound + 5e-16 * area->m2;
    return true;
}
