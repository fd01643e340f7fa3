/* A file without a name: it is gone when it is closed or the program ends, however it ends. */
#ifndef OVF_SYSTEM_TEMPORARY_FILE_H
#define OVF_SYSTEM_TEMPORARY_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "overflight/error.h"

/* Zeroed, it is closed. The owner may take `path` and `file` over and forget the rest. */
typedef struct {
    char *path; /* what messages call it; NULL: closed */
    int file;
    uint64_t size;
} ovf_temporary_file;

/* Makes one in `folder`; NULL: where the environment's TMPDIR says, or else in /tmp. After an error
 * it is closed. Errors of all: OVF_ERROR_IO (names the file or its folder, and the reason),
 * OVF_ERROR_MEMORY. */
ovf_status ovf_temporary_file_open(ovf_temporary_file *file, const char *folder, ovf_error *error);
/* Writes at the end. */
ovf_status ovf_temporary_file_add(ovf_temporary_file *file, const void *bytes, size_t length,
                                  ovf_error *error);
/* Reads so many bytes from there on; that there are fewer is an error. Many threads may read at
 * once. */
ovf_status ovf_temporary_file_read(const ovf_temporary_file *file, uint64_t from_byte, void *bytes,
                                   size_t length, ovf_error *error);
/* Takes a closed one. */
void ovf_temporary_file_close(ovf_temporary_file *file);

#endif
