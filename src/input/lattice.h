/* A surface that is bilinear between values on a lattice: a raster of heights between the centres
 * of its cells, or a grid of the geoid. */
#ifndef OVF_INPUT_LATTICE_H
#define OVF_INPUT_LATTICE_H

#include <stdint.h>

#include "overflight/heights.h"

typedef struct {
    double column, row;
} ovf_spot;

typedef struct {
    /* The value at a node; NAN where there is none. */
    ovf_status (*node)(void *context, int64_t column, int64_t row, double *value, ovf_error *error);
    /* Where a place lies between the nodes; false where that cannot be told. */
    bool (*find)(void *context, const ovf_lonlat *place, ovf_spot *spot);
    void *context;
    int64_t around; /* columns after which the first one comes again; 0: it does not */
} ovf_lattice;

/* The value at a place, NAN where it is unknown. Errors: those of the nodes. */
ovf_status ovf_lattice_value(const ovf_lattice *lattice, const ovf_lonlat *place, double *value,
                             ovf_error *error);

/* The least and the greatest value along the geodesic between two places at most 100 km apart: not
 * of the nodes around it, but of the surface on it. NAN where some value on it is unknown, or where
 * it crosses thousands of cells, as beside a pole. Errors: those of the nodes. */
ovf_status ovf_lattice_extremes(const ovf_lattice *lattice, const ovf_lonlat *from,
                                const ovf_lonlat *to, double *least, double *most,
                                ovf_error *error);

#endif
