#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* for dladdr, and for the size of files as GDAL tells it */
#endif

#include "batch/identity.h"

#include <dlfcn.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "system/checksum.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"
#include "batch/request.h"
#include "gdal/gdal.h"
#include "output/rows/json.h"
#include "overflight/version.h"
#include "overflight/volume.h"

#define LAYER_MARK "|layername="

/* The file that this code was loaded from, the program or the library: development versions have
 * the same number but not the same bytes. */
static ovf_status add_program(json_t *identity, ovf_error *error)
{
    Dl_info about;
    ovf_checksum checksum = {0};
    bool found = dladdr((void *)(uintptr_t)&ovf_identity_make, &about) != 0 &&
                 about.dli_fname != NULL;
    /* A program is told as it was called, which need not be a path. */
    if (found && ovf_checksum_file(about.dli_fname, &checksum, error) != OVF_OK)
        checksum.known = false;
    if (!checksum.known && ovf_checksum_file("/proc/self/exe", &checksum, error) != OVF_OK)
        checksum.known = false;
    json_t *program = json_pack("{s:s,s:s,s:s,s:s,s:s}", "version", ovf_version(), "gdal",
                                ovf_gdal_version(), "proj", ovf_proj_version(), "geos",
                                ovf_geos_version(), "sha256",
                                checksum.known ? checksum.sha256 : "");
    return json_object_set_new(identity, "program", program) == 0 ? OVF_OK : ovf_fail_memory(error);
}

/* What is no plain file here: how large the server says it is, and from when. Nobody is asked with
 * a password, since parts may be merged without it. */
static void ask_size(const char *name, const char *shown, ovf_checksum *checksum)
{
    VSIStatBufL about;
    const char *mark = strstr(name, LAYER_MARK);
    char *path = ovf_text_copy(name);
    if (path != NULL && mark != NULL) path[mark - name] = '\0';
    if (path != NULL && strncmp(path, "/vsi", 4) == 0 && strstr(shown, "***") == NULL &&
        VSIStatL(path, &about) == 0) {
        checksum->size = (uint64_t)about.st_size;
        checksum->modified_ns = (int64_t)about.st_mtime * 1000000000;
    }
    free(path);
}

/* `called` is what it is called by; `features` are those of a source of routes, -1: unknown. */
static ovf_status add_file(json_t *list, const char *name, const char *called, bool whole,
                           int64_t features, ovf_error *error)
{
    ovf_checksum checksum = {0};
    json_t *shown = ovf_json_names(called);
    if (shown == NULL) return ovf_fail_memory(error);
    ovf_status status = whole ? ovf_checksum_file(name, &checksum, error)
                              : ovf_checksum_sample(name, &checksum, error);
    if (status == OVF_OK && !checksum.known) ask_size(name, json_string_value(shown), &checksum);
    json_t *file = status != OVF_OK ? NULL
                                    : json_pack("{s:O,s:I,s:I,s:s}", "file", shown, "size",
                                                (json_int_t)checksum.size, "modified_ns",
                                                whole ? 0 : (json_int_t)checksum.modified_ns,
                                                "sha256", checksum.known ? checksum.sha256 : "");
    json_decref(shown);
    if (status != OVF_OK) return status;
    bool good = checksum.known || features < 0 ||
                json_object_set_new(file, "features", json_integer((json_int_t)features)) == 0;
    return json_array_append_new(list, file) == 0 && good ? OVF_OK : ovf_fail_memory(error);
}

static ovf_status add_files(json_t *identity, const char *kind, const char *const *names,
                            size_t count, bool whole, const ovf_route_stream *stream,
                            ovf_error *error)
{
    json_t *list = json_array();
    if (json_object_set_new(identity, kind, list) != 0) return ovf_fail_memory(error);
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < count && status == OVF_OK; i++)
        status = add_file(list, names[i], names[i], whole,
                          stream == NULL ? -1 : ovf_route_stream_count(stream, i), error);
    return status;
}

/* The rasters that heights come from: of the ground, once, and of the geoid, which PROJ may have
 * anywhere. */
static ovf_status add_heights(json_t *identity, const ovf_output_options *output, ovf_error *error)
{
    const ovf_vertical_source *vertical = output->vertical;
    const char *dems[2] = {NULL, NULL},
               *geoid = vertical == NULL ? NULL : ovf_geoid_file(vertical->geoid);
    size_t count = 0;
    json_t *list = json_array();
    if (json_object_set_new(identity, "geoid", list) != 0) return ovf_fail_memory(error);
    if (vertical != NULL && vertical->options.dem != NULL) dems[count++] = vertical->options.dem;
    if (output->sensing != NULL && output->sensing->options.dem != NULL &&
        (count == 0 || strcmp(dems[0], output->sensing->options.dem) != 0))
        dems[count++] = output->sensing->options.dem;
    ovf_status status = add_files(identity, "dem", dems, count, false, NULL, error);
    return status == OVF_OK && geoid != NULL
               ? add_file(list, geoid, ovf_geoid_name(vertical->geoid), false, -1, error)
               : status;
}

static void hash_text(const char *text, uint64_t hash[2])
{
    ovf_hash(text == NULL ? "" : text, text == NULL ? 0 : strlen(text) + 1, hash, hash);
}

/* Restrictions are attributes. */
static void hash_attributes(const ovf_attributes *attributes, uint64_t hash[2])
{
    for (size_t i = 0; i < attributes->count; i++) {
        const ovf_attribute *attribute = &attributes->items[i];
        const int64_t whole[] = {attribute->type,
                                 attribute->type == OVF_ATTRIBUTE_BOOLEAN ? attribute->boolean : 0,
                                 attribute->type == OVF_ATTRIBUTE_INTEGER ? attribute->integer : 0};
        const double real = attribute->type == OVF_ATTRIBUTE_REAL ? attribute->real : 0;
        hash_text(attribute->name, hash);
        ovf_hash(whole, sizeof whole, hash, hash);
        ovf_hash(&real, sizeof real, hash, hash);
        hash_text(attribute->text, hash);
    }
}

static void hash_curve(const ovf_curve *curve, uint64_t hash[2])
{
    const uint64_t whole[] = {curve->edge, curve->kind, curve->clockwise};
    ovf_hash(whole, sizeof whole, hash, hash);
    ovf_hash(&curve->centre, sizeof curve->centre, hash, hash);
}

static void hash_polygons(const ovf_polygon *polygons, size_t count, uint64_t hash[2])
{
    for (size_t k = 0; k < count; k++)
        for (size_t r = 0; r < polygons[k].count; r++) {
            const ovf_ring *ring = &polygons[k].rings[r];
            ovf_hash(ring->vertices, ring->count * sizeof *ring->vertices, hash, hash);
            for (size_t c = 0; c < ring->curve_count; c++) hash_curve(&ring->curves[c], hash);
        }
}

static void hash_limit(const ovf_limit *limit, uint64_t hash[2])
{
    const uint64_t kind[] = {limit->count, limit->lower, limit->unknown};
    ovf_hash(kind, sizeof kind, hash, hash);
    for (size_t i = 0; i < limit->count; i++) {
        const uint64_t reference = limit->heights[i].reference;
        ovf_hash(&limit->heights[i].metres, sizeof limit->heights[i].metres, hash, hash);
        ovf_hash(&reference, sizeof reference, hash, hash);
    }
}

static void hash_part(const ovf_zone_part *part, uint64_t hash[2])
{
    const ovf_volume *volume = part->volume;
    const uint64_t kind[] = {part->polygon_count, volume != NULL,
                             volume == NULL ? 0 : volume->schedule.count,
                             volume == NULL ? 0 : volume->schedule.unknown};
    ovf_hash(kind, sizeof kind, hash, hash);
    hash_polygons(part->polygons, part->polygon_count, hash);
    hash_attributes(&part->attributes, hash);
    if (volume == NULL) return;
    hash_limit(&volume->floor, hash);
    hash_limit(&volume->ceiling, hash);
}

/* Of what the results depend on of the zones, whatever they were read from: each hash has the last
 * one as its key. */
static ovf_status add_hash(json_t *identity, const ovf_zones *zones, ovf_error *error)
{
    uint64_t hash[2] = {zones->count, 0};
    char text[33];
    for (size_t i = 0; i < zones->count; i++) {
        const ovf_zone *zone = &zones->items[i];
        const uint64_t kind[] = {zone->edges, zone->oriented, zone->polygon_count};
        ovf_hash(zone->id, strlen(zone->id), hash, hash);
        ovf_hash(kind, sizeof kind, hash, hash);
        hash_text(zone->name, hash);
        hash_attributes(&zone->attributes, hash);
        hash_polygons(zone->polygons, zone->polygon_count, hash);
        for (size_t k = 0; k < zone->part_count; k++) hash_part(&zone->parts[k], hash);
    }
    snprintf(text, sizeof text, "%016" PRIx64 "%016" PRIx64, hash[0], hash[1]);
    return json_object_set_new(identity, "zones_hash", json_string(text)) == 0
               ? OVF_OK
               : ovf_fail_memory(error);
}

ovf_status ovf_identity_make(const ovf_batch_options *options, const ovf_zones *zones,
                             const ovf_route_stream *stream, json_t **identity, ovf_error *error)
{
    const ovf_output_options *output = &options->output;
    json_t *made = json_object();
    ovf_status status = json_object_set_new(made, "request", ovf_request_to_json(options)) == 0
                            ? OVF_OK
                            : ovf_fail_memory(error);
    if (status == OVF_OK) status = add_program(made, error);
    if (status == OVF_OK)
        status = add_files(made, "zones", output->zone_files, output->zone_file_count, true, NULL,
                           error);
    if (status == OVF_OK) status = add_hash(made, zones, error);
    if (status == OVF_OK)
        status = add_files(made, "rules", output->rule_files, output->rule_file_count, true, NULL,
                           error);
    if (status == OVF_OK && output->sensing != NULL)
        status = add_files(made, "sensors", output->sensing->files, output->sensing->file_count,
                           true, NULL, error);
    if (status == OVF_OK) status = add_heights(made, output, error);
    /* All of a large file would take as long as analysing it. */
    if (status == OVF_OK)
        status = add_files(made, "routes", output->route_files, output->route_file_count, false,
                           stream, error);
    if (status == OVF_OK) *identity = made;
    else json_decref(made);
    return status;
}

static bool is_same_file(const json_t *file, const json_t *other, bool with_times)
{
    static const char *const members[] = {"file", "size", "sha256", "modified_ns"};
    for (size_t i = 0; i < (with_times ? 4 : 3); i++)
        if (!json_equal(json_object_get(file, members[i]), json_object_get(other, members[i])))
            return false;
    const json_t *features = json_object_get(file, "features"),
                 *others = json_object_get(other, "features");
    return features == NULL || others == NULL || json_equal(features, others);
}

static bool are_same_files(const json_t *files, const json_t *others, bool with_times,
                           char *difference, size_t size)
{
    size_t i;
    json_t *file;
    json_array_foreach((json_t *)(uintptr_t)files, i, file)
    {
        char name[300];
        const char *called = json_string_value(json_object_get(file, "file"));
        if (is_same_file(file, json_array_get(others, i), with_times)) continue;
        ovf_text_shorten(called == NULL ? "an input" : called, name, sizeof name);
        snprintf(difference, size, "%s has changed", name);
        return false;
    }
    return true;
}

/* The members of a request are called much like the options; "command", which has all of them in
 * it, is not worth naming. */
static void name_option(const json_t *request, const json_t *other, char *difference, size_t size)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)request, name, value)
    {
        if (strcmp(name, "command") == 0 || strcmp(name, "settings") == 0 ||
            json_equal(value, json_object_get(other, name)))
            continue;
        char option[40];
        snprintf(option, sizeof option, "%s", name);
        for (char *at = option; *at != '\0'; at++)
            if (*at == '_') *at = ' ';
        snprintf(difference, size, "the options have changed (%s)", option);
        return;
    }
    snprintf(difference, size, "the options have changed");
}

bool ovf_identity_same(const json_t *identity, const json_t *other, bool with_times,
                       char *difference, size_t size)
{
    const json_t *request = json_object_get(identity, "request"),
                 *other_request = json_object_get(other, "request");
    if (!json_equal(json_object_get(identity, "program"), json_object_get(other, "program"))) {
        snprintf(difference, size, "overflight itself is another");
        return false;
    }
    if (!json_equal(request, other_request)) {
        name_option(request, other_request, difference, size);
        return false;
    }
    static const char *const kinds[] = {"rules", "zones", "sensors", "dem", "geoid", "routes"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!are_same_files(json_object_get(identity, kinds[i]), json_object_get(other, kinds[i]),
                            with_times, difference, size))
            return false;
    if (json_equal(json_object_get(identity, "zones_hash"), json_object_get(other, "zones_hash")))
        return true;
    snprintf(difference, size, "the zones have changed");
    return false;
}
