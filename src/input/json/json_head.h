/* What stands around the features of a GeoJSON document. */
#ifndef OVF_INPUT_JSON_JSON_HEAD_H
#define OVF_INPUT_JSON_JSON_HEAD_H

#include "base/reading_limits.h"

#include "input/source/claims.h"
#include "input/source/window.h"

/* A feature longer than this is an error; GDAL takes none that is longer than 200 MB. */
#define OVF_JSON_FEATURE_MAX OVF_LIMIT_FEATURE_BYTES

/* Zeroed before it is read. */
typedef struct {
    char *text; /* of a collection: what stands before its features, closed to be a document; NULL:
                   the document is one feature. To free */
    bool has_type;     /* it says there that it is a FeatureCollection */
    ovf_claims claims; /* in its members so far */
    bool late_crs; /* a collection whose "crs" stands after the features, as far as can be seen */
} ovf_json_head;

/* Moves the window to behind the bracket with which the features of a collection begin, or to the
 * beginning of an object that is none. Errors: OVF_ERROR_INPUT (no object, breaks off, says that it
 * is cut off),
 * OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_json_head_read(ovf_window *window, ovf_json_head *head, ovf_error *error);

/* From behind the bracket with which the features end, `at` bytes from where the window begins, to
 * the end of the file. The window stays. `features` is how many there were, or
 * OVF_FEATURES_UNKNOWN. Errors: OVF_ERROR_INPUT (breaks off, no JSON, a "crs" or more features, a
 * type that is missing in `head` as well, says that it is cut off), OVF_ERROR_IO, OVF_ERROR_MEMORY.
 */
ovf_status ovf_json_tail_read(ovf_window *window, size_t at, const ovf_json_head *head,
                              uint64_t features, ovf_error *error);

/* Only blanks may follow, `at` bytes from where the window begins, which stays. Errors:
 * OVF_ERROR_INPUT, OVF_ERROR_IO. */
ovf_status ovf_json_expect_end(ovf_window *window, size_t at, ovf_error *error);

#endif
