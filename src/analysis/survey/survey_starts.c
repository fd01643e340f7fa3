#include "analysis/survey/survey_starts.h"

#include <string.h>

/* Less than this part of what the best sees is much less. */
#define NEAR 0.98

void ovf_starts_keep(ovf_starts *starts, const ovf_flat *points, size_t count, double worth_m2)
{
    ovf_start *items = starts->items;
    size_t at = OVF_STARTS;
    for (; at > 0 && (items[at - 1].count == 0 || worth_m2 > items[at - 1].worth_m2); at--)
        if (at < OVF_STARTS) items[at] = items[at - 1];
    if (at == OVF_STARTS) return;
    memcpy(items[at].points, points, count * sizeof *points);
    items[at].count = count;
    items[at].worth_m2 = worth_m2;
}

const ovf_start *ovf_starts_other(const ovf_starts *starts, size_t cycle, double best_m2)
{
    if (cycle == 0 || cycle % 2 == 1 || cycle / 2 >= OVF_STARTS) return NULL;
    const ovf_start *start = &starts->items[cycle / 2];
    return start->count > 0 && start->worth_m2 > NEAR * best_m2 ? start : NULL;
}
