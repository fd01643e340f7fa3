#include "input/airspace/airspace_file.h"

#include <stdint.h>
#include <string.h>

#include "base/error.h"

/* So much of a file is looked at for its format: files may begin with pages of remarks. */
#define HEAD ((size_t)1 << 17)

static ovf_status fill(ovf_window *window, size_t wanted, ovf_error *error)
{
    ovf_status status = OVF_OK;
    while (status == OVF_OK && !window->ended && window->end - window->begin < wanted) {
        bool paused;
        status = ovf_window_more(window, true, &paused, error);
    }
    return status;
}

ovf_status ovf_airspace_file_open(ovf_airspace_file *file, const char *path, ovf_error *error)
{
    static const char mark[] = "\xEF\xBB\xBF";
    ovf_window *window = &file->window;
    *file = (ovf_airspace_file){0};
    file->is_open = strcmp(path, "-") != 0 && ovf_window_open(window, path, NULL) == OVF_OK;
    if (!file->is_open) return OVF_OK;
    ovf_status status = fill(window, HEAD, error);
    if (status != OVF_OK) return status;
    if (window->end - window->begin >= 3 && memcmp(window->bytes + window->begin, mark, 3) == 0)
        ovf_window_pass(window, 3);
    if (window->end > window->begin)
        file->format = ovf_airspace_format_of(window->bytes + window->begin,
                                              window->end - window->begin);
    return OVF_OK;
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
