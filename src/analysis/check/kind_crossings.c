/* Points that a route crosses more than once. */
#include <math.h>
#include <stdlib.h>

#include "analysis/check/judging.h"
#include "analysis/check/self_crossings.h"
#include "base/array.h"

static int compare(const void *a, const void *b)
{
    const ovf_self_crossing *x = a, *y = b;
    if (x->first_m != y->first_m) return x->first_m < y->first_m ? -1 : 1;
    return (x->second_m > y->second_m) - (x->second_m < y->second_m);
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* How often the route comes to the place of a crossing: the crossings there have so many different
 * distances along the route. */
static size_t count_times(const ovf_self_crossing *crossings, size_t count, size_t at,
                          double same_m, double *times)
{
    size_t used = 0, different = 0;
    for (size_t i = 0; i < count; i++) {
        if (ovf_distance(crossings[i].point, crossings[at].point) > same_m) continue;
        times[used++] = crossings[i].first_m;
        times[used++] = crossings[i].second_m;
    }
    qsort(times, used, sizeof *times, compare_numbers);
    /* Two passes of the place are farther apart than the place is wide. */
    for (size_t i = 0; i < used; i++)
        different += i == 0 || times[i] - times[i - 1] > 3 * same_m + OVF_TOLERANCE_M;
    return different;
}

/* Whether a crossing that was told is at the same place and says as much. */
static bool is_told(const ovf_self_crossing *crossings, const size_t *told, size_t at,
                    double same_m)
{
    for (size_t i = 0; i < at; i++)
        if (told[i] >= told[at] && ovf_distance(crossings[i].point, crossings[at].point) <= same_m)
            return true;
    return false;
}

/* Near the first or the last fix. */
static bool is_at_end(const ovf_check *check, const ovf_self_crossing *crossing, double near_m)
{
    const ovf_route *route = check->result->route;
    for (int k = 0; k < 2; k++) {
        const ovf_fix *end = &route->fixes[k == 0 ? 0 : route->fix_count - 1];
        double distance = ovf_distance(crossing->point, ovf_earth_point(end->lon, end->lat));
        if (distance > near_m) continue; /* the straight line is never longer */
        geod_inverse(ovf_earth(), end->lat, end->lon, crossing->position.lat,
                     crossing->position.lon, &distance, NULL, NULL);
        if (distance <= near_m) return true;
    }
    return false;
}

static void add(ovf_check *check, const ovf_restriction *restriction,
                const ovf_self_crossing *crossing, size_t times)
{
    char position[OVF_POSITION_SIZE];
    bool broken = times > 2;
    ovf_finding *finding = ovf_check_add(check, restriction,
                                         broken ? restriction->severity : OVF_SEVERITY_INFORMATION);
    finding->from = finding->to = ovf_check_place(check, crossing->second_m);
    finding->measured = (double)(times - 1);
    finding->limit = 1;
    finding->margin = 1 - finding->measured;
    finding->unit = "crossings";
    ovf_check_position(crossing->position.lon, crossing->position.lat, position);
    if (broken)
        ovf_check_say(finding,
                      "comes %zu times to one point, at %s, and so crosses it more than once; the "
                      "first time at km %.3f",
                      times, position, crossing->first_m / 1000);
    else
        ovf_check_say(finding,
                      "crosses itself once at %s, at km %.3f and km %.3f, which is allowed",
                      position, crossing->first_m / 1000, crossing->second_m / 1000);
}

void ovf_evaluate_crossings(ovf_check *check, const ovf_restriction *restriction,
                            const ovf_meeting *meeting)
{
    ovf_self_crossing *crossings = NULL;
    size_t count = 0, capacity = 0;
    double same_m = restriction->values[0], near_m = restriction->values[1] * 1000;
    (void)meeting;
    if (!ovf_self_crossings(check->scratch, &crossings, &count, &capacity)) check->failed = true;
    double *times = count == 0 ? NULL : ovf_array_new(2 * count, sizeof *times);
    size_t *told = count == 0
                       ? NULL
                       : ovf_array_new(count,
                                       sizeof *told); /* how often it comes there; 0: not told */
    if (count > 0 && (times == NULL || told == NULL)) check->failed = true;
    if (times != NULL && told != NULL) {
        qsort(crossings, count, sizeof *crossings, compare);
        for (size_t i = 0; i < count; i++) {
            if (is_at_end(check, &crossings[i], near_m)) continue;
            told[i] = count_times(crossings, count, i, same_m, times);
            if (is_told(crossings, told, i, same_m)) told[i] = 0;
            else add(check, restriction, &crossings[i], told[i]);
        }
    }
    free(told);
    free(times);
    free(crossings);
}

const ovf_kind ovf_kind_crossings = {
    .name = "crossings",
    .meaning = "no point is crossed more than once; a single crossing is told",
    .scopes = OVF_SCOPE_FLIGHT,
    .parameters = {{"same_point_m", 0, 100000, 1, "what is so near is one point, m", false},
                   {"except_near_ends_km", -1, 1000, 10,
                    "what is so near to the first or the last fix does not count, km", false}},
};
