/* A format of flights that is written as text, one flight after the other. A new one is a file with
 * an ovf_flight_form, and a line in flight_form.c. */
#ifndef OVF_OUTPUT_CONVERT_FLIGHT_FORM_H
#define OVF_OUTPUT_CONVERT_FLIGHT_FORM_H

#include "output/rows/bytes.h"
#include "overflight/model.h"

typedef struct {
    const char *title;
    const char *endings[4];          /* NULL ends them */
    void (*begin)(ovf_bytes *bytes); /* what stands before the first flight; NULL: nothing */
    /* Adds flight `number` (0, 1, …); *state is 0 at first and the format's own. */
    void (*add)(ovf_bytes *bytes, const ovf_route *route, uint64_t number, int *state);
    const char *end;                                         /* what stands behind the last */
    bool one;                                                /* a file holds one flight */
    bool times, altitudes, levels, names, parts, attributes; /* what it holds */
} ovf_flight_form;

extern const ovf_flight_form ovf_flight_form_geojson, ovf_flight_form_geojson_lines,
    ovf_flight_form_gpx, ovf_flight_form_kml, ovf_flight_form_fixes, ovf_flight_form_fpl;

/* The form of a file of that ending ("gpx", in any capitals); NULL: none of these. */
const ovf_flight_form *ovf_flight_form_of(const char *ending);

#endif
