/* The worst first: the order in which maps show findings and routes where there is not room for
 * all. Violations come first, then what is undecided, warnings and information; within each what
 * exceeds its limit by the greatest part. */
#ifndef OVF_OUTPUT_MAP_WORST_H
#define OVF_OUTPUT_MAP_WORST_H

#include "output/map/map.h"

/* By severity of findings; of routes: violates, undecided, complies with warnings, the rest. */
#define OVF_WORST_RANKS 4

typedef struct {
    uint64_t offset; /* of the row (ovf_store_read) */
    uint64_t row;    /* from 0 on */
    double excess;   /* beyond its limit, as a part of it; -INFINITY: no figure */
    uint64_t
        alike; /* 1: no other is alike. More: so many routes have this finding, about the
                  flight  as a whole, and this is the first of them. 0: another was the first */
    unsigned rank;
    unsigned kind; /* while they are compared */
} ovf_worst_finding;

typedef struct {
    ovf_worst_finding *findings; /* the worst first; those with alike 0 come after all others */
    size_t count, capacity;
    uint64_t left_out;              /* findings beyond the first OVF_WORST_MAX */
    struct ovf_worst_route *routes; /* a table of hashes */
    size_t route_count, route_capacity;
} ovf_worst;

#define OVF_WORST_MAX ((size_t)1 << 20)

/* Zeroed before; to clear after failure too. Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_worst_find(ovf_worst *worst, const ovf_map *map, ovf_error *error);
void ovf_worst_clear(ovf_worst *worst);

/* Of a finding's severity, 0 … OVF_WORST_RANKS - 1, the worst 0. */
unsigned ovf_worst_severity(const char *severity);
/* Of a route by its id: the last rank where it is not known. */
unsigned ovf_worst_of_route(const ovf_worst *worst, const char *route);

#endif
