/* Round numbers for people: how far meridians and parallels are from each other, what they are
 * called, and how long a scale bar is. */
#ifndef OVF_OUTPUT_PICTURE_PICTURE_SCALE_H
#define OVF_OUTPUT_PICTURE_PICTURE_SCALE_H

#include <stdbool.h>

#define OVF_DEGREES_TEXT 32

/* The least usual step of degrees, minutes or seconds that is no less than `wanted` degrees; at
 * most 30. */
double ovf_graticule_step(double wanted);
/* 20°E, 54°30′N, 0°, 180°, with minutes and seconds as far as steps of that size need them. */
void ovf_graticule_name(double degrees, bool is_latitude, double step, char text[OVF_DEGREES_TEXT]);
/* The longest of 1, 2 or 5 times a power of ten that is no more than `most`. */
double ovf_scale_length(double most);

#endif
