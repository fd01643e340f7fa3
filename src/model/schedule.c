#include "overflight/schedule.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "model/schedule_days.h"

void ovf_schedule_clear(ovf_schedule *schedule)
{
    if (schedule == NULL) return;
    free(schedule->periods);
    *schedule = (ovf_schedule){0};
}

ovf_status ovf_schedule_copy(const ovf_schedule *schedule, ovf_schedule *copy, ovf_error *error)
{
    if (copy == NULL) return ovf_fail_null(error, "a place for the copy");
    ovf_schedule made = {0};
    if (schedule != NULL && schedule->count > 0) {
        made.periods = ovf_array_new(schedule->count, sizeof *made.periods);
        if (made.periods == NULL) return ovf_fail_memory(error);
        memcpy(made.periods, schedule->periods, schedule->count * sizeof *made.periods);
        made.count = schedule->count;
    }
    made.unknown = schedule != NULL && schedule->unknown;
    *copy = made;
    return OVF_OK;
}

static ovf_status check_time(const ovf_time_of_day *time, ovf_error *error)
{
    if ((unsigned)time->base > OVF_FROM_DUSK)
        return ovf_fail(error, OVF_ERROR_USAGE, "a period: expected a time of day, found base %d",
                        (int)time->base);
    const int32_t least = time->base == OVF_FROM_MIDNIGHT ? 0 : -OVF_DAY_MS;
    if (time->ms < least || time->ms > OVF_DAY_MS)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "a period: expected a time of day of %d to %d ms, found %d", (int)least,
                        (int)OVF_DAY_MS, (int)time->ms);
    return OVF_OK;
}

static ovf_status check_clock(const ovf_clock *clock, ovf_error *error)
{
    const int32_t most = 14 * 3600;
    if ((unsigned)clock->kind > OVF_CLOCK_UNSAID)
        return ovf_fail(error, OVF_ERROR_USAGE, "a period: expected a clock, found kind %d",
                        (int)clock->kind);
    if (clock->kind == OVF_CLOCK_OFFSET &&
        !(-most <= clock->offset_least_s && clock->offset_least_s <= clock->offset_most_s &&
          clock->offset_most_s <= most))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "a period: expected offsets from UTC of -50400 to 50400 s in order, found "
                        "%d and %d",
                        (int)clock->offset_least_s, (int)clock->offset_most_s);
    if (clock->kind == OVF_CLOCK_ZONE &&
        (clock->zone[0] == '\0' || memchr(clock->zone, '\0', OVF_CLOCK_ZONE_SIZE) == NULL))
        return ovf_fail(error, OVF_ERROR_USAGE, "a period: expected the name of a time zone");
    return OVF_OK;
}

static bool is_date(const ovf_date *date)
{
    return date->month >= 1 && date->month <= 12 && date->day >= 1 && date->day <= 31 &&
           date->year >= 0 && date->year <= 9999;
}

static ovf_status check_period(const ovf_period *p, ovf_error *error)
{
    ovf_status status = check_time(&p->start, error);
    if (status == OVF_OK) status = check_time(&p->end, error);
    if (status == OVF_OK) status = check_clock(&p->clock, error);
    if (status != OVF_OK) return status;
    if ((p->has_from && !isfinite(p->from_s)) || (p->has_until && !isfinite(p->until_s)))
        return ovf_fail(error, OVF_ERROR_USAGE, "a period: expected finite instants");
    const bool dated = p->first.month != 0 || p->last.month != 0;
    if (dated &&
        (!is_date(&p->first) || !is_date(&p->last) || (p->first.year == 0) != (p->last.year == 0)))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "a period: expected two dates, both with a year or both without");
    if (p->days > (OVF_WEEK | OVF_HOLIDAYS | OVF_NOT_ON_HOLIDAYS) || p->end_day > 7)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "a period: expected days of the week and an end at most 7 days later");
    return OVF_OK;
}

ovf_status ovf_schedule_add(ovf_schedule *schedule, const ovf_period *period, ovf_error *error)
{
    if (schedule == NULL) return ovf_fail_null(error, "a schedule");
    if (period == NULL) return ovf_fail_null(error, "a period");
    ovf_status status = check_period(period, error);
    if (status != OVF_OK) return status;
    if (schedule->count >= SIZE_MAX / sizeof *period - 1) return ovf_fail_memory(error);
    ovf_period *periods = realloc(schedule->periods,
                                  (schedule->count + 1) * sizeof *schedule->periods);
    if (periods == NULL) return ovf_fail_memory(error);
    periods[schedule->count++] = *period;
    schedule->periods = periods;
    return OVF_OK;
}
