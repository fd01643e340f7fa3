/* Zones from arrays. */
#ifndef OVF_MODEL_ZONE_BUILD_H
#define OVF_MODEL_ZONE_BUILD_H

#include "overflight/model.h"

/* Makes a zone of polygons that are known; `polygon_ends` has for each the number of rings up to
 * its end. Rings are closed and checked as ovf_zone_new does, but that they may cross and that
 * holes may lie anywhere. To be freed with ovf_zone_free. Errors: OVF_ERROR_INPUT,
 * OVF_ERROR_MEMORY. */
ovf_status ovf_zone_build(const char *id, ovf_edges edges, const double *lonlat,
                          const size_t *ring_ends, size_t ring_count, const size_t *polygon_ends,
                          size_t polygon_count, ovf_zone **zone, ovf_error *error);

#endif
