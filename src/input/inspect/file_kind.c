#include "input/inspect/file_kind.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "base/secret.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"
#include "input/airspace/airspace_file.h"
#include "input/formats/flight_file.h"
#include "input/source/opening.h"

void ovf_file_kind_clear(ovf_file_kind *kind)
{
    for (size_t i = 0; i < kind->layer_count; i++) {
        free(kind->layers[i].name);
        free(kind->layers[i].crs);
    }
    free(kind->layers);
    free(kind->name);
    free(kind->title);
    *kind = (ovf_file_kind){0};
}

static ovf_status set_names(ovf_file_kind *kind, const char *name, const char *title,
                            ovf_error *error)
{
    kind->name = ovf_text_copy(name);
    kind->title = ovf_text_copy(title);
    return kind->name != NULL && kind->title != NULL ? OVF_OK : ovf_fail_memory(error);
}

/* ---- of GDAL ---- */

static bool may_have_areas(OGRwkbGeometryType type)
{
    switch (OGR_GT_Flatten(type)) {
    case wkbPoint:
    case wkbMultiPoint:
    case wkbLineString:
    case wkbMultiLineString:
    case wkbNone: return false;
    default: return true;
    }
}

static ovf_status take_layer(ovf_file_kind *kind, OGRLayerH layer, ovf_error *error)
{
    OGRSpatialReferenceH crs = OGR_L_GetSpatialRef(layer);
    OGRwkbGeometryType type = OGR_L_GetGeomType(layer);
    ovf_layer_about *made = &kind->layers[kind->layer_count++];
    const char *crs_name = crs == NULL ? NULL : OSRGetName(crs);
    *made = (ovf_layer_about){.name = ovf_text_copy(OGR_L_GetName(layer)),
                              .geometry = OGRGeometryTypeToName(type),
                              .features = OGR_L_GetFeatureCount(layer, FALSE),
                              .crs = crs_name == NULL ? NULL : ovf_text_copy(crs_name)};
    kind->areas = kind->areas || may_have_areas(type);
    return made->name == NULL || (crs_name != NULL && made->crs == NULL) ? ovf_fail_memory(error)
                                                                         : OVF_OK;
}

static ovf_status take_dataset(ovf_file_kind *kind, GDALDatasetH dataset, ovf_error *error)
{
    GDALDriverH driver = GDALGetDatasetDriver(dataset);
    const char *name = GDALGetDriverShortName(driver),
               *title = GDALGetMetadataItem((GDALMajorObjectH)driver, "DMD_LONGNAME", NULL);
    int count = GDALDatasetGetLayerCount(dataset);
    kind->by = OVF_KNOWN_BY_GDAL;
    ovf_status status = set_names(kind, name, title == NULL ? name : title, error);
    if (status != OVF_OK) return status;
    kind->layers = ovf_array_new(count > 0 ? (size_t)count : 0, sizeof *kind->layers);
    if (kind->layers == NULL) return ovf_fail_memory(error);
    for (int i = 0; i < count && status == OVF_OK; i++)
        status = take_layer(kind, GDALDatasetGetLayer(dataset, i), error);
    return status;
}

/* "a.gpkg|layername=b" is a.gpkg to GDAL. */
static ovf_status ask_gdal(const char *file, bool references, ovf_file_kind *kind, ovf_error *error)
{
    ovf_gdal_errors caught;
    ovf_status status = ovf_gdal_load(error);
    if (status != OVF_OK) return status;
    char *path = ovf_text_copy(file), *hidden = ovf_secret_hidden(file);
    if (path == NULL || hidden == NULL) {
        free(path);
        free(hidden);
        return ovf_fail_memory(error);
    }
    char *bar = strstr(path, "|layername=");
    if (bar != NULL) *bar = '\0';
    ovf_gdal_errors_begin(&caught);
    GDALDatasetH dataset;
    ovf_error why;
    status = ovf_open_named(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, references, &dataset,
                            &why);
    if (status != OVF_OK)
        status = ovf_fail_with(error, status, why.remedy, "%s: %s", hidden, why.message);
    else if (dataset == NULL)
        status = ovf_fail_with(error, OVF_ERROR_INPUT, OVF_REMEDY_FORMAT,
                               "%s: cannot be opened as a vector file: %s", hidden,
                               ovf_gdal_errors_text(&caught, path));
    else status = take_dataset(kind, dataset, error);
    if (dataset != NULL) GDALClose(dataset);
    ovf_gdal_errors_end();
    free(path);
    free(hidden);
    return status;
}

/* ---- all of them ---- */

static ovf_status ask_airspace(const char *file, ovf_file_kind *kind, bool *is, ovf_error *error)
{
    ovf_airspace_file opened;
    ovf_status status = ovf_airspace_file_open(&opened, file, error);
    *is = status == OVF_OK && opened.format != NULL;
    if (*is) {
        kind->by = OVF_KNOWN_BY_CONTENT;
        kind->areas = true;
        status = set_names(kind, opened.format->name, opened.format->title, error);
    }
    ovf_airspace_file_close(&opened);
    return status;
}

ovf_status ovf_file_kind_find(const char *file, const char *format, const char *columns,
                              bool references, ovf_file_kind *kind, ovf_error *error)
{
    *kind = (ovf_file_kind){0};
    const ovf_flight_format *named = format == NULL ? NULL : ovf_flight_format_named(format);
    bool by_gdal = format != NULL && strcasecmp(format, "gdal") == 0;
    if (strcmp(file, "-") == 0 && named == NULL) {
        kind->by = OVF_KNOWN_BY_OPTION;
        return set_names(kind, "GeoJSONSeq", "a sequence of GeoJSON on standard input", error);
    }
    if (!by_gdal) {
        ovf_flight_file *opened = NULL;
        ovf_error why;
        const ovf_flight_wishes wishes = {.format = named, .columns = columns};
        ovf_status status = ovf_flight_file_open(file, &wishes, &opened, &why);
        if (status == OVF_ERROR_MEMORY) return ovf_fail_memory(error);
        if (opened != NULL) {
            const ovf_flight_format *is = ovf_flight_file_format(opened);
            kind->by = named != NULL ? OVF_KNOWN_BY_OPTION : OVF_KNOWN_BY_CONTENT;
            kind->areas = is == &ovf_flight_format_kml;
            status = set_names(kind, is->name, is->title, error);
            ovf_flight_file_close(opened);
            return status;
        }
        if (named != NULL) return ovf_fail(error, OVF_ERROR_INPUT, "%s: %s", file, why.message);
        bool is_airspace;
        status = ask_airspace(file, kind, &is_airspace, error);
        if (status != OVF_OK || is_airspace) return status;
    }
    return ask_gdal(file, references, kind, error);
}
