/* A route that was flown, with what is known of its heights and times. */
#ifndef OVF_ANALYSIS_MEET_FLOWN_H
#define OVF_ANALYSIS_MEET_FLOWN_H

#include "analysis/meet/scratch.h"
#include "overflight/heights.h"

#define OVF_DAY_S 86400.0
/* Longer than any flight: the longest on record lasted 64 days (a Cessna 172 in 1958 and 1959, a
 * Zephyr without a crew in 2022). So one end of a flight bounds the other. */
#define OVF_LONGEST_FLIGHT_S (100 * OVF_DAY_S)

typedef struct {
    ovf_scratch *scratch;
    ovf_vertical vertical;
    const ovf_almanac *almanac; /* NULL: sun and time zones are not known */
    double first_s, last_s;     /* when the flight takes place; NAN: not known */
    bool some_day;              /* only that it takes place between the two, on one day, is known */
    bool timed;                 /* its fixes' times decide when it is where */
} ovf_flown;

/* The route that the scratch has flown, for an analyzer. `vertical`: what is known of it, or NULL;
 * the scratch's ground takes precedence. Its times are those of the first and the last fix, or of
 * the attributes started_at and completed_at; or else of the attribute `date`, a day. */
ovf_flown ovf_flown_of(const ovf_analyzer *analyzer, ovf_scratch *scratch,
                       const ovf_vertical *vertical);
/* It takes place at some time between the two, on one day, whatever its own times are. */
void ovf_flown_set_date(ovf_flown *flown, double from_s, double until_s);

/* When it begins at the earliest and ends at the latest; NAN: not known. */
double ovf_flown_earliest(const ovf_flown *flown);
double ovf_flown_latest(const ovf_flown *flown);

/* The route's attribute as text or as a time; NULL or NAN where there is none. */
const char *ovf_flown_text(const ovf_flown *flown, const char *name);
double ovf_flown_time(const ovf_flown *flown, const char *name);

/* The last fix that a distance along the route comes after. */
size_t ovf_flown_fix(const ovf_flown *flown, double along_m);
/* The place on the route at a distance along it. */
ovf_place ovf_flown_place(const ovf_flown *flown, double along_m);
/* ovf_scratch_settle of such a place. */
void ovf_flown_settle(const ovf_flown *flown, bool last, ovf_place *place);

#endif
