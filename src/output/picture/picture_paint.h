/* Drawing with Cairo, in units: how thick and how large things are follows the picture's size. */
#ifndef OVF_OUTPUT_PICTURE_PICTURE_PAINT_H
#define OVF_OUTPUT_PICTURE_PICTURE_PAINT_H

#include <stdint.h>

#include "output/picture/cairo.h"
#include "output/picture/picture_text.h"
#include "output/picture/picture_view.h"

/* 0xRRGGBB */
typedef uint32_t ovf_colour;

#define OVF_COLOUR_PAPER 0xffffff
#define OVF_COLOUR_INK 0x22262c
#define OVF_COLOUR_QUIET 0x5b6470
#define OVF_COLOUR_SEA 0xe8eef2
#define OVF_COLOUR_LAND 0xf7f6f2
#define OVF_COLOUR_BORDER 0xb9b4a8
#define OVF_COLOUR_COAST 0xcbc8be
#define OVF_COLOUR_GRATICULE 0xcdd5db
#define OVF_COLOUR_PASSAGE 0x8b0f5a
#define OVF_COLOUR_ENTRY 0x009e73
#define OVF_COLOUR_EXIT 0xd55e00
#define OVF_COLOUR_SEEN 0x009e73
#define OVF_COLOUR_GAP 0x8a8f98
#define OVF_COLOUR_NEAREST 0x5b6470

typedef struct {
    cairo_t *cairo;
    double unit; /* pixels */
} ovf_paint;

void ovf_paint_colour(const ovf_paint *paint, ovf_colour colour, double alpha);
/* In units. A dash of 0: none. */
void ovf_paint_pen(const ovf_paint *paint, double width, double dash, double gap);

/* Adds to the path what of the lines is within the patch. */
void ovf_paint_lines(const ovf_paint *paint, const ovf_pixels *pixels, const ovf_patch *reach);
/* Adds a closed ring. */
void ovf_paint_ring(const ovf_paint *paint, const ovf_flat *points, size_t count);
void ovf_paint_patch(const ovf_paint *paint, const ovf_patch *patch);
/* Hatches what the path encloses, even-odd, and drops the path. `rising`: like a slash. */
void ovf_paint_hatch(const ovf_paint *paint, ovf_colour colour, double alpha, bool rising);

typedef enum {
    OVF_MARK_UP, /* triangles */
    OVF_MARK_DOWN,
    OVF_MARK_CIRCLE,
    OVF_MARK_OCTAGON,
    OVF_MARK_SQUARE, /* as wide as a circle of nine tenths of the radius */
} ovf_mark;

/* A filled marker of that radius in units, with an outline. */
void ovf_paint_mark(const ovf_paint *paint, ovf_mark mark, ovf_flat at, double radius,
                    ovf_colour fill, ovf_colour outline, double outline_width);
/* The tip of an arrow at a point, pointing along (dx, dy). */
void ovf_paint_arrow(const ovf_paint *paint, ovf_flat at, double dx, double dy, double size,
                     ovf_colour colour);

/* Sizes of text in units. */
void ovf_paint_font(const ovf_paint *paint, double size, bool bold);
/* Of the font that was chosen, in pixels; has the shape of ovf_text_width. */
double ovf_paint_width(const void *paint, const char *text);
/* Its baseline begins at (x, y). With a halo of paper around it where `halo`. */
void ovf_paint_text(const ovf_paint *paint, double x, double y, const char *text, ovf_colour colour,
                    bool halo);

/* OVF_OK, or what Cairo had to say in the meantime. Errors: OVF_ERROR_MEMORY, OVF_ERROR_INTERNAL.
 */
ovf_status ovf_paint_status(const ovf_paint *paint, ovf_error *error);

#endif
