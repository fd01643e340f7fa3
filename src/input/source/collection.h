/* A look at a file of GeoJSON that GDAL reads, for what GDAL does not tell. */
#ifndef OVF_INPUT_SOURCE_COLLECTION_H
#define OVF_INPUT_SOURCE_COLLECTION_H

#include "input/source/claims.h"

typedef struct {
    ovf_claims claims;
    uint64_t features;
    bool has_extents; /* a member or value "extent" is somewhere in it */
} ovf_collection;

/* Reads through the file, whatever its size, in constant memory. What cannot be read, or is no
 * JSON, is left to GDAL to say. Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_collection_look(const char *path, ovf_collection *collection, ovf_error *error);

#endif
