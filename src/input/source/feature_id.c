#include "input/source/feature_id.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/error.h"
#include "gdal/fields.h"

ovf_status ovf_feature_id(const ovf_layer *layer, OGRFeatureH feature, ovf_text *id,
                          ovf_error *error)
{
    ovf_text_reset(id);
    if (!ovf_text_add(id, "", 0)) return ovf_fail_memory(error);
    for (int i = 0; i < layer->id_field_count && id->length == 0; i++) {
        if (ovf_field_has(feature, layer->id_fields[i]) &&
            !ovf_field_add_text(id, feature, layer->id_fields[i]))
            return ovf_fail_memory(error);
        if (i == 0 && id->length == 0 && layer->fid_is_id && OGR_F_GetFID(feature) != OGRNullFID) {
            char number[32];
            snprintf(number, sizeof number, "%" PRId64, (int64_t)OGR_F_GetFID(feature));
            if (!ovf_text_add_string(id, number)) return ovf_fail_memory(error);
        }
    }
    return OVF_OK;
}

bool ovf_feature_id_is_meant(const ovf_layer *layer, OGRFeatureH feature)
{
    ovf_text id = {0};
    bool meant = layer->id_field_count == 1 || layer->fid_is_id;
    if (!meant && ovf_field_has(feature, layer->id_fields[0]))
        meant = ovf_field_add_text(&id, feature, layer->id_fields[0]) && id.length > 0;
    ovf_text_clear(&id);
    return meant;
}

void ovf_feature_title(const ovf_layer *layer, const char *id, char *title, size_t size)
{
    if (id[0] != '\0') ovf_text_shorten(id, title, size);
    else snprintf(title, size, "#%zu", layer->number);
}
