/* When a zone is in force: periods, days of the week, clock times, sunrise and sunset. */
#ifndef OVERFLIGHT_SCHEDULE_H
#define OVERFLIGHT_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "overflight/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- The almanac: what a schedule asks of the sky and of time zones ---- */

/* The sun of one day at one place. Noon is when it is due south or north; it is up from `rise_s` to
 * `set_s`. Where it is up all day these are noon - 12 h and noon + 12 h; where it never rises both
 * are noon. */
typedef struct {
    double noon_s, rise_s, set_s;
    double declination_deg; /* at noon */
} ovf_sun;

/* Functions and what they are called with. Threads may call them at the same time. Either function
 * may be NULL: then what it would tell is unknown. */
typedef struct ovf_almanac {
    /* Of the day whose mean solar noon is day * 86400 + 43200 - longitude_deg * 240 Unix seconds.
     * Day 0 is 1 January 1970. Longitudes beyond 180 degrees are good too: they name another day.
     * "Up" is a centre of the sun above altitude_deg. False: it cannot tell. */
    bool (*sun)(void *context, int64_t day, double longitude_deg, double latitude_deg,
                double altitude_deg, ovf_sun *sun);
    /* The first and the last instant at which clocks of a time zone (a name of the IANA database)
     * show a time, which is given in Unix seconds as if it were UTC. They differ where clocks are
     * put back. What clocks skip: from the jump to when they would have shown it. False: no such
     * zone, or no database. */
    bool (*instants)(void *context, const char *zone, double shown_s, double *first_s,
                     double *last_s);
    void *context;
} ovf_almanac;

/* The almanac of this system: the sun by libnova, time zones by GLib from the system's database.
 * Where a library is missing, its function is false. Free it after the last schedule that is asked
 * with it. Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_almanac_open(ovf_almanac **almanac, ovf_error *error);
void ovf_almanac_free(ovf_almanac *almanac);

/* ---- Schedules ---- */

/* What a time of day means. */
typedef enum {
    OVF_CLOCK_UTC = 0,
    OVF_CLOCK_OFFSET, /* between offset_least_s and offset_most_s ahead of UTC */
    OVF_CLOCK_ZONE,   /* a time zone by its name */
    OVF_CLOCK_LOCAL,  /* the official time of the place, whichever that is */
    OVF_CLOCK_UNSAID  /* UTC or local */
} ovf_clock_kind;

#define OVF_CLOCK_ZONE_SIZE 48

typedef struct {
    ovf_clock_kind kind;
    int32_t offset_least_s, offset_most_s; /* of OVF_CLOCK_OFFSET; -14 h … 14 h */
    char zone[OVF_CLOCK_ZONE_SIZE];        /* of OVF_CLOCK_ZONE: "Europe/Prague" */
} ovf_clock;

/* What a time of day counts from. Sunrise and sunset: the centre of the sun is 0.833 degrees under
 * the horizon; dawn and dusk: 6 degrees, where civil twilight begins and ends. */
typedef enum {
    OVF_FROM_MIDNIGHT = 0,
    OVF_FROM_DAWN,
    OVF_FROM_SUNRISE,
    OVF_FROM_SUNSET,
    OVF_FROM_DUSK
} ovf_time_base;

typedef struct {
    ovf_time_base base;
    int32_t ms; /* after it; from midnight 0 … 86,400,000 */
} ovf_time_of_day;

typedef struct {
    int16_t year;      /* 0: every year */
    int8_t month, day; /* 1 … 12, 1 … 31; a day that the month does not have is its last */
} ovf_date;

/* Days of the week, and days that only a calendar of the country knows. */
enum {
    OVF_MONDAY = 1,
    OVF_TUESDAY = 2,
    OVF_WEDNESDAY = 4,
    OVF_THURSDAY = 8,
    OVF_FRIDAY = 16,
    OVF_SATURDAY = 32,
    OVF_SUNDAY = 64,
    OVF_WEEK = 127,
    OVF_HOLIDAYS = 128,       /* on public holidays too: perhaps on any day */
    OVF_NOT_ON_HOLIDAYS = 256 /* not on those: on the other days no more than perhaps */
};

/* One rule. Zeroed: at all times. Every member that is set narrows it. */
typedef struct {
    bool has_from, has_until;
    double from_s, until_s;     /* from the first up to, but without, the second */
    ovf_date first, last;       /* days of the year, both included; month 0: all. From November
                                   to February is over the turn of the year. */
    unsigned days;              /* on which it starts; 0: each */
    ovf_time_of_day start, end; /* both zeroed: the whole day */
    uint8_t end_day;            /* so many days later is `end`; at most 7 */
    ovf_clock clock;
    bool perhaps;  /* "by NOTAM", "on request" */
    bool excluded; /* not in force then */
} ovf_period;

/* In force while one of the periods is that are not excluded, or always where there is none; but
 * not while an excluded one is. Zeroed: always in force. */
typedef struct ovf_schedule {
    ovf_period *periods;
    size_t count;
    bool unknown; /* something was not understood: at any other time it is perhaps in force */
} ovf_schedule;

void ovf_schedule_clear(ovf_schedule *schedule);
ovf_status ovf_schedule_copy(const ovf_schedule *schedule, ovf_schedule *copy, ovf_error *error);
/* Adds a copy of a period. Errors: OVF_ERROR_USAGE (a member out of its range), OVF_ERROR_MEMORY.
 */
ovf_status ovf_schedule_add(ovf_schedule *schedule, const ovf_period *period, ovf_error *error);

/* Reads rules with ';' between them. A rule has, in any order, each of which may be missing:
 *
 * - instants   2026-05-01T06:00Z/2026-09-30T18:00Z; .. or NONE instead of one is unlimited, and
 *              unknown
 * - dates      2026-05-01/2026-09-30; 1 May-30 Sep; Nov-Feb; (01.03.-31.10.)
 * - days       Mo-Fr; MON,WED; daily; weekends; PH (public holidays)
 * - times      08:00-17:00; 0800-1200,1300-1700; SR-30 - SS+30; sunrise-sunset; dawn-dusk;
 *              BMCT-EECT; 30 MIN BEFORE SUNRISE TO 22:00; HJ; HN; H24; 22:00-06:00 ends on the
 *              next day; FRI.17:00-SUN.20:00 lasts until Sunday
 * - a clock    UTC, Z; UTC+2; UTC+1..+2; Europe/Prague; local, L; [DSA] (UTC, an hour earlier in
 *              summer)
 * - how sure   by NOTAM, intermittent, on request, HX, other times by NOTAM: perhaps
 * - what not   off, except PH: not in force
 *
 * A clock that only one rule names holds for all. Where none is named, it is `usual`; NULL is UTC,
 * as in aeronautical publications. `always` and `never` stand alone. Rules add up; unlike in
 * OpenStreetMap none replaces an earlier one. Capitals do not matter.
 * Errors: OVF_ERROR_INPUT ("expected a time of day, found 25:00"), OVF_ERROR_MEMORY. For example:
 *     ovf_schedule schedule = {0};
 *     ovf_actives found = {0};
 *     ovf_almanac *almanac = NULL;
 *     const ovf_lonlat_box box = {.west = 14, .south = 49, .east = 15, .north = 50};
 *     ovf_almanac_open(&almanac, &error);
 *     ovf_schedule_parse("Mo-Fr 08:00-SS Europe/Prague; other times by NOTAM", NULL, &schedule,
 *                        &error);
 *     ovf_schedule_between(&schedule, almanac, &box, 1790000000, 1790086400, &found, &error);
 *     for (size_t i = 0; i < found.count; i++)
 *         printf("%.0f to %.0f: %s\n", found.items[i].from_s, found.items[i].until_s,
 *                found.items[i].sure ? "in force" : "perhaps");
 *     ovf_actives_clear(&found);
 *     ovf_schedule_clear(&schedule);
 *     ovf_almanac_free(almanac); */
ovf_status ovf_schedule_parse(const char *text, const ovf_clock *usual, ovf_schedule *schedule,
                              ovf_error *error);

/* The text that ovf_schedule_parse reads as the same schedule, "always" for NULL. *text is to be
 * freed with free(). Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_schedule_text(const ovf_schedule *schedule, char **text, ovf_error *error);

/* ---- The question ---- */

typedef struct {
    double from_s, until_s; /* half-open */
    bool sure;              /* false: perhaps in force */
} ovf_active;

/* Zeroed before its first use; one thread at a time. Its memory serves the next call. */
typedef struct {
    ovf_active *items;
    size_t count;
    struct ovf_schedule_room *room; /* private */
} ovf_actives;

void ovf_actives_clear(ovf_actives *stretches);

/* A zone's least and greatest longitude and latitude. West greater than east: over the date line.
 */
typedef struct {
    double west, south, east, north;
} ovf_lonlat_box;

/* The sun at sunrise is known no better than so: an altitude that it passes in 2 minutes at the
 * equator, and in longer elsewhere. Refraction at the horizon varies with the weather by as much
 * (B. E. Schaefer and W. Liller, Refraction near the horizon, Publications of the Astronomical
 * Society of the Pacific 102, 1990); the horizon is no plane; tables give whole minutes. */
#define OVF_SUN_ERROR_DEG 0.5

/* Official time is ahead of mean solar time by at least and at most so much: -2 h in the east of
 * Russia's and Svalbard's zones, 3.5 h on Attu in summer, 3.1 h in the west of China; with a
 * margin. Beyond 60 degrees south and 84 degrees north no such rule holds. */
#define OVF_OFFICIAL_LEAST_H (-2.5)
#define OVF_OFFICIAL_MOST_H 4.0

/* The stretches of [from_s, until_s) in which a zone is in force somewhere (perhaps) or everywhere
 * (sure), in order, none overlapping; those that touch differ in how sure they are. NULL for the
 * schedule: always. NULL for the almanac: sun and time zones are unknown, so stretches that hang on
 * them are perhaps. Clock times are exact; the sun is taken over the whole box.
 * Errors: OVF_ERROR_USAGE (times that are not finite, out of order, more than 36,600 days apart or
 * not in the years 1 to 9998; a box that is none), OVF_ERROR_MEMORY. */
ovf_status ovf_schedule_between(const ovf_schedule *schedule, const ovf_almanac *almanac,
                                const ovf_lonlat_box *box, double from_s, double until_s,
                                ovf_actives *stretches, ovf_error *error);

#ifdef __cplusplus
}
#endif
#endif
