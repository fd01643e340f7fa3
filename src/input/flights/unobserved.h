/* Legs that nobody observed: what lies between their fixes is an assumption. */
#ifndef OVF_INPUT_FLIGHTS_UNOBSERVED_H
#define OVF_INPUT_FLIGHTS_UNOBSERVED_H

#include "input/flights/assembled.h"

/* Marks the leg that begins with this fix. False when memory is out. */
bool ovf_unobserved_set(ovf_assembly *assembly, size_t fix);
/* Marks legs that take longer, or are longer, than a gap. False when memory is out. */
bool ovf_unobserved_mark(ovf_assembly *assembly, const ovf_assembly_options *options);

#endif
