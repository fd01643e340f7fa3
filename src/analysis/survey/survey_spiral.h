/* Lines that run along the outline of a zone, within it. Where a line bends at no radius below half
 * the width of the swath and keeps so far from the outline and twice as far from itself, its swath
 * neither lies twice anywhere nor leaves the zone: it sees all that a route so long can see. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_SPIRAL_H
#define OVF_ANALYSIS_SURVEY_SURVEY_SPIRAL_H

#include "analysis/survey/survey_lines.h"

#define OVF_SPIRAL_LEVELS 8

/* Rings within a zone, one level within the other. */
typedef struct {
    ovf_rings levels[OVF_SPIRAL_LEVELS];
    size_t count;
    double reach_m;
} ovf_spirals;

/* Makes levels until they are long enough for a line so long, or nothing is left of the zone; none
 * where it is too narrow. Clear them also after failure. Errors: as of ovf_survey_make. */
ovf_status ovf_spirals_open(ovf_spirals *spirals, ovf_plane *plane, const ovf_zone *zone,
                            double reach_m, double long_m, ovf_error *error);
void ovf_spirals_clear(ovf_spirals *spirals);

/* The ring of the outermost level that is longest but for `which` others; SIZE_MAX: there are not
 * so many. */
size_t ovf_spirals_ring(const ovf_spirals *spirals, size_t which);

/* Makes the line so long, if there is so much: from its first point, if it has one, along this ring
 * of the outermost level, from so far of it on (0 … 1), and then along the next of each inner level
 * in turn. Where its ends are free they turn back, so that they see ahead as well. False when
 * memory is out. */
bool ovf_spirals_line(const ovf_spirals *spirals, size_t ring, double begin, double long_m,
                      ovf_line *line);

#endif
