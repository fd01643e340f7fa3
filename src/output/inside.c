#include "output/inside.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

static int compare(const void *a, const void *b)
{
    const ovf_stretch *one = a, *other = b;
    return (one->from_m > other->from_m) - (one->from_m < other->from_m);
}

ovf_status ovf_inside_any(const ovf_result *result, ovf_stretches *scratch, double *inside_m, ovf_error *error)
{
    scratch->count = 0;
    for (size_t i = 0; i < result->meeting_count; i++) {
        const ovf_meeting *meeting = &result->meetings[i];
        if (!ovf_array_reserve(&scratch->items, &scratch->capacity, scratch->count + meeting->passage_count,
                               sizeof *scratch->items))
            return ovf_fail_memory(error);
        for (size_t k = 0; k < meeting->passage_count; k++)
            scratch->items[scratch->count++] =
                (ovf_stretch){meeting->passages[k].entry.along_m, meeting->passages[k].exit.along_m};
    }
    if (scratch->count > 1) qsort(scratch->items, scratch->count, sizeof *scratch->items, compare);
    double sum = 0, reached = -INFINITY;
    for (size_t i = 0; i < scratch->count; i++) {
        const ovf_stretch *stretch = &scratch->items[i];
        double from = fmax(stretch->from_m, reached);
        if (stretch->to_m <= from) continue;
        sum += stretch->to_m - from;
        reached = stretch->to_m;
    }
    *inside_m = sum;
    return OVF_OK;
}

void ovf_stretches_clear(ovf_stretches *stretches)
{
    free(stretches->items);
    *stretches = (ovf_stretches){0};
}
