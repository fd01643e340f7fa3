/* Zones and routes from arrays or WKB, checked; and the short way to what is asked of them most.
 *
 *     const double square[] = {20, 54, 22, 54, 22, 55, 20, 55};
 *     const double line[] = {19, 54.5, 23, 54.5};
 *     const size_t ring_end = 4;
 *     ovf_zone *zone = NULL;
 *     ovf_route *route = NULL;
 *     double metres;
 *     ovf_error error = {0};
 *     if (ovf_zone_new("square", OVF_EDGES_LONLAT, square, &ring_end, 1, &zone, &error) ||
 *         ovf_route_new("line", line, NULL, NULL, 2, &route, &error) ||
 *         ovf_length_inside(route, zone, &metres, &error))
 *         fprintf(stderr, "%s\n", error.message);
 *     ovf_route_free(route);
 *     ovf_zone_free(zone);
 *
 * What these functions make has kept every rule of model.h, and the readers of files apply the same
 * rules. Arrays are copied: they may go or change as soon as the function has returned. Any number
 * of threads may call these functions at once and use what they have made; one set of zones is to
 * be filled by one thread. The caller frees what is made. Outputs change on success only.
 *
 * A sentence of a refusal counts rings, vertices, fixes and parts from 1:
 *     zone "square", ring 2, vertex 7: expected a latitude from -90 to 90, found 91.5 */
#ifndef OVERFLIGHT_BUILD_H
#define OVERFLIGHT_BUILD_H

#include "overflight/model.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- zones ---- */

/* Makes a zone of rings.
 *
 *   id         names the zone in results and sentences; it becomes its name, too
 *   edges      how the boundary runs between two vertices
 *   lonlat     longitude and latitude of each vertex in turn, in degrees, ring after ring.
 *              Longitudes are from -540 to 540 and may run on across the antimeridian (170, 190);
 *              latitudes are from -90 to 90
 *   ring_ends  for each ring the number of vertices up to its end, those of the rings before it
 *              among them: {4, 8} for two rings of four
 *
 * A ring is closed if its last vertex does not repeat the first. Winding and the vertex it begins
 * with do not matter, and vertices may repeat.
 *
 * What is inside an odd number of rings is inside the zone. So the rings may come in any order, and
 * be outlines, holes, islands in holes, or parts that lie apart: the function finds out which is
 * which and sorts them into polygons. Rings may touch and may have a border in common, but must not
 * cross themselves or each other. A crossing is found where two edges cross between their vertices,
 * clear of them by a millimetre; rings that cross in a vertex only pass unnoticed, and their zone's
 * area is then not right. (ovf_zone_from_wkb and ovf_zones_read have GEOS look at it, which misses
 * none.)
 *
 * The zone's `file` is NULL, and it has no attributes. Time grows with n log n for n vertices:
 * about a microsecond for each.
 *
 * Errors: OVF_ERROR_INPUT (no ring; ends that do not grow; fewer than three different vertices in a
 * ring; a coordinate that is NaN, infinite or out of range; rings that cross), OVF_ERROR_USAGE
 * (NULL, or edges of no known kind), OVF_ERROR_MEMORY.
 *
 *     const double lonlat[] = {20, 54, 22, 54, 22, 55, 20, 55,          a square
 *                              20.5, 54.2, 21, 54.2, 20.5, 54.6};       and a hole in it
 *     const size_t ends[] = {4, 7};
 *     ovf_zone_new("square", OVF_EDGES_LONLAT, lonlat, ends, 2, &zone, &error) */
ovf_status ovf_zone_new(const char *id, ovf_edges edges, const double *lonlat,
                        const size_t *ring_ends, size_t ring_count, ovf_zone **zone,
                        ovf_error *error);

/* Makes a zone of a Polygon or MultiPolygon in well-known binary: OGC's and ISO's (06-103r4, with
 * 1000, 2000 or 3000 added to the type for Z, M or both) or PostGIS's EWKB, in either byte order.
 * Longitude comes first. Z and M are passed over. An SRID must be 4326 or 4979 (WGS 84); none, or
 * 0, counts as such. Rings are closed as those of ovf_zone_new.
 *
 * GEOS looks at the rings as ovf_zones_read has it do: those that cross or touch along a line,
 * holes outside of their outline and polygons that overlap are refused.
 *
 * Errors: OVF_ERROR_INPUT (no WKB, bytes that are missing or left over, another geometry, another
 * SRID, an empty geometry, rings as above, and what ovf_zone_new refuses), OVF_ERROR_USAGE (NULL,
 * or edges of no known kind), OVF_ERROR_MEMORY.
 *
 *     ovf_zone_from_wkb("strip", OVF_EDGES_GEODESIC, bytes, size, &zone, &error) */
ovf_status ovf_zone_from_wkb(const char *id, ovf_edges edges, const void *bytes, size_t size,
                             ovf_zone **zone, ovf_error *error);

/* Frees a zone that one of the two has made. Takes NULL. */
void ovf_zone_free(ovf_zone *zone);

/* Moves a zone that one of the two has made to the end of *zones, which ovf_zones_clear then frees
 * with the others; *zone becomes NULL. *zones must be zeroed before its first use. Pointers into
 * zones->items hold until the next call. Ids are not compared: of several zones of one id,
 * ovf_zones_find finds the first. Errors: OVF_ERROR_USAGE (NULL), OVF_ERROR_MEMORY; the zone is
 * then where it was.
 *
 *     ovf_zones zones = {0};
 *     ovf_zones_add(&zones, &zone, &error) */
ovf_status ovf_zones_add(ovf_zones *zones, ovf_zone **zone, ovf_error *error);

/* ---- routes ---- */

/* Makes a route of one part.
 *
 *   id          names the route in results and sentences
 *   lonlat      longitude and latitude of each fix in turn, in degrees; ranges as of ovf_zone_new.
 *               A leg is the geodesic, the short way: from 179 to -179 it crosses the antimeridian
 *   altitude_m  metres over mean sea level, one a fix, NAN where it is unknown; NULL: all unknown
 *   time_s      Unix seconds, one a fix, NAN where it is unknown; NULL: all unknown
 *   fix_count   at least 2
 *
 * Fixes may repeat. The route's `file`, `flight_levels` and `fix_names` are NULL, its number is 0,
 * and it has no attributes.
 *
 * Errors: OVF_ERROR_INPUT (fewer than two fixes; a coordinate that is NaN, infinite or out of
 * range; an altitude or time that is infinite; a time before an earlier fix's), OVF_ERROR_USAGE
 * (NULL where it is not said above that it may be), OVF_ERROR_MEMORY. Whether a leg's ends are
 * nearly antipodal is for the analysis to say.
 *
 *     const double lonlat[] = {37.6, 55.75, 20.6, 54.9}, altitude_m[] = {9000, NAN};
 *     ovf_route_new("moscow", lonlat, altitude_m, NULL, 2, &route, &error) */
ovf_status ovf_route_new(const char *id, const double *lonlat, const double *altitude_m,
                         const double *time_s, size_t fix_count, ovf_route **route,
                         ovf_error *error);

/* The same of several parts, of at least two fixes each: `part_ends` has for each the number of
 * fixes up to its end, as ring_ends has. A part that begins within a millimetre of where the one
 * before ends goes on with it; otherwise the stretch between them is no part of the route. Errors:
 * as above, and OVF_ERROR_INPUT for no part and for ends that do not grow by two. */
ovf_status ovf_route_new_parts(const char *id, const double *lonlat, const double *altitude_m,
                               const double *time_s, const size_t *part_ends, size_t part_count,
                               ovf_route **route, ovf_error *error);

/* Makes a route of a LineString or MultiLineString in well-known binary, of the kinds that
 * ovf_zone_from_wkb reads. Z is the altitude in metres over mean sea level, and NAN where it is
 * unknown. M is the time in Unix seconds, as ovf_route_source_next has it: NAN and infinity are
 * unknown, and M that is 0 everywhere tells no time.
 *
 * Errors: OVF_ERROR_INPUT (no WKB, bytes that are missing or left over, another geometry, another
 * SRID, an empty geometry, and what ovf_route_new refuses), OVF_ERROR_USAGE (NULL),
 * OVF_ERROR_MEMORY.
 *
 *     ovf_route_from_wkb("flight", bytes, size, &route, &error) */
ovf_status ovf_route_from_wkb(const char *id, const void *bytes, size_t size, ovf_route **route,
                              ovf_error *error);

/* Frees a route that one of these three has made. Takes NULL. */
void ovf_route_free(ovf_route *route);

/* ---- the short way ---- */

/* How much of the route is inside the zone, in metres: 0 … its length, exact as analysis.h says.
 * Length along the boundary counts as inside. It is the inside_m of ovf_analyze, which is the way
 * for more than one zone or route: this function prepares the zone anew each time, some 200 ns for
 * each vertex.
 *
 * Errors: OVF_ERROR_GEOMETRY (two fixes are nearly antipodal: names route and leg), OVF_ERROR_USAGE
 * (NULL), OVF_ERROR_INPUT (a struct that was made by hand and breaks a rule),
 * OVF_ERROR_MEMORY. */
ovf_status ovf_length_inside(const ovf_route *route, const ovf_zone *zone, double *metres,
                             ovf_error *error);

/* The length of the route along its geodesics, in metres; exact as analysis.h says, and what
 * ovf_analyze has as length_m. Errors: as of ovf_length_inside. */
ovf_status ovf_route_length(const ovf_route *route, double *metres, ovf_error *error);

/* Whether a place is inside the zone, as model.h defines that. Nearer than 1e-8 m to the boundary
 * either answer may come. Degrees, with the ranges of ovf_zone_new. The zone is prepared anew each
 * time, as for ovf_length_inside.
 *
 * Errors: OVF_ERROR_INPUT (a coordinate that is NaN, infinite or out of range; a struct made by
 * hand as above), OVF_ERROR_USAGE (NULL), OVF_ERROR_MEMORY.
 *
 *     bool inside;
 *     ovf_zone_contains(zone, 20.5, 54.7, &inside, &error) */
ovf_status ovf_zone_contains(const ovf_zone *zone, double lon, double lat, bool *inside,
                             ovf_error *error);

/* The same of many places, with the zone prepared once: `lonlat` has the longitude and latitude of
 * each place in turn, and `inside` gets an answer for each. A sentence counts places from 1. Where
 * it fails, `inside` is as it was. Errors: as of ovf_zone_contains.
 *
 *     const double lonlat[] = {20.5, 54.7, 30, 60};
 *     bool inside[2];
 *     ovf_zone_contains_each(zone, lonlat, 2, inside, &error) */
ovf_status ovf_zone_contains_each(const ovf_zone *zone, const double *lonlat, size_t count,
                                  bool *inside, ovf_error *error);

/* The first zone with exactly that id, or NULL; NULL too where one of the two is. Time grows with
 * the number of zones. It belongs to `zones`. */
const ovf_zone *ovf_zones_find(const ovf_zones *zones, const char *id);

#ifdef __cplusplus
}
#endif
#endif
