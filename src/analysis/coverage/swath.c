#include "analysis/coverage/swath.h"

#include <stdlib.h>

void ovf_swath_clear(ovf_swath *swath)
{
    free(swath->left);
    free(swath->right);
    free(swath->boxes);
    free(swath->across);
    free(swath->strips);
    *swath = (ovf_swath){0};
}

size_t ovf_swath_most(const ovf_strip *strip, size_t from, size_t to)
{
    return 2 * (to - from + 1) + strip->start_count + strip->end_count;
}

size_t ovf_swath_outline(const ovf_swath *swath, const ovf_strip *strip, size_t from, size_t to,
                         ovf_flat *points)
{
    size_t count = 0;
    for (size_t k = from; k <= to; k++) points[count++] = swath->left[k];
    if (to + 1 == strip->first + strip->count)
        for (size_t i = 0; i < strip->end_count; i++)
            points[count++] = swath->across[strip->end_first + i];
    for (size_t k = to + 1; k-- > from;) points[count++] = swath->right[k];
    if (from == strip->first)
        for (size_t i = strip->start_count; i-- > 0;)
            points[count++] = swath->across[strip->start_first + i];
    return count;
}
