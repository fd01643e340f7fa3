/* The boundaries of two areas as lines that have nothing in common but their ends. */
#ifndef OVF_MODEL_LAY_LINES_H
#define OVF_MODEL_LAY_LINES_H

#include "geodesy/boundary.h"
#include "model/lay_nodes.h"

/* A stretch of an edge, as short as a boundary has them. */
typedef struct {
    size_t nodes[2];
    ovf_lonlat at[2]; /* those of the nodes; longitudes run on, and at a pole are the line's own */
    unsigned char of[2]; /* of each area: 1 if it is on its boundary; an even number of edges that
                            coincide is none */
    size_t curve;        /* the number of a curve that it is a piece of; 0: none */
} ovf_lay_line;

/* An edge between two nodes is a piece of a curve. */
typedef struct {
    size_t nodes[2]; /* the lower first */
    size_t curve;
} ovf_lay_mark;

typedef struct {
    ovf_edges edges;
    ovf_lay_nodes nodes;
    ovf_lay_line *lines;
    size_t count, capacity;
    ovf_lay_mark *marks;
    size_t mark_count, mark_capacity;
} ovf_lay_lines;

/* To be called of all such edges before areas are added. False when memory is out, as everywhere
 * here. */
bool ovf_lay_mark_edge(ovf_lay_lines *lines, size_t from, size_t to, size_t curve);

/* Adds the boundary of an area, 0 or 1. Its vertices are nodes already. */
bool ovf_lay_add(ovf_lay_lines *lines, const ovf_boundary *boundary, int area);

/* Cuts lines wherever they cross, or where a node is within the tolerance of one, until none does;
 * and makes one of those that coincide. A line then passes through that node, so that it may move
 * by up to the tolerance. */
bool ovf_lay_cut(ovf_lay_lines *lines);
void ovf_lay_lines_clear(ovf_lay_lines *lines);

void ovf_lay_edge(const ovf_lay_lines *lines, const ovf_lay_line *line, ovf_edge *edge);
/* A box around a line, with the tolerance twice. */
ovf_box ovf_lay_box(const ovf_lay_lines *lines, const ovf_lay_line *line);

#endif
