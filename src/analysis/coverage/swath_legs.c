/* Strips of legs. */
#include "analysis/coverage/swath_lay.h"
#include "base/array.h"
#include "geodesy/tree.h"

/* Looks are taken in stretches of at most this length, of which those that are not wanted are left
 * out. */
#define STRETCH_M 5e4
/* Curvature is taken from three places a stretch, which may miss a bend to both sides; within this
 * length there is none that matters. */
#define STEP_LONGEST_M 1.25e4
#define STEPS_MAX 2000
/* At a bend both strips become one, if what they have in common on the inner side is not longer
 * than this and than a share of their legs. */
#define SETBACK_LONGEST_M 300.0
#define SETBACK_SHARE 0.45
#define BEND_MAX 0.5 /* radians */
/* A strip of several legs must not come back over itself. Where its directions keep within less
 * than a right angle it cannot: two lines across the track that met on different sides of it would
 * have the track between them go along them, and on the same side it would bend around the place
 * where they meet more sharply than the bends above may. */
#define STRIP_TURN_MAX 1.2 /* radians, from its leftmost to its rightmost direction */
#define STRIP_LONGEST_M 1e6
/* Lines across the track along which the reach jumps. */
#define JUMP_STEP_M 2e3
/* Looks and legs meet where their distances along the route differ by less. */
#define SAME_PLACE_M 1e-3

#define LINE_CAPS (GEOD_LATITUDE | GEOD_LONGITUDE | GEOD_DISTANCE_IN)

static ovf_flat less(ovf_flat p, ovf_flat q) { return (ovf_flat){p.x - q.x, p.y - q.y}; }

/* Both edges at one place. */
typedef struct {
    ovf_flat left, right;
} section;

/* A swath in the making. */
typedef struct {
    ovf_swath *swath;
    const ovf_plane *plane;
    const ovf_result *result;
    const ovf_swath_options *options;
    ovf_laid_look *look;      /* in hand */
    ovf_strip strip;          /* in the making; where none is its count is 0 */
    section end;              /* its last sample */
    ovf_swath_interval reach; /* there */
    double turn, azimuth;     /* of the bend there, radians; the turn is NAN where there is none */
    bool bends;               /* whether the look in hand has a bend at one of its ends */
    double heading, leftmost, rightmost,
        length_m; /* of the looks that bends have joined, to the first direction */
} layer;

/* The point at a signed distance from the track, left positive, on a line that leaves it to the
 * left. */
static ovf_flat beside(const layer *in, const struct geod_geodesicline *line, double distance_m)
{
    double lat, lon;
    geod_position(line, distance_m, &lat, &lon, NULL);
    return ovf_plane_point(in->plane, lon, lat);
}

static void line_across(const layer *in, double along_m, struct geod_geodesicline *line)
{
    double lat, lon, azimuth;
    geod_position(&in->look->leg.line, along_m, &lat, &lon, &azimuth);
    geod_lineinit(line, ovf_earth(), lat, lon, azimuth - 90, LINE_CAPS);
}

static ovf_swath_interval reach_at(const ovf_laid_look *look, double along_m)
{
    double t = (along_m - look->from_m) / (look->to_m - look->from_m);
    const ovf_look *l = look->look;
    return (ovf_swath_interval){l->from.low_m + t * (l->to.low_m - l->from.low_m),
                                l->from.high_m + t * (l->to.high_m - l->from.high_m)};
}

static section section_at(const layer *in, double along_m)
{
    struct geod_geodesicline line;
    ovf_swath_interval reach = reach_at(in->look, along_m);
    line_across(in, along_m, &line);
    return (section){beside(in, &line, reach.high_m), beside(in, &line, reach.low_m)};
}

/* In how many steps a curve is to be cut, given its ends and its middle, what may be amiss and the
 * area of which it is a border. */
static size_t steps_for(ovf_flat from, ovf_flat middle, ovf_flat to, double amiss, double area_m2)
{
    ovf_flat second = ovf_second_difference(from, middle, to), chord = less(to, from);
    double bend = hypot(second.x, second.y), length_m = hypot(chord.x, chord.y);
    if (bend * length_m <= 3e-7 * area_m2)
        return 1; /* the whole lens, bend · length / 3, is a 1e-7th of the area then */
    double steps = ceil(
        cbrt(bend * length_m / (12 * amiss))); /* 0.02 k l³ with k = bend / (length/2)² */
    return (size_t)fmin(fmax(steps, 2), STEPS_MAX);
}

/* Adds the points of the line across the track between two distances from it, the ends left out,
 * from left to right. */
static bool add_across(layer *in, const struct geod_geodesicline *line, double from_m, double to_m,
                       double amiss)
{
    double width = from_m - to_m;
    if (!(width > 0)) return true;
    ovf_flat from = beside(in, line, from_m), to = beside(in, line, to_m),
             middle = beside(in, line, (from_m + to_m) / 2);
    size_t steps = steps_for(from, middle, to, amiss, 0), first = in->swath->across_count;
    if (steps < 2) return true;
    if (!ovf_swath_add_across(in->swath, from)) return false;
    for (size_t i = 1; i < steps; i++)
        if (!ovf_swath_add_across(in->swath,
                                  beside(in, line, from_m - width * (double)i / (double)steps)))
            return false;
    if (!ovf_swath_add_across(in->swath, to)) return false;
    ovf_flat *points = in->swath->across + first;
    ovf_swath_balance(points, steps);
    for (size_t i = 1; i < steps; i++) points[i - 1] = points[i];
    in->swath->across_count -= 2;
    return true;
}

/* The line across the track at an end of the look in hand; where the track itself is seen it goes
 * through it, so that strips have that place in common. */
static bool square_end(layer *in, double along_m, ovf_swath_interval reach, size_t *first,
                       size_t *count)
{
    struct geod_geodesicline line;
    double amiss = ovf_swath_amiss(reach.high_m - reach.low_m, in->look->to_m - in->look->from_m);
    line_across(in, along_m, &line);
    *first = in->swath->across_count;
    if (reach.low_m < 0 && reach.high_m > 0) {
        const ovf_leg *leg = &in->look->leg;
        ovf_flat middle = beside(in, &line, 0);
        if (along_m == 0) middle = ovf_plane_point(in->plane, leg->from.lon, leg->from.lat);
        else if (along_m == leg->length_m)
            middle = ovf_plane_point(in->plane, leg->to.lon, leg->to.lat);
        if (!add_across(in, &line, reach.high_m, 0, amiss) ||
            !ovf_swath_add_across(in->swath, middle) ||
            !add_across(in, &line, 0, reach.low_m, amiss))
            return false;
    } else if (!add_across(in, &line, reach.high_m, reach.low_m, amiss)) {
        return false;
    }
    *count = in->swath->across_count - *first;
    return true;
}

static bool close_strip(layer *in)
{
    if (in->strip.count == 0) return true;
    ovf_strip strip = in->strip;
    in->strip.count = 0;
    return ovf_swath_add_strip(in->swath, &strip);
}

/* The reach jumps: the strip goes on from what it was to what it is now, across the track. */
static bool add_jump(layer *in, double along_m, section to)
{
    ovf_swath *swath = in->swath;
    ovf_swath_interval before = in->reach, after = in->look->look->from;
    section from = in->end;
    double farthest = fmax(hypot(to.left.x - from.left.x, to.left.y - from.left.y),
                           hypot(to.right.x - from.right.x, to.right.y - from.right.y));
    size_t steps = 1 + (size_t)(farthest / JUMP_STEP_M);
    struct geod_geodesicline line;
    line_across(in, along_m, &line);
    for (size_t i = 1; i < steps; i++) {
        double t = (double)i / (double)steps;
        ovf_flat left = beside(in, &line, before.high_m + t * (after.high_m - before.high_m)),
                 right = beside(in, &line, before.low_m + t * (after.low_m - before.low_m));
        if (!ovf_swath_add_sample(swath, left, right)) return false;
    }
    in->strip.count += steps;
    return ovf_swath_add_sample(swath, to.left, to.right);
}

/* The strip bends. On the outer side its edge follows the arc around the fix; on the inner side the
 * edges of both legs meet on the bisector, where the distance from the fix is the reach by
 * cos(turn/2), and nothing is there to sweep. Tells the place on the inner side, of which *is_left
 * says which it is. */
static bool add_bend(layer *in, section to, ovf_flat *inner, bool *is_left)
{
    ovf_swath *swath = in->swath;
    ovf_swath_interval reach = in->look->look->from;
    ovf_lonlat fix = in->look->leg.from;
    size_t first = swath->sample_count - 1;
    *is_left = in->turn < 0;
    double inside = *is_left ? reach.high_m : reach.low_m,
           outside = *is_left ? reach.low_m : reach.high_m, turn = fabs(in->turn), lat, lon;
    struct geod_geodesicline line;
    geod_lineinit(&line, ovf_earth(), fix.lat, fix.lon,
                  (in->azimuth + in->turn / 2) / OVF_RADIAN - 90, LINE_CAPS);
    *inner = beside(in, &line, inside / cos(in->turn / 2));
    (*is_left ? swath->left : swath->right)[first] = *inner;
    double length = fmin(in->look->leg.length_m, STEP_LONGEST_M),
           width = reach.high_m - reach.low_m, amiss = ovf_swath_amiss(width, length);
    /* The lens of the whole arc is r² turn³/12. */
    bool flat = outside * outside * turn * turn * turn <= 3e-7 * width * length;
    size_t steps = flat ? 1 : 1 + (size_t)ceil(turn / ovf_swath_arc_step(fabs(outside), amiss));
    for (size_t i = 1; i <= steps; i++) {
        ovf_flat outer = *is_left ? to.right : to.left;
        if (i < steps) {
            geod_direct(ovf_earth(), fix.lat, fix.lon,
                        (in->azimuth + in->turn * (double)i / (double)steps) / OVF_RADIAN - 90,
                        outside, &lat, &lon, NULL);
            outer = ovf_plane_point(in->plane, lon, lat);
        }
        if (!(*is_left ? ovf_swath_add_sample(swath, *inner, outer)
                       : ovf_swath_add_sample(swath, outer, *inner)))
            return false;
    }
    ovf_swath_balance((*is_left ? swath->right : swath->left) + first, steps);
    in->strip.count += steps;
    in->turn = NAN;
    return true;
}

/* Adds a stretch of the look in hand to the strip, or begins one. */
static bool add_stretch(layer *in, double from_m, double to_m)
{
    ovf_swath *swath = in->swath;
    double length = to_m - from_m, middle_m = from_m + length / 2;
    ovf_swath_interval reach = reach_at(in->look, middle_m);
    double width = reach.high_m - reach.low_m,
           amiss = ovf_swath_amiss(width, in->look->to_m - in->look->from_m);
    section from = section_at(in, from_m), middle = section_at(in, middle_m),
            to = section_at(in, to_m);
    size_t left = steps_for(from.left, middle.left, to.left, amiss, length * width);
    size_t right = steps_for(from.right, middle.right, to.right, amiss, length * width);
    size_t steps = left > right ? left : right;
    if (length / (double)steps > STEP_LONGEST_M) steps = (size_t)ceil(length / STEP_LONGEST_M);
    if (in->bends && length < (double)steps * SETBACK_LONGEST_M / SETBACK_SHARE)
        steps = (size_t)fmax(1, length * SETBACK_SHARE / SETBACK_LONGEST_M);

    ovf_flat inner = {NAN, NAN};
    bool is_left = false, bent = false;
    if (in->strip.count == 0) {
        in->strip = (ovf_strip){.first = swath->sample_count, .count = 1};
        in->turn = NAN;
        if (!ovf_swath_add_sample(swath, from.left, from.right)) return false;
    } else if (!isnan(in->turn)) {
        if (!add_bend(in, from, &inner, &is_left)) return false;
        bent = true;
        (is_left ? swath->left
                 : swath->right)[swath->sample_count - 1] = is_left
                                                                ? from.left
                                                                : from.right; /* for the balance */
    } else if (from.left.x != in->end.left.x || from.left.y != in->end.left.y ||
               from.right.x != in->end.right.x || from.right.y != in->end.right.y) {
        if (!add_jump(in, from_m, from)) return false;
    }
    size_t first = swath->sample_count - 1;
    for (size_t i = 1; i < steps; i++) {
        section here = 2 * i == steps ? middle
                                      : section_at(in, from_m + length * (double)i / (double)steps);
        if (!ovf_swath_add_sample(swath, here.left, here.right)) return false;
    }
    if (!ovf_swath_add_sample(swath, to.left, to.right)) return false;
    in->strip.count += steps;

    ovf_swath_balance(swath->left + first, steps);
    ovf_swath_balance(swath->right + first, steps);
    if (bent) (is_left ? swath->left : swath->right)[first] = inner;
    in->end = to;
    in->reach = reach_at(in->look, to_m);
    return true;
}

/* Where the track is at a place of the look in hand, and by how much what it sees may stand off in
 * the plane; false where the plane ends. */
static bool place_of(const layer *in, double along_m, ovf_flat *at, double *stretch)
{
    double lat, lon;
    geod_position(&in->look->leg.line, along_m, &lat, &lon, NULL);
    *at = ovf_plane_point(in->plane, lon, lat);
    *stretch = ovf_plane_stretch(*at);
    return isfinite(*stretch);
}

static bool wants(const layer *in, ovf_flat from, double from_stretch, ovf_flat to,
                  double to_stretch, double length_m)
{
    ovf_rectangle box = ovf_rectangle_none();
    /* At the angle c from the centre a geodesic bends by at most tan(c/2)/2R, stretched; the last
     * tenth is for the change of it all within a stretch. */
    double stretch = 1.1 * fmax(from_stretch, to_stretch),
           by = ovf_look_farthest(in->look->look) * stretch;
    by += 1 + length_m * length_m / 8 * stretch * stretch * stretch / (2 * OVF_EARTH_MIN_RADIUS);
    ovf_rectangle_add(&box, from);
    ovf_rectangle_add(&box, to);
    box = (ovf_rectangle){box.west - by, box.south - by, box.east + by, box.north + by};
    return ovf_swath_wants(in->options, &box);
}

/* Lays the look in hand. `joined`: it goes on from where the strip in the making ends; `goes_on`:
 * the look after it will. */
static bool lay_look(layer *in, bool joined, bool goes_on)
{
    const ovf_laid_look *look = in->look;
    double length = look->to_m - look->from_m, stretch, next_stretch;
    size_t stretches = (size_t)ceil(length / STRETCH_M);
    ovf_flat at, next;
    if (!joined && !close_strip(in)) return false;
    ovf_leg_draw(&in->look->leg);
    bool there = place_of(in, look->from_m, &at, &stretch);
    for (size_t i = 0; i < stretches; i++) {
        double from_m = i == 0 ? look->from_m
                               : look->from_m + length * (double)i / (double)stretches;
        double to_m = i + 1 == stretches
                          ? look->to_m
                          : look->from_m + length * (double)(i + 1) / (double)stretches;
        bool next_there = place_of(in, to_m, &next, &next_stretch);
        if (there && next_there && wants(in, at, stretch, next, next_stretch, to_m - from_m)) {
            bool begins = in->strip.count == 0 && i == 0 && !joined;
            if (!add_stretch(in, from_m, to_m)) return false;
            if (begins && !square_end(in, from_m, look->look->from, &in->strip.start_first,
                                      &in->strip.start_count))
                return false;
            if (i + 1 == stretches && !goes_on &&
                !square_end(in, to_m, look->look->to, &in->strip.end_first, &in->strip.end_count))
                return false;
        } else if (!close_strip(in)) {
            return false;
        }
        at = next;
        stretch = next_stretch;
        there = next_there;
    }
    return goes_on || close_strip(in);
}

static bool is_reach(ovf_swath_interval reach)
{
    return reach.low_m <= reach.high_m && reach.low_m >= -OVF_SWATH_SIDE_MAX_M &&
           reach.high_m <= OVF_SWATH_SIDE_MAX_M;
}

/* Finds the leg of a look; *fix is the leg's first, to begin the search at. */
static ovf_status find_leg(const ovf_result *result, const ovf_look *look, size_t *fix,
                           ovf_laid_look *laid, ovf_error *error)
{
    const ovf_route *route = result->route;
    const double *along = result->fix_along_m;
    if (!is_reach(look->from) || !is_reach(look->to))
        return ovf_fail(
            error, OVF_ERROR_USAGE,
            "route %s, observation from %.9g m on: expected the right end of the swath before its "
            "left end, found %.9g m and %.9g m; both must be within %.9g m of the track",
            route->id, look->from_m, is_reach(look->from) ? look->to.low_m : look->from.low_m,
            is_reach(look->from) ? look->to.high_m : look->from.high_m, OVF_SWATH_SIDE_MAX_M);
    if (*fix + 1 >= route->fix_count || along[*fix] > look->from_m + SAME_PLACE_M) *fix = 0;
    *fix = ovf_look_leg(result, look, *fix);
    double begin = along[*fix], end = along[*fix + 1];
    if (!(look->from_m >= begin - SAME_PLACE_M && look->to_m <= end + SAME_PLACE_M &&
          look->from_m <= look->to_m))
        return ovf_fail(
            error, OVF_ERROR_USAGE,
            "route %s: an observation from %.9g m to %.9g m along it is not within one leg",
            route->id, look->from_m, look->to_m);
    const ovf_fix *f = &route->fixes[*fix];
    ovf_leg_of_length(&laid->leg, (ovf_lonlat){f[0].lon, f[0].lat},
                      (ovf_lonlat){f[1].lon, f[1].lat}, end - begin);
    laid->look = look;
    laid->from_m = look->from_m - begin < SAME_PLACE_M ? 0 : look->from_m - begin;
    laid->to_m = end - look->to_m < SAME_PLACE_M ? laid->leg.length_m : look->to_m - begin;
    return OVF_OK;
}

static bool is_near(const ovf_swath_options *options, ovf_laid_look *look)
{
    size_t arcs = ovf_leg_arc_count(&look->leg);
    if (options->near == NULL) return true;
    if (arcs > 1) ovf_leg_draw(&look->leg);
    for (size_t k = 0; k < arcs; k++) {
        ovf_arc arc;
        ovf_leg_arc(&look->leg, k, arcs, &arc);
        if (ovf_swath_nears(options, &arc.box, ovf_look_farthest(look->look))) return true;
    }
    return false;
}

static bool same_place(double a, double b) { return fabs(a - b) < SAME_PLACE_M; }

/* Whether the second look goes on from the first on the same leg, with something of what is seen in
 * common. */
static bool goes_on(const ovf_laid_look *first, const ovf_look *b)
{
    const ovf_look *a = first->look;
    return same_place(a->to_m, b->from_m) && first->to_m < first->leg.length_m &&
           fmin(a->to.high_m, b->from.high_m) > fmax(a->to.low_m, b->from.low_m);
}

static bool sees_something(const ovf_look *look)
{
    return look->to_m - look->from_m > 1e-9 &&
           (look->from.high_m > look->from.low_m || look->to.high_m > look->to.low_m);
}

/* Whether the strip may go on by a look that turns by so much; otherwise what is counted begins
 * anew with that. */
static bool may_bend(layer *in, double turn, double before_m, double after_m)
{
    double heading = in->heading + turn, leftmost = fmin(in->leftmost, heading),
           rightmost = fmax(in->rightmost, heading);
    double length = fmax(in->length_m, before_m) + after_m;
    if (rightmost - leftmost > STRIP_TURN_MAX || length > STRIP_LONGEST_M) return false;
    in->heading = heading;
    in->leftmost = leftmost;
    in->rightmost = rightmost;
    in->length_m = length;
    return true;
}

/* Whether the strip bends at the fix where the second look begins, and there is no corner; then
 * *turn and *azimuth are told. Edges that slope, as their reach grows or shrinks, meet beside the
 * bisector, off by the slope times the square of what they have in common. */
static bool bends(const ovf_swath_options *options, ovf_laid_look *a, ovf_laid_look *b,
                  double *turn, double *azimuth)
{
    const ovf_look *l = a->look, *m = b->look;
    double before = a->to_m - a->from_m, after = b->to_m - b->from_m, shorter = fmin(before, after);
    if (options->joins != OVF_JOINS_ROUND || !m->turns || !same_place(l->to_m, m->from_m) ||
        b->from_m != 0 || a->to_m != a->leg.length_m)
        return false;
    if (l->to.low_m != m->from.low_m || l->to.high_m != m->from.high_m ||
        !(l->to.low_m < 0 && l->to.high_m > 0))
        return false;
    *turn = ovf_swath_turn(a, b, azimuth);
    if (fabs(*turn) > BEND_MAX) return false;
    double setback = fmax(-l->to.low_m, l->to.high_m) * tan(fabs(*turn) / 2);
    double slope = fmax(
        fmax(fabs(l->to.low_m - l->from.low_m), fabs(l->to.high_m - l->from.high_m)) / before,
        fmax(fabs(m->to.low_m - m->from.low_m), fabs(m->to.high_m - m->from.high_m)) / after);
    return setback <= fmin(SETBACK_LONGEST_M, SETBACK_SHARE * shorter) &&
           setback * setback * slope <= 1e-7 * (l->to.high_m - l->to.low_m) * shorter;
}

ovf_status ovf_swath_lay(ovf_swath *swath, const ovf_plane *plane, const ovf_result *result,
                         const ovf_observation *observation, const ovf_swath_options *options,
                         ovf_error *error)
{
    layer in = {.swath = swath, .plane = plane, .result = result, .options = options, .turn = NAN};
    ovf_laid_look three[3], *before = NULL, *here = NULL, *after = &three[0];
    bool was_near = false, near = false, joined = false, bent = false;
    double turn = NAN, azimuth = NAN;
    size_t fix = 0, slot = 0;
    ovf_swath_empty(swath);
    /* One look behind the search, so that each knows what comes after it. */
    for (size_t i = 0; i <= observation->count; i++) {
        bool last = i == observation->count;
        if (!last) {
            ovf_status status = find_leg(result, &observation->looks[i], &fix, after, error);
            if (status != OVF_OK) return status;
            if (!sees_something(after->look)) continue;
        }
        bool after_near = !last && is_near(options, after);
        if (here != NULL) {
            bool on = !last && goes_on(here, after->look);
            bool bend = !last && !on && near && after_near &&
                        bends(options, here, after, &turn, &azimuth) &&
                        may_bend(&in, turn, here->to_m - here->from_m, after->to_m - after->from_m);
            if (!bend && !on) in.heading = in.leftmost = in.rightmost = in.length_m = 0;
            if (before != NULL && !bent && here->look->turns && (near || was_near) &&
                same_place(before->look->to_m, here->look->from_m) && here->from_m == 0 &&
                !ovf_swath_corner(swath, plane, before, here, options))
                return ovf_fail_memory(error);
            in.look = here;
            in.bends = bent || bend;
            if (near ? !lay_look(&in, joined, on || bend) : !close_strip(&in))
                return ovf_fail_memory(error);
            in.turn = bend ? turn : NAN;
            in.azimuth = azimuth;
            joined = (on && near) || bend;
            bent = bend;
        }
        was_near = near;
        near = after_near;
        before = here;
        here = after;
        after = &three[++slot % 3];
    }
    return close_strip(&in) ? OVF_OK : ovf_fail_memory(error);
}
