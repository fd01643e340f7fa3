/* What a collection of GeoJSON says of itself beside its features: whether it is all of them, and
 * whether it tells its CRS itself. */
#ifndef OVF_INPUT_SOURCE_CLAIMS_H
#define OVF_INPUT_SOURCE_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "overflight/error.h"

/* Zeroed before the first member. */
typedef struct {
    bool exceeded; /* exceededTransferLimit, as ArcGIS says it */
    bool has_next; /* a link to the next page, as OGC API - Features has it */
    bool knows_matched, knows_returned;
    double matched;  /* numberMatched of WFS and OGC API, or totalFeatures of GeoServer */
    double returned; /* numberReturned */
    bool refers;     /* its CRS is behind a link (GeoJSON of 2008, section 3.2) */
    char crs[128];   /* the name of its CRS, cut; empty: it has none */
} ovf_claims;

/* Takes a member of the collection, if it says such a thing; the name is without quotation marks,
 * the value is JSON. */
void ovf_claims_take(ovf_claims *claims, const char *name, size_t name_length, const char *value,
                     size_t value_length);

/* Whether the collection may say something with a member of this name. */
bool ovf_claims_are_in(const char *name, size_t length);

#define OVF_FEATURES_UNKNOWN UINT64_MAX

/* Errors: OVF_ERROR_INPUT if the collection is cut off, or refers to another file; `features` is
 * the number of those that it has, or OVF_FEATURES_UNKNOWN. The sentence has no file. */
ovf_status ovf_claims_check(const ovf_claims *claims, uint64_t features, ovf_error *error);

#endif
