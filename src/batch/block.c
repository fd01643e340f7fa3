#include "batch/block.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

ovf_status ovf_block_new(const ovf_sinks *sinks, ovf_block **block, ovf_error *error)
{
    ovf_block *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_route_block_new(&made->raw, error);
    if (status == OVF_OK) status = ovf_rendered_init(&made->rendered, sinks, error);
    if (status == OVF_OK) *block = made;
    else ovf_block_free(made);
    return status;
}

void ovf_block_free(ovf_block *block)
{
    if (block == NULL) return;
    ovf_route_block_free(block->raw);
    ovf_rendered_clear(&block->rendered);
    ovf_text_clear(&block->text);
    free(block->outcomes);
    free(block);
}

/* Where it is the same raster it is opened once. */
static ovf_status open_sensed_ground(ovf_block_worker *worker, ovf_error *error)
{
    const ovf_block_task *task = &worker->task;
    const char *dem = task->sensing == NULL ? NULL : task->sensing->options.dem,
               *known = worker->vertical.options.dem;
    if (dem == NULL) return OVF_OK;
    if (known == NULL || strcmp(dem, known) != 0)
        return ovf_terrain_open_with(dem, task->sensing->options.references, &worker->terrain,
                                     error);
    worker->terrain = worker->vertical.terrain;
    return OVF_OK;
}

ovf_status ovf_block_worker_new(const ovf_route_stream *stream, const ovf_block_task *task,
                                const ovf_sinks *sinks, ovf_block_worker **worker, ovf_error *error)
{
    ovf_block_worker *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    *made = (ovf_block_worker){.task = *task, .renderer = {.sinks = sinks}};
    ovf_status status = ovf_route_decoder_new(stream, &made->decoder, error);
    if (status == OVF_OK) status = ovf_vertical_open(&made->vertical, task->vertical, error);
    if (status == OVF_OK) status = open_sensed_ground(made, error);
    if (status == OVF_OK) status = ovf_scratch_new(&made->scratch, error);
    if (status == OVF_OK) ovf_vertical_give(&made->vertical, made->scratch);
    ovf_terrain *terrain = made->terrain != NULL ? made->terrain : made->vertical.terrain;
    if (status == OVF_OK && terrain != NULL) {
        made->ground = ovf_terrain_ground(terrain);
        made->renderer.ground = &made->ground;
    }
    if (status == OVF_OK) *worker = made;
    else ovf_block_worker_free(made);
    return status;
}

void ovf_block_worker_free(ovf_block_worker *worker)
{
    if (worker == NULL) return;
    ovf_route_decoder_free(worker->decoder);
    ovf_scratch_free(worker->scratch);
    if (worker->terrain != worker->vertical.terrain) ovf_terrain_free(worker->terrain);
    ovf_vertical_clear(&worker->vertical);
    ovf_renderer_clear(&worker->renderer);
    free(worker);
}

/* Adds a text with its NUL; *begin is where it begins. */
static bool keep_text(ovf_block *block, const char *text, size_t *begin)
{
    *begin = block->text.length;
    return ovf_text_add(&block->text, text, strlen(text) + 1);
}

static ovf_status add_outcome(ovf_block *block, const ovf_decoded *decoded, ovf_outcome_kind kind,
                              const char *reason, ovf_error *error)
{
    if (!ovf_array_reserve(&block->outcomes, &block->capacity, block->count + 1,
                           sizeof *block->outcomes))
        return ovf_fail_memory(error);
    ovf_outcome *outcome = &block->outcomes[block->count];
    *outcome = (ovf_outcome){.kind = kind,
                             .matching = decoded->matching,
                             .label = decoded->label,
                             .number = decoded->number,
                             .ordinal = decoded->ordinal,
                             .id_hash = {decoded->id_hash[0], decoded->id_hash[1]}};
    if (!keep_text(block, decoded->title == NULL ? "" : decoded->title, &outcome->title) ||
        !keep_text(block, decoded->route == NULL ? "" : decoded->route->id, &outcome->id) ||
        !keep_text(block, reason, &outcome->reason))
        return ovf_fail_memory(error);
    outcome->notes = block->text.length;
    outcome->notes_size = decoded->notes_size;
    if (!ovf_text_add(&block->text, decoded->notes, decoded->notes_size))
        return ovf_fail_memory(error);
    block->count++;
    return OVF_OK;
}

static ovf_status add_failed(ovf_block *block, const ovf_decoded *decoded, ovf_outcome_kind kind,
                             const char *reason, ovf_remedy remedy, ovf_error *error)
{
    ovf_status status = add_outcome(block, decoded, kind, reason, error);
    if (status == OVF_OK) block->outcomes[block->count - 1].remedy = remedy;
    return status;
}

/* All that is to be known of a route, and rendered. */
static ovf_status analyze(ovf_block_worker *worker, ovf_block *block, const ovf_route *route,
                          ovf_error *error)
{
    const ovf_block_task *task = &worker->task;
    const ovf_result *result;
    ovf_status status = ovf_analyze(task->analyzer, route, worker->scratch, &result, error);
    if (status == OVF_OK && task->checker != NULL)
        status = ovf_check_route(task->checker, worker->scratch, error);
    if (status == OVF_OK && task->sensing != NULL) {
        ovf_sensor_logs logs = {0};
        status = ovf_sensor_logs_read(route, &task->sensing->sensors, &logs, error);
        if (status == OVF_OK)
            status = ovf_observe(task->sensing->observer, logs.items,
                                 worker->terrain != NULL ? &worker->ground : NULL, worker->scratch,
                                 error);
        ovf_sensor_logs_clear(&logs);
    }
    return status == OVF_OK ? ovf_render(&worker->renderer, result, &block->rendered, error)
                            : status;
}

static ovf_status fly(ovf_block_worker *worker, ovf_block *block, const ovf_decoded *decoded,
                      ovf_error *error)
{
    ovf_error why;
    ovf_status status = analyze(worker, block, decoded->route, &why);
    if (status == OVF_ERROR_GEOMETRY || status == OVF_ERROR_INPUT)
        return add_failed(block, decoded, OVF_OUTCOME_UNFLYABLE, why.message, why.remedy, error);
    if (status != OVF_OK) return ovf_fail_with(error, status, why.remedy, "%s", why.message);
    return add_outcome(block, decoded, OVF_OUTCOME_ROUTE, "", error);
}

static ovf_status work_on(ovf_block_worker *worker, ovf_block *block, size_t i, ovf_error *error)
{
    ovf_decoded decoded;
    ovf_status status = ovf_route_decode(worker->decoder, block->raw, i, &decoded, error);
    if (status != OVF_OK) return status;
    switch (decoded.kind) {
    case OVF_DECODED_ROUTE: return fly(worker, block, &decoded, error);
    case OVF_DECODED_BAD:
        decoded.route = NULL;
        return add_failed(block, &decoded, OVF_OUTCOME_BAD, decoded.reason, decoded.remedy, error);
    case OVF_DECODED_BESIDE: break;
    }
    decoded.route = NULL;
    return add_outcome(block, &decoded, OVF_OUTCOME_BESIDE, "", error);
}

bool ovf_outcome_is_spared(const ovf_outcome *outcome, bool members)
{
    return outcome->kind == OVF_OUTCOME_BAD && (members || outcome->remedy == OVF_REMEDY_KEEP_ALL);
}

void ovf_block_work(ovf_block_worker *worker, ovf_block *block)
{
    size_t count = ovf_route_block_count(block->raw);
    ovf_rendered_reset(&block->rendered, worker->renderer.sinks);
    ovf_text_reset(&block->text);
    block->count = 0;
    block->failure.status = OVF_OK;
    for (size_t i = 0; i < count && block->failure.status == OVF_OK; i++) {
        block->failure.status = work_on(worker, block, i, &block->failure);
        if (block->failure.status != OVF_OK) return;
        const ovf_outcome *outcome = &block->outcomes[i];
        bool bad = outcome->kind == OVF_OUTCOME_BAD || outcome->kind == OVF_OUTCOME_UNFLYABLE;
        /* The whole batch ends here: what comes after is for nobody. */
        if (bad && !worker->task.goes_on && !ovf_outcome_is_spared(outcome, worker->task.members))
            return;
    }
}

ovf_status ovf_block_work_again(ovf_block_worker *worker, ovf_block *block, ovf_error *error)
{
    ovf_status status = OVF_OK;
    ovf_rendered_reset(&block->rendered, worker->renderer.sinks);
    for (size_t i = 0; i < block->count && status == OVF_OK; i++) {
        ovf_decoded decoded;
        if (block->outcomes[i].kind != OVF_OUTCOME_ROUTE) continue;
        status = ovf_route_decode(worker->decoder, block->raw, i, &decoded, error);
        if (status == OVF_OK) status = analyze(worker, block, decoded.route, error);
    }
    return status;
}
