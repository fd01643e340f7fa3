#include "input/flightplan/plan_airway.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* Files of fixes and of airways have the same place with fewer decimals. */
#define NEAR_DEG 0.05

static bool is_near(ovf_lonlat a, ovf_lonlat b)
{
    double narrow = cos(a.lat * 0.017453292519943295);
    return fabs(a.lat - b.lat) < NEAR_DEG &&
           fabs(remainder(a.lon - b.lon, 360)) * narrow < NEAR_DEG;
}

static bool may_be_same(const char *a, const char *b)
{
    return a[0] == '\0' || b[0] == '\0' || strcmp(a, b) == 0;
}

bool ovf_airway_is_end(const ovf_stretch_end *end, const ovf_point *point)
{
    if (strcmp(end->ident, point->ident) != 0) return false;
    if (!isnan(end->position.lat)) return is_near(end->position, point->position);
    return may_be_same(end->region, point->region) &&
           (end->kind == OVF_POINT_OTHER || point->kind == OVF_POINT_OTHER ||
            end->kind == point->kind);
}

static bool is_same_end(const ovf_stretch_end *a, const ovf_stretch_end *b)
{
    if (strcmp(a->ident, b->ident) != 0 || strcmp(a->region, b->region) != 0 || a->kind != b->kind)
        return false;
    return isnan(a->position.lat) || isnan(b->position.lat) || is_near(a->position, b->position);
}

static size_t enter(ovf_airway *airway, const ovf_stretch_end *end)
{
    for (size_t i = 0; i < airway->node_count; i++)
        if (is_same_end(&airway->nodes[i], end)) return i;
    if (!ovf_array_reserve(&airway->nodes, &airway->node_capacity, airway->node_count + 1,
                           sizeof *airway->nodes))
        return OVF_NO_NODE;
    airway->nodes[airway->node_count] = *end;
    return airway->node_count++;
}

bool ovf_airway_find(ovf_airway *airway, const ovf_points *points, const char *name, size_t length)
{
    size_t count;
    const ovf_stretch *found = ovf_points_airway(points, name, length, &count);
    *airway = (ovf_airway){0};
    airway->stretches = ovf_array_new(count, sizeof *airway->stretches);
    bool good = airway->stretches != NULL;
    for (size_t i = 0; i < count && good; i++) {
        size_t a = enter(airway, &found[i].ends[0]), b = enter(airway, &found[i].ends[1]);
        good = a != OVF_NO_NODE && b != OVF_NO_NODE;
        airway->stretches[i][0] = a;
        airway->stretches[i][1] = b;
    }
    airway->stretch_count = count;
    if (!good) ovf_airway_clear(airway);
    return good;
}

void ovf_airway_clear(ovf_airway *airway)
{
    free(airway->nodes);
    free(airway->stretches);
    *airway = (ovf_airway){0};
}

size_t ovf_airway_node(const ovf_airway *airway, const ovf_point *point)
{
    for (size_t i = 0; i < airway->node_count; i++)
        if (ovf_airway_is_end(&airway->nodes[i], point)) return i;
    return OVF_NO_NODE;
}

/* Breadth first, from the end to the beginning, so that the way can be read forwards. */
bool ovf_airway_way(const ovf_airway *airway, size_t from, size_t to, size_t **way, size_t *length)
{
    *way = NULL;
    *length = 0;
    if (from == OVF_NO_NODE || to == OVF_NO_NODE) return true;
    size_t *next = ovf_array_new(airway->node_count, sizeof *next),
           *queue = ovf_array_new(airway->node_count, sizeof *queue), head = 0, tail = 0;
    bool good = next != NULL && queue != NULL;
    for (size_t i = 0; i < airway->node_count && good; i++) next[i] = OVF_NO_NODE;
    if (good) {
        queue[tail++] = to;
        next[to] = to;
    }
    while (good && head < tail) {
        size_t at = queue[head++];
        for (size_t i = 0; i < airway->stretch_count; i++)
            for (size_t k = 0; k < 2; k++) {
                size_t other = airway->stretches[i][1 - k];
                if (airway->stretches[i][k] != at || next[other] != OVF_NO_NODE) continue;
                next[other] = at;
                queue[tail++] = other;
            }
    }
    if (good && next[from] != OVF_NO_NODE) {
        for (size_t at = from;; at = next[at]) {
            queue[(*length)++] = at;
            if (at == to) break;
        }
        *way = queue;
        queue = NULL;
    }
    free(next);
    free(queue);
    return good;
}
