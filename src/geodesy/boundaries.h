/* The boundaries of many zones, or of lines, each of which is built when it is first come near:
 * most flights come near to few. */
#ifndef OVF_GEODESY_BOUNDARIES_H
#define OVF_GEODESY_BOUNDARIES_H

#include <pthread.h>
#include <stdatomic.h>

#include "geodesy/boundary.h"

typedef struct {
    const ovf_zones *zones;
    bool are_lines; /* there and back (ovf_boundary_build_line) */
    struct ovf_later {
        ovf_box box; /* around the boundary and the inside, though maybe not tightly */
        _Atomic(ovf_boundary *) made; /* NULL: not yet */
    } * items;
    pthread_mutex_t lock; /* of making them */
} ovf_boundaries;

/* `zones` must outlive it and stay unchanged. NULL when memory is out. */
ovf_boundaries *ovf_boundaries_new(const ovf_zones *zones, bool are_lines);
void ovf_boundaries_free(ovf_boundaries *boundaries);

const ovf_boundary *ovf_boundaries_make(ovf_boundaries *boundaries, size_t index);

/* A boundary; by any thread. NULL when memory is out. */
static inline const ovf_boundary *ovf_boundaries_get(ovf_boundaries *boundaries, size_t index)
{
    const ovf_boundary *made = atomic_load_explicit(&boundaries->items[index].made,
                                                    memory_order_acquire);
    return made != NULL ? made : ovf_boundaries_make(boundaries, index);
}

#endif
