#include <pthread.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "input/almanac/sky.h"
#include "input/almanac/time_zones.h"

/* An almanac with what its functions keep. */
typedef struct {
    ovf_almanac almanac; /* first, so that its address is that of the whole */
    pthread_mutex_t lock;
    ovf_sky sky;
    ovf_time_zones zones;
} system_almanac;

static bool sun_of(void *context, int64_t day, double longitude_deg, double latitude_deg,
                   double altitude_deg, ovf_sun *sun)
{
    system_almanac *own = context;
    pthread_mutex_lock(&own->lock);
    const bool found = ovf_sky_sun(&own->sky, day, longitude_deg, latitude_deg, altitude_deg, sun);
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
