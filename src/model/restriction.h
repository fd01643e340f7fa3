/* What the library does with restrictions beyond the public header. */
#ifndef OVF_MODEL_RESTRICTION_H
#define OVF_MODEL_RESTRICTION_H

#include "overflight/restriction.h"

/* Frees what is inside and sets it to empty. */
void ovf_restriction_clear(ovf_restriction *restriction);

#endif
