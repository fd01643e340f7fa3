/* Tables of fixes say no more of a flight than what its fixes are: it ends at a gap. */
#ifndef OVF_INPUT_FORMATS_GAP_SPLIT_H
#define OVF_INPUT_FORMATS_GAP_SPLIT_H

#include "input/formats/raw_flight.h"

/* Puts a flight's fixes in the order of their times, and adds it to the queue, or the parts of it
 * between which there are none for longer than gap_s. The flight then belongs to the queue. False
 * when memory is out; the flight is freed then. */
bool ovf_gap_split(ovf_flight *flight, double gap_s, ovf_flight_queue *queue);

#endif
