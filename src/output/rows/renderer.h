/* From results to bytes: what a stretch of the batch adds to each file. Done by many threads, each
 * with a renderer of its own. */
#ifndef OVF_OUTPUT_ROWS_RENDERER_H
#define OVF_OUTPUT_ROWS_RENDERER_H

#include "geodesy/tree.h"
#include "output/rows/format.h"
#include "output/rows/length_inside.h"
#include "output/rows/layer.h"
#include "overflight/heights.h"
#include "overflight/totals.h"

#define OVF_SINKS_MAX 64
/* The ground below a route is known for so many parts of it. */
#define OVF_GROUND_PARTS 256

/* A layer in a format. */
typedef struct {
    const ovf_layer_kind *layer;
    const ovf_format *format;
} ovf_sink;

/* Of its rows. */
static inline const ovf_schema *ovf_sink_schema(const ovf_sink *sink)
{
    return sink->format == &ovf_format_work ? sink->layer->work : &sink->layer->schema;
}

/* What is written: the same for all threads. */
typedef struct {
    const ovf_zones *zones;
    int64_t bin_ms;             /* of the occupancy */
    const ovf_sensing *sensing; /* NULL: nothing is observed */
    ovf_tree near;              /* over the boxes of the zones whose coverage is wanted */
    unsigned layers, formats;
    bool judged;                   /* by rules */
    size_t jobs;                   /* in `finish` */
    ovf_sink items[OVF_SINKS_MAX]; /* those of one layer next to each other */
    size_t count;
} ovf_sinks;

/* Layers and formats are bits; formats 0: OVF_FORMAT_USUAL. */
void ovf_sinks_choose(ovf_sinks *sinks, const ovf_zones *zones, unsigned layers, unsigned formats);

/* What some routes, one after the other in the input, add to each sink and to the totals. */
typedef struct {
    ovf_bytes bytes[OVF_SINKS_MAX];
    uint64_t rows[OVF_SINKS_MAX];
    ovf_totals totals;
    ovf_digest digest;
} ovf_rendered;

/* Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_rendered_init(ovf_rendered *rendered, const ovf_sinks *sinks, ovf_error *error);
/* Empties it but keeps its memory. */
void ovf_rendered_reset(ovf_rendered *rendered, const ovf_sinks *sinks);
size_t ovf_rendered_size(const ovf_rendered *rendered, const ovf_sinks *sinks);
/* Takes a zeroed one. */
void ovf_rendered_clear(ovf_rendered *rendered);

/* Zeroed, but for the sinks, before its first use. One thread at a time. */
struct ovf_renderer {
    const ovf_sinks *sinks;
    /* Buffers that layers draw in. */
    ovf_polyline line, cut;
    ovf_spans spans;
    /* Heights of the ground, where a terrain was given; otherwise NULL. */
    const ovf_ground *ground;
    double ground_m[OVF_GROUND_PARTS];
    /* Where the rows of the layer in hand go. */
    size_t first, end;
    ovf_rendered *into;
    /* Takes what is there already; NULL: who gave `into` does so. */
    ovf_status (*take)(void *output, ovf_rendered *rendered, ovf_error *error);
    void *output;
};

/* Adds what a route gives; nothing where it fails. Errors: OVF_ERROR_MEMORY, and what drawing has.
 */
ovf_status ovf_render(ovf_renderer *renderer, const ovf_result *result, ovf_rendered *into,
                      ovf_error *error);
/* Adds what a layer knows when all routes are there; `work` are its work rows, or NULL. */
ovf_status ovf_render_finish(ovf_renderer *renderer, const ovf_layer_kind *layer,
                             const ovf_totals *totals, ovf_store *work, ovf_rendered *into,
                             ovf_error *error);
void ovf_renderer_clear(ovf_renderer *renderer);

/* ---- for layers ---- */

/* Adds a row of the layer in hand, or a work row. */
void ovf_render_row(ovf_renderer *renderer, const ovf_row *row);
void ovf_render_work(ovf_renderer *renderer, const ovf_row *row);
/* Adds a row of another layer, which the one in hand serves; goes nowhere where that layer is not
 * wanted. */
void ovf_render_row_of(ovf_renderer *renderer, const ovf_layer_kind *layer, const ovf_row *row);
/* In `finish`, now and then between rows: lets go of what has been gathered when it is much. */
ovf_status ovf_render_relieve(ovf_renderer *renderer, ovf_error *error);
/* Draws the stretch of a route between two distances along it, for the row's geometry; holds until
 * the next time. */
ovf_status ovf_render_stretch(ovf_renderer *renderer, const ovf_result *result, double from_m,
                              double to_m, ovf_row *row, ovf_error *error);
/* The id of a meeting's zone. */
const char *ovf_render_zone_id(const ovf_renderer *renderer, const ovf_meeting *meeting);

#endif
