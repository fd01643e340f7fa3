#include "input/flights/unobserved.h"

#include <math.h>
#include <string.h>

#include "base/array.h"
#include "input/flights/leg_reach.h"

bool ovf_unobserved_set(ovf_assembly *assembly, size_t fix)
{
    size_t count = assembly->pieces.fix_count;
    if (!assembly->any_unobserved) {
        if (!ovf_array_reserve(&assembly->unobserved, &assembly->unobserved_capacity, count,
                               sizeof *assembly->unobserved))
            return false;
        memset(assembly->unobserved, 0, count * sizeof *assembly->unobserved);
        assembly->any_unobserved = true;
    }
    assembly->unobserved[fix] = true;
    return true;
}

bool ovf_unobserved_mark(ovf_assembly *assembly, const ovf_assembly_options *options)
{
    const ovf_pieces *pieces = &assembly->pieces;
    bool timed = false, good = true;
    for (size_t i = 0; i < pieces->fix_count && !timed; i++)
        timed = !isnan(pieces->fixes[i].time_s);
    for (size_t part = 0, i = 0; timed && part < pieces->part_count; part++, i++)
        for (; i + 1 < pieces->part_ends[part] && good; i++) {
            const ovf_fix *from = &pieces->fixes[i], *to = from + 1;
            if (to->time_s - from->time_s > options->gap_s ||
                ovf_fixes_are_beyond(from, to, options->gap_m))
                good = ovf_unobserved_set(assembly, i);
        }
    return good;
}
