/* Tests: tests/cli/hostile.py */
/* For what GDAL tells of files. */
#ifndef _LARGEFILE64_SOURCE
#define _LARGEFILE64_SOURCE
#endif

#include "input/source/opening.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/gdal_errors.h"
#include "input/source/collection.h"

/* GDAL's drivers whose files name other files, servers or programs, which the driver then opens. */
static const char *const referring[] = {
    "OGR_VRT",    "VRT",           "WFS",        "OAPIF",
    "CSW",        "GMLAS",         "HTTP",       "WMS",
    "WMTS",       "WCS",           "OGCAPI",     "DAAS",
    "STACTA",     "STACIT",        "PLMosaic",   "PLSCENES",
    "EEDA",       "EEDAI",         "NGW",        "Carto",
    "AmigoCloud", "Elasticsearch", "MongoDBv3",  "ODBC",
    "GPSBabel",   "EDIGEO",        "Interlis 1", "Interlis 2",
    "GTI",        "DERIVED",       "MRF",        "TIL",
    "DIMAP",      "SAFE",          "SENTINEL2",  "RPFTOC",
    "ECRGTOC",    "ISIS3",         "PDS",        "PDS4",
    "OGR_PDS",    "ESRIC",         "RASTERLITE", "KMLSUPEROVERLAY",
    "NAS"};

static bool refers(const char *driver)
{
    for (size_t i = 0; i < sizeof referring / sizeof *referring; i++)
        if (strcmp(driver, referring[i]) == 0) return true;
    return false;
}

/* The names of all drivers but those; NULL when memory is out. To free; the names are GDAL's. */
static const char **list_drivers(void)
{
    int count = GDALGetDriverCount();
    const char **list = ovf_array_new((size_t)count + 1, sizeof *list);
    size_t used = 0;
    for (int i = 0; i < count && list != NULL; i++) {
        const char *driver = GDALGetDriverShortName(GDALGetDriver(i));
        if (!refers(driver)) list[used++] = driver;
    }
    return list;
}

/* Whether the name is that of a file or folder, and not what GDAL calls a connection. */
static bool is_file(const char *name)
{
    VSIStatBufL about;
    return VSIStatExL(name, &about, VSI_STAT_EXISTS_FLAG) == 0;
}

/* A seamless table of MapInfo is a list of other tables. */
static bool is_seamless(const char *name)
{
    static const char mark[] = "\\IsSeamless\" = \"TRUE\"";
    char head[4096];
    VSILFILE *file = VSIFOpenExL(name, "rb", FALSE);
    if (file == NULL) return false;
    head[VSIFReadL(head, 1, sizeof head - 1, file)] = '\0';
    VSIFCloseL(file);
    return strstr(head, mark) != NULL;
}

/* Whether a collection of GeoJSON has its CRS behind a link. */
static ovf_status check_collection(const char *name, const char *driver, ovf_error *error)
{
    ovf_collection collection;
    if (strcmp(driver, "GeoJSON") != 0 && strcmp(driver, "ESRIJSON") != 0 &&
        strcmp(driver, "TopoJSON") != 0)
        return OVF_OK;
    ovf_status status = ovf_collection_look(name, &collection, error);
    const ovf_claims claims = {.refers = collection.claims.refers};
    return status == OVF_OK ? ovf_claims_check(&claims, OVF_FEATURES_UNKNOWN, error) : status;
}

static ovf_status check(const char *name, unsigned flags, ovf_error *error)
{
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    GDALDriverH found = GDALIdentifyDriverEx(name, flags & (GDAL_OF_VECTOR | GDAL_OF_RASTER), NULL,
                                             NULL);
    const char *driver = found == NULL ? "" : GDALGetDriverShortName(found);
    bool seamless = strcmp(driver, "MapInfo File") == 0 && is_seamless(name);
    ovf_gdal_errors_end();
    if (!refers(driver) && !seamless)
        return (flags & OVF_OPEN_LOOKED) != 0 ? OVF_OK : check_collection(name, driver, error);
    return ovf_fail_with(error, OVF_ERROR_INPUT, OVF_REMEDY_REFERENCES,
                         "names other files or servers to read (%s), and what a file names is not "
                         "opened: give those files themselves, or allow references",
                         seamless ? "a seamless table of MapInfo" : driver);
}

/* Sets an option of GDAL for this thread, unless the user has set it; what it was, to restore. */
static bool set(const char *name, const char *value)
{
    if (CPLGetConfigOption(name, NULL) != NULL) return false;
    CPLSetThreadLocalConfigOption(name, value);
    return true;
}

static GDALDatasetH open_alone(const char *name, unsigned flags, const char *const *options,
                               const char *const *drivers)
{
    /* Tables of a database that are made of other files: of SpatiaLite's module, and of GDAL's. */
    bool spatialite = set("SPATIALITE_LOAD", "NO"),
         virtual_ogr = set("OGR_SQLITE_STATIC_VIRTUAL_OGR", "NO");
    GDALDatasetH dataset = GDALOpenEx(name, flags, drivers, options, NULL);
    if (spatialite) CPLSetThreadLocalConfigOption("SPATIALITE_LOAD", NULL);
    if (virtual_ogr) CPLSetThreadLocalConfigOption("OGR_SQLITE_STATIC_VIRTUAL_OGR", NULL);
    return dataset;
}

ovf_status ovf_open_named(const char *name, unsigned flags, const char *const *options,
                          bool references, GDALDatasetH *dataset, ovf_error *error)
{
    const char *own[8] = {"@DOWNLOAD_SCHEMA=NO"};
    size_t count = 1;
    *dataset = NULL;
    if (references || !is_file(name)) {
        *dataset = GDALOpenEx(name, flags & ~OVF_OPEN_LOOKED, NULL, options, NULL);
        return OVF_OK;
    }
    ovf_status status = check(name, flags, error);
    flags &= ~OVF_OPEN_LOOKED;
    if (status != OVF_OK) return status;
    while (options != NULL && *options != NULL && count + 1 < sizeof own / sizeof *own)
        own[count++] = *options++;
    own[count] = NULL;
    const char **drivers = list_drivers();
    if (drivers == NULL) return ovf_fail_memory(error);
    *dataset = open_alone(name, flags, own, drivers);
    free(drivers);
    return OVF_OK;
}
