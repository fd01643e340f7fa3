#include "model/sensor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

#ifndef M_PI
#define M_PI 3.14159265358979323846
#endif
#define RADIANS (M_PI / 180)
#define OF(member) offsetof(ovf_sensor, member)

const ovf_sensor_traits ovf_sensor_kinds[OVF_SENSOR_KINDS] = {
    [OVF_SENSOR_FRAME] = {"frame",
                          "a camera that looks straight down",
                          false,
                          {{"focal_length_mm", 0, 10000, "of the lens", true, OF(focal_length_mm)},
                           {"image_width_mm", 0, 1000, "of film or chip, across the track", true,
                            OF(image_width_mm)},
                           {"field_of_view_deg", 0, 170, "across the track, from side to side",
                            true, OF(field_of_view_deg)}}},
    [OVF_SENSOR_PANORAMIC] = {"panoramic",
                              "a camera that sweeps from side to side",
                              false,
                              {{"scan_angle_deg", 0, 170, "from side to side", false,
                                OF(scan_angle_deg)}}},
    [OVF_SENSOR_LINE_SCANNER] = {"line_scanner",
                                 "a scanner that sweeps from side to side",
                                 false,
                                 {{"scan_angle_deg", 0, 170, "from side to side", false,
                                   OF(scan_angle_deg)}}},
    [OVF_SENSOR_OBLIQUE] = {"oblique",
                            "a camera that looks to one side",
                            true,
                            {{"depression_angle_deg", 0, 90, "of the axis, below the horizontal",
                              false, OF(depression_angle_deg)},
                             {"field_of_view_deg", 0, 170, "across the track", false,
                              OF(field_of_view_deg)}}},
    [OVF_SENSOR_RADAR] = {"radar",
                          "a side-looking radar",
                          true,
                          {{"near_look_deg", 0, OVF_SENSOR_ANGLE_MAX_DEG,
                            "of the near edge, from the vertical", false, OF(near_look_deg)},
                           {"far_look_deg", 0, OVF_SENSOR_ANGLE_MAX_DEG,
                            "of the far edge, from the vertical", true, OF(far_look_deg)},
                           {"max_swath_km", 0, OVF_RADAR_SWATH_MAX_KM, "what it sees at the most",
                            true, OF(max_swath_km)}}},
    [OVF_SENSOR_WIDTH] = {"width",
                          "a swath of one width at any height",
                          false,
                          {{"width_km", 0, OVF_SWATH_MAX_KM, "both sides together", false,
                            OF(width_km)}}},
};

double ovf_sensor_parameter_get(const ovf_sensor *sensor, const ovf_sensor_parameter *parameter)
{
    double value;
    memcpy(&value, (const char *)sensor + parameter->offset, sizeof value);
    return value;
}

void ovf_sensor_parameter_set(ovf_sensor *sensor, const ovf_sensor_parameter *parameter,
                              double value)
{
    memcpy((char *)sensor + parameter->offset, &value, sizeof value);
}

const char *ovf_sensor_kind_name(ovf_sensor_kind kind) { return ovf_sensor_kinds[kind].name; }

bool ovf_sensor_kind_parse(const char *name, ovf_sensor_kind *kind)
{
    for (size_t i = 0; i < OVF_SENSOR_KINDS; i++) {
        if (strcmp(ovf_sensor_kinds[i].name, name) != 0) continue;
        *kind = (ovf_sensor_kind)i;
        return true;
    }
    return false;
}

ovf_sensor ovf_sensor_unknown(void)
{
    return (ovf_sensor){.focal_length_mm = NAN,
                        .image_width_mm = NAN,
                        .field_of_view_deg = NAN,
                        .depression_angle_deg = NAN,
                        .scan_angle_deg = NAN,
                        .near_look_deg = NAN,
                        .far_look_deg = NAN,
                        .max_swath_km = NAN,
                        .width_km = NAN,
                        .resolution_m = NAN,
                        .h_min_m = NAN};
}

/* Tangents of the angles that it sees between, positive to its own side; of the far one NAN where
 * nothing but the swath ends it. */
static void tangents(const ovf_sensor *sensor, double *near, double *far)
{
    double half = sensor->field_of_view_deg / 2, axis = 90 - sensor->depression_angle_deg;
    *near = *far = NAN;
    switch (sensor->kind) {
    case OVF_SENSOR_FRAME:
        *far = isnan(half) ? sensor->image_width_mm / (2 * sensor->focal_length_mm)
                           : tan(half * RADIANS);
        break;
    case OVF_SENSOR_PANORAMIC:
    case OVF_SENSOR_LINE_SCANNER: *far = tan(sensor->scan_angle_deg / 2 * RADIANS); break;
    case OVF_SENSOR_OBLIQUE:
        *near = tan((axis - half) * RADIANS);
        *far = tan((axis + half) * RADIANS);
        return;
    case OVF_SENSOR_RADAR:
        *near = tan(sensor->near_look_deg * RADIANS);
        *far = tan(sensor->far_look_deg * RADIANS);
        return;
    case OVF_SENSOR_WIDTH: return;
    }
    *near = -*far;
}

void ovf_sensor_angles(const ovf_sensor *sensor, double *near_deg, double *far_deg)
{
    if (sensor->kind == OVF_SENSOR_OBLIQUE) { /* as they are, since a tangent does not tell those
                                                 beyond the horizon */
        *near_deg = 90 - sensor->depression_angle_deg - sensor->field_of_view_deg / 2;
        *far_deg = *near_deg + sensor->field_of_view_deg;
        return;
    }
    tangents(sensor, near_deg, far_deg);
    *near_deg = atan(*near_deg) / RADIANS;
    *far_deg = atan(*far_deg) / RADIANS;
}

bool ovf_sensor_swath(const ovf_sensor *sensor, double height_m, ovf_swath_interval *reach)
{
    double near, far;
    if (sensor->kind == OVF_SENSOR_WIDTH) {
        *reach = (ovf_swath_interval){-sensor->width_km * 500, sensor->width_km * 500};
        return true;
    }
    if (!(height_m > 0 && height_m < INFINITY)) return false;
    tangents(sensor, &near, &far);
    near *= height_m;
    far *= height_m;
    if (sensor->kind == OVF_SENSOR_RADAR) {
        double most = near + (isnan(sensor->max_swath_km) ? OVF_RADAR_SWATH_MAX_KM
                                                          : sensor->max_swath_km) *
                                 1000;
        if (!(far < most)) far = most;
    }
    *reach = sensor->side == OVF_SENSOR_RIGHT ? (ovf_swath_interval){-far, -near}
                                              : (ovf_swath_interval){near, far};
    return true;
}

bool ovf_sensors_add(ovf_sensors *sensors, const ovf_sensor *sensor)
{
    if (!ovf_array_reserve(&sensors->items, &sensors->capacity, sensors->count + 1,
                           sizeof *sensors->items))
        return false;
    sensors->items[sensors->count++] = *sensor;
    return true;
}

bool ovf_sensors_have(const ovf_sensors *sensors, const char *id)
{
    for (size_t i = 0; i < sensors->count; i++)
        if (strcmp(sensors->items[i].id, id) == 0) return true;
    return false;
}

ovf_status ovf_sensors_add_width(ovf_sensors *sensors, double width_km, ovf_error *error)
{
    char text[60];
    ovf_sensor sensor = ovf_sensor_unknown();
    if (!(width_km > 0 && width_km <= OVF_SWATH_MAX_KM))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "the width of a swath is %.10g km, more than 0 and at most %.10g is wanted",
                        width_km, OVF_SWATH_MAX_KM);
    snprintf(text, sizeof text, "swath-%.10gkm", width_km);
    if (ovf_sensors_have(sensors, text))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "there are two sensors called %s, different ones are wanted", text);
    sensor.kind = OVF_SENSOR_WIDTH;
    sensor.width_km = width_km;
    sensor.id = ovf_text_copy(text);
    snprintf(text, sizeof text, "a swath of %.10g km", width_km);
    sensor.name = ovf_text_copy(text);
    if (sensor.id != NULL && sensor.name != NULL && ovf_sensors_add(sensors, &sensor))
        return OVF_OK;
    ovf_sensor_clear(&sensor);
    return ovf_fail_memory(error);
}

void ovf_sensor_clear(ovf_sensor *sensor)
{
    const char *texts[] = {sensor->id,     sensor->name, sensor->file,      sensor->heights_source,
                           sensor->source, sensor->note, sensor->confidence};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) ovf_text_free(texts[i]);
    free(sensor->heights_m);
    *sensor = ovf_sensor_unknown();
}

void ovf_sensors_clear(ovf_sensors *sensors)
{
    if (sensors == NULL) return;
    for (size_t i = 0; i < sensors->count; i++) ovf_sensor_clear(&sensors->items[i]);
    free(sensors->items);
    *sensors = (ovf_sensors){0};
}
