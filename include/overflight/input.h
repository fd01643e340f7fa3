/* Reading files: every vector format that GDAL opens; flights also in GPX, KML, IGC and formats of
 * plans by readers of our own, which know their times and over what their altitudes are. Of flights
 * a layer of points is a table of fixes where there are no lines and a field tells their times.
 *
 * FILE is a path or any other name that GDAL takes. FILE|layername=NAME chooses a layer; without
 * it, every layer with the right geometry is read. Points among lines or areas (waypoints, labels)
 * are skipped; any other geometry makes the feature a bad one. Coordinates are transformed to WGS
 * 84 from the layer's CRS, whatever the order of its axes. A layer without a CRS is in the one that
 * the options name, and otherwise an error, unless its format is WGS 84 by definition. Reading
 * writes nothing beside a file.
 *
 * GeoJSON that says it is cut off is an error, also where bad features are left out, because what
 * is missing cannot be named: `exceededTransferLimit`, a `numberMatched` or `totalFeatures` greater
 * than `numberReturned` or than the number of features, a link to the next page. */
#ifndef OVERFLIGHT_INPUT_H
#define OVERFLIGHT_INPUT_H

#include "overflight/heights.h"
#include "overflight/model.h"
#include "overflight/observation.h"
#include "overflight/restriction.h"
#include "overflight/sensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Called for each feature that cannot be used. `file` is as the caller wrote it, with
 * |layername=NAME if the file has several layers. `feature` is its id, or its number in the layer
 * ("#7"). `reason` is a sentence that names the field, what was expected and what was found. A
 * problem with a whole file is still an error, but for one of several files of routes that has no
 * route: then `feature` is empty. */
typedef void (*ovf_reject_function)(void *context, const char *file, const char *feature,
                                    const char *reason);

/* Called for what was read in a way that the user should know of: taken in, repaired, passed over.
 * `file` is as above. `feature` is NULL where the note is about the file. `note` is a sentence.
 * `remedy` says what would change the reading, if anything does. */
typedef void (*ovf_note_function)(void *context, const char *file, const char *feature,
                                  const char *note, ovf_remedy remedy);

/* A leg that takes longer than this was never observed: half an hour, in which flight-tracking
 * services also end a flight. Of a flight with times a longer leg was not, either, whatever they
 * are: what an airliner flies in that time, at 1,000 km/h. Unless gap_s is given, neither counts in
 * a flight whose legs usually (by their median) take more than a tenth of such a leg: it has a fix
 * for each turning point, and no more was meant. */
#define OVF_GAP_S 1800.0
#define OVF_GAP_M 500e3
/* No aircraft flies faster, but for rocket planes: the record is 3,529.6 km/h (a Lockheed SR-71 in
 * 1976, by the FAI); a wind may add to it. */
#define OVF_MAX_SPEED_MPS (4000 / 3.6)

/* Zeroed it is the usual reading. The id of a feature is the first of these that is not empty: the
 * property `id`, a GeoJSON feature's own `id`, the property `name`, or the feature's number (1, 2,
 * …, counted over all files, so that files with one nameless feature each do not collide). */
typedef struct {
    const char *id_field; /* take this field instead, which every layer must have; NULL: as above */
    const char *where;    /* for routes: an SQL condition on the fields, which the source evaluates;
                             NULL: all features */
    ovf_edges default_edges; /* for zones without a property `edges` */
    bool bundled; /* the zones are overflight's own, which are known to be valid: their rings are
                     not examined again, and members that are arrays or objects keep their blanks */
    ovf_reject_function reject; /* NULL: the first bad feature is an error */
    void *reject_context;
    /* For routes, without `reject`: told of what is refused while others are left, and what would
     * take it in: a flight too many of whose fixes are not plausible; of `members` all that cannot
     * be read. NULL: those are errors. */
    ovf_note_function refuse;
    bool members;    /* routes: some of the files were not named, but found in a directory or an
                        archive: one that is no good keeps nobody from the others */
    const char *crs; /* of files that name none, in any form that PROJ takes (EPSG:2180, WKT); a
                        file that names its own keeps it, and a note says so; NULL: such a file is
                        an error */
    bool references; /* what a file refers to is read too: the files and servers that a VRT names,
                        schemas, the CRS behind a link. Otherwise a file that only refers to others
                        is an error, and nothing is opened but what is named to overflight */
    bool long_edges; /* for zones with lonlat edges: a jump of more than 180° in longitude runs the
                        way it is drawn, and not the short way across the antimeridian */
    ovf_note_function note; /* NULL: nobody is told */
    void *note_context;
    /* For routes: what the files are, in any capitals: "gpx", "kml", "igc", "csv", "sbs" and so on;
     * "geojson" or "gdal" for what is read as other files are; NULL: each is recognised by its
     * content. */
    const char *format;
    /* For routes in tables of fixes: what their columns are, "lon=x,lat=y,time=t,altitude_ft=h"
     * (NULL: as their names say); and those that name a flight, "aircraft,date" (NULL: aircraft and
     * call sign, or what the format knows). */
    const char *columns, *flight_id;
    const struct ovf_points *points; /* for routes: that ICAO flight plans in files may name
                                        (points.h); they must outlive the reader; NULL: none */
    /* Of flights whose fixes have times. 0: as above; negative: none. */
    double gap_s; /* legs that take longer were never observed; tables of fixes are split there */
    double gap_m; /* legs that are longer were never observed */
    double max_speed_mps; /* fixes that are reached faster are left out */
    bool keep_all;        /* no fix is left out because it looks wrong */
    bool keep_parts;      /* parts stay apart, also where they follow each other in time */
} ovf_input_options;

/* The greatest area that may be in doubt in a zone which crosses itself. */
#define OVF_DOUBT_MAX_M2 1.0
/* The greatest part of the zone that it may be. */
#define OVF_DOUBT_MAX_PART 1e-3

/* Reads the zones of `count` files into *zones, which the caller clears with ovf_zones_clear.
 *
 * What a zone is: a Polygon or MultiPolygon; a GeometryCollection, TIN or PolyhedralSurface of
 * them; a CurvePolygon or MultiSurface, whose arcs are cut so finely that they stay within 0.1 mm;
 * or a Point with a radius, which is a geodesic circle (arcs, model.h). The radius is an attribute
 * `radius_m`, `radius_km`, `radius_nm` or `radius_ft`, or `radius` with its unit in `radius_unit`;
 * or an `extent` in the geometry itself, in metres, as ED-318 has it. Other Points are labels: they
 * are passed over with a note, unless they have attributes of a restriction, which is an error.
 *
 * How edges run: in a projected CRS, straight in that CRS; in a geographic one, straight in its
 * longitude and latitude, or as geodesics where default_edges says so. They are cut into as many
 * short edges as keep them within 0.1 mm. But where a feature has a property `edges`, only its
 * vertices are transformed, and edges run between them as it says. An edge that leaves the region
 * in which the CRS is defined is an error.
 *
 * Each zone is checked: finite coordinates, latitudes from -90 to 90, not exchanged with
 * longitudes; rings that GEOS finds valid; parts that do not overlap; a known word in `edges`.
 * Vertices stay as they are, with these exceptions:
 *   - coordinates within 1e-9 degrees (0.1 mm) of a longitude of ±180, ±360 or ±540, or of a
 *     latitude of ±90, are there, unless that makes a whole circle of a hair;
 *   - a ring drawn up to 180 and on from -180 goes on beyond 180, and a ring around a pole that
 *     ends a turn from its beginning is closed.
 *   With a note, too:
 *   - other rings that are not closed are closed;
 *   - spikes, which go out and back the same way within 1e-9 degrees, parts and holes without area,
 *     and parts that repeat another one are dropped;
 *   - a hole within a hole is inside, by the even-odd rule of model.h;
 *   - a zone that crosses or overlaps itself is read by that rule, too, if the area in doubt is at
 *     most OVF_DOUBT_MAX_M2 and OVF_DOUBT_MAX_PART of the zone. In doubt is what an outline or a
 *     part encloses twice, or the other way round than the most of it. More is an error, which says
 *     where and how much.
 *
 * A zone gets the volume (volume.h) that its attributes state: `floor`, `ceiling` and `active` in
 * any spelling; heights of the FAA, openAIP, ED-269, ED-318 and AIXM; when it is in force by
 * ED-269's `applicability`, ED-318's `limitedApplicability`, openAIP's `hoursOfOperation` and the
 * FAA's TIMESOFUSE. What is stated and not understood is unknown, with a note.
 *
 * Ids differ. One that is doubled gets a number, "name (2)", with a note, if it was not meant as an
 * id (a name), or if both features are in the same layer of a file. Rules that name the id then
 * mean the first. An id that two files or layers use is an error.
 *
 * `options` may be NULL. On failure *zones is empty. Errors: OVF_ERROR_INPUT (names file, feature
 * and field), OVF_ERROR_USAGE (NULL), OVF_ERROR_MEMORY. Thread-safe.
 *
 * For example:
 *     const char *const files[] = {"zones.geojson", "airspace.gpkg|layername=restricted"};
 *     ovf_zones_read(files, 2, NULL, &zones, &error);
 *     ovf_zones_clear(&zones); */
ovf_status ovf_zones_read(const char *const *files, size_t count, const ovf_input_options *options,
                          ovf_zones *zones, ovf_error *error);

/* Finds the first zone with an attribute `mainland` (a JSON array of longitude and latitude) and
 * sets *place, for ovf_range_options. False if no zone has one. */
bool ovf_zones_mainland(const ovf_zone *const *zones, size_t count, ovf_lonlat *place);

/* Reads the airfields of one file: points with id, name, state, kind, max_distance_km and
 * max_distances. The caller clears *airfields. Errors: OVF_ERROR_INPUT, OVF_ERROR_MEMORY. */
ovf_status ovf_airfields_read(const char *file, ovf_airfields *airfields, ovf_error *error);

/* Adds sensors to *sensors, which the caller clears. `name_or_file` is the id of a bundled sensor,
 * in any case ("ks-87e-3in"); or a file, whose name has a slash or ends with .json: one sensor, an
 * array of them, or an object with such an array as `sensors` (geodata/sensors/schema.json). NULL
 * adds all bundled sensors. On failure nothing is added. Errors: OVF_ERROR_INPUT (names file and
 * JSON pointer; also for an id that is there already), OVF_ERROR_MEMORY. Thread-safe.
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

/* Reads the logs of a route; the caller clears them. Errors: OVF_ERROR_INPUT (an attribute of
 * another shape; names route and attribute), OVF_ERROR_MEMORY. Thread-safe. */
ovf_status ovf_sensor_logs_read(const ovf_route *route, const ovf_sensors *sensors,
                                ovf_sensor_logs *logs, ovf_error *error);
void ovf_sensor_logs_clear(ovf_sensor_logs *logs);

/* Adds the rules of a set to *rules, which the caller clears, after failure too. `set` is the name
 * of a bundled set ("treaty-1992"), or a file, whose name has a slash or ends with .json
 * (geodata/rules/schema.json). `zones` are those that rules may name; NULL checks the set only. A
 * rule that several sets have in common is added once. Errors: OVF_ERROR_INPUT (names file and JSON
 * pointer), OVF_ERROR_USAGE (NULL), OVF_ERROR_MEMORY.
 *
 * For example:
 *     ovf_rules_read("national-measures", &zones, &rules, &error);
 *     ovf_rules_clear(&rules); */
ovf_status ovf_rules_read(const char *set, const ovf_zones *zones, ovf_rules *rules,
                          ovf_error *error);

/* Whether each zone and each airfield that rules name is among those given. Errors:
 * OVF_ERROR_INPUT (names file, rule and the nearest id), OVF_ERROR_USAGE (NULL), OVF_ERROR_MEMORY.
 */
ovf_status ovf_rules_check_places(const ovf_rules *rules, const ovf_zones *zones,
                                  const ovf_airfields *airfields, ovf_error *error);

/* Adds the restrictions that zones have as attributes: flat (`max_distance_km`, `standoff_km`,
 * `prohibited`, `min_altitude_m`, `max_altitude_m`, with `clause`, `source`, `status`,
 * `confidence`, `active_from`, `active_until`, `floor`, `ceiling`, `altitude_reference`,
 * `severity`), or in `restrictions`, a JSON array of objects with the same names. `uncertainty_m`,
 * how far the zone's true outline may lie from the drawn one, is of all of them, and of the rules
 * of sets that name the zone. Read rule sets first.
 *
 * - Names are known in any case, with other separators or none ("Max Distance (km)"), and cut to
 *   ten characters, as a Shapefile has them ("max_distan"). Two attributes that mean the same must
 *   have the same value.
 * - `prohibited` is true, yes, y, t, on or 1, or the opposite, in any case. Numbers may be texts,
 *   with the unit that the name has ("50 km"). Null, an empty text, -9998 and -9999 are nothing.
 * - `status` is any text; "in force", "agreed", "disputed", "lifted" and "own" are known in any
 *   case.
 * - A name that is nearly a known one is an error ("max_distance", "max_dist_km", "prohibit").
 * - What looks like a restriction and is not understood, such as UPPER_VAL, icaoClass, max_dist, or
 *   a floor without anything that it limits, becomes one restriction of the zone. Its kind, called
 *   not_understood, is none of ovf_kind_at; its note names the attributes.
 *
 * Errors: OVF_ERROR_INPUT (names file, zone and attribute), OVF_ERROR_USAGE (NULL),
 * OVF_ERROR_MEMORY. */
ovf_status ovf_rules_read_zones(const ovf_zones *zones, ovf_rules *rules, ovf_error *error);

/* The routes of several files, one by one, in input order; for one thread at a time. Memory does
 * not grow with the input, apart from a hash of each id (about 16 bytes), which finds doubled ids.
 */
typedef struct ovf_route_source ovf_route_source;

ovf_status ovf_route_source_open(const char *const *files, size_t count,
                                 const ovf_input_options *options, ovf_route_source **source,
                                 ovf_error *error);

/* Sets *route to the next route, or to NULL after the last. It belongs to the source and stays
 * valid until the next call.
 *
 * Each route is checked: a LineString or MultiLineString with at least two positions in each part;
 * finite coordinates, latitudes from -90 to 90, longitudes from -540 to 540; ids that differ; times
 * that do not run backwards; all but for small blemishes, as said below. Times come from M or a
 * fourth ordinate of GeoJSON (Unix time, in the unit from seconds to nanoseconds in which it is of
 * 1973 or later; otherwise it tells no time), from the property `coordTimes` (ISO 8601 or null, one
 * a fix; for a MultiLineString one array a part or one for all), from `coordinateProperties.times`
 * or `datetimes` (likewise, or numbers as M), or from `start_time` with `speed_kmh`; without a
 * speed only the first fix has a time. A time without a zone is UTC. What is no ISO 8601 in `date`,
 * `started_at`, `completed_at`, `submitted_at`, `arrived_at`, `start_time` or `coordTimes` is an
 * error; a number too, since it does not tell its unit. Null and empty texts mean that nothing is
 * given.
 *
 * Altitudes come from Z, in metres or the unit of the CRS. A position without one, or with one
 * below -1,000 m or from 99,999 m on (-9999, -32768), has an unknown altitude, NAN. So has KML,
 * unless its altitudeMode is `absolute`.
 *
 * Small blemishes are left out, and options.note is told: fixes without a position or with one that
 * does not exist, at 0 N 0 E far from the others, whose time runs backwards, or that are reached
 * faster than max_speed_mps; parts of one fix. Where they are more than a twentieth the flight is
 * refused, but for a single one whose time runs backwards or that is reached too fast. Where half
 * or more are reached too fast, and times run on evenly from fix to fix, the times are invented
 * ones and become unknown instead. Positions that are not known do not count in formats in which
 * they are usual. Parts that have times and follow each other become one, and the leg that bridges
 * them was never observed (model.h), as are those that are longer than a gap.
 *
 * In formats of our own, altitudes over the ground, over the ellipsoid, or over what nobody says
 * are the route's heights_m, which are compared with limits by bounds. Names that come up again in
 * a file get a number, and those that several files have the file: "Log (a.gpx) (2)".
 *
 * Errors: OVF_ERROR_INPUT, OVF_ERROR_IO, OVF_ERROR_MEMORY.
 *
 * For example:
 *     while (ovf_route_source_next(source, &route, &error) == OVF_OK && route != NULL)
 *         printf("%s: %zu fixes\n", route->id, route->fix_count); */
ovf_status ovf_route_source_next(ovf_route_source *source, const ovf_route **route,
                                 ovf_error *error);

/* The number of routes in all files, if the formats know it cheaply, or -1; for progress. */
int64_t ovf_route_source_total(const ovf_route_source *source);

void ovf_route_source_free(ovf_route_source *source);

/* ---- the heights of ground and sea ---- */

typedef struct ovf_geoid ovf_geoid;

/* Opens the grid of the geoid that PROJ has: of EGM2008 (us_nga_egm08_25.tif, egm08_25.gtx), else
 * of EGM96 (us_nga_egm96_15.tif, egm96_15.gtx), in one of PROJ's folders; the network is not asked.
 * Without one *geoid is NULL, which is no error. It is read when it is first asked; where it cannot
 * be, the next one is, and after all of them every height is unknown. One thread at a time: each
 * opens its own. Errors: OVF_ERROR_MEMORY.
 *
 * For example:
 *     ovf_geoid_open(&geoid, &error);
 *     if (geoid != NULL) {
 *         const ovf_ground sea = ovf_geoid_heights(geoid);
 *         const ovf_vertical vertical = {.geoid = &sea, .geoid_error_m = OVF_GEOID_ERROR_M};
 *     } */
ovf_status ovf_geoid_open(ovf_geoid **geoid, ovf_error *error);
/* The heights of the sea over the ellipsoid, bilinear; valid as long as the geoid, which must not
 * be NULL. */
ovf_ground ovf_geoid_heights(ovf_geoid *geoid);
/* The path of the grid, and the name of its file without the folder; NULL for NULL, and where none
 * can be read. */
const char *ovf_geoid_file(ovf_geoid *geoid);
const char *ovf_geoid_name(ovf_geoid *geoid);
void ovf_geoid_free(ovf_geoid *geoid);

typedef struct ovf_terrain ovf_terrain;

/* Opens the first band of a raster with heights of the ground. The heights between the centres of
 * its cells are bilinear. They are over what its CRS says: a height system, whichever it is, counts
 * as over the sea, which it is to a metre or two; heights over the ellipsoid are brought over the
 * sea by the geoid that PROJ has; where nothing is said they are over the sea. The unit is that of
 * the band, else that of the CRS, else the metre. It keeps some blocks in memory. One thread at a
 * time: each opens its own. Errors: OVF_ERROR_INPUT (no raster, no CRS or place on the earth, a
 * unit that is no length, an ellipsoid that is not WGS 84's), OVF_ERROR_MEMORY.
 *
 * For example:
 *     ovf_terrain_open("dem.tif", &terrain, &error);
 *     const ovf_ground ground = ovf_terrain_ground(terrain);
 *     ovf_observe(observer, NULL, &ground, scratch, &error); */
ovf_status ovf_terrain_open(const char *file, ovf_terrain **terrain, ovf_error *error);
/* The same; `references` as in ovf_input_options: without, a VRT is an error. */
ovf_status ovf_terrain_open_with(const char *file, bool references, ovf_terrain **terrain,
                                 ovf_error *error);
/* The heights for ovf_observe and ovf_vertical; valid as long as the terrain. A height is unknown
 * outside the raster, where one of the four cells around the place has no data, and where it is
 * that of no ground on earth, such as the floor of an ocean. Extremes are those of the surface
 * along the geodesic between the two places. Heights over the ellipsoid without a geoid: `heights`
 * fails (OVF_ERROR_INPUT), and extremes have the earth's range of the geoid. */
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
