#include "cli/what_was_read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/said_length.h"
#include "base/time.h"
#include "overflight/volume.h"

typedef struct {
    double from, to; /* NAN: none is known */
} span;

typedef struct {
    span time_s, sea_m, level_m, ground_m, ellipsoid_m, unknown_m;
    size_t legs; /* never observed */
    double length_m, time_lost_s;
    size_t first; /* of them */
} facts;

static void take(span *of, double value)
{
    if (isnan(value)) return;
    if (!(of->from <= value)) of->from = value;
    if (!(of->to >= value)) of->to = value;
}

static span *span_over(facts *found, unsigned char reference)
{
    return reference == OVF_HEIGHT_AGL         ? &found->ground_m
           : reference == OVF_HEIGHT_ELLIPSOID ? &found->ellipsoid_m
                                               : &found->unknown_m;
}

static facts find(const ovf_result *result)
{
    const ovf_route *route = result->route;
    const span none = {NAN, NAN};
    facts found = {none, none, none, none, none, none, 0, 0, 0, 0};
    for (size_t i = 0; i < route->fix_count; i++) {
        const ovf_fix *fix = &route->fixes[i];
        bool level = route->flight_levels != NULL && route->flight_levels[i];
        take(&found.time_s, fix->time_s);
        take(level ? &found.level_m : &found.sea_m, fix->altitude_m);
        if (route->heights_m != NULL)
            take(span_over(&found, route->height_references[i]), route->heights_m[i]);
        if (route->unobserved == NULL || !route->unobserved[i]) continue;
        if (found.legs++ == 0) found.first = i;
        found.length_m += result->fix_along_m[i + 1] - result->fix_along_m[i];
        found.time_lost_s += route->fixes[i + 1].time_s - fix->time_s;
    }
    return found;
}

/* The second of two times without its day where that is the same. */
static void print_times(FILE *out, const span *time_s)
{
    char from[OVF_TIME_SIZE], to[OVF_TIME_SIZE];
    if (isnan(time_s->from)) {
        fputs(", no times", out);
        return;
    }
    ovf_time_format(time_s->from, from);
    ovf_time_format(time_s->to, to);
    const char *day = strchr(from, 'T'), *other = strchr(to, 'T');
    bool same = day != NULL && other != NULL && day - from == other - to &&
                strncmp(from, to, (size_t)(day - from)) == 0;
    fprintf(out, ", %s to %s", from, same ? other + 1 : to);
}

static void print_heights(FILE *to, const span *heights_m, const char *over)
{
    if (isnan(heights_m->from)) return;
    if (heights_m->from == heights_m->to) fprintf(to, ", %.0f m%s", heights_m->from, over);
    else fprintf(to, ", %.0f to %.0f m%s", heights_m->from, heights_m->to, over);
}

/* "6 h 0 min", "3 min", "40 s". */
static void format_duration(double seconds, char text[40])
{
    double minutes = floor(seconds / 60);
    if (minutes >= 60)
        snprintf(text, 40, "%.0f h %.0f min", floor(minutes / 60), fmod(minutes, 60));
    else if (minutes >= 1) snprintf(text, 40, "%.0f min", minutes);
    else snprintf(text, 40, "%.0f s", seconds);
}

static void print_all(FILE *to, const ovf_result *result)
{
    const ovf_route *route = result->route;
    const facts found = find(result);
    char duration[40];
    if (route->format == NULL) return;
    fprintf(to, "  · read as %s: %zu fixes", route->format, route->fix_count);
    print_times(to, &found.time_s);
    print_heights(to, &found.sea_m, " over the sea");
    print_heights(to, &found.level_m, " of pressure altitude");
    print_heights(to, &found.ground_m, " over the ground");
    print_heights(to, &found.ellipsoid_m, " over the ellipsoid");
    print_heights(to, &found.unknown_m, " over what is not said");
    if (isnan(found.sea_m.from) && isnan(found.level_m.from) && isnan(found.ground_m.from) &&
        isnan(found.ellipsoid_m.from) && isnan(found.unknown_m.from))
        fputs(", no altitudes", to);
    if (route->left_out > 0)
        fprintf(to, "; %zu %s left out", route->left_out,
                route->left_out == 1 ? "fix was" : "fixes were");
    fputc('\n', to);
    if (found.legs == 0) return;
    fprintf(to, "  · not observed: %s", ovf_said_km(found.length_m / 1000).text);
    if (!isnan(found.time_lost_s)) {
        format_duration(found.time_lost_s, duration);
        fprintf(to, " in %s", duration);
    }
    if (found.legs == 1)
        fprintf(to, ", after fix %zu; the flight is taken to have %s there\n", found.first + 1,
                found.length_m > OVF_TOLERANCE_M ? "followed the geodesic" : "stood");
    else
        fprintf(to,
                " on %zu legs, the first after fix %zu; the flight is taken to have followed "
                "geodesics there\n",
                found.legs, found.first + 1);
}

void cli_what_was_read_print(const ovf_result *result, const cli_terminal *terminal)
{
    cli_paragraph lines;
    print_all(cli_paragraph_open(&lines, terminal), result);
    cli_paragraph_print(&lines, 0, 4, terminal);
}

static json_t *span_json(const span *of)
{
    return isnan(of->from) ? json_null() : json_pack("[f,f]", of->from, of->to);
}

json_t *cli_what_was_read_json(const ovf_result *result)
{
    const ovf_route *route = result->route;
    const facts found = find(result);
    return json_pack("{s:o,s:I,s:I,s:o,s:o,s:o,s:I,s:f,s:o,s:o,s:o,s:o}", "format",
                     route->format == NULL ? json_null() : json_string(route->format), "fixes",
                     (json_int_t)route->fix_count, "left_out", (json_int_t)route->left_out,
                     "time_s", span_json(&found.time_s), "altitude_m", span_json(&found.sea_m),
                     "pressure_altitude_m", span_json(&found.level_m), "unobserved_legs",
                     (json_int_t)found.legs, "unobserved_m", found.length_m, "unobserved_s",
                     isnan(found.time_lost_s) ? json_null() : json_real(found.time_lost_s),
                     "height_over_ground_m", span_json(&found.ground_m), "height_over_ellipsoid_m",
                     span_json(&found.ellipsoid_m), "height_over_unknown_m",
                     span_json(&found.unknown_m));
}
