#include "output/rows/renderer.h"

#include <string.h>

#include "base/error.h"
#include "output/shapes/antimeridian.h"

#define GATHERED_BYTES ((size_t)1 << 20)

ovf_status ovf_rendered_init(ovf_rendered *rendered, const ovf_sinks *sinks, ovf_error *error)
{
    *rendered = (ovf_rendered){0};
    return ovf_totals_init(&rendered->totals, sinks->zones->count, error);
}

void ovf_rendered_reset(ovf_rendered *rendered, const ovf_sinks *sinks)
{
    for (size_t i = 0; i < sinks->count; i++) {
        ovf_bytes_reset(&rendered->bytes[i]);
        rendered->rows[i] = 0;
    }
    ovf_totals_reset(&rendered->totals);
    ovf_digest_reset(&rendered->digest);
}

size_t ovf_rendered_size(const ovf_rendered *rendered, const ovf_sinks *sinks)
{
    size_t size = 0;
    for (size_t i = 0; i < sinks->count; i++) size += rendered->bytes[i].used;
    return size;
}

void ovf_rendered_clear(ovf_rendered *rendered)
{
    for (size_t i = 0; i < OVF_SINKS_MAX; i++) ovf_bytes_clear(&rendered->bytes[i]);
    ovf_totals_clear(&rendered->totals);
    ovf_digest_clear(&rendered->digest);
}

/* The layer of the sinks from renderer->first on; false after the last. */
static bool next_layer(ovf_renderer *renderer, const ovf_layer_kind **layer)
{
    const ovf_sinks *sinks = renderer->sinks;
    renderer->first = renderer->end;
    if (renderer->first == sinks->count) return false;
    *layer = sinks->items[renderer->first].layer;
    while (renderer->end < sinks->count && sinks->items[renderer->end].layer == *layer)
        renderer->end++;
    return true;
}

/* Whether memory was out while rows were written. */
static ovf_status check(const ovf_renderer *renderer, ovf_error *error)
{
    for (size_t i = 0; i < renderer->sinks->count; i++)
        if (renderer->into->bytes[i].failed) return ovf_fail_memory(error);
    return OVF_OK;
}

ovf_status ovf_render(ovf_renderer *renderer, const ovf_result *result, ovf_rendered *into,
                      ovf_error *error)
{
    const ovf_layer_kind *layer;
    size_t used[OVF_SINKS_MAX];
    uint64_t rows[OVF_SINKS_MAX];
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < renderer->sinks->count; i++) {
        used[i] = into->bytes[i].used;
        rows[i] = into->rows[i];
    }
    renderer->into = into;
    renderer->end = 0;
    while (status == OVF_OK && next_layer(renderer, &layer))
        if (layer->route != NULL) status = layer->route(renderer, result, error);
    if (status == OVF_OK) status = check(renderer, error);
    if (status == OVF_OK) status = ovf_digest_add(&into->digest, result, error);
    if (status == OVF_OK) ovf_totals_add(&into->totals, result);
    for (size_t i = 0; i < renderer->sinks->count && status != OVF_OK; i++) {
        into->bytes[i].used = used[i];
        into->rows[i] = rows[i];
    }
    return status;
}

ovf_status ovf_render_finish(ovf_renderer *renderer, const ovf_layer_kind *layer,
                             const ovf_totals *totals, ovf_store *work, ovf_rendered *into,
                             ovf_error *error)
{
    const ovf_layer_kind *at = NULL;
    renderer->into = into;
    renderer->end = 0;
    while (next_layer(renderer, &at) && at != layer) continue;
    ovf_status status = layer->finish(renderer, totals, work, error);
    return status == OVF_OK ? check(renderer, error) : status;
}

void ovf_renderer_clear(ovf_renderer *renderer)
{
    ovf_polyline_clear(&renderer->line);
    ovf_polyline_clear(&renderer->cut);
    ovf_spans_clear(&renderer->spans);
}

static void add_row(ovf_renderer *renderer, const ovf_row *row, bool work)
{
    for (size_t i = renderer->first; i < renderer->end; i++) {
        const ovf_sink *sink = &renderer->sinks->items[i];
        if ((sink->format == &ovf_format_work) != work) continue;
        sink->format->row(&renderer->into->bytes[i], ovf_sink_schema(sink), row);
        renderer->into->rows[i]++;
    }
}

void ovf_render_row(ovf_renderer *renderer, const ovf_row *row) { add_row(renderer, row, false); }

void ovf_render_row_of(ovf_renderer *renderer, const ovf_layer_kind *layer, const ovf_row *row)
{
    size_t first = renderer->first, end = renderer->end, count = renderer->sinks->count;
    for (renderer->first = 0;
         renderer->first < count && renderer->sinks->items[renderer->first].layer != layer;)
        renderer->first++;
    for (renderer->end = renderer->first;
         renderer->end < count && renderer->sinks->items[renderer->end].layer == layer;)
        renderer->end++;
    add_row(renderer, row, false);
    renderer->first = first;
    renderer->end = end;
}

void ovf_render_work(ovf_renderer *renderer, const ovf_row *row) { add_row(renderer, row, true); }

ovf_status ovf_render_relieve(ovf_renderer *renderer, ovf_error *error)
{
    if (renderer->take == NULL ||
        ovf_rendered_size(renderer->into, renderer->sinks) < GATHERED_BYTES)
        return OVF_OK;
    ovf_status status = check(renderer, error);
    return status == OVF_OK ? renderer->take(renderer->output, renderer->into, error) : status;
}

ovf_status ovf_render_stretch(ovf_renderer *renderer, const ovf_result *result, double from_m,
                              double to_m, ovf_row *row, ovf_error *error)
{
    ovf_status status = ovf_trace(result, from_m, to_m, OVF_DRAWN_M, &renderer->line, error);
    if (status == OVF_OK) status = ovf_antimeridian_cut(&renderer->line, &renderer->cut, error);
    row->line = &renderer->cut;
    return status;
}

const char *ovf_render_zone_id(const ovf_renderer *renderer, const ovf_meeting *meeting)
{
    return renderer->sinks->zones->items[meeting->zone].id;
}
