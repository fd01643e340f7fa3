/* The shape of a zone, as the bound of surveys wants it: small cells with their exact areas and
 * their places in space, in parts that lie apart. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_SHAPE_H
#define OVF_ANALYSIS_SURVEY_SURVEY_SHAPE_H

#include "geodesy/earth.h"
#include "overflight/survey.h"

/* Parts that are nearer to each other than others are taken as one until so many are left. */
#define OVF_SHAPE_PARTS 8
#define OVF_SHAPE_CELLS 6000

typedef struct {
    ovf_vector *places; /* of the cells' middles, on the ellipsoid */
    double *areas_m2;   /* of what is in the cells */
    int *parts;         /* the cells' parts */
    size_t count;
    double slack_m; /* nothing in a cell is farther than this from its place */
    size_t part_count;
    double part_m2[OVF_SHAPE_PARTS];
    double gaps_m[OVF_SHAPE_PARTS][OVF_SHAPE_PARTS]; /* no two places of two parts are nearer */
    /* The raster of the cells in a plane. */
    double west_m, south_m, side_m;
    int columns, rows;
    double *sums_m2; /* of each row, what lies west of each column's western side, and all */
    double stretch;  /* of lengths in that plane, at most, around the zone */
} ovf_survey_shape;

/* The most area that is in a disc of the radius, wherever it is; somewhat more. `enough_m2`: as
 * much as this need not be found exactly. */
double ovf_survey_shape_disc(const ovf_survey_shape *shape, double radius_m, double enough_m2);

/* Parts with gaps of `apart_m` at most are one. Errors: as of ovf_survey_make. */
ovf_status ovf_survey_shape_open(ovf_survey_shape *shape, const ovf_zone *zone, double apart_m,
                                 ovf_error *error);
void ovf_survey_shape_close(ovf_survey_shape *shape);

#endif
