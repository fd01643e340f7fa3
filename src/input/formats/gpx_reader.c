/* GPX 1.0 and 1.1 (https://www.topografix.com/GPX/1/1/): tracks and routes. A segment of a track is
 * a part. Waypoints are no flight. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/formats/flight_format.h"
#include "input/formats/values.h"
#include "input/formats/xml_events.h"

static const char *const parts[] = {"tracks", "routes", NULL};

typedef struct {
    ovf_xml *xml;
    ovf_flight_queue *queue;
    const char *part;
    int flight_depth; /* of the track or route in hand; 0: none */
    int point_depth;  /* of the point in hand; 0: none */
    bool is_track;
    ovf_fix fix;
    ovf_text name; /* of the point */
} gpx_reader;

static bool is(const char *bytes, size_t length) { return ovf_xml_root_is(bytes, length, "gpx"); }

static void read_position(const char **attributes, ovf_fix *fix)
{
    for (; attributes[0] != NULL; attributes += 2) {
        const char *name = attributes[0];
        const bool lon = strcmp(name, "lon") == 0;
        double *to = lon ? &fix->lon : &fix->lat;
        if (!lon && strcmp(name, "lat") != 0) continue;
        if (!ovf_decimal_is(attributes[1], strlen(attributes[1]), to)) *to = NAN;
    }
}

static bool begin(void *context, const char *name, const char **attributes, int depth)
{
    gpx_reader *in = context;
    if (in->flight_depth == 0) {
        bool track = strcmp(name, "trk") == 0;
        if (!track && strcmp(name, "rte") != 0) return true;
        if (in->part != NULL && strcmp(in->part, track ? "tracks" : "routes") != 0) return true;
        in->flight_depth = depth;
        in->is_track = track;
        return ovf_flight_queue_make(in->queue) != NULL;
    }
    if (in->point_depth == 0 && strcmp(name, in->is_track ? "trkpt" : "rtept") == 0) {
        in->point_depth = depth;
        ovf_text_reset(&in->name);
        in->fix = (ovf_fix){NAN, NAN, NAN, NAN};
        read_position(attributes, &in->fix);
        ovf_xml_pass_text(in->xml);
    }
    return true;
}

/* What a track or route says of itself, beside its points. */
static bool end_member(ovf_flight *flight, const char *name, const char *text, size_t length)
{
    static const char *const known[] = {"cmt", "desc", "src", "number", "type"};
    ovf_trim(&text, &length);
    ovf_text value = {0};
    bool good = ovf_text_add(&value, text, length);
    if (strcmp(name, "name") == 0 && flight->name.length == 0)
        good = good && ovf_text_add(&flight->name, text, length) &&
               ovf_flight_add_attribute(flight, name, value.text);
    for (size_t i = 0; i < sizeof known / sizeof *known && good; i++)
        if (strcmp(name, known[i]) == 0) good = ovf_flight_add_attribute(flight, name, value.text);
    ovf_text_clear(&value);
    return good;
}

static bool end_point(gpx_reader *in, ovf_flight *flight)
{
    in->point_depth = 0;
    return ovf_pieces_add(&flight->pieces, &in->fix,
                          isnan(in->fix.altitude_m) ? OVF_REFERENCE_UNKNOWN : OVF_REFERENCE_SEA) &&
           ovf_flight_name_fix(flight, in->name.text, in->name.length);
}

/* What a point says of itself. */
static bool end_in_point(gpx_reader *in, ovf_flight *flight, const char *name, const char *text,
                         size_t length)
{
    if (strcmp(name, "ele") == 0) {
        in->fix.altitude_m = ovf_altitude_value(text, length, &flight->unread_altitudes);
    } else if (strcmp(name, "time") == 0) {
        in->fix.time_s = ovf_time_value(text, length, &flight->unread_times);
    } else if (strcmp(name, "name") == 0) {
        ovf_trim(&text, &length);
        return ovf_text_add(&in->name, text, length);
    }
    return true;
}

static bool end(void *context, const char *name, const char *text, size_t length, int depth)
{
    gpx_reader *in = context;
    ovf_flight *flight = in->queue->making;
    if (in->flight_depth == 0 || flight == NULL) return true;
    if (in->point_depth != 0)
        return depth == in->point_depth      ? end_point(in, flight)
               : depth > in->point_depth + 1 ? true /* of an extension */
                                             : end_in_point(in, flight, name, text, length);
    if (depth == in->flight_depth) {
        in->flight_depth = 0;
        if (!in->is_track && !ovf_pieces_end_part(&flight->pieces)) return false;
        ovf_flight_queue_push(in->queue);
        return !in->queue->out_of_memory;
    }
    if (depth != in->flight_depth + 1) return true;
    if (in->is_track && strcmp(name, "trkseg") == 0) return ovf_pieces_end_part(&flight->pieces);
    return end_member(flight, name, text, length);
}

static const ovf_xml_handler handler = {begin, end};

static void close_reader(void *reader)
{
    gpx_reader *in = reader;
    if (in == NULL) return;
    ovf_xml_close(in->xml);
    ovf_text_clear(&in->name);
    free(in);
}

static void *open_reader(const ovf_flight_input *input)
{
    gpx_reader *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return NULL;
    *in = (gpx_reader){.queue = input->queue, .part = input->part};
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
    return ovf_xml_take(((gpx_reader *)reader)->xml, bytes, length, last, error);
}

const ovf_flight_format ovf_flight_format_gpx = {.name = "gpx",
                                                 .title = "GPX",
                                                 .is = is,
                                                 .parts = parts,
                                                 .open = open_reader,
                                                 .take = take,
                                                 .close = close_reader};
