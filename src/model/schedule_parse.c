/* The text of a schedule, rule by rule. schedule.h has the grammar. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/error.h"
#include "model/schedule_reader.h"

enum { TEXT_MOST = 10000 };

typedef struct {
    ovf_schedule_reader reader;
    ovf_schedule made;
    bool *clocked; /* for each period: its clock was named */
    size_t capacity;
} parsing;

/* ---- Words that say how sure it is ---- */

/* "AT LEAST 24 HOURS IN ADVANCE" behind BY NOTAM means nothing here. */
static void advance(ovf_schedule_reader *r)
{
    size_t before = r->at;
    ovf_reader_char(r, ',');
    ovf_reader_choice(r, "ISSUED|PUBLISHED|AT LEAST");
    ovf_reader_choice(r, "AT LEAST");
    const bool number = ovf_reader_digits(r, 1, 3) >= 0;
    if (number && ovf_reader_choice(r, "HOUR|HOURS|HR|HRS|MIN|MINUTES|DAY|DAYS") >= 0 &&
        ovf_reader_choice(r, "IN ADVANCE|PRIOR|BEFORE|NOTICE") >= 0)
        return;
    r->at = before;
    if (ovf_reader_choice(r, "IN ADVANCE") < 0) r->at = before;
}

static bool by_notam(ovf_schedule_reader *r)
{
    if (ovf_reader_choice(r, "BY NOTAM|AS ACTIVATED BY NOTAM|WHEN ACTIVATED BY NOTAM|"
                             "ACTIVATED BY NOTAM|AS SPECIFIED BY NOTAM|AS PUBLISHED BY NOTAM|"
                             "AS SPECIFIED IN NOTAM|SEE NOTAM|NOTAM") < 0)
        return false;
    advance(r);
    return true;
}

static bool unsure(ovf_schedule_reader *r)
{
    return by_notam(r) ||
           ovf_reader_choice(r, "INTERMITTENT|INTERMITTENTLY|OCCASIONAL|ON REQUEST|ON DEMAND|O/R|"
                                "HX|HO|HS|PERHAPS|AS REQUIRED|WHEN REQUIRED|AS NEEDED") >= 0;
}

/* "Other times", with or without "by NOTAM". */
static bool other_times(ovf_schedule_reader *r)
{
    if (ovf_reader_choice(r, "OTHER TIMES|OTHER TIME|O/T|OTHER HOURS|AND OTHER TIMES|"
                             "AT OTHER TIMES") < 0)
        return false;
    while (unsure(r)) ovf_reader_char(r, ',');
    return true;
}

/* ---- Rules become periods ---- */

static ovf_status add(parsing *p, const ovf_period *period, bool clocked)
{
    ovf_status status = ovf_schedule_add(&p->made, period, p->reader.error);
    if (status != OVF_OK) return status;
    if (!ovf_array_reserve(&p->clocked, &p->capacity, p->made.count, sizeof *p->clocked))
        return ovf_fail_memory(p->reader.error);
    p->clocked[p->made.count - 1] = clocked;
    return OVF_OK;
}

static bool is_empty(const ovf_rule *rule)
{
    return !rule->has_instants && !rule->has_dates && !rule->has_days && !rule->has_times &&
           !rule->has_clock && !rule->whole && !rule->perhaps && !rule->off;
}

static ovf_status finish_rule(parsing *p)
{
    ovf_rule *rule = &p->reader.rule;
    if (is_empty(rule)) return OVF_OK;
    ovf_period period = rule->period;
    period.perhaps = rule->perhaps;
    period.excluded = rule->off;
    if (period.days == OVF_WEEK) period.days = 0;
    const ovf_time_range whole = {.end_day = 0};
    const size_t count = rule->time_count > 0 ? rule->time_count : 1;
    for (size_t i = 0; i < count; i++) {
        const ovf_time_range *range = rule->time_count > 0 ? &rule->times[i] : &whole;
        period.start = range->start;
        period.end = range->end;
        period.end_day = (uint8_t)range->end_day;
        ovf_status status = add(p, &period, rule->has_clock);
        if (status != OVF_OK) return status;
    }
    *rule = (ovf_rule){0};
    return OVF_OK;
}

/* ---- A rule's parts ---- */

typedef enum {
    PART_NONE,
    PART_DATES,
    PART_DAYS,
    PART_TIMES,
    PART_CLOCK,
    PART_INSTANTS,
    PART_WORD
} part;

/* Which part begins here; read_part reads it. */
static part part_at(ovf_schedule_reader *r)
{
    static ovf_read (*const parts[])(ovf_schedule_reader *) = {ovf_read_dates, ovf_read_days,
                                                               ovf_read_times, ovf_read_clock};
    const ovf_schedule_reader before = *r;
    part found = PART_NONE;
    ovf_error ignored;
    r->error = &ignored;
    r->rule.has_instants = false;
    for (int i = 0; i < 4 && found == PART_NONE; i++) {
        if (parts[i](r) != OVF_READ_NO) found = (part)(PART_DATES + i);
    }
    if (found == PART_DATES && r->rule.has_instants) found = PART_INSTANTS;
    *r = before;
    return found;
}

static ovf_read read_part(ovf_schedule_reader *r, part which)
{
    ovf_read read = OVF_READ_NO;
    switch (which) {
    case PART_DATES:
    case PART_INSTANTS: return ovf_read_dates(r);
    case PART_DAYS:
        read = ovf_read_days(r);
        r->rule.has_days = true;
        return read;
    case PART_TIMES: return ovf_read_times(r);
    case PART_CLOCK: return ovf_read_clock(r);
    case PART_NONE:
    case PART_WORD: break;
    }
    return read;
}

static bool has_part(const ovf_rule *rule, part which)
{
    return (which == PART_DATES && rule->has_dates) ||
           (which == PART_INSTANTS && rule->has_instants) ||
           (which == PART_DAYS && rule->has_days) || (which == PART_TIMES && rule->has_times);
}

static bool read_word(ovf_schedule_reader *r)
{
    if (ovf_reader_choice(r, "OFF|CLOSED|INACTIVE|NOT ACTIVE") >= 0) r->rule.off = true;
    else if (unsure(r)) r->rule.perhaps = true;
    else if (ovf_reader_words(r, "ALWAYS")) r->rule.whole = true;
    else if (ovf_reader_words(r, "NEVER")) r->rule.off = true;
    else return false;
    return true;
}

/* Separators within a rule: blanks, commas, "and", parentheses around dates. */
static bool separators(ovf_schedule_reader *r, int *open)
{
    bool comma = false;
    for (;;) {
        if (ovf_reader_char(r, ',') || ovf_reader_char(r, '&') || ovf_reader_words(r, "AND")) {
            comma = true;
            continue;
        }
        const size_t before = r->at;
        if (ovf_reader_char(r, '(')) {
            if (ovf_reader_choice(r, "SUNRISE|SUNSET|SR|SS|DAWN|DUSK|BMCT|EECT") >= 0) {
                r->at = before;
                return comma;
            }
            (*open)++;
            continue;
        }
        if (*open > 0 && ovf_reader_char(r, ')')) {
            (*open)--;
            continue;
        }
        return comma;
    }
}

static const char expected_part[] = "days, dates, times of day, a time zone or \"by NOTAM\"";

/* One rule, or several with commas between them, up to ';' or the end. */
static ovf_status read_rule(parsing *p)
{
    ovf_schedule_reader *r = &p->reader;
    part last = PART_NONE;
    int open = 0;
    for (;;) {
        const bool comma = separators(r, &open);
        ovf_reader_blanks(r);
        const char next = r->upper[r->at];
        if ((next == ';' || next == '\0') && open > 0) ovf_reader_fail(r, ")");
        if (r->status != OVF_OK) return r->status;
        if (next == ';' || next == '\0') return finish_rule(p);
        const size_t before = r->at;
        if (other_times(r)) {
            ovf_status status = finish_rule(p);
            const ovf_period period = {.perhaps = true};
            if (status == OVF_OK) status = add(p, &period, false);
            if (status != OVF_OK) return status;
            last = PART_NONE;
            continue;
        }
        if (ovf_reader_words(r, "UNKNOWN")) {
            p->made.unknown = true;
            continue;
        }
        const ovf_read except = ovf_read_except(r);
        if (except == OVF_READ_BAD) return r->status;
        if (except == OVF_READ_YES || read_word(r)) {
            last = PART_WORD;
            continue;
        }
        const part which = part_at(r);
        r->at = before;
        if (which == PART_NONE) {
            ovf_reader_fail(r, expected_part);
            return r->status;
        }
        const bool goes_on = comma && which == last && (which == PART_DAYS || which == PART_TIMES);
        if (has_part(&r->rule, which) && !goes_on) {
            /* What holds for one rule need not hold for the next. */
            const bool alone = comma && !r->rule.perhaps && !r->rule.off &&
                               (which == PART_DATES || which == PART_INSTANTS ||
                                (!r->rule.has_dates && !r->rule.has_instants));
            if (!alone) {
                ovf_reader_fail(r, "';' between two rules");
                return r->status;
            }
            ovf_status status = finish_rule(p);
            if (status != OVF_OK) return status;
        }
        if (read_part(r, which) != OVF_READ_YES) {
            if (r->status == OVF_OK) ovf_reader_fail(r, expected_part);
            return r->status;
        }
        if (which != PART_DAYS) r->rule.one_day = false;
        last = which;
    }
}

/* ---- The whole ---- */

/* A clock that is named once holds for all rules. */
static ovf_status set_clocks(parsing *p, const ovf_clock *usual)
{
    const ovf_clock utc = {0};
    const ovf_clock *named = NULL;
    bool several = false;
    for (size_t i = 0; i < p->made.count; i++) {
        const ovf_clock *clock = &p->made.periods[i].clock;
        if (!p->clocked[i]) continue;
        if (named != NULL && !ovf_clock_same(named, clock)) several = true;
        named = clock;
    }
    const ovf_clock other = named != NULL ? *named : usual != NULL ? *usual : utc;
    for (size_t i = 0; i < p->made.count; i++) {
        ovf_period *period = &p->made.periods[i];
        if (!ovf_period_is_daily(period)) {
            period->clock = utc;
            continue;
        }
        if (p->clocked[i]) continue;
        if (several)
            return ovf_fail(p->reader.error, OVF_ERROR_INPUT,
                            "expected a time zone in each rule, as they have several, found none "
                            "in rule %zu",
                            i + 1);
        period->clock = other;
    }
    return OVF_OK;
}

/* Copies the text with dashes of Unicode as '-', and once more in capitals. */
static bool prepare(const char *text, char **plain, char **upper)
{
    const size_t length = strlen(text);
    *plain = malloc(length + 1);
    *upper = malloc(length + 1);
    if (*plain == NULL || *upper == NULL) return false;
    size_t count = 0;
    for (const char *at = text; *at != '\0';) {
        /* U+2010 … U+2015 */
        if (at[0] == '\xe2' && at[1] == '\x80' && (unsigned char)at[2] >= 0x90 &&
            (unsigned char)at[2] <= 0x95) {
            (*plain)[count++] = '-';
            at += 3;
        } else {
            (*plain)[count++] = *at++;
        }
    }
    (*plain)[count] = '\0';
    for (size_t i = 0; i <= count; i++) (*upper)[i] = ovf_capital((*plain)[i]);
    return true;
}

static ovf_status read_all(parsing *p, const ovf_clock *usual)
{
    ovf_schedule_reader *r = &p->reader;
    ovf_reader_blanks(r);
    /* The commands of OpenAir before activation times. */
    if (ovf_reader_choice(r, "AA|AP|AW") >= 0) ovf_reader_blanks(r);
    for (;;) {
        ovf_status status = read_rule(p);
        if (status != OVF_OK) return status;
        if (!ovf_reader_char(r, ';')) break;
    }
    if (p->made.count == 0 && !p->made.unknown) {
        ovf_reader_fail(r, expected_part);
        return r->status;
    }
    return set_clocks(p, usual);
}

ovf_status ovf_schedule_parse(const char *text, const ovf_clock *usual, ovf_schedule *schedule,
                              ovf_error *error)
{
    if (text == NULL) return ovf_fail_null(error, "the text of a schedule");
    if (schedule == NULL) return ovf_fail_null(error, "a place for the schedule");
    if (strlen(text) > TEXT_MOST)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "expected a schedule of at most %d bytes, found %zu", TEXT_MOST,
                        strlen(text));
    char *plain = NULL, *upper = NULL;
    parsing p = {0};
    ovf_status status = OVF_OK;
    if (prepare(text, &plain, &upper)) {
        p.reader = (ovf_schedule_reader){.text = plain, .upper = upper, .error = error};
        status = read_all(&p, usual);
    } else {
        status = ovf_fail_memory(error);
    }
    free(plain);
    free(upper);
    free(p.clocked);
    /* What is always in force is a schedule without periods. */
    if (status == OVF_OK && p.made.count == 1 && !p.made.unknown) {
        const ovf_period *only = p.made.periods;
        if (!ovf_period_is_daily(only) && !only->has_from && !only->has_until && !only->perhaps &&
            !only->excluded)
            ovf_schedule_clear(&p.made);
    }
    if (status == OVF_OK) *schedule = p.made;
    else ovf_schedule_clear(&p.made);
    return status;
}
