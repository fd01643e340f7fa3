/* Many short routes, for measuring memory: many_routes DRIVER FILE ROUTES [SEED]
 *
 * Each has seven fixes and six legs of 30 to 60 km, the first fix within Alaska's bounds, headings that wander. DRIVER is GDAL's name of a format: FlatGeobuf, GPKG. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "bench.h"
#include "geodesy/leg.h"

static void draw(OGRGeometryH line)
{
    double lon = uniform(-168, -141), lat = uniform(55, 71), heading = uniform(0, 360);
    OGR_G_SetPoint_2D(line, 0, lon, lat);
    for (int i = 1; i < 7; i++) {
        heading += uniform(-40, 40);
        geod_direct(ovf_earth(), lat, lon, heading, uniform(3e4, 6e4), &lat, &lon, NULL);
        OGR_G_SetPoint_2D(line, i, lon, lat);
    }
}

static OGRLayerH create(const char *driver_name, const char *file, GDALDatasetH *dataset)
{
    /* Without an index a FlatGeobuf file keeps the order of its features, and neither needs memory for it. */
    char *options[] = {"SPATIAL_INDEX=NO", NULL};
    GDALDriverH driver = GDALGetDriverByName(driver_name);
    *dataset = driver == NULL ? NULL : GDALCreate(driver, file, 0, 0, 0, GDT_Unknown, NULL);
    if (*dataset == NULL) return NULL;
    OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(NULL);
    OSRSetFromUserInput(wgs84, "EPSG:4326");
    OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    OGRLayerH layer = GDALDatasetCreateLayer(*dataset, "routes", wgs84, wkbLineString, options);
    OSRRelease(wgs84);
    OGRFieldDefnH id = OGR_Fld_Create("id", OFTString);
    if (layer != NULL && OGR_L_CreateField(layer, id, TRUE) != OGRERR_NONE) layer = NULL;
    OGR_Fld_Destroy(id);
    return layer;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: many_routes DRIVER FILE ROUTES [SEED]\n");
        return 2;
    }
    size_t routes = strtoul(argv[3], NULL, 10);
    random_state = (argc > 4 ? strtoull(argv[4], NULL, 10) : 1) * 0x9E3779B97F4A7C15u + 1;
    GDALAllRegister();
    GDALDatasetH dataset;
    OGRLayerH layer = create(argv[1], argv[2], &dataset);
    if (layer == NULL || GDALDatasetStartTransaction(dataset, FALSE) == OGRERR_FAILURE) return 3;
    for (size_t k = 0; k < routes; k++) {
        char id[32];
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGRGeometryH line = OGR_G_CreateGeometry(wkbLineString);
        snprintf(id, sizeof id, "r%zu", k);
        draw(line);
        OGR_F_SetFieldString(feature, 0, id);
        OGR_F_SetGeometryDirectly(feature, line);
        OGRErr failed = OGR_L_CreateFeature(layer, feature);
        OGR_F_Destroy(feature);
        if (failed != OGRERR_NONE) return 3;
    }
    GDALDatasetCommitTransaction(dataset); /* says no where a format has no transactions */
    GDALClose(dataset);
    return 0;
}
