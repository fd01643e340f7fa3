/* A format of zones that is written as text, one zone after the other. A new one is a file with an
 * ovf_zone_form, and a line in zone_writer.c. */
#ifndef OVF_OUTPUT_CONVERT_ZONE_FORM_H
#define OVF_OUTPUT_CONVERT_ZONE_FORM_H

#include "output/convert/zone_losses.h"
#include "output/rows/bytes.h"
#include "overflight/model.h"

typedef struct {
    const char *title;
    const char *endings[4]; /* NULL ends them */
    const char *begin, *end;
    /* Adds zone `number` (0, 1, …), and counts what the format cannot hold of it. */
    void (*add)(ovf_bytes *bytes, const ovf_zone *zone, uint64_t number, ovf_zone_losses *losses);
} ovf_zone_form;

extern const ovf_zone_form ovf_zone_form_geojson, ovf_zone_form_geojson_lines,
    ovf_zone_form_openair, ovf_zone_form_ed269;

/* How a file holds what is no polygon with straight edges. */
typedef enum {
    OVF_CURVES_KEPT,    /* circles as points with a radius, others in an attribute */
    OVF_CURVES_CIRCLES, /* circles as points with a radius; others are drawn */
    OVF_CURVES_DRAWN
} ovf_curves_held;

/* The zone as GeoJSON, for formats that GDAL writes. */
void ovf_zone_add_geojson(ovf_bytes *bytes, const ovf_zone *zone, uint64_t number,
                          ovf_curves_held held, ovf_zone_losses *losses);

#endif
