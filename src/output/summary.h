/* summary.json: what was analysed, with what, the totals, and how exact the figures are. */
#ifndef OVF_OUTPUT_SUMMARY_H
#define OVF_OUTPUT_SUMMARY_H

#include "output/writing.h"

#define OVF_SUMMARY_FILE "summary.json"

/* A file that was written, or a table. */
typedef struct {
    char *name;
    uint64_t rows;
    const char *counts; /* what `rows` counts: "rows", or "cells" that are not 0; NULL: nothing */
} ovf_written;

/* Its text, to free, after reading all inputs for their checksums. Errors: OVF_ERROR_IO,
 * OVF_ERROR_MEMORY. */
ovf_status ovf_summary_make(const ovf_output *output, const ovf_written *written,
                            size_t written_count, char **text, ovf_error *error);

/* As it stands in its file; to free. NULL: memory is out. */
char *ovf_summary_text(const json_t *summary);

#endif
