/* What the programs here share: numbers drawn at random, the clock, medians, and the zone that is measured. */
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

static inline double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static inline int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Reads a file of zones and gives the one of that id, with the number of its vertices; ends the program where there is none. */
static inline ovf_zones zone_named(const char *file, const char *id, ovf_zones *zones, size_t *vertices)
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
            for (size_t r = 0; r < zone->polygons[p].count; r++) *vertices += zone->polygons[p].rings[r].count;
        return (ovf_zones){zone, 1};
    }
    fprintf(stderr, "%s: no zone \"%s\"\n", file, id);
    exit(2);
}

#endif
