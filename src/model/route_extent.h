/* What a route spans: in time, height and place; and the greatest steps in it. */
#ifndef OVF_MODEL_ROUTE_EXTENT_H
#define OVF_MODEL_ROUTE_EXTENT_H

#include "overflight/model.h"
#include "overflight/schedule.h"
#include "overflight/volume.h"

/* From fix `from` to fix `to`, counted from 0; `value` is NAN where there is no such step. */
typedef struct {
    size_t from, to;
    double value;
} ovf_route_step;

typedef struct {
    ovf_lonlat_box box; /* of the fixes and all longitudes between them; west is greater than east
                           where it lies across the antimeridian */
    double length_m;    /* of all legs within parts */
    double first_s, last_s;                 /* NAN: no fix has a time */
    double lowest_m, highest_m;             /* over the sea; NAN: no fix has such an altitude */
    double lowest_level_m, highest_level_m; /* the same of pressure altitudes */
    double
        lowest_over_m[OVF_HEIGHT_UNKNOWN + 1]; /* heights over something else (heights_m), by ... */
    double highest_over_m[OVF_HEIGHT_UNKNOWN + 1]; /* ... what it is; NAN: none */
    size_t timed, heights, levels; /* fixes with a time, and with altitudes of either kind */
    size_t others;                 /* and with such heights */
    ovf_route_step longest_leg;    /* metres, within parts */
    ovf_route_step longest_gap;    /* seconds from one fix with a time to the next, which may
                                      be in the next part */
    ovf_route_step fastest;        /* m/s along one leg that takes time */
} ovf_route_extent;

void ovf_route_extent_find(const ovf_route *route, ovf_route_extent *extent);

#endif
