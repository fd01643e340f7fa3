/* The boundary of a zone: its rings as short edges, with a tree of boxes over them. */
#ifndef OVF_GEODESY_BOUNDARY_H
#define OVF_GEODESY_BOUNDARY_H

#include <stdint.h>

#include "geodesy/edge.h"
#include "geodesy/tree.h"

/* A run of consecutive edges: vertices first … first + edges. */
typedef struct {
    uint32_t first;
    uint32_t edges;
} ovf_run;

#define OVF_RUN_EDGES 8 /* at most */

/* A stretch of longitude on which the boundary runs along the north pole (lat 90 in the plane). */
typedef struct {
    double from, to; /* degrees, from < to */
} ovf_pole_edge;

typedef struct {
    ovf_edges edges;
    ovf_vector *points;    /* of the vertices, ring by ring, each closed; long edges are cut */
    ovf_lonlat *positions; /* longitudes run on along a ring */
    size_t vertex_count, vertex_capacity;
    ovf_run *runs;
    size_t run_count, run_capacity;
    ovf_tree tree; /* over the runs; its boxes truly contain the curved edges */
    ovf_pole_edge *pole_edges;
    size_t pole_edge_count, pole_edge_capacity;
    bool north_inside; /* whether what lies north of all edges is inside, pole edges aside */
    ovf_box box;       /* around the boundary and the inside */
} ovf_boundary;

/* Builds the boundary of a zone. False when memory is out. The boundary is to be freed in either
 * case. */
bool ovf_boundary_build(ovf_boundary *boundary, const ovf_zone *zone);
/* The same of lines, each of which the zone has there and back as a ring without area: they are
 * there once, and have no inside. */
bool ovf_boundary_build_line(ovf_boundary *boundary, const ovf_zone *line);
void ovf_boundary_free(ovf_boundary *boundary);

/* Whether a position is inside (inside.c): the number of edges that its meridian crosses on the way
 * to the north pole. For a point within 1e-8 m of the boundary either answer may come. */
bool ovf_boundary_contains(const ovf_boundary *boundary, double lon, double lat);

#endif
