/* The attribute `volumes` of a zone: its parts as JSON. Each is an object with "coordinates", those
 * of a MultiPolygon or Polygon, "curves" where edges run otherwise than the zone's, and with
 * attributes of its own: floor, ceiling, active, …; where it has no such the zone's hold. */
#ifndef OVF_INPUT_ZONES_VOLUMES_ATTRIBUTE_H
#define OVF_INPUT_ZONES_VOLUMES_ATTRIBUTE_H

#include "base/text.h"
#include "overflight/input.h"

#define OVF_VOLUMES_ATTRIBUTE "volumes"

/* Whether the attribute is such a one, and not another of this name: an array. */
bool ovf_is_volumes_attribute(const ovf_attribute *attribute);

/* Gives each zone that has the attribute its parts. Of the options `note` and `reject` count: a
 * zone whose attribute is not understood is rejected. Errors: OVF_ERROR_INPUT, where nothing takes
 * rejected zones (names file, zone and place), OVF_ERROR_MEMORY. */
ovf_status ovf_zone_parts_read(ovf_zones *zones, const ovf_input_options *options,
                               ovf_error *error);

/* Adds what the attribute is for the zone's parts. False when memory is out. */
bool ovf_zone_parts_write(const ovf_zone *zone, ovf_text *text);

#endif
