/* Names of towns, for maps to say where they are. */
#ifndef OVF_OUTPUT_MAP_PLACES_H
#define OVF_OUTPUT_MAP_PLACES_H

#include <stddef.h>
#include <stdint.h>

#include "overflight/error.h"
#include "overflight/model.h"

#define OVF_PLACES_SOURCE "GeoNames (CC BY 4.0)"

typedef struct {
    char *name;
    ovf_lonlat at;
    int64_t people;
    double apart_m; /* from the nearest that is larger */
} ovf_town;

typedef struct {
    ovf_town *items; /* the largest first */
    size_t count;
} ovf_places;

/* All bundled ones. Zeroed before, to clear after failure too; empty where the geodata has none.
 * Errors: OVF_ERROR_INPUT, OVF_ERROR_MEMORY. */
ovf_status ovf_places_read(ovf_places *places, ovf_error *error);
void ovf_places_clear(ovf_places *places);

#endif
