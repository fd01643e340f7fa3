#include "output/staging/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "system/temporary_file.h"

#define COPY_BYTES ((size_t)1 << 20)
#define HELD_BYTES ((size_t)1 << 16)

static bool is_ours(const ovf_stream *stream)
{
    return stream->path != NULL && stream->file > STDERR_FILENO;
}

static ovf_status fail(const ovf_stream *stream, int reason, ovf_error *error)
{
    /* Who reads in a pipe and goes away has seen what he wanted. */
    if (reason == EPIPE && !is_ours(stream))
        return ovf_fail(error, OVF_ERROR_STOPPED, "nobody reads %s any more", stream->path);
    return ovf_fail(error, OVF_ERROR_IO, "cannot write %s: %s", stream->path, strerror(reason));
}

ovf_status ovf_stream_create(ovf_stream *stream, const ovf_staging *staging, const char *name,
                             ovf_error *error)
{
    *stream = (ovf_stream){.path = ovf_staging_path(staging, name), .file = -1};
    if (stream->path == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_staging_create(staging, name, &stream->file, error);
    if (status != OVF_OK) ovf_stream_abandon(stream);
    return status;
}

ovf_status ovf_stream_reopen(ovf_stream *stream, const ovf_staging *staging, const char *name,
                             uint64_t size, ovf_error *error)
{
    *stream = (ovf_stream){.path = ovf_staging_path(staging, name), .file = -1, .size = size};
    if (stream->path == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_staging_reopen(staging, name, &stream->file, error);
    if (status == OVF_OK) {
        off_t found = lseek(stream->file, 0, SEEK_END);
        if (found < 0 || ((uint64_t)found >= size && (ftruncate(stream->file, (off_t)size) != 0 ||
                                                      lseek(stream->file, 0, SEEK_END) < 0)))
            status = fail(stream, errno, error);
        else if ((uint64_t)found < size)
            status = ovf_fail(error, OVF_ERROR_IO,
                              "%s has %jd bytes, where %" PRIu64
                              " were written: it cannot be gone on with",
                              stream->path, (intmax_t)found, size);
    }
    if (status != OVF_OK) ovf_stream_abandon(stream);
    return status;
}

ovf_status ovf_stream_attach(ovf_stream *stream, int file, const char *name, ovf_error *error)
{
    *stream = (ovf_stream){.path = ovf_text_copy(name), .file = file, .held = malloc(HELD_BYTES)};
    return stream->path == NULL || stream->held == NULL ? ovf_fail_memory(error) : OVF_OK;
}

ovf_status ovf_stream_create_unnamed(ovf_stream *stream, const char *folder, ovf_error *error)
{
    ovf_temporary_file made;
    ovf_status status = ovf_temporary_file_open(&made, folder, error);
    *stream = (ovf_stream){.path = made.path, .file = status == OVF_OK ? made.file : -1};
    return status;
}

static ovf_status write_all(const ovf_stream *stream, const char *at, size_t length,
                            ovf_error *error)
{
    while (length > 0) {
        ssize_t count = write(stream->file, at, length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return fail(stream, count == 0 ? EIO : errno, error);
        at += count;
        length -= (size_t)count;
    }
    return OVF_OK;
}

ovf_status ovf_stream_flush(ovf_stream *stream, ovf_error *error)
{
    size_t length = stream->held_length;
    stream->held_length = 0;
    return length == 0 ? OVF_OK : write_all(stream, stream->held, length, error);
}

ovf_status ovf_stream_add(ovf_stream *stream, const void *bytes, size_t length, ovf_error *error)
{
    ovf_status status = OVF_OK;
    stream->size += length;
    if (stream->held != NULL && stream->held_length + length > HELD_BYTES)
        status = ovf_stream_flush(stream, error);
    if (status != OVF_OK || length == 0) return status;
    if (stream->held == NULL || length > HELD_BYTES) return write_all(stream, bytes, length, error);
    memcpy(stream->held + stream->held_length, bytes, length);
    stream->held_length += length;
    return OVF_OK;
}

static ovf_status copy(ovf_stream *stream, int from, const char *path, uint64_t *copied,
                       ovf_error *error)
{
    char *buffer = malloc(COPY_BYTES);
    if (buffer == NULL) return ovf_fail_memory(error);
    ovf_status status = OVF_OK;
    while (status == OVF_OK) {
        ssize_t count = read(from, buffer, COPY_BYTES);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0)
            status = ovf_fail(error, OVF_ERROR_IO, "cannot read %s: %s", path, strerror(errno));
        if (count <= 0) break;
        *copied += (uint64_t)count;
        status = ovf_stream_add(stream, buffer, (size_t)count, error);
    }
    free(buffer);
    return status;
}

ovf_status ovf_stream_add_file(ovf_stream *stream, const char *path, uint64_t from_byte,
                               uint64_t wanted, ovf_error *error)
{
    uint64_t copied = from_byte;
    int from = open(path, O_RDONLY | O_CLOEXEC);
    if (from < 0) return ovf_fail(error, OVF_ERROR_IO, "cannot read %s: %s", path, strerror(errno));
    ovf_status status = OVF_OK;
    if (lseek(from, (off_t)from_byte, SEEK_SET) < 0)
        status = ovf_fail(error, OVF_ERROR_IO, "cannot read %s: %s", path, strerror(errno));
    if (status == OVF_OK) status = copy(stream, from, path, &copied, error);
    close(from);
    if (status == OVF_OK && copied != wanted)
        status = ovf_fail(error, OVF_ERROR_IO,
                          "%s has %" PRIu64 " bytes, where %" PRIu64 " were written", path, copied,
                          wanted);
    return status;
}

ovf_status ovf_stream_keep(ovf_stream *stream, ovf_error *error)
{
    /* Not every file system has fsync. */
    if (is_ours(stream) && fsync(stream->file) != 0 && errno != EINVAL && errno != ENOTSUP)
        return fail(stream, errno, error);
    return OVF_OK;
}

ovf_status ovf_stream_close(ovf_stream *stream, ovf_error *error)
{
    if (stream->path == NULL) return OVF_OK;
    ovf_status status = ovf_stream_flush(stream, error);
    if (status == OVF_OK) status = ovf_stream_keep(stream, error);
    if (is_ours(stream)) {
        int file = stream->file;
        stream->file = -1;
        if (close(file) != 0 && errno != EINTR && status == OVF_OK)
            status = fail(stream, errno, error);
    }
    ovf_stream_abandon(stream);
    return status;
}

void ovf_stream_abandon(ovf_stream *stream)
{
    if (is_ours(stream)) close(stream->file);
    free(stream->path);
    free(stream->held);
    *stream = (ovf_stream){.file = -1};
}
