/* The options, each of which means the same in every subcommand that takes it. */
#ifndef OVF_CLI_OPTIONS_H
#define OVF_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/progress.h"
#include "overflight/coverage.h"
#include "overflight/model.h"

typedef struct {
    const char *subcommand; /* the syntax's name */
    const char **operands;  /* what is no option, in order */
    size_t operand_count;
    const char **zones; /* --zones */
    size_t zone_count;
    const char *output; /* --output, -o */
    const char *zone_id, *route_id;
    unsigned layers;          /* of ovf_layers; 0: all */
    const char *layers_text;  /* as given */
    unsigned formats;         /* of ovf_formats; 0: the usual ones */
    const char *formats_text; /* as given */
    const char *where;
    ovf_edges zone_edges;
    const char *zone_edges_text; /* as given */
    double search_m;
    const char *search_text; /* as given, in kilometres */
    double bin_s;            /* 0: as usual */
    const char *bin_text;    /* as given */
    const char **rules;      /* --rules, as given; names may be several, separated by commas */
    size_t rule_count;
    const char **typed; /* --route: plans as text */
    size_t typed_count;
    const char *date, *plan, *suggest;
    const char **sensors; /* --sensor: names and files */
    size_t sensor_count;
    double height_m;          /* above ground; 0: not given */
    const char *height_text;  /* as given */
    double swath_km;          /* --swath-km: both sides together; 0: not given */
    const char *swath_text;   /* as given */
    const char *dem, *within; /* --dem, --observe-within */
    ovf_joins joins;
    const char *joins_text;              /* as given, like those below */
    double turn_deg_s, bank_deg, cell_m; /* 0: not given */
    const char *turn_text, *bank_text, *cell_text;
    const char *zone, *from, *to; /* --zone: an id; --from, --to: places */
    double distance_m;            /* --max-distance */
    const char *distance_text;    /* as given, in kilometres; NULL: not given */
    double direction_deg;         /* 0 … 180 */
    const char *direction_text;   /* as given; NULL: not given */
    const char *png;              /* --png: a file */
    int width, height;            /* --size, in pixels; 0: not given */
    double margin;                /* a part of the limit */
    const char *margin_text;      /* as given, in percent */
    uint64_t shard, shards;       /* 0, 0: everything */
    size_t jobs;                  /* 0: one for each core */
    cli_progress_kind progress;
    bool skip_invalid, force, resume, line_buffered, quiet, json, geojson;
} cli_options;

/* Which options a subcommand takes, besides --help and --version: letters of this table.
 *   o --output   z --zones   e --zone-edges   Z --zone-id   R --route-id   l --layers
 *   k --search-km   s --skip-invalid   f --force   q --quiet   j --json   w --where   F --formats
 *   r --resume   S --shard
 *   J --jobs   L --line-buffered   b --bin   p --progress   u --rules   d --date   m --margin   P
 *   --plan   g --geojson
 *   t --route   G --suggest   n --sensor   H --height   W --swath-km   i --zone   A --from   B --to
 *   D --max-distance
 *   a --direction   E --dem   N --joins   I --observe-within   T --max-turn   K --max-bank   c
 *   --cell
 *   x --png   X --size */
typedef struct {
    const char *name; /* "analyze", "zones list"; empty for the program itself */
    const char *takes;
    const char *help;
} cli_syntax;

#define CLI_GO_ON (-1)

/* Reads argv[1] and so on. CLI_GO_ON, or the exit status with which all is said: help was asked for
 * and printed, or an option is wrong and a sentence says so. To be called once in a process, since
 * getopt_long has a memory. */
int cli_options_parse(cli_options *options, const cli_syntax *syntax, int argc, char **argv);
void cli_options_clear(cli_options *options);

#endif
