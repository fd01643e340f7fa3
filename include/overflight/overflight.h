/* overflight: flights against restricted zones, exact on the WGS 84 ellipsoid.
 *
 * Three rules hold for every function:
 *
 * 1. An options struct of zeroes means the same as NULL: the usual. So `{0}` is always a good
 * start, and only what differs has to be set.
 * 2. An argument or member that may be NULL says so. Everything else is checked: what a function
 *    cannot use is OVF_ERROR_USAGE or OVF_ERROR_INPUT with a sentence, never a wrong figure.
 * 3. Outputs change only on success. A function that fails returns a status and writes a sentence
 *    into its ovf_error, which may be NULL.
 *
 * The caller frees what it creates, and every free takes NULL. Texts in structs are constant. Any
 * number of threads may read one object; a scratch, a source, an output and a coverage belong to
 * one thread at a time. Units stand in names (_m, _m2, _s, _km, _deg); times are Unix seconds in
 * UTC.
 *
 * A first program, the length of a route inside a polygon:
 *
 *     #include <stdio.h>
 *     #include <overflight/overflight.h>
 *
 *     int main(void)
 *     {
 *         const double square[] = {20, 54, 22, 54, 22, 55, 20, 55}, line[] = {19, 54.5, 23, 54.5};
 *         const size_t end = 4;
 *         ovf_zone *zone = NULL;
 *         ovf_route *route = NULL;
 *         double metres = 0;
 *         ovf_error error = {0};
 *         if (ovf_zone_new("square", OVF_EDGES_LONLAT, square, &end, 1, &zone, &error) != OVF_OK ||
 *             ovf_route_new("line", line, NULL, NULL, 2, &route, &error) != OVF_OK ||
 *             ovf_length_inside(route, zone, &metres, &error) != OVF_OK)
 *             fprintf(stderr, "%s\n", error.message);
 *         else printf("%.3f m inside\n", metres);
 *         ovf_route_free(route);
 *         ovf_zone_free(zone);
 *         return error.status == OVF_OK ? 0 : 1;
 *     }
 *
 * Where to read on: the headers below stand in groups, those that most programs need first. */
#ifndef OVERFLIGHT_OVERFLIGHT_H
#define OVERFLIGHT_OVERFLIGHT_H

/* Start here: what there is, how it is made, and what is asked of it. */
#include "overflight/model.h"    /* zones, routes, airfields */
#include "overflight/volume.h"   /* floors, ceilings and times of zones */
#include "overflight/build.h"    /* making them from arrays or WKB; the short way to a length */
#include "overflight/analysis.h" /* which zones a route enters, where, when and for how long */
#include "overflight/legs.h"     /* its legs: courses, distances, the zones met on each */
#include "overflight/area.h"     /* areas of zones */
#include "overflight/finding.h"  /* verdicts: what a check of restrictions finds */

/* Many routes at once, in columns of memory. */
#include "overflight/columns.h"

/* Restrictions, and what keeps to them. */
#include "overflight/restriction.h"    /* limits with a source */
#include "overflight/heights.h"        /* heights over the ground, the sea, and flight levels */
#include "overflight/schedule.h"       /* when a zone is in force */
#include "overflight/judge.h"          /* a check with all that it stands on, read from files */
#include "overflight/compare.h"        /* what several sets of rules say of one route */
#include "overflight/sweep.h"          /* verdicts with other limits */
#include "overflight/suggest.h"        /* a route that keeps clear */
#include "overflight/airfield_range.h" /* whether airfields reach a State's mainland */

/* Sensors, and what they see. */
#include "overflight/sensor.h"      /* cameras, scanners, radars */
#include "overflight/observation.h" /* where along a route one is on */
#include "overflight/coverage.h"    /* the ground it saw, and what is left */
#include "overflight/sensing.h"     /* observing with all that it stands on, read from files */
#include "overflight/survey.h"      /* a route designed to see a zone */

/* Files. */
#include "overflight/input.h"      /* reading zones, routes, airfields, sensors, rules, terrain */
#include "overflight/vertical.h"   /* what is known of ground, sea and air, read from files */
#include "overflight/flightplan.h" /* plans as a person types them */
#include "overflight/points.h"     /* waypoints, beacons and airways that they name */
#include "overflight/output.h"     /* writing tables and layers */
#include "overflight/maps.h"       /* maps and pictures of an analysis */
#include "overflight/batch.h"      /* any number of routes on all cores, resumable, in shards */
#include "overflight/totals.h"     /* what is summed over routes */

/* Errors and versions. */
#include "overflight/error.h"
#include "overflight/version.h"

#endif
