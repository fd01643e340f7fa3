/* The flight plans that check judges: those that were typed (--route), and then those in files, one
 * after the other. */
#ifndef OVF_CLI_PLANS_H
#define OVF_CLI_PLANS_H

#include "cli/options.h"
#include "cli/zone_input.h"
#include "overflight/input.h"
#include "overflight/flightplan.h"

/* Zeroed before it is opened. */
typedef struct {
    ovf_airfields airfields; /* that typed plans may name, */
    ovf_points *points;      /* and waypoints and airways */
    ovf_flightplan *typed;
    size_t typed_count, given; /* and how many have been handed out */
    ovf_route_source *source;
    ovf_route route; /* the last one handed out */
    bool *pinned;    /* which of its fixes must stay: of a typed plan its ends and airfields; NULL:
                        only the ends of its parts */
    char **ids;      /* of the typed ones that had none */
    cli_zone_input input;       /* how files are read */
    ovf_reject_function reject; /* told of what is left out, with its context */
    void *context;
} cli_plans;

/* Reads what was typed, and opens the files. With --skip-invalid `reject` is told of each plan that
 * cannot be read. To be cleared after failure too. */
ovf_status cli_plans_open(cli_plans *plans, const cli_options *options, ovf_reject_function reject,
                          void *context, ovf_error *error);
/* The next one in plans->route; *more is false where there is none. */
ovf_status cli_plans_next(cli_plans *plans, bool *more, ovf_error *error);
void cli_plans_clear(cli_plans *plans);

#endif
