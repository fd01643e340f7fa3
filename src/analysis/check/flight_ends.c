#include "analysis/check/flight_ends.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/array.h"

static bool read_limits(const ovf_airfield *airfield, ovf_airfield_limits *limits)
{
    const ovf_attribute *attribute = ovf_attributes_find(&airfield->attributes, "max_distances");
    json_t *list = attribute == NULL || attribute->text == NULL
                       ? NULL
                       : json_loads(attribute->text, 0, NULL),
           *item;
    size_t i;
    limits->point = ovf_earth_point(airfield->position.lon, airfield->position.lat);
    limits->items = ovf_array_new(json_array_size(list), sizeof *limits->items);
    bool good = limits->items != NULL;
    json_array_foreach(list, i, item)
    {
        const json_t *km = json_object_get(item, "km"), *from = json_object_get(item, "from"),
                     *until = json_object_get(item, "until");
        if (!good || !json_is_number(km)) continue;
        limits->items[limits->count++] = (ovf_airfield_limit){
            json_number_value(km), json_is_integer(from) ? (int)json_integer_value(from) : INT_MIN,
            json_is_integer(until) ? (int)json_integer_value(until) : INT_MAX};
    }
    json_decref(list);
    return good;
}

ovf_airfield_limits *ovf_airfield_limits_read(const ovf_airfields *airfields)
{
    ovf_airfield_limits *limits = ovf_array_new(airfields->count, sizeof *limits);
    bool good = limits != NULL;
    for (size_t i = 0; good && i < airfields->count; i++)
        good = read_limits(&airfields->items[i], &limits[i]);
    if (good) return limits;
    ovf_airfield_limits_free(limits, airfields->count);
    return NULL;
}

void ovf_airfield_limits_free(ovf_airfield_limits *limits, size_t count)
{
    for (size_t i = 0; limits != NULL && i < count; i++) free(limits[i].items);
    free(limits);
}

double ovf_airfield_limit_of(const ovf_airfield_limits *limits, int year)
{
    const ovf_airfield_limit *best = NULL;
    for (size_t i = 0; i < limits->count; i++) {
        const ovf_airfield_limit *item = &limits->items[i];
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

/* INFINITY beyond `within_m`. */
static double distance_from(const ovf_check *check, size_t airfield, bool last, double within_m)
{
    size_t end = last ? check->result->route->fix_count - 1 : 0;
    double distance = ovf_distance(ovf_track_point(&check->scratch->track, end),
                                   check->checker->limits[airfield].point);
    if (distance > within_m + 1e-6) return INFINITY; /* the straight line is never longer */
    const ovf_fix *fix = &check->result->route->fixes[end];
    ovf_lonlat at = check->checker->options.airfields->items[airfield].position;
    geod_inverse(ovf_earth(), fix->lat, fix->lon, at.lat, at.lon, &distance, NULL, NULL);
    return distance <= within_m ? distance : INFINITY;
}

bool ovf_airfield_is_near(const ovf_check *check, size_t airfield, bool last, double within_m)
{
    return isfinite(distance_from(check, airfield, last, within_m));
}

const ovf_airfield *ovf_airfield_near(const ovf_check *check, bool last, double within_m)
{
    const ovf_airfields *airfields = check->checker->options.airfields;
    const ovf_airfield *nearest[2] = {NULL, NULL};
    double least[2] = {within_m, within_m};
    for (size_t i = 0; i < airfields->count; i++) {
        const ovf_airfield *airfield = &airfields->items[i];
        int k = ovf_airfield_is_open_skies(airfield) ? 0 : 1;
        double distance = distance_from(check, i, last, least[k]);
        if (isinf(distance)) continue;
        least[k] = distance;
        nearest[k] = airfield;
    }
    return nearest[0] != NULL ? nearest[0] : nearest[1];
}
