/* Elements of the page that have data, and how coarse what they draw is. */
#ifndef OVF_OUTPUT_REPORT_REPORT_ELEMENT_H
#define OVF_OUTPUT_REPORT_REPORT_ELEMENT_H

#include <stdio.h>

#include "output/report/report_sketch.h"

/* How often lines may be drawn twice as coarsely. */
#define OVF_REPORT_COARSER_MAX 4

/* Writes JSON as a script's text, whose id is prefix and name. Errors: OVF_ERROR_MEMORY (the bytes
 * failed). */
ovf_status ovf_report_element(FILE *file, const char *prefix, const char *name,
                              const ovf_bytes *bytes, ovf_error *error);
/* Adds NAME and the number. */
void ovf_report_add_number(ovf_bytes *bytes, const char *name, double value);

/* Sets how far what is drawn may be from what is there, at a level from 0 on. */
void ovf_report_set_level(ovf_sketch *sketch, unsigned level);
/* Bytes for a layer that may take `most` and what is spare: fewer while it can be drawn more
 * coarsely. */
size_t ovf_report_room(unsigned level, size_t most, size_t spare);
/* Adds what the page is to know of the level. */
void ovf_report_add_level(ovf_bytes *bytes, const ovf_sketch *sketch);

#endif
