/* The sheet that a picture is drawn on, and its file. */
#ifndef OVF_OUTPUT_PICTURE_PICTURE_FILE_H
#define OVF_OUTPUT_PICTURE_PICTURE_FILE_H

#include "output/picture/picture_paint.h"

#define OVF_PICTURE_WIDTH 1600
#define OVF_PICTURE_HEIGHT 1000

/* What a unit is on a sheet of this size, in pixels: small pictures have letters that can still be
 * read; large ones are the usual one enlarged. */
double ovf_picture_unit(int width, int height);

/* An empty sheet, and Cairo to draw on it as paint->cairo; the caller destroys both. */
cairo_surface_t *ovf_picture_surface(ovf_paint *paint, int width, int height);

/* Writes it as PNG under another name first, so that there is a whole file or none. `called` is
 * what the file will be called, for messages. Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_picture_save(cairo_surface_t *surface, const char *path, const char *called,
                            ovf_error *error);

#endif
