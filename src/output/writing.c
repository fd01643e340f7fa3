#include "output/writing.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "system/shortage.h"

static char *concatenate(const char *a, const char *b, const char *c, const char *d)
{
    size_t size = strlen(a) + strlen(b) + strlen(c) + strlen(d) + 1;
    char *text = ovf_array_new(size, 1);
    if (text != NULL) snprintf(text, size, "%s%s%s%s", a, b, c, d);
    return text;
}

char *ovf_output_file(const ovf_sink *sink)
{
    return concatenate("", sink->format == &ovf_format_gpkg ? "analysis" : sink->layer->schema.name,
                       sink->format->extension, "");
}

char *ovf_output_rows_file(ovf_destination destination, const ovf_sink *sink)
{
    bool complete = destination != OVF_INTO_PART, stored = sink->format->stored;
    return concatenate(complete && stored ? "." : "", sink->layer->schema.name,
                       sink->format->extension, complete && !stored ? "" : ".rows");
}

static ovf_status add_rows(ovf_output *output, const ovf_rendered *rendered, ovf_error *error)
{
    for (size_t i = 0; i < output->sinks.count; i++) {
        const ovf_bytes *bytes = &rendered->bytes[i];
        bool first = output->rows[i] == 0 && rendered->rows[i] > 0 &&
                     output->destination != OVF_INTO_PART;
        size_t skipped = first ? output->sinks.items[i].format->first_lacks : 0;
        if (bytes->used == 0) continue;
        ovf_status status = ovf_stream_add(&output->files[i], bytes->data + skipped,
                                           bytes->used - skipped, error);
        if (status != OVF_OK) return status;
        output->rows[i] += rendered->rows[i];
    }
    return OVF_OK;
}

ovf_status ovf_output_add(ovf_output *output, ovf_rendered *rendered, ovf_error *error)
{
    if (output->failure.status != OVF_OK) return ovf_output_report(output, error);
    ovf_status status = ovf_shortage_check(&output->failure);
    if (status == OVF_OK) status = add_rows(output, rendered, &output->failure);
    if (status == OVF_OK)
        status = ovf_totals_merge(&output->totals, &rendered->totals, &output->failure);
    if (status == OVF_OK)
        status = ovf_digest_merge(&output->digest, &rendered->digest, &output->failure);
    ovf_rendered_reset(rendered, &output->sinks);
    output->failure.status = status;
    return ovf_output_report(output, error);
}

ovf_status ovf_output_report(const ovf_output *output, ovf_error *error)
{
    if (output->failure.status != OVF_OK && error != NULL) *error = output->failure;
    return output->failure.status;
}
