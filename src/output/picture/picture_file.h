/* The sheet that a picture is drawn on, and its file. */
#ifndef OVF_OUTPUT_PICTURE_PICTURE_FILE_H
#define OVF_OUTPUT_PICTURE_PICTURE_FILE_H

#include "output/picture/picture_paint.h"
#include "output/rows/bytes.h"

#define OVF_PICTURE_WIDTH 1600
#define OVF_PICTURE_HEIGHT 1000

/* What a unit is on a sheet of this size, in pixels: small pictures have letters that can still be
 * read; large ones are the usual one enlarged. */
double ovf_picture_unit(int width, int height);

/* What a picture is written as. */
typedef enum { OVF_PICTURE_PNG, OVF_PICTURE_SVG, OVF_PICTURE_PDF } ovf_picture_format;
/* By the end of its file's name; PNG where that says nothing else. */
ovf_picture_format ovf_picture_format_of(const char *file);

/* A sheet that is drawn on. */
typedef struct {
    ovf_picture_format format;
    cairo_surface_t *surface;
    ovf_bytes bytes; /* of SVG and PDF, as they are drawn */
} ovf_picture_sheet;

/* An empty one in place of *sheet, and Cairo to draw on it as paint->cairo. To close. */
void ovf_picture_sheet_open(ovf_picture_sheet *sheet, ovf_paint *paint, ovf_picture_format format,
                            int width, int height);
/* Writes it under another name first, so that there is a whole file or none. `called` is what the
 * file will be called, for messages; SVG gets the title, and what is said in the picture, as texts
 * that programs can read. Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_picture_save(ovf_picture_sheet *sheet, const char *title, const char *said,
                            const char *path, const char *called, ovf_error *error);
void ovf_picture_sheet_close(ovf_picture_sheet *sheet, ovf_paint *paint);

#endif
