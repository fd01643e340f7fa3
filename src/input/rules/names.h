/* What attributes of zones are called: how a name that is written in another way is known, and what
 * one was probably meant to be. */
#ifndef OVF_INPUT_RULES_NAMES_H
#define OVF_INPUT_RULES_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "overflight/model.h"

/* A Shapefile's names of fields are so long at most. */
#define OVF_SHORT_NAME 10

/* The names that attributes of restrictions have: the parameters of the kinds that a zone can have,
 * then what all kinds take. NULL after the last. */
const char *ovf_zone_name_at(size_t index);

/* The known name that a name stands for, or NULL. Capitals and whatever is neither letter nor digit
 * do not matter: "Max distance (km)" and "maxDistanceKm" are max_distance_km. What has ten
 * characters may be the beginning of a longer name, as a Shapefile has it: "MAX_DISTAN". Of
 * restriction and restrictions, which begin alike, "restrictio" is the first. */
const char *ovf_zone_name(const char *name);

/* Likewise of a name that GDAL numbers since another field has the same first ten letters:
 * "max_alti_1" beside `other`, "max_altitu". */
const char *ovf_zone_name_numbered(const char *name, const char *other);

/* The attribute of that known name, in whichever way it is written; NULL where there is none or it
 * is null. */
const ovf_attribute *ovf_zone_attribute(const ovf_attributes *attributes, const char *known);

/* Its first letter or digit, as a capital: names that are the same by ovf_name_is begin with the
 * same. */
char ovf_name_begins(const char *name);

/* Whether two names differ in capitals and separators alone. */
bool ovf_name_is(const char *name, const char *known);

/* How a name misses a known one. */
typedef enum {
    OVF_NAME_FAR,
    OVF_NAME_MISSPELT,  /* "max_distnce_km", "max_dist_km", "prohibit" */
    OVF_NAME_OTHER_UNIT /* "max_distance", "max_distance_nm" */
} ovf_name_miss;

/* What a name that is not known was probably meant to be, of those names without which a verdict
 * would be another. The measure is strict, as files have many names of their own:
 * - the name of a limit with another unit, or without one;
 * - in names of seven letters and more one letter too much, too little, wrong, or two neighbours
 *   swapped; in limits and altitude_reference, which have twelve and more, two of these; but never
 *   the first letter, and no digit;
 * - in shorter names ("floor") two neighbours swapped, or a doubled letter that is single, and the
 *   other way round;
 * - the same words in another order, or cut short or written out ("max_dist_km",
 *   "maximum_distance_km"), where the unit is right;
 * - the first six letters and more of "prohibited"; "active_" with another word for from or until.
 */
ovf_name_miss ovf_zone_name_missed(const char *name, const char **meant);

#endif
