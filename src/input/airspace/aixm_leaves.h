/* The volumes with outlines that an airspace is made of, in the order in which they apply. */
#ifndef OVF_INPUT_AIRSPACE_AIXM_LEAVES_H
#define OVF_INPUT_AIRSPACE_AIXM_LEAVES_H

#include "input/airspace/airspace.h"
#include "input/airspace/xml_tree.h"

typedef struct {
    ovf_part_operation operation; /* that of its group where one begins or ends */
    ovf_part_group group;
    const ovf_xml_node *outline, *limits; /* limits: what says them; NULL where a group begins or
                                             ends */
} ovf_aixm_leaf;

/* Zeroed before its first use; `items` is to be freed. */
typedef struct {
    ovf_aixm_leaf *items;
    size_t count, capacity;
} ovf_aixm_leaves;

/* False when memory is out. */
bool ovf_aixm_leaves_add(ovf_aixm_leaves *leaves, ovf_part_operation operation,
                         const ovf_xml_node *outline, const ovf_xml_node *limits);

/* Those from `first` on are another airspace, which does something to those before it. They become
 * a group where that is not the same as if each did it by itself. False when memory is out. */
bool ovf_aixm_leaves_settle(ovf_aixm_leaves *leaves, size_t first, ovf_part_operation operation);

/* Whether the first, or the first of a group, does something else than to be there: then there is
 * nothing that it could be taken away from. */
bool ovf_aixm_leaf_lacks_base(const ovf_aixm_leaves *leaves, size_t index);

#endif
