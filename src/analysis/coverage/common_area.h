/* The area that two polygons have in common, without overlaying them: what an overlay has to agree
 * with. */
#ifndef OVF_ANALYSIS_COVERAGE_COMMON_AREA_H
#define OVF_ANALYSIS_COVERAGE_COMMON_AREA_H

#include <stddef.h>

#include "analysis/coverage/plane.h"

/* An edge of a polygon, upwards. */
typedef struct {
    ovf_flat low, high;
} ovf_rise;

typedef struct {
    ovf_rise *rises; /* of both polygons, the first's before the second's */
    size_t count, first_count, capacity;
    double *levels, *places;
    size_t *standing;
    size_t level_capacity, place_capacity, standing_capacity;
} ovf_common;

void ovf_common_clear(ovf_common *common);

/* Begins anew; adds an edge of the polygon in hand; goes on with the second polygon. False when
 * memory is out. */
void ovf_common_begin(ovf_common *common);
bool ovf_common_edge(ovf_common *common, ovf_flat a, ovf_flat b);
void ovf_common_second(ovf_common *common);

/* The area of what is inside of both, by the even-odd rule. Between the levels of all vertices and
 * of all places where an edge of one crosses an edge of the other the width that both have in
 * common is linear, so its value in the middle is the mean. Edges on top of each other do no harm:
 * which of them comes first changes nothing but the width between them. False when memory is out.
 */
bool ovf_common_area(ovf_common *common, double *area_m2);

#endif
