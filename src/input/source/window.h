/* A file, or standard input, through a window that moves along it. */
#ifndef OVF_INPUT_SOURCE_WINDOW_H
#define OVF_INPUT_SOURCE_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gdal/gdal.h"
#include "overflight/error.h"

typedef struct {
    VSILFILE *file; /* NULL: a descriptor is read instead */
    int descriptor;
    bool is_plain; /* the descriptor is of a file, and not of a pipe or the like */
    char *bytes;
    size_t begin, end; /* of what is in the window */
    size_t capacity;
    uint64_t offset; /* in the file, of bytes[begin] */
    uint64_t size;   /* UINT64_MAX: unknown */
    bool ended;      /* nothing follows the window */
} ovf_window;

/* "-" and /vsistdin/ are standard input; what is there as a file, or as a pipe or the like, is read
 * by the system's functions, anything else by GDAL's. Nothing is in the window yet. Errors:
 * OVF_ERROR_IO, whose sentence does not name the file. */
ovf_status ovf_window_open(ovf_window *window, const char *path, ovf_error *error);
void ovf_window_close(ovf_window *window);

/* Whether it is a file in which reading can begin anywhere. */
static inline bool ovf_window_can_seek(const ovf_window *window)
{
    return window->file != NULL || window->is_plain;
}

/* Adds what follows, a byte at least, or finds that the file has ended. What is in the window stays
 * there, but its address may change. Where nothing follows yet, *paused is true at once, or, with
 * `wait`, when a signal comes before the next byte does, or a moment has passed. Errors:
 * OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_window_more(ovf_window *window, bool wait, bool *paused, ovf_error *error);

/* Moves the beginning on, within the window. */
static inline void ovf_window_pass(ovf_window *window, size_t count)
{
    window->begin += count;
    window->offset += count;
}

/* Nothing is in the window then. Errors: OVF_ERROR_IO. */
ovf_status ovf_window_seek(ovf_window *window, uint64_t offset, ovf_error *error);

/* Copies up to `length` bytes from another place of the file; *count are there. Only where it can
 * seek. Errors: OVF_ERROR_IO. */
ovf_status ovf_window_peek(ovf_window *window, uint64_t offset, char *bytes, size_t length,
                           size_t *count, ovf_error *error);

#endif
