/* Routes as they lie in their files: cut into blocks by the input alone, so that the same input
 * gives the same blocks whoever reads it, and not decoded yet, so that many threads can do that.
 * Used by one thread at a time. */
#ifndef OVF_INPUT_FLIGHTS_ROUTE_STREAM_H
#define OVF_INPUT_FLIGHTS_ROUTE_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "input/flights/route_file.h"
#include "overflight/input.h"

typedef struct ovf_route_stream ovf_route_stream;

/* The options' `reject` is not called: with one, a file that cannot be read on is a feature that
 * cannot be read, behind what came before, and not an error. Opens every file once, so that a
 * misspelt name shows now. Errors: OVF_ERROR_USAGE, OVF_ERROR_INPUT, OVF_ERROR_MEMORY. */
ovf_status ovf_route_stream_open(const char *const *files, size_t count,
                                 const ovf_input_options *options, ovf_route_stream **stream,
                                 ovf_error *error);

/* Before the first read: only part `part` of `parts`, 1 … parts. Each feature is in exactly one
 * part, parts are in input order, and about equally large. Where the files can be read from any
 * place, nothing before the part is read. Errors: OVF_ERROR_USAGE (ovf_route_stream_can_go is
 * false). */
ovf_status ovf_route_stream_part(ovf_route_stream *stream, uint64_t part, uint64_t parts,
                                 ovf_error *error);

/* Features before the part: of the layer in which it begins, and of all layers. Counted when first
 * asked for, since it takes reading; by any thread. 0 and 0 without parts. */
ovf_status ovf_route_stream_before(const ovf_route_stream *stream, uint64_t *number,
                                   uint64_t *features, ovf_error *error);

/* Goes on where a block of an earlier run of the same input (and part) ended. Before the first
 * read. */
ovf_status ovf_route_stream_go(ovf_route_stream *stream, const ovf_route_place *place,
                               ovf_error *error);

/* The next block; *end when there is none. Without features where standard input has none at the
 * moment. A file that cannot be read on is an error in its place in the order: what comes before is
 * given first. */
ovf_status ovf_route_stream_read(ovf_route_stream *stream, ovf_route_block *block, bool *end,
                                 ovf_error *error);

/* False for standard input, which can be read only once, from its beginning; and for sources whose
 * features may come in another order the next time. */
bool ovf_route_stream_can_go(const ovf_route_stream *stream);
/* Says so, for those: OVF_ERROR_USAGE. `what` is "gone on with" or the like. */
ovf_status ovf_route_stream_fail_to_go(const ovf_route_stream *stream, const char *what,
                                       ovf_error *error);

/* What it was opened with. */
const ovf_input_options *ovf_route_stream_options(const ovf_route_stream *stream);
size_t ovf_route_stream_files(const ovf_route_stream *stream);
const char *ovf_route_stream_file(const ovf_route_stream *stream, size_t index);
/* Features of one file where the format knows their number without reading, or where it had to be
 * found for a part; otherwise -1. */
int64_t ovf_route_stream_count(const ovf_route_stream *stream, size_t index);
/* Features of all files where the formats know their number cheaply, otherwise -1. */
int64_t ovf_route_stream_total(const ovf_route_stream *stream);
/* Of a file in one of our own formats: what tells a flight of that name from one in another file;
 * NULL: it is in no other. */
const char *ovf_route_stream_origin(const ovf_route_stream *stream, size_t index, const char *name);
/* Whether the block is of the layer in which the part begins, so that numbers in it begin after
 * those before the part. */
bool ovf_route_stream_begins_within(const ovf_route_stream *stream, const ovf_route_block *block);

/* All blocks must have been freed, and all decoders. Takes NULL. */
void ovf_route_stream_free(ovf_route_stream *stream);

#endif
