#include "output/rows/xml.h"

#include <string.h>

#include "base/harmless.h"
#include "base/utf8.h"

/* What stands for a character; NULL: itself. */
static const char *escape(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

void ovf_xml_text(ovf_bytes *bytes, const char *text)
{
    while (text != NULL && *text != '\0') {
        const char *escaped = escape(*text);
        size_t length = ovf_utf8_length(text), harmful = ovf_harmful_length(text);
        /* XML 1.0 has none of the other controls of ASCII (section 2.2), and of Latin-1 none that
         * it would not rather do without. */
        if (harmful > 0 && *text != '\t' && *text != '\n') {
            text += harmful;
            continue;
        }
        bool is_none = length == 0 || memcmp(text, "\xEF\xBF\xBE", length) == 0 ||
                       memcmp(text, "\xEF\xBF\xBF", length) == 0;
        if (escaped != NULL) ovf_bytes_text(bytes, escaped);
        else if (is_none) ovf_bytes_text(bytes, OVF_UTF8_REPLACEMENT);
        else ovf_bytes_add(bytes, text, length);
        text += length == 0 ? 1 : length;
    }
}

void ovf_xml_element(ovf_bytes *bytes, const char *name, const char *text)
{
    ovf_bytes_byte(bytes, '<');
    ovf_bytes_text(bytes, name);
    ovf_bytes_byte(bytes, '>');
    ovf_xml_text(bytes, text);
    ovf_bytes_text(bytes, "</");
    ovf_bytes_text(bytes, name);
    ovf_bytes_byte(bytes, '>');
}

const char *ovf_xml_find(const char *begin, const char *end, const char *text)
{
    size_t length = strlen(text);
    for (; (size_t)(end - begin) >= length; begin++)
        if (memcmp(begin, text, length) == 0) return begin;
    return NULL;
}

static bool is_of_name(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

void ovf_xml_fill(ovf_bytes *bytes, const char *template, size_t size, ovf_xml_place place,
                  const void *context)
{
    for (const char *end = template + size, *at; template <end; template = at) {
        at = memchr(template, '@', (size_t)(end - template));
        if (at == NULL) at = end;
        ovf_bytes_add(bytes, template, (size_t)(at - template));
        if (at == end) break;
        const char *name = ++at;
        while (at < end && is_of_name(*at)) at++;
        bool is_place = at < end && *at == '@' && at > name;
        if (is_place) place(bytes, name, (size_t)(at++ - name), context);
        else ovf_bytes_add(bytes, name - 1, (size_t)(at - name) + 1);
    }
}
