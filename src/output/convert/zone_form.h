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

extern const ovf_zone_form ovf_zone_form_geojson, ovf_zone_form_openair, ovf_zone_form_ed269;

/* The zone as GeoJSON, for formats that GDAL writes: circles are drawn, too. */
void ovf_zone_add_drawn(ovf_bytes *bytes, const ovf_zone *zone, uint64_t number,
                        ovf_zone_losses *losses);

#endif
