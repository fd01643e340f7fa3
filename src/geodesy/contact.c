#include "geodesy/contact.h"

#include "overflight/analysis.h"

#define TOLERANCE OVF_TOLERANCE_M
/* What an offset is good for: a leg that dips in no deeper than this touches. */
#define GRAZE_M 1e-7

/* What the thorough way works on. */
typedef struct {
    const ovf_arc *arc;
    const ovf_edge *edge;
    double bend; /* bound on how far the offset strays from linear over the whole edge */
    ovf_contact *contacts;
    size_t count;
} pair;

/* Newton on both parameters from where the planes meet. True when a crossing is certain and lies
 * well within both: then it is *contact. False with *none when there certainly is no contact;
 * otherwise the thorough way decides. */
static bool cross_fast(const ovf_edge *edge, const ovf_arc *arc, double f1, double f2,
                       ovf_contact *contact, bool *none)
{
    double t = f1 / (f1 - f2), along = ovf_arc_along(arc, ovf_edge_point(edge, t, NULL));
    *none = false;
    for (int step = 0; step < 4; step++) {
        ovf_frame frame;
        ovf_vector slope, d;
        double lateral = 0, rate = 0;
        ovf_leg_frame(arc->leg, along, &frame);
        for (int inner = 0; inner < 8; inner++) {
            d = ovf_subtract(ovf_edge_point(edge, t, &slope), frame.point);
            lateral = ovf_dot(d, frame.left);
            rate = ovf_dot(slope, frame.left);
            if (rate == 0) return false;
            t -= lateral / rate;
            if (!(t > -0.5 && t < 1.5)) return false;
            if (fabs(lateral) < 1e-6)
                break; /* the step just made leaves its square over the radius: nothing */
        }
        if (!(fabs(lateral) < 1e-6)) return false;
        d = ovf_subtract(ovf_edge_point(edge, t, NULL), frame.point);
        double k = frame.curvature, x = ovf_dot(d, frame.ahead);
        double ahead = x + k * k * x * x * x / 6;
        along += ahead;
        if (fabs(ahead) > 100) continue; /* the frame has turned: once more from there */
        double sine = fabs(rate) / ovf_norm(slope), end_m = arc->start_m + arc->length_m;
        if (sine < 1e-4) return false;
        double before = (along - arc->start_m) * sine, after = (end_m - along) * sine;
        if (before < -2 * TOLERANCE || after < -2 * TOLERANCE) {
            *none = true;
            return false;
        }
        if (before < 2 * TOLERANCE || after < 2 * TOLERANCE || !(t > 0 && t < 1)) return false;
        contact->at_m = contact->from_m = contact->to_m = along;
        contact->position = ovf_edge_position(edge, t);
        contact->miss_m = 0;
        contact->shared = false;
        contact->clean = true;
        return true;
    }
    return false;
}

static void add(pair *in, double along, double t, double miss)
{
    if (in->count == OVF_CONTACTS_MAX) return;
    in->contacts[in->count++] = (ovf_contact){along, along, along, ovf_edge_position(in->edge, t),
                                              miss,  false, false};
}

static double offset_at(const pair *in, double t, double *along)
{
    ovf_vector p = ovf_edge_point(in->edge, t, NULL);
    *along = ovf_arc_along(in->arc, p);
    return ovf_leg_offset(in->arc->leg, p, along);
}

/* Bisection and secants in turn between two parameters of opposite offsets. */
static void add_root(pair *in, double t1, double g1, double t2, double g2)
{
    double t = t1, along = 0;
    for (int step = 0; step < 100 && fabs(t2 - t1) * in->edge->chord_m > 1e-10; step++) {
        t = step % 3 == 2 ? (t1 + t2) / 2 : t1 - g1 * (t2 - t1) / (g2 - g1);
        double g = offset_at(in, t, &along);
        if (g == 0) break;
        if ((g > 0) == (g1 > 0)) t1 = t, g1 = g;
        else t2 = t, g2 = g;
        if (fabs(g) < 1e-10) break;
    }
    offset_at(in, t, &along);
    double end_m = in->arc->start_m + in->arc->length_m;
    if (along < in->arc->start_m || along > end_m) return;
    add(in, along, t, 0);
}

/* Where between two parameters the offset comes nearest to zero, or farthest beyond it, by golden
 * sections. */
static double extreme(const pair *in, double t1, double t2, double sign)
{
    const double golden = 0.6180339887498949;
    double along, a = t2 - golden * (t2 - t1), b = t1 + golden * (t2 - t1);
    double ga = sign * offset_at(in, a, &along), gb = sign * offset_at(in, b, &along);
    while ((t2 - t1) * in->edge->chord_m >
           1e-3) { /* the offset is flat there: it differs by the square of this over the radius */
        if (ga < gb) {
            t2 = b, b = a, gb = ga;
            a = t2 - golden * (t2 - t1);
            ga = sign * offset_at(in, a, &along);
        } else {
            t1 = a, a = b, ga = gb;
            b = t1 + golden * (t2 - t1);
            gb = sign * offset_at(in, b, &along);
        }
    }
    return (t1 + t2) / 2;
}

/* Moves an end of the edge that lies on the leg inwards to where the offset has a sign; the end
 * itself is looked at apart. False where it has none. */
static bool find_sign(const pair *in, double *t, double *g)
{
    double end = *t, inwards = end > 0.5 ? -1 : 1, along;
    for (double step = TOLERANCE / in->edge->chord_m; fabs(*g) <= GRAZE_M; step *= 2) {
        if (step > 0.5) return false;
        *t = end + inwards * step;
        *g = offset_at(in, *t, &along);
    }
    return true;
}

/* The edge bends to one side only as seen from the leg: there is one root between offsets of
 * opposite sign, none or two between others. */
static void find_roots(pair *in, double g1, double g2)
{
    double t1 = 0, t2 = 1;
    if (!find_sign(in, &t1, &g1) || !find_sign(in, &t2, &g2)) return;
    if ((g1 > 0) != (g2 > 0)) {
        add_root(in, t1, g1, t2, g2);
    } else if (fmin(fabs(g1), fabs(g2)) <= in->bend + TOLERANCE) {
        double along, sign = g1 > 0 ? 1 : -1, t = extreme(in, t1, t2, sign),
                      g = offset_at(in, t, &along);
        if (sign * g > fmin(sign * g1, sign * g2) - GRAZE_M)
            return; /* nothing between comes nearer than an end */
        if (sign * g < -GRAZE_M) {
            add_root(in, t1, g1, t, g);
            add_root(in, t, g, t2, g2);
        } else if (fabs(g) <= TOLERANCE && along >= in->arc->start_m &&
                   along <= in->arc->start_m + in->arc->length_m) {
            add(in, along, t, fabs(g));
        }
    }
}

/* An end of the edge or of the arc that lies on the other, or all but. */
typedef struct {
    double along, t, miss;
} ending;

static void note(ending *first, ending *last, double along, double t, double miss)
{
    if (miss > TOLERANCE) return;
    const ending found = {along, t, miss};
    if (along < first->along || (along == first->along && miss < first->miss)) *first = found;
    if (along > last->along || (along == last->along && miss < last->miss)) *last = found;
}

/* Whether edge and arc stay together from one place of the edge to another. */
static bool stay_together(const pair *in, double t1, double t2)
{
    for (int k = 1; k < 4; k++) {
        double along;
        if (fabs(offset_at(in, t1 + (t2 - t1) * k / 4, &along)) > TOLERANCE) return false;
    }
    return true;
}

/* An end that lies near the other, with a crossing or touch some way off, is one with it if the two
 * stay together between. What is nearer than the tolerance is one anyhow, whatever it misses by. */
static void add_ending(pair *in, const ending *e)
{
    for (size_t k = 0; k < in->count; k++) {
        ovf_contact *c = &in->contacts[k];
        if (fabs(c->at_m - e->along) <= TOLERANCE) continue;
        ovf_frame frame;
        ovf_leg_frame(in->arc->leg, c->at_m, &frame);
        if (!stay_together(in, e->t, ovf_edge_foot(in->edge, frame.point))) continue;
        c->from_m = fmin(c->from_m, e->along);
        c->to_m = fmax(c->to_m, e->along);
        return;
    }
    add(in, e->along, e->t, e->miss);
}

/* A shared stretch; or else the crossings and touches, and the ends that lie on the other. */
static void meet_thoroughly(pair *in)
{
    const ovf_arc *arc = in->arc;
    double end_m = arc->start_m + arc->length_m, g[2];
    ending first = {.along = INFINITY}, last = {.along = -INFINITY};
    for (int k = 0; k < 2; k++) {
        double along;
        g[k] = offset_at(in, k, &along);
        double on_arc = fmax(arc->start_m, fmin(end_m, along));
        note(&first, &last, on_arc, k, hypot(g[k], along - on_arc));
    }
    for (int k = 0; k < 2; k++) {
        ovf_vector end = k == 0 ? arc->a : arc->b;
        double t = ovf_edge_foot(in->edge, end);
        note(&first, &last, k == 0 ? arc->start_m : end_m, t,
             ovf_distance(end, ovf_edge_point(in->edge, t, NULL)));
    }
    if (last.along - first.along > TOLERANCE && stay_together(in, first.t, last.t)) {
        add(in, first.along, first.t, first.miss);
        in->contacts[0].to_m = last.along;
        in->contacts[0].shared = true;
        return;
    }
    find_roots(in, g[0], g[1]);
    if (first.along <= last.along) add_ending(in, &first);
    if (last.along > first.along) add_ending(in, &last);
}

size_t ovf_contacts(const ovf_boundary *b, uint32_t v, const ovf_arc *arc, double f1, double f2,
                    bool thorough, ovf_contact contacts[OVF_CONTACTS_MAX])
{
    double bound;
    if (!ovf_contact_possible(b, v, arc, f1, f2, &bound) && !thorough) return 0;
    ovf_edge edge;
    ovf_boundary_edge(b, v, &edge);
    if (!(edge.chord_m > 0)) return 0; /* a place, which is an end of its neighbours too */
    if (!thorough && (f1 > 0) != (f2 > 0) && fabs(f1) > bound && fabs(f2) > bound) {
        bool none;
        if (cross_fast(&edge, arc, f1, f2, &contacts[0], &none)) return 1;
        if (none) return 0;
    }
    pair in = {arc, &edge, bound - arc->margin_m - 2e-3, contacts, 0};
    meet_thoroughly(&in);
    return in.count;
}
