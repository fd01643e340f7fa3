/* Opening a file with OGR: which layers are read, in what CRS they are, and which fields name a
 * feature. */
#ifndef OVF_INPUT_SOURCE_SOURCE_H
#define OVF_INPUT_SOURCE_SOURCE_H

#include <stdint.h>

#include "base/text.h"
#include "input/source/feature_id.h"
#include "input/source/opened.h"
#include "overflight/error.h"
#include "overflight/input.h"

/* Opens FILE or FILE|layername=NAME. Of the options id_field, crs, note and `where` are taken, a
 * condition that the format or the database evaluates; NULL: none. Nothing is written beside the
 * file. On failure *source is closed. Errors: OVF_ERROR_INPUT (missing, unreadable, no such layer,
 * no layer of that kind, no CRS, no such field, no such condition, a collection that is cut off),
 * OVF_ERROR_MEMORY. */
ovf_status ovf_source_open(ovf_source *source, const char *file, ovf_geometry_kind kind,
                           const ovf_input_options *options, ovf_error *error);
void ovf_source_close(ovf_source *source);

/* The next feature that is no point among lines, to destroy with OGR_F_Destroy, and its layer; NULL
 * after the last. Points among areas are given, since they may be circles. A file in which no
 * feature had the wanted geometry is an error at its end (the reader counts in source->matching).
 */
ovf_status ovf_source_next(ovf_source *source, ovf_layer **layer, OGRFeatureH *feature,
                           ovf_error *error);

/* Number of features in the layers read if the format knows it without reading, otherwise -1. */
int64_t ovf_source_total(const ovf_source *source);

#endif
