/* What the forms that are JSON share. */
#ifndef OVF_OUTPUT_CONVERT_JSON_VALUES_H
#define OVF_OUTPUT_CONVERT_JSON_VALUES_H

#include "output/rows/bytes.h"
#include "overflight/model.h"

/* The value of an attribute; null where it has none. */
void ovf_convert_value(ovf_bytes *bytes, const ovf_attribute *attribute);
/* [lon,lat], with as many digits as bring the same numbers back. */
void ovf_convert_position(ovf_bytes *bytes, ovf_lonlat at);

#endif
