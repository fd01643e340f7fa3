#include "geodesy/edge_pair.h"

#include <stdbool.h>

/* A place, as it is seen from `from` by a straight line that is to stand for the geodesic. */
static ovf_vector seen_from(ovf_vector from, ovf_vector place)
{
    ovf_vector d = ovf_subtract(place, from);
    double square = ovf_dot(d, d);
    if (!(square > 1)) return place;
    ovf_bending bending = ovf_earth_bending(from, d);
    ovf_vector left = ovf_cross(ovf_earth_normal(from), d); /* of the length c */
    return ovf_add(place, ovf_scale(left, bending.curvature * bending.torsion * square / 6));
}

/* The place on an edge's chord that is nearest to a place. */
static double chord_foot(const ovf_edge *edge, ovf_vector place)
{
    double t = ovf_dot(ovf_subtract(place, edge->a), edge->chord) / (edge->chord_m * edge->chord_m);
    return fmax(0, fmin(1, t));
}

static ovf_vector on_chord(const ovf_edge *edge, double t)
{
    return ovf_add(edge->a, ovf_scale(edge->chord, t));
}

/* From where it is seen may be so far off the foot. */
#define SEEN_OFF_M 10.0

static double foot_on(const ovf_edge *edge, ovf_vector place)
{
    double t = chord_foot(edge, place),
           foot = ovf_edge_foot(edge, seen_from(ovf_edge_point(edge, t, NULL), place));
    if (fabs(foot - t) * edge->chord_m < SEEN_OFF_M) return foot;
    return ovf_edge_foot(edge, seen_from(ovf_edge_point(edge, foot, NULL), place));
}

typedef struct {
    const ovf_edge *geodesic, *edge;
    ovf_edge_pair best;
} search;

static void look_at(search *in, double s, double t)
{
    double distance = ovf_section_length(ovf_edge_point(in->geodesic, s, NULL),
                                         ovf_edge_point(in->edge, t, NULL));
    if (distance < in->best.distance_m) in->best = (ovf_edge_pair){distance, s, t};
}

/* The foot on the geodesic of the place at t, and how the distance from there changes along the
 * edge, but for a factor that is positive. */
static double slope_at(const search *in, double t, double *s)
{
    ovf_vector along, place = ovf_edge_point(in->edge, t, &along);
    *s = foot_on(in->geodesic, place);
    ovf_vector foot = ovf_edge_point(in->geodesic, *s, NULL);
    return ovf_dot(ovf_subtract(place, seen_from(place, foot)), along);
}

/* Where the distance has its least value between two places of the edge, from which it falls: by
 * the secant; where one end stays it counts half (Dowell and Jarratt, BIT 11 (1971) 168). */
static void look_between(search *in, double low, double high, double slope_low, double slope_high)
{
    const double enough = 1e-7 / in->edge->chord_m;
    int side = 0;
    double s = 0, t = low;
    for (int k = 0; k < 60 && high - low > enough; k++) {
        double before = t;
        t = low - slope_low * (high - low) / (slope_high - slope_low);
        if (!(t > low && t < high)) t = low + (high - low) / 2;
        double slope = slope_at(in, t, &s);
        if (slope == 0 || fabs(t - before) < enough) break;
        if (slope > 0) {
            high = t, slope_high = slope;
            if (side == 1) slope_low /= 2;
            side = 1;
        } else {
            low = t, slope_low = slope;
            if (side == -1) slope_high /= 2;
            side = -1;
        }
    }
    look_at(in, s, t);
}

/* Whether an end of one edge is surely farther from another than what has been found. */
static bool is_farther(const search *in, const ovf_edge *edge, double strays_m, ovf_vector end)
{
    ovf_vector near = on_chord(edge, chord_foot(edge, end));
    return ovf_distance(end, near) - strays_m > in->best.distance_m;
}

/* Where the slope is above this part of the greatest that it may be, its sign is that with the foot
 * on the chord: the chord is so near to the edge, and turns so little. */
#define CLEAR_SLOPE 1e-2

/* Whether the distance rises from the edge's end inwards, beyond doubt. */
static bool rises_inwards(const search *in, int end)
{
    ovf_vector along,
        place = ovf_edge_point(in->edge, end, &along),
        to = ovf_subtract(place, on_chord(in->geodesic, chord_foot(in->geodesic, place)));
    double slope = ovf_dot(to, along), clear = CLEAR_SLOPE * ovf_norm(to) * ovf_norm(along);
    return end == 0 ? slope > clear : slope < -clear;
}

/* Whether it swerves so much that it may be nearest within. */
static bool swerves(const ovf_edge *edge)
{
    double z = fmax(fabs(edge->a.z), fabs(edge->b.z));
    return edge->bulge_m != 0 ||
           (edge->kind == OVF_EDGES_LONLAT &&
            ovf_edge_bend(edge->kind, edge->lon_change, edge->lat_change, z, edge->chord_m) > 1e-7);
}

/* An edge swerves to one side only. Where it bends away from the geodesic the distance has no least
 * value within but where the foot is an end of the geodesic; where it bends towards it there is
 * one, and the distance falls from both of its ends. */
ovf_edge_pair ovf_edges_nearest(const ovf_edge *geodesic, double geodesic_strays_m,
                                const ovf_edge *edge, double edge_strays_m, double most_m)
{
    search in = {geodesic, edge, {most_m, NAN, NAN}};
    for (int end = 0; end < 2; end++) {
        ovf_vector place = end == 0 ? edge->a : edge->b;
        if (!is_farther(&in, geodesic, geodesic_strays_m, place))
            look_at(&in, foot_on(geodesic, place), end);
    }
    for (int end = 0; end < 2; end++) {
        ovf_vector place = end == 0 ? geodesic->a : geodesic->b;
        if (!is_farther(&in, edge, edge_strays_m, place)) look_at(&in, end, foot_on(edge, place));
    }
    if (!swerves(edge) || rises_inwards(&in, 0) || rises_inwards(&in, 1)) return in.best;
    double s, slope[2] = {slope_at(&in, 0, &s), slope_at(&in, 1, &s)};
    if (slope[0] < 0 && slope[1] > 0) look_between(&in, 0, 1, slope[0], slope[1]);
    return in.best;
}
