/* What an analysis has found, as a table for people and a last line. */
#ifndef OVF_CLI_VERDICT_H
#define OVF_CLI_VERDICT_H

#include "overflight/batch.h"

/* Prints a row for each route and zone that meet, or the sums over all routes where these are too
 * many. False when memory is out. */
bool cli_verdict_print(const ovf_batch_report *report);

/* A line on a part of a batch. */
void cli_print_part(const ovf_totals *totals, const char *directory, bool was_complete);

#endif
