/* What an analysis has found, as a table for people and a last line. */
#ifndef OVF_CLI_VERDICT_H
#define OVF_CLI_VERDICT_H

#include "overflight/digest.h"
#include "overflight/totals.h"

/* Prints a row for each route and zone that meet, or the sums over all routes where these are too many. `statistics`: whether there is a
 * statistics.csv. False when memory is out. */
bool cli_verdict_print(const ovf_totals *totals, const ovf_digest *digest, const ovf_zones *zones, const char *directory, bool statistics);

#endif
