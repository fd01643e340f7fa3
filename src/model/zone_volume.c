/* Volumes of zones. */
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "model/zone_box.h"
#include "overflight/volume.h"

static bool is_open(const ovf_limit *limit) { return limit->count == 0 && !limit->unknown; }

bool ovf_volume_is_unlimited(const ovf_volume *volume)
{
    return volume == NULL || (is_open(&volume->floor) && is_open(&volume->ceiling) &&
                              volume->schedule.count == 0 && !volume->schedule.unknown);
}

void ovf_volume_free(ovf_volume *volume)
{
    if (volume == NULL) return;
    ovf_schedule_clear(&volume->schedule);
    free(volume);
}

ovf_status ovf_zone_set_volume(ovf_zone *zone, const ovf_volume *volume, ovf_error *error)
{
    if (zone == NULL) return ovf_fail_null(error, "a zone");
    ovf_volume *made = NULL;
    if (volume != NULL) {
        made = ovf_array_new(1, sizeof *made);
        if (made == NULL) return ovf_fail_memory(error);
        *made = (ovf_volume){
            .floor = volume->floor, .ceiling = volume->ceiling, .box = {-180, -90, 180, 90}};
        ovf_status status = ovf_schedule_copy(&volume->schedule, &made->schedule, error);
        /* Many zones have none, and the box of curves costs more than all else here. */
        if (status == OVF_OK && made->schedule.count > 0 && !ovf_zone_box(zone, true, &made->box))
            status = ovf_fail_memory(error);
        if (status != OVF_OK) {
            ovf_volume_free(made);
            return status;
        }
    }
    ovf_volume_free(zone->volume);
    zone->volume = made;
    return OVF_OK;
}
