/* Reading zones: what its parts share. */
#ifndef OVF_INPUT_ZONES_ZONE_READER_H
#define OVF_INPUT_ZONES_ZONE_READER_H

#include "base/text.h"
#include "gdal/attributes.h"
#include "input/flights/ids.h"
#include "input/json/json_feature.h"
#include "input/source/opened.h"
#include "input/source/positions.h"
#include "input/source/straight.h"
#include "input/zones/areas.h"
#include "input/zones/notes.h"
#include "input/zones/validity.h"
#include "overflight/input.h"

/* Where a zone came from, to name it when another has its id. */
typedef struct {
    char *label;
    size_t number;
    bool meant;     /* its id was meant as one, and is not just a name or number */
    size_t doubled; /* zones after it with the same id */
} ovf_zone_origin;

typedef struct {
    ovf_input_options options;
    ovf_zones zones;
    size_t zone_capacity;
    ovf_zone_origin *origins; /* one for each zone */
    size_t origin_capacity;
    size_t features; /* read so far, over all files, good or bad */
    size_t points;   /* of the file in hand, passed over */
    ovf_ids ids;
    ovf_positions positions;
    ovf_straight straight;
    ovf_areas areas;
    double *radii_m; /* of the points in hand; NAN: none */
    size_t radius_capacity;
    ovf_attribute_reader attributes;
    ovf_validity *validity;
    ovf_zone_notes notes; /* of the zone in hand */
    char flaw[200];       /* why a ring in hand has no area */
    /* Edges of the zone in hand that span more than 180°, and the first of them. */
    size_t long_count;
    ovf_lonlat long_from, long_to;
    ovf_text id, text;
} ovf_zones_reader;

/* How the rings of a zone are read. */
typedef struct {
    const ovf_crs *crs;
    ovf_edges edges;
    bool straight; /* edges are straight in the CRS */
} ovf_ring_reading;

/* The positions that were read last, as a closed ring; its vertices are to be freed. `place` is
 * where it stands (positions.h). *has_area is false, and nothing is in the ring, where fewer than
 * three positions differ. Errors: OVF_ERROR_INPUT, OVF_ERROR_MEMORY. */
ovf_status ovf_zone_ring_make(ovf_zones_reader *reader, const ovf_ring_reading *reading,
                              const char *place, ovf_ring *ring, bool *has_area, ovf_error *error);

/* Reads the polygons of a zone whose edges and orientation are known, from the geometry of a
 * feature. `explicit_edges`: the feature itself says how they run. *is_zone is false for a label.
 * Errors as above. */
ovf_status ovf_zone_shape_read(ovf_zones_reader *reader, const ovf_layer *layer,
                               OGRFeatureH feature, bool explicit_edges, ovf_zone *zone,
                               bool *is_zone, ovf_error *error);

/* What follows when the polygons are there: whether they make a proper area, and the note of long
 * edges. */
ovf_status ovf_zone_shape_check(ovf_zones_reader *reader, const ovf_ring_reading *reading,
                                ovf_zone *zone, ovf_error *error);

/* Makes the id in reader->id that of the next zone; it may get a number. `number` is the feature's
 * in its layer. Errors: OVF_ERROR_INPUT (another file has it), OVF_ERROR_MEMORY. */
ovf_status ovf_zone_id_claim(ovf_zones_reader *reader, const char *label, size_t number, bool meant,
                             ovf_error *error);

/* Takes the zone over, with its notes, after its id has been claimed. */
ovf_status ovf_zone_keep(ovf_zones_reader *reader, ovf_zone *zone, const char *label, size_t number,
                         bool meant, const char *title, ovf_error *error);

/* Memory for one more zone, which is to be there before its id is claimed. */
ovf_status ovf_zone_reserve(ovf_zones_reader *reader, ovf_error *error);

/* Without GDAL: all of the file, or nothing, and then *done is false: what is unusual, or is to be
 * told, is for GDAL's reader. */
ovf_status ovf_zones_read_usual(ovf_zones_reader *reader, const char *file, bool *done,
                                ovf_error *error);

/* Formats of airspace that overflight reads itself: all of the file, or nothing, and then *done is
 * false. Errors: OVF_ERROR_INPUT, OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_zones_read_airspaces(ovf_zones_reader *reader, const char *file, bool *done,
                                    ovf_error *error);

#endif
