/* A zone in bands: how much of it is in each, and how far it goes. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_BANDS_H
#define OVF_ANALYSIS_SURVEY_SURVEY_BANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/coverage/plane.h"

/* Rings of an area in a plane; outlines wind counterclockwise and holes clockwise. */
typedef struct {
    ovf_flat *points; /* each ring's last repeats its first */
    size_t count, capacity;
    size_t *ends;
    size_t ring_count, ring_capacity;
} ovf_rings;

/* Opens a plane around the zone, and gives its outline there, simplified by so much at most; islets
 * stay. Errors: as of ovf_survey_make. */
ovf_status ovf_rings_of(ovf_rings *rings, ovf_plane *plane, const ovf_zone *zone,
                        double simplified_m, ovf_error *error);
/* Rings in the same plane that run outside of the zone, about so far beside its outline; where
 * turns have a radius one around all of it that has room for them. */
ovf_status ovf_rings_around(ovf_rings *rings, ovf_plane *plane, const ovf_zone *zone,
                            double beside_m, double turn_m, ovf_error *error);
/* Rings in the same plane that run within the zone, at least so far from its outline, and bend at
 * no smaller radius; none where it is too narrow. */
ovf_status ovf_rings_within(ovf_rings *rings, ovf_plane *plane, const ovf_zone *zone,
                            double inset_m, double turn_m, ovf_error *error);
void ovf_rings_clear(ovf_rings *rings);

/* Between two parallel lines. */
typedef struct {
    double area_m2;
    double from_m,
        to_m; /* along them: what is in the band lies in between; from > to: nothing is */
} ovf_band;

typedef struct {
    double cos, sin; /* of the direction of the lines in the plane */
    double
        first_m; /* the lower side of the first band, across; left of the direction is positive */
    double width_m;
    ovf_band *items;
    size_t count, capacity;
} ovf_bands;

/* Cuts the area into bands along a direction, the first of which begins `offset` (0 … 1) of a band
 * below the area. The rings may be off by `slack_m`: the bands go on so far beyond them, and so do
 * from_m and to_m. False when memory is out. */
bool ovf_bands_cut(ovf_bands *bands, const ovf_rings *rings, double angle, double width_m,
                   double offset, double slack_m);
void ovf_bands_clear(ovf_bands *bands);

static inline bool ovf_band_is_empty(const ovf_band *band) { return !(band->to_m > band->from_m); }

/* The place in the plane so far along the lines and across them. */
ovf_flat ovf_bands_place(const ovf_bands *bands, double along_m, double across_m);

#endif
