/* A schedule as ovf_schedule_parse reads it. */
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "base/time.h"
#include "model/schedule_days.h"

typedef struct {
    ovf_text text;
    bool failed;
    bool begun; /* the rule has a part already */
} writing;

static void put(writing *w, const char *part)
{
    if (!ovf_text_add_string(&w->text, part)) w->failed = true;
}

static void blank(writing *w)
{
    if (w->begun) put(w, " ");
    w->begun = true;
}

static void put_instants(writing *w, const ovf_period *period)
{
    if (!period->has_from && !period->has_until) return;
    char time[OVF_TIME_SIZE];
    blank(w);
    ovf_time_format(period->from_s, time);
    put(w, period->has_from ? time : "..");
    put(w, "/");
    ovf_time_format(period->until_s, time);
    put(w, period->has_until ? time : "..");
}

static void put_date(writing *w, const ovf_date *date)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[40];
    if (date->year != 0)
        snprintf(text, sizeof text, "%04d-%02d-%02d", date->year, date->month, date->day);
    else snprintf(text, sizeof text, "%d %s", date->day, months[date->month - 1]);
    put(w, text);
}

static void put_dates(writing *w, const ovf_period *period)
{
    if (period->first.month == 0) return;
    blank(w);
    put_date(w, &period->first);
    put(w, period->first.year != 0 ? "/" : "-");
    put_date(w, &period->last);
}

static const char *const day_names[] = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};

static void put_days(writing *w, const ovf_period *period)
{
    if (period->days == 0) return;
    blank(w);
    bool more = false;
    for (int day = 0; day < 7; day++) {
        if ((period->days & 1U << day) == 0) continue;
        int last = day;
        while (last < 6 && (period->days & 1U << (last + 1)) != 0) last++;
        if (more) put(w, ",");
        more = true;
        put(w, day_names[day]);
        if (last > day) {
            put(w, last > day + 1 ? "-" : ",");
            put(w, day_names[last]);
        }
        day = last;
    }
    if ((period->days & OVF_HOLIDAYS) != 0) put(w, more ? ",PH" : "PH");
    if ((period->days & OVF_NOT_ON_HOLIDAYS) != 0) put(w, more ? " except PH" : "except PH");
}

static void put_time(writing *w, const ovf_time_of_day *time)
{
    static const char *const names[] = {"", "dawn", "sunrise", "sunset", "dusk"};
    char text[40];
    if (time->base == OVF_FROM_MIDNIGHT) {
        const int ms = time->ms;
        snprintf(text, sizeof text, "%02d:%02d", ms / 3600000, ms / 60000 % 60);
        put(w, text);
        if (ms % 60000 == 0) return;
        snprintf(text, sizeof text, ":%02d", ms / 1000 % 60);
        put(w, text);
        if (ms % 1000 == 0) return;
        snprintf(text, sizeof text, ".%03d", ms % 1000);
        put(w, text);
        return;
    }
    if (time->ms == 0) {
        put(w, names[time->base]);
        return;
    }
    const int minutes = abs(time->ms) / 60000;
    snprintf(text, sizeof text, "(%s%c%02d:%02d)", names[time->base], time->ms < 0 ? '-' : '+',
             minutes / 60, minutes % 60);
    put(w, text);
}

static int first_day(unsigned days)
{
    for (int day = 0; day < 7; day++)
        if ((days & 1U << day) != 0) return day;
    return 0;
}

static bool is_whole_day(const ovf_period *period)
{
    return period->start.base == OVF_FROM_MIDNIGHT && period->start.ms == 0 &&
           period->end.base == OVF_FROM_MIDNIGHT && period->end.ms == 0 && period->end_day == 0;
}

/* The end is on another day than its time of day tells. */
static bool names_end(const ovf_period *period)
{
    return !is_whole_day(period) &&
           period->end_day != (ovf_ends_next_day(&period->start, &period->end) ? 1 : 0);
}

static void put_times(writing *w, const ovf_period *period)
{
    if (is_whole_day(period)) return;
    blank(w);
    put_time(w, &period->start);
    put(w, "-");
    if (names_end(period)) {
        put(w, day_names[(first_day(period->days) + period->end_day) % 7]);
        put(w, " ");
    }
    put_time(w, &period->end);
}

static void put_offset(writing *w, int32_t seconds)
{
    char text[16];
    const int minutes = abs(seconds) / 60;
    snprintf(text, sizeof text, "%c%02d:%02d", seconds < 0 ? '-' : '+', minutes / 60, minutes % 60);
    put(w, text);
}

static void put_clock(writing *w, const ovf_period *period)
{
    if (!ovf_period_is_daily(period)) return;
    const ovf_clock *clock = &period->clock;
    blank(w);
    switch (clock->kind) {
    case OVF_CLOCK_UTC: put(w, "UTC"); break;
    case OVF_CLOCK_OFFSET:
        put(w, "UTC");
        put_offset(w, clock->offset_least_s);
        if (clock->offset_most_s == clock->offset_least_s) break;
        put(w, "..");
        put_offset(w, clock->offset_most_s);
        break;
    case OVF_CLOCK_ZONE: put(w, clock->zone); break;
    case OVF_CLOCK_LOCAL: put(w, "local"); break;
    case OVF_CLOCK_UNSAID: put(w, "UTC or local"); break;
    }
}

static void put_period(writing *w, const ovf_period *period)
{
    w->begun = false;
    put_instants(w, period);
    put_dates(w, period);
    put_days(w, period);
    put_times(w, period);
    put_clock(w, period);
    if (!w->begun) {
        put(w, period->excluded ? "never" : period->perhaps ? "by NOTAM" : "always");
        if (period->excluded && period->perhaps) put(w, " perhaps");
        return;
    }
    if (period->excluded) put(w, " off");
    if (period->perhaps) put(w, " perhaps");
}

/* A rule that names the day of its end can name one day of its beginning. */
static void put_rules(writing *w, const ovf_period *period)
{
    unsigned week = period->days & OVF_WEEK;
    if (week == 0) week = OVF_WEEK;
    if (!names_end(period) || (week & (week - 1)) == 0) {
        put_period(w, period);
        return;
    }
    ovf_period one = *period;
    for (int day = 0; day < 7; day++) {
        if ((week & 1U << day) == 0) continue;
        one.days = (period->days & ~(unsigned)OVF_WEEK) | 1U << day;
        if (day != first_day(week)) put(w, "; ");
        put_period(w, &one);
    }
}

ovf_status ovf_schedule_text(const ovf_schedule *schedule, char **text, ovf_error *error)
{
    if (text == NULL) return ovf_fail_null(error, "a place for the text");
    writing w = {0};
    const size_t count = schedule != NULL ? schedule->count : 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0) put(&w, "; ");
        put_rules(&w, &schedule->periods[i]);
    }
    const bool unknown = schedule != NULL && schedule->unknown;
    if (unknown) put(&w, count > 0 ? "; unknown" : "unknown");
    else if (count == 0) put(&w, "always");
    if (w.failed) {
        ovf_text_clear(&w.text);
        return ovf_fail_memory(error);
    }
    *text = w.text.text;
    return OVF_OK;
}
