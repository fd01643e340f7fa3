#include "geodesy/below.h"

#include "geodesy/earth.h"

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
 * The error, in units of u = 2^-53 and of OVF_AREA_POLE · |change of longitude|. With sin right to
 * an ulp (2u of it): φm in radians is right to 3u of itself, which makes 3 φm cosφm <= 1.7 in its
 * sine, and 2 sinφm are added, together at most 3.3; sin δ / δ, δ <= π/2, is right to |δ cot δ - 1|
 * 3 + 2
 * + 1 <= 6; the first coefficient, the two products, the sum and the change of longitude, and its
 * product, add 1 each, the other terms, 0.0011 of the first, and the series' end 0.2. That is less
 * than 15 u OVF_AREA_POLE = 0.00118 m² for each degree of longitude. */
#define TERMS 6
static const double coefficient[TERMS] = {707630430720.7367353852,  -264281139.2780106459499,
                                          239711.6025604905038597,  -273.8672617271156085338,
                                          0.3477805645976433765426, -0.0004691569743704525685186};

double ovf_area_below_lonlat(double lon_change, double lat1, double lat2)
{
    if (lon_change == 0) return 0;
    if (lat1 == lat2 && fabs(lat1) == 90) return copysign(OVF_AREA_POLE, lat1) * lon_change;
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
        return copysign(OVF_AREA_POLE, fabs(lat1) == 90 ? lat1 : lat2) * lon_change;
    if (fabs(lon_change) == 180)
        return copysign(OVF_AREA_POLE, lat1 + lat2 >= 0 ? 1.0 : -1.0) * lon_change;
    geod_geninverse(ovf_earth(), lat1, 0, lat2, lon_change, NULL, NULL, NULL, NULL, NULL, NULL,
                    &area);
    return area;
}
