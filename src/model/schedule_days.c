#include "model/schedule_days.h"

#include <math.h>

#include "base/time.h"

#define SUNRISE_DEG (-0.833)
#define DAWN_DEG (-6.0)

static int64_t year_of(int64_t day)
{
    int64_t year = 1970 + (int64_t)floor((double)day / 365.2425);
    while (ovf_time_days(year, 1, 1) > day) year--;
    while (ovf_time_days(year + 1, 1, 1) <= day) year++;
    return year;
}

static int64_t date_day(const ovf_date *date, int64_t year)
{
    const int64_t first = ovf_time_days(year, date->month, 1);
    const int64_t next = date->month == 12 ? ovf_time_days(year + 1, 1, 1)
                                           : ovf_time_days(year, date->month + 1, 1);
    return first + date->day - 1 < next ? first + date->day - 1 : next - 1;
}

static bool dates_match(const ovf_period *period, int64_t day)
{
    if (period->first.month == 0) return true;
    if (period->first.year != 0)
        return date_day(&period->first, period->first.year) <= day &&
               day <= date_day(&period->last, period->last.year);
    const int64_t year = year_of(day);
    const int64_t first = date_day(&period->first, year), last = date_day(&period->last, year);
    return first <= last ? first <= day && day <= last : first <= day || day <= last;
}

ovf_day_match ovf_period_match(const ovf_period *period, int64_t day)
{
    if (!dates_match(period, day)) return OVF_DAY_OUT;
    const bool not_on_holidays = (period->days & OVF_NOT_ON_HOLIDAYS) != 0;
    const bool on_holidays = (period->days & OVF_HOLIDAYS) != 0;
    unsigned week = period->days & OVF_WEEK;
    if (week == 0 && !on_holidays) week = OVF_WEEK;
    /* 1 January 1970 was a Thursday. */
    const int weekday = (int)(((day + 3) % 7 + 7) % 7);
    if ((week >> weekday & 1) != 0) return not_on_holidays ? OVF_DAY_PERHAPS : OVF_DAY_IN;
    return on_holidays ? OVF_DAY_PERHAPS : OVF_DAY_OUT;
}

ovf_time_of_day ovf_period_end(const ovf_period *period)
{
    const ovf_time_of_day *start = &period->start, *end = &period->end;
    const bool whole = start->base == OVF_FROM_MIDNIGHT && start->ms == 0 && end->ms == 0 &&
                       end->base == OVF_FROM_MIDNIGHT && period->end_day == 0;
    return whole ? (ovf_time_of_day){OVF_FROM_MIDNIGHT, OVF_DAY_MS} : *end;
}

bool ovf_period_is_limited(const ovf_period *period)
{
    return period->first.month != 0 ||
           (period->days != 0 && (period->days & ~(unsigned)OVF_HOLIDAYS) != OVF_WEEK);
}

bool ovf_period_is_daily(const ovf_period *period)
{
    return ovf_period_is_limited(period) || period->start.base != OVF_FROM_MIDNIGHT ||
           period->start.ms != 0 || period->end.base != OVF_FROM_MIDNIGHT || period->end.ms != 0;
}

bool ovf_period_has_sun(const ovf_period *period)
{
    return period->start.base != OVF_FROM_MIDNIGHT || period->end.base != OVF_FROM_MIDNIGHT;
}

/* How far clocks are ahead of UTC, in seconds, by the place's longitude. */
static void local_offsets(const ovf_place *place, double *least_s, double *most_s)
{
    *least_s = -12 * 3600.0;
    *most_s = 14 * 3600.0;
    if (place->box.south < -60 || place->box.north > 84) return;
    const double west = place->box.west + place->shift_deg;
    const double east = place->box.east + place->shift_deg;
    *least_s = fmax(*least_s, west * 240 + OVF_OFFICIAL_LEAST_H * 3600);
    *most_s = fmax(*least_s, fmin(*most_s, east * 240 + OVF_OFFICIAL_MOST_H * 3600));
}

/* When the period's clock shows a time that is given as if it were UTC. */
static ovf_moment clock_moment(const ovf_clock *clock, double shown_s, const ovf_place *place)
{
    double least_s = 0, most_s = 0;
    switch (clock->kind) {
    case OVF_CLOCK_UTC: break;
    case OVF_CLOCK_OFFSET:
        least_s = clock->offset_least_s;
        most_s = clock->offset_most_s;
        break;
    case OVF_CLOCK_ZONE: {
        const ovf_almanac *almanac = place->almanac;
        ovf_moment found = {0};
        if (almanac != NULL && almanac->instants != NULL &&
            almanac->instants(almanac->context, clock->zone, shown_s, &found.least_s,
                              &found.most_s))
            return found;
        least_s = -12 * 3600.0;
        most_s = 14 * 3600.0;
        break;
    }
    case OVF_CLOCK_LOCAL: local_offsets(place, &least_s, &most_s); break;
    case OVF_CLOCK_UNSAID:
        local_offsets(place, &least_s, &most_s);
        least_s = fmin(least_s, 0);
        most_s = fmax(most_s, 0);
        break;
    }
    return (ovf_moment){.least_s = shown_s - most_s, .most_s = shown_s - least_s};
}

static bool has_known_noon(const ovf_period *period)
{
    return period->clock.kind == OVF_CLOCK_OFFSET || period->clock.kind == OVF_CLOCK_ZONE;
}

/* The sun's day is the one whose noon is nearest to noon by the clock, where the clock is known. */
static ovf_place sun_place(const ovf_period *period, int64_t day, const ovf_place *place,
                           bool *vague)
{
    ovf_place there = *place;
    *vague = false;
    if (!has_known_noon(period)) return there;
    const double shown_s = (double)day * OVF_DAY_S + OVF_DAY_S / 2;
    const ovf_moment noon = clock_moment(&period->clock, shown_s, place);
    const double mean = shown_s - (place->box.west + place->box.east) / 2 * 240;
    there.shift_deg = 360 * nearbyint((mean - (noon.least_s + noon.most_s) / 2) / OVF_DAY_S);
    *vague = ovf_period_is_limited(period) && noon.most_s - noon.least_s > 6 * 3600.0;
    return there;
}

static ovf_moment sun_moment(const ovf_period *period, ovf_time_base base, int64_t day,
                             const ovf_place *place)
{
    const bool rises = base == OVF_FROM_DAWN || base == OVF_FROM_SUNRISE;
    const double altitude = base == OVF_FROM_DAWN || base == OVF_FROM_DUSK ? DAWN_DEG : SUNRISE_DEG;
    bool vague;
    const ovf_place there = sun_place(period, day, place, &vague);
    ovf_moment moment = ovf_sun_moment(&there, day, altitude, rises);
    if (vague) {
        moment.least_s -= OVF_DAY_S;
        moment.most_s += OVF_DAY_S;
        moment.surely_up = moment.surely_down = false;
    }
    return moment;
}

bool ovf_period_may_reach(const ovf_period *period, int64_t day, const ovf_place *place,
                          double from_s, double until_s)
{
    if (!ovf_period_has_sun(period)) return true;
    /* Within 12 h of a noon, or at a time of the clock, which is within 14 h of midnight UTC. */
    const double wide = OVF_DAY_S / 2 + OVF_EQUATION_OF_TIME_S;
    double first_s = INFINITY, last_s = -INFINITY;
    const ovf_time_of_day times[] = {period->start, ovf_period_end(period)};
    for (int i = 0; i < 2; i++) {
        const int64_t on = day + (i == 0 ? 0 : period->end_day);
        const double after_s = times[i].ms / 1000.0, midnight_s = (double)on * OVF_DAY_S;
        if (times[i].base == OVF_FROM_MIDNIGHT) {
            first_s = fmin(first_s, midnight_s + after_s - 14 * 3600.0);
            last_s = fmax(last_s, midnight_s + after_s + 14 * 3600.0);
            continue;
        }
        bool vague;
        const ovf_place there = sun_place(period, on, place, &vague);
        const double more = vague ? OVF_DAY_S : 0, noon_s = midnight_s + OVF_DAY_S / 2 + after_s;
        first_s = fmin(first_s, noon_s - (there.box.east + there.shift_deg) * 240 - wide - more);
        last_s = fmax(last_s, noon_s - (there.box.west + there.shift_deg) * 240 + wide + more);
    }
    return first_s <= until_s && last_s >= from_s;
}

ovf_moment ovf_period_moment(const ovf_period *period, const ovf_time_of_day *time, int64_t day,
                             const ovf_place *place)
{
    const double after_s = time->ms / 1000.0;
    if (time->base == OVF_FROM_MIDNIGHT)
        return clock_moment(&period->clock, (double)day * OVF_DAY_S + after_s, place);
    ovf_moment moment = sun_moment(period, time->base, day, place);
    moment.least_s += after_s;
    moment.most_s += after_s;
    return moment;
}
