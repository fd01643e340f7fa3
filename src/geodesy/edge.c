#include "geodesy/edge.h"

void ovf_edge_between(ovf_edge *edge, ovf_edges kind, ovf_lonlat from, ovf_lonlat to, ovf_vector a,
                      ovf_vector b)
{
    edge->kind = kind;
    edge->lon1 = from.lon;
    edge->lat1 = from.lat;
    edge->lon_change = to.lon - from.lon;
    edge->lat_change = to.lat - from.lat;
    edge->a = a;
    edge->b = b;
    edge->chord = ovf_subtract(b, a);
    edge->chord_m = ovf_norm(edge->chord);
    if (kind != OVF_EDGES_GEODESIC) return;
    ovf_vector middle = ovf_scale(ovf_add(a, b), 0.5);
    ovf_bending bending = ovf_earth_bending(middle, edge->chord);
    edge->up = ovf_earth_normal(middle);
    edge->left = ovf_unit(ovf_cross(edge->up, edge->chord));
    edge->strays = -bending.curvature * bending.torsion / 6;
}

/* The distance of the geodesic from the plane, and its derivative, at t. */
static double straying(const ovf_edge *edge, double t, double *by_t)
{
    double s = (t - 0.5) * edge->chord_m, half = edge->chord_m / 2;
    *by_t = edge->strays * (3 * s * s - half * half) * edge->chord_m;
    return edge->strays * s * (s * s - half * half);
}

double ovf_edge_side(const ovf_edge *edge, ovf_vector point)
{
    ovf_vector d = ovf_subtract(point, edge->a);
    double t = ovf_dot(d, edge->chord) / (edge->chord_m * edge->chord_m), by_t;
    return ovf_dot(d, edge->left) - straying(edge, t, &by_t);
}

/* The place above the chord, and aside as the geodesic strays, where the ellipsoid is: x·Wx = 1 is
 * quadratic in the height. */
static ovf_vector geodesic_point(const ovf_edge *edge, double t, ovf_vector *derivative)
{
    const ovf_vector w = {1 / (OVF_EARTH_A * OVF_EARTH_A), 1 / (OVF_EARTH_A * OVF_EARTH_A),
                          1 / (OVF_EARTH_B * OVF_EARTH_B)};
    double by_t, aside = straying(edge, t, &by_t);
    ovf_vector p = ovf_add(ovf_add(edge->a, ovf_scale(edge->chord, t)),
                           ovf_scale(edge->left, aside));
    ovf_vector wp = {p.x * w.x, p.y * w.y, p.z * w.z},
               wu = {edge->up.x * w.x, edge->up.y * w.y, edge->up.z * w.z};
    double second = ovf_dot(edge->up, wu), first = ovf_dot(edge->up, wp),
           constant = ovf_dot(p, wp) - 1;
    p = ovf_add(p,
                ovf_scale(edge->up, -constant / (first + sqrt(first * first - second * constant))));
    if (derivative != NULL) {
        ovf_vector d = ovf_add(edge->chord, ovf_scale(edge->left, by_t)),
                   normal = {p.x * w.x, p.y * w.y, p.z * w.z};
        *derivative = ovf_subtract(
            d, ovf_scale(edge->up, ovf_dot(normal, d) / ovf_dot(normal, edge->up)));
    }
    return p;
}

ovf_vector ovf_edge_point(const ovf_edge *edge, double t, ovf_vector *derivative)
{
    if (edge->kind == OVF_EDGES_GEODESIC) return geodesic_point(edge, t, derivative);
    double lon = (edge->lon1 + t * edge->lon_change) * OVF_RADIAN,
           lat = (edge->lat1 + t * edge->lat_change) * OVF_RADIAN;
    double sin_lat = sin(lat), cos_lat = cos(lat), sin_lon = sin(lon), cos_lon = cos(lon);
    double w2 = 1 - OVF_EARTH_E2 * sin_lat * sin_lat, n = OVF_EARTH_A / sqrt(w2);
    if (derivative != NULL) {
        double m = n * (1 - OVF_EARTH_E2) / w2;
        double east = n * cos_lat * edge->lon_change * OVF_RADIAN,
               north = m * edge->lat_change * OVF_RADIAN;
        derivative->x = -sin_lon * east - sin_lat * cos_lon * north;
        derivative->y = cos_lon * east - sin_lat * sin_lon * north;
        derivative->z = cos_lat * north;
    }
    return (ovf_vector){n * cos_lat * cos_lon, n * cos_lat * sin_lon,
                        n * (1 - OVF_EARTH_E2) * sin_lat};
}

ovf_lonlat ovf_edge_position(const ovf_edge *edge, double t)
{
    if (edge->kind == OVF_EDGES_GEODESIC) return ovf_earth_position(geodesic_point(edge, t, NULL));
    ovf_lonlat position = {remainder(edge->lon1 + t * edge->lon_change, 360),
                           edge->lat1 + t * edge->lat_change};
    return position;
}

double ovf_edge_foot(const ovf_edge *edge, ovf_vector point)
{
    double t = ovf_dot(ovf_subtract(point, edge->a), edge->chord) / (edge->chord_m * edge->chord_m);
    for (int step = 0; step < 8; step++) {
        ovf_vector derivative;
        if (!(t > 0)) t = 0;
        if (t > 1) t = 1;
        ovf_vector on_edge = ovf_edge_point(edge, t, &derivative);
        double speed2 = ovf_dot(derivative, derivative);
        if (!(speed2 > 0)) break;
        double change = ovf_dot(ovf_subtract(point, on_edge), derivative) / speed2;
        t += change;
        if (fabs(change) * edge->chord_m < 1e-9) break;
    }
    return fmax(0, fmin(1, t));
}

double ovf_edge_bulge(ovf_edges kind, ovf_lonlat from, ovf_lonlat to, double chord_m)
{
    if (kind == OVF_EDGES_GEODESIC) return chord_m * chord_m / (8 * OVF_EARTH_MIN_RADIUS) * 1.01;
    double p = fabs(to.lon - from.lon) * OVF_RADIAN, q = fabs(to.lat - from.lat) * OVF_RADIAN;
    double greatest = fmax(fabs(from.lat), fabs(to.lat)) * OVF_RADIAN,
           least = fmin(fabs(from.lat), fabs(to.lat)) * OVF_RADIAN;
    return 1.02 * OVF_EARTH_A / 8 * (p * p * cos(least) + 2 * p * q * sin(greatest) + q * q);
}
