/* The text of one GeoJSON feature into plain arrays, fast: for strict JSON of the usual shape. What
 * is not is left to GDAL, so that whatever is read here is read as GDAL reads it. */
#ifndef OVF_INPUT_JSON_JSON_FEATURE_H
#define OVF_INPUT_JSON_JSON_FEATURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "input/json/json_record.h"
#include "overflight/error.h"

typedef enum {
    OVF_JSON_READ,
    OVF_JSON_ODD, /* not strict JSON, or not a Feature of the usual shape */
    OVF_JSON_MEMORY
} ovf_json_verdict;

/* Memory that is used again; one thread at a time. */
typedef struct ovf_json_parser ovf_json_parser;

/* NULL when memory is out. */
ovf_json_parser *ovf_json_parser_new(void);
void ovf_json_parser_free(ovf_json_parser *parser);

/* *feature is set for OVF_JSON_READ. The text need not end with NUL. */
ovf_json_verdict ovf_json_feature_parse(ovf_json_parser *parser, const char *text, size_t length,
                                        const ovf_json_feature **feature);

/* The id that the feature has, in *id (empty if it has none): of the field, or where that is NULL
 * the same choice as ovf_feature_id makes. */
ovf_status ovf_json_feature_id(const ovf_json_feature *feature, const char *field, ovf_text *id,
                               ovf_error *error);

#endif
