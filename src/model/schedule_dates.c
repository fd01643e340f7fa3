/* Dates and instants in the text of a schedule. */
#include <string.h>

#include "base/ascii.h"
#include "base/time.h"
#include "model/schedule_reader.h"

static bool digits_at(const char *at, int count)
{
    for (int i = 0; i < count; i++)
        if (!ovf_is_digit(at[i])) return false;
    return !ovf_is_digit(at[count]);
}

static int number_at(const char *at, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) value = value * 10 + (at[i] - '0');
    return value;
}

/* Of a year that has 29 February; in others that is the 28th. */
static const int month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static bool is_date(int year, int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= month_days[month - 1] && year <= 9999;
}

/* A date or an instant, or no limit. */
typedef struct {
    enum { DATE, INSTANT, OPEN, UNKNOWN } kind;
    ovf_date date;
    bool whole_month; /* no day is named */
    double at_s;
} limit;

/* ---- 2026-05-01, 2026-05-01T06:00Z ---- */

static bool is_iso(const char *at)
{
    return digits_at(at, 4) && at[4] == '-' && digits_at(at + 5, 2) && at[7] == '-' &&
           digits_at(at + 8, 2);
}

static ovf_read iso(ovf_schedule_reader *r, limit *found)
{
    ovf_reader_blanks(r);
    const char *at = r->upper + r->at;
    if (ovf_reader_words(r, "NONE")) {
        found->kind = UNKNOWN;
        return OVF_READ_YES;
    }
    if (at[0] == '.' && at[1] == '.') {
        r->at += 2;
        found->kind = OPEN;
        return OVF_READ_YES;
    }
    if (!is_iso(at)) return OVF_READ_NO;
    if (at[10] != 'T') {
        found->kind = DATE;
        found->date = (ovf_date){(int16_t)number_at(at, 4), (int8_t)number_at(at + 5, 2),
                                 (int8_t)number_at(at + 8, 2)};
        double day;
        char text[11] = "";
        memcpy(text, at, 10);
        if (found->date.year == 0 || !ovf_time_parse(text, &day))
            return ovf_reader_fail(r, "a date");
        r->at += 10;
        return OVF_READ_YES;
    }
    char text[40] = "";
    size_t length = 11;
    while (length < sizeof text - 1 && at[length] != '\0' &&
           (ovf_is_digit(at[length]) || strchr(":.+-Z", at[length]) != NULL) &&
           !(at[length] == '-' && at[length - 1] == 'Z'))
        length++;
    memcpy(text, at, length);
    found->kind = INSTANT;
    if (strpbrk(text + 11, "Z+-") == NULL || !ovf_time_parse(text, &found->at_s))
        return ovf_reader_fail(r, "an instant such as 2026-05-01T06:00Z");
    r->at += length;
    return OVF_READ_YES;
}

/* ---- 01.03., 25.03.2024, 25.03.2024.08:00Z ---- */

static bool is_dotted(const char *at)
{
    return digits_at(at, 2) && at[2] == '.' && digits_at(at + 3, 2) && at[5] == '.';
}

static ovf_read dotted(ovf_schedule_reader *r, limit *found)
{
    ovf_reader_blanks(r);
    const char *at = r->upper + r->at;
    if (!is_dotted(at)) return OVF_READ_NO;
    const int day = number_at(at, 2), month = number_at(at + 3, 2);
    const int year = digits_at(at + 6, 4) ? number_at(at + 6, 4) : 0;
    if (!is_date(year, month, day) || (year == 0 && ovf_is_digit(at[6])))
        return ovf_reader_fail(r, "a date such as 01.03. or 25.03.2024");
    *found = (limit){.kind = DATE, .date = {(int16_t)year, (int8_t)month, (int8_t)day}};
    r->at += year == 0 ? 6 : 10;
    at = r->upper + r->at;
    if (year == 0 || at[0] != '.' || !digits_at(at + 1, 2)) return OVF_READ_YES;
    r->at++;
    const int hours = ovf_reader_digits(r, 2, 2);
    const int minutes = r->upper[r->at] == ':' ? (r->at++, ovf_reader_digits(r, 2, 2)) : -1;
    if (hours > 24 || minutes < 0 || minutes > 59 || (hours == 24 && minutes > 0) ||
        r->upper[r->at] != 'Z')
        return ovf_reader_fail(r, "a time in UTC such as 25.03.2024.08:00Z");
    r->at++;
    found->kind = INSTANT;
    found->at_s = (double)ovf_time_days(year, month, day) * OVF_DAY_S + hours * 3600 + minutes * 60;
    return OVF_READ_YES;
}

/* ---- 1 May, May 1, May ---- */

static int month_of(ovf_schedule_reader *r)
{
    static const char *const names[] = {"JAN|JANUARY", "FEB|FEBRUARY", "MAR|MARCH",
                                        "APR|APRIL",   "MAY",          "JUN|JUNE",
                                        "JUL|JULY",    "AUG|AUGUST",   "SEP|SEPT|SEPTEMBER",
                                        "OCT|OCTOBER", "NOV|NOVEMBER", "DEC|DECEMBER"};
    for (int month = 0; month < 12; month++)
        if (ovf_reader_choice(r, names[month]) >= 0) return month + 1;
    return 0;
}

/* A day of the month, not the hour of a time. */
static int day_of(ovf_schedule_reader *r)
{
    const size_t before = r->at;
    const int day = ovf_reader_digits(r, 1, 2);
    if (day < 0 || r->upper[r->at] != ':') return day;
    r->at = before;
    return -1;
}

static ovf_read named(ovf_schedule_reader *r, limit *found, bool last, int usual_month)
{
    const size_t before = r->at;
    int day = day_of(r), month = month_of(r);
    if (month == 0 && (day < 0 || usual_month == 0)) {
        r->at = before;
        return OVF_READ_NO;
    }
    if (month == 0) month = usual_month;
    else if (day < 0) day = day_of(r);
    const bool whole = day < 0;
    if (whole) day = last ? month_days[month - 1] : 1;
    else if (!is_date(0, month, day)) {
        r->at = before;
        return ovf_reader_fail(r, "a date such as 15 Mar");
    }
    *found = (limit){.kind = DATE, .date = {0, (int8_t)month, (int8_t)day}};
    found->whole_month = whole;
    return OVF_READ_YES;
}

/* ---- Ranges ---- */

static ovf_read keep(ovf_schedule_reader *r, const limit *first, const limit *last)
{
    ovf_period *period = &r->rule.period;
    const bool dates = first->kind == DATE && last->kind == DATE;
    if (dates) {
        if ((first->date.year == 0) != (last->date.year == 0))
            return ovf_reader_fail(r, "a year in both dates or in none");
        period->first = first->date;
        period->last = last->date;
        r->rule.has_dates = true;
        if (first->date.year == 0) return OVF_READ_YES;
        if (ovf_time_days(first->date.year, first->date.month, first->date.day) <=
            ovf_time_days(last->date.year, last->date.month, last->date.day))
            return OVF_READ_YES;
        return ovf_reader_fail(r, "dates in order");
    }
    if (first->kind == DATE || last->kind == DATE)
        return ovf_reader_fail(r, "a time of day in both or in none");
    period->has_from = first->kind == INSTANT;
    period->has_until = last->kind == INSTANT;
    if (period->has_from) period->from_s = first->at_s;
    if (period->has_until) period->until_s = last->at_s;
    if (first->kind == UNKNOWN || last->kind == UNKNOWN) r->rule.perhaps = true;
    r->rule.has_instants = true;
    if (period->has_from && period->has_until && !(first->at_s <= last->at_s))
        return ovf_reader_fail(r, "instants in order");
    return OVF_READ_YES;
}

static ovf_read iso_range(ovf_schedule_reader *r)
{
    const size_t before = r->at;
    limit first = {0}, last = {0};
    ovf_read read = iso(r, &first);
    if (read != OVF_READ_YES) return read;
    const bool range = ovf_reader_char(r, '/') ||
                       ((first.kind == DATE || first.kind == INSTANT) && ovf_reader_until(r));
    if (!range && first.kind == DATE) return keep(r, &first, &first);
    if (!range && first.kind == UNKNOWN) { /* OpenAir 2: NONE */
        r->rule.perhaps = r->rule.whole = true;
        return OVF_READ_YES;
    }
    if (!range) {
        r->at = before;
        return first.kind == OPEN ? OVF_READ_NO
                                  : ovf_reader_fail(r, "two instants with / between them");
    }
    read = iso(r, &last);
    if (read == OVF_READ_NO) return ovf_reader_fail(r, "a date or an instant behind the /");
    return read == OVF_READ_BAD ? read : keep(r, &first, &last);
}

ovf_read ovf_read_dates(ovf_schedule_reader *r)
{
    ovf_read read = iso_range(r);
    if (read != OVF_READ_NO) return read;
    limit first = {0}, last = {0};
    read = dotted(r, &first);
    if (read == OVF_READ_BAD) return read;
    if (read == OVF_READ_YES) {
        if (!ovf_reader_until(r)) {
            if (first.kind == INSTANT) return ovf_reader_fail(r, "a second instant");
            return keep(r, &first, &first);
        }
        read = dotted(r, &last);
        if (read == OVF_READ_NO) return ovf_reader_fail(r, "a second date");
        return read == OVF_READ_BAD ? read : keep(r, &first, &last);
    }
    read = named(r, &first, false, 0);
    if (read != OVF_READ_YES) return read;
    const size_t after = r->at;
    if (ovf_reader_until(r)) {
        read = named(r, &last, true, first.date.month);
        if (read == OVF_READ_NO) {
            r->at = after;
            return ovf_reader_fail(r, "a second date behind the dash");
        }
        return read == OVF_READ_BAD ? read : keep(r, &first, &last);
    }
    last = first;
    if (first.whole_month) last.date.day = (int8_t)month_days[first.date.month - 1];
    return keep(r, &first, &last);
}
