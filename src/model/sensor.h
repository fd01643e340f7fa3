/* What the kinds of sensors take, for reading and for showing them. */
#ifndef OVF_MODEL_SENSOR_H
#define OVF_MODEL_SENSOR_H

#include "overflight/sensor.h"

#define OVF_SENSOR_PARAMETERS_MAX 3
#define OVF_SENSOR_KINDS 6
/* Angles from the vertical that are seen at the most: farther out the plane formulas are no use. */
#define OVF_SENSOR_ANGLE_MAX_DEG 85.0

typedef struct {
    const char *name;   /* as it is in files, with its unit; NULL after the last */
    double least, most; /* greater than `least`, at most `most` */
    const char *meaning;
    bool optional;
    size_t offset; /* in ovf_sensor */
} ovf_sensor_parameter;

typedef struct {
    const char *name, *meaning;
    bool takes_side;
    ovf_sensor_parameter parameters[OVF_SENSOR_PARAMETERS_MAX + 1];
} ovf_sensor_traits;

/* By ovf_sensor_kind. */
extern const ovf_sensor_traits ovf_sensor_kinds[OVF_SENSOR_KINDS];

double ovf_sensor_parameter_get(const ovf_sensor *sensor, const ovf_sensor_parameter *parameter);
void ovf_sensor_parameter_set(ovf_sensor *sensor, const ovf_sensor_parameter *parameter,
                              double value);

/* All numbers NAN, everything else empty. */
ovf_sensor ovf_sensor_unknown(void);
/* The angles from the vertical that it sees between, positive to its own side; NAN for what has
 * none. */
void ovf_sensor_angles(const ovf_sensor *sensor, double *near_deg, double *far_deg);
/* Takes it over; false when memory is out: it stays the caller's. */
bool ovf_sensors_add(ovf_sensors *sensors, const ovf_sensor *sensor);
bool ovf_sensors_have(const ovf_sensors *sensors, const char *id);
void ovf_sensor_clear(ovf_sensor *sensor);

#endif
