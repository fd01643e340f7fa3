#include "input/airspace/aixm_words.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/time.h"
#include "input/formats/values.h"

static bool is(const char *text, const char *word) { return strcasecmp(text, word) == 0; }

static bool add(ovf_text *text, const char *more) { return ovf_text_add_string(text, more); }

static bool number(const char *text, double *value)
{
    return ovf_decimal_is(text, strlen(text), value);
}

/* ---- limits ---- */

/* One limit, as the file has it, in an order and with names that limits are read in. */
static bool add_limit(const ovf_aixm_limit *limit, ovf_text *text)
{
    char tens[40];
    double value;
    const char *unit = limit->unit, *reference = limit->reference, *shown = limit->value;
    if (!number(limit->value, &value)) return add(text, limit->value); /* GND, UNL */
    if (is(reference, "W84")) reference = "HAE";
    if (is(reference, "ALT")) reference = "MSL";
    if (is(reference, "HEI")) reference = "SFC";
    if (is(unit, "FL") && (is(reference, "STD") || *reference == '\0'))
        return add(text, "FL") && add(text, shown);
    /* Tens of metres over the pressure level. */
    if (is(unit, "SM") && (is(reference, "STD") || *reference == '\0')) {
        snprintf(tens, sizeof tens, "%.10g", value * 10);
        return add(text, tens) && add(text, " M STD");
    }
    if (is(unit, "FL"))
        return add(text, "FL ") && add(text, shown) && add(text, " ") && add(text, reference);
    return add(text, shown) && add(text, " ") && add(text, *unit == '\0' ? "(no unit)" : unit) &&
           add(text, " ") && add(text, *reference == '\0' ? "(no reference)" : reference);
}

bool ovf_aixm_limit_text(const ovf_aixm_limit *limit, const ovf_aixm_limit *other, bool upper,
                         ovf_text *text)
{
    bool has = *limit->value != '\0', second = other != NULL && *other->value != '\0';
    ovf_text_reset(text);
    if (!has && !second) {
        if (*limit->nil == '\0') return true;
        return add(text, "not given (") && add(text, limit->nil) && add(text, ")");
    }
    if (!second) return add_limit(limit, text);
    if (!has) return add_limit(other, text);
    return add(text, upper ? "the higher of " : "the lower of ") && add_limit(limit, text) &&
           add(text, " or ") && add_limit(other, text);
}

bool ovf_aixm_limits_add(ovf_airspace *airspace, const ovf_aixm_limit limits[2][2], bool part,
                         ovf_text *text)
{
    static const char *const names[] = {"floor", "ceiling"};
    for (int k = 0; k < 2; k++) {
        if (!ovf_aixm_limit_text(&limits[k][0], &limits[k][1], k == 1, text)) return false;
        if (text->length == 0) continue;
        bool good = part ? ovf_airspace_add_part_word(airspace, names[k], text->text, text->length,
                                                      " / ")
                         : ovf_airspace_add_word(airspace, names[k], text->text, text->length,
                                                 " / ");
        if (!good) return false;
    }
    return true;
}

/* ---- days ---- */

/* False: it is no single day of the week. */
static bool weekday(const char *code, const char **name)
{
    static const char *const days[] = {"MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"};
    for (size_t i = 0; i < 7; i++)
        if (is(code, days[i])) {
            *name = days[i];
            return true;
        }
    return false;
}

/* Days as a schedule names them; NULL: it cannot. */
static const char *days_of(const char *code)
{
    const char *name;
    if (weekday(code, &name)) return name;
    if (*code == '\0' || is(code, "ANY")) return "";
    if (is(code, "WORK_DAY") || is(code, "WD")) return "Mo-Fr except PH";
    if (is(code, "HOL") || is(code, "LH")) return "PH";
    return NULL;
}

/* ---- dates: 01-10 is the first of October ---- */

static bool date_of(const char *text, int *day, int *month)
{
    return strlen(text) == 5 && isdigit((unsigned char)text[0]) &&
           isdigit((unsigned char)text[1]) && text[2] == '-' && isdigit((unsigned char)text[3]) &&
           isdigit((unsigned char)text[4]) && sscanf(text, "%2d-%2d", day, month) == 2 &&
           *day >= 1 && *day <= 31 && *month >= 1 && *month <= 12;
}

static bool dates_of(const ovf_aixm_sheet *sheet, char text[64])
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int first[2] = {1, 1}, last[2] = {31, 12};
    double years[2];
    text[0] = '\0';
    if (*sheet->first == '\0' && *sheet->last == '\0') return true;
    if (*sheet->first != '\0' && !date_of(sheet->first, &first[0], &first[1])) return false;
    if (*sheet->last != '\0' && !date_of(sheet->last, &last[0], &last[1])) return false;
    if (*sheet->first_year != '\0' || *sheet->last_year != '\0') {
        if (!number(sheet->first_year, &years[0]) || !number(sheet->last_year, &years[1]) ||
            !(years[0] >= 1 && years[0] <= years[1] && years[1] <= 9998))
            return false;
        snprintf(text, 64, "%04.0f-%02d-%02d/%04.0f-%02d-%02d", years[0], first[1], first[0],
                 years[1], last[1], last[0]);
        return true;
    }
    if (first[0] == 1 && first[1] == 1 && last[0] == 31 && last[1] == 12) return true;
    snprintf(text, 64, "%d %s-%d %s", first[0], months[first[1] - 1], last[0], months[last[1] - 1]);
    return true;
}

/* ---- times of day ---- */

/* "08:00", "SR-30"; empty where neither is given. False: it cannot be expressed. */
static bool time_of(const char *clock, const char *event, const char *offset, const char *unit,
                    char text[24])
{
    double minutes = 0;
    text[0] = '\0';
    if (*event == '\0') {
        int hours, rest;
        char behind;
        if (*clock == '\0') return true;
        if (sscanf(clock, "%2d:%2d%c", &hours, &rest, &behind) != 2 || hours < 0 || hours > 24 ||
            rest < 0 || rest > 59 || hours * 60 + rest > 24 * 60)
            return false;
        snprintf(text, 24, "%02d:%02d", hours, rest);
        return true;
    }
    if (*clock != '\0' || (!is(event, "SR") && !is(event, "SS"))) return false;
    if (*offset != '\0' && !number(offset, &minutes)) return false;
    if (is(unit, "HR") || is(unit, "H")) minutes *= 60;
    else if (*unit != '\0' && !is(unit, "MIN")) return false;
    if (fabs(minutes) > 720) return false;
    if (minutes == 0) snprintf(text, 24, "%s", is(event, "SR") ? "SR" : "SS");
    else snprintf(text, 24, "%s%+.0f", is(event, "SR") ? "SR" : "SS", minutes);
    return true;
}

/* "UTC", "UTC-4", "[DSA]". */
static bool clock_of(const ovf_aixm_sheet *sheet, const char **clock)
{
    bool adjusted = is(sheet->saving, "YES") || is(sheet->reference, "UTCW");
    bool utc = *sheet->reference == '\0' || is(sheet->reference, "UTC") ||
               is(sheet->reference, "UTCW");
    *clock = adjusted ? "[DSA]" : utc ? "UTC" : sheet->reference;
    if (utc) return true;
    return !adjusted && strncasecmp(sheet->reference, "UTC", 3) == 0 &&
           strlen(sheet->reference) < 12;
}

/* ---- rules ---- */

static bool add_rule(ovf_text *rules, const char *dates, const char *days, const char *times,
                     const char *clock, const char *sure)
{
    const char *parts[] = {dates, days, times, clock, sure};
    bool first = true, good = rules->length == 0 || add(rules, "; ");
    for (size_t i = 0; i < 5 && good; i++) {
        if (*parts[i] == '\0') continue;
        good = (first || add(rules, " ")) && add(rules, parts[i]);
        first = false;
    }
    return good && (!first || add(rules, "always"));
}

static bool add_unknown(ovf_text *rules, const char **why, const char *sentence)
{
    *why = sentence;
    return (rules->length == 0 || add(rules, "; ")) && add(rules, "on request");
}

bool ovf_aixm_sheet_rules(const ovf_aixm_sheet *sheet, const char *sure, ovf_text *rules,
                          const char **why)
{
    char dates[64], start[24], end[24], times[64] = "", block[100];
    const char *days = days_of(sheet->day), *clock, *from, *until;
    bool excluded = is(sheet->excluded, "YES") || is(sheet->excluded, "Y");
    if (days == NULL) return add_unknown(rules, why, "its days are known to its country only");
    if (!dates_of(sheet, dates)) return add_unknown(rules, why, "its dates are not understood");
    if (!time_of(sheet->start, sheet->start_event, sheet->start_offset, sheet->start_unit, start) ||
        !time_of(sheet->end, sheet->end_event, sheet->end_offset, sheet->end_unit, end))
        return add_unknown(rules, why, "its times of day are not understood");
    if (!clock_of(sheet, &clock))
        return add_unknown(rules, why, "the reference of its times is not understood");
    if (excluded) sure = "off";
    bool whole = (start[0] == '\0' || strcmp(start, "00:00") == 0) &&
                 (end[0] == '\0' || strcmp(end, "00:00") == 0 || strcmp(end, "24:00") == 0);
    if (!whole)
        snprintf(times, sizeof times, "%s-%s", start[0] == '\0' ? "00:00" : start,
                 end[0] == '\0' ? "24:00" : end);
    bool narrows = dates[0] != '\0' || *days != '\0' || times[0] != '\0';
    bool several = *sheet->day_until != '\0' && !is(sheet->day_until, sheet->day);
    if (!several) return add_rule(rules, dates, days, times, narrows ? clock : "", sure);
    if (!weekday(sheet->day, &from) || !weekday(sheet->day_until, &until))
        return add_unknown(rules, why, "its days are not understood");
    /* From the first day's start to the last day's end, or each day: what both say is sure. */
    snprintf(block, sizeof block, "%s-%s", from, until);
    if (whole) return add_rule(rules, dates, block, "", clock, sure);
    if (strcmp(sure, "off") == 0 || start[0] == '\0' || end[0] == '\0')
        return add_unknown(rules, why, "its days are not understood");
    if (!add_rule(rules, dates, block, times, clock, sure)) return false;
    snprintf(block, sizeof block, "%s.%s-%s.%s", from, start, until, end);
    return add_rule(rules, dates, "", block, clock, "on request");
}

bool ovf_aixm_rules_between(const char *rules, double from_s, double until_s, ovf_text *schedule)
{
    char from[OVF_TIME_SIZE], until[OVF_TIME_SIZE];
    bool bound = isfinite(from_s) || isfinite(until_s);
    ovf_time_format(isfinite(from_s) ? from_s : 0, from);
    ovf_time_format(isfinite(until_s) ? until_s : 0, until);
    for (const char *at = rules;;) {
        const char *stop = strchr(at, ';'), *end = stop == NULL ? at + strlen(at) : stop;
        while (*at == ' ') at++;
        bool always = end - at == 6 && strncmp(at, "always", 6) == 0, none = at == end;
        if (schedule->length > 0 && !add(schedule, "; ")) return false;
        if (bound && (!add(schedule, isfinite(from_s) ? from : "..") || !add(schedule, "/") ||
                      !add(schedule, isfinite(until_s) ? until : "..")))
            return false;
        if (!bound && (none || always) && !add(schedule, "always")) return false;
        if (!none && !always &&
            ((bound && !add(schedule, " ")) || !ovf_text_add(schedule, at, (size_t)(end - at))))
            return false;
        if (stop == NULL) return true;
        at = stop + 1;
    }
}
