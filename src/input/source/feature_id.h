/* What a feature is called. */
#ifndef OVF_INPUT_SOURCE_FEATURE_ID_H
#define OVF_INPUT_SOURCE_FEATURE_ID_H

#include "base/text.h"
#include "input/source/opened.h"

/* The id that the feature has of its own in *id (empty if it has none). */
ovf_status ovf_feature_id(const ovf_layer *layer, OGRFeatureH feature, ovf_text *id,
                          ovf_error *error);

/* Whether that id was meant as one: it is that of a field chosen for it, of a property `id` or of
 * the feature itself, and not just its name or number. */
bool ovf_feature_id_is_meant(const ovf_layer *layer, OGRFeatureH feature);

/* How messages call it: the id, or #NUMBER. */
void ovf_feature_title(const ovf_layer *layer, const char *id, char *title, size_t size);

#endif
