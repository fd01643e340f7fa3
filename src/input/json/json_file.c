#include "input/json/json_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "gdal/attributes.h"
#include "input/json/json_positions.h"

/* Larger ones take so long that GDAL's loading does not matter. */
#define LARGEST ((off_t)1 << 26)
#define HEAD ((size_t)4096)

/* ---- what it is ---- */

/* Behind a text in quotation marks without escapes; NULL: that is not what comes next. */
static const char *pass_text(const char *at, const char *end, const char **text, size_t *length)
{
    at = ovf_json_skip_blanks(at, end);
    if (at == end || *at != '"') return NULL;
    *text = ++at;
    while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20) at++;
    if (at == end || *at != '"') return NULL;
    *length = (size_t)(at - *text);
    return at + 1;
}

static const char *pass_sign(const char *at, const char *end, char sign)
{
    at = ovf_json_skip_blanks(at, end);
    return at < end && *at == sign ? at + 1 : NULL;
}

static bool is(const char *text, size_t length, const char *wanted)
{
    return strlen(wanted) == length && memcmp(text, wanted, length) == 0;
}

/* {"type": "FeatureCollection", "name": "…", "features": [ and no other members in between. */
static bool is_head(const char *at, const char *end)
{
    const char *text;
    size_t length;
    at = pass_sign(at, end, '{');
    for (bool first = true; at != NULL; first = false) {
        if ((at = pass_text(at, end, &text, &length)) == NULL) return false;
        const char *member = text;
        size_t member_length = length;
        if ((at = pass_sign(at, end, ':')) == NULL) return false;
        if (!first && is(member, member_length, "features")) return pass_sign(at, end, '[') != NULL;
        if ((at = pass_text(at, end, &text, &length)) == NULL) return false;
        if (first ? !is(member, member_length, "type") || !is(text, length, "FeatureCollection")
                  : !is(member, member_length, "name"))
            return false;
        at = pass_sign(at, end, ',');
    }
    return false;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), end_length = strlen(end);
    return length > end_length && strcmp(text + length - end_length, end) == 0;
}

bool ovf_json_is_collection(const char *name)
{
    char head[HEAD];
    struct stat about;
    if (strncmp(name, "/vsi", 4) == 0 || strchr(name, '|') != NULL ||
        (!ends_with(name, ".geojson") && !ends_with(name, ".json")))
        return false;
    int file = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return false;
    ssize_t length = fstat(file, &about) == 0 && S_ISREG(about.st_mode)
                         ? read(file, head, sizeof head)
                         : -1;
    close(file);
    return length > 0 && is_head(head, head + length);
}

/* ---- whether it is usual ---- */

/* GDAL makes dates and times of texts that look so; those written as it writes them stay what they
 * are. */
static bool may_be_rewritten(const char *text)
{
    size_t length = strlen(text), digits = strspn(text, "0123456789");
    if (digits == 0 || (strpbrk(text, "-/:") == NULL) ||
        strspn(text, "0123456789-/:.,+TtZz ") < length)
        return false;
    return !(length == 10 && digits == 4 && text[4] == '-' && strspn(text + 5, "0123456789") == 2 &&
             text[7] == '-' && strspn(text + 8, "0123456789") == 2);
}

static bool has_field(const ovf_attributes *attributes, const char *field)
{
    for (size_t i = 0; i < attributes->count; i++)
        if (strcasecmp(attributes->items[i].name, field) == 0) return true;
    return false;
}

static bool is_usual(const ovf_json_file *file, const ovf_attributes *attributes)
{
    for (size_t i = 0; i < attributes->count; i++) {
        const ovf_attribute *attribute = &attributes->items[i];
        if (attribute->type == OVF_ATTRIBUTE_JSON && !file->structures) return false;
        if (attribute->type == OVF_ATTRIBUTE_TEXT && may_be_rewritten(attribute->text))
            return false;
    }
    return file->id_field == NULL || has_field(attributes, file->id_field);
}

ovf_json_verdict ovf_json_file_next(ovf_json_file *file, const ovf_json_feature **feature)
{
    bool usual = true, first = file->next == 0;
    *feature = NULL;
    if (file->next == file->piece.count)
        return first || !ovf_json_columns_sort(&file->columns) ? OVF_JSON_ODD : OVF_JSON_READ;
    const struct ovf_json_slice *slice = &file->piece.features[file->next++];
    const ovf_json_feature *parsed;
    ovf_json_verdict verdict = ovf_json_feature_parse(
        file->parser, file->piece.bytes + slice->begin, slice->length, &parsed);
    if (verdict != OVF_JSON_READ) return verdict;
    if (parsed->id != NULL || !is_usual(file, &parsed->attributes)) return OVF_JSON_ODD;
    if (!ovf_json_columns_add(&file->columns, &parsed->attributes, &usual)) return OVF_JSON_MEMORY;
    if (!usual) return OVF_JSON_ODD;
    *feature = parsed;
    return OVF_JSON_READ;
}

/* ---- opening ---- */

/* What cannot be read is not usual either. */
static bool read_all(ovf_json_file *file, const char *name)
{
    ovf_json_text *text;
    ovf_json_text_state state = OVF_JSON_TEXT_CELL;
    ovf_error ignored;
    struct stat about;
    if (stat(name, &about) != 0 || about.st_size > LARGEST ||
        ovf_json_text_open(name, false, &text, &ignored) != OVF_OK)
        return false;
    bool good = !ovf_json_text_has_late_crs(text);
    while (good && state != OVF_JSON_TEXT_END)
        good = ovf_json_text_read(text, UINT64_MAX, &file->piece, &state, &ignored) == OVF_OK;
    ovf_json_text_free(text);
    return good;
}

ovf_status ovf_json_file_open(ovf_json_file *file, const char *name, bool *usual, ovf_error *error)
{
    *file = (ovf_json_file){0};
    *usual = false;
    if (!ovf_json_is_collection(name)) return OVF_OK;
    file->parser = ovf_json_parser_new();
    if (file->parser == NULL) return ovf_fail_memory(error);
    *usual = read_all(file, name);
    if (!*usual) ovf_json_file_close(file);
    return OVF_OK;
}

void ovf_json_file_close(ovf_json_file *file)
{
    ovf_json_columns_clear(&file->columns);
    ovf_json_parser_free(file->parser);
    ovf_json_piece_clear(&file->piece);
    *file = (ovf_json_file){0};
}
