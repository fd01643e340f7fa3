#include "analysis/meet/gaps.h"

#include <math.h>

/* The last fix that a distance along the route comes after. */
static size_t fix_before(const double *fix_along_m, size_t count, double along_m)
{
    size_t low = 0, high = count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (fix_along_m[middle] <= along_m) low = middle;
        else high = middle;
    }
    return low;
}

bool ovf_interpolated(const ovf_result *result, double along_m)
{
    if (result == NULL || result->route == NULL || result->route->unobserved == NULL) return false;
    const double *along = result->fix_along_m;
    size_t count = result->route->fix_count, fix = fix_before(along, count, along_m);
    return fix + 1 < count && result->route->unobserved[fix] &&
           along_m - along[fix] > OVF_TOLERANCE_M && along[fix + 1] - along_m > OVF_TOLERANCE_M;
}

bool ovf_interpolated_at(const ovf_result *result, const ovf_place *place)
{
    if (ovf_interpolated(result, place->along_m)) return true;
    if (result == NULL || result->route == NULL || result->route->unobserved == NULL) return false;
    const double *along = result->fix_along_m;
    const ovf_fix *fixes = result->route->fixes;
    /* Legs that go nowhere, from the last one that is there on backwards. */
    size_t fix = fix_before(along, result->route->fix_count, place->along_m + OVF_TOLERANCE_M);
    for (; fix > 0 && along[fix - 1] >= place->along_m - OVF_TOLERANCE_M; fix--)
        if (result->route->unobserved[fix - 1] && fixes[fix - 1].time_s < place->time_s &&
            place->time_s < fixes[fix].time_s)
            return true;
    return false;
}

static double overlap(double from, double to, double other_from, double other_to)
{
    double length = fmin(to, other_to) - fmax(from, other_from);
    return length > 0 ? length : 0;
}

/* What of a passage was never observed. */
static void add_gaps(const ovf_scratch *s, const ovf_passage *passage, ovf_meeting *meeting)
{
    const double *along = s->along_m;
    size_t fix = fix_before(along, s->route->fix_count, passage->entry.along_m);
    while (fix > 0 && along[fix - 1] >= passage->entry.along_m) fix--; /* where it stands there */
    for (; fix + 1 < s->route->fix_count && along[fix] <= passage->exit.along_m; fix++) {
        double from_s = ovf_fixes_time(&s->fixes, fix), to_s = ovf_fixes_time(&s->fixes, fix + 1);
        if (!s->route->unobserved[fix]) continue;
        double inside_m = overlap(along[fix], along[fix + 1], passage->entry.along_m,
                                  passage->exit.along_m);
        meeting->gap_m += inside_m;
        if (isnan(to_s - from_s) || isnan(passage->exit.time_s - passage->entry.time_s))
            meeting->gap_s = NAN;
        else meeting->gap_s += overlap(from_s, to_s, passage->entry.time_s, passage->exit.time_s);
    }
}

void ovf_gaps_sum_up(ovf_scratch *s)
{
    for (size_t m = 0; m < s->meeting_count; m++) {
        ovf_meeting *meeting = &s->meetings[m];
        for (size_t i = 0; i < meeting->outline_passage_count; i++)
            add_gaps(s, &meeting->outline_passages[i], meeting);
    }
}
