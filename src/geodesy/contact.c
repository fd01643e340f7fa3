#include "geodesy/contact.h"

#include "overflight/analysis.h"

#define TOLERANCE OVF_TOLERANCE_M

/* What the thorough way works on. */
typedef struct {
    const ovf_arc *arc;
    const ovf_edge *edge;
    double bend; /* bound on how far the offset strays from linear over the whole edge */
    ovf_contact *contacts;
    size_t count;
} pair;

/* Newton on both parameters from where the planes meet. True when a crossing is certain and lies well within both: then it is *contact.
 * False with *none when there certainly is no contact; otherwise the thorough way decides. */
static bool cross_fast(const ovf_edge *edge, const ovf_arc *arc, double f1, double f2, ovf_contact *contact, bool *none)
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
            if (fabs(lateral) < 1e-6) break; /* the step just made leaves its square over the radius: nothing */
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
        contact->from_m = contact->to_m = along;
        contact->position = ovf_edge_position(edge, t);
        contact->miss_m = 0;
        contact->clean = true;
        return true;
    }
    return false;
}

static void add(pair *in, double from, double to, double t, double miss)
{
    if (in->count == OVF_CONTACTS_MOST) return;
    in->contacts[in->count++] = (ovf_contact){from, to, ovf_edge_position(in->edge, t), miss, false};
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
    add(in, along, along, t, 0);
}

static void find_roots(pair *in, double t1, double g1, double t2, double g2)
{
    double width = t2 - t1, bend = in->bend * width * width;
    bool opposite = (g1 > 0) != (g2 > 0);
    if (!opposite && fmin(fabs(g1), fabs(g2)) > bend) return;
    if (opposite && (fabs(g1 - g2) > 4 * bend || width * in->edge->chord_m < 1e-5)) {
        add_root(in, t1, g1, t2, g2);
        return;
    }
    if (width * in->edge->chord_m < 1e-5) { /* they touch, or all but */
        double along, end_m = in->arc->start_m + in->arc->length_m;
        double miss = fabs(offset_at(in, (t1 + t2) / 2, &along));
        if (miss <= TOLERANCE && along >= in->arc->start_m && along <= end_m)
            if (in->count == 0 || fabs(in->contacts[in->count - 1].from_m - along) > TOLERANCE)
                add(in, along, along, (t1 + t2) / 2, miss);
        return;
    }
    double along, middle = (t1 + t2) / 2, g = offset_at(in, middle, &along);
    find_roots(in, t1, g1, middle, g);
    find_roots(in, middle, g, t2, g2);
}

/* An end of the edge or of the arc that lies on the other, or all but. */
typedef struct {
    double along, t, miss;
} ending;

static void note(ending *first, ending *last, double along, double t, double miss)
{
    if (miss > TOLERANCE) return;
    if (along < first->along) *first = (ending){along, t, miss};
    if (along > last->along) *last = (ending){along, t, miss};
}

/* Whether edge and arc stay together from one to the other. */
static bool is_shared(const pair *in, const ending *first, const ending *last)
{
    if (!(last->along - first->along > TOLERANCE)) return false;
    for (int k = 1; k < 4; k++) {
        double along;
        if (fabs(offset_at(in, first->t + (last->t - first->t) * k / 4, &along)) > TOLERANCE) return false;
    }
    return true;
}

/* The ends that lie on the other; then, unless that is a shared stretch, the crossings between. */
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
        note(&first, &last, k == 0 ? arc->start_m : end_m, t, ovf_distance(end, ovf_edge_point(in->edge, t, NULL)));
    }
    if (is_shared(in, &first, &last)) {
        add(in, first.along, last.along, first.t, first.miss);
        return;
    }
    if (first.along <= last.along) add(in, first.along, first.along, first.t, first.miss);
    if (last.along > first.along) add(in, last.along, last.along, last.t, last.miss);
    find_roots(in, 0, g[0], 1, g[1]);
}

size_t ovf_contacts(const ovf_boundary *b, uint32_t v, const ovf_arc *arc, double f1, double f2, bool thorough,
                    ovf_contact contacts[OVF_CONTACTS_MOST])
{
    double bound;
    if (!ovf_contact_possible(b, v, arc, f1, f2, &bound) && !thorough) return 0;
    ovf_edge edge;
    ovf_edge_between(&edge, b->edges, b->positions[v], b->positions[v + 1], b->points[v], b->points[v + 1]);
    if (!thorough && (f1 > 0) != (f2 > 0) && fabs(f1) > bound && fabs(f2) > bound) {
        bool none;
        if (cross_fast(&edge, arc, f1, f2, &contacts[0], &none)) return 1;
        if (none) return 0;
    }
    pair in = {arc, &edge, bound - arc->margin_m - 2e-3, contacts, 0};
    meet_thoroughly(&in);
    return in.count;
}
