/* Flights of which KML has a placemark for each leg, as Flightradar24 writes them: a folder of
 * points with times, and a folder of lines of two positions, each from where the last one ends. */
#ifndef OVF_INPUT_FORMATS_KML_LEGS_H
#define OVF_INPUT_FORMATS_KML_LEGS_H

#include "input/formats/raw_flight.h"

/* Zeroed before its first use. All functions are false when memory is out. */
typedef struct {
    ovf_flight *flight; /* of the legs so far; NULL: none */
    size_t legs;
    ovf_text document; /* what the document is called */
    ovf_fix *points;   /* with times, in their order */
    size_t point_count, point_capacity;
} ovf_kml_legs;

bool ovf_kml_legs_name(ovf_kml_legs *legs, const char *text, size_t length);
bool ovf_kml_legs_add_point(ovf_kml_legs *legs, const ovf_fix *point);
/* Takes the flight that the queue makes: joins it to the legs so far, or hands them on first. */
bool ovf_kml_legs_take(ovf_kml_legs *legs, ovf_flight_queue *queue);
/* Hands on what it holds; a flight that the queue makes stays. */
bool ovf_kml_legs_flush(ovf_kml_legs *legs, ovf_flight_queue *queue);
void ovf_kml_legs_clear(ovf_kml_legs *legs);

#endif
