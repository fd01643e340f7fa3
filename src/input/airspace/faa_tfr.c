/* Temporary flight restrictions as the FAA publishes them: XNOTAM-Update, in the words of AIXM 4.5.
 * Each TFRAreaGroup is an airspace with the number of its NOTAM. The outline is the merged one
 * (abdMergedArea), and otherwise the shapes that it would have been merged from. */
#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/time.h"
#include "input/airspace/airspace.h"
#include "input/formats/values.h"
#include "input/formats/xml_events.h"

#define DEEPEST 24
#define NAME_MOST 40
#define VALUE_MOST 48

/* A vertex, whose type says how the edge to the next one runs. */
typedef struct {
    char type[8], unit[8];
    ovf_lonlat at, centre; /* NAN: not given */
    double radius;
} vertex;

typedef struct {
    char code[VALUE_MOST], value[VALUE_MOST], unit[VALUE_MOST];
} limit;

typedef struct {
    char from[VALUE_MOST], until[VALUE_MOST];
    bool said, more; /* more: there is something else in it, such as times of day */
} period;

/* A TFRAreaGroup. */
typedef struct {
    ovf_airspace airspace; /* its steps are the merged outline until there are shapes only */
    limit limits[2];       /* the lower and the upper one */
    period own;
    ovf_text active, area;
    bool merged, shaped, subtracts;
    size_t shapes;
} area;

typedef struct {
    const ovf_airspace_sink *sink;
    ovf_xml *xml;
    char names[DEEPEST][NAME_MOST]; /* of the elements that are open */
    int depth;
    area *areas; /* of the NOTAM in hand */
    size_t area_count, area_capacity;
    ovf_airspace words; /* what all areas of the NOTAM share */
    period notam;
    char zone[16], number[VALUE_MOST];
    vertex vertex;
    vertex *ring;
    size_t ring_count, ring_capacity;
    ovf_text text; /* of the element that ends */
    ovf_status status;
    ovf_error error; /* of `status` */
    bool out_of_memory;
} reader;

static area *hand(reader *in) { return &in->areas[in->area_count - 1]; }

static bool is_within(const reader *in, const char *name)
{
    for (int i = 0; i < in->depth && i < DEEPEST; i++)
        if (strcmp(in->names[i], name) == 0) return true;
    return false;
}

static bool is_child_of(const reader *in, const char *name)
{
    return in->depth >= 2 && in->depth <= DEEPEST && strcmp(in->names[in->depth - 2], name) == 0;
}

static void flaw(reader *in, const char *format, ...) OVF_PRINTF(2, 3);
static void flaw(reader *in, const char *format, ...)
{
    char sentence[300];
    if (hand(in)->airspace.flaw.length > 0) return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    in->out_of_memory |= !ovf_text_add_string(&hand(in)->airspace.flaw, sentence);
}

static void add_word(reader *in, ovf_airspace *to, const char *name, const char *value)
{
    if (*value != '\0')
        in->out_of_memory |= !ovf_airspace_add_word(to, name, value, strlen(value), "; ");
}

/* ---- outlines ---- */

/* "41.20N", or packed as 411200N. */
static bool read_angle(const char *text, const char *sides, double most, double *degrees)
{
    double number;
    const char *end = text + strlen(text), *behind = ovf_decimal_read(text, end, &number);
    size_t digits = strspn(text, "0123456789");
    if (behind == NULL || behind + 1 != end || digits == 0) return false;
    char side = (char)toupper((unsigned char)*behind);
    if (side != sides[0] && side != sides[1]) return false;
    if (digits > 3) {
        double whole = floor(number / 10000), minutes = floor(fmod(number, 10000) / 100),
               seconds = fmod(number, 100);
        if (minutes > 60 || seconds > 60) return false;
        number = whole + minutes / 60 + seconds / 3600;
    }
    if (number > most) return false;
    *degrees = side == sides[1] ? -number : number;
    return true;
}

static void add_step(reader *in, ovf_step step)
{
    in->out_of_memory |= !ovf_airspace_add_step(&hand(in)->airspace, &step);
}

static double metres_of(const char *unit)
{
    static const struct {
        const char *unit;
        double metres;
    } units[] = {{"NM", OVF_NAUTICAL_MILE_M}, {"KM", 1000}, {"M", 1}, {"FT", 0.3048}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(unit, units[i].unit) == 0) return units[i].metres;
    return NAN;
}

static bool is_type(const vertex *at, const char *type) { return strcmp(at->type, type) == 0; }

static void add_circle(reader *in, const vertex *at)
{
    ovf_lonlat centre = isnan(at->centre.lat) ? at->at : at->centre;
    double radius_m = at->radius * metres_of(at->unit);
    if (!(radius_m > 0) || !isfinite(radius_m)) {
        flaw(in, "valRadiusArc: expected a radius with a unit (NM, KM, M or FT), found none");
        return;
    }
    add_step(in, (ovf_step){.kind = OVF_STEP_CIRCLE, .centre = centre, .radius_m = radius_m});
}

/* The edge from a vertex to the place of the next. */
static void add_edge(reader *in, const vertex *from, ovf_lonlat to)
{
    ovf_step step = {.kind = OVF_STEP_GEODESIC, .to = to};
    if (is_type(from, "RHL")) step.kind = OVF_STEP_LOXODROME;
    if (is_type(from, "CWA") || is_type(from, "CCA")) {
        step.kind = OVF_STEP_ARC;
        step.centre = from->centre;
        step.clockwise = from->type[1] == 'W';
        if (isnan(from->centre.lat) || isnan(from->centre.lon))
            flaw(in, "Avx: expected geoLatArc and geoLongArc of an arc, found none");
    }
    add_step(in, step);
}

static void end_ring(reader *in)
{
    size_t count = in->ring_count;
    const vertex *ring = in->ring;
    in->ring_count = 0;
    if (count == 0) return;
    if (count == 1 && is_type(&ring[0], "CIR")) {
        add_circle(in, &ring[0]);
        return;
    }
    add_step(in, (ovf_step){.kind = OVF_STEP_BEGIN, .to = ring[0].at});
    for (size_t i = 0; i < count; i++) {
        ovf_lonlat to = ring[(i + 1) % count].at;
        if (is_type(&ring[i], "CIR"))
            flaw(in, "Avx: expected a circle alone in its outline, found %zu vertices", count);
        if (to.lon != ring[i].at.lon || to.lat != ring[i].at.lat || ring[i].type[0] == 'C')
            add_edge(in, &ring[i], to);
    }
}

static void begin_shape(reader *in)
{
    area *of = hand(in);
    of->shaped = true;
    if (of->shapes++ > 0 && of->airspace.part_count == 0) {
        in->out_of_memory |= !ovf_airspace_add_part(&of->airspace, OVF_PART_UNITES);
        if (!in->out_of_memory) of->airspace.parts[0].first_step = 0;
    }
    if (of->shapes > 1) in->out_of_memory |= !ovf_airspace_add_part(&of->airspace, OVF_PART_UNITES);
}

/* What is merged comes last, or first; it replaces the shapes either way. */
static void begin_merged(reader *in)
{
    area *of = hand(in);
    if (!of->merged) {
        of->airspace.step_count = of->airspace.part_count = 0; /* parts have no words here */
        ovf_text_reset(&of->airspace.flaw);
    }
    of->merged = true;
}

static void end_vertex(reader *in)
{
    static const char *const types[] = {"GRC", "RHL", "CWA", "CCA", "CIR"};
    bool known = false;
    const vertex *made = &in->vertex;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) known |= is_type(made, types[i]);
    if (hand(in)->merged && !is_within(in, "abdMergedArea")) return;
    if (!known)
        flaw(in, "Avx: expected a codeType of GRC, RHL, CWA, CCA or CIR, found \"%s\"", made->type);
    bool placed = !isnan(made->at.lat) && !isnan(made->at.lon);
    if (!placed && !(is_type(made, "CIR") && !isnan(made->centre.lat) && !isnan(made->centre.lon)))
        flaw(in, "Avx: expected geoLat and geoLong such as 41.20N and 119.30W, found none");
    if (!ovf_array_reserve(&in->ring, &in->ring_capacity, in->ring_count + 1, sizeof *in->ring))
        in->out_of_memory = true;
    else in->ring[in->ring_count++] = *made;
}

static void copy(char *to, size_t size, const char *text) { snprintf(to, size, "%s", text); }

static void take_of_vertex(reader *in, const char *name, const char *text)
{
    vertex *at = &in->vertex;
    bool good = true;
    if (strcmp(name, "codeType") == 0) copy(at->type, sizeof at->type, text);
    else if (strcmp(name, "uomRadiusArc") == 0) copy(at->unit, sizeof at->unit, text);
    else if (strcmp(name, "valRadiusArc") == 0)
        good = ovf_decimal_is(text, strlen(text), &at->radius);
    else if (strcmp(name, "geoLat") == 0) good = read_angle(text, "NS", 90, &at->at.lat);
    else if (strcmp(name, "geoLong") == 0) good = read_angle(text, "EW", 180, &at->at.lon);
    else if (strcmp(name, "geoLatArc") == 0) good = read_angle(text, "NS", 90, &at->centre.lat);
    else if (strcmp(name, "geoLongArc") == 0) good = read_angle(text, "EW", 180, &at->centre.lon);
    if (!good)
        flaw(in, "%s: expected a number%s, found \"%.30s\"", name,
             name[0] == 'g' ? " of degrees and a side, such as 41.20N" : "", text);
}

/* ---- limits and times ---- */

static bool take_limit(area *of, const char *name, const char *text)
{
    static const char *const names[2][3] = {
        {"codeDistVerLower", "valDistVerLower", "uomDistVerLower"},
        {"codeDistVerUpper", "valDistVerUpper", "uomDistVerUpper"}};
    for (int side = 0; side < 2; side++) {
        limit *at = &of->limits[side];
        char *const places[3] = {at->code, at->value, at->unit};
        for (int i = 0; i < 3; i++)
            if (strcmp(name, names[side][i]) == 0) {
                copy(places[i], VALUE_MOST, text);
                return true;
            }
    }
    return false;
}

/* HEI is over the ground, ALT over the sea. A floor of 0 is the ground, as the text of these NOTAMs
 * says SFC; a ceiling of 0 is one that was not entered. */
static void add_limit(reader *in, area *of, int side)
{
    const limit *at = &of->limits[side];
    const char *name = side == 1 ? "ceiling" : "floor";
    char text[3 * VALUE_MOST + 40], written[3 * VALUE_MOST];
    double number = NAN;
    if (at->value[0] == '\0' && at->code[0] == '\0') return;
    snprintf(written, sizeof written, "%s %s %s", at->value, at->unit, at->code);
    bool zero = ovf_decimal_is(at->value, strlen(at->value), &number) && number == 0;
    const char *reference = strcmp(at->code, "HEI") == 0   ? "AGL"
                            : strcmp(at->code, "ALT") == 0 ? "MSL"
                                                           : at->code;
    if (zero && side == 0) snprintf(text, sizeof text, "GND");
    else if (zero) snprintf(text, sizeof text, "not entered (%s)", written);
    else if (strcmp(at->unit, "FL") == 0) snprintf(text, sizeof text, "FL %s", at->value);
    else if (isnan(number)) snprintf(text, sizeof text, "%s", at->value[0] ? at->value : at->code);
    else snprintf(text, sizeof text, "%s %s %s", at->value, at->unit, reference);
    add_word(in, &of->airspace, name, text);
    snprintf(text, sizeof text, "%s %s", name, written);
    add_word(in, &of->airspace, "published", text);
}

/* Hours from UTC of what codeTimeZone may be. */
static bool find_zone(const char *name, double *hours)
{
    static const struct {
        const char *name;
        double hours;
    } zones[] = {{"UTC", 0},   {"GMT", 0},   {"Z", 0},     {"AST", -4},  {"ADT", -3},
                 {"EST", -5},  {"EDT", -4},  {"CST", -6},  {"CDT", -5},  {"MST", -7},
                 {"MDT", -6},  {"PST", -8},  {"PDT", -7},  {"AKST", -9}, {"AKDT", -8},
                 {"HST", -10}, {"SST", -11}, {"ChST", 10}, {"CHST", 10}};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (strcmp(zones[i].name, name) == 0) {
            *hours = zones[i].hours;
            return true;
        }
    return false;
}

/* An end of a period in UTC; ".." where it is open. */
static bool write_end(const reader *in, const char *text, char end[OVF_TIME_SIZE])
{
    char whole[VALUE_MOST + 2];
    double seconds, hours = 0;
    size_t length = strlen(text);
    copy(end, OVF_TIME_SIZE, "..");
    if (length == 0) return true;
    bool has_zone = length > 10 && strpbrk(text + 10, "Z+-") != NULL;
    if (!has_zone && !find_zone(in->zone, &hours)) return false;
    snprintf(whole, sizeof whole, "%s%s", text, has_zone ? "" : "Z");
    if (!ovf_time_parse(whole, &seconds)) return false;
    ovf_time_format(seconds - 3600 * hours, end);
    return true;
}

/* Adds the period to the schedule of an area. What is not understood makes it unknown. */
static void add_period(reader *in, area *of, const period *at)
{
    char from[OVF_TIME_SIZE], until[OVF_TIME_SIZE], text[3 * OVF_TIME_SIZE];
    bool good = write_end(in, at->from, from) && write_end(in, at->until, until) &&
                (at->from[0] != '\0' || at->until[0] != '\0');
    if (good) snprintf(text, sizeof text, "%s/%s%s", from, until, at->more ? " perhaps" : "");
    else snprintf(text, sizeof text, "unknown");
    good = (of->active.length == 0 || ovf_text_add_string(&of->active, "; ")) &&
           ovf_text_add_string(&of->active, text);
    in->out_of_memory |= !good;
}

static bool take_period(period *at, const char *name, const char *text)
{
    char *place = strcmp(name, "dateEffective") == 0 ? at->from
                  : strcmp(name, "dateExpire") == 0  ? at->until
                                                     : NULL;
    if (place == NULL) return false;
    copy(place, VALUE_MOST, text);
    at->said = true;
    return true;
}

/* ---- NOTAMs ---- */

static void clear_area(area *of)
{
    ovf_airspace_clear(&of->airspace);
    ovf_text_clear(&of->active);
    ovf_text_clear(&of->area);
}

static void begin_area(reader *in)
{
    if (!ovf_array_reserve(&in->areas, &in->area_capacity, in->area_count + 1, sizeof *in->areas)) {
        in->out_of_memory = true;
        return;
    }
    in->areas[in->area_count++] = (area){0};
}

static void finish_area(reader *in, area *of)
{
    ovf_airspace *made = &of->airspace;
    bool good = ovf_text_add_string(&made->id, in->number) &&
                ovf_text_add_string(&made->name, "TFR ") &&
                ovf_text_add_string(&made->name, in->number) &&
                (of->area.length == 0 || (ovf_text_add_string(&made->name, " ") &&
                                          ovf_text_add_string(&made->name, of->area.text)));
    in->out_of_memory |= !good;
    add_word(in, made, "type", "TFR");
    add_limit(in, of, 0);
    add_limit(in, of, 1);
    if (of->active.length == 0) add_period(in, of, &in->notam);
    add_word(in, made, "active", of->active.text == NULL ? "" : of->active.text);
    for (size_t i = 0; i < in->words.word_count; i++)
        add_word(in, made, in->words.words[i].name, in->words.words[i].value);
    if (of->subtracts && !of->merged && made->flaw.length == 0)
        in->out_of_memory |= !ovf_text_add_string(
            &made->flaw, "expected an abdMergedArea, as shapes are taken from each other, found "
                         "none");
    if (made->step_count == 0 && made->flaw.length == 0)
        in->out_of_memory |= !ovf_text_add_string(
            &made->flaw, "expected an outline (abdMergedArea or aseShapes), found none");
}

static void end_notam(reader *in)
{
    char sentence[120];
    snprintf(sentence, sizeof sentence, "NOTAM %s has no area (TFRAreaGroup), and was left out",
             in->number[0] == '\0' ? "without a number" : in->number);
    if (in->area_count == 0 && in->sink->note != NULL) in->sink->note(in->sink->context, sentence);
    for (size_t i = 0; i < in->area_count; i++) {
        finish_area(in, &in->areas[i]);
        if (in->out_of_memory) in->status = ovf_fail_memory(&in->error);
        if (in->status == OVF_OK)
            in->status = in->sink->take(in->sink->context, &in->areas[i].airspace, &in->error);
        clear_area(&in->areas[i]);
    }
    in->area_count = 0;
    ovf_airspace_reset(&in->words);
    in->notam = (period){0};
    in->zone[0] = in->number[0] = '\0';
}

/* ---- XML ---- */

static bool begin(void *context, const char *name, const char **attributes, int depth)
{
    reader *in = context;
    (void)attributes;
    in->depth = depth;
    if (depth <= DEEPEST) copy(in->names[depth - 1], NAME_MOST, name);
    if (strcmp(name, "TFRAreaGroup") == 0 && is_within(in, "Not")) begin_area(in);
    if (in->area_count == 0 || in->out_of_memory) return !in->out_of_memory;
    if (strcmp(name, "abdMergedArea") == 0) begin_merged(in);
    if (strcmp(name, "Abd") == 0 && !hand(in)->merged) begin_shape(in);
    if (strcmp(name, "ScheduleGroup") == 0) hand(in)->own = (period){0};
    if (strcmp(name, "Avx") == 0)
        in->vertex = (vertex){.at = {NAN, NAN}, .centre = {NAN, NAN}, .radius = NAN};
    return !in->out_of_memory;
}

static void end_in_area(reader *in, const char *name, const char *text)
{
    area *of = hand(in);
    if (strcmp(name, "Avx") == 0) end_vertex(in);
    else if (is_child_of(in, "Avx")) take_of_vertex(in, name, text);
    else if (strcmp(name, "Abd") == 0 || strcmp(name, "abdMergedArea") == 0) end_ring(in);
    else if (is_within(in, "Avx")) return;
    else if (strcmp(name, "ScheduleGroup") == 0) add_period(in, of, &of->own);
    else if (is_child_of(in, "ScheduleGroup")) {
        bool known = take_period(&of->own, name, text) ||
                     (strcmp(name, "isTimeSeparate") == 0 && strcmp(text, "TRUE") != 0);
        of->own.more |= !known && *text != '\0';
        if (!known) add_word(in, &of->airspace, name, text);
    } else if (take_limit(of, name, text)) return;
    else if (strcmp(text, "SUBTR") == 0 || strcmp(text, "INTERS") == 0) of->subtracts = true;
    else if (strcmp(name, "txtName") == 0 && of->area.length == 0)
        in->out_of_memory |= !ovf_text_add_string(&of->area, text);
    else if (strcmp(name, "codeType") != 0 && strcmp(name, "txtName") != 0)
        add_word(in, &of->airspace, name, text);
}

static void end_in_notam(reader *in, const char *name, const char *text)
{
    if (is_child_of(in, "Not") && take_period(&in->notam, name, text)) return;
    if (strcmp(name, "txtLocalName") == 0) copy(in->number, sizeof in->number, text);
    else if (strcmp(name, "codeTimeZone") == 0) copy(in->zone, sizeof in->zone, text);
    if (*text == '\0') return;
    /* "codeType" would be a class of airspace. */
    add_word(in, &in->words, strcmp(name, "codeType") == 0 ? "regulation" : name, text);
}

static bool end(void *context, const char *name, const char *text, size_t length, int depth)
{
    reader *in = context;
    ovf_trim(&text, &length);
    in->depth = depth;
    if (in->status != OVF_OK) return true;
    ovf_text_reset(&in->text);
    if (!ovf_text_add(&in->text, text, length)) return false;
    const char *value = in->text.text;
    if (strcmp(name, "Not") == 0) end_notam(in);
    else if (in->area_count > 0 && is_within(in, "TFRAreaGroup")) end_in_area(in, name, value);
    else if (is_within(in, "Not")) end_in_notam(in, name, value);
    return !in->out_of_memory;
}

/* ---- the format ---- */

static bool is(const char *bytes, size_t length)
{
    return ovf_xml_root_is(bytes, length, "XNOTAM-Update");
}

static ovf_status read(const char *text, size_t length, const ovf_airspace_sink *sink,
                       ovf_error *error)
{
    static const ovf_xml_handler handler = {begin, end};
    reader *in = calloc(1, sizeof *in);
    if (in == NULL) return ovf_fail_memory(error);
    in->sink = sink;
    ovf_status status = ovf_xml_read(&handler, in, false, &in->xml, text, length, error);
    if (in->status != OVF_OK) {
        status = in->status;
        *error = in->error;
    }
    for (size_t i = 0; i < in->area_count; i++) clear_area(&in->areas[i]);
    ovf_airspace_clear(&in->words);
    ovf_text_clear(&in->text);
    free(in->areas);
    free(in->ring);
    free(in);
    return status;
}

const ovf_airspace_format ovf_airspace_format_tfr = {"tfr", "XNOTAM of the FAA", is, read, true};
