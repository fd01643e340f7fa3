#include "input/formats/xml_plain.h"

#include <string.h>

#include "input/formats/values.h"

enum { BEGINS_NAME = 1, OF_NAME = 2, OF_TEXT = 4 };

/* Letters, '_' and ':' begin a name; those, digits, '-' and '.' are of a name. Of a text are all
 * from the blank to '~' but '<', '>' and '&', and the tabulator and the end of a line. */
#define L (BEGINS_NAME | OF_NAME | OF_TEXT)
#define N (OF_NAME | OF_TEXT)
#define T OF_TEXT
static const unsigned char classes[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, T, T, 0, 0, 0, 0, 0, /* 0x00 */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* 0x10 */
    T, T, T, T, T, T, 0, T, T, T, T, T, T, N, N, T, /* 0x20 */
    N, N, N, N, N, N, N, N, N, N, L, T, 0, T, 0, T, /* 0x30 */
    T, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* 0x40 */
    L, L, L, L, L, L, L, L, L, L, L, T, T, T, T, L, /* 0x50 */
    T, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* 0x60 */
    L, L, L, L, L, L, L, L, L, L, L, T, T, T, T, 0, /* 0x70 */
};
#undef L
#undef N
#undef T

static bool is(char c, unsigned char what) { return (classes[(unsigned char)c] & what) != 0; }

static const char *skip_blanks(const char *at, const char *end)
{
    return at < end && (unsigned char)*at <= ' ' ? ovf_skip_blanks(at, end) : at;
}

/* A copy with a NUL; NULL where there is no room. */
static const char *keep(ovf_xml_plain *plain, const char *begin, const char *end)
{
    size_t length = (size_t)(end - begin);
    if (length >= sizeof plain->names - plain->name_length) return NULL;
    char *copy = plain->names + plain->name_length;
    memcpy(copy, begin, length);
    copy[length] = '\0';
    plain->name_length += length + 1;
    return copy;
}

static const char *end_of_name(const char *at, const char *end)
{
    if (at == end || !is(*at, BEGINS_NAME)) return NULL;
    while (at < end && is(*at, OF_NAME)) at++;
    return at;
}

/* name="value"; behind it. NULL, as in all that follow: not plain, or not all there. */
static const char *take_attribute(ovf_xml_plain *plain, size_t first, const char *at,
                                  const char *end)
{
    const char *stop = end_of_name(at, end);
    if (stop == NULL || end - stop < 2 || *stop != '=' || (stop[1] != '"' && stop[1] != '\''))
        return NULL;
    const char *name = keep(plain, at, stop), *value = stop + 2;
    char quote = stop[1];
    /* Two for it, and one for the end of the list. */
    if (name == NULL || plain->attribute_count + 3 > OVF_PLAIN_ATTRIBUTES) return NULL;
    for (size_t i = first; i < plain->attribute_count; i += 2)
        if (strcmp(plain->attributes[i], name) == 0) return NULL;
    for (stop = value; stop < end && *stop != quote; stop++)
        if (!is(*stop, OF_TEXT) || *stop < ' ') return NULL;
    if (stop == end || (value = keep(plain, value, stop)) == NULL) return NULL;
    plain->attributes[plain->attribute_count++] = name;
    plain->attributes[plain->attribute_count++] = value;
    return stop + 1;
}

static const char *without_prefix(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

/* What a tag is of which all but its '<' follows. `*closed`: it has no content. */
static const char *take_begin(ovf_xml_plain *plain, const char *at, const char *end,
                              const char **whole, bool *closed)
{
    const char *stop = end_of_name(at, end);
    if (stop == NULL || plain->tag_count == OVF_PLAIN_TAGS) return NULL;
    if ((*whole = keep(plain, at, stop)) == NULL) return NULL;
    size_t first = plain->attribute_count;
    for (;;) {
        at = skip_blanks(stop, end);
        if (at == end) return NULL;
        if (*at == '>' || *at == '/') break;
        if (at == stop || (stop = take_attribute(plain, first, at, end)) == NULL) return NULL;
    }
    *closed = *at == '/';
    if (*closed && (++at == end || *at != '>')) return NULL;
    if (plain->attribute_count == OVF_PLAIN_ATTRIBUTES) return NULL;
    plain->attributes[plain->attribute_count++] = NULL;
    plain->tags[plain->tag_count++] = (ovf_plain_tag){.name = without_prefix(*whole),
                                                      .attributes = first};
    return at + 1;
}

static bool add_end(ovf_xml_plain *plain, const char *name, const char *text, const char *text_end)
{
    if (plain->tag_count == OVF_PLAIN_TAGS) return false;
    plain->tags[plain->tag_count++] = (ovf_plain_tag){.name = without_prefix(name),
                                                      .text = text,
                                                      .length = (size_t)(text_end - text),
                                                      .is_end = true};
    return true;
}

/* The text up to the next '<'; blanks before and behind a child are none, and other text there is
 * not plain. `leaf`: no child has come yet. */
static const char *take_text(const char *at, const char *end, bool leaf, const char **text)
{
    const char *blank = skip_blanks(at, end);
    if (end - blank < 2) return NULL;
    if (*blank == '<' && (!leaf || blank[1] != '/')) return *text = blank;
    if (!leaf) return NULL;
    *text = at;
    while (at < end && is(*at, OF_TEXT)) at++;
    return end - at >= 2 && at[0] == '<' && at[1] == '/' ? at : NULL;
}

/* Behind the end of the element that begins at `at`; its tags are then in `plain`. */
static const char *take_element(ovf_xml_plain *plain, const char *at, const char *end)
{
    const char *names[OVF_PLAIN_NESTED], *text = at;
    int nested = 0;
    plain->tag_count = plain->attribute_count = plain->name_length = 0;
    while (at != NULL && end - at >= 3) { /* at a '<' */
        bool leaf = false;
        if (at[1] != '/') {
            bool closed;
            if (nested == OVF_PLAIN_NESTED) return NULL;
            at = take_begin(plain, at + 1, end, &names[nested], &closed);
            if (at == NULL || (closed && !add_end(plain, names[nested], "", ""))) return NULL;
            nested += !closed;
            leaf = !closed;
        } else {
            const char *name = names[--nested];
            size_t length = strlen(name);
            if ((size_t)(end - at) < length + 3 || memcmp(at + 2, name, length) != 0) return NULL;
            const char *stop = skip_blanks(at + 2 + length, end);
            if (stop == end || *stop != '>' || !add_end(plain, name, text, at)) return NULL;
            at = stop + 1;
        }
        if (nested == 0) return at;
        at = take_text(at, end, leaf, &text);
    }
    return NULL;
}

static bool tell(ovf_xml_plain *plain, int depth, const ovf_xml_handler *handler, void *context)
{
    for (size_t i = 0; i < plain->tag_count; i++) {
        const ovf_plain_tag *tag = &plain->tags[i];
        if (!tag->is_end) {
            if (!handler->begin(context, tag->name, plain->attributes + tag->attributes, ++depth))
                return false;
            continue;
        }
        ovf_text_reset(&plain->text);
        if (!ovf_text_add(&plain->text, tag->text, tag->length) ||
            !handler->end(context, tag->name, plain->text.text, tag->length, depth--))
            return false;
    }
    return true;
}

const char *ovf_xml_plain_take(ovf_xml_plain *plain, const char *at, const char *end, int depth,
                               const ovf_xml_handler *handler, void *context)
{
    for (;;) {
        const char *begin = skip_blanks(at, end), *next;
        if (end - begin < 4 || *begin != '<' || begin[1] == '/' ||
            (next = take_element(plain, begin, end)) == NULL)
            return at;
        if (!tell(plain, depth, handler, context)) return NULL;
        at = next;
    }
}

void ovf_xml_plain_clear(ovf_xml_plain *plain) { ovf_text_clear(&plain->text); }
