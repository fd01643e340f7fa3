/* Flights whose latitudes and longitudes may be exchanged. */
#ifndef OVF_CLI_EXCHANGED_H
#define OVF_CLI_EXCHANGED_H

#include "overflight/overflight.h"

/* Zeroed before its first use. */
typedef struct {
    ovf_scratch *scratch;
    ovf_fix *fixes;
    size_t capacity;
} cli_exchanged;

/* Of a route that enters none of the analyzer's zones: *zone is the first one that it would enter
 * if latitude and longitude of its fixes were exchanged; SIZE_MAX where there is none, or it enters
 * one as it is. Errors: OVF_ERROR_MEMORY. */
ovf_status cli_exchanged_find(cli_exchanged *self, const ovf_analyzer *analyzer,
                              const ovf_result *result, size_t *zone, ovf_error *error);
void cli_exchanged_clear(cli_exchanged *self);

#endif
