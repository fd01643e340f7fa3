/* What every format and layer implements. A new one is one new file and a line in layers.c.
 *
 * A sink is begun, takes the result of each route in input order, and is ended; it is freed whether it was ended or not. */
#ifndef OVF_OUTPUT_SINK_H
#define OVF_OUTPUT_SINK_H

#include "output/staging.h"
#include "overflight/output.h"

/* Lines are drawn so that they stay within this distance of the geodesic legs and edges. Metres. */
#define OVF_DRAWN_M 1.0

/* Decimals of coordinates, in degrees: 1e-9 is 0.1 mm, 1e-10 is 0.01 mm, well below OVF_TOLERANCE_M. */
#define OVF_LINE_DECIMALS 9
#define OVF_POINT_DECIMALS 10
/* Of metres along the ground, and of altitudes. */
#define OVF_METRE_DECIMALS 6
#define OVF_ALTITUDE_DECIMALS 3

/* What all sinks of an output share. Outlives them. */
typedef struct {
    const ovf_staging *staging;
    const ovf_zones *zones;
    const ovf_totals *totals; /* when a route comes, and at the end: with all routes up to and including it */
} ovf_scene;

typedef struct {
    const char *layer; /* its name in lists: "statistics" */
    unsigned bit;      /* of ovf_layers */
    const char *file;  /* "statistics.csv" */
    /* On success *sink is its state; on failure it has freed what it had. */
    ovf_status (*begin)(const ovf_scene *scene, void **sink, ovf_error *error);
    ovf_status (*route)(void *sink, const ovf_result *result, ovf_error *error);
    /* Completes the file. *rows is how many rows or features it has. */
    ovf_status (*end)(void *sink, uint64_t *rows, ovf_error *error);
    void (*free)(void *sink);
} ovf_sink_kind;

extern const ovf_sink_kind ovf_sink_statistics;
extern const ovf_sink_kind ovf_sink_routes;
extern const ovf_sink_kind ovf_sink_zones;
extern const ovf_sink_kind ovf_sink_passages;
extern const ovf_sink_kind ovf_sink_crossings;
extern const ovf_sink_kind ovf_sink_nearest;

/* All of them, by the order of their bits. */
extern const ovf_sink_kind *const ovf_sink_kinds[];
extern const size_t ovf_sink_kind_count;

/* Whether route and zone meet, or only come near each other. */
static inline bool ovf_meets(const ovf_meeting *meeting)
{
    return !(meeting->nearest_m > 0);
}

#endif
