/* The text of one GeoJSON feature into plain arrays, fast: for strict JSON of the usual shape. What
 * is not is left to GDAL, so that whatever is read here is read as GDAL reads it. */
#ifndef OVF_INPUT_JSON_JSON_FEATURE_H
#define OVF_INPUT_JSON_JSON_FEATURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "overflight/error.h"
#include "overflight/model.h"

typedef enum {
    OVF_JSON_NONE, /* null */
    OVF_JSON_POINT,
    OVF_JSON_MULTIPOINT,
    OVF_JSON_LINE,
    OVF_JSON_MULTILINE,
    OVF_JSON_POLYGON,
    OVF_JSON_MULTIPOLYGON
} ovf_json_shape;

/* Belongs to the parser, and holds until its next call. */
typedef struct {
    ovf_json_shape shape;
    double *lon, *lat, *z; /* as they are written: unchecked, in the CRS of the file; finite. z is
                              NAN unless has_z */
    size_t position_count;
    size_t *part_ends; /* of each line or ring the index after its last position, those of all
                          polygons in one; of points, and of a line without any, one part */
    size_t part_count;
    size_t *polygon_ends; /* of polygons: of each the index after its last ring among the parts */
    size_t polygon_count;
    bool has_z;                /* all positions have a third number; further ones mean nothing */
    ovf_attributes attributes; /* the members of `properties` in their order; arrays and objects as
                                  JSON, as they are written */
    const char *id;            /* the feature's own `id`, a text or a whole number; NULL: none */
    bool id_is_number;
} ovf_json_feature;

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
