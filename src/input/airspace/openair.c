/* OpenAir, versions 1 and 2, and its national dialects: a record a line, two letters and a value.
 * D. Winker's format of 1998 (winpilot.com), and Naviter's version 2 (github.com/naviter). */
#include <ctype.h>
#include <geodesic.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "geodesy/earth.h"
#include "input/airspace/airspace.h"
#include "input/airspace/text_lines.h"
#include "input/formats/values.h"

/* Records that no reader knows are told by kind; of each so many lines. */
#define UNKNOWN_KINDS 32
#define UNKNOWN_LINES 3
#define CODE_MOST 8

typedef struct {
    char code[CODE_MOST];
    size_t count, lines[UNKNOWN_LINES];
} unknown_kind;

typedef struct {
    const ovf_airspace_sink *sink;
    ovf_airspace airspace;
    bool begun; /* there is one */
    bool has_centre, counterclockwise;
    ovf_lonlat centre; /* of V X= */
    char class[CODE_MOST];
    unknown_kind unknown[UNKNOWN_KINDS];
    size_t unknown_count, unknown_more, line;
    bool out_of_memory;
} reader;

static void flaw(reader *in, const char *format, ...) OVF_PRINTF(2, 3);
static void flaw(reader *in, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    in->out_of_memory |= !ovf_airspace_flaw(&in->airspace, in->line, format, arguments);
    va_end(arguments);
}

static void flaw_found(reader *in, const char *code, const char *expected, ovf_span found)
{
    char copy[80], shortened[80];
    size_t length = (size_t)(found.end - found.at);
    snprintf(copy, sizeof copy, "%.*s", (int)(length < 79 ? length : 79), found.at);
    ovf_text_shorten(copy, shortened, sizeof shortened);
    flaw(in, "%s: expected %s, found \"%s\"", code, expected, shortened);
}

static void add_word(reader *in, const char *name, ovf_span value, const char *between)
{
    if (value.at == value.end) return;
    in->out_of_memory |= !ovf_airspace_add_word(&in->airspace, name, value.at,
                                                (size_t)(value.end - value.at), between);
}

static void add_step(reader *in, ovf_step step)
{
    in->out_of_memory |= !ovf_airspace_add_step(&in->airspace, &step);
}

/* ---- places ---- */

static const char *skip(const char *at, const char *end)
{
    while (at < end && (isspace((unsigned char)*at) || *at == ',')) at++;
    return at;
}

/* Degrees, minutes and seconds, each with decimals, with ':' or blanks between, and the letter of
 * the side. Returns behind it; NULL where there is none. */
static const char *read_angle(const char *at, const char *end, const char *sides, double most,
                              double *degrees)
{
    double parts[3] = {0};
    int count = 0;
    while (count < 3) {
        const char *next = ovf_decimal_read(at, end, &parts[count]);
        if (next == NULL || parts[count] < 0 || (count > 0 && parts[count] > 60)) return NULL;
        count++;
        at = next;
        while (at < end && (isspace((unsigned char)*at) || *at == ':')) at++;
        if (at == end || isalpha((unsigned char)*at)) break;
    }
    if (at == end) return NULL;
    char side = (char)toupper((unsigned char)*at);
    if (side != sides[0] && side != sides[1]) return NULL;
    *degrees = parts[0] + parts[1] / 60 + parts[2] / 3600;
    if (*degrees > most) return NULL;
    if (side == sides[1]) *degrees = -*degrees;
    return at + 1;
}

static const char *read_place(const char *at, const char *end, ovf_lonlat *place)
{
    at = read_angle(skip(at, end), end, "NS", 90, &place->lat);
    return at == NULL ? NULL : read_angle(skip(at, end), end, "EW", 180, &place->lon);
}

static bool is_place(ovf_span value, ovf_lonlat *place)
{
    const char *behind = read_place(value.at, value.end, place);
    return behind != NULL && skip(behind, value.end) == value.end;
}

static const char place_words[] = "a place such as 54:30:00 N 020:15:30 E";

/* ---- the outline ---- */

static void take_point(reader *in, ovf_span value)
{
    ovf_lonlat place;
    if (!is_place(value, &place)) {
        flaw_found(in, "DP", place_words, value);
        return;
    }
    add_step(in, (ovf_step){.kind = OVF_STEP_POINT, .to = place});
}

/* V X= and V D=, on one line or two; W= and Z= are of airways and of drawing. */
static void take_variable(reader *in, ovf_span value)
{
    for (const char *at = value.at; at < value.end;) {
        char name = (char)toupper((unsigned char)*at);
        const char *equals = memchr(at, '=', (size_t)(value.end - at));
        if (equals == NULL) {
            flaw_found(in, "V", "D=+, D=- or X= and a place", value);
            return;
        }
        const char *text = skip(equals + 1, value.end);
        if (name == 'X') {
            const char *behind = read_place(text, value.end, &in->centre);
            if (behind == NULL) {
                flaw_found(in, "V X", place_words, (ovf_span){text, value.end});
                return;
            }
            in->has_centre = true;
            at = skip(behind, value.end);
        } else if (name == 'D' && text < value.end && (*text == '+' || *text == '-')) {
            in->counterclockwise = *text == '-';
            at = skip(text + 1, value.end);
        } else if (name == 'W' || name == 'Z') {
            return;
        } else {
            flaw_found(in, "V", "D=+, D=- or X= and a place", value);
            return;
        }
    }
}

static bool wants_centre(reader *in, const char *code)
{
    if (!in->has_centre) flaw(in, "%s: expected a centre before it (V X=), found none", code);
    return in->has_centre;
}

static void take_circle(reader *in, ovf_span value)
{
    double radius;
    if (!wants_centre(in, "DC")) return;
    if (!ovf_decimal_is(value.at, (size_t)(value.end - value.at), &radius) || !(radius > 0)) {
        flaw_found(in, "DC", "a radius in nautical miles", value);
        return;
    }
    add_step(in, (ovf_step){.kind = OVF_STEP_CIRCLE,
                            .centre = in->centre,
                            .radius_m = radius * OVF_NAUTICAL_MILE_M});
}

static void add_arc(reader *in, ovf_lonlat from, ovf_lonlat to)
{
    add_step(in, (ovf_step){.kind = OVF_STEP_POINT, .to = from});
    add_step(in, (ovf_step){.kind = OVF_STEP_ARC,
                            .to = to,
                            .centre = in->centre,
                            .clockwise = !in->counterclockwise});
}

/* DA radius, bearing, bearing. */
static void take_arc(reader *in, ovf_span value)
{
    double numbers[3];
    const char *at = value.at;
    if (!wants_centre(in, "DA")) return;
    for (int k = 0; k < 3; k++) {
        at = ovf_decimal_read(skip(at, value.end), value.end, &numbers[k]);
        if (at == NULL) break;
    }
    if (at == NULL || skip(at, value.end) != value.end || !(numbers[0] > 0)) {
        flaw_found(in, "DA", "a radius in nautical miles and two bearings", value);
        return;
    }
    ovf_lonlat ends[2];
    for (int k = 0; k < 2; k++)
        geod_direct(ovf_earth(), in->centre.lat, in->centre.lon, numbers[k + 1],
                    numbers[0] * OVF_NAUTICAL_MILE_M, &ends[k].lat, &ends[k].lon, NULL);
    add_arc(in, ends[0], ends[1]);
}

/* DB place, place. */
static void take_between(reader *in, ovf_span value)
{
    ovf_lonlat from, to;
    if (!wants_centre(in, "DB")) return;
    const char *at = read_place(value.at, value.end, &from);
    if (at != NULL) at = read_place(at, value.end, &to);
    if (at == NULL || skip(at, value.end) != value.end) {
        flaw_found(in, "DB", "two places", value);
        return;
    }
    add_arc(in, from, to);
}

/* ---- what it says ---- */

static void take_level(reader *in, const char *name, ovf_span value)
{
    char text[OVF_LEVEL_TEXT];
    ovf_level_text(value, text);
    add_word(in, name, (ovf_span){text, text + strlen(text)}, " / ");
}

static void keep_unknown(reader *in, const char *code, ovf_span value)
{
    unknown_kind *kind = NULL;
    for (size_t i = 0; i < in->unknown_count && kind == NULL; i++)
        if (strcmp(in->unknown[i].code, code) == 0) kind = &in->unknown[i];
    if (kind == NULL && in->unknown_count == UNKNOWN_KINDS) {
        in->unknown_more++;
        return;
    }
    if (kind == NULL) {
        kind = &in->unknown[in->unknown_count++];
        snprintf(kind->code, sizeof kind->code, "%s", code);
    }
    if (kind->count < UNKNOWN_LINES) kind->lines[kind->count] = in->line;
    kind->count++;
    if (in->begun) add_word(in, code, value, "; ");
}

/* AC: a class where it is one, and otherwise a type. */
static void take_class(reader *in)
{
    ovf_span value = {in->class, in->class + strlen(in->class)};
    bool is_class = (value.end - value.at == 1 && strchr("ABCDEFG", in->class[0]) != NULL) ||
                    strcmp(in->class, "UNC") == 0 || strcmp(in->class, "UNCLASSIFIED") == 0;
    bool has_type = false;
    for (size_t i = 0; i < in->airspace.word_count; i++)
        has_type |= strcmp(in->airspace.words[i].name, "type") == 0;
    add_word(in, is_class ? "class" : has_type ? "AC" : "type", value, "");
}

static ovf_status finish(reader *in, ovf_error *error)
{
    if (!in->begun) return OVF_OK;
    take_class(in);
    if (in->airspace.step_count == 0)
        flaw(in, "expected an outline (DP, DC, DA or DB) before it, found none");
    if (in->out_of_memory) return ovf_fail_memory(error);
    in->begun = false;
    return in->sink->take(in->sink->context, &in->airspace, error);
}

static ovf_status begin(reader *in, ovf_span value, ovf_error *error)
{
    ovf_status status = finish(in, error);
    ovf_airspace_reset(&in->airspace);
    in->airspace.line = in->line;
    in->begun = true;
    in->has_centre = in->counterclockwise = false;
    size_t length = 0;
    for (; value.at < value.end && length + 1 < sizeof in->class; value.at++)
        in->class[length++] = (char)toupper((unsigned char)*value.at);
    in->class[length] = '\0';
    return status;
}

/* ---- records ---- */

typedef struct {
    const char *code;
    void (*take)(reader *in, ovf_span value); /* NULL: as the attribute `name` */
    const char *name;                         /* NULL: of drawing, no attribute */
} record;

static void take_floor(reader *in, ovf_span value) { take_level(in, "floor", value); }
static void take_ceiling(reader *in, ovf_span value) { take_level(in, "ceiling", value); }

static void take_text(reader *in, ovf_text *text, ovf_span value)
{
    ovf_text_reset(text);
    in->out_of_memory |= !ovf_text_add(text, value.at, (size_t)(value.end - value.at));
}

static void take_name(reader *in, ovf_span value) { take_text(in, &in->airspace.name, value); }
static void take_id(reader *in, ovf_span value) { take_text(in, &in->airspace.id, value); }

/* AT is where a label stands, SP and SB are a pen and a brush. AA is of version 2; AW and AP are
 * the Netherlands' weeks and periods. */
static const record records[] = {
    {"DP", take_point, NULL}, {"V", take_variable, NULL},  {"DC", take_circle, NULL},
    {"DA", take_arc, NULL},   {"DB", take_between, NULL},  {"AN", take_name, NULL},
    {"AI", take_id, NULL},    {"AL", take_floor, NULL},    {"AH", take_ceiling, NULL},
    {"AY", NULL, "type"},     {"AF", NULL, "frequency"},   {"AR", NULL, "frequency"},
    {"AG", NULL, "station"},  {"AX", NULL, "transponder"}, {"AA", NULL, "active"},
    {"AW", NULL, "active"},   {"AP", NULL, "active"},      {"AT", NULL, NULL},
    {"SP", NULL, NULL},       {"SB", NULL, NULL}};

static const record *find_record(const char *code)
{
    for (size_t i = 0; i < sizeof records / sizeof *records; i++)
        if (strcmp(records[i].code, code) == 0) return &records[i];
    return NULL;
}

/* The code that a line begins with, in capitals; empty where it has none. */
static const char *read_code(ovf_span line, char code[CODE_MOST])
{
    size_t length = 0;
    const char *at = line.at;
    for (; at < line.end && isalpha((unsigned char)*at) && length + 1 < CODE_MOST; at++)
        code[length++] = (char)toupper((unsigned char)*at);
    code[length] = '\0';
    if (at < line.end && isalpha((unsigned char)*at)) code[0] = '\0';
    return at;
}

/* '*' begins a remark, and so does ';' but in what may be prose. */
static ovf_span without_remark(ovf_span line, const char *code)
{
    bool prose = strcmp(code, "AN") == 0 || strcmp(code, "AG") == 0 || strcmp(code, "AA") == 0;
    const char *stop = line.at;
    while (stop < line.end && *stop != '*' && (prose || *stop != ';')) stop++;
    return ovf_span_trimmed(line.at, stop);
}

static ovf_status take_line(reader *in, ovf_span line, ovf_error *error)
{
    char code[CODE_MOST];
    if (line.at == line.end || *line.at == '*' || *line.at == ';' || *line.at == '#') return OVF_OK;
    const char *behind = read_code(line, code);
    ovf_span value = without_remark((ovf_span){behind, line.end}, code);
    if (strcmp(code, "AC") == 0) return begin(in, value, error);
    const record *found = find_record(code);
    if (found == NULL) keep_unknown(in, code[0] == '\0' ? "?" : code, value);
    else if (!in->begun && (found->take != NULL || found->name != NULL) && code[0] != 'V')
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "line %zu: expected AC, which begins an airspace, found %s", in->line,
                        code);
    else if (found->take != NULL) found->take(in, value);
    else if (found->name != NULL)
        add_word(in, found->name, value, strcmp(found->name, "active") == 0 ? "; " : ", ");
    return in->out_of_memory ? ovf_fail_memory(error) : OVF_OK;
}

/* ---- the file ---- */

static void tell_unknown(const reader *in)
{
    for (size_t i = 0; i < in->unknown_count && in->sink->note != NULL; i++) {
        const unknown_kind *kind = &in->unknown[i];
        char sentence[200], lines[80];
        size_t told = kind->count < UNKNOWN_LINES ? kind->count : UNKNOWN_LINES, length = 0;
        for (size_t k = 0; k < told; k++)
            length += (size_t)snprintf(lines + length, sizeof lines - length, "%s%zu",
                                       k > 0 ? ", " : "", kind->lines[k]);
        bool readable = strcmp(kind->code, "?") != 0, one = kind->count == 1;
        snprintf(sentence, sizeof sentence,
                 "%zu %s%s%s%s %s not known, and kept as attribute%s: line%s %s%s", kind->count,
                 readable ? "record" : "line", one ? "" : "s", readable ? " " : " without a record",
                 readable ? kind->code : "", one ? "is" : "are", one ? "" : "s",
                 told > 1 ? "s" : "", lines, kind->count > told ? " and others" : "");
        in->sink->note(in->sink->context, sentence);
    }
    if (in->unknown_more > 0 && in->sink->note != NULL)
        in->sink->note(in->sink->context, "records of more kinds are not known, and were left out");
}

static ovf_status read(const char *text, size_t length, const ovf_airspace_sink *sink,
                       ovf_error *error)
{
    reader *in = calloc(1, sizeof *in);
    if (in == NULL) return ovf_fail_memory(error);
    in->sink = sink;
    ovf_status status = OVF_OK;
    const char *at = text, *end = text + length;
    while (at < end && status == OVF_OK) {
        in->line++;
        ovf_span line = ovf_next_line(&at, end);
        status = take_line(in, line, error);
    }
    if (status == OVF_OK) status = finish(in, error);
    if (status == OVF_OK) tell_unknown(in);
    ovf_airspace_clear(&in->airspace);
    free(in);
    return status;
}

/* The first record is one of those that stand before or at the beginning of an airspace. */
static bool is(const char *bytes, size_t length)
{
    static const char *const first[] = {"AC", "SP", "SB", "V"};
    const char *at = bytes, *end = bytes + length;
    while (at < end) {
        char code[CODE_MOST];
        ovf_span line = ovf_next_line(&at, end);
        if (line.at == line.end || *line.at == '*') continue;
        const char *behind = read_code(line, code);
        if (behind < line.end && !isspace((unsigned char)*behind)) return false;
        for (size_t i = 0; i < sizeof first / sizeof *first; i++)
            if (strcmp(code, first[i]) == 0) return true;
        return false;
    }
    return false;
}

const ovf_airspace_format ovf_airspace_format_openair = {"openair", "OpenAir", is, read, false};
