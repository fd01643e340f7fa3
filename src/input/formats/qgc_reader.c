/* Missions of drones as QGroundControl writes them, .plan (https://docs.qgroundcontrol.com, "Plan
 * File Format"; the commands are MAVLink's, https://mavlink.io/en/messages/common.html). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/array.h"
#include "base/error.h"
#include "input/formats/mission.h"
#include "input/formats/small_file.h"
#include "input/formats/values.h"

#define SIZE_MAX_BYTES ((size_t)1 << 28)

typedef struct {
    ovf_small_file file; /* the first member */
    ovf_fix home;        /* NAN: not known */
    size_t left_out;
} qgc_reader;

static bool is(const char *bytes, size_t length)
{
    static const char name[] = "\"fileType\"", value[] = "\"Plan\"";
    const char *end = bytes + length, *at = ovf_skip_start(bytes, end);
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

/* Over what an item's altitude is: as QGroundControl says it, or by the frame of MAVLink. */
static ovf_mission_mode mode_of(const json_t *item)
{
    const json_t *said = json_object_get(item, "AltitudeMode"),
                 *frame = json_object_get(item, "frame");
    if (!json_is_integer(said)) return ovf_mission_mode_of(json_integer_value(frame));
    switch (json_integer_value(said)) {
    case 1: return OVF_MISSION_OVER_HOME;
    case 2: return OVF_MISSION_OVER_SEA;
    case 3:
    case 4: return OVF_MISSION_OVER_GROUND;
    default: return OVF_MISSION_UNKNOWN;
    }
}

static bool take_item(qgc_reader *in, ovf_flight *flight, const json_t *item)
{
    const json_t *params = json_object_get(item, "params");
    const ovf_fix fix = {number(json_array_get(params, 5)), number(json_array_get(params, 4)),
                         number(json_array_get(params, 6)), NAN};
    return ovf_mission_add(flight, json_integer_value(json_object_get(item, "command")),
                           mode_of(item), fix, &in->home);
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
    const char *stop = in->file.text.text + in->file.text.length,
               *first = ovf_skip_start(in->file.text.text, stop);
    json_t *plan = json_loadb(first, (size_t)(stop - first), 0, &why);
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
