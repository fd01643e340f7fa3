/* report.html: one file with everything in it, that asks for nothing from anywhere. */
#ifndef OVF_OUTPUT_REPORT_REPORT_H
#define OVF_OUTPUT_REPORT_REPORT_H

#include "output/map/worst.h"

/* Writes the page into a new file, which messages call `called`: src/output/report/page.html with
 * scripts, styles and data put in. Its Content-Security-Policy lets nothing else run, and nothing
 * be loaded. `map` is laid out. Its rows, frame and summary make the page, nothing else; `worst` is
 * of its findings. Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY, OVF_ERROR_INTERNAL. */
ovf_status ovf_report_write(const ovf_map *map, const ovf_worst *worst, const char *path,
                            const char *called, ovf_error *error);

#endif
