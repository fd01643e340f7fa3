/* Sensors: what part of the ground each sees from a height.
 *
 * Across the track a sensor sees an interval, in metres on the ground, positive to the left of the
 * track. From H above ground:
 *
 *     frame          [-H t, H t], t = w/(2f) of the image width w and the focal length f,
 *                    or t = tan(v/2) of the field of view v
 *     panoramic,     [-H tan(s/2), H tan(s/2)], s the whole scan angle
 *     line_scanner
 *     oblique, left  [H tan(a - v/2), H tan(a + v/2)], a = 90° - d, d the depression of the axis
 *                    and v the field of view
 *     radar, left    [H tan(n), H tan(f)], n and f the near and the far look angle from the
 *                    vertical, cut at the far side to max_swath_km
 *     width          [-w/2, w/2], w the width of both sides together, at any height
 *
 * and what looks to the right sees the mirror image. These are the formulas of a plane (a level
 * central projection: K. Kraus, Photogrammetry, 2nd ed., de Gruyter 2007), which both sides of a
 * quarrel can recompute by hand. On the round earth, of radius R, a place that is seen at the angle
 * φ from the vertical lies farther out by about H tan²φ/(2R) of its distance: 0.1 % at 49° and 1 %
 * at 74° from 11 km. Angles of more than 85° are refused.
 *
 * The Treaty on Open Skies, Art. IV para 2, allows one panoramic, one vertical and two oblique
 * frame cameras (one to each side) of 30 cm, one infrared line scanner of 50 cm, and one
 * side-looking radar of 3 m that sees at most 25 km, to either side but not to both at once. */
#ifndef OVERFLIGHT_SENSOR_H
#define OVERFLIGHT_SENSOR_H

#include <stdbool.h>
#include <stddef.h>

#include "overflight/error.h"
#include "overflight/observation.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Greatest width of a swath that is given as such, both sides together. */
#define OVF_SWATH_MAX_KM 1000.0
/* Greatest swath of a radar: Treaty on Open Skies, Art. IV para 2. */
#define OVF_RADAR_SWATH_MAX_KM 25.0
/* Greatest height above ground. */
#define OVF_SENSOR_HEIGHT_MAX_M 100000.0

typedef enum {
    OVF_SENSOR_FRAME, /* looks straight down */
    OVF_SENSOR_PANORAMIC,
    OVF_SENSOR_LINE_SCANNER,
    OVF_SENSOR_OBLIQUE,
    OVF_SENSOR_RADAR,
    OVF_SENSOR_WIDTH /* nothing is known but the swath */
} ovf_sensor_kind;

/* "frame", "panoramic", "line_scanner", "oblique", "radar", "width". */
const char *ovf_sensor_kind_name(ovf_sensor_kind kind);
bool ovf_sensor_kind_parse(const char *name, ovf_sensor_kind *kind);

typedef enum { OVF_SENSOR_BOTH_SIDES, OVF_SENSOR_LEFT, OVF_SENSOR_RIGHT } ovf_sensor_side;

/* Immutable once built: any number of threads may read one. Numbers that the kind does not have, or
 * that are not known, are NAN. */
typedef struct {
    const char *id, *name;
    const char *file; /* it was read from; NULL: none */
    ovf_sensor_kind kind;
    ovf_sensor_side side;                   /* left or right of oblique cameras and radars */
    double focal_length_mm, image_width_mm; /* frame; across the track */
    double field_of_view_deg;               /* oblique; frame, if the two above are not given */
    double depression_angle_deg;            /* oblique: of the axis, below the horizontal */
    double scan_angle_deg;                  /* panoramic, line_scanner: from side to side */
    double near_look_deg, far_look_deg;     /* radar; far NAN: as far as max_swath_km goes */
    double max_swath_km;                    /* radar: at most 25 */
    double width_km;                        /* width */
    double resolution_m;                    /* no better than this is allowed */
    double h_min_m; /* least height over ground at which it keeps to that; missions may have another
                       (Annex F Section III) */
    double *heights_m;                          /* above ground, at which it is usually flown */
    size_t height_count;                        /* 0: not known */
    const char *heights_source, *source, *note; /* NULL: not given */
    const char *confidence; /* of its geometry: T treaty text, P press, C own reckoning, M from
                         memory; NULL: not given */
} ovf_sensor;

typedef struct {
    ovf_sensor *items;
    size_t count, capacity;
} ovf_sensors;

void ovf_sensors_clear(ovf_sensors *sensors);

/* Adds one of the kind `width` that sees `width_km`, with the id "swath-7.7km". Errors:
 * OVF_ERROR_USAGE (the width is not greater than 0 and at most OVF_SWATH_MAX_KM, or one of that
 * width is there already), OVF_ERROR_MEMORY. */
ovf_status ovf_sensors_add_width(ovf_sensors *sensors, double width_km, ovf_error *error);

/* What the sensor sees from height_m above ground. False, and *reach as it was, where the height is
 * not greater than 0 and finite: what a sensor of the kind `width` sees does not depend on it, NAN
 * will do. */
bool ovf_sensor_swath(const ovf_sensor *sensor, double height_m, ovf_swath_interval *reach);

#ifdef __cplusplus
}
#endif
#endif
