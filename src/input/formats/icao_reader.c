/* Files of ICAO flight plan messages, one or several. Item 15 is read as a typed plan is, between
 * the airfields of items 13 and 16. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "input/flightplan/plan_message.h"
#include "input/formats/small_file.h"
#include "input/formats/values.h"
#include "overflight/flightplan.h"
#include "overflight/input.h"

#define SIZE_MAX_BYTES ((size_t)1 << 26)

typedef struct {
    ovf_small_file file; /* the first member */
    const ovf_points *const *points;
    ovf_airfields airfields;
    ovf_plan_message message;
} icao_reader;

static bool is(const char *bytes, size_t length) { return ovf_plan_message_is(bytes, length); }

static void note(void *context, const char *text)
{
    ovf_flight *flight = context;
    ovf_flight_add_note(flight, text);
}

/* The times of the fixes follow from the time off blocks and the speed; a plan knows no better. */
static bool add_attributes(const ovf_plan_message *message, double speed_kmh, ovf_flight *flight)
{
    char start[40], speed[40];
    snprintf(start, sizeof start, "%sT%.2s:%.2s:00Z", message->date, message->off_blocks,
             message->off_blocks + 2);
    snprintf(speed, sizeof speed, "%.10g", speed_kmh);
    return ovf_flight_add_attribute(flight, "callsign", message->id) &&
           ovf_flight_add_attribute(flight, "aircraft", message->aircraft) &&
           ovf_flight_add_attribute(flight, "airfield_from", message->from) &&
           ovf_flight_add_attribute(flight, "airfield_to", message->to) &&
           ovf_flight_add_attribute(flight, "eobt", message->off_blocks) &&
           ovf_flight_add_attribute(flight, "eet", message->elapsed) &&
           ovf_flight_add_attribute(flight, "date", message->date) &&
           ovf_flight_add_attribute(flight, "start_time", message->date[0] == '\0' ? "" : start) &&
           ovf_flight_add_attribute(flight, "speed_kmh",
                                    isnan(speed_kmh) || message->date[0] == '\0' ? "" : speed) &&
           ovf_flight_add_attribute(flight, "item_18",
                                    message->other.text == NULL ? "" : message->other.text);
}

static bool add_fixes(const ovf_flightplan *plan, ovf_flight *flight)
{
    const ovf_route *route = &plan->route;
    bool good = true;
    for (size_t i = 0; i < route->fix_count && good; i++) {
        ovf_reference over = plan->fixes[i].level == OVF_LEVEL_PRESSURE ? OVF_REFERENCE_PRESSURE
                             : plan->fixes[i].level == OVF_LEVEL_SEA    ? OVF_REFERENCE_SEA
                                                                        : OVF_REFERENCE_UNKNOWN;
        good = ovf_pieces_add(&flight->pieces, &route->fixes[i], over) &&
               ovf_flight_name_fix(flight, route->fix_names[i], strlen(route->fix_names[i]));
    }
    return good && ovf_pieces_end_part(&flight->pieces);
}

static ovf_status take_message(icao_reader *in, const char *text, size_t length, size_t *used,
                               ovf_error *error)
{
    ovf_flightplan plan = {.memory = NULL};
    ovf_flight *flight = ovf_flight_queue_make(in->file.queue);
    if (flight == NULL) return ovf_fail_memory(error);
    const ovf_flightplan_options options = {.airfields = &in->airfields,
                                            .points = in->points == NULL ? NULL : *in->points,
                                            .note = note,
                                            .note_context = flight};
    ovf_status status = ovf_plan_message_read(&in->message, text, length, used, error);
    if (status == OVF_OK)
        status = ovf_flightplan_parse_with(in->message.route.text, &options, &plan, error);
    if (status != OVF_OK) return status;
    bool good = ovf_text_add_string(&flight->name, in->message.id) &&
                add_attributes(&in->message, plan.fixes[0].speed_kmh, flight) &&
                add_fixes(&plan, flight);
    ovf_flightplan_clear(&plan);
    if (!good) return ovf_fail_memory(error);
    ovf_flight_queue_push(in->file.queue);
    return in->file.queue->out_of_memory ? ovf_fail_memory(error) : OVF_OK;
}

static ovf_status take_messages(icao_reader *in, ovf_error *error)
{
    char path[4096];
    size_t used;
    const char *at = in->file.text.text, *end = at + in->file.text.length;
    ovf_status status = ovf_data_path("airfields.geojson", path, sizeof path, error);
    if (status == OVF_OK) status = ovf_airfields_read(path, &in->airfields, error);
    while (status == OVF_OK && ovf_skip_blanks(at, end) < end) {
        status = take_message(in, at, (size_t)(end - at), &used, error);
        at += used;
    }
    return status;
}

static void close_reader(void *reader)
{
    icao_reader *in = reader;
    if (in != NULL) {
        ovf_airfields_clear(&in->airfields);
        ovf_plan_message_clear(&in->message);
    }
    ovf_small_file_close(reader);
}

static void *open_reader(const ovf_flight_input *input)
{
    icao_reader *in = ovf_small_file_open(input, sizeof(icao_reader));
    if (in != NULL) in->points = input->points;
    return in;
}

static ovf_status take(void *reader, const char *bytes, size_t length, bool last, ovf_error *error)
{
    icao_reader *in = reader;
    bool whole;
    ovf_status status = ovf_small_file_take(&in->file, bytes, length, last, SIZE_MAX_BYTES,
                                            "flight plan", &whole, error);
    return status == OVF_OK && whole ? take_messages(in, error) : status;
}

const ovf_flight_format ovf_flight_format_icao = {.name = "icao",
                                                  .title = "an ICAO flight plan",
                                                  .is = is,
                                                  .open = open_reader,
                                                  .take = take,
                                                  .close = close_reader};
