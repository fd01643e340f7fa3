/* Cairo, loaded when it is first needed: only pictures need it, and it takes as long to load as a
 * plan takes to check.
 *
 * Whoever wants Cairo includes this and calls its functions as ever. Each of them stands in both
 * lists below: what is missing there makes the linker complain, or link Cairo. Where it was not
 * said at building what to load, Cairo is linked like any other library. */
#ifndef OVF_OUTPUT_PICTURE_CAIRO_H
#define OVF_OUTPUT_PICTURE_CAIRO_H

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>

#include "overflight/error.h"

/* Loads it, if that has not been done. To be called before the first of its functions. Thread-safe.
 * Errors: OVF_ERROR_IO. */
ovf_status ovf_cairo_load(ovf_error *error);

#ifdef OVERFLIGHT_CAIRO_LIBRARY

/* clang-format off */
#define OVF_CAIRO_FUNCTIONS(F) \
    F(cairo_arc) F(cairo_clip) F(cairo_clip_extents) F(cairo_close_path) F(cairo_create) \
    F(cairo_destroy) F(cairo_fill) F(cairo_fill_preserve) F(cairo_font_options_create) \
    F(cairo_font_options_destroy) F(cairo_font_options_set_antialias) \
    F(cairo_font_options_set_hint_metrics) \
    F(cairo_font_options_set_hint_style) F(cairo_has_current_point) F(cairo_image_surface_create) \
    F(cairo_image_surface_get_data) F(cairo_image_surface_get_stride) F(cairo_line_to) \
    F(cairo_mask_surface) F(cairo_move_to) F(cairo_new_path) F(cairo_paint) \
    F(cairo_pdf_surface_create_for_stream) \
    F(cairo_rectangle) \
    F(cairo_restore) F(cairo_rotate) F(cairo_save) F(cairo_scale) F(cairo_select_font_face) \
    F(cairo_set_dash) F(cairo_set_fill_rule) F(cairo_set_font_options) F(cairo_set_font_size) \
    F(cairo_set_line_cap) F(cairo_set_line_join) F(cairo_set_line_width) \
    F(cairo_set_source_rgba) \
    F(cairo_show_text) F(cairo_status) F(cairo_status_to_string) F(cairo_stroke) \
    F(cairo_stroke_preserve) F(cairo_surface_destroy) F(cairo_surface_finish) \
    F(cairo_surface_mark_dirty) F(cairo_svg_surface_create_for_stream) \
    F(cairo_svg_surface_set_document_unit) \
    F(cairo_surface_status) F(cairo_surface_write_to_png_stream) F(cairo_text_extents) \
    F(cairo_text_path) F(cairo_translate)

typedef struct {
#define F(name) __typeof__(name) *name;
    OVF_CAIRO_FUNCTIONS(F)
#undef F
} ovf_cairo_functions;

extern ovf_cairo_functions ovf_cairo; /* NULL until it is loaded */

#ifndef OVF_CAIRO_PLAIN
#define cairo_arc ovf_cairo.cairo_arc
#define cairo_clip ovf_cairo.cairo_clip
#define cairo_clip_extents ovf_cairo.cairo_clip_extents
#define cairo_close_path ovf_cairo.cairo_close_path
#define cairo_create ovf_cairo.cairo_create
#define cairo_destroy ovf_cairo.cairo_destroy
#define cairo_fill ovf_cairo.cairo_fill
#define cairo_fill_preserve ovf_cairo.cairo_fill_preserve
#define cairo_font_options_create ovf_cairo.cairo_font_options_create
#define cairo_font_options_destroy ovf_cairo.cairo_font_options_destroy
#define cairo_font_options_set_antialias ovf_cairo.cairo_font_options_set_antialias
#define cairo_font_options_set_hint_metrics ovf_cairo.cairo_font_options_set_hint_metrics
#define cairo_font_options_set_hint_style ovf_cairo.cairo_font_options_set_hint_style
#define cairo_has_current_point ovf_cairo.cairo_has_current_point
#define cairo_image_surface_create ovf_cairo.cairo_image_surface_create
#define cairo_image_surface_get_data ovf_cairo.cairo_image_surface_get_data
#define cairo_image_surface_get_stride ovf_cairo.cairo_image_surface_get_stride
#define cairo_line_to ovf_cairo.cairo_line_to
#define cairo_mask_surface ovf_cairo.cairo_mask_surface
#define cairo_move_to ovf_cairo.cairo_move_to
#define cairo_new_path ovf_cairo.cairo_new_path
#define cairo_paint ovf_cairo.cairo_paint
#define cairo_pdf_surface_create_for_stream ovf_cairo.cairo_pdf_surface_create_for_stream
#define cairo_rectangle ovf_cairo.cairo_rectangle
#define cairo_restore ovf_cairo.cairo_restore
#define cairo_rotate ovf_cairo.cairo_rotate
#define cairo_save ovf_cairo.cairo_save
#define cairo_scale ovf_cairo.cairo_scale
#define cairo_select_font_face ovf_cairo.cairo_select_font_face
#define cairo_set_dash ovf_cairo.cairo_set_dash
#define cairo_set_fill_rule ovf_cairo.cairo_set_fill_rule
#define cairo_set_font_options ovf_cairo.cairo_set_font_options
#define cairo_set_font_size ovf_cairo.cairo_set_font_size
#define cairo_set_line_cap ovf_cairo.cairo_set_line_cap
#define cairo_set_line_join ovf_cairo.cairo_set_line_join
#define cairo_set_line_width ovf_cairo.cairo_set_line_width
#define cairo_set_source_rgba ovf_cairo.cairo_set_source_rgba
#define cairo_show_text ovf_cairo.cairo_show_text
#define cairo_status ovf_cairo.cairo_status
#define cairo_status_to_string ovf_cairo.cairo_status_to_string
#define cairo_stroke ovf_cairo.cairo_stroke
#define cairo_stroke_preserve ovf_cairo.cairo_stroke_preserve
#define cairo_surface_destroy ovf_cairo.cairo_surface_destroy
#define cairo_surface_finish ovf_cairo.cairo_surface_finish
#define cairo_surface_mark_dirty ovf_cairo.cairo_surface_mark_dirty
#define cairo_surface_status ovf_cairo.cairo_surface_status
#define cairo_surface_write_to_png_stream ovf_cairo.cairo_surface_write_to_png_stream
#define cairo_svg_surface_create_for_stream ovf_cairo.cairo_svg_surface_create_for_stream
#define cairo_svg_surface_set_document_unit ovf_cairo.cairo_svg_surface_set_document_unit
#define cairo_text_extents ovf_cairo.cairo_text_extents
#define cairo_text_path ovf_cairo.cairo_text_path
#define cairo_translate ovf_cairo.cairo_translate
#endif
/* clang-format on */

#endif
#endif
