/* Crowds of lines: how many run through each place. A hundred thousand lines drawn over each other
 * are a black mess; how many there are is seen when a place that twice as many run through is
 * darker by one step. */
#ifndef OVF_OUTPUT_PICTURE_PICTURE_DENSITY_H
#define OVF_OUTPUT_PICTURE_PICTURE_DENSITY_H

#include "output/picture/picture_view.h"

typedef struct {
    ovf_patch area;
    double cell; /* pixels */
    size_t columns, rows;
    float *counts;
} ovf_density;

/* Errors: false when memory is out. */
bool ovf_density_open(ovf_density *density, const ovf_patch *area, double cell);
void ovf_density_close(ovf_density *density);
/* A segment, without the point where it ends. */
void ovf_density_line(ovf_density *density, ovf_flat from, ovf_flat to);
/* How opaque each place is to be, 0 … 255, in rows of `stride` bytes: `one` of 255 where one line
 * runs, all where the most do. */
void ovf_density_tone(const ovf_density *density, double one, unsigned char *tones, size_t stride);

#endif
