/* Missions of drones as QGroundControl writes them, .plan (https://docs.qgroundcontrol.com, "Plan
 * File Format"; the commands are MAVLink's, https://mavlink.io/en/messages/common.html). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/array.h"
#include "base/error.h"
#include "input/formats/small_file.h"
#include "input/formats/values.h"

#define SIZE_MAX_BYTES ((size_t)1 << 28)
#define RETURN_TO_LAUNCH 20

typedef struct {
    ovf_small_file file; /* the first member */
    ovf_fix home;        /* NAN: not known */
    size_t left_out;
} qgc_reader;

static bool is(const char *bytes, size_t length)
{
    static const char name[] = "\"fileType\"", value[] = "\"Plan\"";
    const char *end = bytes + length, *at = ovf_skip_blanks(bytes, end);
    if (at == end || *at != '{') return false;
    for (; (size_t)(end - at) > sizeof name; at++) {
        if (memcmp(at, name, sizeof name - 1) != 0) continue;
        at = ovf_skip_blanks(at + sizeof name - 1, end);
        if (at < end && *at == ':') at = ovf_skip_blanks(at + 1, end);
        return (size_t)(end - at) >= sizeof value - 1 && memcmp(at, value, sizeof value - 1) == 0;
    }
    return false;
}

static double number(const json_t *value)
{
    return json_is_number(value) ? json_number_value(value) : NAN;
}

/* Waypoints, loiters, landings and take-offs are flown to; others are settings, or places that are
 * looked at. */
static bool is_place(json_int_t command)
{
    static const json_int_t places[] = {16, 17, 18, 19, 21, 22, 31, 82, 84, 85};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (places[i] == command) return true;
    return false;
}

/* Over what an item's altitude is: as QGroundControl says it, or by the frame of MAVLink. Over home
 * it is over the sea where home's altitude is known. */
static ovf_reference refer(const qgc_reader *in, const json_t *item, double *altitude_m)
{
    const json_t *said = json_object_get(item, "AltitudeMode");
    json_int_t frame = json_integer_value(json_object_get(item, "frame")), mode = 0;
    if (json_is_integer(said)) mode = json_integer_value(said);
    else if (frame == 0 || frame == 5) mode = 2;
    else if (frame == 3 || frame == 6) mode = 1;
    else if (frame == 10 || frame == 11) mode = 3;
    if (isnan(*altitude_m)) return OVF_REFERENCE_UNKNOWN;
    switch (mode) {
    case 1:
        *altitude_m += in->home.altitude_m;
        return isnan(*altitude_m) ? OVF_REFERENCE_UNKNOWN : OVF_REFERENCE_SEA;
    case 2: return OVF_REFERENCE_SEA;
    case 3:
    case 4: return OVF_REFERENCE_GROUND;
    default: *altitude_m = NAN; return OVF_REFERENCE_UNKNOWN;
    }
}

static bool take_item(qgc_reader *in, ovf_flight *flight, const json_t *item)
{
    const json_t *params = json_object_get(item, "params");
    json_int_t command = json_integer_value(json_object_get(item, "command"));
    if (command == RETURN_TO_LAUNCH && !isnan(in->home.lon)) {
        ovf_fix home = in->home;
        home.altitude_m = NAN;
        return ovf_pieces_add(&flight->pieces, &home, OVF_REFERENCE_UNKNOWN);
    }
    if (!is_place(command)) return true;
    ovf_fix fix = {number(json_array_get(params, 5)), number(json_array_get(params, 4)),
                   number(json_array_get(params, 6)), NAN};
    /* Of a take-off or a landing where the aircraft is. */
    if (fix.lon == 0 && fix.lat == 0) return true;
    ovf_reference over = refer(in, item, &fix.altitude_m);
    return ovf_pieces_add(&flight->pieces, &fix, over);
}

static bool take_items(qgc_reader *in, ovf_flight *flight, const json_t *items)
{
    bool good = true;
    for (size_t i = 0; i < json_array_size(items) && good; i++) {
        const json_t *item = json_array_get(items, i);
        const char *type = json_string_value(json_object_get(item, "type"));
        if (type == NULL || strcmp(type, "ComplexItem") != 0) {
            good = take_item(in, flight, item);
            continue;
        }
        const json_t *inner = json_object_get(json_object_get(item, "TransectStyleComplexItem"),
                                              "Items");
        in->left_out += !json_is_array(inner);
        for (size_t k = 0; k < json_array_size(inner) && good; k++)
            good = take_item(in, flight, json_array_get(inner, k));
    }
    return good;
}

static ovf_status make_flight(qgc_reader *in, ovf_error *error)
{
    json_error_t why;
    char note[160];
    json_t *plan = json_loadb(in->file.text.text, in->file.text.length, 0, &why);
    if (plan == NULL)
        return ovf_fail(error, OVF_ERROR_INPUT, "the JSON cannot be read in line %d: %s", why.line,
                        why.text);
    const json_t *mission = json_object_get(plan, "mission"),
                 *home = json_object_get(mission, "plannedHomePosition");
    in->home = (ovf_fix){number(json_array_get(home, 1)), number(json_array_get(home, 0)),
                         number(json_array_get(home, 2)), NAN};
    ovf_flight *flight = ovf_flight_queue_make(in->file.queue);
    bool good = flight != NULL &&
                ovf_text_add(&flight->name, in->file.stem.text, in->file.stem.length) &&
                take_items(in, flight, json_object_get(mission, "items")) &&
                ovf_pieces_end_part(&flight->pieces);
    json_decref(plan);
    snprintf(note, sizeof note, "%zu pattern%s of its mission %s not known and left out",
             in->left_out, in->left_out == 1 ? "" : "s", in->left_out == 1 ? "is" : "are");
    if (good && in->left_out > 0) good = ovf_flight_add_note(flight, note);
    if (good) ovf_flight_queue_push(in->file.queue);
    return good && !in->file.queue->out_of_memory ? OVF_OK : ovf_fail_memory(error);
}

static void *open_reader(const ovf_flight_input *input)
{
    return ovf_small_file_open(input, sizeof(qgc_reader));
}

static ovf_status take(void *reader, const char *bytes, size_t length, bool last, ovf_error *error)
{
    qgc_reader *in = reader;
    bool whole;
    ovf_status status = ovf_small_file_take(&in->file, bytes, length, last, SIZE_MAX_BYTES,
                                            "mission", &whole, error);
    if (status != OVF_OK || !whole) return status;
    return make_flight(in, error);
}

const ovf_flight_format ovf_flight_format_qgc = {.name = "qgc",
                                                 .title = "a mission of QGroundControl",
                                                 .is = is,
                                                 .open = open_reader,
                                                 .take = take,
                                                 .close = ovf_small_file_close};
