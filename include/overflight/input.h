/* Reading: everything that OGR opens. FILE is a path or any other name OGR takes;
 * FILE|layername=NAME picks a layer, without it every layer that has the right geometry is read.
 * Points among lines or areas (waypoints, labels) are passed over; any other geometry that is not
 * wanted makes a bad feature. Coordinates are transformed to WGS 84 from the layer's own CRS (axis
 * order handled); a layer without a CRS is an error, except that formats which are WGS 84 by
 * definition count as such. */
#ifndef OVERFLIGHT_INPUT_H
#define OVERFLIGHT_INPUT_H

#include "overflight/model.h"
#include "overflight/observation.h"
#include "overflight/restriction.h"
#include "overflight/sensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Called for each feature that is left out because it cannot be used. `file` is as the caller wrote
 * it, with |layername=NAME where the file has several layers; `feature` is its id where it has one,
 * otherwise its number in the layer ("#7"); `reason` is a sentence that names field, what was found
 * and what was wanted. What is wrong with a whole file stays an error. */
typedef void (*ovf_reject_function)(void *context, const char *file, const char *feature,
                                    const char *reason);

/* Ids: where no field is named, the first that is not empty of the property `id`, a GeoJSON
 * feature's own `id`, the property `name`, and the feature's number (1, 2, …, counted over all
 * files, so that several files of one nameless feature each do not collide). */
typedef struct {
    const char *id_field; /* NULL: as said above; a layer without the field is an error */
    const char *where; /* of routes: which features, as a condition of SQL on their fields, that the
                          source evaluates; NULL: all */
    ovf_edges default_edges; /* for zones without a property `edges` */
    bool bundled; /* the zones are overflight's own, which are known to be valid: their rings are
                     not examined again, and members that are arrays or objects keep their blanks */
    ovf_reject_function reject; /* NULL: the first bad feature is an error */
    void *reject_context;
} ovf_input_options;

/* Reads the zones of `count` files into *zones (which the caller clears with ovf_zones_clear).
 * Checked: geometry is Polygon or MultiPolygon, coordinates finite and latitudes within ±90, rings
 * closed and of at least four positions, rings valid (GEOS) and parts not overlapping, ids unique
 * over all files, `edges` one of the two words, no swapped latitude and longitude. Vertices stay as
 * the source has them, but for a ring drawn up to 180 and on from -180 (its longitudes then go on
 * beyond 180) and for a ring around a pole that ends a turn from where it began (it is closed). On
 * failure *zones is empty. Errors: OVF_ERROR_INPUT, OVF_ERROR_MEMORY. Thread-safe.
 *
 * For example:
 *     const char *const files[] = {"zones.geojson", "airspace.gpkg|layername=restricted"};
 *     ovf_zones_read(files, 2, NULL, &zones, &error);
 *     ovf_zones_clear(&zones); */
ovf_status ovf_zones_read(const char *const *files, size_t count, const ovf_input_options *options,
                          ovf_zones *zones, ovf_error *error);

/* The place that the first of these zones with an attribute `mainland` (a JSON array of longitude
 * and latitude) names, for ovf_range_options; false where none has one. */
bool ovf_zones_mainland(const ovf_zone *const *zones, size_t count, ovf_lonlat *place);

/* The airfields of one file (points with id, name, state, kind, max_distance_km). */
ovf_status ovf_airfields_read(const char *file, ovf_airfields *airfields, ovf_error *error);

/* Adds sensors to *sensors: the bundled one with that id, "ks-87e-3in", whatever its capitals; or
 * those of a file, whose name has a slash or ends with .json: one object, an array of them, or an
 * object with such an array as `sensors` (geodata/sensors/schema.json says how one is made). NULL:
 * all bundled ones. Nothing is added on failure. Errors: OVF_ERROR_INPUT (names file and JSON
 * pointer; an id that is there already is one), OVF_ERROR_MEMORY. Thread-safe.
 *
 * For example:
 *     ovf_sensors_read("osdcam4060", &sensors, &error); */
ovf_status ovf_sensors_read(const char *name_or_file, ovf_sensors *sensors, ovf_error *error);

/* When the sensors were on along a route, from its attributes:
 *   sensor_on            a list of true and false, one a fix: on from that fix to the next;
 *   observation_periods  a list of pairs of times (ISO 8601): on in between, both included;
 *   either may also be an object of such lists by the sensor's id, and a sensor that it does not
 *   name is off.
 * Without these attributes there are no logs (items NULL), and sensors are on all along. */
typedef struct {
    ovf_sensor_log *items; /* one for each sensor, or NULL; ovf_observe takes them */
    size_t count;
} ovf_sensor_logs;

/* Errors: OVF_ERROR_INPUT (an attribute that is no such list; names route and attribute),
 * OVF_ERROR_MEMORY. *logs is to be cleared. Thread-safe. */
ovf_status ovf_sensor_logs_read(const ovf_route *route, const ovf_sensors *sensors,
                                ovf_sensor_logs *logs, ovf_error *error);
void ovf_sensor_logs_clear(ovf_sensor_logs *logs);

/* Adds the rules of a set to *rules (which the caller clears with ovf_rules_clear, after failure
 * too). `set` is the name of a bundled one, "treaty-1992", or a file, which has a slash in its name
 * or ends with .json (geodata/rules/schema.json says how it is made). `zones` are those that rules
 * may name; NULL: it is only to be seen whether the set is a good one. Sets may say the same: such
 * a rule is there once. Errors: OVF_ERROR_INPUT (names file and JSON pointer), OVF_ERROR_MEMORY.
 *
 * For example:
 *     ovf_rules_read("national-measures", &zones, &rules, &error);
 *     ovf_rules_clear(&rules); */
ovf_status ovf_rules_read(const char *set, const ovf_zones *zones, ovf_rules *rules,
                          ovf_error *error);

/* Adds what the zones say in their attributes, flat (`max_distance_km`, `standoff_km`,
 * `prohibited`, `min_altitude_m`, `max_altitude_m`, with `clause`, `source`, `status`,
 * `confidence`, `active_from`, `active_until`, `floor`, `ceiling`, `altitude_reference`,
 * `severity`), and in `restrictions`, a JSON array of objects with the same names. Rule sets come
 * first. Errors: OVF_ERROR_INPUT (names file, zone and attribute), OVF_ERROR_MEMORY. */
ovf_status ovf_rules_read_zones(const ovf_zones *zones, ovf_rules *rules, ovf_error *error);

/* A stream of the routes of several files, in input order. One thread at a time. Memory does not
 * grow with the input, but for a hash of each id (16 bytes a route), by which a doubled id is
 * noticed. */
typedef struct ovf_route_source ovf_route_source;

ovf_status ovf_route_source_open(const char *const *files, size_t count,
                                 const ovf_input_options *options, ovf_route_source **source,
                                 ovf_error *error);

/* The next route into *route, which belongs to the source and holds until the next call; NULL after
 * the last. Checked: LineString or MultiLineString, each part of at least two positions,
 * coordinates finite, latitudes within ±90, longitudes within ±540, ids unique, times not
 * backwards. Times come from M (Unix seconds; GDAL drops it from GeoJSON), or the property
 * `coordTimes` (ISO 8601, one a fix, or null; for a MultiLineString one array a part or one for
 * all), or `start_time` (ISO 8601) with `speed_kmh`, both along the geodesics; a time without a
 * zone is UTC. Altitudes come from Z, in metres or the unit of the CRS.
 *
 * For example:
 *     while (ovf_route_source_next(source, &route, &error) == OVF_OK && route != NULL)
 *         printf("%s: %zu fixes\n", route->id, route->fix_count); */
ovf_status ovf_route_source_next(ovf_route_source *source, const ovf_route **route,
                                 ovf_error *error);

/* Number of routes in all files where the formats know it cheaply, otherwise -1; for progress only.
 */
int64_t ovf_route_source_total(const ovf_route_source *source);

void ovf_route_source_free(ovf_route_source *source);

/* ---- the height of the ground ---- */

typedef struct ovf_terrain ovf_terrain;

/* Opens the first band of a raster with heights over mean sea level; a band in feet says so by its
 * unit. The heights between the centres of its cells are bilinear. It keeps some blocks in memory.
 * One thread at a time: each opens its own. Errors: OVF_ERROR_INPUT (no raster, no CRS or place on
 * the earth), OVF_ERROR_MEMORY.
 *
 * For example:
 *     ovf_terrain_open("dem.tif", &terrain, &error);
 *     const ovf_ground ground = ovf_terrain_ground(terrain);
 *     ovf_observe(observer, NULL, &ground, scratch, &error); */
ovf_status ovf_terrain_open(const char *file, ovf_terrain **terrain, ovf_error *error);
/* What an observer asks; it holds as long as the terrain does. Heights are not known outside of the
 * raster and where one of the four cells around is without data. */
ovf_ground ovf_terrain_ground(ovf_terrain *terrain);
void ovf_terrain_free(ovf_terrain *terrain);

/* ---- the geodata that comes with overflight ---- */

/* Writes the path of a file or folder of the geodata ("zones", "airfields.geojson", "" for the
 * folder itself) into `path`. Looked for in turn: the folder that OVERFLIGHT_DATA names (if it is
 * set, nowhere else), geodata beside the running program as it lies in a build tree, and
 * share/overflight under the prefix that the program was installed to. Errors: OVF_ERROR_INPUT,
 * with all places that were tried. */
ovf_status ovf_data_path(const char *name, char *path, size_t size, ovf_error *error);

/* The bundled zones' files, sorted by name, as an array of *count paths: one block, freed with
 * free(). */
ovf_status ovf_data_list(const char *folder, const char *extension, char ***paths, size_t *count,
                         ovf_error *error);

#ifdef __cplusplus
}
#endif
#endif
