/* When a period begins and ends on one day, between bounds. */
#ifndef OVF_MODEL_SCHEDULE_DAYS_H
#define OVF_MODEL_SCHEDULE_DAYS_H

#include "overflight/schedule.h"

#define OVF_DAY_S 86400.0
#define OVF_DAY_MS 86400000

/* The equation of time is within 16.5 min (J. Meeus, Astronomical Algorithms, 1998, chapter 28). */
#define OVF_EQUATION_OF_TIME_S 1000.0

/* Where a schedule is asked, and with what. West is at most east here. */
typedef struct {
    const ovf_almanac *almanac; /* NULL: none */
    ovf_lonlat_box box;
    double shift_deg; /* of longitude: names another day beyond the date line */
} ovf_place;

/* An instant between two bounds, both included. */
typedef struct {
    double least_s, most_s;
    /* Of sun events, over the box: where it may stay, or surely stays, above or below the altitude
     * all day. */
    bool maybe_up, maybe_down, surely_up, surely_down;
} ovf_moment;

/* When the sun rises above an altitude on a day, or sets below it, in the place. */
ovf_moment ovf_sun_moment(const ovf_place *place, int64_t day, double altitude_deg, bool rises);

typedef enum { OVF_DAY_OUT = 0, OVF_DAY_PERHAPS, OVF_DAY_IN } ovf_day_match;

/* Whether a period begins on a day of its own calendar, by dates and days of the week. */
ovf_day_match ovf_period_match(const ovf_period *period, int64_t day);

/* Where the period knows a calendar: days, dates, or times of day. */
bool ovf_period_is_daily(const ovf_period *period);
/* Whether not all days are alike. */
bool ovf_period_is_limited(const ovf_period *period);
bool ovf_period_has_sun(const ovf_period *period);

/* False where the time of a day that hangs on the sun is certainly not in a window; costs little.
 */
bool ovf_period_may_reach(const ovf_period *period, int64_t day, const ovf_place *place,
                          double from_s, double until_s);

/* A time of day of a period, on the day, in the place. */
ovf_moment ovf_period_moment(const ovf_period *period, const ovf_time_of_day *time, int64_t day,
                             const ovf_place *place);

/* The period's end, where a whole day ends at 24:00. */
ovf_time_of_day ovf_period_end(const ovf_period *period);

/* Whether a time of day that ends what starts at another is on the next day: 22:00-06:00, SS-SR. */
bool ovf_ends_next_day(const ovf_time_of_day *start, const ovf_time_of_day *end);

typedef struct {
    ovf_time_of_day start, end;
    int end_day;
} ovf_time_range;

/* Writes a whole day as zeroes. */
void ovf_range_settle(ovf_time_range *range);

#endif
