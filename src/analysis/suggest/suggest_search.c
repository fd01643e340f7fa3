/* The shortest way over corners: A* (Hart, Nilsson and Raphael, IEEE Transactions on Systems
 * Science and Cybernetics 4 (1968) 100), where a leg is only looked at when the search would take
 * it. Only what blocks a leg has its corners among the places; when something new does, the search
 * begins again, and what was learned of legs stays. */
#include <stdlib.h>
#include <string.h>

#include "analysis/suggest/suggest.h"
#include "base/array.h"
#include "base/reading_limits.h"

#define NOWHERE UINT32_MAX
/* About so many places at most: what is known of the legs between them is then some 40 MB. */
#define PLACES_MAX OVF_LIMIT_SUGGESTION_PLACES
#define CORNERS_OF_A_SAMPLE 2 /* in the mean */

typedef enum { UNKNOWN, PASSES, BLOCKED } leg_state;

typedef struct {
    double whole_m; /* of a way over this leg: at least */
    double gone_m;  /* to the leg's end */
    uint32_t from, to;
} candidate;

typedef struct {
    ovf_search *search;
    const ovf_range *range;
    const ovf_detail *detail;
    ovf_corners places;    /* the first and the second are those between which the way is wanted */
    unsigned char *states; /* of the leg between places i < j: j (j - 1) / 2 + i */
    size_t state_capacity;
    bool *active; /* of each barrier: whether its corners are among the places */
    double stray_m;
    candidate *heap;
    size_t heap_count, heap_capacity;
    uint32_t *parents;
    double *left_m; /* to the end: at least */
    bool failed;
} space;

bool ovf_search_begin(ovf_search *search, const ovf_barriers *barriers)
{
    search->barriers = barriers;
    search->outlines = ovf_array_new(barriers->count, sizeof *search->outlines);
    search->known = ovf_array_new(barriers->count, sizeof *search->known);
    return search->outlines != NULL && search->known != NULL;
}

void ovf_search_clear(ovf_search *search)
{
    for (size_t k = 0; search->known != NULL && k < search->barriers->count; k++)
        if (search->known[k]) ovf_outline_clear(&search->outlines[k]);
    free(search->outlines);
    free(search->known);
    *search = (ovf_search){0};
}

/* Between equals the one with the lesser numbers, so that the same comes out everywhere. */
static bool is_before(const candidate *a, const candidate *b)
{
    if (a->whole_m != b->whole_m) return a->whole_m < b->whole_m;
    return a->to != b->to ? a->to < b->to : a->from < b->from;
}

static bool push(space *in, candidate c)
{
    if (!ovf_array_reserve(&in->heap, &in->heap_capacity, in->heap_count + 1, sizeof *in->heap))
        return false;
    size_t k = in->heap_count++;
    for (; k > 0 && is_before(&c, &in->heap[(k - 1) / 2]); k = (k - 1) / 2)
        in->heap[k] = in->heap[(k - 1) / 2];
    in->heap[k] = c;
    return true;
}

static candidate pop(space *in)
{
    candidate least = in->heap[0], last = in->heap[--in->heap_count];
    size_t k = 0;
    for (size_t child; (child = 2 * k + 1) < in->heap_count; k = child) {
        if (child + 1 < in->heap_count && is_before(&in->heap[child + 1], &in->heap[child]))
            child++;
        if (!is_before(&in->heap[child], &last)) break;
        in->heap[k] = in->heap[child];
    }
    in->heap[k] = last;
    return least;
}

static unsigned char *state_of(space *in, uint32_t a, uint32_t b)
{
    size_t low = a < b ? a : b, high = a < b ? b : a;
    return &in->states[high * (high - 1) / 2 + low];
}

static bool activate(space *in, size_t barrier)
{
    ovf_search *search = in->search;
    double stray;
    size_t old = in->state_capacity;
    if (!search->known[barrier]) {
        search->known[barrier] = true;
        if (!ovf_outline_build(&search->outlines[barrier],
                               search->barriers->items[barrier].boundary))
            return false;
    }
    in->active[barrier] = true;
    double standoff = search->barriers->items[barrier].standoff_m;
    ovf_detail detail = *in->detail;
    size_t room = in->places.count < PLACES_MAX
                      ? (PLACES_MAX - in->places.count) / CORNERS_OF_A_SAMPLE
                      : 0;
    if (detail.most > room) detail.most = room;
    if (!ovf_outline_corners(&search->outlines[barrier], standoff, &detail, in->range, &in->places,
                             &stray))
        return false;
    in->stray_m = fmax(in->stray_m, stray);
    size_t count = in->places.count;
    if (!ovf_array_reserve(&in->states, &in->state_capacity, count * (count - 1) / 2, 1))
        return false;
    memset(in->states + old, UNKNOWN, in->state_capacity - old);
    return true;
}

/* Whether a leg in a direction comes to a corner, or leaves it, along a tangent. */
static bool is_tangent(const ovf_corner *corner, ovf_vector leg)
{
    return fabs(ovf_dot(leg, corner->outward)) <=
           corner->slope * fabs(ovf_dot(leg, corner->along)) + corner->near_m;
}

static bool expand(space *in, uint32_t from, double gone_m)
{
    const ovf_corner *here = &in->places.items[from],
                     *before = &in->places.items[in->parents[from]];
    double course = ovf_dot(ovf_subtract(here->stop.point, before->stop.point), here->along);
    for (uint32_t to = 1; to < in->places.count; to++) {
        if (to == from || in->parents[to] != NOWHERE || *state_of(in, from, to) == BLOCKED)
            continue;
        const ovf_corner *there = &in->places.items[to];
        ovf_vector leg = ovf_subtract(there->stop.point, here->stop.point);
        double onward = ovf_dot(leg, here->along);
        if (!is_tangent(here, leg) || !is_tangent(there, leg) ||
            (course * onward < 0 && fabs(onward) > here->span_m))
            continue;
        double gone = gone_m + ovf_rough_length(here->stop.point, there->stop.point);
        if (gone + in->left_m[to] > in->range->most_m) continue;
        if (!push(in, (candidate){gone + in->left_m[to], gone, from, to})) return false;
    }
    return true;
}

typedef enum { FOUND, NONE, AGAIN, FAILED } outcome;

static outcome run(space *in)
{
    size_t count = in->places.count;
    free(in->parents);
    free(in->left_m);
    in->parents = ovf_array_new(count, sizeof *in->parents);
    in->left_m = ovf_array_new(count, sizeof *in->left_m);
    in->heap_count = 0;
    if (in->parents == NULL || in->left_m == NULL) return FAILED;
    for (size_t k = 0; k < count; k++) {
        in->parents[k] = NOWHERE;
        in->left_m[k] = ovf_rough_length(in->places.items[k].stop.point,
                                         in->places.items[1].stop.point);
    }
    in->parents[0] = 0;
    if (!expand(in, 0, 0)) return FAILED;
    while (in->heap_count > 0) {
        candidate c = pop(in);
        if (in->parents[c.to] != NOWHERE) continue;
        unsigned char *state = state_of(in, c.from, c.to);
        if (*state == UNKNOWN) {
            ovf_block block;
            bool passes = ovf_barriers_pass(in->search->barriers, &in->places.items[c.from].stop,
                                            &in->places.items[c.to].stop, false, &block);
            *state = passes ? PASSES : BLOCKED;
            bool is_new = !passes && block.barrier < in->search->barriers->count &&
                          !in->active[block.barrier];
            if (is_new) return activate(in, block.barrier) ? AGAIN : FAILED;
        }
        if (*state == BLOCKED) continue;
        in->parents[c.to] = c.from;
        if (c.to == 1) return FOUND;
        if (!expand(in, c.to, c.gone_m)) return FAILED;
    }
    return NONE;
}

static bool trace_back(const space *in, ovf_way *way)
{
    for (uint32_t k = 1;; k = in->parents[k]) {
        if (!ovf_way_add(way, in->places.items[k].stop)) return false;
        if (k == 0) break;
    }
    for (size_t i = 0, j = way->count - 1; i < j; i++, j--) {
        ovf_stop swap = way->items[i];
        way->items[i] = way->items[j];
        way->items[j] = swap;
    }
    return true;
}

bool ovf_search_way(ovf_search *search, const ovf_range *range, const ovf_detail *detail,
                    ovf_way *way, double *stray_m)
{
    space in = {.search = search, .range = range, .detail = detail};
    outcome found = FAILED;
    in.active = ovf_array_new(search->barriers->count, sizeof *in.active);
    way->count = 0;
    if (in.active != NULL &&
        ovf_array_reserve(&in.places.items, &in.places.capacity, 2, sizeof *in.places.items) &&
        ovf_array_reserve(&in.states, &in.state_capacity, 1, 1)) {
        in.places.items[in.places.count++] = (ovf_corner){
            .stop = range->from}; /* any leg is along a tangent of these */
        in.places.items[in.places.count++] = (ovf_corner){.stop = range->to};
        memset(in.states, UNKNOWN, in.state_capacity);
        do found = run(&in);
        while (found == AGAIN);
    }
    if (found == FOUND && !trace_back(&in, way)) found = FAILED;
    *stray_m = in.stray_m;
    free(in.active);
    free(in.places.items);
    free(in.states);
    free(in.heap);
    free(in.parents);
    free(in.left_m);
    return found != FAILED;
}
