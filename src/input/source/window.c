#include "input/source/window.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"

/* Read at once: what a processor's cache can hold. */
#define CHUNK ((size_t)1 << 18)

/* GDAL's words, or the system's where it has none. */
static const char *reason(const char *path, int number, char text[200])
{
    const char *words = VSIGetLastErrorMsg();
    size_t length = strlen(path);
    if (words == NULL || words[0] == '\0')
        words = number != 0 ? strerror(number) : "no reason is known";
    if (strncmp(words, path, length) == 0 && strncmp(words + length, ": ", 2) == 0)
        words += length + 2;
    ovf_text_shorten(words, text, 200);
    return text;
}

static ovf_status open_descriptor(ovf_window *window, const char *path, const struct stat *about,
                                  ovf_error *error)
{
    window->descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (window->descriptor < 0)
        return ovf_fail(error, OVF_ERROR_IO, "cannot be opened: %s", strerror(errno));
    window->is_plain = S_ISREG(about->st_mode);
    if (window->is_plain) window->size = (uint64_t)about->st_size;
    return OVF_OK;
}

static ovf_status open_file(ovf_window *window, const char *path, ovf_error *error)
{
    char text[200];
    ovf_gdal_errors caught;
    ovf_status status = ovf_gdal_load(error);
    if (status != OVF_OK) return status;
    ovf_gdal_errors_begin(&caught);
    VSIErrorReset();
    errno = 0;
    window->file = VSIFOpenExL(path, "rb", TRUE);
    int number = errno;
    /* Of gzip, only reading all of it would tell the size. */
    if (window->file != NULL && strstr(path, "/vsigzip/") == NULL &&
        VSIFSeekL(window->file, 0, SEEK_END) == 0) {
        window->size = VSIFTellL(window->file);
        if (VSIFSeekL(window->file, 0, SEEK_SET) != 0) window->size = UINT64_MAX;
    }
    reason(path, number, text);
    ovf_gdal_errors_end();
    return window->file != NULL ? OVF_OK
                                : ovf_fail(error, OVF_ERROR_IO, "cannot be opened: %s", text);
}

ovf_status ovf_window_open(ovf_window *window, const char *path, ovf_error *error)
{
    struct stat status;
    *window = (ovf_window){.descriptor = -1, .size = UINT64_MAX};
    if (strcmp(path, "-") == 0 || strncmp(path, "/vsistdin", strlen("/vsistdin")) == 0) {
        window->descriptor = STDIN_FILENO;
        return OVF_OK;
    }
    bool there = stat(path, &status) == 0;
    if (there && S_ISDIR(status.st_mode))
        return ovf_fail(error, OVF_ERROR_IO, "cannot be opened: %s", strerror(EISDIR));
    return there ? open_descriptor(window, path, &status, error) : open_file(window, path, error);
}

void ovf_window_close(ovf_window *window)
{
    if (window->file != NULL) {
        ovf_gdal_errors caught;
        ovf_gdal_errors_begin(&caught);
        VSIFCloseL(window->file);
        ovf_gdal_errors_end();
    } else if (window->descriptor > STDIN_FILENO) {
        close(window->descriptor);
    }
    free(window->bytes);
    *window = (ovf_window){.descriptor = -1};
}

static ovf_status read_plain(ovf_window *window, uint64_t offset, char *bytes, size_t length,
                             size_t *count, ovf_error *error)
{
    ssize_t got;
    do got = read(window->descriptor, bytes, length);
    while (got < 0 && errno == EINTR);
    *count = got > 0 ? (size_t)got : 0;
    if (got > 0 || (got == 0 && offset >= window->size)) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_IO, "cannot be read on after %llu bytes: %s",
                    (unsigned long long)offset, got < 0 ? strerror(errno) : "no reason is known");
}

static ovf_status read_file(ovf_window *window, uint64_t offset, char *bytes, size_t length,
                            size_t *count, ovf_error *error)
{
    if (window->is_plain) return read_plain(window, offset, bytes, length, count, error);
    char text[200];
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    VSIErrorReset();
    errno = 0;
    *count = VSIFReadL(bytes, 1, length, window->file);
    int number = errno;
    bool ended = VSIFEofL(window->file) != 0;
    reason("", number, text);
    if (caught.failure[0] != '\0') ovf_text_shorten(caught.failure, text, sizeof text);
    ovf_gdal_errors_end();
    if (*count > 0) return OVF_OK;
    /* A network that breaks off looks like an end. */
    if (!ended || (window->size != UINT64_MAX && offset < window->size))
        return ovf_fail(error, OVF_ERROR_IO, "cannot be read on after %llu bytes: %s",
                        (unsigned long long)offset, text);
    return OVF_OK;
}

#define LOOKS_UP_MS 200

static ovf_status read_descriptor(ovf_window *window, bool wait, bool *paused, size_t *count,
                                  ovf_error *error)
{
    struct pollfd wanted = {.fd = window->descriptor, .events = POLLIN};
    /* A read would go on after a signal; this does not, and it looks up now and then, since the
     * signal may have come to another thread. */
    int ready = poll(&wanted, 1, wait ? LOOKS_UP_MS : 0);
    ssize_t length = ready > 0 ? read(window->descriptor, window->bytes + window->end, CHUNK) : -1;
    *count = length > 0 ? (size_t)length : 0;
    *paused = ready == 0 || (length < 0 && (errno == EINTR || errno == EAGAIN));
    if (length >= 0 || *paused) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_IO, "cannot be read: %s", strerror(errno));
}

ovf_status ovf_window_more(ovf_window *window, bool wait, bool *paused, ovf_error *error)
{
    size_t held = window->end - window->begin, count = 0;
    *paused = false;
    if (window->ended) return OVF_OK;
    if (window->begin > 0 && window->capacity - window->end < CHUNK) {
        memmove(window->bytes, window->bytes + window->begin, held);
        window->begin = 0;
        window->end = held;
    }
    if (!ovf_array_reserve(&window->bytes, &window->capacity, window->end + CHUNK, 1))
        return ovf_fail_memory(error);
    ovf_status status = ovf_window_can_seek(window)
                            ? read_file(window, window->offset + held, window->bytes + window->end,
                                        CHUNK, &count, error)
                            : read_descriptor(window, wait, paused, &count, error);
    if (status != OVF_OK) return status;
    window->end += count;
    window->ended = count == 0 && !*paused;
    return OVF_OK;
}

static ovf_status move_to(ovf_window *window, uint64_t offset, ovf_error *error)
{
    bool done;
    if (window->is_plain) {
        done = offset <= INT64_MAX && lseek(window->descriptor, (off_t)offset, SEEK_SET) >= 0;
    } else {
        ovf_gdal_errors caught;
        ovf_gdal_errors_begin(&caught);
        done = VSIFSeekL(window->file, offset, SEEK_SET) == 0;
        ovf_gdal_errors_end();
    }
    if (done) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_IO, "reading cannot begin at byte %llu",
                    (unsigned long long)offset);
}

ovf_status ovf_window_seek(ovf_window *window, uint64_t offset, ovf_error *error)
{
    window->begin = window->end = 0;
    window->offset = offset;
    window->ended = false;
    return move_to(window, offset, error);
}

ovf_status ovf_window_peek(ovf_window *window, uint64_t offset, char *bytes, size_t length,
                           size_t *count, ovf_error *error)
{
    ovf_status status = move_to(window, offset, error);
    if (status == OVF_OK) status = read_file(window, offset, bytes, length, count, error);
    if (status == OVF_OK)
        status = move_to(window, window->offset + (window->end - window->begin), error);
    return status;
}
