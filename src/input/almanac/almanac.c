#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/almanac/sky.h"
#include "input/almanac/time_zones.h"

/* An answer of the sun; the question is compared bit by bit. */
typedef struct {
    bool kept;
    int64_t day;
    double question[3];
    ovf_sun sun;
} sun_answer;

enum { SUN_ANSWERS = 1024 };

/* An almanac with what its functions keep. */
typedef struct {
    ovf_almanac almanac; /* first, so that its address is that of the whole */
    pthread_mutex_t lock;
    ovf_sky sky;
    sun_answer suns[SUN_ANSWERS]; /* one schedule asks the same of rises and sets */
    ovf_time_zones zones;
} system_almanac;

static size_t place_of(int64_t day, const double question[3])
{
    uint64_t hash = (uint64_t)day, bits;
    for (int i = 0; i < 3; i++) {
        memcpy(&bits, &question[i], sizeof bits);
        hash = (hash ^ bits) * 0x9E3779B97F4A7C15U;
        hash ^= hash >> 32;
    }
    return (hash >> 48) % SUN_ANSWERS; /* where the few bits of round numbers end up too */
}

static bool sun_of(void *context, int64_t day, double longitude_deg, double latitude_deg,
                   double altitude_deg, ovf_sun *sun)
{
    system_almanac *own = context;
    const double question[3] = {longitude_deg, latitude_deg, altitude_deg};
    pthread_mutex_lock(&own->lock);
    sun_answer *kept = &own->suns[place_of(day, question)];
    bool found = kept->kept && kept->day == day &&
                 memcmp(kept->question, question, sizeof question) == 0;
    if (!found) {
        ovf_sun made;
        found = ovf_sky_sun(&own->sky, day, longitude_deg, latitude_deg, altitude_deg, &made);
        if (found) *kept = (sun_answer){.kept = true, .day = day, .sun = made};
        if (found) memcpy(kept->question, question, sizeof question);
    }
    if (found) *sun = kept->sun;
    pthread_mutex_unlock(&own->lock);
    return found;
}

static bool instants_of(void *context, const char *zone, double shown_s, double *first_s,
                        double *last_s)
{
    system_almanac *own = context;
    pthread_mutex_lock(&own->lock);
    const bool found = ovf_time_zones_instants(&own->zones, zone, shown_s, first_s, last_s);
    pthread_mutex_unlock(&own->lock);
    return found;
}

ovf_status ovf_almanac_open(ovf_almanac **almanac, ovf_error *error)
{
    if (almanac == NULL) return ovf_fail_null(error, "a place for the almanac");
    system_almanac *own = ovf_array_new(1, sizeof *own);
    if (own == NULL) return ovf_fail_memory(error);
    if (pthread_mutex_init(&own->lock, NULL) != 0) {
        free(own);
        return ovf_fail_memory(error);
    }
    own->almanac = (ovf_almanac){.sun = sun_of, .instants = instants_of, .context = own};
    *almanac = &own->almanac;
    return OVF_OK;
}

void ovf_almanac_free(ovf_almanac *almanac)
{
    if (almanac == NULL) return;
    system_almanac *own = almanac->context;
    ovf_time_zones_clear(&own->zones);
    pthread_mutex_destroy(&own->lock);
    free(own);
}
