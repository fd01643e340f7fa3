/* The positions of one line or ring: copied out, transformed to WGS 84, and checked one by one. */
#ifndef OVF_INPUT_SOURCE_POSITIONS_H
#define OVF_INPUT_SOURCE_POSITIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "input/source/crs.h"
#include "gdal/gdal.h"

/* An altitude is from OVF_ALTITUDE_LEAST_M up to below OVF_ALTITUDE_MOST_M. What is beyond is what
 * programs write that know none: -9999, -9998, -32768, -99999, 99999, in metres or, of a layer in
 * feet, in feet. The shore of the Dead Sea is at -430 m, and no aircraft flies at 99,999 m. */
#define OVF_ALTITUDE_LEAST_M (-1000.0)
#define OVF_ALTITUDE_MOST_M 99999.0

/* Buffers that are used again; zeroed before the first use. */
typedef struct {
    double *lon, *lat, *z, *m; /* z and m are NAN where the geometry has none, z also where it is
                                  no altitude */
    int *success;
    double *x, *y; /* as they stand in the source, where they are transformed */
    size_t count;
    size_t capacities[7];
    bool has_z, has_m;
    bool lenient;   /* set by the caller: bad positions are no error, but NAN or out of range */
    ovf_error flaw; /* then what is wrong with the first of them, since the caller emptied it */
    double first_x, first_y, last_x,
        last_y; /* as they stand in the source, to see whether it closes */
} ovf_positions;

/* Where in the feature they stand, for the sentence: " of ring 2 of polygon 1"; empty where there
 * is only one place. */
#define OVF_PLACE_SIZE 64

/* On error the sentence says what is wrong with which position, but neither file nor feature.
 * Errors: OVF_ERROR_INPUT (NaN, infinite, latitude beyond ±90, longitude beyond ±540, no place in
 * WGS 84), OVF_ERROR_MEMORY. */
ovf_status ovf_positions_read(ovf_positions *positions, OGRGeometryH line, const ovf_crs *crs,
                              const char *place, ovf_error *error);
/* The same for positions that are not OGR's; `z` may be NULL. */
ovf_status ovf_positions_take(ovf_positions *positions, const double *x, const double *y,
                              const double *z, size_t count, const ovf_crs *crs, const char *place,
                              ovf_error *error);
/* Adds the first position again at the end; x and y too where they were transformed. False when
 * memory is out. */
bool ovf_positions_close(ovf_positions *positions, bool transformed);
void ovf_positions_clear(ovf_positions *positions);

#endif
