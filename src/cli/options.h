/* The options that were given. option_table.c says of each what it takes and where its value goes;
 * subcommands.c says which subcommand takes which. */
#ifndef OVF_CLI_OPTIONS_H
#define OVF_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "overflight/coverage.h"
#include "overflight/model.h"
#include "overflight/schedule.h"

/* In the order in which they stand in the command line of summary.json. */
typedef enum {
    CLI_NO_OPTION = 0, /* ends a list */
    CLI_ZONES,
    CLI_ZONE_EDGES,
    CLI_ZONE_ID,
    CLI_LONG_EDGES,
    CLI_CRS,
    CLI_ROUTE_ID,
    CLI_WHERE,
    CLI_INPUT_FORMAT,
    CLI_COLUMNS,
    CLI_FLIGHT_ID,
    CLI_GAP,
    CLI_GAP_KM,
    CLI_MAX_SPEED,
    CLI_KEEP_ALL,
    CLI_SEARCH_KM,
    CLI_RULES,
    CLI_COMPARE,
    CLI_SWEEP,
    CLI_DATE,
    CLI_STATUS,
    CLI_STRICT,
    CLI_AGAINST,
    CLI_ROUTE,
    CLI_POINTS,
    CLI_SUGGEST,
    CLI_CLEARANCE,
    CLI_MARGIN,
    CLI_SENSOR,
    CLI_SWATH_KM,
    CLI_HEIGHT,
    CLI_DEM,
    CLI_QNH,
    CLI_TEMPERATURE,
    CLI_FLAT,
    CLI_JOINS,
    CLI_OBSERVE_WITHIN,
    CLI_MAX_TURN,
    CLI_MAX_BANK,
    CLI_CELL,
    CLI_BIN,
    CLI_LAYERS,
    CLI_FORMATS,
    CLI_SKIP_INVALID,
    CLI_ALLOW_REFERENCES,
    CLI_CSV_SAFE,
    CLI_LIMITS,
    CLI_OUTPUT,
    CLI_FORCE,
    CLI_RESUME,
    CLI_SHARD,
    CLI_JOBS,
    CLI_LINE_BUFFERED,
    CLI_PROGRESS,
    CLI_ZONE,
    CLI_MAX_DISTANCE,
    CLI_MAX_INSIDE,
    CLI_COVERAGE,
    CLI_NO_CROSSING,
    CLI_AVOID,
    CLI_TURN_RADIUS,
    CLI_BANK,
    CLI_SPEED,
    CLI_OFF_IN_TURNS,
    CLI_START,
    CLI_FROM,
    CLI_TO,
    CLI_DIRECTION,
    CLI_SECONDS,
    CLI_ROUNDS,
    CLI_SEED,
    CLI_PNG,
    CLI_SIZE,
    CLI_BBOX,
    CLI_CLASS,
    CLI_AT,
    CLI_ALL,
    CLI_LEGS,
    CLI_JSON,
    CLI_GEOJSON,
    CLI_QUIET,
    CLI_HELP,
    CLI_VERSION,
    CLI_OPTION_COUNT
} cli_option_id;

/* How long work tells how far it is. */
typedef enum {
    CLI_PROGRESS_AUTO, /* the bar on a terminal, otherwise lines */
    CLI_PROGRESS_LINES,
    CLI_PROGRESS_JSON, /* {"routes", "resumed", "total", "fraction", "seconds", "per_second",
                          "seconds_left", "done"}, once a second and at the end */
    CLI_PROGRESS_NONE
} cli_progress_kind;

typedef struct {
    const char **items;
    size_t count;
} cli_texts;

/* Part `number` of `count`; 0 of 0: everything. */
typedef struct {
    uint64_t number, count;
} cli_shard;

/* Two numbers in order, or one twice. */
typedef struct {
    double least, most;
} cli_span;

/* In pixels; 0: not given. */
typedef struct {
    int width, height;
} cli_size;

/* Members are named after their options. What was not given is NULL, 0 or false, unless the table
 * has a default. */
typedef struct {
    const char *subcommand;              /* "analyze", "zones list" */
    const struct cli_subcommand *others; /* all that there are, as cli_subcommands has them */
    const char *given[CLI_OPTION_COUNT]; /* each value as it was written, of several the last; NULL:
                                            not given */
    cli_texts operands;                  /* what is no option, in order */
    const cli_texts *named; /* operands as they were written, where files stand for a directory;
                               NULL: they are those */
    const struct ovf_points *known_points; /* of the files of `points`, where a subcommand has read
                                              them; NULL: it has not */
    bool members;     /* operands stand for files of a directory or an archive */
    cli_texts unread; /* names of files that cannot be read and were left out, each followed by why
                       */
    cli_texts zones, rules, compare, routes, points, sensors, statuses, avoid, classes;
    const char *output, *zone_id, *route_id, *where, *date, *against, *suggest, *dem,
        *observe_within, *zone, *from, *to, *png, *crs, *sweep, *input_format, *start, *columns,
        *flight_id, *at;
    ovf_edges zone_edges;
    ovf_joins joins;
    cli_progress_kind progress;
    unsigned layers;  /* of ovf_layers; 0: all */
    unsigned formats; /* of ovf_formats; 0: the usual ones */
    double search_m;
    double gap_s, gap_m;  /* 0: no leg is a gap */
    double max_speed_mps; /* 0: any speed is possible */
    bool keep_parts;      /* set by a subcommand: parts of flights stay as they are */
    double bin_s;
    double margin;               /* a part of the limit */
    double clearance_m;          /* that suggestions keep */
    double height_m;             /* above ground */
    double swath_km;             /* both sides together */
    double turn_deg_s, bank_deg; /* the most with sensors on */
    double cell_m;
    double distance_m;                   /* the most that a survey may be long */
    double inside_m;                     /* the most of it within the zone */
    double coverage;                     /* the part of the zone that it is to see; 0: not given */
    double seconds;                      /* for the search for it */
    double turn_radius_m;                /* that it is flown with */
    double bank_in_turns_deg, speed_kmh; /* instead of a radius */
    double direction_deg;                /* 0 … 360; NAN: not given */
    ovf_lonlat_box bbox;
    cli_span qnh_hpa, temperature_c;
    bool flat;
    cli_size size;
    cli_shard shard;
    size_t jobs; /* 0: one for each core */
    size_t rounds, seed;
    bool no_crossing, off_in_turns, skip_invalid, references, csv_safe, keep_all, long_edges, force,
        resume, line_buffered, strict, all, legs, quiet, json, geojson, help, version, limits;
} cli_options;

#endif
