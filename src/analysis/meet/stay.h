/* Where a route stands, or climbs on the spot, it has no length, and its times and heights tell
 * whether it is in a volume then: all that must hold must hold at once. */
#ifndef OVF_ANALYSIS_MEET_STAY_H
#define OVF_ANALYSIS_MEET_STAY_H

#include "analysis/meet/heights.h"

#define OVF_STAY_LISTS 2

/* What must hold. */
typedef struct {
    struct {
        const ovf_limit *low, *high; /* not NULL */
    } layers[OVF_STAY_LISTS];
    size_t layer_count;
    struct {
        const ovf_active_time *items; /* in order and apart */
        size_t count;
    } active[OVF_STAY_LISTS];
    size_t active_count;
} ovf_stay_terms;

typedef struct {
    bool holds;             /* surely or perhaps, at some time of the stay */
    ovf_doubts doubts;      /* 0: surely */
    double from_s, until_s; /* between which it holds; NAN: not known */
} ovf_stay;

/* When a leg begins and ends; where that is not known, the bounds of the flight. */
typedef struct {
    double from_s, until_s; /* NAN: not known */
    bool exact;
} ovf_stay_times;
ovf_stay_times ovf_stay_times_of(const ovf_flown *flown, size_t leg);

/* A part of the leg's time, from 0 to 1. */
typedef struct {
    double from, to;
} ovf_stay_part;
/* What of the leg is in the period, and what is in doubt of that. */
ovf_stay_part ovf_stay_during(const ovf_stay_times *of, const ovf_active_time *period,
                              ovf_doubts *doubts);

/* Whether the leg goes nowhere and is yet more than a fix that is told twice: it takes time, or
 * climbs, or the whole route goes nowhere. */
bool ovf_stay_is(const ovf_flown *flown, size_t leg);
/* Of such a leg. */
ovf_stay ovf_stay_within(const ovf_flown *flown, size_t leg, const ovf_stay_terms *terms);

#endif
