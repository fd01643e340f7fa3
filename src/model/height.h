/* What the library does with heights beyond the public header. */
#ifndef OVF_MODEL_HEIGHT_H
#define OVF_MODEL_HEIGHT_H

#include "overflight/volume.h"

/* As ovf_height_parse; a number without a unit is in units of so many metres. */
bool ovf_height_parse_in(const char *text, double unit_m, ovf_height *height);

/* The same of ovf_limit_parse. */
bool ovf_limit_parse_in(const char *text, double unit_m, ovf_limit *limit);

#endif
