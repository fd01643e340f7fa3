#include "output/report/report.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/error.h"
#include "output/map/assets.h"
#include "output/report/report_data.h"

/* The page has such comments, each for what is put in its place: policy, data, style NAME, script
 * NAME. */
#define BEGIN "<!-- put: "
#define END " -->"
#define NAME_SIZE 80

/* What an asset has that does not belong into a page: the name of a map for debuggers. */
static size_t size_within(const ovf_asset *asset)
{
    const char *map = strstr((const char *)asset->bytes, "\n//# sourceMappingURL");
    return map != NULL ? (size_t)(map - (const char *)asset->bytes) + 1 : asset->size;
}

/* Leaflet's styles with every address taken out: nothing is to be loaded, and what they are for is
 * not used. */
static void add_style(ovf_bytes *bytes, const ovf_asset *asset)
{
    const char *at = (const char *)asset->bytes, *url;
    while ((url = strstr(at, "url(")) != NULL) {
        const char *end = strchr(url, ')');
        if (end == NULL) break;
        ovf_bytes_add(bytes, at, (size_t)(url - at));
        ovf_bytes_text(bytes, "none");
        at = end + 1;
    }
    ovf_bytes_text(bytes, at);
}

static void add_asset(ovf_bytes *bytes, const ovf_asset *asset, bool style)
{
    ovf_bytes_byte(bytes, '\n');
    if (style) add_style(bytes, asset);
    else ovf_bytes_add(bytes, asset->bytes, size_within(asset));
}

/* ---- the page's places ---- */

typedef struct {
    const char *begin, *end; /* of the comment; the end of the page's text where there is none */
    char what[NAME_SIZE];
} place;

static place find_place(const char *text)
{
    place found = {.begin = strstr(text, BEGIN)};
    if (found.begin == NULL) found.begin = text + strlen(text);
    const char *what = found.begin + strlen(BEGIN),
               *end = *found.begin != '\0' ? strstr(what, END) : NULL;
    found.end = found.begin;
    if (end == NULL) return found;
    snprintf(found.what, sizeof found.what, "%.*s", (int)(end - what), what);
    found.end = end + strlen(END);
    return found;
}

/* The asset that a place is for, "script NAME" when `word` is "script "; NULL: it is for something
 * else. */
static const ovf_asset *asset_of(const place *at, const char *word)
{
    return strncmp(at->what, word, strlen(word)) == 0 ? ovf_asset_find(at->what + strlen(word))
                                                      : NULL;
}

/* 'sha256-…' of what stands inside an element (W3C, Content Security Policy Level 3,
 * section 2.3.1). */
static bool add_hash(ovf_bytes *bytes, const ovf_bytes *content)
{
    unsigned char digest[EVP_MAX_MD_SIZE], text[2 * EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (EVP_Digest(content->data, content->used, digest, &length, EVP_sha256(), NULL) != 1)
        return false;
    EVP_EncodeBlock(text, digest, (int)length);
    ovf_bytes_text(bytes, " 'sha256-");
    ovf_bytes_text(bytes, (const char *)text);
    ovf_bytes_byte(bytes, '\'');
    return true;
}

static bool add_hashes(ovf_bytes *bytes, ovf_bytes *content, const char *page, const char *word,
                       bool style)
{
    bool good = true;
    for (place at = find_place(page); at.what[0] != '\0' && good; at = find_place(at.end)) {
        const ovf_asset *asset = asset_of(&at, word);
        if (asset == NULL) continue;
        ovf_bytes_reset(content);
        add_asset(content, asset, style);
        good = add_hash(bytes, content);
    }
    return good;
}

/* The icon is the only address in the page: an empty one of data, so that none is asked for. */
static bool add_policy(ovf_bytes *bytes, ovf_bytes *content, const char *page)
{
    ovf_bytes_text(bytes, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                          "'none'; base-uri 'none'; form-action 'none'; "
                          "img-src data:; script-src");
    bool good = add_hashes(bytes, content, page, "script ", false);
    ovf_bytes_text(bytes, "; style-src");
    good = add_hashes(bytes, content, page, "style ", true) && good;
    ovf_bytes_text(bytes, "\">");
    return good;
}

static void add_element(ovf_bytes *bytes, const ovf_asset *asset, const char *tag)
{
    ovf_bytes_byte(bytes, '<');
    ovf_bytes_text(bytes, tag);
    ovf_bytes_byte(bytes, '>');
    add_asset(bytes, asset, strcmp(tag, "style") == 0);
    ovf_bytes_text(bytes, "</");
    ovf_bytes_text(bytes, tag);
    ovf_bytes_byte(bytes, '>');
}

static ovf_status write_place(const ovf_map *map, const ovf_worst *worst, const char *page,
                              const place *at, FILE *file, ovf_error *error)
{
    const ovf_asset *style = asset_of(at, "style "), *script = asset_of(at, "script ");
    ovf_bytes bytes = {0}, content = {0};
    ovf_status status = OVF_OK;
    if (strcmp(at->what, "data") == 0) status = ovf_report_data(map, worst, file, error);
    else if (style != NULL) add_element(&bytes, style, "style");
    else if (script != NULL) add_element(&bytes, script, "script");
    else if (strcmp(at->what, "policy") != 0)
        status = ovf_fail(error, OVF_ERROR_INTERNAL, "the report has no \"%s\"", at->what);
    else if (!add_policy(&bytes, &content, page))
        status = ovf_fail(error, OVF_ERROR_INTERNAL,
                          "libcrypto gave no SHA-256 of the report's scripts");
    if (status == OVF_OK && (bytes.failed || content.failed)) status = ovf_fail_memory(error);
    if (status == OVF_OK && bytes.used > 0) fwrite(bytes.data, 1, bytes.used, file);
    ovf_bytes_clear(&bytes);
    ovf_bytes_clear(&content);
    return status;
}

static ovf_status write_page(const ovf_map *map, const ovf_worst *worst, FILE *file,
                             ovf_error *error)
{
    const ovf_asset *page = ovf_asset_find("report/page.html");
    if (page == NULL)
        return ovf_fail(error, OVF_ERROR_INTERNAL, "the report's page is not built in");
    const char *text = (const char *)page->bytes, *from = text;
    ovf_status status = OVF_OK;
    while (status == OVF_OK) {
        place at = find_place(from);
        fwrite(from, 1, (size_t)(at.begin - from), file);
        if (at.what[0] == '\0') break;
        status = write_place(map, worst, text, &at, file, error);
        from = at.end;
    }
    return status;
}

ovf_status ovf_report_write(const ovf_map *map, const ovf_worst *worst, const char *path,
                            const char *called, ovf_error *error)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return ovf_fail(error, OVF_ERROR_IO, "cannot write %s: %s", called, strerror(errno));
    ovf_status status = write_page(map, worst, file, error);
    bool good = fflush(file) == 0 && ferror(file) == 0;
    int reason = errno;
    if (fclose(file) != 0 && good) {
        good = false;
        reason = errno;
    }
    return status == OVF_OK && !good
               ? ovf_fail(error, OVF_ERROR_IO, "cannot write %s: %s", called, strerror(reason))
               : status;
}
