#include "geodesy/edge.h"

void ovf_edge_between(ovf_edge *edge, ovf_edges kind, ovf_lonlat from, ovf_lonlat to, ovf_vector a, ovf_vector b)
{
    edge->kind = kind;
    edge->lon1 = from.lon;
    edge->lat1 = from.lat;
    edge->lon_change = to.lon - from.lon;
    edge->lat_change = to.lat - from.lat;
    edge->a = a;
    edge->b = b;
    edge->chord_m = ovf_distance(a, b);
    if (kind == OVF_EDGES_GEODESIC) ovf_leg_between(&edge->geodesic, from.lon, from.lat, to.lon, to.lat);
}

ovf_vector ovf_edge_point(const ovf_edge *edge, double t, ovf_vector *derivative)
{
    if (edge->kind == OVF_EDGES_GEODESIC) {
        ovf_frame frame;
        ovf_leg_frame(&edge->geodesic, t * edge->geodesic.length_m, &frame);
        if (derivative != NULL) *derivative = ovf_scale(frame.ahead, edge->geodesic.length_m);
        return frame.point;
    }
    double lon = (edge->lon1 + t * edge->lon_change) * OVF_RADIAN, lat = (edge->lat1 + t * edge->lat_change) * OVF_RADIAN;
    double sin_lat = sin(lat), cos_lat = cos(lat), sin_lon = sin(lon), cos_lon = cos(lon);
    double w2 = 1 - OVF_EARTH_E2 * sin_lat * sin_lat, n = OVF_EARTH_A / sqrt(w2);
    if (derivative != NULL) {
        double m = n * (1 - OVF_EARTH_E2) / w2;
        double east = n * cos_lat * edge->lon_change * OVF_RADIAN, north = m * edge->lat_change * OVF_RADIAN;
        derivative->x = -sin_lon * east - sin_lat * cos_lon * north;
        derivative->y = cos_lon * east - sin_lat * sin_lon * north;
        derivative->z = cos_lat * north;
    }
    return (ovf_vector){n * cos_lat * cos_lon, n * cos_lat * sin_lon, n * (1 - OVF_EARTH_E2) * sin_lat};
}

ovf_lonlat ovf_edge_position(const ovf_edge *edge, double t)
{
    if (edge->kind == OVF_EDGES_GEODESIC) return ovf_leg_position(&edge->geodesic, t * edge->geodesic.length_m);
    ovf_lonlat position = {remainder(edge->lon1 + t * edge->lon_change, 360), edge->lat1 + t * edge->lat_change};
    return position;
}

double ovf_edge_foot(const ovf_edge *edge, ovf_vector point)
{
    ovf_vector chord = ovf_subtract(edge->b, edge->a);
    double t = ovf_dot(ovf_subtract(point, edge->a), chord) / ovf_dot(chord, chord);
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
    if (kind == OVF_EDGES_GEODESIC) return chord_m * chord_m / (8 * OVF_EARTH_LEAST_RADIUS) * 1.01;
    double p = fabs(to.lon - from.lon) * OVF_RADIAN, q = fabs(to.lat - from.lat) * OVF_RADIAN;
    double greatest = fmax(fabs(from.lat), fabs(to.lat)) * OVF_RADIAN, least = fmin(fabs(from.lat), fabs(to.lat)) * OVF_RADIAN;
    return 1.02 * OVF_EARTH_A / 8 * (p * p * cos(least) + 2 * p * q * sin(greatest) + q * q);
}
