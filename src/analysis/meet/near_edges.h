/* The edges of all zones that are near some legs: looked for in the trees once for a run of legs,
 * and then among what has been found for each half of it, and so on. */
#ifndef OVF_ANALYSIS_MEET_NEAR_EDGES_H
#define OVF_ANALYSIS_MEET_NEAR_EDGES_H

#include "analysis/meet/scratch.h"

/* Some consecutive edges of a zone's boundary, with the box around them. */
struct ovf_near_edges {
    ovf_box box;
    uint32_t zone;
    ovf_run run;
    const ovf_boundary *boundary;
};

/* Which of the scratch's near edges: from … to - 1. */
typedef struct {
    size_t from, to;
} ovf_near_range;

/* Each of them finds those that meet a box, in the order of the zones' tree and of the boundaries'
 * own, behind those that are there. False when memory is out. */

/* Among all. */
bool ovf_near_edges_find(const ovf_analyzer *analyzer, ovf_scratch *scratch, const ovf_box *box,
                         ovf_near_range *found);
/* Among those of a range, with `singly` edge by edge. */
bool ovf_near_edges_keep(ovf_scratch *scratch, ovf_near_range among, const ovf_box *box,
                         bool singly, ovf_near_range *found);

#endif
