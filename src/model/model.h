/* What the library does with the plain structs beyond the public header. */
#ifndef OVF_MODEL_MODEL_H
#define OVF_MODEL_MODEL_H

#include "overflight/model.h"

/* A deep copy. On failure *copy is empty. */
bool ovf_attributes_copy(const ovf_attributes *attributes, ovf_attributes *copy);
/* Frees what is inside and sets it to empty. */
void ovf_attributes_clear(ovf_attributes *attributes);

/* Takes NULL. */
void ovf_zone_parts_free(ovf_zone_part *parts, size_t count);

void ovf_zone_clear(ovf_zone *zone);
void ovf_airfield_clear(ovf_airfield *airfield);

/* Room for what the next three write; longer ids and files are cut in their middle. */
#define OVF_TITLE_SIZE 512

/* What sentences call them: "zone ID in FILE", "route ID in FILE", and FILE: route "ID" where the
 * sentence begins so; without FILE where they are of none. A title without an id has the route's
 * number. */
const char *ovf_zone_called(const ovf_zone *zone, char text[OVF_TITLE_SIZE]);
const char *ovf_route_called(const ovf_route *route, char text[OVF_TITLE_SIZE]);
const char *ovf_route_title(const ovf_route *route, char text[OVF_TITLE_SIZE]);

/* The attribute of that name in any spelling: exactly, or with other capitals and separators, or
 * cut to the ten letters of a Shapefile; NULL. */
const ovf_attribute *ovf_attributes_spelt(const ovf_attributes *attributes, const char *name);

#endif
