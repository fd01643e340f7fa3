#include "geodesy/curve.h"

#include "geodesy/below.h"
#include "geodesy/edge.h"

/* The change of isometric latitude, ψ(φ2) - ψ(φ1) with ψ(φ) = asinh tan φ - e atanh(e sin φ)
 * (Snyder, Map Projections: a Working Manual, equation 7-7), by differences that lose nothing where
 * the latitudes are all but equal: asinh tan a - asinh tan b = asinh((sin a - sin b) / (cos a cos
 * b)), and atanh x - atanh y = atanh((x - y) / (1 - x y)). Radians. */
static double isometric_change(double lat1, double lat2)
{
    const double e = sqrt(OVF_EARTH_E2);
    double a = lat1 * OVF_RADIAN, b = lat2 * OVF_RADIAN,
           sines = 2 * cos((a + b) / 2) * sin((b - a) / 2);
    return asinh(sines / (cos(a) * cos(b))) -
           e * atanh(e * sines / (1 - OVF_EARTH_E2 * sin(a) * sin(b)));
}

/* dψ/dφ. */
static double isometric_rate(double lat)
{
    double sine = sin(lat * OVF_RADIAN);
    return (1 - OVF_EARTH_E2) / ((1 - OVF_EARTH_E2 * sine * sine) * cos(lat * OVF_RADIAN));
}

void ovf_course_make(ovf_course *course, const ovf_curve *curve, ovf_lonlat from, ovf_lonlat to)
{
    *course = (ovf_course){.kind = curve->kind, .from = from, .to = to, .centre = curve->centre};
    course->lon_change = ovf_edge_lon_change(
        curve->kind == OVF_CURVE_LONLAT ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC, from.lon, to.lon);
    if (curve->kind == OVF_CURVE_GEODESIC)
        ovf_leg_between(&course->leg, from.lon, from.lat, to.lon, to.lat);
    if (curve->kind == OVF_CURVE_LOXODROME && from.lat != to.lat)
        course->stretch = course->lon_change / isometric_change(from.lat, to.lat);
    if (curve->kind != OVF_CURVE_ARC) return;
    double first_m, last_m, first, last;
    geod_inverse(ovf_earth(), curve->centre.lat, curve->centre.lon, from.lat, from.lon, &first_m,
                 &first, NULL);
    geod_inverse(ovf_earth(), curve->centre.lat, curve->centre.lon, to.lat, to.lon, &last_m, &last,
                 NULL);
    double turn = curve->clockwise ? last - first : first - last;
    turn -= 360 * floor(turn / 360);
    course->azimuth = first;
    course->turn = curve->clockwise ? turn : -turn;
    course->radius_m = first_m;
    course->radius_change_m = last_m - first_m;
}

/* Along an arc the place moves at right angles to the way from the centre by the reduced length for
 * each radian of azimuth (Karney, J. Geodesy 87 (2013) 43, section 3), and along it as the distance
 * changes. */
static ovf_lonlat arc_at(const ovf_course *c, double u, double *rate_deg)
{
    ovf_lonlat at;
    double azimuth, reduced_m;
    const bool rated = rate_deg != NULL;
    geod_gendirect(ovf_earth(), c->centre.lat, c->centre.lon, c->azimuth + u * c->turn,
                   GEOD_NOFLAGS, c->radius_m + u * c->radius_change_m, &at.lat, &at.lon,
                   rated ? &azimuth : NULL, NULL, rated ? &reduced_m : NULL, NULL, NULL, NULL);
    if (rated) {
        double sine = sin(at.lat * OVF_RADIAN), w = sqrt(1 - OVF_EARTH_E2 * sine * sine),
               parallel_m = OVF_EARTH_A / w * cos(at.lat * OVF_RADIAN);
        double east_m = reduced_m * c->turn * OVF_RADIAN * cos(azimuth * OVF_RADIAN) +
                        c->radius_change_m * sin(azimuth * OVF_RADIAN);
        *rate_deg = east_m / parallel_m / OVF_RADIAN;
    }
    return at;
}

/* The longitude's rate by the distance is sin(azimuth) / (N cos φ). */
static ovf_lonlat geodesic_at(const ovf_course *c, double u, double *rate_deg)
{
    ovf_lonlat at;
    double azimuth;
    geod_position(&c->leg.line, u * c->leg.length_m, &at.lat, &at.lon, &azimuth);
    if (rate_deg != NULL) {
        double sine = sin(at.lat * OVF_RADIAN);
        *rate_deg = c->leg.length_m * sin(azimuth * OVF_RADIAN) *
                    sqrt(1 - OVF_EARTH_E2 * sine * sine) /
                    (OVF_EARTH_A * cos(at.lat * OVF_RADIAN)) / OVF_RADIAN;
    }
    return at;
}

ovf_lonlat ovf_course_at(const ovf_course *c, double u, double beside, double *rate_deg)
{
    ovf_lonlat at = {c->from.lon + u * c->lon_change, c->from.lat + u * (c->to.lat - c->from.lat)};
    double rate = c->lon_change;
    if (c->kind == OVF_CURVE_ARC) {
        at = arc_at(c, u, rate_deg == NULL ? NULL : &rate);
    } else if (c->kind == OVF_CURVE_GEODESIC) {
        at = geodesic_at(c, u, rate_deg == NULL ? NULL : &rate);
    } else if (c->kind == OVF_CURVE_LOXODROME && c->from.lat != c->to.lat) {
        at.lon = c->from.lon + c->stretch * isometric_change(c->from.lat, at.lat);
        rate = c->stretch * isometric_rate(at.lat) * (c->to.lat - c->from.lat) * OVF_RADIAN;
    }
    if (u == 0) at = c->from;
    if (u == 1) at = c->to;
    if (rate_deg != NULL) *rate_deg = rate;
    at.lon = beside + remainder(at.lon - beside, 360);
    return at;
}

/* ---- area ---- */

/* Gauss and Legendre's eight places and weights (Abramowitz and Stegun, table 25.4). */
static const double place[4] = {0.1834346424956498, 0.5255324099163290, 0.7966664774136267,
                                0.9602898564975363},
                    weight[4] = {0.3626837833783620, 0.3137066458778873, 0.2223810344533745,
                                 0.1012285362903763};

/* An integral is cut in two until both halves agree with the whole. */
#define AGREES_M2 1e-4
#define DEEPEST 24

typedef struct {
    double m2, deg;
} sum;

/* Of what is above the latitude `base` rather than the equator: its area is added at the end, with
 * the change of longitude of the vertices, which the quadrature knows only to its own error. */
static sum quadrature(const ovf_course *course, double u1, double u2, double base)
{
    double middle = (u1 + u2) / 2, half = (u2 - u1) / 2,
           below = ovf_area_below_lonlat(1, base, base);
    sum made = {0, 0};
    for (int k = 0; k < 8; k++) {
        double u = middle + (k % 2 == 0 ? half : -half) * place[k / 2], rate;
        ovf_lonlat at = ovf_course_at(course, u, 0, &rate);
        made.m2 += weight[k / 2] * half * rate * (ovf_area_below_lonlat(1, at.lat, at.lat) - below);
        made.deg += weight[k / 2] * half * rate;
    }
    return made;
}

static sum integrate(const ovf_course *course, double u1, double u2, double base, sum whole,
                     int depth)
{
    double middle = (u1 + u2) / 2;
    sum a = quadrature(course, u1, middle, base), b = quadrature(course, middle, u2, base);
    if (depth >= DEEPEST || (fabs(a.m2 + b.m2 - whole.m2) <= AGREES_M2 + 1e-13 * fabs(whole.m2) &&
                             fabs(a.deg + b.deg - whole.deg) < 1))
        return (sum){a.m2 + b.m2, a.deg + b.deg};
    a = integrate(course, u1, middle, base, a, depth + 1);
    b = integrate(course, middle, u2, base, b, depth + 1);
    return (sum){a.m2 + b.m2, a.deg + b.deg};
}

double ovf_course_area_below(const ovf_course *course, double *lon_change)
{
    double base = course->kind == OVF_CURVE_ARC ? course->centre.lat : course->from.lat,
           ends = course->to.lon - course->from.lon;
    if (course->kind == OVF_CURVE_LONLAT || course->kind == OVF_CURVE_GEODESIC) {
        *lon_change = course->lon_change;
        return (course->kind == OVF_CURVE_LONLAT ? ovf_area_below_lonlat : ovf_area_below_geodesic)(
            course->lon_change, course->from.lat, course->to.lat);
    }
    sum all = integrate(course, 0, 1, base, quadrature(course, 0, 1, base), 0);
    *lon_change = ends + 360 * nearbyint((all.deg - ends) / 360);
    return all.m2 + ovf_area_below_lonlat(*lon_change, base, base);
}
