#include "base/error.h"
#include "geodesy/area.h"
#include "model/checks.h"

ovf_status ovf_zone_area(const ovf_zone *zone, ovf_area *area, ovf_error *error)
{
    if (area == NULL) return ovf_fail_null(error, "a place for the area");
    ovf_status status = ovf_zone_check(zone, error);
    if (status != OVF_OK) return status;
    return ovf_area_of_zone(zone, area) ? OVF_OK : ovf_fail_memory(error);
}
