#include "output/formats/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "gdal/gdal.h"

static ovf_status fail(const char *called, const char *what, ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_IO, "cannot write %s: what was written is not whole: %s",
                    called, what);
}

/* The first field of the first row of an answer, as a text; empty: there is none. */
static void ask(GDALDatasetH dataset, const char *sql, char *text, size_t size)
{
    text[0] = '\0';
    OGRLayerH answer = GDALDatasetExecuteSQL(dataset, sql, NULL, NULL);
    OGRFeatureH row = answer == NULL ? NULL : OGR_L_GetNextFeature(answer);
    if (row != NULL) snprintf(text, size, "%s", OGR_F_GetFieldAsString(row, 0));
    if (row != NULL) OGR_F_Destroy(row);
    if (answer != NULL) GDALDatasetReleaseResultSet(dataset, answer);
}

static bool counts(GDALDatasetH dataset, const char *sql, uint64_t *found)
{
    char text[40];
    ask(dataset, sql, text, sizeof text);
    *found = strtoull(text, NULL, 10);
    return text[0] != '\0';
}

/* Of the triggers that the standard has for the index of a layer (GeoPackage 1.2, annex L.3), the
 * versions have six or more. */
#define INDEX_TRIGGERS 6

/* The names of our layers need no quoting but for the marks around them. */
static ovf_status verify_table(GDALDatasetH dataset, const char *called,
                               const ovf_written_layer *layer, ovf_error *error)
{
    char sql[400], what[200];
    uint64_t rows = 0, indexed = 0, drawn = 0, triggers = 0;
    snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%s\"", layer->name);
    if (!counts(dataset, sql, &rows) || rows != layer->rows) {
        snprintf(what, sizeof what, "expected %" PRIu64 " rows of %s, found %" PRIu64, layer->rows,
                 layer->name, rows);
        return fail(called, what, error);
    }
    if (!layer->spatial) return OVF_OK;
    snprintf(sql, sizeof sql, "SELECT count(*) FROM \"rtree_%s_geom\"", layer->name);
    bool good = counts(dataset, sql, &indexed);
    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM \"%s\" WHERE geom IS NOT NULL AND NOT ST_IsEmpty(geom)",
             layer->name);
    good = good && counts(dataset, sql, &drawn);
    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '%s' AND "
             "name LIKE 'rtree_%%'",
             layer->name);
    good = good && counts(dataset, sql, &triggers);
    if (good && indexed == drawn && triggers >= INDEX_TRIGGERS) return OVF_OK;
    snprintf(what, sizeof what,
             "expected an index of %" PRIu64 " geometries of %s, found one of %" PRIu64
             " with %" PRIu64 " triggers",
             drawn, layer->name, indexed, triggers);
    return fail(called, what, error);
}

static ovf_status verify_package(GDALDatasetH dataset, const char *called,
                                 const ovf_written_layer *layers, size_t count, ovf_error *error)
{
    char text[200];
    ask(dataset, "PRAGMA quick_check(1)", text, sizeof text);
    ovf_status status = strcmp(text, "ok") == 0 ? OVF_OK : fail(called, text, error);
    for (size_t i = 0; i < count && status == OVF_OK; i++)
        status = verify_table(dataset, called, &layers[i], error);
    return status;
}

static ovf_status verify_layer(GDALDatasetH dataset, const char *called,
                               const ovf_written_layer *layer, ovf_error *error)
{
    char what[200];
    OGRLayerH found = GDALDatasetGetLayer(dataset, 0);
    uint64_t rows = found == NULL ? 0 : (uint64_t)OGR_L_GetFeatureCount(found, TRUE);
    OGRFeatureH last = rows == 0 ? NULL : OGR_L_GetFeature(found, (GIntBig)rows - 1);
    bool good = rows == layer->rows && (rows == 0 || last != NULL);
    if (last != NULL) OGR_F_Destroy(last);
    if (good) return OVF_OK;
    if (rows == layer->rows) snprintf(what, sizeof what, "its last row cannot be read");
    else
        snprintf(what, sizeof what, "expected %" PRIu64 " rows of %s, found %" PRIu64, layer->rows,
                 layer->name, rows);
    return fail(called, what, error);
}

ovf_status ovf_dataset_verify(const char *driver, const char *path, const char *called,
                              const ovf_written_layer *layers, size_t count, ovf_error *error)
{
    const char *const drivers[] = {driver, NULL};
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR, drivers, NULL, NULL);
    if (dataset == NULL) return fail(called, "it cannot be opened", error);
    ovf_status status = OVF_OK;
    if (EQUAL(driver, "GPKG")) status = verify_package(dataset, called, layers, count, error);
    else if (count == 1) status = verify_layer(dataset, called, &layers[0], error);
    GDALClose(dataset);
    return status;
}
