/* Hand-made zones and results for the tests of writing, and a folder of the test's own to write
 * into. */
#ifndef TEST_OUTPUT_FIXTURE_H
#define TEST_OUTPUT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <ftw.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "overflight/output.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

typedef struct {
    char folder[64];    /* the test's own */
    char directory[80]; /* in it, not there yet: where results go */
} place_to_write;

static inline int make_folder(void **state)
{
    place_to_write *place = calloc(1, sizeof *place);
    assert_non_null(place);
    snprintf(place->folder, sizeof place->folder, "/tmp/overflight-test-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->directory, sizeof place->directory, "%s/results", place->folder);
    *state = place;
    return 0;
}

static inline int remove_entry(const char *path, const struct stat *about, int kind,
                               struct FTW *walk)
{
    (void)about;
    (void)kind;
    (void)walk;
    return remove(path);
}

/* Removes a folder and what is in it. */
static inline void remove_folder(const char *path)
{
    nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static inline int drop_folder(void **state)
{
    place_to_write *place = *state;
    remove_folder(place->folder);
    free(place);
    return 0;
}

/* How many entries a folder has, hidden ones too. */
static inline size_t count_entries(const char *path)
{
    size_t count = 0;
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(folder);
    return count;
}

static inline bool exists(const char *directory, const char *name)
{
    char path[800];
    struct stat about;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    return stat(path, &about) == 0;
}

/* The bytes of DIRECTORY/NAME, to free. */
static inline char *read_text(const char *directory, const char *name)
{
    char path[800];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    assert_true(size >= 0);
    rewind(file);
    char *text = calloc((size_t)size + 1, 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t)size, file), size);
    fclose(file);
    return text;
}

static inline void write_text(const char *directory, const char *name, const char *text)
{
    char path[800];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

/* Parsed strictly: doubled members are errors too. */
static inline json_t *read_json(const char *directory, const char *name)
{
    char path[800];
    json_error_t error;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (json == NULL) print_message("%s: %s (line %d)\n", path, error.text, error.line);
    assert_non_null(json);
    return json;
}

static inline json_t *feature(const json_t *collection, size_t index)
{
    return json_array_get(json_object_get(collection, "features"), index);
}

static inline json_t *property(const json_t *collection, size_t index, const char *name)
{
    return json_object_get(json_object_get(feature(collection, index), "properties"), name);
}

static inline json_t *coordinates(const json_t *collection, size_t index)
{
    return json_object_get(json_object_get(feature(collection, index), "geometry"), "coordinates");
}

static inline const char *geometry_type(const json_t *collection, size_t index)
{
    return json_string_value(
        json_object_get(json_object_get(feature(collection, index), "geometry"), "type"));
}

static inline double number_at(const json_t *array, size_t index)
{
    return json_number_value(json_array_get(array, index));
}

/* ---- zones ---- */

static ovf_lonlat square_vertices[] = {{20, 54}, {22, 54}, {22, 55}, {20, 55}, {20, 54}};
static ovf_ring square_ring = {.vertices = square_vertices, .count = COUNT(square_vertices)};
static ovf_polygon square_polygon = {&square_ring, 1};

static inline ovf_zone square_zone(const char *id, const char *name)
{
    return (ovf_zone){.id = id,
                      .name = name,
                      .file = "zones.geojson",
                      .polygons = &square_polygon,
                      .polygon_count = 1};
}

/* ---- a route of two fixes along the equator, with times and altitudes ---- */

static const ovf_fix equator_fixes[] = {{0, 0, 3000, 1507140000}, {1, 0, 4000, 1507143600}};
static const size_t two_fixes_end[] = {2};
/* One degree on the equator, a·π/180 with a = 6378137 m. */
static const double equator_along[] = {0, 111319.490793};

static inline ovf_route equator_route(const char *id)
{
    return (ovf_route){.id = id,
                       .file = "routes.geojson",
                       .fixes = equator_fixes,
                       .fix_count = COUNT(equator_fixes),
                       .part_ends = two_fixes_end,
                       .part_count = 1};
}

static inline ovf_result equator_result(const ovf_route *route, const ovf_meeting *meetings,
                                        size_t count)
{
    return (ovf_result){.route = route,
                        .length_m = equator_along[1],
                        .fix_along_m = equator_along,
                        .meetings = meetings,
                        .meeting_count = count};
}

/* In at 10 km, out at 30 km. */
static const ovf_passage one_passage[] = {{{10000, 0.0898315284, 0, 3089.831528, 1507140323.393},
                                           {30000, 0.2694945852, 0, 3269.494585, 1507140970.18},
                                           20000,
                                           false}};
static const ovf_crossing two_crossings[] = {{OVF_CROSSING_ENTRY,
                                              {10000, 0.0898315284, 0, 3089.831528, 1507140323.393},
                                              OVF_THROUGH_SIDE,
                                              false},
                                             {OVF_CROSSING_EXIT,
                                              {30000, 0.2694945852, 0, 3269.494585, 1507140970.18},
                                              OVF_THROUGH_SIDE,
                                              false}};

static inline ovf_meeting passage_meeting(size_t zone)
{
    return (ovf_meeting){.zone = zone,
                         .inside_m = 20000,
                         .within_m = 19000,
                         .within_at_most_m = 20000,
                         .outline_passages = one_passage,
                         .outline_passage_count = 1,
                         .passages = one_passage,
                         .passage_count = 1,
                         .crossings = two_crossings,
                         .crossing_count = 2};
}

/* ---- writing ---- */

static inline void expect_ok(ovf_status status, const ovf_error *error)
{
    if (status != OVF_OK) print_message("%s\n", error->message);
    assert_int_equal(status, OVF_OK);
}

/* Writes all results and closes. */
static inline void write_results(const ovf_output_options *options, const ovf_zones *zones,
                                 const ovf_result *results, size_t count)
{
    ovf_error error = {0};
    ovf_output *output = NULL;
    expect_ok(ovf_output_open(options, zones, &output, &error), &error);
    for (size_t i = 0; i < count; i++)
        expect_ok(ovf_output_route(output, &results[i], &error), &error);
    expect_ok(ovf_output_close(output, &error), &error);
    ovf_output_free(output);
}

#endif
