#include "input/source/claims.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"

static bool is(const char *name, size_t length, const char *wanted)
{
    return strlen(wanted) == length && memcmp(name, wanted, length) == 0;
}

static const char *const names[] = {"exceededTransferLimit",
                                    "numberMatched",
                                    "totalFeatures",
                                    "numberReturned",
                                    "links",
                                    "properties",
                                    "crs"};

bool ovf_claims_are_in(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is(name, length, names[i])) return true;
    return false;
}

/* GDAL fetches both kinds. */
static bool is_link(const json_t *crs)
{
    const char *type = json_string_value(json_object_get(crs, "type"));
    return type != NULL && (strcasecmp(type, "link") == 0 || strcasecmp(type, "url") == 0);
}

static void take_crs(ovf_claims *claims, const json_t *crs)
{
    const char *called = json_string_value(
        json_object_get(json_object_get(crs, "properties"), "name"));
    claims->refers = claims->refers || is_link(crs);
    if (called != NULL) snprintf(claims->crs, sizeof claims->crs, "%s", called);
}

static bool is_next(const json_t *link)
{
    const char *relation = json_string_value(json_object_get(link, "rel"));
    return relation != NULL && strcmp(relation, "next") == 0;
}

void ovf_claims_take(ovf_claims *claims, const char *name, size_t name_length, const char *value,
                     size_t value_length)
{
    size_t i;
    json_t *link;
    if (!ovf_claims_are_in(name, name_length)) return;
    json_t *json = json_loadb(value, value_length, JSON_DECODE_ANY, NULL);
    if (is(name, name_length, "exceededTransferLimit"))
        claims->exceeded = claims->exceeded || json_is_true(json);
    if (is(name, name_length, "properties"))
        claims->exceeded = claims->exceeded ||
                           json_is_true(json_object_get(json, "exceededTransferLimit"));
    if (is(name, name_length, "links"))
        json_array_foreach(json, i, link) claims->has_next = claims->has_next || is_next(link);
    if (is(name, name_length, "crs")) take_crs(claims, json);
    /* A server that does not know says "unknown". */
    if (json_is_number(json) && is(name, name_length, "numberReturned")) {
        claims->knows_returned = true;
        claims->returned = json_number_value(json);
    }
    if (json_is_number(json) &&
        (is(name, name_length, "numberMatched") || is(name, name_length, "totalFeatures"))) {
        claims->knows_matched = true;
        claims->matched = json_number_value(json);
    }
    json_decref(json);
}

ovf_status ovf_claims_check(const ovf_claims *claims, uint64_t features, ovf_error *error)
{
    static const char advice[] = "get the rest from its server, page by page, and join the pages "
                                 "without this member";
    bool knows = claims->knows_returned || features != OVF_FEATURES_UNKNOWN;
    double has = claims->knows_returned ? claims->returned : (double)features;
    if (claims->knows_matched && knows && has < claims->matched)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "is cut off: it says that it has %.0f of %.0f features; %s", has,
                        claims->matched, advice);
    if (claims->exceeded)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "is cut off: it says \"exceededTransferLimit\": true; %s", advice);
    if (claims->has_next)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "is cut off: it has a link to its next page (\"rel\": \"next\"); %s",
                        advice);
    if (claims->refers)
        return ovf_fail_with(error, OVF_ERROR_INPUT, OVF_REMEDY_REFERENCES,
                             "names its coordinate reference system by a link, and what a file "
                             "names is not opened: name it in the file, leave it out for WGS 84, "
                             "or allow references");
    return OVF_OK;
}
