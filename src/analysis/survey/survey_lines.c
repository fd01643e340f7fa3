#include "analysis/survey/survey_lines.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

static bool add(ovf_line *line, ovf_flat at)
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

/* Adds a way to a track, and the track. */
static bool add_track(ovf_line *line, track t, double turn_m)
{
    ovf_flat corners[OVF_WAY_CORNERS];
    size_t count = line->count;
    bool good = true;
    if (count > 1) {
        ovf_pose from = {line->points[count - 1],
                         course(line->points[count - 2], line->points[count - 1])},
                 to = {t.begin, course(t.begin, t.end)};
        size_t added = ovf_turns_between(from, to, turn_m, corners);
        for (size_t k = 0; k < added && good; k++) good = add(line, corners[k]);
    } else if (count == 1 && turn_m > 0) {
        /* From a place any course will do: that to the track. */
        ovf_pose from = {line->points[0], course(line->points[0], t.begin)},
                 to = {t.begin, course(t.begin, t.end)};
        size_t added = ovf_turns_between(from, to, turn_m, corners);
        for (size_t k = 0; k < added && good; k++) good = add(line, corners[k]);
    }
    return good && (turn_m > 0 || add(line, t.begin)) && add(line, t.end);
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

bool ovf_line_of_tracks(ovf_line *line, const ovf_plane *plane, const ovf_survey *survey,
                        const ovf_survey_options *options, double turn_m, bool apart)
{
    track *tracks;
    size_t count;
    bool good = find_tracks(survey, plane, &tracks, &count);
    line->count = 0;
    if (good && options->from != NULL)
        good = add(line, ovf_plane_point(plane, options->from->lon, options->from->lat));
    for (size_t k = 0; k < count && good; k++) {
        size_t which = k, evens = (count + 1) / 2;
        if (apart) which = k < evens ? 2 * k : 2 * (count - k) - 1;
        track t = tracks[which];
        /* Each is flown against the one before. */
        if (which % 2 != k % 2) t = turned(t);
        good = add_track(line, t, turn_m);
    }
    if (good && options->to != NULL) {
        ovf_flat to = ovf_plane_point(plane, options->to->lon, options->to->lat);
        if (turn_m > 0 && line->count > 1) {
            ovf_flat corners[OVF_WAY_CORNERS], last = line->points[line->count - 1];
            ovf_pose from = {last, course(line->points[line->count - 2], last)},
                     there = {to, course(last, to)};
            size_t added = ovf_turns_between(from, there, turn_m, corners);
            for (size_t k = 0; k < added && good; k++) good = add(line, corners[k]);
        }
        good = good && add(line, to);
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
        good = add(line, ovf_plane_point(plane, from->lon, from->lat));
    for (size_t i = 0; i < count && good; i++) good = add(line, image(plane, &fixes[i]));
    if (to != NULL && (fixes[count - 1].lon != to->lon || fixes[count - 1].lat != to->lat))
        good = good && add(line, ovf_plane_point(plane, to->lon, to->lat));
    return good;
}
