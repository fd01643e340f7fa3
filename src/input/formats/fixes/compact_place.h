/* Positions as messages of air traffic control write them. */
#ifndef OVF_INPUT_FORMATS_FIXES_COMPACT_PLACE_H
#define OVF_INPUT_FORMATS_FIXES_COMPACT_PLACE_H

#include <stdbool.h>
#include <stddef.h>

/* "540023N 0273944E", with or without the blank: degrees, minutes and seconds. False where it is
 * none; nothing has changed then. */
bool ovf_compact_place_read(const char *text, size_t length, double *lon, double *lat);

#endif
