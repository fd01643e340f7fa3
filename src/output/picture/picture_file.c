#include "output/picture/picture_file.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "output/rows/xml.h"
#include "system/shortage.h"

double ovf_picture_unit(int width, int height)
{
    double ratio = fmin((double)width / OVF_PICTURE_WIDTH, (double)height / OVF_PICTURE_HEIGHT);
    return ratio >= 1 ? ratio : 1 - 0.6 * (1 - ratio);
}

ovf_picture_format ovf_picture_format_of(const char *file)
{
    const char *end = strrchr(file, '.');
    if (end != NULL && strcasecmp(end, ".svg") == 0) return OVF_PICTURE_SVG;
    if (end != NULL && strcasecmp(end, ".pdf") == 0) return OVF_PICTURE_PDF;
    return OVF_PICTURE_PNG;
}

static cairo_status_t keep_bytes(void *closure, const unsigned char *bytes, unsigned length)
{
    ovf_bytes *to = closure;
    ovf_bytes_add(to, bytes, length);
    return to->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

void ovf_picture_sheet_open(ovf_picture_sheet *sheet, ovf_paint *paint, ovf_picture_format format,
                            int width, int height)
{
    *sheet = (ovf_picture_sheet){.format = format};
    if (format == OVF_PICTURE_SVG) {
        sheet->surface = cairo_svg_surface_create_for_stream(keep_bytes, &sheet->bytes, width,
                                                             height);
        cairo_svg_surface_set_document_unit(sheet->surface, CAIRO_SVG_UNIT_PX);
    } else if (format == OVF_PICTURE_PDF) {
        sheet->surface = cairo_pdf_surface_create_for_stream(keep_bytes, &sheet->bytes, width,
                                                             height);
    } else sheet->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    paint->cairo = cairo_create(sheet->surface);
    cairo_font_options_t *font = cairo_font_options_create();
    cairo_font_options_set_antialias(font, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(font, CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(font, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(paint->cairo, font);
    cairo_font_options_destroy(font);
}

void ovf_picture_sheet_close(ovf_picture_sheet *sheet, ovf_paint *paint)
{
    if (sheet->surface == NULL) return;
    cairo_destroy(paint->cairo);
    cairo_surface_destroy(sheet->surface);
    ovf_bytes_clear(&sheet->bytes);
    *sheet = (ovf_picture_sheet){.surface = NULL};
}

typedef struct {
    FILE *file;
    int reason;
} sink;

static cairo_status_t write_bytes(void *closure, const unsigned char *bytes, unsigned length)
{
    sink *to = closure;
    if (fwrite(bytes, 1, length, to->file) == length) return CAIRO_STATUS_SUCCESS;
    to->reason = errno;
    return CAIRO_STATUS_WRITE_ERROR;
}

/* Cairo draws texts as outlines: title and texts are added for those who cannot see them. */
static cairo_status_t write_svg(sink *to, const ovf_bytes *bytes, const char *title,
                                const char *said)
{
    const char *end = bytes->data + bytes->used, *root = ovf_xml_find(bytes->data, end, "<svg"),
               *inside = root == NULL ? NULL : ovf_xml_find(root, end, ">");
    ovf_bytes more = {0};
    if (inside == NULL) inside = end;
    else inside++;
    ovf_bytes_byte(&more, '\n');
    ovf_xml_element(&more, "title", title);
    ovf_bytes_byte(&more, '\n');
    ovf_xml_element(&more, "desc", said);
    cairo_status_t status = more.failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
    const char *const parts[] = {bytes->data, more.data, inside};
    const size_t sizes[] = {(size_t)(inside - bytes->data), more.used, (size_t)(end - inside)};
    for (size_t i = 0; i < 3 && status == CAIRO_STATUS_SUCCESS; i++)
        if (fwrite(parts[i], 1, sizes[i], to->file) != sizes[i])
            status = CAIRO_STATUS_WRITE_ERROR, to->reason = errno;
    ovf_bytes_clear(&more);
    return status;
}

static cairo_status_t write_sheet(ovf_picture_sheet *sheet, const char *title, const char *said,
                                  sink *to)
{
    if (sheet->format == OVF_PICTURE_PNG)
        return cairo_surface_write_to_png_stream(sheet->surface, write_bytes, to);
    cairo_surface_finish(sheet->surface);
    cairo_status_t status = cairo_surface_status(sheet->surface);
    if (status != CAIRO_STATUS_SUCCESS) return status;
    if (sheet->format == OVF_PICTURE_SVG) return write_svg(to, &sheet->bytes, title, said);
    if (fwrite(sheet->bytes.data, 1, sheet->bytes.used, to->file) == sheet->bytes.used)
        return CAIRO_STATUS_SUCCESS;
    to->reason = errno;
    return CAIRO_STATUS_WRITE_ERROR;
}

ovf_status ovf_picture_save(ovf_picture_sheet *sheet, const char *title, const char *said,
                            const char *path, const char *called, ovf_error *error)
{
    size_t size = strlen(path) + 32;
    char *partial = ovf_array_new(size, 1);
    if (partial == NULL) return ovf_fail_memory(error);
    snprintf(partial, size, "%s.partial-%ld", path, (long)getpid());
    sink to = {.file = fopen(partial, "wbx")};
    ovf_status status = OVF_OK;
    if (to.file == NULL) {
        status = ovf_fail(error, OVF_ERROR_IO, "%s cannot be written: %s", called, strerror(errno));
        free(partial);
        return status;
    }
    cairo_status_t drawn = write_sheet(sheet, title, said, &to);
    bool written = fflush(to.file) == 0 && fsync(fileno(to.file)) == 0;
    if (!written && to.reason == 0) to.reason = errno;
    if (fclose(to.file) != 0 && written) written = false, to.reason = errno;
    if (drawn == CAIRO_STATUS_NO_MEMORY || ovf_shortage_noted()) status = ovf_fail_memory(error);
    else if (drawn != CAIRO_STATUS_SUCCESS && drawn != CAIRO_STATUS_WRITE_ERROR)
        status = ovf_fail(error, OVF_ERROR_INTERNAL, "Cairo cannot write %s: %s", called,
                          cairo_status_to_string(drawn));
    else if (drawn != CAIRO_STATUS_SUCCESS || !written)
        status = ovf_fail(error, OVF_ERROR_IO, "%s cannot be written: %s", called,
                          strerror(to.reason));
    else if (rename(partial, path) != 0)
        status = ovf_fail(error, OVF_ERROR_IO, "%s cannot be written: %s", called, strerror(errno));
    if (status != OVF_OK) unlink(partial);
    free(partial);
    return status;
}
