#include "input/source/crs.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"

/* Whether the first coordinate in the data is the eastward axis. */
static bool data_begins_with_longitude(OGRSpatialReferenceH reference)
{
    int count = 0;
    const int *mapping = OSRGetDataAxisToSRSAxisMapping(reference, &count);
    if (mapping == NULL || count < 1 || mapping[0] < 1) return false;
    OGRAxisOrientation orientation = OAO_Other;
    if (OSRGetAxis(reference, NULL, mapping[0] - 1, &orientation) == NULL) return false;
    return orientation == OAO_East;
}

static bool is_wgs84(OGRSpatialReferenceH reference, OGRSpatialReferenceH wgs84)
{
    /* Whether the axes agree in the data is asked separately, since files in EPSG:4326 come in both
     * orders. */
    static const char *const options[] = {"IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES",
                                          "CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS",
                                          "IGNORE_COORDINATE_EPOCH=YES", NULL};
    return OSRIsGeographic(reference) && OSRIsSameEx(reference, wgs84, options) &&
           data_begins_with_longitude(reference);
}

static double vertical_unit(OGRSpatialReferenceH reference)
{
    if (!OSRIsCompound(reference)) return 1;
    double metres = OSRGetTargetLinearUnits(reference, "VERT_CS", NULL);
    return isfinite(metres) && metres > 0 ? metres : 1;
}

static ovf_status fail_without(const char *label, ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "%s: has no coordinate reference system (CRS); name it in the file, for WGS 84 "
                    "for instance with "
                    "ogr2ogr -a_srs EPSG:4326",
                    label);
}

ovf_status ovf_crs_open(ovf_crs *crs, OGRSpatialReferenceH reference, const char *label,
                        ovf_error *error)
{
    *crs = (ovf_crs){.transformation = NULL, .z_metres = 1};
    if (reference == NULL) return fail_without(label, error);
    const char *name = OSRGetName(reference);
    /* GeoPackage's way of saying that it has none. */
    if (name != NULL && (strncmp(name, "Undefined ", 10) == 0 || strcmp(name, "unknown") == 0) &&
        OSRIsLocal(reference))
        return fail_without(label, error);
    if (name != NULL && strncmp(name, "Undefined geographic", 20) == 0)
        return fail_without(label, error);

    ovf_status status = OVF_OK;
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(NULL);
    OGRSpatialReferenceH horizontal = OSRClone(reference);
    if (wgs84 == NULL || horizontal == NULL || OSRImportFromEPSG(wgs84, 4326) != OGRERR_NONE) {
        status = ovf_fail(error, OVF_ERROR_INTERNAL, "%s: PROJ does not know EPSG:4326 (%s)", label,
                          ovf_gdal_errors_text(&caught, ""));
    } else {
        OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
        crs->z_metres = vertical_unit(horizontal);
        /* Heights are over mean sea level by contract and never transformed, so a vertical part
         * must not pull in a geoid. */
        OSRDemoteTo2D(horizontal, NULL);
        if (!is_wgs84(horizontal, wgs84)) {
            crs->transformation = OCTNewCoordinateTransformation(horizontal, wgs84);
            if (crs->transformation == NULL)
                status = ovf_fail(error, OVF_ERROR_INPUT,
                                  "%s: its coordinate reference system \"%s\" has no known "
                                  "transformation to WGS 84 (%s)",
                                  label, name == NULL ? "" : name,
                                  ovf_gdal_errors_text(&caught, ""));
        }
    }
    if (wgs84 != NULL) OSRRelease(wgs84);
    if (horizontal != NULL) OSRRelease(horizontal);
    ovf_gdal_errors_end();
    return status;
}

void ovf_crs_close(ovf_crs *crs)
{
    if (crs->transformation != NULL) OCTDestroyCoordinateTransformation(crs->transformation);
    crs->transformation = NULL;
}

size_t ovf_crs_transform(const ovf_crs *crs, double *x, double *y, int *success, size_t count)
{
    if (crs->transformation == NULL) return count;
    for (size_t done = 0; done < count;) {
        size_t step = count - done < INT_MAX ? count - done : INT_MAX;
        memset(success + done, 0, step * sizeof *success);
        OCTTransformEx(crs->transformation, (int)step, x + done, y + done, NULL, success + done);
        for (size_t i = done; i < done + step; i++) {
            if (!success[i] || !isfinite(x[i]) || !isfinite(y[i])) return i;
            /* The last bit of a projection's inverse may lie beyond the pole. */
            if (fabs(y[i]) > 90 && fabs(y[i]) < 90 + 1e-9) y[i] = copysign(90, y[i]);
        }
        done += step;
    }
    return count;
}
