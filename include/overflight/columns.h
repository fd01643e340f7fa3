/* Columns: many routes at once, read where they lie, and their statistics as columns.
 *
 * Routes come as GeoArrow (geoarrow.org) lays out linestrings: one array of coordinates for all of
 * them, and offsets that say where each begins and ends. Arrow, numpy and PostGIS hold them in this
 * form or nearly so, and nothing is copied or converted. Two routes, of three fixes and of two:
 *
 *     static const double lonlat[] = {-160, 55, -155, 60, -150, 65, -158, 58, -140, 70};
 *     static const int32_t offsets[] = {0, 3, 5};
 *     const ovf_columns columns = {.route_count = 2,
 *                                  .offsets32 = offsets,
 *                                  .lonlat = lonlat,
 *                                  .fix_count = 5};
 *     ovf_statistics *statistics = NULL;
 *     if (ovf_analyze_columns(analyzer, &columns, NULL, &statistics, &error) != OVF_OK) …
 *     for (size_t i = 0; i < statistics->row_count; i++)
 *         printf("route %" PRId64 ": %.3f m in zone %" PRId32 "\n", statistics->route[i],
 *                statistics->inside_m[i], statistics->zone[i]);
 *     ovf_statistics_free(statistics);
 *
 * Figures are those of ovf_analyze, to the bit, and as good as analysis.h says. */
#ifndef OVERFLIGHT_COLUMNS_H
#define OVERFLIGHT_COLUMNS_H

#include "overflight/analysis.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- what goes in ---- */

/* Where the routes lie. A struct of zeroes has no routes. The arrays stay the caller's; they are
 * read during the call only, and must not change meanwhile. Each pointer is aligned as its type is
 * (8 bytes for a double, on most machines); arrays of numpy that are not need a copy.
 *
 * Offsets are Arrow's: route_count + 1 of them, none less than the one before; route k has what
 * lies from offset k up to, not including, offset k + 1. The first need not be 0: for a slice of an
 * array, point to the slice's first offset and leave the coordinates as they are. Exactly one of
 * offsets32 and offsets64 is set, the other NULL.
 *
 * Where neither of the part offsets is set, routes are LineStrings and their offsets count fixes.
 * Otherwise they are MultiLineStrings: their offsets count parts, and part k has the fixes from
 * part offset k up to, not including, part offset k + 1. What lies between two parts is not flown,
 * as of an ovf_route.
 *
 * Coordinates are separated or interleaved. Separated: `lon` and `lat` are set, and `stride` is the
 * number of doubles from one fix to the next in both. Interleaved: `lonlat` is set, and `dimension`
 * is the number of doubles of each fix: 2 (xy), 3 (xyz: the third is the altitude) or 4 (xyzm: the
 * fourth is the time). Altitudes and times may also lie in arrays of their own, each with its
 * stride. Other layouts are separated ones with a stride: xym, say, has lon = v, lat = v + 1,
 * stride = 3, time_s = v + 2, time_stride = 3.
 *
 * Longitudes are in degrees, -540 … 540, latitudes in degrees, -90 … 90. Altitudes are metres over
 * mean sea level, times Unix seconds in UTC that do not run backwards; NAN: unknown. */
typedef struct {
    size_t route_count;
    const int32_t *offsets32;
    const int64_t *offsets64;
    const int32_t *part_offsets32; /* both NULL: routes of one part */
    const int64_t *part_offsets64;
    size_t part_count; /* with part offsets: one less than there are of them */
    size_t fix_count;  /* that the arrays below hold */
    const double *lon; /* with lat, or NULL both */
    const double *lat;
    size_t stride;            /* of lon and lat; 0: 1 */
    const double *lonlat;     /* or NULL */
    size_t dimension;         /* of lonlat: 2, 3 or 4; 0: 2 */
    const double *altitude_m; /* NULL: in lonlat, or unknown */
    size_t altitude_stride;   /* 0: 1 */
    const double *time_s;     /* NULL: in lonlat, or unknown */
    size_t time_stride;       /* 0: 1 */
    const uint8_t *validity;  /* Arrow's bitmap: where a route's bit is 0 it is null and has no
                                 rows; the lowest bit of a byte comes first. NULL: none is null */
    size_t validity_offset;   /* the bit of the first route */
} ovf_columns;

/* A struct of zeroes means the same as NULL. */
typedef struct {
    size_t threads;    /* the calling one included, at most 1024 (more means 1024); 0: one for each
                          core, and fewer where there is little to do. Where the system refuses to
                          start a thread, there are fewer */
    bool skip_invalid; /* routes that cannot be analysed have no rows, and their status says so;
                          false: the first of them is an error */
} ovf_columns_options;

/* ---- what comes out ---- */

typedef enum {
    OVF_ROUTE_ANALYZED,
    OVF_ROUTE_NULL,     /* by the bitmap */
    OVF_ROUTE_INVALID,  /* offsets that shrink or leave the arrays, fewer than two fixes in a part,
                           a longitude or latitude that is none, times that run backwards, … */
    OVF_ROUTE_ANTIPODAL /* nearly antipodal fixes follow each other */
} ovf_route_status;

/* One row for each route and zone that meet or come within the search radius, by route, and for one
 * route by zone; the same bytes whatever the number of threads. The columns are those of
 * statistics.csv. They belong to the library until ovf_statistics_free. */
typedef struct {
    size_t row_count;         /* of each of the columns from `route` to `within_at_most_m` */
    const int64_t *route;     /* 0 … route_count - 1 */
    const int32_t *zone;      /* index into the zones that the analyzer was built over */
    const double *inside_m;   /* length inside the zone's outline */
    const int64_t *passages;  /* how often the route is inside */
    const int64_t *crossings; /* how often it crosses or touches the boundary */
    const double *nearest_m;  /* least distance of the route from the zone; 0 where they meet */
    /* Distance along the route, and time, where it is first and last inside; NAN where it never is,
     * and where the time is unknown. */
    const double *first_entry_m;
    const double *last_exit_m;
    const double *first_entry_time_s;
    const double *last_exit_time_s;
    const double *within_m;         /* length surely within the zone's volume */
    const double *within_at_most_m; /* and of which that is not excluded */

    size_t route_count;     /* of each of the two columns below */
    const double *length_m; /* of the whole route; NAN where it was not analysed */
    const uint8_t *status;  /* an ovf_route_status */
} ovf_statistics;

/* Analyses all the routes against all the zones of the analyzer, with its search radius.
 *
 * Options may be NULL: one thread for each core, and the first route that cannot be analysed is an
 * error. Which one is the first does not depend on the threads. A sentence names the route by its
 * index, as the column `route` does, and counts parts and fixes of a route from 1, as all sentences
 * do: "route 17, fix 3: expected a latitude from -90 to 90, found 91.5".
 *
 * Sets *statistics, for the caller to free, only on success. Errors: OVF_ERROR_USAGE (a NULL that
 * may not be one, arrays or strides that are missing, twice there or not aligned, an analyzer of
 * more than 2^31 - 1 zones), OVF_ERROR_INPUT (a route as OVF_ROUTE_INVALID says),
 * OVF_ERROR_GEOMETRY (as OVF_ROUTE_ANTIPODAL says), OVF_ERROR_MEMORY. Needs memory for the rows
 * twice; none for the routes beyond ten bytes each.
 *
 * May be called by any number of threads at once, with one analyzer. */
ovf_status ovf_analyze_columns(const ovf_analyzer *analyzer, const ovf_columns *columns,
                               const ovf_columns_options *options, ovf_statistics **statistics,
                               ovf_error *error);

/* Takes NULL. */
void ovf_statistics_free(ovf_statistics *statistics);

#ifdef __cplusplus
}
#endif
#endif
