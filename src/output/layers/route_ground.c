#include "output/layers/route_ground.h"

#include <math.h>

#include "geodesy/leg.h"

/* In each part of a route, at most. */
#define PLACES 16

/* Walks along a route. */
typedef struct {
    const ovf_result *result;
    ovf_leg line;
    size_t leg, opened; /* `line` is that of the leg `opened` - 1; 0: of none */
} walk;

static ovf_lonlat position(walk *at, double along_m)
{
    const ovf_route *route = at->result->route;
    const double *along = at->result->fix_along_m;
    while (at->leg + 2 < route->fix_count && along[at->leg + 1] < along_m) at->leg++;
    const ovf_fix *from = &route->fixes[at->leg], *to = from + 1;
    if (at->opened != at->leg + 1)
        ovf_leg_between(&at->line, from->lon, from->lat, to->lon, to->lat);
    at->opened = at->leg + 1;
    return ovf_leg_position(&at->line, fmin(along_m, along[at->leg + 1]) - along[at->leg]);
}

/* The highest of some heights; unknown where one of them is. */
static double highest(const double *heights, size_t count)
{
    double found = heights[0];
    for (size_t i = 1; i < count; i++)
        found = isnan(found) || isnan(heights[i]) ? NAN : fmax(found, heights[i]);
    return round(found);
}

void ovf_route_ground(ovf_renderer *renderer, const ovf_result *result, ovf_row *row)
{
    const ovf_ground *ground = renderer->ground;
    walk at = {.result = result};
    if (ground == NULL || (renderer->sinks->formats & (OVF_FORMAT_GPKG | OVF_FORMAT_HTML)) == 0 ||
        result->route->fix_count < 2 || !(result->length_m > 0))
        return;
    double part_m = result->length_m / OVF_GROUND_PARTS,
           wanted = ground->spacing_m > 0 ? ceil(part_m / ground->spacing_m) : PLACES;
    size_t each = (size_t)fmin(fmax(wanted, 1), PLACES);
    for (size_t i = 0; i < OVF_GROUND_PARTS; i++) {
        ovf_lonlat places[PLACES + 1];
        double heights[PLACES + 1];
        for (size_t k = 0; k <= each; k++)
            places[k] = position(&at, part_m * ((double)i + (double)k / (double)each));
        /* Heights that cannot be brought over the sea are unknown; where they matter for a finding
         * that has been an error before. */
        bool good = ground->heights(ground->context, places, each + 1, heights, NULL) == OVF_OK;
        renderer->ground_m[i] = good ? highest(heights, each + 1) : NAN;
    }
    row->ground_m = renderer->ground_m;
    row->ground_count = OVF_GROUND_PARTS;
}
