/* How sure a figure is, where a zone says how far its true outline may lie from the drawn one: what
 * is nearer to the drawn one than that may be inside or outside. */
#ifndef OVF_ANALYSIS_CHECK_UNSURE_H
#define OVF_ANALYSIS_CHECK_UNSURE_H

#include "analysis/check/judging.h"
#include "geodesy/boundary.h"

/* Stretches of a route, by the distance along it; each united. Zeroed before its first use. */
typedef struct {
    double uncertainty_m;
    const ovf_boundary *boundary;
    ovf_spans near;     /* nearer to the drawn outline than that */
    ovf_spans possible; /* inside, or nearer than that */
    ovf_spans sure;     /* inside, and not nearer */
} ovf_unsure;

/* The least and the most that a figure may be. NAN: the zone states no uncertainty. */
typedef struct {
    double least, most;
} ovf_range;

#define OVF_NO_RANGE ((ovf_range){NAN, NAN})

/* Finds them for the zone that a restriction is about. False where it states no uncertainty, or the
 * route is neither inside nor so near; or when memory is out, and the check has failed. To be
 * cleared in either case. */
bool ovf_unsure_find(ovf_check *check, const ovf_restriction *restriction,
                     const ovf_meeting *meeting, ovf_unsure *outline);
void ovf_unsure_clear(ovf_unsure *outline);

/* The length within both: the stretches, and `within`, on which the restriction binds: surely, or
 * also what is not known. */
double ovf_unsure_length(const ovf_check *check, const ovf_restriction *restriction,
                         const ovf_spans *spans, ovf_span within, bool surely);
/* What the length inside may be, over the whole route. */
ovf_range ovf_unsure_lengths(const ovf_check *check, const ovf_restriction *restriction,
                             const ovf_unsure *outline);

/* How deep a stretch that passes through the zone goes, as far as the uncertainty: the greatest
 * distance of its places inside from the drawn outline. */
double ovf_unsure_depth(ovf_check *check, const ovf_unsure *outline, const ovf_meeting *meeting,
                        ovf_span stretch);

/* Writes the range of a figure, in km. */
void ovf_unsure_set(ovf_finding *finding, ovf_range range_m);
/* The same of the limit that was kept last, if they are gathered. */
void ovf_unsure_set_kept(ovf_check *check, ovf_range range_m);
/* Adds to what a finding says that its range lets the verdict turn. */
void ovf_unsure_say_turn(ovf_finding *finding);

#endif
