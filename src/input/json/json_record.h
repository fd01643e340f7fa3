/* One feature of GeoJSON as plain arrays. */
#ifndef OVF_INPUT_JSON_JSON_RECORD_H
#define OVF_INPUT_JSON_JSON_RECORD_H

#include <stdbool.h>
#include <stddef.h>

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
    double *t;             /* the fourth number of each position; NULL: not all have one */
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

#endif
