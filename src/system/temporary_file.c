#include "system/temporary_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"

ovf_status ovf_temporary_file_open(ovf_temporary_file *file, const char *folder, ovf_error *error)
{
    static const char name[] = "/.overflight-XXXXXX";
    if (folder == NULL) folder = getenv("TMPDIR");
    if (folder == NULL || *folder == '\0') folder = "/tmp";
    size_t size = strlen(folder) + sizeof name;
    char *path = ovf_array_new(size, 1);
    *file = (ovf_temporary_file){0};
    if (path == NULL) return ovf_fail_memory(error);
    snprintf(path, size, "%s%s", folder, name);
    int opened = mkstemp(path);
    if (opened < 0) {
        free(path);
        return ovf_fail(error, OVF_ERROR_IO, "cannot make a temporary file in %s: %s", folder,
                        strerror(errno));
    }
    (void)fcntl(opened, F_SETFD, FD_CLOEXEC);
    (void)unlink(path);
    *file = (ovf_temporary_file){.path = path, .file = opened};
    return OVF_OK;
}

ovf_status ovf_temporary_file_add(ovf_temporary_file *file, const void *bytes, size_t length,
                                  ovf_error *error)
{
    const char *at = bytes;
    file->size += length;
    while (length > 0) {
        ssize_t count = write(file->file, at, length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0)
            return ovf_fail(error, OVF_ERROR_IO, "cannot write %s: %s", file->path,
                            strerror(count == 0 ? EIO : errno));
        at += count;
        length -= (size_t)count;
    }
    return OVF_OK;
}

ovf_status ovf_temporary_file_read(const ovf_temporary_file *file, uint64_t from_byte, void *bytes,
                                   size_t length, ovf_error *error)
{
    char *at = bytes;
    while (length > 0) {
        ssize_t count = pread(file->file, at, length, (off_t)from_byte);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0)
            return ovf_fail(error, OVF_ERROR_IO, "cannot read %s: %s", file->path,
                            count == 0 ? "it has ended too early" : strerror(errno));
        at += count;
        from_byte += (uint64_t)count;
        length -= (size_t)count;
    }
    return OVF_OK;
}

void ovf_temporary_file_close(ovf_temporary_file *file)
{
    if (file->path != NULL) close(file->file);
    free(file->path);
    *file = (ovf_temporary_file){0};
}
