#include "input/airspace/airspace_line.h"

#include <geodesic.h>
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "geodesy/earth.h"

/* Places that are no farther apart are one, m. */
#define SAME_PLACE_M 1e-3
#define RADIANS (M_PI / 180)
/* Of the sphere on which borders are looked at; what is found there decides about vertices only. */
#define SPHERE_M 6371000.0

void ovf_airspace_line_clear(ovf_airspace_line *curve)
{
    free(curve->steps);
    *curve = (ovf_airspace_line){0};
}

void ovf_airspace_line_reset(ovf_airspace_line *curve)
{
    curve->count = 0;
    curve->gap_m = 0;
}

static bool add(ovf_airspace_line *curve, ovf_step step)
{
    if (!ovf_array_reserve(&curve->steps, &curve->capacity, curve->count + 1, sizeof step))
        return false;
    curve->steps[curve->count++] = step;
    return true;
}

static double apart_m(ovf_lonlat a, ovf_lonlat b)
{
    double length_m;
    if (a.lon == b.lon && a.lat == b.lat) return 0;
    geod_inverse(ovf_earth(), a.lat, a.lon, b.lat, b.lon, &length_m, NULL, NULL);
    return length_m;
}

/* The next piece begins at a place; arc: it is an arc. An arc has its radius and its ends from its
 * centre; places of its neighbours, which are rounded, give way where they are near. */
static bool begin(ovf_airspace_line *curve, ovf_lonlat at, bool arc)
{
    if (curve->count == 0) return add(curve, (ovf_step){.kind = OVF_STEP_BEGIN, .to = at});
    ovf_step *last = &curve->steps[curve->count - 1];
    double gap_m = apart_m(last->to, at);
    if (gap_m > curve->gap_m) {
        curve->gap_m = gap_m;
        curve->gap_at = last->to;
    }
    if (gap_m <= SAME_PLACE_M) return true;
    if (gap_m <= OVF_AIRSPACE_GAP_M && (arc || last->kind == OVF_STEP_ARC)) {
        if (arc) last->to = at;
        return true;
    }
    return add(curve, (ovf_step){.kind = OVF_STEP_GEODESIC, .to = at});
}

bool ovf_airspace_line_begin(ovf_airspace_line *curve, ovf_lonlat at)
{
    return begin(curve, at, false);
}

bool ovf_airspace_line_begin_arc(ovf_airspace_line *curve, ovf_lonlat at)
{
    return begin(curve, at, true);
}

bool ovf_airspace_line_to(ovf_airspace_line *curve, ovf_step_kind kind, ovf_lonlat to)
{
    return add(curve, (ovf_step){.kind = kind, .to = to});
}

bool ovf_airspace_line_arc(ovf_airspace_line *curve, ovf_lonlat centre, ovf_lonlat to,
                           bool clockwise)
{
    return add(
        curve,
        (ovf_step){.kind = OVF_STEP_ARC, .to = to, .centre = centre, .clockwise = clockwise});
}

bool ovf_airspace_line_circle(ovf_airspace_line *curve, ovf_lonlat centre, double radius_m)
{
    return add(curve, (ovf_step){.kind = OVF_STEP_CIRCLE, .centre = centre, .radius_m = radius_m});
}

bool ovf_airspace_line_append(ovf_airspace_line *curve, const ovf_airspace_line *more)
{
    if (more->count == 0) return true;
    if (more->gap_m > curve->gap_m) {
        curve->gap_m = more->gap_m;
        curve->gap_at = more->gap_at;
    }
    if (more->steps[0].kind == OVF_STEP_CIRCLE) return add(curve, more->steps[0]);
    bool arc = more->count > 1 && more->steps[1].kind == OVF_STEP_ARC;
    if (!begin(curve, more->steps[0].to, arc)) return false;
    for (size_t i = 1; i < more->count; i++)
        if (!add(curve, more->steps[i])) return false;
    return true;
}

/* The step that leads from the end of one back to `to`. */
static ovf_step backwards(ovf_step step, ovf_lonlat to)
{
    step.to = to;
    step.clockwise = !step.clockwise;
    return step;
}

bool ovf_airspace_line_reverse(ovf_airspace_line *curve)
{
    ovf_airspace_line turned = {.gap_m = curve->gap_m, .gap_at = curve->gap_at};
    if (curve->count < 2) return true;
    bool good = add(&turned,
                    (ovf_step){.kind = OVF_STEP_BEGIN, .to = curve->steps[curve->count - 1].to});
    for (size_t i = curve->count - 1; i > 0 && good; i--)
        good = add(&turned, backwards(curve->steps[i], curve->steps[i - 1].to));
    free(curve->steps);
    *curve = turned;
    return good;
}

bool ovf_airspace_line_close(ovf_airspace_line *curve)
{
    if (curve->count < 2 || curve->steps[0].kind == OVF_STEP_CIRCLE) return true;
    ovf_step *first = &curve->steps[0], *last = &curve->steps[curve->count - 1];
    bool arc = first[1].kind == OVF_STEP_ARC;
    if (!arc && last->kind == OVF_STEP_ARC && apart_m(first->to, last->to) <= OVF_AIRSPACE_GAP_M)
        first->to = last->to;
    return begin(curve, first->to, arc);
}

/* ---- along a border ---- */

typedef struct {
    double x, y, z;
} vector;

static vector on_sphere(ovf_lonlat at)
{
    double latitude = at.lat * RADIANS, longitude = at.lon * RADIANS;
    return (vector){cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)};
}

static double dot(vector a, vector b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

static vector minus(vector a, vector b) { return (vector){a.x - b.x, a.y - b.y, a.z - b.z}; }

/* The number of the vertex of a border that is before the place of it nearest to `at`, and which
 * part of the way to the next that place is. */
static double nearest(const ovf_airspace_line *border, ovf_lonlat at, double *away_m)
{
    vector p = on_sphere(at), a = on_sphere(border->steps[0].to);
    double found = 0, least = INFINITY;
    for (size_t i = 1; i < border->count; i++) {
        vector b = on_sphere(border->steps[i].to), along = minus(b, a), to = minus(p, a);
        double length2 = dot(along, along), part = length2 > 0 ? dot(to, along) / length2 : 0;
        part = fmin(1, fmax(0, part));
        vector foot = {a.x + part * along.x, a.y + part * along.y, a.z + part * along.z};
        double size = sqrt(dot(foot, foot));
        foot = (vector){foot.x / size, foot.y / size, foot.z / size};
        vector away = minus(p, foot);
        if (dot(away, away) < least) {
            least = dot(away, away);
            found = (double)(i - 1) + part;
        }
        a = b;
    }
    *away_m = sqrt(least) * SPHERE_M;
    return found;
}

/* How long a border is from one such number up to another. */
static double stretch(const ovf_airspace_line *border, double from, double to)
{
    double sum = 0;
    for (size_t i = (size_t)from; i + 1 < border->count && (double)i < to; i++) {
        vector along = minus(on_sphere(border->steps[i + 1].to), on_sphere(border->steps[i].to));
        double part = fmin(to, (double)i + 1) - fmax(from, (double)i);
        sum += part * sqrt(dot(along, along));
    }
    return sum;
}

/* The vertices of a border behind `from` and before `to`, upwards; last: the step that goes on. */
static bool go_up(ovf_airspace_line *curve, const ovf_airspace_line *border, double from, double to,
                  ovf_step *last)
{
    for (size_t i = (size_t)floor(from) + 1; (double)i < to; i++)
        if (!add(curve, border->steps[i])) return false;
    size_t next = (size_t)ceil(to);
    if (next < border->count) *last = border->steps[next == 0 ? 1 : next];
    return true;
}

static bool go_down(ovf_airspace_line *curve, const ovf_airspace_line *border, double from,
                    double to, ovf_step *last)
{
    for (size_t i = (size_t)ceil(from); i > 0 && (double)(i - 1) > to; i--)
        if (!add(curve, backwards(border->steps[i], border->steps[i - 1].to))) return false;
    size_t edge = to < 0 ? 1 : (size_t)floor(to) + 1;
    *last = backwards(border->steps[edge < border->count ? edge : border->count - 1],
                      curve->steps[0].to);
    return true;
}

bool ovf_airspace_line_follow(ovf_airspace_line *curve, const ovf_airspace_line *border,
                              ovf_lonlat to, double *away_m)
{
    ovf_lonlat from = curve->steps[curve->count - 1].to;
    double first_m, last_m, end = (double)border->count - 1;
    *away_m = INFINITY;
    if (border->count < 2 || border->steps[0].kind == OVF_STEP_CIRCLE) return true;
    double first = nearest(border, from, &first_m), last = nearest(border, to, &last_m);
    *away_m = fmax(first_m, last_m);
    bool closed = apart_m(border->steps[0].to, border->steps[border->count - 1].to) <= SAME_PLACE_M,
         up = first <= last, around = false, good;
    if (closed) {
        double least = fmin(first, last), most = fmax(first, last),
               between = stretch(border, least, most);
        around = 2 * between > stretch(border, 0, end);
    }
    ovf_step step = {.kind = OVF_STEP_GEODESIC};
    if (!around) {
        good = up ? go_up(curve, border, first, last, &step)
                  : go_down(curve, border, first, last, &step);
    } else if (up) { /* down, over the joint, and on down */
        good = go_down(curve, border, first, -1, &step) && go_down(curve, border, end, last, &step);
    } else {
        good = go_up(curve, border, first, end + 0.5, &step) &&
               go_up(curve, border, 0, last, &step);
    }
    step.to = to;
    return good && add(curve, step);
}

/* ---- rings ---- */

bool ovf_airspace_line_ring(const ovf_airspace_line *curve, bool alone, ovf_airspace *airspace)
{
    const ovf_step *circle = &curve->steps[0];
    if (curve->count == 0) return true;
    if (circle->kind != OVF_STEP_CIRCLE || alone) {
        for (size_t i = 0; i < curve->count; i++)
            if (!ovf_airspace_add_step(airspace, &curve->steps[i])) return false;
        return true;
    }
    ovf_lonlat north, south;
    geod_direct(ovf_earth(), circle->centre.lat, circle->centre.lon, 0, circle->radius_m,
                &north.lat, &north.lon, NULL);
    geod_direct(ovf_earth(), circle->centre.lat, circle->centre.lon, 180, circle->radius_m,
                &south.lat, &south.lon, NULL);
    ovf_step arc = {.kind = OVF_STEP_ARC, .centre = circle->centre, .clockwise = true};
    bool good = ovf_airspace_add_step(airspace, &(ovf_step){.kind = OVF_STEP_BEGIN, .to = north});
    arc.to = south;
    good = good && ovf_airspace_add_step(airspace, &arc);
    arc.to = north;
    return good && ovf_airspace_add_step(airspace, &arc);
}

/* Newton's method for the place (north, east of the guess) and the distance: a step towards a point
 * shortens the distance to it by the cosine of the angle between. */
bool ovf_airspace_line_centre(const ovf_lonlat through[3], ovf_lonlat *centre, bool *clockwise)
{
    ovf_lonlat at = through[1];
    double away_m[3], azimuth[3];
    geod_inverse(ovf_earth(), through[1].lat, through[1].lon, through[0].lat, through[0].lon,
                 &away_m[0], &azimuth[0], NULL);
    geod_inverse(ovf_earth(), through[1].lat, through[1].lon, through[2].lat, through[2].lon,
                 &away_m[2], &azimuth[2], NULL);
    double turn = sin((azimuth[2] - azimuth[0]) * RADIANS);
    if (!(away_m[0] > SAME_PLACE_M) || !(away_m[2] > SAME_PLACE_M) || fabs(turn) < 1e-9)
        return false;
    *clockwise = turn < 0;
    /* In the plane: the centre is at c with 2 c·a = a², 2 c·b = b². */
    double ax = away_m[0] * cos(azimuth[0] * RADIANS), ay = away_m[0] * sin(azimuth[0] * RADIANS),
           bx = away_m[2] * cos(azimuth[2] * RADIANS), by = away_m[2] * sin(azimuth[2] * RADIANS),
           whole = 2 * (ax * by - ay * bx), a2 = ax * ax + ay * ay, b2 = bx * bx + by * by;
    double north = (a2 * by - b2 * ay) / whole, east = (b2 * ax - a2 * bx) / whole;
    for (int turns = 0; turns < 50; turns++) {
        double step_m = hypot(north, east);
        if (!(step_m < 5e6)) return false;
        geod_direct(ovf_earth(), at.lat, at.lon, atan2(east, north) / RADIANS, step_m, &at.lat,
                    &at.lon, NULL);
        if (step_m < 1e-4) break;
        for (int i = 0; i < 3; i++)
            geod_inverse(ovf_earth(), at.lat, at.lon, through[i].lat, through[i].lon, &away_m[i],
                         &azimuth[i], NULL);
        /* away_i - n cos_i - e sin_i is the same for all i. */
        double c0 = cos(azimuth[0] * RADIANS), s0 = sin(azimuth[0] * RADIANS),
               c1 = cos(azimuth[1] * RADIANS) - c0, s1 = sin(azimuth[1] * RADIANS) - s0,
               c2 = cos(azimuth[2] * RADIANS) - c0, s2 = sin(azimuth[2] * RADIANS) - s0,
               d1 = away_m[1] - away_m[0], d2 = away_m[2] - away_m[0], det = c1 * s2 - c2 * s1;
        north = (d1 * s2 - d2 * s1) / det;
        east = (c1 * d2 - c2 * d1) / det;
    }
    *centre = at;
    return isfinite(at.lat) && hypot(north, east) < 1;
}
