/* What the columns of a table of fixes are. */
#ifndef OVF_INPUT_FORMATS_FIXES_COLUMN_ROLES_H
#define OVF_INPUT_FORMATS_FIXES_COLUMN_ROLES_H

#include <stddef.h>

#include "base/reading_limits.h"

#include "input/formats/fixes/moments.h"
#include "input/formats/raw_flight.h"

#define OVF_FOOT_M 0.3048
/* Of a flight level: a hundred feet. */
#define OVF_LEVEL_M 30.48
#define OVF_NO_COLUMN SIZE_MAX
#define OVF_ID_COLUMNS 4
#define OVF_COLUMNS_MAX OVF_LIMIT_COLUMNS

typedef struct {
    const char *text;
    size_t length;
} ovf_cell;

typedef struct {
    size_t column;
    double factor; /* to metres */
    ovf_reference reference;
} ovf_altitude_column;

/* Indexes of columns, or OVF_NO_COLUMN. */
typedef struct {
    size_t lon, lat, position; /* `position` is both in one cell, the latitude first */
    size_t time, date, zone;   /* with `date`, `time` is that of the day */
    size_t elapsed_ms;         /* since the beginning; `time` then only says when that was */
    size_t age;                /* so many seconds before `time` the position was that */
    ovf_moment_form clock;
    ovf_altitude_column altitudes[2]; /* the second where the first has none */
    size_t no_unit;                   /* an altitude whose unit is not known */
    size_t on_ground, speed;
    bool level_is_zero_on_ground; /* an altitude of 0 is none: the aircraft is on the ground */
    size_t aircraft, call;
    size_t ids[OVF_ID_COLUMNS]; /* name a flight, instead of those two */
    size_t id_count;
    size_t doubtful_id; /* not read: it names flights or rows */
    size_t last; /* of all of these the greatest */
} ovf_columns;

#endif
