#include "input/formats/xml_events.h"

#include <expat.h>
#include <iconv.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

struct ovf_xml {
    XML_Parser parser;
    const ovf_xml_handler *handler;
    void *context;
    ovf_text text;
    int depth;
    bool out_of_memory, ended;
    bool leaves; /* have text, and nothing else does */
    bool passes; /* over text, as nobody is told of it */
};

static inline const char *without_prefix(const char *name)
{
    const char *begin = name;
    for (; *name != '\0'; name++)
        if (*name == ':') begin = name + 1;
    return begin;
}

static void stop(ovf_xml *xml)
{
    xml->out_of_memory = true;
    XML_StopParser(xml->parser, XML_FALSE);
}

static void XMLCALL add_text(void *context, const XML_Char *bytes, int length)
{
    ovf_xml *xml = context;
    if (!xml->out_of_memory && !ovf_text_add(&xml->text, bytes, (size_t)length)) stop(xml);
}

static void pass_text(ovf_xml *xml, bool passes)
{
    if (passes == xml->passes) return;
    xml->passes = passes;
    XML_SetCharacterDataHandler(xml->parser, passes ? NULL : add_text);
}

void ovf_xml_want_leaves(ovf_xml *xml) { xml->leaves = true; }

void ovf_xml_pass_text(ovf_xml *xml) { pass_text(xml, true); }

static void XMLCALL begin(void *context, const XML_Char *name, const XML_Char **attributes)
{
    ovf_xml *xml = context;
    if (xml->out_of_memory) return;
    xml->text.length = 0;
    xml->depth++;
    pass_text(xml, false);
    if (!xml->handler->begin(xml->context, without_prefix(name), attributes, xml->depth)) stop(xml);
}

static void XMLCALL end(void *context, const XML_Char *name)
{
    ovf_xml *xml = context;
    if (xml->out_of_memory) return;
    const char *text = xml->text.length == 0 ? "" : xml->text.text;
    if (!xml->handler->end(xml->context, without_prefix(name), text, xml->text.length, xml->depth))
        stop(xml);
    xml->text.length = 0;
    xml->depth--;
    if (xml->leaves) pass_text(xml, true);
}

/* Of the encodings that expat does not know those in which a byte is a character, as the system's
 * iconv has them. */
static int XMLCALL find_encoding(void *context, const XML_Char *name, XML_Encoding *encoding)
{
    (void)context;
    iconv_t made = iconv_open("UTF-32LE", name);
    if (made == (iconv_t)-1) return XML_STATUS_ERROR;
    bool single = true;
    for (int i = 0; i < 256 && single; i++) {
        char byte = (char)i, *in = &byte;
        unsigned char point[8];
        char *out = (char *)point;
        size_t left = 1, room = sizeof point;
        (void)iconv(made, NULL, NULL, NULL, NULL);
        encoding->map[i] = -1;
        if (iconv(made, &in, &left, &out, &room) == (size_t)-1 || room != sizeof point - 4)
            continue;
        encoding->map[i] = (int)(point[0] | (unsigned)point[1] << 8 | (unsigned)point[2] << 16);
        single = i >= 128 || encoding->map[i] == i;
    }
    iconv_close(made);
    encoding->data = NULL;
    encoding->convert = NULL;
    encoding->release = NULL;
    return single ? XML_STATUS_OK : XML_STATUS_ERROR;
}

ovf_xml *ovf_xml_open(const ovf_xml_handler *handler, void *context)
{
    ovf_xml *xml = ovf_array_new(1, sizeof *xml);
    if (xml == NULL) return NULL;
    xml->parser = XML_ParserCreate(NULL);
    if (xml->parser == NULL) {
        free(xml);
        return NULL;
    }
    xml->handler = handler;
    xml->context = context;
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, begin, end);
    XML_SetCharacterDataHandler(xml->parser, add_text);
    XML_SetUnknownEncodingHandler(xml->parser, find_encoding, NULL);
    return xml;
}

/* Whether reading stopped at a letter that is not in the encoding that the document says. */
static bool is_letter(const ovf_xml *xml)
{
    int at = 0, size = 0;
    const char *bytes = XML_GetInputContext(xml->parser, &at, &size);
    return bytes != NULL && at < size && (unsigned char)bytes[at] >= 0x80;
}

static ovf_status fail(const ovf_xml *xml, ovf_error *error)
{
    enum XML_Error code = XML_GetErrorCode(xml->parser);
    unsigned long line = (unsigned long)XML_GetCurrentLineNumber(xml->parser);
    if (xml->out_of_memory || code == XML_ERROR_NO_MEMORY) return ovf_fail_memory(error);
    if (code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN ||
        code == XML_ERROR_PARTIAL_CHAR || code == XML_ERROR_UNCLOSED_CDATA_SECTION)
        return ovf_fail(error, OVF_ERROR_INPUT, "the XML breaks off in line %lu", line);
    const char *remedy = code == XML_ERROR_INVALID_TOKEN && is_letter(xml)
                             ? ": a letter is not in UTF-8; save the file as UTF-8, or let its "
                               "first line name its encoding: <?xml version=\"1.0\" "
                               "encoding=\"ISO-8859-1\"?>"
                             : "";
    return ovf_fail(error, OVF_ERROR_INPUT, "the XML cannot be read in line %lu: %s%s", line,
                    XML_ErrorString(code), remedy);
}

ovf_status ovf_xml_take(ovf_xml *xml, const char *bytes, size_t length, bool last, ovf_error *error)
{
    if (xml->ended) return OVF_OK;
    for (size_t at = 0; at < length || last;) {
        size_t piece = length - at < INT_MAX ? length - at : INT_MAX;
        bool final = last && at + piece == length;
        if (XML_Parse(xml->parser, bytes + at, (int)piece, final) == XML_STATUS_ERROR)
            return fail(xml, error);
        at += piece;
        xml->ended = final;
        if (final) break;
    }
    return OVF_OK;
}

void ovf_xml_close(ovf_xml *xml)
{
    if (xml == NULL) return;
    XML_ParserFree(xml->parser);
    ovf_text_clear(&xml->text);
    free(xml);
}

ovf_status ovf_xml_read(const ovf_xml_handler *handler, void *context, bool leaves, ovf_xml **xml,
                        const char *bytes, size_t length, ovf_error *error)
{
    ovf_xml *opened = ovf_xml_open(handler, context);
    if (opened == NULL) return ovf_fail_memory(error);
    if (leaves) ovf_xml_want_leaves(opened);
    if (xml != NULL) *xml = opened;
    ovf_status status = ovf_xml_take(opened, bytes, length, true, error);
    ovf_xml_close(opened);
    if (xml != NULL) *xml = NULL;
    return status;
}

size_t ovf_xml_line(const ovf_xml *xml) { return (size_t)XML_GetCurrentLineNumber(xml->parser); }

const char *ovf_xml_attribute(const char **attributes, const char *name)
{
    for (; attributes[0] != NULL; attributes += 2)
        if (strcmp(attributes[0], name) == 0) return attributes[1];
    return NULL;
}

/* ---- the root ---- */

/* Behind what `mark` ends, or `end`. */
static const char *behind(const char *at, const char *end, const char *mark)
{
    size_t length = strlen(mark);
    for (; (size_t)(end - at) >= length; at++)
        if (memcmp(at, mark, length) == 0) return at + length;
    return end;
}

/* The first '<' that begins an element; `end` where there is none. */
static const char *find_root(const char *at, const char *end)
{
    while (at < end) {
        at = memchr(at, '<', (size_t)(end - at));
        if (at == NULL || end - at < 2) return end;
        if (at[1] == '?') at = behind(at, end, "?>");
        else if (end - at >= 4 && memcmp(at, "<!--", 4) == 0) at = behind(at, end, "-->");
        else if (at[1] == '!') at = behind(at, end, ">");
        else return at + 1;
    }
    return end;
}

bool ovf_xml_root_is(const char *bytes, size_t length, const char *name)
{
    char text[4096];
    size_t count = 0;
    for (size_t i = 0; i < length && count < sizeof text; i++)
        if (bytes[i] != '\0') text[count++] = bytes[i];
    const char *at = text, *end = text + count;
    /* A byte order mark, of UTF-8 or UTF-16, and blanks. */
    while (at < end && ((unsigned char)*at >= 0x80 || (unsigned char)*at <= ' ')) at++;
    if (at == end || *at != '<') return false;
    at = find_root(at, end);
    const char *begin = at;
    for (; at < end && *at != '>' && *at != '/' && (unsigned char)*at > ' '; at++)
        if (*at == ':') begin = at + 1;
    return (size_t)(at - begin) == strlen(name) && memcmp(begin, name, strlen(name)) == 0;
}
