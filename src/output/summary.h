/* summary.json: what was analysed, with what, the totals, and how exact the figures are. */
#ifndef OVF_OUTPUT_SUMMARY_H
#define OVF_OUTPUT_SUMMARY_H

#include "output/output.h"

#define OVF_SUMMARY_FILE "summary.json"

/* A file that was written. */
typedef struct {
    char *name;
    uint64_t rows;
} ovf_written;

/* Writes the file, after reading all inputs for their checksums. Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_summary_write(const ovf_output *output, const ovf_written *written, size_t written_count, ovf_error *error);

#endif
