#include "overflight/sensing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/likeness.h"
#include "base/text.h"
#include "overflight/build.h"
#include "overflight/input.h"

static ovf_status fail_no_zone(const char *id, const ovf_zones *zones, ovf_error *error)
{
    char shown[100];
    const char **ids = ovf_array_new(zones->count + 1, sizeof *ids);
    if (ids == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < zones->count; i++) ids[i] = zones->items[i].id;
    const char *nearest = ovf_nearest_word(id, ids);
    ovf_text_shorten(id, shown, sizeof shown);
    if (nearest != NULL)
        (void)ovf_fail(error, OVF_ERROR_USAGE,
                       "sensors are to be on within zone %s, and there is none: did you mean %s?",
                       shown, nearest);
    else
        (void)ovf_fail(error, OVF_ERROR_USAGE,
                       "sensors are to be on within zone %s, and none of the zones is called so",
                       shown);
    free(ids);
    return OVF_ERROR_USAGE;
}

static ovf_status find_zone(const ovf_sensing_options *options, const ovf_zones *zones,
                            ovf_observer_options *observing, ovf_error *error)
{
    observing->within_zone = options->within != NULL;
    if (options->within == NULL) return OVF_OK;
    const ovf_zone *zone = ovf_zones_find(zones, options->within);
    if (zone == NULL) return fail_no_zone(options->within, zones, error);
    observing->zone = (size_t)(zone - zones->items);
    return OVF_OK;
}

static ovf_status read_sensors(ovf_sensing *sensing, ovf_error *error)
{
    const ovf_sensing_options *options = &sensing->options;
    ovf_sensors *sensors = &sensing->sensors;
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < options->sensor_count && status == OVF_OK; i++)
        status = ovf_sensors_read(options->sensors[i], sensors, error);
    if (status == OVF_OK && options->swath_km > 0)
        status = ovf_sensors_add_width(sensors, options->swath_km, error);
    if (status != OVF_OK) return status;
    sensing->files = ovf_array_new(sensors->count, sizeof *sensing->files);
    if (sensing->files == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < sensors->count; i++) {
        const char *file = sensors->items[i].file;
        size_t k = 0;
        while (file != NULL && k < sensing->file_count && strcmp(sensing->files[k], file) != 0) k++;
        if (file != NULL && k == sensing->file_count) sensing->files[sensing->file_count++] = file;
    }
    return OVF_OK;
}

ovf_status ovf_sensing_reopen(ovf_sensing *sensing, const ovf_sensing_options *options,
                              const ovf_zones *zones, ovf_error *error)
{
    if (sensing == NULL) return ovf_fail_null(error, "a place for the sensing");
    *sensing = (ovf_sensing){0};
    if (options == NULL) return ovf_fail_null(error, "options");
    if (zones == NULL) return ovf_fail_null(error, "zones");
    ovf_observer_options observing = {.height_m = options->height_m,
                                      .max_turn_deg_s = options->max_turn_deg_s,
                                      .max_bank_deg = options->max_bank_deg};
    *sensing = (ovf_sensing){.options = *options};
    if (options->height_m > 0 && options->dem != NULL)
        return ovf_fail(
            error, OVF_ERROR_USAGE,
            "expected a height above ground or a raster of the ground's heights, found both");
    ovf_status status = find_zone(options, zones, &observing, error);
    if (status == OVF_OK) status = read_sensors(sensing, error);
    return status == OVF_OK
               ? ovf_observer_new(&sensing->sensors, &observing, &sensing->observer, error)
               : status;
}

ovf_status ovf_sensing_open(ovf_sensing *sensing, const ovf_sensing_options *options,
                            const ovf_zones *zones, ovf_error *error)
{
    ovf_terrain *terrain = NULL;
    ovf_status status = ovf_sensing_reopen(sensing, options, zones, error);
    if (status == OVF_OK && options->dem != NULL)
        status = ovf_terrain_open_with(options->dem, options->references, &terrain, error);
    ovf_terrain_free(terrain);
    return status;
}

void ovf_sensing_clear(ovf_sensing *sensing)
{
    if (sensing == NULL) return;
    ovf_observer_free(sensing->observer);
    ovf_sensors_clear(&sensing->sensors);
    free(sensing->files);
    *sensing = (ovf_sensing){0};
}
