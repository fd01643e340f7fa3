/* Patterns of parallel tracks in a plane: how long they are, and what they see. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_PATTERN_H
#define OVF_ANALYSIS_SURVEY_SURVEY_PATTERN_H

#include "analysis/survey/survey_bands.h"
#include "overflight/survey.h"

/* Tracks first … last of the bands, in rising order or falling, the first of them flown along the
 * bands' direction or against it. Of the last one flown only a part, from its beginning. */
typedef struct {
    double angle, offset;
    size_t first, last;
    bool falls, against;
    double part;              /* of the last track that is flown, 0 … 1 */
    double area_m2, length_m; /* in the plane */
    bool crosses;             /* the ways there and back cross it */
} ovf_pattern;

/* From its begin to its end, as it is flown. */
typedef struct {
    ovf_flat begin, end;
} ovf_pattern_track;

/* A track of a band, and sums over those before it (survey_pattern.c). */
typedef struct {
    double from_m, to_m, across_m;
    double tracks_m, up_m[2], down_m[2];
} ovf_pattern_row;

/* What patterns are made of, and the tracks of the one laid last. */
typedef struct {
    const ovf_rings *rings;
    double width_m, middle_m; /* of the swath: between neighbours, and how far left of the track its
                                 middle is */
    double slack_m;           /* how far the outlines are off */
    double most_m;            /* how long the whole route may be */
    const ovf_flat *from, *to; /* where it begins and ends; NULL: with the tracks */
    ovf_bands bands;
    ovf_pattern_track *tracks;
    size_t count, capacity;
    ovf_pattern_row *rows; /* of bands that are not empty, and one more */
    size_t *ranks;         /* how many of those come before each band */
    size_t row_capacity, rank_capacity;
} ovf_pattern_maker;

/* Cuts the bands that the patterns are of. False when memory is out. */
bool ovf_pattern_cut(ovf_pattern_maker *in, double angle, double offset);
/* Lays the tracks of a pattern. */
void ovf_pattern_lay(ovf_pattern_maker *in, const ovf_pattern *pattern);
/* Lays them, and finds the length and whether they are crossed. */
void ovf_pattern_measure(ovf_pattern_maker *in, ovf_pattern *pattern);
/* Finds the length without laying it, with its last track cut short where it is too long; false
 * where that does not do. area_m2 is that of all its bands before. Does not look for crossings. */
bool ovf_pattern_fit(const ovf_pattern_maker *in, ovf_pattern *pattern);
/* Less the last track. */
void ovf_pattern_shorten(ovf_pattern *pattern);
void ovf_pattern_clear(ovf_pattern_maker *in);

#endif
