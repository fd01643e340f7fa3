/* Zip archives with one file, in memory, by GDAL. */
#ifndef OVF_OUTPUT_MAP_ARCHIVE_H
#define OVF_OUTPUT_MAP_ARCHIVE_H

#include "output/rows/bytes.h"
#include "overflight/error.h"

/* Adds the archive of a text to *bytes; `name` is the file's name in it. The same text gives the
 * same bytes. Errors: OVF_ERROR_IO (GDAL cannot be loaded, or makes none), OVF_ERROR_MEMORY. */
ovf_status ovf_archive_pack(const char *name, const char *text, ovf_bytes *bytes, ovf_error *error);

#endif
