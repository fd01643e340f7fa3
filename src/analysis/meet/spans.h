/* Stretches of a route by the distance along it. */
#ifndef OVF_ANALYSIS_MEET_SPANS_H
#define OVF_ANALYSIS_MEET_SPANS_H

#include <stdbool.h>
#include <stddef.h>

/* From one distance along the route to another. */
typedef struct {
    double from_m, to_m;
} ovf_span;

/* Zeroed before its first use, and used again. United, they are in order and apart from each other.
 */
typedef struct {
    ovf_span *items;
    size_t count, capacity;
} ovf_spans;

/* Adds one, whatever the others are; what has no length is passed over. False when memory is out,
 * as everywhere here. */
bool ovf_spans_add(ovf_spans *spans, double from_m, double to_m);
/* Puts together what overlaps or is no farther apart than this. */
void ovf_spans_unite(ovf_spans *spans, double apart_m);

/* ---- of united ones ---- */

double ovf_spans_length(const ovf_spans *spans);
/* Where their length comes to this much; NAN where it does not. */
double ovf_spans_reach(const ovf_spans *spans, double length_m);
/* Keeps what `others` have, too; or what they do not have. */
bool ovf_spans_intersect(ovf_spans *spans, const ovf_spans *others);
bool ovf_spans_subtract(ovf_spans *spans, const ovf_spans *others);

void ovf_spans_clear(ovf_spans *spans);

#endif
