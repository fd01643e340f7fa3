/* Whether a State's airfields reach all of its mainland.
 *
 * Treaty on Open Skies, Annex E para 5(A): no point of the mainland is farther from one or more of
 * the airfields than 35 % of the maximum distance of it. With the airfields a_i and r_i = 35 % of
 * their maximum distances, a place p is beyond all of them by f(p) = min (d(p, a_i) - r_i), d the
 * geodesic distance; the rule is kept where the greatest f of the mainland is not above 0. The
 * greatest f is found, and its place: not by samples, but by bounds that leave nothing out. */
#ifndef OVERFLIGHT_AIRFIELD_RANGE_H
#define OVERFLIGHT_AIRFIELD_RANGE_H

#include "overflight/finding.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- places and circles ---- */

/* What an airfield reaches. */
typedef struct {
    ovf_lonlat centre;
    double radius_m; /* 0 … OVF_RANGE_LARGEST_M */
} ovf_circle;

#define OVF_RANGE_LARGEST_M 9e6

/* What is beyond by less than this counts as reached: the place is found to it, and the limit
 * itself is allowed. */
#define OVF_RANGE_TOLERANCE_M 1e-3

typedef struct {
    double beyond_m;   /* f: how far outside of the nearest circle, negative inside; no place of the
                          area has more than beyond_m + bound_m */
    double bound_m;    /* at most OVF_RANGE_TOLERANCE_M; up to 1 km where the place is more than a
                          quarter of the    globe from the airfields, and so beyond without doubt */
    ovf_lonlat at;     /* in the area or on its boundary */
    size_t circle;     /* outside of which it is by beyond_m */
    double distance_m; /* from its centre */
} ovf_range_place;

/* The place of the zone that is farthest beyond the circles. Of several that are as far one is
 * named, always the same. Errors: OVF_ERROR_USAGE (no circle, a centre or radius out of range,
 * NULL), OVF_ERROR_INPUT (a zone that breaks a rule of model.h), OVF_ERROR_MEMORY. Thread-safe.
 * Time grows with the number of vertices: some microseconds for each.
 *
 * For example:
 *     const ovf_circle circles[] = {{{30, 60}, 500e3}, {{40, 55}, 700e3}};
 *     ovf_range_place worst;
 *     ovf_range_worst(zone, circles, 2, &worst, &error); */
ovf_status ovf_range_worst(const ovf_zone *zone, const ovf_circle *circles, size_t count,
                           ovf_range_place *worst, ovf_error *error);

/* ---- a State ---- */

/* Whether an airfield counts, and why not. */
typedef enum {
    OVF_RANGE_COUNTS,
    OVF_RANGE_OTHER_STATE, /* it is of another State */
    OVF_RANGE_OTHER_KIND, /* it is no Open Skies airfield: one for refuelling, or none of the treaty
                           */
    OVF_RANGE_NO_DISTANCE /* no maximum distance of it is known for the year */
} ovf_range_role;

typedef struct {
    const ovf_airfield *airfield;
    ovf_range_role role;
    double max_distance_km; /* of the year; NAN: none */
    double range_m;         /* the fraction of it; NAN where it does not count */
} ovf_range_airfield;

/* Polygons that touch: the mainland, or detached territory. */
typedef struct {
    double area_m2;
    double from_mainland_m; /* the least distance; 0 for the mainland. Up to OVF_RANGE_EXACT_M
                               between vertices and edges, so that two bulging edges may be nearer
                               by metres; beyond, between vertices only */
    ovf_lonlat nearest, on_mainland; /* its ends */
    ovf_range_place worst;           /* `circle` is an index into the airfields */
    bool covered; /* by Annex E para 5(A): no place of it is beyond all airfields */
} ovf_range_part;

/* From here on para 5(B)(2) has special procedures for detached territory that (A) does not cover;
 * up to here a State may set a separate maximum distance for it, para 5(B)(3). */
#define OVF_RANGE_SPECIAL_M 600e3

#define OVF_RANGE_EXACT_M 700e3

#define OVF_RANGE_LATEST 0      /* as a year: the latest figures */
#define OVF_RANGE_FRACTION 0.35 /* Annex E para 5(A) */

typedef struct {
    const ovf_zone *const
        *area; /* of the State, or of the States of a group; they may share borders */
    size_t area_count;
    const ovf_lonlat *mainland; /* a place of it; NULL: it is the largest part */
    const char *const *states;  /* whose airfields count: ISO 3166 alpha-2. An airfield without a
                                   State counts as one of these */
    size_t state_count;
    const ovf_airfields *airfields; /* without a kind they count as Open Skies airfields */
    int year; /* whose maximum distances count, as the attribute max_distances has them; where there
                 is none, max_distance_km counts */
    double fraction; /* of the maximum distance, up to 1; 0: OVF_RANGE_FRACTION */
    double margin;   /* as ovf_check_options has it */
    const ovf_restriction *restriction; /* the findings'; not NULL */
} ovf_range_options;

typedef struct {
    ovf_range_airfield *airfields; /* one for each that was given */
    size_t airfield_count, counting;
    ovf_range_part *parts; /* the mainland, then the detached ones by area. The largest part is the
                              mainland, but where a zone has an attribute `mainland`, a JSON array
                              of longitude and latitude: the part around it */
    size_t part_count;
    bool
        judged; /* false: no airfield counts, and of the parts only areas and distances are known */
    bool complies;         /* the mainland is covered */
    ovf_finding mainland;  /* information where it is kept with more than the margin */
    ovf_finding *detached; /* information, for each part that is not covered */
    size_t detached_count;
} ovf_range_result;

/* What is given must outlive the result, which is to be cleared. Errors: as ovf_range_worst, but
 * that no airfield counts is a result. */
ovf_status ovf_range_judge(const ovf_range_options *options, ovf_range_result *result,
                           ovf_error *error);
void ovf_range_result_clear(ovf_range_result *result);

#ifdef __cplusplus
}
#endif
#endif
