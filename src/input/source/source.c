/* For what GDAL tells of files. */
#ifndef _LARGEFILE64_SOURCE
#define _LARGEFILE64_SOURCE
#endif

#include "input/source/source.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "base/secret.h"
#include "input/source/collection.h"
#include "input/source/database.h"
#include "gdal/gdal.h"
#include "gdal/postgres.h"
#include "input/source/geometry.h"
#include "input/source/layer_choice.h"
#include "input/source/opening.h"

static const char layer_mark[] = "|layername=";

/* Files of /vsicurl/, /vsis3/ and the like: what the server says to somebody who reads, which
 * GDAL's formats do not tell. */
static ovf_status fail_to_fetch(const ovf_source *source, const char *path, ovf_gdal_errors *caught,
                                ovf_error *error)
{
    char byte;
    /* Which remembers that there is nothing, but not why. */
    VSICurlPartialClearCache(path);
    VSIErrorReset();
    VSILFILE *file = VSIFOpenExL(path, "rb", TRUE);
    bool readable = file != NULL && VSIFReadL(&byte, 1, 1, file) == 1;
    if (file != NULL) VSIFCloseL(file);
    if (readable)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: cannot be opened as a vector file: %s",
                        source->file, ovf_gdal_errors_text(caught, path));
    const char *reason = VSIGetLastErrorMsg();
    if (reason[0] == '\0')
        reason = file == NULL ? "there is no such file"
                              : "there is nothing in it, or its server does not answer";
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "%s: cannot be opened: %s: is the name right, and may it be read from here?",
                    source->file, reason);
}

static ovf_status fail_to_open(const ovf_source *source, const char *path, ovf_gdal_errors *caught,
                               ovf_error *error)
{
    if (!VSIIsLocal(path)) return fail_to_fetch(source, path, caught, error);
    const char *reason = ovf_gdal_errors_text(caught, path);
    if (ovf_database_is_named(path))
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%s: cannot be opened: %s: are host, port, user and dbname right, and is "
                        "there a password (PGPASSWORD, ~/.pgpass)?",
                        source->file, reason);
    /* GDAL says of a file that it may not read that its format is unknown. */
    if (faccessat(AT_FDCWD, path, F_OK, AT_EACCESS) == 0 &&
        faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) != 0)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: cannot be read: permission denied",
                        source->file);
    VSIStatBufL about;
    if (VSIStatL(path, &about) == 0 && VSI_ISREG(about.st_mode) && about.st_size == 0)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: is empty", source->file);
    return ovf_fail_with(error, OVF_ERROR_INPUT, OVF_REMEDY_FORMAT,
                         "%s: cannot be opened as a vector file: %s", source->file, reason);
}

/* Files have an order, if only because they are not changed; of other sources it is known of those
 * that we ask for one. */
static bool has_order(const ovf_source *source, const char *path)
{
    VSIStatBufL about;
    return ovf_database_is(source->dataset) || VSIStatExL(path, &about, VSI_STAT_EXISTS_FLAG) == 0;
}

/* Whether a file is a database of SQLite in the mode in which even readers write files beside it
 * (https://www.sqlite.org/fileformat2.html, section 1.3.3: byte 18 is 2), and nothing is in these
 * that is not in the database yet. */
static bool is_settled_database(const char *path)
{
    static const char mark[] = "SQLite format 3";
    char head[20] = "";
    VSIStatBufL about;
    char *beside = ovf_text_copy(path);
    VSILFILE *file = VSIIsLocal(path) ? VSIFOpenExL(path, "rb", FALSE) : NULL;
    bool is = file != NULL && VSIFReadL(head, 1, sizeof head, file) == sizeof head &&
              memcmp(head, mark, sizeof mark) == 0 && head[18] == 2;
    if (file != NULL) VSIFCloseL(file);
    size_t length = strlen(path);
    char *grown = is && beside != NULL ? realloc(beside, length + sizeof "-wal") : NULL;
    if (grown == NULL) {
        free(beside);
        return false;
    }
    memcpy(grown + length, "-wal", sizeof "-wal");
    is = VSIStatL(grown, &about) != 0 || about.st_size == 0;
    free(grown);
    return is;
}

/* Without writing anything beside the file. What a format does not know of the options it ignores.
 */
static ovf_status open_reading(ovf_source *source, const char *path, ovf_error *error)
{
    ovf_error why;
    const char *options[5] = {"WRITE_GFS=NO", "@DATE_AS_STRING=YES"};
    size_t count = 2;
    bool of_lines = source->kind == OVF_GEOMETRY_LINES;
    /* Of GeoJSON the text of each feature, which says what positions have an altitude, or what is
     * in a geometry beside its coordinates; and dates as they are written, since GDAL makes a day
     * beside times a moment. @: other formats have no such options. */
    if (source->has_extents || of_lines) options[count++] = "@NATIVE_DATA=YES";
    if (is_settled_database(path)) options[count++] = "IMMUTABLE=YES";
    ovf_status status = ovf_open_named(
        path, GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR | OVF_OPEN_LOOKED, options,
        source->references, &source->dataset, &why);
    return status == OVF_OK
               ? OVF_OK
               : ovf_fail_with(error, status, why.remedy, "%s: %s", source->file, why.message);
}

/* Files that a server would send once more are looked through up to this size. */
#define REMOTE_LOOKED_AT ((uint64_t)1 << 28)

/* Whether a file can be looked through before GDAL reads it: pipes give their bytes once. */
static bool can_read_twice(const char *path)
{
    VSIStatBufL about;
    if (strstr(path, "/vsistdin") != NULL || VSIStatL(path, &about) != 0 ||
        !VSI_ISREG(about.st_mode))
        return false;
    return VSIIsLocal(path) || (uint64_t)about.st_size <= REMOTE_LOOKED_AT;
}

/* GDAL passes over what a collection of GeoJSON says beside its features. */
static ovf_status look(ovf_source *source, const char *path, ovf_error *error)
{
    ovf_collection collection;
    ovf_error why;
    GDALDriverH driver = GDALIdentifyDriverEx(path, GDAL_OF_VECTOR, NULL, NULL);
    const char *name = driver == NULL ? NULL : GDALGetDriverShortName(driver);
    if (name == NULL || (strcmp(name, "GeoJSON") != 0 && strcmp(name, "ESRIJSON") != 0) ||
        !can_read_twice(path))
        return OVF_OK;
    ovf_status status = ovf_collection_look(path, &collection, error);
    if (status != OVF_OK) return status;
    source->has_extents = collection.has_extents && source->kind == OVF_GEOMETRY_AREAS;
    if (source->references) collection.claims.refers = false;
    memcpy(source->crs, collection.claims.crs, sizeof source->crs);
    status = ovf_claims_check(&collection.claims, collection.features, &why);
    return status == OVF_OK
               ? OVF_OK
               : ovf_fail_with(error, status, why.remedy, "%s: %s", source->file, why.message);
}

/* The dataset, with *layer pointing to the layer's name in `file` or NULL. */
static ovf_status open_dataset(ovf_source *source, const char *file, const char **layer,
                               ovf_error *error)
{
    const char *mark = NULL;
    for (const char *at = file; (at = strstr(at, layer_mark)) != NULL; at++) mark = at;
    *layer = mark == NULL ? NULL : mark + strlen(layer_mark);
    char *path = ovf_text_copy(file);
    if (path == NULL) return ovf_fail_memory(error);
    if (mark != NULL) path[mark - file] = '\0';
    ovf_secret_drop(path);

    ovf_status status = OVF_OK;
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    /* Elevations of a GPX file become Z only when asked for; who has decided otherwise is left
     * alone. */
    bool elevations = CPLGetConfigOption("GPX_ELE_AS_25D", NULL) == NULL;
    if (elevations) CPLSetThreadLocalConfigOption("GPX_ELE_AS_25D", "YES");
    status = look(source, path, error);
    if (status == OVF_OK && source->kind == OVF_GEOMETRY_AREAS && can_read_twice(path)) {
        ovf_sequence_gather(path, &source->sequence);
        if (source->sequence.path == NULL ||
            open_reading(source, source->sequence.path, NULL) != OVF_OK || source->dataset == NULL)
            ovf_sequence_clear(&source->sequence);
        ovf_gdal_errors_reset(&caught);
    }
    if (status == OVF_OK && source->dataset == NULL) status = open_reading(source, path, error);
    if (elevations) CPLSetThreadLocalConfigOption("GPX_ELE_AS_25D", NULL);
    /* A file that GDAL opens and cannot make out has no layer, and a reason. */
    if (source->dataset != NULL && GDALDatasetGetLayerCount(source->dataset) == 0 &&
        caught.failure[0] != '\0') {
        GDALClose(source->dataset);
        source->dataset = NULL;
    }
    if (source->dataset != NULL && status == OVF_OK && source->crs[0] != '\0')
        status = ovf_crs_check_name(source->crs,
                                    OGR_L_GetSpatialRef(GDALDatasetGetLayer(source->dataset, 0)),
                                    source->file, error);
    if (source->dataset != NULL) source->ordered = has_order(source, path);
    else if (status == OVF_OK) status = fail_to_open(source, path, &caught, error);
    source->remote = source->dataset != NULL &&
                     (ovf_database_is(source->dataset) || !VSIIsLocal(path));
    ovf_gdal_errors_end();
    free(path);
    return status;
}

static ovf_status fail_empty(const ovf_source *source, ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_INPUT, "%s: has no features that are %s", source->file,
                    ovf_geometry_kind_name(source->kind));
}

/* Only what fulfils the condition. After the ids have been found, which takes all features to see.
 */
static ovf_status filter(const ovf_source *source, const ovf_layer *layer, const char *where,
                         ovf_error *error)
{
    ovf_status status = OVF_OK;
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    if (OGR_L_SetAttributeFilter(layer->layer, where) != OGRERR_NONE)
        status = ovf_fail(error, OVF_ERROR_INPUT, "%s: \"%s\" cannot be asked of it: %s",
                          layer->label, where, ovf_gdal_errors_text(&caught, source->file));
    ovf_gdal_errors_end();
    return status;
}

static void tell_not_needed(const ovf_layer *layer, const ovf_input_options *options)
{
    char note[400], crs[200];
    const char *name = OSRGetName(OGR_L_GetSpatialRef(layer->table));
    if (options->note == NULL) return;
    ovf_text_shorten(options->crs, crs, sizeof crs);
    snprintf(note, sizeof note,
             "names its coordinate reference system itself, \"%.100s\", and was read in that; "
             "\"%s\" is for files without one",
             name == NULL ? "" : name, crs);
    options->note(options->note_context, layer->label, NULL, note, OVF_REMEDY_NONE);
}

ovf_status ovf_source_open(ovf_source *source, const char *file, ovf_geometry_kind kind,
                           const ovf_input_options *options, ovf_error *error)
{
    const ovf_input_options usual = {0};
    if (options == NULL) options = &usual;
    const char *where = options->where;
    *source = (ovf_source){
        .file = ovf_secret_hidden(file), .kind = kind, .references = options->references};
    const char *layer = NULL;
    ovf_status status = source->file == NULL ? ovf_fail_memory(error) : OVF_OK;
    if (file[0] == '\0')
        status = ovf_fail(error, OVF_ERROR_INPUT, "the name of an input file is empty");
    if (status == OVF_OK) status = ovf_gdal_load(error);
    if (status == OVF_OK) status = open_dataset(source, file, &layer, error);
    if (status == OVF_OK) status = ovf_layers_choose(source, layer, error);
    bool database = status == OVF_OK && ovf_database_is(source->dataset);
    for (size_t i = 0; status == OVF_OK && i < source->layer_count; i++) {
        ovf_layer *chosen = &source->layers[i];
        status = ovf_crs_open(&chosen->crs, OGR_L_GetSpatialRef(chosen->table), options->crs,
                              chosen->label, error);
        if (status == OVF_OK && chosen->crs.not_needed) tell_not_needed(chosen, options);
        if (status == OVF_OK && database) status = ovf_database_query(source, chosen, where, error);
        if (status == OVF_OK)
            status = ovf_layers_find_ids(source, chosen, options->id_field, error);
        if (status == OVF_OK && !database && where != NULL)
            status = filter(source, chosen, where, error);
    }
    /* What is empty is said at once where the format knows; otherwise at the end. */
    if (status == OVF_OK && ovf_source_total(source) == 0) status = fail_empty(source, error);
    if (status != OVF_OK) ovf_source_close(source);
    return status;
}

void ovf_source_close(ovf_source *source)
{
    for (size_t i = 0; i < source->layer_count; i++) {
        ovf_crs_close(&source->layers[i].crs);
        free(source->layers[i].label);
    }
    if (source->dataset != NULL) {
        ovf_gdal_errors caught;
        ovf_gdal_errors_begin(&caught);
        for (size_t i = 0; i < source->layer_count; i++) {
            const ovf_layer *layer = &source->layers[i];
            if (layer->layer != layer->table && layer->layer != NULL)
                GDALDatasetReleaseResultSet(source->dataset, layer->layer);
        }
        GDALClose(source->dataset);
        ovf_sequence_clear(&source->sequence);
        ovf_gdal_errors_end();
    }
    free(source->layers);
    free(source->file);
    *source = (ovf_source){0};
}

ovf_status ovf_source_next(ovf_source *source, ovf_layer **layer, OGRFeatureH *feature,
                           ovf_error *error)
{
    ovf_status status = OVF_OK;
    ovf_gdal_errors caught;
    *feature = NULL;
    ovf_gdal_errors_begin(&caught);
    while (status == OVF_OK && *feature == NULL && source->current < source->layer_count) {
        *layer = &source->layers[source->current];
        ovf_gdal_errors_reset(&caught);
        *feature = OGR_L_GetNextFeature((*layer)->layer);
        if (*feature != NULL) {
            (*layer)->number++;
            if (ovf_geometry_is_beside(*feature, source->kind)) {
                OGR_F_Destroy(*feature);
                *feature = NULL;
            }
        } else if (caught.failure[0] != '\0') {
            /* The end of a layer and a broken file look alike but for the message. */
            status = ovf_fail(error, OVF_ERROR_INPUT,
                              "%s: cannot be read on after feature #%zu: %s", (*layer)->label,
                              (*layer)->number, ovf_gdal_errors_text(&caught, source->file));
        } else {
            source->current++;
        }
    }
    ovf_gdal_errors_end();
    if (status == OVF_OK && *feature == NULL && source->matching == 0)
        return fail_empty(source, error);
    return status;
}

int64_t ovf_source_total(const ovf_source *source)
{
    int64_t total = 0;
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    for (size_t i = 0; i < source->layer_count && total >= 0; i++) {
        int64_t count = OGR_L_GetFeatureCount(source->layers[i].table, FALSE);
        /* A server that does not answer is told of by who reads on. */
        total = count < 0 || (source->remote && caught.failure[0] != '\0') ? -1 : total + count;
    }
    ovf_gdal_errors_end();
    return total;
}
