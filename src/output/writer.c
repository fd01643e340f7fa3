#include "output/writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fixed.h"
#include "base/text.h"
#include "base/time.h"
#include "base/utf8.h"

#define BUFFER_SIZE ((size_t)1 << 18)

ovf_status ovf_writer_open(ovf_writer *writer, const ovf_staging *staging, const char *name, ovf_error *error)
{
    *writer = (ovf_writer){.file = -1};
    writer->buffer = malloc(BUFFER_SIZE);
    writer->path = ovf_staging_path(staging, name);
    if (writer->buffer == NULL || writer->path == NULL) {
        ovf_writer_abandon(writer);
        return ovf_fail_memory(error);
    }
    ovf_status status = ovf_staging_create(staging, name, &writer->file, error);
    if (status != OVF_OK) ovf_writer_abandon(writer);
    return status;
}

static void put(ovf_writer *writer, const char *bytes, size_t length)
{
    while (length > 0 && writer->failure == 0) {
        ssize_t count = write(writer->file, bytes, length);
        if (count > 0) {
            bytes += count;
            length -= (size_t)count;
        } else if (count == 0 || errno != EINTR) {
            writer->failure = count == 0 ? EIO : errno;
        }
    }
}

static void flush(ovf_writer *writer)
{
    put(writer, writer->buffer, writer->used);
    writer->used = 0;
}

/* Room for `length` bytes, at most BUFFER_SIZE, to be filled in place. */
static char *room(ovf_writer *writer, size_t length)
{
    if (length > BUFFER_SIZE - writer->used) flush(writer);
    return writer->buffer + writer->used;
}

void ovf_writer_bytes(ovf_writer *writer, const char *bytes, size_t length)
{
    if (length > BUFFER_SIZE) {
        flush(writer);
        put(writer, bytes, length);
        return;
    }
    memcpy(room(writer, length), bytes, length);
    writer->used += length;
}

void ovf_writer_text(ovf_writer *writer, const char *text)
{
    ovf_writer_bytes(writer, text, strlen(text));
}

void ovf_writer_byte(ovf_writer *writer, char byte)
{
    *room(writer, 1) = byte;
    writer->used++;
}

void ovf_writer_count(ovf_writer *writer, uint64_t value)
{
    writer->used += ovf_count(value, room(writer, OVF_INTEGER_SIZE));
}

void ovf_writer_integer(ovf_writer *writer, int64_t value)
{
    writer->used += ovf_integer(value, room(writer, OVF_INTEGER_SIZE));
}

void ovf_writer_fixed(ovf_writer *writer, double value, int decimals)
{
    writer->used += ovf_fixed(value, decimals, room(writer, OVF_FIXED_SIZE));
}

void ovf_writer_trimmed(ovf_writer *writer, double value, int decimals)
{
    char *text = room(writer, OVF_FIXED_SIZE);
    writer->used += ovf_fixed_trim(text, ovf_fixed(value, decimals, text));
}

/* Whether it looks like a real is what is returned. */
static bool write_shortest(ovf_writer *writer, double value)
{
    char text[32];
    bool real = false;
    ovf_text_number(value, text);
    for (char *c = text; *c != '\0'; c++) {
        /* Some locales have another decimal point. */
        if (*c == ',') *c = '.';
        if (*c == '.' || *c == 'e') real = true;
    }
    ovf_writer_text(writer, text);
    return real;
}

void ovf_writer_shortest(ovf_writer *writer, double value)
{
    (void)write_shortest(writer, value);
}

void ovf_writer_real(ovf_writer *writer, double value)
{
    if (!write_shortest(writer, value)) ovf_writer_text(writer, ".0");
}

void ovf_writer_time(ovf_writer *writer, double time_s)
{
    char text[OVF_TIME_SIZE];
    ovf_time_format(time_s, text);
    ovf_writer_text(writer, text);
}

/* The next character of a text, or what stands for a byte that is none. Returns how many bytes of the text it takes. */
static size_t character(const char *at, const char **bytes, size_t *length)
{
    *length = ovf_utf8_length(at);
    *bytes = at;
    if (*length != 0) return *length;
    *bytes = OVF_UTF8_REPLACEMENT;
    *length = sizeof OVF_UTF8_REPLACEMENT - 1;
    return 1;
}

void ovf_writer_csv(ovf_writer *writer, const char *text)
{
    size_t length = strlen(text);
    /* Blanks at the ends are part of a field (RFC 4180, 2.4), but many readers drop them unless they are quoted. */
    bool quoted = strpbrk(text, ",\"\r\n") != NULL ||
                  (length > 0 && (text[0] == ' ' || text[0] == '\t' || text[length - 1] == ' ' || text[length - 1] == '\t'));
    if (quoted) ovf_writer_byte(writer, '"');
    while (*text != '\0') {
        const char *bytes;
        size_t count;
        if (*text == '"') ovf_writer_byte(writer, '"');
        text += character(text, &bytes, &count);
        ovf_writer_bytes(writer, bytes, count);
    }
    if (quoted) ovf_writer_byte(writer, '"');
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

void ovf_writer_json(ovf_writer *writer, const char *text)
{
    char before = '\0';
    if (text == NULL) {
        ovf_writer_text(writer, "null");
        return;
    }
    ovf_writer_byte(writer, '"');
    while (*text != '\0') {
        char buffer[7];
        const char *bytes, *escaped = escape(*text, before, buffer);
        size_t count;
        before = *text;
        if (escaped != NULL) {
            ovf_writer_text(writer, escaped);
            text++;
            continue;
        }
        text += character(text, &bytes, &count);
        ovf_writer_bytes(writer, bytes, count);
    }
    ovf_writer_byte(writer, '"');
}

static ovf_status fail(const ovf_writer *writer, int reason, ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_IO, "cannot write %s: %s", writer->path, strerror(reason));
}

ovf_status ovf_writer_check(const ovf_writer *writer, ovf_error *error)
{
    return writer->failure == 0 ? OVF_OK : fail(writer, writer->failure, error);
}

ovf_status ovf_writer_close(ovf_writer *writer, ovf_error *error)
{
    if (writer->buffer == NULL) return OVF_OK;
    flush(writer);
    /* Not every file system has fsync. */
    if (writer->failure == 0 && fsync(writer->file) != 0 && errno != EINVAL && errno != ENOTSUP) writer->failure = errno;
    if (close(writer->file) != 0 && writer->failure == 0 && errno != EINTR) writer->failure = errno;
    writer->file = -1;
    ovf_status status = ovf_writer_check(writer, error);
    ovf_writer_abandon(writer);
    return status;
}

void ovf_writer_abandon(ovf_writer *writer)
{
    /* A zeroed writer has no buffer, and its file 0 is not its own. */
    if (writer->buffer != NULL && writer->file >= 0) close(writer->file);
    free(writer->buffer);
    free(writer->path);
    *writer = (ovf_writer){.file = -1};
}
