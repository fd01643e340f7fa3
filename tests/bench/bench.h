/* What the programs here share: random numbers, the clock, medians, the zone that is measured, and
 * the routes of a file. They print one line for each figure, its name and its value; a script makes
 * a table of them.
 *
 * A program states the least work that its figures rest on. When it did less, or when a round was
 * over too soon for the clock, it says so and fails: a figure of nothing would look very good. */
#ifndef BENCH_H
#define BENCH_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "overflight/overflight.h"

static uint64_t random_state = 0x9E3779B97F4A7C15u;

static inline double uniform(double low, double high)
{
    random_state ^= random_state << 13; /* xorshift64, Marsaglia, J. Stat. Softw. 8 (2003) 14 */
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return low + (high - low) * (double)(random_state >> 11) * 0x1p-53;
}

static inline double clock_ns(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* For what is over in microseconds, of which there is a median: this clock costs next to nothing.
 */
static inline double now_ns(void) { return clock_ns(CLOCK_MONOTONIC); }

/* Of the processor, for what takes longer: it stands still while another program has the core. */
static inline double cpu_ns(void) { return clock_ns(CLOCK_PROCESS_CPUTIME_ID); }

static inline int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static inline double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
    return values[count / 2];
}

static inline void *room(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory == NULL) exit(3);
    return memory;
}

/* Ends the program when a status is not OVF_OK. */
static inline void need(ovf_status status, const ovf_error *error)
{
    if (status == OVF_OK) return;
    fprintf(stderr, "%s\n", error->message);
    exit(3);
}

static inline void print(const char *name, double value) { printf("%s %.9g\n", name, value); }

/* Ends the program when less was found than a figure must rest on. */
static inline void at_least(const char *what, double least, double found)
{
    if (found >= least) return; /* not so for NAN */
    fprintf(stderr, "%s: expected at least %g, found %g: this measures nothing\n", what, least,
            found);
    exit(4);
}

/* Ends the program when two ways of doing the same work have not come to the same. */
static inline void agree(const char *what, double a, double b, double tolerance)
{
    if (fabs(a - b) <= tolerance) return;
    fprintf(stderr, "%s: %.17g and %.17g differ by more than %g: this is not the same work\n", what,
            a, b, tolerance);
    exit(4);
}

/* Work that is timed. `run` does it once and returns how many items it has done: legs, fixes,
 * crossings found. */
typedef struct {
    const char *what;
    double (*run)(void *context);
    void *context;
    double least; /* that it must do */
    double done;  /* filled in by time_in_turn: the items, */
    double ns;    /* the median of the time of an item */
} timed;

/* The least time of a round: some 500 times what it costs to read the processor's clock. */
#define ROUND_NS 2e5
#define ROUNDS 15

/* Times each of them once a round, after a round that is not counted: that one fills caches and
 * prepares what is prepared on first use. */
static inline void time_in_turn(timed *all, size_t count, int rounds)
{
    double *taken = room(count * (size_t)rounds, sizeof *taken);
    for (int r = -1; r < rounds; r++)
        for (size_t k = 0; k < count; k++) {
            double begin = cpu_ns(), done = all[k].run(all[k].context), end = cpu_ns();
            at_least(all[k].what, all[k].least, done);
            all[k].done = done;
            if (r >= 0) taken[k * (size_t)rounds + (size_t)r] = end - begin;
        }
    for (size_t k = 0; k < count; k++) {
        double round = median(taken + k * (size_t)rounds, (size_t)rounds);
        char what[200];
        snprintf(what, sizeof what, "%s: nanoseconds of a round", all[k].what);
        at_least(what, ROUND_NS, round);
        all[k].ns = round / all[k].done;
    }
    free(taken);
}

/* Reads a file of zones and gives the one with that id, and the number of its vertices; ends the
 * program when there is none. */
static inline ovf_zones zone_named(const char *file, const char *id, ovf_zones *zones,
                                   size_t *vertices)
{
    ovf_error error = {0};
    if (ovf_zones_read(&file, 1, NULL, zones, &error) != OVF_OK) {
        fprintf(stderr, "%s\n", error.message);
        exit(2);
    }
    for (size_t z = 0; z < zones->count; z++) {
        ovf_zone *zone = &zones->items[z];
        if (strcmp(zone->id, id) != 0) continue;
        *vertices = 0;
        for (size_t p = 0; p < zone->polygon_count; p++)
            for (size_t r = 0; r < zone->polygons[p].count; r++)
                *vertices += zone->polygons[p].rings[r].count;
        return (ovf_zones){zone, 1};
    }
    fprintf(stderr, "%s: no zone \"%s\"\n", file, id);
    exit(2);
}

/* Routes in memory, of one part each. */
typedef struct {
    ovf_route *items;
    size_t count, fixes;
} route_set;

/* Reads the geometry alone: nothing else of a route matters here. */
static inline route_set routes_of(const char *file)
{
    route_set all = {0};
    ovf_error error = {0};
    ovf_route_source *source;
    const ovf_route *route = NULL;
    ovf_status status = ovf_route_source_open(&file, 1, NULL, &source, &error);
    while (status == OVF_OK && (status = ovf_route_source_next(source, &route, &error)) == OVF_OK &&
           route != NULL) {
        if ((all.count & (all.count - 1)) == 0)
            all.items = realloc(all.items, (all.count > 0 ? 2 * all.count : 1) * sizeof *all.items);
        ovf_fix *fixes = room(route->fix_count, sizeof *fixes);
        size_t *end = room(1, sizeof *end);
        if (all.items == NULL || route->part_count != 1) exit(3);
        memcpy(fixes, route->fixes, route->fix_count * sizeof *fixes);
        *end = route->fix_count;
        all.items[all.count++] = (ovf_route){
            .id = "bench", .fixes = fixes, .fix_count = *end, .part_ends = end, .part_count = 1};
        all.fixes += *end;
    }
    if (status != OVF_OK || all.count == 0) {
        fprintf(stderr, "%s: %s\n", file, status != OVF_OK ? error.message : "no routes");
        exit(2);
    }
    ovf_route_source_free(source);
    return all;
}

static inline void routes_clear(route_set *all)
{
    for (size_t k = 0; k < all->count; k++) {
        free((void *)(uintptr_t)all->items[k].fixes);
        free((void *)(uintptr_t)all->items[k].part_ends);
    }
    free(all->items);
    *all = (route_set){0};
}

#endif
