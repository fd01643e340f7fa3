/* Where a line of geodesic legs comes near a point, by the distance along it. */
#ifndef OVF_ANALYSIS_CHECK_LINE_H
#define OVF_ANALYSIS_CHECK_LINE_H

#include "geodesy/leg.h"
#include "overflight/model.h"

/* Between fixes that are equally far along it there is no leg, nor between two parts. */
typedef struct {
    const ovf_fix *fixes;
    const double *along_m; /* of each fix */
    size_t count;
} ovf_line;

/* The first place from `from_m` on that is within limit_m of the point; NAN: there is none. */
double ovf_line_first(const ovf_line *line, ovf_lonlat point, double from_m, double limit_m);
/* The least distance from the point of what lies from `from_m` on, and where it is. INFINITY where
 * nothing does. */
double ovf_line_nearest(const ovf_line *line, ovf_lonlat point, double from_m, double *at_m);
/* The places of a stretch of a leg within limit_m of the point lie together: from *begin_m to
 * *end_m along the leg. False where there are none. The leg must be drawn, and the stretch no
 * longer than OVF_ARC_LENGTH_M. */
bool ovf_leg_within(const ovf_leg *leg, double from_m, double to_m, ovf_lonlat point,
                    double limit_m, double *begin_m, double *end_m);

#endif
