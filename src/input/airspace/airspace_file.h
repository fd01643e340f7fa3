/* A file in a format of airspace that overflight reads itself. */
#ifndef OVF_INPUT_AIRSPACE_AIRSPACE_FILE_H
#define OVF_INPUT_AIRSPACE_AIRSPACE_FILE_H

#include "input/airspace/airspace.h"
#include "input/source/window.h"

typedef struct {
    const ovf_airspace_format *format; /* NULL: the file is of none, or cannot be opened */
    ovf_window window;                 /* the head of the file, behind its byte order mark */
    bool is_open;
} ovf_airspace_file;

/* Opens a file, also in gzip or in an archive, and looks at its content; close it in any case. What
 * cannot be opened is told by other readers. Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_airspace_file_open(ovf_airspace_file *file, const char *path, ovf_error *error);
/* The whole file is in the window then. Errors as above. */
ovf_status ovf_airspace_file_fill(ovf_airspace_file *file, ovf_error *error);
void ovf_airspace_file_close(ovf_airspace_file *file);

/* Whether none of these files of waypoints is of AIXM, whose points are not read and which GDAL is
 * not to open. Errors: OVF_ERROR_INPUT (one is), OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_airspace_no_points(const char *const *files, size_t count, ovf_error *error);

#endif
