/* Choosing the layers of an open file, and what in them names a feature. */
#ifndef OVF_INPUT_SOURCE_LAYER_CHOICE_H
#define OVF_INPUT_SOURCE_LAYER_CHOICE_H

#include "input/source/opened.h"

/* Fills source->layers: the one of that name, or (name NULL) all that can have the wanted geometry.
 */
ovf_status ovf_layers_choose(ovf_source *source, const char *name, ovf_error *error);

/* Finds where the layer's ids stand. A layer without the field that the caller asked for is an
 * error. */
ovf_status ovf_layers_find_ids(const ovf_source *source, ovf_layer *layer, const char *id_field,
                               ovf_error *error);

#endif
