/* Observing with everything it needs, read from files: sensors, heights, and where sensors are on.
 */
#ifndef OVERFLIGHT_SENSING_H
#define OVERFLIGHT_SENSING_H

#include "overflight/coverage.h"
#include "overflight/observation.h"
#include "overflight/sensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Zeroed, there is no sensor, and nothing can be observed. */
typedef struct {
    const char *const *sensors; /* names or files, as ovf_sensors_read takes them */
    size_t sensor_count;
    double swath_km; /* one more, that sees so much, both sides together; 0: none */
    double height_m; /* above the ground, all along; 0: the fixes' altitude less the ground's */
    const char *dem; /* raster of the ground's heights, as ovf_terrain_open takes it; NULL: they are
                        not known */
    bool references; /* of the raster, as ovf_terrain_open_with takes it */
    const char *within;    /* id of the zone that sensors are on in; NULL: all along */
    double max_turn_deg_s; /* sensors are off where the aircraft turns faster, or must bank more;
                               0: never for that */
    double max_bank_deg;
    ovf_joins joins;
    double cell_m; /* of revisits.tif, 0: so that there are not too many */
} ovf_sensing_options;

typedef struct {
    ovf_sensing_options options;
    ovf_sensors sensors;
    ovf_observer *observer;
    const char **files; /* that the sensors are from, each once; they belong to the sensors */
    size_t file_count;
} ovf_sensing;

/* Reads the sensors and makes an observer. The raster of heights is only opened to see that it can
 * be: each thread opens its own. What the options point to, and `zones`, must outlive it. Clear
 * *sensing after failure too. Errors: those of reading; OVF_ERROR_USAGE (NULL, no sensor, both a
 * height and a raster, an unknown zone).
 *
 * For example:
 *     const char *const names[] = {"osdcam4060"};
 *     const ovf_sensing_options options = {.sensors = names, .sensor_count = 1, .height_m = 3353};
 *     ovf_sensing sensing = {0};
 *     ovf_sensing_open(&sensing, &options, &zones, &error);
 *     ovf_sensing_clear(&sensing); */
ovf_status ovf_sensing_open(ovf_sensing *sensing, const ovf_sensing_options *options,
                            const ovf_zones *zones, ovf_error *error);
/* The same without opening the raster, if nothing more is to be observed. */
ovf_status ovf_sensing_reopen(ovf_sensing *sensing, const ovf_sensing_options *options,
                              const ovf_zones *zones, ovf_error *error);
void ovf_sensing_clear(ovf_sensing *sensing);

#ifdef __cplusplus
}
#endif
#endif
