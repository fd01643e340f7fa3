/* What `check --compare` shows of a comparison. */
#ifndef OVF_CLI_COMPARE_H
#define OVF_CLI_COMPARE_H

#include <jansson.h>

#include "cli/options.h"
#include "cli/terminal.h"
#include "overflight/compare.h"

/* More would not fit into a table. */
#define CLI_VIEWS_MAX 12

/* What a view is called, and its verdict on the route in hand. */
typedef struct {
    const char *name;
    ovf_verdict verdict;
} cli_view;

/* Judges the plans by several views; returns the exit status, that of the worst verdict. */
int cli_check_compare(const cli_options *options);

/* A table with a column for each view, and a line on what differs. False when memory is out. */
bool cli_comparison_print(const ovf_comparison *comparison, const cli_view *views,
                          const cli_terminal *terminal);
/* Appends what differs (geodata/schemas/check.json). False when memory is out. */
bool cli_comparison_add_json(const ovf_comparison *comparison, const cli_view *views,
                             const char *route_id, json_t *list);

#endif
