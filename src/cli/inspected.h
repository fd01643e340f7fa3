/* What a file holds, as `inspect` tells it. */
#ifndef OVF_CLI_INSPECTED_H
#define OVF_CLI_INSPECTED_H

#include <jansson.h>

#include "cli/options.h"
#include "cli/terminal.h"
#include "input/inspect/file_kind.h"
#include "model/route_extent.h"
#include "overflight/input.h"

/* Of more flights only these are shown to people, unless all are asked for. */
#define CLI_FLIGHTS_SHOWN 20

typedef struct {
    char *id, *name; /* the name is NULL where it has none besides */
    size_t fixes, parts, named;
    ovf_route_extent extent;
} cli_flight_seen;

/* What a reader said: a note, or why something was left out. */
typedef struct {
    char *feature; /* NULL: about the file */
    char *text;
    bool left_out;
    ovf_remedy remedy;
} cli_remark;

typedef struct {
    char *name, *first; /* and its first value */
    uint64_t count;     /* of flights that have it */
} cli_attribute_seen;

/* Zeroed before its first use. */
typedef struct {
    const char *file;
    ovf_file_kind kind;
    ovf_error error;          /* where nothing in the file could be read */
    cli_flight_seen *flights; /* all, or as many as are shown */
    size_t flight_count, flight_capacity;
    uint64_t flights_read, fixes_read; /* of all */
    cli_remark *remarks;
    size_t remark_count, remark_capacity;
    cli_attribute_seen *attributes;
    size_t attribute_count, attribute_capacity;
    ovf_zones zones;
    bool keeps_all, failed; /* memory was out */
} cli_inspected;

/* Reads a file; what cannot be read is in inspected->error. Errors: OVF_ERROR_MEMORY,
 * OVF_ERROR_USAGE. */
ovf_status cli_inspect_file(cli_inspected *inspected, const char *file, const cli_options *options,
                            ovf_error *error);
void cli_inspected_clear(cli_inspected *inspected);

void cli_inspected_print(const cli_inspected *inspected, const cli_terminal *terminal);
/* A new reference; NULL when memory is out. */
json_t *cli_inspected_json(const cli_inspected *inspected);

#endif
