/* What report.html shows, as JSON that may stand inside a script element. */
#ifndef OVF_OUTPUT_REPORT_REPORT_DATA_H
#define OVF_OUTPUT_REPORT_REPORT_DATA_H

#include <stdio.h>

#include "output/map/worst.h"

/* Writes the elements <script type="application/json" id="…">: `analysis` (frame, summary), `land`,
 * and `layer-NAME` for each layer that is shown. A layer takes as much room as it may and no more:
 * first its lines are drawn more coarsely, then its last rows are left out; each says how far it is
 * drawn from what is there (tolerance_m) and how many rows there are (total). Errors: OVF_ERROR_IO,
 * OVF_ERROR_MEMORY. That the file did not take something is for the caller to ask. */
ovf_status ovf_report_data(const ovf_map *map, const ovf_worst *worst, FILE *file,
                           ovf_error *error);

#endif
