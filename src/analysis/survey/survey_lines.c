#include "analysis/survey/survey_lines.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

bool ovf_line_add(ovf_line *line, ovf_flat at)
{
    if (!ovf_array_reserve(&line->points, &line->capacity, line->count + 1, sizeof at))
        return false;
    line->points[line->count++] = at;
    return true;
}

void ovf_line_clear(ovf_line *line)
{
    free(line->points);
    *line = (ovf_line){0};
}

static ovf_flat image(const ovf_plane *plane, const ovf_fix *fix)
{
    return ovf_plane_point(plane, fix->lon, fix->lat);
}

static double course(ovf_flat a, ovf_flat b) { return atan2(b.y - a.y, b.x - a.x); }

/* A track, as it is flown. */
typedef struct {
    ovf_flat begin, end;
} track;

/* Adds the corners of a way from where the line ends to a pose. */
static bool add_way(ovf_line *line, ovf_pose to, double turn_m)
{
    ovf_flat corners[OVF_WAY_CORNERS];
    if (line->count == 0 || !(turn_m > 0)) return true;
    ovf_flat last = line->points[line->count - 1];
    /* From a place any course will do: that to where the way goes. */
    ovf_pose from = {last, line->count > 1 ? course(line->points[line->count - 2], last)
                                           : course(last, to.at)};
    size_t count = ovf_turns_between(from, to, turn_m, corners);
    bool good = true;
    for (size_t k = 0; k < count && good; k++) good = ovf_line_add(line, corners[k]);
    return good;
}

/* Adds a way to a track, and the track; where there is a turn before it begins on a leg. */
static bool add_track(ovf_line *line, track t, double turn_m)
{
    bool begins = line->count == 0 || !(turn_m > 0);
    return add_way(line, (ovf_pose){t.begin, course(t.begin, t.end)}, turn_m) &&
           (!begins || ovf_line_add(line, t.begin)) && ovf_line_add(line, t.end);
}

/* The tracks of a survey, of which the legs are told apart by `on`. */
static bool find_tracks(const ovf_survey *survey, const ovf_plane *plane, track **tracks,
                        size_t *count)
{
    *tracks = ovf_array_new(survey->fix_count, sizeof **tracks);
    *count = 0;
    if (*tracks == NULL) return false;
    for (size_t i = 0; i + 1 < survey->fix_count; i++) {
        if (!survey->on[i]) continue;
        ovf_flat begin = image(plane, &survey->fixes[i]);
        while (i + 1 < survey->fix_count && survey->on[i]) i++;
        (*tracks)[(*count)++] = (track){begin, image(plane, &survey->fixes[i])};
    }
    return true;
}

static track turned(track t) { return (track){t.end, t.begin}; }

/* The point of a ring that is nearest to a place. */
static size_t nearest_of(const ovf_rings *rings, size_t begin, size_t end, ovf_flat to)
{
    size_t best = begin;
    double least = INFINITY;
    for (size_t i = begin; i < end; i++) {
        double away = hypot(rings->points[i].x - to.x, rings->points[i].y - to.y);
        if (away < least) {
            least = away;
            best = i;
        }
    }
    return best;
}

/* Adds the outlines, each from where it is nearest to where the one before was left, and back. */
static bool add_outlines(ovf_line *line, const ovf_rings *rings, ovf_flat at, double turn_m)
{
    bool good = true;
    for (size_t r = 0, begin = 0; r < rings->ring_count && good; begin = rings->ends[r++]) {
        size_t count = rings->ends[r] - begin - 1;
        const ovf_flat *ring = rings->points + begin;
        double twice = 0;
        for (size_t i = 0; i < count; i++)
            twice += ring[i].x * ring[i + 1].y - ring[i + 1].x * ring[i].y;
        if (twice < 0 || count < 3) continue; /* a hole */
        size_t first = nearest_of(rings, begin, begin + count, at) - begin;
        bool begins = line->count == 0 || !(turn_m > 0);
        ovf_pose to = {ring[first], course(ring[first], ring[(first + 1) % count])};
        good = add_way(line, to, turn_m) && (!begins || ovf_line_add(line, ring[first]));
        for (size_t k = 1; k <= count && good; k++)
            good = ovf_line_add(line, ring[(first + k) % count]);
        at = line->points[line->count - 1];
    }
    return good;
}

bool ovf_line_of_tracks(ovf_line *line, const ovf_plane *plane, const ovf_survey *survey,
                        const ovf_survey_options *options, const ovf_line_plan *plan)
{
    track *tracks;
    size_t count;
    bool good = find_tracks(survey, plane, &tracks, &count);
    double turn_m = plan->turn_m;
    line->count = 0;
    if (good && options->from != NULL)
        good = ovf_line_add(line, ovf_plane_point(plane, options->from->lon, options->from->lat));
    if (good && plan->around != NULL)
        good = add_outlines(line, plan->around, line->count > 0 ? line->points[0] : tracks[0].begin,
                            turn_m);
    for (size_t k = 0; k < count && good; k++) {
        size_t which = k, evens = (count + 1) / 2;
        if (plan->apart) which = k < evens ? 2 * k : 2 * (count - k) - 1;
        /* Each is flown against the one before. */
        good = add_track(line, which % 2 == k % 2 ? tracks[which] : turned(tracks[which]), turn_m);
    }
    if (good && options->to != NULL) {
        ovf_flat to = ovf_plane_point(plane, options->to->lon, options->to->lat);
        ovf_flat last = line->points[line->count - 1];
        good = add_way(line, (ovf_pose){to, course(last, to)}, turn_m) && ovf_line_add(line, to);
    }
    free(tracks);
    return good;
}

bool ovf_line_of_route(ovf_line *line, const ovf_plane *plane, const ovf_fix *fixes, size_t count,
                       const ovf_survey_options *options)
{
    const ovf_lonlat *from = options->from, *to = options->to;
    bool good = true;
    line->count = 0;
    if (from != NULL && (fixes[0].lon != from->lon || fixes[0].lat != from->lat))
        good = ovf_line_add(line, ovf_plane_point(plane, from->lon, from->lat));
    for (size_t i = 0; i < count && good; i++) good = ovf_line_add(line, image(plane, &fixes[i]));
    if (to != NULL && (fixes[count - 1].lon != to->lon || fixes[count - 1].lat != to->lat))
        good = good && ovf_line_add(line, ovf_plane_point(plane, to->lon, to->lat));
    return good;
}

/* ---- routes with arcs ---- */

/* Arcs are a little wider than asked, since the plane stretches lengths. */
#define WIDER 1.03
/* What is so little is no turn, radians. */
#define NO_TURN 1e-4

static double chord_of(double radius_m) { return 2 * radius_m * sin(OVF_BEND_STEP / 2); }

static double leg_of(const ovf_line *line, size_t i)
{
    return hypot(line->points[i + 1].x - line->points[i].x,
                 line->points[i + 1].y - line->points[i].y);
}

static double turn_at(const ovf_line *line, size_t i)
{
    return i > 0 && i + 1 < line->count ? ovf_bend_of(line->points, line->count, i, 0).turn : 0;
}

/* Half of each leg beside a corner turns by its part of it. */
bool ovf_line_is_flown(const ovf_line *line, double radius_m)
{
    double chord = chord_of(radius_m);
    for (size_t i = 1; i + 1 < line->count && radius_m > 0; i++) {
        double beside = (fmin(chord, leg_of(line, i - 1)) + fmin(chord, leg_of(line, i))) / 2;
        if (fabs(turn_at(line, i)) > OVF_BEND_STEP * beside / chord * 1.01 + NO_TURN) return false;
    }
    return true;
}

bool ovf_line_turns_along(const ovf_line *line, size_t i, double radius_m)
{
    return radius_m > 0 && i + 1 < line->count && leg_of(line, i) < WIDER * chord_of(radius_m) &&
           (fabs(turn_at(line, i)) > NO_TURN || fabs(turn_at(line, i + 1)) > NO_TURN);
}
