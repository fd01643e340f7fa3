/* Zones whose limits differ from place to place: each part is an outline of its own, which the
 * route is met with as zones are. */
#ifndef OVF_ANALYSIS_MEET_PARTS_H
#define OVF_ANALYSIS_MEET_PARTS_H

#include "analysis/meet/heights.h"

typedef struct ovf_parts {
    ovf_zones zones; /* the parts of all zones, one after the other; what they hold is lent */
    size_t *first;   /* of each zone its first part, and at last how many there are */
    ovf_analyzer *analyzer; /* of their outlines, made and freed by meet.c */
} ovf_parts;

/* Gives the analyzer its parts, if any zone has some. */
ovf_status ovf_parts_find(ovf_analyzer *analyzer, ovf_error *error);
void ovf_parts_free(ovf_parts *parts);

/* How many parts a zone has; 0: it is all one. */
size_t ovf_parts_count(const ovf_analyzer *analyzer, size_t zone);

/* The meeting of the route with the outline of part `k` of a zone, of a route that has been met;
 * NULL: it is nowhere in or at it. */
const ovf_meeting *ovf_parts_meeting(const ovf_analyzer *analyzer, const ovf_scratch *scratch,
                                     size_t zone, size_t k);

/* The limits of part `k`; never NULL. */
const ovf_volume *ovf_parts_volume(const ovf_analyzer *analyzer, size_t zone, size_t k);

/* Of each part the stretches of a piece of the route that are in its outline. Where one ends within
 * the tolerance of where another begins, or of an end of the piece, it goes on to there: parts that
 * touch leave no gap. `outlines` has room for each, zeroed. False when memory is out. */
bool ovf_parts_outlines(const ovf_analyzer *analyzer, const ovf_scratch *scratch, size_t zone,
                        const ovf_span *within, ovf_spans *outlines);

#endif
