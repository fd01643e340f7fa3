/* What the programs here share: numbers drawn at random, the clock, medians, the zone that is
 * measured, and routes of a file. What they measure they print as one line a figure, its name and
 * its value, for a script to make a table of. */
#ifndef BENCH_H
#define BENCH_H

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

static inline void print(const char *name, double value) { printf("%s %.9g\n", name, value); }

/* Reads a file of zones and gives the one of that id, with the number of its vertices; ends the
 * program where there is none. */
static inline ovf_zones zone_named(const char *file, const char *id, ovf_zones *zones,
                                   size_t *vertices)
{
    ovf_error error;
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

/* The geometry alone: nothing else of a route is looked at here. */
static inline route_set routes_of(const char *file)
{
    route_set all = {0};
    ovf_error error;
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
