/* What the library does with restrictions beyond the public header. */
#ifndef OVF_MODEL_RESTRICTION_H
#define OVF_MODEL_RESTRICTION_H

#include "overflight/restriction.h"

/* Frees what is inside and sets it to empty. */
void ovf_restriction_clear(ovf_restriction *restriction);

/* Of what looks like a restriction in a zone's attributes and is not understood: a flight that
 * meets the zone is undecided. No file can name this kind. */
extern const ovf_kind ovf_kind_not_understood;

#endif
