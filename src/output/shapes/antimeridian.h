/* Cutting lines at the antimeridian, as RFC 7946 section 3.1.9 wants it. */
#ifndef OVF_OUTPUT_SHAPES_ANTIMERIDIAN_H
#define OVF_OUTPUT_SHAPES_ANTIMERIDIAN_H

#include "overflight/analysis.h"

/* Replaces what *cut holds by the line with longitudes within [-180, 180]: where a part crosses the
 * antimeridian it ends there, at the latitude, altitude and time that lie between its two
 * neighbours in proportion, and goes on in a part of its own. A step of more than 180° in longitude
 * means the short way. Over a pole (a step of more than 90° beyond 89° of latitude) the line runs
 * up to the pole along its meridian and down from it along the other one. Errors: OVF_ERROR_MEMORY.
 */
ovf_status ovf_antimeridian_cut(const ovf_polyline *line, ovf_polyline *cut, ovf_error *error);

#endif
