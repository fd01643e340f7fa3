/* Whether two runs are of the same batch: the same program, asked for the same, over the same
 * inputs. */
#ifndef OVF_BATCH_IDENTITY_H
#define OVF_BATCH_IDENTITY_H

#include <jansson.h>

#include "input/flights/route_stream.h"
#include "overflight/batch.h"

/* Reads the zone files and samples of the route files, for their checksums. What is no plain file
 * has none: then the number of features counts that `stream` knows (NULL: it is left open). Errors:
 * OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_identity_make(const ovf_batch_options *options, const ovf_zones *zones,
                             const ovf_route_stream *stream, json_t **identity, ovf_error *error);

/* True when they are the same; otherwise `difference` is a clause that says what has changed, such
 * as "routes.gpkg has changed". Times of change count only where they are to: runs on different
 * machines may have copies of a file. */
bool ovf_identity_same(const json_t *identity, const json_t *other, bool with_times,
                       char *difference, size_t size);

#endif
