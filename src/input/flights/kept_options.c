#include "input/flights/kept_options.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

ovf_status ovf_options_keep(ovf_kept_options *kept, const ovf_input_options *options,
                            ovf_error *error)
{
    *kept = (ovf_kept_options){.options = {.id_field = NULL}};
    if (options != NULL) kept->options = *options;
    const char **const texts[OVF_OPTION_TEXTS] = {
        &kept->options.id_field, &kept->options.where,   &kept->options.crs,
        &kept->options.format,   &kept->options.columns, &kept->options.flight_id};
    for (size_t i = 0; i < OVF_OPTION_TEXTS; i++) {
        if (*texts[i] == NULL) continue;
        kept->texts[i] = ovf_text_copy(*texts[i]);
        if (kept->texts[i] == NULL) return ovf_fail_memory(error);
        *texts[i] = kept->texts[i];
    }
    return OVF_OK;
}

void ovf_kept_options_clear(ovf_kept_options *kept)
{
    for (size_t i = 0; i < OVF_OPTION_TEXTS; i++) free(kept->texts[i]);
    *kept = (ovf_kept_options){.options = {.id_field = NULL}};
}
