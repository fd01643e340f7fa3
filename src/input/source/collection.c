#include "input/source/collection.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"

#define CHUNK ((size_t)1 << 20)
/* Longer values of members that may tell something are none of those. */
#define VALUE_MAX ((size_t)1 << 16)

typedef struct {
    ovf_collection *found;
    size_t depth;
    bool in_string, escaped;
    bool in_value; /* of a member of the outermost object */
    bool takes;    /* the value, which may tell something */
    bool failed;
    char word[32]; /* the text read last, if it is so short */
    size_t word_length;
    char member[32];
    size_t member_length;
    ovf_text value;
} scan;

static bool is_word(const scan *in, const char *wanted)
{
    return in->word_length == strlen(wanted) && memcmp(in->word, wanted, in->word_length) == 0;
}

static void end_value(scan *in)
{
    if (in->takes && in->value.length < VALUE_MAX && in->value.text != NULL)
        ovf_claims_take(&in->found->claims, in->member, in->member_length, in->value.text,
                        in->value.length);
    in->in_value = in->takes = false;
}

static void begin_value(scan *in)
{
    in->in_value = true;
    in->member_length = in->word_length < sizeof in->word ? in->word_length : 0;
    memcpy(in->member, in->word, in->member_length);
    in->takes = ovf_claims_are_in(in->member, in->member_length);
    ovf_text_reset(&in->value);
}

static bool is_features(const scan *in)
{
    return in->in_value && in->member_length == 8 && memcmp(in->member, "features", 8) == 0;
}

/* A byte outside of texts. */
static void take(scan *in, char byte)
{
    switch (byte) {
    case '"':
        in->in_string = true;
        in->word_length = 0;
        break;
    case '{':
    case '[':
        if (byte == '{' && in->depth == 2 && is_features(in)) in->found->features++;
        in->depth++;
        break;
    case '}':
    case ']':
        if (in->depth == 1 && in->in_value) end_value(in);
        if (in->depth > 0) in->depth--;
        break;
    case ':':
        if (in->depth == 1 && !in->in_value) begin_value(in);
        return;
    case ',':
        if (in->depth == 1 && in->in_value) end_value(in);
        break;
    default: break;
    }
}

static void take_in_string(scan *in, char byte)
{
    if (in->escaped) in->escaped = false;
    else if (byte == '\\') in->escaped = true;
    else if (byte == '"') {
        in->in_string = false;
        if (is_word(in, "extent")) in->found->has_extents = true;
        return;
    }
    if (in->word_length < sizeof in->word) in->word[in->word_length] = byte;
    in->word_length += in->word_length < sizeof in->word;
}

static void look(scan *in, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool before = in->takes;
        if (in->in_string) take_in_string(in, bytes[i]);
        else take(in, bytes[i]);
        if (before && in->takes && in->value.length < VALUE_MAX)
            in->failed = in->failed || !ovf_text_add(&in->value, &bytes[i], 1);
    }
}

ovf_status ovf_collection_look(const char *path, ovf_collection *collection, ovf_error *error)
{
    *collection = (ovf_collection){0};
    scan in = {.found = collection};
    char *bytes = malloc(CHUNK);
    size_t length = 0;
    if (bytes == NULL) return ovf_fail_memory(error);
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    VSILFILE *file = VSIFOpenExL(path, "rb", FALSE);
    while (file != NULL && !in.failed && (length = VSIFReadL(bytes, 1, CHUNK, file)) > 0)
        look(&in, bytes, length);
    if (file != NULL) VSIFCloseL(file);
    ovf_gdal_errors_end();
    free(bytes);
    ovf_text_clear(&in.value);
    return in.failed ? ovf_fail_memory(error) : OVF_OK;
}
