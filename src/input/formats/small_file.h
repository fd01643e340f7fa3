/* A file that is read as a whole before there is a flight: a plan, a mission. */
#ifndef OVF_INPUT_FORMATS_SMALL_FILE_H
#define OVF_INPUT_FORMATS_SMALL_FILE_H

#include "base/text.h"
#include "input/formats/flight_format.h"

/* The first member of the reader of such a format. */
typedef struct {
    ovf_flight_queue *queue;
    ovf_text stem, text; /* of the file's name; all of its bytes */
    bool ended;
} ovf_small_file;

/* A zeroed reader of so many bytes, whose first member is set up; NULL when memory is out. */
void *ovf_small_file_open(const ovf_flight_input *input, size_t size);
/* Takes the next bytes; true, once, when all are there. Errors: OVF_ERROR_INPUT (more than
 * `most` bytes: "is larger than any flight plan", where it is `called` so), OVF_ERROR_MEMORY. */
ovf_status ovf_small_file_take(ovf_small_file *file, const char *bytes, size_t length, bool last,
                               size_t most, const char *called, bool *whole, ovf_error *error);
/* Takes NULL. */
void ovf_small_file_close(void *reader);

#endif
