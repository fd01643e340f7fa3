/* The attribute `curves` of a zone: which stretches of its drawn rings are curves, as JSON. The
 * rings have them as points, for programs that know nothing of curves; by the attribute the zone
 * gets them back as they were.
 *
 * Each is an object with "polygon" and "ring" (from 0), "from" and "to" (the first and the last
 * position of the stretch, from 0), "kind" (lonlat, geodesic, loxodrome or arc), and of an arc
 * "centre", "clockwise" and "radius_m": a number, or two where the ends differ. The positions
 * between are at even steps (geodesy/curve.h). */
#ifndef OVF_INPUT_ZONES_CURVES_ATTRIBUTE_H
#define OVF_INPUT_ZONES_CURVES_ATTRIBUTE_H

#include "input/zones/notes.h"
#include "overflight/model.h"

#define OVF_CURVES_ATTRIBUTE "curves"

/* "arc" */
const char *ovf_curve_kind_name(ovf_curve_kind kind);
/* False where it is none; takes NULL. */
bool ovf_curve_kind_parse(const char *name, ovf_curve_kind *kind);

/* Whether the text of an attribute of this name is such a one, and not another's: an array. Takes
 * NULL. */
bool ovf_is_curves_attribute(const char *text);

/* Replaces drawn stretches by the curves that they stand for. Where the attribute does not fit the
 * rings, which somebody may have changed since, they stay as they are and a note says so. Errors:
 * OVF_ERROR_MEMORY. */
ovf_status ovf_zone_curves_take(const char *text, ovf_polygon *polygons, size_t count,
                                ovf_zone_notes *notes, ovf_error *error);

#endif
