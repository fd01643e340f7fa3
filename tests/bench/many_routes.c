/* Many routes at random, for measuring: many_routes DRIVER FILE KIND PLACE ROUTES [SEED]
 *
 * DRIVER is GDAL's name of a format: FlatGeobuf, GPKG, GeoJSONSeq. The first fix lies within the
 * bounds of PLACE, alaska or kaliningrad. KIND is
 *   short   six legs of 30 to 60 km, headings that wander;
 *   roam    forty such legs, each with a heading of its own, so that it stays about where it began;
 *   long    six legs of 500 to 800 km, each with a heading of its own;
 *   track   999 legs of 50 m to 5 km, as a receiver of ADS-B keeps them: a track has a pace of its
 *           own, holds its course, and turns now and then;
 *   line    499 such legs. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "bench.h"
#include "geodesy/leg.h"

static const struct place {
    const char *name;
    double west, south, east, north;
} places[] = {{"alaska", -168, 55, -141, 71}, {"kaliningrad", 19.6, 54.3, 22.9, 55.3}};

static void next_short(double *heading, double *length, double pace)
{
    (void)pace;
    *heading += uniform(-40, 40);
    *length = uniform(3e4, 6e4);
}

static void next_long(double *heading, double *length, double pace)
{
    (void)pace;
    *heading = uniform(0, 360);
    *length = uniform(5e5, 8e5);
}

static void next_roaming(double *heading, double *length, double pace)
{
    (void)pace;
    *heading = uniform(0, 360);
    *length = uniform(3e4, 6e4);
}

static void next_of_track(double *heading, double *length, double pace)
{
    *heading += uniform(0, 1) < 0.01 ? uniform(-90, 90) : uniform(-0.5, 0.5);
    *length = fmin(fmax(pace * uniform(0.5, 1.5), 50), 5000);
}

static const struct kind {
    const char *name;
    int legs;
    void (*next)(double *heading, double *length, double pace);
} kinds[] = {{"short", 6, next_short},
             {"roam", 40, next_roaming},
             {"long", 6, next_long},
             {"track", 999, next_of_track},
             {"line", 499, next_of_track}};

static void draw(OGRGeometryH line, const struct place *place, const struct kind *kind)
{
    double lon = uniform(place->west, place->east), lat = uniform(place->south, place->north),
           heading = uniform(0, 360), length;
    double pace = 50 * pow(100, uniform(0, 1)); /* from 50 m to 5 km, each magnitude as often */
    OGR_G_SetPointCount(line, kind->legs + 1);
    OGR_G_SetPoint_2D(line, 0, lon, lat);
    for (int i = 1; i <= kind->legs; i++) {
        kind->next(&heading, &length, pace);
        geod_direct(ovf_earth(), lat, lon, heading, length, &lat, &lon, NULL);
        OGR_G_SetPoint_2D(line, i, lon, lat);
    }
}

static OGRLayerH create(const char *driver_name, const char *file, GDALDatasetH *dataset)
{
    /* Without an index a FlatGeobuf file keeps the order of its features, and neither needs memory
     * for it. */
    char *options[] = {"SPATIAL_INDEX=NO", NULL};
    GDALDriverH driver = GDALGetDriverByName(driver_name);
    *dataset = driver == NULL ? NULL : GDALCreate(driver, file, 0, 0, 0, GDT_Unknown, NULL);
    if (*dataset == NULL) return NULL;
    OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(NULL);
    OSRSetFromUserInput(wgs84, "EPSG:4326");
    OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    OGRLayerH layer = GDALDatasetCreateLayer(*dataset, "routes", wgs84, wkbLineString,
                                             strcmp(driver_name, "GeoJSONSeq") == 0 ? NULL
                                                                                    : options);
    OSRRelease(wgs84);
    OGRFieldDefnH id = OGR_Fld_Create("id", OFTString);
    if (layer != NULL && OGR_L_CreateField(layer, id, TRUE) != OGRERR_NONE) layer = NULL;
    OGR_Fld_Destroy(id);
    return layer;
}

int main(int argc, char **argv)
{
    const struct place *place = NULL;
    const struct kind *kind = NULL;
    for (size_t i = 0; argc > 5 && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(argv[3], kinds[i].name) == 0) kind = &kinds[i];
    for (size_t i = 0; argc > 5 && i < sizeof places / sizeof *places; i++)
        if (strcmp(argv[4], places[i].name) == 0) place = &places[i];
    if (place == NULL || kind == NULL) {
        fprintf(stderr,
                "usage: many_routes DRIVER FILE short|roam|long|track|line alaska|kaliningrad "
                "ROUTES [SEED]\n");
        return 2;
    }
    size_t count = strtoul(argv[5], NULL, 10);
    at_least("routes", 1, (double)count);
    random_state = (argc > 6 ? strtoull(argv[6], NULL, 10) : 1) * 0x9E3779B97F4A7C15u + 1;
    GDALAllRegister();
    GDALDatasetH dataset;
    OGRLayerH layer = create(argv[1], argv[2], &dataset);
    if (layer == NULL || GDALDatasetStartTransaction(dataset, FALSE) == OGRERR_FAILURE) return 3;
    for (size_t k = 0; k < count; k++) {
        char id[32];
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGRGeometryH line = OGR_G_CreateGeometry(wkbLineString);
        snprintf(id, sizeof id, "r%zu", k);
        draw(line, place, kind);
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
