/* Reading a plan that was typed. */
#include "overflight/flightplan.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/error.h"
#include "base/text.h"
#include "base/utf8.h"
#include "input/flightplan/plan_airfields.h"
#include "input/flightplan/plan_coordinates.h"
#include "input/flightplan/plan_message.h"
#include "input/flightplan/plan_route.h"
#include "input/flightplan/plan_unknown.h"
#include "input/flightplan/plan_words.h"

#define BLANKS " \t\r\n\f\v;"
#define POINT_WANTED "an airfield's code or name, or coordinates such as 5530N03700E or 55.5,37.0"
#define NO_AIRFIELD "no airfield has this code or name"
#define CRUISE_CLIMB                                                           \
    "cruise climbs are not supported: expected a point with one level behind " \
    "it, as in 5530N03700E/F330"
#define HALF \
    "expected a latitude and a longitude, as in 5530N03700E or 55.5,37.0, found half a position"

typedef struct {
    const char *text, *at;
    const ovf_airfields *airfields;
    const ovf_flightplan_options *options;
    ovf_error *error;
    ovf_plan_route route;
    ovf_plan_change now; /* what holds from here on */
    const char *name;    /* NULL: none */
    size_t name_length;
    size_t via, via_length; /* the airway that leads to the next point; the length is 0: none */
    bool points_help;       /* a file of points might, where a word cannot be read */
} plan_reader;

/* A word of the text. Of a quoted one, what is within the quotes, and `rest` is what stands right
 * behind them. */
typedef struct {
    const char *text, *rest;
    size_t length, rest_length;
    bool quoted;
} plan_word;

static size_t characters(const char *first, const char *end)
{
    size_t count = 0;
    for (; first < end; first++) count += ((unsigned char)*first & 0xC0) != 0x80;
    return count;
}

static ovf_status refuse(const plan_reader *reader, const char *word, size_t length,
                         const char *format, ...) OVF_PRINTF(4, 5);

/* The sentence about a word: what it is, where it stands, and what the rest says. */
static ovf_status refuse(const plan_reader *reader, const char *word, size_t length,
                         const char *format, ...)
{
    char reason[800], shown[80], copy[400];
    size_t most = length < sizeof copy - 1 ? length : sizeof copy - 1;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    memcpy(copy, word, most);
    copy[most] = '\0';
    ovf_text_shorten(copy, shown, sizeof shown);
    return ovf_fail_with(
        reader->error, OVF_ERROR_INPUT, reader->points_help ? OVF_REMEDY_POINTS : OVF_REMEDY_NONE,
        "plan: \"%s\" at character %zu: %s", shown, characters(reader->text, word) + 1, reason);
}

static bool is_blank(char c) { return c != '\0' && strchr(BLANKS, c) != NULL; }

/* The next word; its length is 0 and `quoted` false after the last. */
static ovf_status next_word(plan_reader *reader, plan_word *word)
{
    const char *at = reader->at;
    while (is_blank(*at) || *at == ',' || *at == '>' || (*at == '-' && !ovf_is_digit(at[1])) ||
           (*at == '.' && at > reader->text && ovf_plan_dot_ends_word(at)))
        at++;
    *word = (plan_word){.text = at, .quoted = *at == '"' || *at == '\''};
    if (word->quoted) {
        const char *close = at;
        /* An apostrophe within a word does not end it (Nice-Cote d'Azur). */
        do close = strchr(close + 1, *at);
        while (close != NULL && *at == '\'' && close[1] != '\0' &&
               strchr(BLANKS "/,:", close[1]) == NULL);
        if (close == NULL)
            return refuse(reader, at, strlen(at),
                          "the quotation mark is not closed: expected %c behind the name", *at);
        word->text++;
        word->length = (size_t)(close - word->text);
        at = close + 1;
    }
    const char *first = at;
    while (*at != '\0' && !is_blank(*at) && (at == first || !ovf_plan_dot_ends_word(at))) at++;
    reader->at = at;
    while (at > first && at[-1] == ',') at--;
    word->rest = first;
    word->rest_length = (size_t)(at - first);
    if (!word->quoted) word->length = word->rest_length;
    return OVF_OK;
}

static void set_change(ovf_plan_change *now, const ovf_plan_change *change)
{
    if (change->has_speed) {
        now->speed_kmh = change->speed_kmh;
        now->mach = change->mach;
    }
    if (change->has_level) {
        now->level = change->level;
        now->altitude_m = change->altitude_m;
    }
}

/* What stands behind the slash, for the last point. */
static ovf_status apply_change(plan_reader *reader, const char *text, size_t length,
                               const char *word, size_t word_length)
{
    char reason[OVF_PLAN_REASON];
    ovf_plan_change change;
    if (!ovf_plan_change_read(text, length, &change, reason))
        return refuse(reader, word, word_length, "%s", reason);
    set_change(&reader->now, &change);
    if (reader->route.count > 0) reader->route.points[reader->route.count - 1].change = reader->now;
    return OVF_OK;
}

static ovf_status add_point(plan_reader *reader, ovf_lonlat position, size_t airfield,
                            const char *token, size_t length)
{
    if (!ovf_array_reserve(&reader->route.points, &reader->route.capacity, reader->route.count + 1,
                           sizeof *reader->route.points))
        return ovf_fail_memory(reader->error);
    reader->route.points[reader->route.count++] = (ovf_plan_point){
        .position = position,
        .airfield = airfield,
        .token = (size_t)(token - reader->text),
        .length = length,
        .change = reader->now,
        .via = reader->via,
        .via_length = reader->via_length,
        .name = OVF_PLAN_IN_TEXT};
    reader->via_length = 0;
    return OVF_OK;
}

/* The first half of a position has been read; the other is the next word, which may have a change
 * behind it. */
static ovf_status add_halves(plan_reader *reader, const char *token, size_t length,
                             const ovf_plan_angle *first)
{
    char reason[OVF_PLAN_REASON];
    ovf_plan_angle angles[2];
    ovf_lonlat position;
    plan_word next;
    ovf_status status = next_word(reader, &next);
    if (status != OVF_OK) return status;
    const char *slash = next.length == 0 ? NULL : memchr(next.text, '/', next.length);
    size_t half = slash == NULL ? next.length : (size_t)(slash - next.text);
    if (next.quoted || !ovf_plan_may_be_half(next.text, half))
        return refuse(reader, token, length, HALF);
    int count = ovf_plan_angles_read(next.text, half, angles, reason);
    if (count == 0) return refuse(reader, next.text, half, "%s", reason);
    length = (size_t)(next.text + half - token);
    if (count != 1)
        return refuse(reader, token, length,
                      "expected a latitude and a longitude, found three numbers");
    if (!ovf_plan_position((ovf_plan_angle[2]){*first, angles[0]}, &position, reason))
        return refuse(reader, token, length, "%s", reason);
    status = add_point(reader, position, OVF_FLIGHTPLAN_NO_AIRFIELD, token, length);
    if (status != OVF_OK || slash == NULL) return status;
    return apply_change(reader, slash + 1, next.length - half - 1, next.text, next.length);
}

static ovf_status add_coordinates(plan_reader *reader, const char *token, size_t length,
                                  bool has_change)
{
    char reason[OVF_PLAN_REASON];
    ovf_plan_angle angles[2];
    ovf_lonlat position;
    int count = ovf_plan_angles_read(token, length, angles, reason);
    if (count == 0) return refuse(reader, token, length, "%s", reason);
    if (count == 1)
        return has_change ? refuse(reader, token, length, HALF)
                          : add_halves(reader, token, length, &angles[0]);
    if (!ovf_plan_position(angles, &position, reason))
        return refuse(reader, token, length, "%s", reason);
    return add_point(reader, position, OVF_FLIGHTPLAN_NO_AIRFIELD, token, length);
}

static ovf_status refuse_unknown(plan_reader *reader, const char *token, size_t length, bool quoted)
{
    char near[OVF_PLAN_REASON], others[OVF_PLAN_OTHERS] = "";
    const char *is = quoted ? NULL : ovf_plan_word_meaning(token, length);
    reader->points_help = !quoted && (ovf_plan_word_may_be_airway(token, length) ||
                                      ovf_plan_word_may_be_waypoint(token, length) ||
                                      ovf_plan_word_may_be_code(token, length));
    if (is != NULL && ovf_plan_word_may_be_code(token, length)) reader->points_help = false;
    if (reader->points_help)
        ovf_plan_unknown_others(reader->at, reader->airfields, reader->options->points, others);
    if (is != NULL) return refuse(reader, token, length, "%s%s", is, others);
    ovf_plan_airfields_near(reader->airfields, token, length, near);
    if (near[0] != '\0')
        return refuse(reader, token, length,
                      NO_AIRFIELD "; did you mean %s? Expected " POINT_WANTED "%s", near, others);
    if (!quoted && ovf_plan_word_may_be_waypoint(token, length))
        return refuse(reader, token, length,
                      NO_AIRFIELD
                      ", and no file of points has a waypoint or a radio beacon of this name; "
                      "expected " POINT_WANTED "%s",
                      others);
    return refuse(reader, token, length, NO_AIRFIELD "; expected " POINT_WANTED "%s", others);
}

static ovf_status add_airfield(plan_reader *reader, const char *token, size_t length, bool quoted)
{
    char reason[OVF_PLAN_REASON];
    size_t found = ovf_plan_airfield_find(reader->airfields, token, length, reason);
    if (found != OVF_FLIGHTPLAN_NO_AIRFIELD)
        return add_point(reader, reader->airfields->items[found].position, found, token, length);
    if (reason[0] != '\0') return refuse(reader, token, length, "%s", reason);
    return refuse_unknown(reader, token, length, quoted);
}

static ovf_status refuse_via(plan_reader *reader, const char *token, size_t length)
{
    return refuse(reader, token, length,
                  "an airway runs from a named point to another one; expected a named point before "
                  "and behind it");
}

/* An airway leads from the last point to the next. */
static ovf_status begin_airway(plan_reader *reader, const char *token, size_t length)
{
    const ovf_plan_route *route = &reader->route;
    if (route->count == 0 || route->points[route->count - 1].candidates == NULL ||
        reader->via_length > 0)
        return refuse_via(reader, token, length);
    reader->via = (size_t)(token - reader->text);
    reader->via_length = length;
    return OVF_OK;
}

static ovf_status pass_over(plan_reader *reader, const char *token, size_t length, const char *why)
{
    char text[OVF_PLAN_REASON];
    snprintf(text, sizeof text, "%.*s %s", (int)length, token, why);
    if (reader->options->note != NULL) reader->options->note(reader->options->note_context, text);
    return OVF_OK;
}

static ovf_status pass_over_procedure(plan_reader *reader, const char *token, size_t length)
{
    return pass_over(reader, token, length,
                     "looks like a departure or an arrival and was passed over: the way to the "
                     "next point is direct");
}

static bool is_icao_code(const plan_reader *reader, const char *token, size_t length)
{
    char reason[OVF_PLAN_REASON];
    size_t found = ovf_plan_airfield_find(reader->airfields, token, length, reason);
    return found != OVF_FLIGHTPLAN_NO_AIRFIELD &&
           strlen(reader->airfields->items[found].id) == length &&
           strncasecmp(reader->airfields->items[found].id, token, length) == 0;
}

/* *taken: the word is a point or an airway of the files, or a procedure. */
static ovf_status take_named(plan_reader *reader, const char *token, size_t length, bool has_change,
                             bool *taken)
{
    const ovf_points *points = reader->options->points;
    size_t count, stretches;
    *taken = points != NULL && !is_icao_code(reader, token, length);
    if (!*taken) return OVF_OK;
    const ovf_point *named = ovf_points_named(points, token, length, &count);
    ovf_points_airway(points, token, length, &stretches);
    if (stretches > 0 && !has_change && (count == 0 || ovf_plan_word_may_be_airway(token, length)))
        return begin_airway(reader, token, length);
    if (count > 0) {
        ovf_status status = add_point(reader, named->position, OVF_FLIGHTPLAN_NO_AIRFIELD, token,
                                      length);
        if (status != OVF_OK) return status;
        reader->route.points[reader->route.count - 1].candidates = named;
        reader->route.points[reader->route.count - 1].candidate_count = count;
        return OVF_OK;
    }
    *taken = !has_change && !ovf_plan_word_may_be_airway(token, length) &&
             ovf_plan_word_may_be_procedure(token, length);
    return *taken ? pass_over_procedure(reader, token, length) : OVF_OK;
}

static ovf_status add_plain_point(plan_reader *reader, const char *token, size_t length,
                                  bool has_change)
{
    if (!has_change && ovf_plan_is_northing(token, length, reader->at))
        return add_coordinates(reader, token, length, false);
    if (ovf_plan_looks_like_coordinates(token, length) &&
        ovf_plan_word_meaning(token, length) == NULL)
        return add_coordinates(reader, token, length, has_change);
    bool taken;
    ovf_status status = take_named(reader, token, length, has_change, &taken);
    return status != OVF_OK || taken ? status : add_airfield(reader, token, length, false);
}

/* An airfield with a runway or a time, which are passed over: EDDF/07C, EDDM1200. */
static ovf_status take_decorated(plan_reader *reader, const plan_word *word, bool *taken)
{
    size_t code = 0;
    *taken = ovf_plan_word_is_decorated(word->text, word->length, &code);
    if (!*taken) return OVF_OK;
    ovf_status status = add_plain_point(reader, word->text, code, true);
    if (status != OVF_OK) return status;
    return pass_over(reader, word->text, word->length,
                     "has a runway or a time behind its code, which was passed over");
}

/* A point, with or without a change; a name may itself have a slash (Köln/Bonn). */
static ovf_status read_point(plan_reader *reader, const plan_word *word)
{
    char reason[OVF_PLAN_REASON];
    ovf_plan_change change;
    size_t head = word->length;
    bool taken;
    ovf_status status = take_decorated(reader, word, &taken);
    if (status != OVF_OK || taken) return status;
    while (head > 0 && word->text[head - 1] != '/') head--;
    if (head == 0) return add_plain_point(reader, word->text, word->length, false);
    const char *behind = word->text + head;
    size_t behind_length = word->length - head;
    head--;
    bool is_change = ovf_plan_change_read(behind, behind_length, &change, reason);
    if (!is_change) {
        char unused[OVF_PLAN_REASON];
        if (ovf_plan_airfield_find(reader->airfields, word->text, word->length, unused) !=
            OVF_FLIGHTPLAN_NO_AIRFIELD)
            return add_airfield(reader, word->text, word->length, false);
        if (!ovf_plan_looks_like_coordinates(word->text, head) &&
            !ovf_plan_word_has_digit(behind, behind_length) &&
            ovf_plan_airfield_find(reader->airfields, word->text, head, unused) ==
                OVF_FLIGHTPLAN_NO_AIRFIELD)
            return refuse_unknown(reader, word->text, word->length, false);
    }
    status = add_plain_point(reader, word->text, head, true);
    return status != OVF_OK ? status
                            : apply_change(reader, behind, behind_length, word->text, word->length);
}

static ovf_status read_quoted(plan_reader *reader, const plan_word *word)
{
    ovf_status status = add_airfield(reader, word->text, word->length, true);
    if (status != OVF_OK || word->rest_length == 0) return status;
    if (word->rest[0] != '/')
        return refuse(reader, word->rest, word->rest_length,
                      "expected a blank or a slash behind the quotation mark");
    return apply_change(reader, word->rest + 1, word->rest_length - 1, word->rest,
                        word->rest_length);
}

/* True, and the name noted, where the plan begins with one. */
static bool take_name(plan_reader *reader, const plan_word *word)
{
    bool named = word->quoted ? word->rest_length == 1 && word->rest[0] == ':'
                              : word->length > 1 && word->text[word->length - 1] == ':';
    if (!named || word->length == 0) return false;
    reader->name = word->text;
    reader->name_length = word->length - !word->quoted;
    return true;
}

/* SID and STAR, unless a file of points has a point of that name. */
static bool is_unnamed_procedure(const plan_reader *reader, const plan_word *word)
{
    size_t count = 0;
    if (!ovf_plan_word_is_any_procedure(word->text, word->length)) return false;
    if (reader->options->points != NULL)
        ovf_points_named(reader->options->points, word->text, word->length, &count);
    return count == 0;
}

static ovf_status read_word(plan_reader *reader, const plan_word *word)
{
    char reason[OVF_PLAN_REASON];
    ovf_plan_change change;
    if (word->quoted) return read_quoted(reader, word);
    if (ovf_plan_word_is_passed_over(word->text, word->length)) return OVF_OK;
    if (ovf_plan_word_is_stay(word->text, word->length))
        return pass_over(reader, word->text, word->length,
                         "is a stay on the way and was passed over");
    if (is_unnamed_procedure(reader, word))
        return pass_over_procedure(reader, word->text, word->length);
    if (word->text[0] == '/') {
        if (reader->route.count == 0)
            return refuse(reader, word->text, word->length,
                          "this change has no point before it: expected " POINT_WANTED);
        return apply_change(reader, word->text + 1, word->length - 1, word->text, word->length);
    }
    if (ovf_plan_word_is_cruise_climb(word->text, word->length))
        return refuse(reader, word->text, word->length, CRUISE_CLIMB);
    /* A699 and M982 are airways, too. */
    bool is_change = !ovf_plan_is_northing(word->text, word->length, reader->at) &&
                     ovf_plan_change_read(word->text, word->length, &change, reason);
    if (is_change &&
        (reader->route.count == 0 || !ovf_plan_word_may_be_airway(word->text, word->length)))
        return apply_change(reader, word->text, word->length, word->text, word->length);
    return read_point(reader, word);
}

static ovf_status read_words(plan_reader *reader)
{
    plan_word word;
    for (bool first = true;; first = false) {
        ovf_status status = next_word(reader, &word);
        if (status != OVF_OK) return status;
        if (word.length == 0 && !word.quoted) break;
        if (first && take_name(reader, &word)) continue;
        status = read_word(reader, &word);
        if (status != OVF_OK) return status;
    }
    if (reader->via_length > 0)
        return refuse_via(reader, reader->text + reader->via, reader->via_length);
    for (size_t i = 1; i < reader->route.count; i++) {
        const ovf_plan_point *point = &reader->route.points[i];
        if (point->via_length > 0 && point->candidates == NULL)
            return refuse_via(reader, reader->text + point->via, point->via_length);
    }
    if (reader->route.count == 0)
        return ovf_fail(reader->error, OVF_ERROR_INPUT,
                        "plan: expected two or more points, found none: " POINT_WANTED);
    if (reader->route.count == 1)
        return ovf_fail(reader->error, OVF_ERROR_INPUT,
                        "plan: expected two or more points, found one: " POINT_WANTED);
    return OVF_OK;
}

static bool changes_level(const ovf_plan_point *before, const ovf_plan_point *point)
{
    if (before->change.level == OVF_LEVEL_UNKNOWN) return false;
    return before->change.level != point->change.level ||
           before->change.altitude_m != point->change.altitude_m;
}

static ovf_status resolve(plan_reader *reader)
{
    ovf_plan_problem problem;
    const ovf_flightplan_options *options = reader->options;
    reader->route.text = reader->text;
    ovf_status status = ovf_plan_route_resolve(&reader->route, options->points, options->note,
                                               options->note_context, &problem);
    if (status == OVF_OK) return OVF_OK;
    if (status == OVF_ERROR_MEMORY) return ovf_fail_memory(reader->error);
    reader->points_help = problem.points_help;
    return refuse(reader, reader->text + problem.token, problem.length, "%s", problem.reason);
}

static void set_fix(ovf_fix *fix, ovf_flightplan_fix *detail, const ovf_plan_point *point,
                    const ovf_plan_point *level_of, const char *text, const char *names,
                    size_t character)
{
    *fix = (ovf_fix){point->position.lon, point->position.lat, level_of->change.altitude_m, NAN};
    *detail = (ovf_flightplan_fix){.level = level_of->change.level,
                                   .speed_kmh = point->change.speed_kmh,
                                   .mach = point->change.mach,
                                   .airfield = point->airfield,
                                   .token = point->name == OVF_PLAN_IN_TEXT ? text + point->token
                                                                            : names + point->name,
                                   .character = character};
}

/* One block for all: fixes, what is said of them, their names and kinds of level, the end of the
 * part, and a copy of the text, cut into its tokens. */
static ovf_status build(const plan_reader *reader, ovf_flightplan *plan)
{
    size_t count = reader->route.count, text_size = strlen(reader->text) + 1,
           size = text_size + reader->route.names.length, room;
    for (size_t i = 1; i < reader->route.count; i++)
        count += changes_level(&reader->route.points[i - 1], &reader->route.points[i]);
    room = sizeof(ovf_fix) + sizeof(ovf_flightplan_fix) + sizeof(char *) + sizeof(bool);
    if (count > (SIZE_MAX - sizeof(size_t) - size) / room) return ovf_fail_memory(reader->error);
    ovf_fix *fixes = ovf_array_new(count * room + sizeof(size_t) + size, 1);
    if (fixes == NULL) return ovf_fail_memory(reader->error);
    ovf_flightplan_fix *details = (ovf_flightplan_fix *)(fixes + count);
    size_t *end = (size_t *)(details + count);
    const char **names = (const char **)(end + 1);
    bool *levels = (bool *)(names + count);
    char *text = (char *)(levels + count);
    *end = count;
    memcpy(text, reader->text, text_size);
    char *names_text = text + text_size;
    if (reader->route.names.length > 0)
        memcpy(names_text, reader->route.names.text, reader->route.names.length);
    size_t token = 0, character = 1;
    for (size_t i = 0, k = 0; i < reader->route.count; i++, k++) {
        const ovf_plan_point *point = &reader->route.points[i];
        character += characters(reader->text + token, reader->text + point->token);
        token = point->token;
        if (i > 0 && changes_level(point - 1, point)) {
            set_fix(&fixes[k], &details[k], point, point - 1, text, names_text, character);
            k++;
        }
        set_fix(&fixes[k], &details[k], point, point, text, names_text, character);
        text[point->token + point->length] =
            '\0'; /* a blank, a quotation mark, a slash or a comma was there */
    }
    if (reader->name != NULL)
        text[reader->name - reader->text + (ptrdiff_t)reader->name_length] = '\0';
    for (size_t k = 0; k < count; k++) {
        names[k] = details[k].token;
        levels[k] = details[k].level == OVF_LEVEL_PRESSURE;
    }
    const char *id = reader->name == NULL ? "plan" : text + (reader->name - reader->text);
    *plan = (ovf_flightplan){.route = {.id = id,
                                       .file = "plan",
                                       .fixes = fixes,
                                       .fix_count = count,
                                       .part_ends = end,
                                       .part_count = 1,
                                       .flight_levels = levels,
                                       .fix_names = names},
                             .fixes = details,
                             .memory = fixes};
    return OVF_OK;
}

ovf_status ovf_flightplan_parse(const char *text, const ovf_airfields *airfields,
                                ovf_flightplan *plan, ovf_error *error)
{
    const ovf_flightplan_options options = {.airfields = airfields};
    return ovf_flightplan_parse_with(text, &options, plan, error);
}

/* Item 15 of a flight plan message, between its airfields. */
static ovf_status parse_message(const char *text, const ovf_flightplan_options *options,
                                ovf_flightplan *plan, ovf_error *error)
{
    ovf_plan_message message = {.id = ""};
    ovf_error why;
    size_t used;
    ovf_status status = ovf_plan_message_read(&message, text, strlen(text), &used, &why);
    if (status == OVF_OK)
        status = ovf_flightplan_parse_with(message.route.text, options, plan, error);
    else status = ovf_fail(error, status, "plan: %s", why.message);
    ovf_plan_message_clear(&message);
    return status;
}

ovf_status ovf_flightplan_parse_with(const char *text, const ovf_flightplan_options *options,
                                     ovf_flightplan *plan, ovf_error *error)
{
    static const ovf_flightplan_options usual = {0};
    if (options == NULL) options = &usual;
    if (text == NULL) return ovf_fail_null(error, "the text of a plan");
    if (plan == NULL) return ovf_fail_null(error, "a place for the plan");
    static const ovf_airfields none = {0};
    plan_reader reader = {.text = text,
                          .at = text,
                          .airfields = options->airfields == NULL ? &none : options->airfields,
                          .options = options,
                          .error = error};
    reader.now = (ovf_plan_change){.speed_kmh = NAN, .mach = NAN, .altitude_m = NAN};
    *plan = (ovf_flightplan){0};
    for (const char *at = text; *at != '\0';) {
        size_t length = ovf_utf8_length(at);
        if (length == 0)
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "plan: character %zu is not UTF-8 but the byte 0x%02X",
                            characters(text, at) + 1, (unsigned)(unsigned char)*at);
        at += length;
    }
    if (ovf_plan_message_is(text, strlen(text))) return parse_message(text, options, plan, error);
    ovf_status status = read_words(&reader);
    if (status == OVF_OK && options->points != NULL) status = resolve(&reader);
    if (status == OVF_OK) status = build(&reader, plan);
    free(reader.route.points);
    ovf_text_clear(&reader.route.names);
    return status;
}

void ovf_flightplan_clear(ovf_flightplan *plan)
{
    if (plan == NULL) return;
    free(plan->memory);
    *plan = (ovf_flightplan){0};
}
