/* Finding the geodata that comes with overflight. */
#ifndef OVERFLIGHT_DATA_H
#define OVERFLIGHT_DATA_H

#include <stddef.h>

#include "overflight/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Writes the path of a file or folder of the geodata ("zones", "airfields.geojson", "" for the
 * folder itself) into `path`. Looked for in turn: the folder that OVERFLIGHT_DATA names (if it is
 * set, nowhere else), geodata beside the running program as it lies in a build tree, and
 * share/overflight under the prefix that the program was installed to. Errors: OVF_ERROR_INPUT,
 * with all places that were tried. */
ovf_status ovf_data_path(const char *name, char *path, size_t size, ovf_error *error);

/* The bundled zones' files, sorted by name, as an array of *count paths: one block, freed with
 * free(). */
ovf_status ovf_data_list(const char *folder, const char *extension, char ***paths, size_t *count,
                         ovf_error *error);

#ifdef __cplusplus
}
#endif
#endif
