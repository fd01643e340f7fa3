/* The names of fixes, kept while fixes are left out and put in order. */
#ifndef OVF_INPUT_FLIGHTS_FIX_NAMES_H
#define OVF_INPUT_FLIGHTS_FIX_NAMES_H

#include "input/formats/raw_flight.h"

/* Zeroed before its first use. */
typedef struct {
    const char **names;
    size_t capacity;
} ovf_fix_names;

/* Gives the fixes that are left the names that they had in the flight: those follow each other
 * there in the same order, or have no names. names->names then holds as long as the flight; NULL:
 * the flight names none. False when memory is out. */
bool ovf_fix_names_take(ovf_fix_names *names, const ovf_flight *flight, const ovf_pieces *left,
                        const char *const **taken);
void ovf_fix_names_clear(ovf_fix_names *names);

#endif
