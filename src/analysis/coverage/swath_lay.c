#include "analysis/coverage/swath_lay.h"

#include "base/array.h"

bool ovf_swath_add_sample(ovf_swath *swath, ovf_flat left, ovf_flat right)
{
    size_t k = swath->sample_count;
    if (!ovf_array_reserve(&swath->left, &swath->left_capacity, k + 1, sizeof *swath->left))
        return false;
    if (!ovf_array_reserve(&swath->right, &swath->right_capacity, k + 1, sizeof *swath->right))
        return false;
    swath->left[k] = left;
    swath->right[k] = right;
    swath->sample_count = k + 1;
    return true;
}

bool ovf_swath_add_across(ovf_swath *swath, ovf_flat point)
{
    if (!ovf_array_reserve(&swath->across, &swath->across_capacity, swath->across_count + 1,
                           sizeof *swath->across))
        return false;
    swath->across[swath->across_count++] = point;
    return true;
}

bool ovf_swath_add_strip(ovf_swath *swath, const ovf_strip *strip)
{
    if (strip->count < 2) {
        swath->sample_count = strip->first;
        return true;
    }
    if (!ovf_array_reserve(&swath->boxes, &swath->box_capacity, swath->sample_count,
                           sizeof *swath->boxes))
        return false;
    for (size_t k = strip->first; k + 1 < strip->first + strip->count; k++) {
        ovf_rectangle box = ovf_rectangle_none();
        for (size_t i = k; i < k + 2; i++) {
            ovf_rectangle_add(&box, swath->left[i]);
            ovf_rectangle_add(&box, swath->right[i]);
        }
        swath->boxes[k] = box;
    }
    for (size_t i = 0; i < strip->start_count; i++)
        ovf_rectangle_add(&swath->boxes[strip->first], swath->across[strip->start_first + i]);
    for (size_t i = 0; i < strip->end_count; i++)
        ovf_rectangle_add(&swath->boxes[strip->first + strip->count - 2],
                          swath->across[strip->end_first + i]);
    if (!ovf_array_reserve(&swath->strips, &swath->strip_capacity, swath->strip_count + 1,
                           sizeof *swath->strips))
        return false;
    swath->strips[swath->strip_count++] = *strip;
    return true;
}

void ovf_swath_empty(ovf_swath *swath)
{
    swath->sample_count = swath->across_count = swath->strip_count = 0;
}

void ovf_swath_balance(ovf_flat *points, size_t steps)
{
    if (steps < 2) return;
    ovf_flat before = points[0];
    double share = (double)steps / (double)(steps - 1) / 12;
    for (size_t i = 1; i < steps; i++) {
        ovf_flat here = points[i], d = ovf_second_difference(before, here, points[i + 1]);
        points[i] = (ovf_flat){here.x - share * d.x, here.y - share * d.y};
        before = here;
    }
}
