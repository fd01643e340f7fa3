#include "cli/exchanged.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

static size_t entered(const ovf_result *result)
{
    for (size_t i = 0; i < result->meeting_count; i++)
        if (result->meetings[i].inside_m > 0) return result->meetings[i].zone;
    return SIZE_MAX;
}

/* False where one of the fixes would be nowhere. */
static bool exchange(cli_exchanged *self, const ovf_route *route)
{
    for (size_t i = 0; i < route->fix_count; i++) {
        ovf_fix *fix = &self->fixes[i];
        *fix = route->fixes[i];
        if (fabs(fix->lon) > 90) return false;
        fix->lon = route->fixes[i].lat;
        fix->lat = route->fixes[i].lon;
    }
    return true;
}

ovf_status cli_exchanged_find(cli_exchanged *self, const ovf_analyzer *analyzer,
                              const ovf_result *result, size_t *zone, ovf_error *error)
{
    const ovf_result *other;
    ovf_route route = *result->route;
    ovf_status status = OVF_OK;
    *zone = SIZE_MAX;
    if (entered(result) != SIZE_MAX) return OVF_OK;
    if (self->scratch == NULL) status = ovf_scratch_new(&self->scratch, error);
    if (status == OVF_OK &&
        !ovf_array_reserve(&self->fixes, &self->capacity, route.fix_count, sizeof *self->fixes))
        status = ovf_fail_memory(error);
    if (status != OVF_OK || !exchange(self, &route)) return status;
    route.fixes = self->fixes;
    /* Legs that have no course that way are no reason to refuse the route. */
    status = ovf_analyze(analyzer, &route, self->scratch, &other, error);
    if (status == OVF_OK) *zone = entered(other);
    return status == OVF_ERROR_MEMORY ? status : OVF_OK;
}

void cli_exchanged_clear(cli_exchanged *self)
{
    ovf_scratch_free(self->scratch);
    free(self->fixes);
    *self = (cli_exchanged){0};
}
