/* How a subcommand reads zones: what the options say, and who hears what was left out or taken in.
 */
#ifndef OVF_CLI_ZONE_INPUT_H
#define OVF_CLI_ZONE_INPUT_H

#include "cli/options.h"
#include "overflight/input.h"

/* Notes are printed on stderr, "note: FILE: feature "X": …": of each kind the first
 * CLI_NOTES_SHOWN, and how many more there were. */
#define CLI_NOTES_SHOWN 5
#define CLI_NOTE_KINDS 16

/* Zeroed, and then begun. It must stay where it is until it is ended. */
typedef struct {
    ovf_input_options input; /* to hand to the reader */
    bool quiet;              /* print nothing, and only count */
    size_t rejected;         /* features that were left out, with skip_invalid */
    size_t notes;
    struct cli_note_kind {
        char begin[40]; /* how the notes of this kind begin */
        size_t count;
    } kinds[CLI_NOTE_KINDS];
    size_t kind_count;
} cli_zone_input;

/* Of the options: --zone-id, --zone-edges, --crs, --long-edges, --skip-invalid, --quiet. */
void cli_zone_input_begin(cli_zone_input *self, const cli_options *options);
/* The same for routes: --route-id, --where and --crs. Nothing is left out. */
void cli_route_input_begin(cli_zone_input *self, const cli_options *options);

/* Prints a note or counts it; an ovf_note_function, whose context is the cli_zone_input. */
void cli_zone_input_note(void *self, const char *file, const char *feature, const char *note,
                         ovf_remedy remedy);

/* Prints how many more notes there were. */
void cli_zone_input_end(cli_zone_input *self);

/* Reads the zones of --zones, or the bundled ones, between begin and end. Returns CLI_GO_ON, or
 * prints the error and returns its exit status. */
int cli_zones_read(const cli_options *options, cli_zone_input *self, ovf_zones *zones);

#endif
