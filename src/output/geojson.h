/* Writing a GeoJSON FeatureCollection after RFC 7946, a feature a line: begin, members, geometry, end.
 * Failures are remembered by the writer; ovf_geojson_check and ovf_geojson_close tell. */
#ifndef OVF_OUTPUT_GEOJSON_H
#define OVF_OUTPUT_GEOJSON_H

#include "output/writer.h"
#include "overflight/analysis.h"

typedef struct {
    ovf_writer writer;
    uint64_t features;
    bool first; /* no property of the feature has been written yet */
} ovf_geojson;

/* name: the layer's; description: a sentence for people, shown by GIS programs. */
ovf_status ovf_geojson_open(ovf_geojson *geojson, const ovf_staging *staging, const char *file, const char *name,
                            const char *description, ovf_error *error);

void ovf_geojson_begin(ovf_geojson *geojson);
/* Properties. Names are plain words of our own; NULL texts, NaN and unknown times are written as null. */
void ovf_geojson_text(ovf_geojson *geojson, const char *name, const char *value);
void ovf_geojson_count(ovf_geojson *geojson, const char *name, uint64_t value);
void ovf_geojson_fixed(ovf_geojson *geojson, const char *name, double value, int decimals);
void ovf_geojson_time(ovf_geojson *geojson, const char *name, double time_s);
/* The feature's own attributes, but for those whose names are in `taken`, which ends with NULL. */
void ovf_geojson_attributes(ovf_geojson *geojson, const ovf_attributes *attributes, const char *const *taken);

/* One of these after the properties. */
void ovf_geojson_point(ovf_geojson *geojson, double lon, double lat, double altitude_m, int decimals);
/* A LineString or MultiLineString; null for a line without parts. Altitudes only where all positions have one. */
void ovf_geojson_line(ovf_geojson *geojson, const ovf_polyline *line, int decimals);
/* A Polygon or MultiPolygon, with all the digits that the coordinates have; null for no polygons. */
void ovf_geojson_polygons(ovf_geojson *geojson, const ovf_polygon *polygons, size_t count);

void ovf_geojson_end(ovf_geojson *geojson);

ovf_status ovf_geojson_check(const ovf_geojson *geojson, ovf_error *error);
ovf_status ovf_geojson_close(ovf_geojson *geojson, ovf_error *error);
void ovf_geojson_abandon(ovf_geojson *geojson);

#endif
