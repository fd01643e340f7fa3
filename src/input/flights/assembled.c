#include "input/flights/assembled.h"

#include <stdlib.h>

#include "base/array.h"

void ovf_assembly_reset(ovf_assembly *assembly)
{
    ovf_pieces_reset(&assembly->pieces);
    assembly->any_unobserved = assembly->moved = false;
}

void ovf_assembly_clear(ovf_assembly *assembly)
{
    ovf_pieces_clear(&assembly->pieces);
    free(assembly->unobserved);
    free(assembly->origins);
    free(assembly->kept);
    *assembly = (ovf_assembly){0};
}

bool *ovf_assembly_kept(ovf_assembly *assembly)
{
    return ovf_array_reserve(&assembly->kept, &assembly->kept_capacity,
                             assembly->pieces.fix_count + 1, sizeof *assembly->kept)
               ? assembly->kept
               : NULL;
}

bool ovf_assembly_remember_origins(ovf_assembly *assembly)
{
    size_t count = assembly->pieces.fix_count;
    if (assembly->moved) return true;
    if (!ovf_array_reserve(&assembly->origins, &assembly->origin_capacity, count + 1,
                           sizeof *assembly->origins))
        return false;
    for (size_t i = 0; i < count; i++) assembly->origins[i] = i;
    assembly->moved = true;
    return true;
}

bool ovf_assembly_keep(ovf_assembly *assembly, ovf_left_out *left, ovf_left_reason reason)
{
    ovf_pieces *pieces = &assembly->pieces;
    size_t count = 0, i = 0;
    if (!ovf_assembly_remember_origins(assembly)) return false;
    for (size_t part = 0; part < pieces->part_count; part++) {
        for (; i < pieces->part_ends[part]; i++) {
            if (!assembly->kept[i]) {
                if (left != NULL) ovf_left_out_count(left, reason, assembly->origins[i]);
                continue;
            }
            pieces->fixes[count] = pieces->fixes[i];
            pieces->references[count] = pieces->references[i];
            if (assembly->any_unobserved) assembly->unobserved[count] = assembly->unobserved[i];
            assembly->origins[count++] = assembly->origins[i];
        }
        pieces->part_ends[part] = count;
    }
    pieces->fix_count = count;
    return true;
}
