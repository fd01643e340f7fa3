/* What AIXM 4.5 and 5.1 say alike, put into the words of zones. */
#ifndef OVF_INPUT_AIRSPACE_AIXM_WORDS_H
#define OVF_INPUT_AIRSPACE_AIXM_WORDS_H

#include "base/text.h"
#include "input/airspace/airspace.h"

/* None of these texts is NULL; empty: it is not there. */
typedef struct {
    const char *value, *unit, *reference; /* "195", "FL", "STD"; "GND" */
    const char *nil;                      /* why there is none: "unknown" */
} ovf_aixm_limit;

/* Writes a floor (upper: a ceiling) of a limit and, with or without, an alternative one, of which
 * the lower (the higher) holds: "FL195", "the lower of 1000 FT SFC or 3000 FT MSL". What is not
 * understood stays so. Empty: there is none. False when memory is out. */
bool ovf_aixm_limit_text(const ovf_aixm_limit *limit, const ovf_aixm_limit *other, bool upper,
                         ovf_text *text);

/* Adds the floor (limits[0]) and the ceiling (limits[1]), each with its alternative, to an airspace
 * or, `part`, to its last part. `text` is room to work in. False when memory is out. */
bool ovf_aixm_limits_add(ovf_airspace *airspace, const ovf_aixm_limit limits[2][2], bool part,
                         ovf_text *text);

/* A row of a timetable. */
typedef struct {
    const char *reference;                 /* UTC, UTCW, UTC-4 */
    const char *first, *last;              /* 01-10 */
    const char *first_year, *last_year;    /* 2026 */
    const char *day, *day_until;           /* MON … SUN, ANY, WORK_DAY, HOL, … */
    const char *start, *end;               /* 08:00 */
    const char *start_event, *end_event;   /* SR, SS */
    const char *start_offset, *end_offset; /* from the event: 30, -30 */
    const char *start_unit, *end_unit;     /* of the offset: MIN, HR */
    const char *saving;                    /* YES: an hour earlier in summer */
    const char *excluded;                  /* YES: not then */
} ovf_aixm_sheet;

/* Adds rules of a schedule with "; " between them; `sure` is "", "on request" or "off". What cannot
 * be expressed becomes "on request", which is perhaps, and *why says what that is: "its days are
 * …". False when memory is out. */
bool ovf_aixm_sheet_rules(const ovf_aixm_sheet *sheet, const char *sure, ovf_text *rules,
                          const char **why);

/* Puts times of validity before each rule: "FROM/UNTIL rule; …". Adds to `schedule`. */
bool ovf_aixm_rules_between(const char *rules, double from_s, double until_s, ovf_text *schedule);

#endif
