#include "geodesy/section.h"

#define W_EQUATOR (1 / (OVF_EARTH_A * OVF_EARTH_A))
#define W_POLE (1 / (OVF_EARTH_B * OVF_EARTH_B))

ovf_bending ovf_earth_bending(ovf_vector p, ovf_vector d)
{
    ovf_vector wp = {p.x * W_EQUATOR, p.y * W_EQUATOR, p.z * W_POLE},
               wd = {d.x * W_EQUATOR, d.y * W_EQUATOR, d.z * W_POLE};
    double gradient2 = ovf_dot(wp, wp), d2 = ovf_dot(d, d);
    return (ovf_bending){ovf_dot(d, wd) / (d2 * sqrt(gradient2)),
                         ovf_dot(ovf_cross(wp, d), wd) / (d2 * gradient2)};
}

double ovf_section_length(ovf_vector a, ovf_vector b)
{
    ovf_vector chord = ovf_subtract(b, a), middle = ovf_scale(ovf_add(a, b), 0.5);
    double chord2 = ovf_dot(chord, chord);
    if (!(chord2 > 0)) return 0;
    ovf_vector up = {middle.x, middle.y, middle.z * (W_POLE / W_EQUATOR)};
    ovf_vector normal = ovf_cross(chord, up); /* of the plane */

    /* With z stretched by a/b the ellipsoid is a sphere of radius a, the section a circle on it.
     * The stretched plane's normal m is the normal with z shrunk. */
    const double stretch = OVF_EARTH_A / OVF_EARTH_B;
    ovf_vector m = {normal.x, normal.y, normal.z / stretch};
    double m2 = ovf_dot(m, m),
           from_centre = ovf_dot(m, (ovf_vector){middle.x, middle.y, middle.z * stretch});
    double centre2 = from_centre * from_centre / m2, radius2 = OVF_EARTH_A * OVF_EARTH_A - centre2;
    /* In the circle's plane v is level and u across it, so that shrinking z back shortens u by e²
     * u.z² / 2 and leaves v: the ellipse's axes. */
    double level2 = m.x * m.x + m.y * m.y, k2 = OVF_EARTH_E2 * level2 / m2;
    /* The chord in the circle: half its angle, and twice the angle from u to its middle. */
    ovf_vector c = {chord.x, chord.y, chord.z * stretch};
    double c2 = ovf_dot(c, c), sine = sqrt(c2 / radius2) / 2, width = 2 * asin(sine);
    /* The chord's direction is at a right angle to that of its middle: with v = (-m.y, m.x, 0), its
     * share along v is the cosine of the middle's angle. */
    double cosine2 = level2 > 0 ? (c.y * m.x - c.x * m.y) * (c.y * m.x - c.x * m.y) / (level2 * c2)
                                : 1;
    double cos_twice = 2 * cosine2 - 1;
    double along_v = level2 > 0 ? (c.y * m.x - c.x * m.y) : 0,
           along_u = c.z * sqrt(m2 / (level2 > 0 ? level2 : 1));
    double sin_twice = level2 > 0 ? -2 * along_v * along_u / (sqrt(level2) * c2) : 0;

    /* ∫ sqrt(1 - k² sin²θ) dθ by Gauss and Legendre with four nodes: the remainder, width⁹
     * · 5.6e-10 · 128 k² / 2, is below 1e-9 m here. */
    static const double node[2] = {0.3399810435848563, 0.8611363115940526},
                        weight[2] = {0.3260725774312731, 0.1739274225687269};
    double mean = 0;
    for (int i = 0; i < 2; i++) {
        double x = node[i] * width, x2 = x * x;
        double cosx = 1 - x2 * (0.5 - x2 * (1.0 / 24 - x2 * (1.0 / 720 - x2 / 40320)));
        double sinx = x * (1 - x2 * (1.0 / 6 - x2 * (1.0 / 120 - x2 * (1.0 / 5040 - x2 / 362880))));
        double even = cos_twice * cosx, odd = sin_twice * sinx;
        mean += weight[i] *
                (sqrt(1 - k2 * (1 - even + odd) / 2) + sqrt(1 - k2 * (1 - even - odd) / 2));
    }
    double length = sqrt(radius2) * width * mean, half = length / 2;
    ovf_bending bending = ovf_earth_bending(middle, chord);
    double kt = bending.curvature * bending.torsion;
    return length - kt * kt * half * half * half * half * half / 45;
}
