/* For what GDAL tells of files. */
#ifndef _LARGEFILE64_SOURCE
#define _LARGEFILE64_SOURCE
#endif

/* Tests: tests/cli/convert_zones.py */
#include "input/source/sequence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "gdal/gdal.h"

/* Larger ones are no airspace. */
#define LARGEST ((vsi_l_offset)1 << 28)
#define RECORD_SEPARATOR '\x1E'

static bool is_sequence(const char *path)
{
    GDALDriverH driver = GDALIdentifyDriverEx(path, GDAL_OF_VECTOR, NULL, NULL);
    return driver != NULL && strcmp(GDALGetDriverShortName(driver), "GeoJSONSeq") == 0;
}

/* All of a file; NULL where that is not to be had. */
static char *read_all(const char *path, size_t *length)
{
    VSIStatBufL about;
    if (VSIStatL(path, &about) != 0 || (vsi_l_offset)about.st_size > LARGEST) return NULL;
    VSILFILE *file = VSIFOpenExL(path, "rb", FALSE);
    if (file == NULL) return NULL;
    char *bytes = malloc((size_t)about.st_size + 1);
    *length = bytes == NULL ? 0 : VSIFReadL(bytes, 1, (size_t)about.st_size, file);
    VSIFCloseL(file);
    if (bytes != NULL && *length == (size_t)about.st_size) return bytes;
    free(bytes);
    return NULL;
}

static bool is_blank(const char *at, const char *end)
{
    while (at < end && strchr(" \t\r\n", *at) != NULL && *at != '\0') at++;
    return at == end;
}

/* The records with commas between them. */
static bool add_records(ovf_text *text, const char *at, const char *end)
{
    if (end - at >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) at += 3;
    char separator = at < end && *at == RECORD_SEPARATOR ? RECORD_SEPARATOR : '\n';
    bool good = true, first = true;
    while (at < end && good) {
        const char *next = memchr(at, separator, (size_t)(end - at));
        if (next == NULL) next = end;
        if (!is_blank(at, next)) {
            good = (first || ovf_text_add_string(text, ",\n")) &&
                   ovf_text_add(text, at, (size_t)(next - at));
            first = false;
        }
        at = next == end ? end : next + 1;
    }
    return good && !first;
}

/* The collection is called as GDAL calls the layer of a sequence, by the file's name. */
void ovf_sequence_gather(const char *path, ovf_sequence *sequence)
{
    char called[96];
    ovf_text text = {0};
    size_t length = 0;
    *sequence = (ovf_sequence){0};
    char *bytes = is_sequence(path) ? read_all(path, &length) : NULL;
    if (bytes == NULL) return;
    bool good = ovf_text_add_string(&text, "{\"type\":\"FeatureCollection\",\"features\":[\n") &&
                add_records(&text, bytes, bytes + length) && ovf_text_add_string(&text, "\n]}\n");
    free(bytes);
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1,
               *dot = strrchr(name, '.');
    ovf_text where = {0};
    snprintf(called, sizeof called, "/vsimem/overflight-%p/", (void *)text.text);
    good = good && ovf_text_add_string(&where, called) &&
           ovf_text_add(&where, name, dot == NULL ? strlen(name) : (size_t)(dot - name)) &&
           ovf_text_add_string(&where, ".geojson");
    VSILFILE *memory = good ? VSIFileFromMemBuffer(where.text, (GByte *)text.text,
                                                   (vsi_l_offset)text.length, FALSE)
                            : NULL;
    if (memory != NULL) {
        VSIFCloseL(memory);
        *sequence = (ovf_sequence){where.text, text.text};
        return;
    }
    ovf_text_clear(&text);
    ovf_text_clear(&where);
}

void ovf_sequence_clear(ovf_sequence *sequence)
{
    if (sequence->path != NULL) VSIUnlink(sequence->path);
    free(sequence->path);
    free(sequence->bytes);
    *sequence = (ovf_sequence){0};
}
