#include "output/convert/flight_form.h"

#include <strings.h>

const ovf_flight_form *ovf_flight_form_of(const char *ending)
{
    static const ovf_flight_form *const forms[] = {
        &ovf_flight_form_geojson, &ovf_flight_form_geojson_lines, &ovf_flight_form_gpx,
        &ovf_flight_form_kml,     &ovf_flight_form_fixes,         &ovf_flight_form_fpl};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        for (size_t k = 0; forms[i]->endings[k] != NULL; k++)
            if (strcasecmp(forms[i]->endings[k], ending) == 0) return forms[i];
    return NULL;
}
