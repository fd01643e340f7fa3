#include "input/flights/route_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "base/secret.h"
#include "gdal/attributes.h"
#include "gdal/gdal.h"
#include "input/json/json_feature.h"
#include "input/airspace/airspace_file.h"
#include "input/flights/assembly.h"
#include "input/formats/fixes/point_layers.h"
#include "input/json/json_file.h"

/* A block ends early when it has so many positions, so that blocks of long tracks do not fill the
 * memory. */
#define BLOCK_POSITIONS ((uint64_t)1 << 16)
/* How much of a text is looked at before it is taken for one of the usual kind. */
#define LOOKED_AT ((uint64_t)1 << 16)

static const char standard_input[] = "-";

/* ---- texts ---- */

/* Whether GDAL takes the file for GeoJSON; `lines` for a sequence. It is asked only where that is
 * not clear. */
static bool is_json(const char *name, bool *lines)
{
    *lines = false;
    if (ovf_json_is_collection(name)) return true;
    ovf_gdal_errors caught;
    if (ovf_gdal_load(NULL) != OVF_OK) return false;
    ovf_gdal_errors_begin(&caught);
    GDALDriverH driver = GDALIdentifyDriverEx(name, GDAL_OF_VECTOR, NULL, NULL);
    ovf_gdal_errors_end();
    const char *called = driver == NULL ? "" : GDALGetDriverShortName(driver);
    *lines = strcmp(called, "GeoJSONSeq") == 0;
    return *lines || strcmp(called, "GeoJSON") == 0;
}

/* Whether the first features are what this reader is for: what is odd is OGR's, and so is to say
 * what is wrong with a whole file. */
static ovf_status look_at(ovf_json_text *text, const char *id_field, bool *usual, ovf_error *error)
{
    ovf_json_piece piece = {0};
    ovf_json_parser *parser = ovf_json_parser_new();
    ovf_json_text_state state;
    bool line = false, identified = id_field == NULL;
    ovf_error ignored;
    if (parser == NULL) return ovf_fail_memory(error);
    bool odd = ovf_json_text_read(text, LOOKED_AT, &piece, &state, &ignored) != OVF_OK;
    for (size_t i = 0; i < piece.count && !odd && !(line && identified); i++) {
        const ovf_json_feature *feature;
        ovf_json_verdict verdict = ovf_json_feature_parse(
            parser, piece.bytes + piece.features[i].begin, piece.features[i].length, &feature);
        odd = verdict != OVF_JSON_READ;
        if (odd) break;
        line = line || feature->shape == OVF_JSON_LINE || feature->shape == OVF_JSON_MULTILINE;
        identified = identified || ovf_attribute_named(&feature->attributes, id_field) != NULL;
    }
    *usual = line && identified && !odd;
    ovf_json_parser_free(parser);
    ovf_json_piece_clear(&piece);
    return *usual ? ovf_json_text_go(text, 0, true, error) : OVF_OK;
}

/* The CRS that a collection names is found by OGR, in a collection of that head without features.
 */
static ovf_status open_text_crs(ovf_route_file *file, const char *name, ovf_error *error)
{
    const char *head = ovf_json_text_head(file->text);
    file->text_crs = ovf_crs_wgs84();
    if (head == NULL || strstr(head, "\"crs\"") == NULL) return OVF_OK;
    char path[64];
    snprintf(path, sizeof path, "/vsimem/overflight-%p.geojson", (void *)file);
    ovf_gdal_errors caught;
    ovf_status status = ovf_gdal_load(error);
    if (status != OVF_OK) return status;
    ovf_gdal_errors_begin(&caught);
    VSILFILE *memory = VSIFileFromMemBuffer(path, (GByte *)(uintptr_t)head, strlen(head), FALSE);
    if (memory != NULL) VSIFCloseL(memory);
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    ovf_gdal_errors_end();
    OGRLayerH layer = dataset == NULL ? NULL : GDALDatasetGetLayer(dataset, 0);
    OGRSpatialReferenceH reference = layer == NULL ? NULL : OGR_L_GetSpatialRef(layer);
    status = ovf_crs_check_name(ovf_json_text_crs(file->text), reference, name, error);
    if (status == OVF_OK) status = ovf_crs_open(&file->text_crs, reference, NULL, name, error);
    if (dataset != NULL) GDALClose(dataset);
    VSIUnlink(path);
    return status;
}

static void close_text(ovf_route_file *file)
{
    ovf_json_text_free(file->text);
    ovf_crs_close(&file->text_crs);
    file->text = NULL;
}

/* Leaves file->text NULL where OGR is to read the file. */
static ovf_status open_text(ovf_route_file *file, const char *name,
                            const ovf_input_options *options, ovf_error *error)
{
    bool lines = true, usual = true, is_input = strcmp(name, standard_input) == 0;
    if (!is_input && (options->where != NULL || !is_json(name, &lines))) return OVF_OK;
    ovf_error ignored;
    if (ovf_json_text_open(name, lines, &file->text, &ignored) != OVF_OK)
        return is_input ? ovf_fail(error, ignored.status, "standard input: %s", ignored.message)
                        : OVF_OK;
    if (is_input) {
        file->text_crs = ovf_crs_wgs84();
        return OVF_OK;
    }
    if (ovf_json_text_has_late_crs(file->text)) usual = false;
    ovf_status status = usual ? look_at(file->text, options->id_field, &usual, error) : OVF_OK;
    if (status == OVF_OK && usual) status = open_text_crs(file, name, error);
    if (status != OVF_OK || !usual) close_text(file);
    return status;
}

/* ---- formats of our own ---- */

static ovf_status find_format(const char *name, const ovf_flight_format **format, bool *by_gdal,
                              ovf_error *error)
{
    char names[400], shown[60];
    *format = NULL;
    *by_gdal = name != NULL && (strcasecmp(name, "gdal") == 0 || strcasecmp(name, "geojson") == 0);
    if (name == NULL || *by_gdal) return OVF_OK;
    *format = ovf_flight_format_named(name);
    if (*format != NULL) return OVF_OK;
    ovf_flight_format_names(names, sizeof names);
    ovf_text_shorten(name, shown, sizeof shown);
    return ovf_fail(error, OVF_ERROR_USAGE,
                    "there is no input format \"%s\"; the formats are: geojson, gdal, %s", shown,
                    names);
}

static void note(const ovf_route_file *file, const ovf_input_options *options, const char *title,
                 const char *middle)
{
    char text[300];
    if (options->note == NULL) return;
    snprintf(text, sizeof text, "is %s, which %s", title, middle);
    options->note(options->note_context, file->source.file, NULL, text, OVF_REMEDY_NONE);
}

static ovf_status describe(ovf_route_file *file, const ovf_input_options *options, ovf_error *error)
{
    ovf_text sentence = {0};
    ovf_error why;
    ovf_status status = ovf_flight_file_describe(file->flights, &sentence, &why);
    if (status != OVF_OK)
        status = ovf_fail_with(error, status == OVF_ERROR_IO ? OVF_ERROR_INPUT : status, why.remedy,
                               "%s: %s", file->source.file, why.message);
    else if (sentence.length > 0 && options->note != NULL)
        options->note(options->note_context, file->source.file, NULL, sentence.text,
                      OVF_REMEDY_NONE);
    ovf_text_clear(&sentence);
    return status;
}

/* Leaves file->flights NULL where it is in none of them, or GDAL is to read it. */
static ovf_status open_flights(ovf_route_file *file, const char *name,
                               const ovf_flight_format *named, const ovf_input_options *options,
                               ovf_error *error)
{
    ovf_error why;
    const ovf_flight_wishes wishes = {
        named,          options->columns, options->flight_id,
        options->where, options->crs,     options->reject != NULL || options->members};
    ovf_status status = ovf_flight_file_open(name, &wishes, &file->flights, &why);
    if (status != OVF_OK)
        return ovf_fail(error, status == OVF_ERROR_IO ? OVF_ERROR_INPUT : status, "%s: %s",
                        file->source.file, why.message);
    if (file->flights != NULL) {
        ovf_flight_file_set_points(file->flights, options->points);
        ovf_flight_file_split(file->flights, ovf_assembly_options_of(options).gap_s);
    }
    if (file->flights == NULL) return OVF_OK;
    if (options->where == NULL || ovf_flight_file_format(file->flights)->pull != NULL)
        return describe(file, options, error);
    const char *title = ovf_flight_file_format(file->flights)->title;
    if (named != NULL)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: \"%s\" cannot be asked of %s",
                        file->source.file, options->where, title);
    note(file, options, title,
         "only GDAL can ask a condition of: it was read by GDAL, which may not know its times");
    ovf_flight_file_close(file->flights);
    file->flights = NULL;
    return OVF_OK;
}

/* ---- opening and closing ---- */

/* It is read by GDAL, point by point. */
static bool pulls(const ovf_route_file *file)
{
    return file->flights != NULL && ovf_flight_file_format(file->flights)->pull != NULL;
}

static bool has_points(const char *name, const ovf_input_options *options)
{
    const ovf_input_options usual = {.crs = options->crs};
    ovf_source source;
    ovf_error ignored;
    bool has = ovf_source_open(&source, name, OVF_GEOMETRY_POINTS, &usual, &ignored) == OVF_OK;
    if (has) ovf_source_close(&source);
    return has;
}

/* Lines are read, and points that may be the same flights with their times are not. */
static void note_points(const ovf_route_file *file, const char *name,
                        const ovf_input_options *options)
{
    char text[400];
    GDALDatasetH dataset = file->source.dataset;
    if (options->note == NULL || strstr(name, "|layername=") != NULL) return;
    for (int i = 0; i < GDALDatasetGetLayerCount(dataset); i++) {
        OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
        if (layer == NULL || OGR_L_GetFeatureCount(layer, FALSE) == 0 ||
            !ovf_point_layer_has_times(layer))
            continue;
        snprintf(text, sizeof text,
                 "its layer \"%.100s\" has points with times and was left out, since other layers "
                 "have lines: FILE|layername=%.100s reads its points as fixes",
                 OGR_L_GetName(layer), OGR_L_GetName(layer));
        options->note(options->note_context, file->source.file, NULL, text, OVF_REMEDY_NONE);
    }
}

/* The format of a file of airspace; NULL: it is none. */
static const char *airspace_title(const char *name)
{
    ovf_airspace_file file;
    bool is = ovf_airspace_file_open(&file, name, NULL) == OVF_OK && file.format != NULL;
    const char *title = is ? file.format->title : NULL;
    ovf_airspace_file_close(&file);
    return title;
}

/* Where there are no lines, points may be fixes. */
static ovf_status open_by_gdal(ovf_route_file *file, const char *name,
                               const ovf_input_options *options, ovf_error *error)
{
    char *shown = file->source.file;
    ovf_error why;
    /* GDAL finds flights in centrelines of airspace, and leaves files beside it. */
    const char *airspace = airspace_title(name);
    if (airspace != NULL)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: has zones (%s) and no flights", shown,
                        airspace);
    ovf_status status = ovf_source_open(&file->source, name, OVF_GEOMETRY_LINES, options, &why);
    file->filtered = options->where != NULL;
    if (status == OVF_OK) {
        free(shown);
        note_points(file, name, options);
        return OVF_OK;
    }
    file->source = (ovf_source){.file = shown, .ordered = true};
    if (status == OVF_ERROR_INPUT && has_points(name, options))
        return open_flights(file, name, &ovf_flight_format_points, options, error);
    return ovf_fail_with(error, status, why.remedy, "%s", why.message);
}

ovf_status ovf_route_file_open(const char *name, const ovf_input_options *options,
                               ovf_route_file **file, ovf_error *error)
{
    ovf_route_file *opened = ovf_array_new(1, sizeof *opened);
    if (opened == NULL) return ovf_fail_memory(error);
    pthread_mutex_init(&opened->lock, NULL);
    atomic_init(&opened->users, 1);
    opened->source = (ovf_source){.file = ovf_secret_hidden(name), .ordered = true};
    ovf_status status = opened->source.file == NULL ? ovf_fail_memory(error) : OVF_OK;
    const ovf_flight_format *named = NULL;
    bool by_gdal = false, is_input = strcmp(name, standard_input) == 0;
    if (status == OVF_OK) status = find_format(options->format, &named, &by_gdal, error);
    if (status == OVF_OK && !by_gdal && (named != NULL || !is_input))
        status = open_flights(opened, name, named, options, error);
    bool ours = opened->flights != NULL;
    if (status == OVF_OK && !ours) status = open_text(opened, name, options, error);
    ours = ours || opened->text != NULL;
    if (status == OVF_OK && !ours) status = open_by_gdal(opened, name, options, error);
    if (status == OVF_OK && ours && options->crs != NULL && !pulls(opened))
        note(opened, options,
             opened->text != NULL ? "GeoJSON" : ovf_flight_file_format(opened->flights)->title,
             "has a coordinate reference system of its own, and was read in that");
    if (status == OVF_OK) *file = opened;
    else ovf_route_file_leave(opened);
    return status;
}

ovf_route_file *ovf_route_file_use(ovf_route_file *file)
{
    atomic_fetch_add(&file->users, 1);
    return file;
}

void ovf_route_file_leave(ovf_route_file *file)
{
    if (file == NULL || atomic_fetch_sub(&file->users, 1) > 1) return;
    close_text(file);
    ovf_flight_file_close(file->flights);
    ovf_gpx_points_close(&file->gpx);
    ovf_source_close(&file->source);
    pthread_mutex_destroy(&file->lock);
    free(file);
}

/* ---- what is in it ---- */

size_t ovf_route_file_layers(const ovf_route_file *file)
{
    return file->source.dataset == NULL ? 1 : file->source.layer_count;
}

const char *ovf_route_file_label(const ovf_route_file *file, size_t layer)
{
    return file->source.dataset == NULL ? file->source.file : file->source.layers[layer].label;
}

static ovf_status count_flights(ovf_route_file *file, int64_t *count, ovf_error *error)
{
    ovf_error why;
    ovf_status status = ovf_flight_file_go(file->flights, UINT64_MAX, &why);
    *count = (int64_t)ovf_flight_file_at(file->flights);
    return status == OVF_OK ? OVF_OK
                            : ovf_fail(error, status, "%s: %s", file->source.file, why.message);
}

ovf_status ovf_route_file_count(ovf_route_file *file, size_t layer, bool by_reading, int64_t *count,
                                ovf_error *error)
{
    *count = -1;
    if (file->flights != NULL && by_reading) return count_flights(file, count, error);
    if (file->source.dataset == NULL) return OVF_OK;
    ovf_status status = OVF_OK;
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    *count = OGR_L_GetFeatureCount(file->source.layers[layer].table, by_reading);
    /* GDAL gives 0 then. */
    if (file->source.remote && caught.failure[0] != '\0')
        status = ovf_fail(error, OVF_ERROR_IO, "%s: its features cannot be counted: %s",
                          file->source.layers[layer].label,
                          ovf_gdal_errors_text(&caught, file->source.file));
    ovf_gdal_errors_end();
    return status;
}

uint64_t ovf_route_file_size(const ovf_route_file *file)
{
    return file->text != NULL ? ovf_json_text_size(file->text) : UINT64_MAX;
}

ovf_status ovf_route_file_crs(ovf_route_file *file, size_t layer, ovf_crs *crs, ovf_error *error)
{
    const ovf_crs wgs84 = ovf_crs_wgs84(), *from = &wgs84;
    if (file->text != NULL) from = &file->text_crs;
    else if (file->flights == NULL) from = &file->source.layers[layer].crs;
    *crs = *from;
    if (from->transformation == NULL) return OVF_OK;
    pthread_mutex_lock(&file->lock);
    crs->transformation = OCTClone(from->transformation);
    pthread_mutex_unlock(&file->lock);
    return crs->transformation == NULL ? ovf_fail_memory(error) : OVF_OK;
}

/* ---- reading ---- */

static bool is_driver(const ovf_route_file *file, const char *name)
{
    const char *driver = GDALGetDriverShortName(GDALGetDatasetDriver(file->source.dataset));
    return driver != NULL && strcmp(driver, name) == 0;
}

/* The number that the first feature of a table has where they are numbered without gaps; false
 * otherwise. */
static bool is_numbered(const ovf_route_file *file, OGRLayerH layer, int64_t *first)
{
    ovf_text question = {0};
    bool found = false, good = ovf_text_add_string(&question, "SELECT MIN(\"") &&
                               ovf_text_add_string(&question, OGR_L_GetFIDColumn(layer)) &&
                               ovf_text_add_string(&question, "\"), MAX(\"") &&
                               ovf_text_add_string(&question, OGR_L_GetFIDColumn(layer)) &&
                               ovf_text_add_string(&question, "\") FROM \"") &&
                               ovf_text_add_string(&question, OGR_L_GetName(layer)) &&
                               ovf_text_add_string(&question, "\"");
    OGRLayerH answer = good ? GDALDatasetExecuteSQL(file->source.dataset, question.text, NULL, NULL)
                            : NULL;
    OGRFeatureH row = answer == NULL ? NULL : OGR_L_GetNextFeature(answer);
    if (row != NULL && OGR_F_IsFieldSetAndNotNull(row, 0) && OGR_F_IsFieldSetAndNotNull(row, 1)) {
        *first = OGR_F_GetFieldAsInteger64(row, 0);
        found = OGR_F_GetFieldAsInteger64(row, 1) - *first + 1 ==
                OGR_L_GetFeatureCount(layer, TRUE);
    }
    if (row != NULL) OGR_F_Destroy(row);
    if (answer != NULL) GDALDatasetReleaseResultSet(file->source.dataset, answer);
    ovf_text_clear(&question);
    return found;
}

/* Goes to a feature without reading those before it, where the format can do that. */
static bool go_at_once(ovf_route_file *file, OGRLayerH layer, uint64_t at)
{
    int64_t first;
    char condition[128];
    /* A condition makes other numbers of the features. */
    if (file->filtered) return false;
    if (is_driver(file, "FlatGeobuf") && OGR_L_TestCapability(layer, OLCRandomRead)) {
        file->by_number = true;
        return true;
    }
    if (!is_driver(file, "GPKG") || strlen(OGR_L_GetFIDColumn(layer)) > 60 ||
        !is_numbered(file, layer, &first))
        return false;
    snprintf(condition, sizeof condition, "\"%s\" >= %" PRId64, OGR_L_GetFIDColumn(layer),
             first + (int64_t)at);
    return OGR_L_SetAttributeFilter(layer, condition) == OGRERR_NONE;
}

/* A file that cannot be read stays as it is; what a server does not give, it may give the next
 * time. */
static ovf_status broken(const ovf_route_file *file)
{
    return file->source.remote ? OVF_ERROR_IO : OVF_ERROR_INPUT;
}

ovf_status ovf_route_file_go(ovf_route_file *file, size_t layer, uint64_t at, bool exact,
                             ovf_error *error)
{
    if (file->text != NULL)
        return ovf_json_text_at(file->text) == at ? OVF_OK
                                                  : ovf_json_text_go(file->text, at, exact, error);
    if (file->flights != NULL) {
        ovf_error why;
        ovf_status status = ovf_flight_file_go(file->flights, at, &why);
        return status == OVF_OK ? OVF_OK
                                : ovf_fail(error, status, "%s: %s", file->source.file, why.message);
    }
    if (file->layer == layer && file->at == at) return OVF_OK;
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    OGRLayerH target = file->source.layers[layer].layer;
    file->by_number = false;
    OGR_L_ResetReading(target);
    /* Past the end it fails, and then some formats would begin anew. */
    file->over = at > 0 && !go_at_once(file, target, at) &&
                 OGR_L_SetNextByIndex(target, (GIntBig)at) != OGRERR_NONE;
    ovf_gdal_errors_end();
    if (file->over && caught.failure[0] != '\0')
        return ovf_fail(error, broken(file), "%s: cannot be read from feature #%" PRIu64 " on: %s",
                        file->source.layers[layer].label, at + 1,
                        ovf_gdal_errors_text(&caught, file->source.file));
    file->layer = layer;
    file->at = at;
    return OVF_OK;
}

const char *ovf_route_file_format(const ovf_route_file *file)
{
    if (file->flights != NULL) return ovf_flight_file_format(file->flights)->title;
    if (file->source.dataset == NULL) return "GeoJSON";
    return GDALGetDriverShortName(GDALGetDatasetDriver(file->source.dataset));
}

uint64_t ovf_route_file_at(const ovf_route_file *file)
{
    if (file->flights != NULL) return ovf_flight_file_at(file->flights);
    return file->text != NULL ? ovf_json_text_at(file->text) : file->at;
}

static uint64_t count_positions(OGRGeometryH geometry)
{
    if (geometry == NULL) return 0;
    int parts = OGR_G_GetGeometryCount(geometry);
    if (parts == 0) return (uint64_t)OGR_G_GetPointCount(geometry);
    uint64_t count = 0;
    for (int i = 0; i < parts; i++) count += count_positions(OGR_G_GetGeometryRef(geometry, i));
    return count;
}

static OGRFeatureH next_feature(const ovf_route_file *file, OGRLayerH layer)
{
    if (file->over) return NULL;
    if (!file->by_number) return OGR_L_GetNextFeature(layer);
    /* To ask for one too many would be a mistake. */
    return file->at < (uint64_t)OGR_L_GetFeatureCount(layer, FALSE)
               ? OGR_L_GetFeature(layer, (GIntBig)file->at)
               : NULL;
}

static ovf_status read_features(ovf_route_file *file, uint64_t until, ovf_route_block *block,
                                bool *end, ovf_error *error)
{
    OGRLayerH layer = file->source.layers[file->layer].layer;
    ovf_status status = OVF_OK;
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    for (uint64_t positions = 0;
         file->at < until && positions < BLOCK_POSITIONS && status == OVF_OK; file->at++) {
        if (!ovf_array_reserve(&block->features, &block->feature_capacity, block->feature_count + 1,
                               sizeof *block->features)) {
            status = ovf_fail_memory(error);
            break;
        }
        ovf_gdal_errors_reset(&caught);
        OGRFeatureH feature = next_feature(file, layer);
        if (feature == NULL) {
            /* The end of a layer and a broken file look alike but for the message. */
            if (caught.failure[0] != '\0')
                status = ovf_fail(error, broken(file), "%s",
                                  ovf_gdal_errors_text(&caught, file->source.file));
            *end = status == OVF_OK;
            break;
        }
        if (file->gpx.lines != layer) {
            ovf_gpx_points_close(&file->gpx);
            ovf_gpx_points_open(&file->gpx, file->source.dataset, layer);
        }
        ovf_gpx_points_forget(&file->gpx, feature);
        block->features[block->feature_count++] = feature;
        positions += count_positions(OGR_F_GetGeometryRef(feature));
    }
    ovf_gdal_errors_end();
    return status;
}

static ovf_status read_flights(ovf_route_file *file, uint64_t until, ovf_route_block *block,
                               bool *end, bool *paused, ovf_error *error)
{
    for (uint64_t positions = 0;
         ovf_flight_file_at(file->flights) < until && positions < BLOCK_POSITIONS;) {
        ovf_flight *flight;
        if (!ovf_array_reserve(&block->flights, &block->flight_capacity, block->flight_count + 1,
                               sizeof *block->flights))
            return ovf_fail_memory(error);
        ovf_status status = ovf_flight_file_next(file->flights, &flight, paused, error);
        *end = status == OVF_OK && flight == NULL && !*paused;
        if (status != OVF_OK || flight == NULL) return status;
        block->flights[block->flight_count++] = flight;
        positions += flight->pieces.fix_count;
    }
    return OVF_OK;
}

ovf_status ovf_route_file_read(ovf_route_file *file, uint64_t until, ovf_route_block *block,
                               bool *end, bool *paused, ovf_error *error)
{
    *end = *paused = false;
    if (file->flights != NULL) return read_flights(file, until, block, end, paused, error);
    if (file->text == NULL) return read_features(file, until, block, end, error);
    ovf_json_text_state state = OVF_JSON_TEXT_CELL;
    ovf_status status = ovf_json_text_read(file->text, until, &block->piece, &state, error);
    *end = state == OVF_JSON_TEXT_END;
    *paused = state == OVF_JSON_TEXT_PAUSE;
    return status;
}
