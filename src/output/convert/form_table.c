/* A table with a row for each fix, which spreadsheets and scripts read. */
#include <math.h>

#include "output/convert/fix_facts.h"
#include "output/convert/flight_form.h"

static void begin(ovf_bytes *bytes)
{
    ovf_bytes_text(bytes, "flight_id,part,time,lon,lat,altitude_m,pressure_altitude_m,name\n");
}

static void add_row(ovf_bytes *bytes, const ovf_route *route, size_t part, size_t i)
{
    const ovf_fix *fix = &route->fixes[i];
    bool level = ovf_flight_is_level(route, i), known = !isnan(fix->altitude_m);
    ovf_bytes_csv(bytes, route->id);
    ovf_bytes_byte(bytes, ',');
    ovf_bytes_count(bytes, part + 1);
    ovf_bytes_byte(bytes, ',');
    ovf_bytes_time(bytes, fix->time_s);
    ovf_bytes_byte(bytes, ',');
    ovf_bytes_shortest(bytes, fix->lon);
    ovf_bytes_byte(bytes, ',');
    ovf_bytes_shortest(bytes, fix->lat);
    ovf_bytes_byte(bytes, ',');
    if (known && !level) ovf_bytes_shortest(bytes, fix->altitude_m);
    ovf_bytes_byte(bytes, ',');
    if (known && level) ovf_bytes_shortest(bytes, fix->altitude_m);
    ovf_bytes_byte(bytes, ',');
    if (route->fix_names != NULL) ovf_bytes_csv(bytes, route->fix_names[i]);
    ovf_bytes_byte(bytes, '\n');
}

static void add(ovf_bytes *bytes, const ovf_route *route, uint64_t number, int *state)
{
    (void)number;
    (void)state;
    for (size_t part = 0, i = 0; part < route->part_count; part++)
        for (; i < route->part_ends[part]; i++) add_row(bytes, route, part, i);
}

const ovf_flight_form ovf_flight_form_fixes = {.title = "a table of fixes",
                                               .endings = {"csv"},
                                               .begin = begin,
                                               .add = add,
                                               .end = "",
                                               .times = true,
                                               .altitudes = true,
                                               .levels = true,
                                               .names = true,
                                               .parts = true};
