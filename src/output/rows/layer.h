/* What every layer implements: which rows a route gives, or the whole batch. A new one is one new
 * file and a line in layers.c. */
#ifndef OVF_OUTPUT_ROWS_LAYER_H
#define OVF_OUTPUT_ROWS_LAYER_H

#include "output/rows/store.h"
#include "overflight/output.h"
#include "overflight/totals.h"

/* Lines are drawn so that they stay within this distance of the geodesic legs and edges. Metres. */
#define OVF_DRAWN_M 1.0

typedef struct ovf_renderer ovf_renderer;

typedef struct {
    unsigned bit; /* of ovf_layers */
    ovf_schema schema;
    /* Gives the rows of one route to ovf_render_row; NULL: there are none. Called by many threads
     * at once. */
    ovf_status (*route)(ovf_renderer *renderer, const ovf_result *result, ovf_error *error);
    /* Gives the rows that are only known when all routes are; NULL: there are none. `work` is NULL
     * without a work schema. */
    ovf_status (*finish)(ovf_renderer *renderer, const ovf_totals *totals, ovf_store *work,
                         ovf_error *error);
    /* Of the rows that `route` gives to ovf_render_work, and `finish` reads again, in input order;
     * NULL: there are none. So memory does not grow with the input, and shards and resumed runs
     * need nothing special. */
    const ovf_schema *work;
    unsigned serves; /* bits of the layers that its `finish` gives rows to as well
                        (ovf_render_row_of): there are work rows for any of them */
} ovf_layer_kind;

extern const ovf_layer_kind ovf_layer_statistics, ovf_layer_routes, ovf_layer_zones,
    ovf_layer_passages, ovf_layer_crossings, ovf_layer_nearest, ovf_layer_occupancy,
    ovf_layer_findings, ovf_layer_swaths, ovf_layer_coverage, ovf_layer_gaps,
    ovf_layer_coverage_by_flight;

/* A raster: it has no rows, but a name (revisits.h). */
extern const ovf_layer_kind ovf_layer_revisits;

/* All of them, by the order of their bits. */
extern const ovf_layer_kind *const ovf_layer_list[];
extern const size_t ovf_layer_count;

#define OVF_COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Whether route and zone meet, or only come near each other. */
static inline bool ovf_meets(const ovf_meeting *meeting) { return !(meeting->nearest_m > 0); }

#endif
