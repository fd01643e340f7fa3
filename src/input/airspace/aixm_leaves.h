/* The volumes with outlines that an airspace is made of, in the order in which they apply. */
#ifndef OVF_INPUT_AIRSPACE_AIXM_LEAVES_H
#define OVF_INPUT_AIRSPACE_AIXM_LEAVES_H

#include "input/airspace/airspace.h"
#include "input/airspace/xml_tree.h"

typedef struct {
    ovf_part_operation operation;
    const ovf_xml_node *outline, *limits; /* limits: what says them */
} ovf_aixm_leaf;

/* Zeroed before its first use; `items` is to be freed. */
typedef struct {
    ovf_aixm_leaf *items;
    size_t count, capacity;
} ovf_aixm_leaves;

/* False when memory is out. */
bool ovf_aixm_leaves_add(ovf_aixm_leaves *leaves, ovf_part_operation operation,
                         const ovf_xml_node *outline, const ovf_xml_node *limits);

/* Those from `first` on are another airspace, which is united with those from `level` on, or taken
 * away from them. What a part takes away is from all before it, so such an airspace comes first
 * then. *found: what cannot be said so, for "expected …, found %s"; NULL: nothing. False when
 * memory is out. */
bool ovf_aixm_leaves_settle(ovf_aixm_leaves *leaves, size_t level, size_t first,
                            ovf_part_operation operation, const char **found);

#endif
