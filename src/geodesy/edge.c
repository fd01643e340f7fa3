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
    edge->bulge_m = 0;
    if (kind != OVF_EDGES_GEODESIC) return;
    ovf_vector middle = ovf_scale(ovf_add(a, b), 0.5);
    ovf_bending bending = ovf_earth_bending(middle, edge->chord);
    edge->up = ovf_earth_normal(middle);
    edge->left = ovf_unit(ovf_cross(edge->up, edge->chord));
    edge->strays = -bending.curvature * bending.torsion / 6;
}

/* The radius of the circle through the ends of a chord and a place so far beside its middle. */
static double radius_of(double chord_m, double bulge_m)
{
    return chord_m * chord_m / (8 * fabs(bulge_m)) + fabs(bulge_m) / 2;
}

void ovf_edge_swerve(ovf_edge *edge, const ovf_swerve *swerve)
{
    edge->strays = swerve->strays;
    edge->bulge_m = swerve->bulge_m;
    if (swerve->bulge_m != 0) edge->radius_m = radius_of(edge->chord_m, swerve->bulge_m);
}

/* Of the circle, and derivatives by s. */
typedef struct {
    double off, first, second;
} aside;

static aside circle_aside(double bulge_m, double radius_m, double s)
{
    double sign = bulge_m > 0 ? 1 : -1,
           root = sqrt(fmax(radius_m * radius_m - s * s, radius_m * radius_m * 1e-6));
    return (aside){bulge_m - sign * s * s / (radius_m + root), -sign * s / root,
                   -sign * radius_m * radius_m / (root * root * root)};
}

/* How far the edge is from the plane at t. */
static aside aside_at(const ovf_edge *edge, double t)
{
    double s = (t - 0.5) * edge->chord_m, half = edge->chord_m / 2;
    aside made = {0, 0, 0};
    if (edge->bulge_m != 0) made = circle_aside(edge->bulge_m, edge->radius_m, s);
    made.off += edge->strays * s * (s * s - half * half);
    made.first += edge->strays * (3 * s * s - half * half);
    made.second += 6 * edge->strays * s;
    return made;
}

/* Beyond the ends of a piece of a curve it is the chord that decides: the meridian of a point that
 * lies between those of the ends crosses the chord as it crosses the piece, on the same side of the
 * point. */
double ovf_edge_side(const ovf_edge *edge, ovf_vector point)
{
    ovf_vector d = ovf_subtract(point, edge->a);
    double t = ovf_dot(d, edge->chord) / (edge->chord_m * edge->chord_m),
           side = ovf_dot(d, edge->left);
    if (edge->bulge_m != 0 && !(t > 0 && t < 1)) return side;
    return side - aside_at(edge, t).off;
}

double ovf_swerve_through(ovf_vector a, ovf_vector b, const ovf_vector places[3],
                          ovf_swerve *swerve)
{
    ovf_vector middle = ovf_scale(ovf_add(a, b), 0.5), chord = ovf_subtract(b, a);
    double chord_m = ovf_norm(chord), half = chord_m / 2, s[3], off[3];
    *swerve = (ovf_swerve){0, 0, 0};
    if (!(chord_m > 0)) return 0;
    ovf_vector ahead = ovf_scale(chord, 1 / chord_m),
               left = ovf_unit(ovf_cross(ovf_earth_normal(middle), chord));
    for (int k = 0; k < 3; k++) {
        ovf_vector d = ovf_subtract(places[k], middle);
        s[k] = ovf_dot(d, ahead);
        off[k] = ovf_dot(d, left);
    }
    if (off[1] != 0) { /* the circle through the ends and the place in the middle, or near it */
        double y = fabs(off[1]),
               below = (half * half - s[1] * s[1] - y * y) / (2 * y), /* its centre */
            radius = hypot(half, below);
        double height = below > 0 ? half * half / (radius + below) : radius - below;
        swerve->bulge_m = copysign(height, off[1]);
    }
    double radius_m = swerve->bulge_m == 0 ? 0 : radius_of(chord_m, swerve->bulge_m), missed[3],
           third[3];
    for (int k = 0; k < 3; k++) {
        missed[k] = off[k];
        if (swerve->bulge_m != 0) missed[k] -= circle_aside(swerve->bulge_m, radius_m, s[k]).off;
        third[k] = s[k] * (s[k] * s[k] - half * half);
    }
    if (third[0] > 0 && third[2] < 0)
        swerve->strays = (missed[0] - missed[2]) / (third[0] - third[2]);
    /* The term of third order is greatest at h/√3. */
    swerve->most_m = 1.01 *
                     (fabs(swerve->bulge_m) + 0.39 * half * half * half * fabs(swerve->strays));
    double miss = 0;
    for (int k = 0; k < 3; k++) miss = fmax(miss, fabs(missed[k] - swerve->strays * third[k]));
    return fabs(swerve->bulge_m) < 0.07 * half ? miss : INFINITY; /* 15 degrees */
}

/* The place above the chord, and aside as the edge strays, where the ellipsoid is: x·Wx = 1 is
 * quadratic in the height. */
static ovf_vector section_point(const ovf_edge *edge, double t, ovf_vector *derivative,
                                ovf_vector *second)
{
    const ovf_vector w = {1 / (OVF_EARTH_A * OVF_EARTH_A), 1 / (OVF_EARTH_A * OVF_EARTH_A),
                          1 / (OVF_EARTH_B * OVF_EARTH_B)};
    aside off = aside_at(edge, t);
    ovf_vector p = ovf_add(ovf_add(edge->a, ovf_scale(edge->chord, t)),
                           ovf_scale(edge->left, off.off));
    ovf_vector wp = {p.x * w.x, p.y * w.y, p.z * w.z},
               wu = {edge->up.x * w.x, edge->up.y * w.y, edge->up.z * w.z};
    double square = ovf_dot(edge->up, wu), linear = ovf_dot(edge->up, wp),
           constant = ovf_dot(p, wp) - 1;
    p = ovf_add(
        p, ovf_scale(edge->up, -constant / (linear + sqrt(linear * linear - square * constant))));
    if (derivative == NULL) return p;
    ovf_vector d = ovf_add(edge->chord, ovf_scale(edge->left, off.first * edge->chord_m)),
               normal = {p.x * w.x, p.y * w.y, p.z * w.z};
    double rise = ovf_dot(normal, edge->up);
    *derivative = ovf_subtract(d, ovf_scale(edge->up, ovf_dot(normal, d) / rise));
    if (second == NULL) return p;
    /* E·WE = 1 twice differentiated: E'·WE' + WE·E'' = 0. */
    ovf_vector e = *derivative, we = {e.x * w.x, e.y * w.y, e.z * w.z};
    d = ovf_scale(edge->left, off.second * edge->chord_m * edge->chord_m);
    *second = ovf_subtract(d, ovf_scale(edge->up, (ovf_dot(normal, d) + ovf_dot(e, we)) / rise));
    return p;
}

ovf_vector ovf_edge_point(const ovf_edge *edge, double t, ovf_vector *derivative)
{
    if (edge->kind == OVF_EDGES_GEODESIC) return section_point(edge, t, derivative, NULL);
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
    if (edge->kind == OVF_EDGES_GEODESIC)
        return ovf_earth_position(section_point(edge, t, NULL, NULL));
    ovf_lonlat position = {remainder(edge->lon1 + t * edge->lon_change, 360),
                           edge->lat1 + t * edge->lat_change};
    return position;
}

/* Half the derivative of the squared distance by t, and its own, of which a curve's bend is a part
 * that a point near its centre cannot do without. */
static double towards(const ovf_edge *edge, double t, ovf_vector point, double *rate)
{
    ovf_vector derivative, second = {0, 0, 0};
    ovf_vector on_edge = edge->bulge_m != 0 ? section_point(edge, t, &derivative, &second)
                                            : ovf_edge_point(edge, t, &derivative);
    ovf_vector d = ovf_subtract(point, on_edge);
    *rate = ovf_dot(derivative, derivative) - ovf_dot(d, second);
    return ovf_dot(d, derivative);
}

double ovf_edge_step(const ovf_edge *edge, double t, ovf_vector point)
{
    double rate, slope = towards(edge, t, point, &rate);
    if (slope == 0) return 0;
    /* Beyond the centre of a curve what is left is one of its ends. */
    return rate > 0 ? slope / rate : copysign(1, slope);
}

double ovf_edge_foot(const ovf_edge *edge, ovf_vector point)
{
    double t = ovf_dot(ovf_subtract(point, edge->a), edge->chord) / (edge->chord_m * edge->chord_m);
    for (int step = 0; step < 8; step++) {
        if (!(t > 0)) t = 0;
        if (t > 1) t = 1;
        double change = ovf_edge_step(edge, t, point);
        t += change;
        if (fabs(change) * edge->chord_m < 1e-9) break;
    }
    return fmax(0, fmin(1, t));
}

double ovf_edge_curvature(const ovf_edge *edge, double t)
{
    if (edge->bulge_m == 0) return 0;
    aside off = aside_at(edge, t);
    return off.second / pow(1 + off.first * off.first, 1.5);
}

double ovf_edge_bulge(ovf_edges kind, ovf_lonlat from, ovf_lonlat to, double chord_m)
{
    if (kind == OVF_EDGES_GEODESIC) return chord_m * chord_m / (8 * OVF_EARTH_MIN_RADIUS) * 1.01;
    double p = fabs(to.lon - from.lon) * OVF_RADIAN, q = fabs(to.lat - from.lat) * OVF_RADIAN;
    double greatest = fmax(fabs(from.lat), fabs(to.lat)) * OVF_RADIAN,
           least = fmin(fabs(from.lat), fabs(to.lat)) * OVF_RADIAN;
    return 1.02 * OVF_EARTH_A / 8 * (p * p * cos(least) + 2 * p * q * sin(greatest) + q * q);
}
