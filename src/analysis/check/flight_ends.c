#include "analysis/check/flight_ends.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

ovf_vector *ovf_airfield_points_new(const ovf_airfields *airfields)
{
    ovf_vector *points = ovf_array_new(airfields->count, sizeof *points);
    for (size_t i = 0; points != NULL && i < airfields->count; i++) {
        ovf_lonlat at = airfields->items[i].position;
        points[i] = ovf_earth_point(at.lon, at.lat);
    }
    return points;
}

double ovf_airfield_limit_of(const ovf_airfield *airfield, int year)
{
    const ovf_max_distance *best = NULL;
    for (size_t i = 0; i < airfield->max_distance_count; i++) {
        const ovf_max_distance *item = &airfield->max_distances[i];
        if (item->from > year) continue;
        bool holds = item->until >= year, best_holds = best != NULL && best->until >= year;
        bool is_later = best != NULL &&
                        (holds || item->until == best->until ? item->from >= best->from
                                                             : item->until > best->until);
        if (best == NULL || holds > best_holds || (holds == best_holds && is_later)) best = item;
    }
    return best == NULL ? NAN : best->km;
}

bool ovf_airfield_is_open_skies(const ovf_airfield *airfield)
{
    return strcmp(airfield->kind, "open-skies") == 0;
}

bool ovf_airfield_is_of_treaty(const ovf_airfield *airfield)
{
    return ovf_airfield_is_open_skies(airfield) || strcmp(airfield->kind, "refuelling") == 0;
}

double ovf_airfield_distance(const ovf_check *check, size_t airfield, bool last, double within_m)
{
    size_t end = last ? check->result->route->fix_count - 1 : 0;
    double distance = ovf_distance(ovf_track_point(&check->scratch->track, end),
                                   check->checker->airfield_points[airfield]);
    if (distance > within_m + 1e-6) return INFINITY; /* the straight line is never longer */
    const ovf_fix *fix = &check->result->route->fixes[end];
    ovf_lonlat at = check->checker->options.airfields->items[airfield].position;
    geod_inverse(ovf_earth(), fix->lat, fix->lon, at.lat, at.lon, &distance, NULL, NULL);
    return distance <= within_m ? distance : INFINITY;
}

const ovf_airfield *ovf_airfield_near(const ovf_check *check, bool last, double within_m)
{
    const ovf_airfields *airfields = check->checker->options.airfields;
    const ovf_airfield *nearest[2] = {NULL, NULL};
    double least[2] = {within_m, within_m};
    for (size_t i = 0; i < airfields->count; i++) {
        const ovf_airfield *airfield = &airfields->items[i];
        int k = ovf_airfield_is_open_skies(airfield) ? 0 : 1;
        double distance = ovf_airfield_distance(check, i, last, least[k]);
        if (isinf(distance)) continue;
        least[k] = distance;
        nearest[k] = airfield;
    }
    return nearest[0] != NULL ? nearest[0] : nearest[1];
}
