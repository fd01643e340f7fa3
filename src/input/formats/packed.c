#include "input/formats/packed.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "base/reading_limits.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"
#include "input/formats/values.h"

/* An archive of more is a collection, and no flight that somebody sends. */
#define MEMBERS_MAX OVF_LIMIT_MEMBERS

static bool begins_with(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static size_t read_plain(const char *path, char head[OVF_FLIGHT_HEAD])
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    size_t count = 0;
    ssize_t got = 1;
    while (file >= 0 && got > 0 && count < OVF_FLIGHT_HEAD) {
        got = read(file, head + count, OVF_FLIGHT_HEAD - count);
        if (got > 0) count += (size_t)got;
    }
    if (file >= 0) close(file);
    return count;
}

static size_t read_by_gdal(const char *path, char head[OVF_FLIGHT_HEAD])
{
    ovf_gdal_errors caught;
    if (ovf_gdal_load(NULL) != OVF_OK) return 0;
    ovf_gdal_errors_begin(&caught);
    VSILFILE *file = VSIFOpenExL(path, "rb", FALSE);
    size_t count = file == NULL ? 0 : VSIFReadL(head, 1, OVF_FLIGHT_HEAD, file);
    if (file != NULL) VSIFCloseL(file);
    ovf_gdal_errors_end();
    return count;
}

/* Pipes give their bytes once, and databases have none. */
static size_t read_head(const char *path, char head[OVF_FLIGHT_HEAD])
{
    struct stat about;
    if (stat(path, &about) == 0) return S_ISREG(about.st_mode) ? read_plain(path, head) : 0;
    return begins_with(path, "/vsi") && !begins_with(path, "/vsistdin") ? read_by_gdal(path, head)
                                                                        : 0;
}

static char *join(const char *a, const char *b, const char *c, const char *d)
{
    ovf_text text = {0};
    if (ovf_text_add_string(&text, a) && ovf_text_add_string(&text, b) &&
        ovf_text_add_string(&text, c) && ovf_text_add_string(&text, d))
        return text.text;
    ovf_text_clear(&text);
    return NULL;
}

static ovf_status take(char *path, const ovf_flight_format *format, char **inner,
                       const ovf_flight_format **found, ovf_error *error)
{
    if (path == NULL) return ovf_fail_memory(error);
    *inner = path;
    *found = format;
    return OVF_OK;
}

/* A text whose columns somebody says is a table. */
static const ovf_flight_format *recognise(const char *head, size_t count,
                                          const ovf_flight_wishes *wishes)
{
    const ovf_flight_format *format = ovf_flight_format_of(head, count);
    if (format != NULL || wishes->columns == NULL || count == 0) return format;
    const char *first = ovf_skip_start(head, head + count);
    bool text = memchr(head, '\0', count) == NULL && first < head + count &&
                strchr("{[<", *first) == NULL;
    return text ? &ovf_flight_format_csv : NULL;
}

/* By the mark of its byte order. XML is read in UTF-16; other XML is for GDAL. */
static bool is_utf16(const char *head, size_t count)
{
    if (count < 4 || (memcmp(head, "\xFF\xFE", 2) != 0 && memcmp(head, "\xFE\xFF", 2) != 0))
        return false;
    return head[2] != '<' && head[3] != '<';
}

static const ovf_flight_format *format_of(const char *path, const ovf_flight_wishes *wishes)
{
    char head[OVF_FLIGHT_HEAD];
    size_t count = read_head(path, head);
    if (count == 0) return NULL;
    const ovf_flight_format *format = recognise(head, count, wishes);
    return wishes->format == NULL || format == wishes->format ? format : NULL;
}

/* The one member that is in a format; of several KML files the first, whose name for that is
 * doc.kml. */
static ovf_status look_in_archive(const char *path, const ovf_flight_wishes *wishes, char **inner,
                                  const ovf_flight_format **found, ovf_error *error)
{
    ovf_gdal_errors caught;
    char *root = join("/vsizip/{", path, "}", "");
    if (root == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_gdal_load(error);
    ovf_gdal_errors_begin(&caught);
    char **members = status == OVF_OK ? VSIReadDirRecursive(root) : NULL;
    ovf_gdal_errors_end();
    size_t count = (size_t)(members == NULL ? 0 : CSLCount(members));
    for (size_t i = 0; i < count && count <= MEMBERS_MAX && status == OVF_OK; i++) {
        char *member = join(root, "/", members[i], "");
        if (member == NULL) status = ovf_fail_memory(error);
        const ovf_flight_format *format = member == NULL ? NULL : format_of(member, wishes);
        bool more = format != NULL && *inner != NULL;
        if (more && *found == &ovf_flight_format_kml && format == *found) {
            free(member);
        } else if (more) { /* a collection */
            free(member);
            free(*inner);
            *inner = NULL;
            *found = NULL;
            break;
        } else if (format != NULL) {
            status = take(member, format, inner, found, error);
        } else {
            free(member);
        }
    }
    if (members != NULL) CSLDestroy(members);
    free(root);
    return status;
}

ovf_status ovf_packed_look(const char *path, const ovf_flight_wishes *wishes, char **inner,
                           const ovf_flight_format **format, ovf_error *error)
{
    char head[OVF_FLIGHT_HEAD];
    const ovf_flight_format *named = wishes->format;
    *inner = NULL;
    *format = NULL;
    size_t count = read_head(path, head);
    if (count > 2 && (unsigned char)head[0] == 0x1F && (unsigned char)head[1] == 0x8B) {
        char *through = join("/vsigzip/", path, "", "");
        if (through == NULL) return ovf_fail_memory(error);
        const ovf_flight_format *found = named != NULL ? named : format_of(through, wishes);
        if (found != NULL) return take(through, found, inner, format, error);
        free(through);
        return OVF_OK;
    }
    if (count > 4 && memcmp(head, "PK\3\4", 4) == 0)
        return look_in_archive(path, wishes, inner, format, error);
    const ovf_flight_format *found = named != NULL ? named : recognise(head, count, wishes);
    if (is_utf16(head, count) && ovf_flight_format_of(head, count) == NULL)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "is text in UTF-16: save it as UTF-8, or convert it with \"iconv -f UTF-16 "
                        "-t UTF-8 FILE > NEW\"");
    return found == NULL ? OVF_OK : take(ovf_text_copy(path), found, inner, format, error);
}
