#include "input/airspace/airspace_file.h"

#include <stdint.h>
#include <string.h>

#include "base/error.h"
#include "base/reading_limits.h"
#include "base/text.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"

/* So much of a file is looked at for its format: files may begin with pages of remarks. */
#define HEAD ((size_t)1 << 17)

/* An archive of more is a collection. */
#define MEMBERS_MAX OVF_LIMIT_MEMBERS

static ovf_status fill(ovf_window *window, size_t wanted, ovf_error *error)
{
    ovf_status status = OVF_OK;
    while (status == OVF_OK && !window->ended && window->end - window->begin < wanted) {
        bool paused;
        status = ovf_window_more(window, true, &paused, error);
    }
    return status;
}

/* GeoJSON may begin with an outline that is longer than all this, and what says the format then
 * comes behind it: reads on where the bytes end among coordinates. */
static ovf_status pass_coordinates(ovf_window *window, ovf_error *error)
{
    static const char member[] = "\"coordinates\"";
    const size_t length = sizeof member - 1;
    ovf_status status = OVF_OK;
    bool among = true, began = false;
    while (status == OVF_OK && among) {
        const char *bytes = window->bytes + window->begin;
        size_t end = window->end - window->begin;
        while (end > 0 && bytes[end - 1] != '"') end--;
        among = end >= length && memcmp(bytes + end - length, member, length) == 0 &&
                !window->ended;
        if (among || began) status = fill(window, 2 * (window->end - window->begin), error);
        began = among;
    }
    return status;
}

/* Opens what has these bytes themselves, and looks at them. */
static ovf_status look(ovf_airspace_file *file, const char *path, ovf_error *error)
{
    static const char mark[] = "\xEF\xBB\xBF";
    ovf_window *window = &file->window;
    *file = (ovf_airspace_file){0};
    file->is_open = ovf_window_open(window, path, NULL) == OVF_OK;
    if (!file->is_open) return OVF_OK;
    ovf_status status = fill(window, HEAD, error);
    if (status == OVF_OK) status = pass_coordinates(window, error);
    if (status != OVF_OK) return status;
    if (window->end - window->begin >= 3 && memcmp(window->bytes + window->begin, mark, 3) == 0)
        ovf_window_pass(window, 3);
    if (window->end > window->begin)
        file->format = ovf_airspace_format_of(window->bytes + window->begin,
                                              window->end - window->begin);
    return OVF_OK;
}

static bool begins(const ovf_airspace_file *file, const char *bytes, size_t length)
{
    const ovf_window *window = &file->window;
    return file->is_open && window->end - window->begin > length &&
           memcmp(window->bytes + window->begin, bytes, length) == 0;
}

/* The first member of an archive that is in a format, as in a KMZ. What cannot be read there is not
 * of a format. */
static ovf_status look_in_archive(ovf_airspace_file *file, const char *path, ovf_error *error)
{
    ovf_gdal_errors caught;
    ovf_text name = {0};
    ovf_status status = ovf_gdal_load(error);
    if (status != OVF_OK) return status;
    bool good = ovf_text_add_string(&name, "/vsizip/{") && ovf_text_add_string(&name, path) &&
                ovf_text_add_string(&name, "}");
    size_t root = name.length;
    ovf_gdal_errors_begin(&caught);
    char **members = good ? VSIReadDirRecursive(name.text) : NULL;
    ovf_gdal_errors_end();
    size_t count = members == NULL ? 0 : (size_t)CSLCount(members);
    for (size_t i = 0; i < count && count <= MEMBERS_MAX && good && file->format == NULL; i++) {
        ovf_airspace_file_close(file);
        name.length = root;
        name.text[root] = '\0';
        good = ovf_text_add_string(&name, "/") && ovf_text_add_string(&name, members[i]);
        if (good && look(file, name.text, NULL) != OVF_OK) ovf_airspace_file_close(file);
    }
    CSLDestroy(members);
    ovf_text_clear(&name);
    return good ? OVF_OK : ovf_fail_memory(error);
}

ovf_status ovf_airspace_file_open(ovf_airspace_file *file, const char *path, ovf_error *error)
{
    *file = (ovf_airspace_file){0};
    if (strcmp(path, "-") == 0) return OVF_OK;
    ovf_status status = look(file, path, error);
    if (status != OVF_OK || file->format != NULL || !file->is_open ||
        !ovf_window_can_seek(&file->window))
        return status;
    if (begins(file, "PK\3\4", 4)) return look_in_archive(file, path, error);
    if (!begins(file, "\x1F\x8B", 2)) return OVF_OK;
    ovf_text name = {0};
    ovf_airspace_file_close(file);
    if (ovf_text_add_string(&name, "/vsigzip/") && ovf_text_add_string(&name, path)) {
        if (look(file, name.text, NULL) != OVF_OK) ovf_airspace_file_close(file);
    } else {
        status = ovf_fail_memory(error);
    }
    ovf_text_clear(&name);
    return status;
}

ovf_status ovf_airspace_file_fill(ovf_airspace_file *file, ovf_error *error)
{
    return fill(&file->window, SIZE_MAX, error);
}

void ovf_airspace_file_close(ovf_airspace_file *file)
{
    if (file->is_open) ovf_window_close(&file->window);
    *file = (ovf_airspace_file){0};
}

ovf_status ovf_airspace_no_points(const char *const *files, size_t count, ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        ovf_airspace_file file;
        status = ovf_airspace_file_open(&file, files[i], error);
        if (status == OVF_OK && (file.format == &ovf_airspace_format_aixm5 ||
                                 file.format == &ovf_airspace_format_aixm45))
            status = ovf_fail(error, OVF_ERROR_INPUT,
                              "%s: expected waypoints, found %s, of which zones are read only",
                              files[i], file.format->title);
        ovf_airspace_file_close(&file);
    }
    return status;
}
