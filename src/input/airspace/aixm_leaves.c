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
    leaves->items[leaves->count++] = (ovf_aixm_leaf){
        .operation = operation, .outline = outline, .limits = limits};
    return true;
}

static bool all_unite(const ovf_aixm_leaf *leaves, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (leaves[i].operation != OVF_PART_UNITES || leaves[i].group != OVF_GROUP_NONE)
            return false;
    return true;
}

static bool add_group(ovf_aixm_leaves *leaves, size_t first, ovf_part_operation operation)
{
    if (!ovf_array_reserve(&leaves->items, &leaves->capacity, leaves->count + 2,
                           sizeof *leaves->items))
        return false;
    ovf_aixm_leaf *begin = leaves->items + first;
    memmove(begin + 1, begin, (leaves->count - first) * sizeof *begin);
    *begin = (ovf_aixm_leaf){.operation = operation, .group = OVF_GROUP_BEGINS};
    leaves->count += 2;
    leaves->items[leaves->count - 1] = (ovf_aixm_leaf){.operation = operation,
                                                       .group = OVF_GROUP_ENDS};
    return true;
}

bool ovf_aixm_leaves_settle(ovf_aixm_leaves *leaves, size_t first, ovf_part_operation operation)
{
    const size_t count = leaves->count - first;
    bool plain = all_unite(leaves->items + first, count);
    if (first == 0 && operation == OVF_PART_UNITES) return true;
    if (!plain || (operation == OVF_PART_INTERSECTS && count > 1))
        return add_group(leaves, first, operation);
    for (size_t i = first; i < leaves->count; i++) leaves->items[i].operation = operation;
    return true;
}

bool ovf_aixm_leaf_lacks_base(const ovf_aixm_leaves *leaves, size_t index)
{
    const ovf_aixm_leaf *leaf = &leaves->items[index];
    bool first = index == 0 || leaves->items[index - 1].group == OVF_GROUP_BEGINS;
    return first && leaf->operation != OVF_PART_UNITES;
}
