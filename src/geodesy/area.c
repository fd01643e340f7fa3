#include "geodesy/area.h"

#include <stdlib.h>

#include "base/array.h"
#include "geodesy/boundary.h"

/* The area between the equator and the latitude 90°, for each degree of longitude: a 720th of the
 * ellipsoid. */
#define POLE (OVF_EARTH_AREA_M2 / 720)
#define HALF (OVF_EARTH_AREA_M2 / 2)

/* The area between an edge and the equator is ∫ F(φ) dλ, where F(φ) = a² q(φ) / 2 is the area
 * between the equator and the latitude φ for each radian of longitude, q being Snyder's (equation
 * 3-12). On a lonlat edge φ is linear in λ, so the integral is the change of longitude times the
 * mean of F over the latitudes from φ1 to φ2.
 *
 * F as a series of sines: dF/dφ = b² cosφ / (1 - e² sin²φ)², and with the third flattening n = f /
 * (2 - f)
 *     1 - e² sin²φ = (1 + 2n cos2φ + n²) / (1 + n)².
 * Poisson's kernel (1 - n²) / (1 + 2n cosθ + n²) = Σ (-n)^|j| cos jθ, squared, gives for its square
 * over (1 - n²)^2 the coefficients d(|j|) / (1 - n²)³ with d(j) = (-n)^j (j (1 - n²) + 1 + n²);
 * times cosφ, with θ = 2φ, and integrated:
 *     F(φ) = b² (1 + n) / (1 - n)³ · Σ (d(k) + d(k+1)) / (2k+1) · sin (2k+1)φ,   k = 0, 1, …
 * and the mean of sin mφ over φm ± δ is sin mφm · sin mδ / (mδ). So the edge has a closed form,
 * whatever its length, but for the series' end: its terms fall like n^k, n = 0.00168, and those
 * left out here, k > 5, are below 1.3e-17 of the first.
 *
 * The table holds π/180 · b² (1 + n) / (1 - n)³ · (d(k) + d(k+1)) / (2k+1)², in m² for each degree,
 * computed with 50 digits; the test computes F anew.
 *
 * The error, in units of u = 2^-53 and of POLE · |change of longitude|. With sin right to an ulp
 * (2u of it): φm in radians is right to 3u of itself, which makes 3 φm cosφm <= 1.7 in its sine,
 * and 2 sinφm are added, together at most 3.3; sin δ / δ, δ <= π/2, is right to |δ cot δ - 1| 3 + 2
 * + 1 <= 6; the first coefficient, the two products, the sum and the change of longitude, and its
 * product, add 1 each, the other terms, 0.0011 of the first, and the series' end 0.2. That is less
 * than 15 u POLE = 0.00118 m² for each degree of longitude. */
#define TERMS 6
static const double coefficient[TERMS] = {707630430720.7367353852,  -264281139.2780106459499,
                                          239711.6025604905038597,  -273.8672617271156085338,
                                          0.3477805645976433765426, -0.0004691569743704525685186};

double ovf_area_below_lonlat(double lon_change, double lat1, double lat2)
{
    if (lon_change == 0) return 0;
    if (lat1 == lat2 && fabs(lat1) == 90) return copysign(POLE, lat1) * lon_change;
    double middle = sin((lat1 + lat2) / 2 * OVF_RADIAN), half = (lat2 - lat1) / 2 * OVF_RADIAN;
    double width = half == 0 ? 1 : sin(half) / half;
    /* sin (m+2)x = 2 cos 2x sin mx - sin (m-2)x, where 2 cos 2x = 2 - 4 sin²x. What the recurrence
     * loses matters a thousand times less in the sum. */
    double step = 2 - 4 * middle * middle, step_width = 2 - 4 * width * half * width * half;
    double before = -middle, before_width = -width, terms[TERMS], sum = 0;
    for (int k = 0; k < TERMS; k++) {
        terms[k] = coefficient[k] * middle * width;
        double next = step * middle - before, next_width = step_width * width - before_width;
        before = middle;
        before_width = width;
        middle = next;
        width = next_width;
    }
    for (int k = TERMS; k-- > 0;) sum += terms[k]; /* the small ones first */
    return sum * lon_change;
}

double ovf_area_below_geodesic(double lon_change, double lat1, double lat2)
{
    double area;
    if (lon_change == 0) return 0;
    /* At a pole all of the change happens there, and the way from it is a meridian, below which
     * nothing lies; so is the way over a pole. */
    if (fabs(lat1) == 90 || fabs(lat2) == 90)
        return copysign(POLE, fabs(lat1) == 90 ? lat1 : lat2) * lon_change;
    if (fabs(lon_change) == 180) return copysign(POLE, lat1 + lat2 >= 0 ? 1.0 : -1.0) * lon_change;
    geod_geninverse(ovf_earth(), lat1, 0, lat2, lon_change, NULL, NULL, NULL, NULL, NULL, NULL,
                    &area);
    return area;
}

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
    for (size_t i = 1; i < ring->count; i++) {
        const ovf_lonlat *from = &ring->vertices[i - 1], *to = &ring->vertices[i];
        double change = ovf_edge_lon_change(kind, from->lon, to->lon);
        if (change == 0) continue;
        add(&below, (kind == OVF_EDGES_LONLAT ? ovf_area_below_lonlat : ovf_area_below_geodesic)(
                        change, from->lat, to->lat));
        result.turn_deg += change;
        result.run_deg += fabs(change);
        if (kind == OVF_EDGES_GEODESIC) result.bound_m2 += OVF_AREA_GEODESIC_ERROR;
    }
    result.below_m2 = below.sum + below.rest;
    if (kind == OVF_EDGES_LONLAT) result.bound_m2 = OVF_AREA_LONLAT_ERROR * result.run_deg;
    return result;
}

/* The boundary of that ring alone says what the boundary of the zone has decided. */
static bool ask_boundary(const ovf_zone *zone, const ovf_polygon *polygon, size_t ring,
                         bool *has_north)
{
    ovf_ring rings[2] = {{NULL, 0}, {NULL, 0}};
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
    double sines = w->below_m2 / (POLE / OVF_RADIAN), run = w->run_deg * OVF_RADIAN;
    double doubt = w->bound_m2 / (POLE / OVF_RADIAN), clear = INFINITY;
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
