/* GDAL's own messages, caught so that they end up in our sentence instead of on stderr. */
#ifndef OVF_GDAL_GDAL_ERRORS_H
#define OVF_GDAL_GDAL_ERRORS_H

#include <stdbool.h>

/* The last failure that GDAL reported in this thread between begin and end, empty if none. Warnings
 * are swallowed. */
typedef struct {
    char failure[400];
} ovf_gdal_errors;

/* GDAL must have been loaded (gdal.h) where it may fail to be. Catches this thread's messages until
 * the matching end. Pairs may nest; *errors must live as long as the pair. */
void ovf_gdal_errors_begin(ovf_gdal_errors *errors);
void ovf_gdal_errors_end(void);

/* Forgets what was caught so far. */
void ovf_gdal_errors_reset(ovf_gdal_errors *errors);

/* What was caught, without the file's name at its beginning, which our sentence has already, and
 * without full stop; "GDAL gives no reason" if nothing was. */
const char *ovf_gdal_errors_text(ovf_gdal_errors *errors, const char *file);

#endif
