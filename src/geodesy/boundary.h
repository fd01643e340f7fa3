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
    ovf_swerve *swerves;   /* of the edge that begins at each vertex; NULL: no edge is curved */
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

/* How the edge swerves that begins at a vertex; NULL where it runs as the zone's edges do. */
static inline const ovf_swerve *ovf_boundary_swerve(const ovf_boundary *b, uint32_t vertex)
{
    return b->swerves == NULL || isnan(b->swerves[vertex].most_m) ? NULL : &b->swerves[vertex];
}

/* As what kind of edge it is measured, and how much farther it strays, m. */
static inline ovf_edges ovf_boundary_kind(const ovf_boundary *b, uint32_t vertex)
{
    return ovf_boundary_swerve(b, vertex) == NULL ? b->edges : OVF_EDGES_GEODESIC;
}

/* The edge that begins at a vertex. A geodesic among edges of another kind is one that does not
 * swerve. */
static inline void ovf_boundary_edge(const ovf_boundary *b, uint32_t vertex, ovf_edge *edge)
{
    const ovf_swerve *swerve = ovf_boundary_swerve(b, vertex);
    ovf_edge_between(edge, ovf_boundary_kind(b, vertex), b->positions[vertex],
                     b->positions[vertex + 1], b->points[vertex], b->points[vertex + 1]);
    if (swerve != NULL && swerve->most_m > 0) ovf_edge_swerve(edge, swerve);
}

static inline double ovf_boundary_strays(const ovf_boundary *b, uint32_t vertex)
{
    const ovf_swerve *swerve = ovf_boundary_swerve(b, vertex);
    return swerve == NULL ? 0 : swerve->most_m;
}

/* More than the edge strays from its chord (edge.h), and cheaper than ovf_edge_bulge: a chord is no
 * longer than the way in degrees. */
static inline double ovf_boundary_bulge(const ovf_boundary *b, uint32_t vertex)
{
    const ovf_lonlat from = b->positions[vertex], to = b->positions[vertex + 1];
    double degrees = fabs(to.lon - from.lon) + fabs(to.lat - from.lat);
    return 0.2 * OVF_EARTH_A * OVF_RADIAN * OVF_RADIAN * degrees * degrees +
           ovf_boundary_strays(b, vertex);
}

/* The longitude in steps of 2^-43 degrees, 13 nm, of which all sums with whole turns up to 1,024
 * degrees are exact: which edges a meridian meets does not depend on how often the ring has gone
 * round before. */
static inline double ovf_boundary_longitude(double lon)
{
    return nearbyint(lon * 0x1p43) * 0x1p-43;
}

/* Whether a position is inside (inside.c): the number of edges that its meridian crosses on the way
 * to the north pole. For a point within 1e-8 m of the boundary either answer may come. */
bool ovf_boundary_contains(const ovf_boundary *boundary, double lon, double lat);

#endif
