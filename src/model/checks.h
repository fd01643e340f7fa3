/* Whether zones and routes are such that a calculation can be right about them. The readers and the
 * constructors make no others; structs that were made by hand come to every function too. Each
 * check takes time in proportion to the vertices or fixes, some nanoseconds for one. */
#ifndef OVF_MODEL_CHECKS_H
#define OVF_MODEL_CHECKS_H

#include "geodesy/fixes.h"

/* Errors: OVF_ERROR_USAGE (NULL where something must be, edges of no known kind), OVF_ERROR_INPUT
 * (a ring that is not closed or has fewer than three different vertices, coordinates that are not
 * finite or out of range, …: a sentence that names zone, ring and vertex). */
ovf_status ovf_zone_check(const ovf_zone *zone, ovf_error *error);
/* Each of them. */
ovf_status ovf_zones_check(const ovf_zones *zones, ovf_error *error);

/* Errors: OVF_ERROR_USAGE (NULL likewise), OVF_ERROR_INPUT (fewer than two fixes, parts that do not
 * fit, coordinates as above, an altitude or time that is infinite, times that run backwards: a
 * sentence that names route and fix). */
ovf_status ovf_route_check(const ovf_route *route, ovf_error *error);
/* Its two halves: that something is there, and its parts; and each fix. In between the analysis
 * reads the fixes for the first time, so that the second half has them at hand. The fixes need not
 * lie at route->fixes, but are route->fix_count in number; a route without an id is called by its
 * number. */
ovf_status ovf_route_check_shape(const ovf_route *route, ovf_error *error);
ovf_status ovf_fixes_check(const ovf_route *route, const ovf_fixes *fixes, ovf_error *error);

/* The ends of a route's parts alone. */
ovf_status ovf_parts_check(const char *route_id, const size_t *part_ends, size_t count,
                           ovf_error *error);

/* Errors: OVF_ERROR_USAGE (NULL likewise), OVF_ERROR_INPUT (a position that is not finite or out of
 * range: names the airfield). */
ovf_status ovf_airfields_check(const ovf_airfields *airfields, ovf_error *error);

/* A place that is asked about, as a vertex is. `what`: "the place". */
ovf_status ovf_place_check(const char *what, double lon, double lat, ovf_error *error);

#endif
