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
} glib;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool loaded;

static void load(void)
{
    static const ovf_library_function places[] = {
        {"g_time_zone_new_identifier", &glib.open},
        {"g_time_zone_unref", &glib.close},
        {"g_time_zone_find_interval", &glib.find},
        {"g_time_zone_get_offset", &glib.offset},
    };
    char reason[400];
    loaded = ovf_library_load(OVERFLIGHT_GLIB_LIBRARY, OVERFLIGHT_GLIB_FILE, places,
                              sizeof places / sizeof places[0], reason, sizeof reason);
}

struct ovf_named_zone {
    char name[OVF_CLOCK_ZONE_SIZE];
    GTimeZone *zone; /* NULL: there is none of that name */
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
    return zones->count;
}

static double offset_at(GTimeZone *zone, double at_s)
{
    const gint interval = glib.find(zone, G_TIME_TYPE_UNIVERSAL, (gint64)floor(at_s));
    return interval < 0 ? NAN : (double)glib.offset(zone, interval);
}

/* The second at which the offset stops to be what it was at from_s. */
static double jump_between(GTimeZone *zone, double from_s, double until_s)
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
static bool look_up(GTimeZone *zone, double shown_s, double *first_s, double *last_s)
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
    const uint64_t minute = (uint64_t)(int64_t)floor(shown_s / 60);
    ovf_zone_answer *kept = &zones->answers[(minute ^ minute >> 8 ^ place * 31) % OVF_ZONE_ANSWERS];
    if (kept->zone != place || kept->shown_s != shown_s) {
        ovf_zone_answer answer = {.zone = place, .shown_s = shown_s};
        if (!look_up(zones->zones[place - 1].zone, shown_s, &answer.first_s, &answer.last_s))
            return false;
        *kept = answer;
    }
    *first_s = kept->first_s;
    *last_s = kept->last_s;
    return true;
}
