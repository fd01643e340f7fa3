/* Flight plans in XML: Garmin's and ForeFlight's .fpl (FlightPlan v1), Microsoft Flight Simulator's
 * .pln, and Little Navmap's .lnmpln. One file is one flight, and what is planned has no times. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/formats/flight_format.h"
#include "input/formats/values.h"
#include "input/formats/xml_events.h"

#define FOOT_M 0.3048

/* A row of Garmin's table: what tells a waypoint from others, each with a blank behind it. */
typedef struct {
    size_t key; /* where it begins in `keys` */
    ovf_fix fix;
} waypoint;

typedef struct {
    ovf_xml *xml;
    ovf_flight_queue *queue;
    ovf_text stem, keys;
    ovf_text parts[3]; /* of the key in hand: identifier, type, country */
    waypoint *table;
    size_t count, capacity;
    double lat, lon;
    size_t unknown; /* points of the route that are not in the table */
    bool in_waypoints, ended;
} plan_reader;

static bool add(plan_reader *in, double lon, double lat, double altitude_m)
{
    const ovf_fix fix = {lon, lat, altitude_m, NAN};
    ovf_flight *flight = ovf_flight_queue_make(in->queue);
    return flight != NULL &&
           ovf_pieces_add(&flight->pieces, &fix,
                          isnan(altitude_m) ? OVF_REFERENCE_UNKNOWN : OVF_REFERENCE_SEA);
}

static bool set(ovf_text *text, const char *bytes, size_t length)
{
    ovf_trim(&bytes, &length);
    ovf_text_reset(text);
    return ovf_text_add(text, bytes, length);
}

static double number(const char *text, size_t length)
{
    double value;
    return ovf_decimal_is(text, length, &value) ? value : NAN;
}

/* ---- Garmin ---- */

static bool build_key(const plan_reader *in, ovf_text *key)
{
    for (size_t i = 0; i < 3; i++)
        if (!ovf_text_add(key, in->parts[i].text == NULL ? "" : in->parts[i].text,
                          in->parts[i].length) ||
            !ovf_text_add(key, "\n", 1))
            return false;
    return true;
}

static void forget_key(plan_reader *in)
{
    for (size_t i = 0; i < 3; i++) ovf_text_reset(&in->parts[i]);
}

static bool end_waypoint(plan_reader *in)
{
    ovf_text key = {0};
    bool good = build_key(in, &key) &&
                ovf_array_reserve(&in->table, &in->capacity, in->count + 1, sizeof *in->table);
    if (good) in->table[in->count++] = (waypoint){in->keys.length, {in->lon, in->lat, NAN, NAN}};
    good = good && ovf_text_add(&in->keys, key.text, key.length + 1);
    ovf_text_clear(&key);
    forget_key(in);
    in->lon = in->lat = NAN;
    return good;
}

static bool end_route_point(plan_reader *in)
{
    ovf_text key = {0};
    bool good = build_key(in, &key), found = false;
    for (size_t i = 0; i < in->count && good && !found; i++) {
        found = strcmp(in->keys.text + in->table[i].key, key.text) == 0;
        if (found) good = add(in, in->table[i].fix.lon, in->table[i].fix.lat, NAN);
    }
    in->unknown += !found;
    ovf_text_clear(&key);
    forget_key(in);
    return good;
}

static bool end_of_fpl(void *context, const char *name, const char *text, size_t length, int depth)
{
    static const char *const fields[] = {"identifier", "type", "country-code"};
    plan_reader *in = context;
    (void)depth;
    if (strncmp(name, "waypoint-", 9) == 0 && strcmp(name, "waypoint-table") != 0) name += 9;
    for (size_t i = 0; i < 3; i++)
        if (strcmp(name, fields[i]) == 0) return set(&in->parts[i], text, length);
    if (strcmp(name, "lat") == 0) in->lat = number(text, length);
    if (strcmp(name, "lon") == 0) in->lon = number(text, length);
    if (strcmp(name, "waypoint") == 0) return end_waypoint(in);
    if (strcmp(name, "route-point") == 0) return end_route_point(in);
    if (strcmp(name, "route-name") == 0) {
        ovf_flight *flight = ovf_flight_queue_make(in->queue);
        return flight != NULL && set(&flight->name, text, length);
    }
    return true;
}

/* ---- Microsoft's ---- */

/* Degrees, minutes and seconds with signs between them: N52° 45' 7.51"; NAN where it is none. Which
 * bytes the signs are depends on the encoding, so they are passed over. */
static double read_angle(const char **at, const char *end, char positive, char negative)
{
    double sum = 0, scale = 1;
    const char *c = ovf_skip_blanks(*at, end);
    if (c == end || (*c != positive && *c != negative)) return NAN;
    double sign = *c++ == negative ? -1 : 1;
    for (int i = 0; i < 3; i++, scale *= 60) {
        double value;
        c = ovf_skip_blanks(c, end);
        const char *rest = ovf_decimal_read(c, end, &value);
        if (rest == NULL) return NAN;
        sum += value / scale;
        for (c = rest; c < end && *c != ',' && *c != '.' && (*c < '0' || *c > '9');) c++;
    }
    *at = c < end && *c == ',' ? c + 1 : c;
    return sign * sum;
}

static bool end_of_pln(void *context, const char *name, const char *text, size_t length, int depth)
{
    plan_reader *in = context;
    (void)depth;
    if (strcmp(name, "WorldPosition") != 0) return true;
    const char *at = text, *end = text + length;
    double lat = read_angle(&at, end, 'N', 'S'),
           lon = isnan(lat) ? NAN : read_angle(&at, end, 'E', 'W'),
           altitude_m = isnan(lon) ? NAN : number(at, (size_t)(end - at)) * FOOT_M;
    return add(in, lon, lat, altitude_m);
}

/* ---- Little Navmap's ---- */

static bool begin_of_lnmpln(void *context, const char *name, const char **attributes, int depth)
{
    plan_reader *in = context;
    double values[3];
    static const char *const names[] = {"Lon", "Lat", "Alt"};
    (void)depth;
    if (strcmp(name, "Waypoints") == 0) in->in_waypoints = true;
    if (strcmp(name, "Pos") != 0 || !in->in_waypoints) return true;
    for (size_t i = 0; i < 3; i++) {
        const char *text = ovf_xml_attribute(attributes, names[i]);
        values[i] = text == NULL ? NAN : number(text, strlen(text));
    }
    return add(in, values[0], values[1], values[2] * FOOT_M);
}

static bool end_of_lnmpln(void *context, const char *name, const char *text, size_t length,
                          int depth)
{
    (void)text;
    (void)length;
    (void)depth;
    if (strcmp(name, "Waypoints") == 0) ((plan_reader *)context)->in_waypoints = false;
    return true;
}

/* ---- all of them ---- */

static bool begin_of_any(void *context, const char *name, const char **attributes, int depth)
{
    (void)context;
    (void)name;
    (void)attributes;
    (void)depth;
    return true;
}

static void close_reader(void *reader)
{
    plan_reader *in = reader;
    if (in == NULL) return;
    ovf_xml_close(in->xml);
    ovf_text_clear(&in->stem);
    ovf_text_clear(&in->keys);
    for (size_t i = 0; i < 3; i++) ovf_text_clear(&in->parts[i]);
    free(in->table);
    free(in);
}

static void *open_with(const ovf_flight_input *input, const ovf_xml_handler *handler)
{
    plan_reader *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return NULL;
    *in = (plan_reader){.queue = input->queue, .lat = NAN, .lon = NAN};
    in->xml = ovf_xml_open(handler, in);
    if (in->xml != NULL && ovf_text_add_string(&in->stem, input->stem)) return in;
    close_reader(in);
    return NULL;
}

static void *open_fpl(const ovf_flight_input *input)
{
    static const ovf_xml_handler handler = {begin_of_any, end_of_fpl};
    return open_with(input, &handler);
}

static void *open_pln(const ovf_flight_input *input)
{
    static const ovf_xml_handler handler = {begin_of_any, end_of_pln};
    return open_with(input, &handler);
}

static void *open_lnmpln(const ovf_flight_input *input)
{
    static const ovf_xml_handler handler = {begin_of_lnmpln, end_of_lnmpln};
    return open_with(input, &handler);
}

static ovf_status finish(plan_reader *in, ovf_error *error)
{
    ovf_flight *flight = ovf_flight_queue_make(in->queue);
    if (in->unknown > 0)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "the route has %zu point%s that the table of waypoints has not",
                        in->unknown, in->unknown == 1 ? "" : "s");
    if (flight == NULL || !ovf_pieces_end_part(&flight->pieces)) return ovf_fail_memory(error);
    if (flight->name.length == 0 && !ovf_text_add(&flight->name, in->stem.text, in->stem.length))
        return ovf_fail_memory(error);
    ovf_flight_queue_push(in->queue);
    return OVF_OK;
}

static ovf_status take(void *reader, const char *bytes, size_t length, bool last, ovf_error *error)
{
    plan_reader *in = reader;
    ovf_status status = ovf_xml_take(in->xml, bytes, length, last, error);
    if (status != OVF_OK || !last || in->ended) return status;
    in->ended = true;
    return finish(in, error);
}

static bool is_fpl(const char *bytes, size_t length)
{
    return ovf_xml_root_is(bytes, length, "flight-plan");
}

static bool is_pln(const char *bytes, size_t length)
{
    return ovf_xml_root_is(bytes, length, "SimBase.Document");
}

static bool is_lnmpln(const char *bytes, size_t length)
{
    return ovf_xml_root_is(bytes, length, "LittleNavmap");
}

const ovf_flight_format ovf_flight_format_fpl = {.name = "fpl",
                                                 .title = "a Garmin flight plan",
                                                 .is = is_fpl,
                                                 .open = open_fpl,
                                                 .take = take,
                                                 .close = close_reader},
                        ovf_flight_format_pln = {.name = "pln",
                                                 .title = "a flight plan of MSFS",
                                                 .is = is_pln,
                                                 .open = open_pln,
                                                 .take = take,
                                                 .close = close_reader},
                        ovf_flight_format_lnmpln = {.name = "lnmpln",
                                                    .title = "a Little Navmap flight plan",
                                                    .is = is_lnmpln,
                                                    .open = open_lnmpln,
                                                    .take = take,
                                                    .close = close_reader};
