#include "input/formats/flight_format.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* In the order in which they are asked whether a file is theirs. */
static const ovf_flight_format *const formats[] = {
    &ovf_flight_format_gpx,    &ovf_flight_format_kml,      &ovf_flight_format_igc,
    &ovf_flight_format_fpl,    &ovf_flight_format_pln,      &ovf_flight_format_lnmpln,
    &ovf_flight_format_fms,    &ovf_flight_format_qgc,      &ovf_flight_format_tcx,
    &ovf_flight_format_wpl,    &ovf_flight_format_cup,      &ovf_flight_format_icao,
    &ovf_flight_format_mfjson, &ovf_flight_format_fit,      &ovf_flight_format_parquet,
    &ovf_flight_format_nmea,   &ovf_flight_format_readsb,   &ovf_flight_format_opensky,
    &ovf_flight_format_fr24,   &ovf_flight_format_aircraft, &ovf_flight_format_json,
    &ovf_flight_format_plt,    &ovf_flight_format_sbs,      &ovf_flight_format_so6,
    &ovf_flight_format_cpr,    &ovf_flight_format_csv,      &ovf_flight_format_points};

#define COUNT (sizeof formats / sizeof *formats)

const ovf_flight_format *ovf_flight_format_named(const char *name)
{
    for (size_t i = 0; i < COUNT; i++)
        if (strcasecmp(formats[i]->name, name) == 0) return formats[i];
    return NULL;
}

void ovf_flight_format_names(char *names, size_t size)
{
    size_t used = 0;
    names[0] = '\0';
    for (size_t i = 0; i < COUNT && used < size; i++)
        used += (size_t)snprintf(names + used, size - used, "%s%s",
                                 i == 0 ? "" : (i + 1 == COUNT ? " and " : ", "), formats[i]->name);
}

const ovf_flight_format *ovf_flight_format_of(const char *bytes, size_t length)
{
    for (size_t i = 0; i < COUNT; i++)
        if (formats[i]->is(bytes, length)) return formats[i];
    return NULL;
}
