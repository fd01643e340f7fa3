/* Small input files for the tests of reading, in memory (/vsimem) or in a folder of the test's own.
 */
#ifndef TEST_INPUT_FIXTURE_H
#define TEST_INPUT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "overflight/input.h"

#define FEATURES(list) "{\"type\":\"FeatureCollection\",\"features\":[" list "]}"
#define FEATURE(properties, type, coordinates)                                             \
    "{\"type\":\"Feature\",\"properties\":{" properties "},\"geometry\":{\"type\":\"" type \
    "\",\"coordinates\":" coordinates "}}"
#define ZONE(id, coordinates) FEATURE("\"id\":\"" id "\"", "Polygon", coordinates)
#define ROUTE(id, coordinates) FEATURE("\"id\":\"" id "\"", "LineString", coordinates)

static inline void write_file(const char *path, const char *text)
{
    VSILFILE *file = VSIFOpenL(path, "wb");
    assert_non_null(file);
    assert_int_equal(VSIFWriteL(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(VSIFCloseL(file), 0);
}

/* A file of one layer with the field `id` and one feature for each text. srs may be NULL. */
static inline void write_layer(const char *driver, const char *path, const char *layer_name,
                               const char *srs, const char *const *wkt, const char *const *ids,
                               size_t count)
{
    GDALAllRegister();
    GDALDriverH found = GDALGetDriverByName(driver);
    assert_non_null(found);
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    if (dataset == NULL) dataset = GDALCreate(found, path, 0, 0, 0, GDT_Unknown, NULL);
    assert_non_null(dataset);
    OGRSpatialReferenceH reference = NULL;
    if (srs != NULL) {
        reference = OSRNewSpatialReference(NULL);
        assert_int_equal(OSRSetFromUserInput(reference, srs), OGRERR_NONE);
        OSRSetAxisMappingStrategy(reference, OAMS_TRADITIONAL_GIS_ORDER);
    }
    OGRGeometryH first = NULL;
    char *text = (char *)(uintptr_t)wkt[0];
    assert_int_equal(OGR_G_CreateFromWkt(&text, NULL, &first), OGRERR_NONE);
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, layer_name, reference,
                                             OGR_G_GetGeometryType(first), NULL);
    assert_non_null(layer);
    OGR_G_DestroyGeometry(first);
    OGRFieldDefnH field = OGR_Fld_Create("id", OFTString);
    OGR_L_CreateField(layer, field, TRUE);
    OGR_Fld_Destroy(field);
    for (size_t i = 0; i < count; i++) {
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGRGeometryH geometry = NULL;
        text = (char *)(uintptr_t)wkt[i];
        assert_int_equal(OGR_G_CreateFromWkt(&text, NULL, &geometry), OGRERR_NONE);
        OGR_F_SetGeometryDirectly(feature, geometry);
        OGR_F_SetFieldString(feature, 0, ids[i]);
        assert_int_equal(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
        OGR_F_Destroy(feature);
    }
    if (reference != NULL) OSRRelease(reference);
    GDALClose(dataset);
}

/* Reads zones and expects exactly this sentence. */
static inline void expect_zones_error(const char *file, const ovf_input_options *options,
                                      const char *sentence)
{
    ovf_error error = {0};
    ovf_zones zones;
    assert_int_equal(ovf_zones_read(&file, 1, options, &zones, &error), OVF_ERROR_INPUT);
    assert_string_equal(error.message, sentence);
    assert_int_equal(zones.count, 0);
    assert_null(zones.items);
}

/* Reads all routes and expects exactly this sentence, at the opening or later. */
static inline void expect_routes_error(const char *const *files, size_t count,
                                       const ovf_input_options *options, const char *sentence)
{
    ovf_error error = {0};
    ovf_route_source *source = NULL;
    const ovf_route *route = NULL;
    ovf_status status = ovf_route_source_open(files, count, options, &source, &error);
    while (status == OVF_OK) {
        status = ovf_route_source_next(source, &route, &error);
        if (status == OVF_OK) assert_non_null(route);
    }
    assert_int_equal(status, OVF_ERROR_INPUT);
    assert_string_equal(error.message, sentence);
    ovf_route_source_free(source);
}

static inline void read_zones(const char *file, const ovf_input_options *options, ovf_zones *zones)
{
    ovf_error error = {0};
    ovf_status status = ovf_zones_read(&file, 1, options, zones, &error);
    if (status != OVF_OK) print_message("%s\n", error.message);
    assert_int_equal(status, OVF_OK);
}

static inline ovf_route_source *open_routes(const char *const *files, size_t count,
                                            const ovf_input_options *options)
{
    ovf_error error = {0};
    ovf_route_source *source = NULL;
    /* Here flights may be faster than any aircraft. */
    ovf_input_options any_speed = {0};
    if (options != NULL) any_speed = *options;
    if (any_speed.max_speed_mps == 0) any_speed.max_speed_mps = -1;
    ovf_status status = ovf_route_source_open(files, count, &any_speed, &source, &error);
    if (status != OVF_OK) print_message("%s\n", error.message);
    assert_int_equal(status, OVF_OK);
    return source;
}

static inline const ovf_route *next_route(ovf_route_source *source)
{
    ovf_error error = {0};
    const ovf_route *route = NULL;
    ovf_status status = ovf_route_source_next(source, &route, &error);
    if (status != OVF_OK) print_message("%s\n", error.message);
    assert_int_equal(status, OVF_OK);
    return route;
}

#endif
