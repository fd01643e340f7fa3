#include "overflight/points.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/text.h"
#include "gdal/fields.h"
#include "input/points/point_lines.h"
#include "input/source/source.h"
#include "input/source/window.h"

/* How much of a file is looked at. */
#define HEAD ((size_t)1 << 16)

/* ---- lines ---- */

/* Fills the window to at least so many bytes, or to the end. */
static ovf_status fill(ovf_window *window, size_t wanted, ovf_error *error)
{
    bool paused;
    while (window->end - window->begin < wanted && !window->ended) {
        ovf_status status = ovf_window_more(window, true, &paused, error);
        if (status != OVF_OK) return status;
    }
    return OVF_OK;
}

static ovf_status read_lines(ovf_window *window, ovf_point_reader *reader, ovf_error *error)
{
    bool paused;
    for (size_t looked = 0;;) {
        const char *at = window->bytes + window->begin;
        size_t held = window->end - window->begin;
        const char *end = held > looked ? memchr(at + looked, '\n', held - looked) : NULL;
        if (end == NULL && !window->ended) {
            looked = held;
            ovf_status status = ovf_window_more(window, true, &paused, error);
            if (status != OVF_OK) return status;
            continue;
        }
        size_t length = end == NULL ? held : (size_t)(end - at), line = length;
        while (line > 0 && at[line - 1] == '\r') line--;
        if (held > 0) ovf_point_reader_take(reader, at, line);
        if (end == NULL) break;
        ovf_window_pass(window, length + 1);
        looked = 0;
    }
    ovf_point_reader_end(reader);
    return reader->out_of_memory ? ovf_fail_memory(error) : OVF_OK;
}

static bool is_gzip(const ovf_window *window)
{
    return window->end - window->begin > 2 &&
           memcmp(window->bytes + window->begin, "\x1F\x8B", 2) == 0;
}

/* *taken: it was one of the formats of lines. A file that cannot be opened is GDAL's to tell of. */
static ovf_status read_by_lines(const char *path, ovf_points *points, bool *taken, ovf_error *error)
{
    ovf_window window;
    ovf_error why;
    *taken = false;
    if (ovf_window_open(&window, path, &why) != OVF_OK) return OVF_OK;
    ovf_status status = fill(&window, HEAD, &why);
    bool packed = status == OVF_OK && is_gzip(&window);
    ovf_point_reader reader = {.points = points, .datum_lat = NAN, .datum_lon = NAN};
    if (status == OVF_OK && !packed) {
        reader.format = ovf_point_format_of(window.bytes == NULL ? "" : window.bytes + window.begin,
                                            window.end - window.begin);
        *taken = reader.format != OVF_POINT_LINES_NONE;
    }
    if (*taken) status = read_lines(&window, &reader, &why);
    ovf_window_close(&window);
    if (packed && strncmp(path, "/vsigzip/", 9) != 0) {
        ovf_text through = {0};
        if (!ovf_text_add_string(&through, "/vsigzip/") || !ovf_text_add_string(&through, path))
            status = ovf_fail_memory(error);
        else status = read_by_lines(through.text, points, taken, error);
        ovf_text_clear(&through);
        return status;
    }
    if (status == OVF_OK) return OVF_OK;
    return ovf_fail(error, status == OVF_ERROR_MEMORY ? status : OVF_ERROR_INPUT, "%s",
                    why.message);
}

/* ---- of GDAL ---- */

static bool take_feature(ovf_points *points, OGRFeatureH feature, const ovf_crs *crs,
                         ovf_text *text)
{
    static const char *const fields[] = {"ident", "icao", "icao_code", "code", "name", "id"};
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    if (geometry == NULL || OGR_GT_Flatten(OGR_G_GetGeometryType(geometry)) != wkbPoint ||
        OGR_G_IsEmpty(geometry))
        return true;
    double lon = OGR_G_GetX(geometry, 0), lat = OGR_G_GetY(geometry, 0);
    int placed;
    if (ovf_crs_transform(crs, &lon, &lat, &placed, 1) < 1) return true;
    bool good = true;
    for (size_t i = 0; i < sizeof fields / sizeof *fields && good; i++) {
        int index = OGR_F_GetFieldIndex(feature, fields[i]);
        if (!ovf_field_has(feature, index)) continue;
        ovf_text_reset(text);
        good = ovf_field_add_text(text, feature, index) &&
               ovf_points_add(points, text->text == NULL ? "" : text->text, text->length, "", 0,
                              OVF_POINT_OTHER, lon, lat);
    }
    return good;
}

static ovf_status read_by_gdal(const char *path, ovf_points *points, ovf_error *error)
{
    ovf_source source;
    ovf_text text = {0};
    ovf_status status = ovf_source_open(&source, path, OVF_GEOMETRY_POINTS, NULL, error);
    if (status != OVF_OK) return status;
    for (;;) {
        ovf_layer *layer;
        OGRFeatureH feature;
        source.matching++; /* what has no point is passed over */
        status = ovf_source_next(&source, &layer, &feature, error);
        if (status != OVF_OK || feature == NULL) break;
        if (!take_feature(points, feature, &layer->crs, &text)) status = ovf_fail_memory(error);
        OGR_F_Destroy(feature);
        if (status != OVF_OK) break;
    }
    ovf_text_clear(&text);
    ovf_source_close(&source);
    return status;
}

/* ---- all of them ---- */

static ovf_status read_one(const char *file, ovf_points *points, ovf_error *error)
{
    bool taken;
    ovf_error why;
    size_t before = points->count + points->stretch_count;
    char *shown = ovf_secret_hidden(file);
    if (shown == NULL) return ovf_fail_memory(error);
    ovf_status status = read_by_lines(file, points, &taken, &why);
    if (status != OVF_OK) status = ovf_fail(error, status, "%s: %s", shown, why.message);
    else if (!taken) status = read_by_gdal(file, points, error);
    if (status == OVF_OK && points->count + points->stretch_count == before)
        status = ovf_fail(error, OVF_ERROR_INPUT,
                          "%s: expected points with names, or airways, found none", shown);
    free(shown);
    return status;
}

ovf_status ovf_points_read(const char *const *files, size_t count, ovf_points **points,
                           ovf_error *error)
{
    if (points == NULL) return ovf_fail_null(error, "a place for the points");
    *points = NULL;
    if (count > 0 && files == NULL) return ovf_fail_null(error, "names of files");
    ovf_points *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < count && status == OVF_OK; i++)
        status = files[i] == NULL ? ovf_fail_null(error, "the name of a file")
                                  : read_one(files[i], made, error);
    if (status == OVF_OK) {
        ovf_points_sort(made);
        *points = made;
    } else {
        ovf_points_free(made);
    }
    return status;
}
