#include "output/picture/picture_file.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"

double ovf_picture_unit(int width, int height)
{
    double ratio = fmin((double)width / OVF_PICTURE_WIDTH, (double)height / OVF_PICTURE_HEIGHT);
    return ratio >= 1 ? ratio : 1 - 0.6 * (1 - ratio);
}

cairo_surface_t *ovf_picture_surface(ovf_paint *paint, int width, int height)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    paint->cairo = cairo_create(surface);
    cairo_font_options_t *font = cairo_font_options_create();
    cairo_font_options_set_antialias(font, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(font, CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(font, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(paint->cairo, font);
    cairo_font_options_destroy(font);
    return surface;
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

ovf_status ovf_picture_save(cairo_surface_t *surface, const char *path, const char *called,
                            ovf_error *error)
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
    cairo_status_t drawn = cairo_surface_write_to_png_stream(surface, write_bytes, &to);
    bool written = fflush(to.file) == 0 && fsync(fileno(to.file)) == 0;
    if (!written && to.reason == 0) to.reason = errno;
    if (fclose(to.file) != 0 && written) written = false, to.reason = errno;
    if (drawn == CAIRO_STATUS_NO_MEMORY) status = ovf_fail_memory(error);
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
