#include "input/flights/fix_names.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

static bool is_same_place(const ovf_fix *a, const ovf_fix *b)
{
    return a->lon == b->lon && a->lat == b->lat;
}

bool ovf_fix_names_take(ovf_fix_names *names, const ovf_flight *flight, const ovf_pieces *left,
                        const char *const **taken)
{
    const char *name = flight->fix_names.text;
    *taken = NULL;
    if (flight->named == 0) return true;
    if (!ovf_array_reserve(&names->names, &names->capacity, left->fix_count, sizeof *names->names))
        return false;
    size_t k = 0;
    for (size_t i = 0; i < flight->named && k < left->fix_count; i++) {
        if (is_same_place(&flight->pieces.fixes[i], &left->fixes[k])) names->names[k++] = name;
        name += strlen(name) + 1;
    }
    while (k < left->fix_count) names->names[k++] = "";
    *taken = names->names;
    return true;
}

void ovf_fix_names_clear(ovf_fix_names *names)
{
    free(names->names);
    *names = (ovf_fix_names){0};
}
