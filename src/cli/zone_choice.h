/* Which zones `zones list` shows, and what zones say of themselves in a word: --bbox, --class,
 * --at.
 */
#ifndef OVF_CLI_ZONE_CHOICE_H
#define OVF_CLI_ZONE_CHOICE_H

#include "cli/options.h"
#include "input/rules/classes.h"
#include "overflight/error.h"

typedef enum { CLI_NOT_IN_FORCE, CLI_PERHAPS_IN_FORCE, CLI_IN_FORCE } cli_in_force;

/* Of one zone. Words of the vocabulary, or as the zone has them; NULL: it says none. */
typedef struct {
    const char *airspace_class, *type, *country;
    cli_in_force in_force; /* at the time of --at */
} cli_zone_words;

/* Zeroed before its first use. */
typedef struct {
    ovf_classes classes;
    cli_zone_words *words; /* of each zone that is shown */
    size_t left;           /* zones that are shown: they come first now */
    bool dated;
} cli_zone_choice;

/* Puts the zones that the options choose before the others, in the same order. Clear it after
 * failure too. */
ovf_status cli_zone_choice_make(const cli_options *options, ovf_zones *zones,
                                cli_zone_choice *choice, ovf_error *error);
void cli_zone_choice_clear(cli_zone_choice *choice);

/* "certain" or "possible". */
const char *cli_in_force_name(cli_in_force in_force);

/* Prints how many zones there are of each class (or kind) and country; nothing where none is known
 * and nothing was chosen. */
void cli_zone_choice_summarise(const cli_zone_choice *choice, size_t all);

#endif
