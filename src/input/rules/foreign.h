/* Attributes of other makers' airspace that look like a restriction: what these files have is not
 * understood here, but it must not pass for nothing either.
 *
 * Names are those of the FAA (UPPER_VAL, LOWER_CODE, TYPE_CODE), openAIP (type, icaoClass,
 * upperLimit), ED-269 and ED-318 (uSpaceClass, lower, upper), AIXM as tables (valDistVerUpper), and
 * what people write (max_dist, ceiling_ft, MAX_ALT, no_fly_zone). */
#ifndef OVF_INPUT_RULES_FOREIGN_H
#define OVF_INPUT_RULES_FOREIGN_H

#include <stdbool.h>

#include "overflight/model.h"

typedef enum {
    OVF_FOREIGN_NOTHING,
    OVF_FOREIGN_UPPER,    /* the upper end of a zone, or of what is allowed */
    OVF_FOREIGN_LOWER,    /* the lower one */
    OVF_FOREIGN_HEIGHT,   /* either */
    OVF_FOREIGN_EDGE,     /* either, if it is a height: "TOPS FL245" */
    OVF_FOREIGN_DISTANCE, /* a length or a distance */
    OVF_FOREIGN_SORT,     /* what sort of restriction it is, whatever the value */
    OVF_FOREIGN_FLAG,     /* a restriction if the value is not no */
    OVF_FOREIGN_TYPE,     /* a type if the value is one of airspace: "R", "Danger area" */
    OVF_FOREIGN_CLASS     /* likewise, or the letter of an airspace's class */
} ovf_foreign;

/* What a name that is not known may be. A name is about heights, or distances, if all of it is made
 * of words for these: "upper_val", "UPPERLIMIT" and "valDistVerUpper", but not "upper_name". */
ovf_foreign ovf_foreign_name(const char *name);

/* Whether the value says that there is a restriction: not where it is null, empty, -9998 or -9999,
 * or "none", and not where a flag is no. */
bool ovf_foreign_says(ovf_foreign foreign, const ovf_attribute *attribute);

/* Whether an attribute has a value at all, as above. */
bool ovf_attribute_says(const ovf_attribute *attribute);

#endif
