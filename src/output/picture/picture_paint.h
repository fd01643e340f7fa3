/* Drawing with Cairo, in units: how thick and how large things are follows the picture's size. */
#ifndef OVF_OUTPUT_PICTURE_PICTURE_PAINT_H
#define OVF_OUTPUT_PICTURE_PICTURE_PAINT_H

#include <stdint.h>

#include "base/glossary.h"
#include "output/picture/cairo.h"
#include "output/picture/picture_text.h"
#include "output/picture/picture_view.h"
#include "output/rows/bytes.h"

/* 0xRRGGBB */
typedef uint32_t ovf_colour;

#define OVF_COLOUR_PAPER 0xffffff
#define OVF_COLOUR_INK 0x22262c
#define OVF_COLOUR_QUIET 0x5b6470
#define OVF_COLOUR_SEA OVF_GROUND_SEA
#define OVF_COLOUR_LAND OVF_GROUND_LAND
#define OVF_COLOUR_BORDER 0xb9b4a8
#define OVF_COLOUR_COAST 0xcbc8be
#define OVF_COLOUR_GRATICULE 0xcdd5db
#define OVF_COLOUR_PASSAGE (ovf_glossary[OVF_TERM_PASSAGE].colour)
#define OVF_COLOUR_SEEN (ovf_glossary[OVF_TERM_COVERAGE].colour)
#define OVF_COLOUR_GAP (ovf_glossary[OVF_TERM_GAP].colour)
#define OVF_COLOUR_NEAREST (ovf_glossary[OVF_TERM_NEAREST].colour)

typedef struct {
    cairo_t *cairo;
    double unit;     /* pixels */
    ovf_bytes *said; /* the texts that were drawn, a line for each; NULL: they are not kept */
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
    OVF_MARK_RIGHT,
    OVF_MARK_LEFT,
    OVF_MARK_CIRCLE,
    OVF_MARK_RING,
    OVF_MARK_DIAMOND,
    OVF_MARK_SQUARE,    /* as wide as a circle of nine tenths of the radius */
    OVF_MARK_AERODROME, /* a ring with a tick to each side */
} ovf_mark;

/* The mark of a class of points. */
ovf_mark ovf_mark_of(const ovf_term *term);

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
