#include "geodesy/approach.h"

#define INVERSE_MIN_RADIUS2 (1 / (OVF_EARTH_MIN_RADIUS * OVF_EARTH_MIN_RADIUS))
#define NEAR_M 3e5
/* What a plane leans from the normal of the ellipsoid at a foot, 3e-4, counts so for each m². */
#define LEANS 5e-11

/* The end of the arc that is nearest to a place which lies beyond it, or NULL. Beyond is what lies
 * ahead of the chord's end or behind its beginning: the geodesic that leaves the arc's end at a
 * right angle falls back from there, so that the foot of such a place is beyond the end too. */
static const ovf_vector *end_before(const ovf_arc *arc, double ahead)
{
    return ahead > arc->half_chord_m ? &arc->b : ahead < -arc->half_chord_m ? &arc->a : NULL;
}

/* How far a place is at least from the arc, by its offset from the plane, or from the end that it
 * lies beyond. */
static double least_distance(const ovf_arc *arc, ovf_vector p, double offset, double ahead)
{
    const ovf_vector *end = end_before(arc, ahead);
    return end != NULL ? ovf_distance(p, *end) : fmax(0, fabs(offset) - arc->margin_m);
}

/* How far it is at most. Beside the arc the geodesic to the place leaves it at right angles, all
 * but along the plane's normal, and bends with a radius R: its offset is R sin(distance/R), less
 * what the plane leans from the normal of the ellipsoid there, at most 3e-4 (leg.h: the torsion
 * over half the longest arc), of the distance²/2R by which the surface falls off. Up to 2,000 km
 * asin x < x (1 + 0.2 x²), which leaves a fifth for R, that is not the same all along; farther away
 * 0.7 % more does. Its foot is on the arc if it is so far from the chord's end as the geodesic that
 * leaves there at a right angle falls back, half of x² of half the chord. Or else that end is so
 * far away, and a geodesic longer than the straight line by a twenty-fourth of x². */
static double greatest_distance(const ovf_arc *arc, ovf_vector p, double offset, double ahead)
{
    bool beyond = fabs(ahead) >
                  arc->half_chord_m * (1 - 0.6 * offset * offset * INVERSE_MIN_RADIUS2) - 0.05;
    double straight = beyond ? ovf_distance(p, ahead > 0 ? arc->b : arc->a)
                             : fabs(offset) + arc->margin_m,
           square = straight * straight;
    double near = beyond ? 0.05 : 0.2;
    if (straight > NEAR_M)
        return straight * 1.007 * (1 + 0.2 * square * INVERSE_MIN_RADIUS2) + 0.01;
    return straight * (1 + near * square * INVERSE_MIN_RADIUS2) + (beyond ? 0 : LEANS * square) +
           0.01;
}

/* How far the chord of an edge is at least from the arc. */
static double chord_distance(const ovf_arc *arc, ovf_vector p, ovf_vector q, double f1, double f2,
                             double x1, double x2)
{
    const ovf_vector *end = end_before(arc, x1);
    if (end == NULL || end != end_before(arc, x2))
        return (f1 > 0) == (f2 > 0) ? fmax(0, fmin(fabs(f1), fabs(f2)) - arc->margin_m) : 0;
    ovf_vector chord = ovf_subtract(q, p), to_end = ovf_subtract(*end, p);
    double t = fmax(0, fmin(1, ovf_dot(to_end, chord) / ovf_dot(chord, chord)));
    return ovf_norm(ovf_subtract(to_end, ovf_scale(chord, t)));
}

double ovf_chords_apart(ovf_vector a, ovf_vector b, ovf_vector p, ovf_vector q)
{
    ovf_vector d1 = ovf_subtract(b, a), d2 = ovf_subtract(q, p), r = ovf_subtract(a, p);
    double aa = ovf_dot(d1, d1), ee = ovf_dot(d2, d2), bb = ovf_dot(d1, d2), c = ovf_dot(d1, r),
           f = ovf_dot(d2, r), denominator = aa * ee - bb * bb;
    double s = denominator > 0 ? (bb * f - c * ee) / denominator : 0;
    s = s > 0 ? s < 1 ? s : 1 : 0;
    double t = (bb * s + f) / ee;
    if (!(t > 0)) t = 0, s = -c / aa;
    else if (t > 1) t = 1, s = (bb - c) / aa;
    s = s > 0 ? s < 1 ? s : 1 : 0;
    return ovf_norm(ovf_subtract(ovf_add(r, ovf_scale(d1, s)), ovf_scale(d2, t)));
}

/* Whether an edge can be nearer to the arc than `distance_m`. It strays from its chord by its bulge
 * at most, and its foot from beyond the arc's end by no more; what is asked first is more than the
 * bulge and costs less. */
static bool may_be_nearer(const ovf_boundary *b, uint32_t v, const ovf_arc *arc, double f1,
                          double f2, double x1, double x2, double distance_m)
{
    ovf_vector p = b->points[v], q = b->points[v + 1];
    ovf_lonlat from = b->positions[v], to = b->positions[v + 1];
    double chord = chord_distance(arc, p, q, f1, f2, x1, x2),
           degrees = fabs(to.lon - from.lon) + fabs(to.lat - from.lat),
           strays = 1.5 * ovf_boundary_strays(b, v);
    if (chord - strays - 0.2 * OVF_EARTH_A * OVF_RADIAN * OVF_RADIAN * degrees * degrees >
        distance_m)
        return false;
    strays += 1.5 * ovf_edge_bulge(ovf_boundary_kind(b, v), from, to, ovf_distance(p, q));
    if (chord - strays > distance_m) return false;
    /* Where one end is beside the arc and the other beyond, its plane says little. */
    return ovf_chords_apart(arc->a, arc->b, p, q) - strays -
               arc->length_m * arc->length_m * (1.01 / (8 * OVF_EARTH_MIN_RADIUS)) <=
           distance_m;
}

/* Narrows *reach_m by the distance of a place from an edge's chord, from which the edge strays by
 * its bulge; along the ellipsoid it is longer as it is beyond an arc's end. */
static void narrow_by_edge(const ovf_boundary *b, uint32_t v, ovf_vector p, double *reach_m)
{
    ovf_vector chord = ovf_subtract(b->points[v + 1], b->points[v]),
               d = ovf_subtract(p, b->points[v]);
    double t = ovf_dot(d, chord), square = ovf_dot(chord, chord);
    if (!(t > 0 && t < square)) return; /* nearest to a vertex */
    double straight2 = ovf_dot(d, d) - t * t / square, reach = *reach_m;
    if (straight2 >= reach * reach) return;
    double straight = sqrt(fmax(0, straight2)) + ovf_boundary_strays(b, v) +
                      ovf_edge_bulge(ovf_boundary_kind(b, v), b->positions[v], b->positions[v + 1],
                                     sqrt(square));
    if (straight > NEAR_M) return;
    double most = ovf_straight_at_most(straight);
    if (most < reach) *reach_m = most;
}

void ovf_approach_narrow(const ovf_boundary *b, const ovf_arc *arc, double *reach_m)
{
    for (size_t k = 0; k < b->tree.count;) {
        const ovf_node *node = &b->tree.nodes[k];
        if (!ovf_box_nears_arc(&node->box, arc, *reach_m)) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item == UINT32_MAX) continue;
        const ovf_run run = b->runs[node->item];
        for (uint32_t v = run.first; v <= run.first + run.edges; v++) {
            ovf_vector p = b->points[v];
            double most = greatest_distance(arc, p, ovf_arc_plane(arc, p),
                                            ovf_dot(ovf_subtract(p, arc->middle), arc->ahead));
            if (most < *reach_m) *reach_m = most;
        }
        for (uint32_t v = run.first; v < run.first + run.edges; v++) {
            narrow_by_edge(b, v, arc->b, reach_m);
            if (arc->start_m == 0) narrow_by_edge(b, v, arc->a, reach_m);
        }
    }
}

float ovf_approach_apart(const ovf_boundary *b, const ovf_box *box, double reach_m)
{
    float least = ovf_reach_squared(reach_m);
    bool found = false;
    for (size_t k = 0; k < b->tree.count;) {
        const ovf_node *node = &b->tree.nodes[k];
        float by = ovf_boxes_apart(&node->box, box);
        if (by > least) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item == UINT32_MAX) continue;
        least = by;
        found = true;
    }
    return found ? least : INFINITY;
}

bool ovf_approach_box(const ovf_boundary *b, const ovf_box *box, double reach_m)
{
    ovf_box wide = ovf_box_widened(box, reach_m);
    for (size_t k = 0; k < b->tree.count;) {
        const ovf_node *node = &b->tree.nodes[k];
        if (!ovf_box_meets_box(&node->box, &wide)) k = node->skip;
        else if (node->item != UINT32_MAX) return true;
        else k++;
    }
    return false;
}

/* A step towards the foot of a point on a curve that has the azimuth `course` at `at`: the distance
 * s changes along the curve by -cos(angle), and that again by sin²(angle) M/m + k sin(angle), with
 * the reduced length m, the geodesic scale M (Karney, J. Geodesy 87 (2013) 43, section 3) and the
 * curve's curvature k, to the left. */
static double step_to_foot(ovf_lonlat at, double course, double curvature, ovf_lonlat point,
                           double *distance)
{
    double azimuth, reduced, scale;
    geod_geninverse(ovf_earth(), at.lat, at.lon, point.lat, point.lon, distance, &azimuth, NULL,
                    &reduced, &scale, NULL, NULL);
    double angle = (azimuth - course) * OVF_RADIAN, cosine = cos(angle), sine = sin(angle);
    double bends = sine * sine * scale + curvature * sine * reduced;
    if (fabs(cosine) > 0.1 || !(scale > 0.1) || !(bends > 1e-9)) return *distance * cosine;
    return cosine * reduced / bends;
}

/* The place on the arc that is nearest to a point; where to begin is along_m. */
static double to_arc(const ovf_arc *arc, ovf_lonlat point, double *along_m, ovf_lonlat *on_leg)
{
    double end_m = arc->start_m + arc->length_m, distance = 0, along = *along_m;
    for (int k = 0; k < 30; k++) {
        double course;
        along = fmax(arc->start_m, fmin(end_m, along));
        geod_position(&arc->leg->line, along, &on_leg->lat, &on_leg->lon, &course);
        double step = step_to_foot(*on_leg, course, 0, point, &distance);
        *along_m = along;
        if (fabs(step) < 1e-6 || (along == arc->start_m && step < 0) ||
            (along == end_m && step > 0))
            break;
        along += step;
    }
    return distance;
}

/* The place on the edge that is nearest to a point. */
static double to_edge(const ovf_edge *edge, ovf_lonlat point, double *t, ovf_lonlat *on_edge)
{
    double distance = 0, next = *t;
    for (int k = 0; k < 60; k++) {
        ovf_vector derivative;
        next = fmax(0, fmin(1, next));
        ovf_edge_point(edge, next, &derivative);
        *on_edge = ovf_edge_position(edge, next);
        double lon = on_edge->lon * OVF_RADIAN, lat = on_edge->lat * OVF_RADIAN,
               speed = ovf_norm(derivative);
        double east = derivative.y * cos(lon) - derivative.x * sin(lon);
        double north = derivative.z * cos(lat) -
                       (derivative.x * cos(lon) + derivative.y * sin(lon)) * sin(lat);
        double step = step_to_foot(*on_edge, atan2(east, north) / OVF_RADIAN,
                                   ovf_edge_curvature(edge, next), point, &distance);
        *t = next;
        if (fabs(step) < 1e-6 || (next == 0 && step < 0) || (next == 1 && step > 0)) break;
        next += step / speed;
    }
    return distance;
}

static bool improve(ovf_approach *best, double distance, double along, ovf_lonlat on_leg,
                    ovf_lonlat on_boundary)
{
    if (!(distance < best->distance_m)) return false;
    *best = (ovf_approach){distance, along, on_leg, on_boundary, best->vertex};
    return true;
}

static double from_edge(const ovf_arc *arc, const ovf_edge *edge, double t, double *along,
                        ovf_lonlat *on_leg, ovf_lonlat *on_edge)
{
    *on_edge = ovf_edge_position(edge, t);
    *along = ovf_arc_along(arc, ovf_edge_point(edge, t, NULL));
    return to_arc(arc, *on_edge, along, on_leg);
}

/* What is known of an arc and an edge: the places of the edge's ends beside the arc and along it,
 * and whether each of them begins where one ends that has been looked at, with no better result. */
typedef struct {
    double f1, f2, x1, x2;
    bool edge_goes_on, arc_goes_on;
} pair;

/* ---- whether an edge may come nearest within ----
 *
 * Places of the edge whose foot is an end of the arc have been looked at with that end. So it is
 * about those with a foot within, whose distance is that of the arc's geodesic, D. Along a geodesic
 * that goes beside it, D'' is at most 0 on a surface that curves outwards, and at least -D/R². So
 * an edge that is aside of the geodesic between its ends by no more than a parabola of height C is
 * at least D0 + t (D1 - D0) - 4 t (1 - t) C away. Where D0 and D1 differ by 4 C and more that is
 * least at an end of what has a foot within: an end of the edge or of the arc. */

/* Up to so far it is asked, along the arc as well. */
#define ASKED_M 2e5

/* D of a place at least, by its offset from the arc's plane (see greatest_distance): R
 * asin(offset/R), less what the plane leans. */
static double along_the_earth(double offset_m)
{
    double square = offset_m * offset_m;
    return offset_m * (1 + 0.16 * square * INVERSE_MIN_RADIUS2) - LEANS * square;
}

/* The height of the parabola: a bound by the second derivative is one already; a circle of up to 15
 * degrees is higher by half a hundredth, and of the term of third order it is the slope at the ends
 * that counts, h³. */
static double parabola_of(const ovf_edge *edge)
{
    double half = edge->chord_m / 2, z = fmax(fabs(edge->a.z), fabs(edge->b.z)),
           height = fabs(edge->bulge_m) +
                    ovf_edge_bend(edge->kind, edge->lon_change, edge->lat_change, z, edge->chord_m);
    if (edge->kind == OVF_EDGES_GEODESIC) height += half * half * half * fabs(edge->strays);
    return 1.05 * height + 1e-6;
}

/* D at t at least, where that can be told. */
typedef struct {
    double t, d;
} beside;

typedef struct {
    const ovf_arc *arc;
    const ovf_edge *edge;
    bool asked;     /* whether D can be told */
    double margin;  /* by which the arc's geodesic is aside of its plane, beyond its ends too */
    double c;       /* the height of the parabola */
    beside ends[2]; /* of the edge */
} within;

/* The least of what goes linearly from one D to the other, less the parabola. */
static double least_between(const within *in, beside from, beside to)
{
    double wide = to.t - from.t, by = fabs(to.d - from.d), c = in->c * wide * wide;
    return by >= 4 * c ? fmin(from.d, to.d) : (from.d + to.d) / 2 - c - by * by / (16 * c);
}

static within within_of(const ovf_arc *arc, const ovf_edge *edge, const pair *of)
{
    within in = {.arc = arc, .edge = edge, .c = parabola_of(edge)};
    double f[2] = {fabs(of->f1), fabs(of->f2)},
           reach = arc->length_m + 2 * fmax(fabs(of->x1), fabs(of->x2));
    in.asked = (of->f1 > 0) == (of->f2 > 0) && fmax(f[0], f[1]) < ASKED_M && reach < 2 * ASKED_M;
    in.margin = 2.8e-18 * reach * reach * reach + 1e-6;
    for (int k = 0; k < 2; k++)
        in.ends[k] = (beside){k, along_the_earth(fmax(0, f[k] - in.margin))};
    return in;
}

/* Whether an edge may come nearer within than at its ends. */
static bool may_be_nearest_within(const within *in)
{
    double d1 = in->ends[0].d, d2 = in->ends[1].d, most = fmax(d1, d2),
           unsure = 2 * LEANS * most * most + 2 * in->margin +
                    0.02 * most * most * most * INVERSE_MIN_RADIUS2;
    return !in->asked || fabs(d1 - d2) - unsure < 4 * in->c;
}

static double from_edge_within(const within *in, double t, ovf_approach *found, beside *beside_it)
{
    const ovf_arc *arc = in->arc;
    double along,
        distance = from_edge(arc, in->edge, t, &along, &found->on_leg, &found->on_boundary);
    found->along_m = along;
    *beside_it = (beside){t, distance};
    if (along <= arc->start_m || along >= arc->start_m + arc->length_m) /* the foot is beyond it */
        beside_it->d = along_the_earth(
            fmax(0, fabs(ovf_arc_plane(arc, ovf_edge_point(in->edge, t, NULL))) - in->margin));
    return distance;
}

/* Whether nothing between places in their order is nearer than best_m. */
static bool is_hopeless(const within *in, const beside places[4], double best_m)
{
    for (int k = 0; k < 3 && in->asked; k++)
        if (least_between(in, places[k], places[k + 1]) - 1e-6 <= best_m) return false;
    return in->asked;
}

/* Where an edge that bends towards the leg comes nearest within, by golden sections on the
 * distance itself. */
static bool improve_within(const within *in, ovf_approach *best)
{
    const double golden = 0.6180339887498949;
    /* From one end to the other, and two sections between. */
    beside p[4] = {in->ends[0], {0, 0}, {0, 0}, in->ends[1]};
    ovf_approach found;
    if (in->asked && least_between(in, p[0], p[3]) > best->distance_m) return false;
    double da = from_edge_within(in, 1 - golden, &found, &p[1]),
           db = from_edge_within(in, golden, &found, &p[2]);
    while ((p[3].t - p[0].t) * in->edge->chord_m >
           1e-2) { /* flat there: what is left is this squared over the radius */
        if (is_hopeless(in, p, best->distance_m)) return false;
        if (da <= db) {
            p[3] = p[2], p[2] = p[1], db = da;
            da = from_edge_within(in, p[3].t - golden * (p[3].t - p[0].t), &found, &p[1]);
        } else {
            p[0] = p[1], p[1] = p[2], da = db;
            db = from_edge_within(in, p[0].t + golden * (p[3].t - p[0].t), &found, &p[2]);
        }
    }
    double distance = from_edge_within(in, (p[0].t + p[3].t) / 2, &found, &p[1]);
    return improve(best, distance, found.along_m, found.on_leg, found.on_boundary);
}

/* How far a place is from an edge's chord. */
static double chord_apart(const ovf_boundary *b, uint32_t v, ovf_vector p)
{
    ovf_vector chord = ovf_subtract(b->points[v + 1], b->points[v]),
               d = ovf_subtract(p, b->points[v]);
    double t = ovf_dot(d, chord) / ovf_dot(chord, chord);
    return ovf_norm(ovf_subtract(d, ovf_scale(chord, t > 0 ? t < 1 ? t : 1 : 0)));
}

/* Two geodesics that do not cross come nearest at an end of one of them, since on a surface that
 * curves outwards the distance between them has no least value within; a lonlat edge or a curve may
 * bend towards the leg. */
static bool solve_pair(const ovf_boundary *b, uint32_t v, const ovf_arc *arc, const pair *in,
                       ovf_approach *best)
{
    ovf_edge edge;
    ovf_lonlat on_leg, on_edge;
    double along, f1 = in->f1, f2 = in->f2, bulge;
    bool improved = false;
    ovf_boundary_edge(b, v, &edge);
    bulge = 0.01 + ovf_boundary_strays(b, v) +
            1.5 * ovf_edge_bulge(edge.kind, b->positions[v], b->positions[v + 1], edge.chord_m);
    for (int k = in->edge_goes_on; k < 2; k++) {
        ovf_vector p = k == 0 ? edge.a : edge.b;
        if (least_distance(arc, p, k == 0 ? f1 : f2, k == 0 ? in->x1 : in->x2) > best->distance_m)
            continue;
        double distance = from_edge(arc, &edge, k, &along, &on_leg, &on_edge);
        improved |= improve(best, distance, along, on_leg, on_edge);
    }
    for (int k = in->arc_goes_on; k < 2; k++) {
        ovf_vector end = k == 0 ? arc->a : arc->b;
        /* Straight lines are shorter than those along the ellipsoid. */
        if (chord_apart(b, v, end) - bulge > best->distance_m) continue;
        double t = ovf_edge_foot(&edge, end);
        if (ovf_distance(end, ovf_edge_point(&edge, t, NULL)) > best->distance_m + 1e-3) continue;
        along = k == 0 ? arc->start_m : arc->start_m + arc->length_m;
        on_leg = ovf_leg_position(arc->leg, along);
        double distance = to_edge(&edge, on_leg, &t, &on_edge);
        improved |= improve(best, distance, along, on_leg, on_edge);
    }
    double z = fmax(fabs(edge.a.z), fabs(edge.b.z)),
           bend = ovf_boundary_strays(b, v) +
                  ovf_edge_bend(edge.kind, edge.lon_change, edge.lat_change, z, edge.chord_m);
    /* Far off, meridians converge between leg and edge too: the offset's slope along the edge is
     * not the distance's to better than this. */
    bool parallel = fabs(f1 - f2) <=
                    8 * bend + edge.chord_m * 0.02 * (fabs(f1) + fabs(f2)) / OVF_EARTH_A * 10;
    if ((edge.kind == OVF_EDGES_LONLAT || edge.bulge_m != 0) && bend > 1e-7 && parallel) {
        const within inside = within_of(arc, &edge, in);
        if (may_be_nearest_within(&inside)) improved |= improve_within(&inside, best);
    }
    return improved;
}

bool ovf_approach_solve(const ovf_boundary *b, ovf_leg *leg, const ovf_arc *arc, bool goes_on,
                        ovf_approach *best)
{
    pair in = {.arc_goes_on = goes_on};
    bool improved = false;
    for (size_t k = 0; k < b->tree.count;) {
        const ovf_node *node = &b->tree.nodes[k];
        if (!ovf_box_nears_arc(&node->box, arc, best->distance_m)) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item == UINT32_MAX) continue;
        const ovf_run run = b->runs[node->item];
        in.edge_goes_on = node->item > 0 &&
                          b->runs[node->item - 1].first + b->runs[node->item - 1].edges ==
                              run.first;
        in.f1 = ovf_arc_plane(arc, b->points[run.first]);
        in.x1 = ovf_dot(ovf_subtract(b->points[run.first], arc->middle), arc->ahead);
        for (uint32_t v = run.first; v < run.first + run.edges; v++) {
            in.f2 = ovf_arc_plane(arc, b->points[v + 1]);
            in.x2 = ovf_dot(ovf_subtract(b->points[v + 1], arc->middle), arc->ahead);
            if (may_be_nearer(b, v, arc, in.f1, in.f2, in.x1, in.x2, best->distance_m)) {
                ovf_leg_draw(leg);
                if (solve_pair(b, v, arc, &in, best)) {
                    best->vertex = v;
                    improved = true;
                }
            }
            in.f1 = in.f2;
            in.x1 = in.x2;
            in.edge_goes_on = true;
        }
    }
    return improved;
}
