/* What flights are called that were given names and no ids. In several files it may be the same;
 * then their ids say the file, too. */
#ifndef OVF_INPUT_FLIGHTS_FLIGHT_NAMES_H
#define OVF_INPUT_FLIGHTS_FLIGHT_NAMES_H

#include "input/flights/ids.h"
#include "input/formats/flight_file.h"

/* Zeroed before its first use: the names in one file each, and those in several; and so of the
 * files' own names. */
typedef struct {
    ovf_ids names, common_names, bases, common_bases;
} ovf_flight_names;

/* Takes the names in the first megabytes of a file; *whole: these are all. Errors: OVF_ERROR_INPUT
 * (too many files), OVF_ERROR_MEMORY. */
ovf_status ovf_flight_names_look(ovf_flight_names *names, ovf_flight_file *file, size_t index,
                                 bool *whole, ovf_error *error);
/* Whether flights in several files have the name, or several files. */
bool ovf_flight_names_is_common(const ovf_flight_names *names, const char *name);
bool ovf_flight_names_is_common_base(const ovf_flight_names *names, const char *base);
void ovf_flight_names_clear(ovf_flight_names *names);

#endif
