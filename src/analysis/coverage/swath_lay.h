/* What the makers of strips share: swath_legs.c lays those of legs, swath_corners.c those of
 * corners. */
#ifndef OVF_ANALYSIS_COVERAGE_SWATH_LAY_H
#define OVF_ANALYSIS_COVERAGE_SWATH_LAY_H

#include "analysis/observe/looks.h"
#include "analysis/coverage/swath.h"

/* False when memory is out, as all below. A strip of fewer than two samples is dropped. */
bool ovf_swath_add_sample(ovf_swath *swath, ovf_flat left, ovf_flat right);
bool ovf_swath_add_across(ovf_swath *swath, ovf_flat point);
bool ovf_swath_add_strip(ovf_swath *swath, const ovf_strip *strip);
void ovf_swath_empty(ovf_swath *swath);

/* a - 2b + c: how far a curve through three places bends. */
static inline ovf_flat ovf_second_difference(ovf_flat a, ovf_flat b, ovf_flat c)
{
    return (ovf_flat){a.x - 2 * b.x + c.x, a.y - 2 * b.y + c.y};
}

/* A look with the leg that it is on. */
typedef struct {
    ovf_leg leg;
    const ovf_look *look;
    double from_m, to_m; /* along the leg */
} ovf_laid_look;

/* The area within a lens that may be amiss (swath.h), m², for a stretch of that width and length.
 * Swaths below the least width are not followed more closely: one edge moves with the other then.
 */
#define OVF_SWATH_MIN_WIDTH_M 1e3
#define OVF_SWATH_MIN_LENGTH_M 1e2
static inline double ovf_swath_amiss(double width_m, double length_m)
{
    double width = fmax(width_m, OVF_SWATH_MIN_WIDTH_M),
           length = fmax(length_m, OVF_SWATH_MIN_LENGTH_M);
    return 1e-7 * width * fmin(width, length);
}

/* Moves the images of places in equal steps along a curve, points[0] … points[steps], to where the
 * straight lines between them have the area of the curve. The ends stay. */
void ovf_swath_balance(ovf_flat *points, size_t steps);

/* By how much the aircraft turns at a fix, and the azimuth at which it comes, both radians. Draws
 * both legs. */
double ovf_swath_turn(ovf_laid_look *before, ovf_laid_look *after, double *azimuth);
/* The steps of an arc of that radius within which at most so much is amiss. */
double ovf_swath_arc_step(double radius_m, double amiss_m2);

/* Adds the sectors of the corner between two looks, of which the second begins at the fix where the
 * first ends. */
bool ovf_swath_corner(ovf_swath *swath, const ovf_plane *plane, ovf_laid_look *before,
                      ovf_laid_look *after, const ovf_swath_options *options);

static inline ovf_rectangle ovf_swath_around(ovf_flat at, double radius_m)
{
    return (ovf_rectangle){at.x - radius_m, at.y - radius_m, at.x + radius_m, at.y + radius_m};
}

static inline bool ovf_swath_wants(const ovf_swath_options *options, const ovf_rectangle *box)
{
    return options->wanted == NULL || options->wanted(options->context, box);
}

static inline bool ovf_swath_nears(const ovf_swath_options *options, const ovf_box *box,
                                   double by_m)
{
    const ovf_box *near = options->near;
    if (near == NULL) return true;
    float by = (float)by_m * 1.000001f + 1;
    for (int i = 0; i < 3; i++)
        if (box->low[i] > near->high[i] + by || box->high[i] + by < near->low[i]) return false;
    return true;
}

#endif
