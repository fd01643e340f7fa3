/* GPX and Garmin's flight plans. */
#include <math.h>

#include "output/convert/flight_form.h"
#include "output/plans/plan_xml.h"

static bool is_track(const ovf_route *route)
{
    for (size_t i = 0; i < route->fix_count; i++)
        if (!isnan(route->fixes[i].time_s)) return true;
    return route->part_count > 1;
}

/* Routes stand before tracks in GPX, and flights keep their order: behind the first track all are
 * tracks. */
static void add_gpx(ovf_bytes *bytes, const ovf_route *route, uint64_t number, int *tracks)
{
    const ovf_plan_text plan = {route, route->id, NULL};
    (void)number;
    *tracks = *tracks || is_track(route);
    ovf_gpx_add_one(bytes, &plan, *tracks != 0);
}

static void add_fpl(ovf_bytes *bytes, const ovf_route *route, uint64_t number, int *state)
{
    const ovf_plan_text plan = {route, route->id, NULL};
    (void)number;
    (void)state;
    ovf_fpl_write(bytes, &plan);
}

const ovf_flight_form ovf_flight_form_gpx = {.title = "GPX",
                                             .endings = {"gpx"},
                                             .begin = ovf_gpx_begin,
                                             .add = add_gpx,
                                             .end = "</gpx>\n",
                                             .times = true,
                                             .altitudes = true,
                                             .names = true,
                                             .parts = true},
                      ovf_flight_form_fpl = {.title = "a Garmin flight plan",
                                             .endings = {"fpl"},
                                             .add = add_fpl,
                                             .end = "",
                                             .one = true,
                                             .names = true};
