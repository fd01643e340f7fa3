/* The parts of a flight in time. */
#ifndef OVF_INPUT_FLIGHTS_PART_ORDER_H
#define OVF_INPUT_FLIGHTS_PART_ORDER_H

#include "input/flights/assembled.h"

/* Brings them into the order of their times, where each has one and they do not overlap. False when
 * memory is out. */
bool ovf_parts_sort(ovf_assembly *assembly);
/* Joins parts that follow each other in that order: the flight went on between them, and the leg
 * that bridges them was never observed. Not where they meet, so that nothing is between; nor where
 * no aircraft gets from the one to the other. False when memory is out. */
bool ovf_parts_join(ovf_assembly *assembly, const ovf_assembly_options *options);

#endif
