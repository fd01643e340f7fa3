/* Named points and airways, for plans that name them: waypoints, radio beacons and airports of the
 * files that pilots and simulators have. */
#ifndef OVERFLIGHT_POINTS_H
#define OVERFLIGHT_POINTS_H

#include "overflight/model.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ovf_points ovf_points;

/* Reads the points and airways of files, which are recognised by their content, also in gzip:
 *   - OurAirports' airports.csv and navaids.csv, and other tables with their columns;
 *   - X-Plane's and FlightGear's earth_fix.dat, earth_nav.dat, earth_awy.dat and apt.dat, in the
 *     versions from 600 to 1200;
 *   - SeeYou's waypoints (.cup);
 *   - GPX and all other files of points that GDAL opens, with a field `ident`, `icao`, `icao_code`,
 *     `code`, `name` or `id`.
 * Of airports the middle is kept, of airways the points that they join. On failure *points is NULL.
 * The caller frees it. Errors: OVF_ERROR_INPUT (a file that cannot be read, or has no points; the
 * sentence names it), OVF_ERROR_USAGE (NULL), OVF_ERROR_MEMORY. Thread-safe.
 *
 * For example:
 *     const char *const files[] = {"earth_fix.dat", "earth_awy.dat"};
 *     ovf_points_read(files, 2, &points, &error);
 *     ovf_points_free(points); */
ovf_status ovf_points_read(const char *const *files, size_t count, ovf_points **points,
                           ovf_error *error);
/* Takes NULL. */
void ovf_points_free(ovf_points *points);

/* How many points, and how many stretches of airways. 0 for NULL. */
size_t ovf_points_count(const ovf_points *points);
size_t ovf_points_stretches(const ovf_points *points);

#ifdef __cplusplus
}
#endif
#endif
