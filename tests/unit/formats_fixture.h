/* Flights in files of a format in memory, with what is said of them. */
#ifndef FORMATS_FIXTURE_H
#define FORMATS_FIXTURE_H

#include "input_fixture.h"

#include <math.h>

#include "base/text.h"

/* What was said while a file was read, each as "FEATURE: NOTE\n"; the feature of a note about the
 * file is "-". */
typedef struct {
    ovf_text text;
} said;

static inline void say(void *context, const char *file, const char *feature, const char *note,
                       ovf_remedy remedy)
{
    said *notes = context;
    (void)file;
    (void)remedy;
    assert_true(ovf_text_add_string(&notes->text, feature == NULL ? "-" : feature));
    assert_true(ovf_text_add_string(&notes->text, ": "));
    assert_true(ovf_text_add_string(&notes->text, note));
    assert_true(ovf_text_add_string(&notes->text, "\n"));
}

/* Adds all routes of a file as text: "ID|lon lat altitude time,…;…" and a newline, with - for what
 * is not known, F before a pressure altitude, G before a height over the ground, E over the
 * ellipsoid, and ? over what is not said. OVF_OK or what went wrong. */
static inline ovf_status describe(const char *const *files, size_t count, ovf_input_options options,
                                  ovf_text *routes, said *notes, ovf_error *error)
{
    ovf_route_source *source = NULL;
    const ovf_route *route = NULL;
    /* Here flights may be faster than any aircraft. */
    if (options.max_speed_mps == 0) options.max_speed_mps = -1;
    if (notes != NULL) {
        options.note = say;
        options.note_context = notes;
    }
    ovf_status status = ovf_route_source_open(files, count, &options, &source, error);
    while (status == OVF_OK) {
        char text[200];
        status = ovf_route_source_next(source, &route, error);
        if (status != OVF_OK || route == NULL) break;
        assert_true(ovf_text_add_string(routes, route->id) && ovf_text_add_string(routes, "|"));
        for (size_t i = 0, part = 0; i < route->fix_count; i++) {
            const ovf_fix *fix = &route->fixes[i];
            bool ends = i + 1 == route->part_ends[part];
            snprintf(text, sizeof text, "%.9g %.9g ", fix->lon, fix->lat);
            assert_true(ovf_text_add_string(routes, text));
            snprintf(text, sizeof text, "%s%.9g ",
                     route->flight_levels != NULL && route->flight_levels[i] ? "F" : "",
                     fix->altitude_m);
            if (isnan(fix->altitude_m) && route->heights_m != NULL && !isnan(route->heights_m[i]))
                snprintf(text, sizeof text, "%c%.9g ", "?G?E?"[route->height_references[i]],
                         route -> heights_m[i]);
            else if (isnan(fix->altitude_m)) snprintf(text, sizeof text, "- ");
            assert_true(ovf_text_add_string(routes, text));
            snprintf(text, sizeof text, "%.13g", fix->time_s);
            assert_true(ovf_text_add_string(routes, isnan(fix->time_s) ? "-" : text));
            assert_true(ovf_text_add_string(
                routes, ends ? (part + 1 < route->part_count ? ";" : "\n") : ","));
            part += ends;
        }
    }
    ovf_route_source_free(source);
    return status;
}

/* Reads a text as a file and expects these routes and notes. */
static inline void expect_read(const char *path, const char *text, const char *routes,
                               const char *notes)
{
    ovf_text found = {0};
    said heard = {{0}};
    ovf_error error = {0};
    write_file(path, text);
    ovf_status status = describe(&path, 1, (ovf_input_options){0}, &found, &heard, &error);
    if (status != OVF_OK) print_message("%s\n", error.message);
    assert_int_equal(status, OVF_OK);
    assert_string_equal(found.text == NULL ? "" : found.text, routes);
    assert_string_equal(heard.text.text == NULL ? "" : heard.text.text, notes);
    ovf_text_clear(&found);
    ovf_text_clear(&heard.text);
    VSIUnlink(path);
}

/* Reads what there is of a file when it ends after each of its bytes: nothing else than the first
 * routes of the whole may come of it, and an error unless the file is one that can end anywhere. */
static inline void cut_everywhere(const char *path, const char *text, bool lines)
{
    ovf_text whole = {0};
    ovf_error error;
    write_file(path, text);
    assert_int_equal(describe(&path, 1, (ovf_input_options){0}, &whole, NULL, &error), OVF_OK);
    size_t length = strlen(text), full = strlen(text);
    while (full > 0 && strchr(" \n", text[full - 1]) != NULL) full--;
    for (size_t cut = 1; cut < length; cut++) {
        ovf_text found = {0};
        char *copy = malloc(cut + 1);
        assert_non_null(copy);
        memcpy(copy, text, cut);
        copy[cut] = '\0';
        write_file(path, copy);
        ovf_status status = describe(&path, 1, (ovf_input_options){0}, &found, NULL, &error);
        if (!lines && cut < full) assert_int_not_equal(status, OVF_OK);
        if (status != OVF_OK) assert_true(strncmp(error.message, path, strlen(path)) == 0);
        if (!lines && found.length > 0)
            assert_int_equal(strncmp(found.text, whole.text, found.length), 0);
        ovf_text_clear(&found);
        free(copy);
    }
    ovf_text_clear(&whole);
    VSIUnlink(path);
}

/* Changes single bytes, and expects no more than to get through. */
static inline void garble(const char *path, const char *text)
{
    static const char odd[] = {'\0', ' ', '<', '>', '"', '&', '9', '-', '\x80', '\xFF', '\n'};
    size_t length = strlen(text);
    char *copy = malloc(length + 1);
    assert_non_null(copy);
    for (size_t i = 0; i < length; i++) {
        ovf_text found = {0};
        ovf_error error;
        memcpy(copy, text, length + 1);
        copy[i] = odd[i % sizeof odd];
        VSILFILE *file = VSIFOpenL(path, "wb");
        assert_int_equal(VSIFWriteL(copy, 1, length, file), length);
        assert_int_equal(VSIFCloseL(file), 0);
        ovf_status status = describe(&path, 1, (ovf_input_options){0}, &found, NULL, &error);
        assert_true(status == OVF_OK || status == OVF_ERROR_INPUT);
        ovf_text_clear(&found);
    }
    free(copy);
    VSIUnlink(path);
}

#endif
