/* Reading the text of a schedule: a reader in it, and what takes words, days, dates and times from
 * where it stands. */
#ifndef OVF_MODEL_SCHEDULE_READER_H
#define OVF_MODEL_SCHEDULE_READER_H

#include "model/schedule_days.h"

enum { OVF_TIMES_AT_MOST = 24 };

/* One rule as far as it was read. */
typedef struct {
    bool has_instants, has_dates, has_days, has_times, has_clock, whole, perhaps, off;
    ovf_period period; /* instants, dates, days and clock of it */
    ovf_time_range times[OVF_TIMES_AT_MOST];
    size_t time_count;
    bool one_day; /* the days are one, and were read last */
} ovf_rule;

typedef struct {
    const char *text;  /* as it was written, but for dashes */
    const char *upper; /* the same in capitals */
    size_t at;
    ovf_rule rule;
    ovf_error *error;
    ovf_status status; /* OVF_OK until a function below fails */
} ovf_schedule_reader;

/* No: it is something else, and the reader stands where it stood. Bad: the status is set. */
typedef enum { OVF_READ_NO = 0, OVF_READ_YES, OVF_READ_BAD } ovf_read;

/* "expected X, found Y", where the reader stands. */
ovf_read ovf_reader_fail(ovf_schedule_reader *r, const char *expected);

void ovf_reader_blanks(ovf_schedule_reader *r);
bool ovf_reader_char(ovf_schedule_reader *r, char c); /* after blanks */
/* Words with any blanks between them, in capitals, not followed by a letter. */
bool ovf_reader_words(ovf_schedule_reader *r, const char *words);
/* The first of several, "A|B C|D"; its number from 0; -1: none. */
int ovf_reader_choice(ovf_schedule_reader *r, const char *choices);
/* A dash, TO, UNTIL, THROUGH, THRU. */
bool ovf_reader_until(ovf_schedule_reader *r);
/* `least` to `most` digits and no more; the number, or -1. */
int ovf_reader_digits(ovf_schedule_reader *r, int least, int most);

ovf_read ovf_read_days(ovf_schedule_reader *r);
ovf_read ovf_read_except(ovf_schedule_reader *r);
/* 0 for Monday; -1: no day of the week. */
int ovf_read_weekday(ovf_schedule_reader *r);
ovf_read ovf_read_clock(ovf_schedule_reader *r);
ovf_read ovf_read_dates(ovf_schedule_reader *r);
ovf_read ovf_read_times(ovf_schedule_reader *r);
/* Sets the clock of the rule, which may be said twice but not differently. */
ovf_read ovf_rule_clock(ovf_schedule_reader *r, const ovf_clock *clock);
bool ovf_clock_same(const ovf_clock *a, const ovf_clock *b);

#endif
