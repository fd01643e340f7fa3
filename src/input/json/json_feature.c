/* yajl parses what is around the coordinates. */
#include "input/json/json_feature.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/attributes.h"
#include "input/json/json_members.h"
#include "input/json/json_plain.h"

struct ovf_json_parser {
    ovf_json_members members; /* yajl is used for one feature after the other, until one is odd */
    yajl_alloc_funcs memory;
    jmp_buf out_of_memory; /* yajl believes that there is always memory */
};

static bool feed(ovf_json_members *members, const char *text, size_t length)
{
    members->chunk = text;
    return yajl_parse(members->yajl, (const unsigned char *)text, length) == yajl_status_ok;
}

/* Behind the next "coordinates"; NULL: there are none. */
static const char *find_coordinates(const char *at, const char *end)
{
    static const char name[] = "\"coordinates\"";
    const size_t length = sizeof name - 1;
    while ((size_t)(end - at) >= length &&
           (at = memchr(at, '"', (size_t)(end - at) - length + 1)) != NULL) {
        if (memcmp(at, name, length) == 0) return at + length;
        at++;
    }
    return NULL;
}

/* Reads the coordinates that follow their name; yajl gets null instead. */
static const char *read_coordinates(ovf_json_members *members, const char *at, const char *end)
{
    at = ovf_json_skip_blanks(at, end);
    if (at == end || *at != ':') return NULL;
    at = ovf_json_positions_read(&members->positions, ovf_json_skip_blanks(at + 1, end), end);
    members->out_of_memory = members->positions.out_of_memory;
    members->has_coordinates = true;
    return at != NULL && feed(members, ":null", 5) ? at : NULL;
}

static bool read_text(ovf_json_members *members, const char *at, const char *end)
{
    for (const char *next; (next = find_coordinates(at, end)) != NULL; at = next) {
        if (!feed(members, at, (size_t)(next - at))) return false;
        /* Otherwise it is a string, part of one, or the name of something else. */
        if (!ovf_json_members_want_coordinates(members)) continue;
        next = read_coordinates(members, next, end);
        if (next == NULL) return false;
    }
    return feed(members, at, (size_t)(end - at)) && members->feature_end == end &&
           ovf_json_members_finish(members);
}

static void forget_yajl(ovf_json_parser *parser)
{
    if (parser->members.yajl != NULL) yajl_free(parser->members.yajl);
    parser->members.yajl = NULL;
}

static bool parse(ovf_json_parser *parser, const char *text, const char *end)
{
    ovf_json_members *members = &parser->members;
    if (setjmp(parser->out_of_memory) != 0) {
        members->out_of_memory = true;
        return false;
    }
    if (members->yajl == NULL) {
        members->yajl = yajl_alloc(&ovf_json_callbacks, &parser->memory, members);
        yajl_config(members->yajl, yajl_allow_multiple_values, 1);
        yajl_config(members->yajl, yajl_dont_validate_strings, 1);
    }
    return read_text(members, text, end);
}

ovf_json_verdict ovf_json_feature_parse(ovf_json_parser *parser, const char *text, size_t length,
                                        const ovf_json_feature **feature)
{
    ovf_json_members_reset(&parser->members);
    *feature = &parser->members.feature;
    while (length > 0 && ovf_json_skip_blanks(text + length - 1, text + length) == text + length)
        length--;
    if (length == 0 || text[length - 1] != '}' || !ovf_json_is_plain(text, length))
        return OVF_JSON_ODD;
    if (parse(parser, text, text + length)) return OVF_JSON_READ;
    /* What broke off leaves yajl in a state from which there is no way back. (Where memory was out,
     * a few bytes may be lost that it was about to keep.) */
    forget_yajl(parser);
    return parser->members.out_of_memory ? OVF_JSON_MEMORY : OVF_JSON_ODD;
}

static void *give(void *context, size_t size)
{
    ovf_json_parser *parser = context;
    void *given = malloc(size);
    if (given == NULL) longjmp(parser->out_of_memory, 1);
    return given;
}

static void *give_more(void *context, void *old, size_t size)
{
    ovf_json_parser *parser = context;
    void *given = realloc(old, size);
    if (given == NULL) longjmp(parser->out_of_memory, 1);
    return given;
}

static void take_back(void *context, void *given)
{
    (void)context;
    free(given);
}

ovf_json_parser *ovf_json_parser_new(void)
{
    ovf_json_parser *parser = ovf_array_new(1, sizeof *parser);
    if (parser != NULL)
        parser->memory = (yajl_alloc_funcs){
            .malloc = give, .realloc = give_more, .free = take_back, .ctx = parser};
    return parser;
}

void ovf_json_parser_free(ovf_json_parser *parser)
{
    if (parser == NULL) return;
    forget_yajl(parser);
    ovf_json_members_clear(&parser->members);
    free(parser);
}

ovf_status ovf_json_feature_id(const ovf_json_feature *feature, const char *field, ovf_text *id,
                               ovf_error *error)
{
    ovf_text_reset(id);
    bool good = ovf_text_add(id, "", 0) &&
                ovf_attribute_add_text(id, field == NULL
                                               ? ovf_attribute_key(&feature->attributes)
                                               : ovf_attribute_named(&feature->attributes, field));
    if (field == NULL && good && id->length == 0 && feature->id != NULL)
        good = ovf_text_add_string(id, feature->id);
    if (field == NULL && good && id->length == 0)
        good = ovf_attribute_add_text(id, ovf_attribute_named(&feature->attributes, "name"));
    return good ? OVF_OK : ovf_fail_memory(error);
}
