/* Fewer places: two that turn the same way become one, where the legs before and after them meet
 * when they are prolonged. Such legs still touch what they touched. */
#include <stdlib.h>
#include <string.h>

#include "analysis/suggest/suggest.h"
#include "base/array.h"

typedef struct {
    bool possible;
    ovf_stop at;
    double cost_m;
} joint;

/* The place where the legs before place k and after place k + 1 meet when they are prolonged: by
 * the side and the two angles on a sphere, on the first of them exactly. */
static joint join_at(const ovf_way *way, size_t k)
{
    const double mean_radius = 6371008.8;
    const ovf_stop *a = &way->items[k - 1], *b = &way->items[k], *c = &way->items[k + 1],
                   *d = &way->items[k + 2];
    double t1 = ovf_turn(a, b, c), t2 = ovf_turn(b, c, d), side;
    joint j = {0};
    if (!(t1 * t2 > 0) || fabs(t1) + fabs(t2) > 90) return j;
    double alpha = fabs(t1) * OVF_RADIAN, beta = fabs(t2) * OVF_RADIAN, course;
    geod_inverse(ovf_earth(), b->at.lat, b->at.lon, c->at.lat, c->at.lon, &side, NULL, NULL);
    double angle = side / mean_radius;
    if (angle > 0.5) return j;
    double onward = atan2(sin(angle), cos(angle) * cos(alpha) + sin(alpha) / tan(beta)) *
                    mean_radius;
    geod_inverse(ovf_earth(), a->at.lat, a->at.lon, b->at.lat, b->at.lon, NULL, NULL, &course);
    ovf_lonlat at;
    geod_direct(ovf_earth(), b->at.lat, b->at.lon, course, onward, &at.lat, &at.lon, NULL);
    j.at = ovf_stop_written(at);
    ovf_stop shorter[3] = {*a, j.at, *d};
    ovf_way with = {shorter, 3, 0}, without = {way->items + k - 1, 4, 0};
    j.cost_m = ovf_way_length(&with) - ovf_way_length(&without);
    j.possible = true;
    return j;
}

void ovf_thin(const ovf_barriers *barriers, ovf_way *way, double thrift_m)
{
    if (way->count < 4) return;
    joint *joints = ovf_array_new(way->count, sizeof *joints);
    if (joints == NULL) return; /* it stays as it is */
    for (size_t k = 1; k + 2 < way->count; k++) joints[k] = join_at(way, k);
    for (;;) {
        size_t best = 0;
        for (size_t k = 1; k + 2 < way->count; k++)
            if (joints[k].possible && (best == 0 || joints[k].cost_m < joints[best].cost_m))
                best = k;
        if (best == 0 || joints[best].cost_m > thrift_m) break;
        const ovf_stop *at = &joints[best].at, *before = &way->items[best - 1],
                       *after = &way->items[best + 2];
        ovf_block block;
        joints[best].possible = ovf_barriers_pass(barriers, before, at, false, &block) &&
                                ovf_barriers_pass(barriers, at, after, false, &block);
        if (!joints[best].possible) continue;
        thrift_m -= fmax(0, joints[best].cost_m);
        way->items[best] = joints[best].at;
        way->count--;
        memmove(&way->items[best + 1], &way->items[best + 2],
                (way->count - best - 1) * sizeof *way->items);
        memmove(&joints[best], &joints[best + 1], (way->count - best) * sizeof *joints);
        for (size_t k = best > 2 ? best - 2 : 1; k <= best + 1 && k + 2 < way->count; k++)
            joints[k] = join_at(way, k);
    }
    free(joints);
}
