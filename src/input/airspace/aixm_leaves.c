#include "input/airspace/aixm_leaves.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

bool ovf_aixm_leaves_add(ovf_aixm_leaves *leaves, ovf_part_operation operation,
                         const ovf_xml_node *outline, const ovf_xml_node *limits)
{
    if (!ovf_array_reserve(&leaves->items, &leaves->capacity, leaves->count + 1,
                           sizeof *leaves->items))
        return false;
    leaves->items[leaves->count++] = (ovf_aixm_leaf){operation, outline, limits};
    return true;
}

static bool takes_away(const ovf_aixm_leaf *leaves, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (leaves[i].operation == OVF_PART_TAKES_AWAY) return true;
    return false;
}

bool ovf_aixm_leaves_settle(ovf_aixm_leaves *leaves, size_t level, size_t first,
                            ovf_part_operation operation, const char **found)
{
    size_t own = leaves->count - first, before = first - level;
    ovf_aixm_leaf *items = leaves->items + level;
    bool mixed = takes_away(items + before, own);
    *found = NULL;
    if (mixed && operation == OVF_PART_TAKES_AWAY) *found = "one that is taken away itself";
    else if (mixed && takes_away(items, before)) *found = "more";
    if (*found != NULL) return true;
    if (operation == OVF_PART_TAKES_AWAY)
        for (size_t i = 0; i < own; i++) items[before + i].operation = operation;
    if (!mixed || before == 0) return true;
    ovf_aixm_leaf *moved = ovf_array_new(before, sizeof *moved);
    if (moved == NULL) return false;
    memcpy(moved, items, before * sizeof *moved);
    memmove(items, items + before, own * sizeof *moved);
    memcpy(items + own, moved, before * sizeof *moved);
    free(moved);
    return true;
}
