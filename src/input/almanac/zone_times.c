/* What these formats say is put into the words of ovf_schedule_parse. Texts of the file get there
 * only where they are numbers, dates and known words. */
#include "input/almanac/zone_times.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "base/time.h"

static const char *const day_names[] = {"MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"};

/* Rules in the making; `name` is that of the attribute. */
typedef struct {
    const char *name;
    ovf_text text;
    ovf_status status;
    ovf_error *error;
} rules;

static void put(rules *r, const char *part)
{
    if (r->status == OVF_OK && !ovf_text_add_string(&r->text, part))
        r->status = ovf_fail_memory(r->error);
}

static void fail(rules *r, const char *member, const char *expected, const json_t *found)
{
    if (r->status != OVF_OK) return;
    char *dumped = found != NULL ? json_dumps(found, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
    char shown[60];
    ovf_text_shorten(dumped != NULL ? dumped : "nothing", shown, sizeof shown);
    free(dumped);
    r->status = ovf_fail(r->error, OVF_ERROR_INPUT, "%s: %s: expected %s, found %s", r->name,
                         member, expected, shown);
}

static bool is_missing(const json_t *value)
{
    return value == NULL || json_is_null(value) ||
           (json_is_string(value) && json_string_length(value) == 0);
}

static bool is_true(const json_t *value)
{
    if (json_is_true(value)) return true;
    if (json_is_integer(value)) return json_integer_value(value) != 0;
    const char *text = json_string_value(value);
    return text != NULL &&
           (strcmp(text, "YES") == 0 || strcmp(text, "true") == 0 || strcmp(text, "1") == 0);
}

/* The value, or what its text holds as JSON, as a new reference; NULL where that is none. */
static json_t *unpack(const json_t *value)
{
    if (!json_is_string(value)) return json_incref((json_t *)(uintptr_t)value);
    return json_loads(json_string_value(value), JSON_DECODE_ANY, NULL);
}

/* ---- Times and instants of the file ---- */

static bool only_has(const char *text, const char *allowed)
{
    return text[strspn(text, allowed)] == '\0';
}

/* 08:00, 08:00:00.00Z, 08:00+02:00, as the time and what is behind it. */
static bool split_time(const char *text, char time[20], char zone[8])
{
    const size_t length = strcspn(text, "Z+-");
    if (length == 0 || length >= 20 || strlen(text + length) >= 8) return false;
    memcpy(time, text, length);
    time[length] = '\0';
    strcpy(zone, text + length);
    return only_has(time, "0123456789:.") && strchr(time, ':') != NULL &&
           only_has(zone, "0123456789:Z+-") && (zone[0] != 'Z' || zone[1] == '\0');
}

static void put_instant(rules *r, const json_t *object, const char *member)
{
    const json_t *value = json_object_get(object, member);
    double seconds;
    if (is_missing(value)) {
        put(r, "..");
    } else if (json_is_string(value) && ovf_time_parse(json_string_value(value), &seconds)) {
        char text[OVF_TIME_SIZE];
        ovf_time_format(seconds, text);
        put(r, text);
    } else {
        fail(r, member, "a date and time", value);
    }
}

/* From `first` up to `last`; false where neither is said. */
static bool put_instants(rules *r, const json_t *object, const char *first, const char *last)
{
    if (is_missing(json_object_get(object, first)) && is_missing(json_object_get(object, last)))
        return false;
    put_instant(r, object, first);
    put(r, "/");
    put_instant(r, object, last);
    put(r, " ");
    return true;
}

/* ---- ED-269 and ED-318 ---- */

/* One end of a daily period: a time, or an event of the day; its zone goes into `zone`. */
static void put_daily_end(rules *r, const json_t *daily, const char *time_member,
                          const char *event_member, const char *usual, char zone[8])
{
    const json_t *event = json_object_get(daily, event_member);
    const json_t *value = json_object_get(daily, time_member);
    char time[20];
    zone[0] = '\0';
    if (!is_missing(event)) {
        static const char *const events[] = {"BMCT", "SR", "SS", "EECT"};
        const char *text = json_string_value(event);
        for (int i = 0; text != NULL && i < 4; i++) {
            if (strcmp(text, events[i]) != 0) continue;
            put(r, events[i]);
            return;
        }
        fail(r, event_member, "BMCT, SR, SS or EECT", event);
    } else if (is_missing(value)) {
        put(r, usual);
    } else if (json_is_string(value) && split_time(json_string_value(value), time, zone)) {
        put(r, time);
    } else {
        fail(r, time_member, "a time of day such as 08:00:00Z", value);
    }
}

static void put_day_list(rules *r, const json_t *days)
{
    if (is_missing(days)) return;
    if (!json_is_array(days)) fail(r, "day", "a list of days", days);
    size_t i;
    json_t *day;
    json_array_foreach((json_t *)(uintptr_t)days, i, day)
    {
        const char *text = json_string_value(day);
        const char *known = NULL;
        for (int j = 0; text != NULL && j < 7; j++)
            if (strcmp(text, day_names[j]) == 0) known = day_names[j];
        if (text != NULL && strcmp(text, "ANY") == 0) known = "DAILY";
        if (known == NULL) fail(r, "day", "MON to SUN, or ANY", day);
        put(r, i > 0 ? "," : "");
        put(r, known != NULL ? known : "");
    }
    put(r, " ");
}

static void put_daily(rules *r, const json_t *daily)
{
    char first[8], last[8];
    if (!json_is_object(daily)) fail(r, "schedule", "an object", daily);
    put_day_list(r, json_object_get(daily, "day"));
    put_daily_end(r, daily, "startTime", "startEvent", "00:00", first);
    put(r, "-");
    put_daily_end(r, daily, "endTime", "endEvent", "24:00", last);
    if (r->status != OVF_OK) return;
    if (first[0] != '\0' && last[0] != '\0' && strcmp(first, last) != 0)
        fail(r, "endTime", "the same time zone as that of startTime",
             json_object_get(daily, "endTime"));
    const char *zone = first[0] != '\0' ? first : last;
    put(r, zone[0] == '+' || zone[0] == '-' ? " UTC" : " ");
    put(r, zone);
}

/* A time without a zone may be UTC or local. */
static const ovf_clock unsaid = {.kind = OVF_CLOCK_UNSAID};

/* Reads what was put; the schedule gets the periods of `text` added. */
static void take_rule(rules *r, const ovf_clock *usual, ovf_schedule *schedule)
{
    ovf_schedule read = {0};
    ovf_error inner = {0};
    if (r->status == OVF_OK && r->text.length > 0) {
        r->status = ovf_schedule_parse(r->text.text, usual, &read, &inner);
        if (r->status != OVF_OK)
            r->status = ovf_fail(r->error, r->status, "%s: %s", r->name, inner.message);
        else if (read.unknown) schedule->unknown = true;
        else if (read.count == 0)
            r->status = ovf_schedule_add(schedule, &(ovf_period){0}, r->error);
    }
    for (size_t i = 0; r->status == OVF_OK && i < read.count; i++)
        r->status = ovf_schedule_add(schedule, &read.periods[i], r->error);
    ovf_schedule_clear(&read);
    ovf_text_reset(&r->text);
}

static void read_applicable(rules *r, const json_t *item, ovf_schedule *schedule)
{
    if (!json_is_object(item)) {
        fail(r, "an item", "an object", item);
        return;
    }
    const json_t *list = json_object_get(item, "schedule");
    if (is_missing(list)) list = json_object_get(item, "dailyPeriod");
    if (!is_missing(list) && !json_is_array(list)) fail(r, "schedule", "a list", list);
    const bool permanent = is_true(json_object_get(item, "permanent"));
    const size_t count = json_is_array(list) ? json_array_size(list) : 0;
    for (size_t i = 0; r->status == OVF_OK && i < (count > 0 ? count : 1); i++) {
        const bool dated = !permanent && put_instants(r, item, "startDateTime", "endDateTime");
        if (!dated && count == 0) {
            if (!permanent) fail(r, "an item", "a date, a schedule or permanent YES", item);
            put(r, "ALWAYS");
        }
        if (count > 0) put_daily(r, json_array_get(list, i));
        take_rule(r, &unsaid, schedule);
    }
}

static void read_applicability(rules *r, const json_t *value, ovf_schedule *schedule)
{
    json_t *list = unpack(value);
    if (json_is_array(list)) {
        for (size_t i = 0; r->status == OVF_OK && i < json_array_size(list); i++)
            read_applicable(r, json_array_get(list, i), schedule);
    } else if (json_is_object(list)) {
        read_applicable(r, list, schedule);
    } else {
        fail(r, "its value", "a list of periods", value);
    }
    json_decref(list);
}

/* ---- openAIP ---- */

/* What one day's entry says of its hours, in words. */
static void hours_of(rules *r, const json_t *entry, char hours[64])
{
    char start[20] = "SR", end[20] = "SS", zone[8];
    const char *first = json_string_value(json_object_get(entry, "startTime"));
    const char *last = json_string_value(json_object_get(entry, "endTime"));
    const bool rise = is_true(json_object_get(entry, "sunrise"));
    const bool set = is_true(json_object_get(entry, "sunset"));
    hours[0] = '\0';
    if (is_true(json_object_get(entry, "byNotam"))) {
        snprintf(hours, 64, "BY NOTAM");
        return;
    }
    if (!rise && (first == NULL || !split_time(first, start, zone) || zone[0] != '\0'))
        fail(r, "startTime", "a time of day", json_object_get(entry, "startTime"));
    if (!set && (last == NULL || !split_time(last, end, zone) || zone[0] != '\0'))
        fail(r, "endTime", "a time of day", json_object_get(entry, "endTime"));
    snprintf(hours, 64, "%s %s-%s",
             is_true(json_object_get(entry, "publicHolidaysExcluded")) ? "EXCEPT PH" : "", start,
             end);
}

/* Days with the same hours become one rule, so that whole days join. */
static void put_hours(rules *r, const json_t *list, const json_t *attributes,
                      ovf_schedule *schedule)
{
    enum { MOST = 64 };
    const size_t count = json_array_size(list);
    char hours[MOST][64];
    int day[MOST];
    if (count > MOST) fail(r, "operatingHours", "at most 64 entries", list);
    for (size_t i = 0; r->status == OVF_OK && i < count; i++) {
        const json_t *number = json_object_get(json_array_get(list, i), "dayOfWeek");
        day[i] = json_is_integer(number) && json_integer_value(number) >= 0 &&
                         json_integer_value(number) < 7
                     ? (int)json_integer_value(number)
                     : -1;
        if (day[i] < 0) fail(r, "dayOfWeek", "0 for Monday to 6 for Sunday", number);
        hours_of(r, json_array_get(list, i), hours[i]);
    }
    for (size_t i = 0; r->status == OVF_OK && i < count; i++) {
        if (day[i] < 0) continue;
        put_instants(r, attributes, "activeFrom", "activeUntil");
        put(r, day_names[day[i]]);
        for (size_t j = i + 1; j < count; j++) {
            if (day[j] < 0 || strcmp(hours[i], hours[j]) != 0) continue;
            put(r, ",");
            put(r, day_names[day[j]]);
            day[j] = -1;
        }
        put(r, " ");
        put(r, hours[i]);
        take_rule(r, &unsaid, schedule);
    }
}

static bool says_openaip(const json_t *attributes)
{
    static const char *const names[] = {"byNotam", "onRequest", "onDemand"};
    for (size_t i = 0; i < 3; i++)
        if (is_true(json_object_get(attributes, names[i]))) return true;
    return !is_missing(json_object_get(attributes, "hoursOfOperation")) ||
           !is_missing(json_object_get(attributes, "activeFrom")) ||
           !is_missing(json_object_get(attributes, "activeUntil"));
}

static void read_openaip(rules *r, const json_t *attributes, ovf_schedule *schedule)
{
    r->name = "hoursOfOperation";
    json_t *whole = unpack(json_object_get(attributes, "hoursOfOperation"));
    const json_t *list = json_is_array(whole) ? whole : json_object_get(whole, "operatingHours");
    /* By NOTAM also outside the hours. */
    const bool by_notam = is_true(json_object_get(attributes, "byNotam"));
    if (by_notam || !json_is_array(list) || json_array_size(list) == 0) {
        if (!is_missing(whole) && !json_is_array(list) && !by_notam)
            fail(r, "operatingHours", "a list", list);
        if (!put_instants(r, attributes, "activeFrom", "activeUntil")) put(r, "ALWAYS");
        take_rule(r, &unsaid, schedule);
    } else {
        put_hours(r, list, attributes, schedule);
    }
    json_decref(whole);
    if (by_notam || is_true(json_object_get(attributes, "onRequest")) ||
        is_true(json_object_get(attributes, "onDemand")))
        for (size_t i = 0; i < schedule->count; i++) schedule->periods[i].perhaps = true;
}

/* ---- The FAA, and our own ---- */

static bool number_of(const json_t *value, double *number)
{
    const char *text = json_string_value(value);
    if (text == NULL) {
        *number = json_number_value(value);
        return json_is_number(value);
    }
    const char *end = text + strlen(text);
    return ovf_number_read(text, end, number) == end;
}

static void read_faa(rules *r, const json_t *attributes, ovf_schedule *schedule)
{
    ovf_clock clock = {.kind = OVF_CLOCK_LOCAL};
    double hours, saving;
    if (number_of(json_object_get(attributes, "GMTOFFSET"), &hours) && fabs(hours) <= 13) {
        const bool changes = !number_of(json_object_get(attributes, "DST_CODE"), &saving) ||
                             saving != 0;
        clock.kind = OVF_CLOCK_OFFSET;
        clock.offset_least_s = (int32_t)lround(hours * 3600);
        clock.offset_most_s = clock.offset_least_s + (changes ? 3600 : 0);
    }
    put(r, json_string_value(json_object_get(attributes, r->name)));
    take_rule(r, &clock, schedule);
}

static bool is_text(const json_t *attributes, const char *name)
{
    const json_t *value = json_object_get(attributes, name);
    return json_is_string(value) && !is_missing(value);
}

static bool read_attributes(rules *r, const json_t *attributes, ovf_schedule *schedule)
{
    static const char *const lists[] = {"applicability", "limitedApplicability"};
    if (is_text(attributes, "active")) {
        r->name = "active";
        put(r, json_string_value(json_object_get(attributes, r->name)));
        take_rule(r, NULL, schedule);
        return true;
    }
    for (size_t i = 0; i < 2; i++) {
        const json_t *value = json_object_get(attributes, lists[i]);
        if (is_missing(value)) continue;
        r->name = lists[i];
        read_applicability(r, value, schedule);
        return true;
    }
    if (says_openaip(attributes)) {
        read_openaip(r, attributes, schedule);
        return true;
    }
    /* Of class airspace the code is AIXM's (H24, HJ, NOTAM, TIMSH), and what it leaves out stands
     * in the remark. */
    static const char *const times[] = {"TIMESOFUSE", "WKHR_CODE", "WKHR_RMK"};
    for (size_t i = 0; i < 3; i++) {
        if (!is_text(attributes, times[i])) continue;
        r->name = times[i];
        const char *code = json_string_value(json_object_get(attributes, times[i]));
        bool in_remark = strcmp(code, "TIMSH") == 0 || strcmp(code, "OTHER") == 0;
        if (in_remark && is_text(attributes, times[2])) continue;
        read_faa(r, attributes, schedule);
        return true;
    }
    return false;
}

/* A period that is always in force makes the others nothing, unless one takes away. */
static void settle(ovf_schedule *schedule)
{
    bool always = false;
    for (size_t i = 0; i < schedule->count; i++) {
        const ovf_period *p = &schedule->periods[i];
        if (p->excluded) return;
        always = always || (!p->has_from && !p->has_until && p->first.month == 0 && p->days == 0 &&
                            p->start.base == 0 && p->start.ms == 0 && p->end.base == 0 &&
                            p->end.ms == 0 && !p->perhaps);
    }
    if (always) ovf_schedule_clear(schedule);
}

ovf_status ovf_zone_times(const json_t *attributes, ovf_schedule *schedule, bool *said,
                          ovf_error *error)
{
    ovf_schedule made = {0};
    rules r = {.name = "", .error = error};
    const bool found = read_attributes(&r, attributes, &made);
    ovf_text_clear(&r.text);
    if (r.status != OVF_OK) {
        ovf_schedule_clear(&made);
        return r.status;
    }
    settle(&made);
    *said = found;
    if (found) *schedule = made;
    return OVF_OK;
}
