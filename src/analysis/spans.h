/* Stretches of a route by the distance along it, and what two lists of them have in common. */
#ifndef OVF_ANALYSIS_SPANS_H
#define OVF_ANALYSIS_SPANS_H

#include <stdbool.h>
#include <stddef.h>

/* From one distance along the route to another. */
typedef struct {
    double from_m, to_m;
} ovf_span;

/* In order, apart from each other. Zeroed before its first use. */
typedef struct {
    ovf_span *items;
    size_t count, capacity;
} ovf_spans;

/* Adds one that does not begin before the last; what joins it is put together. What has no length is passed over. False when memory is out. */
bool ovf_spans_add(ovf_spans *spans, double from_m, double to_m);
/* Keeps what `others` have, too; or what they do not have. */
bool ovf_spans_intersect(ovf_spans *spans, const ovf_spans *others);
bool ovf_spans_subtract(ovf_spans *spans, const ovf_spans *others);
void ovf_spans_clear(ovf_spans *spans);

#endif
