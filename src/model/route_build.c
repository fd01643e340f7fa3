#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "model/checks.h"
#include "overflight/build.h"

/* A route is one block: the struct, fixes, ends of parts, id. What is constant for users is filled
 * in through these. */
typedef struct {
    ovf_route *route;
    ovf_fix *fixes;
    size_t *part_ends;
    char *id;
} block;

static bool add(size_t *size, size_t count, size_t of)
{
    if (count > (SIZE_MAX - *size) / of) return false;
    *size += count * of;
    return true;
}

static bool make_block(block *made, size_t fixes, size_t parts, size_t id_size)
{
    size_t size = sizeof *made->route;
    if (!add(&size, fixes, sizeof *made->fixes) || !add(&size, parts, sizeof *made->part_ends) ||
        !add(&size, id_size, 1))
        return false;
    made->route = ovf_array_new(size, 1);
    if (made->route == NULL) return false;
    _Static_assert(sizeof(ovf_route) % _Alignof(ovf_fix) == 0 &&
                       sizeof(ovf_fix) % _Alignof(size_t) == 0,
                   "what follows in the block is aligned");
    made->fixes = (ovf_fix *)(made->route + 1);
    made->part_ends = (size_t *)(made->fixes + fixes);
    made->id = (char *)(made->part_ends + parts);
    return true;
}

ovf_status ovf_route_new_parts(const char *id, const double *lonlat, const double *altitude_m,
                               const double *time_s, const size_t *part_ends, size_t part_count,
                               ovf_route **route, ovf_error *error)
{
    block made;
    if (id == NULL) return ovf_fail_null(error, "an id");
    if (lonlat == NULL) return ovf_fail_null(error, "longitudes and latitudes");
    if (part_ends == NULL) return ovf_fail_null(error, "the ends of parts");
    if (route == NULL) return ovf_fail_null(error, "a place for the route");
    ovf_status status = ovf_parts_check(id, part_ends, part_count, error);
    if (status != OVF_OK) return status; /* before anything is read up to these ends */
    size_t count = part_ends[part_count - 1], id_size = strlen(id) + 1;
    if (!make_block(&made, count, part_count, id_size)) return ovf_fail_memory(error);
    for (size_t i = 0; i < count; i++)
        made.fixes[i] = (ovf_fix){lonlat[2 * i], lonlat[2 * i + 1],
                                  altitude_m == NULL ? NAN : altitude_m[i],
                                  time_s == NULL ? NAN : time_s[i]};
    for (size_t p = 0; p < part_count; p++) made.part_ends[p] = part_ends[p];
    memcpy(made.id, id, id_size);
    *made.route = (ovf_route){.id = made.id,
                              .fixes = made.fixes,
                              .fix_count = count,
                              .part_ends = made.part_ends,
                              .part_count = part_count};
    status = ovf_route_check(made.route, error);
    if (status == OVF_OK) *route = made.route;
    else ovf_route_free(made.route);
    return status;
}

ovf_status ovf_route_new(const char *id, const double *lonlat, const double *altitude_m,
                         const double *time_s, size_t fix_count, ovf_route **route,
                         ovf_error *error)
{
    return ovf_route_new_parts(id, lonlat, altitude_m, time_s, &fix_count, 1, route, error);
}

void ovf_route_free(ovf_route *route) { free(route); }
