/* What yajl finds in the text of a feature, put in its place. */
#ifndef OVF_INPUT_JSON_JSON_MEMBERS_H
#define OVF_INPUT_JSON_JSON_MEMBERS_H

#include <yajl/yajl_parse.h>

#include "base/text.h"
#include "input/json/json_positions.h"
#include "input/json/json_record.h"

/* Where in a feature the parser is. */
typedef enum {
    OVF_JSON_OUTSIDE,
    OVF_JSON_IN_FEATURE,
    OVF_JSON_IN_GEOMETRY,
    OVF_JSON_IN_PROPERTIES,
    OVF_JSON_IN_VALUE, /* an array or object that is a property */
    OVF_JSON_IN_BBOX
} ovf_json_place;

/* Zeroed before its first use; memory is used again. */
typedef struct {
    yajl_handle yajl;
    const char *chunk; /* what yajl was given last */
    bool out_of_memory;

    ovf_json_place place, outer; /* outer: of the bbox */
    unsigned member, seen;       /* bits: the member whose value is next; all members so far */
    int nested;                  /* brackets around, in a value or bbox */
    const char *value_begin;
    const char *feature_end; /* NULL: not yet */

    ovf_json_feature feature;
    bool has_geometry;    /* one that is not null */
    bool has_coordinates; /* they are in `positions`, and yajl is given null instead */
    size_t geometry_type; /* index of it */
    ovf_json_positions positions;
    size_t attribute_capacity, place_capacity;
    struct ovf_json_text_place {
        size_t name, text; /* where they begin in `texts` */
    } * places;
    size_t id_begin;
    ovf_text texts;
} ovf_json_members;

/* Their context is an ovf_json_members. They end the parsing where something is odd, or memory is
 * out. */
extern const yajl_callbacks ovf_json_callbacks;

/* For the next feature; yajl stays. */
void ovf_json_members_reset(ovf_json_members *members);
/* The next value is the coordinates of the geometry. */
bool ovf_json_members_want_coordinates(const ovf_json_members *members);
/* Makes the feature complete; false where members are missing, or do not go together. */
bool ovf_json_members_finish(ovf_json_members *members);
void ovf_json_members_clear(ovf_json_members *members);

#endif
