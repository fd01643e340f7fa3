/* TCX, Garmin's Training Center database: activities, whose laps follow each other, and courses. A
 * Track is a part. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "input/formats/flight_format.h"
#include "input/formats/values.h"
#include "input/formats/xml_events.h"

typedef struct {
    ovf_xml *xml;
    ovf_flight_queue *queue;
    int flight_depth, point_depth; /* of the activity and of the point in hand; 0: none */
    ovf_fix fix;
} tcx_reader;

static bool is(const char *bytes, size_t length)
{
    return ovf_xml_root_is(bytes, length, "TrainingCenterDatabase");
}

static bool begin(void *context, const char *name, const char **attributes, int depth)
{
    tcx_reader *in = context;
    (void)attributes;
    if (in->flight_depth == 0) {
        if (strcmp(name, "Activity") != 0 && strcmp(name, "Course") != 0) return true;
        in->flight_depth = depth;
        return ovf_flight_queue_make(in->queue) != NULL;
    }
    if (in->point_depth == 0 && strcmp(name, "Trackpoint") == 0) {
        in->point_depth = depth;
        in->fix = (ovf_fix){NAN, NAN, NAN, NAN};
    }
    return true;
}

static void end_in_point(tcx_reader *in, ovf_flight *flight, const char *name, const char *text,
                         size_t length, int below)
{
    if (below == 1 && strcmp(name, "Time") == 0)
        in->fix.time_s = ovf_time_value(text, length, &flight->unread_times);
    else if (below == 1 && strcmp(name, "AltitudeMeters") == 0)
        in->fix.altitude_m = ovf_altitude_value(text, length, &flight->unread_altitudes);
    else if (below == 2 && strcmp(name, "LatitudeDegrees") == 0)
        ovf_decimal_is(text, length, &in->fix.lat);
    else if (below == 2 && strcmp(name, "LongitudeDegrees") == 0)
        ovf_decimal_is(text, length, &in->fix.lon);
}

static bool end(void *context, const char *name, const char *text, size_t length, int depth)
{
    tcx_reader *in = context;
    ovf_flight *flight = in->queue->making;
    if (in->flight_depth == 0 || flight == NULL) return true;
    if (in->point_depth != 0 && depth > in->point_depth) {
        end_in_point(in, flight, name, text, length, depth - in->point_depth);
        return true;
    }
    if (depth == in->point_depth) {
        in->point_depth = 0;
        /* Points that only tell the pulse have no position, and are no fix. */
        if (isnan(in->fix.lon) && isnan(in->fix.lat)) return true;
        return ovf_pieces_add(&flight->pieces, &in->fix,
                              isnan(in->fix.altitude_m) ? OVF_REFERENCE_UNKNOWN
                                                        : OVF_REFERENCE_SEA);
    }
    if (depth == in->flight_depth) {
        in->flight_depth = 0;
        ovf_flight_queue_push(in->queue);
        return !in->queue->out_of_memory;
    }
    if (strcmp(name, "Track") == 0) return ovf_pieces_end_part(&flight->pieces);
    bool named = depth == in->flight_depth + 1 &&
                 (strcmp(name, "Id") == 0 || strcmp(name, "Name") == 0);
    ovf_trim(&text, &length);
    return !named || flight->name.length > 0 || ovf_text_add(&flight->name, text, length);
}

static const ovf_xml_handler handler = {begin, end};

static void close_reader(void *reader)
{
    tcx_reader *in = reader;
    if (in == NULL) return;
    ovf_xml_close(in->xml);
    free(in);
}

static void *open_reader(const ovf_flight_input *input)
{
    tcx_reader *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return NULL;
    *in = (tcx_reader){.queue = input->queue};
    in->xml = ovf_xml_open(&handler, in);
    if (in->xml != NULL) return in;
    free(in);
    return NULL;
}

static ovf_status take(void *reader, const char *bytes, size_t length, bool last, ovf_error *error)
{
    return ovf_xml_take(((tcx_reader *)reader)->xml, bytes, length, last, error);
}

const ovf_flight_format ovf_flight_format_tcx = {.name = "tcx",
                                                 .title = "TCX",
                                                 .is = is,
                                                 .open = open_reader,
                                                 .take = take,
                                                 .close = close_reader};
