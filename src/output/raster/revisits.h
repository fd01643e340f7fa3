/* revisits.tif: how many flights saw each place. */
#ifndef OVF_OUTPUT_RASTER_REVISITS_H
#define OVF_OUTPUT_RASTER_REVISITS_H

#include "output/rows/renderer.h"

#define OVF_REVISITS_FILE "revisits.tif"

/* Writes it from the work rows of the coverage (flights.h) to a new file; `called` is what messages
 * call it. *seen is the number of cells that a flight saw. Errors: those of counting
 * (reduce/revisits.h), OVF_ERROR_IO. */
ovf_status ovf_revisits_write(const ovf_sinks *sinks, const ovf_store *work, const char *path,
                              const char *called, uint64_t *seen, ovf_error *error);

#endif
