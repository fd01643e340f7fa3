/* Outlines in the making: pieces that are put together end to end, and stretches of borders. */
#ifndef OVF_INPUT_AIRSPACE_AIRSPACE_LINE_H
#define OVF_INPUT_AIRSPACE_AIRSPACE_LINE_H

#include "input/airspace/airspace.h"

/* Pieces that should meet and are no farther apart are not told, m: places are rounded to seconds.
 */
#define OVF_AIRSPACE_GAP_M 100.0

/* Zeroed before its first use. */
typedef struct {
    ovf_step *steps; /* the first says where it begins, or is a circle, which is alone then */
    size_t count, capacity;
    double gap_m; /* the widest gap between its pieces, which is closed by the shortest line */
    ovf_lonlat gap_at;
} ovf_airspace_line;

void ovf_airspace_line_clear(ovf_airspace_line *curve);
/* Empties it but keeps its memory. */
void ovf_airspace_line_reset(ovf_airspace_line *curve);

/* All of these are false when memory is out. */

/* The next piece begins here: where the curve ends already, or behind a gap. */
bool ovf_airspace_line_begin(ovf_airspace_line *curve, ovf_lonlat at);
/* The same of an arc, whose ends hold where its neighbours' are near. */
bool ovf_airspace_line_begin_arc(ovf_airspace_line *curve, ovf_lonlat at);
/* On to a place, from where the curve ends. */
bool ovf_airspace_line_to(ovf_airspace_line *curve, ovf_step_kind kind, ovf_lonlat to);
bool ovf_airspace_line_arc(ovf_airspace_line *curve, ovf_lonlat centre, ovf_lonlat to,
                           bool clockwise);
bool ovf_airspace_line_circle(ovf_airspace_line *curve, ovf_lonlat centre, double radius_m);
/* The whole of another. */
bool ovf_airspace_line_append(ovf_airspace_line *curve, const ovf_airspace_line *more);
/* The same the other way around. */
bool ovf_airspace_line_reverse(ovf_airspace_line *curve);
/* From where it ends along a border to `to`; of a closed border the shorter way. away_m: how far
 * the two ends are from the border; INFINITY where it is no line. */
bool ovf_airspace_line_follow(ovf_airspace_line *curve, const ovf_airspace_line *border,
                              ovf_lonlat to, double *away_m);
/* Back to where it begins. */
bool ovf_airspace_line_close(ovf_airspace_line *curve);

/* Adds it to an airspace as a ring. alone: it is the only one of its part, so that a circle may
 * stay one; otherwise it becomes two arcs. */
bool ovf_airspace_line_ring(const ovf_airspace_line *curve, bool alone, ovf_airspace *airspace);

/* The place at one distance from three others. clockwise: they are passed in this order so. False:
 * there is none nearby. */
bool ovf_airspace_line_centre(const ovf_lonlat through[3], ovf_lonlat *centre, bool *clockwise);

#endif
