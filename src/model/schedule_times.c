/* Times of day in the text of a schedule. */
#include "base/ascii.h"
#include "model/schedule_reader.h"

#define MINUTE_MS 60000

/* ---- 0800, 08:00, 8:00, 08:00:00.5 ---- */

static ovf_read clock_time(ovf_schedule_reader *r, ovf_time_of_day *time)
{
    const size_t before = r->at;
    static const char *expected = "a time of day from 00:00 to 24:00";
    int hours = ovf_reader_digits(r, 1, 2), minutes = 0, ms = 0;
    if (hours >= 0) {
        if (r->upper[r->at] != ':') {
            r->at = before;
            return OVF_READ_NO;
        }
        r->at++;
        minutes = ovf_is_digit(r->upper[r->at]) ? ovf_reader_digits(r, 2, 2) : -1;
        if (minutes >= 0 && r->upper[r->at] == ':' && ovf_is_digit(r->upper[r->at + 1])) {
            r->at++;
            const int seconds = ovf_reader_digits(r, 2, 2);
            if (seconds < 0 || seconds > 59) minutes = -1;
            ms = seconds * 1000;
            if (r->upper[r->at] == '.' && ovf_is_digit(r->upper[r->at + 1])) {
                r->at++;
                for (int unit = 100; ovf_is_digit(r->upper[r->at]); unit /= 10)
                    ms += (r->upper[r->at++] - '0') * unit;
            }
        }
    } else {
        const int whole = ovf_reader_digits(r, 4, 4);
        if (whole < 0) return OVF_READ_NO;
        hours = whole / 100;
        minutes = whole % 100;
    }
    const int64_t at_ms = (int64_t)(hours * 60 + minutes) * MINUTE_MS + ms;
    if (minutes < 0 || minutes > 59 || at_ms > OVF_DAY_MS || ovf_is_digit(r->upper[r->at])) {
        r->at = before;
        return ovf_reader_fail(r, expected);
    }
    *time = (ovf_time_of_day){OVF_FROM_MIDNIGHT, (int32_t)at_ms};
    /* 0800Z and 08:00L name the clock too. */
    const char next = r->upper[r->at], after = next != '\0' ? r->upper[r->at + 1] : '\0';
    const bool two = next == 'L' && after == 'T' && !ovf_is_letter(r->upper[r->at + 2]);
    if ((next == 'Z' || next == 'L') && (two || !ovf_is_letter(after))) {
        r->at += two ? 2 : 1;
        const ovf_clock clock = {.kind = next == 'Z' ? OVF_CLOCK_UTC : OVF_CLOCK_LOCAL};
        return ovf_rule_clock(r, &clock);
    }
    return OVF_READ_YES;
}

/* ---- SR, sunset, dawn, EECT; SR-30, (sunrise+00:30), 30 MIN BEFORE SUNRISE ---- */

static bool sun_word(ovf_schedule_reader *r, ovf_time_base *base)
{
    static const ovf_time_base bases[] = {OVF_FROM_SUNRISE, OVF_FROM_SUNRISE, OVF_FROM_SUNSET,
                                          OVF_FROM_SUNSET,  OVF_FROM_DAWN,    OVF_FROM_DAWN,
                                          OVF_FROM_DUSK,    OVF_FROM_DUSK};
    const int word = ovf_reader_choice(r, "SUNRISE|SR|SUNSET|SS|DAWN|BMCT|DUSK|EECT");
    if (word >= 0) *base = bases[word];
    return word >= 0;
}

/* MIN, HR and the like; the number of minutes in one; 0: none. */
static int unit_of(ovf_schedule_reader *r)
{
    if (ovf_reader_choice(r, "MIN|MINS|MINUTE|MINUTES|M") >= 0) return 1;
    return ovf_reader_choice(r, "HR|HRS|HOUR|HOURS|H") >= 0 ? 60 : 0;
}

/* What stands behind SR: +30, -30MIN, +1H, +00:30. In parentheses and behind + also hh:mm. A dash
 * and four digits are the end of a range. */
static ovf_read sun_offset(ovf_schedule_reader *r, bool enclosed, int32_t *ms)
{
    const size_t before = r->at;
    ovf_reader_blanks(r);
    const char sign = r->upper[r->at];
    if (sign != '+' && sign != '-') {
        r->at = before;
        return OVF_READ_NO;
    }
    r->at++;
    int minutes = ovf_reader_digits(r, 1, 3);
    if (minutes >= 0 && r->upper[r->at] == ':' && (enclosed || sign == '+')) {
        r->at++;
        const int rest = ovf_reader_digits(r, 2, 2);
        minutes = rest < 0 || rest > 59 ? -1 : minutes * 60 + rest;
    } else if (minutes >= 0 && r->upper[r->at] == ':') {
        minutes = -1;
    } else if (minutes >= 0) {
        const int unit = unit_of(r);
        if (unit != 0) minutes *= unit;
    }
    if (minutes < 0 || minutes > 24 * 60) {
        r->at = before;
        return sign == '+' || enclosed ? ovf_reader_fail(r, "minutes after sunrise or sunset")
                                       : OVF_READ_NO;
    }
    *ms = (sign == '-' ? -1 : 1) * minutes * MINUTE_MS;
    return OVF_READ_YES;
}

/* 30 MIN BEFORE, ONE HOUR AFTER, 1/2 HR PRIOR TO */
static bool sun_phrase(ovf_schedule_reader *r, ovf_time_of_day *time)
{
    const size_t before = r->at;
    int minutes = -1;
    if (ovf_reader_choice(
            r, "ONE-HALF HOUR|ONE HALF HOUR|HALF HOUR|HALF AN HOUR|1/2 HOUR|1/2 HR") >= 0) {
        minutes = 30;
    } else {
        minutes = ovf_reader_choice(r, "ONE|AN") >= 0   ? 1
                  : ovf_reader_choice(r, "TWO") >= 0    ? 2
                  : ovf_reader_choice(r, "THIRTY") >= 0 ? 30
                                                        : ovf_reader_digits(r, 1, 3);
        const int unit = minutes >= 0 ? unit_of(r) : 0;
        minutes = unit == 0 ? -1 : minutes * unit;
    }
    const int side = minutes >= 0 ? ovf_reader_choice(r, "BEFORE|PRIOR TO|AFTER") : -1;
    if (side < 0 || minutes > 24 * 60 || !sun_word(r, &time->base)) {
        r->at = before;
        return false;
    }
    time->ms = (side < 2 ? -1 : 1) * minutes * MINUTE_MS;
    return true;
}

static ovf_read sun_time(ovf_schedule_reader *r, ovf_time_of_day *time)
{
    const size_t before = r->at;
    *time = (ovf_time_of_day){0};
    if (sun_phrase(r, time)) return OVF_READ_YES;
    const bool enclosed = ovf_reader_char(r, '(');
    if (!sun_word(r, &time->base)) {
        r->at = before;
        return OVF_READ_NO;
    }
    if (sun_offset(r, enclosed, &time->ms) == OVF_READ_BAD) return OVF_READ_BAD;
    if (enclosed && !ovf_reader_char(r, ')')) return ovf_reader_fail(r, ")");
    return OVF_READ_YES;
}

static ovf_read time_of_day(ovf_schedule_reader *r, ovf_time_of_day *time)
{
    const ovf_read read = sun_time(r, time);
    return read == OVF_READ_NO ? clock_time(r, time) : read;
}

/* ---- Ranges ---- */

/* Where a time usually is in the day, to tell 22:00-SR, which ends on the next day, from 06:00-SS.
 */
static int64_t usual_ms(const ovf_time_of_day *time)
{
    static const int minutes[] = {0, 330, 360, 1080, 1110};
    return (int64_t)minutes[time->base] * MINUTE_MS + time->ms;
}

bool ovf_ends_next_day(const ovf_time_of_day *start, const ovf_time_of_day *end)
{
    return usual_ms(end) <= usual_ms(start);
}

void ovf_range_settle(ovf_time_range *range)
{
    const bool midnights = range->start.base == OVF_FROM_MIDNIGHT && range->start.ms == 0 &&
                           range->end.base == OVF_FROM_MIDNIGHT;
    if (midnights && ((range->end_day == 0 && range->end.ms == OVF_DAY_MS) ||
                      (range->end_day == 1 && range->end.ms == 0))) {
        range->end_day = 0;
        range->end.ms = 0;
    }
}

static ovf_read add(ovf_schedule_reader *r, ovf_time_range range)
{
    ovf_rule *rule = &r->rule;
    if (rule->time_count == OVF_TIMES_AT_MOST)
        return ovf_reader_fail(r, "at most 24 times in a rule");
    rule->times[rule->time_count++] = range;
    rule->has_times = true;
    return OVF_READ_YES;
}

/* HJ is from sunrise to sunset, HN from sunset to sunrise (ICAO Doc 8400). */
static ovf_read abbreviation(ovf_schedule_reader *r)
{
    const size_t before = r->at;
    const int word = ovf_reader_choice(r, "HJ|HN");
    const ovf_time_of_day sunrise = {OVF_FROM_SUNRISE, 0}, sunset = {OVF_FROM_SUNSET, 0};
    if (word == 0) return add(r, (ovf_time_range){sunrise, sunset, 0});
    if (word == 1) return add(r, (ovf_time_range){sunset, sunrise, 1});
    ovf_reader_blanks(r);
    const char *at = r->upper + r->at;
    const size_t digits = at[0] == 'H' ? 1 : 0;
    if (digits == 1 && at[1] == '2' && at[2] == '4' && !ovf_is_digit(at[3])) {
        r->at += 3;
    } else if (ovf_reader_choice(r, "CONTINUOUS|CONTINUOUSLY|CONT|PERMANENT|24 HOURS|24 HRS|24H|"
                                    "24 HR|ALL DAY") < 0) {
        if (!(at[0] == '2' && at[1] == '4' && at[2] == '/' && at[3] == '7' &&
              !ovf_is_digit(at[4]))) {
            r->at = before;
            return OVF_READ_NO;
        }
        r->at += 4;
    }
    return add(r, (ovf_time_range){{0}, {0}, 0});
}

/* FRI 17:00-SUN 20:00: the day behind the dash. */
static int days_until(const ovf_rule *rule, int last)
{
    for (int first = 0; first < 7; first++)
        if ((rule->period.days & 1U << first) != 0) return (last - first + 7) % 7;
    return 0;
}

ovf_read ovf_read_times(ovf_schedule_reader *r)
{
    ovf_read read = abbreviation(r);
    if (read != OVF_READ_NO) return read;
    const size_t before = r->at;
    ovf_time_range range = {.end_day = 0};
    const bool one_day = r->rule.one_day;
    if (one_day && r->upper[r->at] == '.') r->at++;
    read = time_of_day(r, &range.start);
    if (read == OVF_READ_NO) r->at = before;
    if (read != OVF_READ_YES) return read;
    if (!ovf_reader_until(r)) return ovf_reader_fail(r, "a dash and the end of the time");
    const int last = one_day ? ovf_read_weekday(r) : -1;
    if (last >= 0 && r->upper[r->at] == '.') r->at++;
    read = time_of_day(r, &range.end);
    if (read == OVF_READ_NO) return ovf_reader_fail(r, "a time of day");
    if (read == OVF_READ_BAD) return read;
    if (last >= 0) range.end_day = days_until(&r->rule, last);
    const bool behind = ovf_ends_next_day(&range.start, &range.end);
    if (range.end_day == 0 && behind) range.end_day = last >= 0 ? 7 : 1;
    ovf_range_settle(&range);
    return add(r, range);
}
