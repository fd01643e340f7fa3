/* Opening what GDAL reads, and nothing that it refers to. */
#ifndef OVF_INPUT_SOURCE_OPENING_H
#define OVF_INPUT_SOURCE_OPENING_H

#include <stdbool.h>

#include "gdal/gdal.h"
#include "overflight/error.h"

/* Opens the file, database or server of that name with GDAL; `flags` and `options` as GDALOpenEx
 * takes them. The name is the user's, so it may be any that GDAL knows, also of a server. What is
 * in a file is somebody else's: unless `references`, formats that only say what else is to be read
 * (VRT, WFS and the like) are refused, schemas are not fetched, and databases reach no file but
 * their own. *dataset is NULL where GDAL cannot open it; its reason has gone to the handler in
 * force. Errors: OVF_ERROR_INPUT (the file refers to others), OVF_ERROR_MEMORY. The sentence has no
 * file. */
#define OVF_OPEN_LOOKED \
    0x40000000u /* among the flags: a text of GeoJSON was looked through before */
ovf_status ovf_open_named(const char *name, unsigned flags, const char *const *options,
                          bool references, GDALDatasetH *dataset, ovf_error *error);

#endif
