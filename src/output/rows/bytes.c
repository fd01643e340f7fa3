#include "output/rows/bytes.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fixed.h"
#include "base/text.h"
#include "base/time.h"
#include "base/utf8.h"

/* Room for `length` bytes, to be filled in place; NULL when memory is or was out. */
static char *room(ovf_bytes *bytes, size_t length)
{
    if (length <= bytes->capacity - bytes->used) return bytes->data + bytes->used;
    if (bytes->failed ||
        !ovf_array_reserve(&bytes->data, &bytes->capacity, bytes->used + length, 1)) {
        bytes->failed = true;
        return NULL;
    }
    return bytes->data + bytes->used;
}

void ovf_bytes_add(ovf_bytes *bytes, const void *data, size_t length)
{
    char *at = room(bytes, length);
    if (at == NULL || length == 0) return;
    memcpy(at, data, length);
    bytes->used += length;
}

void ovf_bytes_text(ovf_bytes *bytes, const char *text)
{
    ovf_bytes_add(bytes, text, strlen(text));
}

void ovf_bytes_byte(ovf_bytes *bytes, char byte)
{
    char *at = room(bytes, 1);
    if (at == NULL) return;
    *at = byte;
    bytes->used++;
}

void ovf_bytes_count(ovf_bytes *bytes, uint64_t value)
{
    char *at = room(bytes, OVF_INTEGER_SIZE);
    if (at != NULL) bytes->used += ovf_count(value, at);
}

void ovf_bytes_integer(ovf_bytes *bytes, int64_t value)
{
    char *at = room(bytes, OVF_INTEGER_SIZE);
    if (at != NULL) bytes->used += ovf_integer(value, at);
}

void ovf_bytes_fixed(ovf_bytes *bytes, double value, int decimals)
{
    char *at = room(bytes, OVF_FIXED_SIZE);
    if (at != NULL) bytes->used += ovf_fixed(value, decimals, at);
}

void ovf_bytes_trimmed(ovf_bytes *bytes, double value, int decimals)
{
    char *at = room(bytes, OVF_FIXED_SIZE);
    if (at != NULL) bytes->used += ovf_fixed_trim(at, ovf_fixed(value, decimals, at));
}

/* Whether it looks like a real is what is returned. */
static bool write_shortest(ovf_bytes *bytes, double value)
{
    char text[32];
    bool real = false;
    ovf_text_number(value, text);
    for (char *c = text; *c != '\0'; c++) {
        /* Some locales have another decimal point. */
        if (*c == ',') *c = '.';
        if (*c == '.' || *c == 'e') real = true;
    }
    ovf_bytes_text(bytes, text);
    return real;
}

void ovf_bytes_shortest(ovf_bytes *bytes, double value) { (void)write_shortest(bytes, value); }

void ovf_bytes_real(ovf_bytes *bytes, double value)
{
    if (!write_shortest(bytes, value)) ovf_bytes_text(bytes, ".0");
}

void ovf_bytes_time(ovf_bytes *bytes, double time_s)
{
    char text[OVF_TIME_SIZE];
    ovf_time_format(time_s, text);
    ovf_bytes_text(bytes, text);
}

/* The next character of a text, or what stands for a byte that is none. Returns how many bytes of
 * the text it takes. */
static size_t character(const char *at, const char **bytes, size_t *length)
{
    *length = ovf_utf8_length(at);
    *bytes = at;
    if (*length != 0) return *length;
    *bytes = OVF_UTF8_REPLACEMENT;
    *length = sizeof OVF_UTF8_REPLACEMENT - 1;
    return 1;
}

void ovf_bytes_csv(ovf_bytes *bytes, const char *text)
{
    size_t length = strlen(text);
    /* Blanks at the ends are part of a field (RFC 4180, 2.4), but many readers drop them unless
     * they are quoted. */
    bool quoted = strpbrk(text, ",\"\r\n") != NULL ||
                  (length > 0 && (text[0] == ' ' || text[0] == '\t' || text[length - 1] == ' ' ||
                                  text[length - 1] == '\t'));
    if (quoted) ovf_bytes_byte(bytes, '"');
    while (*text != '\0') {
        const char *at;
        size_t count;
        if (*text == '"') ovf_bytes_byte(bytes, '"');
        text += character(text, &at, &count);
        ovf_bytes_add(bytes, at, count);
    }
    if (quoted) ovf_bytes_byte(bytes, '"');
}

/* Whether a spreadsheet runs a cell that begins so: OWASP, "CSV Injection". */
static bool runs(const char *text)
{
    static const char *const wide[] = {"\uff1d", "\uff0b", "\uff0d", "\uff20"}; /* = + - @ */
    if (text[0] != '\0' && strchr("=+-@\t\r\n", text[0]) != NULL) return true;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (strncmp(text, wide[i], strlen(wide[i])) == 0) return true;
    return false;
}

void ovf_bytes_csv_safe(ovf_bytes *bytes, const char *text)
{
    if (!runs(text + strspn(text, "'"))) {
        ovf_bytes_csv(bytes, text);
        return;
    }
    ovf_bytes guarded = {0};
    ovf_bytes_byte(&guarded, '\'');
    ovf_bytes_add(&guarded, text, strlen(text) + 1);
    if (guarded.failed) bytes->failed = true;
    else ovf_bytes_csv(bytes, guarded.data);
    ovf_bytes_clear(&guarded);
}

const char *ovf_csv_unguarded(const char *text)
{
    return text[0] == '\'' && runs(text + strspn(text, "'")) ? text + 1 : text;
}

/* What must be escaped (RFC 8259, section 7), NULL for the rest. */
static const char *escape(char c, char before, char text[7])
{
    static const char hexadecimal[] = "0123456789abcdef";
    switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '/': return before == '<' ? "\\/" : NULL;
    default: break;
    }
    unsigned char code = (unsigned char)c;
    if (code >= 0x20 && code != 0x7F) return NULL;
    memcpy(text, "\\u00", 4);
    text[4] = hexadecimal[code >> 4];
    text[5] = hexadecimal[code & 15];
    text[6] = '\0';
    return text;
}

/* Whether it is ASCII that is always written as it is. */
static bool is_plain(char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '/'; }

static size_t plain_length(const char *text)
{
    size_t length = 0;
    while (is_plain(text[length])) length++;
    return length;
}

void ovf_bytes_json(ovf_bytes *bytes, const char *text)
{
    char before = '\0';
    if (text == NULL) {
        ovf_bytes_text(bytes, "null");
        return;
    }
    ovf_bytes_byte(bytes, '"');
    for (;;) {
        /* Most is added as it is, many bytes at a time. */
        size_t plain = plain_length(text);
        if (plain > 0) {
            ovf_bytes_add(bytes, text, plain);
            text += plain;
            before = text[-1];
        }
        if (*text == '\0') break;
        char buffer[7];
        const char *at, *escaped = escape(*text, before, buffer);
        size_t count;
        before = *text;
        if (escaped != NULL) {
            ovf_bytes_text(bytes, escaped);
            text++;
            continue;
        }
        text += character(text, &at, &count);
        ovf_bytes_add(bytes, at, count);
    }
    ovf_bytes_byte(bytes, '"');
}

void ovf_bytes_reset(ovf_bytes *bytes)
{
    bytes->used = 0;
    bytes->failed = false;
}

void ovf_bytes_clear(ovf_bytes *bytes)
{
    free(bytes->data);
    *bytes = (ovf_bytes){0};
}
