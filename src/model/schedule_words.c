/* Words, days of the week and clocks in the text of a schedule. */
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "base/text.h"
#include "model/schedule_reader.h"

ovf_read ovf_reader_fail(ovf_schedule_reader *r, const char *expected)
{
    ovf_reader_blanks(r);
    char found[40];
    ovf_text_shorten(r->text + r->at, found, sizeof found);
    if (r->text[r->at] == '\0')
        r->status = ovf_fail(r->error, OVF_ERROR_INPUT, "expected %s, found the end", expected);
    else
        r->status = ovf_fail(r->error, OVF_ERROR_INPUT, "expected %s, found \"%s\"", expected,
                             found);
    return OVF_READ_BAD;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

void ovf_reader_blanks(ovf_schedule_reader *r)
{
    while (is_blank(r->upper[r->at])) r->at++;
}

bool ovf_reader_char(ovf_schedule_reader *r, char c)
{
    const size_t before = r->at;
    ovf_reader_blanks(r);
    if (r->upper[r->at] == c) {
        r->at++;
        return true;
    }
    r->at = before;
    return false;
}

static bool words(ovf_schedule_reader *r, const char *wanted, size_t length)
{
    const size_t before = r->at;
    ovf_reader_blanks(r);
    for (size_t i = 0; i < length; i++) {
        if (wanted[i] == ' ') {
            ovf_reader_blanks(r);
        } else if (r->upper[r->at] == wanted[i]) {
            r->at++;
        } else {
            r->at = before;
            return false;
        }
    }
    if (ovf_is_letter(r->upper[r->at]) || r->upper[r->at] == '_') {
        r->at = before;
        return false;
    }
    return true;
}

bool ovf_reader_words(ovf_schedule_reader *r, const char *wanted)
{
    return words(r, wanted, strlen(wanted));
}

int ovf_reader_choice(ovf_schedule_reader *r, const char *choices)
{
    int number = 0;
    for (const char *at = choices;; number++) {
        const size_t length = strcspn(at, "|");
        if (words(r, at, length)) return number;
        if (at[length] == '\0') return -1;
        at += length + 1;
    }
}

bool ovf_reader_until(ovf_schedule_reader *r)
{
    return ovf_reader_char(r, '-') || ovf_reader_choice(r, "TO|UNTIL|TILL|THROUGH|THRU") >= 0;
}

int ovf_reader_digits(ovf_schedule_reader *r, int least, int most)
{
    const size_t before = r->at;
    ovf_reader_blanks(r);
    int value = 0, count = 0;
    while (ovf_is_digit(r->upper[r->at]) && count <= most) {
        value = value * 10 + (r->upper[r->at++] - '0');
        count++;
    }
    if (count >= least && count <= most) return value;
    r->at = before;
    return -1;
}

/* ---- Days ---- */

int ovf_read_weekday(ovf_schedule_reader *r)
{
    static const char *const names[] = {
        "MO|MON|MONDAY|MONDAYS",       "TU|TUE|TUES|TUESDAY|TUESDAYS",
        "WE|WED|WEDNESDAY|WEDNESDAYS", "TH|THU|THUR|THURS|THURSDAY|THURSDAYS",
        "FR|FRI|FRIDAY|FRIDAYS",       "SA|SAT|SATURDAY|SATURDAYS",
        "SU|SUN|SUNDAY|SUNDAYS",
    };
    for (int day = 0; day < 7; day++)
        if (ovf_reader_choice(r, names[day]) >= 0) return day;
    return -1;
}

static bool holidays(ovf_schedule_reader *r)
{
    return ovf_reader_choice(r,
                             "PH|HOL|HOLS|HOLIDAY|HOLIDAYS|PUBLIC HOLIDAYS|PUBLIC HOLIDAY|"
                             "FEDERAL HOLIDAYS|LEGAL HOLIDAYS|NATIONAL HOLIDAYS|PUBLIC HOL") >= 0;
}

/* One item of a list of days. */
static ovf_read days_item(ovf_schedule_reader *r, unsigned *days, bool *single)
{
    const int first = ovf_read_weekday(r);
    *single = false;
    if (first >= 0) {
        *days |= 1U << first;
        const size_t before = r->at;
        if (!ovf_reader_until(r)) {
            *single = true;
            return OVF_READ_YES;
        }
        const int last = ovf_read_weekday(r);
        if (last < 0) {
            r->at = before;
            return ovf_reader_fail(r, "a day of the week behind the dash");
        }
        for (int day = first; day != last; day = (day + 1) % 7) *days |= 1U << day;
        *days |= 1U << last;
        return OVF_READ_YES;
    }
    if (holidays(r)) *days |= OVF_HOLIDAYS;
    else if (ovf_reader_choice(r, "DAILY|EVERY DAY|EVERYDAY|ALL DAYS|ANY DAY") >= 0)
        *days |= OVF_WEEK;
    else if (ovf_reader_choice(r, "WEEKDAYS|WEEKDAY") >= 0) *days |= OVF_WEEK & 31;
    else if (ovf_reader_choice(r, "WEEKENDS|WEEKEND") >= 0) *days |= OVF_SATURDAY | OVF_SUNDAY;
    /* Which days are working days depends on the country. */
    else if (ovf_reader_choice(r, "WORK_DAY|WORK_DAYS|WORKING DAYS|WORKDAYS|WORK DAYS") >= 0)
        *days |= OVF_WEEK | OVF_NOT_ON_HOLIDAYS;
    else return OVF_READ_NO;
    return OVF_READ_YES;
}

static bool list_goes_on(ovf_schedule_reader *r)
{
    return ovf_reader_choice(r, "AND") >= 0 || ovf_reader_char(r, ',') || ovf_reader_char(r, '&') ||
           ovf_reader_char(r, '/');
}

static ovf_read days_list(ovf_schedule_reader *r, unsigned *days, bool *single)
{
    ovf_read read = days_item(r, days, single);
    while (read == OVF_READ_YES) {
        const size_t before = r->at;
        while (list_goes_on(r)) {
        }
        if (r->at == before) return read;
        bool one;
        read = days_item(r, days, &one);
        if (read == OVF_READ_NO) {
            r->at = before;
            return OVF_READ_YES;
        }
        *single = false;
    }
    return read;
}

ovf_read ovf_read_days(ovf_schedule_reader *r)
{
    unsigned days = 0;
    bool single = false;
    const ovf_read read = days_list(r, &days, &single);
    if (read != OVF_READ_YES) return read;
    r->rule.period.days |= days;
    r->rule.one_day = single;
    return OVF_READ_YES;
}

ovf_read ovf_read_except(ovf_schedule_reader *r)
{
    if (ovf_reader_choice(r, "EXCEPT|EXCLUDING|EXC|EXCL|EXCLUDED|NOT ON|EXCEPT ON") < 0)
        return OVF_READ_NO;
    unsigned days = 0;
    bool single = false;
    const ovf_read read = days_list(r, &days, &single);
    if (read == OVF_READ_BAD) return read;
    unsigned *own = &r->rule.period.days;
    unsigned week = (*own & OVF_WEEK) != 0 ? *own & OVF_WEEK : OVF_WEEK;
    week &= ~days;
    if (read == OVF_READ_NO || week == 0 || (days & OVF_NOT_ON_HOLIDAYS) != 0)
        return ovf_reader_fail(r, "days that are excepted");
    *own = (*own & ~(unsigned)OVF_WEEK) | week;
    if ((days & OVF_HOLIDAYS) != 0) *own = (*own & ~(unsigned)OVF_HOLIDAYS) | OVF_NOT_ON_HOLIDAYS;
    r->rule.has_days = true;
    r->rule.one_day = false;
    return OVF_READ_YES;
}

/* ---- Clocks ---- */

bool ovf_clock_same(const ovf_clock *a, const ovf_clock *b)
{
    return a->kind == b->kind &&
           (a->kind != OVF_CLOCK_OFFSET ||
            (a->offset_least_s == b->offset_least_s && a->offset_most_s == b->offset_most_s)) &&
           (a->kind != OVF_CLOCK_ZONE || strcmp(a->zone, b->zone) == 0);
}

ovf_read ovf_rule_clock(ovf_schedule_reader *r, const ovf_clock *clock)
{
    if (r->rule.has_clock && !ovf_clock_same(&r->rule.period.clock, clock))
        return ovf_reader_fail(r, "one clock in a rule");
    r->rule.has_clock = true;
    r->rule.period.clock = *clock;
    return OVF_READ_YES;
}

/* +2, -0330, +05:30 */
static ovf_read offset(ovf_schedule_reader *r, int32_t *seconds)
{
    const bool minus = r->upper[r->at] == '-';
    if (!minus && r->upper[r->at] != '+') return OVF_READ_NO;
    const size_t before = r->at++;
    int hours = -1, minutes = 0;
    if (ovf_is_digit(r->upper[r->at])) {
        hours = ovf_reader_digits(r, 1, 2);
        if (hours < 0) {
            hours = ovf_reader_digits(r, 4, 4);
            minutes = hours % 100;
            hours /= 100;
        } else if (r->upper[r->at] == ':') {
            r->at++;
            minutes = ovf_reader_digits(r, 2, 2);
        }
    }
    if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 14 * 60) {
        r->at = before;
        return ovf_reader_fail(r, "an offset from UTC of at most 14 hours, such as UTC+02:00");
    }
    *seconds = (minus ? -60 : 60) * (hours * 60 + minutes);
    return OVF_READ_YES;
}

static ovf_read utc(ovf_schedule_reader *r)
{
    ovf_clock clock = {0};
    ovf_read read = OVF_READ_NO;
    int32_t least = 0, most = 0;
    read = offset(r, &least);
    if (read == OVF_READ_BAD) return read;
    if (read == OVF_READ_YES) {
        most = least;
        if (r->upper[r->at] == '.' && r->upper[r->at + 1] == '.') {
            r->at += 2;
            read = offset(r, &most);
            if (read == OVF_READ_BAD) return read;
            if (read == OVF_READ_NO || most < least)
                return ovf_reader_fail(r, "a greater offset from UTC behind the dots");
        }
        clock = (ovf_clock){
            .kind = OVF_CLOCK_OFFSET, .offset_least_s = least, .offset_most_s = most};
    } else if (ovf_reader_words(r, "OR LOCAL")) {
        clock.kind = OVF_CLOCK_UNSAID;
    }
    return ovf_rule_clock(r, &clock);
}

static ovf_read zone(ovf_schedule_reader *r)
{
    static const char *const areas[] = {"AFRICA/", "AMERICA/",  "ANTARCTICA/", "ARCTIC/",
                                        "ASIA/",   "ATLANTIC/", "AUSTRALIA/",  "BRAZIL/",
                                        "CANADA/", "CHILE/",    "ETC/",        "EUROPE/",
                                        "INDIAN/", "MEXICO/",   "PACIFIC/",    "US/"};
    ovf_reader_blanks(r);
    size_t area = 0;
    const size_t count = sizeof areas / sizeof areas[0];
    while (area < count && strncmp(r->upper + r->at, areas[area], strlen(areas[area])) != 0) area++;
    if (area == count) return OVF_READ_NO;
    size_t length = 0;
    const char *name = r->text + r->at;
    while (ovf_is_letter(name[length]) || ovf_is_digit(name[length]) ||
           (name[length] != '\0' && strchr("/_+-", name[length]) != NULL))
        length++;
    ovf_clock clock = {.kind = OVF_CLOCK_ZONE};
    if (length >= OVF_CLOCK_ZONE_SIZE || name[length - 1] == '/')
        return ovf_reader_fail(r, "the name of a time zone, such as Europe/Prague");
    memcpy(clock.zone, name, length);
    r->at += length;
    return ovf_rule_clock(r, &clock);
}

ovf_read ovf_read_clock(ovf_schedule_reader *r)
{
    if (ovf_reader_choice(r, "UTC|GMT|ZULU|Z") >= 0) return utc(r);
    if (ovf_reader_choice(r, "LOCAL TIME|LOCAL|LT|LCL|L") >= 0)
        return ovf_rule_clock(r, &(ovf_clock){.kind = OVF_CLOCK_LOCAL});
    const size_t before = r->at;
    /* Daylight saving adjusted: UTC in winter, an hour earlier in summer, as AIPs of Europe say. */
    if (ovf_reader_char(r, '[')) {
        if (ovf_reader_words(r, "DSA") && ovf_reader_char(r, ']'))
            return ovf_rule_clock(r, &(ovf_clock){.kind = OVF_CLOCK_OFFSET, .offset_most_s = 3600});
        r->at = before;
    }
    return zone(r);
}
