/* rejected.csv: features that were left out, and why. The file comes into being with the first of them. */
#ifndef OVF_OUTPUT_REJECTED_H
#define OVF_OUTPUT_REJECTED_H

#include "output/writer.h"

#define OVF_REJECTED_FILE "rejected.csv"

typedef struct {
    ovf_writer writer;
    uint64_t rows;
} ovf_rejected;

ovf_status ovf_rejected_add(ovf_rejected *rejected, const ovf_staging *staging, const char *file, const char *feature,
                            const char *reason, ovf_error *error);
ovf_status ovf_rejected_end(ovf_rejected *rejected, ovf_error *error);
void ovf_rejected_abandon(ovf_rejected *rejected);

#endif
