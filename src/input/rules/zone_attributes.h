/* The attributes of a zone, sorted into those of restrictions and those that look like it. */
#ifndef OVF_INPUT_RULES_ZONE_ATTRIBUTES_H
#define OVF_INPUT_RULES_ZONE_ATTRIBUTES_H

#include <jansson.h>

#include "input/rules/foreign.h"
#include "input/rules/names.h"

/* Room for "zones.geojson: feature "x"". */
#define OVF_ZONE_TITLE_SIZE 600

void ovf_zone_title(const ovf_zone *zone, char title[OVF_ZONE_TITLE_SIZE]);

/* What a name stands for. Files have the same names again and again: what they stand for is looked
 * up once. */
typedef struct {
    const char *name;  /* owned */
    const char *known; /* or NULL */
    ovf_name_miss miss;
    const char *meant;
    ovf_foreign foreign;
} ovf_zone_name_entry;

typedef struct {
    size_t index; /* of the attribute */
    ovf_foreign foreign;
} ovf_foreign_attribute;

typedef struct {
    ovf_zone_name_entry *names; /* by the hash of the name; a name of NULL is an empty slot */
    size_t name_count, name_slots;
    ovf_foreign_attribute *foreign; /* of the zone in hand, in the order of its attributes */
    size_t foreign_count, foreign_capacity;
    json_t *object; /* what is known, by its known name; NULL where there is nothing */
} ovf_zone_attributes;

/* Sorts those of a zone; what was there goes. Null, empty, -9998 and -9999 are nothing. Errors:
 * OVF_ERROR_INPUT (a name that is nearly a known one, two attributes that mean the same and differ;
 * names file, zone and attribute), OVF_ERROR_MEMORY. */
ovf_status ovf_zone_attributes_sort(ovf_zone_attributes *sorted, const ovf_zone *zone,
                                    ovf_error *error);
void ovf_zone_attributes_clear(ovf_zone_attributes *sorted);

/* What a name stands for, from the memory of names or looked up. False when memory is out. */
bool ovf_zone_name_find(ovf_zone_attributes *sorted, const char *name, ovf_zone_name_entry *found);

/* Its value as a new reference; NULL when memory is out. */
json_t *ovf_attribute_to_json(const ovf_attribute *attribute);

/* The same of an object in `restrictions`: *known is a new reference to a copy with known names.
 * Errors as above, with `where`. */
ovf_status ovf_zone_members_sort(const json_t *object, const char *where, json_t **known,
                                 ovf_error *error);

/* How far the zone's true outline may lie from the drawn one: uncertainty_m; 0 where it is not
 * stated. Errors: OVF_ERROR_INPUT (no number greater than 0 and at most OVF_UNCERTAINTY_MAX_M;
 * names file, zone and attribute). */
ovf_status ovf_zone_uncertainty(const ovf_zone *zone, double *metres, ovf_error *error);

#endif
