/* A file that is only ever added to. */
#ifndef OVF_OUTPUT_STAGING_STREAM_H
#define OVF_OUTPUT_STAGING_STREAM_H

#include <stdint.h>

#include "output/staging/staging.h"

/* Zeroed, it is closed. */
typedef struct {
    char *path; /* as it will be called, for messages; NULL: closed */
    int file;
    uint64_t size;
    char *held; /* of an attached file: what is not yet written; NULL: nothing is held back */
    size_t held_length;
} ovf_stream;

/* A new file in the staging directory. Errors of all: OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_stream_create(ovf_stream *stream, const ovf_staging *staging, const char *name,
                             ovf_error *error);
/* One that is there already, cut off after `size` bytes; OVF_ERROR_IO if it has less. */
ovf_status ovf_stream_reopen(ovf_stream *stream, const ovf_staging *staging, const char *name,
                             uint64_t size, ovf_error *error);
/* An open file such as standard output; it is not closed. What is added is held back until it is
 * much, or flushed. */
ovf_status ovf_stream_attach(ovf_stream *stream, int file, const char *name, ovf_error *error);

/* One without a name (system/temporary_file.h), which others may read by its descriptor. */
ovf_status ovf_stream_create_unnamed(ovf_stream *stream, const char *folder, ovf_error *error);

ovf_status ovf_stream_add(ovf_stream *stream, const void *bytes, size_t length, ovf_error *error);
/* Adds the bytes of another file from one on to its end; `wanted` is how long that file should be.
 */
ovf_status ovf_stream_add_file(ovf_stream *stream, const char *path, uint64_t from_byte,
                               uint64_t wanted, ovf_error *error);
ovf_status ovf_stream_flush(ovf_stream *stream, ovf_error *error);
/* Waits until everything is on the disk. */
ovf_status ovf_stream_keep(ovf_stream *stream, ovf_error *error);
/* The same, and closes it, whatever the outcome. */
ovf_status ovf_stream_close(ovf_stream *stream, ovf_error *error);
/* Closes it without asking. */
void ovf_stream_abandon(ovf_stream *stream);

#endif
