/* The end of an output: what is written when all routes are there. */
#ifndef OVF_OUTPUT_FINISH_H
#define OVF_OUTPUT_FINISH_H

#include "output/writing.h"

#define OVF_REJECTED_FILE "rejected.csv"
#define OVF_REJECTED_ROWS(destination) \
    ((destination) == OVF_INTO_PART ? "rejected.csv.rows" : OVF_REJECTED_FILE)
#define OVF_IDS_FILE(destination) ((destination) == OVF_INTO_PART ? "ids.rows" : ".ids.rows")

/* Completes all files and puts the directory in its place. What it writes comes after the rows
 * only, so that a run which died in here can be gone on with too. */
ovf_status ovf_output_finish(ovf_output *output, ovf_error *error);

#endif
