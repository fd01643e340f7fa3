/* What a layer is made of: rows of fields and a geometry, which layers make and formats write. */
#ifndef OVF_OUTPUT_ROWS_ROW_H
#define OVF_OUTPUT_ROWS_ROW_H

#include "overflight/analysis.h"

/* Decimals of coordinates, in degrees: 1e-9 is 0.1 mm, 1e-10 is 0.01 mm, well below
 * OVF_TOLERANCE_M. */
#define OVF_LINE_DECIMALS 9
#define OVF_POINT_DECIMALS 10
#define OVF_ALL_DECIMALS (-1) /* as many as the coordinates have */
/* Of metres along the ground, and of altitudes. */
#define OVF_METRE_DECIMALS 6
#define OVF_ALTITUDE_DECIMALS 3
#define OVF_SECOND_DECIMALS 3
#define OVF_AREA_DECIMALS                                                  \
    3 /* a thousandth of a square metre: the bound of most zones is larger \
       */

typedef enum {
    OVF_FIELD_TEXT,  /* NULL: unknown */
    OVF_FIELD_COUNT, /* a whole number */
    OVF_FIELD_REAL,  /* NAN: unknown */
    OVF_FIELD_TIME   /* Unix seconds; NAN: unknown */
} ovf_field_type;

typedef struct {
    const char *name;
    ovf_field_type type;
    int decimals; /* of a real */
    const char *description;
} ovf_field;

typedef enum {
    OVF_SHAPE_NONE,
    OVF_SHAPE_POINT,
    OVF_SHAPE_LINE,
    OVF_SHAPE_AREA,
    OVF_SHAPE_PLACE /* a line, or a point: the row's line with one position */
} ovf_shape;

typedef struct {
    const char *name;        /* of the layer: "passages" */
    const char *title;       /* for people: "Passages" */
    const char *description; /* a sentence for people */
    const ovf_field *fields;
    size_t field_count; /* at most OVF_FIELDS_MAX */
    ovf_shape shape;
    int decimals;              /* of coordinates */
    bool attributes;           /* the rows also have what the source says of the feature */
    bool fixes;                /* the rows of a store also have the fixes of the route,
                                  and the ground below it */
    const char *const *hidden; /* attributes that are left out, besides those with the name of a
                                  field; ends with NULL */
} ovf_schema;

#define OVF_FIELDS_MAX 20

typedef union {
    const char *text;
    uint64_t count;
    double real; /* and time */
} ovf_value;

/* Everything belongs to who made the row. */
typedef struct {
    ovf_value values[OVF_FIELDS_MAX];
    const ovf_attributes *attributes; /* NULL: none */
    ovf_fix point;
    const ovf_polyline *line; /* cut at the antimeridian; without parts: no geometry */
    const ovf_polygon *polygons;
    size_t polygon_count; /* 0: no geometry */
    const ovf_fix *fixes; /* of a route, as they were read: its line has points between them */
    size_t fix_count;     /* 0: they are not known */
    const char *const *fix_names; /* NULL: they have none */
    /* Of a route, the highest ground below each of so many equal parts of it: whole metres over the
     * sea, NAN where it is not known. None where no terrain was given. */
    const double *ground_m;
    size_t ground_count;
} ovf_row;

static inline bool ovf_shape_is_line(ovf_shape kind)
{
    return kind == OVF_SHAPE_LINE || kind == OVF_SHAPE_PLACE;
}

/* The index of a field; field_count where there is none of that name. */
size_t ovf_schema_field(const ovf_schema *schema, const char *name);
/* Whether an attribute is one of those that are left out. */
bool ovf_schema_hides(const ovf_schema *schema, const char *attribute);

#endif
