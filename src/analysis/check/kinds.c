/* The kinds of restriction. */
#include <string.h>

#include "analysis/check/judging.h"

static const ovf_kind *const kinds[] = {
    &ovf_kind_prohibited,     &ovf_kind_max_distance, &ovf_kind_standoff,
    &ovf_kind_min_altitude,   &ovf_kind_max_altitude, &ovf_kind_flight_distance,
    &ovf_kind_airfields,      &ovf_kind_crossings,    &ovf_kind_circling,
    &ovf_kind_notice,         &ovf_kind_completion,   &ovf_kind_deviation,
    &ovf_kind_airfield_range,
};

size_t ovf_kind_count(void) { return sizeof kinds / sizeof *kinds; }

const ovf_kind *ovf_kind_at(size_t index) { return index < ovf_kind_count() ? kinds[index] : NULL; }

const ovf_kind *ovf_kind_named(const char *name)
{
    for (size_t i = 0; i < ovf_kind_count(); i++)
        if (strcmp(kinds[i]->name, name) == 0) return kinds[i];
    return NULL;
}
