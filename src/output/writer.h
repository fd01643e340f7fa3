/* A text file being written, with a buffer of its own. A failed write is remembered: what is added afterwards goes nowhere, and
 * check or close says what happened, so that the code between need not ask after every comma. */
#ifndef OVF_OUTPUT_WRITER_H
#define OVF_OUTPUT_WRITER_H

#include <stdint.h>

#include "output/staging.h"
#include "overflight/error.h"

typedef struct {
    int file; /* -1: not open */
    int failure; /* errno of the first write that failed */
    char *path;  /* as it will be called, for messages */
    char *buffer;
    size_t used;
} ovf_writer;

/* A new file in the staging directory. *writer need not be initialised. Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_writer_open(ovf_writer *writer, const ovf_staging *staging, const char *name, ovf_error *error);

void ovf_writer_bytes(ovf_writer *writer, const char *bytes, size_t length);
void ovf_writer_text(ovf_writer *writer, const char *text);
void ovf_writer_byte(ovf_writer *writer, char byte);
void ovf_writer_count(ovf_writer *writer, uint64_t value);
void ovf_writer_integer(ovf_writer *writer, int64_t value);
/* Nothing for NaN and infinities. */
void ovf_writer_fixed(ovf_writer *writer, double value, int decimals);
/* The same without the zeros at the end. */
void ovf_writer_trimmed(ovf_writer *writer, double value, int decimals);
/* As few digits as read back as the same number. */
void ovf_writer_shortest(ovf_writer *writer, double value);
/* The same with a point or an exponent, so that it is seen to be a real. */
void ovf_writer_real(ovf_writer *writer, double value);
/* ISO 8601 in UTC; nothing for NaN. */
void ovf_writer_time(ovf_writer *writer, double time_s);
/* A field of a CSV file, quoted where RFC 4180 wants it. Bytes that are not UTF-8 become U+FFFD. */
void ovf_writer_csv(ovf_writer *writer, const char *text);
/* A JSON string with its quotes; "</" is written "<\/", so that the file can stand inside a script element.
 * Bytes that are not UTF-8 become U+FFFD. NULL is written as null. */
void ovf_writer_json(ovf_writer *writer, const char *text);

/* The first failure so far. */
ovf_status ovf_writer_check(const ovf_writer *writer, ovf_error *error);
/* Brings everything to the disk. The writer is closed afterwards, whatever the outcome; closing it again does nothing. */
ovf_status ovf_writer_close(ovf_writer *writer, ovf_error *error);
/* Closes without asking whether all is written. Takes a writer that is zeroed, was never opened, or is closed. */
void ovf_writer_abandon(ovf_writer *writer);

#endif
