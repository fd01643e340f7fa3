/* Circling: a full turn within a short length. */
#include <math.h>

#include "analysis/check/judging.h"
#include "base/array.h"
#include "base/said_length.h"

/* The azimuths of a leg at its beginning and its end. */
static void azimuths(const ovf_fix *from, const ovf_fix *to, double *first, double *last)
{
    geod_inverse(ovf_earth(), from->lat, from->lon, to->lat, to->lon, NULL, first, last);
}

static void add(ovf_check *check, const ovf_restriction *restriction, double from_m, double to_m,
                double turned)
{
    char position[OVF_POSITION_SIZE];
    ovf_finding *finding = ovf_check_add(check, restriction, restriction->severity);
    ovf_check_stretch(check, finding, from_m, to_m);
    finding->measured = fabs(turned);
    finding->limit = 360;
    finding->margin = 360 - fabs(turned);
    finding->unit = "deg";
    ovf_place middle = ovf_check_place(check, (from_m + to_m) / 2);
    ovf_check_say(
        finding,
        "circles: turns by %.0f degrees to the %s within %s, from km %.3f to km %.3f, around %s",
        fabs(turned), turned < 0 ? "left" : "right", ovf_said_km((to_m - from_m) / 1000).text,
        from_m / 1000, to_m / 1000, ovf_check_position(middle.lon, middle.lat, position));
}

/* Within `limit` of either end: taking off and landing. */
static bool is_at_end(const ovf_check *check, double from_m, double to_m, double near_m)
{
    return to_m <= near_m || from_m >= check->result->length_m - near_m;
}

/* Where the course changes, and by how much. False when memory is out. */
static bool gather_turns(ovf_check *check)
{
    const ovf_route *route = check->result->route;
    const double *along = check->result->fix_along_m;
    ovf_scratch *s = check->scratch;
    double course = NAN, begins, ends;
    s->turn_count = 0;
    for (size_t i = 0; i + 1 < route->fix_count; i++) {
        if (!(along[i + 1] - along[i] > 1e-6)) continue;
        azimuths(&route->fixes[i], &route->fixes[i + 1], &begins, &ends);
        double turn = isnan(course) ? 0 : remainder(begins - course, 360);
        course = ends;
        /* Turning back on the spot is to neither side. */
        if (!(fabs(turn) > 1e-3 && fabs(turn) < 180 - 1e-6)) continue;
        if (!ovf_array_reserve(&s->turns, &s->turn_capacity, s->turn_count + 1, sizeof *s->turns))
            return false;
        s->turns[s->turn_count++] = (ovf_course_change){along[i], turn};
    }
    return true;
}

/* What a loop of the restriction's length turns by at least, degrees: its angles come to 360
 * degrees less its area over the square of the radius, in radians (Gauss); no loop of a length has
 * more area than the circle. */
static double full_turn(const ovf_restriction *restriction)
{
    double loop_m = restriction->values[0] * 1000;
    return 360 - 1e-6 -
           loop_m * loop_m / (4 * 180 * OVF_RADIAN * OVF_EARTH_MIN_RADIUS * OVF_EARTH_MIN_RADIUS) /
               OVF_RADIAN;
}

/* Where turns to one side, less those to the other between them, come to a circle within its
 * length. */
static void find_circles(ovf_check *check, const ovf_restriction *restriction, double side)
{
    const ovf_scratch *s = check->scratch;
    double loop_m = restriction->values[0] * 1000, near_m = restriction->values[1] * 1000,
           turns = 0;
    double full = full_turn(restriction);
    size_t first = 0;
    for (size_t k = 0; k < s->turn_count; k++) {
        turns += fmax(0, side * s->turns[k].degrees);
        while (s->turns[k].along_m - s->turns[first].along_m > loop_m)
            turns -= fmax(0, side * s->turns[first++].degrees);
        if (turns < full) continue;
        double sum = 0;
        for (size_t i = k + 1; i > first; i--) {
            sum += side * s->turns[i - 1].degrees;
            if (sum < full) continue;
            if (!is_at_end(check, s->turns[i - 1].along_m, s->turns[k].along_m, near_m))
                add(check, restriction, s->turns[i - 1].along_m, s->turns[k].along_m, side * sum);
            first = k + 1;
            turns = 0;
            break;
        }
    }
}

/* By how much the azimuth of a chord may differ from its geodesic's: e²/12 (s/R)² at most, less
 * than a thousandth up to OVF_ARC_LENGTH_M; and for rounding. */
#define SLACK_DEG 0.1

/* Whether all turns to one side, together, may make a circle. */
static bool may_circle(const ovf_check *check, const ovf_restriction *restriction)
{
    const ovf_scratch *s = check->scratch;
    const double *along = check->result->fix_along_m;
    double left = 0, right = 0;
    size_t reached = 0; /* the fix that the leg before ends at; 0: there is none */
    ovf_vector before = {0, 0, 0};
    for (size_t i = 0; i + 1 < check->result->route->fix_count; i++) {
        if (!(along[i + 1] - along[i] > 1e-6)) continue;
        if (along[i + 1] - along[i] > OVF_ARC_LENGTH_M || (reached > 0 && reached != i))
            return true;
        ovf_vector here = ovf_track_point(&s->track, i),
                   ahead = ovf_subtract(ovf_track_point(&s->track, i + 1), here),
                   up = ovf_earth_normal(here);
        if (reached > 0) {
            double turn = atan2(ovf_dot(ovf_cross(before, ahead), up),
                                ovf_dot(before, ahead) - ovf_dot(before, up) * ovf_dot(ahead, up)) /
                          OVF_RADIAN;
            left += fabs(turn) > 179 ? 181 : fmax(turn, 0) + SLACK_DEG;
            right += fabs(turn) > 179 ? 181 : fmax(-turn, 0) + SLACK_DEG;
        }
        before = ahead;
        reached = i + 1;
    }
    return left >= full_turn(restriction) || right >= full_turn(restriction);
}

void ovf_evaluate_circling(ovf_check *check, const ovf_restriction *restriction,
                           const ovf_meeting *meeting)
{
    size_t before = check->scratch->finding_count;
    (void)meeting;
    if (may_circle(check, restriction)) {
        if (!gather_turns(check)) {
            check->failed = true;
            return;
        }
        find_circles(check, restriction, 1);
        find_circles(check, restriction, -1);
    }
    /* The greatest turn would cost too much: there is no figure. */
    if (check->scratch->finding_count == before)
        ovf_check_kept(check, restriction, NAN, 360, "deg", NAN);
}

const ovf_kind ovf_kind_circling = {
    .name = "circling",
    .meaning =
        "no full turn in one direction within a short length of the flight, but near its ends",
    .scopes = OVF_SCOPE_FLIGHT,
    .parameters = {{"loop_km", 0, 1000, NAN, "the length within which a full turn is a circle, km",
                    false},
                   {"except_near_ends_km", -1, 1000, 10,
                    "the length at either end of the flight on which it does not count, km",
                    false}},
};
