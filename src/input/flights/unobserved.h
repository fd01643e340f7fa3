/* Legs that nobody observed: what lies between their fixes is an assumption. */
#ifndef OVF_INPUT_FLIGHTS_UNOBSERVED_H
#define OVF_INPUT_FLIGHTS_UNOBSERVED_H

#include "input/flights/assembled.h"

/* Marks the leg that begins with this fix, if it is not. False when memory is out. */
bool ovf_unobserved_set(ovf_assembly *assembly, size_t fix, ovf_gap gap);
/* A flight is followed where its legs usually (by their median) take this part of a gap, or less:
 * one fix for each turning point is no record with gaps. */
#define OVF_GAP_TIMES 10

/* Marks legs that take longer, or are longer, than a gap; where gaps are as usual, only if they
 * take OVF_GAP_TIMES as long as the flight's legs usually do. False when memory is out. */
bool ovf_unobserved_mark(ovf_assembly *assembly, const ovf_assembly_options *options);

#endif
