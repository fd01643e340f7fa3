/* One picture of a map. */
#ifndef OVF_OUTPUT_PICTURE_H
#define OVF_OUTPUT_PICTURE_H

#include "output/map.h"
#include "overflight/maps.h"

ovf_status ovf_picture_write(const ovf_map *map, const ovf_picture_options *options, const char *path, const char *called, ovf_error *error);

#endif
