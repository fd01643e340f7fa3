/* The output: the sinks that are asked for, over one staging directory. */
#include "overflight/output.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "output/rejected.h"
#include "output/sink.h"
#include "output/staging.h"
#include "output/summary.h"

struct ovf_output {
    ovf_output_options options;
    ovf_staging staging;
    ovf_scene scene;
    ovf_totals totals;
    ovf_rejected rejected;
    void **sinks; /* one for each kind; NULL: not asked for */
    ovf_error failure; /* the first */
};

/* Remembers the first failure, and gives it to the caller. */
static ovf_status report(const ovf_output *output, ovf_error *error)
{
    if (output->failure.status != OVF_OK && error != NULL) *error = output->failure;
    return output->failure.status;
}

static ovf_status begin(ovf_output *output, ovf_error *error)
{
    const ovf_output_options *options = &output->options;
    unsigned layers = options->layers == 0 ? OVF_LAYER_ALL : options->layers;
    output->scene = (ovf_scene){&output->staging, output->scene.zones, &output->totals};
    ovf_status status = ovf_totals_init(&output->totals, output->scene.zones->count, error);
    if (status != OVF_OK) return status;
    output->sinks = ovf_array_new(ovf_sink_kind_count, sizeof *output->sinks);
    if (output->sinks == NULL) return ovf_fail_memory(error);
    status = ovf_staging_open(&output->staging, options->directory, options->replace, error);
    for (size_t i = 0; i < ovf_sink_kind_count && status == OVF_OK; i++)
        if ((layers & ovf_sink_kinds[i]->bit) != 0) status = ovf_sink_kinds[i]->begin(&output->scene, &output->sinks[i], error);
    return status;
}

ovf_status ovf_output_open(const ovf_output_options *options, const ovf_zones *zones, ovf_output **output,
                           ovf_error *error)
{
    if (options == NULL || options->directory == NULL || options->directory[0] == '\0')
        return ovf_fail(error, OVF_ERROR_USAGE, "no directory is named for the results");
    if ((options->layers & ~(unsigned)OVF_LAYER_ALL) != 0)
        return ovf_fail(error, OVF_ERROR_USAGE, "layers has bits (0x%x) that stand for no layer", options->layers);
    ovf_output *opened = ovf_array_new(1, sizeof *opened);
    if (opened == NULL) return ovf_fail_memory(error);
    opened->options = *options;
    opened->scene.zones = zones;
    ovf_status status = begin(opened, error);
    if (status != OVF_OK) {
        ovf_output_free(opened);
        return status;
    }
    *output = opened;
    return OVF_OK;
}

ovf_status ovf_output_route(ovf_output *output, const ovf_result *result, ovf_error *error)
{
    ovf_status status = output->failure.status;
    if (status != OVF_OK) return report(output, error);
    ovf_totals_add(&output->totals, result);
    for (size_t i = 0; i < ovf_sink_kind_count && status == OVF_OK; i++)
        if (output->sinks[i] != NULL) status = ovf_sink_kinds[i]->route(output->sinks[i], result, &output->failure);
    output->failure.status = status;
    return report(output, error);
}

void ovf_output_reject(void *output, const char *file, const char *feature, const char *reason)
{
    ovf_output *self = output;
    if (self->failure.status != OVF_OK) return;
    self->totals.rejected++;
    self->failure.status = ovf_rejected_add(&self->rejected, &self->staging, file, feature, reason, &self->failure);
}

static ovf_status finish(ovf_output *output, ovf_error *error)
{
    ovf_written *written = ovf_array_new(ovf_sink_kind_count + 1, sizeof *written);
    if (written == NULL) return ovf_fail_memory(error);
    size_t count = 0;
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < ovf_sink_kind_count && status == OVF_OK; i++) {
        if (output->sinks[i] == NULL) continue;
        written[count].name = ovf_sink_kinds[i]->file;
        status = ovf_sink_kinds[i]->end(output->sinks[i], &written[count++].rows, error);
    }
    if (status == OVF_OK) status = ovf_rejected_end(&output->rejected, error);
    if (output->rejected.rows > 0) written[count++] = (ovf_written){OVF_REJECTED_FILE, output->rejected.rows};
    if (status == OVF_OK) status = ovf_summary_write(&output->scene, &output->options, written, count, error);
    if (status == OVF_OK) status = ovf_staging_publish(&output->staging, error);
    free(written);
    return status;
}

ovf_status ovf_output_close(ovf_output *output, ovf_error *error)
{
    if (output->failure.status != OVF_OK) return report(output, error);
    ovf_status status = finish(output, &output->failure);
    output->failure.status = status;
    if (status != OVF_OK) return report(output, error);
    /* Whatever else is called now is a mistake of the caller. */
    (void)ovf_fail(&output->failure, OVF_ERROR_USAGE, "the output is closed already");
    return OVF_OK;
}

const ovf_totals *ovf_output_totals(const ovf_output *output)
{
    return &output->totals;
}

void ovf_output_free(ovf_output *output)
{
    if (output == NULL) return;
    for (size_t i = 0; output->sinks != NULL && i < ovf_sink_kind_count; i++)
        if (output->sinks[i] != NULL) ovf_sink_kinds[i]->free(output->sinks[i]);
    ovf_rejected_abandon(&output->rejected);
    ovf_staging_clear(&output->staging);
    ovf_totals_clear(&output->totals);
    free(output->sinks);
    free(output);
}
