/* Any bytes as a file of sensors. Nothing may crash or leak; what is refused must come with a
 * sentence, and what is read must see an interval from wherever it is flown.
 *
 * Tests: src/input/sensors.c src/model/sensor.c */
#include "named_bytes.h"

#include <math.h>

#include "overflight/input.h"
#include "overflight/sensor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ovf_sensors sensors = {0};
    ovf_error error = {0};
    if (ovf_sensors_read(name_of(data, size), &sensors, &error) != OVF_OK) {
        check_sentence(&error);
        expect(sensors.count == 0);
    }
    for (size_t i = 0; i < sensors.count; i++) {
        const ovf_sensor *sensor = &sensors.items[i];
        ovf_swath_interval reach;
        expect(sensor->id != NULL && *sensor->id != '\0');
        for (size_t k = 0; k < sensor->height_count; k++) {
            expect(sensor->heights_m[k] > 0 && sensor->heights_m[k] <= OVF_SENSOR_HEIGHT_MAX_M);
            expect(ovf_sensor_swath(sensor, sensor->heights_m[k], &reach));
            expect(isfinite(reach.low_m) && isfinite(reach.high_m) && reach.low_m <= reach.high_m);
        }
    }
    ovf_sensors_clear(&sensors);
    return 0;
}
