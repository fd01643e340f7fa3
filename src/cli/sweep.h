/* What `check --sweep` has found: verdicts against a limit. */
#ifndef OVF_CLI_SWEEP_H
#define OVF_CLI_SWEEP_H

#include <jansson.h>

#include "cli/options.h"
#include "cli/terminal.h"
#include "overflight/overflight.h"

/* What --sweep says. */
typedef struct {
    char *text; /* that the names are in */
    ovf_sweep_range range;
} cli_sweep_range;

/* One route whose verdict turns, or a rule has a figure of. */
typedef struct {
    char *id;
    ovf_verdict first, last; /* with the first and the last limit */
    double measured;         /* NAN: none */
    size_t first_turn, turn_count;
} cli_swept_route;

/* From one limit to the next: how many verdicts turn from one to another, and the last of them. */
typedef struct {
    size_t counts[3][3];
    size_t last[3][3]; /* indices of routes */
} cli_sweep_change;

typedef struct {
    const cli_sweep_range *range;
    const char *unit; /* "km"; empty: none */
    size_t route_count, left_out;
    ovf_sweep_sum *steps;
    cli_sweep_change *changes; /* of each step, from the one before */
    size_t step_count;
    cli_swept_route *routes; /* those with a turn or a figure */
    size_t listed, route_capacity;
    ovf_turn *turns; /* of all routes, one after the other */
    size_t turn_count, turn_capacity;
    const ovf_sweep *sweep;
    const char *covered_zone, *covered_sensor; /* NULL: coverage is not asked for */
} cli_sweep_sums;

/* Judges the plans with all the limits; returns the exit status, CLI_DONE if that could be done. */
int cli_check_sweep(const cli_options *options);
/* Complains of options that go with --sweep alone where it is not given; true if there are any. */
bool cli_sweep_misses(const cli_options *options);

/* A table of the limits, and where verdicts turn. False when memory is out. */
bool cli_sweep_print(const cli_sweep_sums *sums, const cli_terminal *terminal);
/* The same (geodata/schemas/check.json); NULL when memory is out. */
json_t *cli_sweep_json(const cli_sweep_sums *sums);
/* The limits as CSV, into a file that is there as a whole or not at all; one that exists stays
 * unless `replace`. Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status cli_sweep_write(const cli_sweep_sums *sums, const char *path, bool replace,
                           ovf_error *error);
/* As a picture. */
ovf_status cli_sweep_draw(const cli_sweep_sums *sums, const char *path, cli_size size,
                          ovf_error *error);

#endif
