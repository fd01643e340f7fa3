/* KML 2.2 (OGC 07-147r2), 2.3 (OGC 12-007r2) and Google's extensions: LineString, Track and
 * MultiTrack. A placemark is a flight, and each of its lines is a part. Placemarks that are one leg
 * each, the next from where the last one ends, are one flight. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/formats/flight_format.h"
#include "input/formats/kml_legs.h"
#include "input/formats/kml_values.h"
#include "input/formats/xml_events.h"

typedef struct {
    ovf_xml *xml;
    ovf_flight_queue *queue;
    ovf_kml_legs legs;
    ovf_kml_track track;
    ovf_text data_name;
    int placemark_depth, multi_depth, geometry_depth, polygon_depth; /* 0: not within one */
    int document_depth;
    bool is_point;
    ovf_kml_mode mode, multi_mode; /* of the geometry, of the MultiTrack around it */
    size_t first;                  /* fix of the geometry */
    bool has_area;
    ovf_fix point; /* the placemark's; NAN: it has none */
    double stamp_s;
    ovf_unread ignored;
} kml_reader;

static bool is(const char *bytes, size_t length) { return ovf_xml_root_is(bytes, length, "kml"); }

static bool begin_placemark(kml_reader *in, const char **attributes, int depth)
{
    ovf_flight *flight = ovf_flight_queue_make(in->queue);
    const char *id = ovf_xml_attribute(attributes, "id");
    if (flight == NULL) return false;
    in->placemark_depth = depth;
    in->has_area = false;
    in->point = (ovf_fix){NAN, NAN, NAN, NAN};
    in->stamp_s = NAN;
    /* To be replaced by a name. */
    return id == NULL || ovf_text_add_string(&flight->name, id);
}

static void begin_geometry(kml_reader *in, const char *name, int depth)
{
    in->is_point = strcmp(name, "Point") == 0;
    in->geometry_depth = depth;
    in->mode = in->multi_depth != 0 ? in->multi_mode : OVF_KML_CLAMPED;
    in->first = in->queue->making->pieces.fix_count;
    ovf_kml_track_reset(&in->track);
}

static bool begin(void *context, const char *name, const char **attributes, int depth)
{
    kml_reader *in = context;
    if (in->placemark_depth == 0) {
        if (strcmp(name, "Folder") == 0 || strcmp(name, "Document") == 0) {
            if (in->document_depth == 0) in->document_depth = depth;
            return ovf_kml_legs_flush(&in->legs, in->queue);
        }
        return strcmp(name, "Placemark") != 0 || begin_placemark(in, attributes, depth);
    }
    if (in->geometry_depth != 0) return true;
    if (strcmp(name, "Data") == 0 || strcmp(name, "SimpleData") == 0) {
        const char *called = ovf_xml_attribute(attributes, "name");
        ovf_text_reset(&in->data_name);
        return ovf_text_add_string(&in->data_name, called == NULL ? "" : called);
    }
    if (in->polygon_depth != 0) return true;
    if (strcmp(name, "Polygon") == 0 || strcmp(name, "Model") == 0) {
        in->polygon_depth = depth;
        in->has_area = in->has_area || name[0] == 'P';
    } else if (strcmp(name, "MultiTrack") == 0) {
        in->multi_depth = depth;
        in->multi_mode = OVF_KML_CLAMPED;
    } else if (strcmp(name, "LineString") == 0 || strcmp(name, "Track") == 0 ||
               strcmp(name, "Point") == 0) {
        begin_geometry(in, name, depth);
    }
    return true;
}

/* ---- ends ---- */

static bool end_geometry(kml_reader *in)
{
    ovf_flight *flight = in->queue->making;
    ovf_pieces *pieces = &flight->pieces;
    in->geometry_depth = 0;
    if (!ovf_kml_track_add(&in->track, pieces)) return false;
    ovf_kml_apply_mode(pieces, in->first, in->mode);
    if (in->is_point) {
        if (pieces->fix_count > in->first) in->point = pieces->fixes[in->first];
        pieces->fix_count = in->first;
        return true;
    }
    return ovf_pieces_end_part(pieces);
}

static bool end_in_geometry(kml_reader *in, const char *name, const char *text, size_t length,
                            int depth)
{
    ovf_flight *flight = in->queue->making;
    if (depth == in->geometry_depth) return end_geometry(in);
    if (depth != in->geometry_depth + 1) return true;
    /* Of the two that are many first. */
    if (strcmp(name, "coord") == 0) return ovf_kml_track_coord(&in->track, text, length);
    if (strcmp(name, "when") == 0)
        return ovf_kml_track_when(&in->track, ovf_time_value(text, length, &flight->unread_times));
    if (strcmp(name, "coordinates") == 0)
        return ovf_kml_coordinates(text, length, &flight->pieces, &flight->unread_altitudes);
    if (strcmp(name, "altitudeMode") == 0) in->mode = ovf_kml_mode_of(text, length);
    return true;
}

/* What the placemark was: a flight, a leg of one, or none. */
static bool end_placemark(kml_reader *in)
{
    ovf_flight *flight = in->queue->making;
    in->placemark_depth = in->multi_depth = in->polygon_depth = 0;
    if (flight->pieces.part_count > 0) return ovf_kml_legs_take(&in->legs, in->queue);
    if (!isnan(in->point.lon) && !isnan(in->stamp_s)) {
        in->point.time_s = in->stamp_s;
        if (!ovf_kml_legs_add_point(&in->legs, &in->point)) return false;
    }
    if (in->has_area) {
        flight->beside = true;
        if (!ovf_flight_add_note(flight, "is an area and no flight; it was left out")) return false;
        ovf_flight_queue_push(in->queue);
        return !in->queue->out_of_memory;
    }
    ovf_flight_free(flight);
    in->queue->making = NULL;
    return true;
}

static bool end_member(kml_reader *in, const char *name, const char *text, size_t length)
{
    ovf_flight *flight = in->queue->making;
    ovf_text value = {0};
    ovf_trim(&text, &length);
    bool good = ovf_text_add(&value, text, length);
    if (strcmp(name, "name") == 0 && length > 0) {
        ovf_text_reset(&flight->name);
        good = good && ovf_text_add(&flight->name, text, length);
    }
    if (strcmp(name, "name") == 0 || strcmp(name, "description") == 0)
        good = good && ovf_flight_add_attribute(flight, name, value.text);
    ovf_text_clear(&value);
    return good;
}

/* A value of ExtendedData. */
static bool end_data(kml_reader *in, const char *text, size_t length)
{
    ovf_flight *flight = in->queue->making;
    if (in->data_name.length == 0) return true;
    ovf_text value = {0};
    ovf_trim(&text, &length);
    bool good = ovf_text_add(&value, text, length) &&
                ovf_flight_add_attribute(flight, in->data_name.text, value.text);
    if (good && strcmp(in->data_name.text, "id") == 0 && flight->id.length == 0)
        good = ovf_text_add(&flight->id, text, length);
    ovf_text_clear(&value);
    ovf_text_reset(&in->data_name);
    return good;
}

static bool end(void *context, const char *name, const char *text, size_t length, int depth)
{
    kml_reader *in = context;
    if (in->placemark_depth == 0) {
        if (strcmp(name, "Folder") == 0 || strcmp(name, "Document") == 0)
            return ovf_kml_legs_flush(&in->legs, in->queue);
        if (strcmp(name, "name") == 0 && depth == in->document_depth + 1)
            return ovf_kml_legs_name(&in->legs, text, length);
        return true;
    }
    if (depth == in->placemark_depth) return end_placemark(in);
    if (in->geometry_depth != 0) return end_in_geometry(in, name, text, length, depth);
    if (depth == in->polygon_depth) in->polygon_depth = 0;
    if (in->polygon_depth != 0) return true;
    if (depth == in->multi_depth) in->multi_depth = 0;
    if (in->multi_depth != 0 && depth == in->multi_depth + 1 && strcmp(name, "altitudeMode") == 0)
        in->multi_mode = ovf_kml_mode_of(text, length);
    if (strcmp(name, "value") == 0 || strcmp(name, "SimpleData") == 0)
        return end_data(in, text, length);
    if (strcmp(name, "when") == 0 || strcmp(name, "begin") == 0)
        in->stamp_s = ovf_time_value(text, length, &in->ignored);
    return depth != in->placemark_depth + 1 || end_member(in, name, text, length);
}

/* ---- the format ---- */

static const ovf_xml_handler handler = {begin, end};

static void close_reader(void *reader)
{
    kml_reader *in = reader;
    if (in == NULL) return;
    ovf_xml_close(in->xml);
    ovf_kml_legs_clear(&in->legs);
    ovf_kml_track_clear(&in->track);
    ovf_text_clear(&in->data_name);
    free(in);
}

static void *open_reader(const ovf_flight_input *input)
{
    kml_reader *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return NULL;
    in->queue = input->queue;
    in->xml = ovf_xml_open(&handler, in);
    if (in->xml == NULL) {
        free(in);
        return NULL;
    }
    ovf_xml_want_leaves(in->xml);
    return in;
}

static ovf_status take(void *reader, const char *bytes, size_t length, bool last, ovf_error *error)
{
    kml_reader *in = reader;
    ovf_status status = ovf_xml_take(in->xml, bytes, length, last, error);
    if (status == OVF_OK && last && !ovf_kml_legs_flush(&in->legs, in->queue))
        status = ovf_fail_memory(error);
    return status;
}

const ovf_flight_format ovf_flight_format_kml = {.name = "kml",
                                                 .title = "KML",
                                                 .is = is,
                                                 .open = open_reader,
                                                 .take = take,
                                                 .close = close_reader};
