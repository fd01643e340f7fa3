/* The State, or group of States, that a command is about. */
#ifndef OVF_CLI_STATES_H
#define OVF_CLI_STATES_H

#include "overflight/overflight.h"

typedef struct {
    ovf_zones states;         /* all that are known: geodata/states.geojson */
    const ovf_zone **members; /* one, or those of the group */
    const char **codes;       /* ISO 3166 alpha-2 */
    size_t count;
    const char *group; /* NULL: no group */
    char *name;        /* "Belarus and Russia" */
} cli_state;

/* Finds a State by its code or name, in whatever spelling, or a group; a State that is of a group
 * at the time (NAN: no time is meant) is the whole group. `known_only` is false where a State that
 * is not known is taken for the code that its airfields have: it has no members then. Complains
 * itself; CLI_GO_ON, or the exit status. To be cleared in either case. */
int cli_state_find(const char *word, double date_s, bool known_only, cli_state *state);
void cli_state_clear(cli_state *state);

#endif
