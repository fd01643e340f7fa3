/* What the library does with restrictions beyond the public header. */
#ifndef OVF_MODEL_RESTRICTION_H
#define OVF_MODEL_RESTRICTION_H

#include "base/time.h"
#include "overflight/restriction.h"

/* The day on which a restriction begins or ends to be in force, as sources give it: a restriction
 * "until 2020-06-30" ends with the midnight after. A time where it is no midnight; nothing for
 * NAN. `end`: it is until_s. */
void ovf_active_format(double seconds, bool end, char text[OVF_TIME_SIZE]);

/* Frees what is inside and sets it to empty. */
void ovf_restriction_clear(ovf_restriction *restriction);

/* Copies all but the airfields. False when memory is out: the copy is empty then. */
bool ovf_restriction_copy(const ovf_restriction *from, ovf_restriction *copy);

/* Of what looks like a restriction in a zone's attributes and is not understood: a flight that
 * meets the zone is undecided. No file can name this kind. */
extern const ovf_kind ovf_kind_not_understood;

#endif
