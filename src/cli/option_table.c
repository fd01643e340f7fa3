/* Each option stands here once, and means the same in every subcommand that takes it. */
#include "cli/option_table.h"

#include <math.h>

#include "overflight/survey.h"
#include "overflight/analysis.h"
#include "overflight/finding.h"
#include "overflight/input.h"
#include "overflight/maps.h"
#include "overflight/output.h"
#include "overflight/sensor.h"
#include "overflight/suggest.h"

#define AT(member) offsetof(cli_options, member)
#define FROM(least, most)  \
    {                      \
        least, most, false \
    }
#define BEYOND(least, most) \
    {                       \
        least, most, true   \
    }

/* name, type, place, what is expected, range, unit, default, … */
const cli_option cli_option_table[CLI_OPTION_COUNT] = {
    [CLI_ZONES] = {"zones", &cli_text_list, AT(zones), "a file of zones", .shapes = true,
                   .is_source = true},
    [CLI_ZONE_EDGES] = {"zone-edges", &cli_edges, AT(zone_edges), "'lonlat' or 'geodesic'",
                        .shapes = true},
    [CLI_ZONE_ID] = {"zone-id", &cli_text, AT(zone_id), "the name of a field", .shapes = true},
    [CLI_LONG_EDGES] = {"long-edges", &cli_flag, AT(long_edges), "no value", .shapes = true},
    [CLI_CRS] = {"crs", &cli_text, AT(crs), "a coordinate reference system such as EPSG:4326",
                 .shapes = true},
    [CLI_ROUTE_ID] = {"route-id", &cli_text, AT(route_id), "the name of a field", .shapes = true},
    [CLI_WHERE] = {"where", &cli_text, AT(where), "a condition in SQL", .shapes = true},
    [CLI_INPUT_FORMAT] = {"input-format", &cli_text, AT(input_format),
                          "the name of a format, such as gpx", .shapes = true},
    [CLI_COLUMNS] = {"columns", &cli_text, AT(columns),
                     "columns as lon=NAME,lat=NAME,time=NAME,altitude_ft=NAME,id=NAME",
                     .shapes = true},
    [CLI_FLIGHT_ID] = {"flight-id", &cli_text, AT(flight_id),
                       "columns that name a flight, with commas between them", .shapes = true},
    [CLI_GAP] = {"gap", &cli_number, AT(gap_s), "minutes", FROM(0, 1e6), .unit = 60,
                 .initial = OVF_GAP_S, .shapes = true},
    [CLI_GAP_KM] = {"gap-km", &cli_number, AT(gap_m), "kilometres", FROM(0, 1e5), .unit = 1000,
                    .initial = OVF_GAP_M, .shapes = true},
    [CLI_MAX_SPEED] = {"max-speed", &cli_number, AT(max_speed_mps), "kilometres an hour",
                       FROM(0, 1e6), .unit = 1 / 3.6, .initial = OVF_MAX_SPEED_MPS, .shapes = true},
    [CLI_KEEP_ALL] = {"keep-all", &cli_flag, AT(keep_all), "no value", .shapes = true},
    [CLI_SEARCH_KM] = {"search-km", &cli_number, AT(search_m), "kilometres",
                       FROM(0, OVF_SEARCH_MAX_M / 1000), .unit = 1000, .initial = OVF_SEARCH_M,
                       .shapes = true},
    [CLI_RULES] = {"rules", &cli_text_list, AT(rules), "rule sets, by name or file",
                   .shapes = true},
    [CLI_COMPARE] = {"compare", &cli_text_list, AT(compare),
                     "views with commas between them, each of rule sets with a + between them",
                     .shapes = true},
    [CLI_SWEEP] = {"sweep", &cli_text, AT(sweep),
                   "a limit and its values, such as max_distance_km=250:1500:50", .shapes = true},
    [CLI_DATE] = {"date", &cli_date, AT(date),
                  "a day or time in ISO 8601, such as 2015-06-18 or 2015-06-18T12:00Z",
                  .shapes = true},
    [CLI_STATUS] = {"status", &cli_text_list, AT(statuses),
                    "some of in force, agreed, own, disputed, lifted and remembered, with commas "
                    "between them",
                    .shapes = true},
    [CLI_STRICT] = {"strict", &cli_flag, AT(strict), "no value", .shapes = true},
    [CLI_AGAINST] = {"against", &cli_text, AT(against), "a file with the planned route",
                     .shapes = true, .is_source = true, .old_name = "plan"},
    [CLI_ROUTE] = {"route", &cli_text_list, AT(routes), "the route of a flight plan (item 15)",
                   .shapes = true},
    [CLI_POINTS] = {"points", &cli_text_list, AT(points), "a file of waypoints or airways",
                    .shapes = true, .is_source = true},
    [CLI_SUGGEST] = {"suggest", &cli_file, AT(suggest), "the name of a file", .shapes = true},
    [CLI_CLEARANCE] = {"clearance", &cli_number, AT(clearance_m), "metres",
                       FROM(0, OVF_CLEARANCE_MAX_M), .shapes = true},
    [CLI_MARGIN] = {"margin", &cli_percent, AT(margin), "percent", FROM(0, 100),
                    .initial = OVF_CHECK_MARGIN, .shapes = true},
    [CLI_SENSOR] = {"sensor", &cli_text_list, AT(sensors), "a sensor, by name or file",
                    .shapes = true},
    [CLI_SWATH_KM] = {"swath-km", &cli_number, AT(swath_km), "kilometres",
                      BEYOND(0, OVF_SWATH_MAX_KM), .shapes = true},
    [CLI_HEIGHT] = {"height", &cli_number, AT(height_m), "metres above ground",
                    BEYOND(0, OVF_SENSOR_HEIGHT_MAX_M), .shapes = true},
    [CLI_DEM] = {"dem", &cli_text, AT(dem), "a raster with the heights of the ground",
                 .shapes = true, .is_source = true},
    [CLI_QNH] = {"qnh", &cli_between, AT(qnh_hpa),
                 "a pressure at sea level in hPa, or the least and the greatest, such as 1005:1020",
                 FROM(800, 1100), .shapes = true},
    [CLI_TEMPERATURE] = {"temperature", &cli_between, AT(temperature_c),
                         "a temperature at sea level in degrees Celsius, or the least and the "
                         "greatest, such as -5:10",
                         FROM(-100, 60), .shapes = true},
    [CLI_FLAT] = {"flat", &cli_flag, AT(flat), "no value", .shapes = true},
    [CLI_JOINS] = {"joins", &cli_joins, AT(joins), "'round' or 'none'", .shapes = true},
    [CLI_OBSERVE_WITHIN] = {"observe-within", &cli_text, AT(observe_within), "the id of a zone",
                            .shapes = true},
    [CLI_MAX_TURN] = {"max-turn", &cli_number, AT(turn_deg_s), "degrees a second", BEYOND(0, 360),
                      .shapes = true},
    [CLI_MAX_BANK] = {"max-bank", &cli_number, AT(bank_deg), "degrees", BEYOND(0, 90),
                      .shapes = true},
    [CLI_CELL] = {"cell", &cli_number, AT(cell_m), "metres", BEYOND(0, 1e6), .shapes = true},
    [CLI_BIN] = {"bin", &cli_duration, AT(bin_s), "a time such as 900, 15min, 2h or 1d",
                 FROM(1, OVF_BIN_MAX_S), .shapes = true},
    [CLI_LAYERS] = {"layers", &cli_layer_list, AT(layers),
                    "some of statistics, routes, zones, passages, crossings, nearest, occupancy, "
                    "findings, swaths, coverage, gaps, coverage_by_flight and revisits, with "
                    "commas between them",
                    .shapes = true},
    [CLI_FORMATS] = {"formats", &cli_format_list, AT(formats),
                     "some of csv, geojson, geojsonseq, gpkg, fgb and html, with commas between "
                     "them",
                     .shapes = true},
    [CLI_SKIP_INVALID] = {"skip-invalid", &cli_flag, AT(skip_invalid), "no value", .shapes = true},
    [CLI_OUTPUT] = {"output", &cli_text, AT(output), "a directory or file", .letter = 'o'},
    [CLI_FORCE] = {"force", &cli_flag, AT(force), "no value"},
    [CLI_RESUME] = {"resume", &cli_flag, AT(resume), "no value"},
    [CLI_SHARD] = {"shard", &cli_shard_part, AT(shard),
                   "a part such as 3/16, of 1 to 1000000 parts, or 'auto'", FROM(1, 1000000)},
    [CLI_JOBS] = {"jobs", &cli_whole, AT(jobs), "a number of threads", FROM(1, 1024),
                  .letter = 'j'},
    [CLI_LINE_BUFFERED] = {"line-buffered", &cli_flag, AT(line_buffered), "no value"},
    [CLI_PROGRESS] = {"progress", &cli_progress_word, AT(progress),
                      "'auto', 'lines', 'json' or 'none'"},
    [CLI_ZONE] = {"zone", &cli_text, AT(zone), "the id of a zone"},
    [CLI_MAX_DISTANCE] = {"max-distance", &cli_number, AT(distance_m), "kilometres", BEYOND(0, 1e6),
                          .unit = 1000},
    [CLI_MAX_INSIDE] = {"max-inside", &cli_number, AT(inside_m), "kilometres", BEYOND(0, 1e6),
                        .unit = 1000},
    [CLI_COVERAGE] = {"coverage", &cli_percent, AT(coverage), "percent", BEYOND(0, 100)},
    [CLI_NO_CROSSING] = {"no-crossing", &cli_flag, AT(no_crossing), "no value"},
    [CLI_AVOID] = {"avoid", &cli_text_list, AT(avoid),
                   "the id of a zone, or that and kilometres, such as moscow:10"},
    [CLI_TURN_RADIUS] = {"turn-radius", &cli_number, AT(turn_radius_m), "kilometres",
                         BEYOND(0, OVF_SURVEY_TURN_MAX_M / 1000), .unit = 1000},
    [CLI_BANK] = {"bank", &cli_number, AT(bank_in_turns_deg), "degrees", BEYOND(0, 80)},
    [CLI_SPEED] = {"speed", &cli_number, AT(speed_kmh), "kilometres an hour", BEYOND(0, 5000)},
    [CLI_OFF_IN_TURNS] = {"off-in-turns", &cli_flag, AT(off_in_turns), "no value"},
    [CLI_START] = {"start", &cli_text, AT(start), "a file with one route", .is_source = true},
    [CLI_FROM] = {"from", &cli_text, AT(from), "an airfield or coordinates"},
    [CLI_TO] = {"to", &cli_text, AT(to), "an airfield or coordinates"},
    [CLI_DIRECTION] = {"direction", &cli_number, AT(direction_deg), "degrees clockwise from north",
                       FROM(0, 360), .initial = NAN},
    [CLI_SECONDS] = {"seconds", &cli_number, AT(seconds), "seconds", FROM(0, 1e6), .initial = 5},
    [CLI_ROUNDS] = {"rounds", &cli_whole, AT(rounds), "a number of rounds", FROM(0, 1e9)},
    [CLI_SEED] = {"seed", &cli_whole, AT(seed), "a whole number", FROM(0, 4294967295.0)},
    [CLI_PNG] = {"png", &cli_text, AT(png), "the name of a file"},
    [CLI_SIZE] = {"size", &cli_pixels, AT(size), "width and height in pixels, such as 1600x1000",
                  FROM(OVF_PICTURE_MIN, OVF_PICTURE_MAX)},
    [CLI_BBOX] = {"bbox", &cli_box, AT(bbox),
                  "the west, south, east and north of a box in degrees, such as 5,45,15,55"},
    [CLI_CLASS] = {"class", &cli_text_list, AT(classes),
                   "classes or kinds of airspace with commas between them, such as D,CTR"},
    [CLI_AT] = {"at", &cli_date, AT(at),
                "a day or time in ISO 8601, such as 2026-06-18 or 2026-06-18T12:00Z"},
    [CLI_ALL] = {"all", &cli_flag, AT(all), "no value"},
    [CLI_LEGS] = {"legs", &cli_flag, AT(legs), "no value"},
    [CLI_JSON] = {"json", &cli_flag, AT(json), "no value"},
    [CLI_GEOJSON] = {"geojson", &cli_flag, AT(geojson), "no value"},
    [CLI_QUIET] = {"quiet", &cli_flag, AT(quiet), "no value", .letter = 'q'},
    [CLI_HELP] = {"help", &cli_flag, AT(help), "no value", .letter = 'h'},
    [CLI_VERSION] = {"version", &cli_flag, AT(version), "no value", .letter = 'V'},
};
