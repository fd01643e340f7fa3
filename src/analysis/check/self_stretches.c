/* Stretches that a route flies more than once. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/check/self_crossings.h"
#include "base/array.h"

/* Ends of legs are found to OVF_TOLERANCE_M on either pass. */
#define JOIN_M (4 * OVF_TOLERANCE_M)

static int compare_stretches(const void *a, const void *b)
{
    const ovf_self_stretch *x = a, *y = b;
    if (x->from_m != y->from_m) return x->from_m < y->from_m ? -1 : 1;
    return (x->second_from_m > y->second_from_m) - (x->second_from_m < y->second_from_m);
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* What stays the same along both passes. */
static double offset_of(const ovf_self_stretch *s)
{
    return s->reversed ? s->from_m + s->second_to_m : s->second_from_m - s->from_m;
}

static bool continues(const ovf_self_stretch *before, const ovf_self_stretch *next)
{
    return before->reversed == next->reversed && next->from_m <= before->to_m + JOIN_M &&
           fabs(offset_of(before) - offset_of(next)) <= JOIN_M;
}

void ovf_self_stretches_join(ovf_self_meetings *found, double least_m)
{
    size_t joined = 0, left = 0;
    if (found->stretch_count == 0) return;
    qsort(found->stretches, found->stretch_count, sizeof *found->stretches, compare_stretches);
    for (size_t i = 0; i < found->stretch_count; i++) {
        const ovf_self_stretch next = found->stretches[i];
        size_t k = joined;
        while (k > 0 && !continues(&found->stretches[k - 1], &next)) k--;
        if (k == 0) {
            found->stretches[joined++] = next;
            continue;
        }
        ovf_self_stretch *before = &found->stretches[k - 1];
        before->to_m = fmax(before->to_m, next.to_m);
        before->second_from_m = fmin(before->second_from_m, next.second_from_m);
        before->second_to_m = fmax(before->second_to_m, next.second_to_m);
    }
    for (size_t i = 0; i < joined; i++)
        if (found->stretches[i].to_m - found->stretches[i].from_m >= least_m)
            found->stretches[left++] = found->stretches[i];
    found->stretch_count = left;
}

double ovf_self_stretch_other(const ovf_self_stretch *s, double along_m)
{
    bool first = along_m >= s->from_m - JOIN_M && along_m <= s->to_m + JOIN_M,
         second = along_m >= s->second_from_m - JOIN_M && along_m <= s->second_to_m + JOIN_M;
    if (!first && !second) return NAN;
    /* Where it turns back the two passes touch, and the place is its own. */
    if (s->reversed) return offset_of(s) - along_m;
    return first ? along_m + offset_of(s) : along_m - offset_of(s);
}

/* How often the place is flown over, if this is the first time; otherwise 0. */
static size_t times_at(const ovf_self_meetings *found, double along_m)
{
    size_t times = 1;
    for (size_t i = 0; i < found->stretch_count; i++) {
        const ovf_self_stretch *s = &found->stretches[i];
        if (along_m > s->second_from_m && along_m < s->second_to_m) return 0;
        times += along_m > s->from_m && along_m < s->to_m;
    }
    return times;
}

bool ovf_self_repeated(const ovf_self_meetings *found, ovf_repeated **repeated, size_t *count)
{
    size_t ends = 4 * found->stretch_count;
    *count = 0;
    *repeated = NULL;
    if (ends == 0) return true;
    double *marks = ovf_array_new(ends, sizeof *marks);
    *repeated = ovf_array_new(ends, sizeof **repeated);
    bool good = marks != NULL && *repeated != NULL;
    for (size_t i = 0; good && i < found->stretch_count; i++) {
        const ovf_self_stretch *s = &found->stretches[i];
        const double four[] = {s->from_m, s->to_m, s->second_from_m, s->second_to_m};
        memcpy(marks + 4 * i, four, sizeof four);
    }
    if (good) qsort(marks, ends, sizeof *marks, compare_numbers);
    for (size_t i = 0; good && i + 1 < ends; i++) {
        if (marks[i + 1] - marks[i] <= JOIN_M) continue;
        size_t times = times_at(found, (marks[i] + marks[i + 1]) / 2);
        if (times < 2) continue;
        ovf_repeated *last = *count > 0 ? &(*repeated)[*count - 1] : NULL;
        if (last != NULL && last->times == times && marks[i] - last->to_m <= JOIN_M)
            last->to_m = marks[i + 1];
        else (*repeated)[(*count)++] = (ovf_repeated){marks[i], marks[i + 1], times};
    }
    free(marks);
    return good;
}
