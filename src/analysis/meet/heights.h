/* Where along a route its altitude is between two heights, or its time between two times: surely,
 * perhaps, or surely not. */
#ifndef OVF_ANALYSIS_MEET_HEIGHTS_H
#define OVF_ANALYSIS_MEET_HEIGHTS_H

#include "analysis/meet/flown.h"

/* Why it is not sure that a stretch is one; 0: it is sure. */
typedef unsigned ovf_doubts;
#define OVF_DOUBT_TIME 1u
#define OVF_DOUBT_ALTITUDE 2u
#define OVF_DOUBT_GROUND 4u /* how high it is */
#define OVF_DOUBT_QNH 8u    /* and the temperature: how high a pressure is */
#define OVF_DOUBT_GEOID 16u
#define OVF_DOUBT_LIMIT 32u  /* what the zone's floor or ceiling is */
#define OVF_DOUBT_ACTIVE 64u /* whether the zone is in force, which is not published */
#define OVF_DOUBT_GAP 128u   /* where the flight was, as nobody observed it */
#define OVF_DOUBT_OVER 256u  /* over what its altitudes are */

/* Takes a stretch between two distances along the route. */
typedef void (*ovf_heights_function)(void *context, double from_m, double to_m, ovf_doubts doubts);

/* The stretches between two distances along the route whose altitude is from low to high, surely or
 * perhaps; `low` and `high` themselves are in it if `closed`. NULL: no limit. What is surely
 * outside is none. In order; neighbours that are both sure, or both in doubt, are one. */
void ovf_heights_stretches(const ovf_flown *flown, double from_m, double to_m, const ovf_limit *low,
                           const ovf_limit *high, bool closed, ovf_heights_function take,
                           void *context);

/* Of a leg that goes nowhere the parts of its time, from 0 to 1, in which its height is from low to
 * high, both included; empty where `from` is not less than `to`. */
typedef struct {
    double sure_from, sure_to, perhaps_from, perhaps_to;
    ovf_doubts doubts; /* about what is perhaps */
} ovf_stay_parts;
void ovf_heights_of_stay(const ovf_flown *flown, size_t leg, const ovf_limit *low,
                         const ovf_limit *high, ovf_stay_parts *parts);

/* The lowest or highest altitude over a reference between two distances along the route; NAN where
 * none is known. */
typedef struct {
    double surely_m;  /* the lowest is surely not above this (the highest: not below it) */
    double perhaps_m; /* and not below this (not above it) */
    double at_m;      /* along the route, where the sure one is */
    bool compares;    /* with bounds: the route's altitudes have another reference */
} ovf_extreme;
ovf_extreme ovf_heights_extreme(const ovf_flown *flown, double from_m, double to_m,
                                ovf_height_reference reference, bool lowest);

/* A stretch of time, until_s excluded. */
typedef struct ovf_active_time {
    double from_s, until_s; /* infinite: open */
    ovf_doubts doubts;      /* whether something is in force then */
} ovf_active_time;

/* The stretches between two distances along the route whose time is in one of the periods, which
 * are in order and apart; doubts as above. Where a time is missing those of the fixes before and
 * after it decide, if they can. */
void ovf_times_stretches(const ovf_flown *flown, double from_m, double to_m,
                         const ovf_active_time *periods, size_t count, ovf_heights_function take,
                         void *context);

#endif
