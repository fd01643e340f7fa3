#include "input/almanac/time_zones.h"

#include <glib.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "system/library.h"

static struct {
    __typeof__(g_time_zone_new_identifier) *open;
    __typeof__(g_time_zone_unref) *close;
    __typeof__(g_time_zone_find_interval) *find;
    __typeof__(g_time_zone_get_offset) *offset;
    __typeof__(g_time_zone_is_dst) *is_dst;
} glib;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool loaded;

static void load(void)
{
    static const ovf_library_function places[] = {
        {"g_time_zone_new_identifier", &glib.open}, {"g_time_zone_unref", &glib.close},
        {"g_time_zone_find_interval", &glib.find},  {"g_time_zone_get_offset", &glib.offset},
        {"g_time_zone_is_dst", &glib.is_dst},
    };
    char reason[400];
    loaded = ovf_library_load(OVERFLIGHT_GLIB_LIBRARY, OVERFLIGHT_GLIB_FILE, places,
                              sizeof places / sizeof places[0], reason, sizeof reason);
}

struct ovf_named_zone {
    char name[OVF_CLOCK_ZONE_SIZE];
    GTimeZone *zone; /* NULL: there is none of that name */
    bool misread;    /* GLib misreads its rule */
    double standard_s;
};

void ovf_time_zones_clear(ovf_time_zones *zones)
{
    for (size_t i = 0; i < zones->count; i++)
        if (zones->zones[i].zone != NULL) glib.close(zones->zones[i].zone);
    free(zones->zones);
    zones->zones = NULL;
    zones->count = zones->capacity = 0;
}

/* GLib also takes offsets, rules and paths, which are no names of the database. */
static bool is_name(const char *name)
{
    if (!ovf_is_letter(name[0])) return false;
    for (const char *at = name; *at != '\0'; at++)
        if (!ovf_is_letter(*at) && !ovf_is_digit(*at) && strchr("/_+-", *at) == NULL) return false;
    return strchr(name, '/') != NULL && strstr(name, "//") == NULL;
}

/* ---- Offsets ---- */

typedef struct {
    bool known, saving;
    double seconds;
} zone_offset;

static zone_offset plain_offset(GTimeZone *zone, double at_s)
{
    const gint interval = glib.find(zone, G_TIME_TYPE_UNIVERSAL, (gint64)floor(at_s));
    if (interval < 0) return (zone_offset){0};
    return (zone_offset){true, glib.is_dst(zone, interval) != 0,
                         (double)glib.offset(zone, interval)};
}

#define MONTH_S (30.0 * 86400)

/* GLib (2.74) reads the rule for the years behind the database's tables as if clocks always went
 * forward for daylight saving. Irish winter time is the exception: the tables put clocks back for
 * it. Where the rule, as GLib reads it, goes forward from a standard time from which the tables go
 * back, it is misread; *standard_s is that time's offset. */
static bool is_misread(GTimeZone *zone, double *standard_s)
{
    const double far = 120 * 365.25 * 86400;
    const zone_offset winter = plain_offset(zone, far),
                      summer = plain_offset(zone, far + 6 * MONTH_S);
    if (!winter.known || !summer.known || winter.saving == summer.saving) return false;
    const zone_offset *saving = winter.saving ? &winter : &summer;
    const zone_offset *standard = winter.saving ? &summer : &winter;
    *standard_s = standard->seconds;
    if (saving->seconds <= standard->seconds) return false;
    zone_offset before = plain_offset(zone, 0);
    for (int month = 1; month < 12 * 60; month++) {
        const zone_offset now = plain_offset(zone, month * MONTH_S);
        if (before.known && !before.saving && before.seconds == *standard_s && now.known &&
            now.saving && now.seconds < *standard_s)
            return true;
        before = now;
    }
    return false;
}

/* NAN: not known. */
static double offset_at(const ovf_named_zone *zone, double at_s)
{
    const zone_offset now = plain_offset(zone->zone, at_s);
    if (!now.known || (zone->misread && now.saving && now.seconds > zone->standard_s)) return NAN;
    return now.seconds;
}

/* The place of a name plus one; 0 when memory is out. */
static size_t find(ovf_time_zones *zones, const char *name)
{
    for (size_t i = 0; i < zones->count; i++)
        if (strcmp(zones->zones[i].name, name) == 0) return i + 1;
    if (strlen(name) >= OVF_CLOCK_ZONE_SIZE ||
        !ovf_array_reserve(&zones->zones, &zones->capacity, zones->count + 1, sizeof *zones->zones))
        return 0;
    ovf_named_zone *made = &zones->zones[zones->count++];
    strcpy(made->name, name);
    made->zone = is_name(name) ? glib.open(name) : NULL;
    made->misread = made->zone != NULL && is_misread(made->zone, &made->standard_s);
    return zones->count;
}

/* The second at which the offset stops to be what it was at from_s. */
static double jump_between(const ovf_named_zone *zone, double from_s, double until_s)
{
    const double before = offset_at(zone, from_s);
    double low = floor(from_s), high = ceil(until_s);
    while (high - low > 1) {
        const double middle = floor((low + high) / 2);
        if (offset_at(zone, middle) == before) low = middle;
        else high = middle;
    }
    return high;
}

/* Clocks are at least 36 h from one change to the next. */
static bool look_up(const ovf_named_zone *zone, double shown_s, double *first_s, double *last_s)
{
    const double before = offset_at(zone, shown_s - 86400 - 43200);
    const double after = offset_at(zone, shown_s + 86400 + 43200);
    if (isnan(before) || isnan(after)) return false;
    const double early = shown_s - before, late = shown_s - after;
    const bool early_is = offset_at(zone, early) == before;
    const bool late_is = offset_at(zone, late) == after;
    if (early_is || late_is) {
        *first_s = early_is ? early : late;
        *last_s = late_is ? late : early;
        if (*first_s > *last_s) {
            const double swapped = *first_s;
            *first_s = *last_s;
            *last_s = swapped;
        }
        return true;
    }
    /* Clocks are put forward over it: after > before, so late < early. */
    *first_s = jump_between(zone, late, early);
    *last_s = fmax(early, *first_s);
    return true;
}

bool ovf_time_zones_instants(ovf_time_zones *zones, const char *name, double shown_s,
                             double *first_s, double *last_s)
{
    pthread_once(&once, load);
    if (!loaded) return false;
    const size_t place = find(zones, name);
    if (place == 0 || zones->zones[place - 1].zone == NULL) return false;
    const uint64_t hash = ((uint64_t)(int64_t)shown_s + place) * 0x9E3779B97F4A7C15U;
    ovf_zone_answer *kept = &zones->answers[(hash >> 32) % OVF_ZONE_ANSWERS];
    if (kept->zone != place || kept->shown_s != shown_s) {
        ovf_zone_answer answer = {.zone = place, .shown_s = shown_s};
        if (!look_up(&zones->zones[place - 1], shown_s, &answer.first_s, &answer.last_s))
            return false;
        *kept = answer;
    }
    *first_s = kept->first_s;
    *last_s = kept->last_s;
    return true;
}
