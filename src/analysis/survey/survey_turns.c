#include "analysis/survey/survey_turns.h"

#include <math.h>

#define HALF_TURN (180 * OVF_RADIAN)
/* A way is laid with turns that are wider by this part, so that its corners leave room. */
#define ROOM 1e-3
/* No corner of a way turns by more. */
#define CORNER (91 * OVF_RADIAN)

static ovf_flat ahead(ovf_flat at, double course, double by)
{
    return (ovf_flat){at.x + by * cos(course), at.y + by * sin(course)};
}

ovf_bend ovf_bend_at(ovf_flat before, ovf_flat at, ovf_flat next, double radius_m)
{
    double come = atan2(at.y - before.y, at.x - before.x), go = atan2(next.y - at.y, next.x - at.x);
    ovf_bend bend = {.begin = at, .end = at, .course = come, .radius_m = radius_m};
    bend.turn = remainder(go - come, 2 * HALF_TURN);
    if (!(radius_m > 0)) return bend;
    bend.taken_m = radius_m * tan(fabs(bend.turn) / 2);
    bend.saved_m = 2 * bend.taken_m - radius_m * fabs(bend.turn);
    bend.begin = ahead(at, come, -bend.taken_m);
    bend.end = ahead(at, go, bend.taken_m);
    bend.centre = ahead(bend.begin, come + copysign(HALF_TURN / 2, bend.turn), radius_m);
    return bend;
}

ovf_bend ovf_bend_of(const ovf_flat *points, size_t count, size_t i, double radius_m)
{
    if (i > 0 && i + 1 < count)
        return ovf_bend_at(points[i - 1], points[i], points[i + 1], radius_m);
    return (ovf_bend){.begin = points[i], .end = points[i]};
}

ovf_flat ovf_bend_place(const ovf_bend *bend, double part)
{
    double side = copysign(HALF_TURN / 2, bend->turn);
    return ahead(bend->centre, bend->course - side + part * bend->turn, bend->radius_m);
}

/* ---- ways ---- */

/* One piece: an arc (turn, radians, left positive) or a straight line (turn 0). */
typedef struct {
    double turn, length_m;
} piece;

typedef struct {
    piece pieces[3];
    double length_m;
} way;

static double positive(double angle)
{
    angle = fmod(angle, 2 * HALF_TURN);
    /* What is a hair below a whole turn is none. */
    if (angle < 0) angle += 2 * HALF_TURN;
    return angle > 2 * HALF_TURN - 1e-9 ? 0 : angle;
}

static ovf_flat centre_of(ovf_pose pose, double side, double radius)
{
    return ahead(pose.at, pose.course + side * HALF_TURN / 2, radius);
}

static void take(way *best, double first, double middle_turn, double middle_m, double last,
                 double radius)
{
    double length = (fabs(first) + fabs(middle_turn) + fabs(last)) * radius + middle_m;
    if (!(length < best->length_m)) return;
    *best = (way){{{first, 0}, {middle_turn, middle_m}, {last, 0}}, length};
}

/* Arcs to one side each with the straight line that touches both circles. */
static void try_straight(way *best, ovf_pose from, ovf_pose to, double first, double last,
                         double radius)
{
    ovf_flat a = centre_of(from, first, radius), b = centre_of(to, last, radius);
    double x = b.x - a.x, y = b.y - a.y, apart = hypot(x, y), line = atan2(y, x), along = apart;
    if (first != last) {
        if (apart < 2 * radius) return;
        along = sqrt(apart * apart - 4 * radius * radius);
        line += first * asin(2 * radius / apart);
    }
    take(best, first * positive(first * (line - from.course)), 0, along,
         last * positive(last * (to.course - line)), radius);
}

/* Arcs to one side with one to the other between them. */
static void try_arcs(way *best, ovf_pose from, ovf_pose to, double side, double radius)
{
    ovf_flat a = centre_of(from, side, radius), b = centre_of(to, side, radius);
    double x = b.x - a.x, y = b.y - a.y, apart = hypot(x, y);
    if (apart > 4 * radius) return;
    for (int k = -1; k <= 1; k += 2) {
        /* The circle between touches both: its centre is at 2r from theirs. */
        double to_middle = atan2(y, x) + k * acos(apart / (4 * radius));
        ovf_flat m = ahead(a, to_middle, 2 * radius);
        double leave = to_middle + side * HALF_TURN / 2,
               enter = atan2(b.y - m.y, b.x - m.x) - side * HALF_TURN / 2;
        take(best, side * positive(side * (leave - from.course)),
             -side * positive(-side * (enter - leave)), 0,
             side * positive(side * (to.course - enter)), radius);
    }
}

/* Adds the corners of an arc from a pose, and moves the pose to its end. */
static size_t lay_arc(ovf_pose *pose, double turn, double radius, ovf_flat *corners)
{
    if (fabs(turn) < 1e-9) return 0;
    size_t count = 1 + (size_t)(fabs(turn) / CORNER);
    double each = turn / (double)count, taken = radius * tan(fabs(each) / 2);
    for (size_t k = 0; k < count; k++) {
        corners[k] = ahead(pose->at, pose->course, taken);
        pose->course += each;
        pose->at = ahead(corners[k], pose->course, taken);
    }
    return count;
}

size_t ovf_turns_between(ovf_pose from, ovf_pose to, double radius_m,
                         ovf_flat corners[OVF_WAY_CORNERS])
{
    way best = {.length_m = INFINITY};
    size_t count = 0;
    double radius = radius_m * (1 + ROOM);
    if (!(radius > 0)) return 0;
    for (int k = 0; k < 4; k++)
        try_straight(&best, from, to, (k & 1) != 0 ? 1 : -1, (k & 2) != 0 ? 1 : -1, radius);
    for (int side = -1; side <= 1; side += 2) try_arcs(&best, from, to, side, radius);
    for (int k = 0; k < 3; k++) {
        const piece *p = &best.pieces[k];
        if (p->length_m > 0) from.at = ahead(from.at, from.course, p->length_m);
        else count += lay_arc(&from, p->turn, radius, corners + count);
    }
    return count;
}
