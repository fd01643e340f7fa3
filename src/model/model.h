/* What the library does with the plain structs beyond the public header. */
#ifndef OVF_MODEL_MODEL_H
#define OVF_MODEL_MODEL_H

#include "overflight/model.h"

/* A deep copy. On failure *copy is empty. */
bool ovf_attributes_copy(const ovf_attributes *attributes, ovf_attributes *copy);
/* Frees what is inside and sets it to empty. */
void ovf_attributes_clear(ovf_attributes *attributes);

void ovf_zone_clear(ovf_zone *zone);
void ovf_airfield_clear(ovf_airfield *airfield);

#endif
