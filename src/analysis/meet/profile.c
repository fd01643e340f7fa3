#include "analysis/meet/profile.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

struct ovf_profile_room {
    ovf_profile profile;
    ovf_height_range *blocks;
    size_t capacity;
};

static bool is_level(const ovf_route *route, size_t fix)
{
    return route->flight_levels != NULL && route->flight_levels[fix];
}

/* Whether what is roughly known is the same along all legs. */
static bool find_column(const ovf_flown *flown, ovf_column *column)
{
    const ovf_scratch *s = flown->scratch;
    for (size_t i = 0; i + 1 < s->route->fix_count; i++) {
        ovf_lonlat from = ovf_fixes_place(&s->fixes, i), to = ovf_fixes_place(&s->fixes, i + 1);
        ovf_column here = ovf_column_roughly(&flown->vertical, &from, &to);
        if (s->along_m[i + 1] - s->along_m[i] > OVF_COLUMN_MAX_M) return false;
        if (i == 0) *column = here;
        if (here.coldest != column->coldest || here.ground_m.most_m != column->ground_m.most_m)
            return false;
    }
    return true;
}

static bool build(const ovf_flown *flown, struct ovf_profile_room *room)
{
    const ovf_scratch *s = flown->scratch;
    const ovf_route *route = s->route;
    size_t legs = route->fix_count - 1, blocks = legs / OVF_PROFILE_LEGS + 1;
    bool level = is_level(route, 0);
    for (size_t i = 0; i < route->fix_count; i++)
        if (isnan(ovf_fixes_altitude(&s->fixes, i)) || is_level(route, i) != level) return false;
    if (!find_column(flown, &room->profile.column) ||
        !ovf_array_reserve(&room->blocks, &room->capacity, blocks, sizeof *room->blocks))
        return false;
    room->profile.reference = level ? OVF_HEIGHT_STD : OVF_HEIGHT_MSL;
    for (size_t k = 0; k < blocks; k++) {
        ovf_height_range *block = &room->blocks[k];
        *block = (ovf_height_range){INFINITY, -INFINITY};
        for (size_t i = k * OVF_PROFILE_LEGS; i <= (k + 1) * OVF_PROFILE_LEGS && i <= legs; i++) {
            double altitude = ovf_fixes_altitude(&s->fixes, i);
            if (altitude < block->least_m) block->least_m = altitude;
            if (altitude > block->most_m) block->most_m = altitude;
        }
    }
    return true;
}

const ovf_profile *ovf_profile_of(const ovf_flown *flown)
{
    ovf_scratch *s = flown->scratch;
    if (s->profile == NULL) s->profile = ovf_array_new(1, sizeof *s->profile);
    if (s->profile == NULL) return NULL;
    if (s->profile_state == OVF_PROFILE_UNKNOWN)
        s->profile_state = build(flown, s->profile) ? OVF_PROFILE_MADE : OVF_PROFILE_NONE;
    /* The route may be looked at again with other knowledge of the vertical. */
    s->profile->profile.column.vertical = &flown->vertical;
    return s->profile_state == OVF_PROFILE_MADE ? &s->profile->profile : NULL;
}

ovf_height_range ovf_profile_block(const ovf_flown *flown, size_t block)
{
    return flown->scratch->profile->blocks[block];
}

void ovf_profile_free(struct ovf_profile_room *room)
{
    if (room == NULL) return;
    free(room->blocks);
    free(room);
}
