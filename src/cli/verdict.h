/* What `analyze` prints when all is done: a row for each route and zone, or, where these are too many to read, for each zone. */
#ifndef OVF_CLI_VERDICT_H
#define OVF_CLI_VERDICT_H

#include <stdbool.h>

#include "cli/table.h"
#include "overflight/analysis.h"
#include "overflight/output.h"

/* So many rows are read, not counted. */
#define CLI_MOST_ROWS 40

typedef struct {
    const ovf_zones *zones;
    cli_table rows; /* empty once there are too many */
    uint64_t row_count;
} cli_verdict;

void cli_verdict_begin(cli_verdict *verdict, const ovf_zones *zones);
/* False when memory is out. */
bool cli_verdict_add(cli_verdict *verdict, const ovf_result *result);
/* `directory` is where the files lie; `statistics` says that statistics.csv is among them. */
bool cli_verdict_print(const cli_verdict *verdict, const ovf_totals *totals, const char *directory, bool statistics);
void cli_verdict_clear(cli_verdict *verdict);

#endif
