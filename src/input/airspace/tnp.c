/* TNP, the format of Tim Newport-Peace's programs, whose files end with .sua: KEY=VALUE a line. An
 * airspace ends where a record follows its outline; TYPE, CLASS, RADIO and ACTIVE hold for those
 * that follow, up to the next TYPE. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "input/airspace/airspace.h"
#include "input/airspace/text_lines.h"
#include "input/formats/values.h"

#define KEY_MOST 32
#define VALUE_MOST 120

/* What holds up to the next TYPE. */
enum { TYPE, CLASS, RADIO, ACTIVE, LASTING };
static const char *const lasting[LASTING] = {"TYPE", "CLASS", "RADIO", "ACTIVE"};

typedef struct {
    const ovf_airspace_sink *sink;
    ovf_airspace airspace;
    char values[LASTING][VALUE_MOST];
    bool own[LASTING]; /* said of the airspace in hand, and not only of one before it */
    bool has_outline, has_point, left_out; /* left_out: INCLUDE=NO */
    ovf_text left_names;                   /* of those that are left out */
    size_t left_count, line, unknown_count, unknown_line;
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

static void flaw_found(reader *in, const char *key, const char *expected, ovf_span found)
{
    char copy[80], shortened[80];
    size_t length = (size_t)(found.end - found.at);
    snprintf(copy, sizeof copy, "%.*s", (int)(length < 79 ? length : 79), found.at);
    ovf_text_shorten(copy, shortened, sizeof shortened);
    flaw(in, "%s: expected %s, found \"%s\"", key, expected, shortened);
}

static void add_word(reader *in, const char *name, const char *value, size_t length)
{
    if (length > 0)
        in->out_of_memory |= !ovf_airspace_add_word(&in->airspace, name, value, length, "; ");
}

static void add_string(reader *in, const char *name, const char *value)
{
    add_word(in, name, value, strlen(value));
}

static void add_step(reader *in, ovf_step step)
{
    in->out_of_memory |= !ovf_airspace_add_step(&in->airspace, &step);
    in->has_outline = true;
}

/* ---- airspaces ---- */

/* C is a control zone here, and G a sector for gliders; "CLASS C" is a class. */
static void add_type(reader *in)
{
    static const char *const meant[][2] = {{"C", "CTR"}, {"G", "GLIDING"}, {"T", "TMZ"}};
    const char *type = in->values[TYPE];
    if (strncasecmp(type, "CLASS ", 6) == 0) {
        add_string(in, "class", type + 6);
        return;
    }
    for (size_t i = 0; i < sizeof meant / sizeof *meant; i++)
        if (strcasecmp(type, meant[i][0]) == 0) {
            add_string(in, "type", meant[i][1]);
            add_string(in, "tnp", type);
            return;
        }
    add_string(in, "type", type);
}

static void add_active(reader *in)
{
    static const char *const meant[][2] = {{"WEEKEND", "Sa,Su 00:00-24:00 local"},
                                           {"WEEKDAY", "Mo-Fr 00:00-24:00 local"},
                                           {"EVERYDAY", "always"}};
    for (size_t i = 0; i < sizeof meant / sizeof *meant; i++)
        if (strcasecmp(in->values[ACTIVE], meant[i][0]) == 0) {
            add_string(in, "active", meant[i][1]);
            return;
        }
    add_string(in, "active", in->values[ACTIVE]);
}

static ovf_status leave_out(reader *in, ovf_error *error)
{
    bool good = in->left_count++ == 0 || ovf_text_add_string(&in->left_names, ", ");
    good = good && ovf_text_add_string(&in->left_names, in->airspace.name.length > 0
                                                            ? in->airspace.name.text
                                                            : "one without a title");
    return good ? OVF_OK : ovf_fail_memory(error);
}

/* Hands the airspace over if it has an outline, or at the end of the file anything at all. */
static ovf_status finish(reader *in, bool last, ovf_error *error)
{
    ovf_status status = OVF_OK;
    bool is = in->has_outline ||
              (last && (in->airspace.name.length > 0 || in->airspace.word_count > 0));
    if (!in->has_outline && !(is && last)) return OVF_OK;
    add_type(in);
    add_string(in, "class", in->values[CLASS]);
    add_string(in, "frequency", in->values[RADIO]);
    add_active(in);
    if (!in->has_outline)
        flaw(in, "expected an outline (POINT, CIRCLE or CLOCKWISE) before it, found none");
    if (in->out_of_memory) return ovf_fail_memory(error);
    if (in->left_out) status = leave_out(in, error);
    else status = in->sink->take(in->sink->context, &in->airspace, error);
    ovf_airspace_reset(&in->airspace);
    in->has_outline = in->has_point = false;
    memset(in->own, 0, sizeof in->own);
    return status;
}

/* ---- the outline ---- */

/* DDMMSS or DDDMMSS behind the letter of the side, perhaps with decimals. Returns behind it. */
static const char *read_angle(const char *at, const char *end, const char *sides, int digits,
                              double *degrees)
{
    int number = 0;
    if (at == end) return NULL;
    char side = (char)toupper((unsigned char)*at++);
    if (side != sides[0] && side != sides[1]) return NULL;
    for (int i = 0; i < digits - 2; i++, at++) {
        if (at == end || !isdigit((unsigned char)*at)) return NULL;
        number = 10 * number + (*at - '0');
    }
    double seconds;
    const char *behind = at < end && isdigit((unsigned char)*at)
                             ? ovf_decimal_read(at, end, &seconds)
                             : NULL;
    if (behind == NULL || behind - at < 2 || (behind - at > 2 && at[2] != '.')) return NULL;
    int minutes = number % 100;
    *degrees = number / 100 + minutes / 60.0 + seconds / 3600;
    if (minutes > 60 || seconds > 60 || *degrees > (digits == 6 ? 90 : 180)) return NULL;
    if (side == sides[1]) *degrees = -*degrees;
    return behind;
}

static const char *read_place(const char *at, const char *end, ovf_lonlat *place)
{
    at = read_angle(ovf_skip_blanks(at, end), end, "NS", 6, &place->lat);
    return at == NULL ? NULL : read_angle(ovf_skip_blanks(at, end), end, "EW", 7, &place->lon);
}

static const char place_words[] = "a place such as N523000 E0131530";

static void take_point(reader *in, ovf_span value)
{
    ovf_lonlat place;
    const char *behind = read_place(value.at, value.end, &place);
    if (behind == NULL || behind != value.end) {
        flaw_found(in, "POINT", place_words, value);
        in->has_outline = true;
        return;
    }
    add_step(in, (ovf_step){.kind = in->has_point ? OVF_STEP_POINT : OVF_STEP_BEGIN, .to = place});
    in->has_point = true;
}

/* Behind "NAME=", which follows blanks; NULL where it does not. */
static const char *behind_name(const char *at, const char *end, const char *name)
{
    at = ovf_skip_blanks(at, end);
    return ovf_span_begins((ovf_span){at, end}, name) ? at + strlen(name) : NULL;
}

/* RADIUS=…, CENTRE=… and, of an arc, TO=… */
static void take_round(reader *in, const char *key, ovf_span value, bool is_arc, bool clockwise)
{
    double radius = 0;
    ovf_step step = {.kind = is_arc ? OVF_STEP_ARC : OVF_STEP_CIRCLE, .clockwise = clockwise};
    const char *at = behind_name(value.at, value.end, "RADIUS=");
    if (at != NULL) at = ovf_decimal_read(ovf_skip_blanks(at, value.end), value.end, &radius);
    while (at != NULL && at < value.end && isalpha((unsigned char)*at)) at++; /* "NM" */
    if (at != NULL) at = behind_name(at, value.end, "CENTRE=");
    if (at != NULL) at = read_place(at, value.end, &step.centre);
    if (at != NULL && is_arc) {
        at = behind_name(at, value.end, "TO=");
        if (at != NULL) at = read_place(at, value.end, &step.to);
    }
    in->has_outline = true;
    if (at == NULL || at != value.end || !(radius > 0)) {
        flaw_found(in, key,
                   is_arc ? "RADIUS= in nautical miles, CENTRE= and TO= with places"
                          : "RADIUS= in nautical miles and CENTRE= with a place",
                   value);
        return;
    }
    if (is_arc && !in->has_point) {
        flaw(in, "%s: expected a POINT before it, found none", key);
        return;
    }
    step.radius_m = radius * OVF_NAUTICAL_MILE_M;
    add_step(in, step);
    /* Points behind a circle are a ring of their own. */
    if (!is_arc) in->has_point = false;
}

/* ---- records ---- */

static void take_key(reader *in, const char *key, ovf_span value)
{
    char level[OVF_LEVEL_TEXT];
    size_t length = (size_t)(value.end - value.at);
    for (int i = 0; i < LASTING; i++) {
        if (strcmp(key, lasting[i]) != 0) continue;
        for (int k = 0; i == TYPE && k < LASTING; k++)
            if (!in->own[k]) in->values[k][0] = '\0';
        in->own[i] = true;
        snprintf(in->values[i], VALUE_MOST, "%.*s", (int)length, value.at);
        return;
    }
    if (strcmp(key, "TITLE") == 0) {
        ovf_text_reset(&in->airspace.name);
        in->out_of_memory |= !ovf_text_add(&in->airspace.name, value.at, length);
    } else if (strcmp(key, "BASE") == 0 || strcmp(key, "TOPS") == 0) {
        ovf_level_text(value, level);
        add_string(in, key[0] == 'B' ? "floor" : "ceiling", level);
    } else {
        add_word(in, key, value.at, length);
    }
}

/* The key of KEY=VALUE, in capitals; false where the line is none. */
static bool split(ovf_span line, char key[KEY_MOST], ovf_span *value)
{
    const char *equals = memchr(line.at, '=', (size_t)(line.end - line.at));
    if (equals == NULL || equals == line.at) return false;
    ovf_span name = ovf_span_trimmed(line.at, equals);
    size_t length = (size_t)(name.end - name.at);
    if (length == 0 || length >= KEY_MOST) return false;
    for (size_t i = 0; i < length; i++) {
        if (!isalnum((unsigned char)name.at[i]) && name.at[i] != '-' && name.at[i] != '_')
            return false;
        key[i] = (char)toupper((unsigned char)name.at[i]);
    }
    key[length] = '\0';
    *value = ovf_span_trimmed(equals + 1, line.end);
    return true;
}

static const struct {
    const char *word;
    bool is_arc, clockwise;
} rounds[] = {{"CIRCLE", false, false},
              {"CLOCKWISE", true, true},
              {"ANTI-CLOCKWISE", true, false},
              {"ANTICLOCKWISE", true, false}};

/* Behind the word of a circle or an arc; false where the line is none. */
static bool find_round(ovf_span line, size_t *which, ovf_span *value)
{
    for (size_t i = 0; i < sizeof rounds / sizeof *rounds; i++) {
        const char *behind = line.at + strlen(rounds[i].word);
        if (!ovf_span_begins(line, rounds[i].word) || behind == line.end || !isblank(*behind))
            continue;
        *which = i;
        *value = ovf_span_trimmed(behind, line.end);
        return true;
    }
    return false;
}

static ovf_status take_line(reader *in, ovf_span line, bool *ended, ovf_error *error)
{
    char key[KEY_MOST];
    size_t which;
    ovf_span value;
    if (line.at == line.end || *line.at == '#' || *line.at == '*') return OVF_OK;
    if (find_round(line, &which, &value)) {
        if (in->airspace.line == 0) in->airspace.line = in->line;
        take_round(in, rounds[which].word, value, rounds[which].is_arc, rounds[which].clockwise);
        return OVF_OK;
    }
    *ended = line.end - line.at == 3 && ovf_span_begins(line, "END");
    if (*ended) return OVF_OK;
    if (!split(line, key, &value)) {
        if (in->unknown_count++ == 0) in->unknown_line = in->line;
        return OVF_OK;
    }
    bool point = strcmp(key, "POINT") == 0;
    ovf_status status = point ? OVF_OK : finish(in, false, error);
    if (in->airspace.line == 0) in->airspace.line = in->line;
    if (point) take_point(in, value);
    else if (strcmp(key, "INCLUDE") == 0) in->left_out = ovf_span_begins(value, "NO");
    else take_key(in, key, value);
    return status;
}

/* ---- the file ---- */

static void tell(const reader *in)
{
    char sentence[300], names[200];
    if (in->sink->note == NULL) return;
    if (in->left_count > 0) {
        ovf_text_shorten(in->left_names.text, names, sizeof names);
        snprintf(sentence, sizeof sentence,
                 "%zu airspace%s left out, as the file says INCLUDE=NO: %s", in->left_count,
                 in->left_count == 1 ? " was" : "s were", names);
        in->sink->note(in->sink->context, sentence);
    }
    if (in->unknown_count > 0) {
        snprintf(sentence, sizeof sentence,
                 "%zu line%s no record of TNP, and %s left out: the first is line %zu",
                 in->unknown_count, in->unknown_count == 1 ? " is" : "s are",
                 in->unknown_count == 1 ? "was" : "were", in->unknown_line);
        in->sink->note(in->sink->context, sentence);
    }
}

static ovf_status read(const char *text, size_t length, const ovf_airspace_sink *sink,
                       ovf_error *error)
{
    reader *in = calloc(1, sizeof *in);
    if (in == NULL) return ovf_fail_memory(error);
    in->sink = sink;
    ovf_status status = OVF_OK;
    const char *at = text, *end = text + length;
    bool ended = false;
    while (at < end && status == OVF_OK && !ended) {
        in->line++;
        ovf_span line = ovf_next_line(&at, end);
        status = take_line(in, line, &ended, error);
        if (status == OVF_OK && in->out_of_memory) status = ovf_fail_memory(error);
    }
    if (status == OVF_OK) status = finish(in, true, error);
    if (status == OVF_OK) tell(in);
    ovf_airspace_clear(&in->airspace);
    ovf_text_clear(&in->left_names);
    free(in);
    return status;
}

/* Records of these names, up to the first outline. */
static bool is(const char *bytes, size_t length)
{
    const char *at = bytes, *end = bytes + length;
    bool titled = false;
    while (at < end) {
        char key[KEY_MOST];
        size_t which;
        ovf_span line = ovf_next_line(&at, end), value;
        if (line.at == line.end || *line.at == '#' || *line.at == '*') continue;
        if (find_round(line, &which, &value)) return titled && ovf_span_begins(value, "RADIUS=");
        if (!split(line, key, &value)) {
            if (!titled) return false;
            continue;
        }
        if (strcmp(key, "POINT") == 0) return titled;
        titled = titled || strcmp(key, "TITLE") == 0 || strcmp(key, "TYPE") == 0 ||
                 strcmp(key, "CLASS") == 0;
    }
    return false;
}

const ovf_airspace_format ovf_airspace_format_tnp = {"tnp", "TNP", is, read, false};
