/* A zone in bands: how much of it is in each, and how far it goes. */
#ifndef OVF_ANALYSIS_SURVEY_BANDS_H
#define OVF_ANALYSIS_SURVEY_BANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "geodesy/plane.h"

/* Rings of an area in a plane; outlines wind counterclockwise and holes clockwise. */
typedef struct {
    ovf_flat *points; /* each ring's last repeats its first */
    size_t count, capacity;
    size_t *ends;
    size_t ring_count, ring_capacity;
} ovf_rings;

void ovf_rings_clear(ovf_rings *rings);

/* Between two parallel lines. */
typedef struct {
    double area_m2;
    double from_m, to_m; /* along them: what is in the band lies in between; from > to: nothing is */
} ovf_band;

typedef struct {
    double cos, sin; /* of the direction of the lines in the plane */
    double first_m;  /* the lower side of the first band, across; left of the direction is positive */
    double width_m;
    ovf_band *items;
    size_t count, capacity;
} ovf_bands;

/* Cuts the area into bands along a direction, the first of which begins `offset` (0 … 1) of a band below the area. False when memory is out or there
 * would be more than `most`. The rings may be off by `slack_m`: the bands go on so far beyond them, and so do from_m and to_m. */
bool ovf_bands_cut(ovf_bands *bands, const ovf_rings *rings, double angle, double width_m, double offset, double slack_m, size_t most);
void ovf_bands_clear(ovf_bands *bands);

/* The place in the plane so far along the lines and across them. */
ovf_flat ovf_bands_place(const ovf_bands *bands, double along_m, double across_m);

#endif
