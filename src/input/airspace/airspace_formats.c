#include "input/airspace/airspace.h"

const ovf_airspace_format *ovf_airspace_format_of(const char *bytes, size_t length)
{
    static const ovf_airspace_format *const all[] = {
        &ovf_airspace_format_openair, &ovf_airspace_format_openaip, &ovf_airspace_format_ed269,
        &ovf_airspace_format_ed318,   &ovf_airspace_format_tnp,     &ovf_airspace_format_tfr,
        &ovf_airspace_format_kml,     &ovf_airspace_format_aixm5,   &ovf_airspace_format_aixm45};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i]->is(bytes, length)) return all[i];
    return NULL;
}
